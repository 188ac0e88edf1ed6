//! `postil locate`.

use crate::bench::Bench;

const OLD: &str = "# A title\n\nThe *harbour* was quiet.\nTwo ships lay at anchor.\n\nThe mayor resigned.\n";
const NEW: &str = "# A title\n\nNobody slept. The *harbour* was quiet.\nThree ships lay at anchor.\n";
const SELECTORS: &str = r#"{"id":"quiet","exact":"The harbour was quiet.","prefix":"A title\n\n","suffix":" Two ships"}
{"id":2,"exact":"The mayor resigned.","prefix":"ships lay at anchor.\n\n"}
"#;

#[test]
fn quotations_are_found_in_the_text_of_an_article() {
    let bench = Bench::new();
    bench.file("old.md", OLD).file("new.md", NEW).file("selectors.jsonl", SELECTORS);
    for was in ["", " --was old.md"] {
        let ran = bench.run(&format!("locate new.md --selectors selectors.jsonl{was}"));
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let lines: Vec<&str> = ran.out.lines().collect();
        assert_eq!(
            lines,
            [
                r#"{"id":"quiet","start":23,"end":45,"status":"exact","score":1.0}"#,
                r#"{"id":2,"start":null,"end":null,"status":"orphaned","score":0.0}"#,
            ]
        );
    }
}

#[test]
fn raw_files_are_taken_as_they_are() {
    let bench = Bench::new();
    let selector = r#"{"id":1,"exact":"The *harbour* was quiet.\n","start":11,"end":36}"#;
    bench.file("old", OLD).file("new", NEW).file("selectors.jsonl", selector);
    let ran = bench.run("locate new --raw --was old --selectors selectors.jsonl");
    assert_eq!(ran.out, "{\"id\":1,\"start\":25,\"end\":50,\"status\":\"exact\",\"score\":1.0}\n");
}

#[test]
fn a_broken_line_is_one_sentence() {
    let bench = Bench::new();
    bench.file("new", NEW).file("selectors.jsonl", "{\"exact\":\"a\"}\n{\"exact\":[]}\n");
    let ran = bench.run("locate new --selectors selectors.jsonl");
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert_eq!(ran.err, "postil: line 2 of the selectors has an \"exact\" that is not a text\n");
}
