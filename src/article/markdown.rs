//! Markdown (CommonMark with tables, footnotes, strikethrough and task lists) to a document.

use pulldown_cmark::{BrokenLink, Event, Options, Parser, Tag, TagEnd};

use super::block::{BlockKind, InlineKind};
use super::builder::DocumentBuilder;
use super::decode::decode_as;
use super::flow::Flow;
use super::front_matter;

mod raw_html;

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// How many bytes of link definitions are looked for below the start of a large source.
const MOST_DEFINITIONS: usize = 4 << 20;

/// What is known of the source after a start of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct More<'a> {
    /// The definitions of links that stand there.
    pub(super) definitions: &'a str,
    /// Whether the start ends within a line, whose words so far are to be kept.
    pub(super) cut: bool,
}

/// Reads cleaned Markdown into `builder`. With `more`, `text` is only a start of the source: the last
/// block, which may go on, is left out unless it was cut, and links are read by the definitions below.
pub(super) fn read(text: &str, more: Option<More<'_>>, builder: &mut DocumentBuilder) {
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
        None | Some(More { definitions: "", cut: true }) => {
            reader.read(body, body.len());
        }
        Some(More { definitions, cut: true }) => {
            reader.read(&format!("{body}\n\n{definitions}"), body.len());
        }
        Some(More { definitions: "", cut: false }) => {
            let settled = reader.read(body, body.len());
            reader.flow.builder.keep(settled);
        }
        Some(More { definitions, cut: false }) => {
            let (settled, last) = body.split_at_checked(last_block(body)).unwrap_or((body, ""));
            let near = self::definitions(last.as_bytes(), "UTF-8");
            reader.read(&format!("{settled}\n\n{near}\n\n{definitions}"), settled.len());
        }
    }
    reader.flow.references.resolve(reader.flow.builder);
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

/// Whether something in a start of Markdown may be a reference that lines below it define.
pub(super) fn refers(start: &[u8]) -> bool {
    if memchr::memchr(b'[', start).is_none() {
        return false;
    }
    if memchr::memmem::find(start, b"[^").is_some() {
        return true;
    }
    let mut refers = false;
    let mut note = |_: BrokenLink<'_>| {
        refers = true;
        None
    };
    let text = String::from_utf8_lossy(start);
    for _ in Parser::new_with_broken_link_callback(&text, OPTIONS, Some(&mut note)) {}
    refers
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

/// Turns events into blocks and inlines.
struct Reader<'b> {
    flow: Flow<'b>,
    /// The raw HTML of the open block.
    html: String,
    /// Tags of raw HTML that are open as inlines, innermost last.
    tags: Vec<String>,
    /// The element whose content is no text: a script or style sheet.
    hidden: Option<String>,
}

impl<'b> Reader<'b> {
    fn new(builder: &'b mut DocumentBuilder, below_title: bool) -> Self {
        Self { flow: Flow::new(builder, below_title), html: String::new(), tags: Vec::new(), hidden: None }
    }

    /// Closes the open block, and with it the tags of raw HTML that are open in it.
    fn close(&mut self) {
        self.flow.close();
        self.tags.clear();
        self.hidden = None;
    }

    fn words(&mut self, words: &str) {
        if self.hidden.is_none() {
            self.flow.words(words);
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
                settled = self.flow.builder.closed();
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
                self.flow.inline(InlineKind::Code);
                self.words(&words);
                self.flow.end_inline();
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.flow.footnote_reference(&label),
            Event::SoftBreak | Event::HardBreak => self.flow.space(),
            Event::Rule => {
                self.close();
                self.flow.rule();
            }
            Event::TaskListMarker(done) => self.words(if done { "☑ " } else { "☐ " }),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.flow.begin(),
            Tag::Heading { level, id, .. } => {
                self.flow.open(BlockKind::Heading { level: level as u8 });
                if let Some(id) = id {
                    self.flow.references.anchor(&id, self.flow.builder.len());
                }
            }
            Tag::BlockQuote(_) => self.flow.quotation(),
            Tag::CodeBlock(_) => self.flow.open(BlockKind::Code),
            Tag::HtmlBlock => {
                self.close();
                self.html.clear();
            }
            Tag::List(first) => self.flow.list(first),
            Tag::Item => self.flow.item(None),
            Tag::FootnoteDefinition(label) => self.flow.footnote(&label),
            Tag::Table(_) => self.flow.table(),
            Tag::TableHead | Tag::TableRow => self.flow.row(),
            Tag::TableCell => self.flow.cell(),
            Tag::Emphasis => self.flow.inline(InlineKind::Emphasis),
            Tag::Strong => self.flow.inline(InlineKind::Strong),
            Tag::Strikethrough => self.flow.inline(InlineKind::Strikethrough),
            Tag::Link { dest_url, .. } => self.flow.link(&dest_url),
            Tag::Image { .. } => self.flow.image(),
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
                self.flow.end_heading();
                self.close();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::Table => self.close(),
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
                self.flow.leave();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.flow.end_inline(),
            TagEnd::Image => self.flow.end_image(),
            _ => {}
        }
    }
}
