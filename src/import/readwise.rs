//! Readwise: the table that it exports, and what it takes in.

use jiff::tz::TimeZone;

use super::error::ImportError;
use super::imported::{Imported, Subject, nearest};
use super::time::{in_words, time};
use crate::notes::annotation::Body;
use crate::notes::selector::Clue;

/// Whether a text opens with the names of Readwise's columns.
pub fn is_one(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default().to_lowercase();
    let mut names = line.split(',').map(|name| name.trim_matches([' ', '"', '\u{feff}']));
    names.any(|name| name == "highlight") && line.contains(',')
}

/// The annotations of a table; times without an offset are of `zone`.
pub fn read(text: &str, zone: &TimeZone) -> Result<Vec<Imported>, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let broken = |error: &csv::Error| {
        let line = error.position().map(|at| format!("line {}", at.line())).unwrap_or_default();
        ImportError::Csv(line)
    };
    let names: Vec<String> =
        reader.headers().map_err(|error| broken(&error))?.iter().map(|name| name.trim().to_lowercase()).collect();
    if !names.iter().any(|name| name == "highlight") {
        return Err(ImportError::Shape { format: "Readwise", what: "it has no column “Highlight”" });
    }
    let mut found = Vec::new();
    for (index, row) in reader.records().enumerate() {
        let row = row.map_err(|error| broken(&error))?;
        let cell = |wanted: &[&str]| {
            let at = wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted))?;
            row.get(at).map(str::trim).filter(|words| !words.is_empty())
        };
        let owned = |wanted: &[&str]| cell(wanted).map(str::to_owned);
        let (highlight, note) = (owned(&["highlight"]), owned(&["note"]));
        if highlight.is_none() && note.is_none() {
            continue;
        }
        let tags = cell(&["tags"]).into_iter().flat_map(|tags| tags.split(',')).map(|tag| tag.trim().to_owned());
        let marked = highlight.is_some().then(|| nearest(cell(&["color", "colour"]).unwrap_or_default()));
        let kind = cell(&["location type", "location_type"]).unwrap_or_default();
        let when = cell(&["highlighted at", "date"]);
        let made = Imported {
            subject: Subject {
                id: None,
                uri: owned(&["url", "source url", "document url", "source_url"]),
                title: owned(&["book title", "title", "document title"]),
                author: owned(&["book author", "author", "document author"]),
            },
            clue: Clue { exact: highlight.unwrap_or_default(), ..Clue::default() },
            place: format!("{kind} {}", cell(&["location"]).unwrap_or_default()).trim().to_owned(),
            body: Body { highlight: marked, note, tags: tags.collect(), ..Body::default() },
            created: when.and_then(|when| time(when, zone).or_else(|| in_words(when, zone))),
            ..Imported::default()
        };
        found.push(made.cleaned(index + 1)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notes::colour::Colour;

    const TABLE: &str = "\u{feff}Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\r\n\
        \"The words, \"\"quoted\"\"\",A book,Its Author,B00X,my note,blue,\"one,two words\",location,123,2021-03-04 05:06:07+00:00,\r\n\
        Other words,A book,Its Author,B00X,,,,page,7,\"March 4, 2021 5:06 PM\",\r\n,,,,,,,,,,\r\n";

    #[test]
    fn rows_become_annotations() {
        assert!(
            is_one(TABLE) && is_one("\"Highlight\",\"Title\"\n") && !is_one("id,quote\n") && !is_one("Highlight\n")
        );
        let found = read(TABLE, &TimeZone::UTC).unwrap();
        assert_eq!(found.len(), 2);
        let one = &found[0];
        assert_eq!((one.clue.exact.as_str(), one.place.as_str()), ("The words, \"quoted\"", "location 123"));
        assert_eq!((one.body.note.as_deref(), one.body.highlight), (Some("my note"), Some(Colour::Blue)));
        assert_eq!(one.body.tags, ["one", "two words"]);
        assert_eq!((one.subject.title.as_deref(), one.subject.author.as_deref()), (Some("A book"), Some("Its Author")));
        assert_eq!(one.created.unwrap().to_string(), "2021-03-04T05:06:07Z");
        assert_eq!(found[1].created.unwrap().to_string(), "2021-03-04T17:06:00Z");
        assert_ne!(found[0].id(), found[1].id());
        assert!(read("a,b\n1,2\n", &TimeZone::UTC).unwrap_err().to_string().contains("Highlight"));
    }
}
