//! Web pages to documents: the article found by readability rules, its tree walked without recursion.

use dom_query::{Document as Tree, NodeRef};
use dom_smoothie::{Article, Config, Readability};

use super::address;
use super::builder::DocumentBuilder;
use super::document::Metadata;
use unseen::Shown;
use walk::Place;

pub(super) mod drawing;
mod formula;
pub(super) mod guard;
mod raised;
pub(super) mod stream;
mod table;
pub(super) mod unseen;
pub(super) mod walk;

/// A page with more tags is shown whole: looking for its article would take seconds.
const MOST_TAGS: usize = 60_000;
/// A page with fewer characters of text is shown whole: there is nothing to look for.
const LEAST_TEXT: usize = 500;
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
    let Some(guarded) = guard::guarded(html, false) else {
        builder
            .notice("The page is too large to be taken apart: its words are shown, without lists, tables and links.");
        let title = told(stream::read(html, usize::MAX, builder));
        return builder.metadata(Metadata { title, ..Metadata::default() });
    };
    if guarded.cut {
        builder.notice("The page nests its elements deeper than a page does; some were left out of their places.");
    }
    let tree = seen(&guarded.html);
    let page = Named::by(&tree);
    let length = tree.body().map_or(0, |body| body.normalized_char_count());
    let config = Config { max_elements_to_parse: MOST_TAGS, ..Config::default() };
    let Ok(mut finder) = Readability::with_document(tree, None, Some(config)) else { return };
    if guarded.tags > MOST_TAGS {
        builder.notice("The page is too large to look for its article; all its text is shown.");
    }
    if length < LEAST_TEXT || guarded.tags > MOST_TAGS {
        describe(&finder, &page, builder);
        return whole(&finder.doc, &page, builder);
    }
    if let Ok(article) = finder.parse() {
        return extracted(article, &page, builder);
    }
    builder.notice("No article was found on this page; all its text is shown.");
    let tree = seen(&guarded.html);
    if let Ok(finder) = Readability::with_document(tree, None, None) {
        describe(&finder, &page, builder);
        whole(&finder.doc, &page, builder);
    }
}

/// The tree of a page, without what a browser does not show.
fn seen(html: &str) -> Tree {
    let tree = Tree::from(html);
    unseen::take_out(&tree, Shown::ByScripts);
    tree
}

/// Whether a page has any words at all.
pub(super) fn has_words(html: &str) -> bool {
    let mut builder = DocumentBuilder::new();
    stream::read(html, 1, &mut builder);
    !builder.is_empty()
}

/// Reads all of a decoded page in a message, below `title`.
pub(super) fn read_whole(html: &str, title: Option<&str>, builder: &mut DocumentBuilder) {
    let Some(guarded) = guard::guarded(html, false) else {
        stream::read(html, usize::MAX, builder);
        return;
    };
    let tree = Tree::from(guarded.html);
    unseen::take_out(&tree, Shown::AsItIs);
    let page = Named::by(&tree);
    walk::walk(tree.body().unwrap_or_else(|| tree.root()), title, page.place(), builder);
}

/// What a page says of its own address.
struct Named {
    /// The address that it is to be known by.
    canonical: Option<String>,
    /// What its links are counted from.
    base: Option<String>,
}

impl Named {
    /// Reads it off a page, and takes away what would count all links anew, those into the page as well.
    fn by(tree: &Tree) -> Self {
        let first = |selector: &str, name: &str| {
            let found = tree.select_single(selector);
            found.attr(name).map(|value| value.to_string()).filter(|value| !value.trim().is_empty())
        };
        let claimed =
            first("link[rel~=canonical][href]", "href").or_else(|| first("meta[property='og:url']", "content"));
        let base = first("base[href]", "href");
        tree.select("base").remove();
        let outer = claimed.as_deref().filter(|claimed| is_web(claimed));
        let base = base.and_then(|base| address::resolved(outer, &base));
        let canonical =
            claimed.and_then(|claimed| address::resolved(base.as_deref(), &claimed)).filter(|url| is_web(url));
        Self { canonical, base }
    }

    /// A title without the site's name behind or before it, as many pages write theirs: "A title | A Site".
    fn own_title(&self, title: &str, site: Option<&str>) -> String {
        let letters =
            |words: &str| words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let host = self.canonical.as_deref().and_then(|url| url::Url::parse(url).ok());
        let host = host.as_ref().and_then(|url| url.host_str()).map(|host| host.trim_start_matches("www."));
        let label = host.and_then(|host| host.split('.').next());
        let names: Vec<String> = [site, host, label].into_iter().flatten().map(letters).collect();
        let is_site = |words: &str| names.iter().any(|name| !name.is_empty() && *name == letters(words));
        for sign in [" | ", " – ", " — ", " - ", " · ", " :: ", " » "] {
            match (title.rsplit_once(sign), title.split_once(sign)) {
                (Some((own, last)), _) if is_site(last) => return own.trim_end().to_owned(),
                (_, Some((first, own))) if is_site(first) => return own.trim_start().to_owned(),
                _ => {}
            }
        }
        title.to_owned()
    }

    fn place(&self) -> Place<'_> {
        Place { here: self.canonical.as_deref(), base: self.base.as_deref() }
    }
}

/// Says what the page says of itself.
fn describe(finder: &Readability, page: &Named, builder: &mut DocumentBuilder) {
    let metadata = finder.get_article_metadata(finder.parse_json_ld());
    let title = told(Some(metadata.title)).or_else(|| told(Some(finder.get_article_title().to_string())));
    let language = finder.doc.select("html").attr("lang").map(|tag| tag.to_string());
    builder.metadata(Metadata {
        title: title.map(|title| page.own_title(&title, metadata.site_name.as_deref())),
        author: told(metadata.byline),
        date: told(metadata.published_time),
        url: page.canonical.clone().or_else(|| told(metadata.url).filter(|url| is_web(url))),
        site: told(metadata.site_name),
        language: told(metadata.lang).or(language),
    });
}

/// The article that was found, below its title.
fn extracted(article: Article, page: &Named, builder: &mut DocumentBuilder) {
    let title = told(Some(article.title)).map(|title| page.own_title(&title, article.site_name.as_deref()));
    builder.metadata(Metadata {
        title: title.clone(),
        author: told(article.byline),
        date: told(article.published_time),
        url: page.canonical.clone().or_else(|| told(article.url).filter(|url| is_web(url))),
        site: told(article.site_name),
        language: told(article.lang),
    });
    let tree = Tree::from(article.content);
    if let Some(body) = tree.body() {
        walk::walk(body, title.as_deref(), page.place(), builder);
    }
}

/// All text of a page. Its title stands above it only if no heading says the same.
fn whole(tree: &Tree, page: &Named, builder: &mut DocumentBuilder) {
    let root: NodeRef<'_> = tree.body().unwrap_or_else(|| tree.root());
    walk::walk(root, None, page.place(), builder);
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
    use crate::article::block::Link;
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
    fn a_title_goes_without_the_name_of_its_site() {
        for (title, head, expected) in [
            ("A title | A Site", "<meta property='og:site_name' content='A site'>", "A title"),
            ("A Site: A title | Part", "<meta property='og:site_name' content='A site'>", "A Site: A title | Part"),
            ("News - Prices - example", "<link rel=canonical href='https://www.example.org/a'>", "News - Prices"),
            ("Example.org — A title", "<link rel=canonical href='https://example.org/a'>", "A title"),
            ("A title | Somebody", "", "A title | Somebody"),
        ] {
            let page = page(&format!("<head><title>{title}</title>{head}</head><body><p>Words.</p>"));
            assert_eq!(page.title(), expected, "{title}");
        }
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
                "<table><caption>Shares of <b>all</b></caption><tr><th>A<th>B<th>C<tr><td colspan=2>1<td>2<tr><td rowspan=2>3<td>4<td>5<tr><td>6</table>",
                vec![(Caption, "Shares of all"), (Table, "A\tB\tC\n1\t\t2\n3\t4\t5\n\t6")],
            ),
            (
                "<ol><li>a<li value=7>b<li>c</ol>",
                vec![(item(1, Some(1)), "a"), (item(1, Some(7)), "b"), (item(1, Some(8)), "c")],
            ),
            (
                "<dl><dt>Term<dd>What it is.<dd>Or that.</dl>",
                vec![(Paragraph, "Term"), (Paragraph, "What it is."), (Paragraph, "Or that.")],
            ),
            ("<p>Photo<img alt='Xi'>left, A<img alt='B'>!</p>", vec![(Paragraph, "Photo Xi left, A B!")]),
            ("<p>10<sup>6</sup> H<sub>2</sub>O, 19<sup>th</sup></p>", vec![(Paragraph, "10⁶ H₂O, 19th")]),
            (
                "<p>if <math><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>1</mn></math></p>",
                vec![(Paragraph, "if x^2<1")],
            ),
            (
                "<p>matrix <span style='display:none'><math><mi>A</mi></math></span><img alt='{\\displaystyle A^{T}}' aria-hidden=true></p>",
                vec![(Paragraph, "matrix A^{T}")],
            ),
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
    fn a_page_says_who_wrote_it_when_and_where_and_its_links_count_from_there() {
        let html = "<html lang=de><head><title>A title</title><base href='https://paper.example/x/'><link rel='canonical' href='/a?b'>\
            <meta name=author content='Jane Doe'><meta property='og:site_name' content='The Paper'>\
            <meta property='article:published_time' content='2026-05-19'></head>\
            <body><p id=p>See <a href='../y'>this</a>, <a href='https://paper.example/a?b#p'>that</a> and <a href='mailto:j@x.example'>her</a>.</body>";
        let document = page(html);
        let metadata = document.metadata();
        let told =
            [&metadata.title, &metadata.author, &metadata.date, &metadata.site, &metadata.url, &metadata.language];
        assert_eq!(
            told.map(|field| field.as_deref().unwrap_or_default()),
            ["A title", "Jane Doe", "2026-05-19", "The Paper", "https://paper.example/a?b", "de"]
        );
        let address = |to: &str| Link::Address(to.to_owned());
        assert_eq!(
            document.links(),
            [address("https://paper.example/y"), Link::Inside(0), address("mailto:j@x.example")]
        );
        let named = page("<meta property=og:url content='https://paper.example/b'><p>x <a href=y>y</a>");
        assert_eq!(named.metadata().url.as_deref(), Some("https://paper.example/b"));
        assert_eq!(named.links(), [address("y")]);
        assert_eq!(page("<link rel=canonical href='javascript:x'><p>x").metadata().url, None);
    }

    #[test]
    fn notes_are_reached_and_left() {
        let document = page(
            "<p>It rose.<sup id=r1><a href='#n1'>1</a></sup> It fell.<a href='#n2' id=r2><sup>2</sup></a> So it goes.</p>\
             <ol><li id=n1>The report. <a href='#r1'>↩</a></li><li id=n2><p>A letter. <a href='#r2'>↩</a></p></li></ol>",
        );
        assert!(document.text().starts_with("It rose.[1] It fell.[2] So it goes.\n\n"), "{}", document.text());
        assert_eq!(document.sentences(0).len(), 3);
        let (one, two) = (document.text().find("The report").unwrap(), document.text().find("A letter").unwrap());
        let inside = |at: usize| Link::Inside(at);
        assert_eq!(document.links().len(), 4);
        assert_eq!([&document.links()[0], &document.links()[1]], [&inside(one), &inside(two)]);
        for (link, note) in [(2, "It rose."), (3, "It fell.")] {
            let Link::Inside(back) = document.links()[link] else { panic!("it leads back") };
            let sentence = document.sentence_at(back).and_then(|id| document.sentence(id)).unwrap();
            assert!(sentence.of(document.text()).starts_with(note), "{}", sentence.of(document.text()));
        }
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
        let many = format!("<p>seen</p>{}", "<p>word".repeat(450_000));
        let document = page(&many);
        assert_eq!((document.blocks().len(), document.notices().len()), (450_001, 1));
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
