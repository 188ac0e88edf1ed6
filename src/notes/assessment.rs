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
