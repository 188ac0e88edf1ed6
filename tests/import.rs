//! `postil import`.

use serde_json::{Value, json};

use crate::bench::Bench;

/// What is said of annotations whose document is not known yet.
const WAITS: &str =
    "what has no place gets it when its document is opened, or this is imported again with --document SOURCE\n";

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

/// What `notes` says of each annotation: quotation, note, status, document's title.
fn listed(bench: &Bench) -> Vec<[String; 4]> {
    let all = bench.json("notes --format json");
    let words = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let one = |one: &Value| {
        [words(&one["quote"]), words(&one["note"]), words(&one["status"]), words(&one["document"]["title"])]
    };
    all["annotations"].as_array().unwrap().iter().map(one).collect()
}

/// What an annotation says, without where it was found.
fn said(mut annotation: Value) -> Value {
    annotation["document"]["uri"] = Value::Null;
    annotation
}

#[test]
fn what_was_exported_comes_back_whole_in_an_empty_store() {
    let bench = Bench::new();
    bench.seed().ok(&format!(
        "annotate seed.txt --quote '{MOAT}' --note 'says who?' --tag a --highlight red --verdict mixed --to-check \
         --evidence for:https://a.example --wording 'it is not' --forecast 70% --due 2026-12-31 --pane analysis"
    ));
    bench.ok("annotate seed.txt --quote 'competitive advantage' --highlight");
    // Controls that are pasted into a command.
    bench.ok("annotate seed.txt --claim 1 --note 'c\u{85}d\u{1b}e' --wording 'f\u{85}g' --evidence 'for:h\u{85}i'");
    bench.ok("export --all --format jsonld -o all.jsonld");
    let before: Vec<Value> = bench.json("export --all --format json")["annotations"].as_array().unwrap().clone();
    for arguments in ["import all.jsonld", "import all.jsonld --format w3c --document seed.txt"] {
        std::fs::remove_dir_all(bench.folder().join("data")).unwrap();
        let imported = bench.ok(arguments);
        // The file still holds the very text that the annotations were exported from.
        assert_eq!(imported, "3 imported: 3 in place\n", "{arguments}");
        let twice = bench.ok(arguments);
        assert_eq!(twice, "0 imported; 3 were there already\n");
        let after = bench.json("export --all --format json");
        let after: Vec<Value> = after["annotations"].as_array().unwrap().iter().cloned().map(said).collect();
        assert_eq!(after, before.iter().cloned().map(said).collect::<Vec<_>>(), "{arguments}");
    }
}

#[test]
fn an_exported_note_waits_under_its_title_where_its_file_is_gone_or_another() {
    let bench = Bench::new();
    bench.seed().ok(&format!("annotate seed.txt --quote '{MOAT}' --note 'says who?'"));
    bench.ok("export --all --format jsonld -o all.jsonld");
    let title = "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining";
    for other in [None, Some(format!("Another article\n\nIt holds the words as well: {MOAT}\n"))] {
        std::fs::remove_dir_all(bench.folder().join("data")).unwrap();
        std::fs::remove_file(bench.folder().join("seed.txt")).unwrap();
        if let Some(text) = &other {
            bench.file("seed.txt", text);
        }
        assert_eq!(bench.ok("import all.jsonld"), format!("1 imported: 1 without a place\n{WAITS}"));
        let exported = bench.json("export --all --format json");
        assert_eq!(exported["annotations"][0]["document"]["title"], title);
        assert!(bench.ok("export --all").contains(&format!("\n# {title}\n")));
        bench.seed().ok("add seed.txt");
        assert_eq!(bench.notes("")[0]["status"], "exact");
    }
}

#[test]
fn annotations_wait_for_their_documents() {
    let bench = Bench::new();
    let karpathy = "Karpathy at Anthropic";
    bench.seed().file(
        "clippings.txt",
        format!(
            "{karpathy} (Someone)\r\n- Your Highlight on page 1 | location 2-3 | Added on Thursday, 4 June 2020 12:18:46\r\n\r\n{MOAT}\r\n==========\r\n\
             {karpathy} (Someone)\r\n- Your Note on page 1 | location 3 | Added on Thursday, 4 June 2020 12:19:46\r\n\r\nsays who?\r\n==========\r\n\
             Another book (Else)\r\n- Your Highlight on page 1 | location 9 | Added on Thursday, 4 June 2020 12:20:46\r\n\r\nother words\r\n==========\r\n"
        ),
    );
    assert_eq!(bench.ok("import clippings.txt"), format!("2 imported: 2 without a place\n{WAITS}"));
    let orphan = |quote: &str, note: &str, title: &str| [quote, note, "orphaned", title].map(str::to_owned);
    assert_eq!(listed(&bench), [orphan(MOAT, "says who?", karpathy), orphan("other words", "", "Another book")]);
    assert!(bench.ok("list").contains("Another book"));
    bench.ok("add seed.txt");
    assert_eq!(listed(&bench)[0][2], "exact");
    assert_eq!(bench.ok("list").lines().count(), 2, "the document is the one that was waited for");
    assert!(bench.ok("export seed.txt").contains("- **Note:** says who?"));
    assert_eq!(bench.ok("import clippings.txt"), "0 imported; 2 were there already\n");
    // A document that is known takes its own of a file about several.
    let bench = Bench::new();
    bench.seed().file(
        "highlights.csv",
        format!("Highlight,Book Title,Note,Tags\n\"{MOAT}\",Some other title,n,\"a,b\"\nfar away,A book,,\n"),
    );
    let said = bench.ok("import highlights.csv --document seed.txt");
    assert!(said.starts_with("2 imported: 1 in place, 1 without a place\n"), "{said}");
    assert!(said.ends_with("press R on its sentence\n"), "{said}");
    assert_eq!(listed(&bench)[0][2], "exact");
    assert_eq!(listed(&bench)[1][3], "A book");
}

#[test]
fn what_a_file_says_twice_was_not_there_before() {
    let bench = Bench::new();
    let head = "Highlight,Book Title,Note,Tags\n";
    let row = |words: &str| format!("{words},A book,,\n");
    bench.file("one.csv", format!("{head}{}", row("a").repeat(2)));
    let said = bench.ok("import one.csv");
    assert!(said.starts_with("1 imported: 1 without a place; 1 repeated another in the file\n"), "{said}");
    bench.file("more.csv", format!("{head}{}{}{}", row("a"), row("b").repeat(2), row("c").repeat(2)));
    let said = bench.ok("import more.csv");
    let counts = "2 imported: 2 without a place; 1 was there already; 2 repeated others in the file\n";
    assert!(said.starts_with(counts), "{said}");
}

#[test]
fn an_annotation_that_was_changed_in_its_own_tool_is_brought_up_to_date() {
    let bench = Bench::new();
    let rows = |text: &str, updated: &str| {
        let target = json!([{ "selector": [{ "type": "TextQuoteSelector", "exact": MOAT }] }]);
        json!({ "rows": [{ "id": "abc", "uri": "https://example.org/a", "user": "me", "text": text, "tags": ["t"],
            "created": "2024-01-01T00:00:00Z", "updated": updated, "target": target }] })
        .to_string()
    };
    bench.seed().file("rows.json", rows("first", "2024-01-01T00:00:00Z"));
    assert_eq!(bench.ok("import rows.json --document seed.txt"), "1 imported: 1 in place\n");
    let id = bench.notes("")[0]["id"].as_str().unwrap().to_owned();
    bench.file("rows.json", rows("second", "2024-01-02T00:00:00Z"));
    let said = bench.ok("import rows.json --document seed.txt");
    assert_eq!(said, "0 imported; 1 was there already, 1 brought up to date\n");
    assert_eq!(listed(&bench)[0][1], "second");
    bench.ok(&format!("edit {id} --note mine"));
    bench.file("rows.json", rows("third", "2024-01-03T00:00:00Z"));
    assert_eq!(bench.ok("import rows.json --document seed.txt"), "0 imported; 1 was there already\n");
    assert_eq!(listed(&bench)[0][1], "mine", "what the reader wrote later stays");
    bench.ok(&format!("delete {id}"));
    assert_eq!(bench.ok("import rows.json --document seed.txt"), "0 imported; 1 was there already\n");
    assert!(listed(&bench).is_empty(), "what was deleted stays deleted");
}

#[test]
fn a_bad_file_is_refused_in_a_sentence_and_changes_nothing() {
    let bench = Bench::new();
    for (content, words) in [
        ("", "is empty"),
        ("null", "none of the formats"),
        ("{\"target\": ", "not sound JSON (line 1"),
        ("[{\"target\": \"a\"}, {\"target\": \"b\"}, 5]", "number 3"),
        ("{\"schema\":\"postil.annotations/1\",\"annotations\":[]}", "--format jsonld"),
        ("Some words\nand more", "--format"),
    ] {
        bench.file("bad.json", content);
        bench.fails("import bad.json", 1, &["bad.json", words]);
    }
    bench.fails("import missing.json", 1, &["missing.json"]);
    bench.fails("import bad.json --document missing.txt", 1, &["bad.json"]);
    bench.file("good.json", "[{\"target\": \"a\"}]");
    bench.fails("import good.json --document missing.txt", 1, &["missing.txt"]);
    assert!(!bench.store().exists(), "nothing was written");
    // Words from outside act on no terminal.
    bench.file("evil.json", "[{\"target\": \"a\", \"bodyValue\": \"x\\u001b]0;PWN\\u0007\\u202ey\"}]");
    bench.ok("import evil.json");
    assert_eq!(listed(&bench)[0][1], "x\u{fffd}]0;PWN\u{fffd}y");
}

#[test]
fn an_address_that_only_an_import_names_is_not_asked() {
    let bench = Bench::new();
    let target = r#"{"source":"http://127.0.0.1:9/a","selector":{"type":"TextQuoteSelector","exact":"some words"}}"#;
    let one = format!(r#"{{"id":"urn:a","type":"Annotation","motivation":"highlighting","target":{target}}}"#);
    bench.file("one.jsonld", one);
    assert_eq!(bench.ok("import one.jsonld"), format!("1 imported: 1 without a place\n{WAITS}"));
    assert_eq!(bench.ok("refresh --all"), "");
}

#[test]
fn what_waits_for_a_document_goes_to_the_one_that_is_named_later() {
    let bench = Bench::new();
    bench.seed().file(
        "page.json",
        format!(
            r#"{{"rows":[{{"id":"a","uri":"https://example.org/a","text":"says who?","tags":[],"document":{{"title":["A page"]}},
                "target":[{{"source":"https://example.org/a","selector":[{{"type":"TextQuoteSelector","exact":"{MOAT}"}}]}}]}},
                {{"id":"b","uri":"https://example.org/a","text":"on all of it","tags":[],"document":{{"title":["A page"]}},
                "target":[{{"source":"https://example.org/a"}}]}}]}}"#
        ),
    );
    assert_eq!(bench.ok("import page.json"), format!("2 imported: 2 without a place\n{WAITS}"));
    assert!(!bench.ok("notes").contains("“”"), "a note on the whole page quotes nothing");
    let said = bench.ok("import page.json --document seed.txt");
    assert_eq!(said, "0 imported; 2 were there already, 2 put on this document\n");
    let title = "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining";
    assert_eq!(listed(&bench)[0], [MOAT, "says who?", "exact", title].map(str::to_owned));
    assert_eq!(bench.ok("list").lines().count(), 1, "nothing is awaited any more");
    assert_eq!(bench.ok("import page.json --document seed.txt"), "0 imported; 2 were there already\n");
}

#[test]
fn an_accepted_place_is_exported_beside_the_first_and_comes_back() {
    const WEST: &str = "It came from the west and took the lighthouse first.";
    const SOUTH: &str = "It came from the south and tore down the lighthouse first.";
    let text = |storm: &str| {
        format!(
            "A storm\n\nThe harbour was quiet that night. Nobody had expected the storm. {storm} The keeper slept.\n"
        )
    };
    let bench = Bench::new();
    bench.file("a.txt", text(WEST)).ok(&format!("annotate a.txt --quote '{WEST}' --note 'which lighthouse?'"));
    bench.file("a.txt", text(SOUTH));
    let said = bench.run_with("--plain a.txt", b"gA\n").out;
    assert!(said.ends_with("1 accepted.\n"), "{said}");
    let before = bench.notes("").remove(0);
    assert_eq!(
        (&before["quote"], &before["status"], &before["accepted"]["quote"]),
        (&json!(WEST), &json!("exact"), &json!(SOUTH))
    );
    assert_eq!(bench.notes("south lighthouse").len(), 1);
    bench.ok("export a.txt --format jsonld -o all.jsonld");
    std::fs::remove_dir_all(bench.folder().join("data")).unwrap();
    assert_eq!(bench.ok("import all.jsonld --document a.txt"), "1 imported: 1 in place\n");
    let after = bench.notes("").remove(0);
    for part in ["quote", "prefix", "suffix", "start", "end", "status", "note", "created", "modified", "accepted"] {
        assert_eq!(after[part], before[part], "{part}");
    }
    // Where the text is as it was at first, the note stands where it was made.
    bench.file("a.txt", text(WEST)).ok("refresh a.txt");
    assert_eq!(bench.notes("").remove(0)["status"], "exact");
}
