//! What the names in reStructuredText stand for, wherever in the text they are given.

use std::collections::{HashMap, HashSet, VecDeque};

/// How many names in a row may stand for one another.
const LONGEST_CHAIN: usize = 8;

/// Addresses, places, substitutions and footnotes by name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Where names lead: to an address, or by `name_` to another name.
    addresses: HashMap<String, String>,
    /// Names of places in the text.
    places: HashSet<String>,
    /// Addresses without a name, in the order in which links take them.
    anonymous: VecDeque<String>,
    substitutions: HashMap<String, String>,
    /// Labels of footnotes that stand in the text, and citations.
    labels: HashSet<String>,
    /// How many footnotes numbered by themselves have been cited, and defined.
    numbered: (usize, usize),
    /// The same for those with a sign.
    signed: (usize, usize),
    /// The numbers that footnotes numbered by themselves get.
    free: Vec<String>,
}

/// A name as it is compared: in lower case, white space one blank.
pub(super) fn normal(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").replace(['\\', '`'], "").to_lowercase()
}

/// Name and address of the words after `.. _` (or after `__`, without a name).
pub(super) fn target(rest: &str) -> Option<(String, &str)> {
    let (name, address) = if let Some(quoted) = rest.strip_prefix('`') {
        quoted.split_once("`:")?
    } else {
        // A colon in a name has a backslash before it.
        let end = rest.match_indices(':').map(|(at, _)| at).find(|at| {
            let before = rest.get(..*at).unwrap_or_default();
            let after = rest.get(at + 1..).unwrap_or_default();
            !before.ends_with('\\') && (after.is_empty() || after.starts_with(' '))
        })?;
        (rest.get(..end)?, rest.get(end + 1..)?)
    };
    Some((normal(name), address.trim()))
}

impl Names {
    /// Gathers the names that `lines` give.
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut names = Self::default();
        for (at, line) in lines.iter().enumerate() {
            let words = line.trim();
            if let Some(address) = words.strip_prefix("__ ") {
                names.anonymous.push_back(address.trim().to_owned());
                continue;
            }
            let Some(rest) = words.strip_prefix(".. ").map(str::trim_start) else { continue };
            if let Some((name, address)) = rest.strip_prefix('_').and_then(target) {
                let below = lines.get(at + 1).filter(|line| line.starts_with(' ')).map(|line| line.trim());
                let goes_on = below.filter(|below| below.contains("://") && !below.contains(' '));
                names.lead(name, if address.is_empty() { goes_on.unwrap_or_default() } else { address });
            } else if let Some((name, given)) = rest.strip_prefix('|').and_then(|rest| rest.split_once("| ")) {
                names.substitute(name, given);
            } else if let Some((label, _)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
                names.labels.insert(label.to_owned());
            }
        }
        let mut numbers = (1usize..).map(|number| number.to_string()).filter(|number| !names.labels.contains(number));
        let automatic = lines.iter().filter(|line| line.trim_start().starts_with(".. [#")).count();
        names.free = numbers.by_ref().take(automatic).collect();
        names
    }

    fn lead(&mut self, name: String, address: &str) {
        if name == "_" {
            self.anonymous.push_back(address.to_owned());
        } else if address.is_empty() {
            self.places.insert(name);
        } else {
            let address: String = address.trim_matches('`').split_whitespace().collect::<Vec<_>>().join(" ");
            self.addresses.entry(name).or_insert(address);
        }
    }

    /// What a substitution's definition puts in its place: words, a character, or those for a picture.
    fn substitute(&mut self, name: &str, given: &str) {
        let words = match given.split_once("::") {
            Some(("replace", words)) => words.trim().to_owned(),
            Some(("unicode", codes)) => {
                codes.split_whitespace().take_while(|code| *code != "..").map(character).collect()
            }
            _ => return,
        };
        self.substitutions.entry(normal(name)).or_insert(words);
    }

    /// Knows that a heading can be referred to by its words.
    pub(super) fn place(&mut self, name: &str) {
        self.places.insert(normal(name));
    }

    /// Whether something has that name.
    pub(super) fn knows(&self, name: &str) -> bool {
        let name = normal(name);
        self.addresses.contains_key(&name) || self.places.contains(&name)
    }

    /// Where a name leads: an address, or `#` and the name of a place.
    pub(super) fn destination(&self, name: &str) -> String {
        let mut name = normal(name);
        for _ in 0..LONGEST_CHAIN {
            match self.addresses.get(&name) {
                Some(next) if next.ends_with('_') && !next.contains("://") => name = normal(next.trim_end_matches('_')),
                Some(address) => return address.clone(),
                None => break,
            }
        }
        format!("#{name}")
    }

    /// Where the next link without a name leads.
    pub(super) fn next_anonymous(&mut self) -> String {
        let next = self.anonymous.pop_front().unwrap_or_default();
        next.strip_suffix('_').filter(|_| !next.contains("://")).map_or(next.clone(), |name| self.destination(name))
    }

    /// The words that stand for `|name|`.
    pub(super) fn substitution(&self, name: &str) -> Option<&str> {
        self.substitutions.get(&normal(name)).map(String::as_str)
    }

    /// The label of a footnote or citation as it is shown where it is cited; nothing where `label` is none.
    pub(super) fn cited(&mut self, label: &str) -> Option<String> {
        let counted = match label {
            "#" => &mut self.numbered.0,
            "*" => &mut self.signed.0,
            _ => return self.labels.contains(label).then(|| label.trim_start_matches('#').to_owned()),
        };
        *counted += 1;
        Some(Self::counted(label, *counted, &self.free))
    }

    /// The label of a footnote or citation as it is shown where it is defined.
    pub(super) fn defined(&mut self, label: &str) -> String {
        let counted = match label {
            "#" => &mut self.numbered.1,
            "*" => &mut self.signed.1,
            _ => return label.trim_start_matches('#').to_owned(),
        };
        *counted += 1;
        Self::counted(label, *counted, &self.free)
    }

    fn counted(label: &str, nth: usize, free: &[String]) -> String {
        if label == "*" {
            return "*".repeat(nth.min(8));
        }
        free.get(nth - 1).cloned().unwrap_or_else(|| format!("#{nth}"))
    }
}

/// The character of a code point (`0x2014`, `U+2014`); other words as they are.
fn character(code: &str) -> String {
    let hex = ["0x", "U+", "u+", "\\u", "x"].into_iter().find_map(|mark| code.strip_prefix(mark));
    let found = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
    found.map_or_else(|| code.to_owned(), String::from)
}
