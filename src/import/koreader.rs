//! KOReader: the JSON that it exports, of one book or of several, and the `metadata.….lua` beside a book.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::error::ImportError;
use super::imported::{Imported, Subject, nearest};
use super::json::{list, words};
use super::time::{of_seconds, time};
use crate::notes::annotation::Body;
use crate::notes::selector::Clue;

/// Whether a text is one of KOReader's settings files.
pub fn is_lua(text: &str) -> bool {
    let code = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with("--"));
    code.is_some_and(|line| line.strip_prefix("return").is_some_and(|rest| rest.trim_start().starts_with('{')))
}

/// Whether an object is what KOReader exports.
pub fn is_one(file: &Value) -> bool {
    file.get("entries").is_some() || file.get("documents").is_some_and(Value::is_array)
}

/// The annotations of an export or a settings file; times without an offset are of `zone`.
pub fn read(file: &Value, zone: &TimeZone) -> Result<Vec<Imported>, ImportError> {
    let books = match file.get("documents") {
        Some(documents) => list(Some(documents)),
        None if file.is_array() => list(Some(file)),
        None => vec![file],
    };
    let mut found = Vec::new();
    for book in books {
        let subject = subject(book);
        let Some(entries) = entries(book) else {
            return Err(ImportError::Shape { format: "KOReader", what: "it holds no entries" });
        };
        for entry in entries {
            let number = found.len() + 1;
            if !entry.is_object() {
                return Err(ImportError::Broken { number, what: "it is no object" });
            }
            let made = Imported { subject: subject.clone(), ..annotation(entry, zone) };
            found.push(made.cleaned(number)?);
        }
    }
    Ok(found)
}

/// What a book's notes are listed under, whichever version wrote them.
fn entries(book: &Value) -> Option<Vec<&Value>> {
    let named = |name: &str| book.get(name).map(|entries| list(Some(entries)));
    let plain = ["entries", "annotations"].iter().find_map(|name| named(name)).filter(|found| !found.is_empty());
    let older = || named("bookmarks").filter(|found| !found.is_empty());
    // The oldest list highlights by page.
    let oldest = || named("highlight").map(|pages| pages.into_iter().flat_map(|page| list(Some(page))).collect());
    let known = ["entries", "annotations", "bookmarks", "doc_props"].iter().any(|name| book.get(name).is_some());
    plain.or_else(older).or_else(oldest).or_else(|| known.then(Vec::new))
}

fn subject(book: &Value) -> Subject {
    let inside = |name: &str| book.get(name).unwrap_or(&Value::Null);
    let of =
        |names: &[&str]| [book, inside("doc_props"), inside("stats")].into_iter().find_map(|from| words(from, names));
    let file = words(book, &["file", "doc_path"]).and_then(|path| path.rsplit('/').next());
    let stem = file.map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let title = of(&["title"]).or(stem);
    Subject {
        title: title.map(str::to_owned),
        author: of(&["author", "authors"]).map(str::to_owned),
        ..Subject::default()
    }
}

fn annotation(entry: &Value, zone: &TimeZone) -> Imported {
    let text = |name: &str| words(entry, &[name]);
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let page = entry.get("pageno").or_else(|| entry.get("page")).map(shown);
    let place = text("chapter").map(str::to_owned).into_iter().chain(page).collect::<Vec<_>>().join(" · ");
    // A bookmark of older versions has the highlighted words in its notes, and its note in its text.
    let older = entry.get("highlighted").is_some() || entry.get("notes").is_some();
    let marked = if older { entry.get("highlighted") == Some(&Value::Bool(true)) } else { !is_page_mark(entry) };
    let (exact, note) = match older {
        true if marked => (text("notes"), text("text").filter(|note| !is_made_up(note))),
        true => (None, text("text").filter(|note| !is_made_up(note))),
        false if marked => (text("text"), text("note")),
        false => (None, text("note").or_else(|| text("text"))),
    };
    let highlight = exact.map(|_| nearest(text("color").unwrap_or_default()));
    let note = note.map(str::to_owned).or_else(|| (!marked).then(|| place.clone()));
    Imported {
        clue: Clue { exact: exact.unwrap_or_default().to_owned(), ..Clue::default() },
        body: Body { highlight, note, bookmark: !marked, ..Body::default() },
        created: when(entry, &["datetime", "time"], zone),
        modified: when(entry, &["datetime_updated"], zone),
        place,
        ..Imported::default()
    }
}

/// Whether an entry marks a page, not words on it.
fn is_page_mark(entry: &Value) -> bool {
    let drawn = entry.get("drawer").is_some_and(Value::is_string) || entry.get("pos0").is_some();
    words(entry, &["sort"])
        .map_or(!drawn && entry.get("page").is_some() && entry.get("datetime").is_some(), |sort| sort == "bookmark")
}

/// Whether the program put these words where a note would stand: `Page 12 The words @ 2020-06-04 12:18:46`.
fn is_made_up(note: &str) -> bool {
    note.starts_with("Page ") && note.contains(" @ ")
}

fn when(entry: &Value, names: &[&str], zone: &TimeZone) -> Option<Timestamp> {
    names.iter().find_map(|name| match entry.get(name)? {
        Value::String(words) => time(words, zone),
        number => of_seconds(number.as_i64()?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::lua;
    use super::*;
    use crate::notes::colour::Colour;
    use serde_json::json;

    #[test]
    fn the_json_export_of_one_book_or_several() {
        let book = json!({
            "title": "A book", "author": "Its Author", "file": "/mnt/books/a.epub", "entries": [
                { "sort": "highlight", "drawer": "lighten", "color": "purple", "page": 12, "time": 1_591_273_126,
                  "chapter": "One", "text": "The words", "note": "my note" },
                { "sort": "bookmark", "page": 30, "time": 1_591_273_127, "text": "in One" },
            ]
        });
        for file in [book.clone(), json!({ "version": "json/1.0.0", "documents": [book] })] {
            assert!(is_one(&file));
            let found = read(&file, &TimeZone::UTC).unwrap();
            let one = &found[0];
            assert_eq!((one.clue.exact.as_str(), one.body.note.as_deref()), ("The words", Some("my note")));
            assert_eq!((one.body.highlight, one.place.as_str()), (Some(Colour::Purple), "One · 12"));
            assert_eq!(one.created.unwrap().to_string(), "2020-06-04T12:18:46Z");
            assert!(found[1].body.bookmark && found[1].body.note.as_deref() == Some("in One"));
        }
        assert!(read(&json!({ "a": 1 }), &TimeZone::UTC).unwrap_err().to_string().contains("no entries"));
    }

    #[test]
    fn the_settings_files_of_old_and_new_versions() {
        let new = r#"-- we can read Lua syntax here!
            return {
                ["annotations"] = {
                    [1] = { ["chapter"] = "One", ["color"] = "green", ["datetime"] = "2024-01-02 03:04:05", ["drawer"] = "lighten",
                            ["note"] = "my note", ["page"] = "/body/DocFragment[4]", ["pageno"] = 12, ["pos0"] = "x", ["text"] = "The words" },
                    [2] = { ["datetime"] = "2024-01-02 03:04:06", ["page"] = "/body/DocFragment[5]", ["text"] = "in One" },
                },
                ["doc_props"] = { ["authors"] = "Its Author", ["title"] = "A book" },
            }"#;
        let old = r#"return { ["doc_path"] = "/mnt/us/A book.epub", ["bookmarks"] = {
            [1] = { ["datetime"] = "2020-06-04 12:18:46", ["highlighted"] = true, ["notes"] = "The words", ["text"] = "my note", ["page"] = 3 },
            [2] = { ["datetime"] = "2020-06-04 12:18:47", ["highlighted"] = true, ["notes"] = "Others", ["text"] = "Page 3 Others @ 2020-06-04 12:18:47" } } }"#;
        for text in [new, old] {
            assert!(is_lua(text), "{text}");
            let found = read(&lua::table(text).unwrap(), &TimeZone::UTC).unwrap();
            assert_eq!(found.len(), 2);
            let one = &found[0];
            assert_eq!((one.clue.exact.as_str(), one.body.note.as_deref()), ("The words", Some("my note")));
            assert_eq!(one.subject.title.as_deref(), Some("A book"));
            assert!(one.created.is_some());
            assert_ne!(found[1].body.note.as_deref(), Some("my note"));
        }
    }
}
