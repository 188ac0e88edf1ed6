//! Standard output and standard error, used with care.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;

use super::failure::Failure;
use crate::text::clean::clean_line;

/// When to print in colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColourWhen {
    /// On a terminal that can and where NO_COLOR is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Where a command prints its data.
#[derive(Debug)]
pub struct Output {
    out: io::BufWriter<io::StdoutLock<'static>>,
    style: Style,
}

/// How headings and asides are set apart on a terminal; plain text where there is no colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether to write SGR sequences at all.
    pub on: bool,
}

impl Style {
    /// `words` in bold.
    pub fn strong(self, words: &str) -> String {
        if self.on { format!("\u{1b}[1m{words}\u{1b}[0m") } else { words.to_owned() }
    }

    /// `words` set back.
    pub fn faint(self, words: &str) -> String {
        if self.on { format!("\u{1b}[2m{words}\u{1b}[0m") } else { words.to_owned() }
    }
}

impl Output {
    /// Standard output; `no_colour` is what NO_COLOR and TERM say.
    pub fn standard(when: ColourWhen, no_colour: bool) -> Self {
        let on = match when {
            ColourWhen::Always => true,
            ColourWhen::Never => false,
            ColourWhen::Auto => !no_colour && io::stdout().is_terminal(),
        };
        Self { out: io::BufWriter::with_capacity(1 << 16, io::stdout().lock()), style: Style { on } }
    }

    /// How to set words apart here.
    pub const fn style(&self) -> Style {
        self.style
    }

    /// Prints `text` as it is.
    pub fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.write(|out| out.write_all(text.as_bytes()))
    }

    /// Prints what `write` writes.
    pub fn write(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        write(&mut self.out).map_err(|error| Failure::writing(&error))
    }

    /// Makes sure that everything has gone out.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| Failure::writing(&error))
    }
}

/// Says `sentence` on standard error; that this cannot be written is nobody's business any more.
pub fn say(sentence: &str) {
    let _ = writeln!(io::stderr(), "postil: {}", clean_line(sentence));
}

/// So many of something, in words.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
