//! What stood around an annotation beside what stands there now, for the reader who has to judge
//! whether it is in its place, or to find one for it.

use std::borrow::Cow;

use super::quote::Quote;
use super::{Anchoring, Known, Patchwork, UNKNOWN};
use crate::notes::annotation::Placed;
use crate::notes::selector::Selector;
use crate::text::span::Span;
use crate::text::width::floor;

/// Bytes of surroundings on either side: so many of the paragraph at most; where it has fewer than these,
/// up to those over its edge.
const FAR: usize = 360;
const FEW: usize = 80;
const NEAR: usize = 120;
/// Bytes of new text that may have taken the place of lost words and is shown, beside as many as
/// they had.
const REPLACED: usize = 600;

/// A passage of an old text, and the one of the new text that stands there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passages {
    /// The old passage.
    pub old: String,
    /// The annotated words in it.
    pub was: Span,
    /// The passage of the new text.
    pub new: Span,
    /// Where the annotation stands in the new text; where to look for it, if it has no place.
    pub here: Span,
}

impl Passages {
    /// What a selector tells by itself, before the texts are at hand: no new passage.
    pub fn of_selector(selector: &Selector) -> Self {
        let Selector { exact, prefix, suffix, .. } = selector;
        let was = Span::new(prefix.len(), prefix.len() + exact.len());
        Self { old: format!("{prefix}{exact}{suffix}"), was, new: Span::default(), here: Span::default() }
    }
}

/// The passages of annotations that were made, or accepted last, on one edition, in their order; `old_text` is the text of
/// that edition. Without it, what the selectors tell of it must do.
pub fn passages(old_text: Option<&str>, new_text: &str, placed: &[&Placed]) -> Vec<Passages> {
    let selectors: Vec<&Selector> = placed.iter().map(|placed| placed.annotation.latest()).collect();
    let (anchoring, spans) = if let Some(old_text) = old_text {
        (Anchoring::with_old(old_text, new_text), selectors.iter().map(|selector| selector.span).collect())
    } else {
        let quotes: Vec<_> = selectors.iter().map(|selector| Quote::of_selector(selector)).collect();
        let Patchwork { text, ordered, spans } = Patchwork::of(&quotes);
        (Anchoring::between(Cow::Owned(text), new_text, Known::Pieces { ordered, gap: UNKNOWN.trim() }), spans)
    };
    let passages = |((placed, selector), span): ((&&Placed, &Selector), Span)| {
        let here = placed.placement.span().unwrap_or_else(|| {
            let vicinity = anchoring.vicinity(span);
            let most = floor(new_text, vicinity.start.saturating_add(REPLACED + span.len()));
            Span::new(vicinity.start, vicinity.end.min(most))
        });
        let new = around(new_text, here);
        // A text that does not hold the words where the selector says tells nothing of their surroundings.
        let told = old_text.filter(|text| span.of(text) == selector.exact);
        let Some(text) = told else { return Passages { new, here, ..Passages::of_selector(selector) } };
        let old = around(text, span);
        Passages {
            old: old.of(text).to_owned(),
            was: Span::new(span.start - old.start, span.end - old.start),
            new,
            here,
        }
    };
    placed.iter().zip(selectors).zip(spans).map(passages).collect()
}

/// `span` with what stands around it: its paragraph, more where that is short, and less where it is long.
fn around(text: &str, span: Span) -> Span {
    let before = text.get(..span.start).unwrap_or_default();
    let paragraph = before.rfind('\n').map_or(0, |at| at + 1);
    let start = match span.start - paragraph {
        FEW..=FAR => paragraph,
        near => word_start(text, span.start.saturating_sub(if near < FEW { NEAR } else { FAR }), span.start),
    };
    let after = text.get(span.end..).unwrap_or_default();
    let length = after.find('\n').unwrap_or(after.len());
    let end = match length {
        FEW..=FAR => span.end + length,
        near => word_end(text, span.end, span.end.saturating_add(if near < FEW { NEAR } else { FAR })),
    };
    Span::new(start, end).trimmed(text).hull(span)
}

/// The start of the first word from `from` on, at `to` at the latest; where there are no blanks, of a character.
fn word_start(text: &str, from: usize, to: usize) -> usize {
    let from = floor(text, from);
    if from == 0 {
        return 0;
    }
    let words = Span::new(from, to).of(text);
    words.find(char::is_whitespace).map_or(from, |at| from + at)
}

/// The end of the last word up to `to`, at `from` at the earliest.
fn word_end(text: &str, from: usize, to: usize) -> usize {
    if to >= text.len() {
        return text.len();
    }
    let to = floor(text, to);
    Span::new(from, to).of(text).rfind(char::is_whitespace).map_or(to, |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::identity::DocumentId;
    use crate::notes::anchor::place_all;
    use crate::notes::annotation::{Annotation, AnnotationId, Body};
    use jiff::Timestamp;
    use proptest::prelude::*;
    use uuid::Uuid;

    const OLD: &str = "Ships came and went, as they had always done in this part of the world, and nobody counted them.\n\n\
        The harbour was quiet that night. It came from the west and took the lighthouse first. Nobody had expected it.\n\n\
        In the morning the council met, and the mayor spoke for an hour about the sea wall and who had paid for it.";

    fn placed(old: &str, new: &str, span: Span) -> Placed {
        let words = |start: usize, end: usize| Span::new(floor(old, start), floor(old, end)).of(old).to_owned();
        let selector = Selector {
            exact: span.of(old).to_owned(),
            prefix: words(span.start.saturating_sub(40), span.start),
            suffix: words(span.end, span.end + 40),
            span,
            edition: None,
        };
        let placement = place_all(Some(old), new, std::slice::from_ref(&selector))[0];
        let annotation = Annotation {
            id: AnnotationId(Uuid::nil()),
            document: DocumentId(Uuid::nil()),
            selector,
            accepted: None,
            body: Body::default(),
            created: Timestamp::UNIX_EPOCH,
            modified: Timestamp::UNIX_EPOCH,
        };
        Placed { annotation, placement }
    }

    fn found(old: &str, new: &str, words: &str) -> Placed {
        let at = old.find(words).unwrap();
        placed(old, new, Span::new(at, at + words.len()))
    }

    #[test]
    fn lost_words_stand_beside_what_took_their_place() {
        let words = "It came from the west and took the lighthouse first.";
        let new = OLD.replace(words, "All were asleep by then.");
        let lost = found(OLD, &new, words);
        let all = passages(Some(OLD), &new, &[&lost]);
        let Passages { old, was, new: passage, here } = &all[0];
        assert_eq!(was.of(old), words);
        assert!(old.starts_with("went, as they had") && old.contains("them.\n\nThe harbour"), "{old}");
        assert!(old.contains("it.\n\nIn the morning") && !old.ends_with(' '), "{old}");
        assert!(here.of(&new).contains("All were asleep by then"), "{}", here.of(&new));
        assert!(passage.of(&new).contains("Nobody had expected it."), "{}", passage.of(&new));
        // Without the old text, its own context still tells where to look.
        let all = passages(None, &new, &[&lost]);
        assert_eq!(all[0].was.of(&all[0].old), words);
        assert!(all[0].here.of(&new).contains("All were asleep by then"), "{}", all[0].here.of(&new));
    }

    #[test]
    fn changed_words_stand_beside_what_they_became() {
        let new = OLD.replace("the west and took", "the south and tore down");
        let changed = found(OLD, &new, "It came from the west and took the lighthouse first.");
        let all = passages(Some(OLD), &new, &[&changed]);
        assert_eq!(all[0].here.of(&new), "It came from the south and tore down the lighthouse first.");
        assert!(all[0].new.covers(all[0].here));
    }

    #[test]
    fn of_a_long_paragraph_only_the_neighbourhood_shows() {
        let old = format!("{}here it is {}", "before ".repeat(200), "after ".repeat(200));
        let whole = around(&old, Span::new(1400, 1410));
        assert!((FAR..FAR + 8).contains(&(1400 - whole.start + 7)), "{whole:?}");
        assert!(whole.of(&old).starts_with("before ") && whole.of(&old).ends_with(" after"));
        assert_eq!(around("", Span::default()), Span::default());
    }

    proptest! {
        #[test]
        fn any_texts_have_passages_that_hold_the_words(
            old in "([ab é日.]{0,40}\n){0,12}", new in "([ab é日.]{0,40}\n){0,12}", from in 0usize..200, len in 0usize..60, known in any::<bool>(),
        ) {
            let span = Span::new(floor(&old, from), floor(&old, from + len));
            let placed = placed(&old, &new, span);
            let all = passages(known.then_some(old.as_str()), &new, &[&placed]);
            prop_assert_eq!(all[0].was.of(&all[0].old), span.of(&old));
            prop_assert!(all[0].new.covers(all[0].here));
            prop_assert_eq!(all[0].new.of(&new).len(), all[0].new.len());
            prop_assert_eq!(all[0].here.of(&new).len(), all[0].here.len());
        }
    }
}
