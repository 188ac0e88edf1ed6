//! Kindle: `My Clippings.txt`, in any of the languages that the device may have been set to.

use std::cmp::Reverse;
use std::collections::{HashMap, VecDeque};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::error::ImportError;
use super::imported::{Imported, Subject};
use super::time::in_words;
use crate::notes::annotation::Body;
use crate::notes::colour::Colour;
use crate::notes::selector::Clue;

/// The line between two clippings.
const RULE: &str = "==========";

/// How many highlights before it in the book a highlight is compared with.
const NEIGHBOURS: usize = 8;

/// What a clipping is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Highlight,
    Note,
    Bookmark,
}

/// What the device calls a clipping, in each language. A highlight's words come first: some of them hold others'.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Highlight,
        &[
            "highlight",
            "markierung",
            "surlignement",
            "surlignage",
            "subrayado",
            "resaltado",
            "evidenziazione",
            "destaque",
            "markering",
            "ハイライト",
            "标注",
            "標註",
        ],
    ),
    (
        Kind::Bookmark,
        &["bookmark", "lesezeichen", "signet", "marcador", "segnalibro", "bladwijzer", "ブックマーク", "书签", "書籤"],
    ),
    (Kind::Note, &["note", "notiz", "nota", "notitie", "メモ", "笔记", "筆記"]),
];

/// One clipping.
struct Clipping {
    kind: Kind,
    subject: Subject,
    /// The page and the location, as the device says them.
    place: String,
    /// The location, or else the page: from, to.
    reach: Option<(u64, u64)>,
    when: Option<Timestamp>,
    words: String,
}

/// Whether a text is a list of clippings.
pub fn is_one(text: &str) -> bool {
    let mut lines = text.lines();
    lines.nth(1).is_some_and(|line| line.starts_with("- ")) && text.lines().any(|line| line.trim_end() == RULE)
}

/// The annotations of a list of clippings, whose times are of `zone`. A note joins the highlight that it was
/// written on, and a highlight the one that it was made longer to.
pub fn read(text: &str, zone: &TimeZone) -> Result<Vec<Imported>, ImportError> {
    let text = text.replace("\r\n", "\n");
    let mut clippings = Vec::new();
    for part in text.split("\n==========") {
        let part = part.trim_start_matches(['=', ' ', '\n', '\u{feff}']);
        if !part.trim().is_empty() {
            clippings.push(clipping(part, zone).ok_or(ImportError::Broken {
                number: clippings.len() + 1,
                what: "its second line does not say what it is",
            })?);
        }
    }
    let mut found: Vec<Imported> = Vec::new();
    let mut marked: HashMap<(Subject, u64), usize> = HashMap::new();
    let (notes, others): (Vec<_>, Vec<_>) = clippings.into_iter().partition(|one| one.kind == Kind::Note);
    let outgrown = outgrown(&others);
    // Where those that were made longer stood, as notes may name that.
    let mut shorter: Vec<(Subject, u64, usize)> = Vec::new();
    let mut kept: HashMap<usize, usize> = HashMap::new();
    for (index, Clipping { kind, subject, place, reach, when, words }) in others.into_iter().enumerate() {
        let ends = reach.filter(|_| kind == Kind::Highlight).into_iter().flat_map(|(from, to)| [to, from]);
        if let Some(longer) = outgrown.get(&index) {
            shorter.extend(ends.map(|at| (subject.clone(), at, *longer)));
            continue;
        }
        kept.insert(index, found.len());
        let body = match kind {
            Kind::Bookmark => {
                Body { bookmark: true, note: Some(place.clone()).filter(|_| words.is_empty()), ..Body::default() }
            }
            _ => Body { highlight: Some(Colour::default()), ..Body::default() },
        };
        // A note has the location at which its highlight ends, on some devices the one at which it starts.
        for at in ends {
            marked.entry((subject.clone(), at)).or_insert(found.len());
        }
        let clue = Clue { exact: words, ..Clue::default() };
        found.push(Imported { subject, clue, place, body, created: when, ..Imported::default() });
    }
    for (subject, at, longer) in shorter {
        if let Some(longer) = kept.get(&longer) {
            marked.entry((subject, at)).or_insert(*longer);
        }
    }
    for Clipping { subject, place, reach, when, words, .. } in notes {
        let on = reach.and_then(|(at, _)| marked.get(&(subject.clone(), at))).and_then(|at| found.get_mut(*at));
        match on {
            Some(on) if on.body.note.is_none() => on.body.note = Some(words),
            // A highlight with two notes is marked twice, so that both stand where they belong.
            on => {
                let clue = on.map(|on| on.clue.clone()).unwrap_or_default();
                let body = Body { note: Some(words), ..Body::default() };
                found.push(Imported { subject, clue, place, body, created: when, ..Imported::default() });
            }
        }
    }
    found.into_iter().enumerate().map(|(index, one)| one.cleaned(index + 1)).collect()
}

/// The highlights that were made longer, each with the longest that holds its words: a device lists that as another
/// clipping, and leaves the first where it is. Both are named by where they stand in `clippings`.
fn outgrown(clippings: &[Clipping]) -> HashMap<usize, usize> {
    let mut by_place: Vec<_> = clippings
        .iter()
        .enumerate()
        .filter(|(_, one)| one.kind == Kind::Highlight && !one.words.is_empty())
        .filter_map(|(index, one)| Some((&one.subject, one.reach?, one.words.as_str(), index)))
        .collect();
    // What holds another stands before it.
    by_place.sort_by_key(|(subject, (from, to), words, _)| (*subject, *from, Reverse(*to), Reverse(words.len())));
    let mut outgrown = HashMap::new();
    let mut longest: VecDeque<_> = VecDeque::new();
    for one @ (subject, (_, to), words, index) in by_place {
        let holds = |(other, (_, end), all, _): &&(&Subject, (u64, u64), &str, usize)| {
            *other == subject && to <= *end && words.len() < all.len() && all.contains(words)
        };
        if let Some((.., longer)) = longest.iter().find(holds) {
            outgrown.insert(index, *longer);
        } else {
            longest.truncate(NEIGHBOURS - 1);
            longest.push_front(one);
        }
    }
    outgrown
}

fn clipping(part: &str, zone: &TimeZone) -> Option<Clipping> {
    let (title, rest) = part.split_once('\n')?;
    let (facts, words) = rest.split_once('\n').unwrap_or((rest, ""));
    let facts = facts.trim().strip_prefix('-')?.trim();
    let lower = facts.to_lowercase();
    let kind = KINDS.iter().find(|(_, names)| names.iter().any(|name| lower.contains(name))).map(|(kind, _)| *kind);
    let parts: Vec<&str> = facts.split('|').map(str::trim).collect();
    let (place, when) = match parts.as_slice() {
        [place @ .., when] if !place.is_empty() => (place.join(" · "), in_words(when, zone)),
        _ => (facts.to_owned(), None),
    };
    let reach = parts.iter().rev().skip(1).find_map(|part| reach(part));
    let words = words.trim().to_owned();
    let kind = kind.unwrap_or(if words.is_empty() { Kind::Bookmark } else { Kind::Highlight });
    Some(Clipping { kind, subject: subject(title), place, reach, when, words })
}

/// `A title (Its Author)`.
fn subject(line: &str) -> Subject {
    let line = line.trim();
    let author = line.strip_suffix(')').and_then(|line| line.rsplit_once(" ("));
    let (title, author) = author.map_or((line, None), |(title, author)| (title, Some(author.to_owned())));
    Subject { title: Some(title.trim().to_owned()), author, ..Subject::default() }
}

/// The numbers of a page or location: `249-51` is 249 to 251.
fn reach(words: &str) -> Option<(u64, u64)> {
    let digits = words
        .split(|c: char| !c.is_ascii_digit() && c != '-')
        .find(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
    let (from, to) = digits.split_once('-').unwrap_or((digits, digits));
    let head = from.get(..from.len().saturating_sub(to.len())).unwrap_or_default();
    let from: u64 = from.parse().ok()?;
    let to = format!("{head}{to}").parse().unwrap_or(from);
    Some((from, to.max(from)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_in(language: &str, highlight: &str, note: &str, bookmark: &str) {
        let file = format!(
            "\u{feff}A book: of things (Author, Its)\r\n- {highlight}\r\n\r\nThe very words.\r\n{RULE}\r\n\
             \u{feff}A book: of things (Author, Its)\r\n- {note}\r\n\r\nmy note\r\n{RULE}\r\n\
             Another (one)\r\n- {bookmark}\r\n\r\n\r\n{RULE}\r\n"
        );
        assert!(is_one(&file), "{language}");
        let found = read(&file, &TimeZone::UTC).unwrap();
        assert_eq!(found.len(), 2, "{language}: {found:?}");
        let one = &found[0];
        assert_eq!(
            (one.clue.exact.as_str(), one.body.note.as_deref()),
            ("The very words.", Some("my note")),
            "{language}"
        );
        assert_eq!(one.subject.title.as_deref(), Some("A book: of things"));
        assert_eq!(one.subject.author.as_deref(), Some("Author, Its"));
        assert_eq!(one.created.unwrap().to_string(), "2020-06-04T12:18:46Z", "{language}");
        assert!(found[1].body.bookmark && found[1].body.note.is_some(), "{language}");
    }

    #[test]
    fn clippings_in_the_languages_of_the_device() {
        read_in(
            "en",
            "Your Highlight on page 130 | location 249-51 | Added on Thursday, 4 June 2020 12:18:46",
            "Your Note on page 130 | location 251 | Added on Thursday, 4 June 2020 12:19:00",
            "Your Bookmark on Location 99 | Added on Thursday, June 4, 2020 12:18:46 PM",
        );
        read_in(
            "de",
            "Ihre Markierung bei Position 249-251 | Hinzugefügt am Donnerstag, 4. Juni 2020 12:18:46",
            "Ihre Notiz bei Position 251 | Hinzugefügt am Donnerstag, 4. Juni 2020 12:19:00",
            "Ihr Lesezeichen auf Seite 7 | Position 99 | Hinzugefügt am Donnerstag, 4. Juni 2020 12:18:46",
        );
        read_in(
            "fr",
            "Votre surlignement à l'emplacement 249-251 | Ajouté le jeudi 4 juin 2020 12:18:46",
            "Votre note à l'emplacement 251 | Ajouté le jeudi 4 juin 2020 12:19:00",
            "Votre signet à l'emplacement 99 | Ajouté le jeudi 4 juin 2020 12:18:46",
        );
        read_in(
            "es",
            "La subrayado en la página 12 | posición 249-251 | Añadido el jueves, 4 de junio de 2020 12:18:46",
            "La nota en la página 12 | posición 251 | Añadido el jueves, 4 de junio de 2020 12:19:00",
            "El marcador en la página 12 | posición 99 | Añadido el jueves, 4 de junio de 2020 12:18:46",
        );
        read_in(
            "it",
            "La tua evidenziazione a pagina 12 | posizione 249-251 | Aggiunto in data giovedì 4 giugno 2020 12:18:46",
            "La tua nota a pagina 12 | posizione 251 | Aggiunto in data giovedì 4 giugno 2020 12:19:00",
            "Il tuo segnalibro a pagina 12 | posizione 99 | Aggiunto in data giovedì 4 giugno 2020 12:18:46",
        );
    }

    #[test]
    fn a_highlight_that_was_made_longer_stands_there_once() {
        let clippings = [
            ("T", "Highlight on Location 10-11", "The very"),
            ("T", "Note on Location 11", "a note on the short one"),
            ("T", "Highlight on Location 10-12", "The very words."),
            ("T", "Highlight on Location 9-12", "Before. The very words."),
            // Other words, another place, another book: each its own.
            ("T", "Highlight on Location 12-13", "words. And more"),
            ("T", "Highlight on Location 90-91", "The very"),
            ("U", "Highlight on Location 10-11", "The very"),
        ];
        let clipping = |(title, head, words): &(_, _, _)| {
            format!("{title}\n- Your {head} | Added on 4 June 2020\n\n{words}\n{RULE}\n")
        };
        let file: String = clippings.iter().map(clipping).collect();
        let found = read(&file, &TimeZone::UTC).unwrap();
        let shown: Vec<_> = found.iter().map(|one| (one.clue.exact.as_str(), one.body.note.as_deref())).collect();
        assert_eq!(
            shown,
            [
                ("Before. The very words.", Some("a note on the short one")),
                ("words. And more", None),
                ("The very", None),
                ("The very", None)
            ]
        );
    }

    #[test]
    fn a_note_without_a_highlight_stands_alone_and_a_torn_file_is_refused() {
        let file = format!("T\n- Your Note on Location 5 | Added on 4 June 2020\n\nalone\n{RULE}\n");
        let found = read(&file, &TimeZone::UTC).unwrap();
        assert_eq!((found.len(), found[0].clue.exact.as_str(), found[0].body.note.as_deref()), (1, "", Some("alone")));
        assert_eq!(reach("location 1249-53"), Some((1249, 1253)));
        assert!(read(&format!("Title only\n{RULE}\n"), &TimeZone::UTC).unwrap_err().to_string().contains("number 1"));
    }
}
