//! What the reader has set, and where it stands.

pub mod file;
mod keys;
mod legend;
pub mod paths;
pub mod terminal;
pub mod zone;
