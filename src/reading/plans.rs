//! Whether a sentence looks ahead by what a source says, by a plan, or by what is arranged or due.

use super::attribution::{Attribution, CueKind};
use super::forecast::{is_german_passive, is_subordinate};
use super::lexicon::Class;
use super::names::opens_sentence;
use super::nouns::{follows_noun_opener, reads_as_noun};
use super::tokens::{Shape, Token, Tokens};

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
    // "Authors are expected to test it": what they have to do.
    let bound = |first: usize| {
        let be = (first.saturating_sub(1)..=first).find(|at| tokens.is(*at, Class::Be));
        let people = be.and_then(|be| be.checked_sub(1)).is_some_and(|at| {
            tokens.get(at).is_some_and(|token| token.classes.any(&[Class::People, Class::Group]))
                && tokens.word(at).ends_with('s')
        });
        people && !horizon
    };
    // "They were working towards it": over.
    let over = |first: usize| {
        let helped = first.checked_sub(1).is_some_and(|at| tokens.is(at, Class::Be) && tokens.is(at, Class::Past));
        helped && tokens.vocabulary.ends_like_participle(tokens.word(first)) && !horizon
    };
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
            && !bound(*first)
            && !over(*first)
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
        // "They could not reproduce 30% of them": what was not done.
        let denied = tokens.get(at + 1).is_some_and(|next| next.classes.any(&[Class::Negation, Class::Denial]));
        may_be(tokens, at)
            && !able
            && !denied
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
