//! What must hold whatever bytes come in: one function for each way in from outside, each of which panics where a
//! promise is broken. The seeded loop in `tests/fuzz.rs` and the targets for cargo-fuzz in `tests/fuzz` share them.

use std::sync::Arc;

use jiff::tz::TimeZone;
use postil::article::document::Document;
use postil::article::pane::Pane;
use postil::article::parse::{Kind, parse, parse_in_windows, parse_start};
use postil::config::file::Config;
use postil::export::blocks::{Blocks, List, Within, merge};
use postil::export::csv::Table;
use postil::import::format::{Format, read};
use postil::ingest::address::Address;
use postil::ingest::proxy::Proxies;
use postil::layout::layout::{Layout, Options, Scope};
use postil::layout::row::Top;
use postil::notes::anchor::locate::locate;
use postil::reading::reading::Reading;
use postil::text::clean::is_harmful;
use postil::text::width::width;

/// A target's name and what it checks.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: &[Target] = &[
    ("plain_text", plain_text),
    ("markdown", markdown),
    ("html", html),
    ("epub", epub),
    ("pages", pages),
    ("mail", mail),
    ("org", org),
    ("rst", rst),
    ("windows", windows),
    ("layout", layout),
    ("selectors", selectors),
    ("import", import),
    ("config", config),
    ("proxies", proxies),
    ("note_file", note_file),
    ("table", table),
];

/// Bytes as plain text, in whatever encoding.
pub fn plain_text(bytes: &[u8]) {
    article(Kind::PlainText, bytes);
}

/// Bytes as Markdown with front matter.
pub fn markdown(bytes: &[u8]) {
    article(Kind::Markdown, bytes);
}

/// Bytes as a web page.
pub fn html(bytes: &[u8]) {
    article(Kind::Html, bytes);
}

/// Bytes as the text of pages, such as a PDF's.
pub fn pages(bytes: &[u8]) {
    article(Kind::Pages, bytes);
}

/// Bytes as a mail message.
pub fn mail(bytes: &[u8]) {
    article(Kind::Mail, bytes);
}

/// Bytes as an outline in Org.
pub fn org(bytes: &[u8]) {
    article(Kind::Org, bytes);
}

/// Bytes as reStructuredText.
pub fn rst(bytes: &[u8]) {
    article(Kind::ReStructuredText, bytes);
}

/// Bytes as a book; and as each member of one that is put together well.
pub fn epub(bytes: &[u8]) {
    article(Kind::Epub, bytes);
    const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='p.opf' media-type='application/oebps-package+xml'/></rootfiles></container>";
    const PACKAGE: &[u8] = b"<package><metadata xmlns:dc='d'><dc:title>T</dc:title></metadata><manifest>\
        <item id='c' href='c.xhtml' media-type='application/xhtml+xml'/><item id='n' href='n.ncx' media-type='application/x-dtbncx+xml'/>\
        </manifest><spine toc='n'><itemref idref='c'/></spine></package>";
    const CONTENTS: &[u8] = b"<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src='c.xhtml#n'/></navPoint></navMap></ncx>";
    let sound: [(&str, &[u8]); 4] = [
        ("META-INF/container.xml", CONTAINER),
        ("p.opf", PACKAGE),
        ("n.ncx", CONTENTS),
        ("c.xhtml", b"<html><body><p id='n'>Words.</p></body></html>"),
    ];
    for broken in 0..=sound.len() {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (index, (name, content)) in
            sound.into_iter().chain([("META-INF/encryption.xml", b"".as_slice())]).enumerate()
        {
            zip.start_file(name, options).unwrap();
            std::io::Write::write_all(&mut zip, if index == broken { bytes } else { content }).unwrap();
        }
        article(Kind::Epub, zip.finish().unwrap().get_ref());
    }
}

/// A document is clean, its sentences tile their blocks, every sentence has a pane, and its start is a part of it.
fn article(kind: Kind, bytes: &[u8]) {
    let document = Arc::new(parse(kind, bytes, "input"));
    check_document(&document);
    let start = parse_start(kind, bytes, "input", 1);
    check_document(&start);
    let reading = Reading::of(Arc::clone(&document));
    let counted: usize = reading.counts().iter().sum();
    assert_eq!(counted, document.all_sentences().count(), "each sentence stands in one pane");
    for (id, _) in document.all_sentences().take(64) {
        let reasons = reading.reasons(id);
        assert!(!reasons.is_empty(), "{id:?} stands somewhere for no reason");
        assert!(reasons.iter().all(|reason| no_control(reason)), "{reasons:?}");
    }
}

fn check_document(document: &Document) {
    let text = document.text();
    assert!(!text.chars().any(|c| is_harmful(c) && c != '\n' && c != '\t'), "{text:?}");
    assert!(no_control(&document.title()), "{:?}", document.title());
    assert!(document.notices().iter().all(|notice| no_control(notice)), "{:?}", document.notices());
    let mut before = 0;
    for (index, block) in document.blocks().iter().enumerate() {
        assert!(block.span.start >= before, "blocks are in order and apart");
        before = block.span.end;
        let mut at = block.span.start;
        for sentence in document.sentences(index) {
            let between = text.get(at..sentence.start);
            assert!(between.is_some_and(|between| between.trim().is_empty()), "only blanks stand between sentences");
            assert!(text.get(sentence.start..sentence.end).is_some(), "a sentence is a slice of the text");
            at = sentence.end;
        }
        assert!(at <= block.span.end, "sentences stand in their block");
    }
}

fn no_control(text: &str) -> bool {
    !text.chars().any(is_harmful)
}

/// The first byte tells the kind and the size of a window, the rest a text that goes on for several: read a window at a
/// time it is the document that it is at once.
pub fn windows(bytes: &[u8]) {
    let Some((size, bytes)) = bytes.split_first().filter(|(_, bytes)| !bytes.is_empty()) else { return };
    let (size, kind) = (usize::from(*size), if size % 16 == 0 { Kind::PlainText } else { Kind::Markdown });
    // Of plain text so much tells how its lines are wrapped.
    let window = if kind == Kind::PlainText { (16 << 10) + 1 } else { 256 } + 8 * size;
    let long = bytes.repeat(1 + 5 * window / 2 / bytes.len());
    let stepwise = parse_in_windows(kind, &long, window, "input");
    check_document(&stepwise);
    // Read in windows, a line of Markdown that looks like a definition is one wherever it stands, in code too.
    if kind == Kind::Markdown && bytes.windows(2).any(|pair| pair == b"]:") {
        return;
    }
    let whole = parse(kind, &long, "input");
    assert_eq!(stepwise.text(), whole.text(), "{kind:?} {window}");
    assert_eq!(stepwise.blocks(), whole.blocks(), "{kind:?} {window}");
    assert_eq!((stepwise.links(), stepwise.notices()), (whole.links(), whole.notices()), "{kind:?} {window}");
}

/// The first byte is the width, the rest a Markdown article: rows stay within the width and are found again.
pub fn layout(bytes: &[u8]) {
    let Some((width, bytes)) = bytes.split_first() else { return };
    let width = u16::from(*width).max(1);
    let document = Arc::new(parse(Kind::Markdown, bytes, "input"));
    let reading = Reading::of(Arc::clone(&document));
    for scope in [Scope::Whole, Scope::Pane(Pane::Claims), Scope::Pane(Pane::Analysis), Scope::Pane(Pane::Take)] {
        let layout = Layout::new(&reading, scope, width, Options::default());
        for block in 0..document.blocks().len() {
            for stretch in 0..layout.stretches(block) {
                for (row, found) in layout.rows(block, stretch).iter().enumerate() {
                    assert!(found.width() <= width, "a row of {} in {width}", found.width());
                    check_offsets(&layout, Top { block, stretch, row });
                }
            }
        }
    }
}

/// What stands in a row is found where it stands.
fn check_offsets(layout: &Layout, top: Top) {
    let Some(row) = layout.row(top) else { panic!("the row at {top:?} is gone") };
    for (_, span, id) in row.content() {
        // What takes no room of its own, such as an accent or a vowel sign without a letter, is not pointed at.
        let first = span.of(layout.reading().document().text()).chars().next();
        let has_room = |c: char| c.is_alphanumeric() && width(c.encode_utf8(&mut [0; 4])) > 0;
        let shows = id.is_some() && first.is_some_and(has_room);
        let Some(point) = layout.point_of(span.start).filter(|_| shows) else { continue };
        assert_eq!(layout.offset_at(point), Some(span.start), "{point:?}");
    }
}

/// The first line is the old text, the second the new one, the rest selectors as JSON lines: each gets a place within
/// the text, or none.
pub fn selectors(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.splitn(3, '\n');
    let (Some(old), Some(new)) = (parts.next(), parts.next()) else { return };
    let lines = parts.next().unwrap_or_default();
    let points = new.chars().count();
    for old in [None, Some(old)] {
        let Ok(found) = locate(new, old, lines) else { continue };
        for line in found {
            let place: serde_json::Value = serde_json::from_str(&line).unwrap();
            let at = |name: &str| place.get(name).and_then(serde_json::Value::as_u64).map(|at| at as usize);
            match (at("start"), at("end")) {
                (Some(start), Some(end)) => assert!(start <= end && end <= points, "{line} in {points}"),
                found => assert_eq!(found, (None, None), "{line}"),
            }
        }
    }
}

/// Bytes as another tool's annotations: read with clean words, or refused in a sentence.
pub fn import(bytes: &[u8]) {
    let formats = [Format::W3c, Format::Hypothesis, Format::Readwise, Format::Kindle, Format::KoReader];
    for format in formats.map(Some).into_iter().chain([None]) {
        match read(bytes, format, &TimeZone::UTC) {
            Ok(annotations) => {
                for annotation in annotations {
                    let words = format!("{annotation:?}");
                    assert!(no_control(&words), "{words}");
                }
            }
            Err(error) => {
                let why = error.to_string();
                assert!(no_control(&why) && !why.is_empty(), "{why:?}");
            }
        }
    }
}

/// Bytes as a config: what is wrong is said in clean lines.
pub fn config(bytes: &[u8]) {
    let config = Config::parse(&String::from_utf8_lossy(bytes), "config.toml");
    assert!(config.faults.iter().all(|fault| no_control(fault)), "{:?}", config.faults);
}

/// Lines as what the environment says of proxies: an address is asked for by a proxy that is named, directly, or not at
/// all, and never by a proxy where no host has one.
pub fn proxies(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let lines: Vec<&str> = text.lines().collect();
    let value = |name: &str| {
        let line = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"].iter().position(|known| *known == name)?;
        lines.get(line).map(|line| (*line).to_owned())
    };
    let (named, none) =
        (Proxies::of(value), Proxies::of(|name| if name == "no_proxy" { Some("*".to_owned()) } else { value(name) }));
    let asked = ["http://a.example/", "https://[::1]:8080/x"].into_iter().chain(lines.iter().copied());
    for address in asked.filter_map(|line| Address::of(line.as_ref())?.ok()) {
        if let Ok(Some(proxy)) = named.to(&address) {
            assert!(!proxy.host().is_empty() && no_control(proxy.host()), "{proxy:?}");
        }
        assert!(matches!(none.to(&address), Ok(None)), "{address:?} is asked directly");
        assert!(no_control(&address.name()), "{address:?}");
    }
}

/// Bytes as a file that an export goes to: writing twice is writing once.
#[allow(clippy::needless_update, reason = "what else a file may have does not matter here")]
pub fn note_file(bytes: &[u8]) {
    let list = |of: &[(&str, &str)]| {
        let mut list = List::default();
        for (id, text) in of {
            list.push(id, text);
        }
        list
    };
    let blocks = Blocks {
        front_matter: "title: A\n".to_owned(),
        owners: vec!["own".to_owned()],
        blocks: list(&[("own/1", "First."), ("own/2", "Second.")]),
        ..Blocks::default()
    };
    let whole = list(&[("own/1", "First."), ("own/2", "Second."), ("own/3", "Third.")]);
    let within = Within { front_matter: "title: A\n".to_owned(), blocks: whole, only: vec!["own/2".to_owned()] };
    let part = Blocks { blocks: list(&[("own/2", "Alone.")]), within: Some(within), ..blocks.clone() };
    for blocks in [blocks, part] {
        let once = merge(bytes, blocks.clone());
        assert_eq!(merge(&once, blocks), once);
    }
}

/// Bytes as the cells of a table: no cell is one that a spreadsheet runs, and all are read back.
pub fn table(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let cells: Vec<&str> = text.split('\u{1f}').collect();
    let mut table = Table::new(cells.iter().map(|_| "name"), false);
    table.row(cells.iter().copied());
    let written = table.text();
    let mut rows = csv::ReaderBuilder::new().from_reader(written.as_bytes());
    for row in rows.records() {
        let row = row.unwrap();
        assert_eq!(row.len(), cells.len());
        let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
        assert!(!row.iter().any(runs), "{written:?}");
    }
}
