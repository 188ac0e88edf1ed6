//! `postil edit`.

use serde_json::{Value, json};

use crate::bench::Bench;

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

#[test]
fn annotations_are_edited_by_the_beginning_of_their_id() {
    let bench = Bench::new();
    let id = bench.seed().annotate(&format!("--quote '{MOAT}' --note one --tag a --tag b --to-check --verdict mixed"));
    let edited = bench.ok(&format!(
        "edit postil://{id} --note two --untag A --tag c --no-to-check --no-verdict --highlight --pane take"
    ));
    assert_eq!(edited.trim_end(), id);
    let one = &bench.notes("")[0];
    assert_eq!((&one["note"], &one["tags"], &one["verdict"]), (&json!("two"), &json!(["b", "c"]), &json!(null)));
    assert_eq!((&one["colour"], &one["pane"]), (&json!("yellow"), &json!("take")));
    assert_eq!(one.get("to_check"), None);
    bench.ok(&format!("edit {} --forecast 0.5", &id[..30]));
    bench.ok(&format!("edit {id} --forecast 0.75"));
    let one = &bench.notes("")[0];
    assert_eq!(one["forecast"]["probability"], 0.75);
    assert_eq!(one["forecast"]["history"][0]["probability"], 0.5);
    bench.fails("edit 01ffffff --note x", 1, &["no annotation 01ffffff", "postil notes"]);
    let only = bench.annotate("--quote 'competitive advantage' --note x --pane analysis");
    bench.fails(&format!("edit {only} --no-note --no-pane"), 1, &["nothing would be left", "postil delete"]);
}

#[test]
fn what_was_said_before_the_outcome_was_known_is_not_rewritten() {
    let bench = Bench::new();
    let id = bench.seed().annotate("--claim 3 --forecast 0.7 --due 2020-01-01 --outcome yes");
    for rewritten in ["--forecast 0.1", "--no-probability", "--forecast 0.1 --outcome no", "--forecast 0.1 --note x"] {
        bench.fails(&format!("edit {id} {rewritten}"), 1, &[&id, "decided (yes)", "--no-outcome", "postil annotate"]);
    }
    bench.ok(&format!("edit {id} --forecast 70% --outcome no --due 2020-02-02 --note x"));
    let one = &bench.notes("")[0];
    let said = json!({"probability": 0.7, "due": "2020-02-02", "outcome": "no"});
    assert_eq!((&one["forecast"], &one["note"]), (&said, &json!("x")));
    bench.ok(&format!("edit {id} --no-outcome --forecast 0.1"));
    assert_eq!(bench.notes("")[0]["forecast"]["history"][0]["probability"], 0.7);
    bench.ok(&format!("edit {id} --outcome void"));
    // In lines, as with annotate, another probability is another forecast.
    bench.file("few.txt", "A title\n\nIt may rain.\n");
    bench.ok("annotate few.txt --quote 'It may rain.' --forecast 0.7 --outcome yes");
    for typed in ["f no probability\n", "f 20% no\n", "f 30%\nu\n", "f 20%\n"] {
        bench.run_with("few.txt --plain", typed.as_bytes());
        let found = bench.notes("--document few.txt");
        let said: Vec<_> = found.iter().map(|one| one["forecast"]["probability"].as_f64().unwrap()).collect();
        let want: &[f64] = if typed.contains("no p") { &[0.7] } else { &[0.7, 0.2] };
        assert_eq!(said, want, "{typed}");
    }
}

#[test]
fn whatever_an_option_sets_another_clears() {
    let bench = Bench::new();
    bench.seed();
    for (set, clear, key) in [
        ("--highlight red", "--no-highlight", "colour"),
        ("--note x", "--no-note", "note"),
        ("--note x", "--note ''", "note"),
        ("--tag x", "--untag X", "tags"),
        ("--verdict mixed", "--no-verdict", "verdict"),
        ("--evidence for:x", "--no-evidence", "evidence"),
        ("--wording x", "--no-wording", "wording"),
        ("--wording x", "--wording ' '", "wording"),
        ("--to-check", "--no-to-check", "to_check"),
        ("--pane take", "--no-pane", "pane"),
        ("--forecast 0.5 --outcome no", "--no-forecast", "forecast"),
        ("--due 2030-01-01", "--no-due", "forecast"),
        ("--decided-by x", "--no-decided-by", "forecast"),
        ("--decided-by x", "--decided-by ''", "forecast"),
        ("--outcome no", "--no-outcome", "forecast"),
    ] {
        let kept = if set.starts_with("--note") { "--tag kept" } else { "--note kept" };
        let id = bench.annotate(&format!("--range 30:40 {kept}"));
        let before = bench.notes("")[0].clone();
        bench.ok(&format!("edit {id} {set}"));
        assert_ne!(bench.notes("")[0].get(key), before.get(key), "{set}");
        bench.ok(&format!("edit {id} {clear}"));
        let mut after = bench.notes("")[0].clone();
        after["modified"] = before["modified"].clone();
        assert_eq!(after, before, "{set} {clear}");
        // Both in one breath make no sense, but where new evidence or another tag takes the place of what was there.
        let together = bench.run(&format!("edit {id} {set} {clear}"));
        let is_replaced = ["--tag", "--evidence"].iter().any(|one| set.starts_with(one));
        assert_eq!(together.status, if is_replaced { 0 } else { 2 }, "{set} {clear}: {}", together.err);
        bench.ok(&format!("delete {id}"));
    }
    // A probability that was taken away stays among those that were said; a bookmark stands for itself.
    let id = bench.annotate("--range 30:40 --forecast 0.5 --due 2030-01-01");
    bench.ok(&format!("edit {id} --no-probability"));
    let forecast = &bench.notes("")[0]["forecast"];
    assert_eq!((&forecast["probability"], &forecast["history"][0]["probability"]), (&json!(null), &json!(0.5)));
    let mark = bench.annotate("--range 30:40 --bookmark");
    assert_eq!((mark == id, bench.notes("")[1]["motivation"].as_str()), (false, Some("bookmarking")));
    bench.fails(&format!("edit {mark} --no-bookmark"), 1, &["nothing would be left", "postil delete"]);
    bench.ok(&format!("edit {mark} --no-bookmark --note x"));
    assert_eq!(bench.notes("")[1]["motivation"], "commenting");
}

#[test]
fn an_annotation_is_put_where_it_belongs_as_on_the_screen() {
    let bench = Bench::new();
    let article = "A storm\n\nThe harbour was quiet that night. Two ships lay at anchor, both from Lisbon.\n\n\
                   It came from the west and took the lighthouse first. The keeper slept.\n";
    bench.file("a.txt", article);
    let annotate = |words: &str| bench.ok(&format!("annotate a.txt --quote '{words}' --note x")).trim_end().to_owned();
    let (ships, west) = (annotate("Two ships lay at anchor, both from Lisbon."), annotate("It came from the west"));
    let stands = |id: &str| -> (String, String, Value) {
        let all = bench.json("export a.txt --format json");
        let one = all["annotations"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
        let text: Vec<char> = bench.json("show a.txt --format json")["text"].as_str().unwrap().chars().collect();
        let at = |key: &str| one[key].as_u64().map(|at| usize::try_from(at).unwrap());
        let words = at("start").zip(at("end")).map(|(start, end)| text[start..end].iter().collect());
        (words.unwrap_or_default(), one["status"].as_str().unwrap().to_owned(), one["quote"].clone())
    };
    // What stands where it was made is made on other words, as with the keys that move its edges.
    for (place, words) in [
        ("--quote 'from the west'", "from the west"),
        ("--range 9:20", "The harbour"),
        ("--quote 'the west' --suffix ' and took'", "the west"),
        ("--quote 'the west'", "the west"),
    ] {
        assert_eq!(bench.ok(&format!("edit {west} {place}")), format!("{west}\n"));
        assert_eq!(stands(&west), (words.to_owned(), "exact".to_owned(), json!(words)), "{place}");
    }
    bench.ok(&format!("edit {west} --accept"));
    let edited = article.replace("Two ships lay at anchor, both from Lisbon.", "All boats were out.");
    bench.file("a.txt", edited.replace("from the west and", "from the wild west and"));
    bench.ok("refresh a.txt");
    assert_eq!((stands(&ships).1.as_str(), stands(&west).1.as_str()), ("orphaned", "changed"));
    bench.fails(
        &format!("edit {ships} --accept"),
        1,
        &[&ships, "lost its place in", "a.txt: say where", "--quote, --range or --claim"],
    );
    bench.fails(&format!("edit {ships} --quote 'Two ships'"), 1, &["“Two ships”", "a.txt"]);
    bench.ok(&format!("edit {ships} --quote 'All boats' --note y"));
    bench.ok(&format!("edit {west} --accept"));
    // The words it was made on stay known.
    let exact = "exact".to_owned();
    let made_on = json!("Two ships lay at anchor, both from Lisbon.");
    assert_eq!(stands(&ships), ("All boats".to_owned(), exact.clone(), made_on));
    assert_eq!(stands(&west), ("the wild west".to_owned(), exact, json!("the west")));
    for wrong in ["--accept --range 0:5", "--prefix a", "--quote a --claim 1", "--quote ''", "--range 5:5"] {
        assert_eq!(bench.run(&format!("edit {west} {wrong}")).status, 2, "{wrong}");
    }
    bench.file("a.txt", "Nothing of it is left here.\n");
    bench.fails(&format!("edit {west} --accept"), 1, &["lost its place"]);
}
