//! The marks of site generators inside Markdown, which a page never shows: `{{< image caption="…" >}}`, `{% include x %}`,
//! `{:target="_blank"}`, `{/* more */}`. Only a text with front matter is written for one.

use super::Reader;
use crate::article::block::BlockKind;
use crate::article::markup::attribute;

/// How each mark opens and closes.
const MARKS: [(&str, &str); 5] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{:", "}"), ("{/*", "*/}")];
/// A mark that does not close within so many bytes is none.
const LONGEST: usize = 2000;

impl Reader<'_> {
    /// Words of the text, of which the marks are left out.
    pub(super) fn text(&mut self, words: &str) {
        if self.mark.is_none() && (!self.templated || self.flow.kind() == Some(BlockKind::Code) || !words.contains('{'))
        {
            return self.words(words);
        }
        let whole = self.mark.take().unwrap_or_default() + words;
        let mut rest = whole.as_str();
        while let Some((before, from)) = rest.find('{').and_then(|at| rest.split_at_checked(at)) {
            self.words(before);
            rest = match found(from) {
                Found::Mark(mark, after) => {
                    self.shown(mark);
                    after
                }
                Found::Open => {
                    self.mark = Some(from.to_owned());
                    return;
                }
                Found::Words => {
                    self.words("{");
                    from.get(1..).unwrap_or_default()
                }
            };
        }
        self.words(rest);
    }

    /// A line end in the text.
    pub(super) fn line_end(&mut self) {
        match &mut self.mark {
            Some(mark) => mark.push(' '),
            None => self.flow.space(),
        }
    }

    /// No mark goes on behind what comes next: one that is open is words.
    pub(super) fn end_mark(&mut self) {
        if let Some(mark) = self.mark.take() {
            self.words(&mark);
        }
    }

    /// Of a picture that a mark stands for, the caption is shown, or the words that stand for it.
    fn shown(&mut self, mark: &str) {
        let words = ["caption", "alt"].into_iter().find_map(|name| attribute(mark, name));
        if let Some(words) = words.filter(|_| self.flow.builder.words().trim().is_empty()) {
            self.flow.open(BlockKind::Caption);
            self.words(&words);
            self.flow.close();
        }
    }
}

/// What stands at an opening brace.
#[derive(Debug, PartialEq, Eq)]
enum Found<'a> {
    /// The inside of a mark, and what follows it.
    Mark(&'a str, &'a str),
    /// A mark that has not closed yet, or may become one.
    Open,
    /// Something else.
    Words,
}

fn found(text: &str) -> Found<'_> {
    let Some((opening, closing)) = MARKS.into_iter().find(|(opening, _)| text.starts_with(opening)) else {
        let begins = MARKS.into_iter().any(|(opening, _)| opening.starts_with(text));
        return if begins { Found::Open } else { Found::Words };
    };
    let inside = text.get(opening.len()..).unwrap_or_default();
    // Further than a mark may go none is looked for, at each of a million openings.
    let within = inside.get(..inside.floor_char_boundary(LONGEST)).unwrap_or_default();
    match within.find(closing).and_then(|at| inside.split_at_checked(at)) {
        Some((mark, after)) => Found::Mark(mark, after.get(closing.len()..).unwrap_or_default()),
        None if within.len() == inside.len() => Found::Open,
        None => Found::Words,
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, LONGEST, found};
    use crate::article::block::BlockKind;
    use crate::article::parse::{Kind, parse};

    #[test]
    fn a_mark_is_looked_for_no_further_than_it_may_go() {
        let long = |filling: usize| format!("{{%{}%}} on", "é".repeat(filling));
        assert_eq!(found(&long(10)), Found::Mark("éééééééééé", " on"));
        assert_eq!(found(&long(LONGEST)), Found::Words);
        assert_eq!(found("{% include"), Found::Open);
        assert_eq!(found("{"), Found::Open);
        assert_eq!(found("{ a"), Found::Words);
    }

    #[test]
    fn marks_of_site_generators_are_no_words() {
        for (source, expected) in [
            ("It [rose](x){:target=\"_blank\"} in May.", "It rose in May."),
            ("{: .no_toc}\nIt rose.", "It rose."),
            (
                "{{< image width=\"75%\"\n    link=\"./x_y.jpg\"\n    caption=\"A mill\"\n    >}}\n\nIt rose.",
                "(A mill)\n\nIt rose.",
            ),
            ("{% include figure.html alt=\"A mill\" %}\n\nIt rose.", "(A mill)\n\nIt rose."),
            ("{{% notice %}}\nIt rose.\n{{% /notice %}}", "It rose."),
            ("{/* truncate */}\n\nIt rose.", "It rose."),
            (
                "import Mill from '../mill.astro'\nexport const wheel = { turns: 3 }\n\nIt rose.",
                "[import Mill from '../mill.astro' export const wheel = { turns: 3 }]\n\nIt rose.",
            ),
            ("It {% rose.", "It {% rose."),
            ("It {% *rose* %}.", "It {% rose %}."),
            ("A set {a, b} and {{ c }}.", "A set {a, b} and {{ c }}."),
            ("```\n{% if a %}\n```\n\nUse `{% if %}`.", "{% if a %}\n\nUse {% if %}."),
        ] {
            for (head, templated) in [("---\ndate: 2026-05-01\n---\n\n", true), ("", false)] {
                let document = parse(Kind::Markdown, format!("{head}{source}\n").as_bytes(), "a");
                let blocks = document.blocks().iter().map(|block| match (block.kind, block.span.of(document.text())) {
                    (BlockKind::Caption, words) => format!("({words})"),
                    (BlockKind::Boilerplate, words) => format!("[{words}]"),
                    (_, words) => words.to_owned(),
                });
                let found = blocks.collect::<Vec<_>>().join("\n\n");
                let plain = document.text().contains(['{', '%']);
                assert!(
                    if templated { found == expected } else { plain == source.contains(['{', '%']) },
                    "{head}{source}: {found}"
                );
            }
        }
    }
}
