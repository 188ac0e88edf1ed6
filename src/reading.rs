//! Which pane a sentence belongs to, and why: claims, their sources, forecasts. Pure functions of
//! the document; the same document and corrections give the same reading on every machine.

pub mod agent;
pub mod attribution;
pub mod block_evidence;
pub mod clause;
pub mod context;
pub mod count;
pub mod dates;
pub mod decide;
pub mod deeds;
pub mod evidence;
pub mod figures;
pub mod forecast;
pub mod german;
pub mod headings;
pub mod instructions;
pub mod interview;
pub mod judgement;
pub mod lexicon;
pub mod modality;
pub mod names;
pub mod nouns;
mod pass;
pub mod phrase;
pub mod plans;
pub mod quotations;
pub mod reading;
mod signs;
pub mod spoken;
pub mod subject;
pub mod tokens;
pub mod vocabulary;
pub mod weigh;
pub mod wording;
pub mod works;

mod embedded;
