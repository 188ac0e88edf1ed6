//! The W3C Web Annotation Data Model: one annotation, a list, a page or a collection of them, in JSON-LD.
//!
//! No context is fetched and no other page: what the file holds is what is read. What is not in the model's words
//! becomes the nearest thing that is; no text is left out.

use jiff::tz::TimeZone;
use serde_json::Value;
use uuid::Uuid;

use super::error::ImportError;
use super::imported::{Imported, Subject, nearest};
use super::json::{list, words};
use super::time::time;
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::notes::annotation::Body;
use crate::notes::assessment::{Evidence, Forecast, Outcome, Stance, Verdict};
use crate::notes::colour::Colour;
use crate::notes::selector::Clue;
use crate::notes::vocabulary as terms;

/// The annotations of a file.
pub fn read(file: &Value) -> Result<Vec<Imported>, ImportError> {
    let items = items(file)?;
    items.into_iter().enumerate().map(|(index, item)| annotation(item, index + 1)?.cleaned(index + 1)).collect()
}

/// What may be annotations in a file, whatever they are wrapped in.
fn items(file: &Value) -> Result<Vec<&Value>, ImportError> {
    let shape = |what| ImportError::Shape { format: "W3C annotation", what };
    if !file.is_object() && !file.is_array() {
        return Err(shape("it holds neither an object nor a list"));
    }
    if let Some(inside) = ["items", "@graph"].iter().find_map(|name| file.get(name)) {
        return Ok(list(Some(inside)));
    }
    let Some(mut page) = file.get("first") else { return Ok(list(Some(file))) };
    let mut items = Vec::new();
    loop {
        if page.is_string() {
            return Err(shape("its annotations are on pages elsewhere, which are not fetched"));
        }
        items.extend(list(page.get("items")));
        match page.get("next").filter(|next| next.is_object()) {
            Some(next) => page = next,
            None => return Ok(items),
        }
    }
}

fn annotation(item: &Value, number: usize) -> Result<Imported, ImportError> {
    let broken = |what| ImportError::Broken { number, what };
    if !item.is_object() {
        return Err(broken("it is no object"));
    }
    let targets = list(item.get("target"));
    let Some(target) = targets.first() else { return Err(broken("it says of no target what it is on")) };
    let zone = &TimeZone::UTC;
    let mut body = Body::default();
    let motivations: Vec<&str> = list(item.get("motivation")).into_iter().filter_map(Value::as_str).collect();
    for part in list(item.get("body")) {
        take_in(&mut body, part, motivations.first().copied().unwrap_or_default());
    }
    note(&mut body, item.get("bodyValue").and_then(Value::as_str));
    body.bookmark |= body.is_empty() && motivations.contains(&"bookmarking");
    if body.is_empty() {
        body.highlight = Some(Colour::default());
    }
    Ok(Imported {
        name: words(item, &["id", "@id"]).map(str::to_owned),
        body,
        created: words(item, &["created", "dcterms:created"]).and_then(|words| time(words, zone)),
        modified: words(item, &["modified", "dcterms:modified"]).and_then(|words| time(words, zone)),
        ..self::target(target)
    })
}

/// An annotation of which nothing is known but its target.
pub(super) fn target(target: &Value) -> Imported {
    let accepted = target.get(terms::ACCEPTED).map(clue).filter(|clue| !clue.exact.is_empty());
    Imported { subject: subject(target), clue: clue(target), accepted, ..Imported::default() }
}

fn subject(target: &Value) -> Subject {
    let source = target.get("source").unwrap_or(target);
    let uri = source.as_str().or_else(|| words(source, &["id", "@id"]));
    let whole = target.get(terms::PART_OF).unwrap_or(&Value::Null);
    let named = [whole, target, source].into_iter().find_map(|of| words(of, &[terms::TITLE, "title", "schema:name"]));
    let id = |words: &str| Uuid::try_parse(words.strip_prefix("urn:uuid:")?).ok().map(DocumentId);
    Subject {
        id: words(whole, &["id"]).or(uri).and_then(id),
        uri: uri.filter(|uri| !uri.starts_with("urn:uuid:")).map(str::to_owned),
        title: named.map(str::to_owned),
        author: None,
    }
}

/// Where a target stands: by the first quotation among its selectors, those that refine others included, and by the
/// first position that makes sense.
fn clue(target: &Value) -> Clue {
    let mut clue = Clue::default();
    let mut open = list(target.get("selector"));
    open.reverse();
    while let Some(selector) = open.pop() {
        for inside in ["items", "refinedBy"] {
            open.extend(list(selector.get(inside)).into_iter().rev());
        }
        let part = |name: &str| selector.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        if clue.exact.is_empty() && !part("exact").is_empty() {
            clue = Clue { exact: part("exact"), prefix: part("prefix"), suffix: part("suffix"), ..clue };
        }
        let number = |name: &str| usize::try_from(selector.get(name)?.as_u64()?).ok();
        if let (Some(start), Some(end), None) = (number("start"), number("end"), clue.start)
            && start < end
        {
            (clue.start, clue.end) = (Some(start), Some(end));
        }
    }
    clue
}

/// Adds one body to an annotation whose motivation is `otherwise` where the body names no purpose.
fn take_in(body: &mut Body, part: &Value, otherwise: &str) {
    if let Some(text) = part.as_str() {
        return note(body, Some(text));
    }
    let purposes = list(part.get("purpose"));
    let purpose = purposes.first().and_then(|purpose| purpose.as_str()).unwrap_or(otherwise);
    let value = words(part, &["value", "rdf:value", "chars", "source", "id", "@id"]);
    if words(part, &[terms::PART]) == Some(terms::FORECAST) {
        body.forecast = Some(forecast(part));
        return;
    }
    let Some(text) = value else { return };
    match (words(part, &[terms::PART]), purpose) {
        (Some(terms::EVIDENCE), _) => {
            let against = words(part, &[terms::STANCE]) == Some(Stance::Against.name());
            let stance = if against { Stance::Against } else { Stance::For };
            body.evidence.push(Evidence { stance, text: text.to_owned() });
        }
        (Some(terms::WORDING), _) => body.wording = Some(text.to_owned()),
        (Some(terms::TO_CHECK), _) => body.to_check = true,
        (_, "tagging") => body.tags.push(text.to_owned()),
        (_, "highlighting") => body.highlight = Some(nearest(text)),
        (_, "bookmarking") if body.note.is_none() => body.bookmark = true,
        (_, "assessing") if Verdict::named(text).is_some() => body.verdict = Verdict::named(text),
        (_, "classifying") => match Pane::named(text) {
            Some(pane) => body.pane = Some(pane),
            None => body.tags.push(text.to_owned()),
        },
        _ => note(body, Some(text)),
    }
}

/// Adds words to the note.
fn note(body: &mut Body, words: Option<&str>) {
    let Some(words) = words.filter(|words| !words.trim().is_empty()) else { return };
    body.note = Some(match body.note.take() {
        Some(before) => format!("{before}\n\n{words}"),
        None => words.to_owned(),
    });
}

fn forecast(part: &Value) -> Forecast {
    let share = |of: &Value| of.get(terms::PROBABILITY)?.as_f64().filter(|share| (0.0..=1.0).contains(share));
    let earlier = |one: &Value| Some((time(words(one, &[terms::UNTIL])?, &TimeZone::UTC)?, share(one)?));
    Forecast {
        probability: share(part),
        due: words(part, &[terms::DUE]).and_then(|day| day.parse().ok()),
        criterion: words(part, &[terms::CRITERION]).map(str::to_owned),
        outcome: words(part, &[terms::OUTCOME]).and_then(Outcome::named),
        history: list(part.get(terms::HISTORY)).into_iter().filter_map(earlier).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::annotations_json::Entry;
    use crate::export::json_ld;
    use crate::notes::annotation::{Annotation, AnnotationId};
    use crate::notes::colour::Legend;
    use crate::notes::selector::Selector;
    use crate::text::span::Span;
    use jiff::Timestamp;
    use proptest::prelude::*;
    use serde_json::json;

    fn one(item: &Value) -> Imported {
        read(item).unwrap().remove(0)
    }

    #[test]
    fn bodies_of_other_tools_become_the_nearest_thing() {
        let made = one(&json!({
            "id": "https://example.org/a/1", "type": "Annotation", "motivation": ["replying", "tagging"],
            "created": "2024-01-02T03:04:05Z",
            "body": [
                "https://example.org/why", { "type": "TextualBody", "value": "a note", "purpose": "replying" },
                { "value": "moat", "purpose": "tagging" }, { "value": "#ffff00", "purpose": "highlighting" },
                { "value": "biology", "purpose": ["classifying"] }, { "value": "well argued", "purpose": "assessing" },
                { "type": "Image", "id": "https://example.org/p.png" }, { "type": "Nothing" }, 5,
            ],
            "target": [{
                "source": { "id": "https://example.org/article" },
                "selector": { "type": "RangeSelector", "refinedBy": [
                    { "type": "TextPositionSelector", "start": 9, "end": 2 },
                    { "type": "TextPositionSelector", "start": 2, "end": 9 },
                    { "type": "TextQuoteSelector", "exact": "the words", "prefix": "before " } ] },
            }],
        }));
        assert_eq!(made.subject.uri.as_deref(), Some("https://example.org/article"));
        let clue = Clue {
            exact: "the words".into(),
            prefix: "before ".into(),
            start: Some(2),
            end: Some(9),
            ..Clue::default()
        };
        assert_eq!(made.clue, clue);
        assert_eq!(made.body.tags, ["moat", "biology"]);
        assert_eq!(made.body.highlight, Some(Colour::Yellow));
        assert_eq!(
            made.body.note.as_deref(),
            Some("https://example.org/why\n\na note\n\nwell argued\n\nhttps://example.org/p.png")
        );
        let bare = one(&json!({ "target": "https://example.org/", "motivation": "bookmarking" }));
        assert!(bare.body.bookmark && bare.clue == Clue::default());
    }

    #[test]
    fn every_wrapping_is_opened_and_what_is_broken_is_named() {
        let item = json!({ "type": "Annotation", "target": "x", "bodyValue": "n" });
        for file in [
            item.clone(),
            json!([item]),
            json!({ "type": "AnnotationPage", "items": [item] }),
            json!({ "type": "AnnotationCollection", "first": { "items": [], "next": { "items": item } } }),
            json!({ "@graph": [item] }),
        ] {
            assert_eq!(one(&file).body.note.as_deref(), Some("n"), "{file}");
        }
        for (file, words) in [
            (json!([item, {}]), "number 2"),
            (json!([item, item, null]), "number 3"),
            (json!({ "first": "https://example.org/page1" }), "elsewhere"),
            (json!(5), "neither"),
        ] {
            assert!(read(&file).unwrap_err().to_string().contains(words), "{file}");
        }
    }

    fn words() -> impl Strategy<Value = String> {
        "[a-zé漢\"\\\\ .\n]{0,20}[a-z]"
    }

    fn stood(exact: &str, prefix: &str) -> Selector {
        let (exact, prefix) = (exact.to_owned(), prefix.to_owned());
        Selector { exact, prefix, suffix: String::new(), span: Span::new(3, 9), edition: None }
    }

    fn times() -> impl Strategy<Value = Timestamp> {
        (1i64..4_000_000_000_000).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
    }

    prop_compose! {
        fn forecasts()(
            probability in prop::option::of(0.0f64..=1.0),
            due in prop::option::of((1990i16..2100, 1i8..=12, 1i8..=28)),
            criterion in prop::option::of(words()),
            outcome in prop::option::of(prop::sample::select(Outcome::ALL.to_vec())),
            history in prop::collection::vec((times(), 0.0f64..=1.0), 0..3),
        ) -> Forecast {
            let due = due.map(|(year, month, day)| jiff::civil::date(year, month, day));
            Forecast { probability, due, criterion, outcome, history }
        }
    }

    prop_compose! {
        fn bodies()(
            highlight in prop::option::of(prop::sample::select(Colour::ALL.to_vec())),
            note in prop::option::of(words()),
            tags in prop::collection::btree_set("[a-zé]{1,8}", 0..3),
            verdict in prop::option::of(prop::sample::select(Verdict::ALL.to_vec())),
            evidence in prop::collection::vec((any::<bool>(), words()), 0..3),
            wording in prop::option::of(words()),
            to_check in any::<bool>(),
            pane in prop::option::of(prop::sample::select(Pane::ALL.to_vec())),
            forecast in prop::option::of(forecasts()),
            bookmark in any::<bool>(),
        ) -> Body {
            let stance = |yes| if yes { Stance::For } else { Stance::Against };
            let evidence = evidence.into_iter().map(|(yes, text)| Evidence { stance: stance(yes), text }).collect();
            let bookmark = bookmark && note.is_none();
            Body { highlight, note, tags: tags.into_iter().collect(), verdict, evidence, wording, to_check, pane, forecast, bookmark }
        }
    }

    proptest! {
        #[test]
        fn what_is_exported_comes_back_whole(
            all in prop::collection::vec((bodies(), words(), words(), any::<u128>(), times(), times()), 1..4),
            is_accepted in any::<bool>(),
        ) {
            let annotations: Vec<Annotation> = all.into_iter().filter(|(body, ..)| !body.is_empty()).map(
                |(body, exact, prefix, id, created, modified)| Annotation {
                    id: AnnotationId(Uuid::from_u128(id)),
                    document: DocumentId(Uuid::from_u128(7)),
                    accepted: is_accepted.then(|| Selector { exact: prefix.clone(), ..stood(&exact, &exact) }),
                    selector: stood(&exact, &prefix),
                    body, created, modified,
                }
            ).collect();
            let entries = annotations.iter().map(|annotation| Entry {
                annotation, title: "A title", uri: Some("https://example.org/x"), status: "exact", place: Some((3, 9)), page: None,
            });
            let file = json_ld::annotations(entries, &Legend::default());
            let back = read(&serde_json::from_str(&file).unwrap()).unwrap();
            prop_assert_eq!(back.len(), annotations.len());
            for (back, annotation) in back.iter().zip(&annotations) {
                prop_assert_eq!(back.id(), annotation.id);
                prop_assert_eq!(&back.body, &annotation.body);
                prop_assert_eq!((back.created, back.modified), (Some(annotation.created), Some(annotation.modified)));
                let clue = |selector: &Selector| Clue {
                    exact: selector.exact.clone(), prefix: selector.prefix.clone(), ..Clue::default() };
                let is_same = annotation.accepted.as_ref().is_none_or(|other| other.exact == annotation.selector.exact);
                let (start, end) = if is_same { (Some(3), Some(9)) } else { (None, None) };
                prop_assert_eq!(&back.clue, &Clue { start, end, ..clue(&annotation.selector) });
                prop_assert_eq!(&back.accepted, &annotation.accepted.as_ref().map(clue));
                prop_assert_eq!(back.subject.id, Some(annotation.document));
                prop_assert_eq!(back.subject.title.as_deref(), Some("A title"));
            }
        }
    }
}
