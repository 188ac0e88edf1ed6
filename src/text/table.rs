//! A table from words to bytes, made when postil is built and read where it lies in the program: a start has
//! nothing to do for it, and only the pages that are looked at take memory.
//!
//! Its form, all numbers little-endian: the count of slots (`u32`, a power of two), for each slot the place of a
//! record or 0 (`u32`), and the records: the length of a word (`u8`) and of its value (`u16`), the word, the value. A
//! word stands in the slot of its hash or, where that is taken, in the next free one.

use std::collections::BTreeMap;
use std::hash::Hasher;

use super::fnv::Fnv;

/// A table that is part of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table(&'static [u8]);

impl Table {
    /// The table in `bytes`, which [`written`] gave.
    pub const fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// The value of `word`.
    pub fn get(self, word: &str) -> Option<&'static [u8]> {
        let slots = self.slot(0)?;
        let first = hash(word);
        // A slot is always free; in bytes that are no table, the search ends all the same.
        for step in 0..slots {
            let place = self.slot(1 + (first.wrapping_add(step) & (slots - 1)))?;
            let (found, value) = self.record(place)?;
            if found == word.as_bytes() {
                return Some(value);
            }
        }
        None
    }

    fn slot(self, index: u32) -> Option<u32> {
        let at = index as usize * 4;
        self.0.get(at..at + 4)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// The word and the value at `place`; none in a free slot.
    fn record(self, place: u32) -> Option<(&'static [u8], &'static [u8])> {
        let [word, low, high, rest @ ..] = self.0.get(place as usize..).filter(|_| place > 0)? else { return None };
        let (word, rest) = rest.split_at_checked(*word as usize)?;
        Some((word, rest.get(..u16::from_le_bytes([*low, *high]) as usize)?))
    }
}

/// The table of `values` by their words, of at most 255 bytes each; none if a word or a value is too long.
pub fn written(values: &BTreeMap<String, Vec<u8>>) -> Option<Vec<u8>> {
    let slots = (values.len() * 2).next_power_of_two();
    let mut places = vec![0_u32; slots];
    let mut records = Vec::new();
    for (word, value) in values {
        let mut slot = hash(word) as usize & (slots - 1);
        while places.get(slot).is_some_and(|place| *place > 0) {
            slot = (slot + 1) & (slots - 1);
        }
        *places.get_mut(slot)? = u32::try_from(4 + slots * 4 + records.len()).ok()?;
        records.push(u8::try_from(word.len()).ok()?);
        records.extend(u16::try_from(value.len()).ok()?.to_le_bytes());
        records.extend(word.as_bytes());
        records.extend(value);
    }
    let mut table = u32::try_from(slots).ok()?.to_le_bytes().to_vec();
    table.extend(places.into_iter().flat_map(u32::to_le_bytes));
    table.extend(records);
    Some(table)
}

fn hash(word: &str) -> u32 {
    let mut hasher = Fnv::default();
    hasher.write(word.as_bytes());
    // The low bits take part in every step of the hash.
    hasher.finish() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_found_and_nothing_else(
            values in proptest::collection::btree_map(".{0,8}", proptest::collection::vec(any::<u8>(), 0..9), 0..40),
            other in ".{0,8}",
        ) {
            let table = Table::new(written(&values).unwrap().leak());
            for (word, value) in &values {
                prop_assert_eq!(table.get(word), Some(value.as_slice()));
            }
            prop_assert_eq!(table.get(&other), values.get(&other).map(Vec::as_slice));
        }

        #[test]
        fn any_bytes_are_searched(bytes in proptest::collection::vec(any::<u8>(), 0..64), word in ".{0,4}") {
            Table::new(bytes.leak()).get(&word);
        }
    }
}
