//! How long it takes from the bytes of an article to its first frame, the terminal and the store left out.

use std::hint::black_box;
use std::sync::Arc;

use jiff::Timestamp;
use postil::app::event::{Event, Fresh, Loaded};
use postil::app::state::{Settings, State, View};
use postil::app::update::update;
use postil::article::identity::{DocumentId, Origin, TextHash};
use postil::article::parse::{Kind, parse, parse_start};
use postil::notes::annotation::AnnotationId;
use postil::reading::reading::Reading;
use postil::view::draw::draw;
use postil::view::screen::Screen;
use postil::view::theme::{Depth, Ground, Theme};
use uuid::Uuid;

const SEED: &str = include_str!("../seeds/karpathy-at-anthropic.txt");

fn main() {
    // What a process does once, such as compiling rules, is done before anything is measured.
    black_box(first_frame(SEED, View::PANES, true));
    divan::main();
}

/// The first frame of an article on a screen of 120 by 40; of a long one, its start is parsed.
fn first_frame(article: &str, view: View, complete: bool) -> Screen {
    let bytes = article.as_bytes();
    let document = if complete {
        parse(Kind::PlainText, bytes, "article")
    } else {
        parse_start(Kind::PlainText, bytes, "article", 0)
    };
    let loaded = Loaded {
        generation: 0,
        reading: Reading::of(Arc::new(document)),
        origin: Origin::default(),
        id: DocumentId::first_seen(TextHash::of("")),
        complete,
        go_to: None,
        notice: None,
    };
    let mut state = State::new(120, 40, Settings { view, ..Settings::default() });
    let fresh = Fresh { now: Timestamp::UNIX_EPOCH, id: AnnotationId(Uuid::nil()) };
    update(&mut state, Event::Loaded(Box::new(loaded)), fresh);
    let mut screen = Screen::new(120, 40);
    draw(&state, &Theme::new(Depth::True, Ground::Dark), &mut screen);
    screen
}

#[divan::bench]
fn seed_in_panes(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| first_frame(black_box(SEED), View::PANES, true));
}

#[divan::bench]
fn seed_as_a_whole(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| first_frame(black_box(SEED), View::Whole, true));
}

#[divan::bench]
fn ten_megabytes_in_paragraphs(bencher: divan::Bencher<'_, '_>) {
    let article = SEED.repeat(10_000_000 / SEED.len());
    bencher.bench(|| first_frame(black_box(&article), View::Whole, false));
}

#[divan::bench]
fn ten_megabytes_in_one_line(bencher: divan::Bencher<'_, '_>) {
    let article = SEED.replace('\n', " ").repeat(10_000_000 / SEED.len());
    bencher.bench(|| first_frame(black_box(&article), View::Whole, false));
}
