//! Colours and type faces: one style for each thing that is drawn, for every kind of terminal.
//!
//! A colour is never the only sign: what a style says is also said by a mark or a type face, so
//! that the plain theme loses nothing but the colour.

use ratatui::style::{Color, Modifier, Style};

use crate::article::pane::Pane;
use crate::notes::assessment::Verdict;
use crate::notes::colour::Colour;

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// None (NO_COLOR, or a terminal that says so): type faces only.
    Plain,
    /// The sixteen that the reader's terminal names.
    Basic,
    /// The 256 of xterm.
    Indexed,
    /// 24 bits.
    True,
}

/// What the terminal's background is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Light letters on dark.
    Dark,
    /// Dark letters on light.
    Light,
    /// Not known: the terminal is not asked, as its answer could swallow keys. Everything reads on
    /// either, at the price of quieter colours.
    Either,
}

/// One style for each thing that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// How many colours there are to use.
    pub depth: Depth,
    /// The article's words.
    pub text: Style,
    /// What stands back: boilerplate, captions, details.
    pub quiet: Style,
    /// What is hardly there: frames without the focus, bars.
    pub faint: Style,
    /// What stands out: keys, the program's name.
    pub accent: Style,
    /// Headings and titles.
    pub heading: Style,
    /// What is laid over the words of the sentence under the cursor: all of them if it is a ground, else those at its
    /// ends.
    pub cursor: Style,
    /// The mark of the cursor.
    pub pointer: Style,
    /// What is laid over the selection.
    pub selection: Style,
    /// What is laid over a hit of the search.
    pub hit: Style,
    /// What is laid over the hit the reader is on.
    pub current_hit: Style,
    /// What is laid over links.
    pub link: Style,
    /// Code.
    pub code: Style,
    /// What the reader wrote.
    pub note: Style,
    /// Something was done.
    pub good: Style,
    /// Something failed, or lost its place.
    pub bad: Style,
    /// The row that is chosen in a list.
    pub chosen: Style,
    panes: [Style; 3],
    highlights: [Ink; 5],
    ground: Ground,
}

/// A colour as it is on each kind of terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ink {
    /// 24 bits on a dark ground.
    dark: u32,
    /// 24 bits on a light ground.
    light: u32,
    /// 24 bits where the ground is not known.
    either: u32,
    /// Among the sixteen, on a dark ground.
    basic_dark: Color,
    /// Among the sixteen, on a light ground.
    basic_light: Color,
    /// Among the sixteen, where the ground is not known.
    basic_either: Color,
}

/// The 24-bit colours and those of the sixteen, each for a dark ground, a light one, and either.
const fn ink([dark, light, either]: [u32; 3], [basic_dark, basic_light, basic_either]: [Color; 3]) -> Ink {
    Ink { dark, light, either, basic_dark, basic_light, basic_either }
}

const QUIET: Ink = ink([0x93_99_a6, 0x5f_63_6b, 0x80_80_80], [Color::Gray, Color::DarkGray, Color::DarkGray]);
const FAINT: Ink = ink([0x52_58_66, 0xb4_b0_a4, 0x80_80_80], [Color::DarkGray, Color::Gray, Color::DarkGray]);
const ACCENT: Ink = ink([0x82_b1_ff, 0x1a_56_b8, 0x00_87_d7], [Color::LightBlue, Color::Blue, Color::Reset]);
const TITLE: Ink = ink([0xff_ff_ff, 0x00_00_00, 0x80_80_80], [Color::White, Color::Black, Color::Reset]);
const CLAIMS: Ink = ink([0x5f_c9_c4, 0x00_6d_77, 0x00_87_87], [Color::Cyan, Color::Cyan, Color::Cyan]);
const ANALYSIS: Ink = ink([0xb4_9c_f5, 0x6a_3f_b8, 0x87_5f_d7], [Color::LightMagenta, Color::Magenta, Color::Magenta]);
const TAKE: Ink = ink([0xf0_a8_5c, 0xa8_4e_00, 0xb8_67_1c], [Color::LightYellow, Color::Red, Color::Red]);
const NOTE: Ink = ink([0xe3_c7_78, 0x80_5b_00, 0x98_77_0e], [Color::Yellow, Color::Red, Color::Red]);
const CODE: Ink = ink([0xa9_c7_8f, 0x3f_66_1b, 0x50_89_34], [Color::Green, Color::Green, Color::Green]);
const GOOD: Ink = ink([0x7f_cc_86, 0x1f_7a_2e, 0x38_8c_46], [Color::Green, Color::Green, Color::Green]);
const BAD: Ink = ink([0xff_7b_7b, 0xb3_1b_1b, 0xde_44_44], [Color::LightRed, Color::Red, Color::Red]);
const CURSOR_GROUND: Ink = ink([0x29_2f_3d, 0xe2_e9_f5, 0xe2_e9_f5], [Color::Reset, Color::Reset, Color::Reset]);
const HIT_GROUND: Ink = ink([0x6b_52_12, 0xff_df_8a, 0xd3_d8_e2], [Color::Cyan, Color::Cyan, Color::Cyan]);
const CURRENT_GROUND: Ink = ink([0xff_c8_3d, 0xff_b0_1f, 0xff_b0_1f], [Color::Yellow, Color::Yellow, Color::Yellow]);
const CHOSEN_GROUND: Ink = ink([0x2f_44_6b, 0xcf_de_f7, 0xbc_d2_f5], [Color::Blue, Color::Cyan, Color::Cyan]);

/// Letters on a light ground that the theme fills itself.
const fn on_light(style: Style, depth: Depth) -> Style {
    match depth {
        Depth::Plain => style,
        Depth::Basic => style.fg(Color::Black),
        Depth::Indexed => style.fg(Color::Indexed(234)),
        Depth::True => style.fg(Color::Rgb(0x1a, 0x1a, 0x1a)),
    }
}

/// The grounds of highlights, by the order of [`Colour::ALL`].
const HIGHLIGHTS: [Ink; 5] = [
    ink([0x4d_43_14, 0xff_f0_a3, 0xf2_e0_7e], [Color::Yellow; 3]),
    ink([0x22_48_2b, 0xcf_f0_c9, 0xb5_e2_ac], [Color::Green; 3]),
    ink([0x5a_2a_2c, 0xff_d6_d1, 0xf5_b8_b1], [Color::Red; 3]),
    ink([0x22_41_66, 0xcf_e2_ff, 0xb3_d0_f7], [Color::Blue; 3]),
    ink([0x48_2f_60, 0xe9_d7_fb, 0xd9_bf_f3], [Color::Magenta; 3]),
];

/// The bars beside highlights, by the order of [`Colour::ALL`].
const BARS: [Ink; 5] = [
    ink([0xff_d8_4d, 0xc7_99_00, 0xd0_a3_10], [Color::Yellow; 3]),
    ink([0x6f_d0_7f, 0x2b_93_40, 0x3f_a8_52], [Color::Green; 3]),
    ink([0xff_7a_7a, 0xd1_3b_3b, 0xe0_50_50], [Color::Red; 3]),
    ink([0x6a_ae_ff, 0x2b_6f_d6, 0x3f_86_e8], [Color::Blue; 3]),
    ink([0xc9_93_f7, 0x8a_3f_d1, 0xa0_62_e0], [Color::Magenta; 3]),
];

impl Theme {
    /// The theme for a terminal of so many colours on that ground.
    pub fn new(depth: Depth, ground: Ground) -> Self {
        let fore = |ink: Ink| color(ink, depth, ground).map_or_else(Style::new, |color| Style::new().fg(color));
        let back = |ink: Ink| color(ink, depth, ground).map_or_else(Style::new, |color| Style::new().bg(color));
        let plain = depth == Depth::Plain;
        let or = |style: Style, modifier: Modifier| if plain { style.add_modifier(modifier) } else { style };
        let basic = depth == Depth::Basic;
        // What stands out most: the terminal's own letters where its ground is not known.
        let title = if ground == Ground::Either { Style::new() } else { fore(TITLE) };
        let cursor = if plain || basic || ground == Ground::Either {
            title.add_modifier(Modifier::BOLD)
        } else {
            title.patch(back(CURSOR_GROUND))
        };
        let hit = match (depth, ground) {
            (Depth::Plain, _) => Style::new().add_modifier(Modifier::UNDERLINED),
            (Depth::Basic, _) | (_, Ground::Either) => on_light(back(HIT_GROUND), depth),
            _ => back(HIT_GROUND),
        };
        let current_hit =
            if plain { Style::new().add_modifier(Modifier::REVERSED) } else { on_light(back(CURRENT_GROUND), depth) };
        let chosen = match (depth, ground) {
            (Depth::Plain, _) => Style::new().add_modifier(Modifier::REVERSED),
            (_, Ground::Either) => on_light(back(CHOSEN_GROUND), depth),
            _ => back(CHOSEN_GROUND).patch(title),
        };
        Self {
            depth,
            text: Style::new(),
            quiet: or(fore(QUIET), Modifier::DIM),
            faint: or(fore(FAINT), Modifier::DIM),
            accent: fore(ACCENT).add_modifier(Modifier::BOLD),
            heading: title.add_modifier(Modifier::BOLD),
            cursor,
            pointer: if plain || basic { fore(ACCENT).add_modifier(Modifier::BOLD) } else { fore(ACCENT) },
            // Reversed as the terminal has its colours: a tinted ground would give tinted letters.
            selection: Style::new().fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED),
            hit,
            current_hit: current_hit.add_modifier(Modifier::BOLD),
            link: fore(ACCENT).add_modifier(Modifier::UNDERLINED),
            code: or(fore(CODE), Modifier::DIM | Modifier::ITALIC),
            note: fore(NOTE).add_modifier(Modifier::ITALIC),
            good: fore(GOOD),
            bad: fore(BAD).add_modifier(Modifier::BOLD),
            chosen,
            panes: [CLAIMS, ANALYSIS, TAKE].map(fore),
            highlights: HIGHLIGHTS,
            ground,
        }
    }

    /// The style of a pane's name and signs.
    pub fn pane(&self, pane: Pane) -> Style {
        self.panes.get(pane.index()).copied().unwrap_or_default()
    }

    /// What is laid over highlighted words; stronger under the cursor.
    pub fn highlight(&self, colour: Colour, under_cursor: bool) -> Style {
        let Some(ink) = self.highlights.get(index(colour)).copied() else { return Style::new() };
        match self.depth {
            Depth::Plain => Style::new().add_modifier(Modifier::UNDERLINED),
            Depth::Basic => {
                let letters =
                    if matches!(colour, Colour::Yellow | Colour::Green) { Color::Black } else { Color::White };
                color(ink, self.depth, self.ground)
                    .map_or_else(Style::new, |ground| Style::new().bg(ground).fg(letters))
            }
            Depth::Indexed | Depth::True => {
                let ink = match (self.ground, under_cursor) {
                    (Ground::Dark, true) => Ink { dark: scaled(ink.dark, 140), ..ink },
                    (Ground::Light, true) => Ink { light: scaled(ink.light, 90), ..ink },
                    (Ground::Either, _) | (_, false) => ink,
                };
                let ground = color(ink, self.depth, self.ground).unwrap_or_default();
                let style = Style::new().bg(ground);
                if self.ground == Ground::Either { on_light(style, self.depth) } else { style }
            }
        }
    }

    /// The bar beside highlighted words, or its letter where there is no colour.
    pub fn bar(&self, colour: Colour) -> Style {
        let ink = BARS.get(index(colour)).copied();
        match ink.and_then(|ink| color(ink, self.depth, self.ground)) {
            Some(color) => Style::new().fg(color),
            None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// The style of a verdict's mark.
    pub fn verdict(&self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::Supported => self.good.add_modifier(Modifier::BOLD),
            Verdict::Refuted => self.bad,
            Verdict::Mixed => self.note.remove_modifier(Modifier::ITALIC).add_modifier(Modifier::BOLD),
            Verdict::Unproven | Verdict::NotCheckable => self.quiet,
        }
    }
}

fn index(colour: Colour) -> usize {
    Colour::ALL.iter().position(|other| *other == colour).unwrap_or_default()
}

/// The colour a terminal of that depth shows for `ink`; nothing without colours.
fn color(ink: Ink, depth: Depth, ground: Ground) -> Option<Color> {
    let full = match ground {
        Ground::Dark => ink.dark,
        Ground::Light => ink.light,
        Ground::Either => ink.either,
    };
    let [_, red, green, blue] = full.to_be_bytes();
    match depth {
        Depth::Plain => None,
        Depth::Basic => Some(match ground {
            Ground::Dark => ink.basic_dark,
            Ground::Light => ink.basic_light,
            Ground::Either => ink.basic_either,
        }),
        Depth::Indexed => Some(Color::Indexed(indexed([red, green, blue]))),
        Depth::True => Some(match indexed([red, green, blue]) {
            // One of xterm's 256 is named by its number: half the bytes, in each frame over ssh.
            index if ground == Ground::Either && of_index(index) == [red, green, blue] => Color::Indexed(index),
            _ => Color::Rgb(red, green, blue),
        }),
    }
}

/// A colour so many per cent as strong.
fn scaled(rgb: u32, percent: u32) -> u32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    let scale = |part: u8| u8::try_from(u32::from(part) * percent / 100).unwrap_or(u8::MAX);
    u32::from_be_bytes([0, scale(red), scale(green), scale(blue)])
}

/// The steps of red, green and blue in the cube of xterm's 256 colours.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// The nearest of xterm's 256 colours, from its cube of 6×6×6 and its 24 greys.
fn indexed(rgb: [u8; 3]) -> u8 {
    let nearest = |part: u8| {
        (0u8..6).min_by_key(|step| STEPS.get(usize::from(*step)).map_or(255, |value| value.abs_diff(part))).unwrap_or(0)
    };
    let [red, green, blue] = rgb.map(nearest);
    let cube = 16 + 36 * red + 6 * green + blue;
    let mean = rgb.iter().map(|part| u32::from(*part)).sum::<u32>() / 3;
    let grey = 232 + u8::try_from((mean.saturating_sub(3) / 10).min(23)).unwrap_or(23);
    let distance =
        |index: u8| -> u32 { of_index(index).iter().zip(rgb).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    if distance(grey) < distance(cube) { grey } else { cube }
}

/// Red, green and blue of one of xterm's 256 colours, from its cube on.
fn of_index(index: u8) -> [u8; 3] {
    let Some(grey) = index.checked_sub(232) else {
        let cube = index.saturating_sub(16);
        return [cube / 36, cube / 6 % 6, cube % 6].map(|step| STEPS.get(usize::from(step)).copied().unwrap_or(0));
    };
    [8 + 10 * grey; 3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_256_colours() {
        for (rgb, index) in [([0, 0, 0], 16), ([255, 255, 255], 231), ([255, 0, 0], 196), ([128, 128, 128], 244)] {
            assert_eq!(indexed(rgb), index, "{rgb:?}");
        }
        for index in 16..=255 {
            assert_eq!(of_index(indexed(of_index(index))), of_index(index));
        }
    }

    #[test]
    fn what_every_frame_has_is_named_by_number_where_the_ground_is_not_known() {
        let theme = Theme::new(Depth::True, Ground::Either);
        let panes = [Pane::Claims, Pane::Analysis].map(|pane| theme.pane(pane));
        for style in [theme.quiet, theme.faint, theme.accent, theme.pointer].into_iter().chain(panes) {
            assert!(matches!(style.fg, Some(Color::Indexed(16..))), "{style:?}");
        }
    }

    #[test]
    fn without_colours_no_style_has_one_and_every_state_has_a_face() {
        let theme = Theme::new(Depth::Plain, Ground::Dark);
        let highlights = Colour::ALL.iter().flat_map(|colour| [theme.highlight(*colour, true), theme.bar(*colour)]);
        let states = [theme.cursor, theme.selection, theme.hit, theme.current_hit, theme.chosen, theme.heading];
        let no_colour = [None, Some(Color::Reset)];
        for style in states.into_iter().chain(highlights) {
            assert!(no_colour.contains(&style.fg) && no_colour.contains(&style.bg), "{style:?}");
            assert!(!style.add_modifier.is_empty(), "{style:?}");
        }
        assert_eq!((theme.quiet.fg, theme.note.fg, theme.pane(Pane::Take).fg), (None, None, None));
    }

    /// Contrast as WCAG 2 defines it, from 1 to 21.
    fn contrast(a: u32, b: u32) -> f64 {
        let luminance = |rgb: u32| {
            let parts = rgb.to_be_bytes().map(|part| {
                let part = f64::from(part) / 255.0;
                if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            });
            0.2126 * parts[1] + 0.7152 * parts[2] + 0.0722 * parts[3]
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn letters_stand_out_from_their_ground() {
        let letters = [QUIET, ACCENT, CLAIMS, ANALYSIS, TAKE, NOTE, CODE, GOOD, BAD];
        for ink in letters {
            for ground in [0x00_00_00, 0x1e_1e_2e, 0xff_ff_ff, 0xfd_f6_e3] {
                assert!(contrast(ink.either, ground) >= 3.5, "{:06x} on {ground:06x}", ink.either);
            }
            for (letter, grounds) in [(ink.dark, [0x00_00_00, 0x1e_1e_2e]), (ink.light, [0xff_ff_ff, 0xfd_f6_e3])] {
                for ground in grounds {
                    assert!(
                        contrast(letter, ground) >= 4.5,
                        "{letter:06x} on {ground:06x}: {}",
                        contrast(letter, ground)
                    );
                }
            }
        }
        for ground in HIGHLIGHTS.into_iter().chain([CURSOR_GROUND, HIT_GROUND, CHOSEN_GROUND]) {
            assert!(contrast(0xd8_d8_d8, ground.dark) >= 4.5, "{:06x}", ground.dark);
            assert!(contrast(0x20_20_20, ground.light) >= 7.0, "{:06x}", ground.light);
            assert!(contrast(0x1a_1a_1a, ground.either) >= 7.0, "{:06x}", ground.either);
        }
    }
}
