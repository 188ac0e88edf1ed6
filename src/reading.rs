//! Which pane a sentence belongs to, and why: claims, their sources, forecasts. Pure functions of
//! the document; the same document and corrections give the same reading on every machine.

pub mod judgement;
pub mod reading;
