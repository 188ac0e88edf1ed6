//! What the reader thinks of a claim or a forecast. Nothing here is ever computed by postil.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The reader's verdict on a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The evidence speaks for it.
    Supported,
    /// The evidence speaks against it.
    Refuted,
    /// The evidence speaks for and against it.
    Mixed,
    /// There is not enough evidence.
    Unproven,
    /// It cannot be checked.
    NotCheckable,
}

impl Verdict {
    /// All verdicts, in the order they are offered.
    pub const ALL: [Self; 5] = [Self::Supported, Self::Refuted, Self::Mixed, Self::Unproven, Self::NotCheckable];

    /// The name in the store, and on the command line where a blank would want quotes.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Supported => "supported",
            Self::Refuted => "refuted",
            Self::Mixed => "mixed",
            Self::Unproven => "unproven",
            Self::NotCheckable => "not-checkable",
        }
    }

    /// The name as people read it: on the screen, in JSON and in exports.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotCheckable => "not checkable",
            other => other.name(),
        }
    }

    /// The mark on the screen.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Supported => "✓",
            Self::Refuted => "✗",
            Self::Mixed => "±",
            Self::Unproven => "?",
            Self::NotCheckable => "∅",
        }
    }

    /// The verdict of that name; blanks and underscores do for hyphens.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        Self::ALL.into_iter().find(|verdict| verdict.name() == name)
    }
}

/// Something that speaks for or against a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Which way it speaks.
    pub stance: Stance,
    /// A link or a text.
    pub text: String,
}

/// Which way evidence speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// For the claim.
    For,
    /// Against it.
    Against,
}

impl Stance {
    /// The name in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
        }
    }

    /// The name at the head of a line.
    pub const fn title(self) -> &'static str {
        match self {
            Self::For => "For",
            Self::Against => "Against",
        }
    }
}

/// The reader's own view of a statement about the future.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// The reader's probability, 0 to 1.
    pub probability: Option<f64>,
    /// The day on which it can be decided.
    pub due: Option<Date>,
    /// How it will be decided.
    #[serde(default)]
    pub criterion: Option<String>,
    /// How it came out.
    pub outcome: Option<Outcome>,
    /// Earlier probabilities, oldest first, with the time each was given up.
    #[serde(default)]
    pub history: Vec<(Timestamp, f64)>,
}

impl Forecast {
    /// Gives it another probability, or none; the one before is kept with the time it was given up.
    pub fn set_probability(&mut self, probability: Option<f64>, now: Timestamp) {
        if let Some(before) = std::mem::replace(&mut self.probability, probability)
            && probability.is_none_or(|after| after.to_bits() != before.to_bits())
        {
            self.history.push((now, before));
        }
    }

    /// Whether it can be given this probability: what was said of it before it was decided stays as it was said.
    pub fn takes(&self, probability: Option<f64>) -> bool {
        self.outcome.is_none() || probability == self.probability
    }

    /// Whether it could be decided by that day, and is not.
    pub fn is_due(&self, today: Date) -> bool {
        self.outcome.is_none() && self.due.is_some_and(|due| due <= today)
    }
}

/// A probability as people write it, 0.7 or 0,7, 70 % or 70. Whole numbers from 10 on can only be meant in per cent;
/// below, they may as well be a slip.
pub fn read_probability(text: &str) -> Option<f64> {
    let text = text.trim().replace(',', ".");
    let (number, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None if text.parse().is_ok_and(|percent: u8| (10..=100).contains(&percent)) => (text.as_str(), 100.0),
        None => (text.as_str(), 1.0),
    };
    let value: f64 = number.parse().ok()?;
    (0.0..=scale).contains(&value).then_some(value / scale)
}

/// A probability as it is shown, "70 %".
pub fn percent(probability: f64) -> String {
    format!("{} %", (probability * 1000.0).round() / 10.0)
}

/// A day as it is written: year, month and day, YYYY-MM-DD.
pub fn read_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let shaped = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if matches!(i, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    text.parse().ok().filter(|_| shaped)
}

/// How a forecast came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It came true.
    Yes,
    /// It did not.
    No,
    /// It could not be decided.
    Void,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Void];

    /// The name in JSON and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Void => "void",
        }
    }

    /// The outcome of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_and_days_as_people_write_them() {
        for (text, probability) in [
            ("0.7", Some(0.7)),
            ("70%", Some(0.7)),
            ("70 %", Some(0.7)),
            (" 5 %", Some(0.05)),
            ("70", Some(0.7)),
            ("0,25", Some(0.25)),
            ("1", Some(1.0)),
            ("100", Some(1.0)),
            ("1%", Some(0.01)),
        ] {
            assert_eq!(read_probability(text), probability, "{text}");
        }
        for nonsense in ["1.1", "2", "70.5", "101", "-0.1", "-1", "101%", "soon", "NaN", "inf", "", "%"] {
            assert_eq!(read_probability(nonsense), None, "{nonsense}");
        }
        assert_eq!((percent(0.7), percent(0.125), percent(1.0)), ("70 %".into(), "12.5 %".into(), "100 %".into()));
        assert_eq!(read_day(" 2026-12-31 ").unwrap().to_string(), "2026-12-31");
        for nonsense in ["2026-13-01", "20261231", "2026-02-30", "tomorrow", "2026-1-1", "2026-12-31T10:00", ""] {
            assert_eq!(read_day(nonsense), None, "{nonsense}");
        }
    }
}
