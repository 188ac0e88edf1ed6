//! The markup inside Org's paragraphs: emphasis, code, links, footnotes.

use std::collections::{HashMap, HashSet};

use super::super::block::InlineKind;
use super::super::ends::{Ends, address};
use super::super::flow::Flow;
use super::super::parts::{LONGEST_BLOCK, parts};

/// The marks of emphasis; what stands inside those of code is words only.
const MARKS: [(u8, InlineKind); 6] = [
    (b'*', InlineKind::Strong),
    (b'/', InlineKind::Emphasis),
    (b'_', InlineKind::Emphasis),
    (b'+', InlineKind::Strikethrough),
    (b'=', InlineKind::Code),
    (b'~', InlineKind::Code),
];

/// Labels of footnotes that are longer are none.
const LONGEST_LABEL: usize = 80;
/// Labels of more footnotes than this are not known beforehand.
const MOST_LABELS: usize = 1_000_000;
/// More footnotes than this are not taken out of their sentences.
const MOST_NOTES: usize = 100_000;

/// Footnotes that are defined where they are cited, to be shown at the end.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Labels that stand in the source.
    taken: HashSet<String>,
    /// How many labels have been made.
    made: usize,
    /// Label and words of each.
    pub(super) found: Vec<(String, String)>,
}

impl Notes {
    /// Knows the labels of `text`, so that none is made twice.
    pub(super) fn of(text: &str) -> Self {
        let labels = text.split("[fn:").skip(1).filter_map(label).map(|(label, _)| label.to_owned()).take(MOST_LABELS);
        Self { taken: labels.collect(), ..Self::default() }
    }

    /// Takes the words of a footnote and gives its label: its own, or the next number that is free. Nothing where there
    /// are too many.
    fn take(&mut self, label: &str, words: &str) -> Option<String> {
        if self.found.len() >= MOST_NOTES {
            return None;
        }
        let mut label = label.to_owned();
        while label.is_empty() {
            self.made += 1;
            label = Some(self.made.to_string()).filter(|made| !self.taken.contains(made)).unwrap_or_default();
        }
        self.found.push((label.clone(), words.to_owned()));
        Some(label)
    }
}

/// The label at the head of what follows `[fn:`, and what stands after it.
pub(super) fn label(after: &str) -> Option<(&str, &str)> {
    let end = after.bytes().take(LONGEST_LABEL).position(|byte| matches!(byte, b']' | b':'))?;
    let (label, rest) = after.split_at_checked(end)?;
    label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).then_some((label, rest))
}

/// Hands `text` to `flow`. Footnotes defined in it are taken by `notes`; without it they are words.
pub(super) fn read(text: &str, flow: &mut Flow<'_>, mut notes: Option<&mut Notes>) {
    for part in parts(text, LONGEST_BLOCK) {
        if !flow.builder.is_full() {
            read_part(part, flow, notes.as_deref_mut());
        }
    }
}

fn read_part(text: &str, flow: &mut Flow<'_>, notes: Option<&mut Notes>) {
    let closes = |before: char, after: Option<char>| !before.is_whitespace() && after.is_none_or(may_follow);
    let ends = MARKS.map(|(mark, _)| Ends::of(text, char::from(mark).encode_utf8(&mut [0; 4]), closes));
    let brackets = if text.contains("[fn:") && notes.is_some() { brackets(text) } else { HashMap::new() };
    let links = Ends::of(text, "]]", |_, _| true);
    Scan { text, flow, notes, ends, links, brackets, at: 0, told: 0, open: Vec::new() }.read();
}

/// Whether a character may stand right after emphasis.
fn may_follow(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '–' | '—' | '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '"' | '”' | '»')
        || matches!(c, ')' | '}' | ']' | '[' | '\\' | '…' | '*' | '/' | '_' | '+')
}

/// Whether a character may stand right before emphasis.
fn may_precede(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '–' | '—' | '(' | '{' | '[' | '\'' | '‘' | '"' | '“' | '„' | '«')
        || matches!(c, '*' | '/' | '_' | '+')
}

/// Where each bracket closes.
fn brackets(text: &str) -> HashMap<usize, usize> {
    let mut open = Vec::new();
    let mut pairs = HashMap::new();
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text.as_bytes().get(at) == Some(&b'[') {
            open.push(at);
        } else if let Some(start) = open.pop() {
            pairs.insert(start, at);
        }
    }
    pairs
}

/// An inline that is open: where it ends, how long the mark there is, and whether it is a link.
#[derive(Clone, Copy, Debug)]
struct Open {
    end: usize,
    mark: usize,
    link: bool,
}

struct Scan<'t, 'f, 'b, 'n> {
    text: &'t str,
    flow: &'f mut Flow<'b>,
    notes: Option<&'n mut Notes>,
    ends: [Ends; 6],
    links: Ends,
    brackets: HashMap<usize, usize>,
    at: usize,
    /// Up to here everything has been handed on.
    told: usize,
    open: Vec<Open>,
}

impl Scan<'_, '_, '_, '_> {
    fn read(mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            if let Some(open) = self.open.pop_if(|open| open.end == self.at) {
                self.tell(self.at, open.end + open.mark);
                self.flow.end_inline();
                continue;
            }
            let found = match byte {
                b'[' => self.link().or_else(|| self.footnote()),
                b'<' => self.target().or_else(|| self.bracketed()),
                b'h' => self.address(),
                _ => self.emphasis(byte),
            };
            if found.is_none() {
                self.at += 1;
            }
        }
        self.tell(self.text.len(), self.text.len());
        for _ in 0..self.open.len() {
            self.flow.end_inline();
        }
    }

    /// Hands on the words before `until` and goes on at `next`.
    fn tell(&mut self, until: usize, next: usize) {
        if let Some(words) = self.text.get(self.told..until).filter(|words| !words.is_empty()) {
            self.flow.words(words);
        }
        (self.at, self.told) = (next, next);
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Where the innermost inline that is open ends.
    fn bound(&self) -> usize {
        self.open.last().map_or(self.text.len(), |open| open.end)
    }

    /// Whether the character before this place lets markup begin.
    fn may_begin(&self) -> bool {
        self.text.get(..self.at).and_then(|before| before.chars().next_back()).is_none_or(may_precede)
    }

    fn emphasis(&mut self, byte: u8) -> Option<()> {
        let index = MARKS.iter().position(|(mark, _)| *mark == byte)?;
        let (_, kind) = *MARKS.get(index)?;
        let begins = self.may_begin() && self.rest().chars().nth(1).is_some_and(|c| !c.is_whitespace());
        // The two marks have something between them.
        let from = self.at + 2;
        let end = self.ends.get_mut(index).filter(|_| begins)?.from(from)?;
        if end >= self.bound() {
            return None;
        }
        let inside = self.at + 1;
        self.tell(self.at, inside);
        self.flow.inline(kind);
        if kind == InlineKind::Code {
            self.tell(end, end + 1);
            self.flow.end_inline();
        } else {
            self.open.push(Open { end, mark: 1, link: false });
        }
        Some(())
    }

    /// `[[target]]` or `[[target][description]]`.
    fn link(&mut self) -> Option<()> {
        if !self.rest().starts_with("[[") || self.open.iter().any(|open| open.link) {
            return None;
        }
        let start = self.at + 2;
        let end = self.links.from(start).filter(|end| *end > start && *end < self.bound())?;
        let inside = self.text.get(start..end)?;
        let (target, description) = inside.split_once("][").map_or((inside, None), |(to, words)| (to, Some(words)));
        let (to, shown) = (destination(target), target.strip_prefix("file:").unwrap_or(target));
        self.tell(self.at, start);
        self.flow.link(&to);
        if description.is_some() {
            (self.at, self.told) = (start + target.len() + 2, start + target.len() + 2);
            self.open.push(Open { end, mark: 2, link: true });
        } else {
            self.flow.words(shown.trim_start_matches(['#', '*']));
            self.flow.end_inline();
            (self.at, self.told) = (end + 2, end + 2);
        }
        Some(())
    }

    /// `[fn:label]`, or `[fn:label:words]`, whose words wait for the end.
    fn footnote(&mut self) -> Option<()> {
        let (label, after) = label(self.rest().strip_prefix("[fn:")?)?;
        let label = label.to_owned();
        let words_at = self.text.len() - after.len() + 1;
        if after.starts_with(']') {
            if label.is_empty() || words_at > self.bound() {
                return None;
            }
            self.tell(self.at, words_at);
            self.flow.footnote_reference(&label);
            return Some(());
        }
        let end = self.brackets.get(&self.at).copied().filter(|end| *end < self.bound())?;
        let words = self.text.get(words_at..end)?;
        let label = self.notes.as_mut()?.take(&label, words)?;
        self.tell(self.at, end + 1);
        self.flow.footnote_reference(&label);
        Some(())
    }

    /// `<<name>>`: the place that a link elsewhere leads to.
    fn target(&mut self) -> Option<()> {
        let inside = self.rest().strip_prefix("<<").filter(|inside| !inside.starts_with('<'))?;
        let len = inside.bytes().take(LONGEST_LABEL).position(|byte| byte == b'>')?;
        let name = inside.get(..len).filter(|name| !name.is_empty())?.to_owned();
        inside.get(len..)?.strip_prefix(">>")?;
        let next = self.at + len + 4;
        if next > self.bound() {
            return None;
        }
        self.tell(self.at, next);
        self.flow.anchor(&name);
        Some(())
    }

    /// `<https://…>`.
    fn bracketed(&mut self) -> Option<()> {
        let len = address(self.rest().get(1..)?)?;
        let end = self.at + 1 + len;
        if self.text.as_bytes().get(end) != Some(&b'>') || end >= self.bound() {
            return None;
        }
        self.tell(self.at, self.at + 1);
        self.flow.link(self.text.get(self.at..end)?);
        self.tell(end, end + 1);
        self.flow.end_inline();
        Some(())
    }

    /// An address that stands in the words.
    fn address(&mut self) -> Option<()> {
        if self.open.iter().any(|open| open.link) || !self.may_begin() {
            return None;
        }
        let within = self.text.get(self.at..self.bound())?;
        let end = self.at + address(within)?;
        self.tell(self.at, self.at);
        self.flow.link(self.text.get(self.at..end)?);
        self.tell(end, end);
        self.flow.end_inline();
        Some(())
    }
}

/// Where a link leads: an address or a file as it is; else a place in this document, which is named by `<<name>>`,
/// a heading's `CUSTOM_ID` or its words.
fn destination(target: &str) -> String {
    let scheme = target.split_once(':').map(|(scheme, _)| scheme);
    let named = scheme.is_some_and(|scheme| scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if named || target.starts_with(['#', '/', '.', '~']) { target.to_owned() } else { format!("#{target}") }
}
