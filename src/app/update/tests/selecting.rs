//! Selecting, and the edges of highlights.

use super::*;

#[test]
fn selecting_by_word_marks_just_these_words() {
    let mut reader = Reader::with("A title\n\nOne two three four. Five six seven.\n\nAnother paragraph stands here.\n");
    reader.press("v w w m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two t");
    reader.press("u v w w Ctrl-v m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two three");
    reader.press("u V j m");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!(session.placed[0].annotation.selector.exact, "One two three four. Five six seven.");
}

#[test]
fn a_selection_goes_along_wherever_the_cursor_goes() {
    for (keys, selected) in [
        ("V J", "One two three. Four five six.\n\nSeven eight nine."),
        ("V )", "One two three. Four five six.\n\nSeven eight nine.\n\nTen\n\nThe last."),
        ("V J J K", "One two three. Four five six.\n\nSeven eight nine."),
        ("V G", "One two three. Four five six.\n\nSeven eight nine.\n\nTen\n\nThe last."),
        ("j V gg", "One two three. Four five six."),
        ("V / \"eight\" Enter", "One two three. Four five six.\n\nSeven eight nine."),
    ] {
        let mut reader = Reader::with("x");
        reader.load_as(Kind::Markdown, "One two three. Four five six.\n\nSeven eight nine.\n\n# Ten\n\nThe last.\n");
        reader.press("w").press(keys).press("m");
        let session = reader.state.session.as_ref().unwrap();
        assert_eq!(session.placed[0].annotation.selector.exact, selected, "{keys}");
    }
}

#[test]
fn a_sequence_that_is_given_up_gives_up_nothing_else() {
    let mut reader = Reader::seed();
    reader.press("v l l");
    let selection = reader.state.session.as_ref().unwrap().selection;
    reader.press("g Esc");
    assert_eq!(reader.state.session.as_ref().unwrap().selection, selection);
    reader.press("Esc");
    assert_eq!(reader.state.session.as_ref().unwrap().selection, None);
}

#[test]
fn edges_move_by_sentence_and_come_back() {
    let mut reader = Reader::with("A title\n\nOne two three. Four five six. Seven eight nine.\n");
    let exact = |reader: &Reader| reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact.clone();
    reader.press("w j m >");
    assert_eq!(exact(&reader), "Four five six. Seven eight nine.");
    reader.press("<");
    assert_eq!(exact(&reader), "Four five six.");
    reader.press("<");
    assert_eq!(exact(&reader), "One two three. Four five six.");
    reader.press("u u u");
    assert_eq!(exact(&reader), "Four five six.");
}

#[test]
fn while_selecting_edges_move_by_word() {
    let mut reader = Reader::with("A title\n\nOne two three four. Five six seven.\n");
    let exact = |reader: &Reader| reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact.clone();
    reader.press("w m v e e e e < <");
    assert_eq!(exact(&reader), "One two three");
    reader.press(">");
    assert_eq!(exact(&reader), "One two three four");
    reader.press("Esc k v >");
    assert_eq!(exact(&reader), "two three four");
    reader.press("u u u u");
    assert_eq!(exact(&reader), "One two three four.");
    reader.press("gg v < <");
    assert_eq!((reader.said(), exact(&reader).as_str()), ("the edge can go no further", "One two three four."));
}

#[test]
fn an_edge_inside_a_sentence_moves_to_its_end_first_and_none_moves_past_the_article() {
    let mut reader = Reader::with("A title\n\nOne two three. Four five six.\n");
    let exact = |reader: &Reader| reader.state.session.as_ref().unwrap().placed[0].annotation.selector.exact.clone();
    reader.press("w v w Ctrl-v");
    let session = reader.state.session.as_mut().unwrap();
    session.selection.as_mut().unwrap().anchor = session.selection.unwrap().head;
    reader.press("m");
    assert_eq!(exact(&reader), "two");
    for (key, words) in [
        (">", "two three."),
        ("<", "One two three."),
        (">", "One two three. Four five six."),
        (">", "One two three. Four five six."),
    ] {
        reader.press(key);
        assert_eq!(exact(&reader), words, "{key}");
    }
    assert_eq!(reader.said(), "the edge can go no further");
}
