//! Names, and noun phrases that can be a source.

use super::lexicon::{Class, Classes};
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// How a sentence mentions a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MentionKind {
    /// By name: "Nicholas Joseph", "RAMP's business-spending index".
    Named,
    /// By what it is: "three independent sources".
    Described,
    /// By what it was called before: "the report", "the company".
    Definite,
    /// By a pronoun: "he", "his own tweet".
    Pronoun,
}

/// A source as one sentence mentions it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its words.
    pub span: Span,
    /// Those of them that name it: "Nicholas Joseph" in "pretraining lead Nicholas Joseph".
    pub name: Span,
    /// How it is mentioned.
    pub kind: MentionKind,
    /// Whether the head of the phrase is a person's pronoun or word, a writing, or a body; for
    /// finding what it was called before.
    pub class: Option<Class>,
    /// Whether it is the author: "we", "our survey".
    pub own: bool,
}

impl Mention {
    /// Its name in `text`.
    pub fn name(self, text: &str) -> &str {
        self.name.of(text)
    }
}

/// Whether token `index` is part of a name.
pub fn is_name(tokens: &Tokens<'_>, index: usize) -> bool {
    let Some(token) = tokens.get(index) else { return false };
    if !token.is_capital() || token.classes.any(&[Class::Month, Class::Weekday]) {
        return false;
    }
    let next = tokens.get(index + 1);
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let beside = |other: Option<Token>| other.is_some_and(Token::is_capital);
    if tokens.vocabulary.capital_nouns() {
        return token.shape == Shape::Acronym && !token.is(Class::Common)
            || is_free_noun(token, tokens.word(index)) && (beside(next) || beside(before))
            || is_free_noun(token, tokens.word(index))
                && before.is_some_and(|before| before.is_mark(',') || before.is_mark(':'));
    }
    if token.is(Class::Common) {
        // "Common Crawl", "Open Source Initiative": part of a longer name.
        let after_name = before.is_some_and(|before| before.shape == Shape::Acronym)
            || index > 0 && !opens_sentence(tokens, index - 1);
        // "The Federal Register".
        let opens_name = index > 0
            && !opens_sentence(tokens, index)
            && next.is_some_and(|next| next.is_capital() && !next.is(Class::Common));
        let joined = beside(before) && after_name || opens_name;
        return joined && token.shape == Shape::Capital;
    }
    if !opens_sentence(tokens, index) {
        return true;
    }
    if token.shape == Shape::Acronym {
        return true;
    }
    let grammar = [
        Class::Determiner,
        Class::Preposition,
        Class::Conjunction,
        Class::Adverb,
        Class::Auxiliary,
        Class::Be,
        Class::Past,
    ];
    if token.classes.any(&grammar)
        || token.classes.any(&[Class::PersonPronoun, Class::ThingPronoun, Class::Author, Class::Reader])
    {
        return false;
    }
    if beside(next) || next.is_some_and(|next| next.shape == Shape::Possessive) {
        return true;
    }
    let source = [
        Class::Document,
        Class::People,
        Class::Group,
        Class::Organisation,
        Class::CueNoun,
        Class::Imperative,
        Class::Evaluative,
        Class::Hedge,
        Class::General,
    ];
    // "Marcus compares", "Vance estimates": a verb in the singular after it makes it a name.
    let singular = next.is_some_and(|next| {
        let verb = next.classes.any(&[Class::Say, Class::Present, Class::SayThat, Class::Publish])
            && next.span.of(tokens.text).ends_with('s');
        verb || matches!(next.span.of(tokens.text), "is" | "was" | "has")
    });
    let word = tokens.word(index);
    let said = next.is_some_and(|next| next.classes.any(&[Class::Say, Class::SayThat]));
    let plural = word.ends_with('s') && !["us", "is", "os", "as", "ss"].iter().any(|end| word.ends_with(end));
    !token.classes.any(&source)
        && (singular && (word.ends_with('s') || said) || !is_plain_noun(word) || said && !plural && word.ends_with('s'))
}

/// Whether a German noun may be a name: known as nothing else, and not made by an ending.
fn is_free_noun(token: Token, word: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["ung", "ungen", "heit", "keit", "schaft", "ion", "ionen", "tät", "ismus", "nis", "ten", "tum"];
    let grammar = [
        Class::Determiner,
        Class::Preposition,
        Class::Conjunction,
        Class::Adverb,
        Class::Auxiliary,
        Class::Be,
        Class::Common,
        Class::PersonPronoun,
        Class::ThingPronoun,
        Class::Author,
        Class::Reader,
    ];
    token.is_capital()
        && !token.classes.any(&grammar)
        && !token.classes.any(&[Class::Document, Class::People, Class::Group, Class::Organisation])
        && !ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether an English word that opens a sentence looks like a plain noun: a plural, a gerund, an
/// abstract.
fn is_plain_noun(word: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["s", "ing", "tion", "sion", "ness", "ity", "ment", "ance", "ence", "ship", "ism", "ly", "able", "ful"];
    ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether token `index` is the first word of its sentence, or of a clause after a colon or an
/// opening mark.
pub fn opens_sentence(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = tokens.list.get(..index).unwrap_or_default();
    match before.last().map(|token| token.shape) {
        None => true,
        Some(Shape::Mark('"' | '“' | '„' | '«' | '(' | ':' | '[' | '—' | '–' | '¿' | '¡' | ']' | '•')) => {
            true
        }
        Some(Shape::Mark(_)) => before.iter().all(|token| matches!(token.shape, Shape::Mark(_))),
        Some(_) => false,
    }
}

/// The last token of the name that starts at `first`: capitals, with "of", "de", "&" inside.
pub fn name_end(tokens: &Tokens<'_>, first: usize) -> usize {
    let mut last = first;
    while let Some(next) = tokens.get(last + 1) {
        let far = |step: usize| is_name(tokens, last + step);
        if is_name(tokens, last + 1)
            || (next.shape == Shape::Number
                && !next.span.of(tokens.text).contains('.')
                && next.span.len() < 4
                && far(2))
        {
            last += 1;
        } else if (matches!(
            tokens.word(last + 1),
            "of" | "de" | "del" | "von" | "van" | "der" | "du" | "für" | "la" | "&"
        ) || (next.is_mark('&')))
            && far(2)
        {
            last += 2;
        } else if next.is_mark('.')
            && tokens.word(last).len() <= 2
            && tokens.get(last + 2).is_some_and(Token::is_capital)
        {
            // An initial: "Nate B. Jones".
            last += 2;
        } else {
            break;
        }
    }
    last
}

/// The names of a sentence, by their first and last tokens.
pub fn names(tokens: &Tokens<'_>) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.list.len() {
        if is_name(tokens, index) {
            let last = name_end(tokens, index);
            found.push((index, last));
            index = last + 1;
        } else {
            index += 1;
        }
    }
    found
}

/// How sure the words around a phrase are that it is a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// Whatever stands after "according to" is a source.
    Sure,
    /// The subject of "said" is mostly one, though it be a whole group: "vendors".
    Speech,
    /// The subject of "thinks" is mostly one.
    Strong,
    /// The subject of "shows" is one if it can be.
    Weak,
    /// The subject of "requires" is one if it is a law, an order or another writing.
    Writing,
}

/// The noun phrase `first..=last` as a source, if it can be one.
pub fn mention(tokens: &Tokens<'_>, first: usize, last: usize, tie: Tie) -> Option<Mention> {
    let mut first = first;
    // "Yesterday", "In", "However" are not part of it; nor is an article of its name.
    while first < last && tokens.get(first).is_some_and(|token| leads(tokens, first, token)) {
        first += 1;
    }
    let phrase = tokens.list.get(first..=last)?;
    let head_len = phrase
        .iter()
        .enumerate()
        .position(|(at, token)| at > 0 && ends_head(tokens, first + at, *token))
        .unwrap_or(phrase.len());
    let counted = phrase
        .first()
        .is_some_and(|token| token.shape == Shape::Number || token.classes.any(&[Class::General, Class::Determiner]));
    if counted
        && head_len < phrase.len()
        && tokens.word(first + head_len).eq_ignore_ascii_case("of")
        && !phrase.iter().take(head_len).any(|token| is_source_noun(*token))
    {
        // "62% of respondents", "most of the experts": what is counted is the source.
        let inner = mention(tokens, first + head_len + 1, last, Tie::Strong)?;
        return Some(Mention { kind: MentionKind::Described, span: tokens.span(first, last), ..inner });
    }
    // "Two people familiar with the talks": an adjective after its noun.
    let trailing = head_len > 1
        && head_len < phrase.len()
        && phrase
            .get(head_len - 1)
            .is_some_and(|token| token.shape == Shape::Lower && token.classes == Classes::default())
        && phrase.get(head_len - 2).is_some_and(|token| is_source_noun(*token));
    let head_len = if trailing { head_len - 1 } else { head_len };
    let head_last = first + head_len - 1;
    let head = tokens.get(head_last)?;
    let one = head_len == 1;
    let span = tokens.span(first, last);
    if one && head.is(Class::PersonPronoun) {
        // "The way they test": only as the subject of its sentence does a pronoun present something.
        if tie == Tie::Weak && !opens_sentence(tokens, first) {
            return None;
        }
        return Some(Mention {
            span,
            name: span,
            kind: MentionKind::Pronoun,
            class: Some(Class::PersonPronoun),
            own: false,
        });
    }
    if one && head.is(Class::ThingPronoun) {
        return (tie != Tie::Weak).then_some(Mention {
            span,
            name: span,
            kind: MentionKind::Pronoun,
            class: Some(Class::ThingPronoun),
            own: false,
        });
    }
    let own = phrase.iter().take(head_len).any(|token| token.is(Class::Author));
    if own {
        return Some(Mention { span, name: span, kind: MentionKind::Pronoun, class: None, own: true });
    }
    if head.is(Class::Reader) || one && head.classes.any(&[Class::Demonstrative, Class::General]) {
        return None;
    }
    let possessive = phrase.iter().take(head_len).rposition(|token| token.shape == Shape::Possessive);
    let proper_from = possessive.map_or(0, |at| at + 1);
    let named = (first..=head_last).any(|at| is_name(tokens, at));
    let head_named = (first + proper_from..=head_last).any(|at| is_name(tokens, at));
    let class =
        [Class::Document, Class::People, Class::Organisation, Class::Group].into_iter().find(|class| head.is(*class));
    let pronoun =
        phrase.first().is_some_and(|token| token.is(Class::Determiner) && is_possessive(token.span.of(tokens.text)));
    // "His framework" speaks like a writing.
    let class = class.or((pronoun && head.is(Class::Work)).then_some(Class::Document));
    let definite = first > 0 && !named && is_definite(tokens.word(first - 1))
        || phrase.first().is_some_and(|token| is_definite(token.span.of(tokens.text)));
    let kind = match (named, pronoun, definite) {
        (true, ..) => MentionKind::Named,
        (_, true, _) => MentionKind::Pronoun,
        (_, _, true) if head_len <= 2 => MentionKind::Definite,
        _ => MentionKind::Described,
    };
    // "Executive Order 14319", "OMB M-26-04": a writing by its number.
    let ordered = phrase.iter().take(head_len).any(|token| token.is(Class::Document))
        && phrase.get(head_len - 1).is_some_and(|token| token.shape == Shape::Number);
    let fits = match tie {
        Tie::Sure => true,
        Tie::Speech | Tie::Strong => {
            head_named
                || (named && possessive.is_none())
                || class.is_some_and(|class| class != Class::Group || counted || definite || tie == Tie::Speech)
        }
        Tie::Writing => class == Some(Class::Document) || ordered,
        Tie::Weak => {
            is_name(tokens, head_last)
                || is_acronym_tail(tokens, first, head_last)
                || class.is_some_and(|class| class != Class::Group || counted)
        }
    };
    let name = name_span(tokens, first, head_last).unwrap_or(span);
    fits.then_some(Mention { span, name, kind, class, own: false })
}

/// The name at the end of `first..=last` ("Nicholas Joseph" after a role), all of it where what it
/// ends in is no name; nothing where more must be said ("report from X").
fn name_span(tokens: &Tokens<'_>, first: usize, last: usize) -> Option<Span> {
    if !is_name(tokens, last) {
        return None;
    }
    let mut from = last;
    while let Some(before) = from.checked_sub(1).filter(|before| *before >= first) {
        // "OWASP's Cheat Sheet" is named with its maker.
        let joins = (matches!(tokens.word(before), "and" | "&" | "of" | "und" | "et" | "y")
            || tokens.get(before).is_some_and(|token| token.shape == Shape::Possessive))
            && before > first
            && is_name(tokens, before - 1);
        if !is_name(tokens, before) && !joins {
            break;
        }
        from = before;
    }
    Some(tokens.span(from, last))
}

/// Whether a name with a number at its end ("Claude 4") closes the phrase.
fn is_acronym_tail(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    last > first && tokens.get(last).is_some_and(|token| token.shape == Shape::Number) && is_name(tokens, last - 1)
}

fn is_source_noun(token: Token) -> bool {
    token.classes.any(&[Class::Document, Class::People, Class::Organisation, Class::Group])
}

/// Possessive pronouns of somebody else.
const POSSESSIVES: [&str; 15] =
    ["his", "her", "their", "its", "seine", "seiner", "ihre", "ihrer", "sein", "ihr", "son", "sa", "ses", "su", "sus"];

/// Whether a word is a possessive pronoun of somebody else.
pub fn is_possessive(word: &str) -> bool {
    is_one_of(word, &POSSESSIVES)
}

/// Whether a word is one of `words`, but for capitals.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| word.eq_ignore_ascii_case(one))
}

fn is_definite(word: &str) -> bool {
    is_one_of(
        word,
        &[
            "the", "this", "that", "these", "those", "der", "die", "das", "dieser", "diese", "dieses", "le", "la",
            "les", "ce", "cette", "l'", "l’", "el", "los", "las", "este", "esta",
        ],
    )
}

/// Whether a token only leads up to the phrase.
fn leads(tokens: &Tokens<'_>, at: usize, token: Token) -> bool {
    if is_name(tokens, at) || token.classes.any(&[Class::Document, Class::People, Class::PersonPronoun]) {
        return false;
    }
    let possessive = is_one_of(tokens.word(at), &POSSESSIVES)
        || is_one_of(tokens.word(at), &["our", "my", "unsere", "notre", "nos", "nuestra", "nuestro"]);
    let article = token.is(Class::Determiner)
        && !possessive
        && token.shape != Shape::Number
        && !token.is(Class::General)
        && is_article(tokens.word(at));
    article
        || token.classes.any(&[Class::Conjunction, Class::Time])
        || (token.is(Class::Adverb) && !token.is(Class::Determiner))
}

fn is_article(word: &str) -> bool {
    is_one_of(
        word,
        &[
            "the", "a", "an", "der", "die", "das", "ein", "eine", "einer", "einem", "einen", "dem", "den", "des", "le",
            "la", "les", "l'", "l’", "un", "une", "el", "los", "las", "una", "this", "that", "these", "those",
            "another",
        ],
    )
}

/// Whether a token ends the head of a noun phrase: a preposition, "cited by", a comma.
fn ends_head(tokens: &Tokens<'_>, at: usize, token: Token) -> bool {
    let genitive = tokens.vocabulary.capital_nouns() && token.is(Class::Determiner) && token.shape == Shape::Lower;
    if genitive {
        return true;
    }
    let participle = token.is(Class::Participle)
        && at > 0
        && tokens
            .get(at - 1)
            .is_some_and(|before| is_source_noun(before) || before.is_capital() && !opens_sentence(tokens, at - 1));
    participle
        || (token.is(Class::Preposition) && !is_name(tokens, at))
        || tokens.word(at) == "of"
        || matches!(tokens.word(at), "de" | "des" | "du" | "del" | "von" | "vom") && !is_name(tokens, at + 1)
        || tokens.phrase_at(at, Class::By).is_some()
        || token.is_mark(',')
        || token.is_mark('(')
        || matches!(tokens.word(at), "who" | "which" | "that")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    #[test]
    fn names_are_capitals_that_mean_somebody() {
        let lexicon = Lexicon::default();
        for (language, text, expected) in [
            ("en", "Pretraining lead Nicholas Joseph framed it.", vec!["Nicholas Joseph"]),
            ("en", "However, the Bank of England and AT&T agreed on Monday.", vec!["Bank of England", "AT&T"]),
            ("en", "Agents need APIs. Security matters.", vec![]),
            ("en", "Anthropic's momentum, says Nate B. Jones.", vec!["Anthropic", "Nate B. Jones"]),
            ("de", "Nach Angela Merkel zeigt IBM eine Einordnung.", vec!["Angela Merkel", "IBM"]),
        ] {
            let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary(language));
            let found: Vec<_> = names(&tokens).into_iter().map(|(a, b)| tokens.span(a, b).of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
