//! Following chips and links; searching in the article.

use std::sync::Arc;

use super::Turn;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::overlay::{Choice, List, ListKind, ListRow, Menu, Overlay, Target, nothing_annotated};
use crate::app::session::{Search, Session};
use crate::app::state::{View, Weight};
use crate::article::address::resolved;
use crate::article::block::{Inline, InlineKind, Link};
use crate::article::document::{Document, SentenceId};
use crate::article::pane::Pane;
use crate::layout::links::numbered;
use crate::text::search::find_all;
use crate::text::span::Span;

/// How many hits a search keeps.
const HITS: usize = 100_000;

/// How many links the list of links shows.
const LINKS: usize = 10_000;

impl Turn<'_> {
    /// Enter: from a chip to its sentence, from a claim to its chip, along a link.
    pub(super) fn follow_here(&mut self) {
        let Some(session) = &self.state.session else { return };
        let Some(id) = session.cursor else { return };
        let mut choices = links(session, id);
        let free = (1..).filter(|key| choices.iter().all(|(taken, ..)| taken != key));
        let chips = free.zip(chips(session, id)).map(|(key, (label, choice))| (key, label, choice));
        let chips = chips.collect::<Vec<_>>();
        choices.extend(chips);
        self.choose_among("Follow", choices, "nothing to follow here");
    }

    /// `gx`: the links of the sentence that lead out of the article.
    pub(super) fn open_link(&mut self) {
        let Some(session) = &self.state.session else { return };
        let Some(id) = session.cursor else { return };
        let out = links(session, id).into_iter().filter(|(_, _, choice)| matches!(choice, Choice::Address(_)));
        let choices = out.collect();
        self.choose_among("Open", choices, "no link in this sentence leads out of the article");
    }

    /// Takes the only choice, or asks which, each by its number.
    fn choose_among(&mut self, title: &str, mut choices: Vec<(usize, String, Choice)>, none: &str) {
        if choices.len() > 1 {
            let key = |number: usize| u32::try_from(number).ok().and_then(|number| char::from_digit(number, 10));
            let items = choices
                .into_iter()
                .filter_map(|(number, label, choice)| Some((vec![key(number)?], label, false, choice)));
            self.push(Overlay::Menu(Menu::new(title, items.collect())));
        } else if let Some((_, _, choice)) = choices.pop() {
            self.choose(choice);
        } else {
            self.say(Weight::Note, none);
        }
    }

    /// Hands an address to the browser, and says which.
    pub(super) fn browse(&mut self, address: String) {
        self.say(Weight::Done, format!("opened {address}"));
        self.effect(Effect::Browse(address));
    }

    /// All links, from the cursor.
    pub(super) fn open_links(&mut self) {
        let Some(session) = &self.state.session else { return };
        let document = session.document();
        let here = session.cursor_span().map_or(0, |span| span.start);
        let mut selected = 0;
        let mut rows: Vec<ListRow> = Vec::new();
        for (span, to) in session.links(Span::whole(document.text())).take(LINKS) {
            if span.start < here {
                selected = rows.len() + 1;
            }
            let (detail, target) = match to {
                Leads::Place(offset) => ("in this article".to_owned(), Target::Place(offset)),
                Leads::Address(address) => (address.clone(), Target::Address(address)),
            };
            let (mark, label) = ((rows.len() + 1).to_string(), session.words(span).to_owned());
            rows.push(ListRow { mark, label, detail, depth: 0, target });
        }
        let last = rows.len().saturating_sub(1);
        let digits = rows.len().to_string().len();
        for row in &mut rows {
            row.mark = format!("{:>digits$}", row.mark);
        }
        let mut list = List::new(ListKind::Links, rows);
        list.selected = selected.min(last);
        self.push(Overlay::List(list));
    }

    /// Goes to the other end of a chip: `id`, shown in `pane` or in its own.
    pub(super) fn go_to_end_of_chip(&mut self, id: SentenceId, pane: Option<Pane>) {
        self.jump(id);
        let Some(session) = self.session() else { return };
        if let View::Panes { focus, .. } = &mut session.view
            && let Some(pane) = pane.or_else(|| session.reading.pane(id))
        {
            *focus = pane;
        }
    }

    /// Searches for what has been typed, from where the search began, and goes to the first hit.
    pub(super) fn search(&mut self, needle: &str) {
        let Some(session) = self.session() else { return };
        let from = session.search.as_ref().and_then(|search| search.from).or(session.cursor);
        let hits = hits(session.document(), needle);
        let start = from.and_then(|id| session.document().sentence(id)).map_or(0, |span| span.start);
        let next = hits.partition_point(|hit| hit.start < start);
        let current = (!hits.is_empty()).then(|| if next < hits.len() { next } else { 0 });
        session.search = Some(Search { needle: needle.to_owned(), hits, current, from });
        self.show_hit();
    }

    /// Puts the cursor on the current hit.
    pub(super) fn show_hit(&mut self) {
        let Some(session) = self.session() else { return };
        let hit = session.search.as_ref().and_then(|search| search.hits.get(search.current?).copied());
        let to = hit.and_then(|hit| session.document().sentence_at(hit.start));
        let back = session.search.as_ref().and_then(|search| search.from);
        if let Some(id) = to.or(back) {
            self.set_cursor(id);
            if let Some(session) = self.session() {
                session.focus_cursor();
            }
        }
    }

    /// The next (or previous) hit: from the one the cursor is on, else from where the cursor stands.
    pub(super) fn step_hit(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        let (document, cursor, here) = (session.document().clone(), session.cursor, session.cursor_span());
        let Some(search) = &mut session.search else {
            let key = self.key_of(Action::Search);
            self.say(Weight::Note, format!("nothing has been searched yet: {key} searches"));
            return;
        };
        let count = search.hits.len();
        if count == 0 {
            let text = format!("no match for “{}”", search.needle);
            self.say(Weight::Note, text);
            return;
        }
        // Several hits may stand in one sentence: while the cursor is on that of the last one, it has not moved.
        let on = |at: &usize| search.hits.get(*at).is_some_and(|hit| document.sentence_at(hit.start) == cursor);
        let next = match (search.current.filter(on), here) {
            (Some(at), _) if forward => at + 1,
            (Some(at), _) => at + count - 1,
            (None, Some(here)) if forward => search.hits.partition_point(|hit| hit.start < here.end),
            (None, here) => {
                let start = here.map_or(0, |here| here.start);
                search.hits.partition_point(|hit| hit.start < start) + if forward { 0 } else { count - 1 }
            }
        };
        search.current = Some(next % count);
        let text = format!("{}/{count} “{}”", search.current.unwrap_or(0) + 1, search.needle);
        self.show_hit();
        self.drag_selection();
        self.say(Weight::Note, text);
    }
}

/// Where `needle` stands in a document.
pub(super) fn hits(document: &Document, needle: &str) -> Arc<[Span]> {
    find_all(document.text(), needle, HITS).into()
}

/// Where the chips at a sentence lead: from a sentence in its own pane to the claims among or next
/// to its neighbours in the paragraph; from a claim, or any sentence seen as a chip, to its other end.
fn chips(session: &Session, id: SentenceId) -> Vec<(String, Choice)> {
    let View::Panes { focus, .. } = session.view else { return Vec::new() };
    let document = session.document();
    let label = |id: SentenceId| {
        let words = document.sentence(id).map(|span| session.words(span)).unwrap_or_default();
        let number = session.reading.number_soon(id).map(|n| format!("‹{n}› ")).unwrap_or_default();
        format!("{number}{}", crate::text::width::fit(words, 48))
    };
    let own = session.reading.pane(id);
    if own != Some(focus) {
        return vec![(label(id), Choice::Go(id, None))];
    }
    if focus == Pane::Claims {
        // The claim's place in the text is where its paragraph is read: the take if the paragraph
        // has sentences there and none in the analysis.
        let panes =
            (0..document.sentences(id.block).len()).filter_map(|nth| session.reading.pane(SentenceId { nth, ..id }));
        let take = panes.filter(|pane| *pane != Pane::Claims).all(|pane| pane == Pane::Take);
        let among = (0..document.sentences(id.block).len())
            .any(|nth| session.reading.pane(SentenceId { nth, ..id }) == Some(Pane::Take));
        let pane = if take && among { Pane::Take } else { Pane::Analysis };
        return vec![(label(id), Choice::Go(id, Some(pane)))];
    }
    let count = document.sentences(id.block).len();
    let is_claim = |nth: &usize| session.reading.pane(SentenceId { nth: *nth, ..id }) == Some(Pane::Claims);
    let after = (id.nth + 1..count).take_while(is_claim);
    let before = (0..id.nth).rev().take_while(is_claim);
    let mut found: Vec<usize> = after.collect();
    if found.is_empty() {
        found = before.collect();
        found.reverse();
    }
    found.into_iter().take(9).map(|nth| SentenceId { nth, ..id }).map(|id| (label(id), Choice::Go(id, None))).collect()
}

/// Where a link leads that can be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a place in the text, in bytes.
    Place(usize),
    /// To an address, which may be opened.
    Address(String),
}

impl Session {
    /// The links that stand in `span` or reach into it: their words, and where they lead. One that cannot be
    /// followed is left out: of another kind than the web or mail, or a part of an address that is not known.
    pub fn links(&self, span: Span) -> impl Iterator<Item = (Span, Leads)> + '_ {
        self.document().inlines(span).filter_map(move |inline| Some((inline.span, self.leads(inline)?)))
    }

    /// Where a link leads, if it can be followed.
    fn leads(&self, inline: Inline) -> Option<Leads> {
        let document = self.document();
        let base = document.metadata().url.as_deref().or(self.origin.uri.as_deref());
        let InlineKind::Link(index) = inline.kind else { return None };
        Some(match document.links().get(index)? {
            &Link::Inside(offset) => Leads::Place(offset),
            Link::Address(address) => Leads::Address(resolved(base, address)?),
        })
    }
}

/// Where the links of a sentence lead, each with the number that stands behind it.
fn links(session: &Session, id: SentenceId) -> Vec<(usize, String, Choice)> {
    let Some(span) = session.document().sentence(id) else { return Vec::new() };
    let choice = |(number, inline): (usize, Inline)| {
        let words = session.words(inline.span);
        Some(match session.leads(inline)? {
            Leads::Place(offset) => (number, words.to_owned(), Choice::Place(offset)),
            Leads::Address(address) => (number, format!("{words} → {address}"), Choice::Address(address)),
        })
    };
    numbered(session.document(), span).filter_map(choice).collect()
}

impl Turn<'_> {
    /// The next (or previous) annotation of the article, from the cursor, or the place where a note was left as a draft.
    pub(super) fn step_annotation(&mut self, forward: bool) {
        let Some(session) = self.session() else { return };
        let here = session.cursor_span().map_or(0, |span| span.start);
        let document = session.document().clone();
        let annotated = session.placed.iter().filter_map(|placed| placed.placement.span());
        let drafted = session.drafts.iter().filter_map(|draft| session.place_of(draft));
        // All on one sentence are one stop.
        let mut stops: Vec<usize> = annotated
            .chain(drafted)
            .filter_map(|span| document.sentence_at(span.start).and_then(|id| document.sentence(id)))
            .map(|span| span.start)
            .collect();
        stops.sort_unstable();
        stops.dedup();
        let stop =
            if forward { stops.iter().find(|at| **at > here) } else { stops.iter().rev().find(|at| **at < here) };
        match stop {
            Some(at) => self.jump_to_offset(*at),
            None if stops.is_empty() => {
                let words = nothing_annotated(&self.state.settings.keymap);
                self.say(Weight::Note, words);
            }
            None => self.say(Weight::Note, if forward { "no annotation below" } else { "no annotation above" }),
        }
    }
}
