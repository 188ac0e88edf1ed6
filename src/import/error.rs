//! Why a file could not be imported.

/// Why a file could not be imported: the end of a sentence that opens with the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is none of the formats.
    #[error("is in none of the formats that postil imports: name the one it is in with --format")]
    Unknown,
    /// It is our own export for scripts.
    #[error("is an export of postil's for scripts: export with --format jsonld what is to be imported again")]
    OwnJson,
    /// It is empty.
    #[error("is empty, so there is nothing to import")]
    Empty,
    /// It is no JSON.
    #[error("is not sound JSON ({0}): export it anew")]
    Json(String),
    /// It is no table.
    #[error("is not a sound table ({0}): export it anew")]
    Csv(String),
    /// It is no Lua table.
    #[error("is not a sound Lua table (line {0}): export it anew")]
    Lua(usize),
    /// It is sound, but not what that tool writes.
    #[error("is no {format} export: {what}")]
    Shape {
        /// What it was taken for.
        format: &'static str,
        /// What is amiss.
        what: &'static str,
    },
    /// One of its annotations is broken.
    #[error("holds an annotation that is broken, number {number}: {what}; nothing was imported")]
    Broken {
        /// Which one, from 1.
        number: usize,
        /// What is amiss.
        what: &'static str,
    },
}
