//! Blocks at a width become rows of runs that keep their spans: what stands on which row and in
//! which cell, before anybody asks how it looks. Pure; nothing here knows marks, cursor or theme.

mod breaks;
pub mod cards;
mod fit;
pub mod layout;
pub mod links;
pub mod measure;
pub mod preformatted;
pub mod row;
pub mod set;
pub mod stretch;
pub mod units;
pub mod words;
