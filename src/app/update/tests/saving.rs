//! What is on the disk and what is not: said, asked about, tried again, and given up where another window was first.

use super::*;

#[test]
fn what_is_not_saved_is_asked_about_before_the_end() {
    let mut reader = Reader::seed();
    reader.press("m q");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)), "what is on its way is waited for, not asked about");
    reader.effects.clear();
    reader.event(Event::NotSaved(1, "no space left".to_owned()));
    assert_eq!(reader.said(), "not saved: no space left (gs tries again)");
    reader.press("q");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Menu(_))));
    assert!(!reader.effects.iter().any(|effect| matches!(effect, Effect::Quit)));
    reader.press("Esc");
    reader.event(Event::Saved(1));
    reader.press("q");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)));
}

#[test]
fn a_draft_that_is_not_kept_is_asked_about_before_the_end_until_it_is() {
    let mut reader = Reader::seed();
    reader.press("a \"half\"");
    let Some(Effect::KeepDraft(_, Draft { id, .. })) = reader.effects.last().cloned() else { panic!("a draft") };
    reader.event(Event::NotKept(id, "no space left".to_owned()));
    assert_eq!(reader.said(), "the draft is not kept: no space left");
    reader.press("Esc q");
    assert!(
        matches!(reader.state.overlay(), Some(Overlay::Menu(menu)) if menu.title.starts_with("1 draft is not kept."))
    );
    reader.press("s");
    assert!(matches!(reader.effects.last(), Some(Effect::SaveAgain)));
    reader.event(Event::Kept(id));
    assert_eq!(reader.said(), "the draft is kept");
    reader.press("q");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)));
}

#[test]
fn what_failed_is_tried_again_when_the_reader_asks() {
    let mut reader = Reader::seed();
    reader.press("gs");
    assert_eq!(reader.said(), "all is saved");
    reader.press("m");
    reader.event(Event::NotSaved(1, "no space left".to_owned()));
    reader.press("gs");
    assert!(matches!(reader.effects.last(), Some(Effect::SaveAgain)));
    reader.event(Event::Saved(1));
    assert_eq!((reader.said(), reader.state.unsaved.len()), ("saved", 0));
    // Another document does not make the reader forget what is not on the disk.
    reader.press("m");
    reader.event(Event::NotSaved(2, "no space left".to_owned()));
    reader.load("Another text.\n");
    reader.press("q s");
    assert!(matches!(reader.effects.last(), Some(Effect::SaveAgain)));
    reader.effects.clear();
    reader.press("q y");
    assert!(matches!(reader.effects.last(), Some(Effect::Quit)));
}

#[test]
fn what_another_window_changed_first_is_a_draft_again() {
    let mut reader = Reader::seed();
    reader.press("a \"one\" Ctrl-s");
    reader.event(Event::Saved(1));
    reader.press("a Ctrl-u \"two\" Ctrl-s");
    reader.event(Event::Refused(2, "another window was first".to_owned()));
    assert_eq!(reader.said(), "not saved: another window was first");
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!((session.pending.len(), session.history.done.len(), reader.state.unsaved.len()), (0, 1, 0));
    let Some(Effect::KeepDraft(_, draft)) = reader.effects.last().cloned() else { panic!("{:?}", reader.effects) };
    reader.press("a");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "two"));
    // What the other window wrote comes with the next look at the store, and stands above it.
    let mut placed = reader.state.session.as_ref().unwrap().placed.clone();
    placed[0].annotation.body.note = Some("theirs".to_owned());
    reader.press("Esc").known(placed);
    reader.state.session.as_mut().unwrap().drafts.push(draft);
    reader.press("a");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "theirs\n\ntwo"));
    assert_eq!(reader.said(), "another window wrote here too: both notes stand here");
}

#[test]
fn why_a_change_is_given_up_stays_said_when_others_are_saved() {
    let mut reader = Reader::seed();
    reader.press("a \"one\" Ctrl-s j m");
    reader.event(Event::Refused(1, "another window was first".to_owned()));
    reader.event(Event::Saved(2));
    assert_eq!(reader.said(), "not saved: another window was first");
}

#[test]
fn a_note_that_another_window_wrote_meanwhile_gives_way_to_none() {
    let noted = |placed: &mut Placed, number: u128, note: &str| {
        placed.annotation.id = AnnotationId(Uuid::from_u128(number));
        placed.annotation.body.note = Some(note.to_owned());
    };
    let mut other = Reader::seed();
    other.press("a \"theirs\" Ctrl-s");
    let mut theirs = other.state.session.unwrap().placed.remove(0);
    noted(&mut theirs, 900, "theirs");
    // On a sentence without a note each window's note is one of its own.
    let mut reader = Reader::seed();
    reader.press("a \"ours\"");
    reader.known(vec![theirs.clone()]);
    reader.press("Ctrl-s");
    let notes = |reader: &Reader| reader.bodies().into_iter().map(|body| body.note.unwrap()).collect::<Vec<_>>();
    assert_eq!(notes(&reader), ["ours", "theirs"]);
    assert!(matches!(reader.saved().as_slice(), [Change::Add(_)]));
    // Of one note that both change, all words stay; without a change of ours theirs do.
    let joined = ("theirs, changed\n\ntheirs and ours", "another window changed this note meanwhile: both stand in it");
    for (keys, (expected, said)) in [("a \"_and_ours\"", joined), ("a", ("theirs, changed", ""))] {
        let mut reader = Reader::seed();
        reader.known(vec![theirs.clone()]);
        reader.press(keys);
        let mut changed = theirs.clone();
        noted(&mut changed, 900, "theirs, changed");
        reader.known(vec![changed]);
        reader.press("Ctrl-s");
        assert_eq!((notes(&reader), reader.said()), (vec![expected.to_owned()], said));
    }
}
