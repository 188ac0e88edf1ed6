//! Rows that moved up or down the screen: found, and scrolled by the terminal itself.

use ratatui::buffer::{Buffer, Cell};

use super::pen::control;

/// Rows that differ, from which on it is asked whether they only moved.
const WORTH: usize = 4;

/// The rows `top..bottom` move up by `by`, or down where it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shift {
    top: usize,
    bottom: usize,
    by: isize,
}

impl Shift {
    /// The shift that brings the most rows of `old` to where `new` has them, if one is worth it.
    pub(super) fn between<'a>(old: &'a Buffer, new: &'a Buffer) -> Option<Self> {
        let width = usize::from(new.area.width).max(1);
        let rows = || old.content.chunks(width).zip(new.content.chunks(width));
        let differing: Vec<usize> = rows().enumerate().filter(|(_, (old, new))| old != new).map(|(y, _)| y).collect();
        let (first, last) = (*differing.first()?, *differing.last()?);
        if differing.len() < WORTH {
            return None;
        }
        let prints = |buffer: &Buffer| -> Vec<Option<u64>> { buffer.content.chunks(width).map(print).collect() };
        let (old_prints, new_prints) = (prints(old), prints(new));
        let by = most_votes(&old_prints, &new_prints, first..last + 1)?;
        let matches = |y: usize| {
            let print = new_prints.get(y).copied().flatten();
            print.is_some() && y.checked_add_signed(by).and_then(|from| old_prints.get(from).copied()) == Some(print)
        };
        let matched: Vec<usize> = (first..=last).filter(|y| matches(*y)).collect();
        let row = |buffer: &'a Buffer, y: usize| buffer.content.get(y * width..(y + 1) * width);
        let resembles = |y: usize| {
            let from = y.checked_add_signed(by).filter(|from| (first..=last).contains(from));
            from.and_then(|from| row(old, from).zip(row(new, y))).is_some_and(|(old, new)| resemble(old, new))
        };
        // The rows at the ends of what moved may differ in part: the cursor stands there.
        let (mut from, mut to) = (*matched.first()?, *matched.last()?);
        while from > first && resembles(from - 1) {
            from -= 1;
        }
        while to < last && resembles(to + 1) {
            to += 1;
        }
        let (top, bottom) =
            if by > 0 { (from, to + 1 + by.unsigned_abs()) } else { (from - by.unsigned_abs(), to + 1) };
        let stay = rows().skip(top).take(bottom - top).filter(|(old, new)| old == new && print(new).is_some()).count();
        (matched.len() >= 2 && matched.len() > stay).then_some(Self { top, bottom, by })
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
        control(out, &[count], if self.by > 0 { b'M' } else { b'L' });
        if bottom < height {
            control(out, &[], b'r');
        }
    }

    /// Moves the rows of `shown` as the terminal does.
    pub(super) fn carry_out(self, shown: &mut Buffer) {
        let width = usize::from(shown.area.width);
        let Some(cells) = shown.content.get_mut(self.top * width..self.bottom * width) else { return };
        let by = (self.by.unsigned_abs() * width).min(cells.len());
        let left = cells.len() - by;
        let blank = if self.by > 0 {
            cells.rotate_left(by);
            cells.get_mut(left..)
        } else {
            cells.rotate_right(by);
            cells.get_mut(..by)
        };
        blank.unwrap_or_default().iter_mut().for_each(Cell::reset);
    }
}

/// How far the most rows moved: each row that is there once before and after has a vote.
fn most_votes(old: &[Option<u64>], new: &[Option<u64>], rows: std::ops::Range<usize>) -> Option<isize> {
    let once = |prints: &[Option<u64>]| {
        let mut found: Vec<(u64, usize)> =
            rows.clone().filter_map(|y| Some((prints.get(y).copied().flatten()?, y))).collect();
        found.sort_unstable();
        let twice: Vec<u64> = found
            .windows(2)
            .filter_map(|pair| (pair.first()?.0 == pair.last()?.0).then_some(pair.first()?.0))
            .collect();
        found.retain(|(print, _)| twice.binary_search(print).is_err());
        found
    };
    let old = once(old);
    let mut votes: Vec<isize> = once(new)
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

/// A number for what stands in a row (FNV-1a over its symbols); none for a blank row.
fn print(row: &[Cell]) -> Option<u64> {
    let mut print = 0xcbf2_9ce4_8422_2325_u64;
    let mut blank = true;
    for cell in row {
        let symbol = cell.symbol();
        blank &= symbol == " ";
        for byte in symbol.bytes() {
            print = (print ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (!blank).then_some(print)
}

/// Whether at least half of what stands in two rows is the same.
fn resemble(old: &[Cell], new: &[Cell]) -> bool {
    let (mut written, mut alike) = (0, 0);
    for (old, new) in old.iter().zip(new) {
        let blank = new.symbol() == " " && old.symbol() == " ";
        written += usize::from(!blank);
        alike += usize::from(!blank && old.symbol() == new.symbol());
    }
    2 * alike >= written
}
