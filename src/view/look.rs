//! How a cell is written: its colours, as numbers, and bold, italic and the like.

use ratatui::style::{Color, Modifier};

/// A colour in four bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint(u32);

impl Paint {
    const INDEXED: u32 = 1 << 24;
    const RGB: u32 = 2 << 24;

    /// The colour.
    pub const fn color(self) -> Color {
        let [kind, red, green, blue] = self.0.to_be_bytes();
        match (kind, blue) {
            (1, index) => Color::Indexed(index),
            (2, _) => Color::Rgb(red, green, blue),
            (_, 1) => Color::Black,
            (_, 2) => Color::Red,
            (_, 3) => Color::Green,
            (_, 4) => Color::Yellow,
            (_, 5) => Color::Blue,
            (_, 6) => Color::Magenta,
            (_, 7) => Color::Cyan,
            (_, 8) => Color::Gray,
            (_, 9) => Color::DarkGray,
            (_, 10) => Color::LightRed,
            (_, 11) => Color::LightGreen,
            (_, 12) => Color::LightYellow,
            (_, 13) => Color::LightBlue,
            (_, 14) => Color::LightMagenta,
            (_, 15) => Color::LightCyan,
            (_, 16) => Color::White,
            _ => Color::Reset,
        }
    }
}

impl From<Color> for Paint {
    fn from(color: Color) -> Self {
        Self(match color {
            Color::Reset => 0,
            Color::Black => 1,
            Color::Red => 2,
            Color::Green => 3,
            Color::Yellow => 4,
            Color::Blue => 5,
            Color::Magenta => 6,
            Color::Cyan => 7,
            Color::Gray => 8,
            Color::DarkGray => 9,
            Color::LightRed => 10,
            Color::LightGreen => 11,
            Color::LightYellow => 12,
            Color::LightBlue => 13,
            Color::LightMagenta => 14,
            Color::LightCyan => 15,
            Color::White => 16,
            Color::Indexed(index) => Self::INDEXED | u32::from(index),
            Color::Rgb(red, green, blue) => Self::RGB | u32::from_be_bytes([0, red, green, blue]),
        })
    }
}

/// How a cell is written. Underlines have no colour of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// The colour of the letters.
    pub fg: Paint,
    /// The colour of the ground.
    pub bg: Paint,
    /// Bold, italic and the like.
    pub modifier: Modifier,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_comes_back() {
        let named = [Color::Reset, Color::Black, Color::Red, Color::Green, Color::Yellow, Color::Blue, Color::Magenta];
        let more = [Color::Cyan, Color::Gray, Color::DarkGray, Color::LightRed, Color::LightGreen, Color::White];
        let light = [Color::LightYellow, Color::LightBlue, Color::LightMagenta, Color::LightCyan];
        let mixed = [Color::Rgb(0, 0, 0), Color::Rgb(1, 2, 3), Color::Rgb(255, 255, 16)];
        let indexed = (0..=255).map(Color::Indexed);
        let all = named.into_iter().chain(more).chain(light).chain(mixed).chain(indexed);
        for color in all {
            assert_eq!(Paint::from(color).color(), color);
        }
    }
}
