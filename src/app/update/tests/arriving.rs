//! A document whose first stretch shows before the rest is read.

use super::*;

const START: &str = "The first sentence. The second one.\n\nThe third of them.";
const REST: &str = "\n\nThe fourth, with a needle. The last of all.";

/// A reader with the first stretch in the whole article.
fn reader() -> Reader {
    let mut reader = Reader::with("x");
    reader.load_part(Kind::PlainText, START, false);
    reader.press("w");
    reader
}

fn arrive(reader: &mut Reader) {
    reader.load_part(Kind::PlainText, &format!("{START}{REST}"), true);
}

fn said(reader: &Reader) -> &str {
    reader.state.message.as_ref().map_or("", |message| &message.text)
}

#[test]
fn the_place_stays_when_the_rest_arrives() {
    let mut reader = reader();
    reader.press("j j");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The third of them.");
    reader.press("j j");
    assert_eq!(reader.cursor(), "The last of all.");
}

#[test]
fn the_end_shows_once_it_is_here_unless_another_key_comes_first() {
    let mut reader = reader();
    reader.press("G");
    assert!(said(&reader).contains("still being read"), "{}", said(&reader));
    arrive(&mut reader);
    assert_eq!((reader.cursor(), said(&reader)), ("The last of all.", ""));
    let mut reader = self::reader();
    reader.press("G g g");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The first sentence.");
}

#[test]
fn a_search_goes_on_in_the_rest() {
    let mut reader = reader();
    reader.press("/ \"needle\" Enter");
    assert!(said(&reader).contains("still being read"), "{}", said(&reader));
    arrive(&mut reader);
    assert_eq!((reader.cursor(), said(&reader)), ("The fourth, with a needle.", "1/1 “needle”"));
    // While it is being typed, and where something was found above.
    let mut reader = self::reader();
    reader.press("/ \"needle\"");
    arrive(&mut reader);
    assert_eq!(reader.cursor(), "The fourth, with a needle.");
    let mut reader = self::reader();
    reader.press("/ \"the\" Enter n");
    let here = reader.cursor().to_owned();
    arrive(&mut reader);
    assert_eq!(reader.cursor(), here);
    assert!(reader.state.session.as_ref().unwrap().search.as_ref().unwrap().hits.len() > 3);
}
