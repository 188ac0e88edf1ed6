//! The lines at the top and the bottom.

use super::*;

#[test]
fn on_a_wide_screen_the_hints_are_the_same_on_every_sentence() {
    for width in [100, 120, 161, 240] {
        let mut state = article(width, 20);
        press(&mut state, "w");
        let mut seen = Vec::new();
        let mut details = std::collections::BTreeSet::new();
        for _ in 0..4 {
            let status = text(&drawn(&state, Depth::True).0).pop().unwrap();
            let (before, hints) = status.split_once("a note").unwrap();
            seen.push((crate::text::width::width(before), hints.to_owned()));
            details.insert(before.to_owned());
            press(&mut state, "j");
        }
        assert!(seen.iter().all(|hints| *hints == seen[0]), "{width}: {seen:?}");
        let hints = &seen[0].1;
        assert!(hints.contains("s assess") && hints.ends_with("? help"), "{hints}");
        assert_eq!(hints.contains("c correct"), width >= 120, "{hints}");
        assert!(details.len() > 2, "{details:?}");
    }
}

#[test]
fn a_forecast_is_told_whole_or_in_brief() {
    let mut told = std::collections::BTreeSet::new();
    for width in 40..=170 {
        let mut builder = DocumentBuilder::new();
        builder.metadata(Metadata { language: Some("en".to_owned()), ..Metadata::default() });
        builder.block(BlockKind::Paragraph, "Prices will fall by 10 % in 2031.");
        let state = screen(width, 20, builder, &[Pane::Take]);
        let status = text(&drawn(&state, Depth::True).0).pop().unwrap();
        let Some((_, words)) = status.split_once(" · forecast") else { continue };
        let words = words.split("  ").next().unwrap();
        let whole = words.strip_prefix(", sounds ").and_then(|rest| rest.split_once("% sure")).map(|(_, rest)| rest);
        let rest = whole.unwrap_or(words);
        assert!(rest.is_empty() || rest.starts_with(" ·"), "{width}: {status}");
        let whole = whole.is_some();
        told.insert(whole);
    }
    assert_eq!(told.len(), 2, "both forms show");
}

#[test]
fn an_empty_document_goes_by_its_name_and_offers_nothing_to_write_on() {
    let mut state = screen(80, 12, DocumentBuilder::new(), &[]);
    state.session.as_mut().unwrap().origin.uri = Some("file:///a/empty.txt".to_owned());
    state.message = None;
    let rows = text(&drawn(&state, Depth::True).0);
    assert!(rows[0].starts_with(" postil   empty.txt"), "{rows:?}");
    assert_eq!(rows.last().unwrap().trim(), "L library  S all notes  : commands  q quit  ? help");
}
