//! Lines of plain text: what a line is by itself, and how wide the text was wrapped.

use super::builder::DocumentBuilder;

/// The most lines and pages that are taken of a text that is read whole: far more than people write, and no more than
/// there is memory for.
const MOST_LINES: usize = 1_000_000;
const MOST_PAGES: usize = 200_000;

/// As much of `text` as is taken of one that is read whole; that the rest was left out is said.
pub(super) fn taken<'t>(text: &'t str, builder: &mut DocumentBuilder) -> &'t str {
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).nth(MOST_LINES);
    let pages = memchr::memchr_iter(b'\x0c', text.as_bytes()).nth(MOST_PAGES);
    let Some(end) = lines.into_iter().chain(pages).min() else { return text };
    builder.notice("It has more lines or pages than are taken of one text; the rest was left out.");
    text.get(..end).unwrap_or_default()
}

/// One line of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// Columns of white space before its words; a tab counts to the next multiple of four.
    pub indent: usize,
    /// Its words, without white space at either end.
    pub words: &'a str,
}

impl<'a> Line<'a> {
    /// Reads one line, without its line end.
    pub(super) fn of(line: &'a str) -> Self {
        let mut indent = 0;
        for c in line.chars() {
            match c {
                '\t' => indent += 4 - indent % 4,
                c if c.is_whitespace() => indent += 1,
                _ => break,
            }
        }
        Self { indent, words: line.trim() }
    }

    /// Whether it holds nothing but white space.
    pub(super) const fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Its width in characters, indent included.
    pub(super) fn width(&self) -> usize {
        self.indent + self.words.chars().count()
    }
}

/// What a list item's line begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker<'a> {
    /// The number or letter's place, in an ordered list.
    pub ordinal: Option<u32>,
    /// The words after the marker.
    pub rest: &'a str,
}

/// The marker of a list item: `- `, `* `, `+ `, `• `, `1. `, `2) `, `(3) `, `a) `. A dash longer
/// than a hyphen opens a line of dialogue as often as an item, so it is none.
pub(super) fn marker(words: &str) -> Option<Marker<'_>> {
    let (mark, rest) = words.split_once([' ', '\t'])?;
    let rest = rest.trim_start();
    if rest.is_empty() {
        return None;
    }
    if matches!(mark, "-" | "*" | "+" | "•" | "‣" | "◦" | "▪" | "●" | "·" | "–" | "⁃" | "∙") {
        return (mark != "–").then_some(Marker { ordinal: None, rest });
    }
    let inner = match mark.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?,
        None => mark.strip_suffix(')').or_else(|| mark.strip_suffix('.').filter(|inner| is_number(inner)))?,
    };
    if is_number(inner) && inner.len() <= 3 {
        return Some(Marker { ordinal: inner.parse().ok(), rest });
    }
    match inner.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(Marker { ordinal: Some(u32::from(letter - b'a') + 1), rest }),
        _ => None,
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// How deep a line stands in quotations by `>`, and the line inside them.
pub(super) fn quoted(line: &str) -> (u8, &str) {
    let mut depth = 0u8;
    let mut rest = line;
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        depth = depth.saturating_add(1);
        rest = inner;
    }
    // A lone `>` before a number or letter without a space is more often "greater than".
    (depth, rest)
}

/// Whether a line only draws: `---`, `* * *`, `=====`, `⁂`.
pub(super) fn is_rule(words: &str) -> bool {
    // The line above a signature in mail.
    if words == "--" {
        return true;
    }
    let drawn = words.chars().filter(|c| !c.is_whitespace());
    let mut count = 0;
    for c in drawn {
        match c {
            '⁂' | '❦' => return words.chars().count() <= 3,
            '-' | '=' | '_' | '*' | '~' | '#' | '—' | '–' | '─' | '═' | '•' => count += 1,
            _ => return false,
        }
    }
    count >= 3
}

/// Whether `words` under a line of `width` characters underline it as a heading.
pub(super) fn is_underline(words: &str, width: usize) -> bool {
    let Some(first) = words.chars().next().filter(|c| matches!(c, '=' | '-' | '~' | '^' | '*')) else { return false };
    let count = words.chars().count();
    count >= 3 && words.chars().all(|c| c == first) && count + 3 >= width.min(60) && count <= width + 20
}

/// Whether words end as a sentence does, closing quotes and brackets aside.
pub(super) fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(is_closing).ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', '।'])
}

/// Whether a character closes a quotation or a bracket.
pub(super) const fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | '‘' | ')' | ']' | '*' | '_')
}

/// The column at which a text was wrapped, or nothing where each line is a paragraph: where most
/// line ends inside paragraphs stand where the next word would not have fitted.
pub(super) fn wrap_column(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(Line::width).collect();
    widths.sort_unstable();
    // A few lines stand out: addresses, tables, code.
    let column = *widths.get(widths.len() * 19 / 20)?;
    if !(30..=120).contains(&column) {
        return None;
    }
    let (mut forced, mut free, mut ended) = (0usize, 0usize, 0usize);
    for pair in lines.windows(2) {
        let [line, next] = pair else { continue };
        let parted = |line: &Line<'_>| line.is_blank() || is_rule(line.words) || quoted(line.words).0 > 0;
        if parted(line) || parted(next) || marker(next.words).is_some() {
            continue;
        }
        if is_forced(line, next, column) {
            forced += 1;
            ended += usize::from(ends_sentence(line.words));
        } else {
            free += 1;
        }
    }
    // Sentences that each stand on a line of about the same length are not wrapped.
    (forced >= 2 && ended * 2 < forced && forced * 10 >= (forced + free) * 6).then_some(column)
}

/// The column that the lines of pages reach, which are always wrapped: that of the usual line. A column
/// holds now more, now fewer characters of type, and where a word was parted at its end, two lines may
/// already have been joined.
pub(super) fn page_column(lines: &[Line<'_>]) -> Option<usize> {
    let mut widths: Vec<usize> = lines.iter().filter(|line| !line.is_blank()).map(Line::width).collect();
    widths.sort_unstable();
    widths.get(widths.len() * 3 / 5).copied().filter(|column| (20..=200).contains(column))
}

/// Whether the line had to end where it does, because the next word would not have fitted.
pub(super) fn is_forced(line: &Line<'_>, next: &Line<'_>, column: usize) -> bool {
    let word = next.words.split_whitespace().next().map_or(0, |word| word.chars().count());
    line.width() + 1 + word > column.saturating_sub(8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers() {
        for (words, expected) in [
            ("- one", Some((None, "one"))),
            ("•  two", Some((None, "two"))),
            ("12. three", Some((Some(12), "three"))),
            ("(4) four", Some((Some(4), "four"))),
            ("b) five", Some((Some(2), "five"))),
            ("2026. A year", None),
            ("a. Initial", None),
            ("— Yes, she said.", None),
            ("– Ja, sagte er.", None),
            ("-no space", None),
            ("-", None),
            ("3.5 % of", None),
        ] {
            assert_eq!(marker(words).map(|m| (m.ordinal, m.rest)), expected, "{words}");
        }
    }

    #[test]
    fn lines_without_end_are_left_out() {
        for (text, kept, notices) in [
            ("a\nb".to_owned(), 3, 0),
            ("\n".repeat(MOST_LINES), MOST_LINES, 0),
            ("\x0ca".repeat(MOST_PAGES + 1), 2 * MOST_PAGES, 1),
        ] {
            let mut builder = DocumentBuilder::new();
            assert_eq!(taken(&text, &mut builder).len(), kept);
            assert_eq!(builder.finish().notices().len(), notices);
        }
    }

    #[test]
    fn rules_and_underlines() {
        for (words, expected) in
            [("---", true), ("* * *", true), ("⁂", true), ("--", true), ("-", false), ("- a -", false)]
        {
            assert_eq!(is_rule(words), expected, "{words}");
        }
        assert!(is_underline("=====", 5));
        assert!(!is_underline("---", 40));
        assert!(!is_underline("==--==", 6));
    }

    #[test]
    fn a_wrap_column_is_found_only_where_lines_were_wrapped() {
        let lines = |text: &'static str| text.lines().map(Line::of).collect::<Vec<_>>();
        let wrapped = "It was the best of times, it was the worst of\ntimes, it was the age of wisdom, it was the\nage of foolishness, it was the epoch of\nbelief, and nothing else.\n\nShort one.";
        assert_eq!(wrap_column(&lines(wrapped)), Some(45));
        assert_eq!(wrap_column(&lines("One line.\nAnother, which is a good deal longer than that.\nThree.")), None);
    }
}
