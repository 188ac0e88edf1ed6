//! Formulas of a page, as a line of words.

use super::guard::local;

/// A `math` element, given by its tag and what stands in it, as HTML without tags: the TeX that it names for itself,
/// else its own signs in a row. Powers, indices and fractions keep theirs: `x^2`, not `x2`.
pub(super) fn line(tag: &str, inside: &str) -> String {
    let named = attribute(tag, "alttext").or_else(|| annotation(inside));
    named.map_or_else(|| signs(inside), |tex| bare_tex(tex).to_owned()).replace('<', "&lt;")
}

/// TeX without the style that is wrapped around all of it.
pub(super) fn bare_tex(tex: &str) -> &str {
    let inner = tex.trim().strip_prefix("{\\displaystyle").or_else(|| tex.trim().strip_prefix("{\\textstyle"));
    inner.and_then(|inner| inner.trim().strip_suffix('}')).map_or(tex, str::trim)
}

/// The value of an attribute that stands in quotation marks.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = tag.split_once(name)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().filter(|value| !value.trim().is_empty())
}

/// The TeX that a formula carries beside its signs.
fn annotation(inside: &str) -> Option<&str> {
    let (_, tex) = inside.split_once("annotation").filter(|(_, after)| after.contains("x-tex"))?;
    let (tag, tex) = tex.split_once('>')?;
    let tex = tex.split('<').next().filter(|tex| !tex.trim().is_empty())?;
    tag.contains("application/x-tex").then_some(tex)
}

/// How deep elements of a formula are told apart.
const DEEPEST: usize = 64;

/// An element of a formula that is open.
struct Open {
    /// What parts its first two children.
    between: &'static str,
    /// How many of its children have begun.
    children: usize,
    /// What ends it.
    end: &'static str,
}

fn signs(inside: &str) -> String {
    let mut line = String::with_capacity(inside.len() / 4);
    let mut open: Vec<Open> = Vec::new();
    let mut rest = inside;
    while let Some((words, after)) = rest.split_once('<') {
        line.extend(words.split_whitespace());
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        rest = after;
        if tag.starts_with('/') {
            line.push_str(open.pop().map_or("", |open| open.end));
        } else if !tag.ends_with('/') && open.len() < DEEPEST {
            let named = tag.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').next().unwrap_or_default();
            let name = local(named);
            let mut end = "";
            if let Some(parent) = open.last_mut() {
                parent.children += 1;
                if parent.children == 2 {
                    line.push_str(parent.between);
                }
                if !parent.between.is_empty() && name == "mrow" {
                    line.push('(');
                    end = ")";
                }
            }
            let between = match name {
                "msup" | "mover" => "^",
                "msub" | "munder" => "_",
                "mfrac" => "/",
                _ => "",
            };
            if matches!(name, "msqrt" | "mroot") {
                line.push_str("√(");
                end = ")";
            }
            open.push(Open { between, children: 0, end });
        }
    }
    line.extend(rest.split_whitespace());
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn table() {
        for (tag, inside, expected) in [
            ("<math>", "<mi> a </mi><mo>≠</mo><mn>0</mn>", "a≠0"),
            (
                "<math>",
                "<mn>10</mn><mo>·</mo><msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>",
                "10·x^(n+1)",
            ),
            ("<math>", "<mfrac><mn>1</mn><msqrt><mn>2</mn></msqrt></mfrac>", "1/√(2)"),
            (
                "<math>",
                "<semantics><mi>x</mi><annotation encoding=\"application/x-tex\">\\alpha</annotation></semantics>",
                "\\alpha",
            ),
            ("<math alttext=\"{\\displaystyle A^{T}}\">", "<mi>A</mi>", "A^{T}"),
            ("<math alttext=''>", "<mi>A</mi", "A"),
        ] {
            assert_eq!(line(tag, inside), expected, "{inside}");
        }
    }

    proptest! {
        #[test]
        fn anything_becomes_a_line(tag in "[<>a-z='\"]{0,20}", inside in "(<msup>|</msup>|<mrow>|</mrow>|<|>|/|x|é| ){0,40}") {
            assert!(!line(&tag, &inside).contains('<'));
        }
    }
}
