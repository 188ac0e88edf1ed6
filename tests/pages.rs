//! Web pages of every sort: what is read of them, and what they say of themselves.

use super::bench::Bench;

/// The folders of `tests/pages`, with what each holds.
macro_rules! pages {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("pages/", $name, "/source.html")),
            include_str!(concat!("pages/", $name, "/expected.txt")), include_str!(concat!("pages/", $name, "/expected.json"))),)*]
    };
}

#[test]
fn what_is_to_be_read_of_a_page_is_read_and_what_it_says_of_itself() {
    for (name, source, text, said) in pages!("blog" "index" "paper") {
        let bench = Bench::new();
        bench.file("page.html", source);
        let split = bench.json("show page.html --format json");
        assert_eq!(split["text"].as_str().unwrap(), text.trim_end(), "{name}");
        let expected: serde_json::Value = serde_json::from_str(said).unwrap();
        for (field, value) in expected.as_object().unwrap() {
            assert_eq!(&split["document"][field], value, "{name}: {field}");
        }
    }
}

#[test]
fn what_is_shown_says_who_wrote_it_and_where() {
    let bench = Bench::new();
    bench.file("page.html", include_str!("pages/paper/source.html"));
    let head = "Jane Doe · The Example Paper · 2026-05-19";
    let address = "https://paper.example/2026/plants?edition=uk";
    let text = bench.ok("show page.html");
    assert!(text.starts_with(&format!("Two plants will close this year\n{head}\n{address}\n")), "{text}");
    let markdown = bench.ok("show page.html --format markdown --pane whole");
    assert!(
        markdown.starts_with(&format!("# Two plants will close this year\n\n{head}\n\n<{address}>\n")),
        "{markdown}"
    );
}
