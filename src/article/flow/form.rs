//! What a block of marked-up prose is, once its words are known: a heading, a caption or a byline may be marked by nothing
//! but its form.

use super::Flow;
use crate::article::block::{BlockKind, InlineKind};
use crate::article::boilerplate::{
    Place, heads_calls, heads_contents, heads_pointers, introduces, is_biography, is_boilerplate, is_credit,
    is_promotion, is_signature, names_somebody,
};
use crate::article::calls::part_calls;
use crate::article::fragment::{names_only, says, sums_up};
use crate::article::headline::looks_like_heading;
use crate::article::last::Last;

/// So many paragraphs stand above the first caption that is told by its form.
const CAPTIONED: usize = 2;
/// So many paragraphs make an article, below which who publishes it is said in one of the last few blocks.
const WHOLE: usize = 4;
const UNSETTLED: usize = 5;
/// The longest paragraph that says so, in bytes.
const SHORT: usize = 500;
/// The most words of a heading that is told by its form and says something.
const LONG_HEADING: usize = 14;

impl Flow<'_> {
    /// Makes the open block, which was begun as `kind`, what its words and its place tell that it is.
    pub(super) fn settle(&mut self, kind: BlockKind) {
        let before = std::mem::replace(&mut self.last, Last::of(kind, self.builder.words()));
        let by_form = kind == BlockKind::Paragraph && self.is_heading_by_form();
        let saying = self.saying.take();
        if let Some(index) = saying.filter(|_| by_form || matches!(kind, BlockKind::Heading { .. } | BlockKind::Rule)) {
            self.builder.recast_closed(index, BlockKind::Paragraph);
        }
        let words = self.builder.words();
        match kind {
            BlockKind::Heading { level } => {
                self.level = level;
                self.head(level);
            }
            BlockKind::Paragraph if self.has_image && !self.has_words => self.builder.recast(BlockKind::Caption),
            BlockKind::Paragraph if by_form => {
                let saying = says(words.trim_end()) && !heads_pointers(words.trim_end());
                self.saying = saying.then(|| self.builder.closed());
                let level = self.level.saturating_add(1).clamp(2, 6);
                self.builder.recast(BlockKind::Heading { level });
                self.head(level);
            }
            BlockKind::Paragraph | BlockKind::ListItem { .. } => {
                let item = matches!(kind, BlockKind::ListItem { .. });
                let below_title = self.below_title && !item;
                let under_pointers = self.under_pointers || self.under_contents && item;
                self.under_contents =
                    if item { self.under_contents } else { heads_contents(words) || heads_calls(words) };
                let place = Place { below_title, under_pointers, item, last: false };
                let named = below_title && self.by_form && self.containers.is_empty() && names_somebody(words);
                if is_boilerplate(words, place) || named {
                    return self.builder.recast(BlockKind::Boilerplate);
                }
                let sums = below_title && self.ended == 0 && self.sums_up();
                if sums && self.summary.is_none() {
                    self.summary = Some(self.builder.closed());
                    self.last = Last::Aside;
                    return;
                }
                // Where one follows the other, all of the article is written so.
                if let Some(summary) = self.summary.take().filter(|_| !sums) {
                    self.builder.recast_closed(summary, BlockKind::Boilerplate);
                }
                if !item && !below_title && self.is_aside(before) {
                    self.builder.recast(BlockKind::Boilerplate);
                    self.last = Last::Aside;
                } else {
                    self.below_title = false;
                    if kind == BlockKind::Paragraph {
                        self.ended += 1;
                        part_calls(self.builder);
                    }
                }
            }
            _ => self.below_title = false,
        }
        if let Some(summary) = self.summary.take() {
            self.builder.recast_closed(summary, BlockKind::Boilerplate);
        }
    }

    /// Nothing follows: a heading by its form that says something heads nothing, and is part of the text.
    pub(in crate::article) fn end(&mut self) {
        self.close();
        if let Some(index) = self.saying.take() {
            self.builder.recast_closed(index, BlockKind::Paragraph);
        }
        if let Some(index) = self.imprint() {
            self.builder.recast_closed(index, BlockKind::Boilerplate);
        }
    }

    /// The last paragraph of an article of several, where it says who wrote or publishes it.
    fn imprint(&self) -> Option<usize> {
        let closed = self.builder.closed();
        let index = (closed.saturating_sub(UNSETTLED)..closed).rev().find(|index| {
            !matches!(self.builder.closed_block(*index), Some((BlockKind::Boilerplate | BlockKind::Rule, _)))
        })?;
        let (kind, words) = self.builder.closed_block(index)?;
        let called = matches!(self.builder.closed_block(index + 1), Some((BlockKind::Boilerplate, _)));
        let told = self.by_form && self.ended > WHOLE && kind == BlockKind::Paragraph && words.len() <= SHORT;
        let says = || {
            is_promotion(words)
                || called && introduces(words)
                || is_biography(words, |name| self.builder.tells(name, index))
        };
        (told && says()).then_some(index)
    }

    /// Notes that the open block is a heading of that level.
    fn head(&mut self, level: u8) {
        let words = self.builder.words();
        self.below_title = level == 1;
        // "# Links" may be the title of all that follows.
        self.under_pointers = level > 1 && heads_pointers(words);
        self.under_contents = level > 1 && heads_contents(words);
    }

    /// Whether the open paragraph is all bold and reads like a heading, as many writers mark theirs, or heads pointers.
    fn is_heading_by_form(&self) -> bool {
        let words = self.builder.words().trim_end();
        let place = Place { below_title: self.below_title, ..Place::default() };
        let bold = || {
            self.builder.is_all(InlineKind::Strong)
                && !is_boilerplate(words, place)
                && (words.split(' ').count() <= LONG_HEADING || !says(words))
        };
        self.by_form
            && self.containers.is_empty()
            && looks_like_heading(words)
            && (bold() || self.ended > 0 && heads_pointers(words))
    }

    /// Whether the open paragraph, below the title, is by its form the line that sums the article up.
    fn sums_up(&self) -> bool {
        let free = self.by_form && self.containers.is_empty();
        free && sums_up(self.builder.words().trim_end(), || self.builder.is_all(InlineKind::Emphasis))
    }

    /// Whether the open paragraph, behind a block that leaves `before`, is printed with the article by its form: a caption,
    /// who said what stands above, who wrote it.
    fn is_aside(&self, before: Last) -> bool {
        let words = self.builder.words().trim_end();
        let free = !matches!(before, Last::Introducing | Last::Aside);
        self.by_form
            && self.containers.is_empty()
            && (before == Last::Quoted && is_credit(words)
                || is_signature(words)
                || self.ended >= CAPTIONED && free && names_only(words)
                || self.builder.is_all(InlineKind::Emphasis)
                    && is_biography(words, |name| self.builder.tells(name, self.builder.closed())))
    }
}
