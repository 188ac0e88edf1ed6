//! What a page must not do to the tree builder: no nesting without bound, no giant tags, no scripts.

use super::formula;

/// How many elements may stand inside each other. The tree builder has no bound of its own, and takes
/// time that grows with the square of the depth.
const DEEPEST: usize = 160;
/// The longest tag whose attributes are kept, in bytes.
const LONGEST_TAG: usize = 32 * 1024;
/// How many open elements an end tag is compared with.
const REACH: usize = 64;

/// Elements that never have content.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// A page that is safe to build a tree of.
pub(in crate::article) struct Guarded {
    /// The page, without what was dropped.
    pub html: String,
    /// How many tags it has.
    pub tags: usize,
    /// Whether elements were dropped because they stood too deep.
    pub cut: bool,
}

/// `html` without comments, declarations, scripts, style sheets and drawings, formulas as a line of
/// code, and without the tags that stand deeper than any page needs; the words in them stay. In XML, `<a/>` is
/// an element without content, which HTML would take for the start of one. Linear in its length.
pub(in crate::article) fn guarded(html: &str, xml: bool) -> Guarded {
    let mut out = Guarded { html: String::with_capacity(html.len()), tags: 0, cut: false };
    let mut open: Vec<&str> = Vec::new();
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
    }
    out.html.push_str(rest);
    out
}

/// A tag, and the text after it. One without a name is a comment or declaration.
struct Tag<'a> {
    name: &'a str,
    closes: bool,
    /// From `<` to `>`.
    source: &'a str,
    after: &'a str,
}

/// Writes a tag if it may stay; gives the text after what was dealt with.
fn keep<'a>(tag: &Tag<'a>, xml: bool, open: &mut Vec<&'a str>, out: &mut Guarded) -> &'a str {
    let is = |names: &[&str]| names.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
    if is(&[
        "script", "style", "noscript", "template", "iframe", "svg", "textarea", "select", "xmp", "noembed", "noframes",
        "object",
    ]) {
        if tag.closes {
            return tag.after;
        }
        let (inside, after) = content(tag);
        // What a page says of itself stands in a script, of all places.
        if is(&["script"]) && tag.source.to_ascii_lowercase().contains("ld+json") && inside.len() < 256 * 1024 {
            out.html.push_str(tag.source);
            out.html.push_str(inside);
            out.html.push_str("</script>");
        }
        return after;
    }
    if is(&["math"]) && !tag.closes {
        let (inside, after) = content(tag);
        out.tags += 1;
        out.html.push_str("<code>");
        out.html.push_str(&formula::line(tag.source, inside));
        out.html.push_str("</code>");
        return after;
    }
    if is(&["plaintext", "frameset", "math"]) {
        return tag.after;
    }
    out.tags += 1;
    // Some have no content; others end where the next of them starts, and so do not nest.
    let nests = !is(VOID)
        && !is(&["html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option"])
        && !is(&["optgroup", "colgroup", "caption", "rp", "rt"]);
    if xml && !tag.closes && !is(VOID) && tag.source.ends_with("/>") {
        if open.len() < DEEPEST {
            out.html.push_str(tag.source.trim_end_matches(['/', '>']));
            out.html.push_str("></");
            out.html.push_str(tag.name);
            out.html.push('>');
        }
        return tag.after;
    }
    if nests && tag.closes {
        let Some(at) = open.iter().rev().take(REACH).position(|name| name.eq_ignore_ascii_case(tag.name)) else {
            return tag.after;
        };
        let index = open.len() - 1 - at;
        open.truncate(index);
        if index >= DEEPEST {
            return tag.after;
        }
    } else if nests {
        open.push(tag.name);
        if open.len() > DEEPEST {
            out.cut = true;
            return tag.after;
        }
    }
    if tag.source.len() <= LONGEST_TAG {
        out.html.push_str(tag.source);
    } else {
        out.html.push_str(if tag.closes { "</" } else { "<" });
        out.html.push_str(tag.name);
        out.html.push('>');
    }
    tag.after
}

/// The tag at the head of `html`; nothing where a sign opens none.
fn tag(html: &str) -> Option<Tag<'_>> {
    let skipped = |until: &str| {
        let after = html.split_once(until).map_or("", |(_, after)| after);
        Some(Tag { name: "", closes: false, source: "", after })
    };
    if html.starts_with("<!--") {
        return skipped("-->");
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return skipped(">");
    }
    let inner = html.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(length);
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => {
                let end = html.len() - attributes.len() + at + 1;
                let (source, after) = html.split_at_checked(end)?;
                return Some(Tag { name, closes, source, after });
            }
            (None, b'"' | b'\'')
                if attributes.as_bytes().get(..at).is_some_and(|head| head.trim_ascii_end().ends_with(b"=")) =>
            {
                quote = Some(byte);
            }
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    Some(Tag { name: "", closes, source: "", after: "" })
}

/// What stands between a tag and its end tag, and what follows; all the rest where it never ends.
fn content<'a>(tag: &Tag<'a>) -> (&'a str, &'a str) {
    if tag.source.ends_with("/>") {
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
    fn table() {
        for (html, expected) in [
            ("<!DOCTYPE html><p>a<!-- b -->c", "<p>ac"),
            ("a<script>x</p></SCRIPT >b<style>y", "ab"),
            ("<svg><path/></svg>a < b <3", "a &lt; b &lt;3"),
            ("<a title=\"x>y\" b='>'>z</a>", "<a title=\"x>y\" b='>'>z</a>"),
            ("<p title=\"never closed>a", ""),
            ("<p class=don't>a</p>", "<p class=don't>a</p>"),
            ("<math><mi>x</mi></math>y</math>", "<code>x</code>y"),
            ("<script type=application/ld+json>{}</script>", "<script type=application/ld+json>{}</script>"),
        ] {
            assert_eq!(guarded(html, false).html, expected, "{html}");
        }
    }

    #[test]
    fn in_xml_an_element_may_end_where_it_starts() {
        let xml = "<title/><p id='a'/><a name=\"x\" />words<br/>";
        assert_eq!(guarded(xml, true).html, "<title></title><p id='a'></p><a name=\"x\" ></a>words<br/>");
    }

    #[test]
    fn depth_is_bounded_and_words_stay() {
        let html = "<div>".repeat(100_000) + "deep" + &"</div>".repeat(100_000) + "<b>after</b>";
        let page = guarded(&html, false);
        assert!(page.cut && page.html.len() < 4000, "{}", page.html.len());
        assert!(page.html.contains("deep") && page.html.ends_with("<b>after</b>"));
        let wide = format!("<p title={}>x", "a".repeat(1 << 20));
        assert_eq!(guarded(&wide, false).html, "<p>x");
    }

    proptest! {
        #[test]
        fn anything_is_guarded(html in "(<|>|/|!|--|script|div|svg|p|a=|\"|'| |é|x){0,60}") {
            guarded(&html, false);
        }
    }
}
