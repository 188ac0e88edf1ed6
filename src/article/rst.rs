//! reStructuredText to a document: sections, lists, literal blocks, directives, tables, footnotes, links.
//!
//! Read line by line, without a tree, so that it takes as long as the text is. What no reader of the printed text would
//! see is left out: comments, targets, settings of the page, raw parts for other formats.

use std::collections::HashMap;

use super::block::{BlockKind, InlineKind};
use super::builder::DocumentBuilder;
use super::document::Metadata;
use super::flow::Flow;
use super::lines::{Line, marker};
use names::{Names, normal};
use sections::{Section, sections};

mod explicit;
mod inline;
mod names;
mod sections;
mod table;

/// How deep blocks in one another are told apart.
const DEEPEST: usize = 64;

/// Reads cleaned reStructuredText into `builder`, all of it or until about `limit` bytes of text have come out.
pub(super) fn read(text: &str, limit: Option<usize>, builder: &mut DocumentBuilder) {
    let lines: Vec<&str> = text.split('\n').collect();
    let sections = sections(&lines);
    let mut names = Names::of(&lines);
    for section in sections.values() {
        names.place(section.title);
    }
    let mut reader = Reader {
        flow: Flow::new(builder, false),
        names,
        sections,
        lines,
        within: Vec::new(),
        prose: Prose::default(),
        literal: None,
        lead: None,
        caption: false,
        no_table: false,
        metadata: Metadata::default(),
        begun: false,
    };
    reader.read(limit);
    let Reader { flow, metadata, .. } = reader;
    flow.references.resolve(flow.builder);
    builder.metadata(metadata);
}

/// What a line stands inside of. It ends with the first line that is indented less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Within {
    indent: usize,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Quotation,
    List {
        ordered: bool,
    },
    /// An item, a description or a footnote.
    Body,
    /// The content of a directive that only wraps.
    Wrap,
}

/// The paragraph that is being read.
#[derive(Debug, Default)]
struct Prose {
    words: String,
    indent: usize,
    lines: usize,
}

struct Reader<'t, 'b> {
    flow: Flow<'b>,
    names: Names,
    sections: HashMap<usize, Section<'t>>,
    lines: Vec<&'t str>,
    within: Vec<Within>,
    prose: Prose,
    /// The last paragraph said that what is indented more than this is to stand as it is.
    literal: Option<usize>,
    /// A word that stands before the next paragraph.
    lead: Option<String>,
    /// The next paragraph is a picture's caption.
    caption: bool,
    /// No table ends below.
    no_table: bool,
    metadata: Metadata,
    /// Something but headings and fields has been read.
    begun: bool,
}

impl<'t> Reader<'t, '_> {
    fn read(&mut self, limit: Option<usize>) {
        let mut at = 0;
        while let Some(line) = self.lines.get(at).copied() {
            let builder = &self.flow.builder;
            let enough = builder.is_full() || limit.is_some_and(|limit| builder.len() >= limit);
            if enough && self.within.is_empty() && self.prose.lines == 0 {
                return;
            }
            at = self.line(at, line).max(at + 1);
        }
        self.end_prose();
        self.step_out(0, false);
    }

    fn line(&mut self, at: usize, line: &'t str) -> usize {
        let Line { indent, words } = Line::of(line);
        if words.is_empty() {
            self.end_prose();
            return at + 1;
        }
        if let Some(outer) = self.literal.take() {
            let to = self.literal_end(at, outer, indent, words);
            if to > at {
                self.code(at, to);
                return to;
            }
        }
        self.element(at, indent, words)
    }

    /// Reads the element that begins at column `indent` of line `at`, or goes on there; gives the line after it.
    fn element(&mut self, at: usize, mut indent: usize, mut words: &'t str) -> usize {
        // Marks may follow one another in a line: each item then begins with another.
        loop {
            let heads = indent == 0 && self.sections.contains_key(&at);
            let item = bullet(words).filter(|_| !heads);
            self.step_out(indent, item.is_some());
            if self.prose.lines == 0 {
                // What was left has had its chance to be followed by a literal block.
                self.literal = None;
            } else {
                if indent <= self.prose.indent || self.prose.lines > 1 {
                    self.prose_line(indent, words);
                    return at + 1;
                }
                self.term(indent);
                if let Some(outer) = self.literal.take() {
                    let to = self.literal_end(at, outer, indent, words);
                    self.code(at, to);
                    return to;
                }
            }
            self.quote(indent);
            if let Some(next) = self.special(at, indent, words) {
                return next;
            }
            let Some((ordinal, rest, width)) = item.filter(|_| self.within.len() + 2 <= DEEPEST) else {
                self.prose_line(indent, words);
                return at + 1;
            };
            self.item(indent, ordinal, indent + width);
            indent += width;
            words = rest;
            self.begun = true;
        }
    }

    /// The paragraph's only line was a term, whose description is indented to `indent`.
    fn term(&mut self, indent: usize) {
        let literal = self.prose.words.ends_with("::");
        self.end_prose();
        if !literal && self.within.len() < DEEPEST {
            self.flow.description();
            self.within.push(Within { indent, kind: Kind::Body });
        }
    }

    /// What is indented more than what it stands in is a quotation.
    fn quote(&mut self, indent: usize) {
        if indent > self.within.last().map_or(0, |within| within.indent) && self.within.len() < DEEPEST {
            self.flow.quotation();
            self.within.push(Within { indent, kind: Kind::Quotation });
        }
    }

    /// Reads what begins with a sign of its own; gives the line after it.
    fn special(&mut self, at: usize, indent: usize, words: &'t str) -> Option<usize> {
        if let Some(section) = self.sections.remove(&at).filter(|_| indent == 0) {
            return Some(self.section(section));
        }
        if sections::is_rule(words) && self.lines.get(at + 1).is_none_or(|next| next.trim().is_empty()) {
            self.flow.rule();
            return Some(at + 1);
        }
        if words == ".." || words.starts_with(".. ") {
            return Some(self.explicit(at, indent, words.get(2..).unwrap_or_default().trim()));
        }
        if words == "__" || words.starts_with("__ ") {
            return Some(at + 1);
        }
        if let Some((name, rest)) = field(words) {
            return Some(self.field(at, indent, name, rest));
        }
        if words.starts_with(">>> ") {
            let rest = self.lines.get(at..).unwrap_or_default();
            let to = at + rest.iter().take_while(|line| !line.trim().is_empty()).count();
            self.code(at, to);
            return Some(to);
        }
        if let Some(line) = words.strip_prefix("| ") {
            self.prose_line(indent, line);
            self.end_prose();
            return Some(at + 1);
        }
        self.table(at, words)
    }

    fn section(&mut self, section: Section<'t>) -> usize {
        self.flow.open(BlockKind::Heading { level: section.level });
        let start = self.flow.builder.len();
        self.flow.references.anchor(&normal(section.title), start);
        inline::read(section.title, &mut self.flow, &mut self.names);
        self.flow.end_heading();
        section.next
    }

    fn table(&mut self, at: usize, words: &'t str) -> Option<usize> {
        if !table::opens(words) || self.no_table {
            return None;
        }
        let found = table::read(self.lines.get(at..)?);
        // One of columns ends where any of them ends, so that the next need not look again.
        self.no_table = found.is_none() && words.starts_with('=');
        let table = found?;
        self.begun = true;
        self.flow.table();
        for row in table.rows {
            self.flow.row();
            for cell in row {
                self.flow.cell();
                inline::read(&cell, &mut self.flow, &mut self.names);
            }
        }
        self.flow.close();
        Some(at + table.lines)
    }

    /// A line that names what stands below it.
    fn title(&mut self, words: &str) {
        if !words.is_empty() {
            self.flow.begin();
            self.flow.inline(InlineKind::Strong);
            inline::read(words, &mut self.flow, &mut self.names);
            self.flow.end_inline();
            self.flow.close();
        }
    }

    /// Enters the content that begins at line `from` or below.
    fn enter(&mut self, from: usize, indent: usize, kind: Kind) {
        if self.within.len() < DEEPEST {
            if kind == Kind::Body {
                self.flow.description();
            }
            self.within.push(Within { indent: self.body_indent(from - 1, indent), kind });
        }
    }

    /// Reads the words of a line that stand behind a mark as a line of its body.
    fn first_line(&mut self, at: usize, body: usize, words: &'t str) -> usize {
        if words.is_empty() { at + 1 } else { self.element(at, body, words) }
    }

    /// A field: at the head it tells of the article, elsewhere it is a name and its description.
    fn field(&mut self, at: usize, indent: usize, name: &'t str, words: &'t str) -> usize {
        if !self.begun && self.within.is_empty() {
            let known = self.says(name, words);
            if known || !matches!(name.to_ascii_lowercase().as_str(), "abstract" | "dedication") {
                return self.end_of(at, indent);
            }
        }
        self.title(name);
        let body = self.body_indent(at, indent);
        if self.within.len() < DEEPEST {
            self.flow.description();
            self.within.push(Within { indent: body, kind: Kind::Body });
        }
        self.first_line(at, body, words)
    }

    fn item(&mut self, indent: usize, ordinal: Option<u32>, body: usize) {
        let kind = Kind::List { ordered: ordinal.is_some() };
        if self.within.last() != Some(&Within { indent, kind }) {
            if self
                .within
                .last()
                .is_some_and(|within| within.indent == indent && matches!(within.kind, Kind::List { .. }))
            {
                self.leave();
            }
            self.flow.list(ordinal.map(u64::from));
            self.within.push(Within { indent, kind });
        }
        self.flow.item(None);
        self.within.push(Within { indent: body, kind: Kind::Body });
    }

    /// The column of the first line below `at` that is indented more than `indent`.
    fn body_indent(&self, at: usize, indent: usize) -> usize {
        let below = self.lines.get(at + 1..).unwrap_or_default().iter().copied().map(Line::of);
        below.take(2).find(|line| !line.is_blank()).map_or(0, |line| line.indent).max(indent + 1)
    }

    /// The first line below `at` that is indented no more than `indent`.
    fn end_of(&self, at: usize, indent: usize) -> usize {
        let below = self.lines.get(at + 1..).unwrap_or_default().iter().copied().map(Line::of);
        at + 1 + below.take_while(|line| line.is_blank() || line.indent > indent).count()
    }

    /// The line after the literal block that begins at line `at`: what is indented more than `outer`, or lines that
    /// begin with one and the same sign; `at` where there is none.
    fn literal_end(&self, at: usize, outer: usize, indent: usize, words: &str) -> usize {
        if indent > outer {
            return self.end_of(at, outer);
        }
        let sign = words.chars().next().filter(|c| c.is_ascii_punctuation() && indent == outer);
        let Some(sign) = sign.filter(|sign| matches!(sign, '>' | '|' | '$' | '#' | '%')) else { return at };
        let below = self.lines.get(at..).unwrap_or_default();
        at + below.iter().take_while(|line| line.trim_start().starts_with(sign)).count()
    }

    /// Lines as they stand, without the indent they share.
    fn code(&mut self, from: usize, to: usize) {
        let lines: Vec<Line<'_>> = self.lines.get(from..to).unwrap_or_default().iter().copied().map(Line::of).collect();
        let indent = lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or_default();
        let words = lines.iter().skip_while(|line| line.is_blank());
        self.begun = true;
        self.flow.open(BlockKind::Code);
        for (nth, line) in words.enumerate() {
            let margin = " ".repeat(line.indent.saturating_sub(indent).min(80));
            let ended = if nth > 0 { "\n" } else { "" };
            self.flow.words(&format!("{ended}{margin}{}", line.words));
        }
        self.flow.close();
    }

    fn prose_line(&mut self, indent: usize, words: &str) {
        if self.prose.lines == 0 {
            self.prose.indent = indent;
        } else {
            self.prose.words.push('\n');
        }
        self.prose.words.push_str(words);
        self.prose.lines += 1;
    }

    fn end_prose(&mut self) {
        let Prose { words, indent, lines } = std::mem::take(&mut self.prose);
        if lines == 0 {
            return;
        }
        self.begun = true;
        let mut shown = words.as_str();
        if let Some(before) = words.strip_suffix("::") {
            self.literal = Some(indent);
            // "Like this::" keeps one colon, "like this ::" none.
            let parted = before.is_empty() || before.ends_with(char::is_whitespace);
            shown = if parted { before.trim_end() } else { words.get(..words.len() - 1).unwrap_or(before) };
        }
        if shown.is_empty() {
            return;
        }
        if std::mem::take(&mut self.caption) {
            self.flow.open(BlockKind::Caption);
        } else {
            self.flow.begin();
        }
        if let Some(lead) = self.lead.take() {
            self.flow.inline(InlineKind::Strong);
            self.flow.words(&lead);
            self.flow.end_inline();
            self.flow.space();
        }
        inline::read(shown, &mut self.flow, &mut self.names);
        self.flow.close();
    }

    /// Leaves what a line at that column does not belong to.
    fn step_out(&mut self, indent: usize, item: bool) {
        while let Some(Within { indent: own, kind }) = self.within.last().copied() {
            let inside = match kind {
                Kind::List { .. } => indent == own && item,
                Kind::Quotation | Kind::Body | Kind::Wrap => indent >= own,
            };
            if inside {
                return;
            }
            self.end_prose();
            self.leave();
        }
    }

    fn leave(&mut self) {
        if self.within.pop().is_some_and(|within| within.kind != Kind::Wrap) {
            self.flow.leave();
        }
        (self.lead, self.caption) = (None, false);
    }
}

/// The number, the words and the width of the mark of an item.
fn bullet(words: &str) -> Option<(Option<u32>, &str, usize)> {
    let rest = words.strip_prefix("#. ").or_else(|| words.strip_prefix("(#) "));
    let (ordinal, rest) = match rest {
        Some(rest) => (Some(1), rest.trim_start()),
        None => marker(words).map(|mark| (mark.ordinal, mark.rest))?,
    };
    let mark = words.get(..words.len().checked_sub(rest.len())?)?;
    (!rest.is_empty()).then(|| (ordinal, rest, mark.chars().count()))
}

/// Name and words of a field (`:name: words`).
fn field(words: &str) -> Option<(&str, &str)> {
    let inside = words.strip_prefix(':')?;
    let end = inside.bytes().take(80).position(|byte| byte == b':')?;
    let (name, rest) = inside.split_at_checked(end)?;
    let rest = rest.strip_prefix(':')?;
    let named = !name.is_empty() && !name.starts_with(char::is_whitespace) && !name.contains('`');
    (named && (rest.is_empty() || rest.starts_with(' '))).then(|| (name, rest.trim()))
}

#[cfg(test)]
mod tests {
    use crate::article::document::Document;
    use crate::article::parse::{Kind as Source, parse, parse_start};
    use crate::article::seen;
    use proptest::prelude::*;

    fn rst(text: &str) -> Document {
        parse(Source::ReStructuredText, text.as_bytes(), "a.rst")
    }

    fn blocks(text: &str) -> Vec<String> {
        seen::blocks(&rst(text))
    }

    fn inlines(text: &str) -> Vec<(String, String)> {
        seen::inlines(&rst(text))
    }

    #[test]
    fn sections_have_levels_by_the_order_of_their_styles() {
        let text = ".. A comment\n   that goes on\n\n=========\nThe Title\n=========\n\n:Author: Jane Doe\n:Date: 2026-05-04\n:Status: draft\n\nWords of it\nover two lines.\n\n\
            1. First\n--------\nThe second paragraph.\n\nDeeper\n~~~~~~\nSecond\n------\n\n----\n\nThat is all.\n";
        assert_eq!(
            blocks(text),
            [
                "h1 The Title",
                "paragraph Words of it over two lines.",
                "h2 1. First",
                "paragraph The second paragraph.",
                "h3 Deeper",
                "h2 Second",
                "rule ",
                "paragraph That is all.",
            ]
        );
        let said = rst(text).metadata().clone();
        assert_eq!((said.author.as_deref(), said.date.as_deref()), (Some("Jane Doe"), Some("2026-05-04")));
        assert_eq!(blocks("One\n===\n\nTwo\n===\n\nDeep\n----\n"), ["h2 One", "h2 Two", "h3 Deep"]);
        let written = rst(".. title: A title\n.. date: 2026-01-02\n\nWords of it.\n");
        assert_eq!((written.text(), written.metadata().title.as_deref()), ("Words of it.", Some("A title")));
    }

    #[test]
    fn bodies_nest_by_their_indent() {
        let text = "Intro:\n\n- one\n  goes on\n\n  1. first\n  2. second\n\n     its own paragraph\n\n- - two\n\n#. auto\n#. again\n\n  Quoted here.\n\n  -- Jane\n\n\
            Term\n  What it is.\n\n:field: Its words\n  go on.\n\nThat is all.\n";
        assert_eq!(
            blocks(text),
            [
                "paragraph Intro:",
                "li1 one goes on",
                "li2#1 first",
                "li2#2 second",
                "paragraph its own paragraph",
                "li2 two",
                "li1#1 auto",
                "li1#2 again",
                "q1 Quoted here.",
                "q1 -- Jane",
                "paragraph Term",
                "paragraph What it is.",
                "paragraph field",
                "paragraph Its words go on.",
                "paragraph That is all.",
            ]
        );
    }

    #[test]
    fn literal_blocks_and_directives_keep_their_shape() {
        let text = "Like this::\n\n  if x\n\n    * y\n\nAnd ::\n\n> quoted\n> so\n\n>>> 1 + 1\n2\n\n.. code-block:: python\n   :linenos:\n\n   print(1)\n\n\
            .. note:: Be careful\n   with it.\n\n   - an item\n\n.. figure:: a.png\n   :alt: A map\n\n   The caption.\n\n.. raw:: html\n\n   <b>no</b>\n\n.. contents::\n\n\
            .. sidebar:: Its title\n\n   Its words.\n\n.. epigraph::\n\n   Said.\n\n| A line\n| Another\n\n..\n\n.. _place:\n\nThat is all.\n";
        assert_eq!(
            blocks(text),
            [
                "paragraph Like this:",
                "code if x\n\n  * y",
                "paragraph And",
                "code > quoted\n> so",
                "code >>> 1 + 1\n2",
                "code print(1)",
                "paragraph Note: Be careful with it.",
                "li1 an item",
                "caption A map",
                "caption The caption.",
                "paragraph Its title",
                "paragraph Its words.",
                "q1 Said.",
                "paragraph A line",
                "paragraph Another",
                "paragraph That is all.",
            ]
        );
        assert_eq!(
            blocks(
                "=== =====\na   *b*\n=== =====\n1   2\n=== =====\n\n.. list-table:: Its name\n\n   * - a\n     - b\n"
            ),
            ["table a\tb\n1\t2", "caption Its name", "li2 a", "li2 b"]
        );
    }

    #[test]
    fn markup_is_read_where_it_counts() {
        let one = |kind: &str, words: &str| (kind.to_owned(), words.to_owned());
        for (text, expected) in [
            (
                "A *soft*, **strong** and ``co*de`` word",
                vec![one("Emphasis", "soft"), one("Strong", "strong"), one("Code", "co*de")],
            ),
            ("2*3*4 and * not * this \\*nor\\* this", vec![]),
            ("*open and `open", vec![]),
            (
                "`text <https://a.example/b>`_ and `<https://c.example>`__",
                vec![one("https://a.example/b", "text"), one("https://c.example", "https://c.example")],
            ),
            (
                "See name_ and `two words`_ and no_where_ and this__.\n\n.. _name: https://a.example\n.. _two words: name_\n__ https://b.example\n",
                vec![
                    one("https://a.example", "name"),
                    one("https://a.example", "two words"),
                    one("https://b.example", "this"),
                ],
            ),
            (
                ":code:`x` :py:func:`~a.b.run` :ref:`there <x>` `y`:strong: :pep:`8`",
                vec![one("Code", "x"), one("Code", "run"), one("#x", "there"), one("Strong", "y")],
            ),
            ("|it| is `title`.\n\n.. |it| replace:: What it is\n", vec![one("Emphasis", "title")]),
            ("At https://a.example/x_y_.", vec![one("https://a.example/x_y", "https://a.example/x_y")]),
            ("re\\ *struct*\\ ured", vec![one("Emphasis", "struct")]),
        ] {
            assert_eq!(inlines(text), expected, "{text}");
        }
        assert_eq!(
            blocks("\\*a\\* re\\ *struct*\\ ured |it| |no|\n\n.. |it| unicode:: U+2014\n"),
            ["paragraph *a* restructured — |no|"]
        );
    }

    #[test]
    fn links_and_footnotes_lead_through_the_document() {
        let text = "Title\n=====\n\nSee `Second part`_, here_ and a note [1]_, two [#]_ [#x]_ and [CIT]_.\n\nSecond part\n-----------\n\n.. _here:\n\nThis place.\n\n\
            .. [1] One.\n.. [#] Two\n   goes on.\n.. [#x] Three.\n.. [CIT] Four.\n";
        let expected = [
            ("@Second", "Second part"),
            ("@This", "here"),
            ("@[1]", "[1]"),
            ("@[2]", "[2]"),
            ("@[x]", "[x]"),
            ("@[CIT]", "[CIT]"),
            ("@[1],", "[1]"),
            ("@[2]", "[2]"),
            ("@[x]", "[x]"),
            ("@[CIT].", "[CIT]"),
        ];
        assert_eq!(inlines(text), expected.map(|(to, words)| (to.to_owned(), words.to_owned())));
        assert!(
            rst(text).text().ends_with("[1] One.\n\n[2] Two goes on.\n\n[x] Three.\n\n[CIT] Four."),
            "{}",
            rst(text).text()
        );
    }

    #[test]
    fn hostile_texts_take_as_long_as_they_are() {
        for piece in [
            "== ==\nx\n",
            "+--+\n",
            "- ",
            "*a ",
            "`a ",
            "``a ",
            "[a",
            "a_ ",
            "|a ",
            ":a:`b ",
            ".. note::\n",
            ".. [#]\n",
            "\n\n::\n",
            "a\n==\n",
            ".. |a| replace:: |a|\n",
            ".. _a: b_\n.. _b: a_\n\na_ ",
            ":a: b\n",
            "__ x\n",
            "_`a",
            "\\",
        ] {
            let document = rst(&(piece.repeat(20_000) + "\n\nMARK"));
            assert!(document.text().contains("MARK"), "{piece}");
        }
        let deep: String = (0..2_000).map(|depth| format!("{}- x\n\n", "  ".repeat(depth))).collect();
        assert!(rst(&(deep + "MARK")).text().ends_with("MARK"));
    }

    proptest! {
        #[test]
        fn any_lines_make_a_clean_document_and_a_start_is_part_of_it(
            lines in prop::collection::vec(
                "( {0,4}(- |1\\. |#\\. |\\.\\. |:a: )){0,2}([*`|:_\\\\]{0,2}[a-zé]{1,3}[*`|:_]{0,2} ?){0,4}|[=~-]{2,9}|== ==|\\+--\\+|\\| [a-z|]{0,6}|\
                [ ]{0,3}[a-z ]{0,9}::|\\.\\. (note|code|figure|table|raw|epigraph):: ?[a-z]{0,3}|\\.\\. (\\[[#*a1]?\\]|_[a-z]{0,2}:|\\|a\\| replace::) ?[a-z]{0,3}||",
                0..40,
            ),
            limit in 0usize..200,
        ) {
            let text = lines.join("\n");
            let document = rst(&text);
            prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
            let start = parse_start(Source::ReStructuredText, text.as_bytes(), "a.rst", limit);
            prop_assert!(document.text().starts_with(start.text()), "{:?} {:?}", document.text(), start.text());
        }
    }
}
