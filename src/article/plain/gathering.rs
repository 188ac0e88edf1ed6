//! Lines of plain text, put together to paragraphs, items, quotations and code.

use super::super::lines::{Line, ends_sentence, is_forced, is_rule, is_underline, marker, quoted};

/// How deep lists are told apart.
const DEEPEST: usize = 12;

/// Lines that belong together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece<'a> {
    /// What they look like.
    pub kind: Kind,
    /// The words of its first line, without a marker.
    pub first: &'a str,
    /// Its first line.
    pub from: usize,
    /// The line after its last.
    pub to: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Prose,
    /// A list item.
    Item {
        /// 1 for the outermost list.
        depth: u8,
        /// Its number or letter's place.
        ordinal: Option<u32>,
    },
    /// Quoted by `>`.
    Quote {
        /// How deep.
        depth: u8,
    },
    /// Indented code.
    Code,
    /// A drawn line.
    Rule,
    /// A heading that is marked as one: underlined by `=` (level 1) or another sign, or with `#`.
    Marked {
        /// 1 to 6.
        level: u8,
    },
}

/// What lines leave to those after them.
#[derive(Clone, Debug, Default)]
pub(super) struct Before {
    /// Indents of the list items that are open, outermost first.
    indents: Vec<usize>,
    /// Indented lines up to here have been found to be no code.
    prose_until: usize,
    /// Whether the line before has words.
    words: bool,
}

impl Before {
    /// Goes on over `pieces`, behind which line `next` of these lines comes; `prose` says of which indented lines it was
    /// found that they are no code.
    pub(super) fn pass(&mut self, pieces: &[Piece<'_>], lines: &[Line<'_>], next: usize, prose: &[(usize, usize)]) {
        for piece in pieces {
            match (piece.kind, lines.get(piece.from)) {
                (Kind::Item { .. }, Some(line)) => open_item(&mut self.indents, line.indent),
                _ => self.indents.clear(),
            }
        }
        let until = prose.iter().rev().find(|(from, _)| *from < next).map_or(self.prose_until, |(_, until)| *until);
        self.prose_until = until.saturating_sub(next);
        if let Some(line) = next.checked_sub(1).and_then(|line| lines.get(line)) {
            self.words = !line.is_blank();
        }
    }
}

/// An item of a list opens at this indent, and closes those that stand there and deeper.
fn open_item(indents: &mut Vec<usize>, indent: usize) {
    indents.retain(|open| *open < indent);
    if indents.len() < DEEPEST {
        indents.push(indent);
    }
}

/// Puts lines together.
pub(super) struct Gathering<'a, 'l> {
    lines: &'l [Line<'a>],
    column: Option<usize>,
    pieces: Vec<Piece<'a>>,
    before: Before,
    /// From where to where indented lines have been found to be no code.
    prose: Vec<(usize, usize)>,
}

impl<'a, 'l> Gathering<'a, 'l> {
    /// Nothing is put together yet; a text that was wrapped was so at `column`.
    pub(super) const fn new(lines: &'l [Line<'a>], column: Option<usize>, before: Before) -> Self {
        Self { lines, column, pieces: Vec::new(), before, prose: Vec::new() }
    }

    /// The pieces of the text, in order, and from where to where indented lines were found to be no code.
    pub(super) fn pieces(mut self) -> (Vec<Piece<'a>>, Vec<(usize, usize)>) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = if line.is_blank() { at + 1 } else { self.piece(at, *line) };
        }
        (self.pieces, self.prose)
    }

    fn line(&self, at: usize) -> Option<&Line<'a>> {
        self.lines.get(at).filter(|line| !line.is_blank())
    }

    /// Takes the piece that starts with the line at `at`, and gives the line after it.
    fn piece(&mut self, at: usize, line: Line<'a>) -> usize {
        let (depth, inner) = quoted(line.words);
        if depth > 0 {
            return self.quotation(at, depth, inner);
        }
        if let Some(under) = self.line(at + 1)
            && !is_rule(line.words)
            && is_underline(under.words, line.words.chars().count())
        {
            let level = if under.words.starts_with('=') { 1 } else { 2 };
            return self.take(Kind::Marked { level }, line.words, at, at + 2);
        }
        if is_rule(line.words) {
            return self.take(Kind::Rule, "", at, at + 1);
        }
        if let Some((level, words)) = hashed(line.words) {
            return self.take(Kind::Marked { level }, words, at, at + 1);
        }
        if line.indent >= 4
            && let Some(to) = self.code(at)
        {
            return self.take(Kind::Code, "", at, to);
        }
        if let Some(found) = marker(line.words) {
            open_item(&mut self.before.indents, line.indent);
            let kind = Kind::Item { depth: self.before.indents.len() as u8, ordinal: found.ordinal };
            let to = self.last_line(at, line.indent);
            return self.add(kind, found.rest, at, to);
        }
        let to = self.last_line(at, usize::MAX);
        self.take(Kind::Prose, line.words, at, to)
    }

    /// Adds a piece that ends the list before it.
    fn take(&mut self, kind: Kind, first: &'a str, from: usize, to: usize) -> usize {
        self.before.indents.clear();
        self.add(kind, first, from, to)
    }

    fn add(&mut self, kind: Kind, first: &'a str, from: usize, to: usize) -> usize {
        self.pieces.push(Piece { kind, first, from, to });
        to
    }

    fn quotation(&mut self, at: usize, depth: u8, inner: &'a str) -> usize {
        // A line that is drawn in a quotation parts it, as a blank one does.
        let parts = |words: &str| words.trim().is_empty() || is_rule(words.trim());
        if parts(inner) {
            return at + 1;
        }
        let mut to = at + 1;
        while self.line(to).is_some_and(|next| {
            let (deep, words) = quoted(next.words);
            deep == depth && !parts(words)
        }) {
            to += 1;
        }
        self.take(Kind::Quote { depth }, inner.trim(), at, to)
    }

    /// The line after the last one that goes on with the line at `at`. Lines that stand deeper than
    /// an item's marker belong to it.
    fn last_line(&self, at: usize, item_indent: usize) -> usize {
        let mut to = at + 1;
        while let (Some(line), Some(next)) = (self.line(to - 1), self.line(to)) {
            let interrupts = self.opens_item(line, next, item_indent)
                || is_rule(next.words)
                || quoted(next.words).0 > 0
                || hashed(next.words).is_some()
                || self.line(to + 1).is_some_and(|under| is_underline(under.words, next.words.chars().count()));
            if interrupts || !(next.indent > item_indent || self.joins(line, next)) {
                break;
            }
            to += 1;
        }
        to
    }

    /// Whether `next` opens a list item. A number that the wrapping of a paragraph happened to put at
    /// the head of a line does not.
    fn opens_item(&self, line: &Line<'_>, next: &Line<'_>, item_indent: usize) -> bool {
        let Some(found) = marker(next.words) else { return false };
        let wrapped = item_indent == usize::MAX
            && next.indent <= line.indent
            && !ends_sentence(line.words)
            && self.column.is_some_and(|column| is_forced(line, next, column));
        found.ordinal.is_none() || !wrapped
    }

    /// Whether the line end between two lines only wraps a paragraph.
    fn joins(&self, line: &Line<'_>, next: &Line<'_>) -> bool {
        let ended = ends_sentence(line.words);
        let goes_on = !ended && next.words.starts_with(char::is_lowercase);
        let Some(column) = self.column else { return goes_on && line.width() >= 40 };
        if ended && next.indent > line.indent + 1 {
            return false;
        }
        goes_on || is_forced(line, next, column) || (!ended && line.width() * 10 >= column * 6)
    }

    /// The line after the code that starts at `at`, if the indented lines there are clearly code.
    fn code(&mut self, at: usize) -> Option<usize> {
        let above = at.checked_sub(1).and_then(|line| self.lines.get(line));
        let after_words = above.map_or(self.before.words, |line| !line.is_blank());
        if at < self.before.prose_until || after_words || !self.before.indents.is_empty() {
            return None;
        }
        let run = self.lines.get(at..)?.iter().take_while(|line| line.is_blank() || line.indent >= 4).count();
        let end = at + run - self.lines.get(at..at + run)?.iter().rev().take_while(|line| line.is_blank()).count();
        let shown = self.lines.get(at..end.min(at + 20))?.iter().filter(|line| !line.is_blank());
        let (mut code, mut all) = (0, 0);
        for line in shown {
            all += 1;
            code += usize::from(looks_like_code(line.words));
        }
        if code * 2 > all {
            return Some(end);
        }
        self.before.prose_until = end;
        self.prose.push((at, end));
        None
    }
}

/// A heading in the manner of Markdown, which people write in plain text too.
fn hashed(words: &str) -> Option<(u8, &str)> {
    let rest = words.trim_start_matches('#');
    let level = words.len() - rest.len();
    let heading = rest.strip_prefix(' ')?.trim().trim_end_matches('#').trim();
    ((1..=6).contains(&level) && !heading.is_empty()).then_some((level as u8, heading))
}

fn looks_like_code(words: &str) -> bool {
    words.ends_with(['{', '}', ';', '\\'])
        || words.starts_with(['$', '#', '<', '{', '}', '@'])
        || ["//", "/*", "--", "def ", "fn ", "let ", "import ", "return ", "if (", "for (", "sudo ", "git ", "cargo "]
            .iter()
            .any(|opening| words.starts_with(opening))
        || [" = ", "==", "=>", "->", "::", "()", "[]", "&&", "||", "</"].iter().any(|sign| words.contains(sign))
}
