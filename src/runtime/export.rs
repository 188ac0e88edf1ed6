//! Exporting what is on the screen to a file.

use std::path::PathBuf;

use super::target;
use crate::article::identity::{DocumentId, Origin};
use crate::export::note_file::{NoteFile, blocks};
use crate::notes::colour::Legend;
use crate::reading::reading::Reading;
use crate::store::store::Store;

/// Brings the note file at `path` up to date; gives its path, or a sentence for the reader.
pub(super) fn to_file(
    store: &Store,
    id: DocumentId,
    origin: &Origin,
    reading: &Reading,
    legend: &Legend,
    path: &str,
) -> Result<PathBuf, String> {
    if target::is_source(std::path::Path::new(path), origin.uri.as_deref()) {
        return Err(format!("{path} is the article itself and was left as it is: name another file"));
    }
    let annotations = store.annotations(id).map_err(|error| error.to_string())?;
    let placed = store.placed(annotations, reading.document()).map_err(|error| error.to_string())?;
    let reading = reading.corrected(crate::notes::corrections::corrections(reading.document(), &placed));
    let blocks = blocks(&NoteFile { id, origin, reading: &reading, placed: &placed, whole: true, legend });
    target::shared(std::path::Path::new(path), blocks).map_err(|error| error.to_string())
}
