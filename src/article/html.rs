//! Web pages to documents: the article found by readability rules, its tree walked without recursion.

use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::{Article, Config, Readability};

use super::builder::DocumentBuilder;
use super::document::Metadata;

mod guard;
mod walk;

/// A page with more tags is shown whole: looking for its article would take seconds.
const MOST_TAGS: usize = 60_000;
/// A page with fewer characters of text is shown whole: there is nothing to look for.
const LEAST_TEXT: usize = 1_000;
/// Where the page's own word on its charset is looked for, in bytes.
const HEAD: usize = 4 * 1024;

/// The charset that a page names for itself.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let declaration = head.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map(|(inside, _)| inside);
    let named =
        declaration.and_then(|inside| inside.split_once("encoding=")).or_else(|| head.split_once("charset="))?.1;
    let label = named.trim_start_matches(['"', '\'', ' ']);
    let label: String = label.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// Reads a decoded page into `builder`.
pub(super) fn read(html: &str, builder: &mut DocumentBuilder) {
    let guarded = guard::guarded(html);
    if guarded.cut {
        builder.notice("The page nests its elements deeper than a page does; some were left out of their places.");
    }
    let tree = Tree::from(guarded.html.as_str());
    let length = tree.body().map_or(0, |body| body.normalized_char_count());
    let config = Config { max_elements_to_parse: MOST_TAGS, ..Config::default() };
    let Ok(mut page) = Readability::with_document(tree, None, Some(config)) else { return };
    if length < LEAST_TEXT || guarded.tags > MOST_TAGS {
        let named = page.parse_json_ld();
        let metadata = page.get_article_metadata(named);
        let title = told(Some(metadata.title)).or_else(|| told(Some(page.get_article_title().to_string())));
        let language = page.doc.select("html").attr("lang").map(|tag| tag.to_string());
        builder.metadata(Metadata {
            title,
            author: told(metadata.byline),
            date: told(metadata.published_time),
            url: told(metadata.url).filter(|url| is_web(url)),
            site: told(metadata.site_name),
            language: told(metadata.lang).or(language),
        });
        return whole(&page.doc, builder);
    }
    if let Ok(article) = page.parse() {
        extracted(article, builder);
    } else {
        builder.notice("No article was found on this page; all its text is shown.");
        whole(&Tree::from(guarded.html.as_str()), builder);
    }
}

/// The article that was found, below its title.
fn extracted(article: Article, builder: &mut DocumentBuilder) {
    let title = told(Some(article.title));
    builder.metadata(Metadata {
        title: title.clone(),
        author: told(article.byline),
        date: told(article.published_time),
        url: told(article.url).filter(|url| is_web(url)),
        site: told(article.site_name),
        language: told(article.lang),
    });
    let tree = Tree::from(article.content);
    if let Some(body) = tree.body() {
        walk::walk(body, title.as_deref(), builder);
    }
}

/// All text of a page. Its title stands above it only if no heading says the same.
fn whole(tree: &Tree, builder: &mut DocumentBuilder) {
    let root: NodeRef<'_> = tree.body().unwrap_or_else(|| tree.root());
    walk::walk(root, None, builder);
}

/// Words, if there are any.
fn told(words: Option<String>) -> Option<String> {
    words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty())
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::block::BlockKind::{self, *};
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse};
    use crate::text::clean::is_harmful;
    use proptest::prelude::*;

    fn page(html: &str) -> Document {
        parse(Kind::Html, html.as_bytes(), "a.html")
    }

    fn blocks(html: &str) -> Vec<(BlockKind, String)> {
        let document = page(html);
        document.blocks().iter().enumerate().map(|(i, block)| (block.kind, document.block_text(i).to_owned())).collect()
    }

    #[test]
    fn elements_become_blocks() {
        let item = |depth, ordinal| ListItem { depth, ordinal };
        for (html, expected) in [
            (
                "<h1>T</h1><p>One <br>two <b>three</b>.<p>Four",
                vec![(Heading { level: 1 }, "T"), (Paragraph, "One two three."), (Paragraph, "Four")],
            ),
            (
                "<ol start=3><li>a<ul><li><p>b</p><p>c</p></ul><li>d</ol>",
                vec![(item(1, Some(3)), "a"), (item(2, None), "b"), (Paragraph, "c"), (item(1, Some(4)), "d")],
            ),
            (
                "<blockquote>q<blockquote><p>r</p></blockquote></blockquote>",
                vec![(Quotation { depth: 1 }, "q"), (Quotation { depth: 2 }, "r")],
            ),
            ("<pre>  a <b>b</b>\n\n  c</pre>", vec![(Code, "  a b\n\n  c")]),
            ("<table><tr><th>A<th>B<tr><td>1<td><p>2</p> x</table>", vec![(Table, "A\tB\n1\t2 x")]),
            ("<table><tr><td>layout</table>", vec![(Paragraph, "layout")]),
            (
                "<figure><img src=x alt='A chart'><figcaption>Sales rose</figcaption></figure>",
                vec![(Caption, "A chart"), (Caption, "Sales rose")],
            ),
            (
                "<p>seen</p><p style='display: none'>x</p><p hidden>y</p><nav>n</nav><script>z</script>",
                vec![(Paragraph, "seen")],
            ),
            ("<p>a &#27;]0;PWN&#7; &#x9b; <q>b</q></p>", vec![(Paragraph, "a \u{fffd}]0;PWN\u{fffd} › “b”")]),
            ("<a href=x><h2>Linked</h2></a><p>after</p>", vec![(Heading { level: 2 }, "Linked"), (Paragraph, "after")]),
        ] {
            let found = blocks(html);
            let found: Vec<_> = found.iter().map(|(kind, words)| (*kind, words.as_str())).collect();
            assert_eq!(found, expected, "{html}");
        }
    }

    #[test]
    fn an_article_is_found_and_the_rest_of_the_page_left() {
        let paragraph = "<p>The firm said on Monday that it would close two of its plants, and that, by the end of the year, nobody would lose a job.</p>";
        let html = format!(
            "<html lang=en-GB><head><meta charset=utf-8><title>Two of the firm's plants will close this year</title><meta name=author content='Jane Doe'>\
             <link rel=canonical href='https://paper.example/plants'></head><body><nav><a href=/>Home</a></nav>\
             <div id=main><h1>Two of the firm's plants will close this year</h1>{}<h2 id=why>Why</h2>{}<p>See <a href='#why'>above</a> and <a href='javascript:x()'>this</a>.</p></div>\
             <div class=sidebar><ul><li><a href=/a>Other story</a></ul></div><footer>Cookies</footer></body></html>",
            paragraph.repeat(6),
            paragraph.repeat(6)
        );
        let document = page(&html);
        assert!(
            document.text().starts_with("Two of the firm's plants will close this year\n\nThe firm said"),
            "{}",
            document.text()
        );
        assert!(!document.text().contains("Home") && !document.text().contains("Cookies"), "{}", document.text());
        assert_eq!(document.text().matches("will close this year").count(), 1);
        assert_eq!(document.metadata().author.as_deref(), Some("Jane Doe"));
        assert_eq!((document.language(), document.notices().len()), ("en", 0));
        assert_eq!(document.links().len(), 1);
    }

    #[test]
    fn a_charset_is_read_where_the_page_names_it() {
        for (html, expected) in [
            ("<?xml version='1.0' encoding='ISO-8859-1'?><html>", Some("iso-8859-1")),
            ("<meta http-equiv=x content=\"text/html; charset=windows-1251\">", Some("windows-1251")),
            ("<meta charset=\"utf-8\">", Some("utf-8")),
            ("<p>x", None),
        ] {
            assert_eq!(charset(html.as_bytes()).as_deref(), expected, "{html}");
        }
    }

    #[test]
    fn deep_and_wide_pages_are_read() {
        for html in [
            format!("<p>seen</p>{}deep{}", "<div>".repeat(20_000), "</div>".repeat(20_000)),
            format!("<p>seen {}", "<b><i><font color=red>x".repeat(3000)),
            format!("<p>seen</p>{}x", "<ul><li>".repeat(3000)),
            format!("<p>seen</p>{}x", "<table><tr><td>".repeat(500)),
        ] {
            assert!(page(&html).text().contains("seen"));
        }
    }

    proptest! {
        #[test]
        fn any_page_makes_a_clean_document(html in "(</?(p|div|b|i|a href=#x|ul|li|table|tr|td|h1|pre|img alt=é|blockquote|q|br)>|<!--|-->|&#27;|&|<| |word|é|\n){0,60}") {
            let document = page(&html);
            prop_assert!(document.text().chars().all(|c| matches!(c, '\n' | '\t') || !is_harmful(c)));
            prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
        }
    }
}
