//! postil: a terminal reader for people who read to judge.
//!
//! ```text
//!  title    postil   Karpathy at Anthropic: Claude Accelerates Its Own Pretraining           1 min · 66%
//!  pane    ╭─ 1 Source claims · 9 ─────────╮╭─ 2 Analysis ─────────────────╮╭─ 3 Strategic take ──────╮
//!  chip    │    6 · fact                   ││   …merely symbolic. ‹6› The  ││ ¶ Strategic Take        │ heading
//!          │      Karpathy's public work … ││   convergence thesis: the    ││                         │
//!  card    │    7 @ RAMP's business-spe… ✓ ││   model is no longer the …   ││   For teams building on │ verdict
//!  cursor  │▸     RAMP's business-spending ││                              ││   Claude, the hire …    │
//!          │▸     index shows Anthropic …  ││ ▍ Anthropic's momentum       ││                         │ highlight
//!  note    │      ✎ Which invoices, and …  ││ ▍ reinforces the timing. ‹7› ││   ◷ 70 % by 2026-12-31  │ forecast
//!          ╰───────────────────────────────╯╰──────────────────────────────╯╰─────────────────────────╯
//!  margin  ── 1 annotation here ───────────────────────────────────────────────────────────────────────
//!           ✓ supported · #spending · 2026-05-20
//!  status   claim 7 · attribution · RAMP's business-spending index · shows      a note  m mark  ? help   hints
//! ```
//!
//! A functional core in an imperative shell: [`app::update::update`] takes the state and an event and gives
//! effects as data, [`view::draw::draw`] turns the state into cells, and [`runtime`] has the only clock,
//! threads and terminal. The rooms, from the ground up, in the order in which to read them; each may
//! import only those before it (`tests/house.rs` keeps it so, ARCHITECTURE.md has the map):
//!
//! - [`text`]: strings and ranges: spans, cells, cleaning, sentences, diff, search.
//! - [`article`]: the document every other room works on, its one builder, and the parsers that feed it.
//! - [`reading`]: which pane a sentence belongs to, and why; claims, their sources, forecasts.
//! - [`notes`]: annotations, the selectors that hold them in place, changes and their inverse, scores.
//! - [`layout`]: blocks at a width become rows of runs that keep their spans.
//! - [`export`]: the split and the annotations as Markdown, JSON and text; pure functions.
//! - [`import`]: annotations from other tools' files; pure functions.
//! - [`store`]: one SQLite file; the only room that knows SQL.
//! - [`ingest`]: a file, an address or standard input to bytes, their kind, and where they came from.
//! - [`app`]: what is on the screen and what happens next: state, events, actions, effects.
//! - [`view`]: the state to cells.
//! - [`config`]: what the reader has set, and where it stands.
//! - [`runtime`]: the shell: threads, clock, terminal, worker.
//! - [`cli`]: arguments, and the commands without a screen.

pub mod text;

pub mod article;

pub mod reading;

pub mod notes;

pub mod layout;

pub mod export;

pub mod import;

pub mod store;

pub mod ingest;

pub mod app;

pub mod view;

pub mod config;

pub mod runtime;

pub mod cli;
