//! `postil export`: the note file.

use serde_json::json;

use crate::bench::Bench;

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

/// What stands below the front matter.
fn body(markdown: &str) -> &str {
    markdown.split_once("\n---\n").unwrap().1
}

#[test]
fn a_note_file_holds_the_split_and_what_was_written_on_it() {
    let bench = Bench::new();
    bench.seed().ok(&format!("annotate seed.txt --quote '{MOAT}' --pane claims"));
    let claim = bench.ok(&format!(
        "annotate seed.txt --quote '{MOAT}' --verdict mixed --evidence for:https://a.example/?q=1 --note 'says who?'"
    ));
    let mark = bench.ok("annotate seed.txt --quote 'Anthropic'\\''s momentum reinforces the timing.' --highlight green --tag money --tag 'two words' --note 'line one\n\n# line three'");
    let export = bench.ok("export seed.txt");
    let front: std::collections::BTreeMap<String, serde_json::Value> =
        serde_saphyr::from_str(export.split("---\n").nth(1).unwrap()).unwrap();
    assert_eq!(front["title"], "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining");
    assert!(front["source"].as_str().unwrap().starts_with("file:///"));
    assert_eq!(front["annotations"], 3);
    let split = bench.json("show seed.txt --format json");
    let panes = ["claims", "analysis", "take"];
    let count = |pane| split["sentences"].as_array().unwrap().iter().filter(|one| one["pane"] == pane).count();
    assert_eq!(panes.map(|pane| front[pane].clone()), panes.map(|pane| json!(count(pane))));
    let (claim, mark) = (claim.trim_end(), mark.trim_end());
    for words in [
        "\n# Karpathy at Anthropic: Claude Accelerates Its Own Pretraining\n",
        "\n## Source claims\n",
        &format!("\n> {MOAT}\n\n"),
        "\n- **Note:** says who?\n- **Verdict:** ± mixed\n- **For:** <https://a.example/?q=1>\n",
        &format!(" · <postil://{claim}>\n"),
        "\n## Highlights and notes\n\n### What the Source Actually Says\n\n> Anthropic's momentum reinforces the timing.\n\n\
         - **Note:**\n\n  line one\n\n  # line three\n- green (agree) · #money · \\#two words · 20",
        &format!(" · <postil://{mark}>\n"),
        "\n## Analysis\n",
    ] {
        assert!(export.contains(words), "{words:?} is not in\n{export}");
    }
    for sentence in split["sentences"].as_array().unwrap() {
        assert!(export.contains(sentence["text"].as_str().unwrap()), "{sentence}");
    }
    assert_eq!(export.matches(MOAT).count(), 1, "what stands with a claim is not said again");
}

#[test]
fn a_file_that_is_there_keeps_what_the_reader_wrote() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    assert_eq!(bench.ok("export seed.txt -o notes.md"), "notes.md\n");
    let first = bench.read("notes.md");
    let parts: Vec<&str> = first.split("\n\n").filter(|part| !part.starts_with("<!-- Each export")).collect();
    let text = parts.join("\n\n");
    let unmarked: String = text.split_inclusive('\n').filter(|line| !line.starts_with("<!-- postil:")).collect();
    assert_eq!(unmarked, bench.ok("export seed.txt"), "standard output is the same without the marks");
    bench.ok("export seed.txt -o notes.md");
    assert_eq!(bench.read("notes.md"), first, "twice gives the same file");
    let mine = first.replace("\n---\n\n", "\nmine: yes\n---\n\nMy preface.\n\n") + "\nMy end.";
    bench.file("notes.md", &mine);
    bench.ok("annotate seed.txt --quote 'competitive advantage' --note two");
    bench.ok("export seed.txt -o notes.md");
    let second = bench.read("notes.md");
    assert!(second.contains("mine: yes\n") && second.contains("annotations: 2\n"), "{second}");
    assert!(second.contains("---\n\nMy preface.\n\n<!-- Each export ") && second.ends_with("\nMy end."));
    assert!(second.find("> The convergence thesis").unwrap() < second.find("> competitive advantage").unwrap());
    bench.ok("export seed.txt -o notes.md");
    assert_eq!(bench.read("notes.md"), second);
}

#[test]
fn a_part_of_an_article_leaves_the_rest_of_its_file_as_it_is() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    let id = bench.ok("annotate seed.txt --quote 'competitive advantage' --note two --tag x");
    let on_claim = bench.ok("annotate seed.txt --claim 2 --note three");
    bench.ok("export seed.txt -o notes.md");
    let before = bench.read("notes.md");
    bench.ok(&format!("edit {} --note TWO", id.trim()));
    bench.ok(&format!("edit {} --note THREE", on_claim.trim()));
    for (part, was, is) in [
        (format!("export {}", id.trim()), " two\n", " TWO\n"),
        ("export --tag x".to_owned(), " two\n", " TWO\n"),
        (format!("export {}", on_claim.trim()), " three\n", " THREE\n"),
        ("export --since 2999-01-01 --tag y".to_owned(), "", ""),
    ] {
        bench.file("notes.md", &before);
        bench.ok(&format!("{part} -o notes.md"));
        assert_eq!(bench.read("notes.md"), before.replace(was, is), "{part}");
    }
    // Alone, it is a file of its own, however often.
    bench.ok(&format!("export {} {} -o two.md", id.trim(), on_claim.trim()));
    let two = bench.read("two.md");
    assert_eq!((two.matches("postil:begin").count(), two.contains("## Analysis")), (3, false), "{two}");
    bench.ok(&format!("export {} {} -o two.md", id.trim(), on_claim.trim()));
    assert_eq!(bench.read("two.md"), two);
}

#[test]
fn an_article_is_not_exported_onto_itself() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    let before = bench.read("seed.txt");
    std::os::unix::fs::symlink("seed.txt", bench.folder().join("link.md")).unwrap();
    for (target, format) in [("seed.txt", "markdown"), ("link.md", "org"), ("./seed.txt", "csv")] {
        let asked = format!("export seed.txt --format {format} -o {target}");
        bench.fails(&asked, 1, &[target, "is the article itself"]);
    }
    assert_eq!(bench.read("seed.txt"), before);
}

#[test]
fn a_link_stays_a_link_and_what_it_leads_to_is_written() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    std::fs::create_dir(bench.folder().join("vault")).unwrap();
    bench.file("vault/notes.md", "Mine.\n");
    let (link, other) = (bench.folder().join("link.md"), bench.folder().join("nowhere.md"));
    std::os::unix::fs::symlink("vault/notes.md", &link).unwrap();
    std::os::unix::fs::symlink("vault/gone.md", &other).unwrap();
    bench.ok("export seed.txt -o link.md");
    assert!(link.is_symlink());
    let written = bench.read("vault/notes.md");
    assert!(written.starts_with("Mine.\n\n<!-- postil:begin ") && written.contains("one"), "{written}");
    // One that leads nowhere is no name for a new file: what was meant is not known.
    bench.fails("export seed.txt -o nowhere.md", 1, &["nowhere.md", "nothing was changed"]);
    assert!(other.is_symlink() && !bench.folder().join("vault/gone.md").exists());
    let files = std::fs::read_dir(bench.folder().join("vault")).unwrap().count();
    assert_eq!(files, 1, "nothing else is left beside it");
}

#[test]
fn a_folder_takes_a_file_for_each_article_and_touches_no_other() {
    let bench = Bench::new();
    bench.file(
        "b.txt",
        "../Evil: a title/with parts?\n\nIt says that rivers flow downhill, which they do, as everybody knows.\n",
    );
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    bench.ok("annotate b.txt --quote 'rivers flow' --note two");
    let made = bench.ok("export --all -o vault/");
    let names: Vec<&str> = made.lines().collect();
    assert_eq!(
        names,
        ["vault/Karpathy-at-Anthropic-Claude-Accelerates-Its-Own-Pretraining.md", "vault/Evil-a-title-with-parts.md"]
    );
    assert!(bench.read(names[1]).contains("rivers flow downhill"));
    bench.file(names[1], "somebody else's\n");
    let made = bench.ok("export b.txt -o vault");
    assert!(made.ends_with("-Evil-a-title-with-parts.md\n") && made.trim_end() != names[1], "{made}");
    assert_eq!(bench.read(names[1]), "somebody else's\n");
    assert_eq!(bench.ok("export b.txt -o vault"), made);
    let pages = bench.ok("export --all --format html -o pages/");
    let pages: Vec<&str> = pages.lines().collect();
    assert_eq!(
        pages,
        [
            "pages/Karpathy-at-Anthropic-Claude-Accelerates-Its-Own-Pretraining.html",
            "pages/Evil-a-title-with-parts.html"
        ]
    );
    assert!(bench.read(pages[1]).contains("rivers flow downhill") && !bench.read(pages[0]).contains("rivers"));
    bench.ok("annotate b.txt --quote 'everybody knows' --note three");
    assert_eq!(bench.ok("export b.txt --format html -o pages").trim_end(), pages[1]);
    assert!(bench.read(pages[1]).contains("three"), "a page of the same article gives way");
    bench.file(pages[1], "<!DOCTYPE html>\n<p>mine");
    let other = bench.ok("export b.txt --format html -o pages");
    assert!(other.ends_with("-Evil-a-title-with-parts.html\n") && other.trim_end() != pages[1], "{other}");
    assert_eq!(bench.read(pages[1]), "<!DOCTYPE html>\n<p>mine");
    bench.fails("export b.txt -o b.txt/x.md", 1, &["b.txt/x.md", "not a folder"]);
    bench.file("other.json", "{}");
    bench.fails("export b.txt --format json -o other.json", 1, &["other.json", "no export of postil"]);
}

#[test]
fn several_articles_filters_and_ids() {
    let bench = Bench::new();
    bench.file("b.txt", "Another title\n\nIt says that rivers flow downhill, which they do, as everybody knows.\n");
    let one = bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note one --tag x");
    let two = bench.ok("annotate b.txt --quote 'rivers flow' --note two");
    let three = bench.ok("annotate seed.txt --quote 'competitive advantage' --note three");
    let ids = |arguments: &str| {
        let listed = bench.json(&format!("export --format json {arguments}"));
        listed["annotations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{}\n", one["id"].as_str().unwrap()))
            .collect::<String>()
    };
    assert_eq!(ids("--all"), format!("{one}{two}{three}"), "oldest first, whatever the document");
    assert_eq!(ids("--all --tag X"), one);
    assert_eq!(ids("--all --since 2999-01-01"), "");
    assert_eq!(ids("b.txt seed.txt"), format!("{one}{two}{three}"));
    assert_eq!(ids(&format!("postil://{}", two.trim_end())), two);
    let document = bench.json("show b.txt --format json")["document"]["id"].as_str().unwrap().to_owned();
    assert_eq!(ids(&document), two);
    std::fs::remove_file(bench.folder().join("b.txt")).unwrap();
    assert!(bench.ok(&format!("export {document}")).contains("rivers flow downhill"), "the store keeps the text");
    let tagged = bench.ok("export --all --tag x");
    assert!(tagged.contains("> The convergence thesis\n") && !tagged.contains("## Analysis"), "{tagged}");
    let all = bench.ok("export --all");
    assert!(all.starts_with("---\ntitle: Notes from postil\ndocuments: 2\n---\n"), "{all}");
    assert!(all.contains("\n# Another title\n") && all.contains("\n# Karpathy"));
    assert!(!bench.ok("export seed.txt --format json -o a.json").is_empty());
    assert_eq!(bench.read("a.json"), bench.ok("export seed.txt --format json"));
}

#[test]
fn orphans_stand_under_a_heading_of_their_own() {
    let bench = Bench::new();
    let id = bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --note kept");
    bench.file("seed.txt", "Another title\n\nIt says that rivers flow downhill, which they do, as everybody knows.\n");
    let export = bench.ok("export seed.txt");
    let want = format!("\n## Notes without a place\n\n> The convergence thesis\n\n- **Note:** kept\n- {}", "20");
    assert!(export.contains(&want) && export.contains(id.trim_end()), "{export}");
}

#[test]
fn a_note_on_no_words_quotes_none() {
    let bench = Bench::new();
    bench.seed().file("clippings.txt", "T\n- Your Note on Location 5 | Added on 4 June 2020\n\nalone\n==========\n");
    bench.run("import clippings.txt --document seed.txt");
    for (format, heading) in [
        ("markdown", "## Notes without a place\n\n- **Note:** alone\n"),
        ("org", "** Notes without a place\n*** Note\n- Note :: alone\n"),
        ("html", "<h2>Notes without a place</h2>\n<dl "),
    ] {
        let export = bench.ok(&format!("export seed.txt --format {format}"));
        assert!(export.contains(heading), "{export}");
    }
}

#[test]
fn the_articles_words_stay_words() {
    let bench = Bench::new();
    let evil = "x \"quoted\": PWNKEY: true\n\n\
                See <script>PWN()</script> and <!-- PWN that goes on for a while, as sentences do in articles.\n\n\
                Look at ![](http://127.0.0.1/b) ![[../../secrets]] [[PWN]] and %%PWN%% in a paragraph that is long enough.\n\n\
                Then run `$= dv.pages().PWN` and <%* PWN %> and key:: value in another paragraph of the same length.\n";
    bench.file("evil.txt", evil);
    bench.ok("annotate evil.txt --quote '<!-- PWN' --highlight");
    let export = bench.ok("export evil.txt");
    let front = export.split("---\n").nth(1).unwrap();
    assert!(front.lines().all(|line| !line.starts_with("PWNKEY")), "{front}");
    // What a backslash takes the life of does not count.
    let mut words = String::new();
    let mut rest = body(&export).chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => drop(rest.next()),
            c => words.push(c),
        }
    }
    for live in ["<script", "<!-- PWN", "![](", "![[", "[[PWN", "`$=", "<%", "%%PWN", "key::"] {
        assert!(!words.contains(live), "{live} in\n{export}");
    }
}

#[test]
fn exporting_writes_no_store() {
    let bench = Bench::new();
    bench.seed().ok("export seed.txt");
    assert!(!bench.store().exists() && !bench.folder().join("data").exists());
    bench.ok("annotate seed.txt --quote 'The convergence thesis' --note one");
    let before = std::fs::metadata(bench.store()).unwrap().modified().unwrap();
    bench.ok("export --all");
    assert_eq!(std::fs::metadata(bench.store()).unwrap().modified().unwrap(), before);
}

#[test]
fn colours_carry_the_meaning_that_the_config_gives_them() {
    let bench = Bench::new();
    bench.file("my.toml", "[meanings]\nred = \"nonsense\"\n");
    bench.seed().ok("annotate seed.txt --quote 'The convergence thesis' --highlight doubt");
    assert!(bench.ok("export seed.txt").contains("- red (doubt) · "));
    assert!(bench.ok("export seed.txt --config my.toml").contains("- red (nonsense) · "));
    assert_eq!(bench.notes("--config my.toml")[0]["meaning"], "nonsense");
    let output = bench.command("notes").env("POSTIL_CONFIG", "my.toml").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("red (nonsense)"));
}

/// What differs from run to run: ids, the day, the place of the file.
fn settled(export: &str, ids: &[&str], file: &str) -> String {
    let today = export.split("annotated: \"").nth(1).unwrap().get(..10).unwrap();
    let export = export.replace(file, "file:///seed.txt").replace(today, "2026-01-02");
    ids.iter().enumerate().fold(export, |export, (number, id)| export.replace(id, &format!("ID-{number}")))
}

/// The note file of the seed, as a reader gets it. POSTIL_GOLDEN=1 writes it anew, to be looked at.
#[test]
fn the_note_file_of_the_seed() {
    let bench = Bench::new();
    let annotate = |rest: &str| bench.ok(&format!("annotate seed.txt {rest}")).trim_end().to_owned();
    bench.seed();
    let ids = [
        annotate("--quote 'the model is no longer the moat' --highlight red --note 'Whose model?' --tag moat"),
        annotate(
            "--quote \"RAMP's business-spending index shows Anthropic overtaking OpenAI for the first time (34.4% vs 32.3%), driven largely by Claude Code adoption.\" --verdict mixed --evidence for:https://ramp.example/index --evidence 'against:cards only, not contracts' --note 'Spending is not use.'",
        ),
        annotate("--quote 'for the first time' --highlight --to-check"),
        annotate(
            "--quote 'a probable skills and workflow marketplace' --forecast 70% --due 2026-12-31 --decided-by 'an announcement by Anthropic'",
        ),
        annotate("--quote \"Anthropic's momentum reinforces the timing.\" --note 'First line.\n\n- a list\n- of two'"),
    ];
    let split = bench.json("show seed.txt --format json");
    let uri = split["document"]["uri"].as_str().unwrap();
    let found = settled(&bench.ok("export seed.txt"), &ids.each_ref().map(String::as_str), uri);
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/seed.md");
    if std::env::var_os("POSTIL_GOLDEN").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, &found).unwrap();
    }
    let want = std::fs::read_to_string(&golden).unwrap();
    assert!(
        found == want,
        "the note file has changed; look at what POSTIL_GOLDEN=1 cargo test makes of tests/golden/seed.md:\n{found}"
    );
}
