//! Text in pages parted by form feeds, such as a PDF's or an RFC's: running heads and page numbers
//! go, words parted at line ends come together, and where each page starts is kept.

use std::collections::{HashMap, HashSet};

use super::builder::DocumentBuilder;
use super::document::Metadata;
use super::front_matter;
use super::lines::ends_sentence;
use super::plain::{self, PageStart};
use crate::text::clean::clean;

/// What ends a page.
const PAGE_END: char = '\u{c}';
/// How many lines at either end of a page may be running heads.
const MOST_HEADS: usize = 4;
/// A line with the page's number is a running head where another such line is so near, in pages.
const NUMBERED_REACH: usize = 4;
/// Another of the same words is looked for so near, in pages.
const WORDED_REACH: usize = 6;
/// The longest running head, in bytes.
const LONGEST_HEAD: usize = 200;
/// Where words are parted in the first so many bytes of lines, these alone tell how they are written: a start of the
/// text reads alike, whatever follows.
const EARLY: usize = 64 * 1024;
/// How many numbers of a line may be the page's.
const MOST_NUMBERS: usize = 4;

/// Whether bytes are text in pages: each ends with a form feed, the last one too.
pub fn are_pages(bytes: &[u8]) -> bool {
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    bytes.iter().rfind(|byte| !blank(byte)) == Some(&0x0c)
}

/// Reads decoded pages into `builder`, with `limit` about so many bytes of them.
pub(super) fn read(text: &str, limit: Option<usize>, builder: &mut DocumentBuilder) {
    let (front, cleaned) = taken_apart(text);
    let lines = lines_of(&parted(&cleaned));
    let kept = limit.map_or(lines.list.len(), |limit| cut(&lines.list, limit));
    tell(&lines, kept, front, builder);
}

/// Reads about `limit` bytes of decoded pages that more pages follow into `builder`, as they read with those; says
/// whether there are pages enough to tell.
pub(super) fn read_head(text: &str, limit: usize, builder: &mut DocumentBuilder) -> bool {
    let (front, cleaned) = taken_apart(text);
    let mut pages = parted(&cleaned);
    // What follows the last form feed is no page; and of the last ones, those that follow tell the running heads.
    pages.truncate(pages.len().saturating_sub(1 + WORDED_REACH.max(NUMBERED_REACH)));
    let lines = lines_of(&pages);
    let kept = cut(&lines.list, limit);
    let early = early(&lines.list);
    let told = kept <= early && early < lines.list.len();
    if told {
        tell(&lines, kept, front, builder);
    }
    told
}

/// What is said of the pages, and their cleaned text.
fn taken_apart(text: &str) -> (Option<Metadata>, Vec<String>) {
    let front = front_matter::split(text);
    let rest = front.as_ref().map_or(text, |front| front.rest);
    let cleaned = rest.split(PAGE_END).map(|page| clean(&page.replace('\u{ad}', "-")).into_owned()).collect();
    (front.map(|front| front.metadata), cleaned)
}

/// The lines of each page, without its running heads.
fn parted(cleaned: &[String]) -> Vec<Vec<&str>> {
    let mut pages: Vec<Vec<&str>> = cleaned.iter().map(|page| page.split('\n').map(str::trim_end).collect()).collect();
    without_heads(&mut pages);
    pages
}

/// The lines of pages as one text.
struct Lines {
    list: Vec<String>,
    starts: Vec<PageStart>,
}

fn lines_of(pages: &[Vec<&str>]) -> Lines {
    let mut flow = Flow::default();
    for (index, page) in pages.iter().enumerate() {
        flow.page(index + 1, page);
    }
    Lines { list: flow.joined(), starts: flow.starts }
}

/// Tells the builder the first `kept` lines, and what is said of them.
fn tell(lines: &Lines, kept: usize, front: Option<Metadata>, builder: &mut DocumentBuilder) {
    if let Some(metadata) = front {
        builder.metadata(metadata);
    }
    let text = lines.list.get(..kept).unwrap_or_default().join("\n");
    plain::read_pages(&text, kept < lines.list.len(), &lines.starts, builder);
}

/// Takes the running heads off the top and bottom of each page.
fn without_heads(pages: &mut [Vec<&str>]) {
    let seen = Seen::on(pages);
    for (index, page) in pages.iter_mut().enumerate() {
        for top in [true, false] {
            for line in seen.heads(page, index, top) {
                if let Some(line) = page.get_mut(line) {
                    *line = "";
                }
            }
        }
    }
}

/// On which pages each form of line stands at the top (`true`) or bottom.
struct Seen {
    places: HashMap<(bool, String), Vec<usize>>,
    pages: usize,
}

/// How sure it is that a line is a running head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// It carries the page's number.
    Numbered,
    /// Its words stand on this many other pages near by.
    Worded(usize),
}

impl Seen {
    fn on(pages: &[Vec<&str>]) -> Self {
        let mut places: HashMap<(bool, String), Vec<usize>> = HashMap::new();
        for (index, page) in pages.iter().enumerate() {
            for top in [true, false] {
                for line in ends(page, top) {
                    for form in forms(page.get(line).copied().unwrap_or_default(), index) {
                        let places = places.entry((top, form)).or_default();
                        if places.last() != Some(&index) {
                            places.push(index);
                        }
                    }
                }
            }
        }
        Self { places, pages: pages.len() }
    }

    /// The lines of a page's end that are running heads: those up to one with the page's number, else
    /// those whose words come again and again.
    fn heads(&self, page: &[&str], index: usize, top: bool) -> Vec<usize> {
        let signs: Vec<(usize, Sign)> =
            ends(page, top).map_while(|line| Some((line, self.sign(page.get(line)?, index, top)?))).collect();
        let often = if self.pages <= 3 { 1 } else { 2 };
        let sure = signs.iter().take_while(|(_, sign)| match sign {
            Sign::Numbered => true,
            Sign::Worded(others) => *others >= often,
        });
        let numbered = signs.iter().rposition(|(_, sign)| *sign == Sign::Numbered).map_or(0, |last| last + 1);
        let count = numbered.max(sure.count());
        signs.into_iter().take(count).map(|(line, _)| line).collect()
    }

    fn sign(&self, line: &str, index: usize, top: bool) -> Option<Sign> {
        forms(line, index).into_iter().find_map(|form| {
            let numbered = form.contains(NUMBER);
            let reach = if numbered { NUMBERED_REACH } else { WORDED_REACH };
            let places = self.places.get(&(top, form))?;
            let from = places.partition_point(|place| place + reach < index);
            let near = places.get(from..)?.iter().take_while(|place| **place <= index + reach).count();
            let others = near.checked_sub(1).filter(|others| *others > 0)?;
            Some(if numbered { Sign::Numbered } else { Sign::Worded(others) })
        })
    }
}

/// The outermost lines with words at one end of a page, from its edge inwards.
fn ends<'p>(page: &'p [&str], top: bool) -> Box<dyn Iterator<Item = usize> + 'p> {
    let worded = |(index, line): (usize, &&str)| (!line.trim().is_empty()).then_some(index);
    if top {
        Box::new(page.iter().enumerate().filter_map(worded).take(MOST_HEADS))
    } else {
        Box::new(page.iter().enumerate().rev().filter_map(worded).take(MOST_HEADS))
    }
}

/// Stands for the page's number in a form.
const NUMBER: char = '\u{1}';

/// What a line would look like on other pages, were it a running head: its words; and its words with
/// each number told by its distance from the page's.
fn forms(line: &str, index: usize) -> Vec<String> {
    let line = line.trim();
    if line.len() > LONGEST_HEAD {
        return Vec::new();
    }
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut forms = Vec::new();
    let mut rest = words.as_str();
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()).filter(|_| forms.len() < MOST_NUMBERS) {
        let at = words.len() - rest.len() + start;
        let digits: String = words.get(at..).unwrap_or_default().chars().take_while(char::is_ascii_digit).collect();
        if let Ok(number) = digits.parse::<i64>() {
            let (before, after) =
                (words.get(..at).unwrap_or_default(), words.get(at + digits.len()..).unwrap_or_default());
            forms.push(format!("{before}{NUMBER}{}{after}", number - index as i64));
        }
        rest = words.get(at + digits.len()..).unwrap_or_default();
    }
    if let Some(number) = roman(&words) {
        forms.push(format!("{NUMBER}{}", number - index as i64));
    }
    if words.chars().filter(|c| c.is_alphabetic()).count() >= 3 {
        forms.push(words);
    }
    forms
}

/// The value of a small roman number in lower case, as front matter is numbered.
fn roman(word: &str) -> Option<i64> {
    if word.is_empty() || word.len() > 7 {
        return None;
    }
    let mut total = 0;
    let mut before = i64::MAX;
    for letter in word.chars() {
        let value = match letter {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            _ => return None,
        };
        total += if before < value { value - 2 * before } else { value };
        before = value;
    }
    Some(total)
}

/// The lines of all pages as one text.
#[derive(Default)]
struct Flow {
    lines: Vec<String>,
    starts: Vec<PageStart>,
    /// Blank lines stand before the next line.
    blank: bool,
    /// The sign of a list item whose words are still to come.
    bullet: Option<String>,
    /// The page that the next line starts.
    starting: Option<u32>,
}

impl Flow {
    fn page(&mut self, number: usize, page: &[&str]) {
        // A paragraph goes on over the page's edge unless a sentence ends there.
        self.blank = self.lines.last().is_some_and(|line| ends_sentence(line));
        self.starting = u32::try_from(number).ok();
        for line in page {
            self.line(line);
        }
    }

    fn line(&mut self, line: &str) {
        let words = line.trim_start();
        if words.is_empty() {
            self.blank |= self.starting.is_none();
            return;
        }
        if matches!(words, "•" | "‣" | "◦" | "▪" | "●" | "∙" | "·") {
            self.bullet = Some(words.to_owned());
            return;
        }
        // Where a column ends within a sentence, a blank line may stand in it.
        let goes_on = words.starts_with(char::is_lowercase)
            && self.bullet.is_none()
            && self.lines.last().is_some_and(|before| !ends_sentence(before));
        if std::mem::take(&mut self.blank) && !goes_on && !self.lines.is_empty() {
            self.lines.push(String::new());
        }
        if let Some(number) = self.starting.take() {
            self.starts.push(PageStart { line: self.lines.len(), number });
        }
        self.lines.push(match self.bullet.take() {
            Some(bullet) => format!("{bullet} {words}"),
            None => line.to_owned(),
        });
    }

    /// The lines, each word that was parted at a line's end whole again on the line where it began.
    fn joined(&self) -> Vec<String> {
        let mut lines = self.lines.clone();
        let parted: Vec<usize> = (0..lines.len().saturating_sub(1))
            .filter(|index| {
                let head = self.lines.get(*index).and_then(|line| line.strip_suffix(['-', '\u{2010}']));
                let tail = self.lines.get(index + 1).map(|line| line.trim_start());
                head.is_some_and(|head| head.ends_with(char::is_alphabetic))
                    && tail.is_some_and(|tail| tail.starts_with(char::is_lowercase))
            })
            .collect();
        if parted.is_empty() {
            return lines;
        }
        let early = early(&self.lines);
        let (known_early, all) = (known(self.lines.iter().take(early)), known(self.lines.iter()));
        for index in parted {
            let known = if index < early { &known_early } else { &all };
            let Some(next) = lines.get(index + 1) else { continue };
            let trimmed = next.trim_start();
            let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
            let (tail, rest) = trimmed.split_at_checked(end).unwrap_or((trimmed, ""));
            let (tail, rest) = (tail.to_owned(), rest.trim_start().to_owned());
            let Some(line) = lines.get_mut(index) else { continue };
            let whole = line.trim_end_matches(['-', '\u{2010}']);
            let head = words(whole).last().unwrap_or_default();
            let letters = words(&tail).next().unwrap_or_default();
            let compound = format!("{head}-{letters}");
            // A compound that stands whole elsewhere keeps its hyphen; so do numbers of a word.
            let keeps = known.contains(compound.as_str()) && !known.contains(format!("{head}{letters}").as_str());
            *line = if keeps { format!("{whole}-{tail}") } else { format!("{whole}{tail}") };
            if let Some(next) = lines.get_mut(index + 1) {
                *next = rest;
            }
        }
        lines
    }
}

/// How many lines stand in the first [`EARLY`] bytes.
fn early(lines: &[String]) -> usize {
    let mut bytes = 0;
    let beyond = lines.iter().position(|line| {
        bytes += line.len() + 1;
        bytes > EARLY
    });
    beyond.unwrap_or(lines.len())
}

/// How many lines make about `limit` bytes, and enough to tell how the text is laid out.
fn cut(lines: &[String], limit: usize) -> usize {
    let mut bytes = 0;
    let beyond = lines.iter().position(|line| {
        bytes += line.len() + 1;
        bytes > limit.max(2 * plain::SAMPLE)
    });
    beyond.unwrap_or(lines.len())
}

/// All words of these lines.
fn known<'l>(lines: impl Iterator<Item = &'l String>) -> HashSet<&'l str> {
    lines.flat_map(|line| words(line)).collect()
}

/// The words of a line, hyphens inside them kept.
fn words(line: &str) -> impl DoubleEndedIterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’')).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse, parse_start};
    use proptest::prelude::*;

    fn read_all(text: &str) -> Document {
        parse(Kind::Pages, text.as_bytes(), "a.pdf")
    }

    #[test]
    fn running_heads_and_page_numbers_go() {
        let body = |n: usize| {
            format!(
                "This page tells of what was found there by {} people\nin the year {}, and of little else.\n",
                7 * n,
                1990 + 3 * n
            )
        };
        let pages: String = (1..=8)
            .map(|n| {
                let head =
                    if n % 2 == 0 { format!("{}\n\nA STUDY OF BRIDGES\n", n + 10) } else { "J. DOE\n\n".to_owned() };
                let foot = if n % 2 == 1 { format!("\nVolume 7 (2019), page {}\n", n + 10) } else { String::new() };
                format!("{head}{}{foot}\n\u{c}", body(n))
            })
            .collect();
        let document = read_all(&pages);
        for gone in ["BRIDGES", "DOE", "Volume", "12"] {
            assert!(!document.text().contains(gone), "{gone}: {}", document.text());
        }
        assert_eq!(document.text().matches("page tells").count(), 8);
        let (offset, _) = document.text().match_indices("page tells").nth(4).unwrap();
        assert_eq!((document.page_at(offset), document.page_at(0)), (Some(5), Some(1)));
    }

    #[test]
    fn a_head_of_few_pages_goes_with_the_number_beside_it() {
        let text = "1\nChapter one begins.\n\x0cCHAPTER ONE\n\n2\n\nIt goes on.\n\x0cCHAPTER ONE\n\n3\n\nIt ends.\n\x0c4\n\nChapter two.\n\x0c";
        assert_eq!(read_all(text).text(), "Chapter one begins.\n\nIt goes on.\n\nIt ends.\n\nChapter two.");
    }

    #[test]
    fn what_stands_once_at_the_edge_of_a_page_stays() {
        let text = "3\nONLY HERE\nwords of one\n\u{c}8\n}\nwords of two\nEND\n\u{c}}\n4 apples\nwords of three\n\u{c}2\n}\n5 pears\nfour\n\u{c}";
        let document = read_all(text);
        for kept in ["ONLY HERE", "8", "4 apples", "5 pears", "END", "}"] {
            assert!(document.text().contains(kept), "{kept}: {}", document.text());
        }
    }

    #[test]
    fn words_and_paragraphs_go_on_over_lines_and_pages() {
        let text = "It was said of the commit-\ntee that its well-known mem\u{ad}\nbers had been found to be well-\nknown for nothing but the long and wind-\n\u{c}ing road that they had taken to the capital.\n\u{c}Another begins here.\n\u{c}";
        let document = read_all(text);
        assert!(
            document.text().ends_with(
                "the committee that its well-known members had been found to be well-known for nothing but the long and \
                 winding road that they had taken to the capital.\n\nAnother begins here."
            ),
            "{}",
            document.text()
        );
        let at = |words: &str| document.page_at(document.text().find(words).unwrap());
        assert_eq!((at("winding"), at("road"), at("Another")), (Some(1), Some(2), Some(3)));
    }

    #[test]
    fn a_column_may_end_within_a_sentence_and_a_bullet_before_its_words() {
        let text = "The committee found that nobody had kept the\nledger of the winter, nor\n\nhad they been asked for it at any time.\n\n•\n\nA list.\n\n•\n\nOf two.\n\x0c";
        assert_eq!(
            read_all(text).text(),
            "The committee found that nobody had kept the ledger of the winter, nor had they been asked for it at any \
             time.\n\nA list.\nOf two."
        );
    }

    #[test]
    fn front_matter_says_who_wrote_it() {
        let document = read_all("---\ntitle: \"A: B\"\nauthor: \"Jane Doe\"\n---\nWords.\n\u{c}");
        assert_eq!((document.title().as_str(), document.text()), ("A: B", "Words."));
        assert_eq!(document.metadata().author.as_deref(), Some("Jane Doe"));
        assert_eq!(parse(Kind::PlainText, b"Words.", "a").page_at(0), None);
    }

    #[test]
    fn a_start_of_pages_is_the_first_of_the_whole() {
        let page = |n: usize| {
            format!(
                "A HEAD\n\n{}{n}\n\u{c}",
                "Words of a line that is as long as its page is wide, or\nnearly so, and of one more.\n\n".repeat(20)
            )
        };
        let text: String = (1..200).map(page).collect();
        let whole = read_all(&text);
        let start = parse_start(Kind::Pages, text.as_bytes(), "a.pdf", 1000);
        assert!(start.text().len() < whole.text().len() && !start.text().contains("A HEAD"));
        assert!(whole.text().starts_with(start.text()));
        assert_eq!(whole.blocks()[..start.blocks().len()], *start.blocks());
    }

    #[test]
    fn a_head_of_pages_is_the_first_of_the_whole_or_nothing() {
        let page = |n: usize| {
            let words = format!("Words of page {n} on the well-\nknown coopera-\ntion, and of co-operation.\n\n");
            format!("A HEAD {n}\n\n{}\u{c}", words.repeat(60))
        };
        let text: String = (1..80).map(page).collect::<String>() + "Wellknown cooperation, well-known.\n\u{c}";
        let whole = read_all(&text);
        let head = |pages: usize| {
            let end = text.match_indices(PAGE_END).nth(pages - 1).unwrap().0;
            crate::article::parse::parse_head(Kind::Pages, &text.as_bytes()[..=end], "a.pdf", 1000)
        };
        assert!(head(12).is_none());
        for pages in [30, 60] {
            let head = head(pages).unwrap();
            assert!(head.text().len() > plain::SAMPLE && whole.text().starts_with(head.text()), "{pages}");
            assert_eq!(whole.blocks()[..head.blocks().len()], *head.blocks());
            assert_eq!((head.language(), head.page_at(5000)), (whole.language(), whole.page_at(5000)));
        }
    }

    #[test]
    fn pages_are_told_by_their_last_sign() {
        assert!(are_pages(b"one\x0ctwo\n\x0c\n") && !are_pages(b"one\x0ctwo\n") && !are_pages(b""));
    }

    proptest! {
        #[test]
        fn any_pages_make_a_clean_document(lines in prop::collection::vec("(\u{c}|[0-9]{1,3}|iv|-|Head|a-|b|[a-zé]{1,9} ?){0,6}", 0..30)) {
            let document = read_all(&lines.join("\n"));
            prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
            let pages: Vec<_> = document.blocks().iter().filter_map(|block| document.page_at(block.span.start)).collect();
            prop_assert!(pages.is_sorted());
        }
    }
}
