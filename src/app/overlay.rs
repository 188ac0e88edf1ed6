//! What lies over the article: a stack of a closed set of overlays.

use super::action::Action;
use super::editor::TextBuffer;
use super::key::Key;
use super::keymap::Keymap;
use super::page::Page;
use super::place::Place;
use super::review::Review;
use crate::article::document::SentenceId;
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::notes::annotation::AnnotationId;
use crate::notes::assessment::{Outcome, Verdict};
use crate::notes::colour::Colour;
use crate::text::span::Span;

/// One overlay.
#[derive(Clone, Debug, PartialEq)]
pub enum Overlay {
    /// A note being written.
    Editor(NoteEditor),
    /// A line being typed.
    Prompt(Prompt),
    /// A few choices, each a letter away.
    Menu(Menu),
    /// A list to choose from, narrowed by typing.
    List(List),
    /// Text to read: why, help.
    Page(Page),
    /// What an edit of the article did to the annotations.
    Review(Review),
}

impl Overlay {
    /// The place that its keys are bound in.
    pub const fn place(&self) -> Place {
        match self {
            Self::Editor(_) => Place::Editor,
            Self::Prompt(_) => Place::Prompt,
            Self::Menu(_) => Place::Menu,
            Self::List(_) => Place::List,
            Self::Page(_) => Place::Page,
            Self::Review(_) => Place::Review,
        }
    }

    /// Whether a key types into it, whatever it is bound to.
    pub fn takes_for_text(&self, key: Key) -> bool {
        matches!(self, Self::List(list) if list.takes_for_text(key))
    }
}

/// A note being written. Its text is kept as a draft while it is typed.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteEditor {
    /// The annotation that gets it: one that is there, or the one that saving makes.
    pub id: AnnotationId,
    /// The words it is about.
    pub span: Span,
    /// Those words, for the head of the editor.
    pub quote: String,
    /// The text.
    pub text: TextBuffer,
    /// The text as it was saved last, to know whether leaving leaves a draft.
    pub saved: String,
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Prompt {
    /// What for.
    pub purpose: Purpose,
    /// The line.
    pub line: TextBuffer,
    /// What stood in it when it was opened.
    pub begun: String,
    /// What is wrong with it, in a sentence.
    pub fault: Option<String>,
}

/// What a prompt is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Words to search in the article.
    Search,
    /// Tags of the annotation here.
    Tags,
    /// Something that speaks for the claim.
    EvidenceFor,
    /// Something that speaks against it.
    EvidenceAgainst,
    /// The claim in the reader's own words.
    Wording,
    /// The reader's probability.
    Probability,
    /// The day on which the forecast can be decided.
    Due,
    /// How the forecast will be decided.
    Criterion,
    /// The file to export to.
    Export,
}

impl Purpose {
    /// What stands before the line.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Search => "/",
            Self::Tags => "tags, of several words \"in quotes\": ",
            Self::EvidenceFor => "evidence for (link or text): ",
            Self::EvidenceAgainst => "evidence against (link or text): ",
            Self::Wording => "the claim in your words: ",
            Self::Probability => "your probability (70 % or 0.7): ",
            Self::Due => "due (YYYY-MM-DD): ",
            Self::Criterion => "decided by: ",
            Self::Export => "export to: ",
        }
    }
}

/// A few choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// What is chosen.
    pub title: String,
    /// The choices.
    pub items: Vec<MenuItem>,
    /// The one Enter takes.
    pub selected: usize,
}

/// One choice.
#[derive(Clone, Debug, PartialEq)]
pub struct MenuItem {
    /// The letters that take it at once; the first is shown.
    pub letters: Vec<char>,
    /// What it says.
    pub label: String,
    /// Whether it is the case now.
    pub on: bool,
    /// What it does.
    pub choice: Choice,
}

/// What a choice in a menu does.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Mark with this colour; none takes the highlight away.
    Colour(Option<Colour>),
    /// Put the sentence into a pane; none gives it back to its own evidence.
    Pane(Option<Pane>),
    /// Give this verdict; none takes it back.
    Verdict(Option<Verdict>),
    /// Put on the list of things to check, or take off.
    ToCheck(bool),
    /// Ask for a line.
    Ask(Purpose),
    /// How the forecast came out; none takes it back.
    Outcome(Option<Outcome>),
    /// Take the forecast away.
    NoForecast,
    /// Go to a sentence, in a pane.
    Go(SentenceId, Option<Pane>),
    /// Open an address.
    Address(String),
    /// Take all evidence away.
    NoEvidence,
    /// Go to a place in the text.
    Place(usize),
    /// Quit although something is not saved.
    Quit,
    /// Try again to save what failed.
    SaveAgain,
    /// Go on reading.
    Stay,
}

/// A list to choose from.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// What it lists.
    pub kind: ListKind,
    /// All rows.
    pub rows: Vec<ListRow>,
    /// What has been typed to narrow it.
    pub filter: TextBuffer,
    /// Indices into `rows` that match, best first.
    pub matches: Vec<usize>,
    /// Index into `matches`.
    pub selected: usize,
}

/// What a list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// The headings.
    Outline,
    /// The links.
    Links,
    /// The annotations of this article.
    Notes,
    /// Annotations of all articles.
    AllNotes,
    /// The documents in the library.
    Library,
    /// All actions.
    Palette,
}

impl ListKind {
    /// The title on its frame.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Outline => "Outline",
            Self::Links => "Links",
            Self::Notes => "Notes of this article",
            Self::AllNotes => "All notes",
            Self::Library => "Library",
            Self::Palette => "Commands",
        }
    }

    /// What it says where there is nothing to list, with the reader's own keys.
    fn empty(self, keymap: &Keymap) -> String {
        match self {
            Self::Outline => "this article has no headings".to_owned(),
            Self::Links => "this article has no links".to_owned(),
            Self::Notes => nothing_annotated(keymap),
            Self::AllNotes => "no notes found".to_owned(),
            Self::Library => "the library is empty: open an article with `postil FILE`".to_owned(),
            Self::Palette => "no such command".to_owned(),
        }
    }
}

/// What is said of an article without annotations.
pub fn nothing_annotated(keymap: &Keymap) -> String {
    format!("nothing annotated yet: {} marks, {} writes a note", keymap.first(Action::Mark), keymap.first(Action::Note))
}

/// One row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRow {
    /// A mark before it, such as a verdict's.
    pub mark: String,
    /// What it says.
    pub label: String,
    /// What stands behind it, in a quieter colour.
    pub detail: String,
    /// How far it is indented, in steps.
    pub depth: u8,
    /// Where it leads.
    pub target: Target,
}

/// Where a row of a list leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A place in this text.
    Place(usize),
    /// An annotation of this document.
    Annotation(AnnotationId),
    /// An annotation of any document.
    Elsewhere(DocumentId, AnnotationId),
    /// A document of the library.
    Document(DocumentId),
    /// An action.
    Action(Action),
    /// An address outside.
    Address(String),
}

impl List {
    /// What it says where no row shows.
    pub fn empty(&self, keymap: &Keymap) -> String {
        if self.rows.is_empty() { self.kind.empty(keymap) } else { "nothing here has these letters".to_owned() }
    }

    /// A list of `rows`, none filtered out, the first selected.
    pub fn new(kind: ListKind, rows: Vec<ListRow>) -> Self {
        let matches = (0..rows.len()).collect();
        Self { kind, rows, filter: TextBuffer::line(""), matches, selected: 0 }
    }

    /// The row that is selected.
    pub fn row(&self) -> Option<&ListRow> {
        self.rows.get(*self.matches.get(self.selected)?)
    }

    /// Whether a key types into the filter, whatever it is bound to: a character where something is typed already;
    /// among the commands any letter, as their names begin with it.
    pub fn takes_for_text(&self, key: Key) -> bool {
        let names = self.kind == ListKind::Palette;
        key.typed().is_some_and(|c| !self.filter.text().is_empty() || (names && c.is_alphanumeric()))
    }

    /// Moves the selection, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.matches.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }

    /// Narrows the list to what has been typed.
    pub fn narrow(&mut self) {
        self.matches = crate::text::fuzzy::rank(
            self.filter.text(),
            self.rows.iter().map(|row| format!("{} {}", row.label, row.detail)),
        );
        self.selected = 0;
    }
}

impl Menu {
    /// A menu of `(letters, label, on, choice)`.
    pub fn new(title: impl Into<String>, items: Vec<(Vec<char>, String, bool, Choice)>) -> Self {
        let items: Vec<_> =
            items.into_iter().map(|(letters, label, on, choice)| MenuItem { letters, label, on, choice }).collect();
        let selected = items.iter().position(|item| item.on).unwrap_or_default();
        Self { title: title.into(), items, selected }
    }

    /// The choice that a key takes as its letter.
    pub fn with_letter(&self, key: Key) -> Option<usize> {
        let letter = key.typed()?;
        self.items.iter().position(|item| item.letters.contains(&letter))
    }

    /// Moves the selection, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        let last = self.items.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(by).min(last);
    }
}
