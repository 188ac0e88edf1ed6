//! What is said of a sentence.

use std::fmt::Write as _;

use super::{Linear, Said};
use crate::article::pane::Pane;
use crate::export::facts::facts;
use crate::notes::annotation::{Annotation, Placed};
use crate::notes::selector::Placement;
use crate::text::clean::clean_line;
use crate::text::span::Span;

impl Linear<'_> {
    /// The current sentence: its section where that is new, its place, its words, and what is written on it.
    pub(super) fn current(&mut self) -> Said {
        self.look_around()?;
        let Some((id, span)) = self.sentences.get(self.at).copied() else {
            return Err("the article has no sentences".to_owned());
        };
        let document = self.article.document.clone();
        let mut out = String::new();
        let heading = document.heading_of(id.block);
        if heading != self.heading {
            self.heading = heading;
            if let Some(heading) = heading {
                let _ = writeln!(out, "Section: {}", document.block_text(heading));
            }
        }
        let reading = &self.here.reading;
        let mut facts = vec![format!("{} of {}", self.at + 1, self.sentences.len())];
        let pane = reading.pane(id).unwrap_or(Pane::Analysis);
        match (pane, reading.number(id)) {
            (Pane::Claims, Some(number)) => facts.push(format!("claim {number}")),
            _ => facts.push(pane.title().to_lowercase()),
        }
        if let Some(judgement) = reading.judgement(id) {
            if pane == Pane::Claims {
                facts.push(judgement.kind.name().to_owned());
                facts.extend(judgement.source.iter().map(|source| clean_line(&source.name)));
                facts.extend(judgement.cue.map(|cue| clean_line(cue.of(document.text()))));
            }
            facts.extend(judgement.forecast.then(|| "forecast".to_owned()));
        }
        facts.extend(document.page_at(span.start).map(|page| format!("page {page}")));
        let _ = writeln!(out, "{}.", facts.join(", "));
        let _ = writeln!(out, "{}", span.of(document.text()));
        out.push_str(&self.written(span, false));
        Ok(out)
    }

    /// What is written on some words; all of it, or without dates and ids.
    pub(super) fn written(&self, span: Span, all: bool) -> String {
        let mut out = String::new();
        for Placed { annotation, placement } in self.on(span) {
            out.push_str(&self.told(annotation, *placement, span, all));
        }
        out
    }

    /// The annotations on some words.
    pub(super) fn on(&self, span: Span) -> impl Iterator<Item = &Placed> {
        self.here.placed.iter().filter(move |one| one.placement.span().is_some_and(|at| at.overlaps(span)))
    }

    /// An annotation in lines: the words it is on where these are not the `around` it, and what it holds.
    pub(super) fn told(&self, annotation: &Annotation, placement: Placement, around: Span, all: bool) -> String {
        let mut out = String::new();
        let mut put = |label: &str, words: &str| {
            let lines: Vec<&str> = words.lines().collect();
            let _ = writeln!(out, "  {label}: {}", lines.join("\n    "));
        };
        match placement.span() {
            Some(span) if span != around => put("On", &clean_line(span.of(self.article.document.text()))),
            Some(_) => {}
            None => put("Without a place", &clean_line(&annotation.latest().exact)),
        }
        if matches!(placement, Placement::Changed(..)) {
            put("Changed from", &clean_line(&annotation.latest().exact));
        }
        if let Some(pane) = annotation.body.pane {
            put("Moved to", pane.title());
        }
        let brief = |label: &&str| all || !["Made", "Changed", "Annotation"].contains(label);
        for fact in facts(annotation, &self.session.legend).iter().filter(|fact| brief(&fact.label)) {
            put(fact.label, &fact.words);
        }
        out
    }
}
