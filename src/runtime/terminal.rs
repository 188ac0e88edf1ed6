//! The terminal: entered once, left whatever happens, and written to in one write a frame.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::layout::Position;

use super::patch::patch;
use crate::view::screen::Screen;

/// Whether the terminal is ours, so that it is given back once, by whoever comes first.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Whether it has been told so: its screen and its mouse are taken with the first frame, in one write.
static TOLD: AtomicBool = AtomicBool::new(false);

/// The size taken where the terminal knows none.
const UNKNOWN_SIZE: (u16, u16) = (80, 24);

/// Cells that are drawn at most: several times those of the largest screen in its smallest font. A terminal can say that
/// it has four thousand millions.
const MOST_CELLS: u32 = 1 << 21;

/// Bytes of a frame that a terminal takes in at once. Only a longer one is set between the marks of a
/// synchronized update (mode 2026), so that it never shows half drawn.
const AT_ONCE: usize = 1024;

/// The terminal while postil has it. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Terminal {
    /// What takes the screen, until it is written before the first frame on it.
    entry: Vec<u8>,
    /// What the next write will hold.
    frame: Vec<u8>,
    /// What is on the screen, and what is drawn next.
    screen: Screen,
    /// Where the cursor shows, if it does.
    cursor: Option<Position>,
}

impl Terminal {
    /// Takes the terminal: raw mode, alternate screen, mouse, bracketed paste. Nothing is asked of
    /// it, so no answer can get among the reader's keys.
    pub(super) fn enter() -> io::Result<Self> {
        let entry = take()?;
        let (width, height) = size();
        Ok(Self { entry, frame: Vec::new(), screen: Screen::new(width, height), cursor: None })
    }

    /// Gives the terminal back, to stop or to let another program have it.
    pub(super) fn leave(&mut self) {
        give_back();
    }

    /// Takes the terminal again after [`leave`](Self::leave); what it shows is unknown.
    pub(super) fn come_back(&mut self) -> io::Result<()> {
        self.entry = take()?;
        self.cursor = None;
        self.forget()
    }

    /// Clears the screen, so that the next frame draws everything.
    pub(super) fn forget(&mut self) -> io::Result<()> {
        self.screen.forget();
        queue!(self.frame, Clear(ClearType::All))
    }

    /// Takes notice of the terminal's size now; whether it is another than before.
    pub(super) fn measure(&mut self) -> Option<(u16, u16)> {
        let (width, height) = size();
        if (width, height) == self.size() {
            return None;
        }
        self.screen = Screen::new(width, height);
        // What a terminal does with its cells when it is resized is its own affair.
        let _ = self.forget();
        Some((width, height))
    }

    /// Its columns and rows.
    pub(super) const fn size(&self) -> (u16, u16) {
        self.screen.grid().size()
    }

    /// Draws a frame, and writes what it changes, in one write.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Screen) -> Option<Position>) -> io::Result<()> {
        self.screen.turn();
        let cursor = draw(&mut self.screen);
        let before = self.frame.len();
        patch(&mut self.screen, &mut self.frame);
        let moved = self.frame.len() > before;
        match cursor {
            Some(at) if Some(at) != self.cursor || moved => queue!(self.frame, MoveTo(at.x, at.y), Show)?,
            None if self.cursor.is_some() => queue!(self.frame, Hide)?,
            _ => {}
        }
        self.cursor = cursor;
        self.flush()
    }

    /// Puts words on the clipboard of the reader's own terminal, also over ssh (OSC 52).
    pub(super) fn copy(&mut self, words: &str) -> io::Result<()> {
        queue!(self.frame, crossterm::clipboard::CopyToClipboard::to_clipboard_from(words))?;
        self.flush()
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frame.is_empty() && self.entry.is_empty() {
            return Ok(());
        }
        if self.frame.len() < AT_ONCE && self.entry.is_empty() {
            let written = write(&self.frame);
            self.frame.clear();
            return written;
        }
        let mut bytes = std::mem::take(&mut self.entry);
        if !bytes.is_empty() {
            TOLD.store(true, Ordering::Release);
        }
        bytes.reserve(self.frame.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.append(&mut self.frame);
        queue!(bytes, EndSynchronizedUpdate)?;
        write(&bytes)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

/// Writes all of it in one system call, if the terminal takes it: what `Stdout` writes is cut at line feeds.
fn write(mut bytes: &[u8]) -> io::Result<()> {
    let out = io::stdout().lock();
    while !bytes.is_empty() {
        match rustix::io::write(&out, bytes) {
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The terminal's columns and rows; where it names none, those of a plain terminal.
fn size() -> (u16, u16) {
    match crossterm::terminal::size() {
        Ok((width, height)) if width > 0 && height > 0 => (width, height.min(most_rows(width))),
        _ => UNKNOWN_SIZE,
    }
}

/// The rows that are drawn at most, where there are so many columns.
fn most_rows(width: u16) -> u16 {
    u16::try_from(MOST_CELLS / u32::from(width.max(1))).unwrap_or(u16::MAX)
}

/// Sets raw mode; gives what is to be written to take the screen.
fn take() -> io::Result<Vec<u8>> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::Release);
    let mut entry = Vec::new();
    queue!(entry, EnterAlternateScreen, Hide, EnableMouseCapture, EnableBracketedPaste, Clear(ClearType::All))?;
    Ok(entry)
}

/// Leaves the terminal as it was. Safe to call at any time, from a panic too.
pub(super) fn give_back() {
    if ENTERED.swap(false, Ordering::AcqRel) {
        if TOLD.swap(false, Ordering::AcqRel) {
            // The terminal may be gone: there is nobody left to tell.
            let _ = execute!(
                io::stdout(),
                EndSynchronizedUpdate,
                DisableBracketedPaste,
                DisableMouseCapture,
                LeaveAlternateScreen,
                Show
            );
        }
        let _ = disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_of_any_size_has_cells_that_fit_into_memory() {
        assert_eq!([most_rows(80), most_rows(1)], [26_214, u16::MAX]);
        for width in [1, 80, 1920, 20_000, u16::MAX] {
            let rows = most_rows(width);
            assert!(rows > 0 && u32::from(width) * u32::from(rows) <= MOST_CELLS, "{width}");
        }
    }
}
