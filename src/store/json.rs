//! Bodies as JSON: joining two windows' edits, and keeping what a newer postil wrote. And places in later texts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::Fault;
use crate::article::identity::TextHash;
use crate::notes::annotation::Body;
use crate::notes::selector::Selector;
use crate::text::span::Span;

/// The body in the store, as JSON.
pub(super) fn write(body: &Body) -> Result<String, Fault> {
    serde_json::to_string(body).map_err(|error| Fault::System(error.to_string()))
}

/// A selector as JSON.
#[derive(Debug, Serialize, Deserialize)]
struct Place {
    exact: String,
    prefix: String,
    suffix: String,
    start: usize,
    end: usize,
    edition: Option<String>,
}

/// A place in the store, as JSON.
pub(super) fn write_place(selector: Option<&Selector>) -> Result<Option<String>, Fault> {
    let Some(Selector { exact, prefix, suffix, span, edition }) = selector else { return Ok(None) };
    let place = Place {
        exact: exact.clone(),
        prefix: prefix.clone(),
        suffix: suffix.clone(),
        start: span.start,
        end: span.end,
        edition: edition.map(|hash| hash.to_string()),
    };
    serde_json::to_string(&place).map(Some).map_err(|error| Fault::System(error.to_string()))
}

/// A place that was kept as JSON.
pub(super) fn place(kept: &str) -> Result<Selector, String> {
    let Place { exact, prefix, suffix, start, end, edition } =
        serde_json::from_str(kept).map_err(|error| error.to_string())?;
    let edition = edition.map(|hex| TextHash::parse(&hex).ok_or("not a hash")).transpose()?;
    Ok(Selector { exact, prefix, suffix, span: Span::new(start, end), edition })
}

/// The stored body with what changed from `before` to `after` carried over; parts that this postil
/// does not know stay. Fails with the name of the first part that was changed elsewhere meanwhile.
pub(super) fn merge(stored: &str, before: &Body, after: &Body) -> Result<Result<String, String>, Fault> {
    let damaged = |error: serde_json::Error| Fault::Damaged(format!("a note's body does not parse: {error}"));
    let mut stored: Map<String, Value> = serde_json::from_str(stored).map_err(damaged)?;
    let current: Body = serde_json::from_value(Value::Object(stored.clone())).map_err(damaged)?;
    let (before, after, current) = (parts(before)?, parts(after)?, parts(&current)?);
    for (part, wanted) in after {
        let (was, is) = (before.get(&part), current.get(&part));
        if was == Some(&wanted) {
            continue;
        }
        let Some(joined) = join(was.unwrap_or(&Value::Null), &wanted, is.unwrap_or(&Value::Null)) else {
            return Ok(Err(part.replace('_', " ")));
        };
        overlay(stored.entry(part).or_insert(Value::Null), joined);
    }
    Ok(Ok(Value::Object(stored).to_string()))
}

fn parts(body: &Body) -> Result<Map<String, Value>, Fault> {
    match serde_json::to_value(body) {
        Ok(Value::Object(parts)) => Ok(parts),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(Fault::System(error.to_string())),
    }
}

/// What `is` becomes when somebody who saw `was` wanted `wanted`; nothing where both changed it
/// and their changes cannot stand side by side. Lists join item by item, objects part by part, one
/// level down.
fn join(was: &Value, wanted: &Value, is: &Value) -> Option<Value> {
    if let Some(plain) = choose(was, wanted, is) {
        return Some(plain);
    }
    if let (Value::Object(was), Value::Object(wanted), Value::Object(is)) = (was, wanted, is) {
        let mut joined = is.clone();
        for (part, value) in wanted {
            let [was, is] = [was, is].map(|side| side.get(part).unwrap_or(&Value::Null));
            joined.insert(part.clone(), choose(was, value, is)?);
        }
        return Some(Value::Object(joined));
    }
    None
}

fn choose(was: &Value, wanted: &Value, is: &Value) -> Option<Value> {
    if is == was || is == wanted {
        return Some(wanted.clone());
    }
    if wanted == was {
        return Some(is.clone());
    }
    if let (Value::Array(was), Value::Array(wanted), Value::Array(is)) = (was, wanted, is) {
        let kept = is.iter().filter(|item| wanted.contains(item) || !was.contains(item));
        let added = wanted.iter().filter(|item| !was.contains(item) && !is.contains(item));
        return Some(kept.chain(added).cloned().collect());
    }
    None
}

/// Puts `value` over what is stored; in an object, parts that `value` does not name stay.
fn overlay(stored: &mut Value, value: Value) {
    match (stored, value) {
        (Value::Object(stored), Value::Object(value)) => stored.extend(value),
        (stored, value) => *stored = value,
    }
}
