//! Words above and below the line, told apart where there is only one line: `10⁶` and not `106`, and the mark of a
//! note in brackets.

use dom_query::NodeRef;

/// The longest mark of a note, in characters.
const LONGEST_MARK: usize = 8;
/// How many elements around a mark are looked at for the link that it stands in.
const AROUND: usize = 3;

/// What becomes of words above or below the line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Raised {
    /// They are these signs.
    Signs(String),
    /// They stay as they are, between these.
    Between(&'static str, &'static str),
}

/// What becomes of a `sup`, or of a `sub` where `below`.
pub(super) fn raised(node: &NodeRef<'_>, below: bool) -> Raised {
    let words = node.text();
    let words = words.trim();
    if words.is_empty() {
        return Raised::Between("", "");
    }
    if leads_to_note(node) {
        let own = words.starts_with(['[', '(']) || words.chars().count() > LONGEST_MARK;
        return if own { Raised::Between("", "") } else { Raised::Between("[", "]") };
    }
    let signs: Option<String> = words.chars().map(|c| sign(c, below)).collect();
    match signs {
        Some(signs) => Raised::Signs(signs),
        None if words.contains(|c: char| c.is_ascii_digit()) => Raised::Between(if below { "_" } else { "^" }, ""),
        None => Raised::Between("", ""),
    }
}

/// Whether an element is a link into the page, or holds or stands in one.
fn leads_to_note(node: &NodeRef<'_>) -> bool {
    let leads = |node: &NodeRef<'_>| node.has_name("a") && node.attr("href").is_some_and(|to| to.contains('#'));
    let within = node.descendants_it().take(16).any(|inner| leads(&inner));
    let mut around = node.parent();
    for _ in 0..AROUND {
        let Some(outer) = around.filter(|_| !within) else { break };
        if leads(&outer) {
            return true;
        }
        around = outer.parent();
    }
    within
}

/// The sign that stands for `c` above or below the line, where there is one.
fn sign(c: char, below: bool) -> Option<char> {
    const DIGITS: [[char; 10]; 2] =
        [['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'], ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉']];
    if let Some(digit) = c.to_digit(10) {
        return DIGITS.get(usize::from(below))?.get(digit as usize).copied();
    }
    Some(match (c, below) {
        ('+', false) => '⁺',
        ('-' | '−' | '–', false) => '⁻',
        ('(', false) => '⁽',
        (')', false) => '⁾',
        ('n', false) => 'ⁿ',
        ('+', true) => '₊',
        ('-' | '−' | '–', true) => '₋',
        ('(', true) => '₍',
        (')', true) => '₎',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn table() {
        let between = Raised::Between;
        let signs = |words: &str| Raised::Signs(words.to_owned());
        for (html, expected) in [
            ("10<sup>-6</sup>", signs("⁻⁶")),
            ("H<sub>2</sub>O", signs("₂")),
            ("19<sup>th</sup>", between("", "")),
            ("x<sup>2y</sup>", between("^", "")),
            ("x<sub>i1</sub>", between("_", "")),
            ("a<sup><a href='#n1'>1</a></sup>", between("[", "]")),
            ("a<sup><a href='#n1'>[1]</a></sup>", between("", "")),
            ("a<a href='p.html#n1'><i><sup>1</sup></i></a>", between("[", "]")),
            ("a<sup><a href='https://b.example'>1</a></sup>", signs("¹")),
            ("a<sup> </sup>", between("", "")),
        ] {
            let tree = Document::from(html);
            let found = tree.select("sup, sub");
            assert_eq!(raised(found.nodes().first().unwrap(), html.contains("<sub")), expected, "{html}");
        }
    }
}
