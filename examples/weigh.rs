//! Fits the weights of `reading/weigh.rs` to articles labelled by hand, and tells how well the split
//! does on articles it was not fitted to.
//!
//! ```text
//! cargo run --release --example weigh -- tests/fixtures/claims/en*.jsonl
//! ```
//!
//! Logistic regression, one weight after the other by Newton's method, drawn to the weights one would expect: the same
//! numbers on every machine's command line. Each tenth of the articles is left out in turn; the tables at the end are fitted to
//! all of them. A sentence that two careful people would place differently counts less.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::sync::Arc;

use postil::article::pane::Pane;
use postil::article::parse::{Kind, parse};
use postil::reading::reading::Reading;
use postil::reading::weigh::{Feature, Signs};
use postil::text::code_points::CodePoints;
use serde_json::Value;

/// What an arguable sentence counts beside a plain one.
const ARGUABLE: f64 = 0.4;

/// The penalty on the square of what parts a weight from the one expected.
const PENALTY: f64 = 30.0;

/// The same for the weights of the author's take.
const TAKE_PENALTY: f64 = 12.0;

/// What is expected of the take: that a heading which promises it keeps its word, that "should" advises, and that what happens
/// by habit is no forecast. Of all else, nothing.
const TAKE_EXPECTED: [(Feature, f64); 5] = [
    (Feature::UnderTake, 1.5),
    (Feature::Must, 1.5),
    (Feature::Habit, -1.0),
    (Feature::Instructs, 2.0),
    (Feature::Audience, 1.5),
];

/// How much the scales of the take are tipped: a take that is missed costs more than one too many, as takes are few.
const TIPPED: f64 = 0.8;

/// How much those of the claims are held back: what nothing speaks for is the author's, and panes are as right so.
const HELD: f64 = 0.3;

/// How many parts the articles are dealt into; each is left out once.
const PARTS: usize = 10;

/// How often each weight is set to where the slope ends, the others held.
const SWEEPS: usize = 40;

/// What is expected of each feature before any article is read, in log-odds: the weights are drawn
/// to it, so that what is rare in the articles keeps a weight that makes sense.
#[rustfmt::skip]
const EXPECTED: [(Feature, f64); 76] = {
    use Feature::{
        Abstract, Adding, AfterAdvice, AfterAhead, AfterClaim, AfterFigure, Ahead, AheadBeside, Audience, AuthorAhead, Duty, Habit, May, Must, NamedAhead, UnderLeaning, Verbless, Compelled, Together, Does, Doing, Ours, Joined, Embedding, Instructs, ItemInstructs, ReaderInstructed, AfterAdvised, Unended, Horizon, AfterSource, AfterTold, Artefact, Author, Back, Bare, Closing, Colon, Comparing, Condition, Date, Definite, Denial, Did, Every, Figure,
        General, Gerund, Going, Hedge, Is, Item, Judging, Long, Modal, Name, Named, Names, Numeral, Opinion, Owned, Passive, Property, Quantity, Quoted,
        Reader, Reasoning, Reference, Several, Short, Time, Told, UnderAnalysis, UnderClaims, UnderTake, Was,
    };
    [
        (Every, -1.2), (Figure, 2.8), (Quantity, 2.0), (Numeral, 0.5), (Date, 1.4), (Time, 1.0), (Named, 1.0), (Owned, 0.2),
        (Name, 0.4), (Names, 0.4), (Told, 1.2), (Was, 0.2), (Going, 0.6), (Definite, 0.4), (Did, 1.6),
        (Reference, 1.4), (Quoted, 0.4), (Opinion, -1.4), (Judging, -0.8), (Reasoning, -0.6), (General, -0.6),
        (Hedge, -0.6), (Modal, -0.6), (Condition, -0.4), (Reader, -0.8), (Back, -0.2), (Is, -0.4), (Bare, -0.6),
        (Denial, -0.6), (Colon, 0.0), (Short, -0.4), (Long, 0.2), (Author, -0.2), (UnderClaims, 0.8),
        (UnderAnalysis, -0.4), (UnderTake, -0.4), (Item, 0.2), (AfterSource, 0.2), (AfterFigure, 0.2),
        (Artefact, 0.4), (Abstract, -0.3), (Property, 0.4), (Adding, 0.4), (Comparing, -0.4), (Several, 0.4), (Passive, 0.3),
        (Gerund, -0.4), (Closing, -0.3), (AfterTold, 0.3),
        (Ahead, 0.0), (AheadBeside, 0.0), (Habit, 0.0), (Must, -0.3), (Duty, 0.2), (May, -0.3), (AfterClaim, 0.3), (Audience, -0.5),
        (UnderLeaning, -0.2), (NamedAhead, 0.3), (AuthorAhead, 0.3), (Verbless, 0.0), (AfterAdvice, 0.0), (AfterAhead, -0.2), (Compelled, 0.0), (Together, -0.5), (Does, 0.8), (Doing, 0.8), (Ours, 0.3), (Joined, -0.2), (Embedding, -0.3), (Instructs, -1.0), (ItemInstructs, 0.4), (ReaderInstructed, -0.4), (AfterAdvised, -0.2), (Unended, 0.0), (Horizon, -0.2),
    ]
};

/// A labelled sentence.
struct Row {
    article: usize,
    gold: Pane,
    also: Option<Pane>,
    judged: Pane,
    /// How often it shows each feature, where weighing decides it.
    features: Option<Vec<f64>>,
    /// The same, where something speaks for the author's take.
    leaning: Option<Vec<f64>>,
}

/// How often each feature is shown.
fn counted(signs: &Signs) -> Vec<f64> {
    let mut row = vec![0.0; Feature::ALL.len()];
    signs.all().iter().for_each(|sign| row[sign.feature as usize] += f64::from(sign.times));
    row
}

fn pane(name: Option<&str>) -> Option<Pane> {
    match name? {
        "claim" => Some(Pane::Claims),
        "analysis" => Some(Pane::Analysis),
        "take" => Some(Pane::Take),
        _ => None,
    }
}

/// The labelled sentences of one article.
fn rows(article: usize, line: &str) -> (String, Vec<Row>) {
    let labelled: Value = serde_json::from_str(line).unwrap();
    let text = labelled["text"].as_str().unwrap();
    let document = Arc::new(parse(Kind::PlainText, text.as_bytes(), "labelled"));
    let reading = Reading::of(Arc::clone(&document));
    let points = CodePoints::of(text);
    let mut rows = Vec::new();
    let mut from = 0;
    for unit in labelled["units"].as_array().unwrap() {
        let Some(gold) = pane(unit["pane"].as_str()) else { continue };
        let number = |key: &str| usize::try_from(unit[key].as_u64().unwrap()).unwrap();
        let words = points.span(number("start"), number("end")).of(text);
        let Some(at) = document.text().get(from..).unwrap().find(words) else { continue };
        let Some(id) = document.sentence_at(from + at) else { continue };
        from += at;
        let features = reading.weighed(id).map(|signs| counted(&signs));
        let leaning = reading.weighed_for_take(id).map(|signs| counted(&signs));
        rows.push(Row {
            article,
            gold,
            also: pane(unit["also"].as_str()),
            judged: reading.pane(id).unwrap(),
            features,
            leaning,
        });
    }
    (labelled["doc_id"].as_str().unwrap().to_owned(), rows)
}

/// The weights fitted to `rows`, in log-odds.
fn fitted<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<f64> {
    let rows = rows.filter(|row| row.gold != Pane::Take).filter_map(|row| Some((row, row.features.as_ref()?)));
    let mut expected = vec![0.0; Feature::ALL.len()];
    for (feature, weight) in EXPECTED {
        expected[feature as usize] = weight;
    }
    let mut weights = descended(rows.collect(), Pane::Claims, expected, PENALTY);
    weights[0] -= HELD;
    weights
}

/// The weights of the author's take fitted to `rows`, in log-odds.
fn fitted_for_take<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<f64> {
    let rows = rows.filter_map(|row| Some((row, row.leaning.as_ref()?)));
    let mut expected = vec![0.0; Feature::ALL.len()];
    for (feature, weight) in TAKE_EXPECTED {
        expected[feature as usize] = weight;
    }
    let mut weights = descended(rows.collect(), Pane::Take, expected, TAKE_PENALTY);
    weights[0] += TIPPED;
    weights
}

/// The weights for `pane` in `rows`, from those `expected`: where the slope of the likelihood, less the penalty, ends.
fn descended(rows: Vec<(&Row, &Vec<f64>)>, pane: Pane, expected: Vec<f64>, penalty: f64) -> Vec<f64> {
    let mut weights = expected.clone();
    let weighed = |(_, features): &(&Row, &Vec<f64>)| features.iter().zip(&expected).map(|(x, w)| x * w).sum();
    let mut sums: Vec<f64> = rows.iter().map(weighed).collect();
    for _ in 0..SWEEPS {
        for (feature, weight) in weights.iter_mut().enumerate() {
            let penalty = if feature == Feature::Every as usize { 0.0 } else { penalty };
            let (mut slope, mut bend) = (penalty * (expected[feature] - *weight), penalty + f64::EPSILON);
            for ((row, features), sum) in rows.iter().zip(&sums) {
                let counts = if row.also.is_some() { ARGUABLE } else { 1.0 };
                let likely = 1.0 / (1.0 + (-sum).exp());
                slope += counts * (f64::from(u8::from(row.gold == pane)) - likely) * features[feature];
                bend += counts * likely * (1.0 - likely) * features[feature].powi(2);
            }
            let step = slope / bend;
            *weight += step;
            sums.iter_mut().zip(&rows).for_each(|(sum, (_, features))| *sum += step * features[feature]);
        }
    }
    weights
}

/// Both scales, in tenths of log-odds.
struct Scales {
    claims: Vec<i32>,
    take: Vec<i32>,
}

impl Scales {
    fn fitted<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Self {
        Self { claims: tenths(&fitted(rows.clone())), take: tenths(&fitted_for_take(rows)) }
    }

    /// The pane by weight where weighing decides, else by the rules.
    fn decided(&self, row: &Row) -> Pane {
        let tip = |features: &Vec<f64>, weights: &[i32]| {
            features.iter().zip(weights).map(|(x, weight)| x * f64::from(*weight)).sum::<f64>() > 0.0
        };
        match (&row.leaning, &row.features) {
            (Some(features), _) if tip(features, &self.take) => Pane::Take,
            (Some(features), _) | (None, Some(features)) if tip(features, &self.claims) => Pane::Claims,
            (Some(_), _) | (None, Some(_)) => Pane::Analysis,
            (None, None) => row.judged,
        }
    }
}

fn tenths(weights: &[f64]) -> Vec<i32> {
    weights.iter().map(|weight| (weight * 10.0).round() as i32).collect()
}

/// F1 of each pane and their mean, and the accuracy with the second label accepted.
fn score(rows: &[(&Row, Pane)]) -> String {
    let mut told = Vec::new();
    for pane in [Pane::Claims, Pane::Analysis, Pane::Take] {
        let count = |test: &dyn Fn(&(&Row, Pane)) -> bool| rows.iter().filter(|row| test(row)).count() as f64;
        let right = count(&|(row, judged)| row.gold == pane && *judged == pane);
        let all = count(&|(row, _)| row.gold == pane) + count(&|(_, judged)| *judged == pane);
        told.push(if all > 0.0 { 2.0 * right / all } else { 0.0 });
    }
    let mean = told.iter().sum::<f64>() / 3.0;
    let accepted = rows.iter().filter(|(row, judged)| row.gold == *judged || row.also == Some(*judged)).count();
    format!(
        "claims {:.3}, analysis {:.3}, take {:.3}, mean {mean:.3}, lenient {:.3}, of {}",
        told[0],
        told[1],
        told[2],
        accepted as f64 / rows.len() as f64,
        rows.len()
    )
}

fn main() {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let mut names = Vec::new();
    let mut all = Vec::new();
    for file in &files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let (name, rows) = rows(names.len(), line);
            names.push((file.clone(), name));
            all.extend(rows);
        }
    }
    let now: Vec<(&Row, Pane)> = all.iter().map(|row| (row, row.judged)).collect();
    println!("as it is:   {}", score(&now));
    let mut left_out: Vec<(&Row, Pane)> = Vec::new();
    let mut by_file: BTreeMap<&str, Vec<(&Row, Pane)>> = BTreeMap::new();
    for part in 0..PARTS {
        let scales = Scales::fitted(all.iter().filter(|row| row.article % PARTS != part));
        for row in all.iter().filter(|row| row.article % PARTS == part) {
            let judged = (row, scales.decided(row));
            by_file.entry(&names[row.article].0).or_default().push(judged);
            left_out.push(judged);
        }
    }
    println!("left out:   {}", score(&left_out));
    for (file, rows) in by_file {
        println!("  {file}: {}", score(&rows));
    }
    let scales = Scales::fitted(all.iter());
    let fit: Vec<(&Row, Pane)> = all.iter().map(|row| (row, scales.decided(row))).collect();
    println!("fitted:     {}", score(&fit));
    println!("weighed:    {} sentences", all.iter().filter(|row| row.features.is_some()).count());
    for (feature, weight) in Feature::ALL.iter().zip(&scales.claims) {
        let times =
            all.iter().filter_map(|row| row.features.as_ref()).filter(|row| row[*feature as usize] > 0.0).count();
        println!(
            "    {feature:?} = {weight},{:width$}// {times}",
            "",
            width = 20usize.saturating_sub(format!("{feature:?}{weight}").len())
        );
    }
    println!("take:");
    for (feature, weight) in Feature::ALL.iter().zip(&scales.take).filter(|(_, weight)| **weight != 0) {
        println!("        Feature::{feature:?} => {weight},");
    }
}
