//! One pane: its frame, its rows, and what stands beside them.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::marks::Marks;
use super::theme::{Depth, Theme};
use crate::app::geometry::{Area, Frame, gutter};
use crate::app::session::Session;
use crate::article::pane::Pane;
use crate::layout::layout::{Layout, Scope};
use crate::layout::links;
use crate::layout::measure;
use crate::layout::row::{Face, Furniture, Row, RowKind, Run, Top, What};
use crate::notes::colour::Legend;
use crate::text::span::Span;

/// Draws the pane in `frame`, one of `frames`.
pub fn draw(
    canvas: &mut Canvas<'_>,
    session: &Session,
    legend: &Legend,
    theme: &Theme,
    frames: &[Frame],
    frame: &Frame,
) {
    let Some(layout) = session.layout(frame.scope) else { return };
    let rows: Vec<(Top, &Row)> = layout.window(session.top(frame.scope), frame.text.height).collect();
    let shown = shown(&rows);
    if frame.framed {
        draw_frame(canvas, session, theme, frames, frame);
        let all =
            rows.len() < usize::from(frame.text.height) && rows.first().is_none_or(|(top, _)| *top == layout.start());
        if let Some(shown) = shown.filter(|_| !all) {
            draw_thumb(canvas, session, theme, frame, shown);
        }
    }
    if rows.is_empty() {
        draw_nothing(canvas, theme, frame);
        return;
    }
    let marks = Marks::new(session, legend, theme, shown.unwrap_or_default());
    let painter = Painter { session, theme, layout, marks, focused: session.scope() == frame.scope };
    let gutter = gutter(frame);
    let end = frame.text.x + frame.text.width;
    canvas.screen().begin_pane(layout, frame.text.x, frame.text.width);
    for (y, (top, row)) in (frame.text.y..).zip(&rows) {
        let is_bare = painter.is_bare(row);
        if is_bare && canvas.screen().recall(*top, y) {
            continue;
        }
        painter.row(canvas, row, Area { x: frame.text.x + gutter, y, width: end - frame.text.x - gutter, height: 1 });
        if gutter > 0 {
            painter.beside(canvas, row, frame.text.x, y, gutter);
        }
        if is_bare {
            canvas.screen().keep(*top, y);
        }
    }
}

/// The words that the rows show.
fn shown(rows: &[(Top, &Row)]) -> Option<Span> {
    rows.iter().flat_map(|(_, row)| row.content()).map(|(_, span, _)| span).reduce(Span::hull)
}

fn draw_frame(canvas: &mut Canvas<'_>, session: &Session, theme: &Theme, frames: &[Frame], frame: &Frame) {
    let Scope::Pane(pane) = frame.scope else { return };
    let focused = session.scope() == frame.scope;
    let style = if focused { theme.pane(pane) } else { theme.faint };
    canvas.frame(frame.outer, style);
    let Area { x, y, width, .. } = frame.outer;
    let end = (x + width).saturating_sub(2);
    let name = match (focused, theme.depth) {
        (false, _) => theme.quiet,
        (true, Depth::Plain) => Style::new().add_modifier(Modifier::BOLD | Modifier::REVERSED),
        (true, _) => theme.pane(pane).add_modifier(Modifier::BOLD),
    };
    let count = session.counts.and_then(|counts| counts.get(pane.index()).copied()).filter(|_| pane == Pane::Claims);
    let count = count.map_or_else(String::new, |count| format!(" · {count}"));
    let title = format!(" {} {}{count} ", pane.index() + 1, pane.title());
    let used = canvas.fit(x + 2, y, end, &title, name);
    // The panes that have no room show by their number and name, as far as there is room for those.
    let shows = |pane: &Pane| frames.iter().any(|frame| frame.scope == Scope::Pane(*pane));
    let is_last = frames.last().is_some_and(|last| last.scope == frame.scope);
    let hidden: Vec<Pane> = Pane::ALL.into_iter().filter(|pane| is_last && !shows(pane)).collect();
    let names: Vec<String> = hidden.iter().map(|pane| format!("{} {}", pane.index() + 1, pane.title())).collect();
    let numbers: Vec<String> = hidden.iter().map(|pane| (pane.index() + 1).to_string()).collect();
    if hidden.is_empty() {
        return;
    }
    for label in [format!(" {} ", names.join("  ")), format!(" {} ", numbers.join(" "))] {
        let cells = measure::columns(&label);
        if used + cells + 1 < end {
            canvas.text(end - cells, y, end, &label, theme.quiet);
            break;
        }
    }
}

/// Shows on the right edge which part of the article the rows are.
fn draw_thumb(canvas: &mut Canvas<'_>, session: &Session, theme: &Theme, frame: &Frame, shown: Span) {
    let text = session.document().text().len();
    let Area { x, y, width, height } = frame.outer.inner();
    let at = |offset: usize| u16::try_from(offset as u128 * u128::from(height) / text.max(1) as u128).unwrap_or(height);
    let (from, to) = (at(shown.start).min(height.saturating_sub(1)), at(shown.end).min(height));
    let style = match frame.scope {
        Scope::Pane(pane) if session.scope() == frame.scope => theme.pane(pane),
        _ => theme.faint,
    };
    for row in from..to.max(from + 1) {
        canvas.cell(x + width, y + row, "┃", 1, style);
    }
}

fn draw_nothing(canvas: &mut Canvas<'_>, theme: &Theme, frame: &Frame) {
    let words = match frame.scope {
        Scope::Pane(Pane::Claims) => "no claims here",
        Scope::Pane(Pane::Analysis) => "no analysis here",
        Scope::Pane(Pane::Take) => "no strategic take here",
        Scope::Whole => "this article has no words",
    };
    let area = frame.text;
    let cells = measure::columns(words).min(area.width);
    let (x, y) = (area.x + (area.width - cells) / 2, area.y + area.height / 3);
    canvas.fit(x, y, area.x + area.width, words, theme.quiet);
}

/// Draws the rows of one pane.
struct Painter<'a> {
    session: &'a Session,
    theme: &'a Theme,
    layout: &'a Layout,
    marks: Marks<'a>,
    focused: bool,
}

impl Painter<'_> {
    /// Whether nothing but the layout has part in how a row looks: neither the cursor nor what the reader wrote, selected
    /// or looked for.
    fn is_bare(&self, row: &Row) -> bool {
        let document = self.session.document();
        let is_bare = |run: &Run| match run.what {
            What::Content { span, sentence, .. } => {
                // A sign stands where the sentence begins, wherever in it that is which it stands for.
                let whole = || sentence.and_then(|id| document.sentence(id)).map_or(span, |whole| whole.hull(span));
                !self.marks.is_cursor(sentence) && (self.marks.are_none() || !self.marks.touch(whole()))
            }
            What::Furniture(Furniture::Chip(id, _) | Furniture::Elsewhere(id)) => !self.marks.is_cursor(Some(id)),
            What::Furniture(_) => true,
        };
        !matches!(row.kind, RowKind::ClaimHead(_)) && row.runs.iter().all(is_bare)
    }

    fn row(&self, canvas: &mut Canvas<'_>, row: &Row, area: Area) {
        let base = self.base(row.kind);
        let mut last: Option<(u16, usize)> = None;
        for run in &row.runs {
            let x = area.x.saturating_add(run.column);
            match &run.what {
                What::Content { span, face, .. } => {
                    // What lies over two sentences lies over the gap between them.
                    if let Some((end, before)) = last.filter(|(end, _)| *end < x) {
                        let gap = Area { x: end, y: area.y, width: x - end, height: 1 };
                        canvas.style(gap, self.marks.style(Style::new(), before, None));
                    }
                    self.words(canvas, run, *span, self.faced(base, *face), x, area.y);
                    last = Some((x.saturating_add(run.width), span.end));
                }
                What::Furniture(Furniture::PaneMarks(..)) => self.pane_marks(canvas, row, run, x, area.y),
                What::Furniture(furniture) => {
                    last = None;
                    self.furniture(canvas, run, furniture, x, area);
                }
            }
        }
        if let RowKind::ClaimHead(id) = row.kind {
            self.signs(canvas, row, id, area);
        }
    }

    fn words(&self, canvas: &mut Canvas<'_>, run: &Run, span: Span, base: Style, x: u16, y: u16) {
        let What::Content { sentence, .. } = run.what else { return };
        let (text, run_end) = (self.session.document().text(), x.saturating_add(run.width));
        let mut edges = self.marks.edges(span).into_iter().peekable();
        let mut style = self.marks.style(base, span.start, sentence);
        for piece in measure::stretches_of(span.of(text)) {
            let (start, column) = (span.start + piece.offset, usize::from(run.width).min(piece.column));
            let (mut at, end) = (start, start + piece.grapheme.len());
            while at < end {
                if edges.next_if(|edge| *edge <= at).is_some() {
                    while edges.next_if(|edge| *edge <= at).is_some() {}
                    style = self.marks.style(base, at, sentence);
                }
                // Nothing but a letter of ASCII takes as many cells as bytes.
                if piece.width != piece.grapheme.len() {
                    let width = piece.width.min(usize::from(run.width) - column);
                    if width > 0 {
                        canvas.cell(x + column as u16, y, piece.grapheme, width as u16, style);
                    }
                    break;
                }
                // A letter a cell, and one style from each edge to the next.
                let to = edges.peek().copied().filter(|edge| *edge < end).unwrap_or(end);
                let x = x.saturating_add((column + at - start) as u16);
                canvas.text(x, y, run_end, Span::new(at, to).of(text), style);
                at = to;
            }
        }
    }

    /// The style of the words in a row of that kind.
    fn base(&self, kind: RowKind) -> Style {
        let theme = self.theme;
        match kind {
            RowKind::Heading(_) | RowKind::Table { head: true } => theme.heading,
            RowKind::Code => theme.code,
            RowKind::Caption => theme.quiet.add_modifier(Modifier::ITALIC),
            RowKind::Footnote | RowKind::Boilerplate => theme.quiet,
            RowKind::ClaimHead(_)
            | RowKind::Text
            | RowKind::Quotation
            | RowKind::Table { head: false }
            | RowKind::Rule
            | RowKind::Interline(_)
            | RowKind::Blank => theme.text,
        }
    }

    fn faced(&self, base: Style, face: Face) -> Style {
        let mut style = base;
        for (on, modifier) in
            [(face.emphasis, Modifier::ITALIC), (face.strong, Modifier::BOLD), (face.strike, Modifier::CROSSED_OUT)]
        {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        if face.code {
            style = style.patch(self.theme.code);
        }
        if face.link.is_some() {
            style = style.patch(self.theme.link);
        }
        style
    }

    /// The letters of the panes that the sentences stand in which begin on a row, a column each.
    fn pane_marks(&self, canvas: &mut Canvas<'_>, row: &Row, run: &Run, x: u16, y: u16) {
        let end = x.saturating_add(run.width);
        for (x, pane) in (x..end).zip(row.panes(self.layout.reading())) {
            let letter = pane.name().get(..1).unwrap_or_default();
            canvas.text(x, y, end, letter, self.theme.pane(pane));
        }
    }

    fn furniture(&self, canvas: &mut Canvas<'_>, run: &Run, furniture: &Furniture, x: u16, area: Area) {
        let theme = self.theme;
        let claims = theme.pane(Pane::Claims);
        let (text, style) = match furniture {
            Furniture::Chip(id, number) => {
                let number = number.map_or_else(|| "·".to_owned(), |number| number.to_string());
                let style = if self.marks.is_cursor(Some(*id)) { claims.patch(theme.cursor) } else { claims };
                (format!("‹{number}›"), style)
            }
            Furniture::Elsewhere(_) => ("⋯".to_owned(), theme.faint),
            Furniture::ClaimNumber(number) => {
                let number = number.map_or_else(|| "·".to_owned(), |number| number.to_string());
                (format!("{number:>width$}", width = usize::from(run.width)), theme.quiet)
            }
            Furniture::Kind(kind) => (kind.mark().to_owned(), claims),
            Furniture::KindName(kind) => (kind.name().to_owned(), theme.quiet),
            Furniture::Source(name) => (name.clone(), claims.add_modifier(Modifier::BOLD)),
            Furniture::HeadingMark => ("¶".to_owned(), theme.faint),
            Furniture::Bullet => ("•".to_owned(), theme.quiet),
            Furniture::Ordinal(number) => (format!("{number}."), theme.quiet),
            Furniture::QuoteBar => ("▎".to_owned(), theme.faint),
            Furniture::CellBar => ("│".to_owned(), theme.faint),
            Furniture::Label(words) => (words.clone(), theme.quiet),
            Furniture::LinkNumber(number) => (links::sign(*number).to_owned(), theme.quiet),
            Furniture::GoesOn => ("↪".to_owned(), theme.faint),
            Furniture::Rule => ("─".repeat(usize::from(run.width)), theme.faint),
            // Of a row, not of a run alone: drawn with it.
            Furniture::PaneMarks(..) => return,
            Furniture::Interline(id, nth) => {
                let lines = self.layout.options().interlines.get(id);
                let Some(line) = lines.and_then(|lines| lines.get(*nth)) else { return };
                (format!("{} {}", line.mark, line.text), theme.note)
            }
        };
        canvas.fit(x, area.y, x.saturating_add(run.width).min(area.x + area.width), &text, style);
    }

    /// The signs of a claim, flush right on its head.
    fn signs(&self, canvas: &mut Canvas<'_>, row: &Row, id: crate::article::document::SentenceId, area: Area) {
        let Some(span) = self.session.document().sentence(id) else { return };
        let mut room = self.layout.width().saturating_sub(row.width() + 1);
        let mut shown = Vec::new();
        for (sign, style) in self.marks.signs(span) {
            let cells = measure::columns(&sign) + 1;
            if cells > room {
                break;
            }
            room -= cells;
            shown.push((sign, style, cells));
        }
        let all: u16 = shown.iter().map(|(_, _, cells)| cells).sum();
        let end = area.x + self.layout.width().min(area.width);
        let mut x = end.saturating_sub(all.saturating_sub(1));
        for (sign, style, cells) in shown {
            canvas.text(x, area.y, end, &sign, style);
            x += cells;
        }
    }

    fn has_chip_of_cursor(&self, row: &Row) -> bool {
        let is_chip = |run: &Run| match run.what {
            What::Furniture(Furniture::Chip(id, _) | Furniture::Elsewhere(id)) => self.marks.is_cursor(Some(id)),
            _ => false,
        };
        row.runs.iter().any(is_chip)
    }

    /// What stands in the gutter beside a row: the cursor's mark, and the bar of a highlight or the
    /// sign of what the reader wrote.
    fn beside(&self, canvas: &mut Canvas<'_>, row: &Row, x: u16, y: u16, gutter: u16) {
        let words = row.content().map(|(_, span, _)| span).reduce(Span::hull);
        let cursor =
            row.content().any(|(_, _, sentence)| self.marks.is_cursor(sentence)) || self.has_chip_of_cursor(row);
        if cursor && self.focused {
            canvas.text(x, y, x + 1, "▸", self.theme.pointer);
        }
        let Some(words) = words.filter(|_| gutter > 1) else { return };
        let begun = row.content().find_map(|(_, span, sentence)| {
            let whole = self.session.document().sentence(sentence?)?;
            let sign = (whole.start == span.start).then(|| self.marks.signs(whole).into_iter().next())??;
            Some(sign)
        });
        // In the claims these signs stand on the claim's head.
        let begun = begun.filter(|_| self.layout.scope() != Scope::Pane(Pane::Claims));
        if let Some((sign, style)) = begun.or_else(|| self.marks.bar(words)) {
            canvas.text(x + 1, y, x + 2, &sign, style);
        }
    }
}
