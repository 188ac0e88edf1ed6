//! How long it takes to cut and judge an article, from cold.

use std::hint::black_box;
use std::sync::Arc;

use postil::article::document::Document;
use postil::article::parse::{Kind, parse};
use postil::reading::reading::Reading;

fn main() {
    divan::main();
}

/// A document of about `bytes` of the seed article over and over.
fn article(bytes: usize) -> Document {
    let seed = include_str!("../seeds/karpathy-at-anthropic.txt");
    let mut text = format!("{seed}\n").repeat(bytes.div_ceil(seed.len()));
    text.truncate(text.floor_char_boundary(bytes));
    document(&text)
}

fn document(text: &str) -> Document {
    parse(Kind::PlainText, text.as_bytes(), "bench")
}

/// Cuts every block into sentences and judges them.
fn split(document: Document) -> usize {
    let reading = Reading::of(Arc::new(document));
    black_box(reading.counts().iter().sum())
}

#[divan::bench(args = [2_000, 20_000, 1_000_000])]
fn an_article(bencher: divan::Bencher<'_, '_>, bytes: usize) {
    bencher.with_inputs(|| article(bytes)).bench_values(split);
}

#[divan::bench(sample_count = 3)]
fn one_sentence_of_ten_megabytes(bencher: divan::Bencher<'_, '_>) {
    let text = "word and said Alice Bob, ".repeat(400_000);
    bencher.with_inputs(|| document(&text)).bench_values(split);
}

#[divan::bench(sample_count = 3)]
fn a_million_quotation_marks(bencher: divan::Bencher<'_, '_>) {
    let text = "\" ".repeat(1_000_000);
    bencher.with_inputs(|| document(&text)).bench_values(split);
}

#[divan::bench(sample_count = 3)]
fn two_hundred_thousand_items(bencher: divan::Bencher<'_, '_>) {
    let text = format!("The report says:\n{}", "- Acme said 5 % of it\n".repeat(200_000));
    bencher.with_inputs(|| document(&text)).bench_values(split);
}
