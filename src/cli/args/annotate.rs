//! What may stand after `annotate`, `edit` and `delete`.

use std::ffi::OsString;

use clap::Args;
use jiff::civil::Date;

use crate::article::pane::Pane;
use crate::cli::values::{self, Choice};
use crate::notes::assessment::{Evidence, Outcome, Verdict};
use crate::notes::colour::Colour;

/// `postil annotate`.
#[derive(Debug, Args)]
pub struct Annotate {
    /// What to write on: a file, an address, or - for standard input
    #[arg(value_name = "SOURCE")]
    pub source: OsString,

    /// Where.
    #[command(flatten)]
    pub place: Place,

    /// What.
    #[command(flatten)]
    pub marks: Marks,
}

/// Where an annotation goes.
#[derive(Debug, Args)]
pub struct Place {
    /// The words to write on, as they stand in the article
    #[arg(long, value_name = "TEXT", group = "where", allow_hyphen_values = true)]
    pub quote: Option<String>,

    /// What stands before the words, where they stand more than once
    #[arg(long, value_name = "TEXT", requires = "quote", conflicts_with_all = ["range", "claim"], allow_hyphen_values = true)]
    pub prefix: Option<String>,

    /// What stands after the words, where they stand more than once
    #[arg(long, value_name = "TEXT", requires = "quote", conflicts_with_all = ["range", "claim"], allow_hyphen_values = true)]
    pub suffix: Option<String>,

    /// The place in code points of the text, as show --format json counts them
    #[arg(long, value_name = "START:END", group = "where", value_parser = values::range)]
    pub range: Option<(usize, usize)>,

    /// The number of a claim
    #[arg(long, value_name = "N", group = "where")]
    pub claim: Option<usize>,
}

impl Place {
    /// Whether it says where.
    pub const fn is_given(&self) -> bool {
        self.quote.is_some() || self.range.is_some() || self.claim.is_some()
    }
}

/// What an annotation holds.
#[derive(Debug, Default, Args)]
pub struct Marks {
    /// Mark the words, in a colour or for what it means: yellow (key), green (agree), red (doubt),
    /// blue (question), purple (quote), or as your config calls them
    #[arg(long, value_name = "COLOUR", num_args = 0..=1, default_missing_value = "yellow",
        value_parser = Choice::new(values::word, Colour::ALL.map(Colour::name)), hide_possible_values = true)]
    pub highlight: Option<String>,

    /// A note; where it is empty, edit takes the note away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,

    /// A tag; may be given again
    #[arg(long, value_name = "TAG", value_parser = values::tag)]
    pub tag: Vec<String>,

    /// Your verdict: supported, refuted, mixed, unproven, not-checkable
    #[arg(long, value_parser = Choice::new(values::verdict, Verdict::ALL.map(Verdict::name)), hide_possible_values = true)]
    pub verdict: Option<Verdict>,

    /// What speaks for or against it, a link or a text; may be given again
    #[arg(long, value_name = "for:TEXT|against:TEXT", value_parser = values::evidence)]
    pub evidence: Vec<Evidence>,

    /// The claim in your own words
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub wording: Option<String>,

    /// Put it on the list of things to check
    #[arg(long)]
    pub to_check: bool,

    /// Put a bookmark there
    #[arg(long)]
    pub bookmark: bool,

    /// The pane that the sentence belongs to: claims, analysis, take
    #[arg(long, value_parser = Choice::new(values::pane, Pane::ALL.map(Pane::name)), hide_possible_values = true)]
    pub pane: Option<Pane>,

    /// Your probability that it comes true: 0.7 or 70%
    #[arg(long, value_name = "PROBABILITY", value_parser = values::probability)]
    pub forecast: Option<f64>,

    /// The day on which a forecast can be decided: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = values::date)]
    pub due: Option<Date>,

    /// How a forecast will be decided
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub decided_by: Option<String>,

    /// How a forecast came out: yes, no, void; what was said before stays as it was said
    #[arg(long, value_parser = Choice::new(values::outcome, Outcome::ALL.map(Outcome::name)), hide_possible_values = true)]
    pub outcome: Option<Outcome>,
}

/// `postil edit`.
#[derive(Debug, Args)]
pub struct Edit {
    /// The annotation's id, or as much of its beginning as names only it
    pub id: String,

    /// Where it shall stand.
    #[command(flatten)]
    pub place: Place,

    /// Accept where it stands now, after the article was edited
    #[arg(long, conflicts_with = "where")]
    pub accept: bool,

    /// What it shall hold.
    #[command(flatten)]
    pub marks: Marks,

    /// What it shall hold no more.
    #[command(flatten)]
    pub clear: Clear,
}

/// What to take out of an annotation.
#[derive(Clone, Debug, Default, Args)]
pub struct Clear {
    /// Take the highlight away
    #[arg(long, conflicts_with = "highlight")]
    pub no_highlight: bool,
    /// Take the note away
    #[arg(long, conflicts_with = "note")]
    pub no_note: bool,
    /// Take this tag away; may be given again
    #[arg(long, value_name = "TAG", value_parser = values::tag)]
    pub untag: Vec<String>,
    /// Take the verdict away
    #[arg(long, conflicts_with = "verdict")]
    pub no_verdict: bool,
    /// Take all evidence away, before adding what --evidence gives
    #[arg(long)]
    pub no_evidence: bool,
    /// Take your own wording away
    #[arg(long, conflicts_with = "wording")]
    pub no_wording: bool,
    /// Take it off the list of things to check
    #[arg(long, conflicts_with = "to_check")]
    pub no_to_check: bool,
    /// Take the bookmark away
    #[arg(long, conflicts_with = "bookmark")]
    pub no_bookmark: bool,
    /// Take the correction of the pane back
    #[arg(long, conflicts_with = "pane")]
    pub no_pane: bool,
    /// Take the whole forecast away
    #[arg(long, conflicts_with_all = ["forecast", "due", "decided_by", "outcome"])]
    pub no_forecast: bool,
    /// Take your probability away
    #[arg(long, conflicts_with = "forecast")]
    pub no_probability: bool,
    /// Take the day on which the forecast is due away
    #[arg(long, conflicts_with = "due")]
    pub no_due: bool,
    /// Take away how the forecast will be decided
    #[arg(long, conflicts_with = "decided_by")]
    pub no_decided_by: bool,
    /// Take the outcome of the forecast back
    #[arg(long, conflicts_with = "outcome")]
    pub no_outcome: bool,
}

impl Clear {
    /// This, and what `marks` give an empty text for.
    pub fn with_empty(&self, marks: &Marks) -> Self {
        let empty = |text: &Option<String>| text.as_ref().is_some_and(|text| text.trim().is_empty());
        Self {
            no_note: self.no_note || empty(&marks.note),
            no_wording: self.no_wording || empty(&marks.wording),
            no_decided_by: self.no_decided_by || empty(&marks.decided_by),
            ..self.clone()
        }
    }
}

/// `postil restore`.
#[derive(Debug, Args)]
pub struct Restore {
    /// The annotations' ids, as postil notes --trash lists them, or as much of their beginnings as names only them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}

/// `postil delete`.
#[derive(Debug, Args)]
pub struct Delete {
    /// The annotations' ids, or as much of their beginnings as names only them
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
}
