//! Writing annotations, and undoing it.

use super::*;
use crate::app::overlay::NoteEditor;
use crate::notes::colour::Colour;

#[test]
fn marking_noting_undoing_and_deleting() {
    let mut reader = Reader::seed();
    reader.press("w m");
    assert_eq!(reader.bodies()[0].highlight.map(|colour| colour.name()), Some("yellow"));
    // The note joins the highlight; the mark key takes the highlight away and leaves the note.
    reader.press("a \"who_else?\" Enter \"two\" Ctrl-s m");
    assert_eq!(reader.bodies(), [Body { note: Some("who else?\ntwo".to_owned()), ..Body::default() }]);
    assert_eq!(reader.saved().len(), 3);
    reader.press("u u u");
    assert_eq!(reader.bodies(), []);
    reader.press("u");
    assert_eq!(reader.said(), "nothing to undo");
    reader.press("Ctrl-r Ctrl-r d");
    assert_eq!(reader.bodies(), []);
    reader.press("u");
    assert_eq!(reader.bodies()[0].note.as_deref(), Some("who else?\ntwo"));
}

#[test]
fn a_note_that_is_left_stays_as_a_draft() {
    let mut reader = Reader::seed();
    reader.press("a \"half_a_thought\" Esc");
    assert!(reader.bodies().is_empty() && reader.state.overlays.is_empty());
    let kept = reader
        .effects
        .iter()
        .rev()
        .find_map(|effect| if let Effect::KeepDraft(_, draft) = effect { Some(draft.text.clone()) } else { None });
    assert_eq!(kept.as_deref(), Some("half a thought"));
    reader.press("j k a");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "half a thought"));
    reader.press("Ctrl-s");
    assert_eq!(reader.bodies()[0].note.as_deref(), Some("half a thought"));
    // The draft goes with the save.
    let id = reader.state.session.as_ref().unwrap().placed[0].annotation.id;
    assert!(reader.effects.iter().any(|effect| matches!(effect, Effect::Save(_, _, _, draft) if *draft == Some(id))));
    reader.press("a Ctrl-s");
    assert!(matches!(reader.effects.last(), Some(Effect::KeepDraft(_, draft)) if draft.text.is_empty()));
}

#[test]
fn a_draft_belongs_to_its_sentence_though_another_reads_alike() {
    let mut reader = Reader::with("A title\n\nIt is so. It is not. It is so.\n");
    reader.press("w a \"half_a_thought\" Esc j j a");
    let typed = |reader: &Reader| match reader.state.overlay() {
        Some(Overlay::Editor(editor)) => editor.text.text().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(typed(&reader), "");
    reader.press("Esc k k a");
    assert_eq!(typed(&reader), "half a thought");
}

#[test]
fn a_note_begun_before_the_store_answers_goes_on_with_its_draft_on_its_sentence() {
    let mut reader = Reader::seed();
    let session = reader.state.session.as_ref().unwrap();
    let (id, span) = (session.id, session.cursor_span().unwrap());
    let selector = crate::notes::selector::Selector::of(session.document(), span);
    let draft =
        Draft { id: AnnotationId(Uuid::from_u128(77)), selector, text: "half a thought".to_owned(), left_by: None };
    let known = Known {
        generation: 0,
        writable: true,
        id,
        placed: Vec::new(),
        edited: false,
        drafts: vec![draft],
        position: Some(900),
    };
    let here = reader.cursor().to_owned();
    reader.press("a");
    reader.event(Event::Known(Box::new(known)));
    assert_eq!(reader.cursor(), here);
    assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if editor.text.text() == "half a thought"));
    assert_eq!(reader.state.overlays.len(), 1);
}

#[test]
fn a_draft_that_is_kept_is_found_by_the_keys_that_go_to_annotations() {
    let mut reader = Reader::seed();
    let mut begun = |keys: &str| {
        let session = reader.press(keys).state.session.as_ref().unwrap();
        let span = session.cursor_span().unwrap();
        (crate::notes::selector::Selector::of(session.document(), span), reader.cursor().to_owned())
    };
    let ((selector, words), (mut edited, more)) = (begun("w j j"), begun("j j"));
    // Where the second one began the article held other words then.
    edited.span = selector.span;
    let id = reader.state.session.as_ref().unwrap().id;
    let draft = |number, selector| Draft {
        id: AnnotationId(Uuid::from_u128(number)),
        selector,
        text: "half a thought".to_owned(),
        left_by: None,
    };
    let drafts = vec![draft(77, selector), draft(78, edited)];
    reader.press("g g");
    let known = Known { generation: 0, writable: true, id, placed: Vec::new(), edited: false, drafts, position: None };
    reader.event(Event::Known(Box::new(known)));
    reader.press("]");
    assert_eq!(reader.cursor(), words);
    reader.press("]");
    assert_eq!(reader.cursor(), more);
    for keys in ["a", "Esc [ a"] {
        reader.press(keys);
        let typed = |editor: &NoteEditor| editor.text.text() == "half a thought";
        assert!(matches!(reader.state.overlay(), Some(Overlay::Editor(editor)) if typed(editor)));
    }
    assert_eq!(reader.cursor(), words);
}

#[test]
fn drafts_that_other_windows_left_of_one_note_are_offered_one_after_another() {
    let mut reader = Reader::seed();
    let session = reader.state.session.as_ref().unwrap();
    let (id, span) = (session.id, session.cursor_span().unwrap());
    let selector = crate::notes::selector::Selector::of(session.document(), span);
    let left = |number: u128, text: &str| Draft {
        id: AnnotationId(Uuid::from_u128(77)),
        selector: selector.clone(),
        text: text.to_owned(),
        left_by: Some(LeftBy { window: Uuid::from_u128(number), at: Timestamp::UNIX_EPOCH }),
    };
    // And one of a note of its own, begun at the same place.
    let other = Draft { id: AnnotationId(Uuid::from_u128(78)), ..left(3, "a third thought") };
    let drafts = vec![left(1, "half a thought"), left(2, "another thought"), other];
    let known = Known { generation: 0, writable: true, id, placed: Vec::new(), edited: false, drafts, position: None };
    reader.event(Event::Known(Box::new(known)));
    assert_eq!(reader.said(), "3 drafts kept: ] and [ stop there, a opens them");
    let typed = |reader: &Reader| match reader.state.overlay() {
        Some(Overlay::Editor(editor)) => editor.text.text().to_owned(),
        other => panic!("{other:?}"),
    };
    reader.press("w a");
    assert_eq!(typed(&reader), "half a thought");
    assert!(
        reader.said().starts_with("this is a draft you left; once it is saved a opens the next"),
        "{}",
        reader.said()
    );
    let taken = |reader: &Reader| reader.effects.iter().filter(|one| matches!(one, Effect::TakeDraft(_))).count();
    assert_eq!(taken(&reader), 1);
    // Left again, it is this window's, and the others stay.
    reader.press("Esc a");
    assert_eq!((typed(&reader).as_str(), taken(&reader)), ("half a thought", 1));
    reader.press("Ctrl-s a");
    // What the other window saw was not what was saved since.
    assert_eq!(typed(&reader), "half a thought\n\nanother thought");
    reader.press("Ctrl-s a");
    assert_eq!((typed(&reader).as_str(), taken(&reader)), ("a third thought", 3));
    reader.press("Ctrl-s");
    let notes: Vec<_> = reader.bodies().into_iter().filter_map(|body| body.note).collect();
    assert_eq!(notes, ["half a thought\n\nanother thought", "a third thought"]);
    assert_eq!(reader.state.session.as_ref().unwrap().drafts, []);
}

#[test]
fn a_forecast_that_says_nothing_is_none() {
    let mut reader = Reader::seed();
    reader.press("f h Enter");
    assert_eq!(reader.bodies(), []);
    reader.press("m f y f o");
    assert_eq!(reader.bodies(), [Body { highlight: Some(crate::notes::colour::Colour::Yellow), ..Body::default() }]);
    reader.press("m f y f o");
    assert_eq!(reader.bodies(), []);
}

#[test]
fn what_was_said_of_a_forecast_before_it_was_decided_stays_as_it_was_said() {
    let mut reader = Reader::seed();
    let said = |reader: &Reader| -> Vec<_> {
        reader.bodies().into_iter().map(|body| crate::app::update::brief_forecast(&body.forecast.unwrap())).collect()
    };
    reader.press("w f p \"70_%\" Enter f y f p");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Prompt(prompt)) if prompt.line.text().is_empty()));
    reader.press("Enter");
    assert_eq!((said(&reader), reader.said()), (vec!["70 % → yes".to_owned()], "what is decided stays as it was said"));
    reader.press("f p \"70_%\" Enter");
    assert_eq!(said(&reader), ["70 % → yes"]);
    reader.press("f p \"20_%\" Enter");
    assert_eq!(said(&reader), ["70 % → yes", "20 %"]);
    assert_eq!(reader.said(), "what is decided stays as it was said; this is another forecast");
    // From now on the new one is meant; the old one comes back where it is undone.
    reader.press("f p Ctrl-u \"30_%\" Enter f d \"2030-01-01\" Enter");
    assert_eq!(said(&reader), ["70 % → yes", "30 % by 2030-01-01"]);
    reader.press("u u u f n");
    assert_eq!(said(&reader), ["70 % → no"]);
}

#[test]
fn evidence_is_taken_away_in_the_menu_it_is_given_in() {
    let mut reader = Reader::seed();
    reader.press("s f \"https://example.org\" Enter s g \"a_text\" Enter s r s e");
    assert_eq!(reader.bodies()[0].evidence, []);
    reader.press("u");
    assert_eq!(reader.bodies()[0].evidence.len(), 2);
}

#[test]
fn verdict_evidence_tags_and_forecast() {
    let mut reader = Reader::seed();
    reader.press(
        "s s s f \"https://example.org\" Enter s t t \"ai,_hiring\" Enter f p \"70_%\" Enter f d \"2026-13-01\" Enter",
    );
    assert!(matches!(reader.state.overlay(), Some(Overlay::Prompt(prompt)) if prompt.fault.is_some()));
    reader.press("Ctrl-u \"2026-12-31\" Enter f y");
    let body = reader.bodies().remove(0);
    assert_eq!(reader.bodies().len(), 1);
    assert_eq!(body.verdict.map(|verdict| verdict.name()), Some("supported"));
    assert_eq!((body.evidence.len(), body.to_check), (1, true));
    assert_eq!(body.tags, ["ai", "hiring"]);
    let forecast = body.forecast.unwrap();
    assert_eq!(crate::app::update::brief_forecast(&forecast), "70 % by 2026-12-31 → yes");
}

#[test]
fn a_later_verdict_takes_the_place_of_the_one_before_whatever_was_written_there_since() {
    let mut reader = Reader::seed();
    reader.press("w s r f p \"70_%\" Enter");
    let mut placed = reader.state.session.as_ref().unwrap().placed.clone();
    let mut later = placed[0].clone();
    later.annotation.id = AnnotationId(Uuid::from_u128(900));
    later.annotation.body = Body { note: Some("an aside".to_owned()), ..Body::default() };
    placed.push(later);
    reader.known(placed);
    reader.press("s m f y a End \"_of_mine\" Ctrl-s");
    let [judged, aside] = <[Body; 2]>::try_from(reader.bodies()).unwrap();
    assert_eq!(judged.verdict.map(|verdict| verdict.name()), Some("mixed"));
    assert_eq!(crate::app::update::brief_forecast(&judged.forecast.unwrap()), "70 % → yes");
    assert_eq!(aside, Body { note: Some("an aside of mine".to_owned()), ..Body::default() });
}

#[test]
fn a_correction_moves_the_sentence_and_undo_moves_it_back() {
    let mut reader = Reader::seed();
    let pane = |reader: &Reader| {
        let session = reader.state.session.as_ref().unwrap();
        session.reading.pane(session.cursor.unwrap()).unwrap().name()
    };
    let before = pane(&reader);
    reader.press("c t");
    assert_eq!(pane(&reader), "take");
    reader.press("u");
    assert_eq!(pane(&reader), before);
}

#[test]
fn every_prompt_offers_what_stands_there_and_typing_takes_its_place() {
    let mut reader = Reader::seed();
    let offered = |reader: &Reader| match reader.state.overlay() {
        Some(Overlay::Prompt(prompt)) if prompt.line.is_selected() => prompt.line.text().to_owned(),
        other => panic!("{other:?}"),
    };
    for (keys, first, second) in [
        ("s w", "mine", "better"),
        ("f p", "70 %", "2 %"),
        ("f d", "2030-01-01", "2031-01-01"),
        ("f h", "a count", "an audit"),
    ] {
        let typed = |words: &str| format!("{keys} \"{}\" Enter", words.replace(' ', "_"));
        reader.press(&typed(first)).press(keys);
        assert_eq!(offered(&reader), first, "{keys}");
        // Taken as it stands, nothing changes.
        let before = reader.bodies();
        reader.press("Enter");
        assert_eq!(reader.bodies(), before, "{keys}");
        reader.press(&typed(second)).press(keys);
        assert_eq!(offered(&reader), second, "{keys}");
        reader.press("Esc");
    }
    // A tag joins those that are there.
    reader.press("t \"ai\" Enter t Enter t \"two,_three\" Enter t Backspace Backspace Enter");
    reader.press("t");
    assert!(matches!(reader.state.overlay(), Some(Overlay::Prompt(prompt)) if !prompt.line.is_selected()));
    reader.press("\"more\" Enter");
    assert_eq!(reader.bodies()[0].tags, ["ai", "two", "three", "more"]);
    reader.press("e");
    assert_eq!(offered(&reader), "Karpathy-at-Anthropic-Claude-Accelerates-Its-Own-Pretraining.md");
    reader.press("\"a.md\" Enter");
    assert!(matches!(reader.effects.last(), Some(Effect::Export(name)) if name == "a.md"));
}

#[test]
fn a_tag_of_several_words_stays_one_tag() {
    let mut reader = Reader::seed();
    reader.press("t");
    reader.event(Event::Paste("\"two words\", ai".to_owned()));
    reader.press("Enter t Enter");
    assert_eq!(reader.bodies()[0].tags, ["two words", "ai"]);
}

#[test]
fn an_empty_line_takes_probability_and_date_back() {
    let mut reader = Reader::seed();
    reader.press("f p \"70_%\" Enter f d \"2026-12-31\" Enter f p Ctrl-u Enter f d Ctrl-u Enter");
    let forecast = reader.bodies().remove(0).forecast.unwrap();
    assert_eq!((forecast.probability, forecast.due, forecast.history.len()), (None, None, 1));
    reader.press("f p Enter f d Enter");
    assert_eq!(reader.bodies().len(), 1);
}

#[test]
fn in_a_menu_letters_choose_and_arrows_move() {
    let mut reader = Reader::seed();
    let chosen = |reader: &Reader| match reader.state.overlay() {
        Some(Overlay::Menu(menu)) => Some(menu.selected),
        _ => None,
    };
    for menu in ["M", "c", "s", "f"] {
        reader.press(menu);
        let first = chosen(&reader).unwrap();
        reader.press("j");
        assert_eq!(chosen(&reader), Some(first), "{menu}");
        reader.press("Up Up Up Up Up Up Up Up Up Down Ctrl-n Up");
        assert_eq!(chosen(&reader), Some(1), "{menu}");
        reader.press("Esc");
    }
    reader.press("M k");
    assert_eq!(reader.bodies()[0].highlight, Some(Colour::Yellow));
}

#[test]
fn a_bookmark_and_a_pane_stand_for_themselves_and_go_by_themselves() {
    let mut reader = Reader::seed();
    reader.press("w j a \"why?\" Ctrl-s b c t");
    let bodies = reader.bodies();
    assert_eq!(bodies.len(), 3, "{bodies:?}");
    assert_eq!(bodies[0], Body { note: Some("why?".to_owned()), ..Body::default() });
    // Another pane is the same correction; the bookmark is taken away, and the note stays.
    reader.press("c a b");
    let bodies = reader.bodies();
    assert_eq!((bodies.len(), bodies[1].pane), (2, Some(Pane::Analysis)), "{bodies:?}");
    reader.press("c x");
    assert_eq!(reader.bodies(), [Body { note: Some("why?".to_owned()), ..Body::default() }]);
}

#[test]
fn a_sentence_that_was_moved_with_others_is_given_back_with_them() {
    let mut reader = Reader::seed();
    reader.press("w V j j c t");
    assert_eq!(reader.bodies().len(), 1);
    reader.press("c x");
    assert_eq!(reader.bodies(), []);
}

#[test]
fn what_is_refused_after_its_document_was_left_is_a_draft_there_and_undone_no_more() {
    let mut reader = Reader::seed();
    reader.press("a \"one\" Ctrl-s");
    reader.event(Event::Saved(1));
    reader.press("a Ctrl-u \"two\" Ctrl-s");
    let id = reader.state.session.as_ref().unwrap().id;
    reader.event(Event::NotSaved(2, "no space left".to_owned()));
    reader.load("Another text.\n");
    reader.effects.clear();
    reader.event(Event::Refused(2, "another window was first".to_owned()));
    assert_eq!(reader.said(), "not saved: another window was first");
    let kept = |effect: &Effect| matches!(effect, Effect::KeepDraft(of, draft) if *of == id && draft.text == "two");
    assert!(reader.effects.iter().any(kept), "{:?}", reader.effects);
    reader.load(include_str!("../../../../seeds/karpathy-at-anthropic.txt"));
    reader.known(Vec::new());
    let session = reader.state.session.as_ref().unwrap();
    assert_eq!((session.id, session.history.done.len(), session.pending.len()), (id, 1, 0));
}
