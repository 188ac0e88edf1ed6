//! Words of an article as a citation in Markdown: a quotation, and where it comes from.

use super::escape;
use super::facts::web_address;
use super::rows::title;
use crate::article::document::Document;
use crate::article::identity::Origin;
use crate::text::clean::clean_line;
use crate::text::span::Span;

/// The words of `span` quoted, and below them title, address, author, date and page, as far as they are known.
pub fn citation(document: &Document, origin: &Origin, span: Span) -> String {
    let metadata = document.metadata();
    let title = escape::words(&clean_line(&title(document, origin)));
    let uri = metadata.url.as_deref().or(origin.uri.as_deref()).and_then(web_address);
    let title = match uri {
        Some(uri) if uri.contains(['(', ')']) => format!("[{title}](<{uri}>)"),
        Some(uri) => format!("[{title}]({uri})"),
        None => format!("*{title}*"),
    };
    let [author, date] = [metadata.author.as_deref(), metadata.day()].map(|words| words.map(escape::words));
    let page = document.page_at(span.start).map(|page| format!("p. {page}"));
    let parts: Vec<String> = [Some(title), author, date, page].into_iter().flatten().collect();
    format!("{}>\n> — {}\n", escape::quotation(span.of(document.text())), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::parse::{Kind, parse};

    fn cited(head: &str, words: &str) -> String {
        let text = format!("---\n{head}\n---\n\n{words}\n");
        let document = parse(Kind::Markdown, text.as_bytes(), "a.md");
        citation(&document, &Origin::default(), Span::whole(document.text()))
    }

    #[test]
    fn words_stand_quoted_with_where_they_come_from() {
        assert_eq!(
            cited("title: A title\nauthor: Ann\ndate: 2026-05-20\nurl: https://a.example/b", "It rose."),
            "> It rose.\n>\n> — [A title](https://a.example/b), Ann, 2026-05-20\n"
        );
    }

    #[test]
    fn nothing_in_them_acts() {
        let cited = cited("title: \"A [draft] of *it*\"\nurl: https://a.example/b_(c)", "1\\. See \\[it\\].");
        assert_eq!(cited, "> 1\\. See \\[it\\].\n>\n> — [A \\[draft\\] of \\*it\\*](<https://a.example/b_(c)>)\n");
    }
}
