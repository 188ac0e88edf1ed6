//! `postil export`: formats beside the note file.

use serde_json::json;

use crate::bench::Bench;

const MOAT: &str = "The convergence thesis: the model is no longer the moat.";

/// The rows of a table, its first row left out.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn annotations_as_a_table_that_no_spreadsheet_runs() {
    let bench = Bench::new();
    let id = bench.seed().ok(&format!(
        "annotate seed.txt --quote '{MOAT}' --note '=cmd|calc' --tag a --tag 'b c' --verdict mixed --forecast 0.7 \
         --due 2026-12-31 --evidence for:https://a.example --evidence 'against:said \"no\", twice'"
    ));
    let csv = bench.ok("export seed.txt --format csv");
    let names: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let row = rows(&csv).remove(0);
    let cell = |name: &str| row[names.iter().position(|column| *column == name).unwrap()].as_str();
    assert_eq!((cell("id"), cell("quote"), cell("note")), (id.trim_end(), MOAT, "'=cmd|calc"));
    assert_eq!(
        (cell("tags"), cell("verdict"), cell("probability"), cell("due")),
        ("a; b c", "mixed", "0.7", "2026-12-31")
    );
    assert_eq!(cell("evidence"), "for:https://a.example\nagainst:said \"no\", twice");
    assert_eq!((cell("motivation"), cell("status")), ("assessing", "exact"));
    assert!(bench.ok("export seed.txt --format csv --raw").contains(",=cmd|calc,"));
    bench.fails("export seed.txt --raw", 2, &["--raw", "csv"]);
    bench.ok("export seed.txt --format csv -o notes.csv");
    bench.ok("annotate seed.txt --quote 'competitive advantage' --note two");
    bench.ok("export seed.txt --format csv -o notes.csv");
    assert_eq!(bench.read("notes.csv"), bench.ok("export seed.txt --format csv"), "an earlier export gives way");
    bench.file("mine.csv", "id,my own\n");
    bench.fails("export seed.txt --format csv -o mine.csv", 1, &["mine.csv", "no export of postil"]);
}

#[test]
fn annotations_in_the_w3c_model() {
    let bench = Bench::new();
    let id = bench.seed().ok(&format!(
        "annotate seed.txt --quote '{MOAT}' --note 'says who?' --tag a --highlight red --verdict mixed --to-check \
         --evidence for:https://a.example --forecast 70% --due 2026-12-31"
    ));
    let made = bench.json("export seed.txt --format jsonld");
    assert_eq!(made["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!((&made["type"], &made["total"]), (&json!("AnnotationCollection"), &json!(1)));
    let one = &made["first"]["items"][0];
    assert_eq!(one["id"], format!("urn:uuid:{}", id.trim_end()));
    assert_eq!((&one["type"], &one["motivation"]), (&json!("Annotation"), &json!("assessing")));
    assert!(one["target"]["source"].as_str().unwrap().starts_with("file:///"));
    let listed = bench.json("export seed.txt --format json")["annotations"][0].clone();
    let quote = |name: &str| listed[name].clone();
    assert_eq!(
        one["target"]["selector"],
        json!([
            { "type": "TextQuoteSelector", "exact": MOAT, "prefix": quote("prefix"), "suffix": quote("suffix") },
            { "type": "TextPositionSelector", "start": quote("start"), "end": quote("end") },
        ])
    );
    let bodies: Vec<(&str, &str)> = (one["body"].as_array().unwrap().iter())
        .map(|body| (body["purpose"].as_str().unwrap(), body["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        bodies,
        [
            ("commenting", "says who?"),
            ("tagging", "a"),
            ("highlighting", "red"),
            ("assessing", "mixed"),
            ("linking", "https://a.example"),
            ("questioning", "to check"),
            ("assessing", "70 %, by 2026-12-31"),
        ]
    );
    assert!(one.get("creator").is_none());
    assert_eq!(bench.ok("export seed.txt --format jsonld -o vault/"), "vault/annotations.jsonld\n");
    assert_eq!(bench.read("vault/annotations.jsonld"), bench.ok("export seed.txt --format jsonld"));
}

#[test]
fn org_shares_a_file_with_the_reader_like_markdown() {
    let bench = Bench::new();
    let id = bench.seed().ok(&format!(
        "annotate seed.txt --quote '{MOAT}' --note 'one\n* two\n#+INCLUDE: x' --tag a --verdict mixed --evidence for:https://a.example"
    ));
    let org = bench.ok("export seed.txt --format org");
    assert!(
        org.starts_with("* Karpathy at Anthropic: Claude Accelerates Its Own Pretraining\n:PROPERTIES:\n:POSTIL: ")
    );
    for words in [
        &format!("#+begin_quote\n  {MOAT}\n#+end_quote\n"),
        "- Section :: What the Source Actually Says\n- Note ::\n  one\n  * two\n  \u{200b}#+INCLUDE: x\n- Verdict :: ± mixed\n- For :: [[https://a.example]]\n",
        &format!("- Annotation :: postil://{}", id.trim_end()),
        "\n** Source claims\n*** 1 · ",
        "\n** Analysis\n",
    ] {
        assert!(org.contains(words), "{words:?} is not in\n{org}");
    }
    bench.ok("export seed.txt --format org -o notes.org");
    let mine = bench.read("notes.org") + "* Mine\n";
    bench.file("notes.org", &mine);
    bench.ok("export seed.txt --format org -o notes.org");
    assert_eq!(bench.read("notes.org"), mine);
    bench.ok("annotate seed.txt --quote 'competitive advantage' --note later");
    assert!(bench.ok("export --all --format org -o vault/").ends_with("Its-Own-Pretraining.org\n"));
    bench.ok("export seed.txt --format org -o notes.org");
    let now = bench.read("notes.org");
    assert!(now.contains("later") && now.ends_with("* Mine\n"), "{now}");
}

#[test]
fn a_page_that_fetches_nothing_and_runs_nothing() {
    let bench = Bench::new();
    bench.file("a.html", "<title>A &lt;b&gt; title</title><p>It says that &lt;script&gt;PWN()&lt;/script&gt; jumps, they said on Monday at noon.</p>");
    bench.ok("annotate a.html --quote '<script>PWN()</script>' --note '<img src=x onerror=PWN()>' --highlight red --evidence 'for:https://a.example/?a=1&b=2' --evidence 'against:javascript:PWN()'");
    let page = bench.ok("export a.html --format html");
    assert!(page.starts_with("<!DOCTYPE html>\n") && page.ends_with("</html>\n"));
    assert!(
        page.contains("&lt;script&gt;PWN()&lt;/script&gt;") && page.contains("&lt;img src=x onerror=PWN()&gt;"),
        "{page}"
    );
    assert!(page.contains("<blockquote class=\"red\">") && page.contains("<a href=\"https://a.example/?a=1&amp;b=2\""));
    for live in ["<script", "<img", "href=\"javascript", "src=", "@import", "url("] {
        assert!(!page.replace("src=x", "").contains(live), "{live} in {page}");
    }
    assert_eq!(bench.ok("export a.html --format html -o out.html"), "out.html\n");
    bench.ok("export a.html --format html -o out.html");
    assert_eq!(bench.read("out.html"), page);
    bench.file("mine.html", "<!DOCTYPE html>\n<p>mine");
    bench.fails("export a.html --format html -o mine.html", 1, &["mine.html", "no export of postil"]);
}

#[test]
fn verdicts_as_claim_reviews_and_arguments_as_argdown() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --claim 7 --verdict refuted --note why --evidence for:https://a.example --evidence 'against:said no'");
    bench.ok("annotate seed.txt --quote 'competitive advantage' --note 'no verdict'");
    let feed = bench.json("export seed.txt --format claimreview");
    let reviews = feed["dataFeedElement"].as_array().unwrap();
    assert_eq!((&feed["@context"], reviews.len()), (&json!("https://schema.org"), 1));
    let review = &reviews[0];
    assert_eq!(review["@type"], "ClaimReview");
    assert_eq!(
        review["reviewRating"],
        json!({ "@type": "Rating", "ratingValue": 1, "worstRating": 1, "bestRating": 5, "alternateName": "Refuted" })
    );
    let claim = bench.json("show seed.txt --format json")["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["claim"]["number"] == 7)
        .unwrap()
        .clone();
    assert_eq!((&review["claimReviewed"], &review["itemReviewed"]["text"]), (&claim["text"], &claim["text"]));
    assert_eq!(review["itemReviewed"]["author"]["name"], claim["claim"]["source"]);
    assert_eq!(
        review["itemReviewed"]["appearance"]["headline"],
        "Karpathy at Anthropic: Claude Accelerates Its Own Pretraining"
    );
    assert_eq!(
        (&review["citation"][0]["url"], &review["citation"][1]["abstract"]),
        (&json!("https://a.example"), &json!("against"))
    );
    let argdown = bench.ok("export seed.txt --format argdown");
    let claim = argdown.split("[Claim 7").nth(1).unwrap();
    assert!(
        claim.contains("verdict: \"refuted\"") && claim.contains("\n  <+ https://a.example\n  <- said no\n"),
        "{claim}"
    );
    assert!(!argdown.contains("no verdict"));
    let marked = bench.ok("annotate seed.txt --quote 'The convergence thesis' --tag t --verdict mixed");
    let tagged = bench.json("export --all --tag t --format claimreview");
    assert_eq!(tagged["dataFeedElement"][0]["@id"], format!("urn:uuid:{}", marked.trim_end()));
}

#[test]
fn a_template_of_the_readers_own() {
    let bench = Bench::new();
    bench.seed().ok(&format!("annotate seed.txt --quote '{MOAT}' --note '*why*' --tag a --tag b"));
    bench.file(
        "mine.md",
        "---\ntitle: mine\n---\n\n# {{ document.title }}\n\n{% for one in notes %}\n{{ one.text|quote }}\n\n{{ one.note }} {% for tag in one.tags %}#{{ tag }} {% endfor %}{{ one.verdict }}\n{% endfor %}\n{{ claims|length }} claims\n",
    );
    let made = bench.ok("export seed.txt --template mine.md");
    let claims = bench.json("show seed.txt --format json")["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| !one["claim"].is_null())
        .count();
    assert!(made.starts_with("---\ntitle: mine\n---\n\n# Karpathy at Anthropic: Claude"), "{made}");
    assert!(
        made.contains(&format!("> {MOAT}\n\n*why* #a #b \n")) && made.contains(&format!("\n{claims} claims\n")),
        "{made}"
    );
    bench.ok("export seed.txt --template mine.md -o out.md");
    let mine = bench.read("out.md") + "\nMy end.\n";
    bench.file("out.md", &mine);
    bench.ok("export seed.txt --template mine.md -o out.md");
    assert_eq!(bench.read("out.md"), mine);
    bench.file("bad.md", "a\n{{ document.title\n");
    bench.fails("export seed.txt --template bad.md", 1, &["bad.md", "line "]);
    bench.file("bad.md", "a\n\n{{ dokument.title }}\n");
    bench.fails("export seed.txt --template bad.md", 1, &["bad.md", "line 3"]);
    bench.file("bad.md", "{% include 'seed.txt' %}\n");
    bench.fails("export seed.txt --template bad.md", 1, &["bad.md", "line 1"]);
    bench.fails("export seed.txt --template mine.md --format html", 2, &["--template"]);
    assert!(bench.ok("man").contains("TEMPLATES"));
}
