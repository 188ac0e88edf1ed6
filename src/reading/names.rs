//! Names, and noun phrases that can be a source.

use super::lexicon::{Class, Classes};
use super::nouns::{is_another, is_anybody, is_compound, is_noun, is_source_noun, is_unknown};
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

impl Tie {
    /// Whether whole groups speak: "vendors claim".
    pub const fn is_speech(self) -> bool {
        matches!(self, Self::Utter | Self::Speech)
    }
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
    // "C'est", "L'État": what is cut before a vowel is no name.
    let elided = tokens.word(index).ends_with(['\'', '’']);
    if !token.is_capital() || elided || token.classes.any(&[Class::Month, Class::Weekday]) {
        return false;
    }
    let next = tokens.get(index + 1);
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let beside = |other: Option<Token>| other.is_some_and(Token::is_capital);
    if is_compound(tokens, index) && !beside(next) && opens_sentence(tokens, index) {
        return false;
    }
    // "Roux rappelle", "Hartwig betonte": without an article before it a noun that says something is a name.
    let says = next.is_some_and(|next| {
        next.shape == Shape::Lower && next.classes.any(&[Class::Say, Class::SayThat, Class::Present])
    });
    let bare = says && opens_sentence(tokens, index);
    if tokens.vocabulary.capital_nouns() {
        return token.shape == Shape::Acronym && !token.is(Class::Common)
            || token.is(Class::Name)
            || is_free_noun(tokens, index, token) && (beside(next) || beside(before) || bare)
            || is_free_noun(tokens, index, token)
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
        // "Institute of Standards and Technology".
        let coupled = before.is_some_and(|before| before.is(Class::Joining))
            && index.checked_sub(2).is_some_and(|at| at > 0 && is_name(tokens, at));
        let joined = beside(before) && after_name || opens_name || coupled;
        // "Ben AI".
        let named = before.is_some_and(|before| before.shape == Shape::Capital && is_unknown(before));
        // "Flurry Mobile" opens the sentence.
        let opened = named && opens_sentence(tokens, index - 1) && is_name(tokens, index - 1);
        return if token.shape == Shape::Capital { joined || opened } else { named };
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
    // "Interconnects (#416) counts": the number of a source.
    if next.is_some_and(|next| next.is_mark('(')) && tokens.is_mark(index + 2, '#') {
        return true;
    }
    let romance = tokens.vocabulary.romance() && bare && !token.classes.any(&[Class::Say, Class::People]);
    if romance || beside(next) || next.is_some_and(|next| next.shape == Shape::Possessive) {
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
    let plain = tokens.vocabulary.ends_like_noun(word) && !token.is(Class::Name);
    !token.classes.any(&source)
        && (singular && (word.ends_with('s') || said) || !plain || said && !plural && word.ends_with('s'))
}

/// Whether a German noun may be a name: known as nothing else, and not made by an ending.
fn is_free_noun(tokens: &Tokens<'_>, index: usize, token: Token) -> bool {
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
        && !tokens.vocabulary.ends_like_noun(tokens.word(index))
}

/// Whether token `index` is the first word of its sentence, or of a clause after a colon or an
/// opening mark.
pub fn opens_sentence(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = tokens.list.get(..index).unwrap_or_default();
    match before.last().map(|token| (token.shape, token.quoted)) {
        None => true,
        // A mark may open a quotation or close the one before.
        Some((Shape::Mark('"' | '“' | '«' | '»'), true)) => tokens.is_quoted(index),
        Some((Shape::Mark('"' | '“' | '„' | '«' | '(' | ':' | '[' | '—' | '–' | '¿' | '¡' | ']' | '•'), _)) => {
            true
        }
        Some((Shape::Mark(_), _)) => before.iter().all(|token| matches!(token.shape, Shape::Mark(_))),
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
        } else if (next.is(Class::InName) && next.shape == Shape::Lower || next.is_mark('&')) && far(2) {
            last += 2;
        } else if next.is(Class::InName) && tokens.is_mark(last + 2, '.') && far(3) {
            // "Doe v. Roe".
            last += 3;
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
    /// The subject of "said" is one, whatever it is: "the neighbour".
    Utter,
    /// The subject of "accuses" is mostly one, though it be a whole group: "vendors".
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
    // "More than half of users".
    if let Some(of) = quantity_of(tokens, first, last) {
        let inner = mention(tokens, of + 1, last, Tie::Speech)?;
        return Some(Mention { kind: MentionKind::Described, span: tokens.span(first, last), ..inner });
    }
    let counted = phrase
        .first()
        .is_some_and(|token| token.shape == Shape::Number || token.classes.any(&[Class::General, Class::Determiner]));
    // "A large body of evidence", "a series of studies".
    let partitive = tokens.phrase_at(first + head_len - 1, Class::Partitive).is_some();
    let plain = !phrase.iter().take(head_len).any(|token| is_source_noun(*token));
    if (counted && plain || partitive)
        && head_len + 1 < phrase.len()
        && tokens.word(first + head_len).eq_ignore_ascii_case("of")
    {
        // "One of them".
        if tokens.is(first + head_len + 1, Class::PluralPronoun) && first + head_len + 1 == last {
            let span = tokens.span(first, last);
            let class = Some(Class::People);
            return Some(Mention { span, name: span, kind: MentionKind::Described, class, own: false });
        }
        // "62% of respondents", "most of the experts": what is counted is the source.
        let inner = mention(tokens, first + head_len + 1, last, Tie::Strong)?;
        return Some(Mention { kind: MentionKind::Described, span: tokens.span(first, last), ..inner });
    }
    // "Two people familiar with the talks": an adjective after its noun.
    let trailing = head_len > 1
        && head_len < phrase.len()
        && phrase.get(head_len - 1).is_some_and(|token| {
            let adjective = token.classes.without(&[Class::Imperative, Class::Evaluative, Class::Common]);
            token.shape == Shape::Lower && adjective == Classes::default()
        })
        && phrase.get(head_len - 2).is_some_and(|token| is_source_noun(*token));
    let head_len = if trailing { head_len - 1 } else { head_len };
    // "The “scholars” of the Chicago School".
    let quoted = |at: &usize| tokens.get(*at).is_some_and(|token| matches!(token.shape, Shape::Mark('"' | '”')));
    let head_last = (first..first + head_len).rev().find(|at| !quoted(at)).unwrap_or(first);
    let head = tokens.get(head_last)?;
    let one = head_len == 1;
    let span = tokens.span(first, last);
    if one && head.is(Class::PersonPronoun) {
        // "The way they test": only as the subject of its sentence does a pronoun present something.
        let clause = first.checked_sub(1).is_some_and(|before| tokens.is_mark(before, ','));
        let clause = clause && !head.is(Class::Relative);
        let several = tie == Tie::Writing && head.is(Class::PluralPronoun);
        if several || tie == Tie::Weak && !clause && !opens_sentence(tokens, first) {
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
    let own = phrase.iter().take(head_len).any(|token| token.is(Class::Author))
        || head_len == phrase.len() && is_own_writing(tokens, first, head_last);
    if own {
        return Some(Mention { span, name: span, kind: MentionKind::Pronoun, class: None, own: true });
    }
    // "People say" is nobody, "people familiar with the matter" are.
    let pointed = is_source_noun(head) && (tie == Tie::Sure || head_len < phrase.len());
    // "No court has ruled".
    let nobody = tie != Tie::Sure && tokens.word(first).eq_ignore_ascii_case("no");
    // "Some argue that".
    let pointed = pointed || one && tie.is_speech() && is_another(tokens, first);
    if nobody || head.is(Class::Reader) || one && head.classes.any(&[Class::Demonstrative, Class::General]) && !pointed
    {
        return None;
    }
    // "Crain's" and "Lloyd's of London" are whole names.
    let possessive = phrase.iter().take(head_len.saturating_sub(1)).rposition(|token| token.shape == Shape::Possessive);
    let proper_from = possessive.map_or(0, |at| at + 1);
    let named = (first..=head_last).any(|at| is_name(tokens, at));
    let head_named = (first + proper_from..=head_last).any(|at| is_name(tokens, at));
    let class = [Class::Document, Class::People, Class::Organisation, Class::Group]
        .into_iter()
        .find(|class| tokens.ends_as(head_last, *class));
    let pronoun = phrase.first().is_some_and(|token| token.is(Class::Determiner) && token.is(Class::Possessive));
    // "His framework", "Modem Futura's framing" speak like a writing.
    let made = pronoun || possessive.is_some_and(|at| at > 0 && is_name(tokens, first + at - 1));
    let work = made && [Class::Work, Class::CueNoun].into_iter().any(|class| tokens.ends_as(head_last, class));
    let writing = class == Some(Class::Document);
    let class = class.or(work.then_some(Class::Document));
    let definite = first > 0 && !named && tokens.is(first - 1, Class::Definite)
        || phrase.first().is_some_and(|token| token.is(Class::Definite));
    let kind = match (named, pronoun, definite) {
        (true, ..) => MentionKind::Named,
        (_, true, _) => MentionKind::Pronoun,
        (_, _, true) if head_len <= 2 => MentionKind::Definite,
        _ => MentionKind::Described,
    };
    // "Executive Order 14319", "OMB M-26-04": a writing by its number, and not "Llama 4".
    let ordered = phrase.iter().take(head_len).any(|token| token.is(Class::Document))
        && phrase.get(head_len - 1).is_some_and(|token| token.shape == Shape::Number)
        || named && head_len > 1 && tokens.word(head_last).bytes().filter(u8::is_ascii_digit).count() > 2;
    // "The numbers suggest" is the author's reading of them; with a figure it is a finding.
    // "The data showed that": in the past it is what was found.
    let told = tokens.is(last + 1, Class::Past) && !tokens.is(last + 1, Class::Be);
    let alone = head_len == phrase.len() && !tokens.numbers && !told;
    let demonstrated =
        [Some(first), first.checked_sub(1)].into_iter().flatten().any(|at| tokens.is(at, Class::Demonstrative));
    let pointed_at = kind == MentionKind::Definite && head.is(Class::DataNoun) && alone;
    let fits = match tie {
        Tie::Utter | Tie::Speech | Tie::Strong | Tie::Weak if pointed_at => false,
        Tie::Sure => true,
        Tie::Utter | Tie::Speech | Tie::Strong => {
            head_named
                || (named && possessive.is_none())
                || class.is_some_and(|class| class != Class::Group || counted || definite || tie.is_speech())
                // "Three shipowners say": whoever they are.
                || tie.is_speech() && tokens.is(first, Class::Numeral) && head_len > 1 && is_noun(tokens, head_last)
                || tie == Tie::Utter && !demonstrated && is_anybody(tokens, head_last)
                || tie.is_speech() && one && is_another(tokens, head_last)
                // "58 percent said": so many of those who were asked.
                || counted && (tokens.is(head_last, Class::Magnitude) || tokens.is_mark(head_last, '%'))
                // "Acme's earnings tally points to 15%".
                || possessive.is_some() && named && tokens.numbers && is_noun(tokens, head_last)
        }
        Tie::Writing => writing || ordered || phrase.iter().any(|token| token.is(Class::LawText)),
        Tie::Weak => {
            // "GPT-5.2 shows", "Llama 4 shows": a thing at work.
            is_name(tokens, head_last) && !tokens.word(head_last).contains(|c: char| c.is_ascii_digit())
                || class.is_some_and(|class| class != Class::Group || counted)
        }
    };
    // "Ben AI (#158) and Missing Semester" are named both.
    let joins =
        |at: usize| tokens.is(at, Class::Joining) || tokens.is(at, Class::Article) && tokens.is(at - 1, Class::Joining);
    let joint = (head_last + 2..=last).any(|at| joins(at - 1) && is_name(tokens, at));
    let name = name_span(tokens, first, head_last).filter(|_| !joint).unwrap_or(span);
    fits.then_some(Mention { span, name, kind, class, own: false })
}

/// Whether the phrase `first..=last` is the article itself, as its author calls it: "this post", "this blog post".
fn is_own_writing(tokens: &Tokens<'_>, first: usize, last: usize) -> bool {
    let writing = (first..=last).rev().take(2).any(|at| tokens.phrase_at(at, Class::OwnWriting) >= Some(last));
    let opener = if tokens.is(first, Class::Demonstrative) { Some(first) } else { first.checked_sub(1) };
    let opener = opener.and_then(|at| tokens.get(at));
    writing && opener.is_some_and(|token| token.is(Class::Demonstrative) && token.is(Class::Singular))
}

/// Whether the comma at token `at` stands in a date: "March 9, 2026".
pub fn is_in_date(tokens: &Tokens<'_>, at: usize) -> bool {
    let number = |at: usize| tokens.get(at).is_some_and(|token| token.shape == Shape::Number);
    at > 0 && number(at - 1) && number(at + 1)
}

/// The "of" after a quantity in words that opens a phrase: "more than half of", "a majority of".
fn quantity_of(tokens: &Tokens<'_>, first: usize, last: usize) -> Option<usize> {
    // The article was led over.
    let from = first.saturating_sub(1);
    let end = (from..=first).rev().find_map(|at| tokens.phrase_at(at, Class::Quantity)).filter(|end| *end >= first)?;
    let of = if tokens.word(end) == "of" { end } else { end + 1 };
    (tokens.word(of) == "of" && of < last).then_some(of)
}

/// The name at the end of `first..=last` ("Nicholas Joseph" after a role), all of it where what it
/// ends in is no name; nothing where more must be said ("report from X").
fn name_span(tokens: &Tokens<'_>, first: usize, last: usize) -> Option<Span> {
    if !is_name(tokens, last) {
        return None;
    }
    let mut from = last;
    while let Some(before) = from.checked_sub(1).filter(|before| *before >= first) {
        let joins = (tokens.is(before, Class::Joining) || tokens.is_mark(before, '&') || tokens.word(before) == "of")
            && before > first
            && is_name(tokens, before - 1);
        if !is_name(tokens, before) && !joins || is_title(tokens, before, from) {
            break;
        }
        from = before;
    }
    // "OWASP's SQL Cheat Sheet" is named with its maker, "Ostra's chief architect Priya Raman" is not.
    let maker = (first..from).rposition(|at| tokens.get(at).is_some_and(|token| token.shape == Shape::Possessive));
    let maker = maker.map(|at| first + at).filter(|at| *at > first && is_name(tokens, at - 1));
    let person = maker.is_some_and(|maker| (maker..from).any(|at| tokens.is(at, Class::People)));
    Some(if maker.is_some() && !person { tokens.span(first, last) } else { tokens.span(from, last) })
}

/// Whether token `at` says what the person is whose name opens at `name`: "CEO Jane Doe".
fn is_title(tokens: &Tokens<'_>, at: usize, name: usize) -> bool {
    let body = [Class::BodyName, Class::Organisation, Class::Document, Class::Group];
    tokens.is(at, Class::People)
        && tokens.get(name).is_some_and(|token| token.shape == Shape::Capital && !token.classes.any(&body))
}

/// Whether a token only leads up to the phrase.
fn leads(tokens: &Tokens<'_>, at: usize, token: Token) -> bool {
    if is_name(tokens, at) || token.classes.any(&[Class::Document, Class::People, Class::PersonPronoun]) {
        return false;
    }
    let article = token.is(Class::Article) && token.is(Class::Determiner) && !token.is(Class::General);
    article
        || token.classes.any(&[Class::Conjunction, Class::Time])
        || (token.is(Class::Adverb) && !token.is(Class::Determiner))
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
    // "A class action filed in Delaware".
    let past = token.is(Class::Past) && token.shape == Shape::Lower && at > 0 && is_noun(tokens, at - 1);
    participle
        || past
        || (token.is(Class::Preposition) && !is_name(tokens, at))
        || tokens.word(at) == "of"
        || matches!(tokens.word(at), "de" | "des" | "du" | "del" | "von" | "vom") && !is_name(tokens, at + 1)
        || tokens.phrase_at(at, Class::By).is_some()
        || token.is_mark(',') && !is_in_date(tokens, at)
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
