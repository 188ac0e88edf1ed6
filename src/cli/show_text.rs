//! The split as plain text, wrapped.

use std::borrow::Cow;
use std::fmt::Write as _;

use textwrap::{Options, WordSplitter, WrapAlgorithm};

use super::output::Style;
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::identity::Origin;
use crate::article::pane::Pane;
use crate::export::rows::{Part, Piece, Row, all_parts, joined, line, parts, rows, title};
use crate::export::split_markdown::byline;
use crate::reading::reading::Reading;
use crate::text::width::{floor, width};

/// The title and the panes that are asked for, one after the other.
pub(super) fn panes(reading: &Reading, origin: &Origin, panes: &[Pane], width: usize, style: Style) -> String {
    let mut page = Page { text: String::new(), width, style };
    let rows = rows(reading);
    page.head(reading.document(), origin);
    for pane in panes {
        let count = rows.iter().filter(|row| row.pane == *pane).count();
        page.text.push('\n');
        page.heading(&format!("{} · {count}", pane.title()));
        if *pane == Pane::Claims {
            for row in &rows {
                if let Some(number) = row.number {
                    page.text.push('\n');
                    page.claim(row, number);
                }
            }
        } else {
            page.parts(reading, &parts(reading, &rows, *pane));
        }
    }
    page.text
}

/// The whole article in its order; a letter and the number of a claim stand where a pane begins.
pub(super) fn whole(reading: &Reading, origin: &Origin, width: usize, style: Style) -> String {
    let mut page = Page { text: String::new(), width, style };
    let document = reading.document();
    page.head(document, origin);
    page.parts(reading, &all_parts(document, &rows(reading)));
    page.text
}

/// Text that is being set.
struct Page {
    text: String,
    width: usize,
    style: Style,
}

impl Page {
    /// The title, who wrote it, and the address where it stands.
    fn head(&mut self, document: &Document, origin: &Origin) {
        self.heading(&title(document, origin));
        let by = byline(document).join(" · ");
        for words in
            [Some(&by), document.metadata().url.as_ref()].into_iter().flatten().filter(|words| !words.is_empty())
        {
            for line in wrapped(words, self.width, "", "") {
                self.text.push_str(&self.style.faint(&line));
                self.text.push('\n');
            }
        }
    }

    /// Words on lines of their own, set apart.
    fn heading(&mut self, words: &str) {
        for line in wrapped(words, self.width, "", "") {
            self.text.push_str(&self.style.strong(&line));
            self.text.push('\n');
        }
    }

    /// Words wrapped, with `first` before the first line and `rest` before the others.
    fn paragraph(&mut self, words: &str, first: &str, rest: &str) {
        for line in wrapped(words, self.width, first, rest) {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// A claim: number, mark, kind and source, and below them its words.
    fn claim(&mut self, row: &Row<'_>, number: usize) {
        let mut head = format!("{number:3} {} {}", row.kind.mark(), row.kind.name());
        if let Some(source) = &row.source {
            let _ = write!(head, " · {source}");
        }
        for line in wrapped(&head, self.width, "", "    ") {
            self.text.push_str(&self.style.faint(&line));
            self.text.push('\n');
        }
        let margin = if self.width > 12 { "    " } else { "" };
        for line in row.words.split('\n') {
            self.paragraph(line, margin, margin);
        }
    }

    /// Blocks in order, with a blank line between them but not between list items.
    fn parts(&mut self, reading: &Reading, parts: &[Part<'_>]) {
        let mut after_item = false;
        for part in parts {
            let item = matches!(part.kind, BlockKind::ListItem { .. });
            if !(item && after_item) {
                self.text.push('\n');
            }
            self.part(reading.document(), part);
            after_item = item;
        }
    }

    /// Code, as it is indented and parted.
    fn code(&mut self, document: &Document, part: &Part<'_>) {
        for (nth, piece) in part.pieces().enumerate() {
            let (blank, line) = match piece {
                Piece::Sentence(row) => line(document, row),
                Piece::Chip(number) => {
                    let _ = writeln!(self.text, "    ‹{number}›");
                    continue;
                }
            };
            (0..if nth > 0 { blank } else { 0 }).for_each(|_| self.text.push('\n'));
            let _ = writeln!(self.text, "    {line}");
        }
    }

    /// A table, its columns side by side where they fit the width.
    fn table(&mut self, document: &Document, part: &Part<'_>) {
        let cells = |row: &Row<'_>| line(document, row).1.split('\t').map(width).collect::<Vec<_>>();
        let mut columns: Vec<usize> = Vec::new();
        for row in part.rows {
            let cells = cells(row);
            columns.resize(columns.len().max(cells.len()), 0);
            columns.iter_mut().zip(cells).for_each(|(column, cells)| *column = cells.max(*column));
        }
        let fits = 4 + columns.iter().map(|column| column + 2).sum::<usize>() <= self.width + 2;
        for piece in part.pieces() {
            let row = match piece {
                Piece::Sentence(row) => row,
                Piece::Chip(number) => {
                    let _ = writeln!(self.text, "    ‹{number}›");
                    continue;
                }
            };
            let mut out = String::new();
            for (cell, column) in line(document, row).1.split('\t').zip(&columns) {
                out.push_str(cell);
                let gap = if fits { column + 2 - width(cell) } else { 2 };
                out.extend(std::iter::repeat_n(' ', gap));
            }
            let _ = writeln!(self.text, "    {}", out.trim_end());
        }
    }

    fn part(&mut self, document: &Document, part: &Part<'_>) {
        let text = document.block_text(part.block);
        let words = joined(part.pieces(), |row| row.words.to_owned());
        match part.kind {
            BlockKind::Heading { .. } => self.heading(&format!("¶ {text}")),
            BlockKind::ListItem { depth, ordinal } => {
                let mark = ordinal.map_or_else(|| "•".to_owned(), |number| format!("{number}."));
                let indent = "  ".repeat(usize::from(depth.min(8)));
                let rest = format!("{indent}{}", " ".repeat(mark.chars().count() + 1));
                self.paragraph(&words, &format!("{indent}{mark} "), &rest);
            }
            BlockKind::Quotation { depth } => {
                let bar = "│ ".repeat(usize::from(depth.min(8)));
                self.paragraph(&words, &bar, &bar);
            }
            BlockKind::Code => self.code(document, part),
            BlockKind::Table => self.table(document, part),
            BlockKind::Rule => self.text.push_str("* * *\n"),
            BlockKind::Boilerplate => {
                for line in wrapped(text, self.width, "", "") {
                    self.text.push_str(&self.style.faint(&line));
                    self.text.push('\n');
                }
            }
            BlockKind::Paragraph | BlockKind::Caption | BlockKind::Footnote => self.paragraph(&words, "", ""),
        }
    }
}

/// Bytes of a paragraph that are wrapped in one go: every word takes memory while it is.
const AT_ONCE: usize = 64 << 10;

/// `words` at `width` columns. Margins that would leave no room are left out.
fn wrapped(words: &str, width: usize, first: &str, rest: &str) -> Vec<String> {
    wrapped_by(words, width, [first, rest], AT_ONCE)
}

/// [`wrapped`], about `at_once` bytes after the other, each with the last line of those before.
fn wrapped_by(words: &str, width: usize, margins: [&str; 2], at_once: usize) -> Vec<String> {
    let [first, rest] = if width > margins[0].chars().count() + 8 { margins } else { ["", ""] };
    let options = |first| {
        Options::new(width)
            .initial_indent(first)
            .subsequent_indent(rest)
            .word_splitter(WordSplitter::NoHyphenation)
            .wrap_algorithm(WrapAlgorithm::FirstFit)
    };
    let mut lines: Vec<String> = Vec::new();
    let mut left = words;
    while !left.is_empty() || lines.is_empty() {
        let end = left.get(at_once..).and_then(|_| left.get(..floor(left, at_once))?.rfind(' ')).filter(|at| *at > 0);
        let (part, after) = left.split_at(end.unwrap_or(left.len()));
        // The last line may have had room for more.
        let open = lines.pop().unwrap_or_default();
        let margin = if lines.is_empty() { first } else { rest };
        let open = open.strip_prefix(margin).unwrap_or_default();
        let part = format!("{open}{part}");
        lines.extend(textwrap::wrap(&part, options(margin)).into_iter().map(Cow::into_owned));
        left = after;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_are_wrapped_in_parts_as_at_once(
            words in "[a-zé]{1,12}( [a-zé]{1,12}){0,60}",
            width in 1usize..40,
            margins in prop_oneof![Just(["", ""]), Just(["1. ", "   "]), Just(["  ", "  "])],
            at_once in 1usize..90,
        ) {
            let whole = wrapped_by(&words, width, margins, usize::MAX);
            prop_assert_eq!(wrapped_by(&words, width, margins, at_once), whole);
        }
    }
}
