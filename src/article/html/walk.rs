//! From a page's tree to blocks and inlines, without recursion.

use dom_query::NodeRef;

use super::formula::bare_tex;
use super::raised::{Raised, raised};
use super::table::Columns;
use crate::article::address;
use crate::article::block::{BlockKind, InlineKind};
use crate::article::builder::DocumentBuilder;
use crate::article::flow::Flow;
use crate::article::references::References;
use crate::text::clean::clean_line;

/// Where the links of a page lead.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place<'p> {
    /// The page's own address.
    pub here: Option<&'p str>,
    /// What its links are counted from, where it says so.
    pub base: Option<&'p str>,
}

/// The name of an element that is a footnote; HTML has none, so its readers give it this one.
pub(in crate::article) const NOTE: &str = "footnote";

/// Writes all that stands below `root`; with a `title`, as a heading above it, unless the first
/// heading says the same.
pub(super) fn walk(root: NodeRef<'_>, title: Option<&str>, place: Place<'_>, builder: &mut DocumentBuilder) {
    if let Some(title) = title {
        builder.block(BlockKind::Heading { level: 1 }, title);
    }
    let flow = Flow::new(builder, title.is_some()).by_form();
    let Flow { references, builder, .. } = run(root, title, place, flow);
    references.resolve(builder);
}

/// Writes all that stands below `root`, a part of a longer document whose links are `references` so
/// far. Gives them with the part's own, to be resolved at the document's end.
pub(in crate::article) fn walk_on(
    root: NodeRef<'_>,
    references: References,
    builder: &mut DocumentBuilder,
) -> References {
    run(root, None, Place::default(), Flow::onwards(builder, false, references)).references
}

fn run<'b>(root: NodeRef<'_>, title: Option<&str>, place: Place<'b>, flow: Flow<'b>) -> Flow<'b> {
    let mut walker = Walker {
        flow,
        title: title.map(clean_line),
        place,
        inlines: Vec::new(),
        blocks: 0,
        tables: 0,
        columns: None,
        raised: Vec::new(),
        preformatted: 0,
    };
    let mut next = root.first_child();
    while let Some(node) = next {
        let inside = if walker.enter(&node) { node.first_child() } else { None };
        next = inside.or_else(|| walker.onwards(node, &root));
    }
    walker.flow.end();
    walker.flow
}

struct Walker<'b> {
    flow: Flow<'b>,
    place: Place<'b>,
    /// The title that stands above; taken once a heading has come.
    title: Option<String>,
    /// For each inline element that is open, the block it was opened in; nothing where it opened none.
    inlines: Vec<Option<usize>>,
    /// How many times a block has been closed.
    blocks: usize,
    /// How many tables of words are open.
    tables: usize,
    /// The columns of the open table of words, once its first row has begun.
    columns: Option<Columns>,
    /// What stands behind each element that is open and stands above or below the line.
    raised: Vec<&'static str>,
    /// How many elements of preformatted text are open.
    preformatted: usize,
}

/// What an element is to an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing to read.
    Gone,
    Heading(u8),
    Paragraph,
    Quotation,
    List,
    OrderedList,
    Item,
    Code,
    Caption,
    Note,
    Table,
    Row,
    Cell,
    /// A term that is described below it.
    Term,
    Description,
    Rule,
    Break,
    Image,
    Link,
    Quote,
    /// Above the line.
    Superscript,
    /// Below the line.
    Subscript,
    /// How the words before it are read, above them.
    Reading,
    Inline(InlineKind),
    /// Stands on lines of its own.
    Block,
    /// Is part of the words around it.
    Plain,
}

fn role(name: &str) -> Role {
    match name {
        "script" | "style" | "noscript" | "template" | "iframe" | "head" | "title" | "meta" | "link" | "svg"
        | "math" | "button" | "input" | "select" | "option" | "textarea" | "object" | "embed" | "audio" | "video"
        | "canvas" | "map" | "nav" | "dialog" | "datalist" | "progress" | "meter" => Role::Gone,
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "p" | "summary" | "address" => Role::Paragraph,
        "dt" => Role::Term,
        "dd" => Role::Description,
        "blockquote" => Role::Quotation,
        "ul" | "menu" | "dir" => Role::List,
        "ol" => Role::OrderedList,
        "li" => Role::Item,
        "pre" | "listing" => Role::Code,
        "figcaption" | "caption" => Role::Caption,
        NOTE => Role::Note,
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" | "th" => Role::Cell,
        "hr" => Role::Rule,
        "br" => Role::Break,
        "img" => Role::Image,
        "a" => Role::Link,
        "q" => Role::Quote,
        "sup" => Role::Superscript,
        "sub" => Role::Subscript,
        "rt" => Role::Reading,
        "em" | "i" | "cite" | "dfn" | "var" => Role::Inline(InlineKind::Emphasis),
        "strong" | "b" => Role::Inline(InlineKind::Strong),
        "code" | "kbd" | "samp" | "tt" => Role::Inline(InlineKind::Code),
        "del" | "s" | "strike" => Role::Inline(InlineKind::Strikethrough),
        "div" | "section" | "article" | "main" | "aside" | "header" | "footer" | "figure" | "details" | "dl"
        | "form" | "fieldset" | "legend" | "center" | "hgroup" | "body" | "html" | "picture" => Role::Block,
        _ => Role::Plain,
    }
}

impl Walker<'_> {
    /// The node after `node` and all below it; leaves the elements that end in between.
    fn onwards<'t>(&mut self, node: NodeRef<'t>, root: &NodeRef<'t>) -> Option<NodeRef<'t>> {
        let mut node = node;
        loop {
            self.leave(&node);
            if let Some(next) = node.next_sibling() {
                return Some(next);
            }
            node = node.parent().filter(|parent| parent.id != root.id)?;
        }
    }

    /// Begins a node; whether what is inside it is to be read.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            if !(self.tables > 0 && stands_between_cells(node)) {
                self.words(&node.text());
            }
            return false;
        }
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { return false };
        let role = role(&name);
        if role == Role::Gone || is_hidden(node) {
            return false;
        }
        if let Some(id) = node.id_attr() {
            self.flow.anchor(&id);
        }
        if matches!(role, Role::Superscript | Role::Subscript) {
            return self.enter_raised(node, role == Role::Subscript);
        }
        if self.tables > 0 {
            self.enter_in_table(role, node);
        } else {
            self.enter_block(role, node);
        }
        true
    }

    fn enter_block(&mut self, role: Role, node: &NodeRef<'_>) {
        match role {
            Role::Heading(level) => {
                self.close();
                self.flow.open(BlockKind::Heading { level });
            }
            Role::Paragraph => {
                self.close();
                self.flow.begin();
            }
            Role::Term => {
                self.close();
                self.flow.begin();
                self.flow.inline(InlineKind::Strong);
            }
            Role::Description => {
                self.blocks += 1;
                self.flow.description();
            }
            Role::Quotation => {
                self.blocks += 1;
                self.flow.quotation();
            }
            Role::Note => {
                self.blocks += 1;
                self.flow.note();
            }
            Role::List => {
                self.blocks += 1;
                self.flow.list(None);
            }
            Role::OrderedList => {
                self.blocks += 1;
                self.flow.list(Some(number(node, "start").unwrap_or(1)));
            }
            Role::Item => {
                self.blocks += 1;
                self.flow.item(number(node, "value"));
            }
            Role::Code => {
                self.close();
                self.preformatted += 1;
                self.flow.open(BlockKind::Code);
            }
            Role::Caption => {
                self.close();
                self.flow.open(BlockKind::Caption);
            }
            Role::Table => {
                self.close();
                if is_of_words(node) {
                    self.tables = 1;
                    self.columns = None;
                }
            }
            Role::Row | Role::Cell | Role::Block => self.close(),
            Role::Rule => {
                self.close();
                self.flow.rule();
            }
            _ => self.enter_inline(role, node),
        }
    }

    /// Inside a table only rows and cells stand apart.
    fn enter_in_table(&mut self, role: Role, node: &NodeRef<'_>) {
        match role {
            Role::Table => self.tables += 1,
            Role::Row if self.tables == 1 => self.row(),
            Role::Cell if self.tables == 1 => {
                let columns = self.columns.get_or_insert_default();
                let span = |name| number(node, name).unwrap_or(1);
                let high = u32::try_from(span("rowspan")).unwrap_or(u32::MAX);
                let empty = columns.cell(usize::try_from(span("colspan")).unwrap_or(usize::MAX), high);
                (0..=empty).for_each(|_| self.flow.cell());
            }
            // What stands above the rows names the table.
            Role::Caption if self.columns.is_none() => {
                self.close();
                self.flow.open(BlockKind::Caption);
            }
            Role::Break | Role::Image | Role::Link | Role::Quote | Role::Reading | Role::Inline(_) | Role::Plain => {
                self.enter_inline(role, node);
            }
            _ => self.flow.space(),
        }
    }

    fn row(&mut self) {
        if self.columns.is_none() {
            self.close();
            self.flow.table();
        }
        self.columns.get_or_insert_default().row();
        self.flow.row();
    }

    fn enter_inline(&mut self, role: Role, node: &NodeRef<'_>) {
        match role {
            Role::Break if self.preformatted > 0 => self.flow.words("\n"),
            Role::Break => self.flow.space(),
            Role::Image => {
                let alt = node.attr("alt").map(|alt| clean_line(&alt)).unwrap_or_default();
                if !alt.is_empty() {
                    self.flow.image();
                    self.flow.words(bare_tex(&alt));
                    self.flow.end_image();
                }
            }
            Role::Link => match node.attr("href") {
                Some(to) if is_followed(&to) && !node.text().trim().is_empty() => {
                    self.link(to.trim());
                    self.inlines.push(Some(self.blocks));
                }
                _ => self.inlines.push(None),
            },
            Role::Inline(kind) if self.preformatted == 0 && !node.text().trim().is_empty() => {
                self.flow.inline(kind);
                self.inlines.push(Some(self.blocks));
            }
            Role::Inline(_) => self.inlines.push(None),
            Role::Quote => self.flow.words("“"),
            Role::Reading if is_bare(node) => self.flow.words("("),
            _ => {}
        }
    }

    /// Words above or below the line begin; whether what is inside is to be read.
    fn enter_raised(&mut self, node: &NodeRef<'_>, below: bool) -> bool {
        match raised(node, below) {
            Raised::Signs(signs) => {
                self.flow.words(&signs);
                self.raised.push("");
                false
            }
            Raised::Between(before, after) => {
                if !before.is_empty() {
                    self.flow.words(before);
                }
                self.raised.push(after);
                true
            }
        }
    }

    /// A link begins: to a place on the page, or to an address, counted from where the page says.
    fn link(&mut self, to: &str) {
        match address::fragment(self.place.here, to) {
            Some(fragment) => self.flow.link(&format!("#{fragment}")),
            None => self.flow.link(&address::resolved(self.place.base, to).unwrap_or_else(|| to.to_owned())),
        }
    }

    /// Ends a node that was begun.
    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.node_name().filter(|_| node.is_element()) else { return };
        let role = role(&name);
        if role == Role::Gone || is_hidden(node) {
            return;
        }
        match role {
            Role::Link | Role::Inline(_) => {
                // Where its block has been closed, its inline was closed with it.
                if self.inlines.pop().flatten() == Some(self.blocks) {
                    self.flow.end_inline();
                }
            }
            Role::Quote => self.flow.words("”"),
            Role::Reading if is_bare(node) => self.flow.words(")"),
            Role::Superscript | Role::Subscript => {
                if let Some(after) = self.raised.pop().filter(|after| !after.is_empty()) {
                    self.flow.words(after);
                }
            }
            Role::Caption if self.tables == 1 && self.columns.is_none() => self.close(),
            Role::Table if self.tables > 0 => {
                self.tables -= 1;
                if self.tables == 0 {
                    self.close();
                }
            }
            _ if self.tables > 0 => {}
            Role::Heading(_) => self.end_heading(),
            Role::Quotation | Role::Note | Role::List | Role::OrderedList | Role::Item | Role::Description => {
                self.blocks += 1;
                self.flow.leave();
            }
            Role::Code => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.close();
            }
            Role::Paragraph | Role::Term | Role::Caption | Role::Block | Role::Table | Role::Row | Role::Cell => {
                self.close();
            }
            _ => {}
        }
    }

    fn end_heading(&mut self) {
        let same = self.title.take().is_some_and(|title| same_words(&title, self.flow.builder.words()));
        self.blocks += 1;
        self.flow.end_heading();
        if same {
            let closed = self.flow.builder.closed();
            self.flow.builder.keep(closed.saturating_sub(1));
        }
    }

    fn close(&mut self) {
        self.blocks += 1;
        self.flow.close();
    }

    fn words(&mut self, words: &str) {
        if self.flow.kind().is_none() && words.trim().is_empty() {
            return;
        }
        // Between two rows stands only white space; it would make a cell of its own.
        if self.tables > 0 && words.trim().is_empty() {
            return self.flow.space();
        }
        self.flow.words(words);
    }
}

/// Whether two titles say the same, white space and case aside.
fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}

/// Whether a page hides an element from its readers.
fn is_hidden(node: &NodeRef<'_>) -> bool {
    let style = || node.attr("style").map(|style| style.to_lowercase().replace(' ', "")).unwrap_or_default();
    node.has_attr("hidden")
        // A picture that only those who hear the page are spared is seen.
        || (node.attr("aria-hidden").is_some_and(|value| &*value == "true") && node.attr("alt").is_none())
        || (node.has_attr("style") && (style().contains("display:none") || style().contains("visibility:hidden")))
}

/// Whether no parentheses of the page's own stand around how something is read.
fn is_bare(node: &NodeRef<'_>) -> bool {
    let before = node.prev_element_sibling();
    !before.is_some_and(|before| before.has_name("rp")) && !node.text().trim().is_empty()
}

/// Whether words stand in a table outside of its cells, where only white space can.
fn stands_between_cells(words: &NodeRef<'_>) -> bool {
    let around = words.parent().and_then(|around| around.node_name());
    matches!(around.as_deref(), Some("table" | "thead" | "tbody" | "tfoot" | "tr"))
}

/// A number that an element names.
fn number(node: &NodeRef<'_>, name: &str) -> Option<u64> {
    node.attr(name)?.trim().parse().ok()
}

/// Whether a link leads somewhere a reader can go.
fn is_followed(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let scheme = lower.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
    scheme.is_none_or(|(scheme, _)| matches!(scheme, "http" | "https" | "mailto"))
}

/// Whether a table holds words in rows and cells, and not the page's layout.
fn is_of_words(table: &NodeRef<'_>) -> bool {
    let (mut rows, mut cells) = (0, 0);
    for node in table.descendants_it().take(20_000) {
        match node.node_name().as_deref() {
            Some(
                "table" | "ul" | "ol" | "blockquote" | "pre" | "h1" | "h2" | "h3" | "article" | "section" | "form",
            ) => return false,
            Some("tr") => rows += 1,
            Some("td" | "th") => cells += 1,
            _ => {}
        }
    }
    rows > 1 && cells > rows
}
