//! The reader's verdicts as schema.org ClaimReview, in JSON-LD. Claims without a verdict are left out: none is ever
//! made up.

use serde_json::{Map, Value, json};

use super::json;
use super::note_file::NoteFile;
use super::rows::{Row, rows, title};
use crate::notes::annotation::{Annotation, Placed};
use crate::notes::assessment::{Evidence, Verdict};
use crate::text::clean::clean_line;

/// What every export of this kind begins with.
pub const OPENING: &str =
    "{\"@context\":\"https://schema.org\",\"@type\":\"DataFeed\",\"name\":\"Claim reviews from postil\"";

/// The reviews of all articles as one line, a feed of ClaimReview.
pub fn feed(files: &[NoteFile<'_>]) -> String {
    let reviews: Vec<Value> = files.iter().flat_map(reviews).collect();
    json::line(&json!({
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "name": "Claim reviews from postil",
        "dataFeedElement": reviews,
    }))
}

fn reviews(file: &NoteFile<'_>) -> Vec<Value> {
    let rows = rows(file.reading);
    let review = |Placed { annotation, placement }: &Placed| {
        let verdict = annotation.body.verdict?;
        let span = placement.span();
        let row = span.and_then(|span| {
            let row = rows.get(rows.partition_point(|row| row.span.end < span.end))?;
            row.span.covers(span).then_some(row)
        });
        Some(review(annotation, verdict, row, file))
    };
    file.placed.iter().filter_map(review).collect()
}

fn review(annotation: &Annotation, verdict: Verdict, row: Option<&Row<'_>>, file: &NoteFile<'_>) -> Value {
    let body = &annotation.body;
    let words = body.wording.as_deref().unwrap_or(&annotation.selector.exact);
    let mut claim = Map::new();
    claim.insert("@type".to_owned(), json!("Claim"));
    claim.insert("text".to_owned(), json!(clean_line(&annotation.selector.exact)));
    if let Some(source) = row.and_then(|row| row.source.as_ref()) {
        claim.insert("author".to_owned(), json!({ "@type": kind_of(source), "name": clean_line(source) }));
    }
    claim.insert("appearance".to_owned(), appearance(file));
    let mut review = Map::new();
    review.insert("@type".to_owned(), json!("ClaimReview"));
    review.insert("@id".to_owned(), json!(format!("urn:uuid:{}", annotation.id)));
    review.insert("claimReviewed".to_owned(), json!(clean_line(words)));
    review.insert("reviewRating".to_owned(), rating(verdict));
    review.insert("itemReviewed".to_owned(), Value::Object(claim));
    if let Some(note) = &body.note {
        review.insert("reviewBody".to_owned(), json!(note));
    }
    if !body.evidence.is_empty() {
        review.insert("citation".to_owned(), body.evidence.iter().map(citation).collect());
    }
    let day = |time: jiff::Timestamp| json!(time.to_zoned(jiff::tz::TimeZone::UTC).date());
    review.insert("datePublished".to_owned(), day(annotation.created));
    review.insert("dateModified".to_owned(), day(annotation.modified));
    Value::Object(review)
}

/// A verdict on a scale of 1 (refuted) to 5 (supported); one that is no point of the scale has its name only.
fn rating(verdict: Verdict) -> Value {
    let (value, name) = match verdict {
        Verdict::Supported => (Some(5), "Supported"),
        Verdict::Mixed => (Some(3), "Mixed"),
        Verdict::Refuted => (Some(1), "Refuted"),
        Verdict::Unproven => (None, "Unproven"),
        Verdict::NotCheckable => (None, "Not checkable"),
    };
    match value {
        Some(value) => {
            json!({ "@type": "Rating", "ratingValue": value, "worstRating": 1, "bestRating": 5, "alternateName": name })
        }
        None => json!({ "@type": "Rating", "alternateName": name }),
    }
}

/// The article that the claim stands in.
fn appearance(file: &NoteFile<'_>) -> Value {
    let document = file.reading.document();
    let metadata = document.metadata();
    let uri = metadata.url.clone().or_else(|| file.origin.uri.as_deref().map(clean_line));
    let mut work = Map::new();
    work.insert("@type".to_owned(), json!("CreativeWork"));
    work.insert("headline".to_owned(), json!(clean_line(&title(document, file.origin))));
    for (name, value) in [("url", uri), ("datePublished", metadata.date.clone())] {
        if let Some(value) = value {
            work.insert(name.to_owned(), json!(value));
        }
    }
    if let Some(author) = &metadata.author {
        work.insert("author".to_owned(), json!({ "@type": kind_of(author), "name": author }));
    }
    Value::Object(work)
}

fn citation(evidence: &Evidence) -> Value {
    let place = if super::facts::web_address(&evidence.text).is_some() { "url" } else { "text" };
    json!({ "@type": "CreativeWork", place: evidence.text, "abstract": evidence.stance.name() })
}

/// What schema.org wants to know of a source: two to four capitalised words without a figure are a person's name.
fn kind_of(name: &str) -> &'static str {
    let words: Vec<&str> = name.split_whitespace().collect();
    let named = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().any(char::is_lowercase)
            && !word.contains(|c: char| c.is_ascii_digit())
    };
    if (2..=4).contains(&words.len()) && words.iter().all(named) { "Person" } else { "Organization" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_opens_as_targets_know_it_and_verdicts_have_their_place_on_the_scale() {
        assert!(feed(&[]).starts_with(OPENING));
        assert_eq!(rating(Verdict::Refuted)["ratingValue"], 1);
        assert_eq!(rating(Verdict::NotCheckable), json!({ "@type": "Rating", "alternateName": "Not checkable" }));
        assert_eq!((kind_of("Nicholas Joseph"), kind_of("RAMP's business-spending index")), ("Person", "Organization"));
    }
}
