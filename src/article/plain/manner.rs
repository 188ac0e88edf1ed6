//! How the headings of a plain text look, beyond what one line shows.

use super::super::boilerplate::{Place, is_boilerplate};
use super::super::headline::is_statement;
use super::super::lines::Line;
use super::gathering::{Kind, Piece};

/// The longest numbered heading, in characters.
const LONGEST_NUMBERED: usize = 160;
/// How many pieces below one are looked at.
const OVER: usize = 4;
/// The most words of a heading that opens with a small letter.
const SMALL: usize = 5;
/// The longest line that heads parts of one kind, in characters.
const LONGEST_LABEL: usize = 80;

/// The manner of a text's headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// They are whole sentences with their full stops.
    pub statements: bool,
    /// They are numbered, and may be whole sentences.
    pub numbered: bool,
    /// They are questions, which a longer text answers.
    pub questions: bool,
    /// Whoever asks stands before the questions, which are no headings then: "Reporter: What …?".
    pub asked: bool,
    /// They open with a small letter.
    pub small: bool,
    /// Lines with a colon that stand more than once, each above other text: "What we changed:".
    pub labels: Box<[Box<str>]>,
}

impl Manner {
    /// The manner that `pieces`, a start of the text, show.
    pub(super) fn of(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> Self {
        Self {
            statements: has_statement_headings(pieces, lines),
            numbered: has_numbered_headings(pieces, lines),
            questions: has_question_headings(pieces, lines),
            asked: has_asker(pieces),
            small: pieces
                .windows(2)
                .skip(1)
                .filter(|pair| pair.first().is_some_and(is_small) && leads_on(pair, lines))
                .count()
                >= 2,
            labels: labels(pieces),
        }
    }
}

/// The number of a piece that could be a numbered heading: a lone item, "Lesson 2: …", "2.1 Scope", "Q2: …?".
pub(super) fn number(piece: &Piece<'_>) -> Option<u32> {
    if piece.to - piece.from != 1 {
        return None;
    }
    match piece.kind {
        Kind::Item { ordinal, depth: 1 } => ordinal,
        Kind::Prose => leading_number(piece.first).or_else(|| labelled_number(piece.first)),
        _ => None,
    }
}

/// "2.1 Scope", "2 - Scope", "Q2: What for?": of parts of parts, one number that grows with both.
fn leading_number(words: &str) -> Option<u32> {
    let (first, rest) = words.split_once(' ')?;
    if let Some(asked) = first.strip_prefix('Q').and_then(|rest| rest.strip_suffix(':')) {
        return asked.parse().ok();
    }
    if matches!(rest.chars().next(), Some('-' | '–' | '—')) {
        return first.parse().ok().filter(|number: &u32| *number < 100 && rest.split(' ').count() > 1);
    }
    let (part, below) = first.trim_end_matches('.').split_once('.')?;
    let (part, below): (u32, u32) = (part.parse().ok()?, below.parse().ok()?);
    (part < 100 && below < 100 && rest.starts_with(char::is_uppercase)).then_some(part * 100 + below)
}

/// "Myth 1: …", "MYTH NO. 1. …", "Lesson #2 — …".
fn labelled_number(words: &str) -> Option<u32> {
    let (label, rest) = words.split_once([':', '–', '—']).or_else(|| words.split_once('.'))?;
    let (words, number) = label.trim_end().rsplit_once(' ')?;
    let plain = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '.');
    let named = words.starts_with(char::is_uppercase) && words.split(' ').take(3).all(plain);
    let short = words.split(' ').count() <= 2 && rest.starts_with(' ');
    number.trim_start_matches('#').parse().ok().filter(|_| named && short)
}

/// Whether two lone lines stand above longer text, with numbers that grow: so far apart, these are no list.
fn has_numbered_headings(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let (mut last, mut count) = (0, 0);
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        let Some(number) = number(piece) else { continue };
        let listed = index.checked_sub(1).and_then(|before| pieces.get(before)).is_some_and(is_numbered_item);
        if number > last && !listed && pieces.get(index..).is_some_and(|pieces| stands_over(pieces, lines)) {
            (last, count) = (number, count + 1);
        }
    }
    count >= 2
}

/// Whether a piece is a numbered item of a list.
fn is_numbered_item(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, Kind::Item { ordinal: Some(_), .. })
}

/// Whether the first of `pieces`, which has a number, stands above clearly more text than it has itself, up to the next
/// number: a paragraph, and what belongs to it.
pub(super) fn stands_over(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let [piece, rest @ ..] = pieces else { return false };
    let size = length(piece, lines);
    let below = rest
        .iter()
        .take(OVER)
        .take_while(|piece| number(piece).is_none() && !matches!(piece.kind, Kind::Marked { .. } | Kind::Rule));
    size <= LONGEST_NUMBERED
        && rest.first().is_some_and(|next| next.kind == Kind::Prose)
        && below.map(|piece| length(piece, lines)).sum::<usize>() * 4 > size * 5
}

/// Whether three or more lone questions stand above longer paragraphs.
fn has_question_headings(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let question = |(index, piece): &(usize, &Piece<'_>)| {
        piece.kind == Kind::Prose
            && piece.to - piece.from == 1
            && piece.first.ends_with('?')
            && piece.first.chars().count() <= 160
            && pieces.get(*index..).is_some_and(|pieces| leads_on(pieces, lines))
    };
    pieces.iter().enumerate().skip(1).filter(question).count() >= 3
}

/// Whether three or more questions in a line of their own have the same label.
fn has_asker(pieces: &[Piece<'_>]) -> bool {
    let mut labels: Vec<&str> = pieces.iter().filter_map(|piece| asker(piece.first)).collect();
    labels.sort_unstable();
    labels.windows(3).any(|three| three.first() == three.last())
}

/// The short lines that end in a colon and stand more than once, something below each.
fn labels(pieces: &[Piece<'_>]) -> Box<[Box<str>]> {
    let label = |pair: &[Piece<'_>]| match pair {
        [piece, next] if is_label(piece) && matches!(next.kind, Kind::Prose | Kind::Item { .. }) => {
            piece.first.ends_with(':').then(|| piece.first.to_owned())
        }
        _ => None,
    };
    let mut all: Vec<String> = pieces.windows(2).filter_map(label).collect();
    all.sort_unstable();
    let mut again: Vec<Box<str>> = all
        .windows(2)
        .filter_map(|two| two.first().filter(|first| two.last() == Some(first)))
        .map(|s| s.as_str().into())
        .collect();
    again.dedup();
    again.into()
}

/// Whether a piece is a few words that open with a small letter and end without a mark.
pub(super) fn is_small(piece: &Piece<'_>) -> bool {
    let words = piece.first;
    is_label(piece)
        && words.starts_with(char::is_lowercase)
        && words.ends_with(char::is_alphanumeric)
        && words.split(' ').count() <= SMALL
}

/// Whether a piece is one short line.
fn is_label(piece: &Piece<'_>) -> bool {
    piece.kind == Kind::Prose && piece.to - piece.from == 1 && piece.first.chars().count() <= LONGEST_LABEL
}

impl Manner {
    /// Whether a line is one of those with a colon that stand more than once.
    pub(super) fn labels(&self, words: &str) -> bool {
        self.labels.iter().any(|label| **label == *words)
    }
}

/// Who asks, in a question that has its label.
pub(super) fn asker(words: &str) -> Option<&str> {
    let (label, _) = words.split_once(": ").filter(|_| words.ends_with('?'))?;
    // "Q: …?" heads an answer.
    (label.split(' ').count() <= 4 && label.len() > 2).then_some(label)
}

/// About how many characters a piece has; enough to tell long from short.
pub(super) fn length(piece: &Piece<'_>, lines: &[Line<'_>]) -> usize {
    let lines = lines.get(piece.from..piece.to.min(piece.from + 4)).unwrap_or_default();
    lines.iter().map(|line| line.words.chars().take(1000).count() + 1).sum()
}

/// Whether the first of `pieces` stands above a clearly longer paragraph.
pub(super) fn leads_on(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let [piece, next, ..] = pieces else { return false };
    next.kind == Kind::Prose && length(next, lines) * 4 > length(piece, lines) * 5
}

/// Whether the headings of a text are whole sentences with their full stops: three or more short lines
/// of one statement, each above a longer paragraph, and hardly a short sentence that stands otherwise.
fn has_statement_headings(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let (mut statements, mut others) = (0, 0);
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        let short = piece.kind == Kind::Prose && piece.to - piece.from == 1 && piece.first.chars().count() <= 120;
        if !short
            || !piece.first.ends_with('.')
            || piece.first.contains(". ")
            || is_boilerplate(piece.first, Place::default())
        {
            continue;
        }
        if !is_statement(piece.first) || !pieces.get(index..).is_some_and(|pieces| leads_on(pieces, lines)) {
            others += 1;
        } else {
            statements += 1;
        }
    }
    statements >= 3 && others * 3 <= statements
}
