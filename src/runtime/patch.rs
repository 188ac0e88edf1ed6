//! From the screen that is shown to the next one: only what differs is written, rows that moved
//! are scrolled, and one pair of colours after the other is taken up, as changing colours takes
//! more bytes than going back and forth.

use ratatui::buffer::{Buffer, Cell};

use super::pen::{Ink, Look, Pen};
use super::shift::Shift;
use crate::text::clean::is_harmful;
use crate::text::width::grapheme_width;

/// Bytes that are written again rather than passed over.
const BRIDGE: usize = 4;
/// Blank cells that are written rather than erased.
const BLANKS: usize = 3;

/// Neighbouring cells of a row that are written in one ink.
#[derive(Clone, Copy, Debug)]
struct Run {
    y: u16,
    start: usize,
    end: usize,
    ink: Ink,
    /// Whether the rest of the row is erased after it.
    erases: bool,
}

/// Writes to `out` what makes a terminal that shows `shown` show `next`. The pen begins and ends
/// with the terminal's own colours; where it stands is left open. `shown` is scrolled with the terminal.
pub(super) fn patch(shown: &mut Buffer, next: &Buffer, out: &mut Vec<u8>) {
    let width = usize::from(next.area.width);
    if width == 0 || shown.area != next.area {
        return;
    }
    let mut differing: Vec<usize> = differing_rows(shown, next).collect();
    if let Some(shift) = Shift::between(shown, next, &differing) {
        shift.write(next.area.height, out);
        shift.carry_out(shown);
        let rows = shift.rows();
        differing.retain(|y| !rows.contains(y));
        differing.extend(differing_rows(shown, next).filter(|y| rows.contains(y)));
        differing.sort_unstable();
    }
    let mut runs = Vec::new();
    for y in differing {
        let cells = y * width..(y + 1) * width;
        if let (Some(old), Some(new)) = (shown.content.get(cells.clone()), next.content.get(cells)) {
            Row { y: y as u16, old, new, runs: &mut runs }.compare();
        }
    }
    let mut pen = Pen::new(out, next.area.width);
    for ink in inks(&runs) {
        for run in runs.iter().filter(|run| run.ink == ink) {
            let start = usize::from(run.y) * width;
            write_run(&mut pen, run, next.content.get(start..start + width).unwrap_or_default());
        }
    }
    pen.look(Look::default());
}

/// The rows that are not the same, in order.
fn differing_rows(shown: &Buffer, next: &Buffer) -> impl Iterator<Item = usize> {
    let width = usize::from(next.area.width).max(1);
    let rows = shown.content.chunks(width).zip(next.content.chunks(width)).enumerate();
    rows.filter(|(_, (old, new))| old.iter().zip(*new).any(|(old, new)| differs(old, new))).map(|(y, _)| y)
}

/// Whether two cells differ. Every cell of a screen is asked, and most hold one byte.
fn differs(old: &Cell, new: &Cell) -> bool {
    let symbols = match (old.symbol().as_bytes(), new.symbol().as_bytes()) {
        ([old], [new]) => old != new,
        (old, new) => old != new,
    };
    symbols || Look::of(old) != Look::of(new)
}

/// The inks of the runs, the terminal's own first.
fn inks(runs: &[Run]) -> Vec<Ink> {
    let mut inks = vec![Ink::default()];
    for run in runs {
        if !inks.contains(&run.ink) {
            inks.push(run.ink);
        }
    }
    inks
}

fn write_run(pen: &mut Pen<'_>, run: &Run, row: &[Cell]) {
    let mut x = run.start;
    while x < run.end {
        let Some(cell) = row.get(x) else { break };
        let width = glyph(row, x);
        pen.go(x as u16, run.y);
        pen.look(Look::of(cell));
        match cell.symbol() {
            symbol if symbol.len() == 1 && !symbol.chars().any(is_harmful) => pen.put(symbol, 1),
            symbol => pen.put(&harmless(symbol, width), width as u16),
        }
        x += width;
    }
    if run.erases {
        pen.go(run.end as u16, run.y);
        pen.erase_row();
    }
}

/// A symbol without anything that could act on the terminal: the last gate, behind the cleaning that
/// every text from outside has been through. What does not take `width` cells then is replaced.
fn harmless(symbol: &str, width: usize) -> String {
    let kept: String = symbol.chars().filter(|c| !is_harmful(*c)).collect();
    if grapheme_width(&kept) == width { kept } else { "\u{fffd}".repeat(width) }
}

/// How many cells the symbol at `x` takes; one that has no room is drawn as a sign for it.
fn glyph(row: &[Cell], x: usize) -> usize {
    let symbol = row.get(x).map_or(" ", Cell::symbol);
    if symbol.len() == 1 {
        return 1;
    }
    let width = grapheme_width(symbol).max(1);
    if x + width <= row.len() { width } else { 1 }
}

/// A row being compared with what is shown in its place.
struct Row<'a> {
    y: u16,
    old: &'a [Cell],
    new: &'a [Cell],
    runs: &'a mut Vec<Run>,
}

impl Row<'_> {
    /// Finds the runs that have to be written.
    fn compare(&mut self) {
        let first = self.runs.len();
        let differs = self.differing();
        let tail = self.tail();
        let blanks = differs.iter().skip(tail).filter(|differs| **differs).count();
        let erases = blanks > BLANKS;
        let end = if erases { tail } else { self.new.len() };
        let mut x = 0;
        while x < end {
            let width = glyph(self.new, x);
            if differs.get(x).copied().unwrap_or_default() {
                self.add(first, x, width);
            }
            x += width;
        }
        if erases {
            // In a row that becomes blank, from its start: a carriage return leads there.
            let blanks = differs.iter().skip(tail).take_while(|differs| !**differs).count();
            let from = if tail == 0 { 0 } else { tail + blanks };
            match self.runs.get_mut(first..).and_then(<[Run]>::last_mut) {
                Some(run) if run.end == tail && run.ink == Ink::default() => run.erases = true,
                _ => self.runs.push(Run { y: self.y, start: from, end: from, ink: Ink::default(), erases }),
            }
        }
    }

    /// Which cells differ in what shows. Where a symbol covers several cells, all of them do or none.
    fn differing(&self) -> Vec<bool> {
        let mut differs: Vec<bool> = self.old.iter().zip(self.new).map(|(old, new)| differs(old, new)).collect();
        let wide: Vec<_> = wide(self.old).chain(wide(self.new)).collect();
        // One glyph may touch the next, which was there before: until nothing is left to be touched.
        loop {
            let mut touched = false;
            for (start, end) in &wide {
                let Some(cells) = differs.get_mut(*start..*end) else { continue };
                let any = cells.contains(&true);
                touched |= any && cells.contains(&false);
                cells.fill(any);
            }
            if !touched {
                return differs;
            }
        }
    }

    /// Where the blanks begin that reach to the end of the row on the terminal's own ground.
    fn tail(&self) -> usize {
        let plain = |cell: &&Cell| cell.symbol() == " " && Look::of(cell) == Look::default();
        let mut tail = self.new.len() - self.new.iter().rev().take_while(plain).count();
        if let Some((_, end)) = wide(self.new).last() {
            tail = tail.max(end);
        }
        tail
    }

    /// Adds the glyph at `x` to the last run of this row, those from `first` on, or begins another.
    fn add(&mut self, first: usize, x: usize, width: usize) {
        let Some(cell) = self.new.get(x) else { return };
        let (ink, end) = (Ink::of(cell), x + width);
        match self.runs.get_mut(first..).and_then(<[Run]>::last_mut) {
            Some(run) if run.ink == ink && bridges(self.new, run.end, x) => run.end = end,
            _ => self.runs.push(Run { y: self.y, start: x, end, ink, erases: false }),
        }
    }
}

/// Whether the cells between `from` and `to` may as well be written, as they look like the one at `to`.
fn bridges(row: &[Cell], from: usize, to: usize) -> bool {
    let (gap, like) = (row.get(from..to).unwrap_or_default(), row.get(to).map(Look::of));
    gap.iter().map(|cell| cell.symbol().len()).sum::<usize>() <= BRIDGE
        && gap.iter().all(|cell| cell.symbol().len() == 1 && Some(Look::of(cell)) == like)
}

/// The glyphs of a row that cover several cells.
fn wide(row: &[Cell]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut x = 0;
    std::iter::from_fn(move || {
        while x < row.len() {
            let (start, width) = (x, glyph(row, x));
            x += width;
            if width > 1 {
                return Some((start, x));
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::{Color, Modifier, Style};

    const SYMBOLS: [&str; 12] = [" ", " ", " ", "a", "b", "—", "é", "e\u{301}", "漢", "字", "👍", "▸"];
    const COLOURS: [Color; 6] =
        [Color::Reset, Color::Reset, Color::Red, Color::LightBlue, Color::Indexed(100), Color::Rgb(1, 20, 200)];

    /// A row of `width` cells, from numbers that choose a symbol, its colours and its modifiers.
    fn row(width: u16, seeds: &[(usize, usize, u16)]) -> Vec<Cell> {
        let mut cells = vec![Cell::EMPTY; width.into()];
        let mut x = 0;
        for (symbol, colours, modifier) in seeds.iter().cycle() {
            let symbol = SYMBOLS[symbol % SYMBOLS.len()];
            let wide = grapheme_width(symbol);
            if x + wide > cells.len() {
                break;
            }
            // HIDDEN and blinking are left out: the judge knows neither.
            let kept = Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED | Modifier::REVERSED | Modifier::DIM;
            let style = Style::new()
                .fg(COLOURS[colours % COLOURS.len()])
                .bg(COLOURS[colours / COLOURS.len() % COLOURS.len()])
                .add_modifier(Modifier::from_bits_truncate(*modifier) & kept);
            for (nth, cell) in cells[x..x + wide].iter_mut().enumerate() {
                cell.set_symbol(if nth == 0 { symbol } else { " " }).set_style(style);
            }
            x += wide;
        }
        cells
    }

    fn seeds() -> impl Strategy<Value = Vec<(usize, usize, u16)>> {
        let modifier = prop_oneof![3 => Just(0u16), 1 => Just(1), 1 => any::<u16>()];
        let colours = prop_oneof![3 => Just(0usize), 1 => any::<usize>()];
        proptest::collection::vec((any::<usize>(), colours, modifier), 1..12)
    }

    fn screen(rows: &[Vec<Cell>]) -> Buffer {
        let area = Rect::new(0, 0, rows[0].len() as u16, rows.len() as u16);
        Buffer { area, content: rows.concat() }
    }

    /// What stands in each cell of a terminal, blanks with all of their look too.
    fn seen(terminal: &vt100::Screen) -> Vec<String> {
        let (height, width) = terminal.size();
        let (height, width) = (height.get(), width.get());
        let cells = (0..height).flat_map(|y| (0..width).map(move |x| (y, x)));
        cells
            .map(|(y, x)| {
                let cell = terminal.cell(y, x).unwrap();
                if cell.is_wide_continuation() {
                    return String::new();
                }
                format!(
                    "{} {:?} on {:?} {}{}{}{}{}",
                    if cell.contents().is_empty() { " " } else { cell.contents() },
                    cell.fgcolor(),
                    cell.bgcolor(),
                    u8::from(cell.bold()),
                    u8::from(cell.dim()),
                    u8::from(cell.italic()),
                    u8::from(cell.underline()),
                    u8::from(cell.inverse())
                )
            })
            .collect()
    }

    /// A terminal that shows `buffer`, each cell written by its address and with all of its look.
    fn written_plainly(buffer: &Buffer) -> vt100::Parser {
        let mut parser =
            vt100::Parser::new(buffer.area.height.try_into().unwrap(), buffer.area.width.try_into().unwrap(), 0);
        let width = usize::from(buffer.area.width);
        for (y, cells) in buffer.content.chunks(width).enumerate() {
            let mut x = 0;
            while x < width {
                let mut out = Vec::new();
                let mut pen = Pen::new(&mut out, buffer.area.width);
                pen.go(x as u16, y as u16);
                pen.look(Look::of(&cells[x]));
                pen.put(cells[x].symbol(), glyph(cells, x) as u16);
                parser.process(&out);
                parser.process(b"\x1b[m");
                x += glyph(cells, x);
            }
        }
        parser
    }

    fn check(old: &Buffer, new: &Buffer) -> Result<usize, TestCaseError> {
        let mut terminal = written_plainly(old);
        let mut out = Vec::new();
        let mut shown = old.clone();
        patch(&mut shown, new, &mut out);
        terminal.process(&out);
        let expected = written_plainly(new);
        prop_assert_eq!(seen(terminal.screen()), seen(expected.screen()), "{:?}", String::from_utf8_lossy(&out));
        prop_assert_eq!(terminal.screen().attributes_formatted(), expected.screen().attributes_formatted());
        Ok(out.len())
    }

    proptest! {
        #[test]
        fn whatever_is_shown_the_next_screen_comes_out(
            width in 1u16..24,
            old in proptest::collection::vec(seeds(), 6),
            new in proptest::collection::vec(seeds(), 6),
            height in 1usize..7,
        ) {
            let [old, new] = [old, new].map(|rows| screen(&rows.iter().take(height).map(|seeds| row(width, seeds)).collect::<Vec<_>>()));
            check(&old, &new)?;
            check(&old, &old.clone())?;
        }

        #[test]
        fn rows_that_moved_come_out_too(
            width in 2u16..20,
            rows in proptest::collection::vec(seeds(), 24),
            top in 0usize..4,
            bottom in 0usize..4,
            by in 0usize..5,
            up in any::<bool>(),
            touched in proptest::collection::vec((0usize..12, 0usize..20, seeds()), 0..3),
        ) {
            let rows: Vec<_> = rows.iter().map(|seeds| row(width, seeds)).collect();
            let mut old = rows[..12].to_vec();
            let mut new = old.clone();
            let region = top..12 - bottom;
            let height = region.len();
            for y in region.clone() {
                let from = region.start + (y - region.start + by) % height;
                new[y].clone_from(if y - region.start + by < height { &old[from] } else { &rows[12 + y] });
            }
            if !up {
                std::mem::swap(&mut old, &mut new);
            }
            for (y, x, seeds) in touched {
                let x = x % usize::from(width);
                let part = row(width - x as u16, &seeds);
                // What is cut in two by it is not left half.
                if !wide(&new[y]).any(|(start, end)| start < x && x < end) {
                    new[y].splice(x.., part);
                }
            }
            check(&screen(&old), &screen(&new))?;
        }
    }

    fn lines(lines: &[&str]) -> Buffer {
        Buffer::with_lines(lines.iter().copied())
    }

    #[test]
    fn nothing_is_written_where_nothing_differs() {
        let screen = lines(&["abc ", " def"]);
        assert_eq!(check(&screen, &screen).unwrap(), 0);
    }

    #[test]
    fn rows_that_moved_are_scrolled() {
        let rows: Vec<String> = (0..30).map(|nth| format!("{nth:02} of the rows that a reader scrolls by")).collect();
        let window = |from: usize| {
            let mut shown: Vec<&str> = rows[from..from + 20].iter().map(String::as_str).collect();
            shown.insert(0, "the title that stays");
            shown.push("the status that stays");
            lines(&shown)
        };
        for (from, to) in [(0, 1), (3, 1), (5, 10)] {
            let rows = usize::abs_diff(from, to);
            let bytes = check(&window(from), &window(to)).unwrap();
            assert!(bytes < 24 + rows * 48, "{bytes} bytes for {rows} rows");
        }
    }

    #[test]
    fn the_rest_of_a_row_is_erased_not_written() {
        let bytes = check(
            &lines(&["a long row of words that goes on and on"]),
            &lines(&["a row                                  "]),
        );
        assert!(bytes.unwrap() < 15);
    }

    #[test]
    fn a_symbol_that_could_act_is_made_harmless() {
        for (symbol, width, drawn) in [("a\u{1b}\u{202e}", 1, "a"), ("\u{9b}", 1, "\u{fffd}"), ("漢\u{7}", 2, "漢")] {
            assert_eq!(harmless(symbol, width), drawn);
        }
        let mut next = lines(&["    "]);
        next.content[1].set_symbol("\u{1b}");
        let mut out = Vec::new();
        patch(&mut lines(&["    "]), &next, &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "\x1b[1;2H\u{fffd}");
    }
}
