//! The terminal: entered once, left whatever happens, and written to in one write a frame.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::text::clean::is_harmful;

/// Whether the terminal is ours, so that it is given back once, by whoever comes first.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The size taken where the terminal knows none.
const UNKNOWN_SIZE: (u16, u16) = (80, 24);

/// The terminal while postil has it. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Terminal {
    /// What the next write will hold.
    frame: Vec<u8>,
    /// What is on the screen.
    shown: Buffer,
    /// What is being drawn.
    next: Buffer,
    /// Where the cursor shows, if it does.
    cursor: Option<Position>,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, mouse, bracketed paste. Nothing is asked of
    /// it, so no answer can get among the reader's keys.
    pub(super) fn enter() -> io::Result<Self> {
        take()?;
        let (width, height) = size();
        let area = Rect { x: 0, y: 0, width, height };
        Ok(Self { frame: Vec::new(), shown: Buffer::empty(area), next: Buffer::empty(area), cursor: None })
    }

    /// Gives the terminal back, to stop or to let another program have it.
    pub(super) fn leave(&mut self) {
        give_back();
    }

    /// Takes the terminal again after [`leave`](Self::leave); what it shows is unknown.
    pub(super) fn come_back(&mut self) -> io::Result<()> {
        take()?;
        self.cursor = None;
        self.forget()
    }

    /// Clears the screen, so that the next frame draws everything.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.shown.reset();
        queue!(self.frame, Clear(ClearType::All))
    }

    /// Takes notice of the terminal's size now; whether it is another than before.
    pub(super) fn measure(&mut self) -> Option<(u16, u16)> {
        let (width, height) = size();
        let area = Rect { x: 0, y: 0, width, height };
        if area == self.shown.area {
            return None;
        }
        self.shown = Buffer::empty(area);
        self.next = Buffer::empty(area);
        // What a terminal does with its cells when it is resized is its own affair.
        let _ = self.forget();
        Some((width, height))
    }

    /// Its columns and rows.
    pub(super) const fn size(&self) -> (u16, u16) {
        (self.shown.area.width, self.shown.area.height)
    }

    /// Draws a frame, and writes what it changes, in one write.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        let changes: Vec<(u16, u16, &Cell)> = self.shown.diff(&self.next);
        let safe: Vec<(u16, u16, Cell)> = changes
            .iter()
            .filter(|(_, _, cell)| cell.symbol().chars().any(is_harmful))
            .map(|(x, y, cell)| (*x, *y, harmless(cell)))
            .collect();
        if !changes.is_empty() {
            let replaced =
                |x: u16, y: u16| safe.iter().find(|(sx, sy, _)| (*sx, *sy) == (x, y)).map(|(_, _, cell)| cell);
            CrosstermBackend::new(&mut self.frame)
                .draw(changes.iter().map(|(x, y, cell)| (*x, *y, replaced(*x, *y).unwrap_or(cell))))?;
        }
        match cursor {
            Some(at) if Some(at) != self.cursor || !changes.is_empty() => queue!(self.frame, MoveTo(at.x, at.y), Show)?,
            None if self.cursor.is_some() => queue!(self.frame, Hide)?,
            _ => {}
        }
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        self.flush()
    }

    /// Puts words on the clipboard of the reader's own terminal, also over ssh (OSC 52).
    pub(super) fn copy(&mut self, words: &str) -> io::Result<()> {
        queue!(self.frame, crossterm::clipboard::CopyToClipboard::to_clipboard_from(words))?;
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(self.frame.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.append(&mut self.frame);
        queue!(bytes, EndSynchronizedUpdate)?;
        let mut out = io::stdout().lock();
        out.write_all(&bytes)?;
        out.flush()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// A cell without anything that could act on the terminal: the last gate, behind the cleaning that
/// every text from outside has been through.
fn harmless(cell: &Cell) -> Cell {
    let mut cell = cell.clone();
    let symbol: String = cell.symbol().chars().filter(|c| !is_harmful(*c)).collect();
    cell.set_symbol(if symbol.is_empty() { "\u{fffd}" } else { &symbol });
    cell
}

/// The terminal's columns and rows; where it names none, those of a plain terminal.
fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => (width, height),
        _ => UNKNOWN_SIZE,
    }
}

fn take() -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::Release);
    execute!(io::stdout(), EnterAlternateScreen, Hide, EnableMouseCapture, EnableBracketedPaste, Clear(ClearType::All))
}

/// Leaves the terminal as it was. Safe to call at any time, from a panic too.
pub(super) fn give_back() {
    if ENTERED.swap(false, Ordering::AcqRel) {
        // The terminal may be gone: there is nobody left to tell.
        let _ = execute!(
            io::stdout(),
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            DisableMouseCapture,
            LeaveAlternateScreen,
            Show
        );
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_could_act_is_made_harmless() {
        let mut cell = Cell::new("a");
        cell.set_symbol("a\u{1b}\u{202e}");
        assert_eq!(harmless(&cell).symbol(), "a");
        cell.set_symbol("\u{9b}");
        assert_eq!(harmless(&cell).symbol(), "\u{fffd}");
    }
}
