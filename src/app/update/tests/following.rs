//! Following links and notes, and coming back.

use super::*;
use crate::app::overlay::{ListKind, Target};

/// A reader of Markdown, in the whole article.
fn reader(text: &str) -> Reader {
    let mut reader = Reader::with("x");
    reader.load_as(Kind::Markdown, text);
    reader.press("w");
    reader
}

fn here(reader: &Reader) -> &str {
    let session = reader.state.session.as_ref().unwrap();
    session.cursor_span().map_or("", |span| session.words(span))
}

fn opened(reader: &mut Reader) -> Vec<String> {
    let addresses = std::mem::take(&mut reader.effects).into_iter().filter_map(|effect| match effect {
        Effect::Browse(address) => Some(address),
        _ => None,
    });
    addresses.collect()
}

const NOTED: &str = "---\nurl: https://paper.example/a/b\n---\n\nIt rose.[^1] See the [annex](#annex).\n\n## Annex\n\nMore of it.\n\n[^1]: The report.\n";

#[test]
fn a_note_is_reached_and_left_with_enter_and_a_heading_leads_below_itself() {
    let mut reader = reader(NOTED);
    reader.press("Enter");
    assert_eq!(here(&reader), "[1] The report.");
    reader.press("Enter");
    assert_eq!(here(&reader), "It rose.[1]");
    reader.press("Ctrl-o Ctrl-o j Enter");
    assert_eq!(here(&reader), "More of it.");
    reader.press("Ctrl-o");
    assert_eq!(here(&reader), "See the annex.");
}

#[test]
fn links_are_opened_by_their_whole_address_and_only_those_of_the_web_and_of_mail() {
    let mut reader = reader(
        "---\nurl: https://paper.example/a/b\n---\n\nOne [link](../c?d=1&e). Two [here](/x) and [there](mailto:j@x.example). \\
         No [file](file:///etc/passwd), [script](javascript:x) or [shell](<https://x.example/`id` $(id)>).\n",
    );
    reader.press("gx");
    assert_eq!(opened(&mut reader), ["https://paper.example/c?d=1&e"]);
    assert_eq!(reader.state.message.as_ref().unwrap().text, "opened https://paper.example/c?d=1&e");
    reader.press("j gx 2");
    assert_eq!(opened(&mut reader), ["mailto:j@x.example"]);
    reader.press("Enter Enter");
    assert_eq!(opened(&mut reader), ["https://paper.example/x"]);
    reader.press("j Enter");
    assert_eq!(opened(&mut reader), ["https://x.example/%60id%60%20$(id)"]);
}

#[test]
fn a_link_is_followed_by_the_number_that_stands_behind_it() {
    let mut reader =
        reader("See [a](https://a.example), [no](javascript:x), [b](https://b.example) and it.[^1]\n\n[^1]: Note.\n");
    reader.press("gx 3");
    assert_eq!(opened(&mut reader), ["https://b.example/"]);
    reader.press("Enter 4");
    assert_eq!(here(&reader), "[1] Note.");
}

#[test]
fn a_part_of_an_address_leads_nowhere_where_the_whole_is_not_known() {
    let mut reader = reader("One [link](../c) and [no anchor](#gone).\n");
    reader.press("gx");
    assert!(opened(&mut reader).is_empty());
    assert!(reader.state.message.as_ref().unwrap().text.starts_with("no link"));
    reader.state.session.as_mut().unwrap().origin.uri = Some("http://b.example/d/e".to_owned());
    reader.press("gx 1");
    assert_eq!(opened(&mut reader), ["http://b.example/c"]);
}

#[test]
fn the_list_of_links_numbers_them_from_the_cursor() {
    let mut reader = reader(&NOTED.replace("The report.", "The [report](/r.pdf)."));
    reader.press("j gl");
    let Some(Overlay::List(list)) = reader.state.overlay() else { panic!("a list") };
    let rows: Vec<_> = list.rows.iter().map(|row| format!("{} {} {}", row.mark, row.label, row.detail)).collect();
    assert_eq!(
        rows,
        [
            "1 [1] in this article",
            "2 annex in this article",
            "3 [1] in this article",
            "4 report https://paper.example/r.pdf",
        ]
    );
    assert_eq!((list.kind, list.selected), (ListKind::Links, 1));
    assert!(matches!(list.rows[3].target, Target::Address(_)));
    reader.press("Down Down Enter");
    assert_eq!(opened(&mut reader), ["https://paper.example/r.pdf"]);
    assert!(reader.state.overlays.is_empty());
}

#[test]
fn the_next_heading_leads_to_the_sentence_below_it_in_the_whole_article() {
    let mut reader = reader(NOTED);
    reader.press(")");
    assert_eq!(here(&reader), "More of it.");
    reader.press("(");
    assert_eq!(reader.state.message.as_ref().map(|message| message.text.as_str()), Some("no heading above"));
}

#[test]
fn the_next_hit_is_the_next_from_the_cursor() {
    let mut reader = reader("A needle. Hay. A needle and a needle. Hay. The last needle. Straw.\n");
    reader.press("/ \"needle\" Enter");
    assert_eq!((here(&reader), reader.said()), ("A needle.", "1/4 “needle”"));
    // As long as nothing moves, each hit is a stop, also where two stand in one sentence.
    for (key, said) in [("n", "2/4"), ("n", "3/4"), ("n", "4/4"), ("n", "1/4"), ("N", "4/4"), ("N", "3/4")] {
        reader.press(key);
        assert_eq!(reader.said(), format!("{said} “needle”"), "{key}");
    }
    for (keys, said, sentence) in [
        ("gg j n", "2/4", "A needle and a needle."),
        ("j n", "4/4", "The last needle."),
        ("j n", "1/4", "A needle."),
        ("G N", "4/4", "The last needle."),
        ("k N", "3/4", "A needle and a needle."),
        ("gg N", "4/4", "The last needle."),
    ] {
        reader.press(keys);
        assert_eq!((here(&reader), reader.said()), (sentence, format!("{said} “needle”").as_str()), "{keys}");
    }
}
