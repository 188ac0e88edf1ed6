//! Rows that show again: where only the article's words stand on a row, its cells are those of the frame before, on
//! whichever row that had it. A key that moves the cursor or scrolls by a line draws a few rows and not all.

use super::screen::Grid;
use super::theme::Theme;
use crate::layout::layout::Layout;
use crate::layout::row::Top;

/// The rows of one pane that a frame drew, and where.
#[derive(Clone, Debug)]
struct Sheet {
    /// The layout they are of, which is held so that no other stands in its place.
    layout: Layout,
    /// Their first cell, and how many they have.
    x: u16,
    width: u16,
    /// Each with the row of the screen it was drawn on, from the top.
    rows: Vec<(Top, u16)>,
}

/// What a frame and the one before it drew.
#[derive(Clone, Debug)]
pub(super) struct Again {
    /// What the cells of the frame before hold.
    old: Vec<Sheet>,
    /// What this frame has drawn.
    new: Vec<Sheet>,
    /// How it is drawn.
    theme: Option<Theme>,
    /// Whether the panes are drawn, so that what is drawn now lies over them.
    is_over: bool,
    /// The rows of the screen that something lies over.
    covered: Vec<bool>,
}

impl Again {
    /// Nothing is known of frames of that height.
    pub(super) fn new(height: u16) -> Self {
        let covered = vec![false; height.into()];
        Self { old: Vec::new(), new: Vec::new(), theme: None, is_over: false, covered }
    }

    /// Another frame begins.
    pub(super) fn turn(&mut self) {
        std::mem::swap(&mut self.old, &mut self.new);
        self.new.clear();
        for sheet in &mut self.old {
            sheet.rows.retain(|(_, y)| self.covered.get(usize::from(*y)) == Some(&false));
        }
        self.covered.fill(false);
        self.is_over = false;
    }

    /// Nothing of what was drawn until now may be taken.
    pub(super) fn forget(&mut self) {
        self.old.clear();
        self.new.clear();
    }

    /// The frame is drawn in `theme`.
    pub(super) fn begin(&mut self, theme: &Theme) {
        if self.theme.as_ref() != Some(theme) {
            self.forget();
            self.theme = Some(theme.clone());
        }
    }

    /// The next rows are those of `layout`, in `width` cells from `x` on.
    pub(super) fn begin_pane(&mut self, layout: &Layout, x: u16, width: u16) {
        self.new.push(Sheet { layout: layout.clone(), x, width, rows: Vec::new() });
    }

    /// All panes are drawn: what comes lies over them.
    pub(super) const fn end_panes(&mut self) {
        self.is_over = true;
    }

    /// Something was drawn on a row.
    #[inline]
    pub(super) fn touch(&mut self, y: u16) {
        if self.is_over
            && let Some(covered) = self.covered.get_mut(usize::from(y))
        {
            *covered = true;
        }
    }

    /// A row of the layout was drawn on row `y`, and nothing but the layout has part in how it looks.
    pub(super) fn keep(&mut self, top: Top, y: u16) {
        if let Some(sheet) = self.new.last_mut() {
            sheet.rows.push((top, y));
        }
    }

    /// Draws a row on `grid` as the frame `before` had it; whether it had it.
    pub(super) fn recall(&mut self, top: Top, y: u16, before: &Grid, grid: &mut Grid) -> bool {
        let Some(Sheet { layout, x, width, rows }) = self.new.last_mut() else { return false };
        let is_same = |old: &&Sheet| old.x == *x && old.width == *width && old.layout.is_same(layout);
        let found = self.old.iter().find(is_same).and_then(|old| {
            let at = old.rows.binary_search_by_key(&top, |(top, _)| *top).ok()?;
            old.rows.get(at)
        });
        let cells = usize::from(*x)..usize::from(*x) + usize::from(*width);
        let from = found.and_then(|(_, from)| before.row((*from).into()).get(cells.clone()));
        let to = grid.rows_mut(y.into(), usize::from(y) + 1).get_mut(cells);
        let (Some(from), Some(to)) = (from, to) else { return false };
        to.copy_from_slice(from);
        rows.push((top, y));
        true
    }
}
