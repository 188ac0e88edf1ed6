//! The words of a drawing (SVG) that are meant to be read.

use super::guard;

/// Elements of a drawing whose words do not show.
const UNSEEN: &[&str] =
    &["defs", "symbol", "clippath", "mask", "pattern", "marker", "metadata", "style", "script", "filter"];

/// The most lines that are taken of one drawing: more than any that is read.
const MOST_LINES: usize = 2000;

/// What stands in a drawing, given as what stands in its element: its title, its description and its lines of text,
/// each as HTML without tags. Linear in its length.
pub(in crate::article) fn words(inside: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // How many elements are open whose words show, and whose do not.
    let (mut shown, mut unseen) = (0usize, 0usize);
    let mut rest = inside;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (words, from) = rest.split_at(at);
        if shown > 0
            && unseen == 0
            && let Some(line) = lines.last_mut()
        {
            line.push_str(words);
        }
        let Some(tag) = guard::tag(from) else {
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = tag.after;
        let name = guard::local(tag.name).to_ascii_lowercase();
        let step = |open: usize| match (tag.closes, tag.is_empty()) {
            (true, _) => open.saturating_sub(1),
            (false, true) => open,
            (false, false) => open + 1,
        };
        if UNSEEN.contains(&name.as_str()) {
            unseen = step(unseen);
        } else if matches!(name.as_str(), "text" | "title" | "desc" | "foreignobject") {
            if shown == 0 {
                if lines.len() == MOST_LINES {
                    break;
                }
                lines.push(String::new());
            }
            shown = step(shown);
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_gives_the_words_that_show() {
        for (inside, expected) in [
            ("<path/><text/>", &[][..]),
            (
                "<title>A map</title><g><text x='1'>To the <tspan>sea</tspan> &amp; on</text></g>",
                &["A map", "To the sea &amp; on"],
            ),
            ("<defs><text>never</text><path/></defs><text>1 < 2</text>", &["1  2"]),
            ("<svg:text>One</svg:text><text><text>Two</text></text><text>open", &["One", "Two"]),
            ("<foreignObject><div><p>In a box</p></div></foreignObject></text><style>x</style>", &["In a box"]),
        ] {
            assert_eq!(words(inside), expected, "{inside}");
        }
        assert_eq!(words(&"<text>x</text>".repeat(3 * MOST_LINES)).len(), MOST_LINES);
    }
}
