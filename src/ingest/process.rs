//! A program of the system that reads what postil cannot: bytes in, bytes out, within limits.

#![allow(clippy::disallowed_methods, reason = "a program from outside is given a time by the clock")]

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::file::reason;
use super::stop::Stop;

/// How long between two looks at whether a program that has said all has ended.
const PAUSE: Duration = Duration::from_millis(2);

/// What a program may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// By the clock, between two stretches of its output, and from the last one to its end.
    pub silence: Duration,
    /// By the clock, and of the processor.
    pub time: Duration,
    /// Of its output, in bytes.
    pub output: usize,
    /// Of memory, in bytes; kept on Linux.
    pub memory: u64,
}

/// Why a program did not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ProcessFault {
    /// It is not installed.
    Missing,
    /// It is there and cannot be run, and why.
    NotRun(String),
    /// It took too long.
    Slow,
    /// It wrote more than the limit.
    TooLarge,
    /// It ended with a failure.
    Failed,
    /// It was ended because nobody wants its work any more.
    Stopped,
}

/// Runs `program` with all of `input` as its standard input, and gives what it wrote to standard output; `told` gets
/// that as it grows. No shell comes between, and no name of a file is handed over.
pub(super) fn run(
    (program, arguments): (&str, &[&str]),
    input: &File,
    limits: &Limits,
    stop: &Stop,
    told: &mut dyn FnMut(&[u8]),
) -> Result<Vec<u8>, ProcessFault> {
    let again = || -> io::Result<File> {
        let mut input = input.try_clone()?;
        input.rewind()?;
        Ok(input)
    };
    let spawned = Command::new(program)
        .args(arguments)
        .stdin(Stdio::from(again().map_err(|_| ProcessFault::Failed)?))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = spawned.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ProcessFault::Missing,
        _ => ProcessFault::NotRun(reason(&error)),
    })?;
    let pipe = child.stdout.take();
    bound(&child, limits);
    let running = Running::new(child, stop, limits);
    let output = running.output(pipe.ok_or(ProcessFault::Failed)?, told)?;
    running.succeeded()?;
    Ok(output)
}

/// A file without a name that holds `bytes`.
pub(super) fn file_of(bytes: &[u8]) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Bounds what a program takes, whatever becomes of the one that waits for it.
#[cfg(target_os = "linux")]
fn bound(child: &Child, limits: &Limits) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    let seconds = limits.time.as_secs().max(1);
    for (resource, most) in [(Resource::As, limits.memory), (Resource::Cpu, seconds)] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        // Where the system refuses, the limits by the clock and on output still hold.
        let _ = prlimit(Some(Pid::from_child(child)), resource, limit);
    }
}

#[cfg(not(target_os = "linux"))]
fn bound(_child: &Child, _limits: &Limits) {}

/// A program that is ended when nobody waits for it any more.
struct Running<'a> {
    stop: &'a Stop,
    limits: &'a Limits,
    deadline: Instant,
}

impl<'a> Running<'a> {
    fn new(child: Child, stop: &'a Stop, limits: &'a Limits) -> Self {
        stop.ends_child(child);
        Self { stop, limits, deadline: Instant::now() + limits.time }
    }

    fn output(&self, mut pipe: ChildStdout, told: &mut dyn FnMut(&[u8])) -> Result<Vec<u8>, ProcessFault> {
        let mut output = Vec::new();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let left = self.deadline.checked_duration_since(Instant::now()).ok_or(ProcessFault::Slow)?;
            let left = left.min(self.limits.silence);
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
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Err(ProcessFault::Failed),
            }
            if output.len() > self.limits.output {
                return Err(ProcessFault::TooLarge);
            }
            told(&output);
        }
    }

    /// Waits for the end of a program that has said all.
    fn succeeded(&self) -> Result<(), ProcessFault> {
        let deadline = self.deadline.min(Instant::now() + self.limits.silence);
        loop {
            match self.stop.child().as_mut().ok_or(ProcessFault::Stopped)?.try_wait() {
                Ok(Some(status)) if status.success() => return Ok(()),
                // What the system says of a program that lacks a part of it.
                Ok(Some(status)) if matches!(status.code(), Some(126 | 127)) => {
                    return Err(ProcessFault::NotRun(status.to_string()));
                }
                Ok(Some(_)) | Err(_) => return Err(ProcessFault::Failed),
                Ok(None) if Instant::now() > deadline => return Err(ProcessFault::Slow),
                Ok(None) => std::thread::sleep(PAUSE),
            }
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.stop.end_child();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);
    const LIMITS: Limits = Limits { silence: MINUTE, time: MINUTE, output: 1000, memory: 1 << 30 };

    fn run_with(program: &str, arguments: &[&str], limits: &Limits, stop: &Stop) -> Result<Vec<u8>, ProcessFault> {
        let input = file_of(b"words").unwrap();
        let mut told = Vec::new();
        let output = run((program, arguments), &input, limits, stop, &mut |output| told = output.to_vec())?;
        assert_eq!(told, output);
        Ok(output)
    }

    #[test]
    fn a_program_reads_its_input_and_keeps_its_limits() {
        let stop = Stop::default();
        let run = |program: &str, arguments: &[&str]| run_with(program, arguments, &LIMITS, &stop);
        assert_eq!(run("cat", &[]), Ok(b"words".to_vec()));
        assert_eq!(run("cat", &["/dev/zero"]), Err(ProcessFault::TooLarge));
        assert_eq!(run("false", &[]), Err(ProcessFault::Failed));
        assert_eq!(run("postil-no-such-program", &[]), Err(ProcessFault::Missing));
        assert_eq!(run("/dev/null", &[]), Err(ProcessFault::NotRun("permission denied".to_owned())));
        assert_eq!(run("sh", &["-c", "exit 127"]), Err(ProcessFault::NotRun("exit status: 127".to_owned())));
        for short in [Limits { time: Duration::ZERO, ..LIMITS }, Limits { silence: Duration::ZERO, ..LIMITS }] {
            assert_eq!(run_with("sleep", &["60"], &short, &stop), Err(ProcessFault::Slow));
        }
    }

    #[test]
    fn a_program_that_has_said_all_and_does_not_end_is_not_waited_for() {
        let short = Limits { silence: Duration::from_millis(200), ..LIMITS };
        let begun = Instant::now();
        let ran = run_with("sh", &["-c", "exec >&-; sleep 60"], &short, &Stop::default());
        assert_eq!(ran, Err(ProcessFault::Slow));
        assert!(begun.elapsed() < MINUTE / 2);
    }

    #[test]
    fn a_program_ends_when_it_is_stopped_before_or_while_it_works() {
        for early in [true, false] {
            let stop = Stop::default();
            let stopped = stop.clone();
            let end = std::thread::spawn(move || {
                while !early && stopped.child().is_none() {
                    std::thread::sleep(PAUSE);
                }
                stopped.stop();
            });
            if early {
                end.join().unwrap();
            }
            assert_eq!(run_with("sleep", &["60"], &LIMITS, &stop), Err(ProcessFault::Stopped), "{early}");
            assert!(stop.child().is_none());
        }
    }
}
