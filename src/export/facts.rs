//! What an annotation holds, as labelled words: for formats that list it and leave nothing out.

use super::note_file::{day, forecast_line};
use crate::article::document::Document;
use crate::notes::annotation::Annotation;
use crate::notes::colour::Legend;
use crate::text::clean::{clean, clean_line};
use crate::text::span::Span;

/// One thing that an annotation holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// Its words, cleaned; they may take several lines.
    pub words: String,
}

/// The page that words stand on, for who cites them; nothing where the source has no pages.
pub fn page(document: &Document, span: Option<Span>) -> Option<Fact> {
    let page = document.page_at(span?.start)?;
    Some(Fact { label: "Page", words: page.to_string() })
}

/// All that an annotation holds, the reader's own words first, the way back to it last.
pub fn facts(annotation: &Annotation, legend: &Legend) -> Vec<Fact> {
    let body = &annotation.body;
    let mut facts = Vec::new();
    let mut put = |label, words: String| facts.push(Fact { label, words });
    let own = |words: &str| clean(words).trim_matches('\n').trim_end().to_owned();
    if let Some(note) = &body.note {
        put("Note", own(note));
    }
    if let Some(wording) = &body.wording {
        put("In other words", own(wording));
    }
    if let Some(verdict) = body.verdict {
        put("Verdict", format!("{} {}", verdict.mark(), verdict.words()));
    }
    for evidence in &body.evidence {
        put(evidence.stance.title(), own(evidence.text.trim()));
    }
    if body.to_check {
        put("To check", "yes".to_owned());
    }
    if let Some(forecast) = &body.forecast {
        put("Forecast", forecast_line(forecast));
        if let Some(criterion) = &forecast.criterion {
            put("Decided by", own(criterion));
        }
    }
    if let Some(colour) = body.highlight {
        put("Colour", legend.shown(colour));
    }
    if !body.tags.is_empty() {
        let tags: Vec<String> = body.tags.iter().map(|tag| clean_line(tag)).collect();
        put("Tags", tags.join(", "));
    }
    if body.bookmark {
        put("Bookmark", "yes".to_owned());
    }
    put("Made", day(annotation.created));
    if day(annotation.modified) != day(annotation.created) {
        put("Changed", day(annotation.modified));
    }
    put("Annotation", format!("postil://{}", annotation.id));
    facts
}

/// A web address, where `words` are nothing else.
pub fn web_address(words: &str) -> Option<&str> {
    let web = words.starts_with("http://") || words.starts_with("https://");
    let plain = !words.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '[' | ']' | '\\' | '`')
    });
    (web && plain).then_some(words)
}
