//! Where things stand on the screen, for a size and a view: used by `update` for pages and clicks,
//! and by the view for drawing, so that the two never disagree.

use super::state::View;
use crate::article::pane::Pane;
use crate::layout::layout::Scope;

/// A rectangle of cells, from the top left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Area {
    /// First column.
    pub x: u16,
    /// First row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell at `x`, `y` lies inside.
    pub const fn contains(self, x: u16, y: u16) -> bool {
        x >= self.x && x - self.x < self.width && y >= self.y && y - self.y < self.height
    }

    /// The area inside the frame of what lies over the article; all of it where a frame would leave next to nothing.
    pub const fn inner_of_popup(self) -> Self {
        if self.width < 12 || self.height < 5 {
            return self;
        }
        Self { x: self.x + 2, y: self.y + 1, width: self.width - 4, height: self.height - 2 }
    }

    /// The area inside a frame one cell thick; the area itself where a frame would leave nothing.
    pub const fn inner(self) -> Self {
        if self.width < 3 || self.height < 3 {
            return self;
        }
        Self { x: self.x + 1, y: self.y + 1, width: self.width - 2, height: self.height - 2 }
    }
}

/// A pane on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// What it shows.
    pub scope: Scope,
    /// With its frame.
    pub outer: Area,
    /// Where its text stands: gutter included, frame and side margins not.
    pub text: Area,
    /// Whether it is drawn with a frame.
    pub framed: bool,
}

/// Columns at the left of a pane's text: the mark of the cursor, what the reader wrote, and a blank.
pub const GUTTER: u16 = 3;
/// Below this width two panes show.
const THREE_PANES: u16 = 110;
/// Below this width one pane shows.
const TWO_PANES: u16 = 70;
/// Frames are left out where fewer rows than this remain.
const FRAME_ROWS: u16 = 7;
/// Frames are left out where fewer columns than this remain.
const FRAME_COLUMNS: u16 = 16;
/// The widest text, in cells (a long line is hard to find the end of).
pub const MEASURE: u16 = 80;

/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Geometry {
    /// The title line; empty where there is no room.
    pub title: Area,
    /// The panes that show, from left to right.
    pub panes: Vec<Frame>,
    /// The margin under the panes; empty where it is closed.
    pub margin: Area,
    /// The status line.
    pub status: Area,
}

impl Geometry {
    /// The places for a screen of `width` by `height` cells, with a margin of `margin` rows wanted.
    pub fn of(width: u16, height: u16, view: View, margin: u16) -> Self {
        let bar = |y| Area { x: 0, y, width, height: 1 };
        let title = if height >= 4 { bar(0) } else { Area::default() };
        let status = if height >= 2 { bar(height - 1) } else { Area::default() };
        let body = height - title.height - status.height;
        let margin = if body >= 9 { margin.min(body / 3) } else { 0 };
        let panes = Area { x: 0, y: title.height, width, height: body - margin };
        Self {
            title,
            panes: frames(panes, view),
            margin: Area { x: 0, y: panes.y + panes.height, width, height: margin },
            status,
        }
    }

    /// The frame that shows `scope`.
    pub fn frame(&self, scope: Scope) -> Option<&Frame> {
        self.panes.iter().find(|frame| frame.scope == scope)
    }

    /// Where what lies over the article is drawn: between title and status line, or all of a screen that has no room
    /// for these.
    pub const fn overlay(&self, width: u16, height: u16) -> Area {
        let left = height.saturating_sub(self.title.height + self.status.height);
        let (y, height) = if left < 3 { (0, height) } else { (self.title.height, left) };
        Area { x: 0, y, width, height }
    }

    /// The frame at a cell.
    pub fn at(&self, x: u16, y: u16) -> Option<&Frame> {
        self.panes.iter().find(|frame| frame.outer.contains(x, y))
    }
}

fn frames(area: Area, view: View) -> Vec<Frame> {
    let scopes: Vec<Scope> = match view {
        View::Whole => vec![Scope::Whole],
        View::Panes { focus, zoomed: true } => vec![Scope::Pane(focus)],
        View::Panes { focus, .. } if area.width < TWO_PANES => vec![Scope::Pane(focus)],
        // The analysis is what claims and take are read against, so it stays.
        View::Panes { focus, .. } if area.width < THREE_PANES => match focus {
            Pane::Claims | Pane::Analysis => vec![Scope::Pane(Pane::Claims), Scope::Pane(Pane::Analysis)],
            Pane::Take => vec![Scope::Pane(Pane::Analysis), Scope::Pane(Pane::Take)],
        },
        View::Panes { .. } => Pane::ALL.map(Scope::Pane).to_vec(),
    };
    let framed = view != View::Whole && area.height >= FRAME_ROWS && area.width >= FRAME_COLUMNS;
    // The analysis holds the running text and gets the widest column.
    let weight = |scope: &Scope| if scopes.len() == 3 && *scope == Scope::Pane(Pane::Analysis) { 8 } else { 6 };
    let total: u32 = scopes.iter().map(weight).sum::<u32>().max(1);
    let mut x = area.x;
    let mut sum = 0;
    let mut frames = Vec::with_capacity(scopes.len());
    for scope in &scopes {
        sum += weight(scope);
        let end = area.x + u16::try_from(u32::from(area.width) * sum / total).unwrap_or(area.width);
        let outer = Area { x, width: end - x, ..area };
        frames.push(Frame { scope: *scope, outer, text: text_area(outer, framed), framed });
        x = end;
    }
    frames
}

/// Where the text of a pane stands: inside the frame, no wider than the measure and its gutter,
/// in the middle of what is left over.
fn text_area(outer: Area, framed: bool) -> Area {
    let inner = if framed { outer.inner() } else { outer };
    // A column of air before the frame at the right.
    let air = u16::from(inner.width > 24);
    let width = (inner.width - air).min(MEASURE + GUTTER);
    Area { x: inner.x + (inner.width - air - width) / 2, width, ..inner }
}

/// The width the text of a frame is laid out at.
pub fn text_width(frame: &Frame) -> u16 {
    if frame.text.width > GUTTER + 4 { frame.text.width - GUTTER } else { frame.text.width.max(1) }
}

/// How many cells of the frame's text area stand before the text.
pub fn gutter(frame: &Frame) -> u16 {
    frame.text.width - text_width(frame).min(frame.text.width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_is_covered_and_nothing_overlaps() {
        for width in 0..200 {
            for height in [0, 1, 2, 3, 4, 7, 12, 24, 45] {
                for view in [
                    View::Whole,
                    View::Panes { focus: Pane::Take, zoomed: false },
                    View::Panes { focus: Pane::Claims, zoomed: true },
                ] {
                    let all = Geometry::of(width, height, view, 6);
                    let rows = all.title.height + all.margin.height + all.status.height + all.panes[0].outer.height;
                    assert_eq!(rows, height);
                    let mut x = 0;
                    for frame in &all.panes {
                        assert_eq!(frame.outer.x, x);
                        x += frame.outer.width;
                        assert!(frame.text.x >= frame.outer.x && frame.text.x + frame.text.width <= x);
                        assert!(text_width(frame) <= 80);
                    }
                    assert_eq!(x, width);
                }
            }
        }
    }

    #[test]
    fn fewer_panes_where_there_is_less_room() {
        let panes = |width, focus| Geometry::of(width, 30, View::Panes { focus, zoomed: false }, 0).panes.len();
        assert_eq!(
            [panes(110, Pane::Claims), panes(109, Pane::Claims), panes(70, Pane::Take), panes(69, Pane::Take)],
            [3, 2, 2, 1]
        );
    }
}
