//! The terms in which annotations leave and come back: those of the W3C Web Annotation Data Model, and our own
//! for what it has no word for.
//!
//! Every part of a body is a `TextualBody` with a W3C `purpose`, which any reader of annotations understands.
//! Parts that share a purpose are told apart by [`PART`]; what a plain text cannot say stands beside it under
//! the other terms of [`NAMESPACE`].

/// The JSON-LD context of the W3C model.
pub const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What the prefix `postil:` stands for.
pub const NAMESPACE: &str = "urn:x-postil:vocabulary#";

/// Which part of an annotation a body is: one of [`VERDICT`], [`EVIDENCE`], [`WORDING`], [`TO_CHECK`], [`FORECAST`].
pub const PART: &str = "postil:part";

/// The reader's verdict; its value is the verdict's name.
pub const VERDICT: &str = "verdict";

/// Evidence, with its [`STANCE`]; its value is a link or a text.
pub const EVIDENCE: &str = "evidence";

/// The claim in the reader's own words.
pub const WORDING: &str = "wording";

/// That it is to be checked.
pub const TO_CHECK: &str = "to-check";

/// The reader's view of a forecast, with [`PROBABILITY`], [`DUE`], [`CRITERION`], [`OUTCOME`] and [`HISTORY`].
pub const FORECAST: &str = "forecast";

/// Which way evidence speaks: `for` or `against`.
pub const STANCE: &str = "postil:stance";

/// What a colour means to the reader.
pub const MEANING: &str = "postil:meaning";

/// What the reader calls a colour, where that is not its value.
pub const NAME: &str = "postil:name";

/// The reader's probability, 0 to 1.
pub const PROBABILITY: &str = "postil:probability";

/// The day on which a forecast can be decided.
pub const DUE: &str = "postil:due";

/// How a forecast will be decided.
pub const CRITERION: &str = "postil:criterion";

/// How it came out: `yes`, `no` or `void`.
pub const OUTCOME: &str = "postil:outcome";

/// Earlier probabilities, oldest first, each with the time it was given up ([`UNTIL`]).
pub const HISTORY: &str = "postil:history";

/// When an earlier probability was given up.
pub const UNTIL: &str = "postil:until";

/// The document that a target is a part of, by its id.
pub const PART_OF: &str = "dcterms:isPartOf";

/// Where a reader of a later text said that an annotation stands: the selectors of that place.
pub const ACCEPTED: &str = "postil:accepted";

/// A document's title.
pub const TITLE: &str = "dc:title";
