//! Reviewing what an edit of the article did to the annotations: accepting places, putting orphans
//! where they belong.

use jiff::tz::TimeZone;

use super::Turn;
use super::lists::annotation_row;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::overlay::Overlay;
use crate::app::place::{Act, Place};
use crate::app::review::{PAGE, Review, ReviewPurpose, ReviewRow};
use crate::app::session::Session;
use crate::app::state::Weight;
use crate::article::identity::DocumentId;
use crate::notes::anchor::passages::Passages;
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::change::Change;
use crate::notes::selector::{Placement, Selector};
use crate::text::clean::clean_line;
use crate::text::span::Span;

/// Whether an annotation stands where the reader has not seen it yet.
fn is_doubtful(placed: &Placed) -> bool {
    matches!(placed.placement, Placement::Moved(..) | Placement::Changed(..))
}

impl Turn<'_> {
    /// Opens the review of all that is not where it was, at `id` where it is among them.
    pub(super) fn open_review(&mut self, id: Option<AnnotationId>) {
        self.push_review(ReviewPurpose::Look);
        if let (Some(id), Some(Overlay::Review(review))) = (id, self.state.overlays.last_mut()) {
            review.selected = review.rows.iter().position(|row| row.id == id).unwrap_or_default();
        }
    }

    fn push_review(&mut self, purpose: ReviewPurpose) {
        let Some(session) = &self.state.session else { return };
        let rows = rows(session, &purpose, &self.state.zone);
        if rows.is_empty() {
            self.say(Weight::Note, "every annotation is where it was");
            return;
        }
        let of_rows = |placed: &&Placed| rows.iter().any(|row| row.id == placed.annotation.id);
        let placed = session.placed.iter().filter(of_rows).cloned().collect();
        let effect = Effect::Compare(session.id, placed);
        self.push(Overlay::Review(Review { purpose, rows, selected: 0, scrolled: 0 }));
        self.effect(effect);
    }

    /// The passages of annotations are here.
    pub(super) fn compared(&mut self, document: DocumentId, found: &[(AnnotationId, Passages)]) {
        let Some(session) = self.state.session.as_ref().filter(|session| session.id == document) else { return };
        let text = session.document().text();
        for overlay in &mut self.state.overlays {
            let Overlay::Review(review) = overlay else { continue };
            for (id, passages) in found {
                if let Some(row) = review.rows.iter_mut().find(|row| row.id == *id) {
                    row.take(passages, text);
                }
            }
        }
    }

    /// After annotations changed, a review that is open shows what is left; without any it is over.
    pub(super) fn renew_review(&mut self) {
        let Some(session) = &self.state.session else { return };
        for overlay in &mut self.state.overlays {
            if let Overlay::Review(review) = overlay {
                review.renew(rows(session, &review.purpose, &self.state.zone));
            }
        }
        self.state.overlays.retain(|overlay| !matches!(overlay, Overlay::Review(review) if review.rows.is_empty()));
    }

    pub(super) fn review_key(&mut self, act: Option<Act>) {
        let Some(Overlay::Review(review)) = self.state.overlays.last_mut() else { return };
        match act {
            Some(Act::Leave) => drop(self.state.overlays.pop()),
            Some(Act::Next) => review.step(1),
            Some(Act::Previous) => review.step(-1),
            Some(Act::First) => review.step(isize::MIN),
            Some(Act::Last) => review.step(isize::MAX),
            Some(Act::PageDown) => review.scroll(PAGE),
            Some(Act::PageUp) => review.scroll(-PAGE),
            Some(Act::Choose) if review.purpose == ReviewPurpose::Look => self.go_to_reviewed(),
            Some(Act::Go) => self.go_to_reviewed(),
            Some(Act::Choose | Act::Put) => self.put_reviewed(),
            Some(Act::Accept) => self.accept_reviewed(),
            Some(Act::AcceptAll) => self.accept_all(),
            Some(Act::Delete) => self.delete_reviewed(),
            Some(Act::Undo) => self.undo(false),
            Some(Act::Redo) => self.undo(true),
            _ => {}
        }
    }

    fn reviewed(&self) -> Option<Placed> {
        let Some(Overlay::Review(review)) = self.state.overlays.last() else { return None };
        self.state.session.as_ref()?.annotation(review.row()?.id).cloned()
    }

    /// Goes where the annotation stands, or where to look for its place; that one is then in hand.
    fn go_to_reviewed(&mut self) {
        let Some(placed) = self.reviewed() else { return };
        let Some(Overlay::Review(review)) = self.state.overlays.pop() else { return };
        let at = review.row().and_then(|row| row.new.as_ref()).map(|new| new.at);
        if let Some(at) = placed.placement.span().map(|span| span.start).or(at) {
            self.jump_to_offset(at);
        }
        let key = |action| self.key_of(action);
        let text = match placed.placement {
            Placement::Orphan => format!("{} puts it on the sentence or selection", key(Action::Replace)),
            Placement::Moved(..) | Placement::Changed(..) => format!("{} accepts this place", key(Action::Accept)),
            Placement::Exact(_) => return,
        };
        if let Some(session) = self.session() {
            session.in_hand = (placed.placement == Placement::Orphan).then_some(placed.annotation.id);
        }
        self.say(Weight::Note, text);
    }

    fn put_reviewed(&mut self) {
        let Some(placed) = self.reviewed() else { return };
        self.replace_on_target(&placed.annotation);
        if let Some(Overlay::Review(Review { purpose: ReviewPurpose::Put(_), .. })) = self.state.overlays.last() {
            self.state.overlays.pop();
        }
    }

    fn accept_reviewed(&mut self) {
        match self.reviewed().map(|placed| (placed.placement.span(), placed)) {
            Some((Some(span), placed)) if is_doubtful(&placed) => {
                self.put(&placed.annotation, span);
                self.say(Weight::Done, "accepted");
            }
            Some(_) => {
                let key = self.state.settings.keymap.act_key(Place::Review, Act::Put).unwrap_or_default();
                self.say(Weight::Note, format!("its words are gone from the text; {key} puts it where it belongs"));
            }
            None => {}
        }
    }

    fn delete_reviewed(&mut self) {
        let Some(placed) = self.reviewed() else { return };
        self.commit(vec![Change::Remove(Box::new(placed.annotation))]);
        let key = self.key_of(Action::Undo);
        self.say(Weight::Done, format!("deleted; {key} brings it back"));
    }

    /// Puts an orphan on the sentence or selection: the one in hand, else the only one, else the one
    /// that is chosen.
    pub(super) fn replace(&mut self) {
        let Some(target) = self.target() else { return };
        let Some(session) = self.session() else { return };
        let in_hand = session.in_hand.take();
        let orphans: Vec<_> = session.placed.iter().filter(|placed| placed.placement == Placement::Orphan).collect();
        let chosen = orphans.iter().find(|placed| Some(placed.annotation.id) == in_hand);
        match (chosen, orphans.as_slice()) {
            (_, []) => self.say(Weight::Note, "no annotation has lost its place"),
            (Some(one), _) | (None, [one]) => {
                let annotation = one.annotation.clone();
                self.replace_on_target(&annotation);
            }
            (None, _) => {
                let words = session.words(target).to_owned();
                self.push_review(ReviewPurpose::Put(words));
            }
        }
    }

    fn replace_on_target(&mut self, before: &Annotation) {
        let Some(span) = self.target() else { return };
        self.put(before, span);
        let lost = |session: &Session| session.placed.iter().filter(|one| one.placement == Placement::Orphan).count();
        let words = match self.session().map_or(0, |session| lost(session)) {
            0 => "put here".to_owned(),
            1 => "put here; one more has lost its place".to_owned(),
            more => format!("put here; {more} more have lost their place"),
        };
        self.say(Weight::Done, words);
    }

    /// Accepts the new place of the annotation at the cursor.
    pub(super) fn accept(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = &self.state.session else { return };
        let found = session.annotations_on(span).into_iter().find(|placed| is_doubtful(placed)).cloned();
        match found.map(|placed| (placed.placement.span(), placed)) {
            Some((Some(span), placed)) => {
                self.put(&placed.annotation, span);
                self.say(Weight::Done, "accepted");
            }
            _ => self.say(Weight::Note, "nothing here was moved or changed"),
        }
    }

    /// Accepts the new places of all that was moved or changed, as one act.
    pub(super) fn accept_all(&mut self) {
        let fresh = self.fresh;
        let Some(session) = &self.state.session else { return };
        let found = session.placed.iter().filter(|placed| is_doubtful(placed));
        let found = found.filter_map(|placed| Some((&placed.annotation, placed.placement.span()?)));
        let changes: Vec<_> = found.map(|(before, span)| accepted(session, before, span, fresh.now)).collect();
        match changes.len() {
            0 => self.say(Weight::Note, "nothing was moved or changed"),
            count => {
                self.commit(changes);
                self.say(Weight::Done, format!("{count} accepted"));
            }
        }
    }

    /// Says where an annotation stands.
    fn put(&mut self, before: &Annotation, span: Span) {
        let now = self.fresh.now;
        let Some(session) = &self.state.session else { return };
        let change = accepted(session, before, span, now);
        self.commit(vec![change]);
    }

    /// Reads the source again.
    pub(super) fn refresh(&mut self) {
        if !self.is_complete() {
            return;
        }
        let Some(session) = &self.state.session else { return };
        let (id, fetched) = (session.id, session.origin.fetched.clone());
        if !self.state.unsaved.is_empty() {
            let key = self.key_of(Action::SaveAgain);
            self.say(Weight::Note, format!("something is not saved yet; {key} tries again"));
            return;
        }
        self.keep_position();
        self.stop_fetching();
        self.state.generation += 1;
        let generation = self.state.generation;
        if let Some(said) = fetched {
            self.state.fetching = Some(format!("asking for what is new at {}", clean_line(&said.uri)));
            self.effect(Effect::FetchAgain(generation, said));
            return;
        }
        self.effect(Effect::OpenDocument(generation, id, None));
        self.say(Weight::Note, "reading the source again…");
    }
}

/// The change by which the reader says where an annotation stands in the text that is open.
fn accepted(session: &Session, before: &Annotation, span: Span, now: jiff::Timestamp) -> Change {
    let after = before.accepted_at(Selector::of(session.document(), span), now);
    Change::Edit { before: Box::new(before.clone()), after: Box::new(after) }
}

/// What is reviewed: what was lost first, then what is not where it was, in the order of the old text.
fn rows(session: &Session, purpose: &ReviewPurpose, zone: &TimeZone) -> Vec<ReviewRow> {
    let meant = |placed: &&Placed| match (purpose, placed.placement) {
        (_, Placement::Orphan) => true,
        (ReviewPurpose::Look, Placement::Moved(..) | Placement::Changed(..)) => true,
        (ReviewPurpose::Put(_), Placement::Moved(..) | Placement::Changed(..)) | (_, Placement::Exact(_)) => false,
    };
    let mut found: Vec<&Placed> = session.placed.iter().filter(meant).collect();
    found.sort_by_key(|placed| (placed.placement != Placement::Orphan, placed.annotation.latest().span.start));
    found.into_iter().map(|placed| ReviewRow::of(placed, annotation_row(placed, session), zone)).collect()
}
