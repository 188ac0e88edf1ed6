//! The screen as data: cloneable, without handles, locks or anything of the terminal's.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::geometry::Geometry;
use super::key::Key;
use super::keymap::Keymap;
use super::overlay::Overlay;
use super::session::{LeftDocument, Session};
use crate::article::pane::Pane;
use crate::notes::annotation::AnnotationId;
use crate::notes::colour::Legend;
use crate::reading::lexicon::Lexicon;

/// All that is on the screen.
#[derive(Clone, Debug)]
pub struct State {
    /// Columns of the terminal.
    pub width: u16,
    /// Rows of the terminal.
    pub height: u16,
    /// The document being read; none while there is only the library.
    pub session: Option<Session>,
    /// The documents that were left in which something can be undone, redone, or is not on disk yet.
    pub left: Vec<LeftDocument>,
    /// What lies over it, the topmost last.
    pub overlays: Vec<Overlay>,
    /// What the status line says.
    pub message: Option<Message>,
    /// How far a document is that is being fetched, in words.
    pub fetching: Option<String>,
    /// The keys of a sequence that is not finished.
    pub keys: Vec<Key>,
    /// Whether the margin is open.
    pub margin: bool,
    /// Whether what is written is saved.
    pub saving: Saving,
    /// What the reader set.
    pub settings: Arc<Settings>,
    /// Where the reader's day begins and ends; UTC until the runtime says otherwise.
    pub zone: TimeZone,
    /// The number of the load that was asked for last; documents that earlier ones bring are refused.
    pub generation: u64,
    /// The ticket of the last save that was asked for.
    pub ticket: u64,
    /// The tickets that are not on disk yet, of whatever document, oldest first.
    pub unsaved: Vec<u64>,
    /// The notes whose drafts could not be kept.
    pub unkept: Vec<AnnotationId>,
    /// The mouse button is down, and was pressed at this offset.
    pub pressed: Option<usize>,
}

/// What shows of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The panes.
    Panes {
        /// The one with the cursor.
        focus: Pane,
        /// Whether it has the whole screen.
        zoomed: bool,
    },
    /// The whole article in one column.
    Whole,
}

impl View {
    /// The panes, the claims first.
    pub const PANES: Self = Self::Panes { focus: Pane::Claims, zoomed: false };
}

impl Default for View {
    fn default() -> Self {
        Self::PANES
    }
}

/// What the status line says until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How much it matters.
    pub weight: Weight,
    /// A sentence without its full stop.
    pub text: String,
    /// What it is about.
    pub topic: Topic,
}

/// What a message is about, as far as what happens next depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// A change that is not on the disk, and is tried again.
    NotSaved,
    /// A change that is given up.
    Refused,
    /// A draft that is not on the disk.
    NotKept,
    /// That what failed is tried again.
    Trying,
    /// That something is on the disk, perhaps beside something else.
    Saved,
    /// Something else.
    Other,
}

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something was done.
    Done,
    /// Something to know.
    Note,
    /// Something failed.
    Fault,
}

/// Whether what is written is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saving {
    /// The store has not answered yet.
    Unknown,
    /// It is.
    On,
    /// It is not, and why, in a sentence.
    Off(String),
}

/// What the reader set, in the config or on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Which keys do what.
    pub keymap: Keymap,
    /// What each colour is called and means.
    pub legend: Legend,
    /// The view a document opens with.
    pub view: View,
    /// The words that speak for a pane, the reader's own among them.
    pub lexicon: Lexicon,
}

/// Rows of the margin where there is room.
const MARGIN_ROWS: u16 = 8;

impl State {
    /// An empty screen of that size.
    pub fn new(width: u16, height: u16, settings: Settings) -> Self {
        Self {
            width,
            height,
            session: None,
            left: Vec::new(),
            overlays: Vec::new(),
            message: None,
            fetching: None,
            keys: Vec::new(),
            margin: false,
            saving: Saving::Unknown,
            settings: Arc::new(settings),
            zone: TimeZone::UTC,
            generation: 0,
            ticket: 0,
            unsaved: Vec::new(),
            unkept: Vec::new(),
            pressed: None,
        }
    }

    /// Where everything stands now.
    pub fn geometry(&self) -> Geometry {
        let view = self.session.as_ref().map_or(View::Whole, |session| session.view);
        Geometry::of(self.width, self.height, view, if self.margin { MARGIN_ROWS } else { 0 })
    }

    /// The overlay on top.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlays.last()
    }

    /// Whether a note is being written, whatever lies over it.
    pub fn is_writing(&self) -> bool {
        self.overlays.iter().any(|overlay| matches!(overlay, Overlay::Editor(_)))
    }

    /// Says something in the status line.
    pub fn say(&mut self, weight: Weight, text: impl Into<String>) {
        self.say_of(Topic::Other, weight, text);
    }

    /// Says something that may be out of date once the disk has answered.
    pub fn say_of(&mut self, topic: Topic, weight: Weight, text: impl Into<String>) {
        self.message = Some(Message { weight, text: text.into(), topic });
    }
}

/// The day at a time, where days are those of `zone`, as year, month and day: as `postil notes` and `list` print it.
pub fn day(time: Timestamp, zone: &TimeZone) -> String {
    time.to_zoned(zone.clone()).date().to_string()
}
