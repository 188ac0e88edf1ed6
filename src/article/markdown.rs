//! Markdown (CommonMark with tables, footnotes, strikethrough and task lists) to a document.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{BlockKind, InlineKind, Link};
use super::boilerplate::{Place, heads_pointers, is_boilerplate};
use super::builder::DocumentBuilder;
use super::decode::decode_as;
use super::front_matter;
use super::references::References;
use crate::text::clean::clean;

mod raw_html;

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// How many bytes of link definitions are looked for below the start of a large source.
const MOST_DEFINITIONS: usize = 4 << 20;

/// Reads cleaned Markdown into `builder`. With `more`, `text` is only a start of the source: the last
/// block, which may go on, is left out, and links are read by the definitions that stand in `more`.
pub(super) fn read(text: &str, more: Option<&str>, builder: &mut DocumentBuilder) {
    let mut body = text;
    let mut below_title = false;
    if let Some(found) = front_matter::split(text) {
        if found.broken {
            builder.notice("The front matter is not well formed; only its plain lines were read.");
        }
        below_title = found.metadata.title.is_some();
        builder.metadata(found.metadata);
        body = found.rest;
    }
    let mut reader = Reader::new(builder, below_title);
    match more {
        None => {
            reader.read(body, body.len());
        }
        Some("") => {
            let settled = reader.read(body, body.len());
            reader.builder.keep(settled);
        }
        Some(definitions) => {
            let (settled, last) = body.split_at_checked(last_block(body)).unwrap_or((body, ""));
            let near = self::definitions(last.as_bytes(), "UTF-8");
            reader.read(&format!("{settled}\n\n{near}\n\n{definitions}"), settled.len());
        }
    }
    reader.references.resolve(reader.builder);
}

/// The lines of Markdown that say where links lead (`[name]: address`), which count for all of it.
pub(super) fn definitions(bytes: &[u8], encoding: &str) -> String {
    if encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32") {
        return definitions(decode_as(bytes, encoding).as_bytes(), "UTF-8");
    }
    let mut found: Vec<u8> = Vec::new();
    let mut done = 0;
    for at in memchr::memmem::find_iter(bytes, b"]:") {
        if at < done || found.len() > MOST_DEFINITIONS {
            continue;
        }
        let before = bytes.get(..at).unwrap_or_default();
        let start = memchr::memrchr(b'\n', before.get(done..).unwrap_or_default()).map_or(done, |line| done + line + 1);
        let after = bytes.get(at..).unwrap_or_default();
        let end = memchr::memchr(b'\n', after).map_or(bytes.len(), |line| at + line + 1);
        done = end;
        let line = bytes.get(start..end).unwrap_or_default();
        if line.trim_ascii_start().starts_with(b"[") && line.len() < 4096 {
            found.extend_from_slice(line);
            found.push(b'\n');
        }
    }
    decode_as(&found, encoding)
}

/// Where the last block of all starts.
fn last_block(body: &str) -> usize {
    let mut depth = 0usize;
    let mut last = 0;
    for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
        if depth == 0 {
            last = range.start;
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    last
}

/// What the reader is inside of.
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
    /// A footnote's definition; its label until its first block.
    Footnote(Option<String>),
}

/// Turns events into blocks and inlines.
struct Reader<'b> {
    builder: &'b mut DocumentBuilder,
    references: References,
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
    /// Tags of raw HTML that are open as inlines, innermost last.
    tags: Vec<String>,
    /// The element whose content is no text: a script or style sheet.
    hidden: Option<String>,
    /// The raw HTML of the open block.
    html: String,
    row_started: bool,
    cell_started: bool,
    below_title: bool,
    under_pointers: bool,
}

impl<'b> Reader<'b> {
    fn new(builder: &'b mut DocumentBuilder, below_title: bool) -> Self {
        Self {
            builder,
            references: References::default(),
            containers: Vec::new(),
            quotes: 0,
            items: 0,
            open: None,
            images: 0,
            has_image: false,
            has_words: false,
            tags: Vec::new(),
            hidden: None,
            html: String::new(),
            row_started: false,
            cell_started: false,
            below_title,
            under_pointers: false,
        }
    }

    /// Reads all blocks that start before byte `until`; gives how many there were before the last.
    fn read(&mut self, body: &str, until: usize) -> usize {
        let mut settled = 0;
        let mut depth = 0usize;
        for (event, range) in Parser::new_ext(body, OPTIONS).into_offset_iter() {
            if depth == 0 {
                if range.start >= until {
                    break;
                }
                self.close();
                settled = self.builder.closed();
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.event(event);
        }
        self.close();
        settled
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.words(&words),
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.inline(InlineKind::Code);
                self.words(&words);
                self.builder.end();
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak | Event::HardBreak => self.space(),
            Event::Rule => {
                self.close();
                self.builder.block(BlockKind::Rule, "");
            }
            Event::TaskListMarker(done) => self.words(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.begin(),
            Tag::Heading { level, id, .. } => {
                self.open(BlockKind::Heading { level: level as u8 });
                if let Some(id) = id {
                    self.references.anchor(&id, self.builder.len());
                }
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_add(1);
                self.containers.push(Container::Quote);
            }
            Tag::CodeBlock(_) => self.open(BlockKind::Code),
            Tag::HtmlBlock => {
                self.close();
                self.html.clear();
            }
            Tag::List(first) => {
                self.close();
                self.containers.push(Container::List(first));
            }
            Tag::Item => {
                self.close();
                let ordinal = match self.containers.last_mut() {
                    Some(Container::List(Some(next))) => {
                        *next += 1;
                        u32::try_from(*next - 1).ok()
                    }
                    _ => None,
                };
                self.items = self.items.saturating_add(1);
                self.containers.push(Container::Item { ordinal, fresh: true });
            }
            Tag::FootnoteDefinition(label) => {
                self.close();
                self.containers.push(Container::Footnote(Some(label.into_string())));
            }
            Tag::Table(_) => {
                self.open(BlockKind::Table);
                self.row_started = false;
            }
            Tag::TableHead | Tag::TableRow => {
                if self.row_started {
                    self.builder.text("\n");
                }
                self.row_started = true;
                self.cell_started = false;
            }
            Tag::TableCell => {
                if self.cell_started {
                    self.builder.text("\t");
                }
                self.cell_started = true;
            }
            Tag::Emphasis => self.inline(InlineKind::Emphasis),
            Tag::Strong => self.inline(InlineKind::Strong),
            Tag::Strikethrough => self.inline(InlineKind::Strikethrough),
            Tag::Link { dest_url, .. } => {
                let link = self.builder.link(Link::Address(dest_url.to_string()));
                if let Some(anchor) = dest_url.strip_prefix('#') {
                    self.references.refer(link, anchor);
                }
                self.inline(InlineKind::Link(link));
            }
            Tag::Image { .. } => self.image(),
            Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let words = self.builder.words().to_owned();
                self.references.heading(&words, self.builder.len() - words.len());
                self.close();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table => self.close(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
                match self.containers.pop() {
                    Some(Container::Quote) => self.quotes = self.quotes.saturating_sub(1),
                    Some(Container::Item { .. }) => self.items = self.items.saturating_sub(1),
                    _ => {}
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.builder.end(),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            _ => {}
        }
    }

    /// Opens a block of a kind of its own.
    fn open(&mut self, kind: BlockKind) {
        self.close();
        self.builder.open(kind);
        self.open = Some(kind);
    }

    /// Opens the block of prose that the containers call for.
    fn begin(&mut self) {
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
    fn ensure_open(&mut self) {
        if self.open.is_none() {
            self.begin();
        }
    }

    /// Closes the open block, as the kind that its words make it.
    fn close(&mut self) {
        if let Some(kind) = self.open.take() {
            self.settle(kind);
            self.builder.close();
        }
        self.images = 0;
        (self.has_image, self.has_words) = (false, false);
        self.tags.clear();
        self.hidden = None;
    }

    fn settle(&mut self, kind: BlockKind) {
        let words = self.builder.words();
        match kind {
            BlockKind::Heading { level } => {
                self.below_title = level == 1;
                self.under_pointers = heads_pointers(words);
            }
            BlockKind::Paragraph if self.has_image && !self.has_words => self.builder.recast(BlockKind::Caption),
            BlockKind::Paragraph | BlockKind::ListItem { .. } => {
                let item = matches!(kind, BlockKind::ListItem { .. });
                let below_title = self.below_title && !item;
                let place = Place { below_title, under_pointers: self.under_pointers, item };
                if is_boilerplate(words, place) {
                    self.builder.recast(BlockKind::Boilerplate);
                } else {
                    self.below_title = false;
                }
            }
            _ => self.below_title = false,
        }
    }

    fn image(&mut self) {
        self.ensure_open();
        self.images += 1;
        self.has_image = true;
    }

    fn inline(&mut self, kind: InlineKind) {
        self.ensure_open();
        self.builder.start(kind);
    }

    fn words(&mut self, words: &str) {
        if self.hidden.is_some() {
            return;
        }
        self.ensure_open();
        self.has_words |= self.images == 0 && !words.trim().is_empty();
        if self.open == Some(BlockKind::Table) {
            // Tabs and line ends are the table's own.
            self.builder.text(&clean(words).replace(['\t', '\n'], " "));
        } else {
            self.builder.text(words);
        }
    }

    fn space(&mut self) {
        if self.open.is_some() {
            self.builder.text(" ");
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        self.ensure_open();
        let link = self.builder.link(Link::Address(String::new()));
        self.references.cite(label, link, self.builder.len());
        self.builder.start(InlineKind::Link(link));
        self.words(&format!("[{label}]"));
        self.builder.end();
    }
}
