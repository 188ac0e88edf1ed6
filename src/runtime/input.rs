//! What the terminal sends, in postil's own words.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Duration;

use memchr::memmem;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read};
use terminput::{KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind, ScrollDirection};

use super::signals::Signals;
use crate::app::event::{Event, Mouse, MouseKind};
use crate::app::key::{Code, Key};

/// Bytes taken from the terminal at once: what a pseudo-terminal holds at most.
const CHUNK: usize = 4096;

/// Fewer bytes than this are all that waits: a terminal gives as much as it has.
const FEW: usize = 1024;

/// Bytes taken before a frame is drawn, however much waits.
const BATCH: usize = 1 << 20;

/// The longest key or mouse event, in bytes: what goes on is none.
const LONGEST_SEQUENCE: usize = 64;

/// The longest paste, in bytes: one without an end is cut here.
const LONGEST_PASTE: usize = 16 << 20;

/// What a terminal puts before and after pasted text (bracketed paste).
const PASTE: (&[u8], &[u8]) = (b"\x1b[200~", b"\x1b[201~");

const ESC: u8 = 0x1b;

/// The terminal's input.
#[derive(Debug)]
pub(super) struct Input {
    /// The terminal itself, where standard input is something else.
    tty: Option<File>,
    /// The beginning of an event whose rest has not come yet.
    begun: Vec<u8>,
}

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// The terminal sent something, which waits to be read.
    Typed,
    /// Somebody called, or the time is over.
    Called,
    /// The terminal has gone.
    HangUp,
}

impl Input {
    #[allow(clippy::disallowed_methods, reason = "the terminal is opened, not a file")]
    pub(super) fn open() -> io::Result<Self> {
        let tty = if io::stdin().is_terminal() { None } else { Some(File::open("/dev/tty")?) };
        Ok(Self { tty, begun: Vec::new() })
    }

    /// Sleeps until the terminal sends something or a signal or a waker calls, or for `most`.
    pub(super) fn wait(&self, signals: &Signals, most: Option<Duration>) -> io::Result<Woken> {
        let stdin = io::stdin();
        let terminal = self.tty.as_ref().map_or_else(|| stdin.as_fd(), AsFd::as_fd);
        let mut fds =
            [PollFd::from_borrowed_fd(terminal, PollFlags::IN), PollFd::from_borrowed_fd(signals.fd(), PollFlags::IN)];
        let most = most.map(|most| Timespec { tv_sec: 0, tv_nsec: most.subsec_nanos().into() });
        match poll(&mut fds, most.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
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
        Ok(if terminal.revents().is_empty() { Woken::Called } else { Woken::Typed })
    }

    /// Whether something has been typed and not yet read, or the terminal has gone, now or within
    /// `most` (less than a second).
    pub(super) fn is_waiting(&self, most: Duration) -> bool {
        let stdin = io::stdin();
        is_waiting(self.tty.as_ref().map_or_else(|| stdin.as_fd(), AsFd::as_fd), most).unwrap_or(true)
    }

    /// All that has been typed and not yet read, in order; to be asked for where something has been, else it waits for
    /// that. Where the terminal has gone, the end.
    pub(super) fn read_all(&mut self) -> io::Result<Vec<Event>> {
        let stdin = io::stdin();
        let terminal = self.tty.as_ref().map_or_else(|| stdin.as_fd(), AsFd::as_fd);
        let mut bytes = std::mem::take(&mut self.begun);
        let most = bytes.len() + BATCH;
        let mut gone = false;
        let mut chunk = [0; CHUNK];
        loop {
            let read = match read(terminal, &mut chunk) {
                Ok(0) | Err(Errno::IO) => {
                    gone = true;
                    break;
                }
                Ok(length) => length,
                Err(Errno::INTR | Errno::AGAIN) => 0,
                Err(error) => return Err(error.into()),
            };
            bytes.extend(chunk.iter().take(read));
            // A few keys are all there is; but of what an Escape opens more may just have come.
            let is_all = (1..FEW).contains(&read) && !bytes.contains(&ESC);
            if is_all || bytes.len() >= most || !is_waiting(terminal, Duration::ZERO)? {
                break;
            }
        }
        let (mut events, used) = parse(&bytes);
        bytes.drain(..used);
        self.begun = bytes;
        events.extend(gone.then_some(Event::Terminate));
        Ok(events)
    }
}

/// Whether the terminal sent something that has not been read, its end included, now or within `most`.
fn is_waiting(terminal: BorrowedFd<'_>, most: Duration) -> io::Result<bool> {
    let mut fds = [PollFd::from_borrowed_fd(terminal, PollFlags::IN)];
    match poll(&mut fds, Some(&Timespec { tv_sec: 0, tv_nsec: most.subsec_nanos().into() })) {
        Ok(ready) => Ok(ready > 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The events that `bytes` are, and how many of them are taken: the rest begins one that goes on.
fn parse(bytes: &[u8]) -> (Vec<Event>, usize) {
    let mut events = Vec::new();
    let mut used = 0;
    while let Some(rest) = bytes.get(used..).filter(|rest| !rest.is_empty()) {
        let Some((event, length)) = first(rest) else { break };
        events.extend(event);
        used += length;
    }
    (events, used)
}

/// The first event of `bytes`, if it means something here, and its length; nothing where it is not complete.
fn first(bytes: &[u8]) -> Option<(Option<Event>, usize)> {
    if let Some(pasted) = bytes.strip_prefix(PASTE.0) {
        return paste(pasted).map(|(text, length)| (Some(Event::Paste(text)), PASTE.0.len() + length));
    }
    // Escape before other bytes opens a sequence; before another Escape it stands for itself.
    let least = match bytes {
        [ESC, ESC, ..] => 1,
        [ESC, _, ..] => 2,
        _ => 1,
    };
    for length in least..=bytes.len().min(LONGEST_SEQUENCE) {
        match bytes.get(..length).map(terminput::Event::parse_from)? {
            Ok(Some(event)) => return Some((translate(event), length)),
            Ok(None) => {}
            Err(_) => return Some((None, length)),
        }
    }
    (bytes.len() >= LONGEST_SEQUENCE).then_some((None, LONGEST_SEQUENCE))
}

/// Pasted text and the length of it with its end; nothing where the end has not come yet.
fn paste(bytes: &[u8]) -> Option<(String, usize)> {
    let end = memmem::find(bytes, PASTE.1);
    let length = end.map(|end| end + PASTE.1.len()).or((bytes.len() >= LONGEST_PASTE).then_some(bytes.len()))?;
    let words = bytes.get(..end.unwrap_or(length))?;
    Some((String::from_utf8_lossy(words).into_owned(), length))
}

/// One event of the terminal's, if it means something here. The size is asked for, not told.
fn translate(event: terminput::Event) -> Option<Event> {
    use terminput::Event as Sent;
    match event {
        Sent::Key(key) if key.kind != KeyEventKind::Release => Some(Event::Key(key_of(key.code, key.modifiers)?)),
        Sent::Paste(text) => Some(Event::Paste(text)),
        Sent::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => MouseKind::Release,
                MouseEventKind::Scroll(ScrollDirection::Down) => MouseKind::Wheel(1),
                MouseEventKind::Scroll(ScrollDirection::Up) => MouseKind::Wheel(-1),
                MouseEventKind::Down(_)
                | MouseEventKind::Up(_)
                | MouseEventKind::Drag(_)
                | MouseEventKind::Moved
                | MouseEventKind::Scroll(ScrollDirection::Left | ScrollDirection::Right) => return None,
            };
            Some(Event::Mouse(Mouse { kind, x: mouse.column, y: mouse.row }))
        }
        Sent::Key(_) | Sent::Resize { .. } | Sent::FocusGained | Sent::FocusLost => None,
    }
}

fn key_of(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    let code = match code {
        // A terminal that reports shifted letters as a modifier means the capital.
        KeyCode::Char(c)
            if modifiers.contains(KeyModifiers::SHIFT)
                && c.is_lowercase()
                && !modifiers.contains(KeyModifiers::CTRL) =>
        {
            Code::Char(c.to_uppercase().next().unwrap_or(c))
        }
        KeyCode::Char(c) if modifiers.contains(KeyModifiers::CTRL) => Code::Char(c.to_lowercase().next().unwrap_or(c)),
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => Code::BackTab,
        KeyCode::Tab => Code::Tab,
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
    Some(Key { code, control: modifiers.contains(KeyModifiers::CTRL), alt: modifiers.contains(KeyModifiers::ALT) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keys_come_in_under_their_names() {
        for (code, modifiers, name) in [
            (KeyCode::Char('g'), KeyModifiers::NONE, "g"),
            (KeyCode::Char('G'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('g'), KeyModifiers::SHIFT, "G"),
            (KeyCode::Char('d'), KeyModifiers::CTRL, "Ctrl-d"),
            (KeyCode::Tab, KeyModifiers::SHIFT, "Shift-Tab"),
            (KeyCode::Enter, KeyModifiers::ALT, "Alt-Enter"),
            (KeyCode::F(1), KeyModifiers::NONE, "F1"),
        ] {
            assert_eq!(key_of(code, modifiers).map(|key| key.to_string()).as_deref(), Some(name));
        }
    }

    /// What bytes mean, in a few words, and what is left of them.
    fn read(bytes: &[u8]) -> (String, &[u8]) {
        let (events, used) = parse(bytes);
        let name = |event: &Event| match event {
            Event::Key(key) => key.to_string(),
            Event::Paste(text) => format!("paste {text:?}"),
            Event::Mouse(mouse) => format!("{:?} {},{}", mouse.kind, mouse.x, mouse.y),
            other => format!("{other:?}"),
        };
        (events.iter().map(name).collect::<Vec<_>>().join(" "), &bytes[used..])
    }

    #[test]
    fn bytes_are_read_as_terminals_send_them() {
        for (bytes, events, left) in [
            ("aG ü漢👍", "a G Space ü 漢 👍", ""),
            ("\r\t\u{7f}\x13\x1b", "Enter Tab Backspace Ctrl-s Esc", ""),
            ("\x1b[A\x1bOB\x1b[5~\x1b[Z\x1b[1;5C\x1bOP\x1b[15~", "Up Down PgUp Shift-Tab Ctrl-Right F1 F5", ""),
            ("\x1bx\x1b\x1b\x1b[A\x1b\x1b", "Alt-x Esc Esc Up Esc Esc", ""),
            (
                "\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<2;1;1M",
                "Press 2,3 Release 2,3 Wheel(-1) 0,0 Wheel(1) 0,0",
                "",
            ),
            ("j\x1b[20", "j", "\x1b[20"),
            ("\x1b[200~one\ntwo \x1b[A\x1b[201~j", "paste \"one\\ntwo \\u{1b}[A\" j", ""),
            ("\x1b[200~one\x1b[201", "", "\x1b[200~one\x1b[201"),
            ("\x1b[I\x1b[O\x1b[?1;2cj", "j", ""),
        ] {
            assert_eq!(read(bytes.as_bytes()), (events.to_owned(), left.as_bytes()), "{bytes:?}");
        }
        assert_eq!(read(b"\xe6\xbc").1, b"\xe6\xbc");
        assert_eq!(read(b"\xff\xc3(j").0, "j");
    }

    #[test]
    fn no_sequence_keeps_what_is_typed_after_it_for_ever() {
        let endless = format!("\x1b[{}", ";".repeat(200));
        assert!(read(endless.as_bytes()).1.len() < LONGEST_SEQUENCE);
        let endless = [PASTE.0, &vec![b'a'; LONGEST_PASTE]].concat();
        assert_eq!(read(&endless).1, b"");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_alike_however_they_arrive(
            parts in prop::collection::vec(prop_oneof![
                prop::collection::vec(any::<u8>(), 0..6),
                "[a-z\\[;<>?0-9~M]{1,6}".prop_map(|text| format!("\x1b[{text}").into_bytes()),
                Just(PASTE.0.to_vec()),
                Just(PASTE.1.to_vec()),
            ], 0..12),
            cut in 0.0..1.0,
        ) {
            let bytes = parts.concat();
            let (_, used) = parse(&bytes);
            prop_assert!(used <= bytes.len());
            // What is left over begins an event, and is no key of its own yet.
            prop_assert_eq!(read(&bytes[used..]), (String::new(), &bytes[used..]));
            // Except after an Escape, where only time tells, it does not matter where a batch ends.
            let (first, rest) = bytes.split_at((bytes.len() as f64 * cut) as usize);
            if !first.contains(&ESC) {
                let (mut events, used) = parse(first);
                events.extend(parse(&[&first[used..], rest].concat()).0);
                prop_assert_eq!(format!("{events:?}"), format!("{:?}", parse(&bytes).0));
            }
        }
    }
}
