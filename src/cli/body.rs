//! From options to what an annotation holds.

use jiff::Timestamp;

use super::args::annotate::{Clear, Marks};
use crate::notes::annotation::Body;
use crate::notes::assessment::Forecast;
use crate::notes::colour::Colour;
use crate::text::clean::clean_controls;

/// Whether the options ask for anything.
pub(super) fn asks(marks: &Marks, clear: &Clear) -> bool {
    let mut body = Body { bookmark: true, ..Body::default() };
    change(&mut body, marks, None, &Clear::default(), Timestamp::UNIX_EPOCH);
    let Clear {
        no_highlight,
        no_note,
        untag,
        no_verdict,
        no_evidence,
        no_wording,
        no_to_check,
        no_bookmark,
        no_pane,
        no_forecast,
        no_probability,
        no_due,
        no_decided_by,
        no_outcome,
    } = clear;
    let cleared = [
        no_highlight,
        no_note,
        no_verdict,
        no_evidence,
        no_wording,
        no_to_check,
        no_bookmark,
        no_pane,
        no_forecast,
        no_probability,
        no_due,
        no_decided_by,
        no_outcome,
    ];
    let marked = marks.highlight.is_some() || marks.bookmark || body != Body { bookmark: true, ..Body::default() };
    marked || !untag.is_empty() || cleared.into_iter().any(|asked| *asked)
}

/// Carries the options out on a body: first what goes, then what comes. `colour` is the one that the marks name.
pub(super) fn change(body: &mut Body, marks: &Marks, colour: Option<Colour>, clear: &Clear, now: Timestamp) {
    take_out(body, clear, now);
    body.highlight = colour.or(body.highlight);
    put_in(body, marks, now);
}

fn take_out(body: &mut Body, clear: &Clear, now: Timestamp) {
    fn empty<T>(slot: &mut Option<T>, asked: bool) {
        if asked {
            *slot = None;
        }
    }
    empty(&mut body.highlight, clear.no_highlight);
    empty(&mut body.note, clear.no_note);
    empty(&mut body.verdict, clear.no_verdict);
    empty(&mut body.wording, clear.no_wording);
    empty(&mut body.pane, clear.no_pane);
    empty(&mut body.forecast, clear.no_forecast);
    body.tags.retain(|tag| !clear.untag.iter().any(|gone| gone.to_lowercase() == tag.to_lowercase()));
    if clear.no_evidence {
        body.evidence.clear();
    }
    body.to_check &= !clear.no_to_check;
    body.bookmark &= !clear.no_bookmark;
    if let Some(forecast) = &mut body.forecast {
        if clear.no_probability {
            forecast.set_probability(None, now);
        }
        empty(&mut forecast.due, clear.no_due);
        empty(&mut forecast.criterion, clear.no_decided_by);
        empty(&mut forecast.outcome, clear.no_outcome);
        if *forecast == Forecast::default() {
            body.forecast = None;
        }
    }
}

fn put_in(body: &mut Body, marks: &Marks, now: Timestamp) {
    // An empty text is no text. What is pasted into a command may come from anywhere.
    let given = |text: &Option<String>| {
        let text = clean_controls(text.as_deref()?);
        (!text.trim().is_empty()).then(|| text.into_owned())
    };
    body.note = given(&marks.note).or_else(|| body.note.take());
    body.verdict = marks.verdict.or(body.verdict);
    body.wording = given(&marks.wording).or_else(|| body.wording.take());
    body.pane = marks.pane.or(body.pane);
    body.to_check |= marks.to_check;
    body.bookmark |= marks.bookmark;
    body.add_tags(marks.tag.iter().map(String::as_str));
    for evidence in &marks.evidence {
        if !body.evidence.contains(evidence) {
            body.evidence.push(evidence.clone());
        }
    }
    let decided_by = given(&marks.decided_by);
    if marks.forecast.is_some() || marks.due.is_some() || marks.outcome.is_some() || decided_by.is_some() {
        let forecast = body.forecast.get_or_insert_default();
        if marks.forecast.is_some() {
            forecast.set_probability(marks.forecast, now);
        }
        forecast.due = marks.due.or(forecast.due);
        forecast.outcome = marks.outcome.or(forecast.outcome);
        forecast.criterion = decided_by.or_else(|| forecast.criterion.take());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_probability_keeps_the_one_before() {
        let mut body = Body::default();
        let now = Timestamp::UNIX_EPOCH;
        for probability in [0.5, 0.7, 0.7] {
            change(&mut body, &Marks { forecast: Some(probability), ..Marks::default() }, None, &Clear::default(), now);
        }
        let forecast = body.forecast.clone().unwrap();
        assert_eq!((forecast.probability, forecast.history), (Some(0.7), vec![(now, 0.5)]));
        change(&mut body, &Marks::default(), None, &Clear { no_forecast: true, ..Clear::default() }, now);
        assert!(body.is_empty());
        assert!(!asks(&Marks::default(), &Clear::default()));
        assert!(asks(&Marks { to_check: true, ..Marks::default() }, &Clear::default()));
    }
}
