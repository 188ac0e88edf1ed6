//! Lists: the help, the outline, notes, the library.

use std::fmt::Write as _;

use super::{Linear, Said};
use crate::app::action::{Action, Group, TABLE};
use crate::article::block::{InlineKind, Link};
use crate::cli::output::counted;
use crate::notes::annotation::Placed;
use crate::notes::colour::{Colour, Legend};
use crate::store::search::Filter;
use crate::text::clean::clean_line;
use crate::text::span::Span;
use crate::text::width::fit;

/// What a command wants after its key.
pub(super) const fn wants(action: Action) -> &'static str {
    match action {
        Action::Note => "TEXT; without it, lines follow, and one that is a single . ends them",
        Action::Tags => "TAG, TAG, \"OF SEVERAL WORDS\"; -TAG takes one away",
        Action::Assess => {
            "supported, refuted, mixed, unproven, not-checkable, none; for:TEXT; against:TEXT; no evidence; wording:TEXT; check, no check"
        }
        Action::Forecast => {
            "PROBABILITY, YYYY-MM-DD, yes, no, void, undecided: any of them; how:TEXT; no probability, no date; none"
        }
        Action::Correct => "claims, analysis, take, none",
        Action::Replace => "NUMBER of the annotation, as it stands in the list without one",
        Action::SelectCharacters | Action::SelectWords => "WORDS of the sentence, for the next annotation",
        Action::SelectSentences => "NUMBER of sentences from this one, for the next annotation",
        Action::Search | Action::AllNotes => "WORDS",
        Action::Export => "FILE",
        Action::OpenLink => "NUMBER of the link, where there are several",
        Action::Redraw => "the sentence again",
        Action::HalfPageDown | Action::HalfPageUp => "five sentences",
        Action::PageDown | Action::PageUp => "ten sentences",
        Action::PaneClaims | Action::PaneAnalysis | Action::PaneTake => "the next sentence of it",
        Action::Copy | Action::CopyCitation => "printed",
        Action::Palette => "NUMBER of a sentence, or a command's name",
        _ => "",
    }
}

/// The colours as the reader calls them, each with its letter.
pub(super) fn colours(legend: &Legend) -> String {
    Colour::ALL.map(|colour| format!("{} {}", legend.letter(colour), legend.shown(colour))).join(", ")
}

/// Whether a command does something in lines.
pub(super) const fn works(action: Action) -> bool {
    !matches!(
        action,
        Action::Zoom
            | Action::Whole
            | Action::Suspend
            | Action::CharacterLeft
            | Action::CharacterRight
            | Action::LineDown
            | Action::LineUp
            | Action::WordForward
            | Action::WordBack
            | Action::WordEnd
            | Action::SwapEnds
            | Action::Leave
    )
}

impl Linear<'_> {
    /// The commands, with the keys that are really bound.
    pub(super) fn help(&self) -> String {
        let mut out =
            "Type a key and Enter, with what it needs after a blank. Enter alone: next sentence.\n".to_owned();
        for group in Group::ALL {
            let entries: Vec<_> = TABLE.iter().filter(|entry| entry.group == group && works(entry.action)).collect();
            if entries.is_empty() {
                continue;
            }
            let _ = writeln!(out, "{}", group.title());
            for entry in entries {
                let keys = self.keymap.keys(entry.action);
                let wants = match entry.action {
                    Action::MarkWith => colours(&self.session.legend),
                    action => wants(action).to_owned(),
                };
                let wants = if wants.is_empty() { wants } else { format!(" ({wants})") };
                let _ =
                    writeln!(out, "  {}: {}{wants}", keys.first().map_or(entry.name, String::as_str), entry.sentence);
            }
        }
        out
    }

    /// The names of all commands.
    pub(super) fn commands(&self) -> String {
        let names = TABLE.iter().filter(|entry| works(entry.action));
        names.map(|entry| format!("  :{}: {}\n", entry.name, entry.sentence)).collect()
    }

    pub(super) fn outline(&self) -> Said {
        let document = &self.article.document;
        let mut out = String::new();
        for section in document.sections() {
            let first = self.sentences.partition_point(|(id, _)| id.block <= section.heading) + 1;
            let _ = writeln!(out, "  {first}: {}", document.block_text(section.heading));
        }
        if out.is_empty() { Err("the article has no headings".to_owned()) } else { Ok(out) }
    }

    /// The annotations of this article, each with the number of its sentence.
    pub(super) fn notes(&mut self) -> Said {
        self.look_around()?;
        if self.here.placed.is_empty() {
            return Err("nothing is written on this article".to_owned());
        }
        let mut out = String::new();
        for Placed { annotation, placement } in &self.here.placed {
            if let Some(span) = placement.span() {
                let sentence = self.sentences.partition_point(|(_, at)| at.start <= span.start);
                let _ = writeln!(out, "Sentence {sentence}, {}", placement.name());
            }
            out.push_str(&self.told(annotation, *placement, Span::default(), true));
        }
        Ok(out)
    }

    /// Annotations of all articles that hold some words.
    pub(super) fn all_notes(&self, words: &str) -> Said {
        let store = self.store.as_ref().map_err(Clone::clone)?;
        let filter = Filter { query: Some(words.to_owned()), ..Filter::default() };
        let found = store.search(&filter).map_err(|error| error.to_string())?;
        let mut out = format!("{}\n", counted(found.len(), "annotation"));
        for (record, annotation) in found {
            let note = annotation.body.note.as_deref().map(|note| format!(": {}", fit(&clean_line(note), 200)));
            let quote = fit(&clean_line(&annotation.selector.exact), 200);
            let _ = writeln!(out, "  {}: “{quote}”{}", clean_line(&record.title), note.unwrap_or_default());
        }
        Ok(out)
    }

    pub(super) fn library(&self) -> Said {
        let store = self.store.as_ref().map_err(Clone::clone)?;
        let mut out = String::new();
        for record in store.documents().map_err(|error| error.to_string())? {
            let where_it_is = record.uri().map(|uri| format!(", {}", clean_line(uri)));
            let title = clean_line(&record.title);
            let _ = writeln!(
                out,
                "  {title}, {}{}",
                counted(record.annotations, "annotation"),
                where_it_is.unwrap_or_default()
            );
        }
        Ok(out)
    }

    /// Why the sentence stands where it does.
    pub(super) fn why(&self) -> Said {
        let Some((id, _)) = self.sentences.get(self.at) else { return Err("there is no sentence".to_owned()) };
        Ok(self.here.reading.reasons(*id).iter().map(|reason| format!("  {reason}\n")).collect())
    }

    /// The links of the sentence, or of the whole article, and where each leads.
    pub(super) fn links(&self, all: bool) -> Said {
        let document = &self.article.document;
        let span = if all { Span::new(0, document.text().len()) } else { self.target()? };
        let mut out = String::new();
        for inline in document.inlines(span) {
            let InlineKind::Link(index) = inline.kind else { continue };
            let words = clean_line(inline.span.of(document.text()));
            let _ = match document.links().get(index) {
                Some(Link::Address(address)) => writeln!(out, "  {words}: {}", clean_line(address)),
                Some(Link::Inside(at)) => {
                    let sentence = self.sentences.partition_point(|(_, span)| span.start <= *at).max(1);
                    writeln!(out, "  {words}: sentence {sentence}")
                }
                None => Ok(()),
            };
        }
        let nothing = || Err(format!("the {} has no link", if all { "article" } else { "sentence" }));
        if out.is_empty() { nothing() } else { Ok(out) }
    }
}
