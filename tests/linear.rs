//! Reading in lines: `--plain`.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use crate::bench::Bench;

/// What is said when these lines are typed.
fn typed(bench: &Bench, lines: &str) -> String {
    let ran = bench.run_with("--plain seed.txt", lines.as_bytes());
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{lines}");
    assert!(!ran.out.contains('\u{1b}'), "no control sequence is written");
    ran.out
}

#[test]
fn an_article_is_read_sentence_by_sentence() {
    let bench = Bench::new();
    let split = bench.seed().json("show seed.txt --format json");
    let sentences = split["sentences"].as_array().unwrap();
    let words = |index: usize| sentences[index]["text"].as_str().unwrap();
    let said = typed(&bench, "\n\nk\nG\n");
    let count = sentences.len();
    assert!(said.starts_with(&format!(
        "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining\n{count} sentences, 0 annotations."
    )));
    for index in [0, 1, 2, count - 1] {
        assert!(said.contains(&format!("\n{}\n", words(index))), "{index} in {said}");
    }
    assert_eq!(said.matches(&format!("\n2 of {count}, ")).count(), 2, "there and back: {said}");
    let claim = sentences.iter().position(|one| one["claim"]["number"] == 7).unwrap();
    let said = typed(&bench, &format!(":{}\ni\n", claim + 1));
    let place = format!("{} of {count}, claim 7, attribution, RAMP's business-spending index, shows.", claim + 1);
    assert!(said.contains(&place) && said.contains(words(claim)), "{said}");
    let reason = split["sentences"][claim]["reasons"][0].as_str().unwrap();
    assert!(said.contains(reason), "{reason} in {said}");
    assert!(said.contains("Section: "), "{said}");
    // Where reading stopped, it goes on.
    assert!(typed(&bench, "q\n").contains(&place));
    let found = typed(&bench, "gg\n/convergence\nn\n/no such words\n");
    assert!(
        found.contains("Hit 1 of ")
            && found.contains("The convergence thesis")
            && found.contains("Not done: no match.")
    );
    let moved = typed(&bench, "gg\n3\n)\no\n");
    assert!(moved.contains(", strategic take") && moved.contains(": Strategic Take"), "{moved}");
}

#[test]
fn what_is_written_in_lines_is_there_as_from_the_screen() {
    let bench = Bench::new();
    bench.seed();
    let said = typed(
        &bench,
        "/convergence thesis\na says who?\nm\nt moat, money more\ns mixed\ns for:https://a.example\ns check\nf 70% by 2026-12-31\nf 80%\n\
         j\na\nfirst\n\nsecond\n.\nv the\nM red\nc take\nb\nq\n",
    );
    assert!(said.contains("Saved.") && !said.contains("Not done: it could"), "{said}");
    let all = bench.json("notes --format json");
    let one = &all["annotations"][0];
    assert_eq!(
        (&one["note"], &one["colour"], &one["verdict"]),
        (&"says who?".into(), &"yellow".into(), &"mixed".into())
    );
    assert_eq!(one["tags"], serde_json::json!(["moat", "money", "more"]));
    assert_eq!(
        (one["evidence"][0]["text"].as_str(), one["to_check"].as_bool()),
        (Some("https://a.example"), Some(true))
    );
    assert_eq!(
        (one["forecast"]["probability"].as_f64(), one["forecast"]["due"].as_str()),
        (Some(0.8), Some("2026-12-31"))
    );
    assert_eq!(one["forecast"]["history"][0]["probability"], 0.7);
    assert_eq!(all["annotations"][1]["note"], "first\n\nsecond");
    let said = typed(&bench, "/convergence\nx\nu\n[\nA\n");
    assert!(
        said.contains("  Note: says who?\n")
            && said.contains("postil://")
            && said.contains("Not done: there is nothing to undo.")
    );
    let said = typed(&bench, "/convergence\nd\nu\nCtrl-r\nu\ne notes.md\ny\nY\n");
    assert!(
        said.contains("Deleted; it is in the trash.") && said.contains("Undone.\n") && said.contains("Done again.\n")
    );
    assert!(said.contains("Exported to notes.md.") && said.contains("\n> The convergence thesis"), "{said}");
    assert_eq!(bench.read("notes.md").matches("says who?").count(), 1);
    assert_eq!(bench.notes("").len(), all["annotations"].as_array().unwrap().len());
}

#[test]
fn what_cannot_be_done_is_said_and_reading_goes_on() {
    let bench = Bench::new();
    bench.seed();
    let said = typed(
        &bench,
        "another line\ns perhaps\nM\nM mauve\nc nowhere\nf 1.5\nR\nz\n:9999\nk\nv words that are not there\ne\n?\n:\nj\n",
    );
    assert_eq!(said.matches("Not done: ").count(), 12, "{said}");
    assert!(
        said.contains("  a: write a note") && said.contains("  :next-section: ") && said.contains("\n2 of "),
        "{said}"
    );
    assert!(said.contains("say what, after the key: k yellow (key), a green (agree)"), "{said}");
    assert_eq!(bench.json("notes --format json")["annotations"], serde_json::json!([]));
    bench.fails("--plain -", 2, &["--plain"]);
    bench.fails("--plain missing.txt", 1, &["missing.txt"]);
    assert_eq!(bench.run("--plain").status, 2);
    // A note that is cut off is not lost.
    let said = typed(&bench, "a\nhalf a note\n");
    assert!(said.contains("kept as a draft"), "{said}");
    // Keys that were rebound are those of the lines, too.
    bench.file("c.toml", "[keys]\nnote = \"g y\"\n");
    let ran = bench.run_with("--config c.toml --plain seed.txt", b"gy rebound\n?\n");
    assert!(ran.out.contains("  Note: rebound\n") && ran.out.contains("  gy: write a note"), "{}", ran.out);
}

#[test]
fn the_article_itself_is_not_exported_onto_from_lines_either() {
    let bench = Bench::new();
    let article = bench.seed().read("seed.txt");
    std::os::unix::fs::symlink("seed.txt", bench.folder().join("link.md")).unwrap();
    let said = typed(&bench, "m\ne seed.txt\ne ./link.md\ne notes.md\n");
    assert_eq!(said.matches("is the article itself and was left as it is: name another file").count(), 2, "{said}");
    assert!(bench.read("seed.txt") == article && bench.read("notes.md").contains("# Karpathy at Anthropic"));
}

#[test]
fn without_a_store_reading_goes_on() {
    let bench = Bench::new();
    bench.seed().file("data", "not a folder");
    let said = typed(&bench, "j\na lost\n");
    assert!(
        said.contains("Nothing can be saved: ") && said.contains("\n2 of ") && said.contains("Not done: "),
        "{said}"
    );
}

#[test]
fn what_was_accepted_at_once_is_undone_at_once() {
    let bench = Bench::new();
    let (first, second) = ("The index of prices fell by 12 percent in March.", "The survey of banks asked 40 firms.");
    let text = format!("A title\n\n{first} Nobody had seen it coming.\n\n{second} Most of them had answers.\n");
    bench.file("seed.txt", &text);
    bench.ok(&format!("annotate seed.txt --quote '{first}' --note one"));
    bench.ok(&format!("annotate seed.txt --quote '{second}' --note two"));
    bench.file("seed.txt", text.replace("12 percent", "13 percent").replace("40 firms", "50 firms"));
    let said = typed(&bench, "gA\nu\ngA\nu\nCtrl-r\ngA\n");
    assert_eq!(said.matches("2 accepted.").count(), 2, "{said}");
    assert!(said.contains("Done again.\n") && said.ends_with("moved or changed.\n"), "{said}");
}

#[test]
fn a_note_on_the_sentence_joins_the_highlight_in_it_as_on_the_screen() {
    let bench = Bench::new();
    bench.seed();
    let id = bench.ok("annotate seed.txt --quote 'The convergence thesis' --highlight");
    typed(&bench, "/convergence thesis\na says who?\nc take\nc analysis\n");
    let all = bench.json("notes --format json");
    let all = all["annotations"].as_array().unwrap();
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!((all[0]["id"].as_str(), all[0]["note"].as_str()), (Some(id.trim()), Some("says who?")));
    assert_eq!((&all[1]["motivation"], &all[1]["pane"]), (&"classifying".into(), &"analysis".into()));
}

#[test]
fn a_later_verdict_takes_the_place_of_the_one_before_as_on_the_screen() {
    let bench = Bench::new();
    let judged = bench.seed().annotate("--claim 1 --verdict refuted --forecast 0.6 --note why");
    bench.annotate("--claim 1 --note 'an aside'");
    let split = bench.json("show seed.txt --format json");
    let claim = split["sentences"].as_array().unwrap().iter().position(|one| one["claim"]["number"] == 1).unwrap();
    typed(&bench, &format!(":{}\ns mixed\nf yes\n", claim + 1));
    let notes = bench.notes("");
    assert_eq!((notes.len(), notes[0]["id"].as_str()), (2, Some(judged.as_str())));
    assert_eq!((&notes[0]["verdict"], &notes[0]["forecast"]["outcome"]), (&"mixed".into(), &"yes".into()));
}

#[test]
fn each_part_of_a_forecast_is_said_once() {
    let bench = Bench::new();
    bench.seed();
    for (line, kind) in [
        ("yes no", "outcome"),
        ("undecided yes", "outcome"),
        ("70% 80%", "probability"),
        ("70% 2030-01-01 by 2031-01-01", "date"),
    ] {
        let said = typed(&bench, &format!("f {line}\n"));
        let sentence = format!("a forecast has one {kind}, and “{line}” has more: say one");
        assert!(said.contains(&sentence), "{said}");
    }
    assert!(bench.notes("").is_empty());
}

#[test]
fn what_was_written_is_taken_back_in_lines_as_by_the_menus_of_the_screen() {
    let bench = Bench::new();
    bench.file("seed.txt", "A title\n\nOne thing is so. Another thing is so. A third is not.\n");
    typed(&bench, "c take\ns mixed\ns check\ns wording: mine\nf 70% no\nf how: by the count\nM red\n");
    let before = bench.notes("");
    assert_eq!((&before[1]["wording"], &before[1]["forecast"]["criterion"]), (&"mine".into(), &"by the count".into()));
    let said = typed(&bench, "s none\ns no check\nf undecided\nM none\nc none\nc none\n");
    assert!(said.ends_with("Not done: there is nothing of that here to take back.\n"), "{said}");
    let left = bench.notes("");
    let [one] = left.as_slice() else { panic!("{left:?}") };
    assert_eq!((&one["verdict"], &one["colour"], one.get("to_check")), (&().into(), &().into(), None));
    assert_eq!((&one["forecast"]["outcome"], &one["forecast"]["probability"]), (&().into(), &0.7.into()));
    // Where nothing is left, nothing stays; and nothing is made where there was nothing.
    typed(&bench, "s for: a text\nf 2030-01-01\nf how:\nf no date\nf no probability\ns wording:\ns no evidence\n");
    let one = &bench.notes("")[0];
    assert_eq!(
        (&one["evidence"], one.get("wording"), &one["forecast"]["due"]),
        (&serde_json::json!([]), None, &().into())
    );
    assert_eq!((&one["forecast"]["probability"], one["forecast"].get("criterion")), (&().into(), None));
    let said = typed(&bench, "f none\nj\nt -gone\n");
    assert!(bench.notes("").is_empty() && said.contains("Not done: there is nothing of that"), "{said}");
    typed(&bench, "t a\nt -a\n");
    assert!(bench.notes("").is_empty());
}

#[test]
fn undoing_goes_back_to_the_place_as_on_the_screen() {
    let bench = Bench::new();
    bench.file("seed.txt", "A title\n\nOne thing is so. Another thing is so. A third is not.\n");
    let said = typed(&bench, ":2\na why?\nG\nu\nG\nCtrl-r\nd\nu\n");
    let place = |nth: usize, done: &str| format!("\n{done}\n{nth} of 3");
    assert!(said.contains(&place(2, "Undone.")) && said.contains(&place(2, "Done again.")), "{said}");
    // Where the reader is there already, nothing is read anew.
    assert!(said.ends_with("\nUndone.\n"), "{said}");
    assert!(typed(&bench, "G\nCtrl-o\n:2\nd\nG\nu\nCtrl-o\n").trim_end().ends_with("A third is not."));
}

#[test]
fn the_readers_own_keys_are_named_in_lines_too() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.folder().join("config/postil")).unwrap();
    bench.seed().file("config/postil/config.toml", "[keys]\nhelp = \"H\"\nquit = \"X\"\n");
    let said = typed(&bench, "?\nH\nX\n");
    assert!(said.contains("Enter: next sentence, H: help, X: quit.\n"), "{said}");
    assert!(said.contains("“?” is no command; H lists them") && said.contains("  X: back, or out\n"), "{said}");
}

#[test]
fn edges_move_in_lines_as_on_the_screen() {
    let bench = Bench::new();
    bench.file("seed.txt", "A title\n\nOne thing is so. Another thing is so. A third is not.\n");
    let said = typed(&bench, ">\nj\nm\n>\n>\nu\n<\nv One\n>\n");
    for words in [
        "Not done: there is no highlight here",
        "Marked: Another thing is so. A third is not.",
        "Not done: the edge can go no further.",
        "Undone.",
        "Marked: One thing is so. Another thing is so.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert_eq!(bench.notes("").len(), 1);
}

#[test]
fn the_source_is_read_again_in_lines() {
    let bench = Bench::new();
    let text = "A title\n\nThe first thing is so. The second thing costs 12 euros. The third is not.\n";
    bench.file("seed.txt", text).ok("annotate seed.txt --quote 'The third is not.' --note x");
    let mut child = bench.command("--plain seed.txt");
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let (mut input, mut output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
    let mut said = |lines: &str, until: &str| {
        input.write_all(lines.as_bytes()).unwrap();
        let mut all = String::new();
        while !all.contains(until) {
            assert!(output.read_line(&mut all).unwrap() > 0, "{until}: {all}");
        }
        all
    };
    said("j\nj\nF5\n", "The source is as it was.");
    bench.file("seed.txt", text.replace("The second", "It rained. The second"));
    let all = said("F5\n", "Note: x");
    assert!(all.contains("The article changed: 1 in place; gr tells more.") && all.contains("4 of 4"), "{all}");
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn links_are_opened_from_lines() {
    let bench = Bench::new();
    bench.file("seed.txt", "x").file(
        "links.md",
        "One [a](https://a.example/1) and [b](https://b.example/2) here.\n\nOne [c](https://c.example/3) there.\n\nNone.\n",
    );
    bench.file("open.sh", "#!/bin/sh\necho \"$1\" >> opened\n");
    let mut command = bench.command("--plain links.md");
    command.env("BROWSER", "sh open.sh").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"gx\ngx 2\ngx 3\nj\ngx\nj\ngx\n").unwrap();
    let said = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(said.contains("  2: https://b.example/2\n") && said.contains("Opened https://c.example/3."), "{said}");
    assert!(said.contains("Not done: the sentence has no link that can be opened."), "{said}");
}
