//! `postil annotate`, `delete`, `notes`, `list` and `remove`.

use serde_json::{Value, json};

use crate::bench::Bench;

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

#[test]
fn one_act_is_one_annotation_with_all_that_was_asked_for() {
    let bench = Bench::new();
    let id = bench.seed().annotate(
        "--quote 'the model is no longer the moat' --highlight red --note 'who says?' --tag moat --tag '#money' \
         --verdict unproven --evidence for:https://a.example --evidence 'against:a text' --to-check \
         --forecast 70% --due 2026-12-31 --outcome void",
    );
    let found = bench.notes("");
    let [one] = found.as_slice() else { panic!("{found:?}") };
    let keys: Vec<&String> = one.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "id",
            "document",
            "motivation",
            "quote",
            "prefix",
            "suffix",
            "start",
            "end",
            "status",
            "note",
            "tags",
            "colour",
            "verdict",
            "evidence",
            "forecast",
            "pane",
            "created",
            "modified",
            "to_check"
        ]
    );
    let want = json!({
        "id": id, "motivation": "assessing", "quote": "the model is no longer the moat", "status": "exact",
        "note": "who says?", "tags": ["moat", "money"], "colour": "red", "verdict": "unproven",
        "evidence": [{"stance": "for", "text": "https://a.example"}, {"stance": "against", "text": "a text"}],
        "to_check": true, "forecast": {"probability": 0.7, "due": "2026-12-31", "outcome": "void"}, "pane": null,
    });
    for (key, value) in want.as_object().unwrap() {
        assert_eq!(&one[key], value, "{key}");
    }
    let text: Vec<char> = bench.json("show seed.txt --format json")["text"].as_str().unwrap().chars().collect();
    let at = |key: &str| usize::try_from(one[key].as_u64().unwrap()).unwrap();
    assert_eq!(text[at("start")..at("end")].iter().collect::<String>(), "the model is no longer the moat");
    let before: String = text[..at("start")].iter().collect();
    assert!(before.ends_with(one["prefix"].as_str().unwrap()) && !one["prefix"].as_str().unwrap().is_empty());
    assert!(one["created"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn plain_annotations_have_exactly_the_fields_of_the_schema() {
    let bench = Bench::new();
    bench.seed().annotate("--quote 'the model is no longer the moat' --note x --highlight --verdict 'not checkable'");
    let keys: Vec<String> = bench.notes("")[0].as_object().unwrap().keys().cloned().collect();
    let want = "id document motivation quote prefix suffix start end status note tags colour verdict evidence forecast pane created modified";
    assert_eq!(keys.join(" "), want);
    assert_eq!(bench.notes("")[0]["verdict"], "not checkable");
}

#[test]
fn words_are_found_in_spite_of_quotes_and_line_ends() {
    let bench = Bench::new();
    bench.seed().annotate("--quote 'coined “vibe\n coding” – has joined' --highlight");
    let one = &bench.notes("")[0];
    assert_eq!(one["quote"], "coined \"vibe coding\" — has joined");
    assert_eq!((one["colour"].as_str(), one["motivation"].as_str()), (Some("yellow"), Some("highlighting")));
}

#[test]
fn words_that_stand_more_than_once_need_their_neighbours() {
    let bench = Bench::new();
    bench.seed().fails("annotate seed.txt --quote Claude --note x", 1, &["“Claude”", "places", "--prefix", "--suffix"]);
    bench.fails("annotate seed.txt --quote 'no such words' --note x", 1, &["“no such words”", "seed.txt"]);
    bench.fails("annotate seed.txt --quote Claude --prefix nowhere --note x", 1, &["nowhere between"]);
    assert!(!bench.store().exists(), "what fails leaves nothing behind");
    bench.annotate("--quote Claude --prefix 'building on' --suffix ', the hire' --note x");
    assert_eq!(bench.notes("")[0]["prefix"].as_str().map(|words| words.ends_with("building on ")), Some(true));
}

#[test]
fn a_range_counts_code_points() {
    let bench = Bench::new();
    bench.file(
        "a.txt",
        "Überschrift mit Ümläuten\n\nEin Satz — mit Strich. Noch ein Satz über das Wetter, der länger ist.\n",
    );
    let text = bench.json("show a.txt --format json")["text"].as_str().unwrap().to_owned();
    let start = text.chars().position(|c| c == '—').unwrap();
    bench.ok(&format!("annotate a.txt --range {start}:{} --tag dash", start + 1));
    let one = &bench.notes("")[0];
    assert_eq!((one["quote"].as_str(), one["start"].as_u64()), (Some("—"), Some(start as u64)));
    bench.fails("annotate a.txt --range 5:100000 --tag x", 1, &["a.txt", "code points"]);
    for unused in ["--range 5:5 --tag x", "--range 5:9 --tag x --prefix a", "--claim 1 --tag x --suffix a"] {
        assert_eq!(bench.run(&format!("annotate a.txt {unused}")).status, 2, "{unused}");
    }
    bench.fails("annotate a.txt --claim 99 --tag x", 1, &["claims", "99"]);
}

#[test]
fn a_note_written_on_a_highlight_joins_it_but_no_note_is_lost() {
    let bench = Bench::new();
    let mark = bench.seed().annotate(&format!("--quote '{MOAT}' --highlight blue"));
    assert_eq!(bench.annotate(&format!("--quote '{MOAT}' --note one --tag a")), mark);
    let other = bench.annotate(&format!("--quote '{MOAT}' --note two"));
    assert_ne!(other, mark);
    let found = bench.notes("");
    assert_eq!(found.len(), 2);
    assert_eq!(
        (&found[0]["colour"], &found[0]["note"], &found[1]["note"]),
        (&json!("blue"), &json!("one"), &json!("two"))
    );
}

#[test]
fn a_note_is_kept_as_it_was_given_and_shown_without_what_is_hidden() {
    let bench = Bench::new();
    let note = "\u{202e}PWN\u{2066}\u{301} soft\u{ad}ly \u{200f}שלום one\u{2028}two";
    bench.seed().annotate(&format!("--claim 1 --note '{note}'"));
    assert_eq!(bench.notes("")[0]["note"], note);
    assert_eq!(bench.json("export seed.txt --format json")["annotations"][0]["note"], note);
    let shown = bench.ok("notes");
    assert!(shown.contains("PWN\u{301} softly שלום one\n    two\n"), "{shown:?}");
}

#[test]
fn a_forecast_is_dated_changed_and_decided_by_one_annotation() {
    let bench = Bench::new();
    bench.seed();
    let id = bench.annotate("--claim 3 --forecast 0.7");
    for more in ["--due 2020-01-01", "--forecast 90%", "--outcome yes"] {
        assert_eq!(bench.annotate(&format!("--claim 3 {more}")), id, "{more}");
    }
    let score = &bench.json("forecasts --score --format json")["score"];
    assert_eq!((&score["reader"]["n"], &score["undecided"]), (&1.into(), &0.into()), "{score}");
    bench.annotate("--claim 4 --forecast 0.5 --due 2020-02-02");
    let both = bench.json("forecasts --due --score --format json");
    assert_eq!((both["forecasts"].as_array().unwrap().len(), &both["score"]["reader"]["n"]), (1, &1.into()), "{both}");
    let text = bench.ok("forecasts --due --score");
    assert!(text.contains(" by 2020-02-02") && text.contains("you     Brier 0.0100 (n 1)"), "{text}");
    assert!(!text.contains("came out"), "{text}");
    assert!(bench.ok("forecasts --due --score --format csv").contains("\nreader,1,0.01"));
    // What is decided stays as it was scored.
    assert_ne!(bench.annotate("--claim 3 --forecast 0.1"), id);
}

#[test]
fn a_claim_is_named_by_its_number() {
    let bench = Bench::new();
    bench.seed().annotate(&format!("--quote '{MOAT}' --pane claims"));
    let split = bench.json("show seed.txt --format json --pane claims");
    let claims = split["sentences"].as_array().unwrap();
    let number = claims.iter().find(|one| one["text"] == MOAT).unwrap()["claim"]["number"].as_u64().unwrap();
    bench.annotate(&format!("--claim {number} --verdict refuted"));
    let found = bench.notes("--verdict refuted");
    assert_eq!((found.len(), &found[0]["quote"], &found[0]["pane"]), (1, &json!(MOAT), &json!(null)));
}

#[test]
fn what_makes_no_sense_is_wrong_usage() {
    let bench = Bench::new();
    bench.seed();
    for wrong in [
        "annotate seed.txt --quote x",
        "annotate seed.txt --note x",
        "annotate seed.txt --quote x --claim 1 --note x",
        "annotate seed.txt --quote x --highlight mauve",
        "annotate seed.txt --quote x --verdict perhaps",
        "annotate seed.txt --quote x --evidence https://a.example",
        "annotate seed.txt --quote ' ' --note x",
        "annotate seed.txt --quote x --forecast 1.5",
        "annotate seed.txt --quote x --due tomorrow",
        "edit 01",
        "show",
        "nonsense seed.txt",
        "seed.txt show seed.txt",
        "export",
    ] {
        let ran = bench.run(wrong);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{wrong}: {}", ran.err);
        assert!(!ran.err.is_empty(), "{wrong}");
    }
    bench.fails("annotate seed.txt --note x", 2, &["--quote TEXT, --range START:END or --claim N"]);
}

#[test]
fn a_corrected_pane_shows_in_the_split() {
    let bench = Bench::new();
    let pane_of = |bench: &Bench| {
        let split = bench.json("show seed.txt --format json");
        let found = split["sentences"].as_array().unwrap().iter().find(|one| one["text"] == MOAT).unwrap().clone();
        (found["pane"].as_str().unwrap().to_owned(), found["reasons"][0].as_str().unwrap().to_owned())
    };
    let id = bench.seed().annotate(&format!("--quote '{MOAT}' --pane take"));
    assert_eq!(pane_of(&bench), ("take".to_owned(), "you put it into Strategic take".to_owned()));
    assert_eq!(bench.notes("")[0]["motivation"], "classifying");
    bench.ok(&format!("delete {id}"));
    assert_ne!(pane_of(&bench).1, "you put it into Strategic take");
}

#[test]
fn what_is_deleted_is_gone_from_every_list() {
    let bench = Bench::new();
    let first = bench.seed().annotate("--quote 'The convergence thesis' --note one");
    let second = bench.annotate("--quote 'the model is no longer the moat' --note two");
    bench.fails(&format!("delete {first} 01ffffff"), 1, &["01ffffff"]);
    assert_eq!(bench.notes("").len(), 2, "all or none");
    assert_eq!(bench.ok(&format!("delete {first}")), "");
    let left = bench.notes("");
    assert_eq!(left.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(), [second.as_str()]);
    bench.fails(&format!("delete {first}"), 1, &["no annotation"]);
    // It is in the trash, and comes back as it was.
    let trash = bench.notes("--trash");
    assert_eq!(trash.iter().map(|one| one["id"].as_str().unwrap()).collect::<Vec<_>>(), [first.as_str()]);
    bench.fails(&format!("restore {first} {second}"), 1, &[&second, "in the trash", "notes --trash"]);
    assert_eq!(bench.ok(&format!("restore postil://{first}")), format!("{first}\n"));
    assert_eq!((bench.notes("")[0]["note"].as_str(), bench.notes("--trash").len()), (Some("one"), 0));
    assert_eq!(bench.notes("").len(), 2);
}

#[test]
fn notes_are_searched_and_filtered() {
    let bench = Bench::new();
    bench.file("b.txt", "Another article\n\nIt says that rivers flow downhill, which they do, as everybody knows.\n");
    let one = bench.seed().annotate(&format!("--quote '{MOAT}' --note 'about moats' --tag Moat --verdict mixed"));
    let two = bench.annotate("--quote 'competitive advantage' --to-check --forecast 0.5 --due 2020-01-01");
    let three = bench.ok("annotate b.txt --quote 'rivers flow downhill' --note water --tag moat").trim_end().to_owned();
    let ids = |arguments: &str| -> String {
        bench.notes(arguments).iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(""), format!("{one} {two} {three}"), "oldest first");
    assert_eq!(ids("about"), one);
    assert_eq!(ids("'rivers flow'"), three);
    assert_eq!(ids("--tag moat"), format!("{one} {three}"));
    assert_eq!(ids("--verdict mixed"), one);
    assert_eq!(ids("--to-check"), two);
    assert_eq!(ids("--due"), two);
    let document = bench.notes("water")[0]["document"]["id"].as_str().unwrap().to_owned();
    for named in [document.as_str(), &document[..8], "b.txt", "another"] {
        assert_eq!(ids(&format!("--document '{named}'")), three, "{named}");
    }
    bench.fails("notes --document nothing", 1, &["no document", "postil list"]);
    let text = bench.ok("notes --tag moat");
    assert!(text.contains("“rivers flow downhill”") && text.contains("    about moats\n"), "{text}");
    assert_eq!(Bench::new().notes(""), Vec::<Value>::new(), "no store, no notes");
}

#[test]
fn a_document_is_its_content_and_its_address() {
    let bench = Bench::new();
    bench.seed().annotate(&format!("--quote '{MOAT}' --note kept"));
    std::fs::rename(bench.folder().join("seed.txt"), bench.folder().join("renamed.md")).unwrap();
    let renamed = bench.json("export renamed.md --format json");
    assert_eq!(renamed["annotations"][0]["note"], "kept");
    let changed = bench
        .read("renamed.md")
        .replace("The convergence thesis:", "A new sentence stands here. The convergence thesis:");
    bench.ok("show renamed.md");
    bench.ok("add renamed.md");
    bench.file("renamed.md", changed);
    let after = bench.json("export renamed.md --format json");
    assert_eq!(
        (&after["annotations"][0]["note"], &after["annotations"][0]["status"]),
        (&json!("kept"), &json!("exact"))
    );
    let refreshed = bench.ok("refresh renamed.md");
    assert!(refreshed.ends_with(": 1 exact, 0 moved, 0 changed, 0 orphaned\n"), "{refreshed}");
    bench.file(
        "renamed.md",
        "Something else\n\nNothing of what stood here before is left, not one word of the old article.\n",
    );
    let gone = &bench.json("export renamed.md --format json")["annotations"][0];
    assert_eq!((&gone["status"], &gone["start"], &gone["quote"]), (&json!("orphaned"), &json!(null), &json!(MOAT)));
}

#[test]
fn the_library_lists_and_forgets() {
    let bench = Bench::new();
    let id = bench.seed().ok("add seed.txt").trim_end().to_owned();
    let list = bench.ok("list");
    assert!(list.starts_with(&id) && list.ends_with("Karpathy at Anthropic: Claude Accelerates Its Own Pretraining\n"));
    bench.fails("remove 00000000", 1, &["no document", "postil list"]);
    bench.ok(&format!("remove {}", &id[..8]));
    assert_eq!(bench.ok("list"), "");
    assert_eq!(Bench::new().ok("list"), "");
}

#[test]
fn the_library_is_listed_as_data() {
    let bench = Bench::new();
    bench.file("a.md", "---\nauthor: Ann\n---\n# A\n\nOne thing.\n").ok("annotate a.md --quote 'One thing' --note x");
    let listed = bench.json("list --format json");
    assert_eq!(listed["schema"], "postil.library/1");
    let one = &listed["documents"][0];
    assert_eq!((&one["title"], &one["author"], &one["annotations"]), (&"A".into(), &"Ann".into(), &1.into()));
    assert!(one["uri"].as_str().unwrap().ends_with("/a.md"), "{one}");
    assert_eq!(Bench::new().ok("list --format json"), "{\"schema\":\"postil.library/1\",\"documents\":[]}\n");
}

#[test]
fn a_later_verdict_or_outcome_reaches_its_claim_also_with_another_note() {
    let bench = Bench::new();
    let first = bench.seed().annotate("--claim 1 --verdict supported --forecast 0.6 --due 2020-01-01 --note why");
    let aside = bench.annotate("--claim 1 --note 'an aside'");
    assert_ne!(aside, first);
    assert_eq!(bench.annotate("--claim 1 --verdict refuted --note 'the source took it back'"), first);
    assert_eq!(bench.annotate("--claim 1 --outcome no --note 'it did not come'"), first);
    let notes = bench.notes("");
    assert_eq!(
        (notes.len(), &notes[0]["verdict"], &notes[0]["forecast"]["outcome"]),
        (2, &json!("refuted"), &json!("no"))
    );
    assert_eq!(notes[0]["note"], "why\n\nthe source took it back\n\nit did not come");
    assert_eq!(bench.json("forecasts --due --format json")["forecasts"], json!([]));
}

#[test]
fn a_later_verdict_or_date_on_the_same_claim_takes_the_place_of_the_one_before() {
    let bench = Bench::new();
    let first = bench.seed().annotate("--claim 1 --verdict supported --note why --forecast 0.6 --due 2030-01-01");
    assert_eq!(bench.annotate("--claim 1 --verdict refuted --due 2031-01-01"), first);
    let notes = bench.notes("");
    assert_eq!(notes.len(), 1);
    assert_eq!((&notes[0]["verdict"], &notes[0]["note"]), (&json!("refuted"), &json!("why")));
    assert_eq!(notes[0]["forecast"]["due"], "2031-01-01");
    assert_eq!(bench.notes("--verdict supported").len(), 0);
}

#[test]
fn a_colour_goes_by_what_the_config_says_it_means() {
    let bench = Bench::new();
    bench.seed().file("c.toml", "[meanings]\nred = \"Source?\"\n");
    bench.ok("--config c.toml annotate seed.txt --quote 'The convergence thesis' --highlight source?");
    assert_eq!(bench.notes("")[0]["colour"], "red");
    bench.fails("--config c.toml annotate seed.txt --claim 1 --highlight mauve", 2, &["mauve", "red (Source?)"]);
}

#[test]
fn a_colour_goes_by_the_name_and_the_letter_that_the_config_gives_it() {
    let bench = Bench::new();
    std::fs::create_dir_all(bench.folder().join("config/postil")).unwrap();
    bench.seed().file("config/postil/config.toml", "[colours.red]\nname = \"Rose\"\nletter = \"r\"\n");
    for (asked, quote) in [
        ("rose", "The convergence thesis"),
        ("R", "The wrapper-is-the-moat thesis"),
        ("red", "analysis draws the sharpest map"),
    ] {
        bench.ok(&format!("annotate seed.txt --quote '{quote}' --highlight {asked}"));
    }
    bench.fails("annotate seed.txt --claim 1 --highlight d", 2, &["Rose (doubt)"]);
    let ran = bench.run("annotate --claim 1 --highlight rose");
    assert!(ran.status == 2 && ran.err.contains("not provided:\n  <SOURCE>"), "{}", ran.err);
    for shell in ["bash", "zsh", "fish"] {
        assert!(bench.ok(&format!("completions {shell}")).contains("Rose"), "{shell}");
    }
    assert!(bench.ok("man").contains("green (agree), Rose (doubt)"));
    let colours =
        |notes: Vec<serde_json::Value>| notes.into_iter().map(|one| one["colour"].clone()).collect::<Vec<_>>();
    assert_eq!(colours(bench.notes("")), ["Rose", "Rose", "Rose"]);
    assert!(bench.ok("notes").contains("Rose (doubt)"));
    assert!(bench.ok("export seed.txt").contains("- Rose (doubt) · "));
    assert!(bench.ok("export seed.txt --format csv").contains(",Rose,"));
    let said = bench.run_with("--plain seed.txt", b"?\n/convergence\nM r\n").out;
    assert!(said.contains("r Rose (doubt)") && said.contains("Saved."), "{said}");
    // The store and the W3C export know the colour itself: without that config it is what it was.
    bench.ok("export seed.txt --format jsonld -o out.jsonld");
    bench.file("none.toml", "");
    assert_eq!(colours(bench.notes("--config none.toml")), ["red", "red", "red"]);
    let elsewhere = Bench::new();
    elsewhere.file("out.jsonld", bench.read("out.jsonld")).seed();
    elsewhere.ok("import out.jsonld --document seed.txt");
    assert_eq!(colours(elsewhere.notes("")), ["red", "red", "red"]);
}

#[test]
fn the_beginning_of_an_id_that_names_several_is_refused_wherever_an_id_may_stand() {
    let bench = Bench::new();
    let one = bench.seed().annotate("--claim 1 --note one");
    let two = bench.annotate("--claim 2 --note two");
    // Ids of one moment begin alike.
    let common: String = one.chars().zip(two.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    assert!(common.len() >= 4, "{one} {two}");
    let begins = &common[..4];
    for command in ["show", "export", "edit --note x", "delete", "open", "notes --document", "refresh"] {
        bench.fails(&format!("{command} {begins}"), 1, &[begins, "the beginning of 2 ids"]);
    }
    assert!(bench.ok(&format!("export {one}")).contains("one"));
    // A file of that name is meant before any id.
    assert!(bench.file(begins, "Words of a file.").ok(&format!("show {begins}")).contains("Words of a file."));
    bench.fails("show deadbeef", 1, &["deadbeef", "no such file"]);
}
