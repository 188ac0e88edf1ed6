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
    /// Sources that were found, and those of them that are labelled for their sentence.
    found: usize,
    rightly: usize,
    /// Forecasts that are labelled, that were found, and that are both.
    ahead: [usize; 3],
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
            let number = |key: &str| usize::try_from(unit[key].as_u64().unwrap()).unwrap();
            let words = points.span(number("start"), number("end")).of(text);
            let pane = match unit["pane"].as_str().unwrap() {
                "claim" => Pane::Claims,
                "analysis" => Pane::Analysis,
                "take" => Pane::Take,
                _ => {
                    self.aside += 1;
                    self.leaked += usize::from(sentence(&reading, words).is_some());
                    continue;
                }
            };
            self.sentences += 1;
            let Some(id) = sentence(&reading, words) else { continue };
            let judged = reading.pane(id).unwrap();
            let also = unit["also"].as_str().is_some_and(|also| judged.name().starts_with(also));
            self.right += usize::from(judged == pane);
            self.accepted += usize::from(judged == pane || also);
            let judgement = reading.judgement(id);
            let (labelled, foretold) =
                (unit["forecast"] == true, judgement.as_ref().is_some_and(|found| found.forecast));
            for (count, applies) in self.ahead.iter_mut().zip([labelled, foretold, labelled && foretold]) {
                *count += usize::from(applies);
            }
            let found = judgement.and_then(|judgement| judgement.source.clone());
            if let (Some(found), Pane::Claims) = (&found, judged) {
                self.found += 1;
                let labelled = unit["sources"].as_array().into_iter().flatten().any(|source| {
                    let mention = source["span"].as_array().map(|span| {
                        let at = |nth: usize| usize::try_from(span[nth].as_u64().unwrap()).unwrap();
                        points.span(at(0), at(1)).of(text)
                    });
                    is_same(&found.name, source["name"].as_str().unwrap())
                        || mention.is_some_and(|mention| is_same(&found.name, mention))
                });
                self.rightly += usize::from(labelled && pane == Pane::Claims);
            }
            for source in unit["sources"].as_array().into_iter().flatten() {
                let mentioned = source["implicit"] == false;
                let name = source["name"].as_str().unwrap();
                self.sources += usize::from(mentioned);
                self.named += usize::from(
                    mentioned
                        && found
                            .as_ref()
                            .is_some_and(|found| shares_a_word(&found.name, name) || is_same(&found.name, name)),
                );
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

/// Whether one of two names holds all words of the other, articles and possessives left out.
fn is_same(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        name.split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !matches!(word.as_str(), "" | "the" | "a" | "of" | "s" | "his" | "her" | "their" | "its"))
            .collect::<Vec<_>>()
    };
    let (one, other) = (words(one), words(other));
    let within = |a: &[String], b: &[String]| !a.is_empty() && a.iter().all(|word| b.contains(word));
    within(&one, &other) || within(&other, &one)
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
        ("en-own", include_str!("fixtures/claims/en-own.jsonl"), 0.84, 0.86, 0.6, 0.05),
        ("en-briefings", include_str!("fixtures/claims/en-briefings.jsonl"), 0.86, 0.93, 0.76, 0.03),
        ("en-more", include_str!("fixtures/claims/en-more.jsonl"), 0.74, 0.82, 0.0, 0.12),
        ("en-posts", include_str!("fixtures/claims/en-posts.jsonl"), 0.7, 0.82, 0.0, 0.25),
        ("en-web", include_str!("fixtures/claims/en-web.jsonl"), 0.6, 0.75, 0.3, 0.25),
        ("en-commentary", include_str!("fixtures/claims/en-commentary.jsonl"), 0.6, 0.75, 0.3, 0.25),
        ("de", include_str!("fixtures/claims/de.jsonl"), 0.75, 0.8, 0.7, 0.0),
        ("fr", include_str!("fixtures/claims/fr.jsonl"), 0.75, 0.8, 0.7, 0.15),
        ("es", include_str!("fixtures/claims/es.jsonl"), 0.75, 0.8, 0.7, 0.15),
        ("de-web", include_str!("fixtures/claims/de-web.jsonl"), 0.78, 0.84, 0.65, 0.2),
        ("fr-web", include_str!("fixtures/claims/fr-web.jsonl"), 0.68, 0.8, 0.4, 0.25),
        ("es-web", include_str!("fixtures/claims/es-web.jsonl"), 0.8, 0.85, 0.4, 0.2),
    ] {
        let score = score(articles);
        assert!(Score::share(score.right, score.sentences) >= right, "{name}: {score:?}");
        assert!(Score::share(score.accepted, score.sentences) >= accepted, "{name}: {score:?}");
        assert!(score.sources == 0 || Score::share(score.named, score.sources) >= named, "{name}: {score:?}");
        assert!(Score::share(score.leaked, score.aside) <= leaked, "{name}: {score:?}");
    }
}

#[test]
fn forecasts_are_what_is_said_of_the_future() {
    for (name, articles, least) in [
        ("en-articles", include_str!("fixtures/claims/en-articles.jsonl"), 0.66),
        ("en-own", include_str!("fixtures/claims/en-own.jsonl"), 0.75),
        ("en-briefings", include_str!("fixtures/claims/en-briefings.jsonl"), 0.9),
        ("de", include_str!("fixtures/claims/de.jsonl"), 0.6),
        ("fr", include_str!("fixtures/claims/fr.jsonl"), 0.75),
        ("es", include_str!("fixtures/claims/es.jsonl"), 0.75),
    ] {
        let score = score(articles);
        let [labelled, found, both] = score.ahead;
        // The harmonic mean of precision and recall.
        assert!(Score::share(2 * both, labelled + found) >= least, "{name}: {score:?}");
    }
}

#[test]
fn sources_are_those_who_say_it() {
    for (name, articles, recall, precision) in [
        ("sources", include_str!("fixtures/claims/sources.jsonl"), 0.93, 0.95),
        ("en-articles", include_str!("fixtures/claims/en-articles.jsonl"), 0.8, 0.86),
        ("en-briefings", include_str!("fixtures/claims/en-briefings.jsonl"), 0.87, 0.9),
        ("de", include_str!("fixtures/claims/de.jsonl"), 0.8, 0.9),
        ("fr", include_str!("fixtures/claims/fr.jsonl"), 0.8, 0.85),
        ("es", include_str!("fixtures/claims/es.jsonl"), 0.8, 0.85),
    ] {
        let score = score(articles);
        assert!(Score::share(score.named, score.sources) >= recall, "{name}: {score:?}");
        assert!(Score::share(score.rightly, score.found) >= precision, "{name}: {score:?}");
    }
}
