//! Markdown (CommonMark with tables, footnotes, strikethrough and task lists) to a document.

use std::collections::{BTreeSet, HashMap, HashSet};

use memchr::memmem;
use pulldown_cmark::{BlockQuoteKind, BrokenLink, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::block::{BlockKind, InlineKind};
use super::builder::DocumentBuilder;
use super::decode::decode_as;
use super::flow::Flow;
use super::front_matter::{self, FrontMatter};

mod raw_html;
mod template;

/// What is read beyond CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
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
    let mut reader = Reader::new(builder, false);
    if let Some(found) = front_matter::split(text) {
        body = found.rest;
        head(found, &mut reader);
    }
    match more {
        None => {
            reader.read(body, body.len());
            reader.flow.end();
        }
        Some(More { definitions: "", cut: true }) => {
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

/// Takes what front matter says of the article.
fn head(found: FrontMatter<'_>, reader: &mut Reader<'_>) {
    if found.broken {
        reader.flow.builder.notice("The front matter is not well formed; only its plain lines were read.");
    }
    reader.templated = true;
    reader.flow.below_title(found.metadata.title.is_some());
    reader.flow.builder.metadata(found.metadata);
}

/// The lines of Markdown that say where links lead (`[name]: address`), which count for all of it.
pub(super) fn definitions(bytes: &[u8], encoding: &str) -> String {
    if encoding.starts_with("UTF-16") || encoding.starts_with("UTF-32") {
        return definitions(decode_as(bytes, encoding).as_bytes(), "UTF-8");
    }
    let mut found: Vec<u8> = Vec::new();
    collect(bytes, &mut found);
    decode_as(&found, encoding)
}

/// Adds the lines that define something to those that were found before.
pub(super) fn collect(bytes: &[u8], found: &mut Vec<u8>) {
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

/// What lines anywhere in a source define for all of it.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    /// Where references lead, by their labels in lower case.
    links: HashMap<String, String>,
    /// The labels of footnotes, in lower case.
    footnotes: HashSet<String>,
}

impl Definitions {
    /// What cleaned `lines` define; what comes first counts.
    pub(super) fn of(lines: &str) -> Self {
        let footnote = |line: &str| Some(line.trim_start().strip_prefix("[^")?.split_once("]:")?.0.to_lowercase());
        let parser = Parser::new_ext(lines, OPTIONS);
        let links = parser.reference_definitions().iter();
        Self {
            links: links.map(|(label, link)| (label.to_lowercase(), link.dest.to_string())).collect(),
            footnotes: lines.lines().filter_map(footnote).collect(),
        }
    }

    /// Definitions of the footnotes that `window` cites, to stand above it.
    fn above(&self, window: &str) -> String {
        if self.footnotes.is_empty() {
            return String::new();
        }
        let cited = memmem::find_iter(window.as_bytes(), b"[^").filter_map(|at| window.get(at + 2..)?.split_once(']'));
        let cited: BTreeSet<String> = cited.map(|(label, _)| label.to_lowercase()).collect();
        let known = cited.iter().filter(|label| self.footnotes.contains(*label));
        let lines = known.fold(String::new(), |lines, label| lines + "[^" + label + "]: x\n\n");
        // A comment ends the last of them, whatever the window begins with.
        if lines.is_empty() { lines } else { lines + "<!-- -->\n\n" }
    }
}

/// Reads Markdown a window at a time.
pub(super) struct Windows<'b> {
    reader: Reader<'b>,
    definitions: Definitions,
    begun: bool,
}

impl<'b> Windows<'b> {
    /// Nothing has been read. `definitions` are those of all windows.
    pub(super) fn new(builder: &'b mut DocumentBuilder, definitions: Definitions) -> Self {
        Self { reader: Reader::new(builder, false), definitions, begun: false }
    }

    /// Whether nothing more is taken.
    pub(super) fn is_full(&self) -> bool {
        self.reader.flow.builder.is_full()
    }

    /// Reads the next window of cleaned text, of whole lines. Where `more` follows, the last block, which may go on, is
    /// left out: gives the bytes before it, where the next window begins.
    pub(super) fn read(&mut self, text: &str, more: bool) -> usize {
        let mut from = 0;
        if !std::mem::replace(&mut self.begun, true)
            && let Some(found) = front_matter::split(text)
        {
            from = text.len() - found.rest.len();
            head(found, &mut self.reader);
        }
        let window = text.get(from..).unwrap_or_default();
        let above = self.definitions.above(window);
        let read = if above.is_empty() {
            self.reader.window(window, 0, more, &self.definitions)
        } else {
            self.reader.window(&format!("{above}{window}"), above.len(), more, &self.definitions)
        };
        from + read
    }

    /// Ends the document.
    pub(super) fn finish(mut self) {
        self.reader.flow.end();
        self.reader.flow.references.resolve(self.reader.flow.builder);
    }
}

/// What an alert is called.
const fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
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
    /// What an alert that has just begun is called.
    alert: Option<&'static str>,
    /// It was written for a site generator, whose marks are no words.
    templated: bool,
    /// What has come of a mark that is open.
    mark: Option<String>,
}

impl<'b> Reader<'b> {
    fn new(builder: &'b mut DocumentBuilder, below_title: bool) -> Self {
        Self {
            flow: Flow::new(builder, below_title).by_form(),
            html: String::new(),
            tags: Vec::new(),
            hidden: None,
            alert: None,
            templated: false,
            mark: None,
        }
    }

    /// Closes the open block, and with it the tags of raw HTML that are open in it.
    fn close(&mut self) {
        self.end_mark();
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

    /// Reads the blocks of a window from byte `from` on; with `more`, all but the last. Gives how many bytes of it,
    /// after `from`, have been read.
    fn window(&mut self, window: &str, from: usize, more: bool, definitions: &Definitions) -> usize {
        let mut known = |link: BrokenLink<'_>| {
            let to = definitions.links.get(&link.reference.to_lowercase())?;
            Some((CowStr::from(to.clone()), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(window, OPTIONS, Some(&mut known));
        let mut depth = 0usize;
        let mut last = from;
        // The events of the last block so far, which may go on below the window.
        let mut held: Vec<Event<'_>> = Vec::new();
        for (event, range) in parser.into_offset_iter() {
            if depth == 0 && range.start >= from {
                held.drain(..).for_each(|event| self.event(event));
                self.close();
                last = memchr::memrchr(b'\n', window.as_bytes().get(from..range.start).unwrap_or_default())
                    .map_or(from, |end| from + end + 1);
            }
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if range.start < from {
                continue;
            }
            if more { held.push(event) } else { self.event(event) }
        }
        if more {
            return last - from;
        }
        self.close();
        window.len() - from
    }

    fn event(&mut self, event: Event<'_>) {
        if !matches!(event, Event::Text(_) | Event::SoftBreak | Event::HardBreak) {
            self.end_mark();
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) => self.text(&words),
            Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.flow.inline(InlineKind::Code);
                self.words(&words);
                self.flow.end_inline();
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.flow.footnote_reference(&label),
            Event::SoftBreak | Event::HardBreak => self.line_end(),
            Event::Rule => {
                self.name_alert(false);
                self.close();
                self.flow.rule();
            }
            Event::TaskListMarker(done) => self.words(if done { "☑ " } else { "☐ " }),
        }
    }

    /// Puts the name of an alert that has just begun before its words, and says whether it did: before a paragraph's, or
    /// else for itself.
    fn name_alert(&mut self, in_paragraph: bool) -> bool {
        let Some(name) = self.alert.take() else { return false };
        self.flow.begin();
        self.words(name);
        if in_paragraph {
            self.words(": ");
        } else {
            self.flow.close();
        }
        true
    }

    fn start(&mut self, tag: Tag<'_>) {
        let is_paragraph = matches!(tag, Tag::Paragraph);
        if self.name_alert(is_paragraph) && is_paragraph {
            return;
        }
        match tag {
            Tag::Paragraph => self.flow.begin(),
            Tag::Heading { level, id, .. } => {
                self.flow.open(BlockKind::Heading { level: level as u8 });
                if let Some(id) = id {
                    self.flow.references.anchor(&id, self.flow.builder.len());
                }
            }
            // An alert quotes nobody: "> [!NOTE]".
            Tag::BlockQuote(Some(kind)) => {
                self.flow.description();
                self.alert = Some(alert(kind));
            }
            Tag::BlockQuote(None) => self.flow.quotation(),
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
            TagEnd::BlockQuote(Some(_)) => {
                // One without words is its name alone.
                self.name_alert(false);
                self.close();
                self.flow.leave();
            }
            TagEnd::BlockQuote(None) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close();
                self.flow.leave();
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.flow.end_inline(),
            TagEnd::Image => self.flow.end_image(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::block::BlockKind;
    use crate::article::parse::{Kind, parse};

    #[test]
    fn an_alert_quotes_nobody_and_keeps_its_name() {
        for (source, expected) in [
            ("> [!NOTE]\n> The mill stands.\n\nIt rains.", &["Note: The mill stands.", "It rains."][..]),
            ("> [!TIP]\n> - Grind.", &["Tip", "Grind."]),
            ("> [!NOTE]\n> ---\n> It rains.", &["Note", "", "It rains."]),
            ("> [!CAUTION]\n\nIt rains.", &["Caution", "It rains."]),
            ("> [!WARNING]\n\n> It rains.", &["Warning", "It rains."]),
        ] {
            let document = parse(Kind::Markdown, source.as_bytes(), "a.md");
            let words: Vec<_> = (0..document.blocks().len()).map(|block| document.block_text(block)).collect();
            assert_eq!(words, expected, "{source}");
            assert!(!matches!(document.blocks()[0].kind, BlockKind::Quotation { .. }), "{source}");
        }
    }
}
