//! The menus by which annotations are written: the choices that make sense here, by the reader's letters.

use super::Turn;
use crate::app::overlay::{Choice, Menu, Overlay, Purpose};
use crate::article::pane::Pane;
use crate::notes::assessment::{Outcome, Verdict, percent};
use crate::notes::colour::Colour;
use crate::notes::joining::Aspect;

impl Turn<'_> {
    pub(super) fn open_colours(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = &self.state.session else { return };
        let now = session.body_on(span, Aspect::Highlight).highlight;
        let legend = &self.state.settings.legend;
        let letters = |name| self.state.settings.keymap.places.letters(name);
        let mut items: Vec<_> = Colour::ALL
            .iter()
            .map(|colour| {
                let label = format!("{} ({})", legend.meaning(*colour), legend.name(*colour));
                (vec![legend.letter(*colour)], label, now == Some(*colour), Choice::Colour(Some(*colour)))
            })
            .collect();
        if now.is_some() {
            items.push((letters("no-mark"), "no mark".to_owned(), false, Choice::Colour(None)));
        }
        self.push(Overlay::Menu(Menu::new("Mark as", items)));
    }

    pub(super) fn open_panes(&mut self) {
        if self.target().is_none() {
            return;
        }
        let Some(session) = &self.state.session else { return };
        let now = session.cursor.and_then(|id| session.reading.pane(id));
        let corrected = session.cursor.is_some_and(|id| session.reading.correction(id).is_some());
        let letters = |name| self.state.settings.keymap.places.letters(name);
        let item =
            |pane: Pane| (letters(pane.name()), pane.title().to_owned(), now == Some(pane), Choice::Pane(Some(pane)));
        let mut items = Pane::ALL.map(item).to_vec();
        if corrected {
            items.push((letters("no-correction"), "as postil had it".to_owned(), false, Choice::Pane(None)));
        }
        self.push(Overlay::Menu(Menu::new("This sentence belongs to", items)));
    }

    pub(super) fn open_assessment(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = &self.state.session else { return };
        let body = session.body_on(span, Aspect::Assessment);
        let letters = |name| self.state.settings.keymap.places.letters(name);
        let item = |verdict: Verdict| {
            let label = format!("{} {}", verdict.mark(), verdict.words());
            (letters(verdict.name()), label, body.verdict == Some(verdict), Choice::Verdict(Some(verdict)))
        };
        let mut items = Verdict::ALL.map(item).to_vec();
        items.push((
            letters("evidence-for"),
            "add evidence for it".to_owned(),
            false,
            Choice::Ask(Purpose::EvidenceFor),
        ));
        items.push((
            letters("evidence-against"),
            "add evidence against it".to_owned(),
            false,
            Choice::Ask(Purpose::EvidenceAgainst),
        ));
        let check = if body.to_check { "checked: take it off the list" } else { "to check: put it on the list" };
        items.push((letters("to-check"), check.to_owned(), false, Choice::ToCheck(!body.to_check)));
        items.push((letters("wording"), "word the claim yourself".to_owned(), false, Choice::Ask(Purpose::Wording)));
        if !body.evidence.is_empty() {
            items.push((letters("no-evidence"), "no evidence".to_owned(), false, Choice::NoEvidence));
        }
        if body.verdict.is_some() {
            items.push((letters("no-verdict"), "no verdict".to_owned(), false, Choice::Verdict(None)));
        }
        self.push(Overlay::Menu(Menu::new("Assess the claim", items)));
    }

    pub(super) fn open_forecast(&mut self) {
        let Some(span) = self.target() else { return };
        let Some(session) = &self.state.session else { return };
        let forecast = session.body_on(span, Aspect::Forecast).forecast;
        let outcome = forecast.as_ref().and_then(|forecast| forecast.outcome);
        let now = |part: Option<String>| part.map(|part| format!(" (now {part})")).unwrap_or_default();
        let probability = match forecast.as_ref().and_then(|f| f.probability).map(percent) {
            Some(said) if outcome.is_some() => format!("a new forecast: your probability (you said {said})"),
            said => format!("your probability{}", now(said)),
        };
        let due = forecast.as_ref().and_then(|f| f.due).map(|due| due.to_string());
        let letters = |name| self.state.settings.keymap.places.letters(name);
        let mut items = vec![
            (letters("probability"), probability, false, Choice::Ask(Purpose::Probability)),
            (letters("due"), format!("due date{}", now(due)), false, Choice::Ask(Purpose::Due)),
            (letters("criterion"), "how it will be decided".to_owned(), false, Choice::Ask(Purpose::Criterion)),
        ];
        items.extend(Outcome::ALL.map(|one| {
            (letters(one.name()), format!("outcome: {}", one.name()), outcome == Some(one), Choice::Outcome(Some(one)))
        }));
        if outcome.is_some() {
            items.push((letters("no-outcome"), "no outcome yet".to_owned(), false, Choice::Outcome(None)));
        }
        if forecast.is_some() {
            items.push((letters("no-forecast"), "no forecast".to_owned(), false, Choice::NoForecast));
        }
        self.push(Overlay::Menu(Menu { selected: 0, ..Menu::new("Forecast", items) }));
    }
}
