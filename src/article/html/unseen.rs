//! Words that a page holds and does not show: preheaders of newsletters, texts for machines, keywords in invisible ink.

use std::collections::HashMap;

use dom_query::{Document as Tree, NodeId};

/// The largest size of letters that nobody can read, in pixels or points.
const TINY: f32 = 1.0;
/// What stands so many pixels beside the page is not on it.
const FAR: f32 = -999.0;

/// What shows a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::article) enum Shown {
    /// A browser, where scripts may fade things in and fold them out.
    ByScripts,
    /// A program for mail, where everything stays as it is.
    AsItIs,
}

/// Takes out of a page what its styles keep from whoever looks at it. What they say is not there at all
/// (`display:none`) stays for whoever looks for the article, as it may say who wrote it. Linear in its length.
pub(in crate::article) fn take_out(tree: &Tree, shown: Shown) {
    let mut faces: HashMap<NodeId, Face> = HashMap::new();
    for node in tree.root().descendants() {
        let face = node.parent().and_then(|around| faces.get(&around.id)).copied().unwrap_or_default();
        if node.is_text() {
            if face.tiny || face.clear {
                node.remove_from_parent();
            }
            continue;
        }
        let style = node.attr("style").filter(|_| node.is_element()).map(|style| Style::of(&style));
        if style.as_ref().is_some_and(|style| style.hides(shown)) {
            node.remove_from_parent();
            continue;
        }
        let face = style.map_or(face, |style| style.face(face));
        if face != Face::default() {
            faces.insert(node.id, face);
        }
    }
}

/// How letters look, as elements hand it on to those in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Face {
    /// Too small to be read.
    tiny: bool,
    /// Of no colour, or of the colour they stand on.
    clear: bool,
}

/// What the style of an element declares: names and values, in lower case.
struct Style(Vec<(String, String)>);

impl Style {
    fn of(style: &str) -> Self {
        let declared = style.to_ascii_lowercase();
        let declared = declared.split(';').filter_map(|one| {
            let (name, value) = one.split_once(':')?;
            Some((name.trim().to_owned(), value.trim().trim_end_matches("!important").trim().to_owned()))
        });
        Self(declared.collect())
    }

    /// The value declared last.
    fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().rfind(|(declared, _)| declared == name).map(|(_, value)| value.as_str())
    }

    fn is(&self, name: &str, values: &[&str]) -> bool {
        self.value(name).is_some_and(|value| values.contains(&value))
    }

    /// A length, where it is one in pixels, or nothing at all.
    fn length(&self, name: &str) -> Option<f32> {
        number(self.value(name)?)
            .filter(|(length, unit)| *length == 0.0 || matches!(*unit, "px" | "pt" | ""))
            .map(|it| it.0)
    }

    /// Whether all that stands in the element is kept from being seen.
    fn hides(&self, shown: Shown) -> bool {
        let none = |name| self.length(name) == Some(0.0);
        let lifted = self.is("position", &["absolute", "fixed"]);
        let beside = ["left", "top", "right"].iter().any(|side| self.length(side).is_some_and(|at| at <= FAR));
        let clipped = self.value("clip").is_some_and(|clip| clip.starts_with("rect(") && is_nothing(clip))
            || self.is("clip-path", &["inset(50%)", "inset(100%)", "circle(0)"]);
        let indented = self.length("text-indent").is_some_and(|at| at <= FAR);
        if indented {
            return true;
        }
        if lifted && (beside || clipped) {
            return true;
        }
        // What a script will fade in or fold out is only not seen yet.
        if shown == Shown::ByScripts {
            return false;
        }
        let padded =
            ["padding", "padding-top", "padding-bottom"].iter().any(|name| self.value(name).is_some() && !none(name));
        let cut = self.is("overflow", &["hidden", "clip"]) || self.is("overflow-y", &["hidden", "clip"]);
        let flat = ["height", "max-height", "width", "max-width"].iter().any(|name| none(name));
        (cut && flat && !padded) || none("opacity") || self.is("transform", &["scale(0)"])
    }

    /// How letters look in the element, where they look as `around` outside of it.
    fn face(&self, around: Face) -> Face {
        let size = self.value("font-size").and_then(number);
        let tiny = match size {
            Some((size, "em" | "%" | "ex")) => size == 0.0 || around.tiny,
            Some((size, _)) => size <= TINY,
            None => around.tiny,
        };
        let ground = self.value("background-color").or_else(|| self.value("background"));
        let clear = match self.value("color") {
            Some("inherit") | None => around.clear,
            Some(colour) => colour == "transparent" || ground.is_some_and(|ground| same_colour(colour, ground)),
        };
        Face { tiny, clear }
    }
}

/// A number at the head of a value, and its unit.
fn number(value: &str) -> Option<(f32, &str)> {
    let end = value.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(value.len());
    let (digits, unit) = value.split_at_checked(end)?;
    Some((digits.parse().ok()?, unit.trim()))
}

/// Whether a rectangle that is cut out holds next to nothing.
fn is_nothing(rect: &str) -> bool {
    let inside = rect.trim_start_matches("rect(").trim_end_matches(')');
    let mut sides = inside.split([',', ' ']).filter(|side| !side.is_empty());
    sides.all(|side| number(side).is_some_and(|(length, _)| length.abs() <= TINY))
}

/// Whether two colours are written alike, or are both white or black.
fn same_colour(one: &str, other: &str) -> bool {
    let plain = |colour: &str| match colour {
        "#fff" | "#ffffff" | "rgb(255,255,255)" | "rgb(255, 255, 255)" => "white".to_owned(),
        "#000" | "#000000" | "rgb(0,0,0)" | "rgb(0, 0, 0)" => "black".to_owned(),
        other => other.to_owned(),
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of words in an element of that style.
    fn left(style: &str, inside: &str, shown: Shown) -> String {
        let tree = Tree::from(format!("<body><div style=\"{style}\">{inside}</div></body>"));
        take_out(&tree, shown);
        tree.body().unwrap().text().to_string()
    }

    #[test]
    fn what_styles_hide_goes_and_nothing_else() {
        for (style, in_mail, on_a_page) in [
            ("Font-Size: 0 !important", "", ""),
            ("font-size:0", "", ""),
            ("font-size:0.0em", "", ""),
            ("font-size:1px;line-height:1px;color:#fefefe", "", ""),
            ("font-size:0.9em", "x", "x"),
            ("color:transparent", "", ""),
            ("color:#fff;background-color:#FFFFFF", "", ""),
            ("color:#fff;background:#07c", "x", "x"),
            ("position:absolute;left:-9999px", "", ""),
            ("left:-9999px", "x", "x"),
            ("text-indent:-9999px", "", ""),
            ("text-indent:-12px", "x", "x"),
            ("clip:rect(0 0 0 0);position:absolute", "", ""),
            ("clip:rect(0,90px,90px,0);position:absolute", "x", "x"),
            ("max-height:0px;overflow:hidden", "", "x"),
            ("height:0;width:0;overflow:hidden;", "", "x"),
            ("height:0;overflow:hidden;padding-bottom:56%", "x", "x"),
            ("height:0", "x", "x"),
            ("opacity: 0", "", "x"),
            ("opacity:0.9", "x", "x"),
            ("transform:scale(0)", "", "x"),
            ("max-height:none;x:y:z;;:", "x", "x"),
        ] {
            assert_eq!(left(style, "x", Shown::AsItIs), in_mail, "{style}");
            assert_eq!(left(style, "x", Shown::ByScripts), on_a_page, "{style}");
        }
    }

    #[test]
    fn what_shows_inside_of_what_does_not_stays() {
        let left = |style, inside| left(style, inside, Shown::AsItIs);
        assert_eq!(
            left("font-size:0", "a<p style='font-size:14px'>b <b>c</b></p> d<i style='font-size:2em'>e</i>"),
            "b c"
        );
        assert_eq!(left("color:transparent", "a<a style='color:#07c'>b</a>"), "b");
        assert_eq!(left("opacity:0", "a<p style='opacity:1'>b</p>"), "");
    }
}
