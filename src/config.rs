//! What the reader has set, and where it stands.

pub mod paths;
