//! The German clause: its verb stands second, its participle last, and a comma parts it from every clause beside it.

use super::lexicon::Class;
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// How many tokens a clause is followed for.
const REACH: usize = 48;

/// What can be no verb, by what else it is.
const OTHER: [Class; 18] = [
    Class::Determiner,
    Class::Preposition,
    Class::Conjunction,
    Class::Adverb,
    Class::PersonPronoun,
    Class::ThingPronoun,
    Class::Author,
    Class::Reader,
    Class::Relative,
    Class::General,
    Class::Time,
    Class::Hedge,
    Class::Explaining,
    Class::Negation,
    Class::Magnitude,
    Class::Numeral,
    Class::Particle,
    Class::Certain,
];

/// Prefixes of participles without "ge".
const PREFIXES: [&str; 9] = ["be", "ver", "er", "ent", "emp", "zer", "miss", "über", "unter"];

/// Endings of strong participles that look like the past of weak verbs.
const STRONG: [&str; 6] = ["halten", "boten", "raten", "treten", "litten", "schritten"];

/// Whether "so" at token `at` names who said what stands before it: "…“, so Müller".
pub fn is_so(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.vocabulary.capital_nouns()
        && tokens.word(at) == "so"
        && at.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ',') || tokens.is_quoted(before))
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is_capital() || next.classes.any(&[Class::Article, Class::Possessive]))
}

/// Whether a clause that comes before the main one opens with `token`: "Sobald", "Weil", "Wie".
pub fn opens_clause(token: &Token) -> bool {
    token.is(Class::Conjunction) && !token.classes.any(&[Class::Coordinating, Class::Joining])
}

/// The token behind the clause that the comma at token `comma` opens and that only qualifies or goes along: ", das … hat,".
pub fn clause_end(tokens: &Tokens<'_>, comma: usize) -> Option<usize> {
    let opener = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            token.classes.any(&[Class::Relative, Class::Complementizer, Class::Embedding]) || opens_clause(&token)
        })
    };
    // ", mit dem": a preposition leads.
    let led = tokens.is(comma + 1, Class::Preposition) && tokens.is(comma + 2, Class::Relative);
    if !tokens.is_mark(comma, ',') || !(opener(comma + 1) || led) {
        return None;
    }
    let end = (comma + 1..comma + REACH).find(|at| tokens.is_mark(*at, ','));
    Some(end.map_or(tokens.list.len(), |end| end + 1))
}

/// Whether token `index`, which the lists do not know as one, is the verb of its clause, by where it stands: behind a noun,
/// a pronoun or what opens the sentence ("Das Amt bietet", "Derzeit fehlt").
pub fn is_verb(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|at| tokens.get(at)) else { return false };
    let Some(token) = tokens.get(index).filter(|token| tokens.vocabulary.capital_nouns() && !token.quoted) else {
        return false;
    };
    let word = tokens.word(index);
    let ending = ["t", "te", "en", "ten"].iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending));
    let opener = index == 1 && before.classes.any(&[Class::Adverb, Class::Time, Class::Adding]);
    let pronoun = before.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::AuthorSubject])
        && !(before.is(Class::Article) && index > 1);
    let noun = before.is_capital() && !before.classes.any(&[Class::Determiner, Class::Preposition, Class::Conjunction]);
    // "Vierzig Jahre alt ist", "zu bieten hat".
    let last = tokens.get(index + 1).is_none_or(|next| {
        next.classes.any(&[Class::Be, Class::Auxiliary]) && next.shape == Shape::Lower || next.is_mark('.')
    });
    token.shape == Shape::Lower
        && ending
        && !token.classes.any(&OTHER)
        && !is_participle(tokens, index)
        && (noun || pronoun || opener)
        && (!last || index < 4)
}

/// Whether token `at` has the form of a past participle: "gebaut", "ausgelagert", "verkauft", "saniert".
pub fn is_participle(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let ended = word.ends_with('t') || word.ends_with("en");
    // "Unterzeichneten", "verkauften": the past.
    let past = word.ends_with("ten") && !STRONG.iter().any(|ending| word.ends_with(ending));
    let ge = word.find("ge").is_some_and(|at| at == 0 && word.len() > 5 || at >= 2 && at + 4 < word.len());
    let prefixed = !past && PREFIXES.iter().any(|prefix| word.len() > prefix.len() + 3 && word.starts_with(prefix));
    tokens.get(at).is_some_and(|token| token.shape == Shape::Lower && !token.classes.any(&OTHER))
        && ended
        && (ge || prefixed || word.ends_with("iert") || tokens.is(at, Class::Past))
}

/// The participle that ends the clause of the helping verb at token `helper`: "hat den Betrieb … ausgelagert".
pub fn participle(tokens: &Tokens<'_>, helper: usize) -> Option<usize> {
    let ends = |at: usize| tokens.get(at + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(_)) || joins(&next));
    let led = |at: usize| tokens.is(at - 1, Class::Infinitive);
    (helper + 1..(helper + REACH).min(tokens.list.len())).find(|at| {
        !tokens.is_quoted(*at) && (ends(*at) || tokens.is(at + 1, Class::Be)) && is_participle(tokens, *at) && !led(*at)
    })
}

fn joins(token: &Token) -> bool {
    token.classes.any(&[Class::Joining, Class::Coordinating])
}

/// What the clause with its verb at token `main` tells that happened: "hat … ausgelagert", "ist … gestiegen", "reiste".
pub fn told(tokens: &Tokens<'_>, main: usize) -> Option<Span> {
    let verb = tokens.get(main)?;
    let word = tokens.word(main);
    let modal = verb.classes.any(&[Class::Auxiliary, Class::Possible, Class::Conditional, Class::Must]);
    if !modal && is_verb(tokens, main) && (word.ends_with("te") || word.ends_with("ten")) {
        return Some(verb.span);
    }
    // "Ist angesiedelt" tells how it is, "ist gestiegen" what happened.
    let last = participle(tokens, main).filter(|_| verb.is(Class::Perfect))?;
    let moved = tokens.is(last, Class::Past) || tokens.word(last + 1) == "worden";
    (!verb.is(Class::Be) || moved).then(|| tokens.span(last, last))
}

/// The verb of the main clause, at token `main`, where its form says that somebody else says so: "Es sei das Wichtigste".
pub fn reported(tokens: &Tokens<'_>, main: usize) -> Option<Span> {
    let author = tokens.find(Class::AuthorSubject).is_some();
    // "Sei es im Kampf": what opens the clause supposes.
    let supposed = !tokens.list.iter().take(main).any(|token| token.is_word());
    (tokens.is(main, Class::Reported) && !author && !supposed).then(|| tokens.span(main, main))
}

/// Whether "der", "die" or "das" at token `at` is an article, and does not stand for something by itself.
pub fn is_article(tokens: &Tokens<'_>, at: usize) -> bool {
    let the = tokens.get(at).is_some_and(|token| token.is(Class::Definite) && token.is(Class::PersonPronoun))
        || matches!(tokens.word(at), "Das" | "das");
    let next = tokens.get(at + 1);
    let led = next.is_some_and(|next| {
        next.is_capital()
            || next.shape == Shape::Number
            || next.shape == Shape::Lower
                && (at + 2..at + 5).any(|at| tokens.get(at).is_some_and(Token::is_capital))
                && !next.classes.any(&[Class::Be, Class::Auxiliary, Class::Say, Class::Present, Class::Past])
                && !is_verb(tokens, at + 1)
    });
    tokens.vocabulary.capital_nouns() && the && led
}

#[cfg(test)]
mod tests {
    use super::super::clause::{self, main_verb, points_back};
    use super::super::lexicon::Lexicon;
    use super::*;

    fn with_tokens<T>(text: &str, ask: impl Fn(&Tokens<'_>) -> T) -> T {
        let lexicon = Lexicon::default();
        ask(&Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("de")))
    }

    #[test]
    fn what_happened_is_told_by_the_verb_or_the_participle_at_the_end() {
        for (text, expected) in [
            ("Berlin hat den Betrieb und die Wartung an BerlinOnline ausgelagert.", Some("ausgelagert")),
            ("Der Preis ist im Mai um ein Drittel gestiegen.", Some("gestiegen")),
            ("Die Stelle ist in der Verwaltung angesiedelt.", None),
            ("Der Rat, der das Gesetz schrieb, lehnte es ab.", Some("lehnte")),
            ("Nach einer Sitzung der Kammer reiste der Minister ab.", Some("reiste")),
            ("Derzeit fehlt eine Übersicht.", None),
        ] {
            let told = with_tokens(text, |tokens| clause::told(tokens, main_verb(tokens)));
            assert_eq!(told.map(|span| span.of(text)), expected, "{text}");
        }
    }

    #[test]
    fn verbs_the_lists_do_not_know_stand_second() {
        for (text, verb) in [
            ("Das OKLab bietet an, daran mitzuhelfen.", Some("bietet")),
            ("Andere Bundesländer bieten dies nicht an.", Some("bieten")),
            ("Derzeit fehlt eine vollständige Übersicht.", Some("fehlt")),
            ("Das neue Haus der Stadt.", None),
        ] {
            let found = with_tokens(text, |tokens| main_verb(tokens).map(|main| tokens.span(main, main)));
            assert_eq!(found.map(|span| span.of(text)), verb, "{text}");
        }
    }

    #[test]
    fn reported_speech_has_its_form() {
        for (text, expected) in [
            ("Es sei das Wichtigste, gemeinsam aufzutreten.", true),
            ("Die Stadt habe zu lange gewartet.", true),
            ("Ich habe zu lange gewartet.", false),
            ("Sei es im Krieg oder im Frieden, es gilt.", false),
            ("Er geht davon aus, dass es wahr sei.", false),
        ] {
            let found = with_tokens(text, |tokens| main_verb(tokens).and_then(|main| reported(tokens, main)));
            assert_eq!(found.is_some(), expected, "{text}");
        }
    }

    #[test]
    fn an_article_points_back_at_nothing() {
        for (text, expected) in [
            ("Der Plan steht.", false),
            ("Das neue Amt steht.", false),
            ("Das ist es.", true),
            ("Diese Zahl stimmt.", true),
        ] {
            assert_eq!(with_tokens(text, points_back), expected, "{text}");
        }
    }
}
