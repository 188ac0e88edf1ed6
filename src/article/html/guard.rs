//! What a page must not do to the tree builder: no nesting without bound, no giant tags, no scripts, and no more
//! elements than there is time for.

use super::{drawing, formula};

/// How many elements may stand inside each other. The tree builder has no bound of its own, and takes
/// time that grows with the square of the depth.
const DEEPEST: usize = 160;
/// The longest tag whose attributes are kept, in bytes.
const LONGEST_TAG: usize = 32 * 1024;
/// The most attributes of a tag that are kept: each is compared with all before it.
const MOST_ATTRIBUTES: usize = 64;
/// How many open elements an end tag is compared with.
const REACH: usize = 64;
/// The most elements that a tree is built of.
const MOST_ELEMENTS: usize = 400_000;
/// The most bytes that a tree is built of.
const MOST_BYTES: usize = 10 << 20;
/// The most bytes that writing a tree out may look at.
const MOST_STEPS: usize = 100 << 30;

/// A page that is safe to build a tree of.
pub(in crate::article) struct Guarded {
    /// The page, without what was dropped.
    pub html: String,
    /// How many tags it has.
    pub tags: usize,
    /// Whether elements were dropped because they stood too deep.
    pub cut: bool,
    /// The most elements that it can make: those that set words apart are made anew in each block that they reach
    /// into.
    elements: usize,
}

/// `html` without comments, declarations, scripts, style sheets and drawings, formulas as a line of
/// code, and without the tags that stand deeper than any page needs; the words in them stay. In XML, `<a/>` is
/// an element without content, which HTML would take for the start of one. Linear in its length. Nothing where it
/// would make a tree that there is no time and memory for.
pub(in crate::article) fn guarded(html: &str, xml: bool) -> Option<Guarded> {
    let capacity = html.len().min(MOST_BYTES);
    let mut out = Guarded { html: String::with_capacity(capacity), tags: 0, cut: false, elements: 0 };
    let mut open = Stack::default();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (words, from) = rest.split_at(at);
        out.html.push_str(words);
        rest = match tag(from) {
            None => {
                out.html.push_str("&lt;");
                from.strip_prefix('<').unwrap_or_default()
            }
            Some(Tag { name: "", after, .. }) => after,
            Some(tag) => keep(&tag, xml, &mut open, &mut out),
        };
        if out.elements > MOST_ELEMENTS || out.html.len() > MOST_BYTES {
            return None;
        }
    }
    out.html.push_str(rest);
    (out.html.len() <= MOST_BYTES && steps(&out.html) <= MOST_STEPS).then_some(out)
}

/// How many bytes writing the tree out looks at: from each character that may be a reference to the end of its text.
fn steps(html: &str) -> usize {
    let steps = |text: &str| memchr::memchr2_iter(b'&', 0xC2, text.as_bytes()).count().saturating_mul(text.len());
    html.split('<').map(steps).fold(0, usize::saturating_add)
}

/// A tag, and the text after it. One without a name is a comment or declaration.
pub(in crate::article) struct Tag<'a> {
    /// As written.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub closes: bool,
    /// From `<` to `>`.
    source: &'a str,
    /// At most how many attributes it has.
    attributes: usize,
    /// What follows.
    pub after: &'a str,
}

impl Tag<'_> {
    /// Whether it ends where it starts, in XML.
    pub(super) fn is_empty(&self) -> bool {
        self.source.ends_with("/>")
    }
}

/// A name in XML without the prefix of its namespace.
pub(super) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// What an element is to the tree builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// What stands in it is no text of the page.
    Hidden,
    /// It would change how all that follows is read.
    Dropped,
    /// A formula.
    Formula,
    /// It has no content.
    Void,
    /// It ends where the next of its kind starts, and so does not nest.
    Flat,
    /// It sets words apart, and goes on in the next block unless it is ended.
    Formatting,
    /// Any other.
    Nesting,
}

/// What the element of that name, in any case, is.
pub(super) fn nature(name: &str) -> Nature {
    let mut lower = [0; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return Nature::Nesting };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"script" | b"style" | b"noscript" | b"template" | b"iframe" | b"svg" | b"textarea" | b"select" | b"xmp"
        | b"noembed" | b"noframes" | b"object" => Nature::Hidden,
        b"plaintext" | b"frameset" => Nature::Dropped,
        b"math" => Nature::Formula,
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"source"
        | b"track" | b"wbr" => Nature::Void,
        b"html" | b"head" | b"body" | b"p" | b"li" | b"dt" | b"dd" | b"tr" | b"td" | b"th" | b"thead" | b"tbody"
        | b"tfoot" | b"option" | b"optgroup" | b"colgroup" | b"caption" | b"rp" | b"rt" => Nature::Flat,
        b"a" | b"b" | b"big" | b"code" | b"em" | b"font" | b"i" | b"nobr" | b"s" | b"small" | b"strike" | b"strong"
        | b"tt" | b"u" => Nature::Formatting,
        _ => Nature::Nesting,
    }
}

/// How many open elements alike go on in the next block (the HTML Standard's Noah's Ark clause).
const ALIKE: usize = 3;

/// An element that is open.
struct Open<'a> {
    name: &'a str,
    /// Its start tag.
    source: &'a str,
    /// Whether it goes on in the next block unless it is ended.
    goes_on: bool,
}

/// The elements that are open.
#[derive(Default)]
struct Stack<'a> {
    names: Vec<Open<'a>>,
    /// How many of them go on in the next block.
    formatting: usize,
}

impl<'a> Stack<'a> {
    fn push(&mut self, tag: &Tag<'a>, nature: Nature) {
        let alike = || self.names.iter().rev().take(REACH).filter(|open| open.source == tag.source).count();
        let goes_on = nature == Nature::Formatting && alike() < ALIKE;
        self.formatting += usize::from(goes_on);
        self.names.push(Open { name: tag.name, source: tag.source, goes_on });
    }

    /// Ends the innermost element of that name and all in it; gives how many were open around it.
    fn end(&mut self, name: &str) -> Option<usize> {
        let at = self.names.iter().rev().take(REACH).position(|open| open.name.eq_ignore_ascii_case(name))?;
        let index = self.names.len() - 1 - at;
        let ended = self.names.drain(index..).filter(|open| open.goes_on).count();
        self.formatting -= ended;
        Some(index)
    }
}

/// Writes a tag if it may stay; gives the text after what was dealt with.
fn keep<'a>(tag: &Tag<'a>, xml: bool, open: &mut Stack<'a>, out: &mut Guarded) -> &'a str {
    let name = if xml { local(tag.name) } else { tag.name };
    let nature = match nature(name) {
        // In a book the words in it stand in for what no reader of text can show; on a page they sell a program.
        Nature::Hidden if xml && name == "object" => Nature::Nesting,
        Nature::Hidden if xml && name == "svg" && !tag.closes => return drawn(tag, out),
        nature => nature,
    };
    match nature {
        Nature::Hidden if !tag.closes => return hidden(tag, out),
        Nature::Formula if !tag.closes => {
            let (inside, after) = content(tag);
            out.tags += 1;
            out.elements += 1;
            out.html.push_str("<code>");
            out.html.push_str(&formula::line(tag.source, inside));
            out.html.push_str("</code>");
            return after;
        }
        Nature::Hidden | Nature::Formula | Nature::Dropped => return tag.after,
        Nature::Void | Nature::Flat | Nature::Formatting | Nature::Nesting => {}
    }
    out.tags += 1;
    if !tag.closes {
        out.elements += 1 + if nature == Nature::Formatting { 0 } else { open.formatting };
    }
    if xml && !tag.closes && nature != Nature::Void && tag.is_empty() {
        if open.names.len() < DEEPEST {
            out.html.push_str(tag.source.trim_end_matches(['/', '>']));
            out.html.push_str("></");
            out.html.push_str(tag.name);
            out.html.push('>');
        }
        return tag.after;
    }
    if matches!(nature, Nature::Formatting | Nature::Nesting) {
        if tag.closes {
            if open.end(tag.name).is_none_or(|around| around >= DEEPEST) {
                return tag.after;
            }
        } else {
            open.push(tag, nature);
            if open.names.len() > DEEPEST {
                out.cut = true;
                return tag.after;
            }
        }
    }
    if tag.source.len() <= LONGEST_TAG && tag.attributes <= MOST_ATTRIBUTES {
        out.html.push_str(tag.source);
    } else {
        out.html.push_str(if tag.closes { "</" } else { "<" });
        out.html.push_str(tag.name);
        out.html.push('>');
    }
    tag.after
}

/// The name that the words of a drawing are given, and that of each of its lines.
pub(in crate::article) const DRAWING: [&str; 2] = ["postil-drawing", "postil-line"];

/// Writes the words of a drawing in a book; gives what follows it. On a page, a drawing is an icon.
fn drawn<'a>(tag: &Tag<'a>, out: &mut Guarded) -> &'a str {
    let (inside, after) = content(tag);
    let lines = if tag.source.contains("aria-hidden=\"true\"") { Vec::new() } else { drawing::words(inside) };
    if !lines.is_empty() {
        let [whole, part] = DRAWING;
        let lines: Vec<String> = lines.iter().map(|line| format!("<{part}>{line}</{part}>")).collect();
        out.elements += 1 + lines.len();
        out.tags += 1 + lines.len();
        out.html.extend([format!("<{whole}>"), lines.join(" "), format!("</{whole}>")]);
    }
    after
}

/// Leaves out an element that holds no text of the page; gives what follows it.
fn hidden<'a>(tag: &Tag<'a>, out: &mut Guarded) -> &'a str {
    let (inside, after) = content(tag);
    // What a page says of itself stands in a script, of all places.
    let script = tag.name.eq_ignore_ascii_case("script");
    if script && tag.source.to_ascii_lowercase().contains("ld+json") && inside.len() < 256 * 1024 {
        out.html.push_str(tag.source);
        out.html.push_str(inside);
        out.html.push_str("</script>");
    }
    after
}

/// The tag at the head of `html`; nothing where a sign opens none.
pub(in crate::article) fn tag(html: &str) -> Option<Tag<'_>> {
    let none = |after| Some(Tag { name: "", closes: false, source: "", attributes: 0, after });
    if html.starts_with("<!--") {
        return none(after_comment(html));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return none(html.split_once('>').map_or("", |(_, after)| after));
    }
    let inner = html.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(length);
    let mut quote = None;
    let mut attributes = 0;
    let (mut before, mut blank) = (b' ', false);
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let end = html.len() - rest.len() + at + 1;
                let (source, after) = html.split_at_checked(end)?;
                return Some(Tag { name, closes, source, attributes, after });
            }
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'/') => attributes += 1,
            (None, byte) if byte.is_ascii_whitespace() => attributes += usize::from(!blank),
            (Some(open), byte) if open == byte => {
                quote = None;
                attributes += 1;
            }
            _ => {}
        }
        blank = byte.is_ascii_whitespace();
        if !blank {
            before = byte;
        }
    }
    Some(Tag { name: "", closes, source: "", attributes: 0, after: "" })
}

/// What follows a comment, which `-->` ends, or `--!>` (HTML, 13.2.5.52); nothing where it never ends.
fn after_comment(html: &str) -> &str {
    const OPENING: usize = "<!--".len();
    let mut ends = html.match_indices('>').map(|(at, _)| at);
    // The opening's own dashes end one, too, but not before a `!`.
    let is_end = |at: &usize| {
        let (before, inside) = (html.get(..*at), html.get(OPENING..*at));
        before.is_some_and(|before| before.ends_with("--")) || inside.is_some_and(|inside| inside.ends_with("--!"))
    };
    ends.find(is_end).and_then(|at| html.get(at + 1..)).unwrap_or_default()
}

/// What stands between a tag and its end tag, and what follows; all the rest where it never ends.
pub(super) fn content<'a>(tag: &Tag<'a>) -> (&'a str, &'a str) {
    if tag.is_empty() {
        return ("", tag.after);
    }
    for at in memchr::memmem::find_iter(tag.after.as_bytes(), b"</") {
        let Some((inside, end)) = tag.after.split_at_checked(at) else { continue };
        let Some((name, rest)) = end.get(2..).and_then(|end| end.split_at_checked(tag.name.len())) else { continue };
        if name.eq_ignore_ascii_case(tag.name) && !rest.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            return (inside, rest.split_once('>').map_or("", |(_, after)| after));
        }
    }
    (tag.after, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_that_is_looked_through_again_and_again_makes_no_tree() {
        let page = |marks: usize| format!("<p>MARK {}</p>", "&".repeat(marks));
        assert!(guarded(&page(100_000), false).is_some());
        assert!(guarded(&page(1_000_000), false).is_none());
        assert!(guarded(&page(1000).repeat(1000), false).is_some());
    }

    #[test]
    fn table() {
        for (html, expected) in [
            ("<!DOCTYPE html><p>a<!-- b -->c", "<p>ac"),
            ("<!-- a --!>b<!-->c<!--->d<!----!>e<!--!> -->f<!-- <!-- -->g<!-- > -- h", "bcdefg"),
            ("a<script>x</p></SCRIPT >b<style>y", "ab"),
            ("<svg><path/></svg>a < b <3", "a &lt; b &lt;3"),
            ("<a title=\"x>y\" b='>'>z</a>", "<a title=\"x>y\" b='>'>z</a>"),
            ("<p title=\"never closed>a", ""),
            ("<p class=don't>a</p>", "<p class=don't>a</p>"),
            ("<math><mi>x</mi></math>y</math>", "<code>x</code>y"),
            ("<script type=application/ld+json>{}</script>", "<script type=application/ld+json>{}</script>"),
        ] {
            assert_eq!(guarded(html, false).unwrap().html, expected, "{html}");
        }
    }

    #[test]
    fn in_xml_an_element_may_end_where_it_starts() {
        let xml = "<title/><p id='a'/><a name=\"x\" />words<br/>";
        assert_eq!(guarded(xml, true).unwrap().html, "<title></title><p id='a'></p><a name=\"x\" ></a>words<br/>");
        assert_eq!(guarded("<object><p>a", true).unwrap().html, "<object><p>a");
        assert_eq!(guarded("<object><p>a</object>b", false).unwrap().html, "b");
        let drawing = "<p>a <svg><title>T</title><text>x</text></svg><svg aria-hidden=\"true\"><text>y</text></svg>";
        assert_eq!(
            guarded(drawing, true).unwrap().html,
            "<p>a <postil-drawing><postil-line>T</postil-line> <postil-line>x</postil-line></postil-drawing>"
        );
        assert_eq!(guarded("<m:math><m:mi>x</m:mi></m:math>", true).unwrap().html, "<code>x</code>");
    }

    #[test]
    fn depth_is_bounded_and_words_stay() {
        let html = "<div>".repeat(100_000) + "deep" + &"</div>".repeat(100_000) + "<b>after</b>";
        let page = guarded(&html, false).unwrap();
        assert!(page.cut && page.html.len() < 4000, "{}", page.html.len());
        assert!(page.html.contains("deep") && page.html.ends_with("<b>after</b>"));
        let wide = format!("<p title={}>x", "a".repeat(1 << 20));
        assert_eq!(guarded(&wide, false).unwrap().html, "<p>x");
        let indented = format!("<p {}id=a>x", "\n".repeat(100));
        assert_eq!(guarded(&indented, false).unwrap().html, indented);
        let many: String = (0..3000).map(|n| format!(" a{n}=\"b\"")).collect();
        assert_eq!(
            guarded(&format!("<p{many}>x<a class='a b' href=c>y"), false).unwrap().html,
            "<p>x<a class='a b' href=c>y"
        );
    }

    #[test]
    fn a_tree_without_bound_is_not_built() {
        let fonts: String = (0..150).map(|n| format!("<font color=c{n}>")).collect();
        assert!(guarded(&format!("<p>{fonts}x{}", "<p>word".repeat(3_000)), false).is_none());
        assert!(guarded(&"<p><font size=2>word".repeat(20_000), false).is_some());
        assert!(guarded(&"<p>".repeat(MOST_ELEMENTS + 1), false).is_none());
        assert!(guarded(&"a ".repeat(MOST_BYTES / 2 + 1), false).is_none());
        assert!(guarded(&"<p>One <b>word</b>.</p>".repeat(10_000), false).is_some());
    }

    proptest! {
        #[test]
        fn anything_is_guarded(html in "(<|>|/|!|--|script|div|svg|p|a=|\"|'| |é|x){0,60}") {
            let _ = guarded(&html, false);
        }
    }
}
