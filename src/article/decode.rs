//! Bytes to text, whatever encoding they come in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How many bytes are looked at to find the encoding, counted from the first one outside ASCII.
/// What stands before that byte reads alike in every encoding that is guessed, so a start of the
/// source decodes like the start of the whole.
pub(super) const SAMPLE: usize = 64 * 1024;

/// Text that was bytes.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, not yet cleaned; what could not be read stands as U+FFFD.
    pub text: String,
    /// Whether some bytes could not be read.
    pub lost: bool,
    /// The encoding's name, as the WHATWG Encoding Standard writes it.
    pub encoding: &'static str,
}

/// Decodes `bytes`: by their byte order mark, else by the charset that was `declared` with them,
/// else as UTF-8, as UTF-16 without a mark, or as the legacy encoding they look most like.
/// Never fails.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    decode_start(bytes, bytes.len(), declared)
}

/// Decodes the first `end` bytes in the encoding of them all.
pub fn decode_start(bytes: &[u8], end: usize, declared: Option<&str>) -> Decoded {
    let start = bytes.get(..end).unwrap_or(bytes);
    if let Some((big_endian, rest)) = utf32_mark(start).or_else(|| Some((unmarked_utf32(bytes)?, start))) {
        return from_utf32(rest, big_endian);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(start) {
        return with(encoding, start.get(mark..).unwrap_or_default());
    }
    let declared = declared.and_then(|label| Encoding::for_label_no_replacement(label.as_bytes()));
    let legacy = declared.filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    let encoding = match (unmarked_utf16(bytes), legacy) {
        (Some(wide), _) => wide,
        // Many a page says Latin-1 and is UTF-8; that bytes are sound UTF-8 is no accident.
        (None, Some(encoding)) if guessed(bytes) != UTF_8 => encoding,
        (None, _) => guessed(bytes),
    };
    with(encoding, start)
}

/// The name of the encoding that `label` means, as the WHATWG Encoding Standard writes it.
pub fn encoding_named(label: &str) -> Option<&'static str> {
    Encoding::for_label_no_replacement(label.as_bytes()).map(Encoding::name)
}

/// Whether the bytes are UTF-16 or UTF-32, whose characters take two or four bytes.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    let marked = Encoding::for_bom(bytes).is_some_and(|(encoding, _)| encoding != UTF_8);
    marked || utf32_mark(bytes).is_some() || unmarked_utf32(bytes).is_some() || unmarked_utf16(bytes).is_some()
}

/// Decodes bytes from the middle of a source whose encoding has that name.
pub(super) fn decode_as(bytes: &[u8], name: &str) -> String {
    match name {
        "UTF-32BE" => from_utf32(bytes, true).text,
        "UTF-32LE" => from_utf32(bytes, false).text,
        _ => with(Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8), bytes).text,
    }
}

/// The encoding that the bytes from the first one outside ASCII on look most like.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    let rest = bytes.get(first..).unwrap_or_default();
    guessed_by(rest.get(..SAMPLE).unwrap_or(rest))
}

/// The encoding that bytes look most like whose first, where there is any, is outside ASCII.
pub(super) fn guessed_by(sample: &[u8]) -> &'static Encoding {
    if mostly_utf8(sample) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    // Where Windows-1252 has a sign that hardly anybody writes (¤), ISO-8859-15 has the euro, and no signs below 0xA0.
    if encoding == WINDOWS_1252 && sample.contains(&0xa4) && !sample.iter().any(|byte| matches!(byte, 0x80..=0x9f)) {
        return ISO_8859_15;
    }
    // Only encodings that agree on ASCII keep the promise above.
    if encoding.is_ascii_compatible() { encoding } else { WINDOWS_1252 }
}

/// Whether no fewer characters of several bytes are sound UTF-8 than broken: one cut character does
/// not make a Latin-1 text of a UTF-8 file.
fn mostly_utf8(sample: &[u8]) -> bool {
    let (mut sound, mut broken) = (0usize, 0usize);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || (sound > 0 && sound >= broken)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lost) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), lost, encoding: encoding.name() }
}

/// UTF-16 without a mark: in Latin text every other byte is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(1024))?;
    let pairs = sample.len() / 2;
    if pairs < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The byte order mark of UTF-32, which starts like that of UTF-16: whether it is big-endian, and
/// the bytes after it.
fn utf32_mark(bytes: &[u8]) -> Option<(bool, &[u8])> {
    let little = bytes.strip_prefix(&[0xFF, 0xFE, 0, 0]).filter(|_| bytes.len().is_multiple_of(4));
    little.map(|rest| (false, rest)).or_else(|| bytes.strip_prefix(&[0, 0, 0xFE, 0xFF]).map(|rest| (true, rest)))
}

/// UTF-32 without a mark, and whether it is big-endian: the highest byte of four is always zero, the next
/// one nearly so, and every four are a character.
pub fn unmarked_utf32(bytes: &[u8]) -> Option<bool> {
    let (units, rest) = bytes.get(..bytes.len().min(1024))?.as_chunks::<4>();
    if units.len() < 4 || !rest.is_empty() {
        return None;
    }
    let is = |read: fn([u8; 4]) -> u32| {
        let text = |point: u32| point >= 9 && char::from_u32(point).is_some();
        units.iter().all(|unit| text(read(*unit)))
    };
    // Read the wrong way round, no letter is a character.
    if is(u32::from_be_bytes) { Some(true) } else { is(u32::from_le_bytes).then_some(false) }
}

fn from_utf32(bytes: &[u8], big_endian: bool) -> Decoded {
    let mut lost = false;
    let (units, rest) = bytes.as_chunks::<4>();
    let mut text: String = units
        .iter()
        .map(|unit| if big_endian { u32::from_be_bytes(*unit) } else { u32::from_le_bytes(*unit) })
        .map(|point| {
            char::from_u32(point).unwrap_or_else(|| {
                lost = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    if !rest.is_empty() {
        lost = true;
        text.push(char::REPLACEMENT_CHARACTER);
    }
    Decoded { text, lost, encoding: if big_endian { "UTF-32BE" } else { "UTF-32LE" } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn utf32(text: &str, big_endian: bool) -> Vec<u8> {
        let points = text.chars().map(u32::from);
        points.flat_map(|point| if big_endian { point.to_be_bytes() } else { point.to_le_bytes() }).collect()
    }

    #[test]
    fn table() {
        let windows = b"\x93quoted\x94 \x96 and \x91so\x92\x85 \x805".as_slice();
        for (bytes, declared, text, lost) in [
            (b"plain".to_vec(), None, "plain", false),
            (b"\xef\xbb\xbfmarked \xc3\xa9".to_vec(), None, "marked é", false),
            (utf16("\u{feff}wide é", false), None, "wide é", false),
            (utf16("\u{feff}wide é", true), Some("utf-8"), "wide é", false),
            (utf16("no mark here\n", false), None, "no mark here\n", false),
            (utf32("\u{feff}wider", false), None, "wider", false),
            (utf32("no mark, é 😀", false), None, "no mark, é 😀", false),
            (utf32("no mark, é 😀", true), None, "no mark, é 😀", false),
            (b"caf\xc3\xa9 and \xe2\x82".to_vec(), None, "café and \u{fffd}", true),
            (b"\xc4pfel, d\xe9j\xe0 vu, se\xf1or".to_vec(), None, "Äpfel, déjà vu, señor", false),
            (b"C\xbdur \xe0 5 \xa4 pr\xe8s. O\xf9 est-il ?".to_vec(), None, "Cœur à 5 € près. Où est-il ?", false),
            (windows.to_vec(), None, "“quoted” – and ‘so’… €5", false),
            (b"caf\xc3\xa9 \xe2\x80\x93 na\xc3\xafve".to_vec(), Some("iso-8859-1"), "café – naïve", false),
            (b"caf\xe9 \x93quoted\x94".to_vec(), Some("utf-8"), "café “quoted”", false),
            (b"text".to_vec(), Some("utf-16"), "text", false),
            (b"text".to_vec(), Some("x-no-such"), "text", false),
            (Vec::new(), None, "", false),
        ] {
            let decoded = decode(&bytes, declared);
            assert_eq!((decoded.text.as_str(), decoded.lost), (text, lost), "{bytes:x?} as {}", decoded.encoding);
        }
    }

    #[test]
    fn a_start_decodes_like_the_start_of_the_whole() {
        let bytes = b"a caf\xc3\xa9, d\xe9j\xe0 vu, se\xf1or, \xc4pfel";
        assert!(decode(bytes, None).text.starts_with(&decode_start(bytes, 7, None).text));
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let whole = decode(&bytes, None);
            let wide = whole.encoding.starts_with("UTF-16") || whole.encoding.starts_with("UTF-32");
            prop_assert!(wide || whole.text.chars().count() <= bytes.len());
        }

        #[test]
        fn utf8_stays_as_it_is(text in any::<String>()) {
            prop_assume!(!text.starts_with('\u{feff}') && !text.contains('\0'));
            prop_assert_eq!(decode(text.as_bytes(), None).text, text);
        }
    }
}
