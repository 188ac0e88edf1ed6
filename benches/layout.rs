//! How long it takes to lay out a screen from cold.

use std::hint::black_box;
use std::sync::Arc;

use postil::article::block::BlockKind;
use postil::article::builder::DocumentBuilder;
use postil::article::pane::Pane;
use postil::layout::layout::{Layout, Options, Scope};
use postil::layout::row::Top;
use postil::reading::reading::Reading;

fn main() {
    divan::main();
}

/// Paragraphs of an article, `bytes` long in all; one block or many.
fn reading(bytes: usize, blocks: usize) -> Reading {
    let article = include_str!("../seeds/karpathy-at-anthropic.txt").replace('\n', " ");
    let mut builder = DocumentBuilder::new();
    for _ in 0..blocks {
        let times = (bytes / blocks).div_ceil(article.len());
        let mut words = article.repeat(times);
        words.truncate(words.floor_char_boundary(bytes / blocks));
        builder.block(BlockKind::Paragraph, &words);
    }
    let reading = Reading::of(Arc::new(builder.finish()));
    // Sentences and judgements are not what is measured here.
    reading.counts();
    reading
}

/// Lays out the first screen of all three panes, or of the whole article.
fn first_screen(reading: &Reading, whole: bool) -> usize {
    let scopes: &[Scope] = if whole {
        &[Scope::Whole]
    } else {
        &[Scope::Pane(Pane::Claims), Scope::Pane(Pane::Analysis), Scope::Pane(Pane::Take)]
    };
    let rows = scopes.iter().map(|scope| {
        let layout = Layout::new(reading, *scope, 160 / scopes.len() as u16, Options::default());
        layout.window(Top::default(), 50).count()
    });
    rows.sum()
}

#[divan::bench(args = [false, true])]
fn article_of_100_kb(bencher: divan::Bencher<'_, '_>, whole: bool) {
    let reading = reading(100_000, 200);
    bencher.bench(|| first_screen(black_box(&reading), whole));
}

#[divan::bench(args = [false, true])]
fn ten_mb_in_one_line(bencher: divan::Bencher<'_, '_>, whole: bool) {
    let reading = reading(10_000_000, 1);
    bencher.bench(|| first_screen(black_box(&reading), whole));
}

#[divan::bench]
fn last_screen_of_10_mb(bencher: divan::Bencher<'_, '_>) {
    let reading = reading(10_000_000, 20_000);
    bencher.bench(|| {
        let layout = Layout::new(black_box(&reading), Scope::Whole, 160, Options::default());
        layout.window(layout.end(50), 50).count()
    });
}
