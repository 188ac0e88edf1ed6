//! Writing annotations: every act is a list of changes, shown at once, saved, and kept for undo.

use super::Turn;
use crate::app::action::Action;
use crate::app::editor::TextBuffer;
use crate::app::event::Effect;
use crate::app::overlay::{Choice, NoteEditor, Overlay, Purpose};
use crate::app::session::{Draft, LeftBy, Session};
use crate::app::state::Weight;
use crate::article::pane::Pane;
use crate::notes::annotation::{Annotation, AnnotationId, Body, Placed, tag_line};
use crate::notes::assessment::{Evidence, Forecast, Stance, percent};
use crate::notes::change::Change;
use crate::notes::colour::Colour;
use crate::notes::joining::{Aim, Aspect, joinable, joined_by_probability, nearest};
use crate::notes::selector::Selector;
use crate::text::span::Span;

/// Two windows' words on one place: neither gives way to the other.
pub(super) fn both(theirs: &str, ours: &str) -> String {
    if ours.contains(theirs) { ours.to_owned() } else { format!("{theirs}\n\n{ours}") }
}

/// Makes `tags` what a reader wants who saw `begun`; whether another window had changed them, in which case what both
/// added stays and what either took away goes.
pub(super) fn join_tags(tags: &mut Vec<String>, begun: &[String], ours: &[String]) -> bool {
    if ours == begun {
        return false;
    }
    let theirs = std::mem::take(tags);
    let is_theirs = theirs != begun;
    let new = ours.iter().filter(|tag| !is_theirs || !begun.contains(tag) && !theirs.contains(tag)).cloned();
    tags.extend(theirs.iter().filter(|tag| is_theirs && (ours.contains(tag) || !begun.contains(tag))).cloned());
    tags.extend(new);
    is_theirs
}

/// Makes `words` what a reader wants who saw `begun` on one line; whether another window had changed them, in which case
/// both stay.
pub(super) fn join_words(words: &mut Option<String>, begun: &str, ours: String) -> bool {
    let now = words.as_deref().unwrap_or_default();
    let is_theirs = TextBuffer::line(now).text().trim() != begun;
    if ours == begun {
        return false;
    }
    let joined = if is_theirs && !now.is_empty() && !ours.is_empty() { both(now, &ours) } else { ours };
    *words = (!joined.is_empty()).then_some(joined);
    is_theirs
}

/// How many acts can be undone.
const UNDO_ACTS: usize = 1000;

impl Session {
    /// The annotation that what is written on `span` now joins.
    pub(super) fn joined(&self, span: Span, aspect: Aspect) -> Option<&Placed> {
        joinable(&self.placed, span, self.aim(), aspect).into_iter().next()
    }

    /// How the words are named that something is written on now.
    const fn aim(&self) -> Aim {
        if self.selection.is_some() { Aim::Words } else { Aim::Sentence }
    }

    /// The annotation that put `span`, or words in it, into its pane: the latest one counts.
    fn correction_on(&self, span: Span) -> Option<&Placed> {
        let corrects = |placed: &&Placed| {
            let overlaps = placed.placement.span().is_some_and(|at| at.overlaps(span));
            overlaps && placed.annotation.body.pane.is_some()
        };
        self.joined(span, Aspect::Pane).or_else(|| self.placed.iter().rev().find(corrects))
    }

    /// The number of the draft that was left on an annotation, or on a place for another one; of several, of this
    /// window's first.
    fn draft_on(&self, joined: Option<&Placed>, place: Span) -> Option<usize> {
        let begun_here = |draft: &Draft| draft.selector.span == place;
        // After the article was edited the words tell the place, unless they stand where they stood.
        let reads_alike = |draft: &Draft| {
            let Selector { exact, span, .. } = &draft.selector;
            exact == self.words(place) && self.words(*span) != exact
        };
        let rank = |draft: &Draft| match joined {
            Some(placed) if draft.id == placed.annotation.id => Some(0),
            _ if self.annotation(draft.id).is_some() => None,
            _ if begun_here(draft) => Some(1),
            _ if reads_alike(draft) => Some(2),
            _ => None,
        };
        let ranked = self.drafts.iter().enumerate().filter_map(|(at, draft)| Some((rank(draft)?, draft, at)));
        ranked.min_by_key(|(rank, draft, at)| (*rank, draft.left_by.is_some(), *at)).map(|(_, _, at)| at)
    }

    /// Where the draft of a note that was not saved yet opens again; the words tell after the article was edited.
    pub(super) fn place_of(&self, draft: &Draft) -> Option<Span> {
        let Selector { exact, span, .. } = &draft.selector;
        if self.words(*span) == exact {
            return Some(*span);
        }
        let start = self.document().text().find(exact)?;
        Some(Span::new(start, start + exact.len()))
    }

    /// Takes up the draft of that number, which is this window's from now on.
    fn take_draft(&mut self, at: usize) -> Option<(Draft, Option<LeftBy>)> {
        let draft = self.drafts.get_mut(at)?;
        let left_by = draft.left_by.take();
        Some((draft.clone(), left_by))
    }

    /// The body that `aspect` of something written on `span` would join, or an empty one.
    pub(super) fn body_on(&self, span: Span, aspect: Aspect) -> Body {
        self.joined(span, aspect).map(|placed| placed.annotation.body.clone()).unwrap_or_default()
    }
}

impl Turn<'_> {
    /// What the next act is about. Says why where there is nothing to write on.
    pub(super) fn target(&mut self) -> Option<Span> {
        if !self.is_complete() {
            return None;
        }
        let target = self.state.session.as_ref()?.target();
        if target.is_none() {
            self.say_nothing_here();
        }
        target
    }

    /// Says that there is nothing to act on: a document without a sentence is open.
    pub(super) fn say_nothing_here(&mut self) {
        self.say(Weight::Note, "there is no sentence here");
    }

    /// Carries changes out as one act: on the screen now, on disk soon, and back with undo.
    pub(super) fn commit(&mut self, changes: Vec<Change>) {
        self.commit_typed(changes, None);
    }

    /// Carries changes out as one act, and has the draft go that they were typed as.
    pub(super) fn commit_typed(&mut self, changes: Vec<Change>, draft: Option<AnnotationId>) {
        let Some(session) = self.session() else { return };
        session.history.done.push(changes.clone());
        if session.history.done.len() > UNDO_ACTS {
            session.history.done.remove(0);
        }
        session.history.undone.clear();
        session.selection = None;
        self.carry_out(changes, draft);
    }

    /// Shows changes and asks for them to be saved.
    fn carry_out(&mut self, changes: Vec<Change>, draft: Option<AnnotationId>) {
        self.state.ticket += 1;
        let ticket = self.state.ticket;
        let geometry = self.state.geometry();
        let Some(session) = self.session() else { return };
        let panes = changes.iter().any(touches_pane);
        session.apply(&changes);
        if panes {
            session.correct();
        }
        session.invalidate(&geometry);
        session.pending.push((ticket, changes.clone()));
        let id = session.id;
        self.state.unsaved.push(ticket);
        self.renew_review();
        self.effect(Effect::Save(ticket, id, changes, draft));
        if panes {
            self.count();
        }
        self.follow = true;
    }

    /// Asks for the sentences of each pane to be counted.
    pub(super) fn count(&mut self) {
        if let Some(session) = &self.state.session {
            let effect = Effect::Count(session.generation, session.reading.clone());
            self.effect(effect);
        }
    }

    /// Changes the body of the annotation that what is written on `span` joins, making one where there is none.
    fn write(&mut self, span: Span, aspect: Aspect, change: impl FnOnce(&mut Body)) {
        let Some(session) = &self.state.session else { return };
        let there = session.joined(span, aspect).map(|placed| placed.annotation.clone());
        self.write_into(there, self.fresh.id, span, change);
    }

    /// Changes the body of an annotation, and removes one that is left empty; where there is none yet, makes one on
    /// `span` with the id `id`.
    fn write_into(&mut self, there: Option<Annotation>, id: AnnotationId, span: Span, change: impl FnOnce(&mut Body)) {
        if let Some(change) = self.written_into(there, id, span, change) {
            self.commit(vec![change]);
        }
    }

    /// What [`write_into`](Self::write_into) carries out; nothing where nothing changes.
    pub(super) fn written_into(
        &mut self,
        there: Option<Annotation>,
        id: AnnotationId,
        span: Span,
        change: impl FnOnce(&mut Body),
    ) -> Option<Change> {
        let fresh = self.fresh;
        let session = self.session()?;
        let before = there.clone().unwrap_or_else(|| Annotation {
            id,
            document: session.id,
            selector: Selector::of(session.document(), span),
            accepted: None,
            body: Body::default(),
            created: fresh.now,
            modified: fresh.now,
        });
        let mut after = before.clone();
        change(&mut after.body);
        // What is left of a forecast of which every part was taken back says nothing.
        after.body.forecast.take_if(|forecast| *forecast == Forecast::default());
        after.modified = fresh.now;
        match there {
            _ if after.body == before.body => None,
            None => Some(Change::Add(Box::new(after))),
            Some(_) if after.body.is_empty() => Some(Change::Remove(Box::new(before))),
            Some(_) => Some(Change::Edit { before: Box::new(before), after: Box::new(after) }),
        }
    }

    pub(super) fn mark(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = self.session() else { return };
        let marked = session.body_on(span, Aspect::Highlight).highlight.is_some();
        self.write(span, Aspect::Highlight, |body| {
            body.highlight = if marked { None } else { Some(Colour::default()) }
        });
    }

    pub(super) fn bookmark(&mut self) {
        let Some(span) = self.target() else { return };
        self.write(span, Aspect::Bookmark, |body| body.bookmark = !body.bookmark);
    }

    pub(super) fn open_tags(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = &self.state.session else { return };
        let tags = tag_line(&session.body_on(span, Aspect::Tags).tags);
        self.ask(Purpose::Tags, &if tags.is_empty() { tags } else { format!("{tags}, ") });
    }

    pub(super) fn open_note(&mut self) {
        let Some(span) = self.target() else { return };
        let fresh = self.fresh.id;
        let Some(session) = self.session() else { return };
        let joined = session.joined(span, Aspect::Note).cloned();
        let place = joined.as_ref().and_then(|placed| placed.placement.span()).unwrap_or(span);
        let quote = session.words(place).to_owned();
        let draft = session.draft_on(joined.as_ref(), place).and_then(|at| session.take_draft(at));
        let there = joined.filter(|placed| draft.as_ref().is_none_or(|(draft, _)| draft.id == placed.annotation.id));
        let there = there.map(|placed| placed.annotation);
        let saved = there.as_ref().and_then(|there| there.body.note.clone()).unwrap_or_default();
        let id = there.as_ref().map(|there| there.id).or(draft.as_ref().map(|(draft, _)| draft.id)).unwrap_or(fresh);
        let differs = draft.as_ref().is_some_and(|(draft, _)| !saved.is_empty() && draft.text != saved);
        // What was saved after another window's draft was kept, that window had not seen.
        let is_older = |by: LeftBy| there.as_ref().is_some_and(|there| there.modified > by.at);
        let left_by = draft.as_ref().and_then(|(_, left_by)| *left_by);
        let clashes = differs && (session.clashing.contains(&id) || left_by.is_some_and(is_older));
        let text = match &draft {
            Some((draft, _)) if clashes => both(&saved, &draft.text),
            Some((draft, _)) => draft.text.clone(),
            None => saved.clone(),
        };
        let others = session.drafts.iter().filter(|draft| draft.left_by.is_some() && draft.selector.span == place);
        let others = others.count();
        if clashes {
            self.say(Weight::Note, "another window wrote here too: both notes stand here");
        } else if draft.is_some() && others > 0 {
            let key = self.key_of(Action::Note);
            self.say(Weight::Note, format!("this is a draft you left; once it is saved {key} opens the next"));
        } else if draft.is_some() {
            self.say(Weight::Note, "this is the draft you left");
        }
        if let Some((draft, Some(left_by))) = draft {
            self.effect(Effect::TakeDraft(Draft { left_by: Some(left_by), ..draft }));
        }
        let text = TextBuffer::lines(&text);
        self.push(Overlay::Editor(NoteEditor { id, span: place, quote, text, saved }));
    }

    pub(super) fn delete_here(&mut self) {
        if self.target().is_none() {
            return;
        }
        let Some(session) = self.session() else { return };
        let Some(span) = session.target() else { return };
        match nearest(&session.placed, span).map(|placed| placed.annotation.clone()) {
            Some(annotation) => {
                self.commit(vec![Change::Remove(Box::new(annotation))]);
                let key = self.key_of(Action::Undo);
                self.say(Weight::Done, format!("deleted; {key} brings it back"));
            }
            None => self.say(Weight::Note, "there is no annotation here"),
        }
    }

    /// The keys that messages name for an action.
    pub(super) fn key_of(&self, action: Action) -> String {
        self.state.settings.keymap.first(action)
    }

    fn place_of(&self, id: Option<AnnotationId>) -> Option<Span> {
        self.state.session.as_ref()?.annotation(id?)?.placement.span()
    }

    pub(super) fn undo(&mut self, redo: bool) {
        let Some(session) = self.session() else { return };
        let from = if redo { &mut session.history.undone } else { &mut session.history.done };
        let Some(act) = from.pop() else {
            self.say(Weight::Note, if redo { "nothing to redo" } else { "nothing to undo" });
            return;
        };
        let changes: Vec<Change> = if redo { act.clone() } else { act.iter().rev().map(Change::inverse).collect() };
        let to = if redo { &mut session.history.done } else { &mut session.history.undone };
        to.push(act);
        // Where it stands after the change, or stood before it: its selector may speak of an earlier text.
        let id = changes.first().map(|change| change.annotation().id);
        let before = self.place_of(id);
        self.carry_out(changes, None);
        if let Some(place) = self.place_of(id).or(before) {
            self.jump_to_offset(place.start);
        }
        self.say(Weight::Done, if redo { "redone" } else { "undone" });
    }

    /// Carries out a choice made in a menu.
    pub(super) fn choose(&mut self, choice: Choice) {
        match choice {
            Choice::Stay => {}
            Choice::Quit => self.quit(),
            Choice::SaveAgain => self.save_again(),
            Choice::Ask(purpose) => self.ask_about_body(purpose),
            Choice::Go(id, pane) => self.go_to_end_of_chip(id, pane),
            Choice::Address(address) => self.browse(address),
            Choice::Place(offset) => self.jump_below(offset),
            Choice::Colour(colour) => self.write_here(Aspect::Highlight, |body| body.highlight = colour),
            Choice::Pane(pane) => self.put_into_pane(pane),
            Choice::Verdict(verdict) => self.write_here(Aspect::Assessment, |body| body.verdict = verdict),
            Choice::NoEvidence => self.write_here(Aspect::Assessment, |body| body.evidence.clear()),
            Choice::ToCheck(on) => self.write_here(Aspect::Assessment, |body| body.to_check = on),
            Choice::Outcome(outcome) => {
                self.write_here(Aspect::Forecast, |body| body.forecast.get_or_insert_default().outcome = outcome);
            }
            Choice::NoForecast => self.write_here(Aspect::Forecast, |body| body.forecast = None),
        }
    }

    /// Writes on the target what is joined with what another window wrote there, which is said where it did.
    pub(super) fn write_joined(&mut self, aspect: Aspect, change: impl FnOnce(&mut Body) -> bool) {
        let mut theirs = false;
        self.write_here(aspect, |body| theirs = change(body));
        if theirs {
            self.say(Weight::Note, "another window changed this meanwhile: both stand in it");
        }
    }

    /// Writes on the target.
    pub(super) fn write_here(&mut self, aspect: Aspect, change: impl FnOnce(&mut Body)) {
        if let Some(span) = self.target() {
            self.write(span, aspect, change);
        }
    }

    /// Puts the target into a pane; without one, gives it back to its own evidence.
    fn put_into_pane(&mut self, pane: Option<Pane>) {
        let Some(span) = self.target() else { return };
        if pane.is_some() {
            return self.write(span, Aspect::Pane, |body| body.pane = pane);
        }
        let correction = self.state.session.as_ref().and_then(|session| session.correction_on(span));
        if let Some(correction) = correction.map(|placed| placed.annotation.clone()) {
            self.write_into(Some(correction), self.fresh.id, span, |body| body.pane = None);
        }
    }

    fn ask_about_body(&mut self, purpose: Purpose) {
        let Some(session) = &self.state.session else { return };
        let aspect = match purpose {
            Purpose::Probability | Purpose::Due | Purpose::Criterion => Aspect::Forecast,
            _ => Aspect::Assessment,
        };
        let body = session.target().map(|span| session.body_on(span, aspect)).unwrap_or_default();
        let forecast = body.forecast.unwrap_or_default();
        let text = match purpose {
            // Of what is decided another probability is another forecast.
            Purpose::Probability => forecast.probability.filter(|_| forecast.outcome.is_none()).map(percent),
            Purpose::Due => forecast.due.map(|due| due.to_string()),
            Purpose::Criterion => forecast.criterion,
            Purpose::Wording => body.wording,
            Purpose::Search | Purpose::Tags | Purpose::EvidenceFor | Purpose::EvidenceAgainst | Purpose::Export => None,
        };
        self.ask(purpose, &text.unwrap_or_default());
    }

    pub(super) fn add_evidence(&mut self, stance: Stance, text: &str) {
        let text = text.trim().to_owned();
        if !text.is_empty() {
            self.write_here(Aspect::Assessment, |body| body.evidence.push(Evidence { stance, text }));
        }
    }

    /// Sets the reader's probability, or takes it back. What was said of a forecast that is decided stays, and another
    /// probability is another forecast beside it.
    pub(super) fn set_probability(&mut self, probability: Option<f64>) {
        let Some(span) = self.target() else { return };
        let (now, id) = (self.fresh.now, self.fresh.id);
        let Some(session) = &self.state.session else { return };
        let meant = session.joined(span, Aspect::Forecast).map(|one| one.annotation.id);
        let joined = joined_by_probability(&session.placed, span, session.aim(), probability);
        let joined = joined.map(|one| one.annotation.clone());
        let is_beside = meant.is_some_and(|meant| joined.as_ref().is_none_or(|joined| joined.id != meant));
        self.write_into(joined, id, span, |body| {
            body.forecast.get_or_insert_default().set_probability(probability, now);
        });
        if is_beside {
            let kept = "what is decided stays as it was said";
            let words =
                if probability.is_some() { format!("{kept}; this is another forecast") } else { kept.to_owned() };
            self.say(Weight::Note, words);
        }
    }
}

fn touches_pane(change: &Change) -> bool {
    match change {
        Change::Add(annotation) | Change::Remove(annotation) => annotation.body.pane.is_some(),
        Change::Edit { before, after } => before.body.pane.is_some() || after.body.pane.is_some(),
    }
}
