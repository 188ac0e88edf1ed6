//! Setting paragraphs: items into rows.

use super::fit;
use super::links::LinkMark;
use super::measure;
use super::row::{Face, Furniture, Row, RowKind, Run, What};
use super::words::{Item, Word, number, words};
use crate::article::block::{Inline, InlineKind};
use crate::article::document::SentenceId;
use crate::text::span::Span;

/// The cells that words may fill.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The first cell.
    pub(super) left: u16,
    /// How many cells, at least one.
    pub(super) width: u16,
    /// What kind of rows they make.
    pub(super) kind: RowKind,
}

/// The rows of a paragraph: broken where that makes the whole paragraph even, and never in a word
/// that fits a line.
pub(super) fn paragraph(text: &str, items: &[Item], inlines: &[Inline], frame: Frame) -> Vec<Row> {
    numbered_paragraph(text, items, inlines, &[], frame)
}

/// The rows of a [`paragraph`], the numbers of its links behind their words.
pub(super) fn numbered_paragraph(
    text: &str,
    items: &[Item],
    inlines: &[Inline],
    marks: &[LinkMark],
    frame: Frame,
) -> Vec<Row> {
    let mut words = words(text, items, frame.width);
    number(&mut words, marks, frame.width);
    fit::lines(&words, frame.width)
        .into_iter()
        .map(|line| Row { runs: runs(text, items, inlines, line, frame.left), kind: frame.kind })
        .collect()
}

fn line_width(line: &[Word]) -> usize {
    let all: usize = line.iter().map(|word| word.width + word.space).sum();
    all - line.last().map_or(0, |last| last.space)
}

/// The runs of one line: neighbouring words of one item make one, and each change of face another; the number of a
/// link parts them.
fn runs(text: &str, items: &[Item], inlines: &[Inline], line: &[Word], left: u16) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut column = usize::from(left);
    for words in line.chunk_by(|a, b| a.item == b.item && a.mark.is_none()) {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { continue };
        let width = line_width(words);
        match items.get(first.item) {
            Some(Item::Words { sentence, .. }) => {
                let own = width - usize::from(last.mark.is_some());
                let piece = Piece { span: first.span.hull(last.span), sentence: *sentence, column, width: own };
                content(text, inlines, piece, &mut runs);
                runs.extend(last.mark.map(|number| Run {
                    column: cell(column + own),
                    width: 1,
                    what: What::Furniture(Furniture::LinkNumber(number)),
                }));
            }
            Some(Item::Furniture(what, _)) => {
                runs.push(Run { column: cell(column), width: cell(width), what: What::Furniture(what.clone()) });
            }
            None => {}
        }
        column += width + last.space;
    }
    runs
}

/// Words of one sentence on one row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where they stand in the document's text.
    pub(super) span: Span,
    /// Whose they are.
    pub(super) sentence: Option<SentenceId>,
    /// Their first cell.
    pub(super) column: usize,
    /// How many cells they may fill; what is left over hangs at the end of the row.
    pub(super) width: usize,
}

/// Adds the runs of `piece`, one for each face.
pub(super) fn content(text: &str, inlines: &[Inline], piece: Piece, runs: &mut Vec<Run>) {
    let mut add = |span: Span, from: usize, to: usize, face: Face| {
        let what = What::Content { span, sentence: piece.sentence, face };
        let (from, to) = (from.min(piece.width), to.min(piece.width));
        runs.push(Run { column: cell(piece.column + from), width: cell(to - from), what });
    };
    if !inlines.iter().any(|inline| inline.span.overlaps(piece.span)) {
        add(piece.span, 0, piece.width, Face::default());
        return;
    }
    let (mut start, mut from, mut face) = (piece.span.start, 0, face_at(inlines, piece.span.start));
    for part in measure::cells_of(piece.span.of(text)) {
        let at = piece.span.start + part.offset;
        let now = face_at(inlines, at);
        // Blanks that hang at the end of the row stay with the run before them.
        if now != face && part.column < piece.width {
            if at > start {
                add(Span::new(start, at), from, part.column, face);
            }
            (start, from, face) = (at, part.column, now);
        }
    }
    add(Span::new(start, piece.span.end), from, piece.width, face);
}

/// The face of the cluster at `offset`.
fn face_at(inlines: &[Inline], offset: usize) -> Face {
    let mut face = Face::default();
    for inline in inlines.iter().filter(|inline| inline.span.contains(offset)) {
        match inline.kind {
            InlineKind::Emphasis => face.emphasis = true,
            InlineKind::Strong => face.strong = true,
            InlineKind::Code => face.code = true,
            InlineKind::Strikethrough => face.strike = true,
            InlineKind::Link(link) => face.link = Some(link),
        }
    }
    face
}

/// A count of cells as a column.
pub(super) fn cell(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}
