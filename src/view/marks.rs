//! What lies over the article's words: highlights, selection, hits; and the signs that stand for
//! what the reader wrote on a sentence.

use ratatui::style::Style;

use super::ends::ends;
use super::theme::{Depth, Theme};
use crate::app::session::Session;
use crate::article::document::SentenceId;
use crate::notes::annotation::{Body, Placed};
use crate::notes::colour::{Colour, Legend};
use crate::notes::selector::Placement;
use crate::text::span::Span;

/// What lies over the words of one document.
#[derive(Debug)]
pub struct Marks<'a> {
    theme: &'a Theme,
    legend: &'a Legend,
    session: &'a Session,
    /// The annotations that touch what shows, with their places.
    placed: Vec<(Span, &'a Placed)>,
    highlights: Vec<(Span, Colour)>,
    selection: Option<Span>,
    cursor: Option<SentenceId>,
    /// What of the sentence under the cursor is set apart.
    under_cursor: Vec<Span>,
}

impl<'a> Marks<'a> {
    /// What lies over the words between `shown.start` and `shown.end`.
    pub fn new(session: &'a Session, legend: &'a Legend, theme: &'a Theme, shown: Span) -> Self {
        let touching = |placed: &'a Placed| {
            let span = placed.placement.span().filter(|span| span.overlaps(shown))?;
            Some((span, placed))
        };
        let placed: Vec<_> = session.placed.iter().filter_map(touching).collect();
        let highlight = |(span, placed): &(Span, &Placed)| Some((*span, placed.annotation.body.highlight?));
        let highlights = placed.iter().filter_map(highlight).collect();
        let selection = session.selection.map(|selection| selection.span(session.document()));
        let under_cursor = session.cursor_span().filter(|span| span.overlaps(shown)).map_or_else(Vec::new, |span| {
            if theme.cursor.bg.is_some() { vec![span] } else { ends(session.document().text(), span) }
        });
        Self { theme, legend, session, placed, highlights, selection, cursor: session.cursor, under_cursor }
    }

    /// Whether nothing lies over the words, the cursor aside.
    pub fn are_none(&self) -> bool {
        self.placed.is_empty() && self.selection.is_none() && self.session.search.is_none()
    }

    /// Whether something lies over words of `span`, the cursor aside.
    pub fn touch(&self, span: Span) -> bool {
        // Where nothing lies between, the ends count too.
        let wide = Span::new(span.start, span.end + 1);
        self.placed.iter().any(|(over, _)| over.overlaps(wide))
            || self.selection.is_some_and(|over| over.overlaps(wide))
            || !self.hits(wide).is_empty()
    }

    /// Whether the cursor is on that sentence.
    pub fn is_cursor(&self, sentence: Option<SentenceId>) -> bool {
        sentence.is_some() && sentence == self.cursor
    }

    /// The places inside `span` where the style of the words may change, in order.
    pub fn edges(&self, span: Span) -> Vec<usize> {
        let over = self.highlights.iter().map(|(over, _)| *over);
        let over =
            over.chain(self.under_cursor.iter().copied()).chain(self.selection).chain(self.hits(span).iter().copied());
        let mut edges: Vec<_> = over.flat_map(|over| [over.start, over.end]).filter(|at| span.contains(*at)).collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// The style of the word at `offset`, which has the style `base` of its own.
    pub fn style(&self, base: Style, offset: usize, sentence: Option<SentenceId>) -> Style {
        let theme = self.theme;
        let mut style = base;
        let under_cursor = self.is_cursor(sentence);
        if under_cursor && self.under_cursor.iter().any(|span| span.contains(offset)) {
            style = style.patch(theme.cursor);
        }
        if let Some(colour) = self.colour_at(offset) {
            style = style.patch(theme.highlight(colour, under_cursor));
        }
        if let Some(hit) = self.hits(Span::new(offset, offset + 1)).first() {
            let current = self.session.search.as_ref().and_then(|search| search.hits.get(search.current?));
            style = style.patch(if current == Some(hit) { theme.current_hit } else { theme.hit });
        }
        if self.selection.is_some_and(|span| span.contains(offset)) {
            style = style.patch(theme.selection);
        }
        style
    }

    /// The hits that touch `span`.
    fn hits(&self, span: Span) -> &[Span] {
        let hits = self.session.search.as_ref().map_or(&[][..], |search| &search.hits);
        let from = hits.partition_point(|hit| hit.end <= span.start);
        let to = hits.partition_point(|hit| hit.start < span.end);
        hits.get(from..to).unwrap_or_default()
    }

    /// The colour of the words at `offset`; the shortest highlight covers longer ones.
    fn colour_at(&self, offset: usize) -> Option<Colour> {
        let over = self.highlights.iter().filter(|(span, _)| span.contains(offset));
        over.min_by_key(|(span, _)| span.len()).map(|(_, colour)| *colour)
    }

    /// What stands beside a row whose words lie in `row`: the bar of a highlight, or the letter of
    /// its colour where one begins and there are no colours.
    pub fn bar(&self, row: Span) -> Option<(String, Style)> {
        let touching = self.highlights.iter().filter(|(span, _)| span.overlaps(row));
        let (span, colour) = touching.min_by_key(|(span, _)| (span.start, span.len()))?;
        let begins = row.start <= span.start;
        let letter = (self.theme.depth == Depth::Plain && begins).then(|| self.legend.letter(*colour).to_string());
        let sign = letter.unwrap_or_else(|| "▍".to_owned());
        let style =
            if sign == "▍" && self.theme.depth == Depth::Plain { Style::new() } else { self.theme.bar(*colour) };
        Some((sign, style))
    }

    /// The signs of what the reader wrote on a sentence, the latest annotation first and of each the weightiest; what
    /// shows in rows of its own under the sentence is left out.
    pub fn signs(&self, sentence: Span) -> Vec<(String, Style)> {
        let mut signs = Vec::new();
        for (_, placed) in self.placed.iter().rev().filter(|(span, _)| span.overlaps(sentence)) {
            signs.extend(placement_sign(&placed.placement, self.theme));
            signs.extend(body_signs(&placed.annotation.body, self.theme));
        }
        signs.dedup();
        signs
    }
}

/// The sign of a place that is not where it was.
pub fn placement_sign(placement: &Placement, theme: &Theme) -> Option<(String, Style)> {
    match placement {
        Placement::Exact(_) => None,
        Placement::Moved(..) => Some(("↷".to_owned(), theme.note)),
        Placement::Changed(..) => Some(("≠".to_owned(), theme.note)),
        Placement::Orphan => Some(("⌀".to_owned(), theme.bad)),
    }
}

/// The signs of a body, without its note, forecast and highlight.
fn body_signs(body: &Body, theme: &Theme) -> Vec<(String, Style)> {
    let mut signs = Vec::new();
    if let Some(verdict) = body.verdict {
        signs.push((verdict.mark().to_owned(), theme.verdict(verdict)));
    }
    if !body.evidence.is_empty() {
        signs.push((format!("{} src", body.evidence.len()), theme.quiet));
    }
    if body.to_check {
        signs.push(("☐".to_owned(), theme.note));
    }
    if body.pane.is_some() {
        signs.push(("⇄".to_owned(), theme.quiet));
    }
    if !body.tags.is_empty() {
        signs.push(("#".to_owned(), theme.quiet));
    }
    if body.bookmark {
        signs.push(("⚑".to_owned(), theme.accent));
    }
    signs
}
