//! Sections of reStructuredText: lines that are underlined, their levels by the order in which the lines' styles come.

use std::collections::HashMap;

/// A section's heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Section<'t> {
    pub(super) title: &'t str,
    /// 1 to 6.
    pub(super) level: u8,
    /// The line after it.
    pub(super) next: usize,
}

/// How a heading is marked: the sign of its line, and whether one stands above it too.
type Style = (char, bool);

/// Whether a line draws a rule between paragraphs.
pub(super) fn is_rule(words: &str) -> bool {
    words.len() >= 4 && drawn(words).is_some()
}

/// The sign that a line consists of.
fn drawn(line: &str) -> Option<char> {
    let line = line.trim_end();
    let sign = line.chars().next().filter(char::is_ascii_punctuation)?;
    line.chars().all(|c| c == sign).then_some(sign)
}

/// The headings of a text by the line they begin at. The first one is the title where nothing but comments and
/// places stands above it and no other is marked as it is; all others then stand below it.
pub(super) fn sections<'t>(lines: &[&'t str]) -> HashMap<usize, Section<'t>> {
    let mut found: Vec<(usize, &'t str, Style, usize)> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        match heading(lines, at) {
            Some((title, style, next)) => {
                found.push((at, title, style, next));
                at = next;
            }
            None => at += 1,
        }
    }
    let Some((first, _, top, _)) = found.first().copied() else { return HashMap::new() };
    let alone = found.iter().filter(|(_, _, style, _)| *style == top).count() == 1;
    let above = lines.get(..first).unwrap_or_default();
    let leads = above.iter().all(|line| line.trim().is_empty() || line.starts_with(['.', ' ', ':']));
    let titled = alone && leads;
    let mut styles: Vec<Style> = Vec::new();
    let levelled = found.into_iter().map(|(at, title, style, next)| {
        let depth = styles.iter().position(|known| *known == style).unwrap_or_else(|| {
            styles.push(style);
            styles.len() - 1
        });
        // Without a title the sections stand below one that the text does not have.
        let level = depth + if titled { 1 } else { 2 };
        (at, Section { title, level: u8::try_from(level).unwrap_or(6).min(6), next })
    });
    levelled.collect()
}

/// The heading at line `at`: its words, its style, and the line after it.
fn heading<'t>(lines: &[&'t str], at: usize) -> Option<(&'t str, Style, usize)> {
    let line = lines.get(at)?;
    let free = at.checked_sub(1).and_then(|above| lines.get(above)).is_none_or(|above| above.trim().is_empty());
    // Right below another heading stands one as well as below a blank line.
    let free = free || at >= 2 && lines.get(at - 1).is_some_and(|above| drawn(above).is_some());
    if !free || line.starts_with(char::is_whitespace) {
        return None;
    }
    let below = lines.get(at + 1)?;
    if let Some(sign) = drawn(line).filter(|_| line.trim_end().len() >= 2 && drawn(below).is_none()) {
        let under = lines.get(at + 2)?;
        let fits = drawn(under) == Some(sign) && under.trim_end().len() == line.trim_end().len();
        let title = below.trim();
        return (fits && !title.is_empty()).then_some((title, (sign, true), at + 3));
    }
    let sign = drawn(below)?;
    let (width, len) = (line.trim_end().chars().count(), below.trim_end().len());
    let fits = len >= 4 || len >= 2 && len >= width;
    let is_words = drawn(line).is_none() && !line.starts_with(".. ") && below.starts_with(sign);
    (fits && is_words).then(|| (line.trim_end(), (sign, false), at + 2))
}
