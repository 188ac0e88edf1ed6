//! Headings and run-in labels that speak for a pane.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use crate::article::pane::Pane;
use crate::text::table::Table;

/// The embedded headings, in the table that `build.rs` makes of `assets/headings.txt`.
static TABLE: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/headings.sections")));

/// What a heading speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Voice {
    /// The pane.
    pub pane: Pane,
    /// Whether it only tips the balance: "Conclusion" holds as much analysis as take.
    pub leaning: bool,
    /// Whether what is listed under it lies ahead: "Roadmap".
    pub ahead: bool,
}

/// A language and what a heading speaks for in it.
type Section = (String, Voice);

/// The heading vocabularies of all languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headings {
    /// The sections of the embedded headings, by their numbers in the table.
    embedded: Vec<Option<Section>>,
    /// Whole headings of the reader's own.
    own: HashMap<String, Vec<Section>>,
    /// Headings with "*" in them.
    patterns: Vec<(Cow<'static, str>, Section)>,
}

impl Headings {
    /// The embedded vocabulary, constant like its file.
    pub fn embedded() -> &'static Self {
        static ALL: LazyLock<Headings> = LazyLock::new(|| {
            let words = |word| TABLE.get(word).and_then(|words| str::from_utf8(words).ok()).unwrap_or_default();
            let embedded: Vec<_> = words("[]").split('\n').map(section_of).collect();
            let pattern = |line: &'static str| {
                let (number, pattern) = line.split_once(' ')?;
                let section = embedded.get(number.parse::<usize>().ok()?)?.clone()?;
                Some((Cow::Borrowed(pattern), section))
            };
            let patterns = words("*").lines().filter_map(pattern).collect();
            Headings { embedded, own: HashMap::new(), patterns }
        });
        &ALL
    }

    /// Adds headings in the form of `assets/headings.txt`; gives what could not be read.
    pub fn add(&mut self, lines: &str) -> Vec<String> {
        let mut section = None;
        let mut faults = Vec::new();
        let lines = lines.lines().map(|line| line.trim().to_lowercase());
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = section_of(name);
                if section.is_none() {
                    faults.push(format!("\"[{name}]\" is no language and pane, such as [en take]"));
                }
            } else if let Some(section) = section.clone() {
                if line.contains('*') {
                    self.patterns.push((Cow::Owned(line), section));
                } else {
                    self.own.entry(line).or_default().push(section);
                }
            }
        }
        faults
    }

    /// The pane `heading` speaks for in an article in `language`, if it does.
    ///
    /// Decoration, numbering and a topic before or after a colon or dash are looked past.
    pub fn voice(&self, heading: &str, language: &str) -> Option<Voice> {
        if heading.len() > 160 {
            return None;
        }
        let bare = undecorated(heading);
        let parts = split_topic(&bare);
        [Some(bare.as_str()), parts.map(|(before, _)| before), parts.map(|(_, after)| after)]
            .into_iter()
            .flatten()
            .find_map(|words| self.whole(words, language))
    }

    /// The pane the title of an article speaks for, if it is one of the headings, whole: "Strategic Take". A title that only
    /// fits one in part ("Mills in Spring: Lessons from 9 Towns") says what the article is about, and not what each of its
    /// sentences does.
    pub fn title(&self, title: &str, language: &str) -> Option<Voice> {
        let bare = undecorated(title);
        let words = strip_ends(&bare);
        let patterned = self.patterns.iter().any(|(pattern, _)| matches_pattern(pattern, words));
        self.label(title, language).filter(|_| !patterned)
    }

    /// The pane of a run-in label, the words before a colon or full stop at the start of a paragraph.
    pub fn label(&self, label: &str, language: &str) -> Option<Voice> {
        if label.len() > 60 {
            return None;
        }
        self.whole(&undecorated(label), language)
    }

    fn whole(&self, words: &str, language: &str) -> Option<Voice> {
        // What is bare of marks is neither of the two keys that the table has for itself.
        let words = strip_ends(words);
        let embedded = TABLE.get(words).unwrap_or_default().iter();
        let embedded = embedded.filter_map(|number| self.embedded.get(*number as usize)?.as_ref());
        let known = || embedded.clone().chain(self.own.get(words).into_iter().flatten());
        let fits =
            || self.patterns.iter().filter(|(pattern, _)| matches_pattern(pattern, words)).map(|(_, known)| known);
        let ours = |(tag, _): &&Section| tag == language;
        let found = known().find(ours).or_else(|| known().next());
        let found = found.or_else(|| fits().find(ours)).or_else(|| fits().next());
        found.map(|(_, voice)| *voice)
    }
}

/// The language and voice of a section such as "en take", "en take leaning" or "en claims ahead".
fn section_of(name: &str) -> Option<Section> {
    let mut words = name.split(' ');
    let language = words.next()?.to_owned();
    let mut voice = Voice { pane: Pane::named(words.next()?)?, leaning: false, ahead: false };
    for word in words {
        match word {
            "leaning" => voice.leaning = true,
            "ahead" => voice.ahead = true,
            _ => return None,
        }
    }
    Some((language, voice))
}

/// A heading in small letters with straight apostrophes, without emoji, numbering and marks around it.
fn undecorated(heading: &str) -> String {
    let mut out = String::with_capacity(heading.len());
    let mut gap = false;
    for c in heading.chars() {
        match c {
            '’' | 'ʼ' | '`' => out.push('\''),
            c if c.is_alphanumeric() || c.is_ascii_punctuation() || matches!(c, '–' | '—' | '¿' | '·') => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                out.extend(c.to_lowercase());
                gap = false;
            }
            c if c.is_whitespace() => gap = true,
            // Emoji, arrows, variation selectors, pilcrows.
            _ => {}
        }
    }
    strip_number(strip_ends(&out)).to_owned()
}

/// `words` without marks and spaces at either end.
fn strip_ends(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}

/// `words` without the number they open with: "1.", "02", "iv.", "3)", "a)".
fn strip_number(words: &str) -> &str {
    let digits = words.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let rest = words.get(digits..).unwrap_or(words);
    let rest = if digits == 0 { strip_roman(words) } else { rest };
    let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if rest.is_empty() { words } else { rest }
}

fn strip_roman(words: &str) -> &str {
    let letters = words.bytes().take_while(|b| matches!(b, b'i' | b'v' | b'x')).count();
    match words.get(letters..) {
        Some(rest) if letters > 0 && rest.starts_with(['.', ')']) => rest,
        _ => words,
    }
}

/// What stands before and after the first colon or spaced dash.
fn split_topic(words: &str) -> Option<(&str, &str)> {
    [": ", " – ", " — ", " - ", " | ", " · "]
        .iter()
        .filter_map(|mark| words.split_once(mark))
        .min_by_key(|(before, _)| before.len())
}

/// Whether `words` fit `pattern`, in which "*" stands for one word or more.
fn matches_pattern(pattern: &str, words: &str) -> bool {
    let mut rest = words;
    let mut parts = pattern.split('*').map(str::trim).peekable();
    let mut opening = true;
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        let found = match (opening, last) {
            (true, _) => rest.strip_prefix(part).filter(|rest| part.is_empty() || rest.starts_with(' ')),
            (false, true) => {
                return part.is_empty() && !rest.trim().is_empty()
                    || !part.is_empty()
                        && rest
                            .strip_suffix(part)
                            .is_some_and(|before| before.ends_with(' ') && !before.trim().is_empty());
            }
            (false, false) => rest.get(1..).and_then(|tail| {
                tail.find(&format!(" {part} ")).map(|at| tail.get(at + part.len() + 1..).unwrap_or_default())
            }),
        };
        let Some(tail) = found else { return false };
        rest = tail;
        opening = false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_speak_through_their_decoration() {
        let all = Headings::embedded();
        for (language, heading, pane) in [
            ("en", "What the Source Actually Says", Some(Pane::Claims)),
            ("en", "Strategic Take", Some(Pane::Take)),
            ("en", "🔍 Executive Summary", Some(Pane::Claims)),
            ("en", "·02What Happened", Some(Pane::Claims)),
            ("en", "The Analysis: Why the hire fits", Some(Pane::Analysis)),
            ("en", "Bottom line.", Some(Pane::Take)),
            ("en", "Key Takeaways", Some(Pane::Take)),
            ("en", "What does this mean for government agencies?", Some(Pane::Take)),
            ("en", "What Mythos means for security teams", Some(Pane::Take)),
            ("en", "Apple: what's next?", Some(Pane::Take)),
            ("en", "Why It’s Red Teaming", None),
            ("en", "The Complete OpenClaw Saga", None),
            ("de", "1. Fazit", Some(Pane::Take)),
            ("de", "GEMA gegen OpenAI: Analyse und Bewertung", Some(Pane::Analysis)),
            ("de", "Was bedeutet das für Unternehmen?", Some(Pane::Take)),
            ("fr", "Ce qu’il faut retenir", Some(Pane::Take)),
            ("fr", "Et après ?", Some(Pane::Take)),
            ("es", "¿Qué ha pasado?", Some(Pane::Claims)),
            ("es", "IV. Conclusiones", Some(Pane::Take)),
        ] {
            assert_eq!(all.voice(heading, language).map(|voice| voice.pane), pane, "{heading}");
        }
    }

    #[test]
    fn every_heading_is_embedded_as_it_reads() {
        let mut read = Headings::default();
        assert_eq!(read.add(include_str!("../../assets/headings.txt")), Vec::<String>::new());
        assert!(read.own.len() > 100 && read.patterns == Headings::embedded().patterns);
        for (words, sections) in &read.own {
            for (language, _) in sections {
                assert_eq!(Headings::embedded().whole(words, language), read.whole(words, language), "{words}");
            }
            assert_eq!(Headings::embedded().whole(words, "xx"), read.whole(words, "xx"), "{words}");
        }
    }

    #[test]
    fn the_reader_adds_headings_and_hears_of_faults() {
        let mut all = Headings::embedded().clone();
        let faults = all.add("[en take]\nThe Kicker\n[en nonsense]\nx");
        assert_eq!(faults.len(), 1);
        assert_eq!(all.voice("The kicker:", "en").map(|voice| voice.pane), Some(Pane::Take));
    }
}
