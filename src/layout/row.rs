//! What a layout is made of: rows, runs, and places among them.

use crate::article::document::SentenceId;
use crate::article::pane::Pane;
use crate::reading::judgement::ClaimKind;
use crate::reading::reading::Reading;
use crate::text::span::Span;

use super::measure;

/// One row of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands on it, from left to right; between runs the cells are blank.
    pub runs: Vec<Run>,
    /// What kind of row it is.
    pub kind: RowKind,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// Part of a heading of this level.
    Heading(u8),
    /// The head of a claim: its number, kind and source.
    ClaimHead(SentenceId),
    /// Prose: a paragraph, a list item, the words of a claim.
    Text,
    /// Prose in a block quotation.
    Quotation,
    /// Preformatted text.
    Code,
    /// A row of a table; the first row of a table may be its head.
    Table {
        /// Whether it belongs to the table's first row.
        head: bool,
    },
    /// The caption of an image or table.
    Caption,
    /// A footnote.
    Footnote,
    /// What is printed with the article but is not part of it.
    Boilerplate,
    /// A thematic break.
    Rule,
    /// The first line of what the reader wrote on a sentence.
    Interline(SentenceId),
    /// Nothing, between blocks.
    Blank,
}

/// Cells next to each other on a row that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first cell, from 0.
    pub column: u16,
    /// How many cells. White space at which a row was broken belongs to the run's span but takes
    /// none of them.
    pub width: u16,
    /// What stands there.
    pub what: What,
}

/// What a run holds: the article's words, or furniture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Words of the article.
    Content {
        /// Where they stand in the document's text.
        span: Span,
        /// The sentence they belong to; nothing in headings and boilerplate.
        sentence: Option<SentenceId>,
        /// How the author set them apart.
        face: Face,
    },
    /// Something that is not in the text.
    Furniture(Furniture),
}

/// How the author set words apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Face {
    /// Emphasis, mostly italic.
    pub emphasis: bool,
    /// Strong emphasis, mostly bold.
    pub strong: bool,
    /// Code.
    pub code: bool,
    /// Struck out.
    pub strike: bool,
    /// The number of the link they belong to.
    pub link: Option<usize>,
}

/// What stands on a row without being in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Furniture {
    /// In place of a claim, which stands among the claims: `‹4›`, or `‹·›` while the number is not
    /// known.
    Chip(SentenceId, Option<usize>),
    /// In place of sentences that stand in another pane: `⋯`.
    Elsewhere(SentenceId),
    /// The number of a claim, flush right, once it is known.
    ClaimNumber(Option<usize>),
    /// The mark of a claim's kind.
    Kind(ClaimKind),
    /// The name of a claim's kind, where nobody is named who says it.
    KindName(ClaimKind),
    /// Who says the claim.
    Source(String),
    /// The mark of a heading: `¶`.
    HeadingMark,
    /// The mark of a list item.
    Bullet,
    /// The number of a list item.
    Ordinal(u32),
    /// The bar at the left of a quotation.
    QuoteBar,
    /// The bar between two cells of a table.
    CellBar,
    /// The head of a column, before a cell of a table that is too wide for its columns to stand side by side.
    Label(String),
    /// The number of the link whose words end here.
    LinkNumber(usize),
    /// Before the part of a line of code that did not fit its row: `↪`.
    GoesOn,
    /// A thematic break.
    Rule,
    /// In the whole article: the panes of the sentences that begin on this row, the first of them and the last. Which
    /// these are is asked when the row is drawn, as rows that are only passed need not be judged.
    PaneMarks(SentenceId, SentenceId),
    /// What the reader wrote on a sentence: the index is its place in that sentence's
    /// [`Interline`](super::layout::Interline)s.
    Interline(SentenceId, usize),
}

/// A row of a layout. Ordered as the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Top {
    /// Index into the document's blocks.
    pub block: usize,
    /// Which stretch of the block; only blocks of more than some thousand bytes have several.
    pub stretch: usize,
    /// Which row of that stretch.
    pub row: usize,
}

/// A cell of a layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point {
    /// The row.
    pub top: Top,
    /// The cell on the row, from 0. White space at a row's end stands right of its last cell.
    pub column: u16,
}

impl Row {
    /// A row with nothing on it.
    pub const fn blank() -> Self {
        Self { runs: Vec::new(), kind: RowKind::Blank }
    }

    /// The first cell right of everything on it.
    pub fn width(&self) -> u16 {
        self.runs.iter().map(Run::end).max().unwrap_or_default()
    }

    /// The words on it with where they stand and whose they are, from left to right.
    pub fn content(&self) -> impl Iterator<Item = (&Run, Span, Option<SentenceId>)> {
        self.runs.iter().filter_map(|run| match run.what {
            What::Content { span, sentence, .. } => Some((run, span, sentence)),
            What::Furniture(_) => None,
        })
    }

    /// The panes of the sentences that begin on it, where it says so, each once.
    pub fn panes(&self, reading: &Reading) -> Vec<Pane> {
        let mut panes = Vec::new();
        for run in &self.runs {
            let What::Furniture(Furniture::PaneMarks(first, last)) = run.what else { continue };
            for nth in first.nth..=last.nth {
                panes.extend(reading.pane(SentenceId { nth, ..first }).filter(|pane| !panes.contains(pane)));
            }
        }
        panes
    }

    /// The run that holds the cell at `column`.
    pub fn run_at(&self, column: u16) -> Option<&Run> {
        self.runs.iter().find(|run| run.column <= column && column < run.end())
    }

    /// Whether words of that sentence, its chip or its head stand on it.
    pub fn is_of(&self, id: SentenceId) -> bool {
        matches!(self.kind, RowKind::ClaimHead(of) | RowKind::Interline(of) if of == id)
            || self.content().any(|(_, _, sentence)| sentence == Some(id))
    }

    /// The byte of `text` that is drawn at `column`, or at the nearest cell left of it; right of
    /// nothing, the first byte on the row.
    pub(super) fn offset_at(&self, text: &str, column: u16) -> Option<usize> {
        let run = self.content().take_while(|(run, ..)| run.column <= column).last();
        let (run, span, _) = run.or_else(|| self.content().next())?;
        let mut found = span.start;
        for cell in measure::cells_of(span.of(text)) {
            if usize::from(run.column) + cell.column > usize::from(column) {
                break;
            }
            if cell.width > 0 {
                found = span.start + cell.offset;
            }
        }
        Some(found)
    }

    /// The column at which the byte `offset` of `text` is drawn, if it stands on this row.
    pub(super) fn column_of(&self, text: &str, offset: usize) -> Option<u16> {
        let (run, span, _) = self.content().find(|(_, span, _)| span.contains(offset))?;
        let cell = measure::cells_of(span.of(text)).take_while(|cell| span.start + cell.offset <= offset).last()?;
        u16::try_from(usize::from(run.column) + cell.column).ok()
    }
}

impl Run {
    /// The first cell right of it.
    pub const fn end(&self) -> u16 {
        self.column.saturating_add(self.width)
    }
}
