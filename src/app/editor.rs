//! The text a reader types: a note of many lines, or one line of a prompt.

use unicode_segmentation::UnicodeSegmentation;

use super::key::Key;
use crate::text::clean::clean;
use crate::text::width::{floor, next_grapheme, previous_grapheme, width};

/// How many steps back the editor's own undo goes.
const UNDO_STEPS: usize = 200;

/// A text and the place in it where typing goes. The cursor stands on a grapheme boundary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextBuffer {
    text: String,
    cursor: usize,
    /// The column that moving up and down tries to keep, in cells.
    wanted: Option<usize>,
    undo: Vec<(String, usize)>,
    /// Whether the last key typed a letter, so that a run of typing is one step of undo.
    typing: bool,
    /// Whether all of it is selected: what is typed takes its place.
    selected: bool,
    multiline: bool,
}

/// A change of the text that is typed, or a move in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each has its sentence in the table of places")]
pub enum Edit {
    NewLine,
    Indent,
    EraseBack,
    EraseForward,
    EraseWord,
    EraseToStart,
    EraseToEnd,
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    Undo,
}

impl Edit {
    /// Whether it means something only in a text of many lines.
    pub const fn wants_lines(self) -> bool {
        matches!(self, Self::NewLine | Self::Indent | Self::Up | Self::Down)
    }
}

impl TextBuffer {
    /// A text of many lines, the cursor at its end.
    pub fn lines(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len(), multiline: true, ..Self::default() }
    }

    /// A text of one line, the cursor at its end.
    pub fn line(text: &str) -> Self {
        Self { text: text.replace('\n', " "), cursor: text.len(), ..Self::default() }
    }

    /// A line that stands there already, all of it selected: what is typed takes its place, a move in it keeps it.
    pub fn offered(text: &str) -> Self {
        Self { selected: !text.is_empty(), ..Self::line(text) }
    }

    /// Whether all of it is selected.
    pub const fn is_selected(&self) -> bool {
        self.selected
    }

    /// What has been typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where typing goes, in bytes.
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// Types `words` at the cursor. Control characters other than line ends and tabs become U+FFFD;
    /// in a single line, line ends become blanks.
    pub fn insert(&mut self, words: &str) {
        let words = clean(words);
        let words = if self.multiline { words.into_owned() } else { words.replace(['\n', '\t'], " ") };
        let letter = words.chars().count() == 1 && !words.trim().is_empty();
        if !(self.typing && letter) {
            self.remember();
        }
        self.typing = letter;
        if std::mem::take(&mut self.selected) {
            self.text.clear();
            self.cursor = 0;
        }
        self.cursor = floor(&self.text, self.cursor);
        self.text.insert_str(self.cursor, &words);
        self.cursor += words.len();
        self.wanted = None;
    }

    /// Replaces all of it, as one step of undo.
    pub fn replace(&mut self, text: &str) {
        self.remember();
        self.text = clean(text).into_owned();
        self.go(self.text.len());
    }

    /// Types a key that types a character, whether it did.
    pub fn typed(&mut self, key: Key) -> bool {
        let typed = key.typed();
        if let Some(c) = typed {
            self.insert(c.encode_utf8(&mut [0; 4]));
        }
        typed.is_some()
    }

    /// Carries out a change of the text or a move in it; whether it meant something here.
    pub fn edit(&mut self, edit: Edit) -> bool {
        let erases = matches!(
            edit,
            Edit::EraseBack | Edit::EraseForward | Edit::EraseWord | Edit::EraseToStart | Edit::EraseToEnd
        );
        match edit {
            _ if std::mem::take(&mut self.selected) && erases => self.erase(0, self.text.len()),
            Edit::NewLine if self.multiline => self.insert("\n"),
            Edit::Indent if self.multiline => self.insert("    "),
            Edit::Up if self.multiline => self.vertical(true),
            Edit::Down if self.multiline => self.vertical(false),
            Edit::NewLine | Edit::Indent | Edit::Up | Edit::Down => return false,
            Edit::EraseBack => self.erase(previous_grapheme(&self.text, self.cursor), self.cursor),
            Edit::EraseForward => self.erase(self.cursor, next_grapheme(&self.text, self.cursor)),
            Edit::EraseWord => self.erase(self.word_left(), self.cursor),
            Edit::EraseToStart => self.erase(self.line_start(self.cursor), self.cursor),
            Edit::EraseToEnd => self.erase(self.cursor, self.line_end(self.cursor)),
            Edit::Left => self.go(previous_grapheme(&self.text, self.cursor)),
            Edit::Right => self.go(next_grapheme(&self.text, self.cursor)),
            Edit::WordLeft => self.go(self.word_left()),
            Edit::WordRight => self.go(self.word_right()),
            Edit::LineStart => self.go(self.line_start(self.cursor)),
            Edit::LineEnd => self.go(self.line_end(self.cursor)),
            Edit::TextStart => self.go(0),
            Edit::TextEnd => self.go(self.text.len()),
            Edit::Undo => self.undo(),
        }
        true
    }

    fn remember(&mut self) {
        if self.undo.len() == UNDO_STEPS {
            self.undo.remove(0);
        }
        self.undo.push((self.text.clone(), self.cursor));
    }

    fn undo(&mut self) {
        if let Some((text, cursor)) = self.undo.pop() {
            self.text = text;
            self.cursor = cursor;
        }
        self.typing = false;
        self.wanted = None;
    }

    fn erase(&mut self, from: usize, to: usize) {
        if from < to && to <= self.text.len() {
            self.remember();
            self.text.replace_range(floor(&self.text, from)..floor(&self.text, to), "");
            self.cursor = from;
        }
        self.typing = false;
        self.wanted = None;
    }

    fn go(&mut self, to: usize) {
        self.cursor = to;
        self.typing = false;
        self.wanted = None;
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |end| end + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text.get(at..).unwrap_or_default().find('\n').map_or(self.text.len(), |end| at + end)
    }

    fn word_left(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        before.unicode_word_indices().next_back().map_or(0, |(start, _)| start)
    }

    fn word_right(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        after.unicode_word_indices().next().map_or(self.text.len(), |(start, word)| self.cursor + start + word.len())
    }

    fn vertical(&mut self, up: bool) {
        let start = self.line_start(self.cursor);
        let column = self.wanted.unwrap_or_else(|| width(self.text.get(start..self.cursor).unwrap_or_default()));
        let target = if up {
            if start == 0 {
                return self.go(0);
            }
            self.line_start(start - 1)
        } else {
            let end = self.line_end(self.cursor);
            if end == self.text.len() {
                return self.go(end);
            }
            end + 1
        };
        let line = self.text.get(target..self.line_end(target)).unwrap_or_default();
        let mut at = 0;
        let mut cells = 0;
        for grapheme in line.graphemes(true) {
            cells += width(grapheme);
            if cells > column {
                break;
            }
            at += grapheme.len();
        }
        self.cursor = target + at;
        self.typing = false;
        self.wanted = Some(column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::place::{Act, Place};
    use crate::app::place_keys::PlaceKeys;
    use proptest::prelude::*;

    fn does(buffer: &mut TextBuffer, key: &str) -> bool {
        let key = Key::parse(key).unwrap();
        match PlaceKeys::default().given(Place::Editor, key) {
            Some(Act::Edit(edit)) => buffer.edit(edit),
            _ => buffer.typed(key),
        }
    }

    fn press(buffer: &mut TextBuffer, keys: &str) {
        for key in keys.split(' ') {
            assert!(does(buffer, key), "{key}");
        }
    }

    #[test]
    fn typing_moving_and_erasing() {
        let mut note = TextBuffer::lines("");
        press(&mut note, "h i Enter y o u Up End ! Down Home Del w Ctrl-w");
        assert_eq!(note.text(), "hi!\nou");
        press(&mut note, "Ctrl-z Ctrl-z");
        assert_eq!(note.text(), "hi!\nou");
        let mut line = TextBuffer::line("one two");
        press(&mut line, "Ctrl-w x Home Right");
        assert_eq!((line.text(), line.cursor()), ("one x", 1));
        assert!(!does(&mut line, "Enter"));
        line.insert("a\nb\u{1b}");
        assert_eq!(line.text(), "oa b\u{fffd}ne x");
    }

    #[test]
    fn what_stands_in_a_line_gives_way_to_what_is_typed_and_stays_where_the_cursor_moves() {
        for (keys, text) in [
            ("x", "x"),
            ("x y", "xy"),
            ("Backspace", ""),
            ("Del", ""),
            ("Ctrl-w", ""),
            ("Ctrl-u", ""),
            ("Ctrl-k", ""),
            ("End x", "one twox"),
            ("Left x", "one twxo"),
            ("Home x", "xone two"),
            ("Alt-Left x", "one xtwo"),
            ("x Ctrl-z", "one two"),
            ("Backspace Ctrl-z x", "one twox"),
        ] {
            let mut line = TextBuffer::offered("one two");
            assert!(line.is_selected());
            press(&mut line, keys);
            assert_eq!((line.text(), line.is_selected()), (text, false), "{keys}");
        }
        let mut line = TextBuffer::offered("one two");
        line.insert("pasted words");
        assert_eq!(line.text(), "pasted words");
        assert!(!TextBuffer::offered("").is_selected());
    }

    #[test]
    fn what_another_editor_wrote_is_a_step_of_its_own() {
        let mut note = TextBuffer::lines("");
        press(&mut note, "a");
        note.replace("from outside");
        press(&mut note, "b Ctrl-z");
        assert_eq!(note.text(), "from outside");
        press(&mut note, "Ctrl-z");
        assert_eq!(note.text(), "a");
    }

    #[test]
    fn an_emoji_family_is_one_step() {
        let mut line = TextBuffer::line("a👨‍👩‍👧");
        press(&mut line, "Backspace");
        assert_eq!(line.text(), "a");
    }

    proptest! {
        #[test]
        fn any_keys_leave_the_cursor_on_a_character(
            text in "\\PC{0,20}",
            keys in prop::collection::vec(prop::sample::select(vec![
                "a", "é", "Enter", "Backspace", "Del", "Left", "Right", "Up", "Down", "Home", "End", "Ctrl-w", "Ctrl-k", "Ctrl-u",
                "Ctrl-z", "Alt-Left", "Alt-Right", "Ctrl-Home", "Ctrl-End",
            ]), 0..60),
        ) {
            let mut buffer = TextBuffer::lines(&text);
            for key in keys {
                does(&mut buffer, key);
                prop_assert!(buffer.text().is_char_boundary(buffer.cursor()));
            }
        }
    }
}
