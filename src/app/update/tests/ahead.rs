//! The pages around the one that shows are ready before they are asked for.

use super::*;
use crate::layout::layout::Layout;

/// An article of many short paragraphs, open somewhere in its middle.
fn reader(keys: &str) -> Reader {
    let text: String = (0..600).map(|nth| format!("Paragraph {nth} says so. It rose by {nth} %.\n\n")).collect();
    let mut reader = Reader::with(&text);
    reader.press(keys);
    reader
}

/// Stretches laid out in all layouts.
fn laid_out(reader: &Reader) -> usize {
    reader.state.session.as_ref().unwrap().layouts.iter().flatten().map(Layout::laid_out).sum()
}

fn look_ahead(reader: &Reader, mut looks: usize) {
    let go_on = || {
        looks = looks.saturating_sub(1);
        looks > 0
    };
    reader.state.session.as_ref().unwrap().look_ahead(&reader.state.geometry(), go_on);
}

#[test]
fn a_page_down_or_up_finds_its_rows_ready() {
    for keys in ["w", "w G Ctrl-u Ctrl-u Ctrl-u Ctrl-u"] {
        for page in ["PgDn", "PgUp"] {
            let mut reader = reader(keys);
            let before = laid_out(&reader);
            look_ahead(&reader, usize::MAX);
            let ready = laid_out(&reader);
            assert!(ready > before, "{keys}");
            reader.press(page);
            assert_eq!(laid_out(&reader), ready, "{keys} {page}");
        }
    }
}

#[test]
fn looking_ahead_ends_when_a_key_waits() {
    let reader = reader("w");
    let before = laid_out(&reader);
    look_ahead(&reader, 1);
    assert_eq!(laid_out(&reader), before);
    look_ahead(&reader, 3);
    let some = laid_out(&reader);
    look_ahead(&reader, usize::MAX);
    assert!(before < some && some < laid_out(&reader));
}
