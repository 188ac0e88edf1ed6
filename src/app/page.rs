//! Text to read that lies over the article: why a sentence stands where it does, and the help.

use super::geometry::Area;
use crate::layout::measure;
use crate::text::wrap;

/// Cells of the column of keys at most; longer keys stand on rows of their own.
const KEYS: u16 = 14;

/// Cells that its words fill at most.
const WIDEST: u16 = 78;

/// Text to read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The title on its frame.
    pub title: String,
    /// Its paragraphs; those of the help are pairs of keys and sentence.
    pub lines: Vec<PageLine>,
    /// The first line that shows.
    pub top: usize,
}

/// One line of a page, which may take several rows.
#[derive(Clone, Debug, PartialEq)]
pub enum PageLine {
    /// A heading.
    Heading(String),
    /// Keys and what they do.
    Keys(String, String),
    /// A sentence.
    Text(String),
    /// Words of the article.
    Quote(String),
}

/// One row of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRow {
    /// The line it belongs to: its index.
    pub line: usize,
    /// What stands at its left: keys, or a mark.
    pub left: String,
    /// The cell at which its words begin.
    pub indent: u16,
    /// Its words.
    pub words: String,
}

impl Page {
    /// A page at its start.
    pub fn new(title: impl Into<String>, lines: Vec<PageLine>) -> Self {
        Self { title: title.into(), lines, top: 0 }
    }

    /// Cells that its words fill in an area, in the frame that is drawn there.
    pub fn width(area: Area) -> u16 {
        area.width.saturating_sub(4).min(WIDEST)
    }

    /// Its rows in so many cells.
    pub fn rows(&self, width: u16) -> Vec<PageRow> {
        let keys =
            self.lines.iter().map(|line| if let PageLine::Keys(keys, _) = line { measure::columns(keys) } else { 0 });
        let keys = keys.filter(|cells| *cells <= KEYS).max().unwrap_or_default().min(width / 3);
        self.lines.iter().enumerate().flat_map(|(nth, line)| rows(nth, line, width, keys)).collect()
    }

    /// The first of `rows` to show where so many fit: the last screen is filled.
    pub fn first(&self, rows: &[PageRow], height: u16) -> usize {
        let first = rows.iter().position(|row| row.line >= self.top).unwrap_or(rows.len());
        first.min(rows.len().saturating_sub(height.into()))
    }

    /// Scrolls by so many lines in the frame that is drawn in `area`, as far as there is something to see.
    pub fn scroll(&mut self, by: isize, area: Area) {
        let rows = self.rows(Self::width(area));
        let last = rows.len().saturating_sub(area.inner_of_popup().height.into());
        // A line whose first rows would be cut off there is not shown from its start any more.
        let at = |row: usize| rows.get(row).map_or(0, |row| row.line);
        let last = at(last) + usize::from(last > 0 && at(last) == at(last - 1));
        self.top = self.top.min(last).saturating_add_signed(by).min(last);
    }
}

fn rows(line: usize, content: &PageLine, width: u16, keys: u16) -> Vec<PageRow> {
    let (left, indent, text) = match content {
        PageLine::Heading(text) => ("", 0, text),
        PageLine::Keys(keys_text, text) => (keys_text.as_str(), keys + 2, text),
        PageLine::Text(text) => ("·", 2, text),
        PageLine::Quote(text) => ("▎", 2, text),
    };
    let blank = || PageRow { line, ..PageRow::default() };
    let mut rows = Vec::new();
    if matches!(content, PageLine::Heading(_)) && line > 0 {
        rows.push(blank());
    }
    // Keys that are wider than their column stand on rows of their own.
    let wide = measure::columns(left) > keys && matches!(content, PageLine::Keys(..));
    if wide {
        rows.push(PageRow { left: left.to_owned(), ..blank() });
    }
    for (nth, span) in wrap::lines(text, width.saturating_sub(indent)).into_iter().enumerate() {
        let bar = matches!(content, PageLine::Quote(_));
        let left = if (nth == 0 && !wide) || bar { left } else { "" };
        rows.push(PageRow { line, left: left.to_owned(), indent, words: span.of(text).trim_end().to_owned() });
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_is_without_effect_after_the_end_was_reached() {
        let words = "words that take more than a row of it ".repeat(3);
        let line = |nth: usize| match nth % 5 {
            0 => PageLine::Heading("A heading".to_owned()),
            1 => PageLine::Text(words.clone()),
            _ => PageLine::Keys("k".to_owned(), "does it".to_owned()),
        };
        for (width, height) in [(80, 24), (40, 10), (11, 4), (30, 7), (200, 200)] {
            let area = Area { x: 0, y: 1, width, height };
            let mut page = Page::new("Help", (0..60).map(line).collect());
            let rows = page.rows(Page::width(area));
            let shown = area.inner_of_popup().height;
            page.scroll(isize::MAX, area);
            page.scroll(100, area);
            let end = page.first(&rows, shown);
            assert_eq!(end, rows.len().saturating_sub(shown.into()), "the end shows at {width} by {height}");
            page.scroll(-1, area);
            assert!(end == 0 || page.first(&rows, shown) < end, "one up from the end at {width} by {height}");
            page.scroll(isize::MIN, area);
            assert_eq!(page.first(&rows, shown), 0);
        }
    }
}
