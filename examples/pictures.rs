//! Makes the pictures of the README: the seed article with a few annotations, drawn as the terminal
//! would show it, in `assets/screen-dark.svg` and `assets/screen-light.svg`.
//!
//! `cargo run --example pictures` makes them anew, the same bytes each time. Add `--keys "j j a"` and
//! `--size 80x24` to write a picture of another screen to `target/screen-*.svg` instead.

#![allow(clippy::disallowed_methods, reason = "an example that writes files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use postil::app::event::{Effect, Event, Fresh, Known, Loaded};
use postil::app::key::Key;
use postil::app::state::{Settings, State};
use postil::app::update::update;
use postil::article::identity::{DocumentId, Origin};
use postil::article::parse::{Kind, parse};
use postil::notes::annotation::AnnotationId;
use postil::reading::reading::Reading;
use postil::text::width::grapheme_width;
use postil::view::draw::draw;
use postil::view::screen::Screen;
use postil::view::theme::{Depth, Ground, Theme};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width of a cell and height of a row, in pixels.
const CELL: (f64, f64) = (8.4, 19.0);

/// Pixels around the screen.
const EDGE: f64 = 12.0;

/// Where the baseline of a row lies below its top.
const BASELINE: f64 = 14.2;

/// Columns and rows of the pictures.
const SIZE: (u16, u16) = (132, 36);

/// What the reader of the pictures has done: keys apart by blanks, `"…"` a text that is typed.
const KEYS: &str = r#"j j Mq j j j j a "Which_invoices,_and_which_quarter?" Ctrl-s s s s f "https://ramp.com/data" Enter t "spending" Enter 2 j Mk 3 j f p "70_%" Enter f d "2026-12-31" Enter 1 x gg j j j j j j"#;

/// The letters and the ground of a terminal, as `#rrggbb`.
struct Paper {
    ground: Ground,
    ink: &'static str,
    back: &'static str,
    edge: &'static str,
}

const PAPERS: [(&str, Paper); 2] = [
    ("dark", Paper { ground: Ground::Dark, ink: "#d8dadf", back: "#14161b", edge: "#3a3f4b" }),
    ("light", Paper { ground: Ground::Light, ink: "#23262c", back: "#fdfcf8", edge: "#d5d1c6" }),
];

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let option =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let (keys, size) = (option("--keys"), option("--size"));
    let folder = if keys.is_some() || size.is_some() { "target" } else { "assets" };
    let size = size
        .and_then(|size| size.split_once('x'))
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let state = screen(size.unwrap_or(SIZE), keys.map_or(KEYS, String::as_str));
    for (name, paper) in &PAPERS {
        let mut screen = Screen::new(state.width, state.height);
        draw(&state, &Theme::new(Depth::True, paper.ground), &mut screen);
        let path = format!("{}/{folder}/screen-{name}.svg", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, svg(&Buffer::from(&screen), paper))?;
    }
    Ok(())
}

/// The seed article on a screen of that size, after these keys.
fn screen((width, height): (u16, u16), keys: &str) -> State {
    let seed = include_bytes!("../seeds/karpathy-at-anthropic.txt");
    let reading = Reading::of(Arc::new(parse(Kind::PlainText, seed, "karpathy-at-anthropic.txt")));
    let id = DocumentId::first_seen(reading.document().hash());
    let counts = reading.counts();
    let mut state = State::new(width, height, Settings::default());
    // The day after the article's last event.
    let now = Timestamp::from_second(1_779_278_400).unwrap_or_default();
    let mut count = 0;
    let mut feed = |event: Event| {
        count += 1;
        let fresh = Fresh { now, id: AnnotationId(uuid::Uuid::from_u128(count)) };
        let effects = update(&mut state, event, fresh);
        // The store of this example takes everything.
        for effect in effects {
            if let Effect::Save(ticket, ..) = effect {
                update(&mut state, Event::Saved(ticket), fresh);
            }
        }
    };
    let origin = Origin::default();
    let loaded = Loaded { generation: 0, reading, origin, id, complete: true, go_to: None, notice: None };
    feed(Event::Loaded(Box::new(loaded)));
    let known = Known {
        generation: 0,
        id,
        placed: Vec::new(),
        edited: false,
        drafts: Vec::new(),
        position: None,
        writable: true,
    };
    feed(Event::Known(Box::new(known)));
    feed(Event::Counted(0, counts));
    for word in keys.split_whitespace() {
        match word.strip_prefix('"') {
            Some(text) => feed(Event::Paste(text.trim_end_matches('"').replace('_', " "))),
            None => Key::parse_sequence(word).into_iter().flatten().for_each(|key| feed(Event::Key(key))),
        }
    }
    state
}

/// The screen as a picture: frames and bars are drawn as lines, so that they join in every font;
/// each stretch of text is as wide as its cells, whatever font shows it.
fn svg(buffer: &Buffer, paper: &Paper) -> String {
    let (columns, rows) = (f64::from(buffer.area.width), f64::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2.0 * EDGE, rows * CELL.1 + 2.0 * EDGE);
    let mut grounds = String::new();
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    let mut texts = String::new();
    for y in 0..buffer.area.height {
        let row: Vec<(u16, &Cell, u16)> = cells(buffer, y);
        let mut at = 0;
        while let Some(&(x, cell, wide)) = row.get(at) {
            // Cells side by side of one style, and for text without symbols that another font may show.
            let same = |other: &(u16, &Cell, u16)| look(other.1, paper) == look(cell, paper);
            let run = row.iter().skip(at).take_while(|other| same(other)).count();
            let run = row.get(at..at + run).unwrap_or_default();
            let end = run.last().map_or(x + wide, |(x, _, wide)| x + wide);
            let look = look(cell, paper);
            if let Some(ground) = &look.ground {
                grounds.push_str(&rect(px(x, CELL.0), y, f64::from(end - x) * CELL.0, ground));
            }
            for piece in pieces(run) {
                let from = piece.first().map_or(0, |(x, ..)| *x);
                let text: String = piece.iter().map(|(_, cell, _)| cell.symbol()).collect();
                if let Some(width) = bar(&text) {
                    let aside = if text == "┃" { CELL.0 / 2.0 - 1.0 } else { 0.0 };
                    grounds.push_str(&rect(px(from, CELL.0) + aside, y, width, &look.ink));
                } else if let Some(path) = stroke(&text, from, y) {
                    lines.entry(look.ink.clone()).or_default().push_str(&path);
                } else if !text.trim().is_empty() {
                    let cells: u16 = piece.iter().map(|(.., wide)| wide).sum();
                    let _ = writeln!(
                        texts,
                        r#"<text x="{:.1}" y="{:.1}" textLength="{:.1}"{}>{}</text>"#,
                        px(from, CELL.0),
                        px(y, CELL.1) + BASELINE,
                        f64::from(cells) * CELL.0,
                        look.attributes(paper),
                        escaped(&text)
                    );
                }
            }
            at += run.len().max(1);
        }
    }
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" fill=\"{}\" role=\"img\" aria-label=\"postil with an article in three panes\">\n\
         <style>text{{font:14px ui-monospace,\"SF Mono\",Menlo,Consolas,\"DejaVu Sans Mono\",\"Liberation Mono\",monospace;\
         white-space:pre}}path{{fill:none;stroke-width:1.2}}rect{{shape-rendering:crispEdges}}</style>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"8\" fill=\"{}\" stroke=\"{}\"/>\n",
        paper.ink,
        width - 1.0,
        height - 1.0,
        paper.back,
        paper.edge
    );
    svg.push_str(&grounds);
    for (ink, path) in lines {
        let _ = writeln!(svg, r#"<path stroke="{ink}" d="{path}"/>"#);
    }
    svg + &texts + "</svg>\n"
}

/// A filled stretch of a row.
fn rect(x: f64, row: u16, width: f64, fill: &str) -> String {
    let y = px(row, CELL.1);
    format!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{}\" fill=\"{fill}\"/>\n", CELL.1)
}

/// How wide the bar beside a highlight is; nothing for text.
fn bar(text: &str) -> Option<f64> {
    match text {
        "▍" => Some(3.0),
        "▎" | "┃" => Some(2.0),
        _ => None,
    }
}

/// The left edge of a column, or the top edge of a row.
fn px(cell: u16, size: f64) -> f64 {
    EDGE + f64::from(cell) * size
}

/// The cells of a row that show something of their own, with their columns and widths: what a wide
/// character covers is left out.
fn cells(buffer: &Buffer, y: u16) -> Vec<(u16, &Cell, u16)> {
    let mut cells = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let Some(cell) = buffer.cell((x, y)) else { break };
        let wide = u16::try_from(grapheme_width(cell.symbol())).unwrap_or(1).max(1);
        cells.push((x, cell, wide));
        x += wide;
    }
    cells
}

/// A run of one style as stretches that are drawn at once: text without two blanks in a row, each
/// symbol by itself, each line of a frame.
fn pieces<'a>(run: &'a [(u16, &'a Cell, u16)]) -> Vec<&'a [(u16, &'a Cell, u16)]> {
    let plain = |cell: &Cell| cell.symbol().chars().all(|c| c.is_ascii() || "’‘“”…–—·".contains(c));
    let together = |a: &(u16, &Cell, u16), b: &(u16, &Cell, u16)| {
        let rule = |cell: &Cell| cell.symbol() == "─";
        let blanks = a.1.symbol() == " " && b.1.symbol() == " ";
        rule(a.1) && rule(b.1) || plain(a.1) && plain(b.1) && !blanks
    };
    let pieces = run.chunk_by(together).map(|piece| {
        let start = piece.iter().take_while(|(_, cell, _)| cell.symbol() == " ").count();
        let end = piece.iter().rev().take_while(|(_, cell, _)| cell.symbol() == " ").count();
        piece.get(start..piece.len() - end).unwrap_or_default()
    });
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// The lines of a frame or a bar as a path; nothing for text.
fn stroke(text: &str, x: u16, y: u16) -> Option<String> {
    let (left, top) = (px(x, CELL.0), px(y, CELL.1));
    let (right, bottom) = (left + CELL.0, top + CELL.1);
    let (middle, centre) = (left + CELL.0 / 2.0, top + CELL.1 / 2.0);
    let curve = |from: (f64, f64), to: (f64, f64)| {
        format!("M{:.1} {:.1}Q{middle:.1} {centre:.1} {:.1} {:.1}", from.0, from.1, to.0, to.1)
    };
    let first = text.chars().next()?;
    Some(match first {
        '─' if text.chars().all(|c| c == '─') => {
            format!("M{left:.1} {centre:.1}h{:.1}", CELL.0 * text.chars().count() as f64)
        }
        '│' => format!("M{middle:.1} {top:.1}V{bottom:.1}"),
        '╭' => curve((middle, bottom), (right, centre)),
        '╮' => curve((left, centre), (middle, bottom)),
        '╰' => curve((middle, top), (right, centre)),
        '╯' => curve((left, centre), (middle, top)),
        _ => return None,
    })
}

/// How a cell looks.
#[derive(PartialEq, Eq)]
struct Look {
    ink: String,
    ground: Option<String>,
    bold: bool,
    italic: bool,
    underlined: bool,
    dim: bool,
}

fn look(cell: &Cell, paper: &Paper) -> Look {
    let has = |modifier| cell.modifier.contains(modifier);
    let mut ink = hex(cell.fg).unwrap_or_else(|| paper.ink.to_owned());
    let mut ground = hex(cell.bg);
    if has(Modifier::REVERSED) {
        let filled = std::mem::replace(&mut ink, ground.unwrap_or_else(|| paper.back.to_owned()));
        ground = Some(filled);
    }
    Look {
        ink,
        ground,
        bold: has(Modifier::BOLD),
        italic: has(Modifier::ITALIC),
        underlined: has(Modifier::UNDERLINED),
        dim: has(Modifier::DIM),
    }
}

impl Look {
    /// What of it a text has to say.
    fn attributes(&self, paper: &Paper) -> String {
        let mut attributes = String::new();
        if self.ink != paper.ink {
            let _ = write!(attributes, r#" fill="{}""#, self.ink);
        }
        for (is, attribute) in [
            (self.bold, r#" font-weight="bold""#),
            (self.italic, r#" font-style="italic""#),
            (self.underlined, r#" text-decoration="underline""#),
            (self.dim, r#" opacity="0.6""#),
        ] {
            if is {
                attributes.push_str(attribute);
            }
        }
        attributes
    }
}

fn hex(colour: Color) -> Option<String> {
    match colour {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
