//! What lies over the article: the note editor, prompts, menus, lists and pages.

use ratatui::layout::Position;
use ratatui::style::{Modifier, Style};

use super::canvas::Canvas;
use super::theme::Theme;
use crate::app::editor::TextBuffer;
use crate::app::geometry::Area;
use crate::app::keymap::Keymap;
use crate::app::overlay::{Choice, List, Menu, NoteEditor, Overlay, Prompt, Target};
use crate::app::page::{Page, PageLine};
use crate::app::place::{Act, Place};
use crate::app::popup::{Popup, Rows, beside};
use crate::app::state::State;
use crate::layout::measure;
use crate::text::clean::clean_line;
use crate::text::wrap;

/// Draws an overlay inside `area`; gives the cell of the text cursor where it has one.
///
/// What is about the sentence under the cursor leaves the rows of `sentence` in sight, as far as
/// there is room beside them.
pub fn draw(
    canvas: &mut Canvas<'_>,
    state: &State,
    overlay: &Overlay,
    theme: &Theme,
    area: Area,
    sentence: Area,
) -> Option<Position> {
    let area = match overlay {
        Overlay::Editor(_) => beside(area, sentence, 12),
        Overlay::Prompt(_) => beside(area, sentence, 5),
        Overlay::Menu(menu) => beside(area, sentence, menu.items.len() as u16 + 2),
        Overlay::List(_) | Overlay::Page(_) | Overlay::Review(_) => area,
    };
    let keymap = &state.settings.keymap;
    match overlay {
        Overlay::Editor(editor) => draw_editor(canvas, keymap, editor, theme, area),
        Overlay::Prompt(prompt) => draw_prompt(canvas, keymap, prompt, theme, area),
        Overlay::Menu(menu) => {
            draw_menu(canvas, keymap, menu, theme, area);
            None
        }
        Overlay::List(list) => draw_list(canvas, keymap, list, theme, area),
        Overlay::Page(page) => {
            draw_page(canvas, keymap, page, theme, area);
            None
        }
        Overlay::Review(review) => {
            super::review::draw(canvas, review, keymap, theme, area);
            None
        }
    }
}

/// A framed box in the middle of `area`, with a title above and hints below; gives the cells inside.
pub fn popup(canvas: &mut Canvas<'_>, area: Area, size: (u16, u16), title: &str, hints: &str, theme: &Theme) -> Area {
    framed(canvas, Popup::within(area, size), title, hints, theme)
}

/// Draws the frame of a box with its title and hints; gives the cells inside.
pub fn framed(canvas: &mut Canvas<'_>, popup: Popup, title: &str, hints: &str, theme: &Theme) -> Area {
    let Some(outer) = popup.frame else {
        canvas.clear(popup.inner);
        return popup.inner;
    };
    canvas.clear(outer);
    canvas.frame(outer, theme.accent.remove_modifier(Modifier::BOLD));
    let end = outer.x + outer.width - 2;
    canvas.fit(outer.x + 2, outer.y, end, &format!(" {title} "), theme.heading);
    let cells = measure::columns(hints) + 2;
    if !hints.is_empty() && cells + 4 <= outer.width {
        canvas.text(end - cells, outer.y + outer.height - 1, end, &format!(" {hints} "), theme.quiet);
    }
    popup.inner
}

/// Draws a line that is being typed, scrolled so that the cursor shows; gives the cursor's cell.
pub fn line(canvas: &mut Canvas<'_>, buffer: &TextBuffer, area: Area, style: Style) -> Option<Position> {
    if area.width == 0 || area.height == 0 {
        return None;
    }
    let (before, after) = buffer.text().split_at_checked(buffer.cursor())?;
    // The last cell is left to the cursor behind the text.
    let room = usize::from(area.width - 1);
    let mut shown = before;
    while measure::width(shown) > room {
        let next = crate::text::width::next_grapheme(shown, 0).max(1);
        shown = shown.get(next..).unwrap_or_default();
    }
    let end = area.x + area.width;
    let style = if buffer.is_selected() { style.add_modifier(Modifier::REVERSED) } else { style };
    let x = canvas.text(area.x, area.y, end, shown, style);
    canvas.text(x, area.y, end, after, style);
    Some(Position { x: x.min(end - 1), y: area.y })
}

/// The hints of a place: the first key of each act, and what it does; an act without a key is left out.
pub fn hints(keymap: &Keymap, place: Place, acts: &[(Act, &str)]) -> String {
    let hint = |(act, words): &(Act, &str)| Some(format!("{} {words}", keymap.act_key(place, *act)?));
    acts.iter().filter_map(hint).collect::<Vec<_>>().join(" · ")
}

/// What is hinted wherever something is taken or left.
const TAKE_OR_LEAVE: [(Act, &str); 2] = [(Act::Choose, "take"), (Act::Leave, "back")];

fn draw_prompt(
    canvas: &mut Canvas<'_>,
    keymap: &Keymap,
    prompt: &Prompt,
    theme: &Theme,
    area: Area,
) -> Option<Position> {
    let label = prompt.purpose.label().trim_end_matches([' ', ':']);
    let fault = prompt.fault.as_deref().unwrap_or_default();
    let width = 60.min(area.width.saturating_sub(4));
    let faults = wrap::lines(fault, width);
    let rows = if fault.is_empty() { 1 } else { 1 + faults.len() as u16 };
    let hints = hints(keymap, Place::Prompt, &TAKE_OR_LEAVE);
    let hints = if prompt.line.is_selected() { format!("typing replaces it · {hints}") } else { hints };
    let inner = popup(canvas, area, (60, rows), label, &hints, theme);
    let position = line(canvas, &prompt.line, Area { height: 1.min(inner.height), ..inner }, theme.text);
    if !fault.is_empty() {
        for (y, words) in (inner.y + 1..inner.y + inner.height).zip(faults) {
            canvas.fit(inner.x, y, inner.x + inner.width, words.of(fault).trim_end(), theme.bad);
        }
    }
    position
}

fn draw_menu(canvas: &mut Canvas<'_>, keymap: &Keymap, menu: &Menu, theme: &Theme, area: Area) {
    let hints = hints(keymap, Place::Menu, &TAKE_OR_LEAVE);
    let inner = framed(canvas, Popup::of_menu(menu, area), &menu.title, &hints, theme);
    let Rows { area: rows, first, .. } = Rows::of_menu(menu, inner);
    let end = inner.x + inner.width;
    for (y, (nth, item)) in (rows.y..rows.y + rows.height).zip(menu.items.iter().enumerate().skip(first)) {
        let chosen = nth == menu.selected;
        let x = canvas.text(inner.x, y, end, if chosen { "▸ " } else { "  " }, theme.pointer);
        let letter = item.letters.first().map(char::to_string).unwrap_or_default();
        let x = canvas.text(x, y, end, &letter, theme.accent) + 1;
        let x = canvas.text(x, y, end, if item.on { "● " } else { "  " }, theme.good);
        let x = match item.choice {
            Choice::Colour(Some(colour)) => {
                canvas.text(x, y, end, "▍ ", theme.bar(colour).remove_modifier(Modifier::REVERSED))
            }
            _ => x,
        };
        canvas.fit(x, y, end, &item.label, theme.text);
        if chosen {
            canvas.style(Area { y, height: 1, ..inner }, theme.chosen);
        }
    }
}

fn draw_list(canvas: &mut Canvas<'_>, keymap: &Keymap, list: &List, theme: &Theme, area: Area) -> Option<Position> {
    let hints = hints(keymap, Place::List, &TAKE_OR_LEAVE);
    let inner = framed(canvas, Popup::of_list(list, area), list.kind.title(), &hints, theme);
    let end = inner.x + inner.width;
    let count = format!("{}/{}", (list.selected + 1).min(list.matches.len()), list.matches.len());
    let count_x = end.saturating_sub(measure::columns(&count));
    canvas.text(count_x, inner.y, end, &count, theme.quiet);
    let x = canvas.text(inner.x, inner.y, end, "› ", theme.accent);
    let field = Area { x, y: inner.y, width: count_x.saturating_sub(x + 1), height: 1.min(inner.height) };
    let position = line(canvas, &list.filter, field, theme.text);
    let Rows { area: body, first, .. } = Rows::of_list(list, inner);
    if list.matches.is_empty() && body.height > 0 {
        canvas.fit(body.x, body.y, end, &list.empty(keymap), theme.quiet);
    }
    let shown = list.matches.iter().enumerate().skip(first).filter_map(|(nth, row)| Some((nth, list.rows.get(*row)?)));
    for (y, (nth, row)) in (body.y..body.y + body.height).zip(shown) {
        let chosen = nth == list.selected;
        let x = canvas.text(body.x, y, end, if chosen { "▸ " } else { "  " }, theme.pointer);
        let mut x = x + 2 * u16::from(row.depth.min(6));
        if !row.mark.is_empty() {
            x = canvas.text(x, y, end, &row.mark, theme.note.remove_modifier(Modifier::ITALIC)) + 1;
        }
        let label = clean_line(&row.label);
        // An action shows its sentence, and its keys flush right.
        let (detail, keys) = match &row.target {
            Target::Action(action) => {
                let sentence = action.entry().map_or("", |entry| entry.sentence);
                (sentence.to_owned(), keymap.keys(*action).join(" "))
            }
            _ => (clean_line(&row.detail), String::new()),
        };
        let keys_x = end.saturating_sub(measure::columns(&keys));
        let end = if keys.is_empty() { end } else { keys_x.saturating_sub(2) };
        // The detail keeps what it needs, up to a third of the row, where the label is long.
        let kept = if detail.is_empty() { 0 } else { (measure::columns(&detail) + 2).min(inner.width / 3) };
        let label_end = end.saturating_sub(kept);
        let x = canvas.fit(x, y, label_end.max(x), &label, theme.text) + 2;
        canvas.fit(x, y, end, &detail, theme.quiet);
        canvas.text(keys_x, y, inner.x + inner.width, &keys, theme.accent);
        if chosen {
            canvas.style(Area { y, height: 1, ..body }, theme.chosen);
        }
    }
    position
}

fn draw_page(canvas: &mut Canvas<'_>, keymap: &Keymap, page: &Page, theme: &Theme, area: Area) {
    let width = Page::width(area);
    let rows = page.rows(width);
    let keys = [Act::Next, Act::Previous].map(|act| keymap.act_key(Place::Page, act).unwrap_or_default());
    let back = hints(keymap, Place::Page, &[(Act::Leave, "back")]);
    let hints = format!("{} scroll · {back}", keys.join(" ").trim());
    let inner = popup(canvas, area, (width, rows.len() as u16), &page.title, &hints, theme);
    let first = page.first(&rows, inner.height);
    let end = inner.x + inner.width;
    for (y, row) in (inner.y..inner.y + inner.height).zip(rows.iter().skip(first)) {
        let Some(line) = page.lines.get(row.line) else { continue };
        let (left, words) = page_styles(line, theme);
        let x = canvas.fit(inner.x, y, end, &row.left, left);
        canvas.fit(x.max(inner.x + row.indent), y, end, &row.words, words);
    }
    let below = rows.len().saturating_sub(first + usize::from(inner.height));
    for (there, y, sign) in [(first > 0, inner.y, "▲"), (below > 0, (inner.y + inner.height).saturating_sub(1), "▼")]
    {
        if there && inner.height > 0 {
            canvas.text(end, y, end + 1, sign, theme.accent);
        }
    }
}

/// The styles of a line of a page: of what stands at its left, and of its words.
fn page_styles(line: &PageLine, theme: &Theme) -> (Style, Style) {
    match line {
        PageLine::Heading(_) => (theme.text, theme.heading),
        PageLine::Keys(..) => (theme.accent, theme.text),
        PageLine::Text(_) => (theme.quiet, theme.text),
        PageLine::Quote(_) => (theme.faint, theme.quiet.add_modifier(Modifier::ITALIC)),
    }
}

fn draw_editor(
    canvas: &mut Canvas<'_>,
    keymap: &Keymap,
    editor: &NoteEditor,
    theme: &Theme,
    area: Area,
) -> Option<Position> {
    let width = area.width.saturating_sub(4).min(76);
    let text = editor.text.text();
    let lines = wrap::lines(text, width.saturating_sub(1));
    let quote = clean_line(&editor.quote);
    let quoted: Vec<_> = wrap::lines(&quote, width.saturating_sub(2)).into_iter().take(3).collect();
    let roomy = area.height >= 12;
    let head = if roomy { quoted.len() as u16 + 1 } else { 0 };
    let rows = (lines.len() as u16 + 1).clamp(6, 16);
    let title = if editor.text.text() == editor.saved { "Note" } else { "Note · draft" };
    let useful = [(Act::Save, "save"), (Act::Leave, "leave"), (Act::Help, "keys")];
    let useful = if area.width >= 56 { &useful[..] } else { &useful[..2] };
    // A narrow frame has room for the short way to write a key.
    let hints = hints(keymap, Place::Editor, useful);
    let hints = if area.width >= 56 { hints } else { hints.replace("Ctrl-", "^") };
    let inner = popup(canvas, area, (width, head + rows), title, &hints, theme);
    let end = inner.x + inner.width;
    if roomy {
        for (y, line) in (inner.y..).zip(&quoted) {
            let x = canvas.text(inner.x, y, end, "▎ ", theme.faint);
            let last = quoted.last() == Some(line);
            let words = if last { quote.get(line.start..).unwrap_or_default() } else { line.of(&quote).trim_end() };
            canvas.fit(x, y, end, words, theme.quiet.add_modifier(Modifier::ITALIC));
        }
    }
    let body = Area { y: inner.y + head.min(inner.height), height: inner.height.saturating_sub(head), ..inner };
    let at = lines.partition_point(|line| line.start <= editor.text.cursor()).saturating_sub(1);
    let top = (at + 1).saturating_sub(usize::from(body.height));
    for (y, line) in (body.y..body.y + body.height).zip(lines.iter().skip(top)) {
        canvas.text(body.x, y, end, &line.of(text).replace('\t', "    "), theme.text);
    }
    let line = lines.get(at)?;
    let before = text.get(line.start..editor.text.cursor())?;
    let column = measure::columns(&before.replace('\t', "    ")).min(inner.width.saturating_sub(1));
    let row = u16::try_from(at.checked_sub(top)?).ok()?;
    Some(Position { x: body.x + column, y: body.y + row })
}
