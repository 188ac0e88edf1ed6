//! What an article is made of: blocks, and the inlines inside them.

use crate::text::span::Span;

/// One block of an article. Blocks are ordered and disjoint; between them stand only line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its words in the document's text, without marks such as a list item's bullet.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// What it stands inside of.
    pub nesting: Nesting,
}

/// How deep a block stands in quotations and lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Nesting {
    /// How many cells stand left of it: two for each quotation, and those of the marks of the list
    /// items around it, each with its blank. A list item's own mark is not among them.
    pub indent: u8,
    /// Which of these cells hold the bar of a quotation, the first cell as the lowest bit.
    pub bars: u64,
}

/// Quotations that are told apart by how far they are indented; deeper ones stand with the last.
const DEEPEST_QUOTATION: u8 = 4;

impl Nesting {
    /// One quotation deeper.
    #[must_use]
    pub const fn quoted(self) -> Self {
        if self.bars.count_ones() >= DEEPEST_QUOTATION as u32 {
            return self;
        }
        let bar = if self.indent < 64 { 1 << self.indent } else { 0 };
        Self { indent: self.indent.saturating_add(2), bars: self.bars | bar }
    }

    /// Right of a mark that takes so many cells with its blank.
    #[must_use]
    pub const fn marked(self, cells: u8) -> Self {
        Self { indent: self.indent.saturating_add(cells), ..self }
    }

    /// What a block of that kind stands inside of where only its kind tells.
    pub fn of(kind: BlockKind) -> Self {
        match kind {
            BlockKind::Quotation { depth } => {
                (0..depth.clamp(1, DEEPEST_QUOTATION)).fold(Self::default(), |at, _| at.quoted())
            }
            BlockKind::ListItem { depth, .. } => Self::default().marked(depth.clamp(1, 8).saturating_sub(1) * 2),
            _ => Self::default(),
        }
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 (the title) to 6.
    Heading {
        /// 1 to 6.
        level: u8,
    },
    /// A paragraph of prose.
    Paragraph,
    /// The first paragraph of a list item; what else the item holds follows as blocks of its own.
    ListItem {
        /// 1 for the outermost list.
        depth: u8,
        /// The number the author gave it, in an ordered list.
        ordinal: Option<u32>,
    },
    /// A paragraph inside a block quotation.
    Quotation {
        /// 1 for the outermost quotation.
        depth: u8,
    },
    /// Preformatted text; its line ends count.
    Code,
    /// A table: one row a line, cells parted by tabs.
    Table,
    /// The caption of an image or table, or the words that stand for an image.
    Caption,
    /// The text of a footnote.
    Footnote,
    /// What is printed with the article but is not part of it: sign-up lines, bylines, lists of
    /// sources, pointers to other pages. Shown in the whole article, in no pane.
    Boilerplate,
    /// A thematic break, without words.
    Rule,
}

impl BlockKind {
    /// Whether its words are sentences that belong to a pane.
    pub const fn is_content(self) -> bool {
        !matches!(self, Self::Heading { .. } | Self::Boilerplate | Self::Rule)
    }

    /// Whether its line ends and runs of spaces are the author's own.
    pub const fn is_preformatted(self) -> bool {
        matches!(self, Self::Code | Self::Table)
    }
}

/// A stretch of a block that is set apart. Inlines are ordered by start; they nest or stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Its words in the document's text.
    pub span: Span,
    /// How it is set apart.
    pub kind: InlineKind,
}

/// How an inline is set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlineKind {
    /// Emphasis, mostly italic.
    Emphasis,
    /// Strong emphasis, mostly bold.
    Strong,
    /// Code, in a typewriter face.
    Code,
    /// Struck out.
    Strikethrough,
    /// A link; the index is its place in [`Document::links`](super::document::Document::links).
    Link(usize),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// An address outside, as the article gives it, cleaned. Only http, https and mailto may be opened.
    Address(String),
    /// A place in this document's text, in bytes: an internal link or a footnote.
    Inside(usize),
}
