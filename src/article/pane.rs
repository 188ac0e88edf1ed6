//! The three panes. They stand this low because reading, notes and layout all speak of them.

use serde::{Deserialize, Serialize};

/// Where a sentence belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pane {
    /// What a source says, or what can be checked.
    Claims,
    /// What the author makes of it.
    Analysis,
    /// What follows for the reader.
    Take,
}

impl Pane {
    /// All panes, in their order on the screen.
    pub const ALL: [Self; 3] = [Self::Claims, Self::Analysis, Self::Take];

    /// Its place on the screen, from 0.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The name in JSON, on the command line and in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Analysis => "analysis",
            Self::Take => "take",
        }
    }

    /// The name on the screen.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Claims => "Source claims",
            Self::Analysis => "Analysis",
            Self::Take => "Strategic take",
        }
    }

    /// The pane of that name, as [`name`](Self::name) gives it.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pane| pane.name() == name)
    }
}
