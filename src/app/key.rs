//! Keys as the reader names them, apart from any terminal library.

use std::fmt;

/// A key with its modifiers. Shift is part of the character where there is one (`G`, not Shift-g).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Control is held.
    pub control: bool,
    /// Whether Alt is held.
    pub alt: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are those on the keyboard")]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Function(u8),
}

/// Names of the keys that are no character, as they are written and shown.
const NAMED: [(&str, Code); 19] = [
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Shift-Tab", Code::BackTab),
    ("Backspace", Code::Backspace),
    ("Del", Code::Delete),
    ("Ins", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
    ("Space", Code::Char(' ')),
    // Other names people write in a config.
    ("Return", Code::Enter),
    ("Escape", Code::Esc),
    ("Delete", Code::Delete),
];

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Self { code, control: false, alt: false }
    }

    /// A character without modifiers.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with Control.
    pub const fn control(c: char) -> Self {
        Self { code: Code::Char(c), control: true, alt: false }
    }

    /// The character this key types into a text, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads one key: `j`, `G`, `Ctrl-d`, `Alt-Enter`, `PgDn`, `F1`, `Space`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        loop {
            let after =
                |prefixes: [&str; 2]| prefixes.iter().find_map(|p| rest.strip_prefix(p)).filter(|r| !r.is_empty());
            if let Some(inner) = after(["Ctrl-", "C-"]) {
                key.control = true;
                rest = inner;
            } else if let Some(inner) = after(["Alt-", "A-"]) {
                key.alt = true;
                rest = inner;
            } else {
                break;
            }
        }
        key.code = Code::parse(rest)?;
        Some(key)
    }

    /// Reads a sequence of keys: `gg`, `Ctrl-d`, `g x`. Names of keys stand apart by blanks;
    /// characters may stand together.
    pub fn parse_sequence(text: &str) -> Option<Vec<Self>> {
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            match Self::parse(word) {
                Some(key) => keys.push(key),
                None if word.contains('-') || word.contains(char::is_control) => return None,
                None => keys.extend(word.chars().map(Self::char)),
            }
        }
        (!keys.is_empty() && keys.len() <= 4).then_some(keys)
    }

    /// Writes a sequence as [`parse_sequence`](Self::parse_sequence) reads it.
    pub fn write_sequence(keys: &[Self]) -> String {
        let plain = keys.iter().map(|key| key.typed().filter(|c| *c != ' ')).collect::<Option<String>>();
        plain.unwrap_or_else(|| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
    }
}

impl Code {
    fn parse(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return (!c.is_control()).then_some(Self::Char(c));
        }
        if let Some((_, code)) = NAMED.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
            return Some(*code);
        }
        let number = text.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=24).contains(&number).then_some(Self::Function(number))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.control {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match (NAMED.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, Code::Function(n)) => write!(f, "F{n}"),
            (None, _) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        for text in ["j", "G", "Ctrl-d", "Alt-Enter", "PgDn", "F1", "Space", "-", "Ctrl--", "?", "Shift-Tab"] {
            let key = Key::parse(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(key.to_string(), text);
        }
        assert_eq!(Key::parse_sequence("gg"), Some(vec![Key::char('g'); 2]));
        assert_eq!(Key::write_sequence(&[Key::char('g'), Key::char('x')]), "gx");
        assert_eq!(Key::write_sequence(&[Key::char('g'), Key::plain(Code::Enter)]), "g Enter");
        for nonsense in ["", "Ctrl-", "Hyper-x", "\u{1b}"] {
            assert_eq!(Key::parse_sequence(nonsense), None, "{nonsense:?}");
        }
    }
}
