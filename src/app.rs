//! What is on the screen and what happens next: the Elm loop's state, events, actions and effects.
//! No clock, no files, no terminal: time and ids come in with events, effects go out as data.

pub mod action;
pub mod editor;
pub mod event;
pub mod geometry;
pub mod hold;
pub mod key;
pub mod keymap;
pub mod overlay;
pub mod page;
pub mod place;
pub mod place_keys;
pub mod popup;
pub mod reading_time;
pub mod review;
pub mod session;
pub mod state;
pub mod update;
