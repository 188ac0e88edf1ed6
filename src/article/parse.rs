//! Bytes to a document, whatever they are. Total: every byte sequence makes a document.

use std::io::{self, Read, Seek};

use super::builder::DocumentBuilder;
use super::decode::{self, Decoded, decode, decode_start, is_wide};
use super::document::Document;
use super::lines::taken;
use super::{epub, html, mail, markdown, org, pages, plain, rst, stream};
use crate::text::clean::clean;

/// What kind of source bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Plain text in any encoding.
    PlainText,
    /// Markdown, with front matter or without.
    Markdown,
    /// A web page.
    Html,
    /// An EPUB 2 or 3 book.
    Epub,
    /// Plain text in pages, each ended by a form feed, such as a PDF's.
    Pages,
    /// A mail message, or a page saved as one.
    Mail,
    /// An outline in Org, the format of Emacs.
    Org,
    /// reStructuredText, the format of Docutils and Sphinx.
    ReStructuredText,
}

impl Kind {
    /// Whether its parser itself stops once enough text has come out.
    const fn stops(self) -> bool {
        matches!(self, Self::Epub | Self::Pages | Self::Mail | Self::Org | Self::ReStructuredText)
    }
}

/// The least a start of a source is parsed to: settings that are read off the first lines need it.
const LEAST_START: usize = 24 * 1024;
/// A line that is longer is not waited for: so much of it is parsed, and no screen shows as much.
const LONG_LINE: usize = 32 * 1024;

/// Parses all of a source that notices call `name`. Never fails: what cannot be read stands as
/// U+FFFD, with a notice.
pub fn parse(kind: Kind, bytes: &[u8], name: &str) -> Document {
    parse_in_windows(kind, bytes, stream::WINDOW, name)
}

/// Parses all of a source, long plain text and Markdown `window` bytes at a time. What comes out is the same for
/// every window, if one of plain text holds 16 KiB, which tell how its lines are wrapped; but what looks like the
/// definition of a reference in Markdown, in code or within a paragraph, is one where the text is longer than a window.
pub fn parse_in_windows(kind: Kind, bytes: &[u8], window: usize, name: &str) -> Document {
    if bytes.len() > window
        && matches!(kind, Kind::PlainText | Kind::Markdown)
        && !is_wide(bytes)
        // Bytes at hand can always be read.
        && let Ok(document) = streamed(kind, io::Cursor::new(bytes), window, name)
    {
        return document;
    }
    read(kind, bytes, Part { end: bytes.len(), cut: false }, name)
}

/// Parses plain text or Markdown as [`parse`] does, but reads it as it goes: never more than its words and a window of
/// the source are held. Of a source in an encoding of wide characters, or of another kind, nothing good comes.
pub fn parse_from(kind: Kind, from: impl Read + Seek, name: &str) -> io::Result<Document> {
    streamed(kind, from, stream::WINDOW, name)
}

fn streamed(kind: Kind, from: impl Read + Seek, window: usize, name: &str) -> io::Result<Document> {
    let mut builder = DocumentBuilder::new();
    match kind {
        Kind::Markdown => stream::markdown(from, window, &mut builder)?,
        _ => stream::plain(from, window, &mut builder)?,
    }
    Ok(finished(builder, name))
}

/// Parses about the first `limit` bytes of a source, so that a large one can be shown at once. Its
/// text and blocks are the first of what [`parse`] gives for the whole; only the last block may end in the
/// middle, where its line is very long, and what opens in Markdown and closes below the start (a line of code
/// that looks like a definition of a link, emphasis in a very long line) may read differently.
pub fn parse_start(kind: Kind, bytes: &[u8], name: &str, limit: usize) -> Document {
    if kind.stops() {
        return read_on(kind, bytes, Some(limit), name);
    }
    // Where an article stands on a page, only the whole page tells.
    let mut limit = if kind == Kind::Html { bytes.len() } else { limit.max(LEAST_START) };
    while let Some(start) = bytes.get(..limit).filter(|start| start.len() < bytes.len()) {
        let part = part(start, is_wide(bytes));
        let document = read(kind, bytes, part, name);
        if document.text().len() >= plain::SAMPLE {
            return document;
        }
        limit = limit.saturating_mul(4);
    }
    parse(kind, bytes, name)
}

/// Parses about the first `limit` bytes of a source of which `head` is all that has been read, as [`parse_start`]
/// does with the whole; of pages, whole ones. Nothing where the head does not tell what the whole would give.
pub fn parse_head(kind: Kind, head: &[u8], name: &str, limit: usize) -> Option<Document> {
    if kind == Kind::Pages {
        let mut builder = DocumentBuilder::new();
        let told = pages::read_head(std::str::from_utf8(head).ok()?, limit, &mut builder);
        return told.then(|| finished(builder, name));
    }
    if !matches!(kind, Kind::PlainText | Kind::Markdown) || is_wide(head) {
        return None;
    }
    let mut limit = limit.max(LEAST_START);
    // What is told by a sample from the first byte outside ASCII on is told if the sample is in the head too.
    while let Some(start) = head.get(..limit).filter(|start| start.len() + decode::SAMPLE <= head.len()) {
        let part = part(start, false);
        if kind == Kind::Markdown && head.get(..part.end).is_some_and(markdown::refers) {
            return None;
        }
        let document = read(kind, head, part, name);
        if document.text().len() >= plain::SAMPLE {
            return Some(document);
        }
        limit = limit.saturating_mul(4);
    }
    None
}

/// The lines of `start`: the one that its end cuts is left out, unless it goes on and on; what is `wide` keeps its
/// pairs of bytes.
fn part(start: &[u8], wide: bool) -> Part {
    let unit = if wide { 4 } else { 1 };
    let line = start.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| (at + 1) / unit * unit);
    let cut = start.get(..line + LONG_LINE).and_then(|start| cut(start, line, unit));
    Part { end: cut.unwrap_or(line), cut: cut.is_some() }
}

/// Where the line that starts at `line` and goes on after `start` can be cut: behind its last blank, else between
/// two characters. Nothing where these cannot be told apart.
fn cut(start: &[u8], line: usize, unit: usize) -> Option<usize> {
    if unit > 1 {
        return Some(start.len() / unit * unit);
    }
    let words = start.get(line..)?;
    let blank = words.iter().rposition(|byte| *byte == b' ').filter(|at| *at > 0);
    blank
        .or_else(|| match std::str::from_utf8(words) {
            Ok(words) => Some(words.len()),
            Err(error) => error.error_len().is_none().then_some(error.valid_up_to()),
        })
        .map(|at| line + at)
}

/// The start of a source that is parsed.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// Its length in bytes.
    end: usize,
    /// Whether it ends within a line, whose words so far are kept.
    cut: bool,
}

/// Whether a source is parsed in no time, so that it needs no start: of text up to `limit` bytes, of a
/// book, which unpacks to several times its size, less.
pub const fn is_short(kind: Kind, bytes: &[u8], limit: usize) -> bool {
    match kind {
        Kind::Epub => bytes.len() <= limit / 8,
        _ => bytes.len() <= limit,
    }
}

/// Reads a source of chapters, pages or sections until so much text has come out of it, or a message.
fn read_on(kind: Kind, bytes: &[u8], limit: Option<usize>, name: &str) -> Document {
    let mut builder = DocumentBuilder::new();
    match kind {
        Kind::Epub => epub::read(bytes, limit, &mut builder),
        Kind::Mail => mail::read(bytes, &mut builder),
        Kind::Org | Kind::ReStructuredText => {
            let Decoded { text, lost, encoding } = decode(bytes, None);
            if lost {
                builder.notice(&unreadable(encoding));
            }
            let read = if kind == Kind::Org { org::read } else { rst::read };
            read(taken(&clean(&text), &mut builder), limit, &mut builder);
        }
        _ => pages::read(taken(&decode(bytes, None).text, &mut builder), limit, &mut builder),
    }
    finished(builder, name)
}

fn finished(mut builder: DocumentBuilder, name: &str) -> Document {
    if builder.is_empty() {
        builder.notice(&format!("{name} holds no text."));
    }
    builder.finish()
}

fn read(kind: Kind, bytes: &[u8], part: Part, name: &str) -> Document {
    if kind.stops() {
        return read_on(kind, bytes, None, name);
    }
    let declared = if kind == Kind::Html { html::charset(bytes) } else { None };
    let Decoded { text, lost, encoding } = decode_start(bytes, part.end, declared.as_deref());
    let text = clean(&text);
    let more = bytes.get(part.end..).filter(|more| !more.is_empty());
    // The words of a text are nearly all of it.
    let mut builder = if kind == Kind::Html { DocumentBuilder::new() } else { DocumentBuilder::with_room(text.len()) };
    if lost {
        builder.notice(&unreadable(encoding));
    }
    match kind {
        Kind::Html => html::read(&text, &mut builder),
        Kind::PlainText => plain::read(&text, more.is_some() && !part.cut, &mut builder),
        Kind::Markdown => {
            let definitions = more.map(|more| clean(&markdown::definitions(more, encoding)).into_owned());
            let more = definitions.as_deref().map(|definitions| markdown::More { definitions, cut: part.cut });
            markdown::read(&text, more, &mut builder);
        }
        Kind::Epub | Kind::Pages | Kind::Mail | Kind::Org | Kind::ReStructuredText => {}
    }
    finished(builder, name)
}

/// Says that some bytes are no text in its encoding.
fn unreadable(encoding: &str) -> String {
    format!("Some bytes are not {encoding} and are shown as \u{fffd}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::block::BlockKind::{self, *};
    use crate::article::block::Link;
    use crate::text::clean::is_harmful;
    use proptest::prelude::*;

    /// A document's blocks, each as its kind's short name and its words.
    fn blocks(text: &str) -> Vec<String> {
        blocks_of(Kind::PlainText, text)
    }

    fn blocks_of(kind: Kind, text: &str) -> Vec<String> {
        let document = parse(kind, text.as_bytes(), "a.txt");
        let mark = |kind: BlockKind| match kind {
            Heading { level } => format!("h{level}"),
            Paragraph => "p".to_owned(),
            ListItem { depth, ordinal } => format!("li{depth}{}", ordinal.map_or(String::new(), |n| format!("#{n}"))),
            Quotation { depth } => format!("q{depth}"),
            Code => "code".to_owned(),
            Boilerplate => "bp".to_owned(),
            Rule => "hr".to_owned(),
            Table => "table".to_owned(),
            Caption => "cap".to_owned(),
            Footnote => "fn".to_owned(),
        };
        let text = |index| document.block_text(index);
        document.blocks().iter().enumerate().map(|(i, block)| format!("{} {}", mark(block.kind), text(i))).collect()
    }

    #[test]
    fn the_seed_reads_as_a_person_reads_it() {
        let seed = include_str!("../../seeds/karpathy-at-anthropic.txt");
        let kinds: Vec<_> = blocks(seed).iter().map(|block| block.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["h1", "p", "h2", "p", "p", "p", "h2", "p"]);
    }

    #[test]
    fn wrapped_text_is_joined() {
        let text = "The Title\n\nIt was the best of times, it was the worst of\ntimes, it was the age of wisdom, it was the\nage of foolishness, it was the epoch of\nbelief, and nothing else.\n\n  - one item that is long enough to be wrapped\n    onto a second line\n  - two\n\nA heading\n---------\nMore well-\nknown words.\n\n> quoted once\n> and on\n> ---\n> ruled\n>> deeper\n";
        assert_eq!(
            blocks(text),
            [
                "h1 The Title",
                "p It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness, it was the epoch of belief, and nothing else.",
                "li1 one item that is long enough to be wrapped onto a second line",
                "li1 two",
                "h2 A heading",
                "p More well-known words.",
                "q1 quoted once and on",
                "q1 ruled",
                "q2 deeper",
            ]
        );
    }

    #[test]
    fn lists_numbers_and_boilerplate() {
        let text = "Five lessons\nBy Jane Doe\nMay 19, 2026\nThe first paragraph says what happened, and goes on for a while.\n1. Introduction\nThe second paragraph is long enough that a numbered line before it must be its heading.\nThe steps were:\n1. Open the door.\n2. Close it.\n   a) Slowly.\nSources: one, two\nRelated articles\n- Another story\n";
        assert_eq!(
            blocks(text),
            [
                "h1 Five lessons",
                "bp By Jane Doe",
                "bp May 19, 2026",
                "p The first paragraph says what happened, and goes on for a while.",
                "h2 1. Introduction",
                "p The second paragraph is long enough that a numbered line before it must be its heading.",
                "p The steps were:",
                "li1#1 Open the door.",
                "li1#2 Close it.",
                "li2#1 Slowly.",
                "bp Sources: one, two",
                "h2 Related articles",
                "bp Another story",
            ]
        );
    }

    #[test]
    fn one_line_is_a_paragraph_and_nothing_is_a_notice() {
        assert_eq!(blocks("Strategic Take"), ["p Strategic Take"]);
        let document = parse(Kind::PlainText, b"\n \n", "a.txt");
        assert_eq!((document.text(), document.notices().len()), ("", 1));
    }

    #[test]
    fn a_number_at_the_head_of_a_wrapped_line_is_no_item() {
        let text = "Title\n\nThe long and winding road is told of on page\n12. It goes on to say that nobody has walked\nit since the war, and that few will ever do\nso, whatever the guide books may say of it.\n";
        assert_eq!(blocks(text).len(), 2, "{:?}", blocks(text));
        let german = "Das Gesetz kommt\nVon Anna Schmidt\n19. Mai 2026, 10:15 Uhr\nDie Regierung hat am Dienstag ein neues Gesetz beschlossen, das viele Mieter trifft.";
        let kinds: Vec<_> = blocks(german).iter().map(|block| block.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["h1", "bp", "bp", "p"]);
    }

    #[test]
    fn statements_are_headings_only_where_all_short_ones_are() {
        let long = "What follows says more on it, at some length. It has a second sentence, and a third one too. And it does not end soon.";
        let line = |n: usize| format!("Number {n} of the findings stands on a line of its own.");
        let listed = format!("Three findings\n{0}\n{long}\n{1}\n{long}\n{2}\n{long}\n", line(1), line(2), line(3));
        assert_eq!(blocks(&listed).iter().filter(|block| block.starts_with("h2")).count(), 3);
        let essay = listed.replace(&line(2), "That, to be honest, is not the point.");
        assert_eq!(blocks(&essay).iter().filter(|block| block.starts_with("h2")).count(), 0);
    }

    /// What stands after a line of its own, four times.
    const LONG: &str = "What follows says more on it, at some length. It has a second sentence, and a third one too. And it does not end soon.";

    #[test]
    fn numbered_lines_and_questions_head_what_stands_below_them() {
        let heads = |first: &str, second: &str, third: &str| {
            let text = format!("A title\n{LONG}\n{first}\n{LONG}\n{second}\n{LONG}\n{third}\n{LONG}\n");
            blocks(&text).iter().filter(|block| block.starts_with("h2")).count()
        };
        for (first, second, third, expected) in [
            ("1. People give up on long forms.", "2. Plain words win!", "3. What is next?", 3),
            ("Myth #1: It is too slow for us.", "Myth #2: It is dear.", "Myth #3: Nobody asks.", 3),
            ("So what do they buy?", "And do they pay for it?", "Do you still believe that?", 3),
            ("MYTH NO. 1: It is slow.", "MYTH NO. 2: It is dear.", "MYTH NO. 3: Nobody asks.", 3),
            ("2.1 Ask those who mill.", "2.2 Write it down.", "2.4 Ask again.", 3),
            ("Q1: Is it slow? It seems so.", "Q2: Is it dear?", "Q4: Who asks? And why?", 3),
            ("1 - It is slow.", "2 - It is dear.", "3 - Nobody asks.", 3),
            ("4. It was the year 4.", "It is dear.", "Nobody asks.", 0),
            ("So what is it?", "It is dear.", "Nobody asks.", 0),
        ] {
            assert_eq!(heads(first, second, third), expected, "{first}");
        }
    }

    #[test]
    fn what_comes_again_and_again_heads_what_stands_below_it() {
        let count = |text: &str| blocks(text).iter().filter(|block| block.starts_with("h2")).count();
        // Items with another sign belong to what is above.
        let steps =
            format!("A title\n1. Ask them\n{LONG}\n- so\n- and so\n2. Write it down\n{LONG}\n- too\n3. Ask\n{LONG}\n");
        assert_eq!(count(&steps), 3, "{:?}", blocks(&steps));
        let list = "A title\nWe do this:\n1. Ask them.\n- so\n- and so\n2. Write it down\nThat was all of it for all of that long day in the rain on the hill.\n";
        assert_eq!(count(list), 0, "{:?}", blocks(list));
        let dated = format!(
            "A title\n\n• 2025-11-05 — A new mill\n\n{LONG}\n- Source: Acme\n\n• 2025-11-18 — Another\n\n{LONG}\n"
        );
        assert_eq!(count(&dated), 2);
        let label = "What came out of it for all of us:";
        let labelled = format!("A title\n{LONG}\n{label}\n- so\n{LONG}\n{label}\n- too\n");
        assert_eq!((count(&labelled), count(&labelled.replacen(label, "What came out of it:", 1))), (2, 0));
    }

    #[test]
    fn entries_without_signs_are_no_headings() {
        let text = format!(
            "A title\n{LONG}\nThere are two of them.\nCitizen: Somebody who wants to know how money is spent\nOwner: Whoever answers for what stands there\n{LONG}\nDeadline: March 15th, 2025\nFaults and their Costs\nWe count them.\n{LONG}\nUpdated January 26, 2026.\n"
        );
        let kinds: Vec<_> =
            blocks(&text)[3..].iter().map(|block| block.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["p", "p", "p", "p", "h2", "p", "p", "bp"], "{:?}", blocks(&text));
    }

    #[test]
    fn headings_in_small_letters_are_known_where_there_are_several() {
        let text = format!("on mills\n{LONG}\nthe water\n{LONG}\nthe wheel\n{LONG}\nand so it went\n");
        let kinds = |text: &str| {
            blocks(text).iter().map(|block| block.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&text), ["h1", "p", "h2", "p", "h2", "p", "p"], "{:?}", blocks(&text));
        assert_eq!(kinds(&text.replace("the wheel", "the wheel,"))[..4], ["p", "p", "p", "p"]);
        let intro = format!(
            "A title\n{LONG}\nThe Complete Analysis of Mills\nThis is what we saw on that day:\n- that it stands still for much of the year\n- that it is dear to those who have one\n{LONG}\nYou can contribute in several ways:\n- Help us to translate it\n"
        );
        assert_eq!(kinds(&intro), ["h1", "p", "h2", "p", "li1", "li1", "p", "p", "bp"]);
    }

    #[test]
    fn who_signs_a_paragraph_or_a_text_is_no_part_of_it() {
        for (text, expected) in [
            (
                "“It stands still.” — From a miller at the fair",
                &["p “It stands still.”", "bp — From a miller at the fair"][..],
            ),
            (
                "It stands still. Jane Doe, Head of Mills at Acme",
                &["p It stands still.", "bp Jane Doe, Head of Mills at Acme"],
            ),
            (
                "It stands still. Digital Markets Act (emphasis added)",
                &["p It stands still.", "bp Digital Markets Act (emphasis added)"],
            ),
            (
                "It stands still. Direct source: https://example.org/a?b=c",
                &["p It stands still.", "bp Direct source: https://example.org/a?b=c"],
            ),
            ("It stands still. In Oslo, nothing turns", &["p It stands still. In Oslo, nothing turns"]),
            (
                "It stands still.\n\n-- The members of the board",
                &["p It stands still.", "bp -- The members of the board"],
            ),
            ("It stands still.\n\nYours sincerely,", &["p It stands still.", "bp Yours sincerely,"]),
            ("— Oui, dit-il, et il sortit.", &["p — Oui, dit-il, et il sortit."]),
        ] {
            assert_eq!(blocks(&format!("A title\n\n{LONG}\n\n{text}\n"))[2..], *expected, "{text}");
        }
        // In HTML, too.
        let page = blocks_of(
            Kind::Html,
            &format!("<article><h1>A title</h1><p>{LONG}</p><p>It stands still. — Jane Doe, Acme</p></article>"),
        );
        assert_eq!(page.last().map(String::as_str), Some("bp — Jane Doe, Acme"));
    }

    #[test]
    fn what_stands_above_and_below_an_article_is_no_part_of_it() {
        let text = format!(
            "A title\nA line that sums it up, with its full stop.\nBy Jane Doe | Staff Writer\n{LONG}\n{LONG}\n{LONG}\n{LONG} Sign up for our newsletter.\nJane Doe is a reporter in Oslo. She lives there.\nAbout Acme Widgets\n{LONG}\nTake Action\nStop the Act\n"
        );
        let kinds: Vec<_> = blocks(&text).iter().map(|block| block.split(' ').next().unwrap().to_owned()).collect();
        assert_eq!(kinds, ["h1", "bp", "bp", "p", "p", "p", "p", "bp", "bp", "h2", "bp", "h2", "bp"]);
        let short = "A title\nOne line of words.\nStop the Act\n";
        assert_eq!(blocks(short), ["h1 A title", "p One line of words.", "p Stop the Act"]);
    }

    #[test]
    fn verse_and_talk_are_no_headings() {
        let verse = "Stopping\n\nWhose woods these are\nI think I know\nHis house is in\nThe village though\nHe will not see\nMe stopping here\n";
        assert_eq!(blocks(verse).iter().filter(|block| block.starts_with("h2")).count(), 0, "{:?}", blocks(verse));
        let talk = "A talk\n\n“Are you sure?”\n\n“Yes,” he said, and went out to the garden.\n";
        assert_eq!(blocks(talk).iter().filter(|block| block.starts_with("h2")).count(), 0, "{:?}", blocks(talk));
    }

    #[test]
    fn markdown_blocks() {
        for (text, expected) in [
            ("# T\n\nSub\n---\nA *b* `c`\nd\\\ne.", &["h1 T", "h2 Sub", "p A b c d e."][..]),
            ("- a\n  - b\n\n    more\n3. c\n\n> q\n>> r\n", &["li1 a", "li2 b", "p more", "li1#3 c", "q1 q", "q2 r"]),
            ("```sh\nls\t-l\n\n  x\n```\n\n***\n", &["code ls    -l\n\n  x", "hr "]),
            ("|a|b c|\n|-|-|\n|1|`x|y`|\n", &["table a\tb c\n1\t`x"]),
            ("![A chart](x.png)\n\nText ![inline](y.png) on.", &["cap A chart", "p Text inline on."]),
            ("Yes.[^n] No.\n\n[^n]: Because.\n\n    And so.", &["p Yes.[n] No.", "fn [n] Because.", "fn And so."]),
            ("- [x] done\n- [ ] open", &["li1 ☑ done", "li1 ☐ open"]),
            ("a &amp; b &#8212; c &#27;[2J", &["p a & b — c \u{fffd}[2J"]),
            (
                "<script>\nlet x = 1;\n\ny\n</script>\n\n<div align=center>\n<h2>Head &amp; toe</h2><p>One<p>Two</div>\n",
                &["h2 Head & toe", "p One", "p Two"],
            ),
            ("It rose. Sign up for *our newsletter*!", &["p It rose.", "bp Sign up for our newsletter!"]),
            ("a <b>bold</b><br>x <script>gone</script>y <!-- gone -->z", &["p a bold x y z"]),
            ("<p align=\"center\"><img src=x alt=\"A &quot;picture&quot;\"></p>", &["cap A \"picture\""]),
            ("---\ntitle: X\n---\n\nBy Jane Doe\n\nText.", &["bp By Jane Doe", "p Text."]),
            ("# Mills\n\n*What they grind.*\n\nText.", &["h1 Mills", "bp What they grind.", "p Text."]),
            ("# Mills\n\n*What they grind.*\n", &["h1 Mills", "p What they grind."]),
            ("# Mills\n\nWhat the mills of the north grind\n", &["h1 Mills", "p What the mills of the north grind"]),
            ("# Mills\n\nThey stand still\n\nText.", &["h1 Mills", "p They stand still", "p Text."]),
            (
                "# A\n\nText.\n\n## References\n\n- One, 2019\n- Two",
                &["h1 A", "p Text.", "h2 References", "bp One, 2019", "bp Two"],
            ),
        ] {
            assert_eq!(blocks_of(Kind::Markdown, text), expected, "{text}");
        }
    }

    #[test]
    fn links_lead_where_they_should() {
        let text = "# One\n\n[a](https://x.example) [b](#two-three) [c][r] [^f] [d](#nowhere)\n\n## Two, three\n\n[r]: /r\n[^f]: Note.\n";
        let document = parse(Kind::Markdown, text.as_bytes(), "a.md");
        let words = |offset: usize| document.text().split_at(offset).1.split_whitespace().next().unwrap().to_owned();
        let links: Vec<_> = document
            .links()
            .iter()
            .map(|link| match link {
                Link::Address(address) => address.clone(),
                Link::Inside(offset) => format!("→{}", words(*offset)),
            })
            .collect();
        assert_eq!(links, ["https://x.example", "→Two,", "/r", "→[f]", "#nowhere", "→[f]"]);
        assert!(document.text().ends_with("[f] Note."));
    }

    #[test]
    fn inlines_cover_their_words() {
        let document = parse(Kind::Markdown, b"A **bold *both* ** and <em>html</em> and ~~old~~ `x  y`.", "a.md");
        let found: Vec<_> = document.inlines(crate::text::span::Span::whole(document.text())).collect();
        let words: Vec<_> = found.iter().map(|inline| inline.span.of(document.text())).collect();
        assert!(
            words.contains(&"both") && words.contains(&"html") && words.contains(&"old") && words.contains(&"x y"),
            "{words:?}"
        );
    }

    #[test]
    fn front_matter_is_read_and_not_shown() {
        let text = b"\xef\xbb\xbf---\ntitle: \"T \\e]0;PWN\\a\"\nlang: de-AT\n---\n\n# Head\n";
        let document = parse(Kind::Markdown, text, "a.md");
        assert_eq!(document.text(), "Head");
        assert_eq!(document.title(), "T \u{fffd}]0;PWN\u{fffd}");
        assert_eq!(document.language(), "de");
        let broken = parse(Kind::Markdown, b"---\ntitle: a: b\nx: [\n---\nBody\n", "a.md");
        assert_eq!((broken.text(), broken.title().as_str(), broken.notices().len()), ("Body", "a: b", 1));
    }

    #[test]
    fn a_table_at_the_start_gives_a_title_without_tabs() {
        let document = parse(Kind::Markdown, b"| a | b |\n| - | - |\n| 1 | 2 |", "a.md");
        assert_eq!(document.title(), "a b");
    }

    #[test]
    fn a_start_of_markdown_is_the_first_of_the_whole() {
        for (paragraph, end) in [
            ("Some [words][rNN] of NN.\n\n[rNN]: /NN\n\n", "[x]: y\n"),
            ("Cited.[^NN] [^0]\n\n[^NN]: A note on NN, see [^1].\n\n", ""),
            ("# H NN\n\nSome [words][r] of *number* NN[^f].\n\n- a\n- b\n\n", "[r]: /r\n\n[^f]: Note.\n"),
            ("```\nlet NN = a[1]: b;\n```\n\n<!-- x -->\n\n> quoted NN\nand lazily [x]\n\n", ""),
        ] {
            let text: String = (0..3_000).map(|n| paragraph.replace("NN", &n.to_string())).collect::<String>() + end;
            let whole = parse(Kind::Markdown, text.as_bytes(), "a.md");
            let start = parse_start(Kind::Markdown, text.as_bytes(), "a.md", 1000);
            assert!(start.text().len() < whole.text().len() && start.text().len() >= plain::SAMPLE);
            assert!(whole.text().starts_with(start.text()));
            assert_eq!(whole.blocks()[..start.blocks().len()], *start.blocks());
        }
    }

    #[test]
    fn a_start_is_the_first_of_the_whole() {
        for paragraph in [
            "Some words of a paragraph that is not wrapped at all, number NN.\n",
            "It was the best of times, it was the worst of\ntimes, it was the age of wisdom, NN it was the\nage of foolishness\n\n- an item\n\nA Heading\n\n",
            "Line NN of many.\n",
        ] {
            let text: String = (0..6_000).map(|n| paragraph.replace("NN", &n.to_string())).collect();
            let whole = parse(Kind::PlainText, text.as_bytes(), "a.txt");
            let start = parse_start(Kind::PlainText, text.as_bytes(), "a.txt", 1000);
            assert!(start.text().len() < whole.text().len() && start.text().len() >= plain::SAMPLE);
            assert!(whole.text().starts_with(start.text()));
            assert_eq!(whole.blocks()[..start.blocks().len()], *start.blocks());
            assert_eq!(whole.language(), start.language());
        }
    }

    #[test]
    fn a_head_gives_the_start_of_the_whole_or_nothing() {
        const HEAD: usize = 160 << 10;
        let paragraph = "Some words of a paragraph, with *emphasis* and a [link](/x), number NN.\n\n";
        let text = |paragraph: &str| (0..6_000).map(|n| paragraph.replace("NN", &n.to_string())).collect::<String>();
        let late = text(paragraph) + "caf\u{e9}\n";
        let latin = |text: &str| text.chars().map(|c| c as u8).collect::<Vec<u8>>();
        let early = text("Des mots d\u{e9}j\u{e0} vus, se\u{f1}or, num\u{e9}ro NN.\n\n");
        for (bytes, told) in [
            (text(paragraph).into_bytes(), [true, true]),
            (late.clone().into_bytes(), [true, true]),
            (latin(&late), [true, true]),
            (latin(&early), [true, true]),
            (early.into_bytes(), [true, true]),
            (text("See [the words][NN] that stand further below.\n\n").into_bytes(), [true, false]),
            (text("It rose.[^NN] And so did all that stands beside it.\n\n").into_bytes(), [true, false]),
            (text("words ").encode_utf16().flat_map(u16::to_le_bytes).collect(), [false, false]),
        ] {
            for (kind, told) in [Kind::PlainText, Kind::Markdown].into_iter().zip(told) {
                let words = String::from_utf8_lossy(&bytes[..60]);
                let head = parse_head(kind, &bytes[..HEAD.min(bytes.len())], "a", 1000);
                assert_eq!(head.is_some(), told, "{kind:?} {words}");
                let Some(head) = head else { continue };
                let start = parse_start(kind, &bytes, "a", 1000);
                assert_eq!((head.text(), head.blocks()), (start.text(), start.blocks()), "{kind:?} {words}");
            }
        }
    }

    #[test]
    fn a_start_of_one_long_line_is_the_first_of_it() {
        let words = "Some words of a line, number NN, that never ends. ";
        for (kind, name) in [(Kind::PlainText, "a.txt"), (Kind::Markdown, "a.md")] {
            for head in ["", "A Title\n\n- one\n- two\n\n"] {
                for words in [words, "漢字かな混じり文NN。"] {
                    let line: String = (0..12_000).map(|n| words.replace("NN", &n.to_string())).collect();
                    let text = format!("{head}{line}\n\nA last paragraph.\n");
                    let whole = parse(kind, text.as_bytes(), name);
                    let start = parse_start(kind, text.as_bytes(), name, 1000);
                    assert!(start.text().len() < 40_000 && start.text().len() >= plain::SAMPLE, "{head}");
                    assert!(whole.text().starts_with(start.text()) && start.notices().is_empty(), "{head}");
                    let (last, blocks) = start.blocks().split_last().unwrap();
                    assert_eq!(whole.blocks()[..blocks.len()], *blocks);
                    let long = &whole.blocks()[blocks.len()];
                    assert_eq!((long.kind, long.span.start), (last.kind, last.span.start));
                    assert_eq!(whole.language(), start.language());
                    let sentences = start.sentences(blocks.len());
                    assert_eq!(sentences[..100], whole.sentences(blocks.len())[..100]);
                }
            }
        }
    }

    fn check(kind: Kind, bytes: &[u8]) -> Result<(), TestCaseError> {
        let document = parse(kind, bytes, "a");
        prop_assert!(document.text().chars().all(|c| matches!(c, '\n' | '\t') || !is_harmful(c)));
        prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
        for index in 0..document.blocks().len() {
            document.sentences(index);
        }
        Ok(())
    }

    fn survive(kind: Kind, text: &str) -> Result<(), TestCaseError> {
        let document = parse(kind, text.as_bytes(), "a");
        let mut rest = document.text();
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let found = rest.split_once(word);
            prop_assert!(found.is_some(), "{:?} of {:?} is not in {:?}", word, text, document.text());
            rest = found.unwrap().1;
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_bytes_make_a_clean_document(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            check(Kind::PlainText, &bytes)?;
            check(Kind::Pages, &bytes)?;
            check(Kind::Mail, &bytes)?;
            check(Kind::Markdown, &bytes)?;
        }

        #[test]
        fn any_lines_make_a_clean_document(lines in prop::collection::vec("[-=*>#1a.) \t\"“A-Zé]{0,12}", 0..20)) {
            check(Kind::PlainText, lines.join("\n").as_bytes())?;
        }

        #[test]
        fn any_markdown_makes_a_clean_document(lines in prop::collection::vec("[-=*>#1a.)(\\[\\]^:|`<!/&; \t\"~A-Zé]{0,14}", 0..20)) {
            check(Kind::Markdown, lines.join("\n").as_bytes())?;
        }

        #[test]
        fn every_plain_word_of_markdown_survives(
            lines in prop::collection::vec("(- |1. |> |# |   |\\*|\\| ?)?([a-zA-Zé]{1,9}[,.?:]? ?){0,12}(\\*|\\|)?", 0..30)
        ) {
            survive(Kind::Markdown, &lines.join("\n"))?;
        }

        #[test]
        fn every_word_survives(lines in prop::collection::vec("(  |\t|- |1. |> |# )?([a-zA-Zé]{1,9}[,.?:-]? ?){0,12}", 0..30)) {
            survive(Kind::PlainText, &lines.join("\n"))?;
        }
    }
}
