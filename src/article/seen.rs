//! What tests see of a document: its blocks and what is set apart in it, each in a few words.

use super::block::{BlockKind, InlineKind, Link};
use super::document::Document;
use crate::text::span::Span;

/// A document's blocks, each as the name of its kind and its words.
pub(super) fn blocks(document: &Document) -> Vec<String> {
    let name = |kind: BlockKind| match kind {
        BlockKind::Heading { level } => format!("h{level}"),
        BlockKind::ListItem { depth, ordinal } => {
            format!("li{depth}{}", ordinal.map_or(String::new(), |n| format!("#{n}")))
        }
        BlockKind::Quotation { depth } => format!("q{depth}"),
        other => format!("{other:?}").to_lowercase(),
    };
    let blocks = document.blocks().iter().enumerate();
    blocks.map(|(at, block)| format!("{} {}", name(block.kind), document.block_text(at))).collect()
}

/// What is set apart in a document, as kind and words: of a link where it leads, inside of the document as the first
/// word there.
pub(super) fn inlines(document: &Document) -> Vec<(String, String)> {
    let name = |kind: InlineKind| match kind {
        InlineKind::Link(link) => match &document.links()[link] {
            Link::Address(to) => to.clone(),
            Link::Inside(at) => {
                let rest = document.text().get(*at..).unwrap_or("");
                format!("@{}", rest.split_whitespace().next().unwrap_or(""))
            }
        },
        other => format!("{other:?}"),
    };
    let all = document.inlines(Span::whole(document.text()));
    all.map(|it| (name(it.kind), it.span.of(document.text()).to_owned())).collect()
}
