//! What the environment says of the terminal. Nothing is asked of the terminal itself.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads the environment")]

use crate::view::theme::{Depth, Ground};

/// How many colours the terminal has, by NO_COLOR (no-color.org), COLORTERM and TERM.
pub fn depth() -> Depth {
    depth_of(set("NO_COLOR").is_some(), set("COLORTERM").as_deref(), set("TERM").as_deref())
}

/// How many colours the terminal has where colours are asked for: NO_COLOR does not count.
pub fn depth_in_any_case() -> Depth {
    depth_of(false, set("COLORTERM").as_deref(), set("TERM").as_deref())
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn depth_of(no_colour: bool, colorterm: Option<&str>, term: Option<&str>) -> Depth {
    let term = term.unwrap_or("dumb");
    if no_colour
        || matches!(term, "dumb" | "vt100" | "vt102" | "vt220")
        || term.ends_with("-m")
        || term.ends_with("-mono")
    {
        Depth::Plain
    } else if matches!(colorterm, Some("truecolor" | "24bit")) || term.ends_with("-direct") {
        Depth::True
    } else if term.contains("256") || matches!(term, "alacritty" | "foot" | "xterm-kitty" | "wezterm" | "xterm-ghostty")
    {
        Depth::Indexed
    } else {
        Depth::Basic
    }
}

/// What the terminal's background is, where COLORFGBG (set by rxvt, Konsole and others) tells.
pub fn ground() -> Option<Ground> {
    ground_of(std::env::var("COLORFGBG").ok().as_deref())
}

fn ground_of(colorfgbg: Option<&str>) -> Option<Ground> {
    let back: u8 = colorfgbg?.rsplit(';').next()?.parse().ok()?;
    Some(if back == 7 || back > 8 { Ground::Light } else { Ground::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_say_how_many_colours_they_have() {
        for (no_colour, colorterm, term, depth) in [
            (true, Some("truecolor"), Some("xterm-256color"), Depth::Plain),
            (false, Some("truecolor"), Some("xterm-256color"), Depth::True),
            (false, None, Some("screen-256color"), Depth::Indexed),
            (false, None, Some("linux"), Depth::Basic),
            (false, None, Some("no-such-terminal"), Depth::Basic),
            (false, None, Some("dumb"), Depth::Plain),
            (false, None, None, Depth::Plain),
        ] {
            assert_eq!(depth_of(no_colour, colorterm, term), depth, "{term:?}");
        }
        assert_eq!(ground_of(Some("15;0")), Some(Ground::Dark));
        assert_eq!(ground_of(Some("0;default;15")), Some(Ground::Light));
        assert_eq!(ground_of(None), None);
    }
}
