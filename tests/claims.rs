//! The split of articles labelled by hand: `fixtures/claims`.

use std::sync::Arc;

use postil::article::document::SentenceId;
use postil::article::pane::Pane;
use postil::article::parse::{Kind, parse};
use postil::reading::reading::Reading;
use postil::text::code_points::CodePoints;
use serde_json::Value;

/// Right and all of the sentences with a pane, of the second pane accepted, and of the sources; headings and
/// what is printed with an article, and those of them that were taken for its words.
#[derive(Debug, Default)]
struct Score {
    aside: usize,
    leaked: usize,
    sentences: usize,
    right: usize,
    accepted: usize,
    sources: usize,
    named: usize,
}

impl Score {
    fn share(part: usize, whole: usize) -> f64 {
        part as f64 / whole as f64
    }

    fn add(&mut self, article: &Value) {
        let text = article["text"].as_str().unwrap();
        let document = Arc::new(parse(Kind::PlainText, text.as_bytes(), "fixture"));
        let reading = Reading::of(Arc::clone(&document));
        let points = CodePoints::of(text);
        for unit in article["units"].as_array().unwrap() {
            let pane = match unit["pane"].as_str().unwrap() {
                "claim" => Pane::Claims,
                "analysis" => Pane::Analysis,
                "take" => Pane::Take,
                _ => {
                    self.aside += 1;
                    self.leaked += usize::from(sentence(&reading, unit["text"].as_str().unwrap()).is_some());
                    continue;
                }
            };
            let number = |key: &str| usize::try_from(unit[key].as_u64().unwrap()).unwrap();
            let words = points.span(number("start"), number("end")).of(text);
            self.sentences += 1;
            let Some(id) = sentence(&reading, words) else { continue };
            let judged = reading.pane(id).unwrap();
            let also = unit["also"].as_str().is_some_and(|also| judged.name().starts_with(also));
            self.right += usize::from(judged == pane);
            self.accepted += usize::from(judged == pane || also);
            for source in unit["sources"].as_array().unwrap() {
                let mentioned = source["implicit"] == false;
                let name = source["name"].as_str().unwrap();
                let found = reading.judgement(id).and_then(|judgement| judgement.source.clone());
                self.sources += usize::from(mentioned);
                self.named += usize::from(mentioned && found.is_some_and(|found| shares_a_word(&found.name, name)));
            }
        }
    }
}

/// The sentence whose words these are.
fn sentence(reading: &Reading, words: &str) -> Option<SentenceId> {
    let document = reading.document();
    document.all_sentences().find(|(_, span)| span.of(document.text()) == words).map(|(id, _)| id)
}

/// Whether two names share a longer word, but for its ending.
fn shares_a_word(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        name.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 3)
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    let others = words(other);
    words(one).iter().any(|word| others.iter().any(|other| word.starts_with(other) || other.starts_with(word)))
}

fn score(articles: &str) -> Score {
    let mut score = Score::default();
    articles.lines().for_each(|line| score.add(&serde_json::from_str(line).unwrap()));
    score
}

#[test]
fn labelled_articles_fall_into_their_panes() {
    for (name, articles, right, accepted, named, leaked) in [
        ("en", include_str!("fixtures/claims/en.jsonl"), 0.75, 0.8, 0.7, 0.0),
        ("en-articles", include_str!("fixtures/claims/en-articles.jsonl"), 0.8, 0.89, 0.62, 0.07),
        ("en-briefings", include_str!("fixtures/claims/en-briefings.jsonl"), 0.86, 0.93, 0.76, 0.03),
        ("de", include_str!("fixtures/claims/de.jsonl"), 0.75, 0.8, 0.7, 0.0),
        ("fr", include_str!("fixtures/claims/fr.jsonl"), 0.75, 0.8, 0.7, 0.15),
        ("es", include_str!("fixtures/claims/es.jsonl"), 0.75, 0.8, 0.7, 0.15),
    ] {
        let score = score(articles);
        assert!(Score::share(score.right, score.sentences) >= right, "{name}: {score:?}");
        assert!(Score::share(score.accepted, score.sentences) >= accepted, "{name}: {score:?}");
        assert!(Score::share(score.named, score.sources) >= named, "{name}: {score:?}");
        assert!(Score::share(score.leaked, score.aside) <= leaked, "{name}: {score:?}");
    }
}
