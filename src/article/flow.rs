//! Marked-up prose on its way to the builder: what both Markdown and HTML say by nesting.

use super::block::{BlockKind, InlineKind, Link, Nesting};
use super::builder::DocumentBuilder;
use super::last::Last;
use super::references::References;
use crate::text::clean::clean;

mod form;

/// How many anchors may wait for a block; a page of anchors without words needs no more.
const MOST_ANCHORS: usize = 64;
/// How many containers are counted for how far a block is indented; no screen has room for more.
const DEEPEST: usize = 64;

/// What the open block is inside of.
#[derive(Debug)]
enum Container {
    Quote,
    /// A list, and the number of its next item.
    List(Option<u64>),
    /// A list item; `fresh` until its first block.
    Item {
        ordinal: Option<u32>,
        fresh: bool,
    },
    /// The description of a term.
    Description,
    /// A footnote's definition; its label until its first block.
    Footnote(Option<String>),
}

/// Opens and closes blocks as their containers call for.
pub(super) struct Flow<'b> {
    /// Takes what is found.
    pub builder: &'b mut DocumentBuilder,
    /// Links that lead inside the document.
    pub references: References,
    /// Anchors of the next block.
    anchors: Vec<String>,
    containers: Vec<Container>,
    quotes: u8,
    items: u8,
    /// The kind of the open block.
    open: Option<BlockKind>,
    /// How many images are open.
    images: usize,
    /// The open block holds an image; it holds other words.
    has_image: bool,
    has_words: bool,
    /// The words of an image begin or end here, which are no part of the word they touch.
    seam: bool,
    row_started: bool,
    cell_started: bool,
    below_title: bool,
    under_pointers: bool,
    /// Nothing but items has followed a line over what is in the issue.
    under_contents: bool,
    /// The form of its blocks tells what is printed with an article: it is no book, and has no marks of its own for that.
    by_form: bool,
    /// The level of the last heading that is marked as one.
    level: u8,
    /// How many paragraphs have ended like sentences.
    ended: usize,
    /// The first block below the title, where it may sum the article up: what follows it tells.
    summary: Option<usize>,
    /// The last block, where it is a heading by its form that says something: it is one only above what it heads.
    saying: Option<usize>,
    /// What the last block was.
    last: Last,
}

impl<'b> Flow<'b> {
    /// Nothing is open. `below_title` says whether the title is known and stands above.
    pub(super) fn new(builder: &'b mut DocumentBuilder, below_title: bool) -> Self {
        Self::onwards(builder, below_title, References::default())
    }

    /// Nothing is open, and `references` have been gathered so far.
    pub(super) fn onwards(builder: &'b mut DocumentBuilder, below_title: bool, references: References) -> Self {
        Self {
            builder,
            references,
            anchors: Vec::new(),
            containers: Vec::new(),
            quotes: 0,
            items: 0,
            open: None,
            images: 0,
            has_image: false,
            has_words: false,
            seam: false,
            row_started: false,
            cell_started: false,
            below_title,
            under_pointers: false,
            under_contents: false,
            by_form: false,
            level: 1,
            ended: 0,
            summary: None,
            saying: None,
            last: Last::Other,
        }
    }

    /// The form of blocks tells headings, captions and the like, as writers set them where nothing marks them.
    pub(super) const fn by_form(mut self) -> Self {
        self.by_form = true;
        self
    }

    /// Whether the title is known and stands above.
    pub(super) const fn below_title(&mut self, below: bool) {
        self.below_title = below;
    }

    /// `name` is the address of the open block, or of the next one.
    pub(super) fn anchor(&mut self, name: &str) {
        if self.open.is_some() {
            self.references.anchor(name, self.builder.len());
        } else if self.anchors.len() < MOST_ANCHORS {
            self.anchors.push(name.to_owned());
        }
    }

    /// The kind of the open block, if one is open.
    pub(super) const fn kind(&self) -> Option<BlockKind> {
        self.open
    }

    /// How deep the next list item or quotation stands.
    pub(super) const fn depths(&self) -> (u8, u8) {
        (self.items.saturating_add(1), self.quotes.saturating_add(1))
    }

    /// A block quotation begins.
    pub(super) fn quotation(&mut self) {
        self.close();
        self.quotes = self.quotes.saturating_add(1);
        self.containers.push(Container::Quote);
    }

    /// A list begins; an ordered one with the number of its first item.
    pub(super) fn list(&mut self, first: Option<u64>) {
        self.close();
        self.containers.push(Container::List(first));
    }

    /// A list item begins; `number`, where it has one of its own, counts for the items after it too.
    pub(super) fn item(&mut self, number: Option<u64>) {
        self.close();
        let ordinal = match self.containers.last_mut() {
            Some(Container::List(Some(next))) => {
                let own = number.unwrap_or(*next);
                *next = own.saturating_add(1);
                u32::try_from(own).ok()
            }
            _ => None,
        };
        self.items = self.items.saturating_add(1);
        self.containers.push(Container::Item { ordinal, fresh: true });
    }

    /// The description of a term begins.
    pub(super) fn description(&mut self) {
        self.close();
        self.containers.push(Container::Description);
    }

    /// The definition of a footnote begins.
    pub(super) fn footnote(&mut self, label: &str) {
        self.close();
        self.containers.push(Container::Footnote(Some(label.to_owned())));
    }

    /// A footnote begins that brings its own mark.
    pub(super) fn note(&mut self) {
        self.close();
        self.containers.push(Container::Footnote(None));
    }

    /// The innermost quotation, list, item or footnote ends.
    pub(super) fn leave(&mut self) {
        self.close();
        match self.containers.pop() {
            Some(Container::Quote) => self.quotes = self.quotes.saturating_sub(1),
            Some(Container::Item { .. }) => self.items = self.items.saturating_sub(1),
            _ => {}
        }
    }

    /// A table begins.
    pub(super) fn table(&mut self) {
        self.open(BlockKind::Table);
        self.row_started = false;
        self.cell_started = false;
    }

    /// A row of the open table begins.
    pub(super) fn row(&mut self) {
        if self.row_started {
            self.builder.text("\n");
        }
        self.row_started = true;
        self.cell_started = false;
    }

    /// A cell of the open row begins.
    pub(super) fn cell(&mut self) {
        if self.cell_started {
            self.builder.text("\t");
        }
        self.cell_started = true;
    }

    /// A link begins.
    pub(super) fn link(&mut self, to: &str) {
        let link = self.builder.link(Link::Address(to.to_owned()));
        if let Some(anchor) = to.strip_prefix('#') {
            self.references.refer(link, anchor);
        }
        self.inline(InlineKind::Link(link));
    }

    /// The innermost inline ends.
    pub(super) fn end_inline(&mut self) {
        self.builder.end();
    }

    /// The open heading ends.
    pub(super) fn end_heading(&mut self) {
        let words = self.builder.words().to_owned();
        self.references.heading(&words, self.builder.len() - words.len());
        self.close();
    }

    /// The innermost image ends.
    pub(super) fn end_image(&mut self) {
        self.images = self.images.saturating_sub(1);
        self.seam = true;
    }

    /// A thematic break.
    pub(super) fn rule(&mut self) {
        self.open(BlockKind::Rule);
        self.close();
    }

    /// Opens a block of a kind of its own.
    pub(super) fn open(&mut self, kind: BlockKind) {
        self.close();
        self.builder.open_inside(kind, self.nesting(kind));
        self.open = Some(kind);
        for anchor in self.anchors.drain(..) {
            self.references.anchor(&anchor, self.builder.len());
        }
    }

    /// What a block of that kind would stand inside of.
    fn nesting(&self, kind: BlockKind) -> Nesting {
        // An item's own mark hangs left of its words.
        let own = usize::from(matches!(kind, BlockKind::ListItem { .. }));
        let around = self.containers.len().saturating_sub(own).min(DEEPEST);
        self.containers.iter().take(around).fold(Nesting::default(), |nesting, container| match container {
            Container::Quote => nesting.quoted(),
            Container::Item { ordinal: Some(ordinal), .. } => {
                nesting.marked(3 + ordinal.checked_ilog10().unwrap_or_default() as u8)
            }
            Container::Item { ordinal: None, .. } | Container::Description => nesting.marked(2),
            Container::List(_) | Container::Footnote(_) => nesting,
        })
    }

    /// Opens the block of prose that the containers call for.
    pub(super) fn begin(&mut self) {
        let mut label = None;
        let kind = match self.containers.last_mut() {
            Some(Container::Item { ordinal, fresh }) if *fresh => {
                *fresh = false;
                BlockKind::ListItem { depth: self.items.max(1), ordinal: *ordinal }
            }
            Some(Container::Footnote(name)) => {
                label = name.take();
                BlockKind::Footnote
            }
            _ if self.quotes > 0 => BlockKind::Quotation { depth: self.quotes },
            _ => BlockKind::Paragraph,
        };
        self.open(kind);
        if let Some(label) = label {
            let link = self.builder.link(Link::Address(String::new()));
            self.references.define(&label, link, self.builder.len());
            self.builder.start(InlineKind::Link(link));
            self.builder.text(&format!("[{label}]"));
            self.builder.end();
            self.builder.text(" ");
        }
    }

    /// Opens a block unless one is open: a tight list item has no paragraph of its own.
    pub(super) fn ensure_open(&mut self) {
        if self.open.is_none() {
            self.begin();
        }
    }

    /// Closes the open block, as the kind that its words make it.
    pub(super) fn close(&mut self) {
        if let Some(kind) = self.open.take() {
            let item = matches!(kind, BlockKind::ListItem { .. }) && self.builder.words().trim().is_empty();
            if let Some(Container::Item { fresh, .. }) = self.containers.last_mut().filter(|_| item) {
                // A block without words is dropped, so the item still waits for its first.
                *fresh = true;
            }
            self.settle(kind);
            self.builder.close();
        }
        self.images = 0;
        (self.has_image, self.has_words, self.seam) = (false, false, false);
    }

    /// An image begins; its words stand for it.
    pub(super) fn image(&mut self) {
        self.ensure_open();
        self.images += 1;
        self.has_image = true;
        self.seam = true;
    }

    /// An inline begins.
    pub(super) fn inline(&mut self, kind: InlineKind) {
        self.ensure_open();
        self.builder.start(kind);
    }

    /// Words of the open block, or of a new one.
    pub(super) fn words(&mut self, words: &str) {
        self.ensure_open();
        self.has_words |= self.images == 0 && !words.trim().is_empty();
        if self.seam && !words.is_empty() {
            self.seam = false;
            if words.starts_with(char::is_alphanumeric) && self.builder.words().ends_with(char::is_alphanumeric) {
                self.space();
            }
        }
        if self.open == Some(BlockKind::Table) {
            self.cell_words(words);
        } else {
            self.builder.text(words);
        }
    }

    /// Words of a cell: tabs and line ends are the table's own, and runs of spaces are one.
    fn cell_words(&mut self, words: &str) {
        let words = clean(words);
        let mut gap = words.starts_with(char::is_whitespace);
        for word in words.split_whitespace() {
            if gap {
                self.space();
            }
            self.builder.text(word);
            gap = true;
        }
        if words.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// White space between words.
    pub(super) fn space(&mut self) {
        let words = self.builder.words();
        let parted = words.is_empty() || words.ends_with([' ', '\t', '\n']);
        match self.open {
            Some(BlockKind::Table) if parted => {}
            Some(_) => self.builder.text(" "),
            None => {}
        }
    }

    /// A footnote is cited.
    pub(super) fn footnote_reference(&mut self, label: &str) {
        self.ensure_open();
        let link = self.builder.link(Link::Address(String::new()));
        self.references.cite(label, link, self.builder.len());
        self.builder.start(InlineKind::Link(link));
        self.words(&format!("[{label}]"));
        self.builder.end();
    }
}

#[cfg(test)]
mod tests {
    use crate::article::block::BlockKind;
    use crate::article::parse::{Kind, parse};

    /// Every block as its kind and words.
    fn blocks(kind: Kind, source: &str) -> Vec<String> {
        let document = parse(kind, source.as_bytes(), "a");
        let blocks = document.blocks().iter().map(|block| {
            let kind = match block.kind {
                BlockKind::Heading { level } => format!("h{level}"),
                BlockKind::Boilerplate => "aside".to_owned(),
                BlockKind::Quotation { .. } => "quotation".to_owned(),
                _ => "text".to_owned(),
            };
            format!("{kind}: {}", block.span.of(document.text()))
        });
        blocks.collect()
    }

    #[test]
    fn the_form_of_a_paragraph_tells_what_it_is_where_nothing_marks_it() {
        let first = "The mill has stood still since May, and nobody knows why.";
        let more = "It turned for three hundred years before that, they say.";
        for (paragraphs, expected) in [
            (vec!["*A look at the wind, by those who know it.*", first], vec!["aside", "text"]),
            (vec!["A deep dive into the mills of the north.", first], vec!["aside", "text"]),
            (vec!["What millers think of wind and weather", first], vec!["aside", "text"]),
            (vec!["*The mill burned down in May.*", "*Two men were hurt.*", more], vec!["text", "text", "text"]),
            (vec!["It stands still at night", "It rains in May", "Nobody comes"], vec!["text", "text", "text"]),
            (vec!["It stands still at night"], vec!["text"]),
            (vec!["*A look at the wind.*", "By Jane Doe", first], vec!["aside", "aside", "text"]),
            (vec!["Jane Doe", "Staff Writer", first], vec!["aside", "aside", "text"]),
            (
                vec![
                    first,
                    more,
                    first,
                    more,
                    first,
                    "The Mill Institute (MI) is a charity. Sign up for our newsletter.",
                ],
                vec!["text", "text", "text", "text", "text", "aside", "aside"],
            ),
            (
                vec![first, more, first, more, first, "Jane Doe is a miller in Oslo."],
                vec!["text", "text", "text", "text", "text", "aside"],
            ),
            (
                vec![first, more, first, more, "Jane Doe came in May.", "Jane Doe is a miller in Oslo."],
                vec!["text", "text", "text", "text", "text", "text"],
            ),
            (vec!["*A look at the wind.*", "## What the board says", first], vec!["aside", "h2", "text"]),
            (vec![first, "**What the board says**", more], vec!["text", "h2", "text"]),
            (vec![first, "**What the board says:**", more], vec!["text", "text", "text"]),
            (vec![first, "**The board has said it all**", more], vec!["text", "h2", "text"]),
            (vec![first, "**The board has said it all**", "**Nobody was asked**"], vec!["text", "text", "text"]),
            (vec![first, "**The board has said it all**", "## What next"], vec!["text", "text", "h2"]),
            (vec![first, more, "*Jane Doe is a liar.*"], vec!["text", "text", "text"]),
            (vec![first, more, "A third of what we paid before", first], vec!["text", "text", "text", "text"]),
            (vec![first, "> It stands still.", "John Smith, however, disagrees …"], vec!["text", "quotation", "text"]),
            (vec![first, "**The board has said it all.**", more], vec!["text", "text", "text"]),
            (vec![first, "**The board** has said it all", more], vec!["text", "text", "text"]),
            (vec![first, more, "A sample of the flour", first], vec!["text", "text", "aside", "text"]),
            (vec![first, "They look like this:", "A sample of the flour"], vec!["text", "text", "text"]),
            (vec![first, "> It stands still.", "— Jane Doe, Head of Mills"], vec!["text", "quotation", "aside"]),
            (vec![first, more, "*Jane Doe is a miller in Oslo.*"], vec!["text", "text", "aside"]),
            (vec![first, more, "Related posts", "- Old mills"], vec!["text", "text", "h2", "aside"]),
        ] {
            let source = format!("# A Title\n\n{}\n", paragraphs.join("\n\n"));
            let kinds = |found: &[String]| -> Vec<String> {
                found.iter().skip(1).filter_map(|block| Some(block.split_once(':')?.0.to_owned())).collect()
            };
            let found = blocks(Kind::Markdown, &source);
            assert_eq!(kinds(&found), expected, "{found:?}");
        }
        let page =
            format!("<article><h1>A Title</h1><p>{first}</p><p><b>What the board says</b></p><p>{more}</p></article>");
        assert_eq!(blocks(Kind::Html, &page).get(2).map(String::as_str), Some("h2: What the board says"));
    }
}
