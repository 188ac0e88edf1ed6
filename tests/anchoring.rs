//! Highlights in documents that were really edited (see tests/anchoring/README.md).

use std::collections::BTreeMap;

use postil::notes::anchor::locate::place_clues;
use postil::notes::selector::Clue;
use postil::text::code_points::CodePoints;
use serde::Deserialize;

#[derive(Deserialize)]
struct Version {
    doc_id: String,
    old_text: String,
    new_text: String,
}

#[derive(Clone, Copy, Deserialize)]
struct Range {
    start: usize,
    end: usize,
}

#[derive(Deserialize)]
struct Case {
    doc_id: String,
    category: String,
    #[serde(flatten)]
    clue: Clue,
    expected: Option<Range>,
    inner: Option<Range>,
    outer: Option<Range>,
}

/// What came of a case.
#[derive(PartialEq)]
enum Outcome {
    /// Found, or rightly given up.
    Good,
    /// Given up, or its ends are off.
    Missed,
    /// On other words than its own: what must not happen.
    Harm,
}

fn outcome(case: &Case, found: Option<(usize, usize)>) -> Outcome {
    let (Some(expected), Some((start, end))) = (case.expected, found) else {
        return match (case.expected, found) {
            (None, None) => Outcome::Good,
            (Some(_), None) => Outcome::Missed,
            (_, Some(_)) => Outcome::Harm,
        };
    };
    let (inner, outer) = (case.inner.unwrap_or(expected), case.outer.unwrap_or(expected));
    let (from, to) = (start.max(outer.start).min(inner.start), end.min(outer.end).max(inner.end));
    let both = end.min(to).saturating_sub(start.max(from)) as f64 / (end.max(to) - start.min(from)) as f64;
    if both >= 0.9 || (both > 0.0 && start.abs_diff(from) <= 3 && end.abs_diff(to) <= 3) {
        Outcome::Good
    } else if both >= 0.5 {
        Outcome::Missed
    } else {
        Outcome::Harm
    }
}

/// Shares of good and harmful outcomes, and the categories of those that are not good.
fn measure(with_old: bool) -> (f64, f64, BTreeMap<String, usize>) {
    let lines = |text: &'static str| text.lines();
    let cases: Vec<Case> =
        lines(include_str!("anchoring/cases.jsonl")).map(|line| serde_json::from_str(line).unwrap()).collect();
    let (mut good, mut harm, mut lost) = (0, 0, BTreeMap::new());
    for line in lines(include_str!("anchoring/documents.jsonl")) {
        let version: Version = serde_json::from_str(line).unwrap();
        let points = CodePoints::of(&version.new_text);
        let cases: Vec<&Case> = cases.iter().filter(|case| case.doc_id == version.doc_id).collect();
        let clues: Vec<Clue> = cases.iter().map(|case| case.clue.clone()).collect();
        let placed = place_clues(with_old.then_some(&version.old_text), &version.new_text, &clues);
        for (case, placement) in cases.into_iter().zip(placed) {
            match outcome(case, placement.span().map(|span| points.range(span))) {
                Outcome::Good => good += 1,
                other => {
                    harm += usize::from(other == Outcome::Harm);
                    *lost.entry(case.category.clone()).or_default() += 1;
                }
            }
        }
    }
    let all = cases.len() as f64;
    (f64::from(good) / all, harm as f64 / all, lost)
}

#[test]
fn with_the_old_text_nearly_all_are_found_and_hardly_any_wrongly() {
    let (good, harm, lost) = measure(true);
    assert!(good >= 0.985 && harm <= 0.003, "good {good:.4}, harm {harm:.4}, not good: {lost:?}");
}

#[test]
fn the_selectors_alone_do_nearly_as_well() {
    let (good, harm, lost) = measure(false);
    assert!(good >= 0.96 && harm <= 0.006, "good {good:.4}, harm {harm:.4}, not good: {lost:?}");
}
