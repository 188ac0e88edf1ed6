//! What something that is written joins: one act of annotating is one annotation, and a note that is
//! written on a highlight belongs to that highlight. The screen and the commands go by this alone.

use jiff::Timestamp;

use super::annotation::{Annotation, Body, Placed};
use super::assessment::Forecast;
use super::change::Change;
use crate::text::span::Span;

/// What of an annotation something is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// The mark on the words.
    Highlight,
    /// What the reader says of them.
    Note,
    /// What they are filed under.
    Tags,
    /// The verdict, with what speaks for and against it.
    Assessment,
    /// The forecast: of one statement there is one until it is decided.
    Forecast,
    /// The pane they are put into.
    Pane,
    /// A bookmark at them.
    Bookmark,
}

/// How the reader named the words that something is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// By the sentence the cursor is on: a highlight in it is meant, too.
    Sentence,
    /// Word by word: a selection, a quotation, a range. Nothing but these words is meant.
    Words,
}

impl Aspect {
    /// What a body is chiefly: what there is only one of comes first, and corrections of the pane and bookmarks stand
    /// for themselves.
    fn of(body: &Body) -> Self {
        const BY_RANK: [Aspect; 6] =
            [Aspect::Forecast, Aspect::Assessment, Aspect::Note, Aspect::Highlight, Aspect::Tags, Aspect::Pane];
        BY_RANK.into_iter().find(|aspect| aspect.is_in(body)).unwrap_or(Self::Bookmark)
    }

    fn is_in(self, body: &Body) -> bool {
        match self {
            Self::Highlight => body.highlight.is_some(),
            Self::Note => body.note.is_some(),
            Self::Tags => !body.tags.is_empty(),
            Self::Assessment => body.is_assessed(),
            Self::Forecast => body.forecast.is_some(),
            Self::Pane => body.pane.is_some(),
            Self::Bookmark => body.bookmark,
        }
    }

    /// Whether it may be written into an annotation that has none of it yet: what is said of the words goes together.
    fn joins(self, body: &Body) -> bool {
        match self {
            Self::Pane | Self::Bookmark => self.is_in(body),
            _ => !Body { pane: None, bookmark: false, ..body.clone() }.is_empty(),
        }
    }
}

/// The annotations that something written on `span` may join, the best first: those that have it already, then the
/// others. Of each those on just these words, the latest first, then the smallest highlight in the sentence where
/// that is what was aimed at. `placed` is given oldest first.
pub fn joinable(placed: &[Placed], span: Span, aim: Aim, aspect: Aspect) -> Vec<&Placed> {
    let is_here = |one: &&Placed| one.placement.span() == Some(span) && aspect.joins(&one.annotation.body);
    let inside = |one: &&Placed| {
        let overlaps = one.placement.span().is_some_and(|at| at.overlaps(span) && at != span);
        overlaps && one.annotation.body.highlight.is_some()
    };
    let highlight = match (aim, aspect) {
        (Aim::Words, _) | (_, Aspect::Pane | Aspect::Bookmark) => None,
        _ => placed.iter().filter(inside).min_by_key(|one| one.placement.span().map_or(usize::MAX, Span::len)),
    };
    let mut found: Vec<&Placed> = placed.iter().rev().filter(is_here).chain(highlight).collect();
    found.sort_by_key(|one| !aspect.is_in(&one.annotation.body));
    found
}

/// The annotation that a probability given to the words at `span` goes to: what was said of a forecast before it was
/// decided is not said anew, so that such a one is passed over.
pub fn joined_by_probability(placed: &[Placed], span: Span, aim: Aim, given: Option<f64>) -> Option<&Placed> {
    let takes = |one: &&Placed| one.annotation.body.forecast.as_ref().is_none_or(|forecast| forecast.takes(given));
    joinable(placed, span, aim, Aspect::Forecast).into_iter().find(takes)
}

/// The annotation that is meant where one on `span` is taken away: the smallest that touches it, of several the
/// latest. `placed` is given oldest first.
pub fn nearest(placed: &[Placed], span: Span) -> Option<&Placed> {
    let touching = placed.iter().rev().filter_map(|one| Some((one.placement.span()?, one)));
    touching.filter(|(at, _)| at.overlaps(span)).min_by_key(|(at, _)| at.len()).map(|(_, one)| one)
}

/// The change that joins `new` to an annotation that is there, where no note would be lost.
pub fn joining(placed: &[Placed], span: Span, aim: Aim, new: &Body, now: Timestamp) -> Option<Change> {
    joinable(placed, span, aim, Aspect::of(new)).into_iter().find_map(|one| {
        let before = Box::new(one.annotation.clone());
        let body = joined(&before.body, new, now)?;
        let after = Box::new(Annotation { body, modified: now, ..one.annotation.clone() });
        Some(Change::Edit { before, after })
    })
}

/// What both bodies hold together: a highlight takes in a note written on the same words, and what can be only one
/// way, such as a verdict, is as it was said last; the store's history has what it was. But a note never gives way
/// to another: with a verdict, a wording or a forecast that takes the place of the one before, both notes stand
/// there; without, the new one stands for itself.
fn joined(there: &Body, new: &Body, now: Timestamp) -> Option<Body> {
    let note = match (&there.note, &new.note) {
        (Some(there), Some(new)) if there == new => None,
        (Some(_), Some(_)) if !replaces(there, new) => return None,
        (Some(there), Some(new)) => Some(both(there, new)),
        _ => None,
    };
    let forecast = match (&there.forecast, &new.forecast) {
        (Some(there), Some(new)) => Some(joined_forecast(there, new, now)?),
        (there, new) => new.clone().or_else(|| there.clone()),
    };
    let joined = there.completed(new, true);
    Some(Body { forecast, note: note.or(joined.note), ..joined })
}

/// Whether both have something of which the words have only one.
const fn replaces(there: &Body, new: &Body) -> bool {
    there.verdict.is_some() && new.verdict.is_some()
        || there.wording.is_some() && new.wording.is_some()
        || there.forecast.is_some() && new.forecast.is_some()
}

/// Two notes, a paragraph each; what stands there already is not said again.
fn both(there: &str, new: &str) -> String {
    let stands = format!("\n\n{there}\n\n").contains(&format!("\n\n{new}\n\n"));
    if stands { there.to_owned() } else { format!("{there}\n\n{new}") }
}

/// A date or an outcome joins the probability it belongs to, or takes the place of the one before, and another
/// probability keeps the one before. Once it is decided, another probability is another forecast.
fn joined_forecast(there: &Forecast, new: &Forecast, now: Timestamp) -> Option<Forecast> {
    if new.probability.is_some() && !there.takes(new.probability) {
        return None;
    }
    let mut forecast = Forecast {
        due: new.due.or(there.due),
        criterion: new.criterion.clone().or_else(|| there.criterion.clone()),
        outcome: new.outcome.or(there.outcome),
        ..there.clone()
    };
    if new.probability.is_some() {
        forecast.set_probability(new.probability, now);
    }
    Some(forecast)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::identity::DocumentId;
    use crate::article::pane::Pane;
    use crate::notes::annotation::AnnotationId;
    use crate::notes::assessment::{Outcome, Verdict};
    use crate::notes::colour::Colour;
    use crate::notes::selector::{Placement, Selector};

    fn note(text: &str) -> Body {
        Body { note: Some(text.to_owned()), ..Body::default() }
    }

    fn highlight() -> Body {
        Body { highlight: Some(Colour::Yellow), ..Body::default() }
    }

    fn placed(number: u128, (start, end): (usize, usize), body: Body) -> Placed {
        let annotation = Annotation {
            id: AnnotationId(uuid::Uuid::from_u128(number)),
            document: DocumentId(uuid::Uuid::nil()),
            selector: Selector {
                exact: String::new(),
                prefix: String::new(),
                suffix: String::new(),
                span: Span::default(),
                edition: None,
            },
            accepted: None,
            body,
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
        };
        Placed { annotation, placement: Placement::Exact(Span::new(start, end)) }
    }

    #[test]
    fn a_later_verdict_takes_the_place_of_the_one_before() {
        let verdict = |verdict| Body { verdict: Some(verdict), ..Body::default() };
        let there = Body { verdict: Some(Verdict::Supported), ..note("a") };
        let both = joined(&there, &verdict(Verdict::Refuted), Timestamp::UNIX_EPOCH);
        assert_eq!(both, Some(Body { verdict: Some(Verdict::Refuted), ..note("a") }));
        let worded = |words: &str| Body { wording: Some(words.to_owned()), ..Body::default() };
        assert_eq!(joined(&worded("a"), &worded("b"), Timestamp::UNIX_EPOCH), Some(worded("b")));
    }

    #[test]
    fn a_note_joins_a_highlight_but_no_other_note() {
        let both = joined(&highlight(), &note("a"), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(both, Body { highlight: Some(Colour::Yellow), ..note("a") });
        assert_eq!(joined(&both, &note("b"), Timestamp::UNIX_EPOCH), None);
        assert_eq!(joined(&both, &note("a"), Timestamp::UNIX_EPOCH), Some(both));
    }

    #[test]
    fn a_verdict_goes_where_the_one_before_stands_and_takes_its_note_along() {
        let judged = |verdict, words: &str| Body { verdict: Some(verdict), ..note(words) };
        let placed =
            [placed(1, (0, 20), judged(Verdict::Supported, "a\n\nb")), placed(2, (0, 20), note("later than that"))];
        let written = |new: &Body| {
            let change = joining(&placed, Span::new(0, 20), Aim::Words, new, Timestamp::UNIX_EPOCH)?;
            let Change::Edit { after, .. } = change else { panic!("{change:?}") };
            Some((after.id.0.as_u128(), after.body))
        };
        for (words, both) in [("c", "a\n\nb\n\nc"), ("b", "a\n\nb"), ("a\n\nb", "a\n\nb")] {
            assert_eq!(written(&judged(Verdict::Refuted, words)), Some((1, judged(Verdict::Refuted, both))));
        }
        let alone = Body { verdict: Some(Verdict::Refuted), ..Body::default() };
        assert_eq!(written(&alone), Some((1, judged(Verdict::Refuted, "a\n\nb"))));
        assert_eq!(written(&note("c")), None);
    }

    #[test]
    fn the_parts_of_a_forecast_come_together_until_it_is_decided() {
        let (early, late) = (Timestamp::UNIX_EPOCH, Timestamp::from_second(60).unwrap());
        let part = |probability, due: Option<&str>, outcome| Body {
            forecast: Some(Forecast {
                probability,
                due: due.map(|due| due.parse().unwrap()),
                outcome,
                ..Forecast::default()
            }),
            ..Body::default()
        };
        let dated = joined(&part(Some(0.7), None, None), &part(None, Some("2026-12-31"), None), early).unwrap();
        assert_eq!(dated, part(Some(0.7), Some("2026-12-31"), None));
        let later = joined(&dated, &part(None, Some("2027-12-31"), None), late).unwrap();
        assert_eq!(later, part(Some(0.7), Some("2027-12-31"), None));
        let changed = joined(&dated, &part(Some(0.8), None, None), late).unwrap();
        let forecast = changed.forecast.as_ref().unwrap();
        assert_eq!((forecast.probability, forecast.history.as_slice()), (Some(0.8), &[(late, 0.7)][..]));
        let decided = joined(&changed, &part(None, None, Some(Outcome::Yes)), late).unwrap();
        assert_eq!(decided.forecast.as_ref().unwrap().outcome, Some(Outcome::Yes));
        assert_eq!(joined(&decided, &part(Some(0.1), None, None), late), None);
        let corrected = joined(&decided, &part(None, None, Some(Outcome::No)), late).unwrap();
        assert_eq!(corrected.forecast.unwrap().outcome, Some(Outcome::No));
    }

    #[test]
    fn what_is_written_joins_what_stands_on_the_same_words_or_a_highlight_in_the_sentence() {
        let correction = Body { pane: Some(Pane::Take), ..Body::default() };
        let bookmark = Body { bookmark: true, ..Body::default() };
        let placed = [
            placed(1, (0, 20), note("first")),
            placed(2, (0, 20), note("second")),
            placed(3, (0, 20), bookmark),
            placed(4, (0, 20), correction),
            placed(5, (2, 9), highlight()),
            placed(6, (4, 6), highlight()),
            placed(7, (30, 40), note("elsewhere")),
        ];
        for (span, aim, aspect, expected) in [
            ((0, 20), Aim::Sentence, Aspect::Note, &[2, 1, 6][..]),
            ((0, 20), Aim::Sentence, Aspect::Highlight, &[6, 2, 1]),
            ((0, 20), Aim::Words, Aspect::Tags, &[2, 1]),
            ((0, 20), Aim::Sentence, Aspect::Pane, &[4]),
            ((0, 20), Aim::Words, Aspect::Bookmark, &[3]),
            ((2, 9), Aim::Words, Aspect::Note, &[5]),
            ((0, 9), Aim::Sentence, Aspect::Assessment, &[6]),
            ((0, 9), Aim::Words, Aspect::Forecast, &[]),
            ((50, 60), Aim::Sentence, Aspect::Note, &[]),
        ] {
            let found = joinable(&placed, Span::new(span.0, span.1), aim, aspect);
            let found: Vec<u128> = found.iter().map(|one| one.annotation.id.0.as_u128()).collect();
            assert_eq!(found, expected, "{span:?} {aim:?} {aspect:?}");
        }
        for (span, expected) in [((0, 20), Some(6)), ((12, 20), Some(4)), ((25, 35), Some(7)), ((50, 60), None)] {
            let found = nearest(&placed, Span::new(span.0, span.1));
            assert_eq!(found.map(|one| one.annotation.id.0.as_u128()), expected, "{span:?}");
        }
    }
}
