//! A table whose rows are worked out when they are first asked for.

use std::sync::OnceLock;

/// Rows that stand in one allocated shelf.
const SHELF: usize = 128;

/// Rows next to each other, each filled when it is asked for.
type Shelf<T> = Box<[OnceLock<T>]>;

/// Row `i` is what a pure function gives for `i`: worked out once, kept, shared by threads.
///
/// A document of a hundred megabytes has a million blocks, of which a reader sees a hundred: an
/// untouched shelf costs a pointer, an untouched row nothing.
#[derive(Debug)]
pub struct LazyTable<T> {
    shelves: Box<[OnceLock<Shelf<T>>]>,
    len: usize,
}

impl<T> LazyTable<T> {
    /// A table of `len` rows, none worked out.
    pub fn new(len: usize) -> Self {
        let shelves = std::iter::repeat_with(OnceLock::new).take(len.div_ceil(SHELF)).collect();
        Self { shelves, len }
    }

    /// How many rows there are, worked out or not.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no row at all.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Row `index`, if it has been worked out.
    pub fn known(&self, index: usize) -> Option<&T> {
        self.shelves.get(index / SHELF)?.get()?.get(index % SHELF)?.get()
    }

    /// Row `index`, worked out now if need be; nothing past the end.
    pub fn get(&self, index: usize, work: impl FnOnce() -> T) -> Option<&T> {
        if index >= self.len {
            return None;
        }
        let shelf = self.shelves.get(index / SHELF)?;
        let rows = shelf.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(SHELF).collect());
        rows.get(index % SHELF).map(|row| row.get_or_init(work))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_worked_out_once_and_only_when_asked() {
        let table = LazyTable::new(300);
        assert_eq!(table.known(299), None);
        assert_eq!(table.get(299, || 7), Some(&7));
        assert_eq!(table.get(299, || 8), Some(&7));
        assert_eq!(table.known(299), Some(&7));
        assert_eq!(table.get(300, || 9), None);
    }
}
