//! In which column a cell of a page's table stands, cells that span rows and columns counted.

/// Columns that are told apart; what stands further right stands in the next free place.
const COLUMNS: usize = 64;

/// The columns of one table, while its rows go by.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// The column of the next cell.
    next: usize,
    /// For how many rows, this one included, each column is taken by a cell that has begun.
    taken: Vec<u32>,
}

impl Columns {
    /// A row begins.
    pub(super) fn row(&mut self) {
        self.next = 0;
        for rows in &mut self.taken {
            *rows = rows.saturating_sub(1);
        }
    }

    /// A cell begins that spans so many columns and rows; gives how many places left of it are taken, and are to
    /// stay empty.
    pub(super) fn cell(&mut self, columns: usize, rows: u32) -> usize {
        let free = self.taken.iter().skip(self.next).take_while(|rows| **rows > 0).count();
        self.next = (self.next + free).min(COLUMNS);
        let end = self.next.saturating_add(columns.max(1)).min(COLUMNS);
        self.taken.resize(self.taken.len().max(end), 0);
        for taken in self.taken.iter_mut().take(end).skip(self.next) {
            *taken = rows.max(1);
        }
        self.next = (self.next + 1).min(COLUMNS);
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_span_rows_and_columns_keep_the_others_in_their_columns() {
        let mut columns = Columns::default();
        columns.row();
        assert_eq!([columns.cell(2, 1), columns.cell(1, 2), columns.cell(1, 1)], [0, 1, 0]);
        columns.row();
        assert_eq!([columns.cell(1, 1), columns.cell(1, 1), columns.cell(1, 1)], [0, 0, 1]);
        columns.row();
        assert_eq!([columns.cell(usize::MAX, u32::MAX), columns.cell(1, 1), columns.cell(1, 1)], [0, 63, 0]);
        columns.row();
        assert_eq!(columns.cell(1, 1), 64);
    }
}
