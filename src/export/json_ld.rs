//! Annotations after the W3C Web Annotation Data Model, as an AnnotationCollection in JSON-LD.
//!
//! [`vocabulary`](crate::notes::vocabulary) has the terms. No creator is named.

use serde_json::{Map, Value, json};

use super::annotations_json::Entry;
use super::json;
use super::note_file::forecast_line;
use crate::article::identity::TextHash;
use crate::notes::annotation::{Annotation, Body, Motivation};
use crate::notes::assessment::Forecast;
use crate::notes::colour::{Colour, Legend};
use crate::notes::selector::Selector;
use crate::notes::vocabulary as terms;

/// What every export of this kind begins with.
pub const OPENING: &str = "{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{\"postil\":";

/// Annotations as one line of JSON-LD, in the order they are given.
pub fn annotations<'a>(entries: impl IntoIterator<Item = Entry<'a>>, legend: &Legend) -> String {
    let items: Vec<Value> = entries.into_iter().map(|entry| annotation(&entry, legend)).collect();
    // The same annotations make the same collection, whenever they are exported.
    let ids: String = items.iter().filter_map(|item| item.get("id")?.as_str()).collect();
    let name = |of: &str| format!("urn:uuid:{}", TextHash::of(&format!("{of} {ids}")).uuid());
    json::line(&json!({
        "@context": [terms::CONTEXT, { "postil": terms::NAMESPACE }],
        "id": name("collection"),
        "type": "AnnotationCollection",
        "label": "Annotations from postil",
        "total": items.len(),
        "first": { "id": name("page"), "type": "AnnotationPage", "startIndex": 0, "items": items },
    }))
}

fn annotation(entry: &Entry<'_>, legend: &Legend) -> Value {
    let Entry { annotation, .. } = entry;
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(format!("urn:uuid:{}", annotation.id)));
    object.insert("type".to_owned(), json!("Annotation"));
    object.insert("motivation".to_owned(), json!(annotation.body.motivation()));
    object.insert("created".to_owned(), json!(annotation.created));
    object.insert("modified".to_owned(), json!(annotation.modified));
    let bodies = bodies(&annotation.body, legend);
    if !bodies.is_empty() {
        object.insert("body".to_owned(), Value::Array(bodies));
    }
    object.insert("target".to_owned(), target(entry));
    Value::Object(object)
}

fn target(entry: &Entry<'_>) -> Value {
    let document = format!("urn:uuid:{}", entry.annotation.document);
    let Annotation { selector, accepted, .. } = entry.annotation;
    let mut selectors = vec![quote(selector)];
    // Selectors of one target select the same words: those that changed, accepted or not, have no position.
    let is_same = entry.status != "changed" && accepted.as_ref().is_none_or(|other| other.exact == selector.exact);
    if let Some((start, end)) = entry.place.filter(|_| is_same) {
        selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
    }
    let mut target = json!({
        "type": "SpecificResource",
        "source": entry.uri.unwrap_or(&document),
        terms::PART_OF: { "id": document, terms::TITLE: entry.title },
        "selector": selectors,
    });
    if let (Some(accepted), Some(target)) = (accepted, target.as_object_mut()) {
        target.insert(terms::ACCEPTED.to_owned(), json!({ "selector": [quote(accepted)] }));
    }
    target
}

fn quote(Selector { exact, prefix, suffix, .. }: &Selector) -> Value {
    json!({ "type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix })
}

fn bodies(body: &Body, legend: &Legend) -> Vec<Value> {
    let plain = |purpose: Motivation, value: &str| json!({ "type": "TextualBody", "purpose": purpose, "value": value });
    let part = |purpose: &str, part: &str, value: &str| json!({ "type": "TextualBody", "purpose": purpose, terms::PART: part, "value": value });
    let mut bodies = Vec::new();
    if let Some(note) = &body.note {
        bodies.push(json!({
            "type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note,
        }));
    }
    bodies.extend(body.tags.iter().map(|tag| plain(Motivation::Tagging, tag)));
    if let Some(colour) = body.highlight {
        bodies.push(highlight(colour, legend));
    }
    if let Some(verdict) = body.verdict {
        bodies.push(part("assessing", terms::VERDICT, verdict.words()));
    }
    for evidence in &body.evidence {
        bodies.push(json!({
            "type": "TextualBody", "purpose": "linking", terms::PART: terms::EVIDENCE,
            terms::STANCE: evidence.stance, "value": evidence.text,
        }));
    }
    bodies.extend(body.wording.iter().map(|words| part("describing", terms::WORDING, words)));
    if body.to_check {
        bodies.push(part("questioning", terms::TO_CHECK, "to check"));
    }
    bodies.extend(body.forecast.iter().map(forecast));
    bodies.extend(body.pane.map(|pane| plain(Motivation::Classifying, pane.name())));
    bodies.extend(body.bookmark.then(|| plain(Motivation::Bookmarking, "bookmark")));
    bodies
}

/// The value is the colour's stored name: it comes back as the same colour, whatever a reader calls it there.
fn highlight(colour: Colour, legend: &Legend) -> Value {
    let mut object = json!({
        "type": "TextualBody", "purpose": "highlighting", "value": colour, terms::MEANING: legend.meaning(colour),
    });
    let name = legend.name(colour);
    if name != colour.name()
        && let Some(object) = object.as_object_mut()
    {
        object.insert(terms::NAME.to_owned(), json!(name));
    }
    object
}

fn forecast(forecast: &Forecast) -> Value {
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put("type", json!("TextualBody"));
    put("purpose", json!("assessing"));
    put(terms::PART, json!(terms::FORECAST));
    put("value", json!(forecast_line(forecast)));
    if let Some(probability) = forecast.probability {
        put(terms::PROBABILITY, json!(probability));
    }
    if let Some(due) = forecast.due {
        put(terms::DUE, json!(due));
    }
    if let Some(criterion) = &forecast.criterion {
        put(terms::CRITERION, json!(criterion));
    }
    if let Some(outcome) = forecast.outcome {
        put(terms::OUTCOME, json!(outcome));
    }
    if !forecast.history.is_empty() {
        let earlier = forecast.history.iter();
        let earlier =
            earlier.map(|(until, probability)| json!({ terms::UNTIL: until, terms::PROBABILITY: probability }));
        put(terms::HISTORY, Value::Array(earlier.collect()));
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_opens_as_targets_know_it() {
        let empty = annotations([], &Legend::default());
        assert!(empty.starts_with(OPENING), "{empty}");
        let read: Value = serde_json::from_str(&empty).unwrap();
        assert_eq!((read["total"].as_u64(), read["first"]["items"].as_array().unwrap().len()), (Some(0), 0));
    }
}
