//! Comma-separated values (RFC 4180) that no spreadsheet runs, and annotations as such a table.

use csv::{Terminator, Writer, WriterBuilder};

use super::annotations_json::Entry;
use crate::notes::assessment::{Evidence, Outcome, Verdict};
use crate::notes::colour::Legend;
use crate::text::clean::clean;

/// A table that is being written.
#[derive(Debug)]
pub struct Table {
    rows: Writer<Vec<u8>>,
    raw: bool,
}

impl Table {
    /// A table whose first row is `names`. Unless it is to be `raw`, a cell that a spreadsheet would take for a
    /// formula gets an apostrophe in front.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>, raw: bool) -> Self {
        let rows = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
        let mut table = Self { rows, raw };
        table.row(names);
        table
    }

    /// Adds a row.
    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let raw = self.raw;
        // Writing into memory cannot fail, and the rows need not be of one length.
        let _ = self.rows.write_record(cells.into_iter().map(|cell| harmless(cell, raw)));
    }

    /// All of it.
    pub fn text(self) -> String {
        String::from_utf8(self.rows.into_inner().unwrap_or_default()).unwrap_or_default()
    }
}

/// A cell's words: cleaned, and no formula.
fn harmless(words: &str, raw: bool) -> String {
    let cleaned = clean(words);
    if !raw && is_formula(&cleaned) { format!("'{cleaned}") } else { cleaned.into_owned() }
}

/// Whether a spreadsheet may take a cell for a formula. Numbers are none, so that they stay numbers; the wide
/// forms of the signs count in East Asian settings, and a line end hides the sign that comes after it.
fn is_formula(words: &str) -> bool {
    let opens = words.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let digits = words.trim_start_matches(['+', '-']);
    let number = words.len() - digits.len() <= 1
        && digits.split('.').count() <= 2
        && digits.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    opens && !number
}

/// The columns of [`annotations`]: the fields of the JSON export, those of documents and forecasts among them.
pub const COLUMNS: [&str; 28] = [
    "id",
    "document",
    "title",
    "uri",
    "motivation",
    "quote",
    "prefix",
    "suffix",
    "start",
    "end",
    "status",
    "note",
    "tags",
    "colour",
    "meaning",
    "verdict",
    "evidence",
    "wording",
    "to_check",
    "probability",
    "due",
    "outcome",
    "criterion",
    "pane",
    "bookmark",
    "created",
    "modified",
    "page",
];

/// What every export of this kind begins with.
pub const OPENING: &str = "id,document,title,uri,motivation,quote,";

/// Annotations as a table, in the order they are given. Tags stand in one cell, parted by `; `, pieces of
/// evidence each on a line of theirs, as `for:…` or `against:…`.
pub fn annotations<'a>(entries: impl IntoIterator<Item = Entry<'a>>, legend: &Legend, raw: bool) -> String {
    let mut table = Table::new(COLUMNS, raw);
    for Entry { annotation, title, uri, status, place, page } in entries {
        let body = &annotation.body;
        let forecast = body.forecast.as_ref();
        let place = |end: fn((usize, usize)) -> usize| place.map(|at| end(at).to_string()).unwrap_or_default();
        let words = |words: &Option<String>| words.clone().unwrap_or_default();
        let evidence = |one: &Evidence| format!("{}:{}", one.stance.name(), one.text);
        let cells: [String; 28] = [
            annotation.id.to_string(),
            annotation.document.to_string(),
            title.to_owned(),
            uri.unwrap_or_default().to_owned(),
            body.motivation().name().to_owned(),
            annotation.selector.exact.clone(),
            annotation.selector.prefix.clone(),
            annotation.selector.suffix.clone(),
            place(|(start, _)| start),
            place(|(_, end)| end),
            status.to_owned(),
            words(&body.note),
            body.tags.join("; "),
            body.highlight.map(|colour| legend.name(colour)).unwrap_or_default().to_owned(),
            body.highlight.map(|colour| legend.meaning(colour)).unwrap_or_default().to_owned(),
            body.verdict.map_or("", Verdict::words).to_owned(),
            body.evidence.iter().map(evidence).collect::<Vec<_>>().join("\n"),
            words(&body.wording),
            body.to_check.to_string(),
            forecast.and_then(|one| one.probability).map(|share| share.to_string()).unwrap_or_default(),
            forecast.and_then(|one| one.due).map(|due| due.to_string()).unwrap_or_default(),
            forecast.and_then(|one| one.outcome).map_or("", Outcome::name).to_owned(),
            forecast.and_then(|one| one.criterion.clone()).unwrap_or_default(),
            body.pane.map_or("", |pane| pane.name()).to_owned(),
            body.bookmark.to_string(),
            annotation.created.to_string(),
            annotation.modified.to_string(),
            page.map(|page| page.to_string()).unwrap_or_default(),
        ];
        table.row(cells.iter().map(String::as_str));
    }
    table.text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::identity::DocumentId;
    use crate::notes::annotation::{Annotation, AnnotationId, Body};
    use crate::notes::selector::Selector;
    use crate::text::span::Span;
    use jiff::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn formulas_are_defused_and_quotes_doubled() {
        let mut table = Table::new(["a", "b"], false);
        table.row(["=1+1", "-0.5", "a \"b\", c", "@x", "x\ny", "-inf", "--1", "＝1", "+1e5"]);
        assert_eq!(table.text(), "a,b\r\n'=1+1,-0.5,\"a \"\"b\"\", c\",'@x,\"x\ny\",'-inf,'--1,'＝1,'+1e5\r\n");
        // What cleaning takes away does not hide the sign behind it.
        let mut hidden = Table::new(["a"], false);
        hidden.row(["\u{feff}@SUM(1)", "\0=1"]);
        assert_eq!(hidden.text(), "a\r\n'@SUM(1),'=1\r\n");
        let mut raw = Table::new(["a"], true);
        raw.row(["=1+1"]);
        assert_eq!(raw.text(), "a\r\n=1+1\r\n");
    }

    #[test]
    fn a_table_opens_as_targets_know_it() {
        assert!(annotations([], &Legend::default(), false).starts_with(OPENING));
    }

    #[test]
    fn the_page_of_a_passage_stands_last() {
        let words = String::new;
        let selector =
            Selector { exact: words(), prefix: words(), suffix: words(), span: Span::default(), edition: None };
        let (id, document) = (AnnotationId(Uuid::from_u128(1)), DocumentId(Uuid::from_u128(2)));
        let (created, modified) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        let annotation =
            Annotation { id, document, selector, accepted: None, body: Body::default(), created, modified };
        let entry = |page| Entry { annotation: &annotation, title: "t", uri: None, status: "exact", place: None, page };
        let table = annotations([entry(Some(12)), entry(None)], &Legend::default(), false);
        let last: Vec<_> = table.lines().filter_map(|line| line.rsplit(',').next()).collect();
        assert_eq!(last, ["page", "12", ""]);
    }

    proptest! {
        #[test]
        fn any_cells_read_back_and_none_is_a_formula(cells in prop::collection::vec("(=|\\+|@|\t|\r|-)?\\PC{0,12}[\",\n]?", 1..6)) {
            let mut table = Table::new(["names"], false);
            table.row(cells.iter().map(String::as_str));
            let text = table.text();
            let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
            let row = reader.records().next().unwrap().unwrap();
            prop_assert_eq!(row.len(), cells.len());
            for (written, cell) in row.iter().zip(&cells) {
                prop_assert_eq!(written.strip_prefix('\'').filter(|_| is_formula(&clean(cell))).unwrap_or(written), clean(cell));
                prop_assert!(!is_formula(written), "{written:?}");
            }
        }
    }
}
