//! Writing into cells: clipped to its place, and never a control character.

use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::screen::Screen;
use crate::app::geometry::Area;
use crate::layout::measure::is_printable_ascii;
use crate::text::clean::is_harmful;
use crate::text::width::grapheme_width;

/// Bytes of one cell at most: a heap of combining marks is drawn as one sign.
const CELL_BYTES: usize = 64;

/// The screen that is drawn on.
#[derive(Debug)]
pub struct Canvas<'a> {
    screen: &'a mut Screen,
}

impl<'a> Canvas<'a> {
    /// A canvas over all of `screen`.
    pub fn new(screen: &'a mut Screen) -> Self {
        Self { screen }
    }

    /// The screen itself.
    pub const fn screen(&mut self) -> &mut Screen {
        self.screen
    }

    /// Draws one grapheme cluster in `width` cells from `x`; where they are too few, a sign that it
    /// did not fit.
    pub fn cell(&mut self, x: u16, y: u16, grapheme: &str, width: u16, style: Style) {
        // Nearly every cell holds one letter of ASCII.
        if let (letter @ [0x20..0x7f], 1) = (grapheme.as_bytes(), width) {
            self.screen.put_ascii(x, y, u16::MAX, letter, style);
            return;
        }
        let harmful = grapheme.len() > CELL_BYTES || grapheme.chars().any(is_harmful);
        let fits = grapheme_width(grapheme) == usize::from(width);
        let symbol = match (harmful, fits) {
            (false, true) => grapheme,
            _ if grapheme == "\t" => " ",
            (true, _) => "\u{fffd}",
            (false, false) => "▯",
        };
        if fits && symbol == grapheme {
            self.screen.put(x, y, symbol, width, style);
            return;
        }
        for (nth, x) in (x..x.saturating_add(width)).enumerate() {
            self.screen.put(x, y, if nth == 0 { symbol } else { " " }, 1, style);
        }
    }

    /// Draws `text` from `x` on, as far as it stands left of `end`; gives the column after it.
    pub fn text(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let mut x = x;
        // In printable ASCII every byte is a cluster of one cell.
        if is_printable_ascii(text) {
            self.screen.put_ascii(x, y, end, text.as_bytes(), style);
            return end.min(x.saturating_add(u16::try_from(text.len()).unwrap_or(u16::MAX))).max(x);
        }
        for grapheme in text.graphemes(true) {
            let harmful = grapheme.chars().any(is_harmful);
            let width = if harmful { 1 } else { u16::try_from(grapheme_width(grapheme)).unwrap_or(u16::MAX) };
            if width == 0 {
                continue;
            }
            if x.saturating_add(width) > end {
                break;
            }
            self.cell(x, y, grapheme, width, style);
            x += width;
        }
        x
    }

    /// Draws `text`, with an ellipsis where it does not fit; gives the column after it.
    pub fn fit(&mut self, x: u16, y: u16, end: u16, text: &str, style: Style) -> u16 {
        let room = usize::from(end.saturating_sub(x));
        self.text(x, y, end, &crate::text::width::fit(text, room), style)
    }

    /// Lays a style over cells, keeping what stands in them.
    pub fn style(&mut self, area: Area, style: Style) {
        for y in area.y..area.y.saturating_add(area.height) {
            self.screen.lay(area.x, y, area.x.saturating_add(area.width), style);
        }
    }

    /// Empties cells.
    pub fn clear(&mut self, area: Area) {
        for y in area.y..area.y.saturating_add(area.height) {
            self.screen.empty(area.x, y, area.x.saturating_add(area.width));
        }
    }

    /// Draws a frame with rounded corners along the edge of `area`.
    pub fn frame(&mut self, area: Area, style: Style) {
        let Area { x, y, width, height } = area;
        if width < 2 || height < 2 {
            return;
        }
        let (right, bottom) = (x + width - 1, y + height - 1);
        for column in x + 1..right {
            self.cell(column, y, "─", 1, style);
            self.cell(column, bottom, "─", 1, style);
        }
        for row in y + 1..bottom {
            self.cell(x, row, "│", 1, style);
            self.cell(right, row, "│", 1, style);
        }
        for (x, y, corner) in [(x, y, "╭"), (right, y, "╮"), (x, bottom, "╰"), (right, bottom, "╯")] {
            self.cell(x, y, corner, 1, style);
        }
    }
}
