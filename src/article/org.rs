//! Org (Emacs' outlines) to a document: headings, lists, blocks, tables, footnotes, links.
//!
//! Read line by line, without a tree, so that it takes as long as the text is. What Org itself would not print is left
//! out: comments, properties, settings, planning.

use super::block::BlockKind;
use super::builder::DocumentBuilder;
use super::flow::Flow;
use super::lines::{Line, marker};
use inline::Notes;
use signs::{
    Settings, block_name, checkbox, counter, drawer, ends, headline, setting, unescaped, without_priority, without_tags,
};

mod inline;
mod signs;

/// How deep blocks and lists in one another are told apart.
const DEEPEST: usize = 64;

/// Reads cleaned Org into `builder`, all of it or until about `limit` bytes of text have come out.
pub(super) fn read(text: &str, limit: Option<usize>, builder: &mut DocumentBuilder) {
    let lines: Vec<&str> = text.split('\n').collect();
    let settings = Settings::of(&lines);
    builder.metadata(settings.metadata.clone());
    let title = settings.metadata.title.is_some();
    let mut reader = Reader {
        ends: ends(&lines),
        lines,
        flow: Flow::new(builder, false),
        within: Vec::new(),
        prose: String::new(),
        blanks: 0,
        notes: Notes::of(text),
        below: u8::from(title),
    };
    if let Some(title) = settings.metadata.title {
        reader.heading(1, &title);
    }
    let complete = reader.read(limit);
    if complete {
        for (label, words) in std::mem::take(&mut reader.notes.found) {
            reader.flow.footnote(&label);
            reader.flow.begin();
            inline::read(&words, &mut reader.flow, None);
            reader.flow.leave();
        }
    }
    reader.flow.references.resolve(reader.flow.builder);
}

/// What a line stands inside of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    /// A block up to the line that closes it; a quotation or a block that only wraps.
    Block { end: usize, quotes: bool },
    /// A list whose marks stand at that column.
    List { indent: usize, ordered: bool },
    /// An item whose mark stands there: what is indented more belongs to it.
    Item { indent: usize },
    /// A footnote's definition.
    Note,
}

struct Reader<'t, 'b> {
    lines: Vec<&'t str>,
    ends: Vec<usize>,
    flow: Flow<'b>,
    within: Vec<Within>,
    /// The lines of the paragraph that is being read.
    prose: String,
    /// Blank lines right before.
    blanks: usize,
    notes: Notes,
    /// Levels that stand above a heading of one star.
    below: u8,
}

impl<'t> Reader<'t, '_> {
    /// Reads the lines; gives whether that were all.
    fn read(&mut self, limit: Option<usize>) -> bool {
        let mut at = 0;
        while let Some(line) = self.lines.get(at).copied() {
            let builder = &self.flow.builder;
            let enough = builder.is_full() || limit.is_some_and(|limit| builder.len() >= limit);
            if enough && self.within.is_empty() && self.prose.is_empty() {
                return false;
            }
            at = self.line(at, line).max(at + 1);
        }
        self.end_prose();
        self.leave_all();
        true
    }

    /// Reads the element that line `at` opens or goes on with; gives the line after it.
    fn line(&mut self, at: usize, line: &'t str) -> usize {
        if let Some((stars, words)) = headline(line) {
            return self.section(at, stars, words);
        }
        let Line { indent, words } = Line::of(line);
        if words.is_empty() {
            self.end_prose();
            self.blanks += 1;
            if self.blanks == 2 {
                self.leave_while(|within| !matches!(within, Within::Block { .. }));
            }
            return at + 1;
        }
        self.blanks = 0;
        if self.ends_block(at) {
            return at + 1;
        }
        let mark = marker(words).filter(|_| indent > 0 || !words.starts_with('*'));
        self.step_out(indent, mark.is_some());
        if let Some(next) = self.special(at, words) {
            return next;
        }
        match mark {
            Some(mark) if self.within.len() + 2 <= DEEPEST => self.item(indent, mark.ordinal, mark.rest),
            _ if indent == 0 && self.defines_note(words) => {}
            _ => self.prose_line(words),
        }
        at + 1
    }

    /// A heading, and what is written right under it that is not printed.
    fn section(&mut self, at: usize, stars: usize, words: &'t str) -> usize {
        self.end_prose();
        self.leave_all();
        if words == "COMMENT" || words.starts_with("COMMENT ") {
            let rest = self.lines.get(at + 1..).unwrap_or_default();
            let under = rest.iter().take_while(|line| headline(line).is_none_or(|(deeper, _)| deeper > stars));
            return at + 1 + under.count();
        }
        let level = u8::try_from(stars).unwrap_or(u8::MAX).saturating_add(self.below).min(6);
        self.heading(level, without_tags(&without_priority(words)));
        let planning = |line: &&str| {
            let words = line.trim_start();
            ["SCHEDULED:", "DEADLINE:", "CLOSED:"].iter().any(|plan| words.starts_with(plan))
        };
        at + 1 + usize::from(self.lines.get(at + 1).is_some_and(planning))
    }

    fn heading(&mut self, level: u8, words: &str) {
        self.flow.open(BlockKind::Heading { level });
        let start = self.flow.builder.len();
        inline::read(words, &mut self.flow, Some(&mut self.notes));
        for name in [format!("*{words}"), words.to_owned()] {
            self.flow.references.anchor(&name, start);
        }
        self.flow.end_heading();
    }

    /// Reads what begins with a sign of its own; gives the line after it.
    fn special(&mut self, at: usize, words: &'t str) -> Option<usize> {
        let end = self.ends.get(at).copied().filter(|end| *end > at);
        if let Some(name) = block_name(words, "#+begin_") {
            self.end_prose();
            return Some(end.map_or(at + 1, |end| self.block(at, end, &name)));
        }
        if words == "#" || words.starts_with("# ") || words.starts_with("#+") {
            self.end_prose();
            if let Some((_, caption)) = setting(words).filter(|(key, _)| key.eq_ignore_ascii_case("caption")) {
                self.flow.open(BlockKind::Caption);
                inline::read(caption, &mut self.flow, Some(&mut self.notes));
                self.flow.close();
            }
            return Some(at + 1);
        }
        if let (Some(name), Some(end)) = (drawer(words), end) {
            self.end_prose();
            return Some(self.drawer(at, end, name));
        }
        if words.eq_ignore_ascii_case(":end:") {
            self.end_prose();
            return Some(at + 1);
        }
        if words == ":" || words.starts_with(": ") {
            self.end_prose();
            let to = self.run(at, |words| words == ":" || words.starts_with(": "));
            self.code(at, to, |line| {
                let words = line.trim_start().strip_prefix(':').unwrap_or(line);
                Line::of(words.strip_prefix(' ').unwrap_or(words))
            });
            return Some(to);
        }
        if words.starts_with('|') {
            self.end_prose();
            let to = self.run(at, |words| words.starts_with('|'));
            self.table(at, to);
            return Some(to);
        }
        if words.len() >= 5 && words.bytes().all(|byte| byte == b'-') {
            self.end_prose();
            self.flow.rule();
            return Some(at + 1);
        }
        None
    }

    /// A block; gives the line from which its lines are read on, or the one after it.
    fn block(&mut self, at: usize, end: usize, name: &str) -> usize {
        match name {
            "src" | "example" => {
                self.code(at + 1, end, |line| {
                    let line = Line::of(line);
                    Line { words: unescaped(line.words), ..line }
                });
                end + 1
            }
            "comment" | "export" => end + 1,
            _ if self.within.len() >= DEEPEST => at + 1,
            _ => {
                let quotes = matches!(name, "quote" | "verse");
                if quotes {
                    self.flow.quotation();
                }
                self.within.push(Within::Block { end, quotes });
                at + 1
            }
        }
    }

    /// A drawer: of a heading's properties its address counts; what was logged is not printed.
    fn drawer(&mut self, at: usize, end: usize, name: &str) -> usize {
        if name.eq_ignore_ascii_case("properties") {
            for line in self.lines.get(at + 1..end).unwrap_or_default() {
                let id = line.trim().strip_prefix(":CUSTOM_ID:").or_else(|| line.trim().strip_prefix(":ID:"));
                if let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) {
                    self.flow.anchor(id);
                }
            }
            return end + 1;
        }
        if name.eq_ignore_ascii_case("logbook") { end + 1 } else { at + 1 }
    }

    /// The line after those from `at` on whose words are `like` it.
    fn run(&self, at: usize, like: impl Fn(&str) -> bool) -> usize {
        let rest = self.lines.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|line| like(line.trim())).count()
    }

    /// Lines as they stand, each as `read`, without the indent they share.
    fn code(&mut self, from: usize, to: usize, read: impl Fn(&'t str) -> Line<'t>) {
        let lines = self.lines.get(from..to).unwrap_or_default();
        let lines: Vec<Line<'_>> = lines.iter().map(|line| read(line)).collect();
        let indent = lines.iter().filter(|line| !line.is_blank()).map(|line| line.indent).min().unwrap_or_default();
        self.flow.open(BlockKind::Code);
        for (nth, line) in lines.iter().enumerate() {
            let margin = " ".repeat(line.indent.saturating_sub(indent).min(80));
            let ended = if nth > 0 { "\n" } else { "" };
            self.flow.words(&format!("{ended}{margin}{}", line.words));
        }
        self.flow.close();
    }

    fn table(&mut self, from: usize, to: usize) {
        let rows = self.lines.get(from..to).unwrap_or_default().to_vec();
        self.flow.table();
        for row in rows.into_iter().map(str::trim).filter(|row| !row.starts_with("|-")) {
            self.flow.row();
            let row = row.strip_prefix('|').unwrap_or(row);
            for cell in row.strip_suffix('|').unwrap_or(row).split('|') {
                self.flow.cell();
                inline::read(cell.trim(), &mut self.flow, Some(&mut self.notes));
            }
        }
        self.flow.close();
    }

    fn item(&mut self, indent: usize, ordinal: Option<u32>, words: &'t str) {
        self.end_prose();
        let ordered = ordinal.is_some();
        if self.within.last() != Some(&Within::List { indent, ordered }) {
            self.leave_while(|within| matches!(within, Within::List { indent: other, .. } if *other == indent));
            self.flow.list(ordinal.map(u64::from));
            self.within.push(Within::List { indent, ordered });
        }
        let (counter, words) = counter(words);
        self.flow.item(counter);
        self.within.push(Within::Item { indent });
        let (done, words) = checkbox(words);
        self.prose.push_str(done);
        match words.split_once(" :: ").filter(|_| !ordered) {
            Some((term, description)) => {
                self.prose_line(term);
                self.end_prose();
                self.prose_line(description);
            }
            None => self.prose_line(words),
        }
    }

    /// Whether `words` begin the definition of a footnote, which then is open.
    fn defines_note(&mut self, words: &'t str) -> bool {
        let Some((label, rest)) = words.strip_prefix("[fn:").and_then(inline::label) else { return false };
        let Some(rest) = rest.strip_prefix(']').filter(|_| !label.is_empty()) else { return false };
        self.end_prose();
        self.leave_while(|within| !matches!(within, Within::Block { .. }));
        if self.within.len() >= DEEPEST {
            return false;
        }
        self.flow.footnote(label);
        self.within.push(Within::Note);
        self.prose_line(rest);
        true
    }

    fn prose_line(&mut self, words: &str) {
        let words = words.strip_suffix("\\\\").unwrap_or(words).trim();
        if !self.prose.is_empty() && !self.prose.ends_with(' ') {
            self.prose.push('\n');
        }
        self.prose.push_str(words);
    }

    fn end_prose(&mut self) {
        let prose = std::mem::take(&mut self.prose);
        if !prose.trim().is_empty() {
            self.flow.begin();
            inline::read(&prose, &mut self.flow, Some(&mut self.notes));
            self.flow.close();
        }
    }

    /// Whether line `at` closes a block; what was opened inside it ends with it.
    fn ends_block(&mut self, at: usize) -> bool {
        let block = |within: &Within| matches!(within, Within::Block { end, .. } if *end == at);
        let Some(depth) = self.within.iter().position(block) else { return false };
        self.end_prose();
        while self.within.len() > depth {
            self.leave();
        }
        true
    }

    /// Leaves the lists and items that a line at that column does not belong to.
    fn step_out(&mut self, indent: usize, item: bool) {
        while let Some(within) = self.within.last().copied() {
            let inside = match within {
                Within::Item { indent: mark } => indent > mark,
                Within::List { indent: mark, .. } => item && indent == mark,
                Within::Block { .. } | Within::Note => true,
            };
            if inside {
                return;
            }
            self.end_prose();
            self.leave();
        }
    }

    fn leave_while(&mut self, leaves: impl Fn(&Within) -> bool) {
        while self.within.last().is_some_and(&leaves) {
            self.leave();
        }
    }

    fn leave_all(&mut self) {
        self.leave_while(|_| true);
    }

    fn leave(&mut self) {
        if !matches!(self.within.pop(), None | Some(Within::Block { quotes: false, .. })) {
            self.flow.leave();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse, parse_start};
    use crate::article::seen;
    use proptest::prelude::*;

    fn org(text: &str) -> Document {
        parse(Kind::Org, text.as_bytes(), "a.org")
    }

    fn blocks(text: &str) -> Vec<String> {
        seen::blocks(&org(text))
    }

    fn inlines(text: &str) -> Vec<(String, String)> {
        seen::inlines(&org(text))
    }

    #[test]
    fn an_outline_reads_as_it_would_be_printed() {
        let text = "#+TITLE: The Title\n#+title: goes on\n#+AUTHOR: Jane Doe\n#+DATE: <2026-05-04 Mon>\n#+LANGUAGE: en\n#+STARTUP: overview\n\n\
            Words of a lead\nover two lines.\n\n* TODO [#A] First /part/ :work:home:\nSCHEDULED: <2026-05-05 Tue>\n:PROPERTIES:\n:CUSTOM_ID: first\n:END:\n\
            Words.\n# A comment\nMore words.\n** Second\n* COMMENT Not ready\nHidden.\n** Hidden too\n* Third\n-----\nThat is all.\n";
        assert_eq!(
            blocks(text),
            [
                "h1 The Title goes on",
                "paragraph Words of a lead over two lines.",
                "h2 TODO First part",
                "paragraph Words.",
                "paragraph More words.",
                "h3 Second",
                "h2 Third",
                "rule ",
                "paragraph That is all.",
            ]
        );
        let said = org(text).metadata().clone();
        assert_eq!(
            (said.title.as_deref(), said.author.as_deref(), said.date.as_deref(), said.language.as_deref()),
            (Some("The Title goes on"), Some("Jane Doe"), Some("2026-05-04"), Some("en"))
        );
        assert_eq!(blocks("* [#B] One\n** Two\n"), ["h1 One", "h2 Two"]);
    }

    #[test]
    fn lists_nest_by_their_indent() {
        let text = "Intro:\n- one\n  goes on\n  1. [@3] first\n  2) second\n\n     its own paragraph\n- [X] two\n- Term :: What it is.\n* Heading\n  * star\nNot in it.\n";
        assert_eq!(
            blocks(text),
            [
                "paragraph Intro:",
                "li1 one goes on",
                "li2#3 first",
                "li2#4 second",
                "paragraph its own paragraph",
                "li1 ☑ two",
                "li1 Term",
                "paragraph What it is.",
                "h1 Heading",
                "li1 star",
                "paragraph Not in it.",
            ]
        );
    }

    #[test]
    fn blocks_keep_their_shape() {
        let text = "#+BEGIN_QUOTE\nSaid once\nand on.\n\n#+begin_center\nAgain.\n#+end_center\n#+END_QUOTE\n#+begin_src sh :results output\n  if x\n    ,* y\n#+end_src\n\
            : a\n:   b\n#+begin_export html\n<b>no</b>\n#+end_export\n#+caption: A /table/\n| A | B |\n|---+---|\n| 1 | *2* |\n#+tblfm: $1=2\n\
            :NOTE:\nShown.\n:END:\n:LOGBOOK:\nCLOCK: no\n:END:\n#+begin_src\nnever closed\n";
        assert_eq!(
            blocks(text),
            [
                "q1 Said once and on.",
                "q1 Again.",
                "code if x\n  * y",
                "code a\n  b",
                "caption A table",
                "table A\tB\n1\t2",
                "paragraph Shown.",
                "paragraph never closed",
            ]
        );
    }

    #[test]
    fn markup_is_read_where_org_reads_it() {
        let one = |kind: &str, words: &str| (kind.to_owned(), words.to_owned());
        for (text, expected) in [
            ("A *bold* word", vec![one("Strong", "bold")]),
            ("2*3*4 and a/b/c and x_1_y", vec![]),
            ("/over\ntwo *lines* here/.", vec![one("Emphasis", "over two lines here"), one("Strong", "lines")]),
            (
                "=a *b*= ~c~ +d+ _e_",
                vec![one("Code", "a *b*"), one("Code", "c"), one("Strikethrough", "d"), one("Emphasis", "e")],
            ),
            ("* not bold * here", vec![]),
            ("*open /and", vec![]),
            ("(*a /b* c/)", vec![one("Strong", "a /b")]),
            (
                "[[https://a.example/b][see *this*]]!",
                vec![one("https://a.example/b", "see this"), one("Strong", "this")],
            ),
            (
                "[[https://a.example]] [[file:a.png]]",
                vec![one("https://a.example", "https://a.example"), one("file:a.png", "a.png")],
            ),
            (
                "At https://a.example/x_y_z, <https://b.example>.",
                vec![
                    one("https://a.example/x_y_z", "https://a.example/x_y_z"),
                    one("https://b.example", "https://b.example"),
                ],
            ),
            (
                "*https://a.example/b*",
                vec![one("https://a.example/b", "https://a.example/b"), one("Strong", "https://a.example/b")],
            ),
            ("[[nowhere][x]", vec![]),
        ] {
            assert_eq!(inlines(text), expected, "{text}");
        }
    }

    #[test]
    fn links_and_footnotes_lead_through_the_document() {
        let text = "* One\n:PROPERTIES:\n:CUSTOM_ID: one\n:END:\nSee [[#two]], [[*Two][it]] and [[place]]; a note[fn:1] and another[fn:: in *place*] and [fn:x: named].\n* Two\n:PROPERTIES:\n:CUSTOM_ID: two\n:END:\nHere <<place>>it is.\n\n[fn:1] The first.\n";
        let links: Vec<_> = inlines(text).into_iter().filter(|(kind, _)| kind != "Strong").collect();
        let expected = [
            ("@Here", "two"),
            ("@Two", "it"),
            ("@it", "place"),
            ("@[1]", "[1]"),
            ("@[2]", "[2]"),
            ("@[x]", "[x]"),
            ("@[1]", "[1]"),
            ("@[2]", "[2]"),
            ("@[x].", "[x]"),
        ];
        assert_eq!(links, expected.map(|(to, words)| (to.to_owned(), words.to_owned())));
        let document = org(text);
        assert!(document.text().ends_with("[1] The first.\n\n[2] in place\n\n[x] named"), "{}", document.text());
    }

    #[test]
    fn hostile_outlines_take_as_long_as_they_are() {
        for piece in [
            "#+begin_a\n",
            "#+begin_quote\n",
            ":A:\n",
            "*a ",
            "[[",
            "[fn::",
            "[fn:1:",
            "<<a",
            "- - ",
            "=a ",
            "* a\n",
            "| a ",
            "#+title: a\n",
            "https://a",
        ] {
            let document = org(&(piece.repeat(20_000) + "\n#+end_b\n".repeat(20_000).as_str() + "MARK"));
            assert!(document.text().ends_with("MARK") || document.text().contains("MARK"), "{piece}");
        }
        let deep: String = (0..2_000).map(|depth| format!("{}- x\n", " ".repeat(depth))).collect();
        assert!(org(&(deep + "MARK")).text().ends_with("MARK"));
    }

    #[test]
    fn a_line_without_end_is_read_in_parts() {
        let count = crate::article::parts::LONGEST_BLOCK / "/word/ ".len() + 9;
        let document = org(&"/word/ ".repeat(count));
        assert_eq!(document.text().split_whitespace().filter(|word| *word == "word").count(), count);
        assert_eq!(document.inlines(crate::text::span::Span::whole(document.text())).count(), count);
    }

    proptest! {
        #[test]
        fn any_lines_make_a_clean_document_and_a_start_is_part_of_it(
            lines in prop::collection::vec(
                "( {0,3}(- |1\\. |\\+ )){0,2}([*/=~_+]?[a-zé]{1,3}[*/=~_+]? ?){0,4}|\\*{1,3} [a-z *:]{0,9}|#\\+(begin|end)_(quote|src|a)|:(A|END|PROPERTIES):|\
                 \\[fn:[a1]?(:|\\])[a-z\\]\\[]{0,6}|\\[\\[[#*]?[a-z\\]\\[]{0,8}\\]\\]|<<[a-z]>>|\\|[a-z|]{0,6}|: ?[a-z]{0,3}||# x",
                0..40,
            ),
            limit in 0usize..200,
        ) {
            let text = lines.join("\n");
            let document = org(&text);
            prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
            let start = parse_start(Kind::Org, text.as_bytes(), "a.org", limit);
            prop_assert!(document.text().starts_with(start.text()), "{:?} {:?}", document.text(), start.text());
        }
    }
}
