//! Front matter: the block of settings that opens many a Markdown file. Read for what it says of the
//! article, never shown.

use std::fmt;

use serde::Deserialize;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::document::Metadata;

/// The longest front matter, in bytes. What goes on longer, or never closes, is text.
const LONGEST: usize = 64 * 1024;

/// Front matter found at the head of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FrontMatter<'a> {
    /// What it says of the article.
    pub metadata: Metadata,
    /// Whether it is not well formed, so that only its plain lines were read.
    pub broken: bool,
    /// The text after it.
    pub rest: &'a str,
}

/// Splits front matter from the head of `text`: YAML between `---` lines or TOML between `+++`
/// lines. Nothing where there is none.
pub(super) fn split(text: &str) -> Option<FrontMatter<'_>> {
    let (first, after) = text.split_once('\n')?;
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return None;
    }
    let mut at = 0;
    for line in after.split_inclusive('\n') {
        if at > LONGEST {
            return None;
        }
        let closes = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        if closes {
            let (matter, rest) = after.split_at_checked(at)?;
            let rest = rest.get(line.len()..)?;
            return read(fence == "+++", matter).map(|(metadata, broken)| FrontMatter { metadata, broken, rest });
        }
        at += line.len();
    }
    None
}

/// Reads front matter; nothing where no line of it looks like a setting: then the fences are rules.
fn read(toml: bool, matter: &str) -> Option<(Metadata, bool)> {
    let well_formed = if toml { toml::from_str(matter).ok() } else { yaml(matter) };
    let sign = if toml { '=' } else { ':' };
    match well_formed {
        Some(fields) => Some((Fields::metadata(fields), false)),
        None if matter.trim().is_empty() => Some((Metadata::default(), false)),
        None => plain_lines(matter, sign).map(|metadata| (metadata, true)),
    }
}

fn yaml(matter: &str) -> Option<Fields> {
    let mut options = serde_saphyr::Options::default();
    options.duplicate_keys = serde_saphyr::DuplicateKeyPolicy::FirstWins;
    options.strict_booleans = true;
    options.underscored_numbers_as_strings = true;
    options.leading_zero_numbers_as_strings = true;
    options.with_snippet = false;
    // Far above any honest front matter, far below what costs time.
    if let Some(budget) = &mut options.budget {
        budget.max_nodes = 4096;
        budget.max_events = 8192;
        budget.max_aliases = 64;
        budget.max_depth = 32;
    }
    serde_saphyr::from_str_with_options(matter, options).ok()
}

/// The settings of broken front matter that stand on a line of their own.
fn plain_lines(matter: &str, sign: char) -> Option<Metadata> {
    let mut fields = Fields::default();
    let mut settings = 0;
    for line in matter.lines() {
        let Some((key, value)) = line.split_once(sign) else { continue };
        let key = key.trim_end();
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
            continue;
        }
        settings += 1;
        let value = value.trim();
        if value.starts_with(['[', '{', '&', '*', '|', '>', '!']) {
            continue;
        }
        let words = value.trim_matches(['"', '\'']);
        if let Some(field) = fields.named(&key.to_lowercase()).filter(|field| field.is_none()) {
            *field = Some(Words(words.to_owned()));
        }
    }
    (settings > 0).then(|| fields.metadata())
}

/// The settings that are read, under the names that are in use for them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Fields {
    title: Option<Words>,
    author: Option<Words>,
    authors: Option<Words>,
    byline: Option<Words>,
    date: Option<Words>,
    published: Option<Words>,
    url: Option<Words>,
    source: Option<Words>,
    canonical_url: Option<Words>,
    canonical: Option<Words>,
    link: Option<Words>,
    site: Option<Words>,
    publication: Option<Words>,
    lang: Option<Words>,
    language: Option<Words>,
}

impl Fields {
    fn named(&mut self, key: &str) -> Option<&mut Option<Words>> {
        Some(match key {
            "title" => &mut self.title,
            "author" => &mut self.author,
            "authors" => &mut self.authors,
            "byline" => &mut self.byline,
            "date" => &mut self.date,
            "published" => &mut self.published,
            "url" => &mut self.url,
            "source" => &mut self.source,
            "canonical_url" => &mut self.canonical_url,
            "canonical" => &mut self.canonical,
            "link" => &mut self.link,
            "site" => &mut self.site,
            "publication" => &mut self.publication,
            "lang" => &mut self.lang,
            "language" => &mut self.language,
            _ => return None,
        })
    }

    fn metadata(self) -> Metadata {
        let first =
            |fields: Vec<Option<Words>>| fields.into_iter().flatten().map(|words| words.0).find(|s| !s.is_empty());
        let address = |fields: Vec<Option<Words>>| {
            let address = |words: &Words| words.0.starts_with("http://") || words.0.starts_with("https://");
            fields.into_iter().flatten().find(address).map(|words| words.0)
        };
        Metadata {
            title: first(vec![self.title]),
            author: first(vec![self.author, self.authors, self.byline]),
            date: first(vec![self.date, self.published]),
            url: address(vec![self.canonical_url, self.canonical, self.url, self.source, self.link]),
            site: first(vec![self.site, self.publication]),
            language: first(vec![self.lang, self.language]),
        }
    }
}

/// A setting in words: a scalar as it is, a list joined by commas, of a map the `name`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words(String);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WordsVisitor)
    }
}

struct WordsVisitor;

impl<'de> Visitor<'de> for WordsVisitor {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words")
    }

    fn visit_str<E>(self, words: &str) -> Result<Words, E> {
        Ok(Words(words.trim().to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Words, E> {
        Ok(Words(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Words, E> {
        Ok(Words(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Words, E> {
        Ok(Words(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Words, E> {
        Ok(Words(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Words, E> {
        Ok(Words::default())
    }

    fn visit_none<E>(self) -> Result<Words, E> {
        Ok(Words::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Words, A::Error> {
        let mut all = Vec::new();
        while let Some(Words(words)) = items.next_element()? {
            all.push(words);
        }
        all.retain(|words| !words.is_empty());
        Ok(Words(all.join(", ")))
    }

    /// A map with a `name`; a TOML date comes as a map with one text, too.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Words, A::Error> {
        let mut found = Words::default();
        while let Some(key) = entries.next_key::<String>()? {
            if key == "name" || key.starts_with("$__toml") {
                found = entries.next_value()?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Option<(String, bool)> {
        let found = split(text)?;
        let m = found.metadata;
        let parts = [m.title, m.author, m.date, m.url, m.site, m.language];
        Some((parts.map(Option::unwrap_or_default).join("|") + ">" + found.rest, found.broken))
    }

    #[test]
    fn table() {
        for (text, expected, broken) in [
            (
                "---\ntitle: \"A: b\"\nauthor: Jane\ndate: 2026-05-19\nurl: https://x.example\nlang: en-GB\n---\nBody",
                "A: b|Jane|2026-05-19|https://x.example||en-GB>Body",
                false,
            ),
            ("---\r\ntitle: no\r\nauthors: [Ann, Bob]\r\n---\r\nBody", "no|Ann, Bob||||>Body", false),
            ("---\nauthor:\n  name: Ann\n  mail: x\nsource: a book\n...\nBody", "|Ann||||>Body", false),
            ("+++\ntitle = \"T\"\ndate = 2026-05-19T10:00:00Z\n+++\nBody", "T||2026-05-19T10:00:00Z|||>Body", false),
            ("---\ntitle: [1, {a: b}]\ntitle: 2\ntags: {x: y}\n---\nBody", "1|||||>Body", false),
            ("---\ntitle: T: u\nauthor: @x\n---\nBody", "T: u|@x||||>Body", true),
            ("---\n---\nBody", "|||||>Body", false),
        ] {
            assert_eq!(fields(text), Some((expected.to_owned(), broken)), "{text}");
        }
        for text in [
            "---\nJust words under a rule.\n\n---\n",
            "---\ntitle: never closed\n\nText",
            "Text\n---\n",
            "--- x\na: b\n---\n",
        ] {
            assert_eq!(fields(text), None, "{text}");
        }
    }

    #[test]
    fn an_alias_bomb_does_not_explode() {
        let mut text = "---\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            let many = vec![format!("*{from}"); 9].join(",");
            text.push_str(&[to.to_string(), ": &".to_owned(), to.to_string(), format!(" [{many}]\n")].concat());
        }
        text.push_str("title: *i\n---\nBody");
        let found = split(&text).unwrap();
        assert_eq!(found.rest, "Body");
        assert!(found.metadata.title.unwrap_or_default().len() < 1 << 20);
    }
}
