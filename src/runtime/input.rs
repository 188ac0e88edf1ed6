//! What the terminal sends, in postil's own words.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::time::Duration;

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};

use super::signals::Signals;
use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};

/// The terminal's input.
#[derive(Debug)]
pub(super) struct Input {
    /// The terminal itself, where standard input is something else.
    tty: Option<File>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// There is something to read, or somebody called.
    Up,
    /// The terminal has gone.
    HangUp,
}

impl Input {
    #[allow(clippy::disallowed_methods, reason = "the terminal is opened, not a file")]
    pub(super) fn open() -> io::Result<Self> {
        let tty = if io::stdin().is_terminal() { None } else { Some(File::open("/dev/tty")?) };
        Ok(Self { tty })
    }

    /// Sleeps until the terminal sends something or a signal or a waker calls.
    pub(super) fn wait(&self, signals: &Signals) -> io::Result<Woken> {
        let stdin = io::stdin();
        let terminal = self.tty.as_ref().map_or_else(|| stdin.as_fd(), AsFd::as_fd);
        let mut fds =
            [PollFd::from_borrowed_fd(terminal, PollFlags::IN), PollFd::from_borrowed_fd(signals.fd(), PollFlags::IN)];
        match poll(&mut fds, None) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let gone = PollFlags::HUP.union(PollFlags::ERR).union(PollFlags::NVAL);
        let [terminal, pipe] = &fds;
        if terminal.revents().intersects(gone) && !terminal.revents().contains(PollFlags::IN) {
            return Ok(Woken::HangUp);
        }
        if pipe.revents().contains(PollFlags::IN) {
            signals.drain();
        }
        Ok(Woken::Up)
    }

    /// All that has been typed and not yet read, in order.
    pub(super) fn read_all(&self) -> io::Result<Vec<Event>> {
        let mut events = Vec::new();
        while event::poll(Duration::ZERO)? {
            events.extend(translate(event::read()?));
        }
        Ok(events)
    }
}

/// One event of the terminal's, if it means something here. The size is asked for, not told.
fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            Some(Event::Key(key_of(key.code, key.modifiers)?))
        }
        event::Event::Paste(text) => Some(Event::Paste(text)),
        event::Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::ScrollDown => MouseKind::Wheel(1),
                MouseEventKind::ScrollUp => MouseKind::Wheel(-1),
                MouseEventKind::Down(_)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::ScrollLeft
                | MouseEventKind::ScrollRight => return None,
            };
            Some(Event::Mouse(Mouse { kind, x: mouse.column, y: mouse.row }))
        }
        event::Event::Key(_) | event::Event::Resize(..) | event::Event::FocusGained | event::Event::FocusLost => None,
    }
}

fn key_of(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    let code = match code {
        // A terminal that reports shifted letters as a modifier means the capital.
        KeyCode::Char(c)
            if modifiers.contains(KeyModifiers::SHIFT)
                && c.is_lowercase()
                && !modifiers.contains(KeyModifiers::CONTROL) =>
        {
            Code::Char(c.to_uppercase().next().unwrap_or(c))
        }
        KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
            Code::Char(c.to_lowercase().next().unwrap_or(c))
        }
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::Function(n),
        _ => return None,
    };
    Some(Key { code, control: modifiers.contains(KeyModifiers::CONTROL), alt: modifiers.contains(KeyModifiers::ALT) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_under_their_names() {
        for (code, modifiers, name) in [
            (KeyCode::Char('g'), KeyModifiers::NONE, "g"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('g'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('d'), KeyModifiers::CONTROL, "Ctrl-d"),
            (KeyCode::BackTab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Enter, KeyModifiers::ALT, "Alt-Enter"),
            (KeyCode::F(1), KeyModifiers::NONE, "F1"),
        ] {
            assert_eq!(key_of(code, modifiers).map(|key| key.to_string()).as_deref(), Some(name));
        }
    }
}
