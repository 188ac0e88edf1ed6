//! How far a source has come.

use std::fmt;

/// How far a source has come that takes long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress<'a> {
    /// So many bytes of what stands at an address.
    Bytes(u64),
    /// So many pages.
    Pages {
        /// How many have been read.
        read: usize,
        /// How many there are, where that is known.
        of: Option<usize>,
        /// What is said of them, and their text so far: whole pages, as they will be kept.
        text: &'a [u8],
    },
}

impl fmt::Display for Progress<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(count) => out.write_str(&amount(*count)),
            Self::Pages { read, of: Some(of), .. } => write!(out, "{read} of {of} pages"),
            Self::Pages { read, of: None, .. } => write!(out, "{read} pages"),
        }
    }
}

/// A number of bytes, for people.
fn amount(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} KiB", bytes >> 10)
    } else {
        format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_words() {
        let pages = |of| Progress::Pages { read: 7, of, text: b"" };
        for (progress, words) in [
            (Progress::Bytes(300 << 10), "300 KiB"),
            (Progress::Bytes(3 << 19), "1.5 MiB"),
            (pages(Some(40)), "7 of 40 pages"),
            (pages(None), "7 pages"),
        ] {
            assert_eq!(progress.to_string(), words);
        }
    }
}
