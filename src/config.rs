//! What the reader has set, and where it stands.

pub mod file;
pub mod paths;
pub mod terminal;
pub mod zone;
