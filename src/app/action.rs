//! Everything the reader can do, in one table: keymap, help, palette, hints and config come from it.

/// Something the reader can do with a key or from the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each has its sentence in the table below")]
pub enum Action {
    NextSentence,
    PreviousSentence,
    NextParagraph,
    PreviousParagraph,
    NextSection,
    PreviousSection,
    ToStart,
    ToEnd,
    HalfPageDown,
    HalfPageUp,
    PageDown,
    PageUp,
    PaneLeft,
    PaneRight,
    NextPane,
    PreviousPane,
    PaneClaims,
    PaneAnalysis,
    PaneTake,
    Zoom,
    Whole,
    Margin,
    Follow,
    OpenLink,
    Back,
    Forward,
    Search,
    NextHit,
    PreviousHit,
    Mark,
    MarkWith,
    Note,
    Tags,
    Assess,
    Forecast,
    Correct,
    Bookmark,
    Delete,
    Undo,
    Redo,
    EdgeLeft,
    EdgeRight,
    NextAnnotation,
    PreviousAnnotation,
    Replace,
    Accept,
    AcceptAll,
    Review,
    Refresh,
    SelectCharacters,
    SelectWords,
    SelectSentences,
    Copy,
    CopyCitation,
    Export,
    Why,
    Notes,
    AllNotes,
    Outline,
    Links,
    Library,
    Palette,
    Help,
    SaveAgain,
    Redraw,
    Suspend,
    Quit,
    // While selecting.
    CharacterLeft,
    CharacterRight,
    LineDown,
    LineUp,
    WordForward,
    WordBack,
    WordEnd,
    SwapEnds,
    Leave,
}

/// What stands in the table for one action.
#[derive(Debug)]
pub struct Entry {
    /// The action.
    pub action: Action,
    /// Its name in the config and the palette.
    pub name: &'static str,
    /// One or two words for the hint line.
    pub hint: &'static str,
    /// What it does, in a sentence without its full stop.
    pub sentence: &'static str,
    /// The keys it is bound to unless the config says otherwise.
    pub keys: &'static [&'static str],
    /// Under which heading the help lists it.
    pub group: Group,
}

/// The headings of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Panes and views.
    Panes,
    /// Finding.
    Find,
    /// Writing annotations.
    Annotate,
    /// Selecting words.
    Select,
    /// Lists and the way out.
    General,
}

impl Group {
    /// All headings, in their order in the help.
    pub const ALL: [Self; 6] = [Self::Annotate, Self::Move, Self::Panes, Self::Find, Self::Select, Self::General];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Panes => "Panes",
            Self::Find => "Find",
            Self::Annotate => "Annotate",
            Self::Select => "While selecting",
            Self::General => "Lists, help, out",
        }
    }
}

macro_rules! table {
    ($($group:ident { $($action:ident $name:literal [$($key:literal)*] $hint:literal, $sentence:literal;)* })*) => {
        /// All actions, in the order of the help.
        pub const TABLE: &[Entry] = &[$($(Entry {
            action: Action::$action, name: $name, hint: $hint, sentence: $sentence, keys: &[$($key),*], group: Group::$group,
        },)*)*];
    };
}

table! {
    Annotate {
    Mark "mark" ["m"] "mark", "mark the sentence or selection; on a mark, take it away";
    MarkWith "mark-with" ["M"] "mark as", "mark with a meaning, by the letter of its colour";
    Note "note" ["a"] "note", "write a note on the sentence or selection";
    Tags "tags" ["t"] "tags", "give it tags";
    Assess "assess" ["s"] "assess", "assess the claim: verdict, evidence, to check";
    Forecast "forecast" ["f"] "forecast", "forecast: your probability, due date, outcome";
    Correct "correct" ["c"] "correct", "correct the pane of the sentence";
    Bookmark "bookmark" ["b"] "bookmark", "set or take away a bookmark";
    EdgeLeft "edge-left" ["<"] "edge left", "move the edge of the highlight to the left: by a sentence, while selecting by a word";
    EdgeRight "edge-right" [">"] "edge right", "move the edge of the highlight to the right: by a sentence, while selecting by a word";
    Delete "delete" ["d"] "delete", "delete the annotation here; it goes to the trash";
    Undo "undo" ["u"] "undo", "undo the last change";
    Redo "redo" ["Ctrl-r"] "redo", "redo what was undone";
    Replace "replace" ["R"] "re-place", "put an orphaned annotation on this sentence or selection";
    Accept "accept" ["ga"] "accept", "accept the new place of a moved or changed annotation";
    AcceptAll "accept-all" ["gA"] "accept all", "accept the new places of all moved and changed annotations";
    Review "review" ["gr"] "review", "review what an edit of the article moved, changed or lost, old text beside new";
    }
    Move {
    NextSentence "next-sentence" ["j" "Down"] "next", "next sentence";
    PreviousSentence "previous-sentence" ["k" "Up"] "previous", "previous sentence";
    NextParagraph "next-paragraph" ["J" "}"] "paragraph", "next paragraph";
    PreviousParagraph "previous-paragraph" ["K" "{"] "paragraph", "previous paragraph";
    NextSection "next-section" [")"] "section", "next heading";
    PreviousSection "previous-section" ["("] "section", "previous heading";
    ToStart "to-start" ["gg" "Home"] "start", "to the start";
    ToEnd "to-end" ["G" "End"] "end", "to the end";
    HalfPageDown "half-page-down" ["Ctrl-d"] "half page", "half a page down";
    HalfPageUp "half-page-up" ["Ctrl-u"] "half page", "half a page up";
    PageDown "page-down" ["PgDn" "Ctrl-f" "Space"] "page", "a page down";
    PageUp "page-up" ["PgUp" "Ctrl-b"] "page", "a page up";
    NextAnnotation "next-annotation" ["]"] "next note", "next annotation";
    PreviousAnnotation "previous-annotation" ["["] "previous note", "previous annotation";
    Follow "follow" ["Enter"] "follow", "follow the chip or link; from a claim, to its place in the text";
    OpenLink "open-link" ["gx"] "open link", "open the link of the sentence in the browser, or choose where there are several";
    Back "back" ["Ctrl-o"] "back", "back to where the last jump began";
    Forward "forward" ["Ctrl-n"] "forward", "forward again";
    }
    Panes {
    PaneLeft "pane-left" ["h" "Left"] "pane", "the pane to the left";
    PaneRight "pane-right" ["l" "Right"] "pane", "the pane to the right";
    NextPane "next-pane" ["Tab"] "pane", "next pane";
    PreviousPane "previous-pane" ["Shift-Tab"] "pane", "previous pane";
    PaneClaims "pane-claims" ["1"] "claims", "the source claims";
    PaneAnalysis "pane-analysis" ["2"] "analysis", "the analysis";
    PaneTake "pane-take" ["3"] "take", "the strategic take";
    Zoom "zoom" ["z"] "zoom", "give the pane the whole screen, or give it back";
    Whole "whole" ["w"] "whole", "the whole article in one column, or the panes";
    Margin "margin" ["x"] "margin", "show or hide the margin with the notes on the sentence";
    }
    Find {
    Search "search" ["/"] "search", "search in the article";
    NextHit "next-hit" ["n"] "next hit", "next hit";
    PreviousHit "previous-hit" ["N"] "previous hit", "previous hit";
    Outline "outline" ["o"] "outline", "outline of the article";
    Links "links" ["gl"] "links", "the links of the article, numbered, and where they lead";
    Notes "notes" ["A"] "notes", "the annotations of this article";
    AllNotes "all-notes" ["S"] "all notes", "search in all notes";
    Library "library" ["L"] "library", "the library";
    }
    Select {
    SelectCharacters "select-characters" ["v"] "select", "select, by character and word";
    SelectSentences "select-sentences" ["V"] "select", "select by sentence";
    SelectWords "select-words" ["Ctrl-v"] "by word", "select by word";
    CharacterLeft "character-left" ["h" "Left"] "left", "a character to the left";
    CharacterRight "character-right" ["l" "Right"] "right", "a character to the right";
    LineDown "line-down" ["j" "Down"] "down", "a line, or in `V` a sentence, down";
    LineUp "line-up" ["k" "Up"] "up", "a line, or in `V` a sentence, up";
    WordForward "word-forward" ["w"] "word", "to the start of the next word";
    WordBack "word-back" ["b"] "word", "to the start of the word";
    WordEnd "word-end" ["e"] "word end", "to the end of the word";
    SwapEnds "swap-ends" ["o"] "other end", "to the other end of the selection";
    Leave "leave" ["Esc"] "leave", "give the selection up, or the search, or what is being fetched";
    }
    General {
    Why "why" ["i"] "why", "why this sentence stands here";
    Copy "copy" ["y"] "copy", "copy the words (OSC 52)";
    CopyCitation "copy-citation" ["Y"] "cite", "copy as a Markdown citation";
    Export "export" ["e"] "export", "export to Markdown";
    Palette "palette" [":"] "commands", "all commands";
    Help "help" ["?" "F1"] "help", "help for where you are";
    SaveAgain "save-again" ["gs"] "save again", "try again to save what could not be saved";
    Refresh "refresh" ["F5"] "refresh", "read the file again; the notes find their words";
    Redraw "redraw" ["Ctrl-l"] "redraw", "draw the screen anew";
    Suspend "suspend" ["Ctrl-z"] "suspend", "to the shell and back";
    Quit "quit" ["q" "Ctrl-c"] "quit", "back, or out";
    }
}

impl Action {
    /// Its row in the table.
    pub fn entry(self) -> Option<&'static Entry> {
        TABLE.iter().find(|entry| entry.action == self)
    }

    /// The action of that name; blanks, as the palette writes them, and underscores do for hyphens.
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '_'], "-");
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.action)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::key::Key;

    #[test]
    fn every_action_has_one_row_a_name_of_its_own_and_keys_that_read() {
        for (i, entry) in TABLE.iter().enumerate() {
            assert!(
                TABLE[..i].iter().all(|other| other.name != entry.name && other.action != entry.action),
                "{}",
                entry.name
            );
            assert_eq!(Action::named(entry.name), Some(entry.action));
            assert!(!entry.sentence.ends_with('.') && !entry.hint.is_empty());
            for keys in entry.keys {
                assert!(Key::parse_sequence(keys).is_some(), "{keys}");
            }
        }
        assert!(Action::Leave.entry().is_some());
    }
}
