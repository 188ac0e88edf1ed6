//! Where notes are kept: one SQLite file, `postil.db`. The only room that knows SQL.
//!
//! What is returned as done is on the disk; what cannot be read is an error, never "no notes"; what
//! is not ours is never written to.

pub mod backup;
mod checksum;
pub mod doctor;
pub mod drafts;
pub mod error;
pub mod intake;
mod json;
pub mod library;
mod link;
pub mod marks;
mod place;
pub mod placed;
pub mod restore;
pub mod salvage;
mod schema;
pub mod search;
pub mod sources;
pub mod store;
pub mod watch;

#[cfg(test)]
mod tests;
