//! EPUB books to documents: chapters in reading order, the table of contents as their headings.

use std::collections::HashSet;

use percent_encoding::percent_decode_str;
use thiserror::Error;

use archive::{Archive, MemberFault};
use package::Package;

use super::builder::DocumentBuilder;
use super::references::References;

mod archive;
mod chapter;
mod outline;
mod package;
mod xml;

/// How many bytes of text are taken of a book: as many as of a long file.
const MOST_TEXT: usize = 64 << 20;

/// Why a book cannot be read at all: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EpubFault {
    /// No archive, or its end is missing.
    #[error("this EPUB is broken or cut off; copy or download it again")]
    Broken,
    /// An archive, but not of a book.
    #[error("this archive has no sound EPUB package that names its chapters; make the EPUB again from its source")]
    NoPackage,
    /// None of the chapters that the package names is there.
    #[error("this EPUB holds none of the chapters it names; copy or download it again")]
    NoChapters,
    /// All that it has to read is no text.
    #[error("this EPUB holds pictures of pages and no text; look for an edition with text")]
    NoText,
    /// Its words are encrypted.
    #[error("this EPUB is encrypted (DRM); read it with the program it was bought for, or get a copy without DRM")]
    Encrypted,
    /// More members than any book has.
    #[error("this EPUB holds more than {most} files; take the ones to read out of it")]
    Crowded {
        /// The limit.
        most: usize,
    },
    /// More bytes come out than the limits allow.
    #[error("this EPUB unpacks to more than is taken of a book; take the chapters to read out of it")]
    TooLarge,
}

/// Whether a book can be read, judged by its package; no chapter is unpacked.
pub fn check(bytes: &[u8]) -> Result<(), EpubFault> {
    let mut archive = Archive::open(bytes)?;
    Package::read(&mut archive).map(|_| ())
}

/// Reads a book into `builder`, with `limit` no further than the chapter in which so many bytes of
/// text are reached.
pub(super) fn read(bytes: &[u8], limit: Option<usize>, builder: &mut DocumentBuilder) {
    let opened = Archive::open(bytes).and_then(|mut archive| {
        let package = Package::read(&mut archive)?;
        Ok((archive, package))
    });
    match opened {
        Ok((archive, package)) => {
            Book { archive, references: References::default(), depth: 0 }.read(package, limit, builder);
        }
        Err(fault) => builder.notice(&sentence(&fault.to_string())),
    }
}

/// A book that is being read.
struct Book<'a> {
    archive: Archive<'a>,
    references: References,
    /// How deep in the table of contents the last heading stood.
    depth: u8,
}

impl Book<'_> {
    fn read(mut self, package: Package, limit: Option<usize>, builder: &mut DocumentBuilder) {
        builder.metadata(package.metadata);
        let paths: HashSet<&str> = package.chapters.iter().map(|chapter| chapter.path.as_str()).collect();
        let (mut missing, mut damaged, mut cut) = (0usize, 0usize, false);
        for chapter in &package.chapters {
            if limit.is_some_and(|limit| builder.len() >= limit) {
                break;
            }
            if builder.is_full() || builder.len() >= MOST_TEXT {
                break;
            }
            let member = match self.archive.read(&chapter.path) {
                Ok(member) => member,
                Err(MemberFault::TooLarge) => {
                    builder.notice("A chapter unpacks to more than is taken of a book; it was left out.");
                    continue;
                }
                Err(MemberFault::Missing | MemberFault::Encrypted | MemberFault::Broken) => {
                    missing += 1;
                    continue;
                }
            };
            damaged += usize::from(member.damaged);
            let stand = chapter::Stand { chapter, paths: &paths, depth: self.depth };
            let read = chapter::read(member.bytes, &stand, self.references, builder);
            (self.references, self.depth) = (read.references, read.depth);
            cut |= read.cut;
        }
        if builder.len() >= MOST_TEXT {
            builder.notice("The book holds more text than is taken of one; the rest was left out.");
        }
        if missing > 0 {
            let were = if missing == 1 { "was" } else { "were" };
            builder.notice(&format!("{missing} of the book's chapters could not be read and {were} left out."));
        }
        if damaged > 0 {
            let (are, them) = if damaged == 1 { ("is", "it") } else { ("are", "them") };
            builder
                .notice(&format!("{damaged} of the book's chapters {are} damaged; what came out of {them} is shown."));
        }
        if cut {
            builder.notice("A chapter nests its elements deeper than a page does; some were left out of their places.");
        }
        self.references.resolve(builder);
    }
}

/// The name of the member that a path inside a book names: percent-encoding undone, from the root.
fn member_name(path: &str) -> String {
    percent_decode_str(path.trim()).decode_utf8_lossy().trim_start_matches('/').to_owned()
}

/// Words of an error as a sentence of their own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters.next().map(char::to_uppercase).into_iter().flatten().collect();
    format!("{first}{}.", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::block::{BlockKind, Link};
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse, parse_start};

    const CONTAINER: &str = "<container><rootfiles><rootfile full-path=\"O/p.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    const NCX: &str = "<item id=\"ncx\" href=\"toc.ncx\" media-type=\"application/x-dtbncx+xml\"/>";
    const NAV: &str = "<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>";

    /// A package of the chapters of these names, with more of a manifest.
    fn opf(names: &[&str], more: &str) -> String {
        let items: String = names
            .iter()
            .map(|name| format!("<item id=\"i-{name}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"))
            .collect();
        let spine: String = names.iter().map(|name| format!("<itemref idref=\"i-{name}\"/>")).collect();
        format!(
            "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>A Book &amp; more</dc:title><dc:creator>Ann Alder</dc:creator>\
             <dc:creator>Bo Birch</dc:creator><dc:language>en-GB</dc:language><dc:date>2019-04-01</dc:date>\
             <dc:identifier id=\"id\">urn:isbn:9780000000002</dc:identifier></metadata><manifest>{items}{more}</manifest>\
             <spine toc=\"ncx\">{spine}</spine></package>"
        )
    }

    fn ncx(points: &str) -> String {
        format!("<ncx><docTitle><text>T</text></docTitle><navMap>{points}</navMap></ncx>")
    }

    fn point(label: &str, to: &str, inside: &str) -> String {
        format!("<navPoint><navLabel><text>{label}</text></navLabel><content src=\"{to}\"/>{inside}</navPoint>")
    }

    fn packed(members: &[(&str, &str)]) -> Vec<u8> {
        let members: Vec<(&str, &[u8])> = members.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        archive::pack(&members).unwrap()
    }

    fn blocks(document: &Document) -> Vec<String> {
        let kind = |kind| match kind {
            BlockKind::Heading { level } => format!("h{level} "),
            BlockKind::Paragraph => String::new(),
            other => format!("{other:?} "),
        };
        let blocks = document.blocks().iter().enumerate();
        blocks.map(|(index, block)| kind(block.kind) + document.block_text(index)).collect()
    }

    #[test]
    fn a_book_whose_refinements_refine_each_other_without_end_opens() {
        let chain: String = (0..100_000)
            .map(|link| format!("<meta property=\"p\" id=\"m{link}\" refines=\"#m{}\">x</meta>", link + 1))
            .collect();
        let package = opf(&["c.xhtml"], "").replace("</metadata>", &format!("{chain}</metadata>"));
        let members =
            [("META-INF/container.xml", CONTAINER), ("O/p.opf", &package), ("O/c.xhtml", "<p>The words.</p>")];
        let document = parse(Kind::Epub, &packed(&members), "a.epub");
        assert!(document.text().contains("The words.") && document.title().starts_with("A Book"));
    }

    #[test]
    fn chapters_stand_in_order_under_the_table_of_contents() {
        let long = "It goes on for a long while, and says nothing at all. ".repeat(8);
        let points = point("Cover", "cover.xhtml", "")
            + &point(
                "Part One",
                "c%201.xhtml",
                &point("The First", "c%201.xhtml#one", &point("Inner", "c%201.xhtml#in", "")),
            )
            + &point("The Second", "c2.xhtml", "")
            + &point("Untitled", "c3.xhtml", "");
        let book = packed(&[
            ("META-INF/container.xml", CONTAINER),
            ("O/p.opf", &opf(&["cover.xhtml", "c%201.xhtml", "c2.xhtml", "c3.xhtml"], NCX)),
            ("O/toc.ncx", &ncx(&points)),
            ("O/cover.xhtml", "<html><head><title/></head><body><svg><image/></svg></body></html>"),
            (
                "O/c 1.xhtml",
                "<html><body><a id='top'/><h2 id='one'>I. The First</h2><p>One.</p><h2>Aside</h2><p id='in'>Two, <a href='c2.xhtml#n1'>note</a>.</p></body></html>",
            ),
            (
                "O/c2.xhtml",
                "<?xml version='1.0'?><html><body><p class='ct'>The second</p><p>Three.</p><p id='n1'>1. Words. <a href='c%201.xhtml'>Back</a> <a href='gone.xhtml'>x</a></p></body></html>",
            ),
            ("O/c3.xhtml", &format!("<html><body><p>{long}</p><h1>Late</h1></body></html>")),
        ]);
        let document = parse(Kind::Epub, &book, "a.epub");
        assert_eq!(
            blocks(&document),
            [
                "h1 Part One",
                "h2 I. The First",
                "One.",
                "h3 Aside",
                "h3 Inner",
                "Two, note.",
                "h1 The second",
                "Three.",
                "1. Words. Back x",
                "h1 Untitled",
                long.trim(),
                "h2 Late",
            ]
        );
        let words = |offset: usize| document.text().get(offset..offset + 8).unwrap();
        let links: Vec<&str> = document
            .links()
            .iter()
            .map(|link| match link {
                Link::Inside(offset) => words(*offset),
                Link::Address(address) => address,
            })
            .collect();
        assert_eq!(links, ["1. Words", "Part One", "gone.xhtml"]);
        let said = document.metadata();
        assert_eq!(
            (said.title.as_deref(), said.author.as_deref()),
            (Some("A Book & more"), Some("Ann Alder, Bo Birch"))
        );
        assert_eq!((said.date.as_deref(), said.url.as_deref()), (Some("2019-04-01"), Some("urn:isbn:9780000000002")));
        assert_eq!((document.language(), document.notices().len()), ("en", 0), "{:?}", document.notices());
    }

    #[test]
    fn notes_are_cited_by_a_mark_and_are_notes() {
        let chapter = "<html xmlns:epub='x'><body><p>Words<a epub:type='noteref' href='#n'><sup>1</sup></a> go on.</p>\
            <aside epub:type='footnote' id='n'><p>1. Said <i>so</i>.</p><p>More.</p></aside></body></html>";
        let members =
            [("META-INF/container.xml", CONTAINER), ("O/p.opf", &opf(&["c1.xhtml"], "")), ("O/c1.xhtml", chapter)];
        let document = parse(Kind::Epub, &packed(&members), "a.epub");
        assert_eq!(blocks(&document), ["Words[1] go on.", "Footnote 1. Said so.", "Footnote More."]);
        assert_eq!(document.links(), [Link::Inside("Words[1] go on.\n\n".len())]);
    }

    #[test]
    fn a_book_without_a_sound_table_of_contents_is_read() {
        let chapter = "<html><body><h1>One</h1><p>Words.</p></body></html>";
        let nav = |inside: &str| {
            format!("<html xmlns:epub='x'><body><nav epub:type='toc'><ol>{inside}</ol></nav></body></html>")
        };
        let deep = nav(&"<li><ol>".repeat(100_000));
        for (nav, ncx) in [
            ("<html><nav><ol></li>", ncx(&point("One", "c1.xhtml", ""))),
            ("", String::new()),
            (&deep, "<ncx".to_owned()),
            (&nav("<li><a href='c1.xhtml#nowhere'>Elsewhere</a></li>"), ncx("")),
        ] {
            let book = packed(&[
                ("META-INF/container.xml", CONTAINER),
                ("O/p.opf", &opf(&["c1.xhtml"], &format!("{NCX}{NAV}"))),
                ("O/nav.xhtml", nav),
                ("O/toc.ncx", &ncx),
                ("O/c1.xhtml", chapter),
            ]);
            assert_eq!(check(&book), Ok(()));
            assert_eq!(blocks(&parse(Kind::Epub, &book, "a.epub")), ["h1 One", "Words."]);
        }
    }

    #[test]
    fn a_book_without_its_first_package_is_read_by_the_next() {
        let rootfile = |path| format!("<rootfile full-path=\"{path}\" media-type=\"application/oebps-package+xml\"/>");
        let container = format!("<container>{}{}</container>", rootfile("gone.opf"), rootfile("O/p.opf"));
        let package = opf(&["c1.xhtml"], "");
        let container = ("META-INF/container.xml", container.as_str());
        let book = packed(&[container, ("O/p.opf", &package), ("O/c1.xhtml", "<p>Words.")]);
        assert_eq!(check(&book), Ok(()));
        assert_eq!(blocks(&parse(Kind::Epub, &book, "a.epub")), ["Words."]);
        let book = packed(&[container, ("O/p.opf", &package)]);
        assert_eq!(check(&book), Err(EpubFault::NoPackage));
    }

    #[test]
    fn what_is_damaged_or_missing_is_counted() {
        let words = "<p>Sound words.";
        for (members, said) in [
            (
                vec![("O/a.xhtml", words), ("O/b.xhtml", "<p>Torn.")],
                ["1 of the book's chapters is damaged; what came out of it is shown."].as_slice(),
            ),
            (
                vec![("O/a.xhtml", "<p>Torn."), ("O/b.xhtml", "<p>Torn.")],
                &["2 of the book's chapters are damaged; what came out of them is shown."],
            ),
            (vec![("O/a.xhtml", words)], &["1 of the book's chapters could not be read and was left out."]),
        ] {
            let package = opf(&["a.xhtml", "b.xhtml"], "");
            let mut all = vec![("META-INF/container.xml", CONTAINER), ("O/p.opf", package.as_str())];
            all.extend(members);
            let mut book = packed(&all);
            // The checksums of the archive tell that these are not the words which were packed.
            while let Some(at) = memchr::memmem::find(&book, b"Torn") {
                book[at..at + 4].copy_from_slice(b"Tarn");
            }
            let document = parse(Kind::Epub, &book, "a.epub");
            assert_eq!(document.notices(), said);
        }
    }

    #[test]
    fn what_cannot_be_read_says_so() {
        let encryption = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/>\
            <CipherData><CipherReference URI='O/c1.xhtml'/></CipherData></EncryptedData></encryption>";
        let container = ("META-INF/container.xml", CONTAINER);
        let package = opf(&["c1.xhtml"], "");
        let chapter = ("O/c1.xhtml", "<p>Words.");
        for (members, fault) in [
            (vec![("O/p.opf", package.as_str()), chapter], EpubFault::NoPackage),
            (vec![container, chapter], EpubFault::NoPackage),
            (vec![container, ("O/p.opf", "<package"), chapter], EpubFault::NoPackage),
            (vec![container, ("O/p.opf", &package)], EpubFault::NoChapters),
            (
                vec![container, ("O/p.opf", &package), chapter, ("META-INF/encryption.xml", encryption)],
                EpubFault::Encrypted,
            ),
        ] {
            let book = packed(&members);
            assert_eq!(check(&book), Err(fault.clone()), "{members:?}");
            let document = parse(Kind::Epub, &book, "a.epub");
            assert!(document.text().is_empty() && !document.notices().is_empty());
        }
        let book = packed(&[container, ("O/p.opf", &package), chapter]);
        assert_eq!(check(&book[..book.len() / 2]), Err(EpubFault::Broken));
    }

    #[test]
    fn a_drawing_gives_its_words_and_a_picture_what_stands_in_for_it() {
        let svg = "<svg xmlns='x'><title>A map</title><defs>x</defs><g><text x='1'>To the <tspan>sea</tspan></text></g></svg>";
        let chapter = "<html><body><p>Words.</p><object><p>Instead of a film.</p></object></body></html>";
        let opf = |items: &str, spine: &str| opf(&[], items).replace("</spine>", &format!("{spine}</spine>"));
        let film = "<item id='a' href='a.jpg' media-type='image/jpeg' fallback='b'/><item id='b' href='c1.xhtml' media-type='application/xhtml+xml'/>\
            <item id='s' href='s.svg' media-type='image/svg+xml'/>";
        let picture = "<item id='a' href='a.jpg' media-type='image/jpeg'/>";
        let (whole, none) =
            (opf(film, "<itemref idref='s'/><itemref idref='a'/>"), opf(picture, "<itemref idref='a'/>"));
        let book = |opf: &str| {
            packed(&[
                ("META-INF/container.xml", CONTAINER),
                ("O/p.opf", opf),
                ("O/s.svg", svg),
                ("O/c1.xhtml", chapter),
                ("O/a.jpg", ""),
            ])
        };
        let document = parse(Kind::Epub, &book(&whole), "a.epub");
        assert_eq!(blocks(&document), ["A map", "To the sea", "Words.", "Instead of a film."]);
        assert_eq!(check(&book(&none)), Err(EpubFault::NoText));
    }

    #[test]
    fn drawings_readings_and_numbers_of_pages_read_as_words_in_a_chapter() {
        let svg = "<svg><title>A chart</title><defs><text>x</text></defs><text>34 ships</text></svg>";
        let chapter = format!(
            "<html><body><p>Text<span epub:type='pagebreak'>5</span> goes <svg><text>Q</text></svg> on.</p><figure>{svg}\
             <figcaption>One</figcaption></figure><p><ruby>漢<rt>かん</rt>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby></p>\
             <p>Of <m:math><m:mfrac><m:mi>a</m:mi><m:mi>b</m:mi></m:mfrac></m:math>.</p></body></html>"
        );
        let members =
            [("META-INF/container.xml", CONTAINER), ("O/p.opf", &opf(&["c1.xhtml"], "")), ("O/c1.xhtml", &chapter)];
        let document = parse(Kind::Epub, &packed(&members), "a.epub");
        assert_eq!(
            blocks(&document),
            ["Text goes Q on.", "A chart", "34 ships", "Caption One", "漢(かん)字(じ)", "Of a/b."]
        );
    }

    #[test]
    fn a_start_is_the_first_chapters() {
        let chapter = format!("<html><body><p>{}</p></body></html>", "Some words of it. ".repeat(500));
        let names: Vec<String> = (0..20).map(|number| format!("c{number}.xhtml")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let paths: Vec<String> = names.iter().map(|name| format!("O/{name}")).collect();
        let package = opf(&names, "");
        let mut members = vec![("META-INF/container.xml", CONTAINER), ("O/p.opf", package.as_str())];
        members.extend(paths.iter().map(|path| (path.as_str(), chapter.as_str())));
        let book = packed(&members);
        let whole = parse(Kind::Epub, &book, "a.epub");
        let start = parse_start(Kind::Epub, &book, "a.epub", 20_000);
        assert_eq!((whole.blocks().len(), start.blocks().len()), (20, 3));
        assert!(whole.text().starts_with(start.text()));
    }
}
