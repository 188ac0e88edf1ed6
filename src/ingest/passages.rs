//! Passages of a large file, looked at before all of it is read: its end, and where a word stands.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::article::parse::Kind;

/// Bytes of a passage.
const PASSAGE: u64 = 128 << 10;

/// Bytes that are searched at a time.
const BLOCK: usize = 1 << 20;

/// The letters of English, the rarest first.
const RAREST: &[u8] = b"zqxjkvbpygfwmucldrhsnioate";

/// A large file that is open. It is read at places only, so that whoever reads on is not disturbed.
#[derive(Debug)]
pub struct Passages {
    pub(super) file: File,
    /// Bytes of the file when it was opened.
    pub(super) len: u64,
    /// What kind of text it is.
    pub(super) kind: Kind,
}

/// A stretch of a file that starts and ends between two lines, as far as it has lines.
#[derive(Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it ends in the file.
    pub end: u64,
}

impl Passages {
    /// What kind of text the file is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The last passage.
    pub fn end(&self) -> io::Result<Passage> {
        self.passage(self.len.saturating_sub(PASSAGE), self.len)
    }

    /// A passage with the byte at `at` in its first half.
    pub fn around(&self, at: u64) -> io::Result<Passage> {
        let start = at.saturating_sub(PASSAGE / 4);
        self.passage(start, (start + PASSAGE).min(self.len))
    }

    fn passage(&self, start: u64, end: u64) -> io::Result<Passage> {
        let mut bytes = vec![0; end.saturating_sub(start) as usize];
        self.file.read_exact_at(&mut bytes, start)?;
        if start > 0 {
            bytes.drain(..beginning(&bytes));
        }
        if end < self.len {
            bytes.truncate(bytes.iter().rposition(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1));
        }
        Ok(Passage { bytes, end })
    }

    /// Where `word` stands at `from` or after it, capitals or not; nothing where it does not, and of words that are
    /// not ASCII letters and digits.
    pub fn find(&self, word: &str, from: u64) -> io::Result<Option<u64>> {
        let word = word.as_bytes();
        if word.is_empty() || word.len() > BLOCK / 2 || !word.iter().all(u8::is_ascii_alphanumeric) {
            return Ok(None);
        }
        let mut block = vec![0; BLOCK];
        let mut at = from;
        while at < self.len {
            let read = self.fill(&mut block, at)?;
            let bytes = block.get(..read).unwrap_or_default();
            if let Some(found) = find(bytes, word) {
                return Ok(Some(at + found as u64));
            }
            if read < BLOCK {
                return Ok(None);
            }
            // A word that the end of the block cuts is found in the next one.
            at += (read + 1 - word.len()) as u64;
        }
        Ok(None)
    }

    fn fill(&self, block: &mut [u8], at: u64) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(left) = block.get_mut(filled..).filter(|left| !left.is_empty()) {
            match self.file.read_at(left, at + filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        Ok(filled)
    }
}

/// Where the first whole paragraph of `bytes` begins, else the first line, else the first word.
fn beginning(bytes: &[u8]) -> usize {
    let early = bytes.get(..bytes.len() / 2).unwrap_or(bytes);
    let blank = [b"\n\n".as_slice(), b"\n\r\n"]
        .into_iter()
        .filter_map(|gap| memchr::memmem::find(early, gap).map(|at| at + gap.len()));
    let after = |byte: u8| memchr::memchr(byte, early).map(|at| at + 1);
    let continues = || bytes.iter().position(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
    blank.min().or_else(|| after(b'\n')).or_else(|| after(b' ')).unwrap_or_else(continues)
}

/// Where `word` stands in `bytes` first, capitals or not.
fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let rank = |byte: &u8| RAREST.iter().position(|letter| *letter == byte.to_ascii_lowercase()).unwrap_or(usize::MAX);
    let (offset, rarest) = word.iter().enumerate().min_by_key(|(_, byte)| rank(byte))?;
    let (low, high) = (rarest.to_ascii_lowercase(), rarest.to_ascii_uppercase());
    let starts = memchr::memchr2_iter(low, high, bytes).filter_map(|at| at.checked_sub(offset));
    let mut starts = starts
        .filter(|start| bytes.get(*start..*start + word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)));
    starts.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(bytes: &[u8]) -> Passages {
        let file = tempfile::tempfile().unwrap();
        file.write_all_at(bytes, 0).unwrap();
        Passages { file, len: bytes.len() as u64, kind: Kind::PlainText }
    }

    #[test]
    fn a_passage_begins_with_a_paragraph_else_a_line_else_a_word() {
        let long = |part: &str| part.repeat(300_000 / part.len());
        for (text, start) in [
            (long("One line.\nAnother line.\n\n"), "One line.\n"),
            (long("One line.\r\nAnother line.\r\n\r\n"), "One line.\r\n"),
            (long("One line.\n"), "One line.\n"),
            (long("word "), "word "),
            (long("漢字"), ""),
        ] {
            let text = text + "Last.";
            let end = passages(text.as_bytes()).end().unwrap();
            let words = String::from_utf8(end.bytes).unwrap();
            assert!(words.starts_with(start) && text.ends_with(&words) && words.len() > 100_000, "{start}");
            let near = passages(text.as_bytes()).around(150_000).unwrap();
            assert!(String::from_utf8_lossy(&near.bytes).starts_with(start), "{start}");
        }
        let short = passages(b"Short.");
        assert_eq!(short.end().unwrap(), Passage { bytes: b"Short.".to_vec(), end: 6 });
    }

    #[test]
    fn a_word_is_found_wherever_a_block_ends() {
        for at in [0, 10, BLOCK - 5, BLOCK - 1, BLOCK, BLOCK + 7, 2 * BLOCK - 3] {
            let mut bytes = vec![b'a'; 2 * BLOCK + 100];
            bytes[at..at + 6].copy_from_slice(b"Needle");
            let passages = passages(&bytes);
            assert_eq!(passages.find("needle", 0).unwrap(), Some(at as u64));
            assert_eq!(passages.find("needle", at as u64 + 1).unwrap(), None);
            assert_eq!(passages.find("needles", 0).unwrap(), None);
        }
        let passages = passages("Größe".as_bytes());
        assert_eq!((passages.find("größe", 0).unwrap(), passages.find("", 0).unwrap()), (None, None));
    }
}
