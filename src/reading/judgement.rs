//! What postil thinks of one sentence.

use crate::article::pane::Pane;
use crate::text::span::Span;

/// What postil thinks of one sentence, and why. Spans are of the document's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Where it belongs, by its own evidence and its section; the reader may have corrected it.
    pub pane: Pane,
    /// What kind of claim it is, or would be if the reader moved it to the claims.
    pub kind: ClaimKind,
    /// Who says it, where somebody does.
    pub source: Option<Source>,
    /// The words that tie the content to the source ("shows", "per", "according to").
    pub cue: Option<Span>,
    /// Figures with their units, in order.
    pub figures: Vec<Span>,
    /// Whether it states something about the future, whoever says it.
    pub forecast: bool,
    /// How sure its author sounds, 0 to 1, by the modal words ("will", "probably", "may"); 1 for a
    /// flat statement.
    pub confidence: f32,
    /// The evidence, most decisive first, in sentences for the reader.
    pub reasons: Vec<String>,
}

impl Judgement {
    /// A plain statement of the author's, with one reason.
    pub fn analysis(reason: &str) -> Self {
        Self {
            pane: Pane::Analysis,
            kind: ClaimKind::Fact,
            source: None,
            cue: None,
            figures: Vec::new(),
            forecast: false,
            confidence: 1.0,
            reasons: vec![reason.to_owned()],
        }
    }
}

/// Who says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name, resolved: "Karpathy" where the sentence says "he".
    pub name: String,
    /// Where this sentence mentions the source; nothing where it is carried over from an earlier one.
    pub mention: Option<Span>,
}

/// What a claim is, the first that applies in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// A source's own words in quotation marks.
    Quotation,
    /// What a named or described source says.
    Attribution,
    /// A quantity.
    Figure,
    /// The time is the checkable point.
    Date,
    /// Something that happened.
    Event,
    /// A checkable property of a particular thing.
    Fact,
}

impl ClaimKind {
    /// The name in JSON, on the screen and in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Attribution => "attribution",
            Self::Figure => "figure",
            Self::Date => "date",
            Self::Event => "event",
            Self::Fact => "fact",
        }
    }

    /// The mark on the screen.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Quotation => "❝",
            Self::Attribution => "@",
            Self::Figure => "#",
            Self::Date => "◷",
            Self::Event => "!",
            Self::Fact => "·",
        }
    }
}
