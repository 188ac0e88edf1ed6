//! Raw HTML inside Markdown: tags become blocks and inlines, scripts and style sheets are gone.

use super::Reader;
use crate::article::block::{BlockKind, InlineKind};
use crate::article::markup::{Part, attribute, decoded, parts};

impl Reader<'_> {
    /// A tag inside a line.
    pub(super) fn inline_html(&mut self, html: &str) {
        for part in parts(html) {
            match part {
                Part::Words(words) => self.words(&decoded(words)),
                Part::Tag { name, closes, attributes } => self.inline_tag(&name, closes, attributes),
            }
        }
    }

    fn inline_tag(&mut self, name: &str, closes: bool, attributes: &str) {
        if self.hidden.is_some() {
            if closes && self.hidden.as_deref() == Some(name) {
                self.hidden = None;
            }
            return;
        }
        let kind = match name {
            "b" | "strong" => InlineKind::Strong,
            "i" | "em" | "cite" => InlineKind::Emphasis,
            "code" | "kbd" | "samp" => InlineKind::Code,
            "s" | "del" | "strike" => InlineKind::Strikethrough,
            _ => return self.other_tag(name, closes, attributes),
        };
        if !closes {
            self.flow.inline(kind);
            self.tags.push(name.to_owned());
        } else if self.tags.last().is_some_and(|open| open == name) {
            self.tags.pop();
            self.flow.end_inline();
        }
    }

    fn other_tag(&mut self, name: &str, closes: bool, attributes: &str) {
        if closes {
            return;
        }
        match name {
            "script" | "style" | "template" | "noscript" => self.hidden = Some(name.to_owned()),
            "br" => self.flow.space(),
            "img" => {
                if let Some(alt) = attribute(attributes, "alt") {
                    self.flow.image();
                    self.words(&alt);
                    self.flow.end_image();
                }
            }
            _ => {
                if let Some(id) = attribute(attributes, "id").or_else(|| attribute(attributes, "name")) {
                    self.flow.references.anchor(&id, self.flow.builder.len());
                }
            }
        }
    }

    /// A block of raw HTML: its words, as blocks by their tags.
    pub(super) fn html_block(&mut self) {
        let html = std::mem::take(&mut self.html);
        for part in parts(&html) {
            match part {
                Part::Words(words) if self.hidden.is_none() => {
                    if self.flow.kind().is_some() || !words.trim().is_empty() {
                        self.words(&decoded(words));
                    }
                }
                Part::Words(_) => {}
                Part::Tag { name, closes, attributes } => self.block_tag(&name, closes, attributes),
            }
        }
        self.close();
    }

    fn block_tag(&mut self, name: &str, closes: bool, attributes: &str) {
        if self.hidden.is_some() || !is_block(name) {
            return self.inline_tag(name, closes, attributes);
        }
        if matches!(name, "td" | "th") && self.flow.kind().is_some() {
            if !closes {
                self.flow.builder.text(" ");
            }
            return;
        }
        self.close();
        match name {
            _ if closes => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes().get(1).map_or(2, |digit| digit - b'0');
                self.flow.open(BlockKind::Heading { level });
            }
            "li" => self.flow.open(BlockKind::ListItem { depth: self.flow.depths().0, ordinal: None }),
            "blockquote" => self.flow.open(BlockKind::Quotation { depth: self.flow.depths().1 }),
            "figcaption" | "caption" => self.flow.open(BlockKind::Caption),
            "pre" => self.flow.open(BlockKind::Code),
            "hr" => self.flow.builder.block(BlockKind::Rule, ""),
            _ => {}
        }
    }
}

/// Whether an element stands on lines of its own.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}
