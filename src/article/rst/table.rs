//! Tables of reStructuredText: grids drawn with `+---+`, and columns under `====` lines.

/// A table that was found: its rows of cells, and how many lines it takes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) rows: Vec<Vec<String>>,
    pub(super) lines: usize,
}

/// Whether a line draws the edge of a grid.
fn is_edge(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'='))
}

/// Whether a line draws the columns of a simple table.
fn is_border(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("==") && line.contains(' ') && line.bytes().all(|byte| matches!(byte, b'=' | b' '))
}

/// Whether `line` may be the first of a table.
pub(super) fn opens(line: &str) -> bool {
    is_edge(line) || is_border(line)
}

/// Reads the table at the head of `lines`; nothing where there is none, or where it never ends.
pub(super) fn read(lines: &[&str]) -> Option<Table> {
    let first = lines.first()?;
    if is_edge(first) {
        grid(lines)
    } else if is_border(first) {
        columns(lines)
    } else {
        None
    }
}

fn grid(lines: &[&str]) -> Option<Table> {
    let drawn = lines.iter().take_while(|line| line.trim_start().starts_with(['+', '|'])).count();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut fresh = true;
    for line in lines.get(..drawn)?.iter().map(|line| line.trim()) {
        if is_edge(line) {
            fresh = true;
            continue;
        }
        let inside = line.strip_prefix(['|', '+']).unwrap_or(line);
        let inside = inside.strip_suffix(['|', '+']).unwrap_or(inside);
        if std::mem::take(&mut fresh) {
            rows.push(Vec::new());
        }
        add(rows.last_mut()?, inside.split('|'));
    }
    (!rows.is_empty()).then_some(Table { rows, lines: drawn })
}

/// Adds the words of one more line to the cells of a row.
fn add<'a>(row: &mut Vec<String>, cells: impl Iterator<Item = &'a str>) {
    for (index, words) in cells.map(str::trim).enumerate() {
        if index == row.len() {
            row.push(String::new());
        }
        if let Some(cell) = row.get_mut(index).filter(|_| !words.is_empty()) {
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(words);
        }
    }
}

fn columns(lines: &[&str]) -> Option<Table> {
    let first = lines.first()?;
    let parts = first
        .char_indices()
        .filter(|(at, c)| *c == '=' && !first.get(..*at).is_some_and(|before| before.ends_with('=')));
    let starts: Vec<usize> = parts.map(|(at, _)| first.get(..at).map_or(0, |before| before.chars().count())).collect();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, line) in lines.iter().enumerate().skip(1) {
        if is_border(line) {
            if lines.get(at + 1).is_none_or(|next| next.trim().is_empty()) {
                return Some(Table { rows, lines: at + 1 }).filter(|table| !table.rows.is_empty());
            }
            continue;
        }
        // A line under cells that span columns.
        let drawn = line.trim_start().starts_with("--") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
        if line.trim().is_empty() || drawn {
            continue;
        }
        let cells = cut(line, &starts);
        let goes_on = cells.first().is_some_and(|cell| cell.trim().is_empty());
        if !goes_on || rows.is_empty() {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.last_mut() {
            add(row, cells.into_iter());
        }
    }
    None
}

/// The parts of a line from each column's start, in characters, to the next one's; the last to its end.
fn cut<'a>(line: &'a str, starts: &[usize]) -> Vec<&'a str> {
    let mut cells = Vec::with_capacity(starts.len());
    let mut rest = line;
    let mut at = 0;
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(usize::MAX);
        let from = nth(rest, start.saturating_sub(at));
        let part = rest.get(from..).unwrap_or_default();
        let until = nth(part, end.saturating_sub(*start));
        let (cell, after) = part.split_at_checked(until).unwrap_or((part, ""));
        cells.push(cell);
        (rest, at) = (after, end);
    }
    cells
}

/// Where the `n`th character starts, or the end.
fn nth(text: &str, n: usize) -> usize {
    text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Option<(Vec<Vec<String>>, usize)> {
        read(&text.split('\n').collect::<Vec<_>>()).map(|table| (table.rows, table.lines))
    }

    #[test]
    fn cells_are_read_as_they_are_drawn() {
        let rows =
            |rows: &[&[&str]]| rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        for (text, expected) in [
            (
                "+---+----+\n| a | b  |\n|   | c  |\n+===+====+\n| 1 | 2  |\n+---+----+\n\nx",
                Some((rows(&[&["a", "b\nc"], &["1", "2"]]), 6)),
            ),
            (
                "==== ====\nä    b\n==== ====\n1    2 and more\n     on\n\n3    4\n==== ====\n\nx",
                Some((rows(&[&["ä", "b"], &["1", "2 and more\non"], &["3", "4"]]), 8)),
            ),
            ("==== ====\na    b\nnever ends", None),
            ("+---+\n\nx", None),
            ("=====\nx\n=====", None),
        ] {
            assert_eq!(table(text), expected, "{text}");
        }
    }
}
