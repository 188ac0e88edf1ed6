//! The margin: what the reader wrote on the sentence under the cursor.

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::marks::placement_sign;
use super::theme::Theme;
use crate::app::action::Action;
use crate::app::geometry::Area;
use crate::app::session::Session;
use crate::app::state::{State, day};
use crate::layout::measure;
use crate::notes::annotation::Placed;
use crate::notes::selector::Placement;
use crate::text::clean::clean_line;
use crate::text::wrap;

/// One line of the margin: words, each with its style.
type Line = Vec<(String, Style)>;

/// Draws the margin into `area`, its head on the first row.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, session: &Session, theme: &Theme, area: Area) {
    if area.height == 0 {
        return;
    }
    let end = area.x + area.width;
    for x in area.x..end {
        canvas.cell(x, area.y, "─", 1, theme.faint);
    }
    let found = session.cursor_span().map(|span| session.annotations_on(span)).unwrap_or_default();
    let title = match found.len() {
        0 => " Margin ".to_owned(),
        1 => " 1 annotation here ".to_owned(),
        count => format!(" {count} annotations here "),
    };
    canvas.fit(area.x + 2, area.y, end, &title, theme.heading);
    let width = area.width.saturating_sub(4).min(100);
    let mut lines: Vec<Line> = Vec::new();
    for placed in &found {
        lines.extend(annotation(placed, session, theme, state, width));
    }
    if found.is_empty() {
        let key = state.settings.keymap.hint(Action::Note).unwrap_or_default();
        lines.push(vec![(format!("nothing is written on this sentence; {key} writes a note"), theme.quiet)]);
    }
    let room = usize::from(area.height - 1);
    let shown = if lines.len() > room { room.saturating_sub(1) } else { room };
    for (y, line) in (area.y + 1..).zip(lines.iter().take(shown)) {
        let mut x = area.x + 2;
        for (words, style) in line {
            x = canvas.fit(x, y, end.saturating_sub(1), words, *style);
        }
    }
    if lines.len() > room && room > 0 {
        let key = state.settings.keymap.hint(Action::Notes).unwrap_or_default();
        let more = format!("… {} more lines; {key} lists all", lines.len() - shown);
        canvas.fit(area.x + 2, area.y + area.height - 1, end, &more, theme.quiet);
    }
}

/// The lines of one annotation: what it is and says, in the order a reader asks for it.
fn annotation(placed: &Placed, session: &Session, theme: &Theme, state: &State, width: u16) -> Vec<Line> {
    let body = &placed.annotation.body;
    let mut head: Line = Vec::new();
    let mut add = |words: String, style: Style| {
        if !head.is_empty() {
            head.push((" · ".to_owned(), theme.faint));
        }
        head.push((words, style));
    };
    let legend = &state.settings.legend;
    if let Some(colour) = body.highlight {
        add(
            format!("▍{} ({})", legend.meaning(colour), legend.letter(colour)),
            theme.bar(colour).remove_modifier(Modifier::REVERSED),
        );
    }
    if let Some(verdict) = body.verdict {
        add(format!("{} {}", verdict.mark(), verdict.words()), theme.verdict(verdict));
    }
    if body.to_check {
        add("☐ to check".to_owned(), theme.note);
    }
    if let Some(forecast) = &body.forecast {
        add(format!("◷ {}", crate::app::update::brief_forecast(forecast)), theme.note);
    }
    if let Some(pane) = body.pane {
        add(format!("⇄ put into {}", pane.title()), theme.quiet);
    }
    if !body.tags.is_empty() {
        let tags: Vec<_> = body.tags.iter().map(|tag| format!("#{tag}")).collect();
        add(clean_line(&tags.join(" ")), theme.accent);
    }
    if body.bookmark {
        add("⚑ bookmark".to_owned(), theme.accent);
    }
    if let Some((sign, style)) = placement_sign(&placed.placement, theme) {
        add(format!("{sign} {}", placed.placement.name()), style);
        if let Some(key) = state.settings.keymap.hint(Action::Accept) {
            add(format!("{key} accepts"), theme.quiet);
        }
    }
    if session.pending.iter().any(|(_, changes)| changes.iter().any(|c| c.annotation().id == placed.annotation.id)) {
        add("not on disk yet".to_owned(), theme.quiet);
    }
    add(day(placed.annotation.modified, &state.zone), theme.faint);
    let mut lines = vec![head];
    if matches!(placed.placement, Placement::Moved(..) | Placement::Changed(..)) {
        lines.push(vec![
            ("was: ".to_owned(), theme.quiet),
            (clean_line(&placed.annotation.latest().exact), theme.quiet),
        ]);
    }
    let mut paragraph = |mark: &str, text: &str, style: Style| {
        let indent = measure::columns(mark);
        for (nth, line) in wrap::lines(text, width.saturating_sub(indent)).into_iter().enumerate() {
            let mark = if nth == 0 { mark.to_owned() } else { " ".repeat(usize::from(indent)) };
            lines.push(vec![(mark, theme.note), (line.of(text).trim_end().to_owned(), style)]);
        }
    };
    if let Some(note) = &body.note {
        paragraph("✎ ", note, theme.text);
    }
    if let Some(wording) = &body.wording {
        paragraph("= ", wording, theme.text);
    }
    for evidence in &body.evidence {
        paragraph(&format!("{} ", evidence.stance.name()), &evidence.text, theme.text);
    }
    if let Some(criterion) = body.forecast.as_ref().and_then(|forecast| forecast.criterion.as_ref()) {
        paragraph("decided by ", criterion, theme.text);
    }
    lines
}
