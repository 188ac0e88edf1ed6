//! How long it takes to draw a screen, and to answer a key.

use std::hint::black_box;
use std::sync::Arc;

use jiff::Timestamp;
use postil::app::event::{Event, Fresh, Loaded};
use postil::app::key::Key;
use postil::app::state::{Settings, State};
use postil::app::update::update;
use postil::article::identity::{DocumentId, Origin, TextHash};
use postil::article::parse::{Kind, parse};
use postil::notes::annotation::AnnotationId;
use postil::reading::reading::Reading;
use postil::view::draw::draw;
use postil::view::screen::Screen;
use postil::view::theme::{Depth, Ground, Theme};
use uuid::Uuid;

fn main() {
    divan::main();
}

fn fresh() -> Fresh {
    Fresh { now: Timestamp::UNIX_EPOCH, id: AnnotationId(Uuid::nil()) }
}

/// The seed article many times over, on a screen of 160 by 50.
fn state(times: usize) -> State {
    let article = include_str!("../seeds/karpathy-at-anthropic.txt").repeat(times);
    let reading = Reading::of(Arc::new(parse(Kind::PlainText, article.as_bytes(), "seed")));
    reading.counts();
    let loaded = Loaded {
        generation: 0,
        reading,
        origin: Origin::default(),
        id: DocumentId::first_seen(TextHash::of("")),
        complete: true,
        go_to: None,
        notice: None,
    };
    let mut state = State::new(160, 50, Settings::default());
    update(&mut state, Event::Loaded(Box::new(loaded)), fresh());
    state
}

fn press(state: &mut State, keys: &[Key]) {
    for key in keys {
        update(state, Event::Key(*key), fresh());
    }
}

#[divan::bench(args = ["", "w"])]
fn draw_100_kb(bencher: divan::Bencher<'_, '_>, view: &str) {
    let mut state = state(35);
    press(&mut state, &Key::parse_sequence(view).unwrap_or_default());
    let theme = Theme::new(Depth::True, Ground::Dark);
    let mut screen = Screen::new(160, 50);
    bencher.bench_local(|| {
        screen.turn();
        draw(black_box(&state), &theme, &mut screen)
    });
}

#[divan::bench(args = ["j", "PgDn"])]
fn key_to_cells_100_kb(bencher: divan::Bencher<'_, '_>, key: &str) {
    let mut state = state(35);
    press(&mut state, &Key::parse_sequence("w").unwrap_or_default());
    let keys = Key::parse_sequence(key).unwrap_or_default();
    let back = Key::parse_sequence("gg").unwrap_or_default();
    let theme = Theme::new(Depth::True, Ground::Dark);
    let mut screen = Screen::new(160, 50);
    let mut pressed = 0;
    bencher.bench_local(|| {
        pressed += 1;
        if pressed % 50 == 0 {
            press(&mut state, &back);
        }
        press(&mut state, &keys);
        screen.turn();
        draw(&state, &theme, &mut screen)
    });
}
