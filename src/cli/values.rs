//! Values on the command line, read.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::article::pane::Pane;
use crate::config::zone::zone;
use crate::notes::assessment::{Evidence, Outcome, Stance, Verdict, read_day, read_probability};
use crate::notes::colour::{Colour, Legend};
use crate::text::clean::{clean_controls, clean_line};

/// A value that is one of a few by name, which completions offer; `read` may take more than their names.
#[derive(Clone)]
pub(super) struct Choice<R> {
    read: R,
    names: Vec<String>,
}

impl<R> Choice<R> {
    /// A choice among `names`, read by `read`.
    pub(super) fn new(read: R, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { read, names: names.into_iter().map(Into::into).collect() }
    }
}

impl<R: TypedValueParser> TypedValueParser for Choice<R> {
    type Value = R::Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        self.read.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.names.iter().map(PossibleValue::new)))
    }
}

/// A word as it stands.
#[expect(clippy::unnecessary_wraps, reason = "the parser wants a result")]
pub(super) fn word(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

/// `START:END`, half-open.
pub(super) fn range(text: &str) -> Result<(usize, usize), String> {
    let bad = || "write two numbers of code points, START:END, with the end after the start".to_owned();
    let (start, end) = text.split_once(':').ok_or_else(bad)?;
    match (start.trim().parse(), end.trim().parse()) {
        (Ok(start), Ok(end)) if start < end => Ok((start, end)),
        _ => Err(bad()),
    }
}

/// A colour by its name, by what it means to this reader, or by its letter.
pub(super) fn colour(text: &str, legend: &Legend) -> Result<Colour, String> {
    legend.find(text).ok_or_else(|| {
        let names = Colour::ALL.map(|colour| legend.shown(colour));
        format!("there is no colour “{}”: there are {}", clean_line(text), names.join(", "))
    })
}

/// A verdict.
pub(super) fn verdict(text: &str) -> Result<Verdict, String> {
    Verdict::named(text).ok_or_else(|| format!("the verdicts are {}", Verdict::ALL.map(Verdict::name).join(", ")))
}

/// A pane.
pub(super) fn pane(text: &str) -> Result<Pane, String> {
    Pane::named(&text.trim().to_lowercase())
        .ok_or_else(|| format!("the panes are {}", Pane::ALL.map(Pane::name).join(", ")))
}

/// How a forecast came out.
pub(super) fn outcome(text: &str) -> Result<Outcome, String> {
    Outcome::named(&text.trim().to_lowercase())
        .ok_or_else(|| format!("the outcomes are {}", Outcome::ALL.map(Outcome::name).join(", ")))
}

/// `for:TEXT` or `against:TEXT`.
pub(super) fn evidence(text: &str) -> Result<Evidence, String> {
    let bad = || "write for:TEXT or against:TEXT".to_owned();
    let (stance, words) = text.split_once(':').ok_or_else(bad)?;
    let stance = match stance.trim().to_lowercase().as_str() {
        "for" => Stance::For,
        "against" => Stance::Against,
        _ => return Err(bad()),
    };
    let words = clean_controls(words);
    let words = words.trim();
    if words.is_empty() { Err(bad()) } else { Ok(Evidence { stance, text: words.to_owned() }) }
}

/// A tag, with or without its `#`.
pub(super) fn tag(text: &str) -> Result<String, String> {
    let tag = clean_line(text.trim().trim_start_matches('#'));
    if tag.is_empty() { Err("a tag has at least one letter".to_owned()) } else { Ok(tag) }
}

/// A probability, 0 to 1 or 0 % to 100 %.
pub(super) fn probability(text: &str) -> Result<f64, String> {
    read_probability(text).ok_or_else(|| "write a number from 0 to 1, or from 0% to 100%".to_owned())
}

/// The time that a day begins, where the reader is; or a time, as `created` and `modified` tell it in JSON.
pub(super) fn since(text: &str) -> Result<Timestamp, String> {
    let day = date(text).ok().and_then(|day| day.to_zoned(zone()).ok()).map(|day| day.timestamp());
    let bad = || "write a day as YYYY-MM-DD, or a time as YYYY-MM-DDThh:mm:ssZ".to_owned();
    day.or_else(|| text.trim().parse().ok()).ok_or_else(bad)
}

/// A day, YYYY-MM-DD.
pub(super) fn date(text: &str) -> Result<Date, String> {
    read_day(text).ok_or_else(|| "write a day as YYYY-MM-DD".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_or_refused() {
        assert_eq!(range("3:5"), Ok((3, 5)));
        assert!(["5:3", "3:3", "3", "a:b", "-1:3", ":"].iter().all(|text| range(text).is_err()));
        let legend = Legend::default();
        let colour = |text| colour(text, &legend);
        assert_eq!((colour("Red"), colour("question")), (Ok(Colour::Red), Ok(Colour::Blue)));
        assert_eq!((colour("d"), colour("K"), colour("a")), (Ok(Colour::Red), Ok(Colour::Yellow), Ok(Colour::Green)));
        assert!(colour("mauve").unwrap_err().contains("red (doubt)"));
        assert_eq!((probability("70 %"), date("2026-12-31").is_ok()), (Ok(0.7), true));
        assert!(probability("2").is_err() && date("2026-1-1").is_err());
        assert_eq!(since("2026-11-23T00:23:53.26Z").unwrap().to_string(), "2026-11-23T00:23:53.26Z");
        assert!(since("2026-11-23").unwrap() < since("2026-11-24").unwrap());
        assert!(["2026-13-01", "yesterday", "", "2026"].iter().all(|text| since(text).is_err()));
        assert_eq!(evidence("For: https://a:1").unwrap().text, "https://a:1");
        assert!(["for:", "maybe:x", "https://a"].iter().all(|text| evidence(text).is_err()));
        assert_eq!(tag(" #two  words "), Ok("two words".to_owned()));
    }
}
