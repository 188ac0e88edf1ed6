//! The pen that writes on the terminal: it knows where it stands and how it writes, and gets from
//! one place and look to the next in as few bytes as can be (ECMA-48 control functions that every
//! terminal since the VT220 knows, and the Linux console, screen and tmux too).

use ratatui::style::{Color, Modifier};

use crate::view::look::{Look, Paint};

/// Modifiers with the parameters of SGR that set and unset them.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Columns that are gone back by backspaces.
const BACKSPACES: u16 = 3;

/// The colours of letters and ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ink {
    fg: Paint,
    bg: Paint,
}

impl Ink {
    #[inline]
    pub(super) const fn of(look: Look) -> Self {
        Self { fg: look.fg, bg: look.bg }
    }
}

/// Writes control functions and symbols to the end of a frame.
#[derive(Debug)]
pub(super) struct Pen<'a> {
    out: &'a mut Vec<u8>,
    width: u16,
    look: Look,
    /// The row it stands on, once that is known.
    row: Option<u16>,
    /// The column, while it is known.
    column: Option<u16>,
}

impl<'a> Pen<'a> {
    /// A pen that has been put down somewhere, with the terminal's own colours, on a screen of
    /// `width` columns.
    pub(super) fn new(out: &'a mut Vec<u8>, width: u16) -> Self {
        Self { out, width, look: Look::default(), row: None, column: None }
    }

    /// Goes to a cell.
    #[inline]
    pub(super) fn go(&mut self, x: u16, y: u16) {
        if (self.row, self.column) != (Some(y), Some(x)) {
            self.move_to(x, y);
        }
    }

    fn move_to(&mut self, x: u16, y: u16) {
        let (row, column) = (self.row, self.column);
        (self.row, self.column) = (Some(y), Some(x));
        let absolute = if x == 0 { 3 + digits(y + 1) } else { 4 + digits(y + 1) + digits(x + 1) };
        // From the last column, and from one that is not known, terminals differ in where a step leads.
        let steps = row.filter(|row| *row == y || column.is_some()).map(|row| down(row, y) + across(column, x));
        match (steps, row) {
            (Some(steps), Some(row)) if steps < absolute => {
                self.go_down(row, y);
                self.go_across(column, x);
            }
            _ if x == 0 => self.control(&[y + 1], b'H'),
            _ => self.control(&[y + 1, x + 1], b'H'),
        }
    }

    fn go_down(&mut self, from: u16, to: u16) {
        let feeds = to.checked_sub(from).filter(|rows| usize::from(*rows) <= step(*rows));
        match feeds {
            Some(rows) => self.out.extend(std::iter::repeat_n(b'\n', rows.into())),
            None if from < to => self.step(to - from, b'B'),
            None => self.step(from - to, b'A'),
        }
    }

    /// A step of `count` cells, which is 1 where nothing else is said.
    fn step(&mut self, count: u16, way: u8) {
        self.control(if count == 1 { &[] } else { std::slice::from_ref(&count) }, way);
    }

    fn go_across(&mut self, from: Option<u16>, to: u16) {
        match from {
            Some(from) if from == to => {}
            _ if to == 0 => self.out.push(b'\r'),
            Some(from) if from > to && from - to <= BACKSPACES => {
                self.out.extend(std::iter::repeat_n(b'\x08', usize::from(from - to)));
            }
            Some(from) if from < to && step(to - from) < 3 + digits(to + 1) => self.step(to - from, b'C'),
            _ => self.control(&[to + 1], b'G'),
        }
    }

    /// Writes like this from now on.
    #[inline]
    pub(super) fn look(&mut self, to: Look) {
        if self.look != to {
            self.change_look(to);
        }
    }

    fn change_look(&mut self, to: Look) {
        let from = std::mem::replace(&mut self.look, to);
        let changed = Rendition::change(from, to);
        let mut anew = Rendition::default();
        if to != Look::default() {
            anew.push(0);
            anew.extend(Look::default(), to);
        }
        let shorter = if changed.bytes() <= anew.bytes() { changed } else { anew };
        self.control(shorter.parameters(), b'm');
    }

    /// Writes printable ASCII from `x` on, where the pen stands; gives how many letters these were.
    #[inline]
    pub(super) fn letters(&mut self, x: u16, letters: impl Iterator<Item = u8>) -> usize {
        let before = self.out.len();
        self.out.extend(letters);
        let count = self.out.len() - before;
        // In the last column the cursor may stand on it or behind it.
        self.column = Some(x + count as u16).filter(|next| *next < self.width);
        count
    }

    /// Writes a symbol of `width` cells at `x`, where the pen stands.
    pub(super) fn put(&mut self, x: u16, symbol: &str, width: u16) {
        let is_sure = is_of_sure_width(symbol);
        if !is_sure && width > 1 {
            // Where a terminal gives it fewer cells, nothing old shows in those left over.
            self.out.extend(std::iter::repeat_n(b' ', width.into()));
            self.control(&[x + 1], b'G');
        }
        self.out.extend_from_slice(symbol.as_bytes());
        // In the last column the cursor may stand on it or behind it.
        self.column = Some(x + width).filter(|next| is_sure && *next < self.width);
    }

    /// Erases the row from here to its end. Terminals differ in what of a look they erase with, so
    /// it is done with the terminal's own.
    pub(super) fn erase_row(&mut self) {
        self.look(Look::default());
        self.out.extend_from_slice(b"\x1b[K");
    }

    /// Erases so many cells from here on (ECH), as the end of a row is erased, and stays where it stands.
    pub(super) fn erase(&mut self, count: u16) {
        self.look(Look::default());
        self.control(&[count], b'X');
    }

    fn control(&mut self, parameters: &[u16], end: u8) {
        control(self.out, parameters, end);
    }
}

/// Writes a control sequence.
pub(super) fn control(out: &mut Vec<u8>, parameters: &[u16], end: u8) {
    out.extend_from_slice(b"\x1b[");
    for (nth, parameter) in parameters.iter().enumerate() {
        if nth > 0 {
            out.push(b';');
        }
        number(out, *parameter);
    }
    out.push(end);
}

fn number(out: &mut Vec<u8>, number: u16) {
    let mut rest = number;
    let start = out.len();
    loop {
        out.push(b'0' + (rest % 10) as u8);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if let Some(digits) = out.get_mut(start..) {
        digits.reverse();
    }
}

const fn digits(number: u16) -> usize {
    match number {
        0..=9 => 1,
        10..=99 => 2,
        100..=999 => 3,
        1000..=9999 => 4,
        _ => 5,
    }
}

/// Bytes that a step of so many cells takes.
const fn step(count: u16) -> usize {
    if count == 1 { 3 } else { 3 + digits(count) }
}

/// Bytes that [`Pen::go_down`] takes.
fn down(from: u16, to: u16) -> usize {
    let rows = from.abs_diff(to);
    if from <= to { step(rows).min(rows.into()) } else { step(rows) }
}

/// Bytes that [`Pen::go_across`] takes.
fn across(from: Option<u16>, to: u16) -> usize {
    match from {
        Some(from) if from == to => 0,
        _ if to == 0 => 1,
        Some(from) if from > to && from - to <= BACKSPACES => usize::from(from - to),
        Some(from) if from < to => step(to - from).min(3 + digits(to + 1)),
        _ => 3 + digits(to + 1),
    }
}

/// Whether every terminal gives a symbol as many cells as postil does. Where they may differ (emoji,
/// what is put together of several characters), the pen says anew where it goes on.
fn is_of_sure_width(symbol: &str) -> bool {
    if symbol.len() == 1 {
        return true;
    }
    let mut chars = symbol.chars();
    let (first, rest) = (chars.next(), chars.next());
    // Among the dingbats these two are no emoji: what is said of a save is written in one piece.
    let plain = |c: char| matches!(c, '✓' | '✗');
    let emoji = |c: char| matches!(c, '\u{a9}' | '\u{ae}' | '\u{2600}'..='\u{2bff}' | '\u{1f000}'..='\u{1ffff}');
    rest.is_none() && first.is_none_or(|c| plain(c) || !emoji(c))
}

/// The parameters of one SGR control function.
#[derive(Clone, Copy, Debug, Default)]
struct Rendition {
    parameters: [u16; 24],
    count: usize,
}

impl Rendition {
    fn push(&mut self, parameter: u16) {
        if let Some(slot) = self.parameters.get_mut(self.count) {
            *slot = parameter;
            self.count += 1;
        }
    }

    fn parameters(&self) -> &[u16] {
        self.parameters.get(..self.count).unwrap_or_default()
    }

    fn bytes(&self) -> usize {
        self.parameters().iter().map(|parameter| digits(*parameter) + 1).sum()
    }

    /// What leads from one look to another.
    fn change(from: Look, to: Look) -> Self {
        let mut change = Self::default();
        let mut left = from.modifier;
        for (_, _, unset) in MODIFIERS {
            // What unsets one unsets another with it: bold and dim, slow and rapid blinking. Where
            // they are not the same as before, both are said anew.
            let both = MODIFIERS.iter().filter(|(_, _, other)| *other == unset);
            let both = both.fold(Modifier::empty(), |both, (modifier, _, _)| both.union(*modifier));
            if left.intersects(both) && left.intersection(both) != to.modifier.intersection(both) {
                change.push(unset.into());
                left = left.difference(both);
            }
        }
        change.extend(Look { modifier: left, ..from }, to);
        change
    }

    /// What `to` has and `from` has not.
    fn extend(&mut self, from: Look, to: Look) {
        for (modifier, set, _) in MODIFIERS {
            if to.modifier.contains(modifier) && !from.modifier.contains(modifier) {
                self.push(set.into());
            }
        }
        if from.fg != to.fg {
            self.colour(to.fg.color(), 0);
        }
        if from.bg != to.bg {
            self.colour(to.bg.color(), 10);
        }
    }

    /// A colour of the letters, or of the ground if `ground` is 10.
    fn colour(&mut self, colour: Color, ground: u16) {
        let basic = match colour {
            Color::Reset => 39,
            Color::Black => 30,
            Color::Red => 31,
            Color::Green => 32,
            Color::Yellow => 33,
            Color::Blue => 34,
            Color::Magenta => 35,
            Color::Cyan => 36,
            Color::Gray => 37,
            Color::DarkGray => 90,
            Color::LightRed => 91,
            Color::LightGreen => 92,
            Color::LightYellow => 93,
            Color::LightBlue => 94,
            Color::LightMagenta => 95,
            Color::LightCyan => 96,
            Color::White => 97,
            Color::Indexed(index) => {
                for parameter in [38 + ground, 5, index.into()] {
                    self.push(parameter);
                }
                return;
            }
            Color::Rgb(red, green, blue) => {
                for parameter in [38 + ground, 2, red.into(), green.into(), blue.into()] {
                    self.push(parameter);
                }
                return;
            }
        };
        self.push(basic + ground);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(act: impl FnOnce(&mut Pen<'_>)) -> String {
        let mut out = Vec::new();
        act(&mut Pen::new(&mut out, 80));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_shortest_way_is_gone() {
        for (from, to, way) in [
            ((4, 4), (4, 4), ""),
            ((4, 4), (5, 4), "\x1b[C"),
            ((4, 4), (20, 4), "\x1b[21G"),
            ((80, 4), (110, 4), "\x1b[30C"),
            ((4, 4), (2, 4), "\x08\x08"),
            ((40, 4), (0, 4), "\r"),
            ((40, 4), (0, 5), "\n\r"),
            ((40, 4), (40, 6), "\n\n"),
            ((40, 20), (24, 21), "\n\x1b[25G"),
            ((40, 4), (40, 24), "\x1b[20B"),
            ((40, 24), (39, 4), "\x1b[20A\x08"),
            ((40, 4), (0, 20), "\x1b[21H"),
            ((40, 20), (24, 4), "\x1b[5;25H"),
        ] {
            let all = written(|pen| {
                pen.go(from.0, from.1);
                pen.go(to.0, to.1);
            });
            let start = written(|pen| pen.go(from.0, from.1));
            assert_eq!(all.strip_prefix(&start), Some(way), "{from:?} {to:?}");
        }
    }

    #[test]
    fn only_what_changes_of_a_look_is_written() {
        let look = |fg: Color, modifier| Look { fg: fg.into(), modifier, ..Look::default() };
        let (bold, dim) = (Modifier::BOLD, Modifier::DIM);
        for (from, to, way) in [
            (look(Color::Red, bold), look(Color::Red, bold), ""),
            (look(Color::Red, bold), look(Color::Reset, Modifier::empty()), "\x1b[m"),
            (look(Color::Rgb(1, 2, 3), bold), look(Color::Rgb(1, 2, 3), bold | Modifier::ITALIC), "\x1b[3m"),
            (look(Color::Reset, bold | dim), look(Color::Reset, bold), "\x1b[0;1m"),
            (look(Color::Indexed(200), bold | dim), look(Color::Indexed(200), dim), "\x1b[22;2m"),
            (look(Color::Red, bold), look(Color::LightRed, bold), "\x1b[91m"),
        ] {
            let all = written(|pen| {
                pen.look(from);
                pen.look(to);
            });
            let start = written(|pen| pen.look(from));
            assert_eq!(all.strip_prefix(&start), Some(way), "{from:?} {to:?}");
        }
    }

    #[test]
    fn after_a_symbol_of_doubtful_width_the_column_is_said_anew() {
        let after = |symbol, width| {
            written(|pen| {
                pen.go(4, 0);
                pen.put(4, symbol, width);
                pen.go(4 + width, 0);
            })
        };
        assert_eq!(after("漢", 2), "\x1b[1;5H漢");
        assert_eq!(after("e\u{301}", 1), "\x1b[1;5He\u{301}\x1b[6G");
        assert_eq!(after("👍", 2), "\x1b[1;5H  \x1b[5G👍\x1b[7G");
    }
}
