//! Sources that are no plain files: books, PDFs and mail.

use std::fmt::Write as _;
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

/// A PDF of these pages, each given as its lines, with more in its trailer.
fn pdf(pages: &[&[&str]], trailer: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (page, lines) in pages.iter().enumerate() {
        let shown: String = lines.iter().map(|line| format!("({line}) Tj 0 -13 Td ")).collect();
        let content = format!("BT /F1 11 Tf 72 740 Td {shown}ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let info = objects.len() + 1;
    objects.push("<< /Title (A Report) /Author (Ida Lund) /CreationDate (D:20240501120000Z) >>".to_owned());
    let mut out = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let start = out.len();
    let size = objects.len() + 1;
    let _ = write!(out, "xref\n0 {size}\n{table}");
    let _ =
        write!(out, "trailer << /Size {size} /Root 1 0 R /Info {info} 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n");
    out.into_bytes()
}

/// Runs the program with the tester's own PATH.
fn with_path(bench: &Bench, arguments: &str) -> (Option<i32>, String, String) {
    let output = bench.command(arguments).env("PATH", std::env::var_os("PATH").unwrap()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_pdf_is_read_page_by_page() {
    let bench = Bench::new();
    let pages: [&[&str]; 4] = [
        &[
            "THE REPORT",
            "",
            "According to the survey, 34 percent of the fleet was lost in the win-",
            "ter, and nobody knew why. It was bound to hap-",
        ],
        &["THE REPORT", "2", "", "pen, and it may happen again."],
        &["THE REPORT", "3", "", "You should prepare."],
        &["THE REPORT", "4", "", "Nobody will."],
    ];
    bench.file("report.pdf", pdf(&pages, ""));
    let (status, out, err) = with_path(&bench, "show report.pdf --format json");
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let split: serde_json::Value = serde_json::from_str(&out).unwrap();
    let text = split["text"].as_str().unwrap();
    assert!(text.contains("lost in the winter, and nobody knew why. It was bound to happen, and"), "{text}");
    assert!(!text.contains("REPORT") && !text.contains('2'), "{text}");
    assert_eq!(split["document"]["title"], "A Report");
    let found: Vec<_> = split["sentences"].as_array().unwrap().iter().map(|sentence| &sentence["page"]).collect();
    assert_eq!(found, [1, 1, 3, 4]);
    let (status, _, err) = with_path(&bench, "annotate report.pdf --quote 'You should prepare.' --note why");
    assert_eq!((status, err.as_str()), (Some(0), ""));
    let (_, notes, _) = with_path(&bench, "export report.pdf");
    assert!(notes.contains("Ida Lund") && notes.contains("2024-05-01") && notes.contains("**Page:** 3"), "{notes}");
    let (_, notes, _) = with_path(&bench, "export report.pdf --format json");
    let notes: serde_json::Value = serde_json::from_str(&notes).unwrap();
    assert_eq!(notes["annotations"][0]["page"], 3);
    // The store keeps the text of the pages, which needs no program to be read again.
    std::fs::remove_file(bench.folder().join("report.pdf")).unwrap();
    assert!(bench.ok("export --all").contains("**Page:** 3"));
}

#[test]
fn a_pdf_that_cannot_be_read_says_what_to_do() {
    let bench = Bench::new();
    let locked = "/Encrypt << /Filter /Standard /V 1 /R 2 /O (01234567890123456789012345678901) \
                  /U (01234567890123456789012345678901) /P -4 >> /ID [(a) (b)]";
    bench.file("scan.pdf", pdf(&[&[], &[]], "")).file("locked.pdf", pdf(&[&["secret"]], locked));
    bench.file("broken.pdf", "%PDF-1.7\nnothing").file("sound.pdf", pdf(&[&["Words."]], ""));
    for (file, words) in [("scan", "ocrmypdf"), ("locked", "qpdf"), ("broken", "broken or cut off")] {
        let (status, out, err) = with_path(&bench, &format!("show {file}.pdf"));
        assert_eq!((status, out.as_str(), err.lines().count()), (Some(1), "", 1), "{file}: {err}");
        assert!(err.contains(words) && err.contains(&format!("{file}.pdf: ")), "{err}");
    }
    let output = bench.command("show sound.pdf").env("PATH", bench.folder()).output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(err.contains("sound.pdf: ") && err.contains("install poppler-utils") && err.lines().count() == 1, "{err}");
}

#[test]
fn a_newsletter_is_opened_by_its_content() {
    let bench = Bench::new();
    let mail = "From: Ida Lund <ida@list.example>\r\nSubject: Two winters\r\nDate: Fri, 3 May 2024 08:00:00 +0000\r\nMIME-Version: 1.0\r\n\
        Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>According to the log, 34 =\r\n% of the fleet was lost.</p><script>x</script><p>It may happen again=\r\n.</p>";
    bench.file("letter", mail).file("letter.eml", mail);
    for source in ["letter", "letter.eml"] {
        let split = bench.json(&format!("show {source} --format json"));
        assert_eq!(
            split["text"],
            "Two winters\n\nAccording to the log, 34 % of the fleet was lost.\n\nIt may happen again."
        );
        assert_eq!(split["document"]["title"], "Two winters");
    }
    let piped = bench.run_with("show - --pane whole", mail.as_bytes());
    assert!(piped.status == 0 && piped.out.contains("34 % of the fleet"), "{}", piped.err);
}

#[test]
fn a_reader_of_pdf_that_cannot_be_run_is_named() {
    let bench = Bench::new();
    bench.file("pdftotext", "").file("paper.pdf", "%PDF-1.4\n");
    let output = bench.command("show paper.pdf").env("PATH", bench.folder()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "postil: paper.pdf: this is a PDF, and pdftotext, which reads it, cannot be run (permission denied); check how \
         poppler is installed\n"
    );
}
