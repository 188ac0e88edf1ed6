//! The screen as cells of eight bytes, each a number: a frame of five thousand is emptied, filled and
//! compared in some microseconds, and it and the one before fit into a processor's nearest memory.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::again::Again;
use super::clusters::{CLUSTER, Clusters};
use super::look::{Look, Paint};
use super::theme::Theme;
use crate::layout::layout::Layout;
use crate::layout::row::Top;

/// A blank.
const BLANK: u32 = ' ' as u32;

/// What is drawn where a symbol has no room.
const NO_ROOM: char = '\u{fffd}';

/// One cell of a screen, as one number: that is how cells are filled, styled and compared, several at a time.
///
/// It holds from its lowest bits on: a character, or the number of a cluster of several; the number of its look; and how
/// many cells the symbol takes, this one and those right of it, which is none where a symbol left of it covers this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell(u64);

/// Where in a cell the number of its look begins, and where the width of its symbol.
const LOOK: u32 = 32;
const WIDTH: u32 = 56;

/// The bits of the number of a look.
const LOOK_BITS: u64 = ((1 << WIDTH) - 1) & !((1 << LOOK) - 1);

/// Looks that can be told apart.
const LOOKS: usize = 1 << (WIDTH - LOOK);

impl Cell {
    /// A blank in the terminal's own colours.
    pub const BLANK: Self = Self(shape(BLANK, 1));

    /// Whether it is written as another is.
    #[inline]
    pub const fn looks_like(&self, other: &Self) -> bool {
        (self.0 ^ other.0) & LOOK_BITS == 0
    }

    /// How many cells its symbol takes; none where it is covered by another.
    #[inline]
    pub const fn width(&self) -> usize {
        (self.0 >> WIDTH) as usize
    }

    /// Whether nothing but its ground shows.
    #[inline]
    pub const fn is_blank(&self) -> bool {
        self.symbol_number() == BLANK
    }

    /// What it shows, where that is one letter of printable ASCII.
    #[inline]
    pub const fn ascii(&self) -> Option<u8> {
        match (self.symbol_number(), self.width()) {
            (letter @ 0x20..0x7f, 1) => Some(letter as u8),
            _ => None,
        }
    }

    /// Whether its symbol is put together of several characters.
    #[inline]
    pub const fn is_cluster(&self) -> bool {
        self.symbol_number() >= CLUSTER
    }

    /// Whether it is a blank in the terminal's own colours.
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.0 == Self::BLANK.0
    }

    /// A number that cells have in common if they show the same symbol, until the screen forgets clusters.
    #[inline]
    pub const fn symbol_number(&self) -> u32 {
        self.0 as u32
    }

    /// Shows another symbol, that takes `width` cells, in the same look.
    #[inline]
    const fn show(&mut self, symbol: u32, width: u8) {
        self.0 = self.0 & LOOK_BITS | shape(symbol, width);
    }
}

/// A symbol and its width in their places in a cell.
const fn shape(symbol: u32, width: u8) -> u64 {
    symbol as u64 | (width as u64) << WIDTH
}

/// The looks that were drawn, by number; the first is the terminal's own. There are as many as a theme makes of its
/// styles: some dozens.
#[derive(Clone, Debug)]
struct Looks(Vec<Look>);

impl Looks {
    fn get(&self, cell: Cell) -> Look {
        self.0.get(((cell.0 & LOOK_BITS) >> LOOK) as usize).copied().unwrap_or_default()
    }

    /// The bits of a cell that has the look of `cell` with a style over it: what the style leaves open stays.
    fn under(&mut self, style: Style, cell: Cell) -> u64 {
        let look = self.get(cell);
        let look = Look {
            fg: style.fg.map_or(look.fg, Paint::from),
            bg: style.bg.map_or(look.bg, Paint::from),
            modifier: look.modifier.union(style.add_modifier).difference(style.sub_modifier),
        };
        let number = self.0.iter().position(|known| *known == look).unwrap_or_else(|| {
            self.0.push(look);
            self.0.len() - 1
        });
        if number < LOOKS { (number as u64) << LOOK } else { 0 }
    }
}

/// A style as it is laid over cells: what it makes of one look is worked out once for all that have it.
struct Wash<'a> {
    looks: &'a mut Looks,
    style: Style,
    /// The bits of a look, and those of what becomes of it.
    known: Option<(u64, u64)>,
}

impl<'a> Wash<'a> {
    const fn new(looks: &'a mut Looks, style: Style) -> Self {
        Self { looks, style, known: None }
    }

    /// The bits of what becomes of a cell's look.
    #[inline]
    fn over(&mut self, cell: Cell) -> u64 {
        let from = cell.0 & LOOK_BITS;
        match self.known {
            Some((known, to)) if known == from => to,
            _ => {
                let to = self.looks.under(self.style, cell);
                self.known = Some((from, to));
                to
            }
        }
    }

    /// Has cells show a symbol that takes `width` cells, each.
    fn show(&mut self, cells: &mut [Cell], symbol: u32, width: u8) {
        for cell in cells {
            cell.0 = shape(symbol, width) | self.over(*cell);
        }
    }
}

/// Whether two rows show the same. Cells are compared several at a time: most rows of a frame are those of the
/// frame before.
pub fn is_same_row(old: &[Cell], new: &[Cell]) -> bool {
    fn are_same(old: &[Cell], new: &[Cell]) -> bool {
        old.iter().zip(new).fold(0, |all, (old, new)| all | (old.0 ^ new.0)) == 0
    }
    let ((olds, old), (news, new)) = (old.as_chunks::<8>(), new.as_chunks::<8>());
    olds.len() == news.len()
        && old.len() == new.len()
        && olds.iter().zip(news).all(|(old, new)| are_same(old, new))
        && are_same(old, new)
}

/// Rows of cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    width: u16,
    height: u16,
    cells: Vec<Cell>,
}

impl Grid {
    /// Blank rows.
    pub fn new(width: u16, height: u16) -> Self {
        Self { width, height, cells: vec![Cell::BLANK; usize::from(width) * usize::from(height)] }
    }

    /// Its columns and rows.
    pub const fn size(&self) -> (u16, u16) {
        (self.width, self.height)
    }

    /// All cells become blank.
    pub fn clear(&mut self) {
        self.cells.fill(Cell::BLANK);
    }

    /// A row; none below the last.
    #[inline]
    pub fn row(&self, y: usize) -> &[Cell] {
        let width = usize::from(self.width);
        self.cells.get(y * width..(y + 1) * width).unwrap_or_default()
    }

    /// The rows from `from` on to `to`, as one slice.
    pub fn rows_mut(&mut self, from: usize, to: usize) -> &mut [Cell] {
        let width = usize::from(self.width);
        self.cells.get_mut(from * width..to * width).unwrap_or_default()
    }

    fn row_mut(&mut self, y: u16) -> &mut [Cell] {
        self.rows_mut(y.into(), usize::from(y) + 1)
    }
}

/// What a cell shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Symbol<'a> {
    /// One character.
    Char(char),
    /// A grapheme cluster of several.
    Cluster(&'a str),
}

/// A frame as it was drawn: its cells, and what their numbers stand for.
#[derive(Clone, Copy, Debug)]
pub struct Drawn<'a> {
    /// The cells.
    pub grid: &'a Grid,
    clusters: &'a Clusters,
    looks: &'a Looks,
}

impl<'a> Drawn<'a> {
    /// What a cell of it shows.
    pub fn symbol(self, cell: &Cell) -> Symbol<'a> {
        match char::from_u32(cell.symbol_number()) {
            Some(c) => Symbol::Char(c),
            None => self.clusters.get(cell.symbol_number()).map_or(Symbol::Char(NO_ROOM), Symbol::Cluster),
        }
    }

    /// How a cell of it is written.
    #[inline]
    pub fn look(self, cell: &Cell) -> Look {
        self.looks.get(*cell)
    }
}

/// A screen that is drawn on, a frame after the other.
#[derive(Clone, Debug)]
pub struct Screen {
    grid: Grid,
    /// What the frame before drew: what is on the terminal while this one is drawn.
    before: Grid,
    clusters: Clusters,
    looks: Looks,
    again: Again,
}

impl Screen {
    /// A blank screen.
    pub fn new(width: u16, height: u16) -> Self {
        let looks = Looks(vec![Look::default()]);
        let [grid, before] = [(); 2].map(|()| Grid::new(width, height));
        Self { grid, before, clusters: Clusters::default(), looks, again: Again::new(height) }
    }

    /// Another frame begins, on blank cells. Clusters keep their numbers, so that it can be compared with the
    /// one before it; past some thousand they get new ones, which compare as different.
    pub fn turn(&mut self) {
        std::mem::swap(&mut self.grid, &mut self.before);
        self.again.turn();
        self.grid.clear();
        if self.clusters.bound() {
            self.again.forget();
        }
    }

    /// What was drawn shows no more: the next frame comes after one of blank cells.
    pub fn forget(&mut self) {
        self.again.forget();
        self.grid.clear();
    }

    /// The frame is drawn in `theme`: rows that another drew look otherwise.
    pub fn begin(&mut self, theme: &Theme) {
        self.again.begin(theme);
    }

    /// The next rows are those of `layout`, in `width` cells from `x` on.
    pub fn begin_pane(&mut self, layout: &Layout, x: u16, width: u16) {
        self.again.begin_pane(layout, x, width);
    }

    /// All panes are drawn: what comes lies over them.
    pub const fn end_panes(&mut self) {
        self.again.end_panes();
    }

    /// Draws row `top` of the pane on row `y` as it was drawn in the frame before, where it was [kept](Self::keep) and
    /// nothing came to lie over it; whether it did.
    pub fn recall(&mut self, top: Top, y: u16) -> bool {
        self.again.recall(top, y, &self.before, &mut self.grid)
    }

    /// Row `top` of the pane was drawn on row `y`, and nothing but its layout and the theme has part in how it looks.
    pub fn keep(&mut self, top: Top, y: u16) {
        self.again.keep(top, y);
    }

    /// Its cells.
    pub const fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The cells of the frame before, for whoever turns them into those of this one, and this one. Nobody looks at the
    /// former any more.
    pub const fn step(&mut self) -> (&mut Grid, Drawn<'_>) {
        (&mut self.before, Drawn { grid: &self.grid, clusters: &self.clusters, looks: &self.looks })
    }

    /// What is drawn on it.
    pub const fn drawn(&self) -> Drawn<'_> {
        Drawn { grid: &self.grid, clusters: &self.clusters, looks: &self.looks }
    }

    /// Where it lies: at the origin, as wide and high as it is.
    pub const fn area(&self) -> Rect {
        Rect { x: 0, y: 0, width: self.grid.width, height: self.grid.height }
    }

    /// Writes `symbol`, a grapheme cluster of `width` cells, at `x`. What it cuts in two goes.
    pub fn put(&mut self, x: u16, y: u16, symbol: &str, width: u16, style: Style) {
        self.again.touch(y);
        let mut chars = symbol.chars();
        let number = match (chars.next(), chars.next()) {
            (None, _) => BLANK,
            (Some(c), None) => c.into(),
            (Some(_), Some(_)) => self.clusters.number(symbol),
        };
        let row = self.grid.row_mut(y);
        let (start, end) = (usize::from(x), usize::from(x) + usize::from(width));
        if start == end {
            return;
        }
        mend(row, start, end);
        let mut wash = Wash::new(&mut self.looks, style);
        let Some((cells, width)) = row.get_mut(start..end).zip(u8::try_from(width).ok()) else {
            let room = start..end.min(row.len());
            wash.show(row.get_mut(room).unwrap_or_default(), NO_ROOM.into(), 1);
            return;
        };
        if let Some((first, covered)) = cells.split_first_mut() {
            wash.show(std::slice::from_mut(first), number, width);
            wash.show(covered, BLANK, 0);
        }
    }

    /// Writes printable ASCII from `x` on, as far as it stands left of `end`.
    pub fn put_ascii(&mut self, x: u16, y: u16, end: u16, bytes: &[u8], style: Style) {
        self.again.touch(y);
        let row = self.grid.row_mut(y);
        let start = usize::from(x);
        let end = (start + bytes.len()).min(end.into()).min(row.len());
        if start >= end {
            return;
        }
        mend(row, start, end);
        let mut wash = Wash::new(&mut self.looks, style);
        let cells = row.get_mut(start..end).unwrap_or_default();
        let Some(first) = cells.first().copied() else { return };
        // Nearly always the cells were blank: then all become alike but for the letter.
        if cells.iter().fold(true, |all, cell| all & cell.looks_like(&first)) {
            let look = shape(0, 1) | wash.over(first);
            cells.iter_mut().zip(bytes).for_each(|(cell, byte)| cell.0 = look | u64::from(*byte));
        } else {
            cells.iter_mut().zip(bytes).for_each(|(cell, byte)| cell.0 = shape((*byte).into(), 1) | wash.over(*cell));
        }
    }

    /// Lays a style over the cells from `x` on to `end`, keeping what stands in them.
    pub fn lay(&mut self, x: u16, y: u16, end: u16, style: Style) {
        self.again.touch(y);
        let row = self.grid.row_mut(y);
        let (start, end) = (usize::from(x), usize::from(end).min(row.len()));
        let mut wash = Wash::new(&mut self.looks, style);
        for cell in row.get_mut(start..end).unwrap_or_default() {
            cell.0 = cell.0 & !LOOK_BITS | wash.over(*cell);
        }
    }

    /// Empties the cells from `x` on to `end`.
    pub fn empty(&mut self, x: u16, y: u16, end: u16) {
        self.again.touch(y);
        let row = self.grid.row_mut(y);
        let (start, end) = (usize::from(x), usize::from(end).min(row.len()));
        if start < end {
            mend(row, start, end);
            row.get_mut(start..end).unwrap_or_default().fill(Cell::BLANK);
        }
    }
}

/// Makes room for cells from `start` to `end`: of a symbol that reaches over one of the ends, the part
/// outside becomes blank.
fn mend(row: &mut [Cell], start: usize, end: usize) {
    let is_covered = |row: &[Cell], x: usize| row.get(x).is_some_and(|cell| cell.width() == 0);
    let (mut x, mut covered) = (start, is_covered(row, start));
    while covered && x > 0 {
        x -= 1;
        covered = is_covered(row, x);
        blank(row, x);
    }
    let mut x = end;
    while is_covered(row, x) {
        blank(row, x);
        x += 1;
    }
}

/// Takes the symbol out of a cell.
fn blank(row: &mut [Cell], x: usize) {
    if let Some(cell) = row.get_mut(x) {
        cell.show(BLANK, 1);
    }
}

/// The screen in ratatui's cells, as pictures and tests look at it.
impl From<&Screen> for Buffer {
    fn from(screen: &Screen) -> Self {
        let mut buffer = Self::empty(screen.area());
        let drawn = screen.drawn();
        for (cell, copy) in drawn.grid.cells.iter().zip(&mut buffer.content) {
            match drawn.symbol(cell) {
                Symbol::Char(c) => copy.set_char(c),
                Symbol::Cluster(cluster) => copy.set_symbol(cluster),
            };
            let look = drawn.look(cell);
            (copy.fg, copy.bg, copy.modifier) = (look.fg.color(), look.bg.color(), look.modifier);
        }
        buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width::grapheme_width;
    use crate::view::clusters::CLUSTERS;
    use proptest::prelude::*;
    use ratatui::style::{Color, Modifier};

    #[test]
    fn rows_are_the_same_if_all_of_each_cell_is() {
        let mut screen = Screen::new(40, 1);
        screen.put_ascii(0, 0, u16::MAX, b"the words of a row that goes on", Style::new());
        let row = screen.grid().row(0).to_vec();
        assert!(is_same_row(&row, &row) && !is_same_row(&row, &row[1..]));
        let changes: [fn(&mut Screen, u16); 5] = [
            |screen, x| screen.grid.row_mut(0)[usize::from(x)].show('~'.into(), 1),
            |screen, x| screen.lay(x, 0, x + 1, Style::new().fg(Color::Red)),
            |screen, x| screen.lay(x, 0, x + 1, Style::new().bg(Color::Red)),
            |screen, x| screen.lay(x, 0, x + 1, Style::new().add_modifier(Modifier::BOLD)),
            |screen, x| screen.grid.row_mut(0)[usize::from(x)].show(BLANK, 0),
        ];
        for (change, at) in changes.iter().zip([0, 15, 16, 38, 39]) {
            let mut changed = screen.clone();
            change(&mut changed, at);
            let (other, at) = (changed.grid().row(0), usize::from(at));
            assert!(!is_same_row(&row, other) && row != other);
            assert_eq!(
                row[at].looks_like(&other[at]),
                screen.drawn().look(&row[at]) == changed.drawn().look(&other[at])
            );
        }
    }

    #[test]
    fn a_style_leaves_what_it_leaves_open() {
        let mut screen = Screen::new(1, 1);
        screen.put(0, 0, "a", 1, Style::new().fg(Color::Red).add_modifier(Modifier::BOLD | Modifier::DIM));
        screen.lay(0, 0, 1, Style::new().bg(Color::Blue).remove_modifier(Modifier::BOLD));
        let cell = &Buffer::from(&screen).content[0];
        assert_eq!((cell.symbol(), cell.fg, cell.bg), ("a", Color::Red, Color::Blue));
        assert_eq!(cell.modifier, Modifier::DIM);
    }

    /// Styles of a few colours and any modifiers.
    fn styles() -> impl Strategy<Value = Style> {
        let colours = [None, Some(Color::Reset), Some(Color::Red), Some(Color::Indexed(9)), Some(Color::Rgb(1, 2, 3))];
        (0usize..5, 0usize..5, any::<u16>(), any::<u16>()).prop_map(move |(fg, bg, set, unset)| Style {
            fg: colours[fg],
            bg: colours[bg],
            ..Style::new()
                .add_modifier(Modifier::from_bits_truncate(set))
                .remove_modifier(Modifier::from_bits_truncate(unset))
        })
    }

    #[test]
    fn a_cluster_keeps_its_number_until_there_are_too_many() {
        let mut screen = Screen::new(1, 1);
        let mut drawn = |cluster: &str| {
            screen.turn();
            screen.put(0, 0, cluster, 1, Style::new());
            let cell = screen.grid().row(0)[0];
            assert_eq!(screen.drawn().symbol(&cell), Symbol::Cluster(cluster));
            cell.symbol_number()
        };
        let first = drawn("e\u{301}");
        assert_eq!(drawn("e\u{301}"), first);
        let mut numbers: Vec<u32> = (0..3 * CLUSTERS as u32)
            .map(|nth| drawn(&format!("{}\u{301}", char::from_u32(0x4e00 + nth).unwrap())))
            .collect();
        numbers.push(drawn("e\u{301}"));
        numbers.push(first);
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
        assert!(screen.clusters.all.len() <= CLUSTERS + 1);
    }

    proptest! {
        #[test]
        fn styles_lie_over_one_another_as_those_of_ratatui(layers in prop::collection::vec(styles(), 0..5)) {
            let mut screen = Screen::new(1, 1);
            let mut cell = ratatui::buffer::Cell::EMPTY;
            for style in layers {
                screen.put_ascii(0, 0, 1, b"a", style);
                cell.set_symbol("a").set_style(style);
                let look = screen.drawn().look(&screen.grid().row(0)[0]);
                prop_assert_eq!((look.fg.color(), look.bg.color(), look.modifier), (cell.fg, cell.bg, cell.modifier));
                prop_assert_eq!(screen.grid().row(0)[0].ascii(), Some(b'a'));
            }
        }

        #[test]
        fn symbols_tile_the_row_whatever_is_written_over_them(
            width in 1u16..12,
            acts in prop::collection::vec((0u16..14, 0u16..6, 0usize..8), 0..30),
        ) {
            let symbols = ["a", "漢", "👍", "e\u{301}", "👨\u{200d}👩\u{200d}👧", "—", "🇩🇪", "ﷺ"];
            let mut screen = Screen::new(width, 1);
            for (x, end, symbol) in acts {
                match end {
                    0 => screen.put_ascii(x, 0, u16::MAX, b"abc", Style::new()),
                    1 => screen.empty(x, 0, x + 2),
                    _ => screen.put(x, 0, symbols[symbol], grapheme_width(symbols[symbol]) as u16, Style::new()),
                }
                let row = screen.grid().row(0);
                let mut at = 0;
                while at < row.len() {
                    let reach = row[at].width();
                    prop_assert!(reach > 0 && at + reach <= row.len());
                    prop_assert!(row[at + 1..at + reach].iter().all(|cell| cell.width() == 0 && cell.is_blank()));
                    at += reach;
                }
            }
        }
    }
}
