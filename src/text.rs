//! Text as such: spans, cells, cleaning, sentences. Strings and ranges; nothing here knows what an
//! article is.

pub mod align;
pub mod chain;
pub mod clean;
pub mod code_points;
pub mod file_name;
pub mod fnv;
pub mod fuzzy;
pub mod language;
pub mod lazy;
pub mod lcs;
pub mod search;
pub mod sentences;
pub mod span;
pub mod table;
pub mod tails;
pub mod width;
pub mod words;
pub mod wrap;
