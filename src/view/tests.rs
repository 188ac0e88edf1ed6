//! Screens as text, each with a second grid of letters for the faces of its cells.

use std::sync::Arc;

use proptest::prelude::*;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

use super::draw::draw;
use super::screen::Screen;
use super::theme::{Depth, Ground, Theme};
use crate::app::event::{Event, Fresh, Loaded};
use crate::app::key::Key;
use crate::app::state::{Saving, Settings, State, Weight};
use crate::app::update::update;
use crate::article::block::BlockKind;
use crate::article::builder::DocumentBuilder;
use crate::article::document::Metadata;
use crate::article::identity::{DocumentId, Origin, TextHash};
use crate::article::pane::Pane;
use crate::notes::anchor::passages::passages;
use crate::notes::annotation::AnnotationId;
use crate::notes::colour::{Colour, Legend};
use crate::notes::selector::Placement;
use crate::reading::reading::Reading;
use crate::text::clean::is_harmful;

mod again;
mod bars;
mod cursor;
mod mouse;
mod own;
mod review;

fn fresh(nth: u64) -> Fresh {
    Fresh { now: jiff::Timestamp::UNIX_EPOCH, id: AnnotationId(uuid::Uuid::from_u128(u128::from(nth))) }
}

fn press(state: &mut State, keys: &str) {
    for (nth, key) in (0..).zip(keys.split_whitespace()) {
        let id = state.ticket * 1000 + nth;
        update(state, Event::Key(Key::parse(key).unwrap()), fresh(id));
    }
}

/// The screen of a document whose sentences stand in these panes.
fn screen(width: u16, height: u16, document: DocumentBuilder, panes: &[Pane]) -> State {
    let reading = Reading::of(Arc::new(document.finish()));
    let corrections = reading.document().all_sentences().map(|(id, _)| id).zip(panes.iter().copied()).collect();
    let loaded = Loaded {
        generation: 0,
        reading: reading.corrected(corrections),
        origin: Origin::default(),
        id: DocumentId::first_seen(TextHash::of("")),
        complete: true,
        go_to: None,
        notice: None,
    };
    let mut state = State::new(width, height, Settings::default());
    update(&mut state, Event::Loaded(Box::new(loaded)), fresh(0));
    state
}

fn article(width: u16, height: u16) -> State {
    let mut builder = DocumentBuilder::new();
    // A language without word lists: what is judged here does not change with them.
    builder.metadata(Metadata { language: Some("und".to_owned()), ..Metadata::default() });
    builder.block(BlockKind::Heading { level: 1 }, "On glaciers");
    builder.block(BlockKind::Paragraph, "The index fell by 12 %. That is a lot. A survey says so.");
    builder.block(BlockKind::Heading { level: 2 }, "What to do");
    builder.block(BlockKind::Paragraph, "Measure it again.");
    let panes = [Pane::Claims, Pane::Analysis, Pane::Claims, Pane::Take];
    screen(width, height, builder, &panes)
}

fn drawn(state: &State, depth: Depth) -> (Buffer, Option<Position>) {
    let mut screen = Screen::new(state.width, state.height);
    let cursor = draw(state, &Theme::new(depth, Ground::Dark), &mut screen);
    (Buffer::from(&screen), cursor)
}

fn grid(buffer: &Buffer, mut letter: impl FnMut(&Cell) -> String) -> Vec<String> {
    let rows = (buffer.area.y..buffer.area.bottom()).map(|y| {
        let mut row = String::new();
        let mut covered = 0;
        for x in buffer.area.x..buffer.area.right() {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let cell = &buffer[(x, y)];
            covered = crate::text::width::width(cell.symbol()).saturating_sub(1);
            row.push_str(&letter(cell));
        }
        row.trim_end().to_owned()
    });
    rows.collect()
}

fn text(buffer: &Buffer) -> Vec<String> {
    grid(buffer, |cell| cell.symbol().to_owned())
}

/// One letter for the face of each cell: what lies over it, else its own style.
fn faces(buffer: &Buffer, depth: Depth) -> Vec<String> {
    let theme = Theme::new(depth, Ground::Dark);
    let letter = |cell: &Cell| {
        let (has, bg) = (|modifier| cell.modifier.contains(modifier), Some(cell.bg));
        let grounds =
            [(theme.current_hit.bg, 'N'), (theme.hit.bg, 'n'), (theme.chosen.bg, '>'), (theme.cursor.bg, 'c')];
        let highlighted = Colour::ALL.iter().find(|colour| {
            let grounds = [theme.highlight(**colour, false).bg, theme.highlight(**colour, true).bg];
            grounds.iter().any(|ground| ground.is_some() && *ground == bg)
        });
        let over = grounds.into_iter().find(|(ground, _)| ground.is_some() && *ground == bg).map(|(_, letter)| letter);
        let own = [
            (theme.quiet.fg, 'q'),
            (theme.faint.fg, 'f'),
            (theme.accent.fg, 'a'),
            (theme.note.fg, 'w'),
            (theme.pane(Pane::Claims).fg, '1'),
            (theme.pane(Pane::Analysis).fg, '2'),
            (theme.pane(Pane::Take).fg, '3'),
        ];
        let own = own.into_iter().find(|(fg, _)| fg.is_some() && *fg == Some(cell.fg)).map(|(_, letter)| letter);
        let face =
            [(Modifier::REVERSED, 's'), (Modifier::UNDERLINED, 'u'), (Modifier::BOLD, 'b'), (Modifier::DIM, 'd')];
        let face = face.into_iter().find(|(modifier, _)| has(*modifier)).map(|(_, letter)| letter);
        let found = highlighted.map(|colour| Legend::default().letter(*colour)).or(over).or(own).or(face);
        match found {
            Some(letter) => letter.to_string(),
            None if cell.symbol() == " " => " ".to_owned(),
            None => ".".to_owned(),
        }
    };
    grid(buffer, letter)
}

#[track_caller]
fn assert_grid(found: &[String], expected: &[&str]) {
    assert_eq!(found, expected, "\n{}\n", found.join("\n"));
}

#[test]
fn two_panes_with_cursor_chips_and_hints() {
    let state = article(72, 14);
    let (buffer, cursor) = drawn(&state, Depth::True);
    assert_eq!(cursor, None);
    assert_grid(
        &text(&buffer),
        &[
            " postil   On glaciers                                       1 min · 36%",
            "╭─ 1 Source claims ────────────────╮╭─ 2 Analysis ── 3 Strategic take ─╮",
            "│    1 # figure                    ││   ‹1› That is a lot. ‹2›         │",
            "│▸     The index fell by 12 %.     ││                                  │",
            "│                                  ││                                  │",
            "│    2 · fact                      ││                                  │",
            "│      A survey says so.           ││                                  │",
            "│                                  ││                                  │",
            "│                                  ││                                  │",
            "│                                  ││                                  │",
            "│                                  ││                                  │",
            "│                                  ││                                  │",
            "╰──────────────────────────────────╯╰──────────────────────────────────╯",
            " claim 1 · figure · moved here by you  a note  m mark  s assess  ? help",
        ],
    );
    assert_grid(
        &faces(&buffer, Depth::True),
        &[
            " aaaaaa   bbbbbbbbbbb                                       qqqqqfffqqq",
            "111111111111111111111111111111111111ffqqqqqqqqqqqqffqqqqqqqqqqqqqqqqqqff",
            "1   qq 1 qqqqqq                    1f   ccc .... .. . .... 111         f",
            "1a     ccccccccccccccccccccccc     1f                                  f",
            "1                                  1f                                  f",
            "1   qq 1 qqqq                      1f                                  f",
            "1      . ...... .... ...           1f                                  f",
            "1                                  1f                                  f",
            "1                                  1f                                  f",
            "1                                  1f                                  f",
            "1                                  1f                                  f",
            "1                                  1f                                  f",
            "111111111111111111111111111111111111ffffffffffffffffffffffffffffffffffff",
            " ..... .fffqqqqqqfffqqqqqqqqqqqqqqqqq  a qqqq  a qqqq  a qqqqqq  a qqqq",
        ],
    );
}

#[test]
fn what_the_reader_wrote_stands_beside_and_under_its_sentence() {
    let mut state = article(72, 16);
    press(&mut state, "m a w h o ? Ctrl-s s s x");
    let (buffer, _) = drawn(&state, Depth::True);
    assert_grid(
        &text(&buffer),
        &[
            " postil   On glaciers                             saving… · 1 min · 36%",
            "╭─ 1 Source claims ────────────────╮╭─ 2 Analysis ── 3 Strategic take ─╮",
            "│    1 # figure                  ✓ ││   ‹1› That is a lot. ‹2›         │",
            "│▸▍    The index fell by 12 %.     ││                                  │",
            "│      ✎ who?                      ││                                  │",
            "│                                  ││                                  │",
            "│    2 · fact                      ││                                  │",
            "│      A survey says so.           ││                                  │",
            "│                                  ││                                  │",
            "│                                  ││                                  │",
            "╰──────────────────────────────────╯╰──────────────────────────────────╯",
            "── 1 annotation here ───────────────────────────────────────────────────",
            "  ▍key (k) · ✓ supported · not on disk yet · 1970-01-01",
            "  ✎ who?",
            "",
            " claim 1 · figure · moved here by you  a note  m mark  s assess  ? help",
        ],
    );
    assert_grid(
        &faces(&buffer, Depth::True),
        &[
            " aaaaaa   bbbbbbbbbbb                             qqqqqqqfffqqqqqfffqqq",
            "111111111111111111111111111111111111ffqqqqqqqqqqqqffqqqqqqqqqqqqqqqqqqff",
            "1   qq 1 qqqqqq                  b 1f   ccc .... .. . .... 111         f",
            "1a.    kkkkkkkkkkkkkkkkkkkkkkk     1f                                  f",
            "1      wwwwww                      1f                                  f",
            "1                                  1f                                  f",
            "1   qq 1 qqqq                      1f                                  f",
            "1      . ...... .... ...           1f                                  f",
            "1                                  1f                                  f",
            "1                                  1f                                  f",
            "111111111111111111111111111111111111ffffffffffffffffffffffffffffffffffff",
            "ffbbbbbbbbbbbbbbbbbbbfffffffffffffffffffffffffffffffffffffffffffffffffff",
            "  .... ...fffbbbbbbbbbbbfffqqqqqqqqqqqqqqqfffffffffffff",
            "  ww....",
            "",
            " ..... .fffqqqqqqfffqqqqqqqqqqqqqqqqq  a qqqq  a qqqq  a qqqqqq  a qqqq",
        ],
    );
}

#[test]
fn without_colours_every_state_keeps_a_mark() {
    let mut state = article(44, 13);
    press(&mut state, "M d / s u r Enter k v l l");
    let (buffer, cursor) = drawn(&state, Depth::Plain);
    assert!(cursor.is_some());
    assert_grid(
        &text(&buffer),
        &[
            " On glaciers                  saving… · 36%",
            "╭─ 1 Source claims ────────────────── 2 3 ─╮",
            "│    1 # figure                            │",
            "│▸d    The index fell by 12 %.             │",
            "│                                          │",
            "│    2 · fact                              │",
            "│      A survey says so.                   │",
            "│                                          │",
            "│                                          │",
            "│                                          │",
            "│                                          │",
            "╰──────────────────────────────────────────╯",
            " 1 word selected             m mark  ? help",
        ],
    );
    assert_grid(
        &faces(&buffer, Depth::Plain),
        &[
            " bbbbbbbbbbb                  ddddddddddddd",
            "..sssssssssssssssss..................ddddd..",
            ".   dd . dddddd                            .",
            ".bs    sssuuuuuuuuuuuuuuuuuuuu             .",
            ".                                          .",
            ".   dd . dddd                              .",
            ".      . sss... .... ...                   .",
            ".                                          .",
            ".                                          .",
            ".                                          .",
            ".                                          .",
            "............................................",
            " . .... ........             b dddd  b dddd",
        ],
    );
    assert!(buffer.content.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)));
}

#[test]
fn the_whole_article_is_one_column() {
    let mut state = article(50, 12);
    press(&mut state, "w");
    let (buffer, _) = drawn(&state, Depth::True);
    assert_grid(
        &text(&buffer),
        &[
            " On glaciers                          1 min · 36%",
            "       On glaciers",
            "",
            "▸  ca  The index fell by 12 %. That is a lot. A",
            "       survey says so.",
            "",
            "       ¶ What to do",
            "",
            "   t   Measure it again.",
            "",
            "",
            " claim 1 · figure          a note  m mark  ? help",
        ],
    );
}

#[test]
fn what_moved_changed_or_lost_its_place_says_so() {
    let mut state = article(100, 14);
    press(&mut state, "b j b w");
    let session = state.session.as_mut().unwrap();
    let spans: Vec<_> = session.placed.iter().filter_map(|placed| placed.placement.span()).collect();
    session.placed[0].placement = Placement::Moved(spans[0], 0.9);
    session.placed[1].placement = Placement::Changed(spans[1], 0.8);
    let mut lost = session.placed[0].clone();
    lost.placement = Placement::Orphan;
    session.placed.push(lost);
    press(&mut state, "w x");
    let rows = text(&drawn(&state, Depth::True).0);
    assert!(rows[0].contains("⌀ 1 orphaned"), "{}", rows[0]);
    assert!(rows[2].contains("1 # figure") && rows[2].contains("↷ ⚑"), "{}", rows[2]);
    assert!(rows.iter().any(|row| row.contains("≠ ⚑")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("⚑ bookmark · ≠ changed")), "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("was: A survey says so.")), "{rows:?}");
}

/// Answers a review with what the selectors tell.
fn compare(state: &mut State) {
    let Some(session) = &state.session else { return };
    let placed: Vec<_> = session.placed.iter().collect();
    let found = passages(None, session.document().text(), &placed);
    let ids = placed.iter().map(|placed| placed.annotation.id);
    let found = Event::Compared(session.id, ids.zip(found).collect());
    update(state, found, fresh(0));
}

/// Takes the place of every annotation away.
fn lose(state: &mut State) {
    for placed in state.session.iter_mut().flat_map(|session| &mut session.placed) {
        placed.placement = Placement::Orphan;
    }
}

#[test]
fn a_search_says_which_hit_of_how_many() {
    let mut state = article(50, 10);
    press(&mut state, "/ s");
    let (buffer, cursor) = drawn(&state, Depth::True);
    assert_grid(&text(&buffer)[9..], &["/s                                            2/7"]);
    assert_eq!(cursor, Some(Position { x: 2, y: 9 }));
    press(&mut state, "x");
    assert!(text(&drawn(&state, Depth::True).0).last().unwrap().ends_with("no match"));
}

#[test]
fn a_long_message_takes_the_rows_it_needs() {
    let mut state = article(40, 10);
    state.say(Weight::Fault, "the store cannot be written: the disk is full, so nothing is saved until there is room");
    let rows = text(&drawn(&state, Depth::True).0);
    assert_grid(
        &rows[6..],
        &[
            "│      A survey says so.               │",
            " ✗ the store cannot be written: the",
            " disk is full, so nothing is saved",
            " until there is room",
        ],
    );
    state.message = None;
    state.saving = Saving::Off("the disk is full".to_owned());
    assert!(text(&drawn(&state, Depth::True).0)[0].contains("not saved"));
}

#[test]
fn hints_are_never_cut_and_help_is_always_among_them() {
    for width in 20..200 {
        let rows = text(&drawn(&article(width, 12), Depth::True).0);
        let status = rows.last().unwrap();
        assert!(status.ends_with("? help"), "{width}: {status}");
    }
}

#[test]
fn nothing_from_outside_reaches_a_cell_as_a_control() {
    let mut state = article(60, 12);
    state.say(Weight::Note, "a\u{1b}[31mred\u{202e}\u{9b}2J\tend");
    let (buffer, _) = drawn(&state, Depth::True);
    assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(is_harmful)));
}

/// Keys that open everything there is to draw.
const KEYS: &[&str] = &[
    "j",
    "k",
    "J",
    "gg",
    "G",
    "l",
    "h",
    "Tab",
    "3",
    "z",
    "w",
    "m",
    "M",
    "a",
    "t",
    "s",
    "f",
    "c",
    "b",
    "x",
    "v",
    "V",
    "/",
    "n",
    "i",
    "?",
    "A",
    "o",
    ":",
    "d",
    "u",
    "Enter",
    "Esc",
    "Up",
    "Down",
    "PgDn",
    "Ctrl-s",
    "e",
    "r",
    "p",
    "5",
    "-",
    "1",
    "Backspace",
    "R",
    "gr",
    "ga",
    "gA",
];

#[test]
fn a_screen_as_wide_as_numbers_go_can_be_drawn() {
    let words = |state: &State| grid(&drawn(state, Depth::True).0, |cell| cell.symbol().to_owned()).concat();
    for width in u16::MAX - 4..=u16::MAX {
        let mut builder = DocumentBuilder::new();
        builder.block(BlockKind::Paragraph, "Measure it again.");
        let mut state = screen(80, 3, builder, &[Pane::Take]);
        update(&mut state, Event::Resize(width, 3), fresh(0));
        assert!(words(&state).contains("? help"), "{width}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_screen_of_any_size_can_be_drawn(
        sizes in prop::collection::vec((0u16..200, 0u16..60), 1..4),
        blocks in prop::collection::vec((0u8..7, "(\\PC{0,9}[ .!?\\t\\n]){0,20}"), 0..6),
        panes in prop::collection::vec(prop::sample::select(Pane::ALL.to_vec()), 0..20),
        keys in prop::collection::vec(prop::sample::select(KEYS), 0..25),
        depth in prop::sample::select(vec![Depth::Plain, Depth::Basic, Depth::Indexed, Depth::True]),
        lost in any::<bool>(),
    ) {
        let mut builder = DocumentBuilder::new();
        for (kind, words) in &blocks {
            builder.block(match kind {
                0 => BlockKind::Heading { level: 2 },
                1 => BlockKind::Code,
                2 => BlockKind::Table,
                3 => BlockKind::ListItem { depth: 2, ordinal: Some(7) },
                4 => BlockKind::Quotation { depth: 2 },
                _ => BlockKind::Paragraph,
            }, words);
        }
        let mut state = screen(80, 24, builder, &panes);
        for (nth, keys) in keys.chunks(keys.len().div_ceil(sizes.len()).max(1)).enumerate() {
            let (width, height) = sizes[nth % sizes.len()];
            update(&mut state, Event::Resize(width, height), fresh(0));
            if lost {
                lose(&mut state);
                compare(&mut state);
            }
            for key in keys {
                let sequence = Key::parse_sequence(key).unwrap();
                for key in sequence {
                    let id = state.ticket * 1000 + nth as u64;
                    update(&mut state, Event::Key(key), fresh(id));
                }
                let (buffer, cursor) = drawn(&state, depth);
                prop_assert!(buffer.content.iter().all(|cell| !cell.symbol().chars().any(is_harmful)));
                prop_assert!(cursor.is_none_or(|cursor| buffer.area.contains(cursor)));
            }
        }
    }
}
