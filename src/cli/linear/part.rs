//! What is typed after a key that writes, as what it changes of an annotation.

use super::lists::{colours, wants};
use crate::app::action::Action;
use crate::cli::args::annotate::{Clear, Marks};
use crate::cli::values;
use crate::notes::annotation::tags_in;
use crate::notes::colour::{Colour, Legend};

/// What is typed of an action that changes a part of an annotation.
#[derive(Default)]
pub(super) struct Part {
    /// What comes.
    pub(super) marks: Marks,
    /// What goes.
    pub(super) clear: Clear,
    /// The colour that is asked for.
    pub(super) colour: Option<Colour>,
}

impl Part {
    /// Whether it gives the reader's probability, or takes it away.
    pub(super) const fn says_probability(&self) -> bool {
        self.marks.forecast.is_some() || self.clear.no_probability
    }
}

/// What is typed to take back what a key writes.
const NONE: &str = "none";

/// What stands behind the colon that ends the first word.
fn after_colon(argument: &str) -> Option<String> {
    argument.split_once(':').map(|(_, words)| words.trim().to_owned()).filter(|words| !words.is_empty())
}

/// What was typed after a key that writes.
pub(super) fn part(action: Action, argument: &str, legend: &Legend) -> Result<Part, String> {
    let mut part = Part::default();
    if argument.is_empty() {
        let wanted = match action {
            Action::MarkWith => colours(legend),
            action => wants(action).to_owned(),
        };
        return Err(format!("say what, after the key: {wanted}"));
    }
    match action {
        Action::MarkWith => match values::colour(argument, legend) {
            Err(_) if argument == NONE => part.clear.no_highlight = true,
            colour => part.colour = Some(colour?),
        },
        Action::Tags => {
            for tag in tags_in(argument) {
                match tag.strip_prefix('-') {
                    Some(gone) => part.clear.untag.push(values::tag(gone)?),
                    None => part.marks.tag.push(values::tag(&tag)?),
                }
            }
        }
        Action::Assess => match argument.to_lowercase().as_str() {
            NONE => part.clear.no_verdict = true,
            "check" | "to check" => part.marks.to_check = true,
            "no check" => part.clear.no_to_check = true,
            "no evidence" => part.clear.no_evidence = true,
            other if other.starts_with("wording:") => {
                part.marks.wording = after_colon(argument);
                part.clear.no_wording = part.marks.wording.is_none();
            }
            other if other.starts_with("for:") || other.starts_with("against:") => {
                part.marks.evidence.push(values::evidence(argument)?);
            }
            _ => part.marks.verdict = Some(values::verdict(argument)?),
        },
        Action::Forecast if argument.to_lowercase().starts_with("how:") => {
            part.marks.decided_by = after_colon(argument);
            part.clear.no_decided_by = part.marks.decided_by.is_none();
        }
        Action::Forecast if argument.eq_ignore_ascii_case("no probability") => part.clear.no_probability = true,
        Action::Forecast if argument.eq_ignore_ascii_case("no date") => part.clear.no_due = true,
        Action::Forecast if argument.eq_ignore_ascii_case(NONE) => part.clear.no_forecast = true,
        Action::Forecast => forecast(&mut part, argument)?,
        Action::Correct if argument == NONE => part.clear.no_pane = true,
        Action::Correct => part.marks.pane = Some(values::pane(argument)?),
        _ => part.marks.note = Some(argument.to_owned()),
    }
    Ok(part)
}

/// Reads what was typed of a forecast: each of its parts once.
fn forecast(part: &mut Part, argument: &str) -> Result<(), String> {
    let words = argument.replace(" %", "%");
    for word in words.split([' ', ',']).filter(|word| !word.is_empty() && *word != "by") {
        let (kind, again) = if word == "undecided" {
            ("outcome", std::mem::replace(&mut part.clear.no_outcome, true) || part.marks.outcome.is_some())
        } else if let Ok(outcome) = values::outcome(word) {
            ("outcome", part.marks.outcome.replace(outcome).is_some() || part.clear.no_outcome)
        } else if word.contains('-') {
            ("date", part.marks.due.replace(values::date(word)?).is_some())
        } else {
            ("probability", part.marks.forecast.replace(values::probability(word)?).is_some())
        };
        if again {
            return Err(format!("a forecast has one {kind}, and “{argument}” has more: say one"));
        }
    }
    Ok(())
}
