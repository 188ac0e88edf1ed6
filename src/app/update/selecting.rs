//! Selecting by character, word and sentence.

use unicode_segmentation::UnicodeSegmentation;

use super::Turn;
use crate::app::action::Action;
use crate::app::session::{Selection, Session, Unit};
use crate::article::document::{Document, SentenceId};
use crate::layout::row::Point;
use crate::notes::corrections::sentences_in;
use crate::text::span::Span;
use crate::text::width::{next_grapheme, previous_grapheme};

impl Selection {
    /// The words that are selected.
    pub fn span(self, document: &Document) -> Span {
        let text = document.text();
        let (low, high) = (self.anchor.min(self.head), self.anchor.max(self.head));
        let whole = Span::new(low, next_grapheme(text, high));
        let span = match self.by {
            Unit::Character => whole,
            Unit::Word => word_at(document, low).hull(word_at(document, high)).hull(whole),
            Unit::Sentence => {
                let sentences = sentences_in(document, whole);
                let ends = [sentences.first(), sentences.last()].map(|id| id.and_then(|id| document.sentence(*id)));
                ends.into_iter().flatten().fold(whole, Span::hull)
            }
        };
        span.trimmed(text)
    }
}

impl Session {
    /// What an action is about: the selection, else the sentence under the cursor.
    pub fn target(&self) -> Option<Span> {
        let selected = self.selection.map(|selection| selection.span(self.document()));
        selected.filter(|span| !span.is_empty()).or_else(|| self.cursor_span())
    }
}

impl Turn<'_> {
    /// Begins a selection at the cursor, or changes what it grows by; the same key again leaves it.
    pub(super) fn select(&mut self, by: Unit) {
        let Some(session) = self.session() else { return };
        match &mut session.selection {
            Some(selection) if selection.by == by => session.selection = None,
            Some(selection) => selection.by = by,
            None => {
                let Some(span) = session.cursor_span() else { return self.say_nothing_here() };
                session.selection = Some(Selection { anchor: span.start, head: span.start, by });
            }
        }
        self.follow = true;
    }

    pub(super) fn selecting(&mut self, action: Action) {
        let Some(session) = self.session() else { return };
        let Some(mut selection) = session.selection else { return };
        let document = session.document().clone();
        match action {
            Action::Leave => {
                session.selection = None;
                return;
            }
            Action::SwapEnds => std::mem::swap(&mut selection.anchor, &mut selection.head),
            _ => selection.head = moved_head(session, &document, selection, action),
        }
        session.selection = Some(selection);
        if let Some(id) = document.sentence_at(selection.head) {
            session.cursor = Some(id);
        }
        self.follow = true;
    }

    /// After the cursor went to another sentence, the moving end of the selection goes there.
    pub(super) fn drag_selection(&mut self) {
        let Some(session) = self.session() else { return };
        let Some(span) = session.cursor_span() else { return };
        if let Some(selection) = &mut session.selection {
            selection.head = span.start;
        }
    }
}

/// Where the moving end goes.
fn moved_head(session: &Session, document: &Document, selection: Selection, action: Action) -> usize {
    let text = document.text();
    let head = selection.head;
    match (action, selection.by) {
        (Action::CharacterLeft, Unit::Word) | (Action::WordBack, _) => word_start_before(document, head),
        (Action::CharacterRight, Unit::Word) | (Action::WordForward, _) => word_start_after(document, head),
        (Action::WordEnd, _) => word_end_after(document, head),
        (Action::CharacterLeft, _) => skip_blank(text, previous_grapheme(text, head), false),
        (Action::CharacterRight, _) => skip_blank(text, next_grapheme(text, head), true).min(last_grapheme(text)),
        (Action::LineDown | Action::LineUp, Unit::Sentence) => {
            sentence_from(document, head, action == Action::LineDown)
        }
        (Action::LineDown | Action::LineUp, _) => line_from(session, head, action == Action::LineDown),
        _ => head,
    }
}

fn last_grapheme(text: &str) -> usize {
    previous_grapheme(text, text.len())
}

/// Steps over the line ends between blocks, where no cell can be seen.
fn skip_blank(text: &str, mut at: usize, forward: bool) -> usize {
    while text.as_bytes().get(at) == Some(&b'\n') {
        let next = if forward { next_grapheme(text, at) } else { previous_grapheme(text, at) };
        if next == at {
            break;
        }
        at = next;
    }
    at
}

fn sentence_from(document: &Document, head: usize, forward: bool) -> usize {
    let Some(id) = document.sentence_at(head) else { return head };
    let to: Option<SentenceId> = if forward { document.next(id) } else { document.previous(id) };
    to.and_then(|id| document.sentence(id)).map_or(head, |span| span.start)
}

/// The place a row below or above, in the same cell as far as there is one.
fn line_from(session: &Session, head: usize, down: bool) -> usize {
    let Some(layout) = session.layout(session.scope()) else { return head };
    let Some(point) = layout.point_of(head) else { return head };
    let mut top = point.top;
    loop {
        let next = layout.scroll(top, if down { 1 } else { -1 });
        if next == top {
            return head;
        }
        top = next;
        if let Some(offset) = layout.offset_at(Point { top, ..point }) {
            return offset;
        }
    }
}

/// The words of the block at `offset`, with where each stands.
fn words_around(document: &Document, offset: usize) -> impl Iterator<Item = Span> + '_ {
    let block = document.block_at(offset);
    let near = [block.checked_sub(1), Some(block), Some(block + 1)].into_iter().flatten();
    near.flat_map(move |block| {
        // Only the sentences near the place are cut into words: a block may hold megabytes.
        let sentences = document.sentences(block);
        let at = sentences.partition_point(|span| span.start <= offset);
        let near = sentences.get(at.saturating_sub(2)..(at + 2).min(sentences.len())).unwrap_or_default();
        near.iter().flat_map(move |span| {
            span.of(document.text())
                .unicode_word_indices()
                .map(move |(start, word)| Span::new(start, start + word.len()).shifted(span.start))
        })
    })
}

fn word_at(document: &Document, offset: usize) -> Span {
    words_around(document, offset).find(|word| word.contains(offset)).unwrap_or_else(|| Span::new(offset, offset))
}

pub(super) fn word_start_before(document: &Document, offset: usize) -> usize {
    words_around(document, offset).map(|word| word.start).take_while(|start| *start < offset).last().unwrap_or(offset)
}

pub(super) fn word_start_after(document: &Document, offset: usize) -> usize {
    words_around(document, offset).map(|word| word.start).find(|start| *start > offset).unwrap_or(offset)
}

/// Where the last word that ends before `offset` ends: its last character.
pub(super) fn word_end_before(document: &Document, offset: usize) -> Option<usize> {
    let last = |word: Span| previous_grapheme(document.text(), word.end);
    words_around(document, offset).map(last).take_while(|end| *end < offset).last()
}

pub(super) fn word_end_after(document: &Document, offset: usize) -> usize {
    let last = |word: Span| previous_grapheme(document.text(), word.end);
    words_around(document, offset).map(last).find(|end| *end > offset).unwrap_or(offset)
}
