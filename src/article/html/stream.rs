//! A page that is too large for a tree: its words, block by block, read in one pass.

use super::guard::{Nature, content, nature, tag};
use crate::article::block::BlockKind;
use crate::article::builder::DocumentBuilder;
use crate::article::flow::Flow;
use crate::article::markup::decoded;
use crate::article::parts::{LONGEST_BLOCK, parts};
use crate::text::width::floor;

/// Reads the headings and paragraphs of a page into `builder`, until it holds `most` bytes, and gives the title that
/// the page names. Linear in its length, and without memory of what is open.
pub(in crate::article) fn read(html: &str, most: usize, builder: &mut DocumentBuilder) -> Option<String> {
    let mut flow = Flow::new(builder, false).by_form();
    let mut named = None;
    let mut rest = html;
    loop {
        if flow.builder.is_full() || flow.builder.len() >= most {
            break;
        }
        let at = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
        let (words, from) = rest.split_at(at);
        let room = most - flow.builder.len();
        write(words.get(..floor(words, room)).unwrap_or_default(), &mut flow);
        if from.is_empty() {
            break;
        }
        let Some(tag) = tag(from) else {
            write("<", &mut flow);
            rest = from.strip_prefix('<').unwrap_or_default();
            continue;
        };
        rest = tag.after;
        match nature(tag.name) {
            Nature::Hidden if !tag.closes => (_, rest) = content(&tag),
            Nature::Formatting | Nature::Hidden | Nature::Formula | Nature::Dropped => {}
            Nature::Void | Nature::Flat | Nature::Nesting => match tag.name.to_ascii_lowercase().as_str() {
                "" | "span" | "sup" | "sub" | "q" | "abbr" | "cite" | "mark" | "time" | "img" | "wbr" | "input" => {}
                "td" | "th" | "br" => flow.space(),
                "title" if !tag.closes => {
                    let (title, after) = content(&tag);
                    rest = after;
                    named.get_or_insert_with(|| decoded(title));
                }
                heading @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                    flow.close();
                    if !tag.closes {
                        let level = heading.bytes().next_back().map_or(2, |digit| digit - b'0');
                        flow.open(BlockKind::Heading { level });
                    }
                }
                _ => flow.close(),
            },
        }
    }
    flow.end();
    named
}

fn write(words: &str, flow: &mut Flow<'_>) {
    if flow.kind().is_some() || !words.trim().is_empty() {
        parts(words, LONGEST_BLOCK).for_each(|part| flow.words(&decoded(part)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(html: &str) -> String {
        let mut builder = DocumentBuilder::new();
        read(html, usize::MAX, &mut builder);
        builder.finish().text().to_owned()
    }

    #[test]
    fn words_stay_and_what_is_no_text_goes() {
        let html = "<title>T &amp; U</title><script>x</script><h1>A <b>title</b></h1><p>One<br>two &lt; 3 < 4.<div>Three<table><tr><td>a<td>b</table>";
        assert_eq!(text(html), "A title\n\nOne two < 3 < 4.\n\nThree\n\na b");
        let mut builder = DocumentBuilder::new();
        assert_eq!(read(html, usize::MAX, &mut builder).as_deref(), Some("T & U"));
    }

    #[test]
    fn words_without_end_are_left_out() {
        for (html, expected) in [("<p>aé".repeat(100), "aé\n\naé"), ("é".repeat(100), "éééé")] {
            let mut builder = DocumentBuilder::new();
            read(&html, 8, &mut builder);
            assert_eq!(builder.finish().text(), expected);
        }
    }

    proptest! {
        #[test]
        fn every_word_stays(html in prop::collection::vec("(<p>|<b>|</b>|</p>|<h2>|</h2>|<td>)?[a-z]{1,9} ", 0..30)) {
            let all = text(&html.concat());
            for word in html.iter().filter_map(|part| part.rsplit('>').next()) {
                prop_assert!(all.contains(word.trim()), "{} in {}", word, all);
            }
        }

        #[test]
        fn anything_is_read(html in "(<|>|/|!|--|script|h1|p|a=|\"|'|&|;|#| |é|x){0,60}") {
            text(&html);
        }
    }
}
