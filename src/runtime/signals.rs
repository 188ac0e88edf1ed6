//! Signals, and waking the thread that waits for the terminal.

#![allow(clippy::disallowed_methods, reason = "a thread waits for Ctrl-C")]

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
use rustix::process::Signal;
use signal_hook::consts::{
    SIGABRT, SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGIO, SIGPROF, SIGQUIT, SIGSYS, SIGTERM, SIGTRAP, SIGTSTP, SIGUSR1,
    SIGUSR2, SIGVTALRM, SIGWINCH, SIGXCPU, SIGXFSZ,
};
use signal_hook::{flag, low_level};

use crate::ingest::stop::Stop;

/// Signals that nobody means for a reader, but they would end it with the terminal left as it is.
const STRAY: &[i32] = &[
    SIGABRT,
    SIGALRM,
    SIGIO,
    SIGPROF,
    SIGSYS,
    SIGTRAP,
    SIGUSR1,
    SIGUSR2,
    SIGVTALRM,
    SIGXCPU,
    #[cfg(target_os = "linux")]
    Signal::POWER.as_raw(),
    #[cfg(target_os = "linux")]
    Signal::STKFLT.as_raw(),
];

/// Ends the wait of the thread that draws, from any thread.
#[derive(Debug)]
pub(super) struct Waker(UnixStream);

impl Waker {
    /// Wakes it. A full pipe is as good as another byte in it.
    pub(super) fn wake(&self) {
        let _ = (&self.0).write(&[1]);
    }

    /// One that wakes nobody.
    #[cfg(test)]
    pub(super) fn idle() -> io::Result<Self> {
        UnixStream::pair().map(|(waker, _)| Self(waker))
    }

    /// Another handle to wake the same thread.
    pub(super) fn another(&self) -> io::Result<Self> {
        Ok(Self(self.0.try_clone()?))
    }
}

/// The signals that were caught and not yet looked at, and the pipe they wake by.
#[derive(Debug)]
pub(super) struct Signals {
    pipe: UnixStream,
    resize: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
    end: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

impl Signals {
    /// Catches the signals that concern a terminal program, from now on.
    pub(super) fn catch() -> io::Result<(Self, Waker)> {
        let (pipe, waker) = UnixStream::pair()?;
        pipe.set_nonblocking(true)?;
        waker.set_nonblocking(true)?;
        let caught = |signals: &[i32]| -> io::Result<Arc<AtomicBool>> {
            let raised = Arc::new(AtomicBool::new(false));
            for signal in signals {
                flag::register(*signal, Arc::clone(&raised))?;
                low_level::pipe::register(*signal, waker.try_clone()?)?;
            }
            Ok(raised)
        };
        let resize = caught(&[SIGWINCH])?;
        let stop = caught(&[SIGTSTP])?;
        let end = caught(&[&[SIGTERM, SIGHUP, SIGINT, SIGQUIT], STRAY].concat())?;
        let resumed = caught(&[SIGCONT])?;
        Ok((Self { pipe, resize, stop, end, resumed }, Waker(waker)))
    }

    /// What to wait on besides the terminal.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }

    /// Empties the pipe, before what it announced is looked at.
    pub(super) fn drain(&self) {
        let mut bytes = [0; 64];
        while matches!((&self.pipe).read(&mut bytes), Ok(read) if read > 0) {}
    }

    /// Whether the terminal changed its size since the last call.
    pub(super) fn resized(&self) -> bool {
        self.resize.swap(false, Ordering::AcqRel)
    }

    /// Whether the program is to stop until continued.
    pub(super) fn stopped(&self) -> bool {
        self.stop.swap(false, Ordering::AcqRel)
    }

    /// Whether the program was continued: the screen may hold anything by now.
    pub(super) fn resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::AcqRel)
    }

    /// Takes notice that the program is to end: from now on only another such signal counts.
    pub(super) fn forget_end(&self) {
        self.end.store(false, Ordering::Release);
    }

    /// Whether the program is to end.
    pub(super) fn ended(&self) -> bool {
        self.end.load(Ordering::Acquire)
    }
}

/// Has a file that grows past the limit of this process (`ulimit -f`) be an error of whoever writes it, and not the end.
pub fn refuse_writes_past_the_limit() {
    // Without it the program ends at once, which loses nothing that was called saved.
    let _ = flag::register(SIGXFSZ, Arc::default());
}

/// Has Ctrl-C (SIGINT) give up what is read with `stop`, and be told of by what this gives; a second one ends the
/// program as it does by default.
pub fn interrupted(stop: &Stop) -> io::Result<Arc<AtomicBool>> {
    let told = Arc::new(AtomicBool::new(false));
    let (mut pipe, waker) = UnixStream::pair()?;
    flag::register_conditional_default(SIGINT, Arc::clone(&told))?;
    flag::register(SIGINT, Arc::clone(&told))?;
    low_level::pipe::register(SIGINT, waker)?;
    let stop = stop.clone();
    std::thread::spawn(move || {
        if matches!(pipe.read(&mut [0]), Ok(1)) {
            stop.stop();
        }
    });
    Ok(told)
}

/// Stops the program as the shell expects it on Ctrl-z, until it is continued.
pub(super) fn stop_here() -> io::Result<()> {
    low_level::emulate_default_handler(SIGTSTP)
}
