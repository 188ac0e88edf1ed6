//! Bytes to Unicode code points and back, for the borders (JSON, W3C selectors).

use super::span::Span;

/// Bytes between two kept counts.
const STRIDE: usize = 1024;

/// Counts code points in one text without walking it from the start each time.
#[derive(Clone, Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `i * STRIDE`.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Walks `text` once.
    pub fn of(text: &'a str) -> Self {
        let mut before = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in text.as_bytes().chunks(STRIDE) {
            before.push(count);
            count += chunk.iter().filter(|byte| is_start(**byte)).count();
        }
        before.push(count);
        Self { text, before }
    }

    /// How many code points stand before byte `offset`, or in all of it past the end.
    pub fn at(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let row = (offset / STRIDE).min(self.before.len() - 1);
        let rest = self.text.as_bytes().get(row * STRIDE..offset).unwrap_or_default();
        self.before.get(row).copied().unwrap_or_default() + rest.iter().filter(|byte| is_start(**byte)).count()
    }

    /// The byte at which code point `point` starts, or the text's length past the end.
    pub fn byte(&self, point: usize) -> usize {
        let row = self.before.partition_point(|before| *before <= point).saturating_sub(1);
        let mut count = self.before.get(row).copied().unwrap_or_default();
        let bytes = self.text.as_bytes();
        for (i, byte) in bytes.iter().enumerate().skip(row * STRIDE) {
            if is_start(*byte) {
                if count == point {
                    return i;
                }
                count += 1;
            }
        }
        bytes.len()
    }

    /// The half-open code points of `span`.
    pub fn range(&self, span: Span) -> (usize, usize) {
        (self.at(span.start), self.at(span.end))
    }

    /// The bytes of the half-open code points `start..end`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.byte(start), self.byte(end))
    }
}

/// Whether a byte opens a code point in UTF-8.
const fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_code_points_agree_with_a_plain_count(text in "\\PC{0,20}", times in 1usize..200) {
            let text = text.repeat(times);
            let points = CodePoints::of(&text);
            for (count, (byte, _)) in text.char_indices().enumerate().step_by(37) {
                prop_assert_eq!(points.at(byte), count);
                prop_assert_eq!(points.byte(count), byte);
            }
            prop_assert_eq!(points.at(text.len()), text.chars().count());
            prop_assert_eq!(points.byte(text.chars().count()), text.len());
        }
    }
}
