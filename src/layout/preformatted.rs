//! Setting code and tables, whose lines are the author's own.

use super::measure;
use super::row::{Furniture, Row, RowKind, Run, What};
use super::set::{Frame, Piece, cell, content};
use super::words::Item;
use crate::article::block::Inline;
use crate::article::document::SentenceId;
use crate::text::span::Span;
use crate::text::width::fit;

/// Cells between two columns of a table: a bar with a blank on either side.
const BAR: u16 = 3;

/// Columns of a table at most; further cells are set under one another.
const COLUMNS: usize = 64;

/// Cells that a column needs to be read, where its words are as long.
const LEAST: u16 = 10;

/// One line of code or row of a table, or a stretch of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its words.
    pub(super) span: Span,
    /// The sentence it is; nothing where it is none.
    pub(super) sentence: Option<SentenceId>,
}

/// Rows of code: cut where the row ends, with a mark before what goes on, the author's indent and blank lines kept.
pub(super) fn code(text: &str, lines: &[Line], frame: Frame) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut end = None;
    for line in lines {
        if end.is_some_and(|end| Span::new(end, line.span.start).of(text).matches('\n').count() > 1) {
            rows.push(Row { runs: Vec::new(), kind: RowKind::Code });
        }
        end = Some(line.span.end);
        let indent = cell(indent(text, line.span.start)).min(frame.width / 2);
        let (left, width) = (frame.left + indent, usize::from(frame.width - indent));
        for (nth, (span, cells)) in cut(text, line.span, width).into_iter().enumerate() {
            let mut runs = Vec::new();
            if let Some(column) = left.checked_sub(2).filter(|_| nth > 0 && left >= frame.left.max(2)) {
                runs.push(Run { column, width: 1, what: What::Furniture(Furniture::GoesOn) });
            }
            let piece = Piece { span, sentence: line.sentence, column: usize::from(left), width: cells };
            content(text, &[], piece, &mut runs);
            rows.push(Row { runs, kind: RowKind::Code });
        }
    }
    rows
}

/// Cells of the blanks right before `start`, on its line.
fn indent(text: &str, start: usize) -> usize {
    let before = text.as_bytes().get(start.saturating_sub(256)..start).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b' ').count()
}

/// Cuts a line into pieces of at most `width` cells, each with its cells.
fn cut(text: &str, span: Span, width: usize) -> Vec<(Span, usize)> {
    let mut pieces = Vec::new();
    let (mut start, mut cells) = (0, 0);
    for part in measure::cells_of(span.of(text)) {
        let wide = part.width.min(width);
        if cells + wide > width {
            pieces.push((Span::new(start, part.offset).shifted(span.start), cells));
            (start, cells) = (part.offset, 0);
        }
        cells += wide;
    }
    pieces.push((Span::new(start, span.len()).shifted(span.start), cells));
    pieces
}

/// Rows of a table, its columns aligned and as wide as their words need or the frame allows; each
/// cell is a small paragraph. Where there is no room for columns, the cells of a row are set under one another, each
/// after the head of its column, which stands in the row that begins at `first`.
pub(super) fn table(text: &str, lines: &[Line], inlines: &[Inline], frame: Frame, first: usize) -> Vec<Row> {
    let cells: Vec<Vec<Span>> = lines.iter().map(|line| split(text, line.span)).collect();
    let Some(widths) = columns(text, &cells, frame.width) else {
        let end = memchr::memchr(b'\n', text.as_bytes().get(first..).unwrap_or_default());
        let heads = split(text, Span::new(first, end.map_or(text.len(), |end| first + end)));
        let heads: Vec<&str> = heads.into_iter().map(|head| bare(text, head).of(text).trim()).collect();
        return records(text, lines, cells, &heads, inlines, frame, first);
    };
    let mut rows = Vec::new();
    for (line, cells) in lines.iter().zip(cells) {
        let kind = RowKind::Table { head: line.span.start <= first };
        table_row(text, *line, &cells, &widths, inlines, Frame { kind, ..frame }, &mut rows);
    }
    rows
}

/// Rows of a table whose columns do not stand side by side: the head as prose, and then each row for itself.
fn records(
    text: &str,
    lines: &[Line],
    cells: Vec<Vec<Span>>,
    heads: &[&str],
    inlines: &[Inline],
    frame: Frame,
    first: usize,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (line, cells) in lines.iter().zip(cells) {
        let head = line.span.start <= first;
        let frame = Frame { kind: RowKind::Table { head }, ..frame };
        if !rows.is_empty() {
            rows.push(Row::blank());
        }
        if head || cells.len() > COLUMNS {
            let words = Item::Words { span: line.span, sentence: line.sentence };
            rows.extend(super::set::paragraph(text, &[words], inlines, frame));
            continue;
        }
        for (column, cell) in cells.into_iter().enumerate() {
            let words = bare(text, cell);
            if words.of(text).trim().is_empty() {
                // The tab of an empty cell hangs behind the cell before it.
                hang(&mut rows, cell.end, line.sentence);
                continue;
            }
            let indent = if column == 0 || frame.width < 12 { 0 } else { 2 };
            let mut items = Vec::new();
            if let Some(head) = heads.get(column).filter(|head| column > 0 && !head.is_empty()) {
                let label = format!("{}:", fit(head, usize::from(frame.width) * 2 / 3));
                let width = measure::columns(&label);
                items.push(Item::Furniture(Furniture::Label(label), width));
            }
            items.push(Item::Words { span: words, sentence: line.sentence });
            let inner = Frame { left: frame.left + indent, width: frame.width - indent, ..frame };
            rows.extend(super::set::paragraph(text, &items, inlines, inner));
            hang(&mut rows, cell.end, line.sentence);
        }
    }
    rows
}

/// Lets the last words of a sentence reach to `end`, over what is not drawn.
fn hang(rows: &mut [Row], end: usize, sentence: Option<SentenceId>) {
    let Some(run) = rows.last_mut().and_then(|row| row.runs.last_mut()) else { return };
    if let What::Content { span, sentence: of, .. } = &mut run.what
        && *of == sentence
    {
        span.end = end;
    }
}

/// The cells of a table's row. A tab belongs to the cell that it ends; tabs before the first words
/// count as empty cells.
fn split(text: &str, span: Span) -> Vec<Span> {
    let skipped = text.as_bytes().get(span.start.saturating_sub(COLUMNS)..span.start).unwrap_or_default();
    let empty =
        skipped.iter().rev().take_while(|byte| **byte == b'\t' || **byte == b' ').filter(|byte| **byte == b'\t');
    let mut cells = vec![Span::new(span.start, span.start); empty.count()];
    let mut start = span.start;
    for tab in memchr::memchr_iter(b'\t', span.of(text).as_bytes()) {
        cells.push(Span::new(start, span.start + tab + 1));
        start = span.start + tab + 1;
    }
    cells.push(Span::new(start, span.end));
    cells
}

/// The words of a table's cell, without the tab that ends it.
fn bare(text: &str, cell: Span) -> Span {
    Span::new(cell.start, cell.start + cell.of(text).trim_end_matches('\t').len())
}

/// How wide each column is; nothing where they cannot stand side by side.
fn columns(text: &str, rows: &[Vec<Span>], width: u16) -> Option<Vec<u16>> {
    let count = rows.iter().map(Vec::len).max().filter(|count| *count <= COLUMNS)?;
    let room = width.checked_sub(BAR * cell(count.saturating_sub(1)))?;
    let mut natural = vec![1; count];
    let mut least = vec![1; count];
    for row in rows {
        for ((column, least), words) in natural.iter_mut().zip(&mut least).zip(row) {
            let words = bare(text, *words).of(text);
            *column = measure::columns(words).max(*column);
            let longest = words.split_whitespace().map(measure::columns).max().unwrap_or(1);
            *least = longest.min(LEAST).max(*least);
        }
    }
    if count > 1 && least.into_iter().fold(0, u16::saturating_add) > room {
        return None;
    }
    // Narrow columns get what they need; the others share what is left.
    let mut widths = natural.clone();
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|column| natural.get(*column).copied());
    let mut left = room;
    for (done, column) in order.into_iter().enumerate() {
        let share = left / cell(count - done).max(1);
        if let Some(width) = widths.get_mut(column) {
            *width = (*width).min(share).max(1);
            left = left.saturating_sub(*width);
        }
    }
    Some(widths)
}

/// Sets one row of a table: its cells side by side.
fn table_row(
    text: &str,
    line: Line,
    cells: &[Span],
    widths: &[u16],
    inlines: &[Inline],
    frame: Frame,
    rows: &mut Vec<Row>,
) {
    let mut set: Vec<Row> = vec![Row { runs: Vec::new(), kind: frame.kind }];
    let mut left = frame.left;
    for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let words = bare(text, *cell);
        let items = [Item::Words { span: words, sentence: line.sentence }];
        let column_frame = Frame { left, width: *width, kind: frame.kind };
        let mut paragraph = super::set::paragraph(text, &items, inlines, column_frame);
        if !cell.is_empty() && paragraph.is_empty() {
            paragraph.push(Row { runs: vec![empty(left, words.start, line.sentence)], kind: frame.kind });
        }
        // The tab hangs behind the words, so that every byte of the row stands somewhere.
        if let Some(Run { what: What::Content { span, .. }, .. }) =
            paragraph.last_mut().and_then(|row| row.runs.last_mut())
        {
            span.end = cell.end;
        }
        for (nth, row) in paragraph.into_iter().enumerate() {
            match set.get_mut(nth) {
                Some(beside) => beside.runs.extend(row.runs),
                None => set.push(row),
            }
        }
        left += width;
        if column + 1 < widths.len() {
            left += BAR;
        }
    }
    let bars: Vec<u16> = widths
        .iter()
        .take(widths.len().saturating_sub(1))
        .scan(frame.left, |at, width| {
            *at += width + BAR;
            Some(*at - 2)
        })
        .collect();
    for row in &mut set {
        row.runs.extend(bars.iter().map(|column| Run {
            column: *column,
            width: 1,
            what: What::Furniture(Furniture::CellBar),
        }));
        row.runs.sort_by_key(|run| run.column);
    }
    rows.extend(set);
}

fn empty(column: u16, at: usize, sentence: Option<SentenceId>) -> Run {
    let what = What::Content { span: Span::new(at, at), sentence, face: super::row::Face::default() };
    Run { column, width: 0, what }
}
