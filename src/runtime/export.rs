//! Exporting what is on the screen to a file.

use std::path::{Path, PathBuf};

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
    let path = Path::new(path);
    target::spare_source(path, origin.uri.as_deref()).map_err(|refused| refused.to_string())?;
    let annotations = store.annotations(id).map_err(|error| error.to_string())?;
    let placed = store.placed(annotations, reading.document()).map_err(|error| error.to_string())?;
    let reading = reading.corrected(crate::notes::corrections::corrections(reading.document(), &placed));
    let blocks = blocks(&NoteFile { id, origin, reading: &reading, placed: &placed, whole: true, legend });
    target::shared(path, blocks).map_err(|error| error.to_string())
}
