//! Moving the edges of a highlight: by sentence, and by word while selecting.

use super::Turn;
use super::selecting::{word_end_after, word_end_before, word_start_after, word_start_before};
use crate::app::session::Selection;
use crate::app::state::Weight;
use crate::article::document::{Document, SentenceId};
use crate::notes::annotation::Annotation;
use crate::notes::change::Change;
use crate::notes::corrections::sentences_in;
use crate::notes::selector::Selector;
use crate::text::span::Span;
use crate::text::width::previous_grapheme;

/// Said where an edge has nowhere to go.
pub const AT_ITS_END: &str = "the edge can go no further";

impl Turn<'_> {
    /// Moves an edge of the highlight at the cursor, the edge the cursor is at: by a sentence, or by a
    /// word while a selection says where in the highlight the cursor is.
    pub(super) fn move_edge(&mut self, right: bool) {
        if self.target().is_none() {
            return;
        }
        let Some(session) = self.session() else { return };
        let (Some(here), document) = (session.cursor_span(), session.document().clone()) else { return };
        let here = session.selection.map_or(here, |selection| Span::new(selection.head, selection.head + 1));
        let found =
            session.annotations_on(here).into_iter().find(|placed| placed.annotation.body.highlight.is_some()).cloned();
        let Some((placed, span)) = found.and_then(|placed| placed.placement.span().map(|span| (placed, span))) else {
            self.say(Weight::Note, "there is no highlight here to move an edge of");
            return;
        };
        if let Some(selection) = session.selection {
            let Some((moved, head)) = by_word(&document, span, selection.head, right) else {
                return self.say(Weight::Note, AT_ITS_END);
            };
            self.mark_instead(&placed.annotation, moved);
            // The selection stays at the edge, so that the same key moves it on.
            if let Some(session) = self.session() {
                session.selection = Some(Selection { anchor: head, head, ..selection });
                session.cursor = document.sentence_at(head).or(session.cursor);
            }
            return;
        }
        let Some((edge, moved)) = by_sentence(&document, span, session.cursor, right) else {
            return self.say(Weight::Note, AT_ITS_END);
        };
        self.mark_instead(&placed.annotation, moved);
        self.go(edge);
    }

    /// Puts an annotation on other words, which the reader chose in place of its own.
    fn mark_instead(&mut self, before: &Annotation, span: Span) {
        let now = self.fresh.now;
        let Some(session) = &self.state.session else { return };
        let after = before.made_on(Selector::of(session.document(), span), now);
        self.commit(vec![Change::Edit { before: Box::new(before.clone()), after: Box::new(after) }]);
    }
}

/// `span` with an edge moved by a sentence, the edge that the cursor is at; and the sentence that the edge came to.
pub fn by_sentence(
    document: &Document,
    span: Span,
    cursor: Option<SentenceId>,
    right: bool,
) -> Option<(SentenceId, Span)> {
    let inside = sentences_in(document, span);
    let (first, last) = (*inside.first()?, *inside.last()?);
    // On a single sentence it is the edge on the side of the key.
    let start_moves = if first == last { !right } else { cursor == Some(first) };
    let place = |id: Option<SentenceId>| id.and_then(|id| Some((id, document.sentence(id)?)));
    // An edge inside a sentence first moves to that sentence's.
    let (edge, to) = match (start_moves, right) {
        (true, true) => place(document.next(first)),
        (true, false) => {
            let own = place(Some(first)).filter(|(_, own)| own.start < span.start);
            own.or_else(|| place(document.previous(first)))
        }
        (false, true) => {
            let own = place(Some(last)).filter(|(_, own)| own.end > span.end);
            own.or_else(|| place(document.next(last)))
        }
        (false, false) => place(document.previous(last)),
    }?;
    Some((edge, if start_moves { Span::new(to.start, span.end) } else { Span::new(span.start, to.end) }))
}

/// `span` with the edge nearest to `head` moved by a word; and where that edge is now.
pub fn by_word(document: &Document, span: Span, head: usize, right: bool) -> Option<(Span, usize)> {
    let start_moves = head.saturating_sub(span.start) < span.end.saturating_sub(head);
    let moved = moved_by_word(document, span, start_moves, right);
    let edge = if start_moves { moved.start } else { previous_grapheme(document.text(), moved.end) };
    (!moved.is_empty() && moved != span).then_some((moved, edge))
}

/// `span` with one edge moved by a word; never past its other edge.
fn moved_by_word(document: &Document, span: Span, start_moves: bool, right: bool) -> Span {
    let last = previous_grapheme(document.text(), span.end);
    let after = |at: usize| crate::text::width::next_grapheme(document.text(), at);
    let to = match (start_moves, right) {
        (true, true) => word_start_after(document, span.start),
        (true, false) => word_start_before(document, span.start),
        (false, true) => after(word_end_after(document, last)),
        (false, false) => word_end_before(document, last).map_or(span.end, after),
    };
    match start_moves {
        true if to < span.end => Span::new(to, span.end),
        false if to > span.start => Span::new(span.start, to),
        _ => span,
    }
}
