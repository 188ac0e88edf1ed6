//! The words of one sentence, each with what the vocabulary knows of it.

use super::lexicon::{Class, Classes};
use super::vocabulary::{Entry, Vocabulary};
use crate::text::span::Span;
use crate::text::tails::is_tail;

/// A sentence is judged by so many of its first words and marks: enough for any that was written
/// to be read, and a bound for those that were not.
const LIMIT: usize = 1024;

/// What "'s" after it turns into "is".
const SAID_IS: [Class; 4] = [Class::PersonPronoun, Class::ThingPronoun, Class::Demonstrative, Class::Conjunction];

/// Classes of nouns.
const NOUNS: [Class; 5] = [Class::Document, Class::People, Class::Group, Class::Organisation, Class::CueNoun];

/// Classes of verbs.
const VERBS: [Class; 5] = [Class::Say, Class::Present, Class::Past, Class::Measuring, Class::Opinion];

/// Classes that are only weighed or looked up, and say nothing of grammar: a word that has no others is as good as
/// unknown. They are kept with the phrases.
const APART: [Class; 13] = [
    Class::Artefact,
    Class::Abstract,
    Class::Property,
    Class::Adding,
    Class::Comparing,
    Class::PointAt,
    Class::Befall,
    Class::GoOn,
    Class::OwnWriting,
    Class::Offer,
    Class::Partitive,
    Class::Stative,
    Class::VerbNoun,
];

/// Classes of words that point.
const PRONOUNS: [Class; 5] =
    [Class::Author, Class::Reader, Class::PersonPronoun, Class::ThingPronoun, Class::Demonstrative];

/// A word, a number, or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is made of.
    pub shape: Shape,
    /// What it is by itself; phrases are kept apart, in [`Tokens::phrases`].
    pub classes: Classes,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
}

impl Token {
    /// Whether it is of `class`.
    pub const fn is(self, class: Class) -> bool {
        self.classes.has(class)
    }

    /// Whether it is the mark `c`.
    pub fn is_mark(self, c: char) -> bool {
        self.shape == Shape::Mark(c)
    }

    /// Whether it is a word that is written like a name.
    pub const fn is_capital(self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Acronym)
    }

    /// Whether it is a word.
    pub const fn is_word(self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Acronym | Shape::Lower)
    }
}

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A word in small letters.
    Lower,
    /// A word that opens with a capital.
    Capital,
    /// A word with a capital or a figure further in: "IBM", "OpenAI", "GPT-5".
    Acronym,
    /// Opens with a figure.
    Number,
    /// The "'s" of a possessive.
    Possessive,
    /// A single mark.
    Mark(char),
}

/// A phrase of the vocabulary, by the tokens it runs from and to, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseHit {
    /// Its first token.
    pub first: usize,
    /// Its last token.
    pub last: usize,
    /// What it is.
    pub classes: Classes,
}

/// The tokens of a sentence and the phrases they make.
#[derive(Debug)]
pub struct Tokens<'a> {
    /// The document's text.
    pub text: &'a str,
    /// The tokens, in order.
    pub list: Vec<Token>,
    /// The phrases, and single words of classes that are only weighed, ordered by their first token.
    pub phrases: Vec<PhraseHit>,
    /// Whether a number is among the tokens.
    pub numbers: bool,
    /// What the words are looked up in.
    pub vocabulary: &'a Vocabulary,
}

impl<'a> Tokens<'a> {
    /// The tokens of `sentence`, a span of `text`; `quotes` are the stretches in quotation marks
    /// that reach into it, in order.
    pub fn of(text: &'a str, sentence: Span, quotes: &[Span], vocabulary: &'a Vocabulary) -> Self {
        let mut tokens = Self { text, list: Vec::new(), phrases: Vec::new(), numbers: false, vocabulary };
        let mut word = String::new();
        let mut openers: Vec<(usize, Entry<'a>)> = Vec::new();
        let mut apart: Vec<PhraseHit> = Vec::new();
        let mut at = sentence.start;
        let mut quotes = quotes.iter().copied().peekable();
        while at < sentence.end && tokens.list.len() < LIMIT {
            let Some((span, shape)) = next_token(text, at, sentence.end, vocabulary) else { break };
            at = span.end;
            while quotes.next_if(|quote| quote.end <= span.start).is_some() {}
            let quoted = quotes.peek().is_some_and(|quote| quote.contains(span.start));
            // After a pronoun "'s" is "is"; after anything else it makes a possessive.
            let is = tokens.list.last().is_some_and(|before| before.classes.any(&SAID_IS));
            let shape = if shape == Shape::Possessive && is { Shape::Lower } else { shape };
            let closes = quotes.peek().is_some_and(|quote| quote.end == span.end);
            let shape = if !closes && tokens.owns(span, shape) { Shape::Possessive } else { shape };
            let classes = match shape {
                Shape::Mark(_) | Shape::Possessive => Classes::default(),
                _ => {
                    lower_case(span.of(text), &mut word);
                    let entry = vocabulary.entry(&word);
                    if let Some(entry) = entry.filter(|entry| !entry.phrases.is_empty()) {
                        openers.push((tokens.list.len(), entry));
                    }
                    let known = entry.map(|entry| entry.classes).unwrap_or_default();
                    let plain = known.without(&APART) == Classes::default();
                    let kin = if plain { tokens.kin_of(&word, shape) } else { Classes::default() };
                    let classes = known.with(kin).only(&APART);
                    if classes != Classes::default() {
                        let at = tokens.list.len();
                        apart.push(PhraseHit { first: at, last: at, classes });
                    }
                    tokens.classes_of(&word, shape, entry, kin)
                }
            };
            tokens.list.push(Token { span, shape, classes, quoted });
        }
        tokens.numbers = tokens.list.iter().any(|token| token.shape == Shape::Number);
        tokens.phrases = openers.into_iter().filter_map(|(first, entry)| tokens.phrase(first, entry)).collect();
        tokens.phrases.extend(apart);
        tokens.phrases.sort_by_key(|hit| hit.first);
        tokens
    }

    /// Whether the mark at `mark` makes a possessive of the plural before it: "Labs' teardown".
    fn owns(&self, mark: Span, shape: Shape) -> bool {
        let glued = self.list.last().filter(|before| before.span.end == mark.start && before.is_word());
        let plural = glued.is_some_and(|before| before.span.of(self.text).ends_with('s'));
        let next = || self.text.get(mark.end..).unwrap_or_default().strip_prefix([' ', '\u{a0}']);
        matches!(shape, Shape::Mark('\'' | '’'))
            && plural
            && next().is_some_and(|next| next.starts_with(|c: char| c.is_alphanumeric() || c == '“' || c == '"'))
    }

    fn classes_of(&self, word: &str, shape: Shape, entry: Option<Entry<'_>>, kin: Classes) -> Classes {
        let entry = entry.map(|entry| entry.classes.without(&APART)).filter(|classes| *classes != Classes::default());
        let mut known = entry.unwrap_or_default();
        if self.vocabulary.ends_like_past(word) && !known.any(&[Class::Evaluative, Class::Common, Class::Preposition]) {
            known = known.with(Classes::of(Class::Past));
        }
        // "Sinatra" is no future.
        let opens = shape == Shape::Capital && self.list.is_empty();
        if (shape == Shape::Lower || opens)
            && self.vocabulary.ends_like_future(word)
            && !known.any(&[Class::Common, Class::Preposition, Class::Document])
        {
            known = known.with(Classes::of(Class::Future));
        }
        if shape == Shape::Lower && self.vocabulary.ends_like_participle(word) {
            known = known.with(Classes::of(Class::Participle));
        }
        if entry.is_none() && self.vocabulary.ends_like_people(word) {
            known = known.with(Classes::of(Class::People));
        }
        if known == Classes::default() && shape == Shape::Lower && self.vocabulary.ends_like_adverb(word) {
            known = Classes::of(Class::Adverb);
        }
        // A plural is of the kind of its singular: "courts".
        if entry.is_none() {
            known = known.with(kin.only(&NOUNS));
        }
        // "The US", "an IT firm", "the WHO": letters that stand for a name are no pronoun. "In May" is no "may".
        if shape == Shape::Acronym && word.len() > 1 {
            known = known.without(&PRONOUNS);
        }
        if known.has(Class::Month) && shape == Shape::Capital && !self.list.is_empty() {
            known = known.only(&[Class::Month]);
        }
        // German tells nouns and verbs apart by their capital.
        match shape {
            Shape::Lower if self.vocabulary.capital_nouns() => known.without(&NOUNS),
            Shape::Capital if self.vocabulary.capital_nouns() && !self.list.is_empty() => known.without(&VERBS),
            _ => known,
        }
    }

    /// What is known of the word that the unknown `word` is a plural or a compound of: "courts", "informes", "Staatskanzlei".
    fn kin_of(&self, word: &str, shape: Shape) -> Classes {
        let opens = shape == Shape::Capital && self.list.is_empty();
        let kind = [Class::Evaluative, Class::Artefact, Class::Abstract, Class::Property, Class::General];
        match shape {
            Shape::Capital | Shape::Acronym if self.vocabulary.capital_nouns() => self.vocabulary.head_of(word),
            _ if !(shape == Shape::Lower || opens) => Classes::default(),
            _ if self.vocabulary.is_english() => self.vocabulary.singular_of(word).only(&NOUNS),
            _ if self.vocabulary.romance() => {
                let singular = self.vocabulary.singular_of(word);
                singular.only(&NOUNS).with(singular.only(&kind))
            }
            _ => Classes::default(),
        }
    }

    /// The phrases that start at token `first`, whose word is `entry`: the longest, with the classes
    /// of all.
    fn phrase(&self, first: usize, entry: Entry<'_>) -> Option<PhraseHit> {
        let second = self.word(first + 1).bytes().next()?;
        let mut longest = None;
        let mut classes = Classes::default();
        for (rest, known) in entry.phrases.going_on(second) {
            if let Some(last) = self.end_of(first, rest) {
                longest = longest.max(Some(last));
                classes = classes.with(known);
            }
        }
        longest.map(|last| PhraseHit { first, last, classes })
    }

    /// The last token of a phrase, if the `rest` of its words follows token `first`.
    fn end_of(&self, first: usize, rest: &str) -> Option<usize> {
        let mut last = first;
        for word in rest.split(' ') {
            last += 1;
            if !is_word(self.list.get(last)?.span.of(self.text), word) {
                return None;
            }
        }
        Some(last)
    }

    /// The words of token `index`.
    pub fn word(&self, index: usize) -> &'a str {
        self.list.get(index).map_or("", |token| token.span.of(self.text))
    }

    /// Token `index`, if there is one.
    pub fn get(&self, index: usize) -> Option<Token> {
        self.list.get(index).copied()
    }

    /// Whether token `index` is of `class`.
    pub fn is(&self, index: usize, class: Class) -> bool {
        self.list.get(index).is_some_and(|token| token.is(class))
    }

    /// Whether token `index` is the mark `c`.
    pub fn is_mark(&self, index: usize, c: char) -> bool {
        self.list.get(index).is_some_and(|token| token.is_mark(c))
    }

    /// Whether the words at `span` are a pronoun for several.
    pub fn is_plural_pronoun(&self, span: Span) -> bool {
        let at = self.list.partition_point(|token| token.span.start < span.start);
        self.list.get(at).is_some_and(|token| token.span == span && token.is(Class::PluralPronoun))
    }

    /// Where a word or phrase of `class` first stands outside quotation marks, by its tokens.
    pub fn find(&self, class: Class) -> Option<(usize, usize)> {
        let word = self.list.iter().position(|token| token.is(class) && !token.quoted).map(|at| (at, at));
        let phrase = self.phrases.iter().find(|hit| hit.classes.has(class) && !self.is_quoted(hit.first));
        let phrase = phrase.map(|hit| (hit.first, hit.last));
        match (word, phrase) {
            (Some(word), Some(phrase)) => Some(if phrase.0 <= word.0 { phrase } else { word }),
            (word, phrase) => word.or(phrase),
        }
    }

    /// How many words and phrases of `class` stand outside quotation marks.
    pub fn count(&self, class: Class) -> usize {
        self.list.iter().filter(|token| token.is(class) && !token.quoted).count()
            + self.phrases.iter().filter(|hit| hit.classes.has(class) && !self.is_quoted(hit.first)).count()
    }

    /// Whether token `index` stands inside quotation marks.
    pub fn is_quoted(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|token| token.quoted)
    }

    /// Whether a phrase of `class` starts at token `index`; its last token.
    pub fn phrase_at(&self, index: usize, class: Class) -> Option<usize> {
        let from = self.phrases.partition_point(|hit| hit.first < index);
        let here = self.phrases.get(from..)?.iter().take_while(|hit| hit.first == index);
        here.filter(|hit| hit.classes.has(class)).map(|hit| hit.last).next()
    }

    /// Whether the word or phrase that ends at token `last` is of `class`: "system card".
    pub fn ends_as(&self, last: usize, class: Class) -> bool {
        let phrase = |back: usize| last.checked_sub(back).is_some_and(|at| self.phrase_at(at, class) == Some(last));
        self.is(last, class) || phrase(1) || phrase(2)
    }

    /// The text from token `first` to token `last`.
    pub fn span(&self, first: usize, last: usize) -> Span {
        match (self.list.get(first), self.list.get(last)) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::default(),
        }
    }
}

/// `word` in small letters and with straight apostrophes, into `out`.
pub fn lower_case(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            '’' | 'ʼ' => out.push('\''),
            c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Whether `text` is the lower-case `word`, but for capitals and the form of apostrophes.
fn is_word(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
        || (!text.is_ascii() && {
            let mut lower = String::new();
            lower_case(text, &mut lower);
            lower == word
        })
}

/// The token at or after byte `at`, before `end`.
fn next_token(text: &str, at: usize, end: usize, vocabulary: &Vocabulary) -> Option<(Span, Shape)> {
    let rest = text.get(at..end)?;
    let skipped = rest.len() - rest.trim_start().len();
    let rest = rest.trim_start();
    let start = at + skipped;
    let first = rest.chars().next()?;
    let token = |len: usize, shape| Some((Span::new(start, start + len), shape));
    if is_apostrophe(first) {
        // A contraction's tail ("'ll", "'s") was parted from its word; anything else is a mark.
        let letters: usize = rest.chars().skip(1).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
        let glued =
            text.get(..start).is_some_and(|before| before.chars().next_back().is_some_and(char::is_alphanumeric));
        return match rest.get(first.len_utf8()..first.len_utf8() + letters) {
            Some("s" | "S") if glued => token(first.len_utf8() + letters, Shape::Possessive),
            Some(tail) if glued && is_tail(tail) => token(first.len_utf8() + letters, Shape::Lower),
            _ => token(first.len_utf8(), Shape::Mark(first)),
        };
    }
    if first.is_numeric() {
        return token(number_len(rest), Shape::Number);
    }
    if first.is_alphabetic() {
        let (len, shape) = word_len(rest, vocabulary);
        return token(len, shape);
    }
    token(first.len_utf8(), Shape::Mark(first))
}

const fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

/// Bytes of the number, with what is glued to it ("34.4", "400-token", "19th").
fn number_len(rest: &str) -> usize {
    let mut len = 0;
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let inner = matches!(c, '.' | ',' | '/' | '-' | ':') && chars.peek().is_some_and(|next| next.is_alphanumeric());
        // Swiss thousands: "1'200".
        let group =
            || rest.get(len + c.len_utf8()..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
        let inner = inner || is_apostrophe(c) && len > 0 && group() == 3;
        // Japanese and Chinese set no space after a number.
        if !(c.is_alphanumeric() && c < '\u{2e80}' || inner) {
            break;
        }
        len += c.len_utf8();
    }
    len
}

/// Bytes of the word, and its shape. Hyphens and inner apostrophes ("can't", "O'Neill") belong to
/// it; "'s", "'ll" and French elisions ("l'", "qu'") stand apart.
fn word_len(rest: &str, vocabulary: &Vocabulary) -> (usize, Shape) {
    let mut len = 0;
    let mut inner = false;
    let mut chars = rest.char_indices().peekable();
    let capital = rest.chars().next().is_some_and(char::is_uppercase);
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        if is_apostrophe(c) {
            let tail = rest.get(at + c.len_utf8()..).unwrap_or_default();
            if is_elision(rest.get(..at).unwrap_or_default(), vocabulary) {
                len = at + c.len_utf8();
                break;
            }
            if !next.is_some_and(char::is_alphabetic) || is_contraction(tail) {
                break;
            }
        } else if matches!(c, '-' | '‑' | '&' | '.') {
            if !next.is_some_and(char::is_alphanumeric) {
                break;
            }
            if c == '-' && is_inverted_pronoun(rest.get(at + 1..).unwrap_or_default()) {
                break;
            }
            // "U.S." and "example.com" hold together; a full stop before a capital after a long
            // word ends a sentence that lacks its space.
            if c == '.' && at > 2 && next.is_some_and(char::is_uppercase) {
                break;
            }
        } else if !(c.is_alphanumeric() || is_combining(c)) || c.is_ascii_digit() && follows_ideograph(rest, at) {
            break;
        } else if at > 0 && (c.is_uppercase() || c.is_numeric()) {
            inner = true;
        }
        len = at + c.len_utf8();
    }
    let shape = match (capital, inner) {
        (true, false) => Shape::Capital,
        (_, true) => Shape::Acronym,
        (false, false) => Shape::Lower,
    };
    (len, shape)
}

/// Whether what stands before byte `at` is written without spaces: Japanese or Chinese.
fn follows_ideograph(rest: &str, at: usize) -> bool {
    rest.get(..at).and_then(|before| before.chars().next_back()).is_some_and(|c| c >= '\u{2e80}')
}

const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// Whether what follows an apostrophe is a tail that stands apart.
fn is_contraction(tail: &str) -> bool {
    let letters = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    matches!(letters, "s" | "S" | "ll" | "re" | "ve" | "d" | "m")
}

/// Whether a French verb's subject follows its hyphen: "dit-elle", "explique-t-il".
fn is_inverted_pronoun(tail: &str) -> bool {
    let tail = tail.strip_prefix("t-").unwrap_or(tail);
    let letters = tail.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(letters, "il" | "elle" | "ils" | "elles" | "on")
}

/// Whether a word before an apostrophe is elided (French and Italian): one letter, or a word like "qu".
fn is_elision(head: &str, vocabulary: &Vocabulary) -> bool {
    let one = head.len() == 1 && !head.eq_ignore_ascii_case("o") && !head.eq_ignore_ascii_case("i");
    one || head.len() < 10 && {
        let mut word = String::new();
        lower_case(head, &mut word);
        word.push('\'');
        vocabulary.entry(&word).is_some_and(|entry| entry.classes.has(Class::Elision))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    fn words(text: &str) -> Vec<&str> {
        let lexicon = Lexicon::default();
        let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("en"));
        tokens.list.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_numbers_and_marks_stand_apart() {
        for (text, expected) in [
            ("RAMP's index (34.4%).", vec!["RAMP", "'s", "index", "(", "34.4", "%", ")", "."]),
            ("They’ll say “can’t”", vec!["They", "’ll", "say", "“", "can’t", "”"]),
            ("a 61-percentage-point gap", vec!["a", "61-percentage-point", "gap"]),
            ("U.S. users of GPT-5.1, yes.", vec!["U.S", ".", "users", "of", "GPT-5.1", ",", "yes", "."]),
            ("l’analyse de l'an", vec!["l’", "analyse", "de", "l'", "an"]),
            ("3年で34.4%減", vec!["3", "年で", "34.4", "%", "減"]),
            ("the users' rights", vec!["the", "users", "'", "rights"]),
        ] {
            assert_eq!(words(text), expected);
        }
    }

    #[test]
    fn elided_words_stand_apart_in_their_language() {
        let lexicon = Lexicon::default();
        let text = "Lorsqu’il dit qu'aujourd'hui";
        let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("fr"));
        let words: Vec<_> = tokens.list.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(words, ["Lorsqu’", "il", "dit", "qu'", "aujourd'hui"]);
    }

    #[test]
    fn phrases_are_found_with_their_words() {
        let text = "According to Reuters, it isn’t so.";
        let lexicon = Lexicon::default();
        let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary("en"));
        let hit = tokens.find(Class::Per).map(|(first, last)| tokens.span(first, last).of(text));
        assert_eq!(hit, Some("According to"));
        assert!(tokens.list.iter().any(|token| token.is(Class::Be)));
    }
}
