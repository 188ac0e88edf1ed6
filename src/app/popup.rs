//! Where what lies over the article stands: used by `update` for clicks and by the view for drawing, so that the two
//! never disagree.

use super::geometry::{Area, Geometry};
use super::overlay::{List, Menu, Overlay};
use super::review::{Review, ReviewRow};
use super::state::State;
use crate::layout::measure;
use crate::text::wrap;

/// Rows of the list of a review at most.
const LISTED: u16 = 8;

/// Cells from which the two passages of a review stand side by side.
pub const WIDE: u16 = 84;

/// The widest that a review gets.
const WIDEST: u16 = 150;

/// Rows of a review whose passages the frame is made for.
const MEASURED: usize = 16;

/// Cells beside the words of a passage: a bar and a gap before them, the sign that there is more behind.
pub const MARKS: u16 = 3;

/// A framed box in the middle of an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Popup {
    /// The box with its frame; nothing where a frame would leave next to nothing, and all of the area is taken.
    pub frame: Option<Area>,
    /// The cells inside.
    pub inner: Area,
}

impl Popup {
    /// A box with room for `columns` and `rows` inside, as far as `area` has it.
    pub fn within(area: Area, (columns, rows): (u16, u16)) -> Self {
        if area.inner_of_popup() == area {
            return Self { frame: None, inner: area };
        }
        let (width, height) = (columns.saturating_add(4).min(area.width), rows.saturating_add(2).min(area.height));
        let (x, y) = (area.x + (area.width - width) / 2, area.y + (area.height - height) / 3);
        let inner = Area { x: x + 2, y: y + 1, width: width - 4, height: height - 2 };
        Self { frame: Some(Area { x, y, width, height }), inner }
    }

    /// The box of a menu in `area`.
    pub fn of_menu(menu: &Menu, area: Area) -> Self {
        let widest = menu.items.iter().map(|item| measure::columns(&item.label)).max().unwrap_or_default();
        let width = (widest + 8).max(measure::columns(&menu.title) + 2).max(28);
        Self::within(area, (width, count(menu.items.len())))
    }

    /// The box of a list in `area`: what is typed stands in its first row.
    pub fn of_list(list: &List, area: Area) -> Self {
        let width = area.width.saturating_sub(8).min(110).max(area.width.min(60));
        Self::within(area, (width, count(list.rows.len().max(1)).saturating_add(2)))
    }

    /// The box of a review in `area`: its list, then the passages of the chosen one.
    pub fn of_review(review: &Review, area: Area) -> Self {
        let width = review_width(area);
        let height = listed(review, area).saturating_add(2).saturating_add(needed(review, width));
        Self::within(area, (width, height))
    }
}

/// The cells inside of a review in `area`.
pub fn review_width(area: Area) -> u16 {
    area.width.saturating_sub(4).min(WIDEST)
}

/// The rows that the list of a review has in `area`.
fn listed(review: &Review, area: Area) -> u16 {
    count(review.rows.len()).clamp(1, LISTED).min((area.height / 4).max(1))
}

/// Rows that the longest passages take: the frame stays as it is from one to the next.
fn needed(review: &Review, width: u16) -> u16 {
    let rows = |words: &str, width: u16| wrap::lines(words, width.saturating_sub(MARKS)).len() as u16;
    let both = |row: &ReviewRow| {
        let new = row.new.as_ref().map_or("", |new| new.words.as_str());
        match width.checked_sub(3).filter(|_| width >= WIDE) {
            Some(both) => rows(&row.old, both / 2).max(rows(new, both / 2)),
            None => rows(&row.old, width).saturating_add(rows(new, width)).saturating_add(1),
        }
    };
    review.rows.iter().take(MEASURED).map(both).max().unwrap_or_default()
}

/// Rows of which one can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// Where they stand.
    pub area: Area,
    /// The first that shows.
    pub first: usize,
    count: usize,
}

impl Rows {
    /// The rows of a menu in its box.
    pub fn of_menu(menu: &Menu, inner: Area) -> Self {
        Self::around(menu.selected, menu.items.len(), inner)
    }

    /// The rows of a list in its box: those that what was typed left.
    pub fn of_list(list: &List, inner: Area) -> Self {
        let gap = u16::from(inner.height > 6);
        let area = Area { y: inner.y + 1 + gap, height: inner.height.saturating_sub(1 + gap), ..inner };
        Self::around(list.selected, list.matches.len(), area)
    }

    /// The rows of a review in its box, which stands in `area`.
    pub fn of_review(review: &Review, inner: Area, area: Area) -> Self {
        let height = listed(review, area).min(inner.height);
        Self::around(review.selected, review.rows.len(), Area { height, ..inner })
    }

    /// Rows of `count` with the one that is selected among them, in the middle if it can.
    pub fn around(selected: usize, count: usize, area: Area) -> Self {
        let height = usize::from(area.height);
        let first = selected.saturating_sub(height / 2).min(count.saturating_sub(height));
        Self { area, first, count }
    }

    /// The row at a cell.
    fn at(self, x: u16, y: u16) -> Option<usize> {
        let down = y.checked_sub(self.area.y).filter(|_| self.area.contains(x, y))?;
        Some(self.first + usize::from(down)).filter(|nth| *nth < self.count)
    }
}

/// The row of the menu, list or review that stands at a cell.
pub fn row_at(state: &State, overlay: &Overlay, x: u16, y: u16) -> Option<usize> {
    let geometry = state.geometry();
    let area = geometry.overlay(state.width, state.height);
    match overlay {
        Overlay::Menu(menu) => {
            let area = beside(area, sentence_rows(state, &geometry), count(menu.items.len()).saturating_add(2));
            Rows::of_menu(menu, Popup::of_menu(menu, area).inner).at(x, y)
        }
        Overlay::List(list) => Rows::of_list(list, Popup::of_list(list, area).inner).at(x, y),
        Overlay::Review(review) => Rows::of_review(review, Popup::of_review(review, area).inner, area).at(x, y),
        Overlay::Editor(_) | Overlay::Prompt(_) | Overlay::Page(_) => None,
    }
}

/// The larger part of `area` above or below `sentence`, where it has as many rows as are needed.
pub fn beside(area: Area, sentence: Area, needed: u16) -> Area {
    let bottom = area.y + area.height;
    let above = Area { height: sentence.y.saturating_sub(area.y).min(area.height), ..area };
    let y = (sentence.y + sentence.height).clamp(area.y, bottom);
    let below = Area { y, height: bottom - y, ..area };
    let larger = if below.height >= above.height { below } else { above };
    if sentence.height > 0 && larger.height >= needed { larger } else { area }
}

/// The rows of the screen that show the sentence under the cursor; none where it does not show.
pub fn sentence_rows(state: &State, geometry: &Geometry) -> Area {
    let rows = || {
        let session = state.session.as_ref()?;
        let frame = geometry.frame(session.scope())?;
        let layout = session.layout(frame.scope)?;
        let (first, last) = layout.rows_of(session.cursor?)?;
        let height = usize::from(frame.text.height);
        let top = layout.distance(session.top(frame.scope), first, height)?;
        let count = layout.distance(first, last, height)? + 1;
        let (top, count) = (u16::try_from(top).ok()?, u16::try_from(count).ok()?);
        Some(Area { y: frame.text.y + top, height: count.min(frame.text.height.saturating_sub(top)), ..frame.text })
    };
    rows().unwrap_or_default()
}

/// A number of rows as cells, as many as there can be.
fn count(rows: usize) -> u16 {
    u16::try_from(rows).unwrap_or(u16::MAX)
}
