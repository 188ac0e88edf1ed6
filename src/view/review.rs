//! The review of an edited article: what was lost, changed or moved, and for the chosen one the old
//! passage beside the new; where there is no room for that, above it.
//!
//! ```text
//! ╭ Lost, changed, moved ────────────────────────────────────────────── 1/3 ─╮
//! │ ▸ ⌀✎ who counted them?   lost its place · “It came from the west …”      │
//! │   ≠▍ Nobody had expected …                                               │
//! │ then, 2026-11-20 ──────────── gone   now ─────────────────────────── new │
//! │   The harbour was quiet that night.    The harbour was quiet that night. │
//! │ ▍ It came from the west.               All were asleep by then.          │
//! ╰──────────────────────────────────────── Enter go there · R put · Esc back ╯
//! ```

use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::overlays::framed;
use super::theme::{Depth, Theme};
use crate::app::geometry::Area;
use crate::app::keymap::Keymap;
use crate::app::place::{Act, Place};
use crate::app::popup::{MARKS, Popup, Rows, WIDE, review_width};
use crate::app::review::{Review, ReviewPurpose, ReviewRow};
use crate::layout::measure;
use crate::notes::selector::Placement;
use crate::text::clean::clean_line;
use crate::text::span::Span;
use crate::text::wrap;

/// One passage as it is drawn.
struct Passage<'a> {
    words: &'a str,
    /// The annotated words, with a bar beside them.
    marked: Option<Span>,
    /// Where the eye should fall.
    focus: usize,
    /// What only this passage has, in order.
    differing: Vec<Span>,
    /// The style of that.
    style: Style,
}

/// Draws the review into `area`.
pub fn draw(canvas: &mut Canvas<'_>, review: &Review, keymap: &Keymap, theme: &Theme, area: Area) {
    let width = review_width(area);
    let title = match &review.purpose {
        ReviewPurpose::Look => "Lost, changed, moved".to_owned(),
        ReviewPurpose::Put(words) => {
            let words = crate::text::width::fit(&clean_line(words), usize::from(width / 2));
            format!("Put which one on “{words}”?")
        }
    };
    let inner = framed(canvas, Popup::of_review(review, area), &title, &hints(review, keymap, width), theme);
    let rows = Rows::of_review(review, inner, area);
    draw_list(canvas, review, theme, rows);
    let Some(row) = review.row() else { return };
    let listed = rows.area.height;
    let left = Area { y: inner.y + listed, height: inner.height - listed, ..inner };
    // A blank row parts the list from the passages where there is room.
    let gap = u16::from(left.height > 8);
    let body = Area { y: left.y + gap, height: left.height.saturating_sub(gap), ..left };
    if body.height < 2 {
        return;
    }
    let scroll = review.scrolled;
    if body.width >= WIDE {
        let half = (body.width - 3) / 2;
        draw_old(canvas, row, theme, Area { width: half, ..body }, scroll);
        draw_new(canvas, row, theme, Area { x: body.x + body.width - half, width: half, ..body }, scroll);
    } else {
        // The new passage gets what the old one leaves, and at least half.
        let needed = wrap::lines(&row.old, body.width.saturating_sub(MARKS)).len() as u16 + 1;
        let upper = needed.min(body.height / 2);
        draw_old(canvas, row, theme, Area { height: upper, ..body }, scroll);
        draw_new(canvas, row, theme, Area { y: body.y + upper, height: body.height - upper, ..body }, scroll);
    }
}

/// The keys that do something for the chosen one, as many as fit.
fn hints(review: &Review, keymap: &Keymap, width: u16) -> String {
    use Act::{Accept, AcceptAll, Choose, Delete, Go, Put};
    let key = |act: Act| keymap.act_key(Place::Review, act);
    let lost = review.row().is_some_and(|row| row.placement == Placement::Orphan);
    let useful: &[(Act, &str)] = match (&review.purpose, lost) {
        (ReviewPurpose::Put(_), _) => &[(Choose, "put it there"), (Go, "go and look"), (Delete, "delete")],
        (ReviewPurpose::Look, true) => &[(Choose, "go there"), (Put, "put it at the cursor"), (Delete, "delete")],
        (ReviewPurpose::Look, false) => {
            &[(Accept, "accept"), (AcceptAll, "accept all"), (Choose, "go there"), (Delete, "delete")]
        }
    };
    // The way back stands last and is never left out.
    let back = format!("{} back", key(Act::Leave).unwrap_or_default());
    let mut hints = String::new();
    for (act, words) in useful {
        let Some(key) = key(*act) else { continue };
        let longer = format!("{hints}{key} {words} · ");
        if measure::columns(&longer) + measure::columns(&back) + 2 > width {
            break;
        }
        hints = longer;
    }
    hints + &back
}

fn draw_list(canvas: &mut Canvas<'_>, review: &Review, theme: &Theme, rows: Rows) {
    let Rows { area, first, .. } = rows;
    let end = area.x + area.width;
    let count = format!(" {}/{}", review.selected + 1, review.rows.len());
    let rows_end = if review.rows.len() > 1 { end.saturating_sub(measure::columns(&count)) } else { end };
    for (y, (nth, ReviewRow { row, placement, .. })) in
        (area.y..area.y + area.height).zip(review.rows.iter().enumerate().skip(first))
    {
        let chosen = nth == review.selected;
        let x = canvas.text(area.x, y, rows_end, if chosen { "▸ " } else { "  " }, theme.pointer);
        let style = if *placement == Placement::Orphan { theme.bad } else { theme.note };
        let x = canvas.text(x, y, rows_end, &row.mark, style.remove_modifier(Modifier::ITALIC)) + 1;
        // The old words show below; what the reader wrote is what tells one note from another.
        let x = canvas.fit(x, y, rows_end, &clean_line(&row.label), theme.text) + 2;
        if rows_end.saturating_sub(x) > 12 {
            canvas.fit(x, y, rows_end, &clean_line(&row.detail), theme.quiet);
        }
        if chosen {
            canvas.style(Area { y, height: 1, ..area }, theme.chosen);
        }
    }
    if review.rows.len() > 1 {
        canvas.text(rows_end, area.y, end, &count, theme.quiet);
    }
}

fn draw_old(canvas: &mut Canvas<'_>, row: &ReviewRow, theme: &Theme, area: Area, scroll: isize) {
    let style = theme.bad.remove_modifier(Modifier::BOLD).add_modifier(Modifier::CROSSED_OUT);
    // Not every terminal strikes out.
    let style = if theme.depth == Depth::Plain { style.add_modifier(Modifier::UNDERLINED) } else { style };
    head(canvas, &format!("then, {}", row.day), ("gone", style), theme, area);
    let differing = row.gone().collect();
    let passage = Passage { words: &row.old, marked: Some(row.was), focus: row.was.start, differing, style };
    draw_passage(canvas, &passage, theme, below(area), scroll);
}

fn draw_new(canvas: &mut Canvas<'_>, row: &ReviewRow, theme: &Theme, area: Area, scroll: isize) {
    let style = theme.good.add_modifier(Modifier::UNDERLINED);
    let name = match row.placement {
        Placement::Orphan => "now, where it stood",
        Placement::Moved(..) => "now, moved here",
        Placement::Changed(..) | Placement::Exact(_) => "now",
    };
    head(canvas, name, ("new", style), theme, area);
    let Some(new) = &row.new else {
        canvas.fit(area.x + 2, area.y + 1, area.x + area.width, "comparing…", theme.quiet);
        return;
    };
    let marked = (row.placement != Placement::Orphan).then_some(new.here);
    let differing = new.added().collect();
    let passage = Passage { words: &new.words, marked, focus: new.here.start, differing, style };
    draw_passage(canvas, &passage, theme, below(area), scroll);
}

const fn below(area: Area) -> Area {
    Area { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
}

/// The head of a passage: its name, a rule, and what its differing words look like.
fn head(canvas: &mut Canvas<'_>, name: &str, (sample, style): (&str, Style), theme: &Theme, area: Area) {
    let end = area.x + area.width;
    for x in area.x..end {
        canvas.cell(x, area.y, "─", 1, theme.faint);
    }
    let sample_x = end.saturating_sub(measure::columns(sample));
    if measure::columns(name) + measure::columns(sample) + 4 <= area.width {
        canvas.text(sample_x.saturating_sub(1), area.y, end, " ", theme.text);
        canvas.text(sample_x, area.y, end, sample, style);
    }
    canvas.fit(area.x, area.y, end, &format!("{name} "), theme.heading);
}

fn draw_passage(canvas: &mut Canvas<'_>, passage: &Passage<'_>, theme: &Theme, area: Area, scroll: isize) {
    if area.height == 0 || area.width < 4 {
        return;
    }
    let lines = wrap::lines(passage.words, area.width.saturating_sub(MARKS));
    let height = usize::from(area.height);
    // Where not all of it fits, the annotated words stand in the upper third.
    let at = lines.partition_point(|line| line.start <= passage.focus).saturating_sub(1);
    let last = lines.len().saturating_sub(height);
    let top = at.saturating_sub(height / 3).min(last).saturating_add_signed(scroll).min(last);
    let end = area.x + area.width;
    for (y, line) in (area.y..area.y + area.height).zip(lines.iter().skip(top)) {
        let marked = passage.marked.filter(|marked| marked.overlaps(*line));
        if marked.is_some() {
            canvas.text(area.x, y, end, "▍", theme.accent);
        }
        let mut x = area.x + 2;
        for piece in pieces(passage, *line) {
            let inside = passage.marked.is_some_and(|marked| marked.contains(piece.start));
            let differs = passage.differing.iter().any(|span| span.contains(piece.start));
            let base = if inside { theme.text } else { theme.quiet };
            let words = piece.of(passage.words);
            // The blank behind words that differ is theirs, but is not to be struck out.
            let blanks = if differs { words.len() - words.trim_end().len() } else { 0 };
            let (words, blanks) = words.split_at_checked(words.len() - blanks).unwrap_or((words, ""));
            x = canvas.text(x, y, end, words, if differs { base.patch(passage.style) } else { base });
            x = canvas.text(x, y, end, blanks, base);
        }
    }
    for (there, y, sign) in [(top > 0, area.y, "▲"), (top < last, area.y + area.height - 1, "▼")] {
        if there {
            canvas.text(end - 1, y, end, sign, theme.accent);
        }
    }
}

/// A line in stretches of one style each.
fn pieces(passage: &Passage<'_>, line: Span) -> Vec<Span> {
    let spans = passage.differing.iter().copied().chain(passage.marked);
    let mut edges: Vec<_> = spans.flat_map(|span| [span.start, span.end]).filter(|at| line.contains(*at)).collect();
    edges.extend([line.start, line.end]);
    edges.sort_unstable();
    edges.dedup();
    edges.windows(2).filter_map(|ends| Some(Span::new(*ends.first()?, *ends.last()?))).collect()
}
