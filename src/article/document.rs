//! The document: one text, and what is where in it.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::block::{Block, BlockKind, Inline, InlineKind, Link};
use super::identity::{Origin, TextHash};
use crate::text::clean::clean_line;
use crate::text::lazy::LazyTable;
use crate::text::sentences::{self, coarse};
use crate::text::span::Span;

/// Bytes of the stretches that the sentences of a text are taken together to, where it holds too many.
const COARSE: usize = 256;

/// An article, cleaned, as one canonical text with blocks, sentences, inlines and links.
///
/// Immutable, and made only by [`DocumentBuilder`](super::builder::DocumentBuilder). Sentences are
/// cut when a block is first asked for, so that a large document opens at once; the result does not
/// depend on when that is.
#[derive(Debug)]
pub struct Document {
    pub(super) text: String,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    pub(super) links: Vec<Link>,
    pub(super) metadata: Metadata,
    pub(super) language: String,
    pub(super) notices: Vec<String>,
    /// Where pages start, in order: the offset, and the page's number.
    pub(super) pages: Vec<(usize, u32)>,
    /// From this byte on several sentences are taken as one: there are too many.
    pub(super) coarse_from: usize,
    pub(super) sentences: LazyTable<Box<[Span]>>,
    pub(super) hash: OnceLock<TextHash>,
}

/// What a source says of itself; every field cleaned and on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The title.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// When it was published, as written.
    pub date: Option<String>,
    /// Its canonical address.
    pub url: Option<String>,
    /// The site or publication.
    pub site: Option<String>,
    /// Its language, a BCP 47 tag, where the source names one.
    pub language: Option<String>,
}

impl Metadata {
    /// When it was published, as people read it: of a time as machines write it, such as "2026-05-20T08:30:00+02:00",
    /// the day; any other date as written.
    pub fn day(&self) -> Option<&str> {
        let date = self.date.as_deref()?;
        let day = date.get(..10).filter(|day| day.parse::<jiff::civil::Date>().is_ok());
        let goes_on = date.get(10..).is_some_and(|rest| rest.starts_with(['T', 't', ' ']));
        day.filter(|_| goes_on).or(Some(date))
    }
}

/// Names a sentence: the block it stands in, and which of that block's sentences it is, both from
/// 0. Ordered as in the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SentenceId {
    /// Index into [`Document::blocks`].
    pub block: usize,
    /// Index into [`Document::sentences`] of that block.
    pub nth: usize,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's block.
    pub heading: usize,
    /// 1 (the title) to 6.
    pub level: u8,
    /// From the heading's first byte to the end of its last block, subsections included.
    pub span: Span,
}

impl Document {
    /// The canonical text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The words of a block; nothing past the last.
    pub fn block_text(&self, block: usize) -> &str {
        self.blocks.get(block).map_or("", |block| block.span.of(&self.text))
    }

    /// The sentences of a block, as spans of the text: ordered, disjoint, and covering all of the
    /// block but white space. Each line of code and each row of a table is one. A heading,
    /// boilerplate or a rule has none.
    pub fn sentences(&self, block: usize) -> &[Span] {
        let Some(Block { span, kind, .. }) = self.blocks.get(block).copied() else { return &[] };
        if !kind.is_content() {
            return &[];
        }
        self.sentences.get(block, || self.cut(span, kind)).map_or(&[], |found| found)
    }

    /// The sentences of a block as [`sentences`](Self::sentences) gives them, but those that are not known yet are not
    /// kept: for who goes over all of a large document once.
    pub fn passing_sentences(&self, block: usize) -> Cow<'_, [Span]> {
        match (self.sentences.known(block), self.blocks.get(block).copied()) {
            (Some(known), _) => Cow::Borrowed(known),
            (None, Some(Block { span, kind, .. })) if kind.is_content() => Cow::Owned(self.cut(span, kind).into_vec()),
            _ => Cow::Owned(Vec::new()),
        }
    }

    fn cut(&self, span: Span, kind: BlockKind) -> Box<[Span]> {
        let words = span.of(&self.text);
        if kind.is_preformatted() {
            let mut start = span.start;
            let lines = words.split('\n').map(|line| {
                let at = Span::new(start, start + line.len());
                start = at.end + 1;
                at.trimmed(&self.text)
            });
            return lines.filter(|line| !line.is_empty()).collect();
        }
        // No sentence ends inside code.
        let code = self.inlines(span).filter(|inline| inline.kind == InlineKind::Code);
        let code: Vec<Span> = code
            .filter_map(|inline| inline.span.intersection(span))
            .map(|code| Span::new(code.start - span.start, code.end - span.start))
            .collect();
        let found = if span.start < self.coarse_from {
            sentences::cut_around(words, &self.language, &code)
        } else {
            coarse::stretches(words, &code, COARSE)
        };
        found.into_iter().map(|found| found.shifted(span.start)).collect()
    }

    /// Where a sentence stands; nothing where there is no such sentence.
    pub fn sentence(&self, id: SentenceId) -> Option<Span> {
        self.sentences(id.block).get(id.nth).copied()
    }

    /// The block at `offset`, or the last one before it.
    pub fn block_at(&self, offset: usize) -> usize {
        self.blocks.partition_point(|block| block.span.start <= offset).saturating_sub(1)
    }

    /// The sentence at `offset`; between sentences the one before, before the first of a block the
    /// nearest earlier one; the first of all where none is earlier.
    pub fn sentence_at(&self, offset: usize) -> Option<SentenceId> {
        let block = self.block_at(offset);
        let nth = self.sentences(block).partition_point(|span| span.start <= offset);
        if nth > 0 {
            return Some(SentenceId { block, nth: nth - 1 });
        }
        self.previous(SentenceId { block, nth: 0 }).or_else(|| self.first())
    }

    /// The first sentence.
    pub fn first(&self) -> Option<SentenceId> {
        (0..self.blocks.len())
            .find(|block| !self.sentences(*block).is_empty())
            .map(|block| SentenceId { block, nth: 0 })
    }

    /// The last sentence.
    pub fn last(&self) -> Option<SentenceId> {
        self.last_before(self.blocks.len())
    }

    fn last_before(&self, block: usize) -> Option<SentenceId> {
        (0..block).rev().find_map(|block| {
            let count = self.sentences(block).len();
            (count > 0).then(|| SentenceId { block, nth: count - 1 })
        })
    }

    /// The sentence after `id`.
    pub fn next(&self, id: SentenceId) -> Option<SentenceId> {
        if id.nth + 1 < self.sentences(id.block).len() {
            return Some(SentenceId { nth: id.nth + 1, ..id });
        }
        (id.block + 1..self.blocks.len())
            .find(|block| !self.sentences(*block).is_empty())
            .map(|block| SentenceId { block, nth: 0 })
    }

    /// The sentence before `id`.
    pub fn previous(&self, id: SentenceId) -> Option<SentenceId> {
        if id.nth > 0 {
            return Some(SentenceId { nth: id.nth - 1, ..id });
        }
        self.last_before(id.block)
    }

    /// All sentences, in order. Cuts the whole document: not for the thread that draws.
    pub fn all_sentences(&self) -> impl Iterator<Item = (SentenceId, Span)> + '_ {
        (0..self.blocks.len()).flat_map(move |block| {
            self.sentences(block).iter().enumerate().map(move |(nth, span)| (SentenceId { block, nth }, *span))
        })
    }

    /// The headings and what stands under each, in order.
    pub fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut end = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            if let BlockKind::Heading { level } = block.kind {
                while let Some(section) =
                    open.last().and_then(|last| sections.get_mut(*last)).filter(|last| last.level >= level)
                {
                    section.span.end = end;
                    open.pop();
                }
                open.push(sections.len());
                sections.push(Section { heading: index, level, span: block.span });
            }
            end = block.span.end;
        }
        for index in open {
            if let Some(section) = sections.get_mut(index) {
                section.span.end = end;
            }
        }
        sections
    }

    /// The block of the heading that `block` stands under (itself, if it is one).
    pub fn heading_of(&self, block: usize) -> Option<usize> {
        let before = self.blocks.get(..=block.min(self.blocks.len().checked_sub(1)?))?;
        before.iter().rposition(|block| matches!(block.kind, BlockKind::Heading { .. }))
    }

    /// The inlines that lie in or reach into `span`, ordered by start.
    pub fn inlines(&self, span: Span) -> impl Iterator<Item = Inline> + '_ {
        // Inlines never reach over a block's edge, so those of earlier blocks can be skipped.
        let from = self.blocks.get(self.block_at(span.start)).map_or(0, |block| block.span.start);
        let first = self.inlines.partition_point(|inline| inline.span.start < from);
        self.inlines
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(move |inline| inline.span.start < span.end)
            .filter(move |inline| inline.span.overlaps(span))
            .copied()
    }

    /// Where links lead, in order of their numbers.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// What the source says of itself.
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// What a reader knows a document from `origin` by: its [`title`](Self::title); without words it has none, and is
    /// called after where it comes from.
    pub fn known_as(&self, origin: &Origin) -> String {
        let title = self.title();
        if title.is_empty() { origin.called() } else { title }
    }

    /// The title: the one the source names, else the first heading of level 1, else the first words. Empty where there
    /// are none.
    pub fn title(&self) -> String {
        if let Some(title) = &self.metadata.title {
            return title.clone();
        }
        let heading = self.blocks.iter().take(64).find(|block| matches!(block.kind, BlockKind::Heading { level: 1 }));
        let words = heading.or_else(|| self.blocks.iter().find(|block| !block.span.is_empty()));
        let line = words.map_or("", |block| block.span.of(&self.text)).lines().next().unwrap_or_default();
        // The first words may be a table's, whose cells a tab parts.
        crate::text::width::fit(&clean_line(line), 120)
    }

    /// The language of the article, a BCP 47 primary tag: the one the source names, else the one
    /// its words speak for, else "und".
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What could not be shown as the source meant it, in sentences for the reader.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// The page of the source that `offset` stands on, from 1 as a reader of the file counts them;
    /// nothing where the source has no pages.
    pub fn page_at(&self, offset: usize) -> Option<u32> {
        let started = self.pages.partition_point(|(start, _)| *start <= offset);
        self.pages.get(started.saturating_sub(1)).map(|(_, number)| *number)
    }

    /// The hash of the text, worked out when first asked for.
    pub fn hash(&self) -> TextHash {
        *self.hash.get_or_init(|| TextHash::of(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_by_its_day() {
        for (date, expected) in [
            ("2026-05-20T08:30:00+02:00", "2026-05-20"),
            ("2026-05-20 08:30", "2026-05-20"),
            ("2026-05-20", "2026-05-20"),
            ("20 May 2026", "20 May 2026"),
            ("2026-13-20T08:30", "2026-13-20T08:30"),
        ] {
            let metadata = Metadata { date: Some(date.to_owned()), ..Metadata::default() };
            assert_eq!(metadata.day(), Some(expected));
        }
    }
}
