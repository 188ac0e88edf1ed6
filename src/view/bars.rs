//! The title line at the top and the status line at the bottom.

use ratatui::layout::Position;
use ratatui::style::Style;

use super::canvas::Canvas;
use super::theme::Theme;
use crate::app::action::Action;
use crate::app::geometry::Area;
use crate::app::key::Key;
use crate::app::overlay::Prompt;
use crate::app::session::Session;
use crate::app::state::{Message, Saving, State, Weight};
use crate::app::update::following::Leads;
use crate::article::document::SentenceId;
use crate::article::pane::Pane;
use crate::layout::measure;
use crate::notes::annotation::Placed;
use crate::notes::assessment;
use crate::notes::selector::Placement;
use crate::text::wrap;

/// Rows that a message takes at most.
const MESSAGE_ROWS: u16 = 4;

/// From this width on the hints stay in their place.
const WIDE: u16 = 100;

/// Cells that the hints have of a wide screen's left half.
const MORE: u16 = 3;

/// Fewest cells that words are cut to.
const STUMP: u16 = 12;

/// Draws the title line: the program, the article, how long it is and how far the reader has got.
pub fn title(canvas: &mut Canvas<'_>, state: &State, theme: &Theme, area: Area) {
    if area.height == 0 {
        return;
    }
    let end = area.x + area.width;
    let mut right: Vec<(String, Style)> = Vec::new();
    match &state.saving {
        Saving::Off(_) => right.push(("not saved".to_owned(), theme.bad)),
        Saving::On | Saving::Unknown => {}
    }
    if let Some(session) = &state.session {
        let orphans = session.placed.iter().filter(|placed| placed.placement == Placement::Orphan).count();
        if orphans > 0 {
            right.push((format!("⌀ {orphans} orphaned"), theme.bad));
        }
        let doubtful = |placed: &&Placed| matches!(placed.placement, Placement::Moved(..) | Placement::Changed(..));
        let doubtful = session.placed.iter().filter(doubtful).count();
        if doubtful > 0 {
            right.push((format!("≠ {doubtful} to accept"), theme.note));
        }
        if !session.pending.is_empty() && !matches!(state.saving, Saving::Off(_)) {
            right.push(("saving…".to_owned(), theme.quiet));
        }
        if session.complete {
            right.push((format!("{} min", session.minutes), theme.quiet));
            right.push((format!("{}%", percent(session)), theme.quiet));
        } else {
            // How much of it is above the cursor is not known yet.
            right.push((session.progress.clone().unwrap_or_else(|| "reading…".to_owned()), theme.quiet));
        }
    }
    // What does not fit goes, the least useful first: the reading time, then all but what failed.
    let cells = |right: &[(String, Style)]| right.iter().map(|(words, _)| measure::columns(words) + 3).sum::<u16>();
    while cells(&right) > area.width / 2 && right.len() > 1 {
        right.remove(right.len() - 2);
    }
    let mut x = end.saturating_sub(cells(&right).saturating_sub(2));
    let title_end = x.saturating_sub(2);
    for (nth, (words, style)) in right.iter().enumerate() {
        if nth > 0 {
            x = canvas.text(x, area.y, end, " · ", theme.faint);
        }
        x = canvas.text(x, area.y, end, words, *style);
    }
    let start = if area.width >= 60 {
        canvas.text(area.x + 1, area.y, title_end, "postil", theme.accent) + 3
    } else {
        area.x + 1
    };
    let words = state.session.as_ref().map(|session| session.document().known_as(&session.origin));
    canvas.fit(start, area.y, title_end, &words.unwrap_or_default(), theme.heading);
}

/// How far the reader has got, in per cent.
fn percent(session: &Session) -> usize {
    let end = session.cursor_span().map_or(0, |span| span.end);
    (end as u128 * 100 / session.document().text().len().max(1) as u128) as usize
}

/// Draws the status line: what was just done, or what the cursor is on; and the keys that are useful
/// here. A long message takes rows above it.
pub fn status(canvas: &mut Canvas<'_>, state: &State, theme: &Theme, area: Area) -> Option<Position> {
    if area.height == 0 {
        return None;
    }
    let end = area.x + area.width;
    if let Some(message) = &state.message {
        draw_message(canvas, message, theme, area);
        return None;
    }
    if !state.overlays.is_empty() {
        return None;
    }
    if let Some(words) = &state.fetching {
        let leave = format!(" · {} leaves it", state.settings.keymap.first(Action::Leave));
        let words_end = end.saturating_sub(measure::columns(&leave)).max(end.min(STUMP));
        let x = canvas.fit(area.x + 1, area.y, words_end, words, theme.text);
        canvas.fit(x, area.y, end, &leave, theme.quiet);
        return None;
    }
    let parts = state.session.as_ref().map(details).unwrap_or_default();
    let wanted: u16 = parts.iter().map(|part| measure::columns(&part.words) + 3).sum();
    // On a wide screen the hints have the right half, where they stay the same whatever the cursor is
    // on; else what the details leave over, and at least half of the line.
    let half = area.width / 2;
    let is_wide = area.width >= WIDE && !parts.is_empty();
    let room = if is_wide { half + MORE } else { area.width.saturating_sub(wanted + 3).max(half) };
    let room = room.min(area.width.saturating_sub(1));
    let hints = hints(state, room, is_wide);
    let used: u16 = hints.iter().map(|(keys, words)| measure::columns(keys) + measure::columns(words) + 3).sum();
    let x = if is_wide { end - room } else { end.saturating_sub(used.saturating_sub(1)) };
    let details_end = x.saturating_sub(2);
    draw_hints(canvas, &hints, theme, Area { x, width: end - x, ..area });
    let mut x = area.x + 1;
    for (nth, part) in parts.iter().enumerate() {
        let gap = if nth > 0 { 3 } else { 0 };
        let Some(words) = part.within(details_end.saturating_sub(x + gap)) else { break };
        if nth > 0 {
            x = canvas.text(x, area.y, details_end, " · ", theme.faint);
        }
        x = canvas.fit(x, area.y, details_end, words, if nth == 0 { theme.text } else { theme.quiet });
    }
    None
}

/// Draws the hints from the left, but help, the last one, flush right.
fn draw_hints(canvas: &mut Canvas<'_>, hints: &[(String, &'static str)], theme: &Theme, area: Area) {
    let end = area.x + area.width;
    let mut x = area.x;
    for (nth, (keys, words)) in hints.iter().enumerate() {
        if nth > 0 && nth + 1 == hints.len() {
            x = x.max(end.saturating_sub(measure::columns(keys) + measure::columns(words) + 2));
        }
        x = canvas.text(x, area.y, end, keys, theme.accent);
        x = canvas.text(x.saturating_add(1), area.y, end, words, theme.quiet).saturating_add(2);
    }
}

fn draw_message(canvas: &mut Canvas<'_>, message: &Message, theme: &Theme, area: Area) {
    let (mark, style) = match message.weight {
        Weight::Done => ("✓ ", theme.good),
        Weight::Note => ("", theme.text),
        Weight::Fault => ("✗ ", theme.bad),
    };
    let text = format!("{mark}{}", message.text);
    let lines = wrap::lines(&text, area.width.saturating_sub(2));
    let rows = (lines.len() as u16).min(MESSAGE_ROWS).min(area.y + 1);
    let top = area.y + 1 - rows;
    canvas.clear(Area { y: top, height: rows, ..area });
    for (y, line) in (top..=area.y).zip(&lines) {
        let last = y == area.y && lines.len() > usize::from(rows);
        let words = if last { text.get(line.start..).unwrap_or_default() } else { line.of(&text).trim_end() };
        canvas.fit(area.x + 1, y, area.x + area.width, words, style);
    }
}

/// Something told of what the cursor is on.
struct Detail {
    words: String,
    /// What says enough where there is no room for all of it.
    brief: Option<&'static str>,
}

impl Detail {
    const fn new(words: String) -> Self {
        Self { words, brief: None }
    }

    /// What is shown of it in `room` cells, where it can be cut; nothing where a stump would be left.
    fn within(&self, room: u16) -> Option<&str> {
        let fits = |words: &str| measure::columns(words) <= room;
        match self.brief {
            _ if fits(&self.words) => Some(&self.words),
            Some(brief) => fits(brief).then_some(brief),
            None => (room >= STUMP).then_some(&self.words),
        }
    }
}

/// What the cursor is on.
fn details(session: &Session) -> Vec<Detail> {
    let Some(id) = session.cursor else { return Vec::new() };
    if let Some(selection) = session.selection {
        let words = session.words(selection.span(session.document()));
        let count = words.split_whitespace().take(10_000).count();
        return vec![Detail::new(format!("{count} {} selected", if count == 1 { "word" } else { "words" }))];
    }
    let mut parts = vec![Detail::new(name(session, id))];
    let Some(judgement) = session.reading.judgement(id) else { return parts };
    if session.reading.pane(id) == Some(Pane::Claims) {
        parts.push(Detail::new(judgement.kind.name().to_owned()));
        parts.extend(judgement.source.as_ref().map(|source| Detail::new(source.name.clone())));
        parts.extend(judgement.cue.map(|cue| Detail::new(session.words(cue).to_owned())));
    }
    if judgement.forecast {
        let words = format!("forecast, sounds {} sure", assessment::percent(f64::from(judgement.confidence)));
        parts.push(Detail { words, brief: Some("forecast") });
    }
    parts.extend(links(session).map(Detail::new));
    if session.reading.correction(id).is_some() {
        const BY_YOU: &str = "moved here by you";
        parts.push(Detail { words: BY_YOU.to_owned(), brief: Some(BY_YOU) });
    }
    parts
}

/// Where the link of the sentence leads, or how many there are.
fn links(session: &Session) -> Option<String> {
    let mut links = session.links(session.cursor_span()?);
    let (_, first) = links.next()?;
    match (first, links.count()) {
        (Leads::Place(_), 0) => None,
        (Leads::Address(address), 0) => {
            let bare = address.strip_prefix("https://").unwrap_or(&address);
            Some(format!("→ {}", crate::text::width::fit(bare, 40)))
        }
        (_, more) => Some(format!("{} links", more + 1)),
    }
}

fn name(session: &Session, id: SentenceId) -> String {
    match session.reading.pane(id) {
        Some(Pane::Claims) => {
            session.reading.number_soon(id).map_or_else(|| "claim".to_owned(), |number| format!("claim {number}"))
        }
        Some(pane) => pane.title().to_lowercase(),
        None => String::new(),
    }
}

/// The keys that are useful here and fit into `room` cells, the most useful first; help is always
/// among them. Where they are `to_stay`, they are the same for nearly all sentences.
fn hints(state: &State, room: u16, to_stay: bool) -> Vec<(String, &'static str)> {
    if !state.keys.is_empty() {
        return vec![(format!("{}…", Key::write_sequence(&state.keys)), "")];
    }
    let hint = |action: &Action| {
        let keys = state.settings.keymap.hint(*action)?;
        Some((keys, action.entry()?.hint))
    };
    let cells = |hint: &(String, &str)| measure::columns(&hint.0) + measure::columns(hint.1) + 3;
    let Some(help) = hint(&Action::Help) else { return Vec::new() };
    let mut left = room.saturating_sub(cells(&help));
    let mut found = Vec::new();
    for action in useful(state, to_stay) {
        let Some(hint) = hint(action) else { continue };
        if cells(&hint) > left {
            break;
        }
        left -= cells(&hint);
        found.push(hint);
    }
    found.push(help);
    found
}

/// What is most useful here, first things first; on any sentence the same in the same place where it is `to_stay`, but
/// for forecasts.
fn useful(state: &State, to_stay: bool) -> &'static [Action] {
    use Action::*;
    let Some(session) = &state.session else { return &[Library, Palette, Quit] };
    if session.selection.is_some() {
        return &[Mark, Note, Copy, Leave, MarkWith, Tags, CopyCitation, SwapEnds];
    }
    if !state.unkept.is_empty() || !state.unsaved.is_empty() && matches!(state.saving, Saving::Off(_)) {
        return &[SaveAgain, Note, Mark, Export, Quit];
    }
    let Some(span) = session.cursor_span() else { return &[Library, AllNotes, Palette, Quit] };
    let here = session.annotations_on(span);
    if here.iter().any(|placed| !matches!(placed.placement, Placement::Exact(_))) {
        return &[Accept, Review, Note, Mark, Search, Whole, Quit];
    }
    let id = session.cursor;
    let forecast = id.and_then(|id| session.reading.judgement(id)).is_some_and(|judgement| judgement.forecast);
    let claim = id.and_then(|id| session.reading.pane(id)) == Some(Pane::Claims);
    if session.search.as_ref().is_some_and(|search| !search.hits.is_empty()) {
        &[NextHit, PreviousHit, Note, Mark, Search, Whole]
    } else if to_stay && forecast {
        &[Note, Mark, Why, Search, Assess, Forecast, Whole, Export, SelectCharacters, Follow, Quit]
    } else if to_stay {
        &[Note, Mark, Why, Search, Assess, Correct, Whole, Export, SelectCharacters, Follow, Quit]
    } else if claim {
        &[Note, Mark, Assess, Why, Search, Follow, Whole, Export, SelectCharacters, Quit]
    } else if forecast {
        &[Note, Mark, Forecast, Why, Search, Correct, Whole, Export, SelectCharacters, Quit]
    } else {
        &[Note, Mark, Correct, Why, Search, Whole, Export, SelectCharacters, Quit]
    }
}

/// Draws the search as it is typed, with the number of the hit; gives the cell of the text cursor.
pub fn search(canvas: &mut Canvas<'_>, state: &State, prompt: &Prompt, theme: &Theme, area: Area) -> Option<Position> {
    canvas.clear(area);
    let end = area.x + area.width;
    let found = state.session.as_ref().and_then(|session| session.search.as_ref());
    let count = match found {
        _ if prompt.line.text().is_empty() => String::new(),
        Some(search) if search.hits.is_empty() => "no match".to_owned(),
        Some(search) => format!("{}/{}", search.current.map_or(0, |at| at + 1), search.hits.len()),
        None => String::new(),
    };
    let count_x = end.saturating_sub(measure::columns(&count) + 1);
    let style = if found.is_some_and(|search| search.hits.is_empty()) { theme.bad } else { theme.quiet };
    canvas.text(count_x.max(area.x), area.y, end, &count, style);
    let x = canvas.text(area.x, area.y, end, prompt.purpose.label(), theme.accent);
    super::overlays::line(canvas, &prompt.line, Area { x, width: count_x.saturating_sub(x + 1), ..area }, theme.text)
}
