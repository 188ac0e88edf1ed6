//! Files that postil shares with the reader: its own blocks change, everything else stays.
//!
//! Each block stands between two comments, such as `<!-- postil:begin ID -->` and `<!-- postil:end ID -->`,
//! each a line of its own. Written into a file that is there, a block replaces the one of the same
//! ID; new blocks go in before the next one that is there, so that what the reader wrote below a
//! block stays below it; blocks of the same owner that are no longer wanted go. All other bytes stay
//! as they are, and doing it twice gives the same file.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::front_matter;
use crate::text::span::Span;

/// What postil has to say in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// YAML, one key a line or a line with indented lines below it, each with its line end.
    pub front_matter: String,
    /// The first part of the IDs of all blocks that this export speaks for: those that are in a
    /// file but not among [`blocks`](Self::blocks) go.
    pub owners: Vec<String>,
    /// The blocks, in order.
    pub blocks: List,
    /// Where these are a part of an article: what brings a file up to date that has blocks of it already.
    pub within: Option<Within>,
}

/// A part of an article, in a file that has the article's other blocks: they stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// The whole article's.
    pub front_matter: String,
    /// All of its blocks, in order.
    pub blocks: List,
    /// The IDs of those that are brought up to date.
    pub only: Vec<String>,
}

/// How a format writes a comment that takes a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Comments {
    /// `<!-- words -->`, as Markdown and Argdown have it.
    #[default]
    Html,
    /// `# words`, as Org has it.
    Org,
}

impl Comments {
    /// What opens and closes a comment.
    const fn signs(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("<!-- ", " -->"),
            Self::Org => ("# ", ""),
        }
    }

    fn around(self, words: &str) -> String {
        let (open, close) = self.signs();
        format!("{open}{words}{close}")
    }

    /// The words of the comment that a line is.
    fn inside(self, line: &[u8]) -> Option<&str> {
        let (open, close) = self.signs();
        std::str::from_utf8(line.strip_prefix(open.as_bytes())?.strip_suffix(close.as_bytes())?).ok()
    }
}

/// Blocks in order, written one after another as a new file has them: of an article without end nothing is kept twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// How the file's format writes comments.
    comments: Comments,
    /// The blocks between their marks, a blank line between each two.
    page: String,
    /// Where each stands in it.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    start: usize,
    id: usize,
    text: Span,
    end: usize,
}

/// One block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// Owner, a slash, and what names it among the owner's; without white space.
    pub id: &'a str,
    /// Its Markdown, without blank lines around it.
    pub text: &'a str,
    /// Both, as they stand in a file.
    fenced: &'a str,
}

impl List {
    /// No blocks, of a format with these comments.
    pub fn new(comments: Comments) -> Self {
        Self { comments, ..Self::default() }
    }

    /// How the file's format writes comments.
    pub const fn comments(&self) -> Comments {
        self.comments
    }

    /// Adds a block at the end. Blank lines around its text are no part of it.
    pub fn push(&mut self, id: &str, text: &str) {
        let (open, close) = self.comments.signs();
        let page = &mut self.page;
        page.push_str(if page.is_empty() { "" } else { GAP });
        let start = page.len();
        page.extend([open, BEGIN]);
        let id_at = page.len();
        page.extend([id, close, "\n"]);
        let text_at = page.len();
        page.push_str(text.trim_matches('\n'));
        let text = Span::new(text_at, page.len());
        page.extend(["\n", open, END, id, close]);
        self.places.push(Place { start, id: id_at, text, end: page.len() });
    }

    /// Adds the blocks of another list of the same format.
    pub fn append(&mut self, other: Self) {
        if self.places.is_empty() {
            *self = other;
        } else {
            for block in other.iter() {
                self.push(block.id, block.text);
            }
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The blocks, in order.
    pub fn iter(&self) -> impl Iterator<Item = Block<'_>> {
        self.places.iter().map(|place| self.at(*place))
    }

    fn get(&self, index: usize) -> Option<Block<'_>> {
        self.places.get(index).map(|place| self.at(*place))
    }

    fn at(&self, Place { start, id, text, end }: Place) -> Block<'_> {
        let id_end = text.start.saturating_sub("\n".len() + self.comments.signs().1.len());
        let of = |start, end| Span::new(start, end).of(&self.page);
        Block { id: of(id, id_end), text: text.of(&self.page), fenced: of(start, end) }
    }
}

/// What opens the words of the marks around a block.
const BEGIN: &str = "postil:begin ";
const END: &str = "postil:end ";

/// What stands between two blocks.
const GAP: &str = "\n\n";

/// Where a block stands in a file, its marks included, the last line's end not.
#[derive(Clone, Debug)]
struct Found {
    id: String,
    start: usize,
    end: usize,
}

/// The blocks of a file, and where marks stand in it that have no partner.
struct Marks {
    found: Vec<Found>,
    torn: Vec<usize>,
}

/// Says what may be written where; who edits the file sees it, who reads it does not.
const HINT: &str = "Each export writes anew what stands between postil's marks; the rest is yours and stays.";

/// The blocks as a text of its own, without marks, for standard output and pipes: its parts, in order.
pub fn plain(blocks: &Blocks) -> impl Iterator<Item = &str> {
    let fence = |part| if blocks.front_matter.is_empty() { "" } else { part };
    let parts = blocks.blocks.iter().enumerate();
    let parts = parts.flat_map(|(nth, block)| [if nth == 0 { "" } else { GAP }, block.text]);
    [fence("---\n"), &blocks.front_matter, fence("---\n\n")].into_iter().chain(parts).chain(["\n"])
}

/// The blocks as a new file, with marks.
pub fn new_file(blocks: Blocks) -> String {
    let Blocks { front_matter, blocks: List { comments, mut page, .. }, .. } = blocks;
    let front = if front_matter.is_empty() { String::new() } else { format!("---\n{front_matter}---\n\n") };
    let gap = if page.is_empty() { "" } else { GAP };
    page.insert_str(0, &format!("{front}{}{gap}", comments.around(HINT)));
    page.push('\n');
    page
}

/// `file` with its blocks of ours up to date.
pub fn merge(file: &[u8], blocks: Blocks) -> Vec<u8> {
    if file.trim_ascii().is_empty() {
        return new_file(blocks).into_bytes();
    }
    let comments = blocks.blocks.comments;
    let within = blocks.within.as_ref().filter(|_| holds_others(file, &blocks));
    let (front, all, owners) = match within {
        Some(within) => (&within.front_matter, &within.blocks, [].as_slice()),
        None => (&blocks.front_matter, &blocks.blocks, blocks.owners.as_slice()),
    };
    let is_asked = |id: &str| within.is_none_or(|within| within.only.iter().any(|asked| asked == id));
    let line_end = front_matter::line_end(file);
    let ours = |block| ours(block, line_end);
    let file = front_matter::merge(file, front);
    let Marks { found, torn } = find(&file, comments);
    let wanted: HashMap<&str, usize> = all.iter().enumerate().map(|(index, block)| (block.id, index)).collect();
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, block) in found.iter().enumerate() {
        first.entry(&block.id).or_insert(index);
    }
    // A torn mark inside a block that is written anew goes with it.
    let ours_anew = |index: usize, id: &str| wanted.contains_key(id) && first.get(id) == Some(&index);
    let inside = |mark: usize| {
        let at = found.partition_point(|block| block.end <= mark);
        found.get(at).is_some_and(|block| block.start <= mark && ours_anew(at, &block.id))
    };
    let sound = torn.iter().all(|mark| inside(*mark));
    // Blocks that are not in the file, by the place of the block they go before.
    let mut before: HashMap<usize, Vec<Block<'_>>> = HashMap::new();
    let mut waiting = Vec::new();
    for block in all.iter() {
        if let Some(place) = first.get(block.id) {
            before.entry(*place).or_default().append(&mut waiting);
        } else if is_asked(block.id) {
            waiting.push(block);
        }
    }
    let gap = line_end.repeat(2).into_bytes();
    let mut out = Vec::with_capacity(file.len());
    let mut at = 0;
    for (index, place) in found.iter().enumerate() {
        out.extend_from_slice(file.get(at..place.start).unwrap_or_default());
        at = place.end;
        for block in before.get(&index).into_iter().flatten() {
            out.extend_from_slice(ours(*block).as_bytes());
            out.extend_from_slice(&gap);
        }
        let owned = owners.iter().any(|owner| place.id.split('/').next() == Some(owner));
        match wanted.get(place.id.as_str()).and_then(|index| all.get(*index)) {
            // A second block of the same ID is a copy that the reader made.
            Some(block) if ours_anew(index, &place.id) && is_asked(&place.id) => {
                out.extend_from_slice(ours(block).as_bytes());
            }
            // Where marks are torn, what lies between them may be anybody's, and nothing goes.
            None if owned && sound => at = without_gap(&mut out, &file, at, &gap),
            _ => out.extend_from_slice(file.get(place.start..place.end).unwrap_or_default()),
        }
    }
    out.extend_from_slice(file.get(at..).unwrap_or_default());
    for block in waiting {
        while !out.ends_with(&gap) {
            out.extend_from_slice(line_end.as_bytes());
        }
        out.extend_from_slice(ours(block).as_bytes());
        out.extend_from_slice(line_end.as_bytes());
    }
    out
}

/// A block between its marks, its lines ended as the file's are.
fn ours<'a>(block: Block<'a>, line_end: &str) -> Cow<'a, str> {
    if line_end == "\r\n" { block.fenced.replace('\n', "\r\n").into() } else { block.fenced.into() }
}

/// Whether `file` holds a block of `owner`.
pub fn holds(file: &[u8], owner: &str, comments: Comments) -> bool {
    find(file, comments).found.iter().any(|block| block.id.split('/').next() == Some(owner))
}

/// Whether `file` holds blocks of the same articles that are not among `blocks`.
fn holds_others(file: &[u8], blocks: &Blocks) -> bool {
    let is_owned = |id: &str| blocks.owners.iter().any(|owner| id.split('/').next() == Some(owner));
    let here: HashSet<&str> = blocks.blocks.iter().map(|block| block.id).collect();
    let is_here = |id: &str| here.contains(id);
    find(file, blocks.blocks.comments).found.iter().any(|block| is_owned(&block.id) && !is_here(&block.id))
}

/// Takes away the blank line that stood before a block that goes, where one stands after it too, or
/// nothing but the file's end. Gives the place in `file` to go on from.
fn without_gap(out: &mut Vec<u8>, file: &[u8], at: usize, gap: &[u8]) -> usize {
    let rest = file.get(at..).unwrap_or_default();
    if !out.ends_with(gap) {
        return at;
    }
    if rest.starts_with(gap) {
        out.truncate(out.len() - gap.len());
    } else if rest.trim_ascii().is_empty() {
        // The line that is last now ends as the others do, whatever the block's last line ended with.
        let kept = if rest.is_empty() { gap.len() } else { gap.len() / 2 };
        out.truncate(out.len() - kept);
        return file.len();
    }
    at
}

/// The blocks of a file: from a begin mark to the end mark of the same ID, with no other begin mark
/// between them. A mark without its partner is the reader's text.
fn find(file: &[u8], comments: Comments) -> Marks {
    let (mut found, mut torn) = (Vec::new(), Vec::new());
    let mut open: Option<(String, usize)> = None;
    // What looks like a mark in the front matter is YAML.
    let mut at = front_matter::find(file).map_or(0, |(_, end)| end);
    for line in file.get(at..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
        let start = at;
        at += line.len();
        let words = line.trim_ascii_end();
        let comment = comments.inside(words).unwrap_or_default();
        if let Some(id) = mark(comment, BEGIN) {
            torn.extend(open.replace((id, start)).map(|(_, before)| before));
        } else if let Some(id) = mark(comment, END) {
            match open.take_if(|(opened, _)| *opened == id) {
                Some((_, begin)) => found.push(Found { id, start: begin, end: start + words.len() }),
                None => torn.push(start),
            }
        }
    }
    torn.extend(open.map(|(_, before)| before));
    Marks { found, torn }
}

/// The ID in a comment that opens with `opening`.
fn mark(comment: &str, opening: &str) -> Option<String> {
    let id = comment.strip_prefix(opening)?;
    (!id.is_empty() && !id.contains(char::is_whitespace)).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks(of: &[(&str, &str)]) -> Blocks {
        let mut blocks = List::default();
        for (id, text) in of {
            blocks.push(&format!("d/{id}"), text);
        }
        Blocks {
            front_matter: "title: T\nclaims: 1\n".to_owned(),
            owners: vec!["d".to_owned()],
            blocks,
            ..Blocks::default()
        }
    }

    fn merged(file: &str, with: &Blocks) -> String {
        let once = merge(file.as_bytes(), with.clone());
        assert_eq!(merge(&once, with.clone()), once, "twice gives the same file");
        String::from_utf8(once).unwrap()
    }

    #[test]
    fn the_readers_text_stays_where_it_is() {
        let first = merged("", &blocks(&[("a", "A"), ("c", "C")]));
        assert_eq!(
            first,
            format!(
                "---\ntitle: T\nclaims: 1\n---\n\n<!-- {HINT} -->\n\n<!-- postil:begin d/a -->\nA\n<!-- postil:end d/a -->\n\n\
                 <!-- postil:begin d/c -->\nC\n<!-- postil:end d/c -->\n"
            )
        );
        assert_eq!(
            plain(&blocks(&[("a", "A"), ("c", "C")])).collect::<String>(),
            "---\ntitle: T\nclaims: 1\n---\n\nA\n\nC\n"
        );
        // The hint belongs to the reader once it is there.
        let first = first.replace(&format!("<!-- {HINT} -->\n\n"), "");
        let mine = first
            .replace("<!-- postil:end d/a -->\n", "<!-- postil:end d/a -->\n\nMy thought on A.\n")
            .replace("title: T\n", "title: T\nmine: [x]\n");
        let mine = format!("{mine}The end is mine.");
        let second = merged(&mine, &blocks(&[("a", "A2"), ("b", "B"), ("c", "C"), ("e", "E")]));
        assert_eq!(
            second,
            "---\ntitle: T\nmine: [x]\nclaims: 1\n---\n\n<!-- postil:begin d/a -->\nA2\n<!-- postil:end d/a -->\n\n\
             My thought on A.\n\n<!-- postil:begin d/b -->\nB\n<!-- postil:end d/b -->\n\n\
             <!-- postil:begin d/c -->\nC\n<!-- postil:end d/c -->\nThe end is mine.\n\n\
             <!-- postil:begin d/e -->\nE\n<!-- postil:end d/e -->\n"
        );
        assert_eq!(
            merged(&second, &blocks(&[("a", "A2"), ("c", "C")])),
            mine.replace("\nA\n", "\nA2\n") + "\n",
            "blocks that are gone leave no trace"
        );
    }

    #[test]
    fn a_part_changes_nothing_else_where_the_rest_is_there() {
        let all = blocks(&[("a", "A"), ("b", "B"), ("c", "C")]);
        let part = |only: &str| Blocks {
            within: Some(Within {
                front_matter: all.front_matter.clone(),
                blocks: blocks(&[("a", "A2"), ("b", "B2"), ("c", "C2")]).blocks,
                only: vec![format!("d/{only}")],
            }),
            ..blocks(&[(only, "alone")])
        };
        let whole = merged("", &all);
        assert_eq!(merged(&whole, &part("b")), whole.replace("\nB\n", "\nB2\n"));
        // It comes in where it belongs, and nothing goes because it does.
        let without = merged("", &blocks(&[("a", "A"), ("c", "C"), ("gone", "G")]));
        let with = merged(&without, &part("b"));
        let new = "<!-- postil:begin d/b -->\nB2\n<!-- postil:end d/b -->\n\n";
        assert_eq!(with, without.replace("<!-- postil:begin d/c", &format!("{new}<!-- postil:begin d/c")));
        // Where nothing of the article is there, the part stands alone.
        assert_eq!(merged("Mine.\n", &part("b")), merged("Mine.\n", &blocks(&[("b", "alone")])));
    }

    #[test]
    fn what_is_not_ours_is_left_alone() {
        let alien = "Mine\r\n<!-- postil:begin x/1 -->\r\nanother document\r\n<!-- postil:end x/1 -->\r\n\
                     <!-- postil:begin d/a -->\r\nno end\r\n";
        let out = merged(alien, &blocks(&[("a", "A\nA")]));
        assert!(out.starts_with(alien));
        assert!(out.ends_with("\r\n\r\n<!-- postil:begin d/a -->\r\nA\r\nA\r\n<!-- postil:end d/a -->\r\n"));
    }

    #[test]
    fn a_last_line_that_ends_otherwise_does_not_change_the_line_ends_of_the_file() {
        let file = "\r\n\r\n<!-- postil:begin d/a -->\n<!-- postil:end d/a -->\n";
        let out = merged(file, &blocks(&[("c", "C")]));
        assert!(out.ends_with("<!-- postil:begin d/c -->\r\nC\r\n<!-- postil:end d/c -->\r\n"), "{out:?}");
        let out = merged(&format!("é{file}"), &blocks(&[("c", "C")]));
        assert!(out.starts_with("é\r\n\r\n<!-- postil:begin d/c -->"), "{out:?}");
        // What a CR alone ends.
        let once = merged("Mine\r", &blocks(&[("c", "C")]));
        assert_eq!(merged(&once, &blocks(&[("c", "C")])), once);
    }

    #[test]
    fn a_torn_mark_that_goes_with_its_block_counts_no_more() {
        let file = "<!-- postil:begin d/b -->\n<!-- postil:end d/b -->\n<!-- postil:begin d/a -->\n\
                    <!-- postil:end d/b -->\n<!-- postil:end d/a -->\n";
        assert!(!merged(file, &blocks(&[("a", "A")])).contains("d/b"));
    }

    #[test]
    fn org_has_its_own_comments() {
        let mut list = List::new(Comments::Org);
        list.push("d/a", "* A");
        list.push("d/b", "* B");
        let ours = Blocks { front_matter: String::new(), blocks: list, ..blocks(&[]) };
        let first = merged("", &ours);
        assert_eq!(
            first,
            format!(
                "# {HINT}\n\n# postil:begin d/a\n* A\n# postil:end d/a\n\n# postil:begin d/b\n* B\n# postil:end d/b\n"
            )
        );
        let mine = first.replace("# postil:begin d/b", "* Mine\n# postil:begin d/b");
        assert_eq!(merged(&mine, &ours), mine);
        assert!(holds(mine.as_bytes(), "d", Comments::Org) && !holds(mine.as_bytes(), "d", Comments::Html));
    }

    proptest! {
        #[test]
        fn any_file_is_kept_and_twice_is_once(
            file in "(---\n|title: x\n|a: b\n|[a-c]\n|\r\n|\r|\n|<!-- postil:begin d/[ab] -->\n|<!-- postil:end d/[ab] -->\n|é){0,12}",
            ids in prop::sample::subsequence(vec!["a", "b", "c"], 1..3),
        ) {
            let with = blocks(&ids.iter().map(|id| (*id, "text")).collect::<Vec<_>>());
            let once = merge(file.as_bytes(), with.clone());
            prop_assert_eq!(merge(&once, with), once.clone(), "{:?}", String::from_utf8_lossy(&once));
            for id in ids {
                let mark = format!("<!-- postil:begin d/{id} -->");
                prop_assert!(String::from_utf8_lossy(&once).contains(&mark));
            }
        }
    }
}
