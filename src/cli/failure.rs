//! Why a command did not do what was asked, and the exit status that says so.

use std::fmt;
use std::io;

use crate::runtime::failure::reason;
use crate::runtime::target::Refused;
use crate::text::clean::clean_line;
use crate::text::width::fit;

/// The longest message, in cells: longer ones come from names and errors of other programs.
const LONGEST: usize = 360;

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// One sentence for the reader: what, why, and what to do. Exit status 1.
    Said(String),
    /// The command line asks for something that does not exist or fit together. Exit status 2.
    Usage(String),
    /// Who read our output has gone; that is no error of ours. Exit status 0, nothing said.
    BrokenPipe,
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::said(refused)
    }
}

impl Failure {
    /// A failure that says `sentence`, cleaned and cut to a decent length.
    pub fn said(sentence: impl fmt::Display) -> Self {
        Self::Said(fit(&clean_line(&sentence.to_string()), LONGEST))
    }

    /// Wrong usage.
    pub fn usage(sentence: impl fmt::Display) -> Self {
        Self::Usage(fit(&clean_line(&sentence.to_string()), LONGEST))
    }

    /// What went wrong when writing to standard output.
    pub fn writing(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::BrokenPipe,
            _ => Self::said(format_args!("cannot write to standard output: {}", reason(error))),
        }
    }

    /// What it says; nothing of a pipe that was closed.
    pub fn sentence(self) -> String {
        match self {
            Self::Said(sentence) | Self::Usage(sentence) => sentence,
            Self::BrokenPipe => String::new(),
        }
    }

    /// The exit status.
    pub const fn status(&self) -> u8 {
        match self {
            Self::Said(_) => 1,
            Self::Usage(_) => 2,
            Self::BrokenPipe => 0,
        }
    }
}
