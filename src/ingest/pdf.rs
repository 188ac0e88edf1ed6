//! PDF to text in pages, by poppler's `pdftotext` and `pdfinfo`.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use thiserror::Error;

use super::error::IngestError;
use super::file::Material;
use super::process::{Limits, ProcessFault, file_of, run};
use super::progress::Progress;
use super::stop::Stop;
use crate::article::identity::Origin;
use crate::article::parse::Kind;

/// Where in a file its signature may stand, in bytes.
const HEAD: usize = 1024;
/// What ends a page in the text.
const PAGE_END: u8 = 0x0c;
/// What `pdftotext` may take. A page takes it some milliseconds.
const TEXT: Limits =
    Limits { silence: Duration::from_secs(10), time: Duration::from_mins(2), output: 64 << 20, memory: 1 << 30 };
/// What `pdfinfo` may take.
const FACTS: Limits =
    Limits { silence: Duration::from_secs(5), time: Duration::from_secs(5), output: 256 << 10, memory: 1 << 30 };
/// The longest title or author taken, in bytes.
const LONGEST_FACT: usize = 500;

/// Why a PDF cannot be read: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PdfFault {
    /// The program that reads it is not installed.
    #[error(
        "this is a PDF, and pdftotext, which reads it, is not installed; install poppler-utils (poppler on Arch and Homebrew)"
    )]
    NoReader,
    /// The program that reads it is there and cannot be run.
    #[error("this is a PDF, and pdftotext, which reads it, cannot be run ({0}); check how poppler is installed")]
    ReaderNotRun(String),
    /// It needs a password.
    #[error(
        "this PDF is encrypted; save it without its password, for example with qpdf --decrypt --password=WORD IN OUT"
    )]
    Encrypted,
    /// It holds no text.
    #[error("this PDF holds pictures of pages and no text; have the text recognised, for example with ocrmypdf IN OUT")]
    Scanned,
    /// It cannot be read.
    #[error("this PDF is broken or cut off; copy or download it again")]
    Broken,
    /// Reading it takes too long.
    #[error("reading this PDF takes longer than {} minutes, or one of its pages {} seconds; take the pages to read out of it", TEXT.time.as_secs() / 60, TEXT.silence.as_secs())]
    Slow,
    /// More comes out than the limit.
    #[error("this PDF holds more than {} MiB of text; split it, or take the pages to read out of it", TEXT.output >> 20)]
    TooLarge,
    /// The reader wants it no more.
    #[error("left before it was read")]
    Stopped,
}

/// A PDF whose pages have not been read yet.
#[derive(Debug)]
pub struct Pdf {
    pub(super) bytes: Vec<u8>,
    pub(super) origin: Origin,
}

impl Pdf {
    /// Where it came from.
    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Reads its pages, until it is given up; `told` hears how far that is.
    pub fn read(self, stop: &Stop, told: &mut dyn FnMut(Progress<'_>)) -> Result<Material, IngestError> {
        let Self { bytes, origin } = self;
        let bytes = pages(bytes, stop, told).map_err(|fault| IngestError::Pdf { name: origin.name.clone(), fault })?;
        Ok(Material { bytes, kind: Kind::Pages, origin })
    }
}

/// Whether bytes are a PDF. A few bytes may stand before its signature; then the name must say so too.
pub(super) fn is_pdf(bytes: &[u8], path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    bytes.starts_with(b"%PDF-") || (named && memchr::memmem::find(head, b"%PDF-").is_some())
}

/// The text of a PDF, each page ended by a form feed, below front matter with its title, author and
/// date where it names them.
fn pages(pdf: Vec<u8>, stop: &Stop, told: &mut dyn FnMut(Progress<'_>)) -> Result<Vec<u8>, PdfFault> {
    let encrypted = memchr::memmem::find(&pdf, b"/Encrypt").is_some();
    let file = file_of(&pdf).map_err(|_| PdfFault::Broken)?;
    drop(pdf);
    // What a PDF says of itself is welcome, not needed.
    let facts = run(("pdfinfo", &["-enc", "UTF-8", "-isodates", "-"]), &file, &FACTS, stop, &mut |_| {});
    let facts = facts.map(|facts| String::from_utf8_lossy(&facts).into_owned()).unwrap_or_default();
    let mut growing = Growing { text: front_matter(&facts).into_bytes(), taken: 0, read: 0 };
    let of = fact(&facts, "Pages").and_then(|count| count.parse().ok());
    told(Progress::Pages { read: 0, of, text: b"" });
    let text = text_of(&file, stop, &mut |output| {
        growing.take(output);
        told(Progress::Pages { read: growing.read, of, text: &growing.text });
    });
    let text = text.map_err(|fault| match fault {
        ProcessFault::Missing => PdfFault::NoReader,
        ProcessFault::NotRun(why) => PdfFault::ReaderNotRun(why),
        ProcessFault::Slow => PdfFault::Slow,
        ProcessFault::TooLarge => PdfFault::TooLarge,
        ProcessFault::Stopped => PdfFault::Stopped,
        ProcessFault::Failed if encrypted => PdfFault::Encrypted,
        ProcessFault::Failed => PdfFault::Broken,
    })?;
    if text.iter().all(u8::is_ascii_whitespace) {
        // What cannot be made out at all has no pages.
        return Err(if text.is_empty() { PdfFault::Broken } else { PdfFault::Scanned });
    }
    growing.end(&text);
    Ok(growing.text)
}

/// What `pdftotext` makes of all pages, in the order in which they are read.
fn text_of(pdf: &File, stop: &Stop, told: &mut dyn FnMut(&[u8])) -> Result<Vec<u8>, ProcessFault> {
    run(("pdftotext", &["-q", "-enc", "UTF-8", "-", "-"]), pdf, &TEXT, stop, told)
}

/// The text of the pages that have come, below the front matter.
struct Growing {
    text: Vec<u8>,
    /// How much of what came has been taken.
    taken: usize,
    /// How many pages that is.
    read: usize,
}

impl Growing {
    /// Takes the pages that have come whole.
    fn take(&mut self, output: &[u8]) {
        let new = output.get(self.taken..).unwrap_or_default();
        let Some(last) = memchr::memrchr(PAGE_END, new) else { return };
        let new = new.get(..=last).unwrap_or_default();
        self.read += memchr::memchr_iter(PAGE_END, new).count();
        self.add(new);
        self.taken += new.len();
    }

    /// Adds text that is always UTF-8, whatever a font makes of its letters.
    fn add(&mut self, new: &[u8]) {
        self.text.extend_from_slice(String::from_utf8_lossy(new).as_bytes());
    }

    /// Takes what is left at the end.
    fn end(&mut self, output: &[u8]) {
        self.add(output.get(self.taken..).unwrap_or_default());
        if self.text.last() != Some(&PAGE_END) {
            self.text.push(PAGE_END);
        }
    }
}

/// What `pdfinfo` tells under a name.
fn fact<'f>(facts: &'f str, name: &str) -> Option<&'f str> {
    let line = facts.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
    (!line.is_empty() && line.len() <= LONGEST_FACT).then_some(line)
}

/// What `pdfinfo` tells, as YAML between fences; nothing where it tells nothing of use.
fn front_matter(facts: &str) -> String {
    let fact = |name| fact(facts, name);
    let day = fact("CreationDate").and_then(|date| date.get(..10)).filter(|day| day.split('-').count() == 3);
    let fields = [("title", fact("Title").filter(|title| is_title(title))), ("author", fact("Author")), ("date", day)];
    let lines: String = fields
        .iter()
        .filter_map(|(name, words)| Some(format!("{name}: {}\n", serde_json::Value::from((*words)?))))
        .collect();
    if lines.is_empty() { lines } else { format!("---\n{lines}---\n") }
}

/// Whether a title is one, and not what a program called its file.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let file = [".doc", ".docx", ".dvi", ".indd", ".qxd", ".tex", ".pdf", ".odt", ".ps", ".rtf", ".pages"];
    !file.iter().any(|extension| lower.ends_with(extension))
        && !["untitled", "microsoft word - ", "unknown", "layout 1"].iter().any(|name| lower.starts_with(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_is_told_by_its_signature() {
        assert!(is_pdf(b"%PDF-1.4", Path::new("")) && is_pdf(b"\r\n%PDF-1.4", Path::new("a.PDF")));
        assert!(!is_pdf(b"see %PDF-1.4", Path::new("a.txt")) && !is_pdf(b"", Path::new("a.pdf")));
    }

    #[test]
    fn facts_become_front_matter() {
        let facts =
            "Title:          A: \"B\"\nAuthor:         Jane Doe\nCreationDate:   2025-02-08T12:23:13Z\nPages: 3\n";
        assert_eq!(
            front_matter(facts),
            "---\ntitle: \"A: \\\"B\\\"\"\nauthor: \"Jane Doe\"\ndate: \"2025-02-08\"\n---\n"
        );
        assert_eq!(front_matter("Title:   Microsoft Word - draft.doc\nCreationDate: Sat\n"), "");
    }
}
