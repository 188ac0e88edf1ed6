//! `postil show`.

use crate::bench::Bench;

#[test]
fn the_split_is_one_json_object_whose_offsets_name_its_words() {
    let bench = Bench::new();
    let split = bench.seed().json("show seed.txt --format json");
    assert_eq!(split["schema"], "postil.split/1");
    let keys: Vec<&String> = split.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["schema", "document", "text", "sentences", "sections"]);
    assert_eq!(split["document"]["title"], "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining");
    assert_eq!(split["document"]["language"], "en");
    assert!(split["document"]["uri"].as_str().unwrap().starts_with("file:///"));
    let text: Vec<char> = split["text"].as_str().unwrap().chars().collect();
    let words = |of: &serde_json::Value| {
        let at = |key: &str| usize::try_from(of[key].as_u64().unwrap()).unwrap();
        text[at("start")..at("end")].iter().collect::<String>()
    };
    for (index, sentence) in split["sentences"].as_array().unwrap().iter().enumerate() {
        assert_eq!(sentence["index"], index);
        assert_eq!(sentence["text"], words(sentence));
        assert!(["claims", "analysis", "take"].contains(&sentence["pane"].as_str().unwrap()));
        assert_eq!(sentence["claim"].is_object(), sentence["pane"] == "claims");
        assert!(!sentence["reasons"].as_array().unwrap().is_empty());
    }
    let sections: Vec<(String, String, i64)> = split["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            (section["title"].as_str().unwrap().to_owned(), words(section), section["level"].as_i64().unwrap())
        })
        .collect();
    let titles = [
        ("Karpathy at Anthropic: Claude Accelerates Its Own Pretraining", 1),
        ("What the Source Actually Says", 2),
        ("Strategic Take", 2),
    ];
    assert_eq!(sections, titles.map(|(title, level)| (title.to_owned(), title.to_owned(), level)));
    assert_eq!(split["sentences"][0]["section"], titles[0].0);
    assert!(!bench.store().exists(), "showing makes no store");
}

#[test]
fn text_and_markdown_have_the_three_panes_in_order() {
    let bench = Bench::new();
    let text = bench.seed().ok("show seed.txt");
    let places: Vec<_> =
        ["\nSource claims · ", "\nAnalysis · ", "\nStrategic take · "].map(|pane| text.find(pane)).into();
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80));
    assert!(bench.ok("show seed.txt --width 40").lines().all(|line| line.chars().count() <= 40));
    let markdown = bench.ok("show seed.txt --format markdown");
    assert!(
        markdown.starts_with("# Karpathy at Anthropic: Claude Accelerates Its Own Pretraining\n\n## Source claims\n")
    );
    let take = bench.ok("show seed.txt --pane take --format markdown");
    assert!(take.contains("## Strategic take") && !take.contains("## Analysis"));
}

#[test]
fn the_whole_article_holds_every_word_in_order() {
    let bench = Bench::new();
    let whole = bench.seed().ok("show seed.txt --pane whole --width 500");
    let flat: String = whole.split_whitespace().filter(|word| *word != "¶").collect::<Vec<_>>().join(" ");
    let seed = bench.read("seed.txt");
    assert_eq!(flat, seed.split_whitespace().collect::<Vec<_>>().join(" "));
}

#[test]
fn without_a_terminal_postil_source_shows_it() {
    let bench = Bench::new();
    assert_eq!(bench.seed().ok("seed.txt"), bench.ok("show seed.txt"));
    let seed = bench.read("seed.txt");
    let piped = bench.run_with("show -", seed.as_bytes());
    assert_eq!((piped.status, piped.out), (0, bench.ok("show seed.txt")));
}

#[test]
fn what_cannot_be_shown_is_said_in_a_sentence() {
    let bench = Bench::new();
    bench.fails("show missing.txt", 1, &["missing.txt", "no such file"]);
    bench.fails("show .", 1, &["folder"]);
    bench.fails("show ''", 1, &["no file"]);
    bench.file("data", "").seed();
    std::fs::remove_file(bench.folder().join("data")).unwrap();
    std::fs::create_dir_all(bench.folder().join("data/postil")).unwrap();
    bench.file("data/postil/postil.db", "this is no database, but it is not empty either");
    let ran = bench.run("show seed.txt");
    assert_eq!(ran.status, 0);
    assert!(ran.out.contains("Strategic take") && ran.err.contains("your notes cannot be read"), "{}", ran.err);
}

#[test]
fn words_and_headings_of_the_readers_own_speak_for_a_pane() {
    let bench = Bench::new();
    bench.file(
        "a.txt",
        "A Title\n\nThis is written in plain English for the reader of the day, and it is long enough to tell so.\n\nThe Kicker\n\nIt is cheap.\n\nJane Doe vibes that it is over.\n",
    );
    bench
        .file("my.toml", "[words.en]\nsay = [\"vibes\"]\nnonsense = [\"x\"]\n[headings.en]\ntake = [\"The Kicker\"]\n");
    let panes = |split: &serde_json::Value| {
        let sentences = split["sentences"].as_array().unwrap();
        sentences.iter().map(|sentence| sentence["pane"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let plain = bench.json("show a.txt --format json");
    assert!(!panes(&plain).contains(&"take".to_owned()), "{plain}");
    let own: serde_json::Value =
        serde_json::from_str(&bench.run("show a.txt --format json --config my.toml").out).unwrap();
    assert_eq!(panes(&own)[1..], ["take", "claims"], "{own}");
    let claim = &own["sentences"][2];
    assert_eq!(claim["reasons"][0], "attributed: Jane Doe, cue \"vibes\"");
    let faults = bench.run("show a.txt --config my.toml").err;
    assert!(faults.contains("there is no class of words called \"nonsense\""), "{faults}");
}

#[test]
fn what_has_no_words_is_known_by_its_file() {
    let bench = Bench::new();
    bench.file("no words.txt", "");
    let said = "postil: no words.txt holds no text.\n";
    for (arguments, head) in [
        ("show 'no words.txt'", "no words.txt\n\nSource claims"),
        ("show 'no words.txt' --format markdown", "# no words.txt\n"),
        ("export 'no words.txt' --format org", "* no words.txt\n"),
        ("export 'no words.txt' --format argdown", "# no words.txt\n"),
        ("--plain 'no words.txt'", "no words.txt\n0 sentences"),
    ] {
        let ran = bench.run(arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(ran.err.is_empty() || ran.err == said, "{}", ran.err);
        assert!(ran.out.starts_with(head), "{arguments}: {}", ran.out);
    }
    let note_file = bench.run("export 'no words.txt'").out;
    assert!(note_file.starts_with("---\ntitle: no words.txt\n") && note_file.contains("\n# no words.txt\n"));
    bench.ok("add 'no words.txt'");
    assert!(bench.ok("list").ends_with("   0  no words.txt\n"));
    assert!(bench.ok("refresh 'no words.txt'").starts_with("no words.txt: unchanged"));
    for arguments in ["show 'no words.txt' --format json", "list --format json", "refresh --all --format json"] {
        let out = bench.run(arguments).out;
        assert!(out.contains("\"title\":\"no words.txt\""), "{arguments}: {out}");
    }
    assert!(bench.run("show -").out.starts_with("Untitled\n\nSource claims"));
    assert!(bench.run("show - --format json").out.contains("\"title\":\"Untitled\""));
}
