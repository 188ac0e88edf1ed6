//! What stands in quotation marks: somebody's words, or a term, a title, an example.

use super::attribution::{Attribution, CueKind};
use super::lexicon::{Class, Classes};
use super::nouns::is_noun;
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// So many words in quotation marks are no term.
const LONG: usize = 7;

/// What stands in quotation marks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// The words of the sentence's source.
    Said,
    /// Words long enough to be somebody's, but the sentence does not say whose.
    Unsourced,
    /// Words that the author puts into somebody's mouth.
    Invented,
    /// A term, a title or an example.
    Other,
}

/// What the stretch `quote` is.
pub fn words_in(tokens: &Tokens<'_>, quote: Span, attributions: &[Attribution]) -> Words {
    let first = tokens.list.partition_point(|token| token.span.start < quote.start);
    let after = tokens.list.partition_point(|token| token.span.start < quote.end);
    let inner = tokens.list.get(first..after).unwrap_or_default();
    let words = inner.iter().filter(|token| !matches!(token.shape, Shape::Mark(_) | Shape::Possessive)).count();
    let from = first.saturating_sub(8);
    let invented =
        tokens.phrases.iter().any(|hit| hit.classes.has(Class::Invented) && (from..first).contains(&hit.first))
            || first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Invented));
    if words == 0 {
        return Words::Other;
    }
    if invented {
        return Words::Invented;
    }
    let before = first.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(after);
    let named = is_named(tokens, first);
    let source = attributions.iter().find(|found| !found.source.own);
    // "The safest conclusion is “…”": the author's own wording.
    let worded = before.is_some_and(|token| token.classes.any(&[Class::Be, Class::Denial]));
    if is_title(inner) || next.is_some_and(|next| next.classes.any(&[Class::Document, Class::Work])) && !worded {
        return Words::Other;
    }
    // Where no words are known, longer ones in quotation marks are somebody's.
    let letters = inner.iter().filter(|token| token.is_word()).map(|token| token.span.len()).sum::<usize>();
    if tokens.vocabulary.is_empty() && (words > 2 || letters > 20) {
        return Words::Unsourced;
    }
    let Some(source) = source else {
        // "Phrases like “…”", "“…” can be scary": an example, or words of which the sentence speaks.
        let like = first.checked_sub(1).is_some_and(|at| tokens.phrase_at(at, Class::Comparing).is_some());
        let example = like && first.checked_sub(2).is_some_and(|at| is_noun(tokens, at));
        let spoken_of = first == 0
            && next.is_some_and(|next| next.classes.any(&[Class::Be, Class::Auxiliary, Class::Possible, Class::Must]));
        // It may run on into the next sentences.
        let runs_on = tokens.list.last().is_some_and(|last| last.span.end < quote.end);
        return match (words >= LONG || runs_on, worded || named || example || spoken_of) {
            (true, true) => Words::Invented,
            (true, false) => Words::Unsourced,
            (false, _) => Words::Other,
        };
    };
    let closed =
        inner.iter().rev().nth(1).is_some_and(|token| matches!(token.shape, Shape::Mark('.' | ',' | '!' | '?' | '…')));
    let capitals = inner.iter().filter(|token| token.is_capital() || token.shape == Shape::Number).count();
    // "Theo's “Delete your config” (#153)": what it is called.
    let called =
        before.is_some_and(|token| token.shape == Shape::Possessive) && next.is_some_and(|next| next.is_mark('('));
    // "The “scholars” of the school argued": a word in the source's own mention.
    let mentioned = words <= 2 && source.source.span.covers(quote);
    // "Apple's “walled garden”": what one calls it.
    let owned = before.is_some_and(|token| token.shape == Shape::Possessive) && words <= 3;
    // "An article on “Distracted Walking.”": the full stop is the sentence's.
    let writing =
        (first.saturating_sub(3)..first).any(|at| tokens.get(at).is_some_and(|token| token.is(Class::Document)));
    let title = words > 1 && (capitals * 3 >= words * 2 || called) && (!closed || writing && capitals == words);
    // "The “everyone is staff now” narrative", "additional “seed” funding".
    let led = || first.checked_sub(2).is_some_and(|at| tokens.is(at, Class::Determiner));
    let opened = before.is_some_and(|token| token.is(Class::Determiner))
        || words <= 4
            && before.is_some_and(|token| {
                token.shape == Shape::Lower && token.classes.without(&[Class::Common]) == Classes::default()
            })
            && led()
        || words <= 2
            && before.is_some_and(|token| token.shape == Shape::Lower && !token.classes.any(&[Class::Say, Class::Be]));
    // "A “value layer” (context, orchestration)", but not "a “bloodbath” (#12)".
    let defined = words <= 3
        && next.is_some_and(|next| next.is_mark('('))
        && tokens.get(after + 1).is_some_and(|inner| inner.shape == Shape::Lower);
    let modifier = opened
        && next.is_some_and(|token| {
            token.shape == Shape::Lower
                && !token.classes.any(&[
                    Class::Preposition,
                    Class::Conjunction,
                    Class::Auxiliary,
                    Class::Be,
                    Class::Adverb,
                ])
        });
    let cue_is_naming = matches!(source.by, CueKind::Say | CueKind::Present)
        && words <= 4
        && before.is_some_and(|before| before.classes.any(&[Class::Determiner, Class::Naming]))
        && source.cue.is_some_and(|cue| tokens.list.iter().any(|token| token.span == cue && token.is(Class::Naming)))
        && !closed;
    if words < LONG && (title || named || owned || modifier || defined || mentioned || cue_is_naming) {
        return Words::Other;
    }
    let said = words >= 2 || matches!(source.by, CueKind::Say | CueKind::Colon | CueKind::Phrase);
    if said { Words::Said } else { Words::Other }
}

/// Whether a word before the quotation marks that open at token `first` says that a term or title stands in them, also
/// where it is the second of two: "called “one” or “the other”".
fn is_named(tokens: &Tokens<'_>, first: usize) -> bool {
    let names = |first: usize| {
        (first.saturating_sub(3)..first)
            .any(|at| tokens.is(at, Class::Naming) && !tokens.is(at, Class::Say) && !tokens.is_quoted(at))
            || tokens.phrases.iter().any(|hit| hit.classes.has(Class::Naming) && hit.last + 1 == first)
    };
    let joins = first.checked_sub(1).filter(|at| tokens.is(*at, Class::Joining) || tokens.is_mark(*at, ','));
    let other = joins.and_then(|at| at.checked_sub(1)).filter(|close| tokens.is_quoted(*close));
    let opening = other.and_then(|close| (close.saturating_sub(8)..close).rev().find(|at| !tokens.is_quoted(*at)));
    names(first) || opening.is_some_and(|before| names(before + 1) && tokens.is(before, Class::Naming))
}

/// Whether words are set like a title: four or more, and all of the longer ones have capitals.
fn is_title(inner: &[Token]) -> bool {
    let words = || inner.iter().filter(|token| token.is_word());
    let small = |token: &&Token| token.shape == Shape::Lower && token.span.len() > 4;
    let capitals = words().filter(|token| token.is_capital()).count();
    words().count() >= 4 && capitals >= 3 && !words().any(|token| small(&token))
}
