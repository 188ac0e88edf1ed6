//! How well forecasts came out.

use serde::Serialize;

use super::assessment::Outcome;

/// One statement about the future: what its author and its reader thought of it, and how it came out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Prediction {
    /// How sure the author sounded, 0 to 1.
    pub author: Option<f64>,
    /// The reader's last probability, 0 to 1.
    pub reader: Option<f64>,
    /// How it came out, if it has.
    pub outcome: Option<Outcome>,
}

/// The scores of author and reader over the same forecasts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Of the authors, by how sure they sounded.
    pub author: Score,
    /// Of the reader.
    pub reader: Score,
    /// Forecasts that have not come out yet.
    pub undecided: usize,
    /// Forecasts that could never be decided.
    pub void: usize,
}

/// One score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Score {
    /// Forecasts that were decided and had a probability.
    pub n: usize,
    /// The mean of `(p - o)²`, 0 (always right and sure) to 1; nothing where `n` is 0.
    pub brier: Option<f64>,
    /// How often forecasts of each probability came true.
    pub calibration: Vec<Bucket>,
}

/// Forecasts of like probability; one without any is left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bucket {
    /// The least probability, in tenths of one: 0.7 holds 0.7 up to 0.8, 0.9 also 1.
    pub from: f64,
    /// How many.
    pub n: usize,
    /// Their mean probability.
    pub probability: f64,
    /// The share that came true.
    pub came_true: f64,
}

/// Scores predictions; those that came out void are counted but not scored.
pub fn score(predictions: &[Prediction]) -> Scores {
    let count = |outcome| predictions.iter().filter(|prediction| prediction.outcome == outcome).count();
    Scores {
        author: score_one(predictions.iter().filter_map(|prediction| decided(prediction.author, prediction.outcome))),
        reader: score_one(predictions.iter().filter_map(|prediction| decided(prediction.reader, prediction.outcome))),
        undecided: count(None),
        void: count(Some(Outcome::Void)),
    }
}

/// A probability and 1 or 0 for what came of it.
fn decided(probability: Option<f64>, outcome: Option<Outcome>) -> Option<(f64, f64)> {
    let came = match outcome? {
        Outcome::Yes => 1.0,
        Outcome::No => 0.0,
        Outcome::Void => return None,
    };
    Some((probability?.clamp(0.0, 1.0), came))
}

fn score_one(pairs: impl Iterator<Item = (f64, f64)>) -> Score {
    // Count, sum of probabilities and sum of outcomes of each tenth.
    let mut tenths = [(0_usize, 0.0_f64, 0.0_f64); 10];
    let (mut n, mut loss) = (0, 0.0);
    for (probability, came) in pairs {
        n += 1;
        loss += (probability - came).powi(2);
        // A hair above the edge, so that 0.7, which is not quite 7/10 in binary, is in its bucket.
        let tenth = ((probability * 10.0 + 1e-9) as usize).min(9);
        if let Some((count, probabilities, outcomes)) = tenths.get_mut(tenth) {
            *count += 1;
            *probabilities += probability;
            *outcomes += came;
        }
    }
    let bucket = |(tenth, (count, probabilities, outcomes)): (usize, &(usize, f64, f64))| Bucket {
        from: tenth as f64 / 10.0,
        n: *count,
        probability: rounded(probabilities / *count as f64),
        came_true: rounded(outcomes / *count as f64),
    };
    let filled = tenths.iter().enumerate().filter(|(_, (count, ..))| *count > 0);
    Score { n, brier: (n > 0).then(|| rounded(loss / n as f64)), calibration: filled.map(bucket).collect() }
}

/// To four digits after the point, so that every machine prints the same.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn scores_are_the_mean_squared_distance() {
        let prediction = |author, reader, outcome| Prediction { author: Some(author), reader, outcome };
        let scores = score(&[
            prediction(1.0, Some(0.7), Some(Outcome::Yes)),
            prediction(1.0, Some(0.2), Some(Outcome::No)),
            prediction(0.5, None, Some(Outcome::No)),
            prediction(0.5, Some(0.5), None),
            prediction(0.5, Some(0.5), Some(Outcome::Void)),
        ]);
        assert_eq!((scores.reader.n, scores.reader.brier), (2, Some(0.065)));
        assert_eq!((scores.author.n, scores.author.brier), (3, Some(0.4167)));
        assert_eq!((scores.undecided, scores.void), (1, 1));
        let bucket = Bucket { from: 0.7, n: 1, probability: 0.7, came_true: 1.0 };
        assert_eq!(scores.reader.calibration.last(), Some(&bucket));
        assert_eq!(score(&[]).reader, Score::default());
    }

    proptest! {
        #[test]
        fn a_score_lies_between_0_and_1(pairs in prop::collection::vec((0.0..=1.0_f64, any::<bool>()), 1..50)) {
            let predictions: Vec<_> = pairs
                .iter()
                .map(|(p, came)| Prediction {
                    author: None,
                    reader: Some(*p),
                    outcome: Some(if *came { Outcome::Yes } else { Outcome::No }),
                })
                .collect();
            let reader = score(&predictions).reader;
            prop_assert!((0.0..=1.0).contains(&reader.brier.unwrap()));
            prop_assert_eq!(reader.calibration.iter().map(|bucket| bucket.n).sum::<usize>(), pairs.len());
        }
    }
}
