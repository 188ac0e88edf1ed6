//! What kind of source bytes are: by their content first, then by the name.

use std::path::Path;

use crate::article::decode::unmarked_utf32;
use crate::article::mail::is_mail;
use crate::article::pages::are_pages;
use crate::article::parse::Kind;

/// How many bytes are looked at.
const SAMPLE: usize = 8 * 1024;

/// The first bytes of what is no text, and what it is.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"RIFF", "a sound, film or WebP image"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\0asm", "a WebAssembly program"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
];

/// What the bytes are; `Err` says in words what they are instead of a text.
pub fn kind_of(bytes: &[u8], path: Option<&Path>) -> Result<Kind, &'static str> {
    let extension = path.and_then(Path::extension).map(|extension| extension.to_string_lossy().to_lowercase());
    if let Some(kind) = archive(bytes, extension.as_deref()) {
        return kind;
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(what);
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    if is_binary(sample) {
        return Err("binary data");
    }
    if is_html(sample) {
        return Ok(Kind::Html);
    }
    let named = path.and_then(kind_of_name);
    let text = matches!(named, Some(Kind::PlainText | Kind::Markdown | Kind::Org | Kind::ReStructuredText));
    if !text && is_mail(bytes, named == Some(Kind::Mail)) {
        return Ok(Kind::Mail);
    }
    Ok(match named {
        Some(kind @ (Kind::Markdown | Kind::Html | Kind::Org | Kind::ReStructuredText)) => kind,
        _ if are_pages(bytes) => Kind::Pages,
        // A book that is no archive and no page either was cut off before its first byte.
        Some(kind @ (Kind::PlainText | Kind::Epub)) => kind,
        _ if is_markdown(&String::from_utf8_lossy(sample)) => Kind::Markdown,
        _ => Kind::PlainText,
    })
}

/// What a name says that a file is; nothing where it says nothing, or that it is no article.
pub fn kind_of_name(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_string_lossy().to_lowercase();
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" | "mkdn" | "mdx" | "rmd" | "qmd" => Some(Kind::Markdown),
        "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(Kind::Html),
        "org" => Some(Kind::Org),
        "rst" | "rest" => Some(Kind::ReStructuredText),
        "txt" | "text" | "log" | "adoc" | "tex" => Some(Kind::PlainText),
        "epub" => Some(Kind::Epub),
        "eml" | "mht" | "mhtml" => Some(Kind::Mail),
        "pdf" => Some(Kind::Pages),
        _ => None,
    }
}

/// What the bytes are that a server sent as `media`, a type of media without its parameters, for a page at `path`.
/// The bytes themselves come first; a server is believed where they could be one text or another.
pub fn kind_of_sent(bytes: &[u8], path: &Path, media: Option<&str>) -> Result<Kind, &'static str> {
    Ok(match (kind_of(bytes, Some(path))?, media) {
        (Kind::PlainText | Kind::Markdown, Some("text/html" | "application/xhtml+xml")) => Kind::Html,
        (Kind::PlainText, Some("text/markdown" | "text/x-markdown")) => Kind::Markdown,
        (Kind::PlainText | Kind::Markdown, Some("text/org" | "text/x-org")) => Kind::Org,
        (Kind::PlainText | Kind::Markdown, Some("text/x-rst" | "text/prs.fallenstein.rst")) => Kind::ReStructuredText,
        (kind, _) => kind,
    })
}

/// What a ZIP archive holds; nothing where the bytes are none.
fn archive(bytes: &[u8], extension: Option<&str>) -> Option<Result<Kind, &'static str>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    let names = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    Some(if extension == Some("epub") || names(b"META-INF/container.xml") || names(b"application/epub+zip") {
        Ok(Kind::Epub)
    } else if names(b"[Content_Types].xml") || names(b"application/vnd.oasis") {
        Err("an office document")
    } else {
        Err("a ZIP archive")
    })
}

/// Whether a source opens as a web page does.
fn is_html(sample: &[u8]) -> bool {
    let head = String::from_utf8_lossy(sample.get(..1024).unwrap_or(sample)).to_ascii_lowercase();
    let mut head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    while let Some(comment) = head.strip_prefix("<!--") {
        head = comment.split_once("-->").map_or("", |(_, after)| after).trim_start();
    }
    let page =
        |head: &str| ["<!doctype html", "<html", "<head>", "<body"].iter().any(|opening| head.starts_with(opening));
    page(head) || (head.starts_with("<?xml") && (head.contains("<html") || head.contains("<!doctype html")))
}

/// Whether bytes in no known format are no text either: full of NULs without being UTF-16 or
/// UTF-32, or of most of the controls that no text uses.
fn is_binary(sample: &[u8]) -> bool {
    let wide =
        sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") || sample.starts_with(b"\0\0\xfe\xff");
    if wide || unmarked_utf32(sample).is_some() {
        return false;
    }
    let nuls = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    if (even + odd) * 10 > sample.len() * 3 {
        // In UTF-16 without a mark all of them stand in even places, or all in odd ones.
        let (few, many) = (even.min(odd), even.max(odd));
        return few * 20 > sample.len() || many * 4 < sample.len();
    }
    let odd_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x07 | 0x08 | 0x1b | 0);
    let mut seen = 0u32;
    let mut count = 0;
    for byte in sample.iter().copied().filter(|byte| odd_control(*byte)) {
        seen |= 1 << byte;
        count += 1;
    }
    sample.len() >= 1024 && seen.count_ones() >= 12 && count * 25 > sample.len() && std::str::from_utf8(sample).is_err()
}

/// Whether text without a telling name is Markdown: front matter, or two different signs of it.
fn is_markdown(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    if ["---\n", "---\r\n", "+++\n", "+++\r\n"].iter().any(|mark| text.starts_with(mark)) {
        return true;
    }
    let heading = text.lines().any(|line| {
        let rest = line.trim_start_matches('#');
        rest.len() < line.len() && line.len() - rest.len() <= 6 && rest.starts_with(' ')
    });
    let fence = text.lines().any(|line| line.starts_with("```"));
    let link = text.split("](").skip(1).any(|rest| rest.split_once(')').is_some_and(|(to, _)| !to.contains('\n')));
    let strong = text.matches("**").count() >= 2;
    [heading, fence, link, strong].into_iter().filter(|sign| *sign).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_believed_where_the_bytes_leave_it_open() {
        for (bytes, path, media, expected) in [
            (b"<p>a".as_slice(), "/a", Some("text/html"), Ok(Kind::Html)),
            (b"<p>a", "/a.md", Some("text/html"), Ok(Kind::Html)),
            (b"<!doctype html><p>a", "/a", Some("text/plain"), Ok(Kind::Html)),
            (b"Words.", "/a", Some("text/markdown"), Ok(Kind::Markdown)),
            (b"Words.", "/a.md", Some("text/plain"), Ok(Kind::Markdown)),
            (b"Words.", "/a", Some("text/org"), Ok(Kind::Org)),
            (b"Words.", "/a", Some("application/octet-stream"), Ok(Kind::PlainText)),
            (b"Words.", "/", None, Ok(Kind::PlainText)),
            (b"\x89PNG\r\n\x1a\n", "/a", Some("text/html"), Err("a PNG image")),
        ] {
            assert_eq!(kind_of_sent(bytes, Path::new(path), media), expected, "{path} {media:?}");
        }
    }

    #[test]
    fn table() {
        let utf16: Vec<u8> = "no mark here\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf32: Vec<u8> = "no mark here\n".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let every: Vec<u8> = (0..=255).collect();
        for (bytes, name, expected) in [
            (b"Some words.".as_slice(), "a.txt", Ok(Kind::PlainText)),
            (b"Some words.", "a.MD", Ok(Kind::Markdown)),
            (b"# One\n\nA [link](x).", "a", Ok(Kind::Markdown)),
            (b"# One\n\nA [link](x).", "a.org", Ok(Kind::Org)),
            (b"One\n===\n", "a.RST", Ok(Kind::ReStructuredText)),
            (b"# One\n\nA [link](x).", "a.txt", Ok(Kind::PlainText)),
            (b"---\ntitle: x\n---\n", "a", Ok(Kind::Markdown)),
            (b"\x89PNG\r\n\x1a\n\0", "a.txt", Err("a PNG image")),
            (b"one\0two\0\0three", "a.txt", Ok(Kind::PlainText)),
            (&utf16, "a.txt", Ok(Kind::PlainText)),
            (&utf32, "a.txt", Ok(Kind::PlainText)),
            (&every, "a.txt", Ok(Kind::PlainText)),
            (&[0; 400], "a.txt", Err("binary data")),
            (&[7; 4000], "a.txt", Ok(Kind::PlainText)),
            (&every.repeat(16), "a.txt", Err("binary data")),
            (b"\n<!-- x --><!DOCTYPE HTML><p>a", "a.txt", Ok(Kind::Html)),
            (b"<p>a", "a.htm", Ok(Kind::Html)),
            (b"<p>a", "a.txt", Ok(Kind::PlainText)),
            (b"", "a.txt", Ok(Kind::PlainText)),
            (b"---\ntitle: x\n---\nOne\x0cTwo\x0c", "a.pdf", Ok(Kind::Pages)),
            (b"Subject: x\n\nWords.", "a.eml", Ok(Kind::Mail)),
            (b"Subject: x\n\nWords.", "a", Ok(Kind::PlainText)),
            (b"MIME-Version: 1.0\nFrom: x\nSubject: x\n\nWords.", "a", Ok(Kind::Mail)),
            (b"", "a.epub", Ok(Kind::Epub)),
            (b"PK\x03\x04..mimetypeapplication/epub+zipPK", "a.zip", Ok(Kind::Epub)),
            (b"PK\x03\x04..[Content_Types].xml", "a.docx", Err("an office document")),
            (b"PK\x03\x04..", "a.txt", Err("a ZIP archive")),
            (b"<!DOCTYPE html><p>a", "a.epub", Ok(Kind::Html)),
        ] {
            assert_eq!(kind_of(bytes, Some(Path::new(name))), expected, "{name} {bytes:x?}");
        }
    }
}
