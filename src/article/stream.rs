//! Long text, parsed a window at a time as it is read: at no time more than its words and one window are held.

use std::io::{self, Read, Seek, SeekFrom};

use encoding_rs::{Decoder, Encoding, UTF_8};
use memchr::memrchr;

use super::builder::DocumentBuilder;
use super::decode::{SAMPLE, guessed_by};
use super::parts::part_end;
use super::{markdown, plain};
use crate::text::clean::clean;

/// Bytes of text in a window. A text that is shorter is parsed at once.
pub(super) const WINDOW: usize = 1 << 20;

/// So many windows are held at most: a block that goes on, or a line, is read on as another.
const MOST_HELD: usize = 4;

/// Bytes that are read in one go.
const BLOCK: usize = 64 << 10;

/// Reads plain text, in no encoding of wide characters, into `builder`, `window` bytes at a time.
pub(super) fn plain(mut from: impl Read + Seek, window: usize, builder: &mut DocumentBuilder) -> io::Result<()> {
    let Survey { encoding, .. } = survey(&mut from, false)?;
    let mut reader = plain::Reader::default();
    let mut windows = Windows::new(from, encoding, window);
    while let Some((text, more)) = windows.next()? {
        let read = reader.read(text, more, &[], builder);
        windows.pass(read);
        if builder.is_full() {
            break;
        }
    }
    notice(&windows, builder);
    Ok(())
}

/// Reads Markdown, in no encoding of wide characters, into `builder`, `window` bytes at a time.
pub(super) fn markdown(mut from: impl Read + Seek, window: usize, builder: &mut DocumentBuilder) -> io::Result<()> {
    let Survey { encoding, definitions } = survey(&mut from, true)?;
    let (definitions, _) = encoding.decode_without_bom_handling(&definitions);
    let definitions = markdown::Definitions::of(&clean(&definitions));
    let mut windows = Windows::new(from, encoding, window);
    let mut reader = markdown::Windows::new(builder, definitions);
    while let Some((text, more)) = windows.next()? {
        let read = reader.read(text, more);
        windows.pass(read);
        if reader.is_full() {
            break;
        }
    }
    reader.finish();
    notice(&windows, builder);
    Ok(())
}

fn notice<R>(windows: &Windows<R>, builder: &mut DocumentBuilder) {
    if windows.lost {
        builder.notice(&format!("Some bytes are not {} and are shown as \u{fffd}.", windows.decoder.encoding().name()));
    }
}

/// What only all of a source tells.
struct Survey {
    encoding: &'static Encoding,
    /// Lines of Markdown that define where references lead.
    definitions: Vec<u8>,
}

/// Goes over a source and back to its start: all of Markdown, of plain text what tells its encoding.
fn survey(from: &mut (impl Read + Seek), markdown: bool) -> io::Result<Survey> {
    let mut definitions = Vec::new();
    // The bytes from the first one outside ASCII on, as many as tell the encoding.
    let mut sample: Vec<u8> = Vec::new();
    let mut marked = None;
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let start = bytes.len();
        let read = from.by_ref().take(BLOCK as u64).read_to_end(&mut bytes)?;
        let block = bytes.get(start..).unwrap_or_default();
        marked = marked.or(Some(Encoding::for_bom(block).is_some()));
        let first = if sample.is_empty() { block.iter().position(|byte| !byte.is_ascii()) } else { Some(0) };
        let told = first.and_then(|first| block.get(first..)).unwrap_or_default();
        sample.extend(told.iter().take(SAMPLE - sample.len()));
        if !markdown {
            bytes.clear();
        }
        // A line that goes on over several blocks defines nothing.
        let end = memrchr(b'\n', &bytes).map_or(if bytes.len() > BLOCK { bytes.len() } else { 0 }, |end| end + 1);
        let end = if read == 0 { bytes.len() } else { end };
        markdown::collect(bytes.get(..end).unwrap_or_default(), &mut definitions);
        bytes.drain(..end);
        if read == 0 || (!markdown && sample.len() == SAMPLE) {
            break;
        }
    }
    from.seek(SeekFrom::Start(0))?;
    let encoding = if marked == Some(true) { UTF_8 } else { guessed_by(&sample) };
    Ok(Survey { encoding, definitions })
}

/// Decoded and cleaned text of a source, a window at a time.
struct Windows<R> {
    from: R,
    decoder: Decoder,
    /// What has been read and not been passed.
    text: String,
    /// Bytes of a window; those that the next one has at least, unless the source ends.
    window: usize,
    least: usize,
    /// What is held of the source is never more.
    most: usize,
    /// Whether the source has ended; whether all of it has been given.
    ended: bool,
    given: bool,
    /// Whether some bytes could not be read.
    lost: bool,
    /// A CR that may belong to the line end of which it is the last byte read.
    carriage: bool,
}

impl<R: Read> Windows<R> {
    fn new(from: R, encoding: &'static Encoding, window: usize) -> Self {
        // Removes the mark of UTF-8 alone: what is marked as wide does not come here.
        let decoder = encoding.new_decoder_with_bom_removal();
        let text = String::with_capacity(window + 2 * BLOCK);
        let (least, most) = (window, MOST_HELD * window.max(BLOCK));
        let (ended, given, lost, carriage) = (false, false, false, false);
        Self { from, decoder, text, window, least, most, ended, given, lost, carriage }
    }

    /// The next window, of whole lines, and whether more follows that may belong to its last block; nothing after the
    /// last. Once as much is held as may be, all that is held is given: nothing belongs to it, and where a line goes
    /// on and on, the window ends behind a word.
    fn next(&mut self) -> io::Result<Option<(&str, bool)>> {
        if self.given {
            return Ok(None);
        }
        let mut block = Vec::with_capacity(BLOCK);
        let end = loop {
            while !self.ended && self.text.len() < self.least.min(self.most) {
                block.clear();
                let read = self.from.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
                self.ended = read == 0;
                self.decode(&block);
            }
            let line = memrchr(b'\n', self.text.as_bytes()).map(|end| end + 1);
            match line {
                _ if self.ended => break self.text.len(),
                _ if self.text.len() >= self.most => {
                    break line
                        .filter(|end| *end > self.most / 2)
                        .unwrap_or_else(|| part_end(&self.text, self.text.len(), false));
                }
                Some(end) => break end,
                None => self.least = self.text.len().saturating_mul(2),
            }
        };
        self.given = self.ended;
        let window = self.text.get(..end).unwrap_or_default();
        Ok(Some((window, !self.ended && self.text.len() < self.most)))
    }

    /// So many bytes of the last window have been read.
    fn pass(&mut self, bytes: usize) {
        self.text.drain(..crate::text::width::floor(&self.text, bytes));
        // What is longer than a window is read once all of it is here.
        self.least = if bytes == 0 { self.text.len().saturating_mul(2) } else { self.window };
    }

    fn decode(&mut self, block: &[u8]) {
        let room = self.decoder.max_utf8_buffer_length(block.len()).unwrap_or(4 * block.len() + 16);
        let mut decoded = String::with_capacity(room + 1);
        if self.carriage {
            decoded.push('\r');
        }
        let (_, _, lost) = self.decoder.decode_to_string(block, &mut decoded, self.ended);
        self.lost |= lost;
        self.carriage = !self.ended && decoded.ends_with('\r');
        if self.carriage {
            decoded.pop();
        }
        self.text.push_str(&clean(&decoded));
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse, parse_in_windows};
    use proptest::prelude::*;

    fn check(kind: Kind, bytes: &[u8], window: usize) {
        let (whole, streamed) = (parse(kind, bytes, "a"), parse_in_windows(kind, bytes, window, "a"));
        assert_eq!(streamed.text(), whole.text());
        assert_eq!(streamed.blocks(), whole.blocks());
        assert_eq!((streamed.links(), streamed.notices()), (whole.links(), whole.notices()));
        let inlines = |document: &Document| document.inlines(crate::text::span::Span::whole(document.text())).count();
        assert_eq!(inlines(&streamed), inlines(&whole));
    }

    #[test]
    fn windows_of_markdown_give_the_whole() {
        let part = "# Heading NN\n\nSome [words][r] of *number* NN[^f], [see](#heading-3).\n\n- a\n- b\n\n  more\n\n      code\n\n3. c\n\n\
            > quoted NN\nand lazily [x]\n\n```\nlet NN = a[1]: b;\n\n# no heading\n```\n\n    code\n\n    more\n\n<!-- x\n\ny -->\n\n\
            | a | b |\n|---|---|\n| NN | 2 |\n\nTwo\nlines\n===\n\n";
        let body: String = (0..60).map(|n| part.replace("NN", &n.to_string())).collect();
        let text = format!("---\ntitle: T\n---\n\n{body}[r]: /r\n\n[^f]: Note.\n\n    More of it.\n");
        for window in [100, 512, 1000, 4096] {
            check(Kind::Markdown, text.as_bytes(), window);
            check(Kind::Markdown, text.replace('\n', "\r\n").as_bytes(), window);
        }
    }

    #[test]
    fn windows_of_plain_text_give_the_whole() {
        let part = "Some words of a paragraph that is not wrapped at all, number NN.\n- an item\n  goes on\n    - deeper\n\n\
            A Heading\n\n    indented words NN\n\n    and more\n\n    let x = NN;\n\n> quoted\n> on\n\nUnder NN\n-----\n\n";
        let text: String = (0..800).map(|n| part.replace("NN", &n.to_string())).collect();
        let latin: Vec<u8> = text.bytes().map(|byte| if byte == b'q' { 0xe9 } else { byte }).collect();
        for window in [plain::SAMPLE + 1, 20_000, 40_000] {
            check(Kind::PlainText, text.as_bytes(), window);
            check(Kind::PlainText, &latin, window);
            check(Kind::PlainText, text.replace('\n', "\r\n").as_bytes(), window);
        }
        check(Kind::PlainText, "\u{feff}One line. ".repeat(9_000).as_bytes(), plain::SAMPLE);
    }

    #[test]
    fn a_block_without_end_is_read_in_parts() {
        for (kind, part) in [
            (Kind::Markdown, "*word* "),
            (Kind::Markdown, "- item\n"),
            (Kind::Markdown, "word\n"),
            (Kind::PlainText, "word "),
            (Kind::PlainText, "word\n"),
        ] {
            for head in ["", "A title\n\n"] {
                let count = MOST_HELD * BLOCK / part.len() * 5 / 2;
                let bytes = head.to_owned() + &part.repeat(count);
                let document = parse_in_windows(kind, bytes.as_bytes(), BLOCK, "a");
                let words = count + head.split_whitespace().count();
                assert_eq!(document.text().split_whitespace().count(), words, "{part}");
                let longest = document.blocks().iter().map(|block| block.span.len()).max();
                assert!(longest.unwrap() <= 2 * MOST_HELD * BLOCK && document.blocks().len() > 1, "{part}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_bytes_are_parsed_in_windows_as_at_once(
            bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'\r'), Just(b'\n'), b'a'..b'e'], 1..400),
            times in 1usize..200,
        ) {
            let bytes = bytes.repeat(times);
            prop_assume!(!crate::article::decode::is_wide(&bytes));
            check(Kind::PlainText, &bytes, plain::SAMPLE + 1);
        }
    }
}
