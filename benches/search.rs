//! How long it takes to find words: in a long text, and in the annotations of a store.

use divan::{Bencher, black_box};
use jiff::Timestamp;
use postil::article::identity::Origin;
use postil::article::parse::{Kind, parse};
use postil::notes::annotation::{Annotation, AnnotationId, Body};
use postil::notes::change::Change;
use postil::notes::selector::Selector;
use postil::store::search::Filter;
use postil::store::store::Store;
use postil::text::search::find_all;
use postil::text::span::Span;
use uuid::Uuid;

const SEED: &str = include_str!("../seeds/karpathy-at-anthropic.txt");

fn main() {
    divan::main();
}

/// Ten megabytes in which `zebra` stands once, at the end.
fn ten_megabytes() -> String {
    let mut text = SEED.repeat(10_000_000 / SEED.len());
    text.push_str(" A zebra.");
    text
}

#[divan::bench(args = ["zebra", "Zebra", "no such words", "claude"])]
fn ten_megabytes_of_text(bencher: Bencher<'_, '_>, needle: &str) {
    let text = ten_megabytes();
    bencher.bench(|| find_all(black_box(&text), needle, 10_000).len());
}

/// A store in memory with this many notes, of which one in a thousand holds `zebra`.
fn store_with(notes: usize) -> Option<Store> {
    let mut store = Store::in_memory().ok()?;
    let document = parse(Kind::PlainText, SEED.as_bytes(), "article");
    let origin = Origin { uri: Some("file:///article".to_owned()), name: "article".to_owned(), fetched: None };
    let known = store.remember(&document, &origin, SEED.as_bytes(), Timestamp::UNIX_EPOCH).ok()?;
    let changes: Vec<Change> = (0..notes)
        .map(|number| {
            let animal = if number % 1000 == 0 { "zebra" } else { "horse" };
            Change::Add(Box::new(Annotation {
                id: AnnotationId(Uuid::from_u128(number as u128)),
                document: known.id,
                selector: Selector::of(&document, Span::new(0, 8)),
                accepted: None,
                body: Body { note: Some(format!("Who said that of the {animal} {number}?")), ..Body::default() },
                created: Timestamp::UNIX_EPOCH,
                modified: Timestamp::UNIX_EPOCH,
            }))
        })
        .collect();
    store.save(&changes, Timestamp::UNIX_EPOCH).ok()?;
    Some(store)
}

#[divan::bench(args = ["zebra", "horse", "\"said that\"", "ra"])]
fn ten_thousand_notes(bencher: Bencher<'_, '_>, query: &str) {
    let Some(store) = store_with(10_000) else { return };
    let filter = Filter { query: Some(query.to_owned()), limit: Some(1000), ..Filter::default() };
    bencher.bench_local(|| store.search(black_box(&filter)).map(|found| found.len()));
}
