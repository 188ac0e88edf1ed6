//! The only way to make a [`Document`]: parsers say what they find, the builder cleans it.

use std::sync::OnceLock;

use super::block::{Block, BlockKind, Inline, InlineKind, Link, Nesting};
use super::document::{Document, Metadata};
use super::parts::{LONGEST_BLOCK, part_end, parts};
use crate::text::clean::{clean, clean_line};
use crate::text::language::detect;
use crate::text::lazy::LazyTable;
use crate::text::sentences::coarse;
use crate::text::span::Span;
use crate::text::width::fit;

/// Cells of what a source says of itself, a field; longer ones are no titles, names or addresses.
const LONGEST_FIELD: usize = 2000;

/// Bytes of text that room is made for before there are any.
const MOST_ROOM: usize = 1 << 20;

/// So many blocks back a name is looked for.
const NEAR: usize = 64;

/// The number of no link.
pub const NO_LINK: usize = usize::MAX;

/// How much is taken of one text: more than people write, and no more than there is memory for.
#[derive(Clone, Copy, Debug)]
struct Most {
    blocks: usize,
    inlines: usize,
    links: usize,
    /// Bytes of a block; what is longer goes on in another.
    block: usize,
    /// Sentences that are told apart; of those that follow, several are taken as one.
    sentences: usize,
}

impl Default for Most {
    fn default() -> Self {
        Self { blocks: 2_000_000, inlines: 4_000_000, links: 1_000_000, block: LONGEST_BLOCK, sentences: 1 << 20 }
    }
}

/// Takes blocks in order and keeps the invariants of [`Document`]: no control, bidi or hidden
/// character in the text, white space runs of prose one space each, blocks ordered and disjoint.
#[derive(Debug, Default)]
pub struct DocumentBuilder {
    text: String,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    links: Vec<Link>,
    metadata: Metadata,
    notices: Vec<String>,
    pages: Vec<(usize, u32)>,
    open: Option<Open>,
    most: Most,
    /// Whether a block was longer than is taken of one.
    divided: bool,
}

/// A block that is being written.
#[derive(Debug)]
struct Open {
    start: usize,
    kind: BlockKind,
    nesting: Nesting,
    /// Starts of the inlines that are open, innermost last.
    inlines: Vec<(usize, InlineKind)>,
}

impl DocumentBuilder {
    /// An empty document.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty document with room for so many bytes of text, as far as that is worth making at once.
    pub fn with_room(bytes: usize) -> Self {
        Self { text: String::with_capacity(bytes.min(MOST_ROOM)), ..Self::default() }
    }

    /// What the source says of itself; later calls replace earlier ones.
    pub fn metadata(&mut self, metadata: Metadata) {
        let line = |field: Option<String>| {
            field.map(|words| fit(&clean_line(&words), LONGEST_FIELD)).filter(|words| !words.is_empty())
        };
        self.metadata = Metadata {
            title: line(metadata.title),
            author: line(metadata.author),
            date: line(metadata.date),
            // Half an address is another one.
            url: line(metadata.url).filter(|url| !url.ends_with('…')),
            site: line(metadata.site),
            language: line(metadata.language),
        };
    }

    /// What else is known of the source; what it says of itself stays.
    pub fn complete(&mut self, more: Metadata) {
        let said = std::mem::take(&mut self.metadata);
        self.metadata(Metadata {
            title: said.title.or(more.title),
            author: said.author.or(more.author),
            date: said.date.or(more.date),
            url: said.url.or(more.url),
            site: said.site.or(more.site),
            language: said.language.or(more.language),
        });
    }

    /// Something the reader should know about how the source was read.
    pub fn notice(&mut self, sentence: &str) {
        self.notices.push(clean_line(sentence));
    }

    /// A whole block in one call.
    pub fn block(&mut self, kind: BlockKind, words: &str) {
        self.open(kind);
        self.text(words);
        self.close();
    }

    /// Opens a block; one that is open is closed first.
    pub fn open(&mut self, kind: BlockKind) {
        self.open_inside(kind, Nesting::of(kind));
    }

    /// Opens a block that stands inside of others.
    pub fn open_inside(&mut self, kind: BlockKind, nesting: Nesting) {
        self.close();
        if self.is_full() {
            return;
        }
        let separator = match (self.blocks.last().map(|block| block.kind), kind) {
            (None, _) => "",
            (Some(BlockKind::ListItem { .. }), BlockKind::ListItem { .. }) => "\n",
            _ => "\n\n",
        };
        self.text.push_str(separator);
        self.open = Some(Open { start: self.text.len(), kind, nesting, inlines: Vec::new() });
    }

    /// Adds words to the open block, cleaned; without an open block, to a new paragraph.
    pub fn text(&mut self, words: &str) {
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        let words = clean(words);
        for part in parts(&words, self.most.block) {
            self.add(part);
            self.go_on();
        }
    }

    /// Adds clean words to the open block.
    fn add(&mut self, words: &str) {
        let Some(open) = &self.open else { return };
        if open.kind.is_preformatted() {
            // Tabs part a table's cells; in code they would be drawn as nothing.
            if open.kind == BlockKind::Code {
                self.text.push_str(&words.replace('\t', "    "));
            } else {
                self.text.push_str(words);
            }
            return;
        }
        let mut gap = self.text.len() == open.start || self.text.ends_with(' ');
        for c in words.chars() {
            if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                if !gap {
                    self.text.push(' ');
                }
                gap = true;
            } else {
                self.text.push(c);
                gap = false;
            }
        }
    }

    /// Ends the open block where it has become longer than a block is, and goes on in another beside it.
    fn go_on(&mut self) {
        while let Some(open) = &self.open
            && let Some(words) = self.text.get(open.start..)
            && words.len() > self.most.block
        {
            let kind = match open.kind {
                BlockKind::Heading { .. } | BlockKind::ListItem { .. } => BlockKind::Paragraph,
                kind => kind,
            };
            let at = open.start + part_end(words, self.most.block, open.kind.is_preformatted());
            self.divide(at, kind);
            self.divided = true;
        }
    }

    /// A page of the source starts with what comes next.
    pub fn page(&mut self, number: u32) {
        self.pages.push((self.text.len(), number));
    }

    /// Opens an inline in the open block.
    pub fn start(&mut self, kind: InlineKind) {
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        let at = self.text.len();
        if let Some(open) = &mut self.open {
            open.inlines.push((at, kind));
        }
    }

    /// Closes the innermost open inline.
    pub fn end(&mut self) {
        let at = self.text.len();
        if let Some((start, kind)) = self.open.as_mut().and_then(|open| open.inlines.pop()) {
            self.set_apart(Span::new(start, at), kind);
        }
    }

    fn set_apart(&mut self, span: Span, kind: InlineKind) {
        if !span.is_empty() && self.inlines.len() < self.most.inlines {
            self.inlines.push(Inline { span, kind });
        }
    }

    /// Registers where a link leads, for [`InlineKind::Link`]. Once there are too many, the number is [`NO_LINK`].
    pub fn link(&mut self, to: Link) -> usize {
        if self.links.len() >= self.most.links {
            return NO_LINK;
        }
        self.links.push(match to {
            Link::Address(address) => Link::Address(clean_line(&address)),
            inside @ Link::Inside(_) => inside,
        });
        self.links.len() - 1
    }

    /// Changes where a link leads, for targets that are found after it.
    pub fn relink(&mut self, link: usize, to: Link) {
        if let Some(slot) = self.links.get_mut(link) {
            *slot = to;
        }
    }

    /// How many bytes of text have been written.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The words of the open block so far.
    pub fn words(&self) -> &str {
        self.open.as_ref().and_then(|open| self.text.get(open.start..)).unwrap_or_default()
    }

    /// Whether one closed inline of that kind holds all words of the open block, but for marks behind it.
    pub fn is_all(&self, kind: InlineKind) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| open.inlines.is_empty()) else { return false };
        let words = self.words().trim_end_matches(|c: char| !c.is_alphanumeric());
        let holds = |inline: &Inline| inline.span.start <= open.start && inline.span.end >= open.start + words.len();
        let own = self.inlines.iter().rev().take_while(|inline| inline.span.end > open.start);
        !words.is_empty() && own.into_iter().any(|inline| inline.kind == kind && holds(inline))
    }

    /// Makes the open block another kind, now that its words are known. Preformatted kinds stay.
    pub fn recast(&mut self, kind: BlockKind) {
        if let Some(open) = self.open.as_mut().filter(|open| !open.kind.is_preformatted() && !kind.is_preformatted()) {
            open.kind = kind;
        }
    }

    /// Makes closed block `index` another kind, now that what follows it is known. Preformatted kinds stay.
    pub fn recast_closed(&mut self, index: usize, kind: BlockKind) {
        if let Some(block) = self.blocks.get_mut(index).filter(|block| !block.kind.is_preformatted()) {
            block.kind = kind;
        }
    }

    /// What closed block `index` is, and its words.
    pub fn closed_block(&self, index: usize) -> Option<(BlockKind, &str)> {
        self.blocks.get(index).map(|block| (block.kind, block.span.of(&self.text)))
    }

    /// Whether one of the closed blocks of prose not far before block `index` holds `words`.
    pub fn tells(&self, words: &str, index: usize) -> bool {
        let prose = |block: &&Block| {
            matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem { .. } | BlockKind::Quotation { .. })
        };
        self.blocks
            .iter()
            .take(index)
            .rev()
            .take(NEAR)
            .filter(prose)
            .any(|block| block.span.of(&self.text).contains(words))
    }

    /// Parts the open block at byte `at` of its words: the rest becomes an open block of `kind` beside it. Nothing
    /// happens where `at` is no place between two words.
    pub fn part(&mut self, at: usize, kind: BlockKind) {
        let Some(&Open { start, .. }) = self.open.as_ref() else { return };
        let at = start + at;
        if self.text.get(..at).is_some_and(|head| at > start && head.ends_with(' ')) && at < self.text.len() {
            self.divide(at, kind);
        }
    }

    /// Ends the open block at byte `at` of the text, which lies in it: the rest becomes an open block of `kind`.
    fn divide(&mut self, at: usize, kind: BlockKind) {
        let Some(&Open { start, nesting, .. }) = self.open.as_ref() else { return };
        let rest = self.text.split_off(at);
        let recent = self.inlines.iter().rev().take_while(|inline| inline.span.end > start).count();
        let inside = self.inlines.split_off(self.inlines.len() - recent);
        let open = self.open.as_mut().map(|open| std::mem::take(&mut open.inlines)).unwrap_or_default();
        let until = self.trimmed(start);
        // What is set apart across the place is so on both sides.
        for Inline { span, kind } in &inside {
            self.set_apart(Span::new(span.start.min(until), span.end.min(until)), *kind);
        }
        for (offset, kind) in &open {
            self.set_apart(Span::new((*offset).min(until), until), *kind);
        }
        self.close();
        self.open_inside(kind, nesting);
        if self.open.is_none() {
            return;
        }
        let from = self.text.len();
        self.text.push_str(&rest);
        let moved = |offset: usize| if offset < at { from } else { offset - at + from };
        for Inline { span, kind } in inside.into_iter().filter(|inline| inline.span.end > at) {
            self.set_apart(Span::new(moved(span.start), moved(span.end)), kind);
        }
        for (offset, _) in self.pages.iter_mut().rev().take_while(|(offset, _)| *offset >= at) {
            *offset = moved(*offset);
        }
        if let Some(block) = &mut self.open {
            block.inlines = open.into_iter().map(|(offset, kind)| (moved(offset), kind)).collect();
        }
    }

    /// Whether the document holds as much as is taken of one: no block is opened any more, and parsers need not go on.
    /// The finished document says so.
    pub fn is_full(&self) -> bool {
        let Most { blocks, inlines, links, .. } = self.most;
        self.blocks.len() >= blocks || self.inlines.len() >= inlines || self.links.len() >= links
    }

    /// How many blocks are closed.
    pub fn closed(&self) -> usize {
        self.blocks.len()
    }

    /// Keeps the first `blocks` blocks and forgets the rest, an open one too.
    pub fn keep(&mut self, blocks: usize) {
        self.close();
        self.blocks.truncate(blocks);
        let end = self.blocks.last().map_or(0, |block| block.span.end);
        self.text.truncate(end);
        self.inlines.retain(|inline| inline.span.start < end);
    }

    /// Where the words from `start` on end, without the blanks behind them. What stands before is not looked at: behind
    /// many blocks without words all of it may be blank.
    fn trimmed(&self, start: usize) -> usize {
        start + self.text.get(start..).map_or(0, |words| words.trim_end().len())
    }

    /// Closes the open block. One without words is dropped, unless it is a rule.
    pub fn close(&mut self) {
        while self.open.as_ref().is_some_and(|open| !open.inlines.is_empty()) {
            self.end();
        }
        let Some(Open { start, kind, nesting, .. }) = self.open.take() else { return };
        let kept = self.trimmed(start);
        self.text.truncate(kept);
        let own = self.inlines.iter().rev().take_while(|inline| inline.span.start >= start).count();
        let own = self.inlines.len() - own;
        if let Some(inlines) = self.inlines.get_mut(own..) {
            for inline in inlines.iter_mut() {
                inline.span = Span::new(inline.span.start.min(kept), inline.span.end.min(kept));
            }
            inlines.sort_by_key(|inline| (inline.span.start, std::cmp::Reverse(inline.span.end)));
        }
        if kept > start || kind == BlockKind::Rule {
            self.blocks.push(Block { span: Span::new(start, kept), kind, nesting });
        } else {
            let end = self.blocks.last().map_or(0, |block| block.span.end);
            self.text.truncate(end);
        }
    }

    /// The finished document.
    pub fn finish(mut self) -> Document {
        self.close();
        if self.is_full() {
            self.notice("It holds more than is taken of one text; the rest was left out.");
        }
        if self.divided {
            self.notice("A block is longer than is taken of one; it stands in parts.");
        }
        let text = self.text;
        let mut inlines = self.inlines;
        inlines.retain(|inline| !inline.span.is_empty());
        let named = self.metadata.language.as_deref().and_then(primary_tag);
        let language = named.unwrap_or_else(|| detect(&text).to_owned());
        let sentences = LazyTable::new(self.blocks.len());
        let coarse_from = coarse_from(&text, &self.blocks, self.most.sentences);
        if coarse_from < text.len() {
            self.notices.push("It holds more sentences than are told apart; late ones stand together.".to_owned());
        }
        Document {
            text,
            blocks: self.blocks,
            inlines,
            links: self.links,
            metadata: self.metadata,
            language,
            notices: self.notices,
            pages: self.pages,
            coarse_from,
            sentences,
            hash: OnceLock::new(),
        }
    }
}

/// The block from which on there are more than `most` sentences before it: its first byte; the end, where there are not.
/// What follows changes nothing of that, so that a start of a text reads as in the whole.
fn coarse_from(text: &str, blocks: &[Block], most: usize) -> usize {
    // A letter, a sign that ends, and a blank, or a sign of three bytes.
    const SHORTEST: usize = 3;
    let mut count = 0;
    if text.len() / SHORTEST <= most {
        return text.len();
    }
    for block in blocks {
        if count > most {
            return block.span.start;
        }
        count += coarse::ends(block.span.of(text));
    }
    text.len()
}

/// The primary tag of a language tag ("en" of "en_GB"), if it is one.
fn primary_tag(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
    (matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase())).then_some(primary)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::document::SentenceId;
    use crate::text::clean::is_harmful;
    use proptest::prelude::*;

    #[test]
    fn rules_one_after_another_are_each_a_block() {
        // So many that none of them may cost what stands before it.
        const RULES: usize = 200_000;
        let mut builder = DocumentBuilder::new();
        builder.block(BlockKind::Paragraph, "Before.");
        for _ in 0..RULES {
            builder.open(BlockKind::Rule);
            builder.close();
        }
        builder.block(BlockKind::Paragraph, "After.");
        let document = builder.finish();
        assert_eq!(
            (document.blocks().len(), document.text().trim_start_matches("Before.").trim()),
            (RULES + 2, "After.")
        );
    }

    #[test]
    fn blocks_sentences_and_sections_stand_where_they_should() {
        let mut builder = DocumentBuilder::new();
        builder.block(BlockKind::Heading { level: 1 }, "A  title");
        builder.open(BlockKind::Paragraph);
        builder.text("One\n is ");
        builder.start(InlineKind::Strong);
        builder.text("strong.");
        builder.end();
        builder.text(" Two is not.");
        builder.block(BlockKind::Paragraph, "  ");
        builder.block(BlockKind::Heading { level: 2 }, "More");
        builder.block(BlockKind::Paragraph, "Three.");
        let document = builder.finish();
        assert_eq!(document.text(), "A title\n\nOne is strong. Two is not.\n\nMore\n\nThree.");
        let words: Vec<_> = document.all_sentences().map(|(_, span)| span.of(document.text())).collect();
        assert_eq!(words, ["One is strong.", "Two is not.", "Three."]);
        let bold: Vec<_> =
            document.inlines(document.blocks()[1].span).map(|inline| inline.span.of(document.text())).collect();
        assert_eq!(bold, ["strong."]);
        let sections: Vec<_> =
            document.sections().iter().map(|s| (s.level, s.span.of(document.text()).len())).collect();
        assert_eq!(sections, [(1, document.text().len()), (2, "More\n\nThree.".len())]);
        assert_eq!(document.sentence_at(0), Some(SentenceId { block: 1, nth: 0 }));
        assert_eq!(document.sentence_at(document.text().len()), document.last());
        assert_eq!(document.heading_of(3), Some(2));
        assert_eq!(document.title(), "A title");
        let mut builder = DocumentBuilder::new();
        builder.metadata(Metadata { title: Some("word ".repeat(10_000)), ..Metadata::default() });
        assert!(builder.finish().title().len() < 2100);
    }

    #[test]
    fn of_too_many_sentences_the_late_ones_stand_together_alike_in_a_start_and_in_the_whole() {
        let read = |blocks: usize| {
            let mut builder = DocumentBuilder::new();
            builder.most.sentences = 100;
            (0..blocks).for_each(|_| builder.block(BlockKind::Paragraph, &"A b. ".repeat(60)));
            builder.finish()
        };
        let (start, whole) = (read(4), read(9));
        let counts = |document: &Document| -> Vec<usize> {
            (0..document.blocks().len()).map(|block| document.sentences(block).len()).collect()
        };
        assert_eq!(counts(&whole), [60, 60, 2, 2, 2, 2, 2, 2, 2]);
        assert_eq!(counts(&start), counts(&whole)[..4]);
        assert_eq!(whole.notices(), ["It holds more sentences than are told apart; late ones stand together."]);
        let covered: usize = whole.all_sentences().map(|(_, span)| span.len() + 1).sum();
        // But for the blank line between two blocks.
        assert_eq!(covered, whole.text().len() + 1 - 8);
        assert_eq!(read(1).notices(), [""; 0]);
    }

    #[test]
    fn what_is_without_end_is_left_out_and_said() {
        let most = |blocks, inlines, links| DocumentBuilder {
            most: Most { blocks, inlines, links, ..Most::default() },
            ..DocumentBuilder::default()
        };
        let mut builder = most(9, 9, 2);
        assert_eq!([0; 3].map(|at| builder.link(Link::Inside(at))), [0, 1, NO_LINK]);
        builder.relink(NO_LINK, Link::Inside(1));
        builder.block(BlockKind::Paragraph, "Left out.");
        let document = builder.finish();
        assert_eq!((document.text(), document.links().len(), document.notices().len()), ("", 2, 1));
        let mut builder = most(2, 9, 9);
        (0..3).for_each(|_| builder.block(BlockKind::Paragraph, "a"));
        builder.text("more");
        let document = builder.finish();
        assert_eq!((document.text(), document.notices().len()), ("a\n\na", 1));
        let mut builder = most(9, 2, 9);
        for _ in 0..3 {
            builder.start(InlineKind::Strong);
            builder.text("a ");
            builder.end();
        }
        let document = builder.finish();
        let set_apart = document.inlines(Span::whole(document.text())).count();
        assert_eq!((document.text(), set_apart, document.notices().len()), ("a a a", 2, 1));
    }

    #[test]
    fn a_block_is_parted_between_words() {
        let mut builder = DocumentBuilder::new();
        builder.open(BlockKind::Paragraph);
        builder.text("One is ");
        builder.start(InlineKind::Strong);
        builder.text("strong. Two");
        builder.end();
        builder.text(" is not.");
        builder.part(4, BlockKind::Boilerplate);
        builder.part(15, BlockKind::Boilerplate);
        let document = builder.finish();
        assert_eq!(document.text(), "One\n\nis strong. Two\n\nis not.");
        let bold: Vec<_> =
            document.inlines(Span::whole(document.text())).map(|at| at.span.of(document.text())).collect();
        assert_eq!(bold, ["strong. Two"]);
        let mut builder = DocumentBuilder::new();
        builder.open(BlockKind::Paragraph);
        builder.start(InlineKind::Strong);
        builder.text("One. Two.");
        builder.end();
        builder.part(5, BlockKind::Boilerplate);
        builder.part(1, BlockKind::Paragraph);
        let document = builder.finish();
        let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Boilerplate]);
        let bold: Vec<_> =
            document.inlines(Span::whole(document.text())).map(|at| at.span.of(document.text())).collect();
        assert_eq!(bold, ["One.", "Two."]);
    }

    #[test]
    fn a_block_without_end_goes_on_in_others_and_that_is_said() {
        let mut builder = DocumentBuilder { most: Most { block: 20, ..Most::default() }, ..DocumentBuilder::default() };
        builder.open(BlockKind::ListItem { depth: 1, ordinal: None });
        builder.start(InlineKind::Strong);
        builder.text("One is here. Two is there ");
        builder.start(InlineKind::Emphasis);
        builder.text("and three.");
        builder.end();
        builder.end();
        builder.text(" Four is not. Five.");
        builder.block(BlockKind::Code, "let a = b;\n\tlet c = d;\n");
        let document = builder.finish();
        assert_eq!(
            document.text(),
            "One is here.\n\nTwo is there and\n\nthree. Four is not.\n\nFive.\n\nlet a = b;\n\n    let c = d;"
        );
        let kinds: Vec<_> = document.blocks().iter().map(|block| block.kind).collect();
        let (item, prose) = (BlockKind::ListItem { depth: 1, ordinal: None }, BlockKind::Paragraph);
        assert_eq!(kinds, [item, prose, prose, prose, BlockKind::Code, BlockKind::Code]);
        let set_apart: Vec<_> =
            document.inlines(Span::whole(document.text())).map(|at| (at.span.of(document.text()), at.kind)).collect();
        let (strong, emphasis) = (InlineKind::Strong, InlineKind::Emphasis);
        assert_eq!(
            set_apart,
            [
                ("One is here.", strong),
                ("Two is there and", strong),
                ("and", emphasis),
                ("three.", emphasis),
                ("three.", strong)
            ]
        );
        assert_eq!(document.notices().len(), 1);
        let mut builder =
            DocumentBuilder { most: Most { blocks: 1, block: 8, ..Most::default() }, ..DocumentBuilder::default() };
        builder.text("onetwothreefour");
        assert_eq!(builder.finish().text(), "onetwoth");
    }

    proptest! {
        #[test]
        fn any_words_make_a_clean_document_whose_sentences_tile(blocks in prop::collection::vec((0u8..5, any::<String>()), 0..8)) {
            let mut builder = DocumentBuilder::new();
            for (kind, words) in &blocks {
                let kind = match kind {
                    0 => BlockKind::Heading { level: 2 },
                    1 => BlockKind::Code,
                    2 => BlockKind::ListItem { depth: 1, ordinal: None },
                    3 => BlockKind::Table,
                    _ => BlockKind::Paragraph,
                };
                builder.block(kind, words);
            }
            let document = builder.finish();
            prop_assert!(document.text().chars().all(|c| matches!(c, '\n' | '\t') || !is_harmful(c)));
            let mut end = 0;
            for (index, block) in document.blocks().iter().enumerate() {
                prop_assert!(block.span.start >= end);
                end = block.span.end;
                let mut at = block.span.start;
                for span in document.sentences(index) {
                    prop_assert!(span.start >= at && span.end <= end && !span.is_empty());
                    prop_assert!(Span::new(at, span.start).of(document.text()).trim().is_empty());
                    at = span.end;
                }
                if block.kind.is_content() {
                    prop_assert!(Span::new(at, end).of(document.text()).trim().is_empty());
                }
            }
        }
    }
}
