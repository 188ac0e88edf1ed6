//! The article's words in Markdown, so that they stay words.
//!
//! What acts is more than CommonMark knows: notes end up in Obsidian, Logseq or on GitHub, where `#`
//! starts a tag, `[[` a wiki link, `%%` a comment, `::` a field and `<%` a program. What cannot act
//! where it stands is left alone, so that a quotation still reads, and is found, as it was written.

use std::fmt::Write as _;

/// One paragraph's words; line ends become spaces.
pub fn words(text: &str) -> String {
    text.split('\n').map(line).collect::<Vec<_>>().join(" ")
}

/// The words of one line, which may stand at the start of a line of Markdown.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    // White space at the start would be code; an entity is white space that structures nothing.
    if rest.starts_with([' ', '\t']) {
        out.push_str("&#32;");
        rest = rest.get(1..).unwrap_or_default();
    }
    let opening = opening_mark(rest);
    // One alone opens nothing: neither a formula nor what is struck out.
    let twice = |mark| rest.bytes().filter(|byte| *byte == mark).count() > 1;
    let (dollars, tildes) = (twice(b'$'), twice(b'~'));
    let mut before = None;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let acts = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '^' | '{' | '}' => true,
            // Inside a word an underscore is a letter; elsewhere it may emphasise.
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '#' => !before.is_some_and(char::is_alphanumeric),
            '=' | '%' => before == Some(c) || after == Some(c) || (c == '%' && before == Some('<')),
            ':' => before == Some(':'),
            '$' => dollars,
            '~' => tildes,
            '&' => starts_entity(rest.get(at..).unwrap_or_default()),
            '>' => at == 0,
            _ => false,
        };
        if acts || opening == Some(at) {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Where the mark stands that makes this line a list item, a heading's underline, a rule or a fence.
fn opening_mark(line: &str) -> Option<usize> {
    match line.chars().next()? {
        '-' | '+' | '=' | '~' => Some(0),
        c if c.is_ascii_digit() => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            matches!(line.as_bytes().get(digits), Some(b'.' | b')')).then_some(digits)
        }
        _ => None,
    }
}

/// Whether a text that opens with `&` opens with a character reference.
fn starts_entity(text: &str) -> bool {
    let name: &str = text.get(1..).unwrap_or_default();
    let length = name.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

/// A block quotation of `text`, each of its lines a line, with its line end.
pub fn quotation(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for row in text.split('\n') {
        out.push('>');
        if !row.trim().is_empty() {
            let _ = write!(out, " {}", line(row));
        }
        out.push('\n');
    }
    out
}

/// `text` as a fenced code block, exactly, with its line end; the fence is longer than any run of
/// backticks inside.
pub fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}\n{text}\n{fence}\n")
}

/// An address as a link that can be followed, if it is one that may be; its words otherwise.
pub fn address(address: &str) -> String {
    let open = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    if open && !address.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '\\' | '`')) {
        format!("<{address}>")
    } else {
        line(address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag};

    #[test]
    fn what_reads_as_words_is_left_alone() {
        for plain in [
            "\"I can't think of anyone better suited to do it.\"",
            "RAMP's index shows Anthropic overtaking OpenAI (34.4% vs 32.3%), driven by /goal-style agents — $5 a day.",
            "Blackstone, Hellman & Friedman, and Goldman Sachs; snake_case, C#, 12:30, a = b, x > y!",
        ] {
            assert_eq!(line(plain), plain);
        }
    }

    #[test]
    fn what_would_act_is_escaped() {
        for (from, to) in [
            ("# PWN", "\\# PWN"),
            ("1. one", "1\\. one"),
            ("- one", "\\- one"),
            ("see <script>", "see \\<script>"),
            ("<!-- x", "\\<!-- x"),
            ("![](http://a/b) ![[x]] [[PWN]]", "!\\[\\](http://a/b) !\\[\\[x\\]\\] \\[\\[PWN\\]\\]"),
            ("run `$= dv` and <%* PWN %>", "run \\`$= dv\\` and \\<\\%* PWN %>".replace('*', "\\*").as_str()),
            ("%%hidden%% ==lit==", "\\%\\%hidden\\%\\% \\=\\=lit\\=\\="),
            ("key:: value", "key:\\: value"),
            ("&lt;b&gt; AT&T", "\\&lt;b\\&gt; AT&T"),
            ("    code", "&#32;   code"),
            ("a #tag", "a \\#tag"),
        ] {
            assert_eq!(line(from), to, "{from}");
        }
    }

    /// The words that CommonMark with all extensions makes of a text, and whether anything but
    /// quotation and paragraph came up.
    fn read(markdown: &str) -> (String, bool) {
        let mut words = String::new();
        let mut plain = true;
        for event in Parser::new_ext(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(text) => words.push_str(&text),
                Event::SoftBreak => words.push('\n'),
                Event::Start(Tag::Paragraph | Tag::BlockQuote(_)) | Event::End(_) => {}
                _ => plain = false,
            }
        }
        (words, plain)
    }

    proptest! {
        #[test]
        fn any_line_is_read_back_as_its_words(text in "[ -~äß漢]{1,40}") {
            let text = text.trim_end();
            prop_assume!(!text.trim().is_empty());
            let (words, plain) = read(&quotation(text));
            prop_assert!(plain, "{}", quotation(text));
            prop_assert_eq!(words.trim(), text.trim());
        }
    }
}
