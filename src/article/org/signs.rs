//! What single lines of Org say: settings, headings, blocks and drawers, and the marks of items.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::document::Metadata;

/// What the lines `#+KEY: value` say of the article.
pub(super) struct Settings {
    pub(super) metadata: Metadata,
}

impl Settings {
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut found: HashMap<&str, String> = HashMap::new();
        for line in lines {
            let Some((key, value)) = setting(line.trim_start()).filter(|(_, value)| !value.is_empty()) else {
                continue;
            };
            let named = ["title", "author", "date", "language"].into_iter().find(|name| key.eq_ignore_ascii_case(name));
            let Some(name) = named else { continue };
            let words = found.entry(name).or_default();
            if words.is_empty() {
                value.clone_into(words);
            } else if name == "title" {
                // A long title may take several lines.
                *words += " ";
                *words += value;
            }
        }
        let metadata = Metadata {
            title: found.remove("title"),
            author: found.remove("author"),
            date: found.remove("date").map(|date| timestamp(&date).to_owned()),
            url: None,
            site: None,
            language: found.remove("language"),
        };
        Self { metadata }
    }
}

/// The day of a timestamp (`<2026-05-04 Mon>`); other words as they are.
fn timestamp(words: &str) -> &str {
    let inside = words.trim_matches(['<', '>', '[', ']']);
    let day = inside.split(' ').next().unwrap_or(inside);
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_day { day } else { inside }
}

/// Key and value of a line `#+KEY: value`.
pub(super) fn setting(words: &str) -> Option<(&str, &str)> {
    let (key, value) = words.strip_prefix("#+")?.split_once(':')?;
    let key = key.split('[').next().unwrap_or(key);
    let named = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    named.then(|| (key, value.trim()))
}

/// The name in `#+begin_name` or `#+end_name`, in lower case.
pub(super) fn block_name(words: &str, opening: &str) -> Option<String> {
    let start = words.get(..opening.len()).filter(|start| start.eq_ignore_ascii_case(opening))?;
    let name = words.get(start.len()..)?.split_whitespace().next()?;
    (name.len() <= 40).then(|| name.to_ascii_lowercase())
}

/// The name of a drawer, where `words` open one.
pub(super) fn drawer(words: &str) -> Option<&str> {
    let name = words.strip_prefix(':')?.strip_suffix(':')?;
    (!name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))).then_some(name)
}

/// How many stars a heading has, and its words.
pub(super) fn headline(line: &str) -> Option<(usize, &str)> {
    let words = line.trim_start_matches('*');
    let stars = line.len() - words.len();
    (stars > 0 && words.starts_with(' ')).then(|| (stars, words.trim()))
}

/// For each line that opens a block or a drawer, the line that closes it; 0 for all others.
pub(super) fn ends(lines: &[&str]) -> Vec<usize> {
    let mut ends = vec![0; lines.len()];
    let mut blocks: HashMap<String, usize> = HashMap::new();
    let mut drawers = None;
    for (at, line) in lines.iter().enumerate().rev() {
        let words = line.trim();
        let end = if headline(line).is_some() {
            blocks.clear();
            drawers = None;
            None
        } else if let Some(name) = block_name(words, "#+end_") {
            blocks.insert(name, at);
            None
        } else if let Some(name) = block_name(words, "#+begin_") {
            blocks.get(&name).copied()
        } else if words.eq_ignore_ascii_case(":end:") {
            drawers = Some(at);
            None
        } else {
            drawer(words).and(drawers)
        };
        if let (Some(end), Some(slot)) = (end, ends.get_mut(at)) {
            *slot = end;
        }
    }
    ends
}

/// A line of a block without the comma that keeps it from being a heading or a setting.
pub(super) fn unescaped(line: &str) -> &str {
    line.strip_prefix(',').filter(|rest| rest.starts_with(['*', ',']) || rest.starts_with("#+")).unwrap_or(line)
}

/// A heading without its priority (`[#A]`), which stands first or after a keyword such as `TODO`.
pub(super) fn without_priority(words: &str) -> Cow<'_, str> {
    let after = |words: &str| match words.as_bytes() {
        [b'[', b'#', _, b']', ..] => words.get(4..).map(|rest| rest.trim_start().to_owned()),
        _ => None,
    };
    if let Some(rest) = after(words) {
        return Cow::Owned(rest);
    }
    let keyword = words.split_once(' ').filter(|(keyword, _)| keyword.chars().all(char::is_uppercase));
    match keyword.and_then(|(keyword, rest)| Some((keyword, after(rest)?))) {
        Some((keyword, rest)) => Cow::Owned(format!("{keyword} {rest}")),
        None => Cow::Borrowed(words),
    }
}

/// A heading without the tags at its end (`:one:two:`).
pub(super) fn without_tags(words: &str) -> &str {
    let Some((rest, tags)) = words.rsplit_once([' ', '\t']) else { return words };
    let inside = tags.strip_prefix(':').and_then(|tags| tags.strip_suffix(':'));
    let tags = inside.is_some_and(|inside| {
        !inside.is_empty() && inside.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '#' | '%' | ':'))
    });
    if tags { rest.trim_end() } else { words }
}

/// The number that an item is given (`[@5]`), and its words.
pub(super) fn counter(words: &str) -> (Option<u64>, &str) {
    let set = words.strip_prefix("[@").and_then(|rest| rest.split_once(']'));
    match set.and_then(|(number, rest)| Some((number.parse().ok()?, rest.trim_start()))) {
        Some((number, rest)) => (Some(number), rest),
        None => (None, words),
    }
}

/// The sign for an item's checkbox, and its words.
pub(super) fn checkbox(words: &str) -> (&'static str, &str) {
    let boxes = [("[ ] ", "☐ "), ("[X] ", "☑ "), ("[x] ", "☑ "), ("[-] ", "☐ ")];
    let found = boxes.into_iter().find_map(|(mark, sign)| words.strip_prefix(mark).map(|rest| (sign, rest)));
    found.unwrap_or(("", words))
}
