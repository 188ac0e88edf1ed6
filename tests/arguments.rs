//! What people write on the command line: names of one thing in all their forms, and options together.

use serde_json::Value;

use crate::bench::Bench;

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

/// The ids of the annotations that a command lists as JSON, oldest first.
fn ids(bench: &Bench, arguments: &str) -> Vec<String> {
    let listed = bench.json(&format!("{arguments} --format json"));
    let annotations = listed["annotations"].as_array().unwrap();
    annotations.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_source_may_be_named_by_its_id_and_by_a_notes() {
    let bench = Bench::new();
    let note = bench.seed().annotate(&format!("--quote '{MOAT}' --note one"));
    let text = bench.ok("show seed.txt");
    let document = bench.json("show seed.txt --format json")["document"]["id"].as_str().unwrap().to_owned();
    let named = [note.clone(), format!("postil://{note}"), document.clone(), format!("postil://{document}")];
    for name in named.iter().map(String::as_str).chain([&document[..8]]) {
        assert_eq!(bench.ok(&format!("show {name}")), text, "{name}");
        assert_eq!(bench.ok(name), text, "{name}");
        assert_eq!(bench.ok(&format!("open {name}")), text, "without a terminal, it prints: {name}");
        assert_eq!(ids(&bench, &format!("notes --document {name}")), [note.as_str()], "{name}");
        assert_eq!(ids(&bench, &format!("export {name}")), [note.as_str()], "{name}");
        assert!(bench.ok(&format!("refresh {name}")).ends_with("1 exact, 0 moved, 0 changed, 0 orphaned\n"));
        assert_eq!(bench.ok(&format!("annotate {name} --quote '{MOAT}' --tag a")).trim_end(), note);
    }
    assert_eq!(bench.ok("list").lines().count(), 1);
    bench.fails("show postil://01ffffff", 1, &["no annotation", "postil notes"]);
    bench.fails("open 01ffffff", 1, &["no annotation", "postil notes"]);
    bench.fails("show 01ffffff", 1, &["01ffffff", "no such file"]);
    // A file that is called so comes before the id.
    bench.file(&document[..8], "Another article\n\nIt has other words.\n");
    assert!(bench.ok(&format!("show {}", &document[..8])).starts_with("Another article\n"));
}

#[test]
fn a_document_is_named_by_its_address_even_when_its_file_is_gone() {
    let bench = Bench::new();
    let note = bench.seed().annotate(&format!("--quote '{MOAT}' --note one"));
    let uri = bench.notes("")[0]["document"]["uri"].as_str().unwrap().to_owned();
    assert_eq!(ids(&bench, &format!("notes --document {uri}")), [note.as_str()]);
    std::fs::remove_file(bench.folder().join("seed.txt")).unwrap();
    for name in [uri.as_str(), "seed.txt", "./seed.txt"] {
        assert_eq!(ids(&bench, &format!("notes --document {name}")), [note.as_str()], "{name}");
    }
    assert!(!bench.ok(&format!("show postil://{note} --format json --pane take")).is_empty());
}

#[test]
fn tags_narrow_together_and_need_no_article() {
    let bench = Bench::new();
    let both = bench.seed().annotate("--quote 'The convergence thesis' --tag a --tag b");
    let one = bench.annotate("--quote 'competitive advantage' --tag a --note x");
    for command in ["notes", "export", "export --all", "export seed.txt"] {
        assert_eq!(ids(&bench, &format!("{command} --tag A")), [both.as_str(), one.as_str()], "{command}");
        assert_eq!(ids(&bench, &format!("{command} --tag a --tag '#b'")), [both.as_str()], "{command}");
        assert_eq!(ids(&bench, &format!("{command} --tag c")), [""; 0], "{command}");
    }
    let made = |index: usize| -> String {
        let listed: Value = bench.json("notes --format json");
        listed["annotations"][index]["modified"].as_str().unwrap().to_owned()
    };
    assert_eq!(ids(&bench, &format!("export --since {}", made(0))).len(), 2);
    assert_eq!(ids(&bench, &format!("export --since {}", made(1))), [one.as_str()]);
    assert_eq!(ids(&bench, "export --since 2099-01-01"), [""; 0]);
    assert_eq!(ids(&bench, "export --since 2020-01-01 --tag b"), [both.as_str()]);
}

#[test]
fn values_are_taken_as_people_write_them() {
    let bench = Bench::new();
    let id = bench.seed().annotate(&format!("--quote '{MOAT}' --highlight d --forecast 70 --verdict not_checkable"));
    let one = &bench.notes("--verdict 'not checkable'")[0];
    assert_eq!((one["colour"].as_str(), one["verdict"].as_str()), (Some("red"), Some("not checkable")));
    assert_eq!(one["forecast"]["probability"], 0.7);
    for (format, words) in
        [("markdown", "∅ not checkable"), ("jsonld", "\"not checkable\""), ("csv", ",not checkable,")]
    {
        assert!(bench.ok(&format!("export {id} --format {format}")).contains(words), "{format}");
    }
    bench.ok(&format!("edit {id} --note one --wording two"));
    bench.ok(&format!("edit {id} --note '' --wording ' '"));
    let one = &bench.notes("")[0];
    assert_eq!((one["note"].as_str(), one.get("wording")), (None, None));
    bench.fails("annotate seed.txt --quote 'The convergence thesis' --prefix no --note x", 1, &["at one place in"]);
}

#[test]
fn all_of_an_empty_library_is_refreshed() {
    let bench = Bench::new();
    assert_eq!(bench.ok("refresh --all"), "");
    assert_eq!(bench.json("refresh --all --json")["documents"], serde_json::json!([]));
    assert!(!bench.store().exists());
    bench.seed().fails("refresh seed.txt", 1, &["no notes"]);
}

#[test]
fn standard_input_is_read_for_one_thing() {
    let bench = Bench::new();
    bench.seed();
    for twice in ["locate - --selectors -", "locate seed.txt --selectors - --was -", "import - --document -"] {
        bench.fails(twice, 2, &["standard input", "only once"]);
    }
}

#[test]
fn without_a_terminal_what_would_be_read_is_printed() {
    let bench = Bench::new();
    let whole = bench.seed().ok("show seed.txt --pane whole");
    assert_eq!(bench.ok("seed.txt --view whole"), whole);
    assert_ne!(bench.ok("seed.txt --view panes"), whole);
    assert_eq!(bench.ok("help show"), bench.ok("show --help"));
    assert_eq!(bench.ok("help"), bench.ok("--help"));
    assert_eq!(bench.ok("export seed.txt -o -"), bench.ok("export seed.txt"));
    assert!(!bench.folder().join("-").exists());
    let said = bench.command("doctor").env("POSTIL_DATA_DIR", "").env("POSTIL_CONFIG", "").output().unwrap();
    assert_eq!(String::from_utf8(said.stdout).unwrap(), bench.ok("doctor"), "an empty variable is none");
}

#[test]
fn a_config_that_was_named_and_is_not_there_is_missed() {
    let bench = Bench::new();
    let ran = bench.seed().run("show seed.txt --config my.toml");
    assert_eq!((ran.status, ran.err.as_str()), (0, "postil: my.toml: there is no such file; the defaults hold\n"));
    bench.ok("show seed.txt");
}

#[test]
fn of_a_config_that_is_none_not_every_line_is_told() {
    let bench = Bench::new();
    bench.seed().file("odd.toml", (1..=30_000).map(|n| format!("odd{n} = 1\n")).collect::<String>());
    let ran = bench.run("show seed.txt --config odd.toml");
    let said: Vec<&str> = ran.err.lines().collect();
    assert_eq!((ran.status, said.len()), (0, 21), "{}", ran.err);
    assert!(said[1].starts_with("postil: odd.toml line 2: "), "{}", said[1]);
    assert_eq!(said[20], "postil: 29980 more faults in the config");
}

#[test]
fn a_file_in_the_place_of_the_folder_of_notes_is_named() {
    let bench = Bench::new();
    bench.seed();
    for arguments in ["annotate seed.txt --claim 1 --highlight", "notes"] {
        let said =
            bench.fails(&format!("{arguments} --data-dir seed.txt"), 1, &["seed.txt/postil.db", "place of a folder"]);
        assert!(said.contains("--data-dir"), "{said}");
    }
}
