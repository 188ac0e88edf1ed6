//! Plain text to a document: paragraphs, headings, lists and quotations as a person sees them.

use super::block::BlockKind;
use super::boilerplate::{Place, heads_pointers, is_boilerplate};
use super::builder::DocumentBuilder;
use super::headline::{After, is_heading, is_numbered_heading, is_statement, is_title, looks_like_heading};
use super::lines::{Line, ends_sentence, is_forced, is_rule, is_underline, marker, page_column, quoted, wrap_column};

/// How many bytes tell how the text is laid out: whether its lines were wrapped, and what its headings
/// look like. A start of the text is never shorter, and so tells the same.
pub(super) const SAMPLE: usize = 16 * 1024;
/// How deep lists are told apart.
const DEEPEST: usize = 12;
/// More bare lines than this in a row are verse or a list, not headings.
const BARE_LINES: usize = 4;
/// How many of the last blocks may change when more text follows.
const UNSETTLED: usize = 5;

/// Where a page starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageStart {
    /// The line it starts with, from 0.
    pub line: usize,
    /// Its number, from 1.
    pub number: u32,
}

/// Reads cleaned plain text into `builder`. Where `more` follows `text` in the source, the last
/// blocks, which depend on it, are left out.
pub(super) fn read(text: &str, more: bool, builder: &mut DocumentBuilder) {
    read_pages(text, more, &[], builder);
}

/// Reads cleaned plain text whose pages start at `pages`, in order, into `builder`.
pub(super) fn read_pages(text: &str, more: bool, pages: &[PageStart], builder: &mut DocumentBuilder) {
    let lines: Vec<Line<'_>> = text.split('\n').map(Line::of).collect();
    let head = text.as_bytes().get(..SAMPLE).map_or(lines.len(), |head| memchr::memchr_iter(b'\n', head).count());
    let sample = lines.get(..head).unwrap_or_default();
    let column = if pages.is_empty() { wrap_column(sample) } else { page_column(sample) };
    let mut pieces = Gathering::new(&lines, column).pieces();
    let statements = has_statement_headings(
        pieces.get(..pieces.partition_point(|piece| piece.to <= head)).unwrap_or_default(),
        &lines,
    );
    if more {
        pieces.truncate(pieces.len().saturating_sub(UNSETTLED));
    }
    Telling {
        lines: &lines,
        pieces: &pieces,
        pages,
        statements,
        bare: 0,
        below_title: false,
        under_pointers: false,
        ruled: false,
    }
    .tell(builder);
}

/// Lines that belong together.
#[derive(Clone, Copy, Debug)]
struct Piece<'a> {
    kind: Kind,
    /// The words of its first line, without a marker.
    first: &'a str,
    /// Its lines, half-open.
    from: usize,
    to: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Prose,
    Item {
        depth: u8,
        ordinal: Option<u32>,
    },
    Quote {
        depth: u8,
    },
    Code,
    Rule,
    /// A heading that is marked as one: underlined by `=` (level 1) or another sign, or with `#`.
    Marked {
        level: u8,
    },
}

/// Puts lines together.
struct Gathering<'a, 'l> {
    lines: &'l [Line<'a>],
    column: Option<usize>,
    pieces: Vec<Piece<'a>>,
    /// Indents of the list items that are open, outermost first.
    indents: Vec<usize>,
    /// Indented lines up to here have been found to be no code.
    prose_until: usize,
}

impl<'a, 'l> Gathering<'a, 'l> {
    const fn new(lines: &'l [Line<'a>], column: Option<usize>) -> Self {
        Self { lines, column, pieces: Vec::new(), indents: Vec::new(), prose_until: 0 }
    }

    fn pieces(mut self) -> Vec<Piece<'a>> {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            at = if line.is_blank() { at + 1 } else { self.piece(at, *line) };
        }
        self.pieces
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
            self.indents.retain(|indent| *indent < line.indent);
            if self.indents.len() < DEEPEST {
                self.indents.push(line.indent);
            }
            let kind = Kind::Item { depth: self.indents.len() as u8, ordinal: found.ordinal };
            let to = self.last_line(at, line.indent);
            return self.add(kind, found.rest, at, to);
        }
        let to = self.last_line(at, usize::MAX);
        self.take(Kind::Prose, line.words, at, to)
    }

    /// Adds a piece that ends the list before it.
    fn take(&mut self, kind: Kind, first: &'a str, from: usize, to: usize) -> usize {
        self.indents.clear();
        self.add(kind, first, from, to)
    }

    fn add(&mut self, kind: Kind, first: &'a str, from: usize, to: usize) -> usize {
        self.pieces.push(Piece { kind, first, from, to });
        to
    }

    fn quotation(&mut self, at: usize, depth: u8, inner: &'a str) -> usize {
        if inner.trim().is_empty() {
            return at + 1;
        }
        let mut to = at + 1;
        while self.line(to).is_some_and(|next| {
            let (deep, words) = quoted(next.words);
            deep == depth && !words.trim().is_empty()
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
        let after_blank = at == 0 || self.lines.get(at - 1).is_some_and(Line::is_blank);
        if at < self.prose_until || !after_blank || !self.indents.is_empty() {
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
        self.prose_until = end;
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

/// About how many characters a piece has; enough to tell long from short.
fn length(piece: &Piece<'_>, lines: &[Line<'_>]) -> usize {
    let lines = lines.get(piece.from..piece.to.min(piece.from + 4)).unwrap_or_default();
    lines.iter().map(|line| line.words.chars().take(1000).count() + 1).sum()
}

/// Whether the first of `pieces` stands above a clearly longer paragraph.
fn leads_on(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let [piece, next, ..] = pieces else { return false };
    next.kind == Kind::Prose && length(next, lines) * 4 > length(piece, lines) * 5
}

/// Whether the headings of a text are whole sentences with their full stops: three or more short lines
/// of one statement, each above a longer paragraph, and no short sentence that stands otherwise.
fn has_statement_headings(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let mut statements = 0;
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        let short = piece.kind == Kind::Prose && piece.to - piece.from == 1 && piece.first.chars().count() <= 120;
        if !short
            || !piece.first.ends_with('.')
            || piece.first.contains(". ")
            || is_boilerplate(piece.first, Place::default())
        {
            continue;
        }
        if !is_statement(piece.first) || !pieces.get(index..).is_some_and(|pieces| leads_on(pieces, lines)) {
            return false;
        }
        statements += 1;
    }
    statements >= 3
}

/// Tells the builder what each piece is.
struct Telling<'a, 'l> {
    lines: &'l [Line<'a>],
    pieces: &'l [Piece<'a>],
    /// The starts of pages that are still to come.
    pages: &'l [PageStart],
    /// Headings of this text are whole sentences.
    statements: bool,
    /// How many bare lines stand right before.
    bare: usize,
    /// Nothing but boilerplate has followed the title.
    below_title: bool,
    under_pointers: bool,
    /// A heading underlined by `=` has come below the title.
    ruled: bool,
}

impl<'a> Telling<'a, '_> {
    fn tell(mut self, builder: &mut DocumentBuilder) {
        for (index, piece) in self.pieces.iter().enumerate() {
            self.turn(piece.from, builder);
            match piece.kind {
                Kind::Rule => builder.block(BlockKind::Rule, ""),
                Kind::Code => self.code(piece, builder),
                Kind::Marked { level } => {
                    let level = self.level(index, level);
                    self.heading(level, piece.first, builder);
                }
                Kind::Quote { depth } => {
                    builder.open(BlockKind::Quotation { depth });
                    self.words(piece, builder);
                    self.below_title = false;
                }
                Kind::Item { depth, ordinal } => self.item(index, piece, depth, ordinal, builder),
                Kind::Prose => self.prose(index, piece, builder),
            }
            builder.close();
        }
    }

    /// Tells the builder of the pages that have started when line `line` comes.
    fn turn(&mut self, line: usize, builder: &mut DocumentBuilder) {
        while let Some((page, rest)) = self.pages.split_first().filter(|(page, _)| page.line <= line) {
            builder.page(page.number);
            self.pages = rest;
        }
    }

    /// The title alone has level 1.
    fn level(&mut self, index: usize, level: u8) -> u8 {
        if index == 0 {
            return 1;
        }
        if level == 1 {
            self.ruled = true;
            return 2;
        }
        if self.ruled { level.max(3) } else { level }
    }

    fn heading(&mut self, level: u8, words: &str, builder: &mut DocumentBuilder) {
        self.below_title = level == 1;
        self.under_pointers = heads_pointers(words);
        builder.block(BlockKind::Heading { level }, words);
    }

    fn prose(&mut self, index: usize, piece: &Piece<'a>, builder: &mut DocumentBuilder) {
        let single = piece.to - piece.from == 1;
        let after = self.after(index);
        if index == 0 && piece.to - piece.from <= 3 {
            let title = self.joined(piece);
            if is_title(&title, after) {
                return self.heading(1, &title, builder);
            }
        }
        let bare = single && looks_like_heading(piece.first);
        let boilerplate = {
            let place = Place { below_title: self.below_title, under_pointers: self.under_pointers, item: false };
            is_boilerplate(&self.shown(piece), place)
        };
        if bare && !boilerplate && self.bare < BARE_LINES && is_heading(piece.first, after) {
            self.bare += 1;
            return self.heading(2, piece.first, builder);
        }
        if self.statements && single && !boilerplate && is_statement(piece.first) && self.has_more_below(index) {
            return self.heading(2, piece.first, builder);
        }
        if boilerplate && heads_pointers(piece.first) && single {
            return self.heading(2, piece.first, builder);
        }
        self.bare = if bare && !boilerplate { self.bare + 1 } else { 0 };
        self.below_title &= boilerplate;
        builder.open(if boilerplate { BlockKind::Boilerplate } else { BlockKind::Paragraph });
        self.words(piece, builder);
    }

    fn item(
        &mut self,
        index: usize,
        piece: &Piece<'a>,
        depth: u8,
        ordinal: Option<u32>,
        builder: &mut DocumentBuilder,
    ) {
        let single = piece.to - piece.from == 1;
        let alone = index
            .checked_sub(1)
            .and_then(|i| self.pieces.get(i))
            .is_none_or(|piece| !matches!(piece.kind, Kind::Item { .. }));
        let line = self.lines.get(piece.from).map_or(piece.first, |line| line.words);
        let place = Place { below_title: self.below_title, ..Place::default() };
        if ordinal.is_some() && single && self.below_title && is_boilerplate(line, place) {
            return builder.block(BlockKind::Boilerplate, line);
        }
        if ordinal.is_some() && single && alone && depth == 1 && is_numbered_heading(piece.first, self.after(index)) {
            return self.heading(2, line, builder);
        }
        self.bare = 0;
        self.below_title = false;
        let place = Place { below_title: false, under_pointers: self.under_pointers, item: true };
        let boilerplate = is_boilerplate(&self.shown(piece), place);
        builder.open(if boilerplate { BlockKind::Boilerplate } else { BlockKind::ListItem { depth, ordinal } });
        self.words(piece, builder);
    }

    /// Whether a clearly longer paragraph follows piece `index`.
    fn has_more_below(&self, index: usize) -> bool {
        self.pieces.get(index..).is_some_and(|pieces| leads_on(pieces, self.lines))
    }

    /// What stands after piece `index`, as far as headings are concerned.
    fn after(&self, index: usize) -> After {
        let Some(next) = self.pieces.get(index + 1) else { return After::Nothing };
        if next.kind != Kind::Prose {
            return After::Structure;
        }
        let mut bare = 0;
        let mut rest = self.pieces.iter().skip(index + 1);
        while rest.next().is_some_and(|piece| {
            piece.kind == Kind::Prose && piece.to - piece.from == 1 && looks_like_heading(piece.first)
        }) {
            bare += 1;
            if self.bare + bare >= BARE_LINES || bare >= UNSETTLED - 1 {
                return After::Lines;
            }
        }
        match (bare, self.pieces.get(index + 1 + bare)) {
            (0, _) => After::Prose(length(next, self.lines)),
            (_, None) => After::Lines,
            _ => After::Headline,
        }
    }

    /// The words of a short piece on one line; the beginning of a long one.
    fn shown(&self, piece: &Piece<'a>) -> String {
        let mut out = String::new();
        for words in self.parts(piece) {
            out.extend(words.chars().take(1000));
            out.push(' ');
            if out.len() > 2000 {
                break;
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn joined(&self, piece: &Piece<'a>) -> String {
        self.parts(piece).collect::<Vec<_>>().join(" ")
    }

    /// A piece's words, line by line, without markers.
    fn parts(&self, piece: &Piece<'a>) -> impl Iterator<Item = &'a str> {
        let rest = self.lines.get(piece.from + 1..piece.to).unwrap_or_default();
        let quote = matches!(piece.kind, Kind::Quote { .. });
        std::iter::once(piece.first)
            .chain(rest.iter().map(move |line| if quote { quoted(line.words).1.trim() } else { line.words }))
    }

    /// Writes a piece's words, its lines joined. A hyphen at a line's end keeps its words together.
    fn words(&mut self, piece: &Piece<'a>, builder: &mut DocumentBuilder) {
        let mut hyphen = false;
        let parts: Vec<&str> = self.parts(piece).collect();
        for (nth, words) in parts.into_iter().enumerate() {
            self.turn(piece.from + nth, builder);
            if nth > 0 && !(hyphen && words.starts_with(char::is_lowercase)) {
                builder.text(" ");
            }
            builder.text(words);
            hyphen = words.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic));
        }
    }

    fn code(&mut self, piece: &Piece<'a>, builder: &mut DocumentBuilder) {
        self.below_title = false;
        let lines = self.lines.get(piece.from..piece.to).unwrap_or_default();
        let indent = lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or_default();
        builder.open(BlockKind::Code);
        for (nth, line) in lines.iter().enumerate() {
            self.turn(piece.from + nth, builder);
            if nth > 0 {
                builder.text("\n");
            }
            builder.text(&" ".repeat(line.indent.saturating_sub(indent).min(80)));
            builder.text(line.words);
        }
    }
}
