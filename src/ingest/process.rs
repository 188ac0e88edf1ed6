//! A program of the system that reads what postil cannot: bytes in, bytes out, within limits.

#![allow(clippy::disallowed_methods, reason = "a program from outside is given a time by the clock")]

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long between two looks at whether a program that has said all has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// By the clock.
    pub time: Duration,
    /// Of its output, in bytes.
    pub output: usize,
    /// Of memory, in bytes; kept on Linux.
    pub memory: u64,
}

/// Why a program did not do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ProcessFault {
    /// It is not installed.
    Missing,
    /// It took too long.
    Slow,
    /// It wrote more than the limit.
    TooLarge,
    /// It ended with a failure, or could not be run.
    Failed,
}

/// Runs `program` with `input` as its standard input, and gives what it wrote to standard output. No
/// shell comes between, and no name of a file is handed over.
pub(super) fn run(program: &str, arguments: &[&str], input: &[u8], limits: &Limits) -> Result<Vec<u8>, ProcessFault> {
    let input = file_of(input).map_err(|_| ProcessFault::Failed)?;
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(input))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut running = Running(spawned.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ProcessFault::Missing,
        _ => ProcessFault::Failed,
    })?);
    running.bound(limits.memory);
    let deadline = Instant::now() + limits.time;
    let output = running.output(deadline, limits.output)?;
    running.succeeded(deadline)?;
    Ok(output)
}

/// A file without a name that holds `bytes`.
fn file_of(bytes: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    file.rewind()?;
    Ok(file)
}

/// A program that is ended when nobody waits for it any more.
struct Running(Child);

impl Running {
    #[cfg(target_os = "linux")]
    fn bound(&self, memory: u64) {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let limit = Rlimit { current: Some(memory), maximum: Some(memory) };
        // Where the system refuses, the limits on time and output still hold.
        let _ = prlimit(Some(Pid::from_child(&self.0)), Resource::As, limit);
    }

    #[cfg(not(target_os = "linux"))]
    fn bound(&self, _memory: u64) {}

    fn output(&mut self, deadline: Instant, most: usize) -> Result<Vec<u8>, ProcessFault> {
        let mut pipe = self.0.stdout.take().ok_or(ProcessFault::Failed)?;
        let mut output = Vec::new();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let left = deadline.checked_duration_since(Instant::now()).ok_or(ProcessFault::Slow)?;
            let timeout = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: i64::from(left.subsec_nanos()) };
            match poll(&mut [PollFd::new(&pipe, PollFlags::IN)], Some(&timeout)) {
                Ok(0) => return Err(ProcessFault::Slow),
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return Err(ProcessFault::Failed),
            }
            match pipe.read(&mut chunk) {
                Ok(0) => return Ok(output),
                Ok(count) => output.extend_from_slice(chunk.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return Err(ProcessFault::Failed),
            }
            if output.len() > most {
                return Err(ProcessFault::TooLarge);
            }
        }
    }

    fn succeeded(&mut self, deadline: Instant) -> Result<(), ProcessFault> {
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                Ok(Some(_)) | Err(_) => return Err(ProcessFault::Failed),
                Ok(None) if Instant::now() > deadline => return Err(ProcessFault::Slow),
                Ok(None) => std::thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be killed; then there is only its status to collect.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { time: Duration::from_mins(1), output: 1000, memory: 1 << 30 };

    #[test]
    fn a_program_reads_its_input_and_keeps_its_limits() {
        assert_eq!(run("cat", &[], b"words", &LIMITS), Ok(b"words".to_vec()));
        assert_eq!(run("cat", &["/dev/zero"], b"", &LIMITS), Err(ProcessFault::TooLarge));
        assert_eq!(run("false", &[], b"", &LIMITS), Err(ProcessFault::Failed));
        assert_eq!(run("postil-no-such-program", &[], b"", &LIMITS), Err(ProcessFault::Missing));
        let short = Limits { time: Duration::ZERO, ..LIMITS };
        assert_eq!(run("sleep", &["60"], b"", &short), Err(ProcessFault::Slow));
    }
}
