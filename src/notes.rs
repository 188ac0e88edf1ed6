//! What the reader writes: annotations after the W3C Web Annotation Data Model, the selectors that
//! hold them in place, and changes that can be undone.

pub mod anchor;
pub mod annotation;
pub mod assessment;
pub mod change;
pub mod colour;
pub mod corrections;
pub mod find;
pub mod joining;
pub mod score;
pub mod selector;
pub mod vocabulary;
