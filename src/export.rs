//! What leaves postil: the split and the annotations, as JSON, as Markdown and as plain text. Pure
//! functions from values to text, so that the screen and the command line write the same bytes.

pub mod annotations_json;
pub mod argdown;
pub mod blocks;
pub mod citation;
pub mod claim_review;
pub mod csv;
pub mod escape;
pub mod facts;
pub mod front_matter;
pub mod html;
pub mod json;
pub mod json_ld;
pub mod note_file;
pub mod org;
pub mod rows;
pub mod split_json;
pub mod split_markdown;
pub mod template;
