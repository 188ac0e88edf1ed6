//! How long it takes to find annotations again in a text that has changed.

use divan::{Bencher, black_box};
use postil::notes::anchor::place_all;
use postil::notes::selector::{Placement, Selector};
use postil::text::span::Span;

fn main() {
    divan::main();
}

/// Numbers that are the same in each run (a linear congruential generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    /// A word; common ones far more often than rare ones, as in a language.
    fn word(&mut self) -> String {
        let mut rank = self.below(20_000);
        for _ in 0..2 {
            rank = self.below(rank + 1);
        }
        let mut word = String::new();
        loop {
            word.push_str(["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "va"][rank % 10]);
            rank /= 10;
            if rank == 0 {
                return word;
            }
        }
    }

    fn sentence(&mut self) -> String {
        let words: Vec<_> = (0..6 + self.below(20)).map(|_| self.word()).collect();
        words.join(" ") + "."
    }
}

/// A text of about `bytes` as sentences, and the same after one sentence in `every` was rewritten,
/// dropped, put elsewhere or given another word, or had one put before it.
fn versions(bytes: usize, every: usize) -> (Vec<String>, String, String) {
    let mut numbers = Numbers(7);
    let mut sentences = Vec::new();
    let mut length = 0;
    while length < bytes {
        let sentence = numbers.sentence();
        length += sentence.len() + 1;
        sentences.push(sentence);
    }
    let mut edited = Vec::new();
    let mut elsewhere = Vec::new();
    for sentence in &sentences {
        if numbers.below(every) > 0 {
            edited.push(sentence.clone());
            continue;
        }
        match numbers.below(5) {
            0 => edited.push(numbers.sentence()),
            1 => {}
            2 => elsewhere.push(sentence.clone()),
            3 => edited.push(sentence.replacen(' ', &format!(" {} ", numbers.word()), 2)),
            _ => edited.extend([numbers.sentence(), sentence.clone()]),
        }
    }
    for sentence in elsewhere {
        let at = numbers.below(edited.len());
        edited.insert(at, sentence);
    }
    let join = |sentences: &[String]| sentences.chunks(6).map(|few| few.join(" ")).collect::<Vec<_>>().join("\n\n");
    let (old, new) = (join(&sentences), join(&edited));
    (sentences, old, new)
}

/// A selector of the bytes `start..end` of `text`.
fn selector(text: &str, start: usize, end: usize) -> Selector {
    let floor = |at: usize| text.floor_char_boundary(at.min(text.len()));
    let span = Span::new(floor(start), floor(end));
    Selector {
        exact: span.of(text).to_owned(),
        prefix: Span::new(floor(span.start.saturating_sub(32)), span.start).of(text).to_owned(),
        suffix: Span::new(span.end, floor(span.end + 32)).of(text).to_owned(),
        span,
        edition: None,
    }
}

/// A thousand sentences and phrases of a text.
fn thousand(text: &str) -> Vec<Selector> {
    let mut numbers = Numbers(11);
    let length = |numbers: &mut Numbers| if numbers.below(2) == 0 { 30 } else { 120 };
    (0..1000)
        .map(|_| {
            let start = numbers.below(text.len());
            let end = start + length(&mut numbers);
            selector(text, start, end)
        })
        .collect()
}

/// Says once what became of the annotations, so that a bench of nonsense is seen.
#[allow(clippy::print_stdout, reason = "a bench speaks to who runs it")]
fn report(name: &str, placements: &[Placement]) {
    let tally = postil::notes::anchor::tally::Tally::of(placements);
    println!("{name}: {tally}");
}

/// A thousand annotations in a megabyte of which one sentence in twenty was edited.
#[divan::bench(args = [true, false], sample_count = 20)]
fn megabyte(bencher: Bencher<'_, '_>, with_old: bool) {
    let (_, old, new) = versions(1_000_000, 20);
    let selectors = thousand(&old);
    let at_hand = with_old.then_some(old.as_str());
    report("megabyte", &place_all(at_hand, &new, &selectors));
    bencher.bench_local(|| place_all(black_box(at_hand), black_box(&new), black_box(&selectors)));
}

/// The same where all of it was rewritten.
#[divan::bench(args = [true, false], sample_count = 5)]
fn rewritten(bencher: Bencher<'_, '_>, with_old: bool) {
    let (_, old, _) = versions(1_000_000, 20);
    let (_, _, new) = versions(1_100_000, 1);
    let selectors = thousand(&old);
    let at_hand = with_old.then_some(old.as_str());
    report("rewritten", &place_all(at_hand, &new, &selectors));
    bencher.bench_local(|| place_all(black_box(at_hand), black_box(&new), black_box(&selectors)));
}

/// Texts made to be hard to compare.
#[divan::bench(args = ["lines", "word", "periods", "two words", "all different", "rotated", "huge highlights"], sample_count = 3)]
fn hostile(bencher: Bencher<'_, '_>, name: &str) {
    let mut numbers = Numbers(5);
    let (old, new) = match name {
        "lines" => ("same line\n".repeat(1_000_000), "same line\n".repeat(999_000)),
        "word" => ("x".repeat(10_000_000), "x".repeat(9_999_000) + "y"),
        "periods" => ("one two three. ".repeat(70_000), "one two three four. two ".repeat(50_000)),
        "two words" => {
            let mut text = || (0..500_000).map(|_| ["a ", "b "][numbers.below(2)]).collect::<String>();
            (text(), text())
        }
        "all different" => {
            let text = |from: usize| (from..from + 150_000).map(|i| format!("w{i} ")).collect::<String>();
            (text(0), text(1_000_000))
        }
        "rotated" => {
            let words: Vec<_> = (0..150_000).map(|i| format!("w{} ", i * 7919 % 150_000)).collect();
            (words.concat(), words.iter().rev().map(String::as_str).collect::<String>())
        }
        _ => {
            let (_, old, new) = versions(1_000_000, 10);
            (old, new)
        }
    };
    let mut selectors = thousand(&old);
    if name == "huge highlights" {
        selectors = (0..100).map(|i| selector(&old, i, old.len() - i)).collect();
    }
    for at_hand in [Some(old.as_str()), None] {
        report(name, &place_all(at_hand, &new, &selectors));
    }
    bencher.bench_local(|| {
        black_box(place_all(Some(&old), &new, &selectors));
        black_box(place_all(None, &new, &selectors));
    });
}
