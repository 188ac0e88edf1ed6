//! The markup inside the paragraphs of reStructuredText: emphasis, code, roles, links, footnotes.

use super::super::block::InlineKind;
use super::super::ends::{Ends, address};
use super::super::flow::Flow;
use super::super::parts::{LONGEST_BLOCK, parts};
use super::names::{Names, normal};

/// Names of roles, labels and places that are longer are none.
const LONGEST_NAME: usize = 80;

/// Roles whose words are code.
const CODE: &[&str] = &[
    "code", "literal", "file", "func", "function", "meth", "method", "class", "mod", "module", "attr", "data", "exc",
    "obj", "const", "type", "macro", "member", "command", "program", "option", "kbd", "envvar", "samp", "math",
];

/// The marks that close, in the order of [`Scan::ends`].
const MARKS: [&str; 5] = ["**", "*", "``", "`", "|"];

/// Hands `text` to `flow`, its links led by `names`.
pub(super) fn read(text: &str, flow: &mut Flow<'_>, names: &mut Names) {
    for part in parts(text, LONGEST_BLOCK) {
        if !flow.builder.is_full() {
            read_part(part, flow, names);
        }
    }
}

fn read_part(text: &str, flow: &mut Flow<'_>, names: &mut Names) {
    let closes =
        |before: char, after: Option<char>| !before.is_whitespace() && before != '\\' && after.is_none_or(may_follow);
    let ends = MARKS.map(|mark| match mark {
        // Half of the mark for strong words ends no emphasis.
        "*" => Ends::of(text, mark, |before, after| closes(before, after) && before != '*' && after != Some('*')),
        "``" => Ends::of(text, mark, |before, after| !before.is_whitespace() && after.is_none_or(may_follow)),
        _ => Ends::of(text, mark, closes),
    });
    Scan { text, flow, names, ends, at: 0, told: 0 }.read();
}

/// Whether a character may stand right after markup.
fn may_follow(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '–' | '—' | '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '"' | '”' | '»')
        || matches!(c, ')' | '}' | ']' | '>' | '/' | '\\' | '_' | '`' | '…')
}

/// Whether a character may stand right before markup.
fn may_precede(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '–' | '—' | '(' | '{' | '[' | '<' | '\'' | '‘' | '"' | '“' | '„' | '«')
        || matches!(c, ':' | '/' | '\\')
}

/// Words without the backslashes that took a sign's meaning; a blank after one is gone with it.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut chars = words.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next().filter(|c| !c.is_whitespace())),
            c => out.push(c),
        }
    }
    out
}

/// What stands in front of `<target>` at the end of words, and the target.
fn targeted(words: &str) -> (&str, Option<&str>) {
    let found = words.strip_suffix('>').and_then(|words| words.rsplit_once('<'));
    match found.filter(|(_, target)| !target.is_empty()) {
        Some((shown, target)) if shown.trim().is_empty() => (target, Some(target)),
        Some((shown, target)) => (shown.trim_end(), Some(target)),
        None => (words, None),
    }
}

struct Scan<'t, 'f, 'b> {
    text: &'t str,
    flow: &'f mut Flow<'b>,
    names: &'f mut Names,
    ends: [Ends; 5],
    at: usize,
    /// Up to here everything has been handed on.
    told: usize,
}

impl<'t> Scan<'t, '_, '_> {
    fn read(mut self) {
        while let Some(byte) = self.text.as_bytes().get(self.at).copied() {
            let found = match byte {
                b'\\' => self.escape(),
                b'*' if self.rest().starts_with("**") => self.marked(0, InlineKind::Strong),
                b'*' => self.marked(1, InlineKind::Emphasis),
                b'`' if self.rest().starts_with("``") => self.marked(2, InlineKind::Code),
                b'`' => self.interpreted(self.at, None),
                b':' => self.role(),
                b'|' => self.substitution(),
                b'[' => self.citation(),
                b'_' => self.target().or_else(|| self.reference()),
                b'h' => self.address(),
                _ => None,
            };
            if found.is_none() {
                self.at += 1;
            }
        }
        self.tell(self.text.len(), self.text.len());
    }

    /// Hands on the words before `until` and goes on at `next`.
    fn tell(&mut self, until: usize, next: usize) {
        if let Some(words) = self.text.get(self.told..until).filter(|words| !words.is_empty()) {
            self.flow.words(words);
        }
        (self.at, self.told) = (next, next);
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Whether markup of `mark` bytes may begin here: nothing but a sign before it, no blank after it.
    fn begins(&self, mark: usize) -> bool {
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        let after = self.rest().get(mark..).and_then(|after| after.chars().next());
        before.is_none_or(may_precede) && after.is_some_and(|c| !c.is_whitespace())
    }

    /// Where mark `index` closes what opens here; something stands between the two.
    fn close(&mut self, index: usize, from: usize) -> Option<usize> {
        self.ends.get_mut(index)?.from(from + 1)
    }

    /// A backslash takes the meaning of the sign after it.
    fn escape(&mut self) -> Option<()> {
        let next = self.rest().chars().nth(1)?;
        let sign = self.at + 1;
        if next.is_whitespace() {
            self.tell(self.at, sign + next.len_utf8());
        } else {
            self.tell(self.at, sign);
            self.at = sign + next.len_utf8();
        }
        Some(())
    }

    fn marked(&mut self, index: usize, kind: InlineKind) -> Option<()> {
        let mark = MARKS.get(index)?.len();
        let from = self.at + mark;
        let end = self.begins(mark).then(|| self.close(index, from)).flatten()?;
        let words = self.text.get(from..end)?;
        self.tell(self.at, end + mark);
        self.flow.inline(kind);
        if kind == InlineKind::Code {
            self.flow.words(words);
        } else {
            self.flow.words(&unescaped(words));
        }
        self.flow.end_inline();
        Some(())
    }

    /// `:role:` and the interpreted text after it.
    fn role(&mut self) -> Option<()> {
        if !self.begins(1) {
            return None;
        }
        let name = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.' | ':');
        let head: usize = self.rest().chars().take(LONGEST_NAME).take_while(name).map(char::len_utf8).sum();
        let (head, after) = self.rest().split_at_checked(head)?;
        let role = head.strip_prefix(':')?.strip_suffix(':').filter(|role| !role.is_empty())?;
        if !after.starts_with('`') || after.starts_with("``") {
            return None;
        }
        let start = self.at;
        self.at += head.len();
        let found = self.interpreted(start, Some(role));
        if found.is_none() {
            self.at = start;
        }
        found
    }

    /// Text in backticks: a link, or words in the role that stands before or after it.
    fn interpreted(&mut self, start: usize, role: Option<&'t str>) -> Option<()> {
        let from = self.at + 1;
        if role.is_none() && !self.begins(1) || self.text.as_bytes().get(from) == Some(&b'`') {
            return None;
        }
        let end = self.close(3, from)?;
        let words = self.text.get(from..end)?;
        let after = self.text.get(end + 1..)?;
        let suffix = after.strip_prefix(':').and_then(|after| after.split_once(':')).map(|(role, _)| role);
        let suffix = suffix.filter(|role| role.len() < LONGEST_NAME && role.chars().all(char::is_alphanumeric));
        let (marks, next) = match (role, suffix) {
            (None, Some(role)) if !role.is_empty() => (0, end + 3 + role.len()),
            (Some(_), _) => (0, end + 1),
            _ => {
                let marks = after.bytes().take(2).take_while(|byte| *byte == b'_').count();
                (marks, end + 1 + marks)
            }
        };
        self.tell(start, next);
        match (role.or(suffix), marks) {
            (Some(role), _) => self.in_role(role, words),
            (None, 0) => self.set(Some(InlineKind::Emphasis), words),
            (None, marks) => self.link(words, marks == 2),
        }
        Some(())
    }

    fn set(&mut self, kind: Option<InlineKind>, words: &str) {
        if let Some(kind) = kind {
            self.flow.inline(kind);
        }
        self.flow.words(&unescaped(words));
        if kind.is_some() {
            self.flow.end_inline();
        }
    }

    /// Words in a role: code, emphasis, a link to a place in the document, or words only.
    fn in_role(&mut self, role: &str, words: &str) {
        let (shown, target) = targeted(words);
        let name = role.rsplit(':').next().unwrap_or(role).to_ascii_lowercase();
        match name.as_str() {
            "emphasis" | "title" | "title-reference" | "dfn" => self.set(Some(InlineKind::Emphasis), shown),
            "strong" | "guilabel" | "menuselection" => self.set(Some(InlineKind::Strong), shown),
            "pep" | "rfc" => self.set(None, &format!("{} {shown}", name.to_ascii_uppercase())),
            "ref" if target.is_some() => self.lead(&format!("#{}", normal(target.unwrap_or_default())), shown),
            name if CODE.contains(&name) => {
                // `~a.b.c` is shown as its last part.
                let shown = shown.strip_prefix('~').map_or(shown, |path| path.rsplit('.').next().unwrap_or(path));
                self.set(Some(InlineKind::Code), shown.trim_start_matches('!'));
            }
            _ => self.set(None, shown),
        }
    }

    /// A reference in backticks: to the address it holds, the next without a name, or a name.
    fn link(&mut self, words: &str, anonymous: bool) {
        let (shown, target) = targeted(words);
        let to = match target {
            Some(target) => match target.strip_suffix('_') {
                Some(name) => self.names.destination(name),
                None => unescaped(target).split_whitespace().collect(),
            },
            None if anonymous => self.names.next_anonymous(),
            None => self.names.destination(shown),
        };
        self.lead(&to, shown);
    }

    fn lead(&mut self, to: &str, words: &str) {
        self.flow.link(to);
        self.flow.words(&unescaped(words));
        self.flow.end_inline();
    }

    /// `|name|`: what stands for it.
    fn substitution(&mut self) -> Option<()> {
        let from = self.at + 1;
        let end = self.begins(1).then(|| self.close(4, from)).flatten()?;
        let name = self.text.get(from..end).filter(|name| name.len() <= LONGEST_NAME)?;
        let words = self.names.substitution(name)?.to_owned();
        let marks = self.text.get(end + 1..)?.bytes().take(2).take_while(|byte| *byte == b'_').count();
        self.tell(self.at, end + 1 + marks);
        if marks > 0 {
            let to = if marks == 2 { self.names.next_anonymous() } else { self.names.destination(name) };
            self.lead(&to, &words);
        } else {
            self.flow.words(&words);
        }
        Some(())
    }

    /// `[label]_`: a footnote or a citation.
    fn citation(&mut self) -> Option<()> {
        if !self.begins(1) {
            return None;
        }
        let inside = self.rest().get(1..)?;
        let len = inside.bytes().take(LONGEST_NAME).position(|byte| byte == b']')?;
        let (label, after) = inside.split_at_checked(len)?;
        let label = self.names.cited(label).filter(|_| after.starts_with("]_"))?;
        self.tell(self.at, self.at + len + 3);
        self.flow.footnote_reference(&label);
        Some(())
    }

    /// `` _`words` ``: a place that links lead to.
    fn target(&mut self) -> Option<()> {
        if !self.rest().starts_with("_`") || !self.begins(2) {
            return None;
        }
        let from = self.at + 2;
        let end = self.close(3, from)?;
        let words = self.text.get(from..end)?;
        self.tell(self.at, end + 1);
        self.flow.ensure_open();
        self.flow.anchor(&normal(words));
        self.flow.words(&unescaped(words));
        Some(())
    }

    /// `name_` or `name__`, where there is something of that name.
    fn reference(&mut self) -> Option<()> {
        let marks = self.rest().bytes().take(3).take_while(|byte| *byte == b'_').count();
        let after = self.rest().get(marks..)?.chars().next();
        if marks > 2 || !after.is_none_or(|c| may_follow(c) && c != '`' && c != '_') {
            return None;
        }
        let before = self.text.get(self.told..self.at)?;
        let word = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | ':');
        let len: usize = before.chars().rev().take(LONGEST_NAME).take_while(word).map(char::len_utf8).sum();
        let name = before.get(before.len() - len..)?.trim_start_matches(|c: char| !c.is_alphanumeric());
        if name.is_empty() || marks == 1 && !self.names.knows(name) {
            return None;
        }
        let to = if marks == 2 { self.names.next_anonymous() } else { self.names.destination(name) };
        let next = self.at + marks;
        self.tell(self.at - name.len(), next);
        self.lead(&to, name);
        Some(())
    }

    /// An address that stands in the words.
    fn address(&mut self) -> Option<()> {
        if !self.begins(1) {
            return None;
        }
        let len = address(self.rest())?;
        let to = self.rest().get(..len)?;
        self.tell(self.at, self.at + len);
        self.flow.link(to);
        self.flow.words(to);
        self.flow.end_inline();
        Some(())
    }
}
