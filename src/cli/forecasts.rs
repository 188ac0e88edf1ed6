//! `postil forecasts`: what was predicted, what is due, and how well it came out.

use std::collections::HashMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::args::notes::{Forecasts, ForecastsFormat};
use super::failure::Failure;
use super::session::{Session, today};
use super::source::{self, Annotated};
use crate::article::identity::DocumentId;
use crate::export::csv::Table;
use crate::export::json;
use crate::export::note_file::forecast_line;
use crate::notes::assessment::{Forecast, Outcome};
use crate::notes::score::{Prediction, Score, Scores, score};
use crate::reading::lexicon::Lexicon;
use crate::store::search::Found;
use crate::store::store::Store;
use crate::text::clean::clean_line;
use crate::text::width::fit;

#[derive(Serialize)]
struct Listed<'a> {
    schema: &'static str,
    forecasts: Vec<ForecastEntry<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<Scores>,
}

#[derive(Serialize)]
struct ForecastEntry<'a> {
    id: String,
    document: DocumentEntry<'a>,
    quote: &'a str,
    /// How sure the author sounds.
    author: Option<f64>,
    probability: Option<f64>,
    due: Option<Date>,
    criterion: Option<&'a str>,
    outcome: Option<Outcome>,
    /// All of it, as it is told in words.
    #[serde(skip)]
    forecast: &'a Forecast,
}

#[derive(Serialize)]
struct DocumentEntry<'a> {
    id: DocumentId,
    title: &'a str,
    uri: Option<&'a str>,
}

/// Prints forecasts, oldest first, or the scores.
pub(super) fn forecasts(session: &mut Session, asked: &Forecasts) -> Result<(), Failure> {
    let store = session.store_to_read()?;
    let today = today();
    let mut found = match &store {
        Some(store) => store.all_annotations().map_err(Failure::said)?,
        None => Vec::new(),
    };
    // What is due has no score yet: the score is that of all.
    let is_wanted = |forecast: &Forecast| asked.score || !asked.due || forecast.is_due(today);
    found.retain(|(_, annotation)| annotation.body.forecast.as_ref().is_some_and(is_wanted));
    let confidence = match &store {
        Some(store) => confidence(&session.words, store, &found),
        None => Vec::new(),
    };
    let mut entries: Vec<ForecastEntry<'_>> = found.iter().zip(confidence).filter_map(entry).collect();
    let predictions: Vec<Prediction> = entries
        .iter()
        .map(|entry| Prediction { author: entry.author, reader: entry.probability, outcome: entry.outcome })
        .collect();
    let scores = asked.score.then(|| score(&predictions));
    entries.retain(|entry| !asked.due || entry.forecast.is_due(today));
    match asked.format {
        ForecastsFormat::Json => {
            let listed = Listed { schema: "postil.forecasts/1", forecasts: entries, score: scores };
            session.out.write(|mut out| json::write_line(&mut out, &listed))
        }
        ForecastsFormat::Csv => {
            let table = scores.map_or_else(|| listed_csv(&entries), |scores| scores_csv(&scores));
            session.out.print(&table)
        }
        ForecastsFormat::Text => match scores {
            Some(scores) if asked.due && !entries.is_empty() => {
                session.out.print(&format!("{}\n{}", listed_text(&entries, today), scores_text(&scores)))
            }
            Some(scores) => session.out.print(&scores_text(&scores)),
            None => session.out.print(&listed_text(&entries, today)),
        },
    }
}

fn entry(((record, annotation), author): (&Found, Option<f64>)) -> Option<ForecastEntry<'_>> {
    let forecast = annotation.body.forecast.as_ref()?;
    Some(ForecastEntry {
        id: annotation.id.to_string(),
        document: DocumentEntry { id: record.id, title: &record.title, uri: record.uri() },
        quote: &annotation.selector.exact,
        author,
        probability: forecast.probability,
        due: forecast.due,
        criterion: forecast.criterion.as_deref(),
        outcome: forecast.outcome,
        forecast,
    })
}

/// How sure the author of each statement sounds, where the text it stands in is at hand.
fn confidence(words: &Lexicon, store: &Store, found: &[Found]) -> Vec<Option<f64>> {
    let mut articles: HashMap<DocumentId, Option<Annotated>> = HashMap::new();
    let mut out = Vec::new();
    for (record, annotation) in found {
        let here = articles.entry(record.id).or_insert_with(|| {
            let article = source::stored(store, record).ok()?;
            source::annotated_as(words, store, record.id, &article).ok()
        });
        out.push(here.as_ref().and_then(|here| {
            let placed = here.placed.iter().find(|one| one.annotation.id == annotation.id)?;
            let sentence = here.reading.document().sentence_at(placed.placement.span()?.start)?;
            let judgement = here.reading.judgement(sentence).filter(|judgement| judgement.forecast)?;
            Some((f64::from(judgement.confidence) * 100.0).round() / 100.0)
        }));
    }
    out
}

fn listed_text(entries: &[ForecastEntry<'_>], today: Date) -> String {
    let mut out = String::new();
    for entry in entries {
        let line = forecast_line(entry.forecast);
        let author = entry.author.map(|author| format!(" · author {} %", (author * 100.0).round())).unwrap_or_default();
        let late = if entry.forecast.is_due(today) { " · due" } else { "" };
        let _ = writeln!(out, "{}  {line}{author}{late}", entry.id);
        let _ = writeln!(out, "  “{}”", fit(&clean_line(entry.quote), 300));
        let _ = writeln!(out, "  {}", clean_line(entry.document.title));
    }
    out
}

fn listed_csv(entries: &[ForecastEntry<'_>]) -> String {
    let names = ["id", "document", "title", "quote", "author", "probability", "due", "criterion", "outcome"];
    let mut table = Table::new(names, false);
    for entry in entries {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        table.row([
            entry.id.as_str(),
            &entry.document.id.to_string(),
            entry.document.title,
            entry.quote,
            &number(entry.author),
            &number(entry.probability),
            &entry.due.map(|due| due.to_string()).unwrap_or_default(),
            entry.criterion.unwrap_or_default(),
            entry.outcome.map_or("", Outcome::name),
        ]);
    }
    table.text()
}

fn scores_csv(scores: &Scores) -> String {
    let mut table = Table::new(["who", "n", "brier", "undecided", "void"], false);
    for (who, score) in [("author", &scores.author), ("reader", &scores.reader)] {
        table.row([
            who,
            &score.n.to_string(),
            &score.brier.map(|brier| brier.to_string()).unwrap_or_default(),
            &scores.undecided.to_string(),
            &scores.void.to_string(),
        ]);
    }
    table.text()
}

fn scores_text(scores: &Scores) -> String {
    let mut out = String::new();
    for (who, score) in [("author", &scores.author), ("you", &scores.reader)] {
        let brier = score.brier.map_or_else(|| "none decided".to_owned(), |brier| format!("Brier {brier:.4}"));
        let _ = writeln!(out, "{who:<7} {brier} (n {})", score.n);
        out.push_str(&calibration(score));
    }
    let _ = writeln!(out, "undecided {}, void {}", scores.undecided, scores.void);
    out.push_str("The Brier score is the mean of (p - o)², 0 to 1; lower is better.\n");
    out
}

/// One line for each tenth; under ten forecasts a rate says nothing, so the counts stand beside it.
fn calibration(score: &Score) -> String {
    let mut out = String::new();
    for bucket in &score.calibration {
        let percent = |share: f64| (share * 100.0).round();
        let _ = writeln!(
            out,
            "  said {:>3} %, came true {:>3} % (n {})",
            percent(bucket.probability),
            percent(bucket.came_true),
            bucket.n
        );
    }
    out
}
