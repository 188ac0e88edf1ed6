//! Rows that show again as the frame before had them.

use super::*;

/// A long article, with lists, a quotation, a table, code, wide letters and clusters.
fn long(width: u16, height: u16) -> State {
    let mut builder = DocumentBuilder::new();
    builder.metadata(Metadata { language: Some("en".to_owned()), ..Metadata::default() });
    builder.block(BlockKind::Heading { level: 1 }, "On glaciers");
    for nth in 0..12 {
        builder.block(BlockKind::Paragraph, &format!("The index fell by {nth} %. That is a lot, said Dr. Vega. “We should measure it again,” she said. A survey of the ice says so, and nobody knows why it does."));
        builder.block(
            BlockKind::ListItem { depth: 1, ordinal: None },
            "漢字 and e\u{301}, 👩\u{200d}🔬 too. It may rise.",
        );
        builder.block(BlockKind::Code, "let a = 1;\nlet b = 2;");
        builder.block(BlockKind::Heading { level: 2 }, "What to do");
        builder.block(BlockKind::Quotation { depth: 1 }, "Measure it again. It will be worth it.");
    }
    screen(width, height, builder, &[Pane::Claims, Pane::Analysis, Pane::Claims, Pane::Take])
}

/// What a screen shows that was drawn on before, and what a new one does.
fn check(state: &State, theme: &Theme, screen: &mut Screen) -> Result<(), TestCaseError> {
    screen.turn();
    let cursor = draw(state, theme, screen);
    let mut anew = Screen::new(state.width, state.height);
    prop_assert_eq!(draw(state, theme, &mut anew), cursor);
    let (again, anew) = (Buffer::from(&*screen), Buffer::from(&anew));
    prop_assert_eq!(text(&again), text(&anew));
    prop_assert!(again == anew, "a look differs");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_screen_that_was_drawn_on_shows_what_a_new_one_would(
        (width, height) in (20u16..150, 4u16..40),
        whole in any::<bool>(),
        depth in prop::sample::select(vec![Depth::True, Depth::Basic, Depth::Plain]),
        keys in prop::collection::vec(prop::sample::select(vec![
            "j", "j", "j", "k", "J", "K", "}", "{", "C-f", "C-b", "C-d", "C-u", "G", "g g", "h", "l", "w", "z", "m",
            "n x y Ctrl-s", "b", "v l l l", "V", "Esc", "u", "/ i t Enter", "/ t h e", "?", "Enter", "c", "Tab", "o", "x",
        ]), 1..40),
    ) {
        let mut state = long(width, height);
        if whole {
            press(&mut state, "w");
        }
        let theme = Theme::new(depth, if width % 2 == 0 { Ground::Dark } else { Ground::Either });
        let mut screen = Screen::new(width, height);
        for (nth, keys) in keys.into_iter().enumerate() {
            press(&mut state, &keys.replace("C-", "Ctrl-"));
            if nth % 7 == 6 {
                state.say(Weight::Note, "a message that takes more than one row of a narrow screen, as it is long".to_owned());
            }
            check(&state, &theme, &mut screen)?;
        }
    }
}

#[test]
fn rows_of_another_theme_are_drawn_anew() {
    let mut state = long(90, 30);
    press(&mut state, "w j j");
    let mut screen = Screen::new(90, 30);
    for depth in [Depth::True, Depth::Plain, Depth::Basic, Depth::True] {
        check(&state, &Theme::new(depth, Ground::Dark), &mut screen).unwrap();
    }
}
