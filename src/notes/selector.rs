//! Where an annotation stands, in words and in places.

use serde::{Deserialize, Serialize};

use crate::article::document::Document;
use crate::article::identity::TextHash;
use crate::text::span::Span;
use crate::text::width::floor;

/// Bytes of context kept on either side, at most.
const CONTEXT: usize = 96;

/// The place of an annotation in the edition it was made on: W3C TextQuoteSelector and
/// TextPositionSelector in one. Never rewritten: when the text changes, a [`Placement`] is added, and beside it where the
/// reader accepted that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The words, exactly as they stand at `span`.
    pub exact: String,
    /// What stands right before them.
    pub prefix: String,
    /// What stands right after them.
    pub suffix: String,
    /// Where, in bytes of that edition's text.
    pub span: Span,
    /// That edition; nothing where it is not known, as for imported annotations.
    pub edition: Option<TextHash>,
}

impl Selector {
    /// The selector of `span` in `document`.
    pub fn of(document: &Document, span: Span) -> Self {
        let text = document.text();
        let before = text.get(floor(text, span.start.saturating_sub(CONTEXT))..span.start).unwrap_or_default();
        let after = text.get(span.end..floor(text, span.end + CONTEXT)).unwrap_or_default();
        Self {
            exact: span.of(text).to_owned(),
            prefix: before.to_owned(),
            suffix: after.to_owned(),
            span,
            edition: Some(document.hash()),
        }
    }
}

/// Where a selector stands in the text that is open now. Every annotation has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placement {
    /// The same words at the same place, or in the same surroundings.
    Exact(Span),
    /// The same words elsewhere.
    Moved(Span, f32),
    /// Other words at the place that descends from the old one.
    Changed(Span, f32),
    /// No place that can be named with confidence.
    Orphan,
}

impl Placement {
    /// The place, if there is one.
    pub const fn span(self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span, _) | Self::Changed(span, _) => Some(span),
            Self::Orphan => None,
        }
    }

    /// How sure it is, 0 to 1.
    pub const fn score(self) -> f32 {
        match self {
            Self::Exact(_) => 1.0,
            Self::Moved(_, score) | Self::Changed(_, score) => score,
            Self::Orphan => 0.0,
        }
    }

    /// The name in JSON and on the screen.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact(_) => "exact",
            Self::Moved(..) => "moved",
            Self::Changed(..) => "changed",
            Self::Orphan => "orphaned",
        }
    }
}

/// What a script or another tool knows of a place: W3C selectors, any part of which may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clue {
    /// The words.
    #[serde(default)]
    pub exact: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood after them.
    #[serde(default)]
    pub suffix: String,
    /// Where they started in the old text, in code points.
    #[serde(default)]
    pub start: Option<usize>,
    /// Where they ended in the old text, in code points.
    #[serde(default)]
    pub end: Option<usize>,
}
