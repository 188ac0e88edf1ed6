//! How far a command has got, on standard error where that is a terminal.

use std::io::{self, IsTerminal, Write};

use crate::text::clean::clean_line;
use crate::text::width::{fit, width};

/// The widest line: it must not wrap, or it could not be taken back.
const WIDEST: usize = 76;

/// Cells of a bar.
const BAR: usize = 20;

/// A line on standard error that gives way to the next, and is gone at the end.
pub(super) struct Progress {
    shown: bool,
    /// The cells of the line that stands there.
    stands: usize,
}

impl Progress {
    /// No line yet.
    pub(super) fn new() -> Self {
        Self { shown: io::stderr().is_terminal(), stands: 0 }
    }

    /// Shows `line` in place of the one before.
    pub(super) fn show(&mut self, line: &str) {
        if !self.shown {
            return;
        }
        let line = fit(&clean_line(line), WIDEST);
        let cells = width(&line);
        // Overwritten with spaces: every terminal can do that.
        let rest = " ".repeat(self.stands.saturating_sub(cells));
        let _ = write!(io::stderr(), "\r{line}{rest}");
        let _ = io::stderr().flush();
        self.stands = cells;
    }

    /// Shows that the `nth` of `count`, which is called `name`, is at work.
    pub(super) fn step(&mut self, nth: usize, count: usize, name: &str) {
        self.show(&format!("{} {nth} of {count}: {name}", bar(nth.saturating_sub(1), count)));
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if self.stands > 0 {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(self.stands));
            let _ = io::stderr().flush();
            self.stands = 0;
        }
    }
}

/// How much of `count` is done, drawn.
fn bar(done: usize, count: usize) -> String {
    let full = (done.min(count) * BAR).checked_div(count).unwrap_or(BAR);
    format!("{}{}", "━".repeat(full), "─".repeat(BAR - full))
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_when_all_is_done() {
        for (done, count, full) in [(0, 7, 0), (1, 2, 10), (6, 7, 17), (7, 7, 20), (9, 7, 20), (0, 0, 20)] {
            let bar = bar(done, count);
            assert_eq!((bar.matches('━').count(), bar.chars().count()), (full, BAR), "{done} of {count}");
        }
    }
}
