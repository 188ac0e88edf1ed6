//! Claims, each set as a card: a head with number, kind and source, and the words under it.

use super::links::LinkMark;
use super::measure;
use super::row::{Furniture, Row, RowKind, Run, What};
use super::set::{Frame, cell, numbered_paragraph};
use super::words::Item;
use crate::article::block::Inline;
use crate::article::document::SentenceId;
use crate::reading::judgement::{ClaimKind, Source};
use crate::text::span::Span;

/// Cells that a claim's number takes, unless it is longer.
const NUMBER: u16 = 2;

/// Cells by which a claim's words stand further right than its number.
const INDENT: u16 = NUMBER + 1;

/// Cells at the right end of a head that are left to the reader's marks, where the row is long
/// enough.
const MARKS: u16 = 8;

/// One claim.
#[derive(Clone, Debug)]
pub(super) struct Claim<'a> {
    /// The sentence.
    pub(super) id: SentenceId,
    /// Its words, or a stretch of them.
    pub(super) span: Span,
    /// Whether the stretch holds its first word.
    pub(super) begins: bool,
    /// Its number, if it is known.
    pub(super) number: Option<usize>,
    /// The numbers of its links.
    pub(super) marks: Vec<LinkMark>,
    /// What it is.
    pub(super) kind: ClaimKind,
    /// Who says it.
    pub(super) source: Option<&'a Source>,
}

/// The first cell of a claim's words.
pub(super) const fn indent(width: u16) -> u16 {
    if width < 12 { 0 } else { INDENT }
}

/// The rows of a card, without the blank row behind it.
pub(super) fn card(text: &str, claim: &Claim<'_>, inlines: &[Inline], width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    if claim.begins {
        rows.push(head(claim, width));
    }
    let left = indent(width);
    let frame = Frame { left, width: width - left, kind: RowKind::Text };
    let items = [Item::Words { span: claim.span, sentence: Some(claim.id) }];
    rows.extend(numbered_paragraph(text, &items, inlines, &claim.marks, frame));
    rows
}

fn head(claim: &Claim<'_>, width: u16) -> Row {
    let digits = claim.number.map_or(0, |number| measure::columns(&number.to_string()));
    let number = digits.max(NUMBER);
    let mut runs = Vec::new();
    let mut add = |column: u16, cells: u16, what: Furniture| {
        if cells > 0 && column.saturating_add(cells) <= width {
            runs.push(Run { column, width: cells, what: What::Furniture(what) });
        }
    };
    add(0, number, Furniture::ClaimNumber(claim.number));
    add(number + 1, 1, Furniture::Kind(claim.kind));
    let column = number + 3;
    let marks = if width >= 4 * MARKS { MARKS } else { 0 };
    let room = width.saturating_sub(column + marks);
    let (cells, what) = match claim.source {
        Some(source) => (measure::columns(&source.name), Furniture::Source(source.name.clone())),
        None => (cell(claim.kind.name().len()), Furniture::KindName(claim.kind)),
    };
    add(column, cells.min(room), what);
    Row { runs, kind: RowKind::ClaimHead(claim.id) }
}
