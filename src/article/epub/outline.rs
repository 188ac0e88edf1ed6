//! The table of contents as a chapter's headings: each entry finds its heading or becomes one.

use std::collections::HashMap;

use dom_query::{Document as Tree, NodeRef};

use super::chapter::Stand;
use super::package::Entry;

/// How many characters may stand between an entry's place and its heading.
const NEAR: usize = 300;
/// How many nodes of an element are looked at for the words of a heading.
const MOST_NODES: usize = 40;

/// An entry whose place has come and whose heading has not.
struct Waiting<'e, 't> {
    entry: &'e Entry,
    /// Where it becomes a heading, should none come.
    before: NodeRef<'t>,
    /// Characters of text since.
    passed: usize,
}

/// Gives the headings of a chapter the levels of the table of contents, and makes headings of entries
/// that have none. Gives the level of the last entry.
pub(super) fn follow<'t>(tree: &'t Tree, body: &NodeRef<'t>, nodes: &[NodeRef<'t>], stand: &Stand<'_>) -> u8 {
    let mut targets: HashMap<String, Vec<&Entry>> = HashMap::new();
    let mut outline = Outline { tree, depth: stand.depth, waiting: Vec::new(), words: false };
    for entry in &stand.chapter.entries {
        match &entry.anchor {
            Some(anchor) => {
                targets.entry(format!("{}#{anchor}", stand.chapter.path)).or_default().push(entry);
            }
            None => outline.waiting.extend(body.first_child().map(|before| Waiting { entry, before, passed: 0 })),
        }
    }
    if let Some(entries) = body.id_attr().and_then(|id| targets.remove(&*id)) {
        outline.arrive(&entries, body.first_child().as_ref().unwrap_or(body));
    }
    for node in nodes {
        if node.is_text() {
            outline.pass(node);
            continue;
        }
        if let Some(entries) = node.id_attr().and_then(|id| targets.remove(&*id)) {
            outline.arrive(&entries, &block_of(node));
        }
        if let Some(level) = node.node_name().and_then(|name| heading_level(&name)) {
            outline.heading(node, level);
        }
    }
    outline.end()
}

struct Outline<'e, 't> {
    tree: &'t Tree,
    depth: u8,
    waiting: Vec<Waiting<'e, 't>>,
    /// Whether the chapter has words.
    words: bool,
}

impl<'e, 't> Outline<'e, 't> {
    /// The place of `entries` has come.
    fn arrive(&mut self, entries: &[&'e Entry], before: &NodeRef<'t>) {
        self.waiting.extend(entries.iter().map(|entry| Waiting { entry, before: *before, passed: 0 }));
    }

    /// A heading takes the entry that says the same, or the last that waits; the others stand above it.
    fn heading(&mut self, node: &NodeRef<'t>, level: u8) {
        let words = words_of(node).unwrap_or_default();
        if words.is_empty() {
            return;
        }
        self.words = true;
        let same = self.waiting.iter().position(|one| related(&one.entry.label, &words));
        let Some(taken) = same.or(self.waiting.len().checked_sub(1)) else {
            set_level(node, level.max(self.depth.saturating_add(1)));
            return;
        };
        let level = self.waiting.get(taken).map_or(level, |one| one.entry.level);
        for (index, one) in std::mem::take(&mut self.waiting).into_iter().enumerate() {
            if index != taken {
                self.insert(&one);
            }
        }
        set_level(node, level);
        self.depth = level;
    }

    /// Words have come: a paragraph that says what an entry says is its heading; an entry whose
    /// heading is too far becomes one.
    fn pass(&mut self, node: &NodeRef<'t>) {
        let text = node.text();
        let count = text.trim().chars().take(NEAR + 1).count();
        if count == 0 {
            return;
        }
        self.words = true;
        if self.waiting.is_empty() || node.ancestors_it(Some(8)).any(|above| is_heading(&above)) {
            return;
        }
        let paragraph = node.ancestors_it(Some(8)).find(|above| above.has_name("p") || above.has_name("div"));
        if let Some(paragraph) = paragraph
            && let Some(words) = words_of(&paragraph)
            && let Some(same) = self.waiting.iter().position(|one| same_words(&one.entry.label, &words))
        {
            let found = self.waiting.remove(same);
            for one in std::mem::take(&mut self.waiting) {
                self.insert(&one);
            }
            set_level(&paragraph, found.entry.level);
            self.depth = found.entry.level;
            return;
        }
        for one in &mut self.waiting {
            one.passed += count;
        }
        while self.waiting.first().is_some_and(|one| one.passed > NEAR) {
            let one = self.waiting.remove(0);
            self.insert(&one);
        }
    }

    /// Makes a heading of an entry.
    fn insert(&mut self, waiting: &Waiting<'e, 't>) {
        let heading = self.tree.tree.new_element(name_of(waiting.entry.level));
        heading.set_text(waiting.entry.label.as_str());
        waiting.before.insert_before(&heading);
        self.depth = waiting.entry.level;
    }

    fn end(mut self) -> u8 {
        if self.words {
            for one in std::mem::take(&mut self.waiting) {
                self.insert(&one);
            }
        }
        self.depth
    }
}

/// The block that an element inside a paragraph stands in; else the element itself.
fn block_of<'t>(node: &NodeRef<'t>) -> NodeRef<'t> {
    let holds = |above: &NodeRef<'t>| ["p", "li", "dt", "dd", "table"].iter().any(|name| above.has_name(name));
    node.ancestors_it(Some(8)).filter(holds).last().unwrap_or(*node)
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

fn is_heading(node: &NodeRef<'_>) -> bool {
    node.node_name().is_some_and(|name| heading_level(&name).is_some())
}

fn name_of(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

fn set_level(node: &NodeRef<'_>, level: u8) {
    node.rename(name_of(level));
}

/// The words of an element, lower case, letters and digits only; nothing where it holds more than a
/// heading does.
fn words_of(node: &NodeRef<'_>) -> Option<Vec<String>> {
    let mut text = String::new();
    for (count, inner) in node.descendants_it().enumerate() {
        if inner.is_text() {
            text.push_str(&inner.text());
        }
        if count > MOST_NODES || text.len() > 2 * NEAR {
            return None;
        }
    }
    Some(words(&text))
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn same_words(label: &str, found: &[String]) -> bool {
    words(label) == found
}

/// Whether a heading says what an entry says, or one of them a part of the other.
fn related(label: &str, found: &[String]) -> bool {
    let label = words(label);
    let holds = |long: &[String], short: &[String]| long.windows(short.len().max(1)).any(|part| part == short);
    !label.is_empty() && (holds(&label, found) || holds(found, &label))
}
