//! Whether a sentence looks ahead with a modal verb, in the author's voice or in quotation marks.

use super::clause::is_verbal;
use super::german;
use super::lexicon::Class;
use super::names::opens_sentence;
use super::nouns::is_noun;
use super::phrase::phrase_start;
use super::subject::is_contact;
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
            && !qualifies(tokens, first)
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
    // "You'll need Node.js", "you will see": what the reader meets with, unless a condition or a time is set, or goes on
    // with ("you'll continue to get them").
    if author.is_some_and(|at| tokens.is(at, Class::Reader)) {
        let shown = tokens.phrase_at(next, Class::PointAt).is_some();
        let times = [Class::Condition, Class::Horizon, Class::Ahead];
        let set = times.into_iter().any(|class| tokens.find(class).is_some());
        return shown || !set && tokens.phrase_at(next, Class::GoOn).is_none();
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

/// Whether the one word of a look ahead is a noun: "the people's will, the real thing", "the will of the people".
fn is_plain_noun(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let owned = |at: usize| tokens.is(at, Class::InName) && tokens.is(at, Class::Place);
    let ends = owned(last + 1)
        || tokens.get(last + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(',' | '—' | '–' | ')')));
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
pub(super) fn is_subordinate(tokens: &Tokens<'_>, at: usize) -> bool {
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

/// The most words of the subject of a clause that qualifies a noun without a word between.
const CONTACT: usize = 3;

/// Whether the modal at token `at` stands in a clause that qualifies a noun without a word between: "the steps the agent
/// will take".
fn qualifies(tokens: &Tokens<'_>, at: usize) -> bool {
    let subject = |token: Token| token.is_word() && !token.is(Class::Relative);
    let Some(last) = at.checked_sub(1).filter(|last| tokens.get(*last).is_some_and(subject)) else { return false };
    let first = phrase_start(tokens, last);
    // "Over time the risks will rise".
    let timed = |noun: usize| tokens.phrases.iter().any(|hit| hit.classes.has(Class::Horizon) && hit.last == noun);
    let noun = (first.saturating_sub(2)..first).rev().find(|at| !tokens.is(*at, Class::Article));
    tokens.vocabulary.is_english() && at - first <= CONTACT && !noun.is_some_and(timed) && is_contact(tokens, first)
}

/// Whether a question asks what will be: "Will it last?", "How will they know?".
pub fn asks_ahead(tokens: &Tokens<'_>) -> bool {
    let first = tokens.list.iter().position(|token| token.is_word()).unwrap_or_default();
    let asked = |at: usize| tokens.is(at, Class::Future) && !is_german_passive(tokens, at);
    asked(first) || asked(first + 1) && tokens.is(first, Class::Embedding) && !tokens.is(first, Class::Condition)
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

/// "Wird", "werden" and "werde" look ahead only with an infinitive at the end of their clause: "wird kommen",
/// but not "wird gebaut" or "gebaut werden".
pub(super) fn is_german_passive(tokens: &Tokens<'_>, helper: usize) -> bool {
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
        // "Wird gehen": no participle for all its prefix.
        let known = tokens.phrase_at(end, Class::Befall).is_some();
        (known || infinitive(tokens.word(end))) && tokens.get(end).is_some_and(|token| token.shape == Shape::Lower)
    })
}

#[cfg(test)]
mod tests {
    use super::super::attribution::attributions;
    use super::super::lexicon::Lexicon;
    use super::super::plans::foreseen;
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
            "We will introduce a new desk that stands beside the old one.",
            "You'll continue to get the same letters.",
            "The office is working towards a single form.",
            "We're still going to read them all.",
            "The mills are all going to close.",
            "The plan is to move the archive by ship.",
            "In the longer term, the desk can take letters from other towns.",
            "The move is projected to save 40 posts.",
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
            "Judges argued over the will of the people for years.",
            "If you look at the map, you'll see three harbours.",
            "I'm not going to argue that ships are fast.",
            "They drew the steps the clerk will take.",
            "Authors are expected to test what they send.",
            "The team could not repeat 30% of the trials.",
            "Back then, the guilds were working towards a charter.",
        ] {
            assert!(!looks_ahead("en", text), "{text}");
        }
    }

    #[test]
    fn futures_that_no_ending_tells_look_ahead() {
        for (language, text) in [
            ("fr", "On verra le port fermer."),
            ("fr", "Nous saurons le nom du moulin."),
            ("fr", "Le port sera plus grand."),
            ("es", "El consejo dirá el nombre del puerto."),
            ("es", "Nadie querrá el molino."),
            ("es", "El puerto verá menos barcos."),
        ] {
            assert!(looks_ahead(language, text), "{text}");
        }
    }

    #[test]
    fn a_question_asks_what_will_be() {
        let asks = |text: &str| {
            let lexicon = Lexicon::default();
            asks_ahead(&Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("en")))
        };
        for text in ["Will the harbour freeze?", "How will the clerks know?", "Who will pay for the ice?"] {
            assert!(asks(text), "{text}");
        }
        for text in ["Do they say it will freeze?", "Is the will of the guild known?", "Who paid for it?"] {
            assert!(!asks(text), "{text}");
        }
    }
}
