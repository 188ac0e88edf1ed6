//! The lines at the top and the bottom.

use super::*;

#[test]
fn on_a_wide_screen_the_hints_stay_in_their_place() {
    for width in [100, 120, 161] {
        let mut state = article(width, 20);
        press(&mut state, "w");
        let mut seen = Vec::new();
        let mut details = std::collections::BTreeSet::new();
        for _ in 0..4 {
            let status = text(&drawn(&state, Depth::True).0).pop().unwrap();
            let column = |words: &str| status.split_once(words).map(|(before, _)| crate::text::width::width(before));
            // Of the hints, one is another on another kind of sentence.
            let search = if width > 100 { column("/ search") } else { column("? help") };
            seen.push([column("a note"), column("m mark"), column("i why"), search, column("? help")]);
            details.insert(status.split("  ").next().map(str::to_owned));
            press(&mut state, "j");
        }
        assert!(seen[0].iter().all(Option::is_some), "{seen:?}");
        assert!(seen.iter().all(|columns| *columns == seen[0]), "{width}: {seen:?}");
        assert!(details.len() > 2, "{details:?}");
    }
}
