//! A chapter's place in its book: its links lead through the whole book, its headings follow the
//! table of contents.

use std::collections::HashSet;

use dom_query::{Document as Tree, NodeRef};

use super::outline;
use super::package::Chapter;
use super::{MOST_TEXT, member_name};
use crate::article::builder::DocumentBuilder;
use crate::article::decode::decode;
use crate::article::html::{self, drawing, guard, stream, walk};
use crate::article::references::References;
use crate::text::clean::clean;

/// The longest mark that cites a note, in bytes.
const LONGEST_MARK: usize = 12;

/// Where a chapter stands.
pub(super) struct Stand<'a> {
    /// The chapter.
    pub chapter: &'a Chapter,
    /// The members that are chapters.
    pub paths: &'a HashSet<&'a str>,
    /// How deep in the table of contents the heading before it stands.
    pub depth: u8,
}

/// What reading a chapter gave beside its words.
pub(super) struct Read {
    /// The links of the book so far.
    pub references: References,
    /// How deep in the table of contents its last heading stands.
    pub depth: u8,
    /// Whether elements stood too deep.
    pub cut: bool,
}

/// Reads a chapter into `builder`.
pub(super) fn read(bytes: Vec<u8>, stand: &Stand<'_>, references: References, builder: &mut DocumentBuilder) -> Read {
    let guarded = {
        let text = decode(&bytes, html::charset(&bytes).as_deref()).text;
        drop(bytes);
        let text = if stand.chapter.drawing { clean(&drawn(&text)).into_owned() } else { clean(&text).into_owned() };
        let Some(guarded) = guard::guarded(&text, true) else {
            stream::read(&text, MOST_TEXT, builder);
            return Read { references, depth: stand.depth, cut: true };
        };
        guarded
    };
    let cut = guarded.cut;
    let tree = Tree::from(guarded.html);
    let Some(body) = tree.body() else { return Read { references, depth: stand.depth, cut } };
    let nodes = body.descendants();
    for node in nodes.iter().chain([&body]).filter(|node| node.is_element()) {
        place(node, stand);
    }
    let depth = outline::follow(&tree, &body, &nodes, stand);
    let start = tree.tree.new_element("a");
    start.set_attr("id", &stand.chapter.path);
    body.prepend_child(&start);
    let references = walk::walk_on(body, references, builder);
    Read { references, depth, cut }
}

/// The words of a drawing that is a chapter, as a page.
fn drawn(svg: &str) -> String {
    drawing::words(svg).iter().map(|line| format!("<p>{line}</p>")).collect()
}

/// Has the words of a drawing stand on lines of their own, unless it stands among other words.
fn set_apart(node: &NodeRef<'_>) {
    let around = node.parent().and_then(|around| around.node_name());
    let own = ["body", "div", "section", "figure", "article", "aside", "center", "main"];
    if around.is_some_and(|around| own.contains(&&*around)) {
        node.rename("div");
        node.children().iter().filter(|line| line.is_element()).for_each(|line| line.rename("p"));
    }
}

/// Makes the names and links of an element those of the whole book.
fn place(node: &NodeRef<'_>, stand: &Stand<'_>) {
    let path = &stand.chapter.path;
    if let Some(id) = node.id_attr().or_else(|| node.attr("name").filter(|_| node.has_name("a"))) {
        node.set_attr("id", &format!("{path}#{id}"));
    }
    // The words in it stand in for what no reader of text can show.
    if node.has_name("object") {
        node.rename("div");
    }
    if node.has_name(guard::DRAWING[0]) {
        set_apart(node);
    }
    match part(node) {
        Some(Part::Reference) => {
            let mark = node.text().trim().to_owned();
            if !mark.is_empty() && mark.len() <= LONGEST_MARK && !mark.starts_with(['[', '(']) {
                node.set_text(format!("[{mark}]"));
            }
        }
        // The number of a page in print is none of the text's words.
        Some(Part::PageBreak) => node.set_text(""),
        Some(Part::Note) if ["aside", "div", "section", "p"].iter().any(|name| node.has_name(name)) => {
            node.rename(walk::NOTE);
        }
        _ => {}
    }
    if node.has_name("a")
        && let Some(href) = node.attr("href")
        && let Some(name) = inside(href.trim(), stand)
    {
        node.set_attr("href", &format!("#{name}"));
    }
}

/// What an element has to do with notes, or with pages in print.
enum Part {
    /// It cites one.
    Reference,
    /// It is one.
    Note,
    /// A page begins there.
    PageBreak,
}

/// What an element says it is: by EPUB's vocabulary of structures, or by DPUB-ARIA's.
fn part(node: &NodeRef<'_>) -> Option<Part> {
    let said = [node.attr("epub:type"), node.attr("role")];
    said.iter().flatten().flat_map(|said| said.split_whitespace()).find_map(|word| match word {
        "noteref" | "doc-noteref" => Some(Part::Reference),
        "pagebreak" | "doc-pagebreak" => Some(Part::PageBreak),
        "footnote" | "endnote" | "rearnote" | "note" | "doc-footnote" | "doc-endnote" => Some(Part::Note),
        _ => None,
    })
}

/// The place in the book that a link leads to; nothing where it leads outside.
fn inside(href: &str, stand: &Stand<'_>) -> Option<String> {
    let (to, anchor) = href.split_once('#').unwrap_or((href, ""));
    let path = if to.is_empty() { stand.chapter.path.clone() } else { resolved(&stand.chapter.path, to)? };
    stand
        .paths
        .contains(path.as_str())
        .then(|| if anchor.is_empty() { path } else { format!("{path}#{}", member_anchor(anchor)) })
}

fn member_anchor(anchor: &str) -> String {
    super::percent_decode_str(anchor).decode_utf8_lossy().into_owned()
}

/// The member that `to` names, seen from the member `from`. Above the book's root there is nothing.
fn resolved(from: &str, to: &str) -> Option<String> {
    if to.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let to = to.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = if to.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    parts.pop();
    for part in to.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(member_name(&parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_seen_from_their_chapter() {
        for (from, to, expected) in [
            ("OEBPS/text/c1.xhtml", "c2.xhtml", Some("OEBPS/text/c2.xhtml")),
            ("OEBPS/text/c1.xhtml", "../notes%201.xhtml", Some("OEBPS/notes 1.xhtml")),
            ("c1.xhtml", "../../etc/passwd", Some("etc/passwd")),
            ("c1.xhtml", "/OEBPS/./x?y", Some("OEBPS/x")),
            ("c1.xhtml", "https://a.example/b", None),
            ("c1.xhtml", "mailto:a@b", None),
        ] {
            assert_eq!(resolved(from, to).as_deref(), expected, "{to}");
        }
    }
}
