//! What comes in and what goes out, as data.

use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::key::Key;
use super::session::Draft;
use crate::article::identity::{DocumentId, Fetched, Origin};
use crate::notes::anchor::passages::Passages;
use crate::notes::annotation::{Annotation, AnnotationId, Placed};
use crate::notes::change::Change;
use crate::reading::reading::Reading;
use crate::text::span::Span;

/// What only the outside has: the time, and a name nobody has yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Now.
    pub now: Timestamp,
    /// An id that has not been used.
    pub id: AnnotationId,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something.
    Mouse(Mouse),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A document is here.
    Loaded(Box<Loaded>),
    /// A passage of a document of which only the start has been read.
    Passage(Box<Passage>),
    /// A document is being fetched: how far that is, in words.
    Fetching(u64, String),
    /// What was fetched before is still what stands there.
    Unchanged(u64),
    /// A document could not be opened: a sentence.
    NotLoaded(u64, String),
    /// The store knows the document: its id, annotations, drafts, place.
    Known(Box<Known>),
    /// The store cannot be used: a sentence. Reading goes on without saving.
    NoStore(String),
    /// The annotations are now these: another window wrote.
    Notes(DocumentId, Vec<Placed>),
    /// The changes of this ticket are on disk.
    Saved(u64),
    /// The changes of this ticket are not on disk, nor those asked for after it: a sentence. They are
    /// tried again with the next ones.
    NotSaved(u64, String),
    /// The changes of this ticket are given up, as another window was first: a sentence.
    Refused(u64, String),
    /// The draft of this note is not on the disk: a sentence. It is tried again with the next save, when the reader asks,
    /// and at the end.
    NotKept(AnnotationId, String),
    /// The draft of this note that could not be kept is on the disk after all, or is no draft any more.
    Kept(AnnotationId),
    /// What stood around annotations of the document, beside what stands there now.
    Compared(DocumentId, Vec<(AnnotationId, Passages)>),
    /// How many sentences each pane holds.
    Counted(u64, [usize; 3]),
    /// Annotations of all documents, for the list: document, its title, annotation.
    AllNotes(Vec<(DocumentId, String, Annotation)>),
    /// The documents of the library.
    Library(Vec<Shelved>),
    /// An editor ended with this text; none where it failed, with a sentence.
    Edited(Result<String, String>),
    /// An export ended: where it went, or a sentence.
    Exported(Result<PathBuf, String>),
    /// Something outside failed that the reader should know: a sentence.
    Failed(String),
    /// Where the reader's day begins and ends.
    Zone(TimeZone),
    /// The program is asked to end (SIGTERM, SIGHUP).
    Terminate,
}

/// A document that was read.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The load it answers.
    pub generation: u64,
    /// The document and its split.
    pub reading: Reading,
    /// Where it came from.
    pub origin: Origin,
    /// Its name, as far as it is known: the store may know an older one.
    pub id: DocumentId,
    /// Whether it is all of it, or a first stretch.
    pub complete: bool,
    /// Where to go once it shows.
    pub go_to: Option<GoTo>,
    /// What the reader should know of where it came from.
    pub notice: Option<String>,
}

/// What of a document is looked for before all of it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ahead {
    /// Its end.
    End,
    /// The first place where these words stand.
    Hit(String),
}

/// A passage of a document, by itself.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The load it belongs to.
    pub generation: u64,
    /// What was looked for.
    pub ahead: Ahead,
    /// The passage and its split.
    pub reading: Reading,
}

/// Where to go in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoTo {
    /// An annotation.
    Annotation(AnnotationId),
    /// A byte of the text.
    Offset(usize),
}

/// What the store knows of the document that is open.
#[derive(Clone, Debug)]
pub struct Known {
    /// The load it belongs to.
    pub generation: u64,
    /// Its name.
    pub id: DocumentId,
    /// Its annotations and where they stand.
    pub placed: Vec<Placed>,
    /// Whether the text changed since it was annotated.
    pub edited: bool,
    /// Texts typed and not saved.
    pub drafts: Vec<Draft>,
    /// The byte of the text the reader was at.
    pub position: Option<usize>,
    /// Whether what is written now will be saved.
    pub writable: bool,
}

/// A document in the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Its name.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// Where it came from, shown after the title.
    pub origin: String,
    /// How many annotations it has.
    pub annotations: usize,
    /// When it was last opened, as a date.
    pub opened: String,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// Column.
    pub x: u16,
    /// Row.
    pub y: u16,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// It moved with the button down.
    Drag,
    /// The button went up.
    Release,
    /// The wheel, down where positive, in notches.
    Wheel(i8),
}

/// Something to be done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Open a document of the library, at an annotation.
    OpenDocument(u64, DocumentId, Option<AnnotationId>),
    /// Carry these changes out in one transaction, in which the draft they were typed as goes, and answer with the
    /// ticket.
    Save(u64, DocumentId, Vec<Change>, Option<AnnotationId>),
    /// Try again to carry out what failed.
    SaveAgain,
    /// Keep a text that is being typed; an empty one is dropped.
    KeepDraft(DocumentId, Draft),
    /// Make a draft that another window left this window's own.
    TakeDraft(Draft),
    /// Keep the place the reader is at, a byte of the text.
    KeepPosition(DocumentId, usize),
    /// Put words on the clipboard (OSC 52).
    Copy(String),
    /// Put these words of the document on the clipboard, as a citation in Markdown.
    CopyCitation(Span),
    /// Open an address in the browser.
    Browse(String),
    /// Let $VISUAL or $EDITOR edit a text.
    Edit(String),
    /// Export the document that is open to Markdown, to this path.
    Export(String),
    /// Look for a passage of a document that is still being read.
    LookAhead(u64, Ahead),
    /// Count the sentences of each pane.
    Count(u64, Reading),
    /// Compare what stood around these annotations with what stands there now.
    Compare(DocumentId, Vec<Placed>),
    /// Fetch annotations of all documents that match.
    FetchNotes(String),
    /// Fetch the documents of the library.
    FetchLibrary,
    /// Fetch what was fetched before again, if it has changed.
    FetchAgain(u64, Fetched),
    /// Give up what is being fetched.
    StopFetching,
    /// End with a sentence: what was to be read did not come, and nothing else shows.
    Fail(String),
    /// Draw everything anew.
    Redraw,
    /// Give the terminal back and stop until continued.
    Suspend,
    /// End.
    Quit,
}
