//! Articles: the document every other room works on, its one builder, and the parsers that feed it.

pub mod block;
pub mod builder;
pub mod document;
pub mod identity;
pub mod pane;
