//! The split as Markdown: the three panes one after the other, or the whole article.

use std::fmt::Write as _;

use super::escape;
use super::rows::{Part, Piece, Row, all_parts, joined, line, parts, rows, title};
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::identity::Origin;
use crate::article::pane::Pane;
use crate::reading::reading::Reading;
use crate::text::clean::clean_line;

/// The title and the panes that are asked for, in their order.
pub fn panes(reading: &Reading, origin: &Origin, panes: &[Pane]) -> String {
    let rows = rows(reading);
    let document = reading.document();
    let mut out = head(document, origin, document.metadata().url.as_ref());
    for pane in panes {
        let _ = write!(out, "\n## {}\n", pane.title());
        match pane {
            Pane::Claims => {
                for row in &rows {
                    if let Some(number) = row.number {
                        out.push('\n');
                        out.push_str(&claim(row, number));
                    }
                }
            }
            Pane::Analysis | Pane::Take => out.push_str(&prose(reading, &rows, *pane)),
        }
    }
    out
}

/// The title, who wrote it, and the address where it stands.
pub fn head(document: &Document, origin: &Origin, address: Option<&String>) -> String {
    let mut out = format!("# {}\n", escape::words(&title(document, origin)));
    let by: Vec<String> = byline(document).into_iter().map(escape::words).collect();
    if !by.is_empty() {
        let _ = write!(out, "\n{}\n", by.join(" · "));
    }
    if let Some(address) = address {
        let _ = write!(out, "\n{}\n", escape::address(&clean_line(address)));
    }
    out
}

/// Who wrote an article, where and when it was published, as far as it says so.
pub fn byline(document: &Document) -> Vec<&str> {
    let metadata = document.metadata();
    [metadata.author.as_deref(), metadata.site.as_deref(), metadata.day()].into_iter().flatten().collect()
}

/// A claim: its number, who says it, what it is, and its words as a quotation.
pub fn claim(row: &Row<'_>, number: usize) -> String {
    format!("{}\n\n{}", claim_head(row, number), escape::quotation(row.words))
}

/// The line above a claim's words, without its line end.
pub fn claim_head(row: &Row<'_>, number: usize) -> String {
    let kind = row.kind.name();
    match &row.source {
        Some(source) => format!("**{number}** · {kind} · {}", escape::words(source)),
        None => format!("**{number}** · {kind}"),
    }
}

/// The blocks of one pane, each after a blank line; headings stand below the pane's own.
pub fn prose(reading: &Reading, rows: &[Row<'_>], pane: Pane) -> String {
    let mut out = String::new();
    blocks(&mut out, reading, &parts(reading, rows, pane), 1);
    out
}

/// The whole article in its order, every block once.
pub fn whole(reading: &Reading, origin: &Origin) -> String {
    let document = reading.document();
    let mut out = head(document, origin, document.metadata().url.as_ref());
    blocks(&mut out, reading, &all_parts(document, &rows(reading)), 0);
    out
}

/// Blocks with a blank line before each, but not between the items of a list.
fn blocks(out: &mut String, reading: &Reading, parts: &[Part<'_>], deeper: u8) {
    let mut after_item = false;
    for part in parts {
        let item = matches!(part.kind, BlockKind::ListItem { .. });
        if !(item && after_item) {
            out.push('\n');
        }
        out.push_str(&block(reading.document(), part, deeper));
        after_item = item;
    }
}

/// One block with its line end; headings stand `deeper` than in the article, and never as high as
/// the title.
fn block(document: &Document, part: &Part<'_>, deeper: u8) -> String {
    let text = document.block_text(part.block);
    let words = joined(part.pieces(), |row| escape::words(row.words));
    match part.kind {
        BlockKind::Heading { level } => {
            format!("{} {}\n", "#".repeat(usize::from(level.clamp(2, 5) + deeper)), escape::words(text))
        }
        BlockKind::ListItem { depth, ordinal } => {
            let mark = ordinal.map_or_else(|| "-".to_owned(), |number| format!("{number}."));
            // Four columns nest under any mark up to two digits, and under a bullet.
            format!("{}{mark} {words}\n", "    ".repeat(usize::from(depth.clamp(1, 8)) - 1))
        }
        BlockKind::Quotation { depth } => {
            format!("{}{words}\n", "> ".repeat(usize::from(depth.clamp(1, 8))))
        }
        BlockKind::Code => escape::code(&lines(document, part)),
        BlockKind::Table => table(&lines(document, part)),
        BlockKind::Rule => "---\n".to_owned(),
        BlockKind::Boilerplate => escape::words(text) + "\n",
        BlockKind::Paragraph | BlockKind::Caption | BlockKind::Footnote => words + "\n",
    }
}

/// The lines of preformatted text, as they are; blank ones between two that are shown stay.
fn lines(document: &Document, part: &Part<'_>) -> String {
    let mut out = String::new();
    for piece in part.pieces() {
        if let Piece::Sentence(row) = piece {
            let (blank, line) = line(document, row);
            let above = if out.is_empty() { 0 } else { blank + 1 };
            out.extend(std::iter::repeat_n('\n', above));
            out.push_str(line);
        }
    }
    out
}

/// A table of rows whose cells are parted by tabs; the first row is its head.
fn table(text: &str) -> String {
    let mut out = String::new();
    for (nth, row) in text.lines().filter(|row| !row.is_empty()).enumerate() {
        let cells: Vec<String> = row.split('\t').map(escape::words).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
        if nth == 0 {
            let _ = writeln!(out, "|{}", " --- |".repeat(cells.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::parse::{Kind, parse};

    #[test]
    fn code_and_tables_keep_their_shape() {
        let text = "Words.\n\n```\nfn a() {\n    b();\n\n    c();\n}\n```\n\n| a | b |\n|---|---|\n|  | 2 |\n";
        let document = Arc::new(parse(Kind::Markdown, text.as_bytes(), "a.md"));
        let out = whole(&Reading::of(document), &Origin::default());
        assert!(out.contains("```\nfn a() {\n    b();\n\n    c();\n}\n```\n"), "{out}");
        assert!(out.contains("| a | b |\n| --- | --- |\n|  | 2 |\n"), "{out}");
    }
}
