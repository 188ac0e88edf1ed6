//! Sources that are no plain files: books.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::bench::Bench;

/// A book of these chapters (file name, title, body), deflated.
fn epub(chapters: &[(&str, &str, &str)]) -> Vec<u8> {
    let each = |of: fn(&(&str, &str, &str)) -> String| chapters.iter().map(of).collect::<String>();
    let items = each(|(name, ..)| format!("<item id='{name}' href='{name}' media-type='application/xhtml+xml'/>"));
    let spine = each(|(name, ..)| format!("<itemref idref='{name}'/>"));
    let toc = each(|(name, title, _)| format!("<li><a href='{name}'>{title}</a></li>"));
    let opf = format!(
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0' unique-identifier='u'>\
         <metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Two Winters</dc:title><dc:creator>Ida Lund</dc:creator>\
         <dc:language>en</dc:language><dc:identifier id='u'>urn:isbn:9780000000002</dc:identifier></metadata>\
         <manifest><item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>{items}</manifest>\
         <spine>{spine}</spine></package>"
    );
    let nav = format!(
        "<html xmlns:epub='http://www.idpf.org/2007/ops'><body><nav epub:type='toc'><ol>{toc}</ol></nav></body></html>"
    );
    let container = "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles>\
        <rootfile full-path='book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    let mut members = vec![
        ("mimetype".to_owned(), "application/epub+zip".to_owned()),
        ("META-INF/container.xml".to_owned(), container.to_owned()),
        ("book.opf".to_owned(), opf),
        ("nav.xhtml".to_owned(), nav),
    ];
    members.extend(chapters.iter().map(|(name, _, body)| {
        ((*name).to_owned(), format!("<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"))
    }));
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let method = if name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_book_opens_with_its_chapters_as_sections() {
    let bench = Bench::new();
    let book = epub(&[
        (
            "c1.xhtml",
            "The First Winter",
            "<h1>The First Winter</h1><p>According to the log, 34 % of the fleet was lost.</p>",
        ),
        ("c2.xhtml", "The Second", "<p>It may well happen again.</p>"),
    ]);
    bench.file("winters.epub", &book).file("renamed", &book);
    let split = bench.json("show winters.epub --format json");
    let sections: Vec<_> = split["sections"].as_array().unwrap().iter().map(|section| &section["title"]).collect();
    assert_eq!(sections, ["The First Winter", "The Second"]);
    assert_eq!((&split["document"]["title"], &split["document"]["language"]), (&"Two Winters".into(), &"en".into()));
    assert_eq!(split["sentences"][1]["section"], "The Second");
    let id = bench.ok("annotate winters.epub --quote 'may well happen' --note why");
    let notes = bench.ok("notes --format json");
    assert!(notes.contains(id.trim()) && notes.contains("Two Winters"), "{notes}");
    // A book is known by its content, and the store has kept it.
    assert!(bench.ok("export renamed").contains("may well happen"));
    std::fs::remove_file(bench.folder().join("winters.epub")).unwrap();
    assert!(bench.ok("export --all").contains("why"));
    let piped = bench.run_with("show - --pane whole", &book);
    assert!(piped.status == 0 && piped.out.contains("34 % of the fleet"), "{}", piped.err);
}

#[test]
fn a_book_that_cannot_be_read_says_why() {
    let bench = Bench::new();
    let book = epub(&[("c1.xhtml", "One", "<p>Words.</p>")]);
    let mut locked = book.clone();
    // The bit that says a member is encrypted, in each of its two headers.
    for at in 0..locked.len() - 10 {
        match &locked[at..at + 4] {
            b"PK\x01\x02" => locked[at + 8] |= 1,
            b"PK\x03\x04" => locked[at + 6] |= 1,
            _ => {}
        }
    }
    bench.file("cut.epub", &book[..book.len() / 2]).file("locked.epub", locked).file("empty.epub", "");
    bench.fails("show cut.epub", 1, &["cut.epub: ", "broken or cut off"]);
    bench.fails("show locked.epub", 1, &["locked.epub: ", "encrypted"]);
    bench.fails("add empty.epub", 1, &["empty.epub: ", "broken or cut off"]);
    assert!(!bench.store().exists());
}
