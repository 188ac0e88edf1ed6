//! Plain text to a document: paragraphs, headings, lists and quotations as a person sees them.

use super::block::BlockKind;
use super::boilerplate::{
    Place, heads_calls, heads_contents, heads_imprint, heads_pointers, introduces, is_biography, is_boilerplate,
    is_credit, is_dated_entry, is_entry, is_promotion, is_signature,
};
use super::builder::DocumentBuilder;
use super::calls::{closing_call, part_calls};
use super::fragment::{is_caption, is_summary};
use super::headline::{After, is_heading, is_numbered_heading, is_statement, is_title, is_unended, looks_like_heading};

use super::lines::{Line, ends_sentence, page_column, quoted, wrap_column};
use gathering::{Before, Gathering, Kind, Piece};
use manner::{Manner, asker, is_small, leads_on, length, number, stands_over};

mod gathering;
mod manner;

/// How many bytes tell how the text is laid out: whether its lines were wrapped, and what its headings
/// look like. A start of the text is never shorter, and so tells the same.
pub(super) const SAMPLE: usize = 16 * 1024;
/// More bare lines than this in a row are verse or a list, not headings.
const BARE_LINES: usize = 4;
/// How many of the last blocks may change when more text follows.
const UNSETTLED: usize = 5;
/// So many paragraphs make an article, below which the page goes on.
const WHOLE: usize = 4;
/// So many paragraphs stand above the first caption that is told by its form.
const CAPTIONED: usize = 2;
/// What stands below an article is no longer than this, in characters.
const SHORT: usize = 500;

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
    Reader::default().read(text, more, &[], builder);
}

/// Reads cleaned plain text whose pages start at `pages`, in order, into `builder`.
pub(super) fn read_pages(text: &str, more: bool, pages: &[PageStart], builder: &mut DocumentBuilder) {
    Reader::default().read(text, more, pages, builder);
}

/// Reads plain text, at once or a window at a time.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// The column that lines were wrapped at, and the manner of headings, once the first lines have told.
    form: Option<(Option<usize>, Manner)>,
    /// What the lines before leave to those after them.
    before: Before,
    /// What the pieces before leave to those after them.
    told: Told,
}

impl Reader {
    /// Reads the next window of cleaned text, of whole lines, the first one of at least [`SAMPLE`] bytes. Where `more`
    /// follows, the last blocks, which depend on it, are left out: gives the bytes before them, where the next window
    /// begins.
    pub(super) fn read(&mut self, text: &str, more: bool, pages: &[PageStart], builder: &mut DocumentBuilder) -> usize {
        let lines: Vec<Line<'_>> = text.split('\n').map(Line::of).collect();
        let head = text.as_bytes().get(..SAMPLE).map_or(lines.len(), |head| memchr::memchr_iter(b'\n', head).count());
        let sample = lines.get(..head).unwrap_or_default();
        let wrapped = || if pages.is_empty() { wrap_column(sample) } else { page_column(sample) };
        let column = self.form.as_ref().map_or_else(wrapped, |(column, _)| *column);
        let (pieces, prose) = Gathering::new(&lines, column, self.before.clone()).pieces();
        let upto = if more { pieces.len().saturating_sub(UNSETTLED) } else { pieces.len() };
        let known = pieces.get(..pieces.partition_point(|piece| piece.to <= head)).unwrap_or_default();
        let (_, manner) = &*self.form.get_or_insert_with(|| (column, Manner::of(known, &lines)));
        let telling = Telling { lines: &lines, pieces: &pieces, pages, manner, told: &mut self.told };
        telling.tell(upto, builder);
        let Some(next) = pieces.get(upto) else { return text.len() };
        self.before.pass(pieces.get(..upto).unwrap_or_default(), &lines, next.from, &prose);
        let mut ends = memchr::memchr_iter(b'\n', text.as_bytes());
        next.from.checked_sub(1).and_then(|line| ends.nth(line)).map_or(0, |end| end + 1)
    }
}

/// What pieces leave to those after them.
#[derive(Debug, Default)]
struct Told {
    /// Whether there was any.
    any: bool,
    /// The sign before the last one, where it was an item of a list; "1" for any number.
    item: Option<char>,
    /// Whether the last number stood before a heading, and not before an item of a list.
    numbered: bool,
    /// Whether the last one was a heading, and whether this one is.
    headed: bool,
    heading: bool,
    /// Whether the last one was a quotation.
    quoted: bool,
    /// Whether the last one was a label and what belongs to it, in one line.
    entry: bool,
    /// How many bare lines stand right before.
    bare: usize,
    /// How many paragraphs have ended like sentences.
    ended: usize,
    /// Nothing but boilerplate has followed the title.
    below_title: bool,
    under_pointers: bool,
    /// Nothing but items has followed a line over what is in the issue.
    under_contents: bool,
    /// A heading underlined by `=` has come below the title.
    ruled: bool,
}

/// Tells the builder what each piece is.
struct Telling<'a, 'l> {
    lines: &'l [Line<'a>],
    pieces: &'l [Piece<'a>],
    /// The starts of pages that are still to come.
    pages: &'l [PageStart],
    manner: &'l Manner,
    told: &'l mut Told,
}

impl<'a> Telling<'a, '_> {
    fn tell(mut self, upto: usize, builder: &mut DocumentBuilder) {
        for (index, piece) in self.pieces.iter().enumerate().take(upto) {
            self.turn(piece.from, builder);
            match piece.kind {
                Kind::Rule => builder.block(BlockKind::Rule, ""),
                Kind::Code => self.code(piece, builder),
                Kind::Marked { level } => {
                    let level = self.level(level);
                    self.heading(index, level, piece.first, builder);
                }
                Kind::Quote { depth } => {
                    builder.open(BlockKind::Quotation { depth });
                    self.words(piece, builder);
                    self.told.below_title = false;
                }
                Kind::Item { depth, ordinal } => self.item(index, piece, depth, ordinal, builder),
                Kind::Prose => self.prose(index, piece, builder),
            }
            builder.close();
            (self.told.any, self.told.item) = (true, self.sign(piece));
            self.told.quoted = self.is_quotation(piece);
            self.told.entry &= piece.kind == Kind::Prose;
            self.told.headed = std::mem::take(&mut self.told.heading);
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
    fn level(&mut self, level: u8) -> u8 {
        if !self.told.any {
            return 1;
        }
        if level == 1 {
            self.told.ruled = true;
            return 2;
        }
        if self.told.ruled { level.max(3) } else { level }
    }

    fn heading(&mut self, index: usize, level: u8, words: &str, builder: &mut DocumentBuilder) {
        self.told.below_title = level == 1;
        self.told.heading = true;
        let section = level > 1;
        self.told.under_contents = section && heads_contents(words);
        let pointers = heads_pointers(words)
            || self.closes_after(index) && heads_imprint(words)
            || self.told.under_pointers && self.told.headed;
        self.told.under_pointers = section && pointers;
        builder.block(BlockKind::Heading { level }, words);
    }

    fn prose(&mut self, index: usize, piece: &Piece<'a>, builder: &mut DocumentBuilder) {
        let single = piece.to - piece.from == 1;
        let after = self.after(index);
        if !self.told.any && piece.to - piece.from <= 3 {
            let title = self.joined(piece);
            let small = self.manner.small && is_small(piece) && matches!(after, After::Prose(_));
            if small || is_title(&title, after) {
                return self.heading(index, 1, &title, builder);
            }
        }
        let asked = self.manner.asked && asker(piece.first).is_some();
        let entry = single && is_entry(piece.first);
        // "Citizen: Who wants to know", line after line: a list without signs.
        let listed = entry && (self.told.entry || self.pieces.get(index + 1).is_some_and(|next| is_entry(next.first)));
        let bare = single && looks_like_heading(piece.first) && !asked && !listed && !is_dated_entry(piece.first);
        self.told.entry = entry;
        let boilerplate = self.is_boilerplate(index, piece);
        let more_below = self.has_more_below(index);
        let heading = bare && self.told.bare < BARE_LINES && is_heading(piece.first, after)
            || self.manner.small && more_below && is_small(piece)
            || bare && self.told.bare <= 1 && self.heads_several(index)
            || single && more_below && is_statement(piece.first) && self.manner.statements
            || single && self.manner.labels(piece.first) && after != After::Nothing
            || self.manner.numbered && number(piece).is_some() && self.stands_over(index)
            || single
                && more_below
                && piece.first.ends_with('?')
                && !piece.first.contains("? ")
                && !piece.first.starts_with("If ")
                && !asked
                && self.manner.questions
                && length(piece, self.lines) <= 160;
        if heading && !boilerplate {
            self.told.bare += usize::from(bare);
            return self.heading(index, 2, piece.first, builder);
        }
        if boilerplate && heads_pointers(piece.first) && single {
            return self.heading(index, 2, piece.first, builder);
        }
        self.told.bare = if bare && !boilerplate { self.told.bare + 1 } else { 0 };
        self.told.below_title &= boilerplate;
        self.told.under_contents = heads_contents(piece.first) || single && heads_calls(piece.first);
        self.told.ended += usize::from(!boilerplate && !bare);
        // A row of links to share the page may have a heading, below which the article goes on.
        self.told.under_pointers &= boilerplate;
        builder.open(if boilerplate { BlockKind::Boilerplate } else { BlockKind::Paragraph });
        self.words(piece, builder);
        if !boilerplate {
            part_calls(builder);
        }
    }

    /// Whether a piece of prose is printed with the article, by its wording and by what stands around it.
    fn is_boilerplate(&self, index: usize, piece: &Piece<'a>) -> bool {
        let last = self.closes_after(index);
        let place =
            Place { below_title: self.told.below_title, under_pointers: self.told.under_pointers, item: false, last };
        let shown = self.shown(piece);
        // A bare line above a list opens another part, also below pointers.
        let parts = place.under_pointers && self.after(index) == After::Structure && looks_like_heading(piece.first);
        is_boilerplate(&shown, place) && !parts
            || self.told.quoted && is_credit(&shown)
            || piece.to - piece.from == 1 && is_signature(&shown)
            || self.is_standfirst(index, piece)
            || self.is_fragment(index, piece)
            || self.closes(index)
                && (self.is_left_over(index)
                    || is_promotion(&shown)
                    || introduces(&shown) && closing_call(&shown).is_some()
                    || is_biography(&shown, |name| closing_call(&shown).is_none() && self.names_before(piece, name)))
    }

    /// Whether a piece is the line that sums the article up: it stands between the title and the byline, or below the
    /// title without a full stop.
    fn is_standfirst(&self, index: usize, piece: &Piece<'_>) -> bool {
        let place = Place { below_title: true, ..Place::default() };
        let next = self.pieces.get(index + 1).filter(|next| next.kind == Kind::Prose);
        let after = self.after(index);
        let single = piece.to - piece.from == 1;
        let unended = looks_like_heading(piece.first) && !is_heading(piece.first, after)
            || single && !looks_like_heading(piece.first) && is_unended(piece.first);
        self.told.below_title
            && length(piece, self.lines) <= 300
            && next.is_some_and(|next| {
                let words = self.shown(next);
                unended && matches!(after, After::Prose(_))
                    || is_boilerplate(&words, place) && !is_boilerplate(&words, Place::default())
            })
    }

    /// The sign that marks a piece as an item of a list; "1" for any number.
    fn sign(&self, piece: &Piece<'_>) -> Option<char> {
        let Kind::Item { ordinal, .. } = piece.kind else { return None };
        let sign = || self.lines.get(piece.from)?.words.chars().next();
        if ordinal.is_some() { Some('1') } else { sign() }
    }

    /// Whether a piece is a line without a verb that an article has more below: what sums it up below its title, or a
    /// caption within it.
    fn is_fragment(&self, index: usize, piece: &Piece<'_>) -> bool {
        let [next, after, ..] = self.pieces.get(index + 1..).unwrap_or_default() else { return false };
        let prose = |piece: &Piece<'_>| piece.kind == Kind::Prose;
        let longer = |piece: &Piece<'_>, than| prose(piece) && length(piece, self.lines) > length(than, self.lines);
        let heads = || looks_like_heading(next.first) && next.to - next.from == 1;
        piece.to - piece.from == 1
            && (self.told.below_title
                && is_summary(piece.first)
                && (longer(next, piece) || longer(after, piece) || heads())
                || self.told.ended >= CAPTIONED && is_caption(piece.first) && !is_caption(next.first))
    }

    /// Whether a piece is marked as a quotation, or ends in quotation marks.
    fn is_quotation(&self, piece: &Piece<'_>) -> bool {
        let last = self.lines.get(piece.to.saturating_sub(1)).map_or("", |line| line.words);
        matches!(piece.kind, Kind::Quote { .. }) || piece.kind == Kind::Prose && last.ends_with(['"', '”', '“', '»'])
    }

    /// Whether an article of several paragraphs has only a few short pieces left.
    fn closes(&self, index: usize) -> bool {
        let left = self.pieces.get(index..).unwrap_or_default();
        self.told.ended >= WHOLE
            && left.len() <= UNSETTLED
            && left.iter().all(|piece| length(piece, self.lines) <= SHORT)
    }

    /// Whether only a few pieces follow piece `index`, however long.
    fn closes_after(&self, index: usize) -> bool {
        self.told.ended >= WHOLE && self.pieces.len() <= index + UNSETTLED
    }

    /// Whether nothing but bare lines and rules is left: no sentence stands there.
    fn is_left_over(&self, index: usize) -> bool {
        self.pieces.get(index..).unwrap_or_default().iter().all(|piece| {
            let bare = piece.to - piece.from == 1 && looks_like_heading(piece.first) && !piece.first.ends_with('?');
            piece.kind == Kind::Rule
                || piece.kind == Kind::Prose && (bare || is_boilerplate(&self.shown(piece), Place::default()))
        })
    }

    /// Whether the article names somebody before a piece, in a line that holds sentences: not that of its author.
    fn names_before(&self, piece: &Piece<'_>, name: &str) -> bool {
        let before = self.lines.get(..piece.from).unwrap_or_default();
        before.iter().any(|line| line.words.contains(name) && ends_sentence(line.words))
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
        let sign = self.sign(piece);
        // Items with another sign belong to what is above.
        let alone = self.told.item != sign
            && (self.told.item.is_none() || ordinal.is_none_or(|number| number == 1 || self.told.numbered));
        let line = self.lines.get(piece.from).map_or(piece.first, |line| line.words);
        let place = Place { below_title: self.told.below_title, ..Place::default() };
        if ordinal.is_some() && single && self.told.below_title && is_boilerplate(line, place) {
            return builder.block(BlockKind::Boilerplate, line);
        }
        let numbered = self.manner.numbered && self.stands_over(index);
        let headed = numbered || is_numbered_heading(piece.first, self.after(index));
        // "• 2025-11-05 — A new release", again and again above a paragraph: no list.
        let dotted = line.starts_with(['•', '◦', '▪', '►', '▶', '»']);
        let heading = (ordinal.is_some() || dotted) && single && alone && depth == 1 && headed;
        if ordinal.is_some() && depth == 1 {
            self.told.numbered = heading;
        }
        if heading {
            return self.heading(index, 2, if dotted { piece.first } else { line }, builder);
        }
        self.told.bare = 0;
        self.told.below_title = false;
        let under_pointers = self.told.under_pointers || self.told.under_contents;
        let place = Place { under_pointers, item: true, ..Place::default() };
        let boilerplate = is_boilerplate(&self.shown(piece), place);
        builder.open(if boilerplate { BlockKind::Boilerplate } else { BlockKind::ListItem { depth, ordinal } });
        self.words(piece, builder);
    }

    /// Whether a clearly longer paragraph follows piece `index`.
    fn has_more_below(&self, index: usize) -> bool {
        self.pieces.get(index..).is_some_and(|pieces| leads_on(pieces, self.lines))
    }

    /// Whether a short paragraph follows piece `index`, and more below it.
    fn heads_several(&self, index: usize) -> bool {
        let (Some(piece), Some([next, rest @ ..])) = (self.pieces.get(index), self.pieces.get(index + 1..)) else {
            return false;
        };
        let told = |piece: &&Piece<'_>| match piece.kind {
            Kind::Prose => ends_sentence(piece.first),
            kind => matches!(kind, Kind::Item { .. }),
        };
        let below: usize = rest.iter().take(3).take_while(told).map(|piece| length(piece, self.lines)).sum();
        next.kind == Kind::Prose && told(&next) && below > 2 * length(piece, self.lines)
    }

    /// Whether piece `index`, which has a number, stands above more text.
    fn stands_over(&self, index: usize) -> bool {
        self.pieces.get(index..).is_some_and(|pieces| stands_over(pieces, self.lines))
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
            if self.told.bare + bare >= BARE_LINES || bare >= UNSETTLED - 1 {
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
        self.told.below_title = false;
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
