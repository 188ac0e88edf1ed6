//! What comes from other tools: their files, read into annotations that have no place yet. Pure functions from
//! bytes to values; all words are cleaned here, where they enter.

pub mod error;
pub mod format;
pub mod hypothesis;
pub mod imported;
pub mod json;
pub mod kindle;
pub mod koreader;
pub mod lua;
pub mod readwise;
pub mod time;
pub mod w3c;
