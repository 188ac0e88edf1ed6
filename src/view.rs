//! The screen drawn: `&State` in, cells out. Nothing here changes anything: no save, no scroll, no
//! clock; the same state gives the same cells.
//!
//! ```text
//!  postil   The title of the article                                  3 min · 41 %   title
//! ╭ 1 Source claims · 9 ────╮╭ 2 Analysis ───────────────╮╭ 3 Strategic take ─╮
//! │   2 # RAMP index   ✓ 1 src ││ The role's specificity is  ││ For teams building  │   panes
//! │ ▸    RAMP's index shows …  ││ the story. ‹4› ‹5›         ││ on Claude, …        │
//! ╰─────────────────────────╯╰───────────────────────────╯╰───────────────────╯
//!  ✎ who else was asked?                                                             margin
//!  claim 2 · figure · RAMP's index            a note  m mark  s assess  ? help       status
//! ```

mod again;
pub mod bars;
pub mod canvas;
pub mod clusters;
pub mod draw;
mod ends;
pub mod look;
pub mod margin;
pub mod marks;
pub mod overlays;
pub mod pane;
pub mod review;
pub mod screen;
pub mod theme;

#[cfg(test)]
mod tests;
