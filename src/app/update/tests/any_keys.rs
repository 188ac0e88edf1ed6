//! Any keys at all, in any order, on any document.

use proptest::prelude::*;

use super::*;
use crate::app::action::TABLE;
use crate::app::event::{Mouse, MouseKind};
use crate::notes::annotation::Placed;
use crate::text::span::Span;

const TEXTS: [&str; 5] = [
    "",
    "Only one sentence stands here.",
    "# A heading\n\nIt rose by 3 %, he said. It may fall again. It may fall again.\n\n## Another\n\n- one thing\n- [another](#a-heading)\n\n\
     > \"So it is,\" said she.\n\n## The end\n",
    "# 見出し\n\n港は静かだった。二隻の船が停泊していた。👨‍👩‍👧 e\u{301}\n\n```\ncode that is\twide and goes on and on and on\n```\n\n| a | b |\n| - | - |\n| 1 | 2 |\n",
    "No heading. One, two. “Three?” Four!\n\nYou should buy it. It will rise by 70 % in 2031.\n",
];

/// What a reader may do.
#[derive(Clone, Debug)]
enum Act {
    Key(Key),
    Type(String),
    Resize(u16, u16),
    Mouse(MouseKind, u16, u16),
}

fn acts() -> impl Strategy<Value = Act> {
    let bound = TABLE.iter().flat_map(|entry| entry.keys).flat_map(|keys| Key::parse_sequence(keys).unwrap());
    let more = ["Enter", "Esc", "Ctrl-s", "Ctrl-u", "Backspace", "Tab", "y", "s", "p", "o", "x", "t", "7", "é", "Up"];
    let more = more.into_iter().map(|key| Key::parse(key).unwrap());
    // What leaves ends the play; what goes out of the article is for others to try.
    let out = [Key::char('q'), Key::control('c'), Key::plain(crate::app::key::Code::Function(5))];
    let keys: Vec<Key> = bound.chain(more).filter(|key| !out.contains(key)).collect();
    let kinds = vec![MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::Wheel(1), MouseKind::Wheel(-1)];
    prop_oneof![
        12 => prop::sample::select(keys).prop_map(Act::Key),
        1 => "[a-z\"é漢 ,%0-9\n\u{1b}-]{0,8}".prop_map(Act::Type),
        1 => (0u16..140, 0u16..50).prop_map(|(width, height)| Act::Resize(width, height)),
        3 => (prop::sample::select(kinds), 0u16..130, 0u16..45).prop_map(|(kind, x, y)| Act::Mouse(kind, x, y)),
    ]
}

impl Reader {
    fn does(&mut self, act: Act) {
        self.event(match act {
            Act::Key(key) => Event::Key(key),
            Act::Type(text) => Event::Paste(text),
            Act::Resize(width, height) => Event::Resize(width, height),
            Act::Mouse(kind, x, y) => Event::Mouse(Mouse { kind, x, y }),
        });
    }

    fn placed(&self) -> Vec<Placed> {
        let mut placed = self.state.session.as_ref().unwrap().placed.clone();
        for one in &mut placed {
            one.annotation.modified = Timestamp::UNIX_EPOCH;
        }
        placed
    }
}

/// Whether a span can be cut out of a text.
fn fits(span: Span, text: &str) -> bool {
    text.get(span.start..span.end).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn any_keys_leave_a_state_that_holds_together_and_all_that_was_written_can_be_undone_and_redone(
        text in prop::sample::select(TEXTS.to_vec()), acts in prop::collection::vec(acts(), 0..120),
    ) {
        let mut reader = Reader::with("x");
        reader.load_as(Kind::Markdown, text);
        for act in acts {
            reader.does(act);
            let session = reader.state.session.as_ref().unwrap();
            let document = session.document();
            prop_assert!(session.cursor.is_none_or(|id| document.sentence(id).is_some()), "{:?}", session.cursor);
            prop_assert_eq!(session.cursor.is_none(), document.first().is_none());
            let spans = session.selection.map(|selection| selection.span(document)).into_iter();
            let spans = spans.chain(session.placed.iter().filter_map(|one| one.placement.span()));
            for span in spans {
                prop_assert!(fits(span, document.text()), "{:?}", span);
            }
            for one in &session.placed {
                prop_assert!(!one.annotation.body.is_empty() && !one.annotation.selector.exact.trim().is_empty());
            }
        }
        // Whatever lies open is left.
        for _ in 0..8 {
            reader.press("Esc");
        }
        prop_assert!(reader.state.overlays.is_empty());
        while !reader.state.session.as_ref().unwrap().history.undone.is_empty() {
            reader.press("Ctrl-r");
        }
        let last = reader.placed();
        while !reader.state.session.as_ref().unwrap().history.done.is_empty() {
            reader.press("u");
        }
        prop_assert_eq!(reader.placed(), vec![]);
        while !reader.state.session.as_ref().unwrap().history.undone.is_empty() {
            reader.press("Ctrl-r");
        }
        prop_assert_eq!(reader.placed(), last);
    }
}
