//! What an edit of the article did to the annotations: those that were moved, changed or lost, each
//! with the old passage beside the new one.

use jiff::tz::TimeZone;

use super::overlay::ListRow;
use super::state::day;
use crate::notes::anchor::comparison::{Run, compare};
use crate::notes::anchor::passages::Passages;
use crate::notes::annotation::{AnnotationId, Placed};
use crate::notes::selector::Placement;
use crate::text::span::Span;

/// Lines a page key scrolls the passages.
pub const PAGE: isize = 8;

/// Lines that passages are scrolled at most: in a narrow terminal they have about as many.
const MOST_SCROLLED: isize = 64;

/// The review that lies over the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What Enter does.
    pub purpose: ReviewPurpose,
    /// What is reviewed.
    pub rows: Vec<ReviewRow>,
    /// The one whose passages show.
    pub selected: usize,
    /// Lines that the passages are scrolled, from where the annotated words show.
    pub scrolled: isize,
}

/// What a review is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewPurpose {
    /// To look at all that is not where it was: Enter goes there.
    Look,
    /// To choose the orphan that is put on these words: Enter puts it there.
    Put(String),
}

/// An annotation that is not where it was.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRow {
    /// Its name.
    pub id: AnnotationId,
    /// How a list shows it.
    pub row: ListRow,
    /// Where it stands now.
    pub placement: Placement,
    /// The reader's day it was written on, or last put somewhere.
    pub day: String,
    /// What stood around it, and the words of it there.
    pub old: String,
    /// The annotated words in `old`.
    pub was: Span,
    /// What stands there now; nothing until the texts have been compared.
    pub new: Option<NewPassage>,
}

/// A passage of the new text, and how it differs from the old one.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPassage {
    /// Its words.
    pub words: String,
    /// Where in it the annotation stands, or where to look.
    pub here: Span,
    /// Where it is looked for in the article: a byte.
    pub at: usize,
    /// What became of the old passage.
    pub runs: Vec<Run>,
}

impl ReviewRow {
    /// The row of an annotation, from what its latest selector tells; days are those of `zone`.
    pub fn of(placed: &Placed, row: ListRow, zone: &TimeZone) -> Self {
        let Passages { old, was, .. } = Passages::of_selector(placed.annotation.latest());
        let day = day(placed.annotation.modified, zone);
        Self { id: placed.annotation.id, row, placement: placed.placement, day, old, was, new: None }
    }

    /// Takes the passages that were found for it in the text `text`.
    pub fn take(&mut self, passages: &Passages, text: &str) {
        let Passages { old, was, new, here } = passages;
        // The two were cut from their texts at places of their own: what only one of them has at its ends,
        // apart from the annotated words, is no difference of the texts.
        let within = |span: &Span, all: Span| Span::new(span.start - all.start, span.end - all.start);
        let runs = self.compared((old, *was), (new.of(text), within(here, *new)));
        let only = |run: Option<&Run>| match run {
            Some(Run::Removed(span)) => (Some(*span), None),
            Some(Run::Added(span)) => (None, Some(Span::new(new.start + span.start, new.start + span.end))),
            Some(Run::Kept(..)) | None => (None, None),
        };
        let is_kept = |run: Option<&Run>| matches!(run, Some(Run::Kept(..)));
        let first = if is_kept(runs.get(1)) { only(runs.first()) } else { (None, None) };
        let last = if is_kept(runs.iter().rev().nth(1)) { only(runs.last()) } else { (None, None) };
        let old_at = Span::new(
            first.0.map_or(0, |span| span.end.min(was.start)),
            last.0.map_or(old.len(), |span| span.start.max(was.end)),
        );
        let new_at = Span::new(
            first.1.map_or(new.start, |span| span.end.min(here.start)),
            last.1.map_or(new.end, |span| span.start.max(here.end)),
        );
        let (old, words) = (old_at.of(old).to_owned(), new_at.of(text).to_owned());
        let (was, inside) = (within(was, old_at), within(here, new_at));
        let runs = self.compared((&old, was), (&words, inside));
        self.new = Some(NewPassage { words, here: inside, at: here.start, runs });
        (self.old, self.was) = (old, was);
    }

    /// What became of a passage: of the annotated words, and of what stood before and after them. What moved
    /// stands among other words than before, of which nothing is told.
    fn compared(&self, (old, was): (&str, Span), (new, here): (&str, Span)) -> Vec<Run> {
        let inside = (was, here);
        let before = (Span::new(0, was.start), Span::new(0, here.start));
        let after = (Span::new(was.end, old.len()), Span::new(here.end, new.len()));
        let parts = match self.placement {
            Placement::Orphan => return compare(old, new),
            Placement::Moved(..) => vec![inside],
            Placement::Changed(..) | Placement::Exact(_) => vec![before, inside, after],
        };
        let shifted = |span: Span, by: usize| Span::new(span.start + by, span.end + by);
        let runs = |(a, b): (Span, Span)| {
            compare(a.of(old), b.of(new)).into_iter().map(move |run| match run {
                Run::Kept(x, y) => Run::Kept(shifted(x, a.start), shifted(y, b.start)),
                Run::Removed(x) => Run::Removed(shifted(x, a.start)),
                Run::Added(y) => Run::Added(shifted(y, b.start)),
            })
        };
        parts.into_iter().flat_map(runs).collect()
    }

    /// The old passage's words that are gone, in order.
    pub fn gone(&self) -> impl Iterator<Item = Span> {
        let runs = self.new.iter().flat_map(|new| &new.runs);
        runs.filter_map(|run| if let Run::Removed(span) = run { Some(*span) } else { None })
    }
}

impl NewPassage {
    /// The words that are new, in order.
    pub fn added(&self) -> impl Iterator<Item = Span> {
        self.runs.iter().filter_map(|run| if let Run::Added(span) = run { Some(*span) } else { None })
    }
}

impl Review {
    /// The row whose passages show.
    pub fn row(&self) -> Option<&ReviewRow> {
        self.rows.get(self.selected)
    }

    /// Goes to another row, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
        self.scrolled = 0;
    }

    /// Scrolls the passages, as far as there can be something.
    pub fn scroll(&mut self, by: isize) {
        self.scrolled = (self.scrolled + by).clamp(-MOST_SCROLLED, MOST_SCROLLED);
    }

    /// Shows these rows instead; the selected one stays, or the one that took its place. Passages that
    /// are known are kept.
    pub fn renew(&mut self, rows: Vec<ReviewRow>) {
        let old = std::mem::replace(&mut self.rows, rows);
        for row in &mut self.rows {
            if let Some(known) = old.iter().find(|known| known.id == row.id && known.placement == row.placement) {
                row.old.clone_from(&known.old);
                (row.was, row.new) = (known.was, known.new.clone());
            }
        }
        let selected = old.get(self.selected).and_then(|was| self.rows.iter().position(|row| row.id == was.id));
        self.selected = selected.unwrap_or(self.selected).min(self.rows.len().saturating_sub(1));
    }
}
