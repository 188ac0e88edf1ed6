//! PDF to text in pages, by poppler's `pdftotext` and `pdfinfo`.

use std::path::Path;
use std::time::Duration;

use thiserror::Error;

use super::process::{Limits, ProcessFault, run};

/// Where in a file its signature may stand, in bytes.
const HEAD: usize = 1024;
/// What `pdftotext` may take.
const TEXT: Limits = Limits { time: Duration::from_secs(30), output: 64 << 20, memory: 1 << 30 };
/// What `pdfinfo` may take.
const FACTS: Limits = Limits { time: Duration::from_secs(10), output: 256 << 10, memory: 1 << 30 };
/// The longest title or author taken, in bytes.
const LONGEST_FACT: usize = 500;

/// Why a PDF cannot be read: what, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PdfFault {
    /// The program that reads it is not installed.
    #[error(
        "this is a PDF, and pdftotext, which reads it, is not installed; install poppler-utils (poppler on Arch and Homebrew)"
    )]
    NoReader,
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
    #[error("reading this PDF takes longer than {} seconds; split it, or take the pages to read out of it", TEXT.time.as_secs())]
    Slow,
    /// More comes out than the limit.
    #[error("this PDF holds more than {} MiB of text; split it, or take the pages to read out of it", TEXT.output >> 20)]
    TooLarge,
}

/// Whether bytes are a PDF. A few bytes may stand before its signature; then the name must say so too.
pub(super) fn is_pdf(bytes: &[u8], path: &Path) -> bool {
    let named = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"));
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    bytes.starts_with(b"%PDF-") || (named && memchr::memmem::find(head, b"%PDF-").is_some())
}

/// The text of a PDF, each page ended by a form feed, below front matter with its title, author and
/// date where it names them.
pub(super) fn pages(pdf: &[u8]) -> Result<Vec<u8>, PdfFault> {
    let text = run("pdftotext", &["-q", "-enc", "UTF-8", "-", "-"], pdf, &TEXT).map_err(|fault| match fault {
        ProcessFault::Missing => PdfFault::NoReader,
        ProcessFault::Slow => PdfFault::Slow,
        ProcessFault::TooLarge => PdfFault::TooLarge,
        ProcessFault::Failed if memchr::memmem::find(pdf, b"/Encrypt").is_some() => PdfFault::Encrypted,
        ProcessFault::Failed => PdfFault::Broken,
    })?;
    if text.iter().all(u8::is_ascii_whitespace) {
        // What cannot be made out at all has no pages.
        return Err(if text.is_empty() { PdfFault::Broken } else { PdfFault::Scanned });
    }
    // What a PDF says of itself is welcome, not needed.
    let facts = run("pdfinfo", &["-enc", "UTF-8", "-isodates", "-"], pdf, &FACTS).unwrap_or_default();
    let mut pages = front_matter(&String::from_utf8_lossy(&facts)).into_bytes();
    pages.extend_from_slice(&text);
    if !text.ends_with(b"\x0c") {
        pages.push(0x0c);
    }
    Ok(pages)
}

/// What `pdfinfo` tells, as YAML between fences; nothing where it tells nothing of use.
fn front_matter(facts: &str) -> String {
    let fact = |name: &str| {
        let line = facts.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))?.trim();
        (!line.is_empty() && line.len() <= LONGEST_FACT).then_some(line)
    };
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
