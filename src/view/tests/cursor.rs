//! The sentence under the cursor.

use super::*;

#[test]
fn where_the_ground_is_not_known_the_cursor_is_at_both_ends_of_its_sentence() {
    let mut builder = DocumentBuilder::new();
    let words = "It was cold. The letters of that year do not say who it was that came to the mill. It was late.";
    builder.block(BlockKind::Paragraph, words);
    let mut state = screen(36, 8, builder, &[Pane::Analysis; 3]);
    press(&mut state, "w j");
    for (depth, ground) in [(Depth::True, Ground::Either), (Depth::Basic, Ground::Dark), (Depth::Plain, Ground::Light)]
    {
        let mut screen = Screen::new(state.width, state.height);
        draw(&state, &Theme::new(depth, ground), &mut screen);
        let buffer = Buffer::from(&screen);
        let bold = grid(&buffer, |cell| {
            let is_bold = cell.modifier.contains(Modifier::BOLD);
            if is_bold || cell.symbol() == "▸" { cell.symbol().to_owned() } else { " ".to_owned() }
        });
        assert_grid(
            &bold[1..4],
            &["▸                   The letters of", "▸      that", "▸                           mill."],
        );
    }
}
