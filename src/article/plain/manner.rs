//! How the headings of a plain text look, beyond what one line shows.

use super::super::boilerplate::{Place, is_boilerplate};
use super::super::headline::is_statement;
use super::super::lines::Line;
use super::gathering::{Kind, Piece};

/// The manner of a text's headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Manner {
    /// They are whole sentences with their full stops.
    pub statements: bool,
    /// They are numbered, and may be whole sentences.
    pub numbered: bool,
    /// They are questions, which a longer text answers.
    pub questions: bool,
    /// Whoever asks stands before the questions, which are no headings then: "Reporter: What …?".
    pub asked: bool,
}

impl Manner {
    /// The manner that `pieces`, a start of the text, show.
    pub(super) fn of(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> Self {
        Self {
            statements: has_statement_headings(pieces, lines),
            numbered: has_numbered_headings(pieces, lines),
            questions: has_question_headings(pieces, lines),
            asked: has_asker(pieces),
        }
    }
}

/// The number of a piece that could be a numbered heading: a lone item, "Lesson 2: …".
pub(super) fn number(piece: &Piece<'_>) -> Option<u32> {
    if piece.to - piece.from != 1 {
        return None;
    }
    match piece.kind {
        Kind::Item { ordinal, depth: 1 } => ordinal,
        Kind::Prose => {
            let (label, rest) = piece.first.split_once([':', '–', '—']).or_else(|| piece.first.split_once('.'))?;
            let (words, number) = label.trim_end().rsplit_once(' ')?;
            // "Myth 1", "MYTH NO. 1", "Lesson #2".
            let plain = |word: &str| word.chars().all(|c| c.is_alphabetic() || c == '.');
            let named = words.starts_with(char::is_uppercase) && words.split(' ').take(3).all(plain);
            let short = words.split(' ').count() <= 2 && rest.starts_with(' ');
            number.trim_start_matches('#').parse().ok().filter(|_| named && short)
        }
        _ => None,
    }
}

/// Whether two lone lines with numbers that follow each other stand above longer paragraphs, and no number stands
/// otherwise: so far apart, these are no list.
fn has_numbered_headings(pieces: &[Piece<'_>], lines: &[Line<'_>]) -> bool {
    let mut last = 0;
    for (index, piece) in pieces.iter().enumerate().skip(1) {
        let Some(number) = number(piece) else { continue };
        if number == last + 1 && pieces.get(index..).is_some_and(|pieces| leads_on(pieces, lines)) {
            last = number;
        }
    }
    last >= 2
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
