//! The tags and references of raw HTML inside Markdown.

/// A part of raw HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    /// Words between tags, references not yet decoded.
    Words(&'a str),
    /// A tag: its name in lower case, whether it closes, and what stands after the name.
    Tag {
        /// "p", "h2", …
        name: String,
        /// Whether it is an end tag.
        closes: bool,
        /// Its attributes, as written.
        attributes: &'a str,
    },
}

/// Takes HTML apart. Comments, declarations and instructions are left out; one that never ends
/// takes the rest with it, as in a browser.
pub(super) fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (words, from) = rest.split_at(at);
        let (part, after) = tag(from);
        // A sign that opens no tag is a word like any other.
        let Some(after) = after else {
            let next = from.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(from.len(), |(next, _)| next);
            let (text, after) = rest.split_at(at + next);
            parts.push(Part::Words(text));
            rest = after;
            continue;
        };
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        parts.extend(part);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
    parts
}

/// The tag at the head of `html`, and what follows; no rest where there is no tag.
fn tag(html: &str) -> (Option<Part<'_>>, Option<&str>) {
    let past = |rest: &'static str, from: usize| {
        let inner = html.get(from..).unwrap_or_default();
        Some(inner.split_once(rest).map_or("", |(_, after)| after))
    };
    if html.starts_with("<!--") {
        return (None, past("-->", 4));
    }
    if html.starts_with("<![CDATA[") {
        return (None, past("]]>", 9));
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        return (None, past(">", 2));
    }
    let inner = html.strip_prefix('<').unwrap_or_default();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return (None, None);
    }
    let name: String = inner.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let mut quote = None;
    for (at, c) in inner.char_indices().skip(name.len()) {
        match (quote, c) {
            (None, '>') => {
                let attributes = inner.get(name.len()..at).unwrap_or_default();
                let tag = Part::Tag { name: name.to_ascii_lowercase(), closes, attributes };
                return (Some(tag), inner.get(at + 1..));
            }
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    (None, Some(""))
}

/// The value of an attribute, decoded.
pub(super) fn attribute(attributes: &str, name: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find(name) {
        let start = from + found;
        from = start + name.len();
        let alone =
            start.checked_sub(1).and_then(|before| lower.as_bytes().get(before)).is_none_or(u8::is_ascii_whitespace);
        let Some(value) = attributes.get(from..)?.trim_start().strip_prefix('=').filter(|_| alone) else { continue };
        let value = value.trim_start();
        let words = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value.get(1..)?.split(quote).next()?,
            _ => value.split_whitespace().next().unwrap_or_default(),
        };
        return Some(decoded(words));
    }
    None
}

/// Words with their character references decoded; one that names nothing stays as it is.
pub(super) fn decoded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let end = after.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at);
        let found = end.and_then(|end| Some((reference(after.get(..end)?)?, after.get(end + 1..)?)));
        if let Some((c, after)) = found {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The character that a reference names, without its `&` and `;`.
fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let point = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return Some(char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "bdquo" => '„',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "times" => '×',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "euro" => '€',
        "pound" => '£',
        "sect" => '§',
        "para" => '¶',
        "deg" => '°',
        "plusmn" => '±',
        "frac12" => '½',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "Auml" => 'Ä',
        "Ouml" => 'Ö',
        "Uuml" => 'Ü',
        "szlig" => 'ß',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        "aacute" => 'á',
        "iacute" => 'í',
        "oacute" => 'ó',
        "uacute" => 'ú',
        "shy" => '\u{ad}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(html: &str) -> String {
        let parts = parts(html).into_iter().map(|part| match part {
            Part::Words(words) => decoded(words),
            Part::Tag { name, closes, .. } => format!("[{}{name}]", if closes { "/" } else { "" }),
        });
        parts.collect()
    }

    #[test]
    fn table() {
        for (html, expected) in [
            ("<p class=\"a>b\">x &amp; y</p>", "[p]x & y[/p]"),
            ("a <!-- gone --> b", "a  b"),
            ("a < b and <3", "a < b and <3"),
            ("<BR/>", "[br]"),
            ("x <a href='never closed", "x "),
            ("<![CDATA[ x ]]>y<?php z ?><!DOCTYPE html>", "y"),
            ("&#27; &#x41; &bogus; &", "\u{1b} A &bogus; &"),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
        assert_eq!(attribute(" src=x data-alt=n alt=\"A &quot;b&quot;\"", "alt"), Some("A \"b\"".to_owned()));
        assert_eq!(attribute(" src=x", "alt"), None);
    }

    proptest! {
        #[test]
        fn anything_comes_apart(html in "[<>!/a-c\"'=& ;#\\-\\[\\]é]{0,40}") {
            shown(&html);
            attribute(&html, "a");
        }
    }
}
