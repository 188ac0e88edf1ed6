//! Rows that moved up or down the screen: found, and scrolled by the terminal itself.

use std::ops::Range;

use super::pen::control;
use crate::view::screen::{Cell, Grid, is_same_row};

/// Rows that differ, from which on it is asked whether they only moved.
const WORTH: usize = 4;

/// Bytes that scrolling takes by itself.
const GAIN: usize = 20;

/// Bytes of the way to what is written next.
const WAY: usize = 6;

/// Bytes that erase the end of a row.
const ERASING: usize = 3;

/// The rows `top..bottom` move up by `by`, or down where it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    top: usize,
    bottom: usize,
    by: isize,
}

impl Shift {
    /// The shift that brings the most rows of `old` to where `new` has them, if one is worth it;
    /// `differing` are the rows that are not the same in both, in order.
    pub(super) fn between(old: &Grid, new: &Grid, differing: &[usize]) -> Option<Self> {
        let (first, last) = (*differing.first()?, *differing.last()?);
        if differing.len() < WORTH {
            return None;
        }
        let by = most_votes(old, new, differing)?;
        let alike = |y: usize| {
            let from = y.checked_add_signed(by).filter(|from| (first..=last).contains(from));
            from.map_or(Likeness::default(), |from| likeness(old.row(from), new.row(y)))
        };
        // The rows at the ends of what moved may differ in part: the cursor stands there.
        let mut rows = (first..=last).skip_while(|y| !alike(*y).is_close());
        let from = rows.find(|y| alike(*y).alike > 0)?;
        let to = (from..=last).rev().find(|y| alike(*y).is_close() && alike(*y).alike > 0)?;
        let distance = by.unsigned_abs();
        let (top, bottom) = if by > 0 { (from, to + 1 + distance) } else { (from.checked_sub(distance)?, to + 1) };
        let blank = vec![Cell::BLANK; usize::from(new.size().0)];
        let moved: usize = (top..bottom)
            .map(|y| {
                let source = y.checked_add_signed(by).filter(|source| (top..bottom).contains(source));
                price(source.map_or(&*blank, |source| old.row(source)), new.row(y))
            })
            .sum();
        // A few rows tell, where it is worth it.
        let mut unmoved = 0;
        let is_worth_it = (top..bottom).any(|y| {
            unmoved += price(old.row(y), new.row(y));
            unmoved > moved + GAIN
        });
        is_worth_it.then_some(Self { top, bottom, by })
    }

    /// The rows it touches.
    pub(super) const fn rows(self) -> Range<usize> {
        self.top..self.bottom
    }

    /// Writes the control functions that scroll the rows. The cursor is left anywhere.
    pub(super) fn write(self, height: u16, out: &mut Vec<u8>) {
        let (top, bottom) = (self.top as u16 + 1, self.bottom as u16);
        let count = self.by.unsigned_abs() as u16;
        if bottom < height {
            // DECSTBM: what lies outside stays where it is.
            control(out, &[top, bottom], b'r');
        }
        control(out, &[top], b'H');
        // DL and IL rather than SU and SD, which the Linux console does not know.
        // A count that is not said is 1.
        let count: &[u16] = if count == 1 { &[] } else { &[count] };
        control(out, count, if self.by > 0 { b'M' } else { b'L' });
        if bottom < height {
            control(out, &[], b'r');
        }
    }

    /// Moves the rows of `shown` as the terminal does.
    pub(super) fn carry_out(self, shown: &mut Grid) {
        let width = usize::from(shown.size().0);
        let cells = shown.rows_mut(self.top, self.bottom);
        let by = (self.by.unsigned_abs() * width).min(cells.len());
        let left = cells.len() - by;
        let blank = if self.by > 0 {
            cells.rotate_left(by);
            cells.get_mut(left..)
        } else {
            cells.rotate_right(by);
            cells.get_mut(..by)
        };
        blank.unwrap_or_default().fill(Cell::BLANK);
    }
}

/// How far the most rows moved: each row that is there once before and after has a vote.
fn most_votes(old: &Grid, new: &Grid, differing: &[usize]) -> Option<isize> {
    let old = prints(old, differing);
    let mut votes: Vec<isize> = prints(new, differing)
        .into_iter()
        .filter_map(|(print, y)| {
            let at = old.binary_search_by_key(&print, |(print, _)| *print).ok()?;
            Some(old.get(at)?.1.cast_signed() - y.cast_signed())
        })
        .filter(|by| *by != 0)
        .collect();
    votes.sort_unstable();
    votes.chunk_by(|a, b| a == b).max_by_key(|votes| votes.len()).and_then(|votes| votes.first().copied())
}

/// The prints of the rows that no other row has, in their order, each with its row.
fn prints(grid: &Grid, rows: &[usize]) -> Vec<(u64, usize)> {
    let mut prints: Vec<(u64, usize)> = rows.iter().filter_map(|y| Some((print(grid.row(*y))?, *y))).collect();
    prints.sort_unstable();
    let once = prints.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() == 1);
    once.filter_map(|same| same.first().copied()).collect()
}

/// A number for what stands in the right half of a row (FNV-1a over its symbols, two at a time), where no sign of the
/// gutter stands; none where that is blank.
fn print(row: &[Cell]) -> Option<u64> {
    let half = row.get(row.len() / 2..).unwrap_or_default();
    if half.iter().all(Cell::is_blank) {
        return None;
    }
    let step = |print: u64, number: u64| (print.rotate_left(23) ^ number).wrapping_mul(0x0100_0000_01b3);
    let number = |cell: &Cell| u64::from(cell.symbol_number());
    let (pairs, rest) = half.as_chunks::<2>();
    let print = pairs.iter().fold(0xcbf2_9ce4_8422_2325, |print, [a, b]| step(print, number(a) << 32 | number(b)));
    Some(rest.iter().map(number).fold(print, step))
}

/// How much of what stands in two rows is the same.
#[derive(Clone, Copy, Debug, Default)]
struct Likeness {
    alike: usize,
    written: usize,
}

impl Likeness {
    /// Whether at least half of it is.
    const fn is_close(&self) -> bool {
        2 * self.alike >= self.written
    }
}

/// About how many bytes lead from a row that is shown to the next.
fn price(old: &[Cell], new: &[Cell]) -> usize {
    if is_same_row(old, new) {
        return 0;
    }
    let tail = new.len() - new.iter().rev().take_while(|cell| cell.is_empty()).count();
    let erased = old.iter().skip(tail).any(|cell| !cell.is_empty());
    // Cells since the last that is written, or enough for a way of its own.
    let (mut bytes, mut passed) = (if erased { ERASING } else { 0 }, WAY);
    for (old, new) in old.iter().zip(new).take(tail) {
        if old == new {
            passed += 1;
        } else {
            bytes += passed.min(WAY) + if new.ascii().is_some() { 1 } else { 3 };
            passed = 0;
        }
    }
    bytes
}

fn likeness(old: &[Cell], new: &[Cell]) -> Likeness {
    let mut found = Likeness::default();
    for (old, new) in old.iter().zip(new) {
        if !old.is_blank() || !new.is_blank() {
            found.written += 1;
            found.alike += usize::from(old.symbol_number() == new.symbol_number());
        }
    }
    found
}
