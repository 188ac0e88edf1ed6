//! Whether a sentence looks ahead, whoever says it: in the author's voice, in a source's, or by a plan.

use super::attribution::{Attribution, CueKind};
use super::clause::is_verbal;
use super::german;
use super::lexicon::Class;
use super::names::opens_sentence;
use super::nouns::{follows_noun_opener, is_noun, reads_as_noun};
use super::tokens::{Shape, Token, Tokens};
use super::works::is_unknown_verb;

/// "Will", or a possibility or likelihood that is set at a time ahead.
pub fn future(tokens: &Tokens<'_>) -> Option<(usize, usize)> {
    // "Devrait publier" is advice; "devrait atteindre 3 millions" and "selon l'Insee, devrait augmenter", a forecast.
    let advised = |first: usize| tokens.is(first, Class::Must) && !tokens.numbers && tokens.find(Class::Per).is_none();
    let ahead = |first: usize, last: usize| {
        !tokens.is_quoted(first)
            && !advised(first)
            && !is_plain_noun(tokens, first, last)
            && !is_german_passive(tokens, first)
            && !is_subordinate(tokens, first)
            && !is_denied(tokens, first, last)
            && !guides(tokens, first, last)
    };
    let words = tokens.list.iter().enumerate().filter(|(_, token)| token.is(Class::Future)).map(|(at, _)| (at, at));
    let phrases = tokens.phrases.iter().filter(|hit| hit.classes.has(Class::Future)).map(|hit| (hit.first, hit.last));
    if let Some(found) = words.chain(phrases).filter(|(first, last)| ahead(*first, *last)).min() {
        return Some(found);
    }
    let possible = tokens
        .find(Class::Possible)
        .filter(|(first, _)| !is_subordinate(tokens, *first))
        .or_else(|| tokens.find(Class::Hedge).filter(|(first, _)| !is_haste(tokens, *first)))
        .or_else(|| tokens.find(Class::Conditional))?;
    // "The inquiry would eventually reveal" is told, "would in the coming years" foretold.
    let told = |(first, last): (usize, usize)| first == last && tokens.is(possible.0, Class::Conditional);
    // "In the future of the project" is no time.
    let owned = |last: usize| matches!(tokens.word(last + 1), "of");
    tokens.find(Class::Horizon).filter(|horizon| !told(*horizon) && !owned(horizon.1)).map(|_| possible)
}

/// Whether a phrase that looks ahead is taken back by the word before it: "what you wouldn't expect to see".
fn is_denied(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).and_then(|at| tokens.get(at)).filter(|_| first < last);
    before.is_some_and(|before| before.classes.any(&[Class::Conditional, Class::Possible, Class::Negation]))
}

/// Whether the author only leads through the text: "in this post, we'll explain", "I'm going to talk about". At a time
/// ahead ("next week we'll show") it is a plan.
fn guides(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let idle = |at: &usize| tokens.get(*at).is_some_and(|token| token.classes.any(&[Class::Adverb, Class::Be]));
    let author = (first.saturating_sub(2)..first).rev().find(|at| !idle(at));
    let next = (last + 1..last + 3).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(last + 1);
    // "You'll need Node.js", "you will see": what the reader meets with, unless a condition or a time is set.
    if author.is_some_and(|at| tokens.is(at, Class::Reader)) {
        let times = [Class::Condition, Class::Horizon, Class::Ahead];
        return !times.into_iter().any(|class| tokens.find(class).is_some());
    }
    // "We will be discussing it": a plan.
    let progressive = tokens.word(next) == "be" && tokens.is(next + 1, Class::Participle);
    if !author.is_some_and(|at| tokens.is(at, Class::AuthorSubject)) {
        return false;
    }
    let verb = (last + 1..last + 4).find(|at| !idle(at));
    let here = tokens.list.iter().position(|token| token.is_word()).is_some_and(|at| {
        tokens.is(at, Class::Containing)
            && tokens.is(at + 1, Class::Demonstrative)
            && tokens.is(at + 2, Class::Document)
    });
    let times = [Class::Horizon, Class::Ahead, Class::Month, Class::TimeSpan];
    let dated = times.into_iter().any(|class| tokens.find(class).is_some());
    here || !dated && !progressive && verb.is_some_and(|at| tokens.is(at, Class::Guide))
}

/// Whether the one word of a look ahead is a noun: "the people's will, the real thing".
fn is_plain_noun(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let ends = tokens.get(last + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(',' | '—' | '–' | ')')));
    let before = first.checked_sub(1).and_then(|at| tokens.get(at));
    let subject = before.is_some_and(|before| {
        before.is_capital()
            || before.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::PluralPronoun, Class::Author])
            || before.classes.any(&[Class::Demonstrative, Class::Reader, Class::Relative, Class::AuthorSubject])
    });
    first == last && ends && tokens.vocabulary.is_english() && tokens.word(first) == "will" && !subject
}

/// Whether the word at token `at` ends "as soon as possible".
fn is_haste(tokens: &Tokens<'_>, at: usize) -> bool {
    let early = tokens.phrases.iter().any(|hit| hit.classes.has(Class::Horizon) && hit.last + 1 == at);
    early || at > 1 && tokens.is(at - 1, Class::Conjunction) && tokens.is(at - 2, Class::Horizon)
}

/// Whether the modal at token `at` stands in a clause that only qualifies something: "a model that
/// won't", "how publishers will".
fn is_subordinate(tokens: &Tokens<'_>, at: usize) -> bool {
    let modal = at;
    let from = at.saturating_sub(8);
    let clause = (from..at).rev().take_while(|at| {
        tokens.get(*at).is_some_and(|token| !matches!(token.shape, Shape::Mark(',' | ':' | ';' | '—' | '–')))
    });
    // "The data that the app uses will be sent": the clause has its verb.
    // "That we believe will improve it" is not told by that.
    let verb = |at: usize, verb: usize| {
        let thought = verb + 1 == modal && tokens.is(verb, Class::Say);
        let known = is_verbal(tokens, verb) || tokens.is(verb, Class::Deed);
        known && !thought || verb > at + 1 && is_unknown_verb(tokens, verb) && is_noun(tokens, verb - 1)
    };
    let told = |at: usize| (at + 1..modal).any(|token| verb(at, token));
    clause.into_iter().any(|at| {
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        // "Can influence whether it will", but not "if it rains, it will".
        let embedding = tokens.is(at, Class::Embedding)
            && !tokens.is(at, Class::Relative)
            && (!tokens.is(at, Class::Condition) || before.is_some_and(|before| before.is_word()) && !told(at));
        let bracketed = before.is_some_and(|before| before.is_mark('(')) && tokens.is(at, Class::PersonPronoun);
        let noun = before.is_some_and(|before| {
            before.is_word()
                && !told(at)
                // "Those who will use it".
                && (at + 1 == modal && tokens.word(at - 1).eq_ignore_ascii_case("those") || !before.classes.any(&[
                    Class::Say,
                    Class::SayThat,
                    Class::Present,
                    Class::Be,
                    Class::Opinion,
                    Class::Explaining,
                    Class::Hedge,
                    Class::CueNoun,
                    Class::Evaluative,
                    Class::Adverb,
                    Class::Certain,
                    Class::Demonstrative,
                    Class::Conjunction,
                    Class::Time,
                    Class::Weekday,
                ]))
        });
        // "Told the paper in an e-mail that it will".
        let said = || {
            let reach = (at.saturating_sub(8)..at).rev();
            tokens.is(at, Class::Complementizer)
                && reach
                    .take_while(|at| tokens.get(*at).is_some_and(|token| !matches!(token.shape, Shape::Mark(_))))
                    .any(|at| tokens.is(at, Class::Utter))
        };
        before.is_some()
            && (embedding && !opens_sentence(tokens, at)
                || tokens.is(at, Class::Relative)
                    && (noun || bracketed)
                    && !said()
                    && tokens.get(at).is_some_and(|token| token.shape == Shape::Lower))
    })
}

/// Whether the words in quotation marks look ahead.
pub fn foretold(tokens: &Tokens<'_>) -> bool {
    let word = (0..tokens.list.len()).any(|at| {
        tokens.is_quoted(at)
            && tokens.is(at, Class::Future)
            && !is_german_passive(tokens, at)
            && !is_subordinate(tokens, at)
    });
    word || tokens.phrases.iter().any(|hit| hit.classes.has(Class::Future) && tokens.is_quoted(hit.first))
}

/// Whether a source looks ahead, or what is planned does.
pub fn foreseen(tokens: &Tokens<'_>, attributions: &[Attribution]) -> bool {
    let sources: Vec<&Attribution> = attributions.iter().filter(|found| !found.source.own).collect();
    let quoted = |class| {
        let mut list = tokens.list.iter().enumerate();
        list.any(|(at, token)| {
            token.quoted && token.is(class) && !is_german_passive(tokens, at) && !is_subordinate(tokens, at)
        })
    };
    // "May lose $35 billion in the next three years", in quotation marks.
    let horizon = tokens.phrases.iter().any(|hit| hit.classes.has(Class::Horizon));
    !sources.is_empty() && (quoted(Class::Future) || horizon && quoted(Class::Possible))
        || sources.iter().any(|source| tells_ahead(tokens, source))
        || is_planned(tokens, &sources)
        || may_by_so_much(tokens)
        || may_follow(tokens)
        || starts_on(tokens)
        || is_arranged(tokens, &sources)
        || is_announced(tokens)
        || is_to(tokens)
        || is_due(tokens)
}

/// Whether what `source` says is a look ahead: "said it would close", "warned that prices may rise", "the announcement
/// from Acme that they will".
fn tells_ahead(tokens: &Tokens<'_>, source: &Attribution) -> bool {
    let Some(cue) = source.cue else { return false };
    let at = tokens.list.partition_point(|token| token.span.start < cue.start);
    let has = |class: Class, from: usize| {
        let rest = tokens.list.get(from..).unwrap_or_default();
        rest.iter().enumerate().any(|(nth, token)| {
            let told = token.is(class) && !token.quoted && !token.is_capital();
            told && !is_perfect(tokens, from + nth + 1)
                && !(class == Class::Conditional && is_subordinate(tokens, from + nth))
        })
    };
    if was_done_before(tokens, at) {
        return false;
    }
    if tokens.is(at, Class::Warn) {
        return [Class::Possible, Class::Conditional, Class::Future].into_iter().any(|class| has(class, at));
    }
    if source.by == CueKind::Noun {
        return tokens.find(Class::Complementizer).is_some_and(|(that, _)| that > at && has(Class::Future, that));
    }
    // "It could be sold, Reuters said."
    let told = tokens.is(at, Class::Utter) && !tokens.is(at, Class::Past);
    let reach = if told { 0..tokens.list.len().min(at + 12) } else { 0..at };
    if source.by == CueKind::Say && reach.into_iter().any(|at| may_be(tokens, at) && happens(tokens, at + 1)) {
        return true;
    }
    // What would be if it were otherwise is no forecast.
    let supposed = tokens.find(Class::Condition).is_some();
    let would = (0..tokens.list.len()).filter(|at| tokens.is(*at, Class::Conditional));
    let wished = would.into_iter().any(|at| tokens.phrase_at(at, Class::Stative).is_some());
    source.by == CueKind::Say && tokens.is(at, Class::Past) && !supposed && !wished && has(Class::Conditional, 0)
}

/// Whether a perfect infinitive stands at token `at`: "(could) have lost", but not "(could) have an effect".
fn is_perfect(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, Class::Perfect) && (at + 1..at + 3).any(|at| tokens.is(at, Class::Past) || tokens.word(at) == "been")
}

/// Whether the verb at token `at` is in the pluperfect: "had planned to".
fn was_done_before(tokens: &Tokens<'_>, at: usize) -> bool {
    let helper = (at.saturating_sub(4)..at).rev().find(|at| !tokens.is(*at, Class::Adverb));
    helper.is_some_and(|helper| tokens.is(helper, Class::Auxiliary) && tokens.is(helper, Class::Past))
}

/// "If it stands, it could lead to more": what may follow from a condition that opens the sentence.
fn may_follow(tokens: &Tokens<'_>) -> bool {
    let opens = tokens.list.iter().find(|token| token.is_word()).is_some_and(|token| token.is(Class::Condition));
    let comma = tokens.list.iter().position(|token| token.is_mark(',')).filter(|_| opens);
    let told = tokens.list.iter().any(|token| token.is(Class::Be) && token.is(Class::Past));
    comma
        .filter(|_| !told && tokens.find(Class::Reader).is_none())
        .is_some_and(|comma| (comma + 1..tokens.list.len()).any(|at| may_be(tokens, at)))
}

/// Whether a verb of possibility stands at token `at`, of what is not past: "may", "could".
fn may_be(tokens: &Tokens<'_>, at: usize) -> bool {
    let modal = tokens.get(at).is_some_and(|token| {
        token.is(Class::Doubtful) && token.is(Class::Auxiliary) && !token.quoted && !token.is_capital()
    });
    modal && !is_perfect(tokens, at + 1)
}

/// Whether the verb at token `at`, after a modal, tells something that happens: "slash", "be sold", but not "be" or "have".
fn happens(tokens: &Tokens<'_>, at: usize) -> bool {
    let verb = (at..at + 3).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(at);
    match tokens.get(verb) {
        Some(token) if token.is(Class::Be) => tokens.is(verb + 1, Class::Past),
        Some(token) => token.shape == Shape::Lower && !token.classes.any(&[Class::Auxiliary, Class::Perfect]),
        None => false,
    }
}

/// Whether a plan or a forecast is spoken of: "plans to", "is expected to", "predicts", "projected losses of $4bn".
fn is_planned(tokens: &Tokens<'_>, sources: &[&Attribution]) -> bool {
    let horizon = tokens.find(Class::Horizon).is_some();
    let words = tokens.list.iter().enumerate().filter(|(_, token)| token.is(Class::Foresee)).map(|(at, _)| (at, at));
    let phrases = tokens.phrases.iter().filter(|hit| hit.classes.has(Class::Foresee)).map(|hit| (hit.first, hit.last));
    // "Make a plan to mend it": a noun.
    let past = tokens.find(Class::Past).is_some();
    let noun = |first: usize, last: usize| {
        // "Cancelled its plan to": one that was there.
        let told = |before: usize| past && tokens.word(first) == "plan" && follows_noun_opener(tokens, before);
        let opened = first.checked_sub(1).is_some_and(|before| tokens.is(before, Class::Indefinite) || told(before));
        first < last && opened && !horizon
    };
    let plain = |at: usize| {
        tokens.word(at).ends_with('s') && tokens.phrase_at(at, Class::VerbNoun).is_some() && reads_as_noun(tokens, at)
    };
    let found = words.filter(|(at, _)| !plain(*at)).chain(phrases);
    // "If you plan to": what the reader may do.
    let readers = |first: usize| {
        let idle = |at: &usize| tokens.get(*at).is_some_and(|token| token.classes.any(&[Class::Adverb, Class::Be]));
        (first.saturating_sub(2)..first).rev().find(|at| !idle(at)).is_some_and(|at| tokens.is(at, Class::Reader))
    };
    // "No plans to", "does not predict".
    let denied =
        |first: usize| (1..3).any(|back| first.checked_sub(back).is_some_and(|at| tokens.is(at, Class::Negation)));
    // "How it is expected to be used", "agencies that are looking to move".
    let beside = |first: usize, last: usize| {
        let passive = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Be));
        (first < last || passive) && is_subordinate(tokens, first)
    };
    let found = found.filter(|(first, last)| {
        !tokens.is_quoted(*first)
            && !noun(*first, *last)
            && !denied(*first)
            && !beside(*first, *last)
            && !readers(*first)
    });
    found.into_iter().any(|(first, last)| {
        // "Teachers expect to include their education": what they are used to.
        if first == last && tokens.is(first, Class::Opinion) && tokens.is(first + 1, Class::Infinitive) {
            let helped = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Be));
            if !horizon && !helped {
                return false;
            }
        }
        let start = tokens.list.get(first).map_or(0, |token| token.span.start);
        let cue = sources.iter().find(|source| source.cue.is_some_and(|cue| cue.contains(start)));
        // "Raised its forecast".
        let object = sources.iter().any(|source| {
            source.cue.is_some_and(|cue| {
                let near = tokens.list.get(first.saturating_sub(6)..first).unwrap_or_default();
                near.iter().any(|token| token.span == cue && token.is(Class::LightVerb))
            })
        });
        if object {
            return true;
        }
        if let Some(cue) = cue {
            return !cue.aside && !was_done_before(tokens, first);
        }
        let helper = (first.saturating_sub(2)..first).rev().find(|at| !tokens.is(*at, Class::Adverb));
        let helped = helper.is_some_and(|at| tokens.is(at, Class::Be) && !tokens.is(at, Class::Past));
        let counted = tokens.get(last + 1).is_some_and(|next| next.shape == Shape::Number || next.is_mark('$'));
        let past = tokens.is(first, Class::Past);
        let told = tokens.find(Class::Past).is_some_and(|(at, _)| !(first..=last).contains(&at));
        let verbal = tokens.list.get(first).is_some_and(|token| token.classes.any(&[Class::Say, Class::Imperative]));
        match (first == last, past) {
            // "Is scheduled to", "plans to".
            (false, _) => true,
            (true, true) => helped || counted || horizon,
            // "Expect a short strike."
            (true, false) if tokens.is(first, Class::Imperative) && opens_sentence(tokens, first) => true,
            // "Targeting tools", but "targeting sales of $9 billion".
            (true, false) if helped && tokens.is(first, Class::Participle) => horizon || counted,
            // "Projects that rely on it": a noun, unless a clause or an object follows.
            (true, false) if tokens.phrase_at(first, Class::VerbNoun).is_some() => {
                counted || tokens.get(first + 1).is_some_and(|next| next.is(Class::Article))
            }
            // "Citizens expect": only whose it is makes a forecast of it.
            (true, false) => horizon || !verbal && !told,
        }
    })
}

/// "Could slash it by 40%", "may begin on Tuesday": a possibility by so much or at such a time.
fn may_by_so_much(tokens: &Tokens<'_>) -> bool {
    (0..tokens.list.len()).any(|at| {
        let clause = (at + 1..at + 16).take_while(|at| {
            tokens.get(*at).is_some_and(|token| {
                !matches!(token.shape, Shape::Mark(',' | ';' | ':' | '—' | '–')) && !token.is(Class::Complementizer)
            })
        });
        let mut ahead = clause.skip(1);
        // "We could afford $2,000", "you might lose 60%": what one was or is able to.
        let able = at.checked_sub(1).is_some_and(|before| {
            tokens.get(before).is_some_and(|token| token.classes.any(&[Class::AuthorSubject, Class::Reader]))
        });
        may_be(tokens, at)
            && !able
            && !is_subordinate(tokens, at)
            && ahead.any(|at| {
                let number = tokens.get(at).is_some_and(|token| token.shape == Shape::Number);
                let when = [Class::Month, Class::Weekday].into_iter().any(|class| tokens.is(at, class));
                // "May violate SB 243": a name.
                let label = tokens.is(at - 1, Class::NumberLabel) || tokens.get(at - 1).is_some_and(Token::is_capital);
                number && !label || when && tokens.get(at).is_some_and(Token::is_capital)
            })
    })
}

/// "Takes effect on January 1", "begins in August": what is set to start or end then.
fn starts_on(tokens: &Tokens<'_>) -> bool {
    let words = tokens.list.iter().enumerate().filter(|(_, token)| token.is(Class::Onset)).map(|(at, _)| at);
    let phrases = tokens.phrases.iter().filter(|hit| hit.classes.has(Class::Onset)).map(|hit| hit.last);
    let verb = |at: usize| {
        let noun = |before| {
            tokens.get(before).is_some_and(|token| token.classes.any(&[Class::Determiner, Class::Preposition]))
        };
        !tokens.is_quoted(at) && !is_subordinate(tokens, at) && !at.checked_sub(1).is_some_and(noun)
    };
    // "Starting January 1, the law requires it".
    let past = tokens.find(Class::Past).is_some();
    let from = |at: usize| {
        let opens = tokens.is(at, Class::Aspect)
            && tokens.vocabulary.ends_like_participle(tokens.word(at))
            && !tokens.is_quoted(at);
        let month = |at: usize| tokens.is(at, Class::Month) && tokens.get(at).is_some_and(Token::is_capital);
        opens && !past && (month(at + 1) || tokens.is(at + 1, Class::Preposition) && month(at + 2))
    };
    if (0..tokens.list.len()).any(from) {
        return true;
    }
    words.chain(phrases).filter(|at| verb(*at)).any(|at| {
        (at + 1..at + 5).any(|at| {
            tokens.get(at).is_some_and(|token| token.is_capital() && token.classes.any(&[Class::Month, Class::Weekday]))
        })
    })
}

/// "Its announcement that it would invest", "a pledge to build": what a noun of speech says somebody will do.
fn is_announced(tokens: &Tokens<'_>) -> bool {
    (0..tokens.list.len()).any(|at| {
        let noun = tokens.is(at, Class::CueNoun) && at > 0 && reads_as_noun(tokens, at);
        let said = noun && tokens.is(at + 1, Class::Complementizer) && !tokens.is_quoted(at);
        let clause = (at + 2..at + 8)
            .take_while(|at| tokens.get(*at).is_some_and(|token| !matches!(token.shape, Shape::Mark(',' | ';' | ':'))));
        let ahead = |at: usize| {
            (tokens.is(at, Class::Conditional) || tokens.is(at, Class::Future)) && !is_perfect(tokens, at + 1)
        };
        said && clause.into_iter().any(ahead) && tokens.find(Class::Condition).is_none()
    })
}

/// "Next week the rules are coming into force", "Acme sees sales of 9 billion by year-end": what goes on in the present, at
/// a time ahead.
fn is_arranged(tokens: &Tokens<'_>, sources: &[&Attribution]) -> bool {
    let Some((ahead, _)) = tokens.find(Class::Ahead) else { return false };
    let now = |at: usize| tokens.is(at, Class::Be) && !tokens.is(at, Class::Past) && !tokens.is_quoted(at);
    let going = |at: usize| {
        let verb = (at + 1..at + 3).find(|at| !tokens.is(*at, Class::Adverb)).unwrap_or(at);
        now(at) && tokens.is(verb, Class::Participle) && !is_subordinate(tokens, at)
    };
    // "Want to learn it in the coming year".
    let wanted = |at: usize| {
        tokens.is(at, Class::Opinion) && tokens.is(at + 1, Class::Infinitive) && !is_subordinate(tokens, at)
    };
    let told = |source: &&Attribution| {
        let at = source.cue.map(|cue| tokens.list.partition_point(|token| token.span.start < cue.start));
        let past = |at: usize| (at..tokens.list.len()).any(|at| tokens.is(at, Class::Past) && !tokens.is_quoted(at));
        let supposed = tokens.find(Class::Conditional).is_some();
        !source.aside && !supposed && at.is_some_and(|at| at < ahead && !past(at))
    };
    (0..tokens.list.len()).any(|at| going(at) || wanted(at)) || sources.iter().any(told)
}

/// "Is to close by December", "are to meet next week": what is arranged for a time ahead.
fn is_to(tokens: &Tokens<'_>) -> bool {
    let arranged = |at: usize| {
        let be = tokens.get(at).is_some_and(|token| token.is(Class::Be) && !token.is(Class::Past) && !token.quoted);
        let verb = tokens.get(at + 2).is_some_and(|token| token.shape == Shape::Lower && !token.is(Class::Determiner));
        // "The goal is to win by June" names the goal.
        let aim = at.checked_sub(1).is_some_and(|before| {
            tokens.get(before).is_some_and(|token| token.classes.any(&[Class::CueNoun, Class::Evaluative]))
        });
        be && verb && !aim && tokens.is(at + 1, Class::Infinitive) && (at + 3..at + 16).any(|at| sets_time(tokens, at))
    };
    (0..tokens.list.len()).any(arranged)
}

/// Whether a last day or a time ahead is named at token `at`: "by December", "next week".
fn sets_time(tokens: &Tokens<'_>, at: usize) -> bool {
    let day =
        tokens.get(at + 1).is_some_and(|next| next.is_capital() && next.classes.any(&[Class::Month, Class::Weekday]));
    tokens.phrase_at(at, Class::Horizon).is_some()
        || day && tokens.get(at).is_some_and(|token| token.classes.any(&[Class::Deadline, Class::Preposition]))
}

/// "Must report by March", "have 120 days to": what is due.
fn is_due(tokens: &Tokens<'_>) -> bool {
    let by = |at: usize| {
        tokens.is(at, Class::Deadline)
            && tokens.get(at + 1).is_some_and(|next| next.classes.any(&[Class::Month, Class::Weekday]))
    };
    let must = tokens.find(Class::Must).is_some_and(|(_, last)| (last + 1..tokens.list.len()).any(by));
    let span = |at: usize| {
        tokens.get(at).is_some_and(|token| token.shape == Shape::Number)
            && tokens.is(at + 1, Class::TimeSpan)
            && tokens.is(at + 2, Class::Infinitive)
            && at.checked_sub(1).is_some_and(|before| tokens.is(before, Class::Perfect))
    };
    must || (0..tokens.list.len()).any(span)
}

/// "Wird", "werden" and "werde" look ahead only with an infinitive at the end of their clause: "wird kommen",
/// but not "wird gebaut" or "gebaut werden".
fn is_german_passive(tokens: &Tokens<'_>, helper: usize) -> bool {
    if !tokens.vocabulary.capital_nouns() || !tokens.is(helper, Class::Become) {
        return false;
    }
    // "Gesperrt werden müssen".
    if helper > 0 && german::is_participle(tokens, helper - 1) {
        return true;
    }
    let clause =
        tokens.list.iter().enumerate().skip(helper + 1).take_while(|(_, token)| !matches!(token.shape, Shape::Mark(_)));
    let end = clause.map(|(at, _)| at).last();
    let infinitive = |word: &str| word.ends_with('n') && !word.starts_with("ge") && !matches!(word, "worden");
    !end.is_some_and(|end| {
        infinitive(tokens.word(end)) && tokens.get(end).is_some_and(|token| token.shape == Shape::Lower)
    })
}

#[cfg(test)]
mod tests {
    use super::super::attribution::attributions;
    use super::super::lexicon::Lexicon;
    use super::super::quotations::quotations;
    use super::*;
    use crate::text::span::Span;

    fn looks_ahead(language: &str, text: &str) -> bool {
        let lexicon = Lexicon::default();
        let quotes: Vec<_> = quotations(text, Span::whole(text)).into_iter().map(|quoted| quoted.span).collect();
        let tokens = Tokens::of(text, Span::whole(text), &quotes, lexicon.vocabulary(language));
        future(&tokens).is_some() || foreseen(&tokens, &attributions(&tokens))
    }

    #[test]
    fn what_is_foretold_planned_or_due() {
        for text in [
            "The firm said in May it would close two mills.",
            "Acme Corp warned that the rules could have a big impact.",
            "Some experts warn that a ban can backfire.",
            "Cuts at Acme could reach 40% of its staff, the Times reports.",
            "The kingdom could still appeal, two lawyers said.",
            "The panel raised its forecast for growth.",
            "The sale may be announced on Tuesday, Reuters said.",
            "The announcement from Acme Corp that they will open it to all surprised nobody.",
            "The ministry plans to publish new rules.",
            "The mayor has said he intends to bring it to a vote.",
            "Work is scheduled to begin in August.",
            "The law takes effect on January 1.",
            "Agencies must report by March 11.",
            "Contractors now have 120 days to comply.",
            "Acme Corp faces projected $44 billion in losses.",
            "If it stands, the ruling could lead to more of them.",
            "Jane Doe told the paper in an e-mail that the firm will sell it.",
            "The merger is to close by December.",
            "It's probably going to close.",
            "Expect a short strike.",
            "Acme Corp is targeting sales of $9 billion by year-end.",
            "The data that the app uses will be sent by Acme Corp.",
            "Changes that are small will go into it.",
            "Next week, new rules are coming into force.",
            "Peers at Acme Corp see the index hitting 7,500 points by the end of next year.",
            "45 percent of them want to learn it during the coming year.",
            "Starting January 1, 2026, the law requires them to ask.",
            "The city announced a fund with plans for ten ships by 2026.",
            "In the next year we'll show it.",
            "It fell despite its own announcement that it would invest $100 billion.",
            "Analysts say the deal could turn into a loss.",
            "We intend to add it.",
            "We will be discussing whether it helps.",
            "We aim to make it easier.",
            "More sessions are planned this month to explore it.",
            "Those who hesitate will find it gone.",
            "The firm is announcing the upcoming end of it.",
        ] {
            assert!(looks_ahead("en", text), "{text}");
        }
    }

    #[test]
    fn what_is_past_supposed_or_habitual() {
        for text in [
            "Citizens expect a site to be safe.",
            "It was harder than we expected.",
            "Acme Corp had planned to close the mill.",
            "Jane Doe said that she could have lost 40 people.",
            "Jane Doe said that nobody would pay if it failed.",
            "In May the firm sold its mill.",
            "The inquiry would eventually reveal that it was so.",
            "The goal is to win.",
            "She designs less, with the freed time going to direct talks.",
            "An algorithm could cause damage to a whole market.",
            "The office opens on weekdays.",
            "Ten banks raised rates since the start of July.",
            "Jane Doe said it was harder than she had thought.",
            "In this post, we'll explain what it is.",
            "I'm going to talk about ships.",
            "They decide who reads it (who will pay for it or not).",
            "Many things can influence whether or not it will be read.",
            "You may find things you wouldn't expect to see.",
            "It may violate SB 243.",
            "You'll need Acme Shell to run it.",
            "She looks forward to what they can do in the years ahead.",
            "It is one of the best known open source projects on the hub.",
            "If you use it, make a plan to mend it.",
            "The Office of Ports estimates that repairs would cost $3 million a year.",
            "Jane Doe said that it is \"a plan to know what will happen\".",
            "The movement aims to build it.",
            "Teachers expect to name their schools.",
            "Users said they would like to see it.",
            "Acme Corp cancelled its plan to close the mill.",
            "At this time we have no plans to add it.",
            "They test it with those who will use it.",
            "If you are planning to move, read it.",
            "The list says how it is expected to be used.",
            "We could afford $2,000 a month.",
            "The people's will, the real thing, is gone.",
            "You will have to procure it.",
        ] {
            assert!(!looks_ahead("en", text), "{text}");
        }
    }
}
