//! What stands around a sentence and bears on it: its section's heading, the line that introduces
//! its list, the names before it. All of it bounded, so that any stretch can be judged by itself.

use super::attribution::{Attribution, CueKind, needs_antecedent};
use super::block_evidence::{BlockEvidence, NAMES_KEPT};
use super::evidence::Evidence;
use super::interview::{Interview, Speaker};
use super::lexicon::{Class, Classes};
use super::names::{Mention, MentionKind};
use super::tokens::lower_case;
use super::vocabulary::Vocabulary;
use super::weigh::Feature;
use crate::article::block::BlockKind;
use crate::article::document::Document;
use crate::article::pane::Pane;
use crate::text::span::Span;

/// How many blocks back a pronoun may find its name.
pub const BLOCKS_BACK: usize = 6;

/// How many sources of one sentence are named.
const SOURCES_NAMED: usize = 3;

/// How many items back the line that introduces a list may stand.
pub const ITEMS_BACK: usize = 64;

/// What a block leaves for the blocks after it.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The names in it, the last ones, in order.
    pub names: Vec<Box<str>>,
    /// Its last source that was named or described, with what it is.
    pub source: Option<(Box<str>, Option<Class>)>,
    /// Whether one of its last two sentences is attributed.
    pub attributed: bool,
    /// Whether its last sentence is attributed.
    pub speaks: bool,
    /// Whether its last sentence says who says what is listed below it: "The report found:", but not "Acme, which the
    /// report praised, has three mills:".
    pub hands_down: bool,
    /// Who says what is listed below it: the source of its last sentence, but for a pronoun the last one named.
    pub lister: Option<Box<str>>,
    /// Whether it ends in a colon.
    pub introduces: bool,
    /// Whether its last sentence looks ahead, whoever says so: "We plan to:".
    pub foretells: bool,
    /// Whether its last sentence says what should be done.
    pub prescribes: bool,
    /// Whether it ends inside a quotation.
    pub open_quote: bool,
    /// Whether it ends in who says what follows: "As the court put it,".
    pub hands_over: bool,
    /// Whether its last sentence tells something a reader could check.
    pub tells: bool,
}

impl Trace {
    /// What a block with this evidence, all of which has been read, leaves.
    pub fn of(document: &Document, block: usize, evidence: &BlockEvidence<'_>) -> Self {
        let text = document.text();
        let (sentences, before) = evidence.last();
        let names = sentences.iter().rev().flat_map(|sentence| sentence.names.iter().rev()).chain(before.iter().rev());
        let mut names: Vec<Box<str>> = names.take(NAMES_KEPT).map(|name| name.of(text).into()).collect();
        names.reverse();
        let source = sentences.iter().rev().take(12).find_map(|sentence| {
            let found = sentence.attribution().filter(|found| !needs_antecedent(&found.source))?;
            Some((found.source.name(text).into(), found.source.class))
        });
        let last = sentences.last();
        let named = last.and_then(|last| last.attribution()).filter(|found| found.source.kind != MentionKind::Pronoun);
        let named = named.map(|found| found.source.name(text).into());
        let lister = named.or_else(|| source.as_ref().map(|(name, _): &(Box<str>, _)| name.clone()));
        Self {
            names,
            lister,
            source,
            attributed: sentences.iter().rev().take(2).any(|sentence| sentence.attribution().is_some()),
            introduces: document.block_text(block).ends_with(':'),
            foretells: last.is_some_and(|last| last.modality.looks_ahead()),
            prescribes: last.is_some_and(|last| {
                let advises = last.modality.prescriptive.is_some() || last.modality.imperative.is_some();
                advises && last.signs.times(Feature::Together) == 0
            }),
            open_quote: evidence.quotes().last().is_some_and(|quoted| quoted.open),
            hands_over: last.is_some_and(|last| hands_over(last, text, evidence.vocabulary())),
            speaks: last.is_some_and(|last| last.attribution().is_some()),
            hands_down: last.is_some_and(|last| {
                let told = |found: &Attribution| !found.aside && !matches!(found.by, CueKind::Noun | CueKind::By);
                last.attribution().is_some_and(told) && !last.modality.question
            }),
            tells: last.is_some_and(|last| (last.told.is_some() || last.signs.sum() > 0) && !last.modality.question),
        }
    }
}

/// Whether a sentence ends in a source and its reporting verb, and a comma or colon: "As the court put it,", "She writes:";
/// or in such a verb alone: "Section 5 states:".
fn hands_over(sentence: &Evidence, text: &str, vocabulary: &Vocabulary) -> bool {
    if !sentence.quotes.is_empty() {
        return false;
    }
    let Some(attribution) = sentence.attribution().filter(|found| found.by == CueKind::Say) else {
        return ends_in_saying(sentence, text, vocabulary);
    };
    let end = attribution.cue.map_or(0, |cue| cue.end).max(attribution.source.span.end);
    let rest = Span::new(end.min(sentence.span.end), sentence.span.end).of(text);
    let rest = rest.trim();
    // "Here is how they described it,", "The firm revealed that it went further than was known:".
    let idle = ["it", "this", "that", "so", "as", "follows", "the", "following", "way", "like", "thus"];
    let words = || rest.trim_end_matches([',', ':']).split_whitespace();
    let leads = rest.ends_with([',', ':']) && words().all(|word| idle.contains(&word));
    // "They called it Star:" is complete, and so is "they proposed the following test:"; a writing tells by itself.
    let naming = attribution.cue.is_some_and(|cue| has(vocabulary, cue.of(text), Class::Naming));
    let whole = naming || words().any(|word| word == "following");
    let speaks = !matches!(attribution.source.class, Some(Class::Document));
    let said = rest.ends_with(':') && attribution.source.kind != MentionKind::Pronoun && speaks && !whole;
    leads || said
}

/// Whether a sentence ends in a reporting verb and a colon, and the author is not its subject.
fn ends_in_saying(sentence: &Evidence, text: &str, vocabulary: &Vocabulary) -> bool {
    let Some(words) = sentence.span.of(text).strip_suffix(':') else { return false };
    let (before, verb) = words.rsplit_once(' ').unwrap_or_default();
    let author = || before.split(' ').any(|word| has(vocabulary, word, Class::AuthorSubject));
    has(vocabulary, verb, Class::Say) && sentence.modality.imperative.is_none() && !author()
}

/// Whether a word belongs to a class.
pub fn has(vocabulary: &Vocabulary, word: &str, class: Class) -> bool {
    let mut lower = String::new();
    lower_case(word, &mut lower);
    vocabulary.entry(&lower).is_some_and(|entry| entry.classes.has(class))
}

/// What the heading or label above a sentence speaks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prior {
    /// The pane.
    pub pane: Pane,
    /// Whether it only tips the balance.
    pub leaning: bool,
    /// Whether what is listed under it lies ahead.
    pub ahead: bool,
    /// Its words.
    pub words: Box<str>,
}

/// What stands around the sentences of one block.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document's text.
    pub text: &'a str,
    /// What the block is.
    pub kind: BlockKind,
    /// Who speaks in it, in an interview.
    pub spoken: Option<Speaker<'a>>,
    /// The line right below that says whose words it holds.
    pub signed: Option<&'a str>,
    /// The interview that the article is.
    pub interview: Option<&'a Interview>,
    /// The heading or run-in label it stands under.
    pub prior: Option<Prior>,
    /// What the line that introduces its list leaves, and the line.
    pub introduction: Option<(&'a Trace, &'a str)>,
    /// What the blocks before it leave, nearest first.
    pub before: Vec<&'a Trace>,
    /// The words of the document's language.
    pub vocabulary: &'a Vocabulary,
}

/// The line below `block` that may say whose words it holds: "— Jane Doe, a nurse". Of the last paragraph of an article it
/// is who wrote that.
pub fn signed(document: &Document, block: usize) -> Option<&str> {
    let line = document.blocks().get(block + 1).filter(|line| line.kind == BlockKind::Boilerplate)?;
    let goes_on = document.blocks().iter().skip(block + 2).take(ITEMS_BACK).any(|block| block.kind.is_content());
    goes_on.then(|| line.span.of(document.text()))
}

impl Context<'_> {
    /// The name of the source `principal` of the sentence `here`, and after it, parted by semicolons,
    /// those of others who say something in it by name: "Karpathy; IBM CEO study".
    ///
    /// `earlier` are the sentences before it in its block.
    pub fn names_of(&self, principal: &Attribution, here: &Evidence, earlier: &[Evidence]) -> String {
        let mut all = self.name(&principal.source, here, earlier);
        let mut spans = vec![principal.source.span];
        for other in &here.attributions {
            // "…, according to three officials" stands beside whom they speak of.
            let described = other.source.kind == MentionKind::Described && other.by == CueKind::Phrase;
            let named = other.source.kind == MentionKind::Named && other.by != CueKind::By;
            // "It is a win — analysts say": people who speak in a clause of their own.
            let spoke = other.source.kind == MentionKind::Described && other.by == CueKind::Say && !other.aside;
            let spoke = spoke && other.source.class == Some(Class::People) && self.opens_clause(other.source.span);
            let named = (named || described || spoke) && !other.source.own;
            let name = other.source.name(self.text);
            if !named || spans.iter().any(|span| span.overlaps(other.source.span)) || all.contains(name) {
                continue;
            }
            all.push_str("; ");
            all.push_str(name);
            spans.push(other.source.span);
            if spans.len() == SOURCES_NAMED {
                break;
            }
        }
        all
    }

    /// Whether `span` opens a clause behind a dash or semicolon.
    fn opens_clause(&self, span: Span) -> bool {
        let before = self.text.get(..span.start).unwrap_or_default().trim_end();
        before.ends_with(['—', '–', ';'])
    }

    /// The source's name: resolved where the sentence has a pronoun or "the report".
    ///
    /// `here` is its sentence, `earlier` are those before it in its block.
    fn name(&self, mention: &Mention, here: &Evidence, earlier: &[Evidence]) -> String {
        let words = mention.name(self.text);
        if !needs_antecedent(mention) {
            return words.to_owned();
        }
        // "The court extended it when it said": the subject of the sentence.
        let before = self.text.get(..mention.span.start).unwrap_or_default().trim_end();
        let subject = here.subject.filter(|subject| subject.end < before.len() && !before.ends_with(','));
        let subject = subject.map(|subject| subject.of(self.text).to_owned());
        let here = here.names.iter().rev().filter(|name| name.end <= mention.span.start).map(|name| name.of(self.text));
        let own: Vec<&str> = here.collect();
        let names: Vec<&str> = own.iter().copied().chain(self.names(earlier)).take(64).collect();
        let whose = |whose: Option<String>| match whose {
            // "The report" is named by itself and by whose it is.
            Some(whose) if !whose.contains(words) => Some(format!("{words} ({whose})")),
            _ => None,
        };
        let definite = mention.kind == MentionKind::Definite;
        let found = match (mention.class, self.refers(words)) {
            (Some(Class::Document), refers) if definite || refers == Some(Class::ThingPronoun) => {
                let maker = self.last_named(earlier).filter(|name| !is_person(name, self.vocabulary));
                whose(maker.or_else(|| body(&names, self.vocabulary)))
            }
            (Some(Class::People), _) if definite => None,
            (Some(Class::Organisation), _) => self.organisation(words, &names),
            (_, Some(Class::PluralPronoun)) => self.several(earlier),
            (_, Some(Class::ThingPronoun)) => {
                subject.or_else(|| self.speaker_before(earlier, true)).filter(|name| !is_person(name, self.vocabulary))
            }
            // "Sus resultados revelan": they are named as they are.
            (Some(Class::Document), Some(_)) if self.vocabulary.romance() => whose(self.last_named(earlier)),
            // "His tweet": in French and Spanish also that of a body.
            (_, Some(_)) => self
                .person(words, &names, own.len(), earlier)
                .or_else(|| body(&names, self.vocabulary).filter(|_| self.vocabulary.romance())),
            // A verb that carries its subject in itself: "«…», explica."
            (Some(Class::PersonPronoun), None) => {
                self.person(words, &names, own.len(), earlier).or_else(|| self.last_source(earlier))
            }
            _ => None,
        };
        found.unwrap_or_else(|| words.to_owned())
    }

    /// What a pronoun, or the possessive that opens `words`, stands for: several, a thing or a person.
    fn refers(&self, words: &str) -> Option<Class> {
        let mut lower = String::new();
        lower_case(words.split([' ', '\u{a0}']).next()?, &mut lower);
        let classes = self.vocabulary.entry(&lower)?.classes;
        let thing = classes.any(&[Class::ThingPronoun, Class::ThingPossessive]).then_some(Class::ThingPronoun);
        let kinds = [Class::PluralPronoun, Class::PersonPronoun, Class::Possessive];
        thing.or_else(|| kinds.into_iter().find(|class| classes.has(*class)))
    }

    /// The person a pronoun stands for: named before it in its sentence (the first `own` of `names`),
    /// else who spoke or was spoken of in the sentences before, else the last person named.
    fn person(&self, words: &str, names: &[&str], own: usize, earlier: &[Evidence]) -> Option<String> {
        let gender = gender(words.split(' ').next().unwrap_or_default(), self.vocabulary);
        let fits = |name: &str| {
            let other = gender_of(name, self.vocabulary);
            is_person(name, self.vocabulary) && (gender.is_none() || other.is_none() || gender == other)
        };
        let is_one = |name: &str| {
            let whole = |other: &&str| other.contains(' ') && other.split(' ').next_back() == Some(name);
            match names.iter().find(|other| whole(other) && is_person(other, self.vocabulary)) {
                Some(whole) => fits(whole),
                None => fits(name),
            }
        };
        let here = names.iter().take(own).find(|name| is_one(name)).map(|name| (*name).to_owned());
        let salient = earlier.iter().rev().take(3).find_map(|sentence| {
            let source = sentence.attribution().map(|found| found.source.name(self.text));
            let subject = sentence.subject.map(|subject| subject.of(self.text));
            [source, subject].into_iter().flatten().find(|name| is_one(name)).map(str::to_owned)
        });
        let before = || {
            let source = self.before.first().filter(|_| earlier.is_empty())?.source.as_ref();
            source.map(|(name, _)| name.to_string()).filter(|name| is_one(name))
        };
        let spoke = || self.speakers(earlier).find(|name| is_one(name)).map(str::to_owned);
        let any = || names.iter().find(|name| is_one(name)).map(|name| (*name).to_owned());
        let found = here.or(salient).or_else(before).or_else(spoke).or_else(any);
        found.map(|name| untitled(without_place(&name), self.vocabulary).to_owned())
    }

    /// The body that "the company", "the ministry" stands for: the last one named with that word, else, where
    /// the word fits any ("the company"), the body named most often.
    fn organisation(&self, words: &str, names: &[&str]) -> Option<String> {
        let mut lower = String::new();
        lower_case(words.split(' ').next_back()?, &mut lower);
        let is_it = |word: &str| {
            let mut other = String::new();
            lower_case(word, &mut other);
            other == lower
        };
        let called = names.iter().find(|name| name.contains(' ') && name.split(' ').any(is_it));
        let any = self.vocabulary.entry(&lower).is_some_and(|entry| entry.classes.has(Class::AnyBody));
        match called {
            Some(name) => Some((*name).to_owned()),
            None => body(names, self.vocabulary).filter(|_| any),
        }
    }

    /// The source of the sentences before: for quotations that run on and list items.
    pub fn last_source(&self, earlier: &[Evidence]) -> Option<String> {
        let own = earlier.iter().rev().take(12).find_map(|sentence| {
            let found =
                sentence.attribution().filter(|found| !needs_antecedent(&found.source) && found.by != CueKind::Noun)?;
            Some(found.source.name(self.text).to_owned())
        });
        own.or_else(|| self.before.iter().find_map(|trace| trace.source.as_ref().map(|(name, _)| name.to_string())))
    }

    /// The last source before that was called by its name, and is no person.
    fn last_named(&self, earlier: &[Evidence]) -> Option<String> {
        let is_one = |class: Option<Class>| !matches!(class, Some(Class::People | Class::Group | Class::PersonPronoun));
        let own = earlier.iter().rev().take(12).find_map(|sentence| {
            let source = sentence.attribution().map(|found| &found.source)?;
            (source.kind == MentionKind::Named && is_one(source.class)).then(|| source.name(self.text).to_owned())
        });
        let before = |trace: &&Trace| {
            trace.source.as_ref().filter(|(_, class)| is_one(*class)).map(|(name, _)| name.to_string())
        };
        own.or_else(|| self.before.iter().find_map(before))
    }

    /// Whom "they" stands for, who may be anybody: who spoke last, and is no writing and no single person, else those
    /// named together last.
    fn several(&self, earlier: &[Evidence]) -> Option<String> {
        // The German "sie" may be one person.
        let one = self.vocabulary.capital_nouns();
        let together = |name: &str| name.split(' ').any(|word| has(self.vocabulary, word, Class::Coordinating));
        let own = || self.speakers(earlier.get(..earlier.len().saturating_sub(1)).unwrap_or_default());
        let last = earlier.last().and_then(|last| last.attribution()).map(|found| &found.source);
        // "The authors argue …", "a nurse said …".
        let many = last.is_some_and(|last| needs_antecedent(last) && last.class == Some(Class::People));
        let single = last.is_some_and(|last| self.is_single(last));
        let spoke = || self.speaker_before(earlier, false).filter(|name| one || !is_person(name, self.vocabulary));
        let spoke = if single || many && !one { None } else { spoke() };
        spoke.or_else(|| own().find(|name| together(name)).map(str::to_owned))
    }

    /// Whether a source is one of many, without a name: "a nurse".
    fn is_single(&self, source: &Mention) -> bool {
        let before = self.text.get(..source.span.start).unwrap_or_default().split_whitespace().next_back();
        let first = source.span.of(self.text).split(' ').next();
        source.kind == MentionKind::Described
            && [before, first].into_iter().flatten().any(|word| has(self.vocabulary, word, Class::Singular))
    }

    /// Who spoke in the sentence before, or in the paragraph before where there is none; a writing
    /// or a whole group only where `writings` count.
    fn speaker_before(&self, earlier: &[Evidence], writings: bool) -> Option<String> {
        let fits = |class: Option<Class>| writings || !matches!(class, Some(Class::Document));
        let Some(sentence) = earlier.last() else {
            let source = self.before.first().and_then(|trace| trace.source.as_ref());
            return source.filter(|(_, class)| fits(*class)).map(|(name, _)| name.to_string());
        };
        let found = sentence.attribution().filter(|found| found.by != CueKind::Noun && fits(found.source.class))?;
        let before = earlier.get(..earlier.len() - 1).unwrap_or_default();
        if needs_antecedent(&found.source) {
            self.last_source(before)
        } else {
            Some(found.source.name(self.text).to_owned())
        }
    }

    /// Who spoke before a sentence, nearest first.
    fn speakers<'s>(&'s self, earlier: &'s [Evidence]) -> impl Iterator<Item = &'s str> {
        let own = earlier.iter().rev().take(12).filter_map(|sentence| sentence.attribution());
        let own = own.map(|found| found.source.name(self.text));
        own.chain(self.before.iter().filter_map(|trace| trace.source.as_ref().map(|(name, _)| &**name)))
    }

    /// The names before a sentence, nearest first.
    fn names<'s>(&'s self, earlier: &'s [Evidence]) -> impl Iterator<Item = &'s str> {
        let own = earlier
            .iter()
            .rev()
            .take(12)
            .flat_map(|sentence| sentence.names.iter().rev().map(|name| name.of(self.text)));
        own.chain(self.before.iter().flat_map(|trace| trace.names.iter().rev().map(|name| &**name))).take(64)
    }
}

/// The body named most often, the nearer one where two are named alike.
fn body(names: &[&str], vocabulary: &Vocabulary) -> Option<String> {
    let bodies: Vec<&str> =
        names.iter().copied().filter(|name| !is_person(name, vocabulary) && name.len() > 1).collect();
    let mut best: Option<(usize, &str)> = None;
    for name in &bodies {
        let count = bodies.iter().filter(|other| *other == name).count();
        if best.is_none_or(|(most, _)| count > most) {
            best = Some((count, name));
        }
    }
    // One of several, each named once, is any of them.
    let sure = |most: usize, name: &str| most > 1 || bodies.iter().all(|other| *other == name);
    best.filter(|(most, name)| sure(*most, name)).map(|(_, name)| name.to_owned())
}

/// What is known of a word of a name.
fn classes(word: &str, vocabulary: &Vocabulary) -> Classes {
    let mut lower = String::new();
    lower_case(word, &mut lower);
    vocabulary.entry(&lower).map(|entry| entry.classes).unwrap_or_default()
}

/// Whether a word is said of a man or of a woman; nothing where it is said of both or of neither.
fn gender(word: &str, vocabulary: &Vocabulary) -> Option<Class> {
    let known = classes(word, vocabulary);
    match (known.has(Class::Masculine), known.has(Class::Feminine)) {
        (true, false) => Some(Class::Masculine),
        (false, true) => Some(Class::Feminine),
        _ => None,
    }
}

/// Whether a name is a man's or a woman's, as far as its title or first word tells.
fn gender_of(name: &str, vocabulary: &Vocabulary) -> Option<Class> {
    let words = name.split([' ', '\u{a0}', '.', '-']).filter(|word| !word.is_empty());
    words.take(4).find_map(|word| gender(word, vocabulary))
}

/// A name without where its bearer is from: "Ann Lee" of "Ann Lee of Acme Corp".
fn without_place(name: &str) -> &str {
    name.split_once(" of ").map_or(name, |(name, _)| name)
}

/// A name without what the person is: "Jane Doe" of "CEO Jane Doe".
fn untitled<'n>(name: &'n str, vocabulary: &Vocabulary) -> &'n str {
    let mut rest = name;
    for _ in 0..8 {
        match rest.split_once(' ') {
            Some((title, name)) if classes(title, vocabulary).has(Class::People) => rest = name,
            _ => break,
        }
    }
    rest
}

/// Whether a name looks like a person's: two to four words, or one after what the person is ("CEO
/// Doe"), none of a body or a work.
fn is_person(name: &str, vocabulary: &Vocabulary) -> bool {
    let name = without_place(name);
    let own = untitled(name, vocabulary);
    let words: Vec<&str> = own.split(' ').take(5).collect();
    let named = |word: &&str| word.starts_with(char::is_uppercase) || classes(word, vocabulary).has(Class::InName);
    let plain = |word: &&str| {
        word.chars().skip(1).all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’' | '.')) || word.len() <= 2
    };
    let body = |word: &&str| {
        matches!(*word, "of" | "&" | "the" | "de" | "für")
            || classes(word, vocabulary).any(&[Class::BodyName, Class::Document, Class::Organisation, Class::Group])
    };
    let least = if own.len() < name.len() { 1 } else { 2 };
    (least..=4).contains(&words.len()) && words.iter().all(named) && words.iter().all(plain) && !words.iter().any(body)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::article::parse::{Kind, parse};
    use crate::reading::lexicon::Lexicon;
    use crate::reading::reading::Reading;

    #[test]
    fn people_have_plain_names_of_several_words() {
        for (name, person) in [
            ("Nicholas Joseph", true),
            ("Nate B. Jones", true),
            ("Pew Research Center", false),
            ("Anthropic", false),
            ("Bank of England", false),
            ("Executive Order", false),
            ("CEO Jane Doe", true),
            ("Mayor Lindqvist", true),
        ] {
            assert_eq!(is_person(name, Lexicon::default().vocabulary("en")), person, "{name}");
        }
    }

    /// The source of the last sentence of `text`.
    fn last_source(text: &str) -> Option<String> {
        let document = Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt"));
        let reading = Reading::of(Arc::clone(&document));
        let found = reading.judgement(document.last()?)?.source.clone()?;
        Some(found.name)
    }

    #[test]
    fn pronouns_and_definite_descriptions_find_their_names() {
        for (text, source) in [
            // Who spoke comes before who was named last.
            ("Ana Weidmann of Lower Saxony said that it was wrong. He denies that it was.", "Ana Weidmann"),
            ("Jane Doe told The Register that it works. She added that it was cheap.", "Jane Doe"),
            ("On Monday CEO Jane Doe sold it. She told reporters that it was time.", "Jane Doe"),
            // "He" is none of the women.
            ("Mary Jones met John Roe on Monday. She said that it works. He denied it.", "John Roe"),
            ("Mr. Roe met Ann Lee of Acme Corp. She said that it works.", "Ann Lee"),
            // A person is not what a report is called after.
            ("Chuck Doe questioned it. The synthesis reveals that it fell.", "synthesis"),
            // A writing does not say "they".
            // The subject of its own sentence comes before who spoke last.
            (
                "The brief found that 65 percent paid. Acme Corp cut prices when it said \"no more\" to that.",
                "Acme Corp",
            ),
            ("Jane Doe said that it works. Critics of Lower Saxony balk. She denies that it was so.", "Jane Doe"),
            ("The brief found that 65 percent paid. They caution that it was few.", "They"),
            ("The authors found that 65 percent paid. They caution that it was few.", "They"),
            // Nor does one who has no name; those named together do.
            ("A nurse at the port said that it was late. They denied it.", "They"),
            ("Ann Lee and Jane Doe said that it works. A nurse warned of it. They denied it.", "Ann Lee and Jane Doe"),
            (
                "Ann Lee and Jane Doe said that it works. The authors warn of it. They denied it.",
                "Ann Lee and Jane Doe",
            ),
            ("Acme Corp sold it to Zoom Inc. Acme Corp paid. The company said that it was done.", "Acme Corp"),
            ("The Ministry of Ports paid Acme Corp. The ministry said that it was done.", "Ministry of Ports"),
            // Not any body is a guild.
            ("The mayor of Leeds met Acme Corp. The guild said that it was done.", "guild"),
            ("Pew said that half read it. The report found that few paid.", "report (Pew)"),
        ] {
            let text = format!("A Title\n\nThis is how the article opens, for the reader of the day.\n\n{text}\n");
            assert_eq!(last_source(&text).as_deref(), Some(source), "{text}");
        }
    }

    #[test]
    fn a_sentence_names_all_who_say_something_in_it() {
        for (text, source) in [
            ("It is \"over,\" per Jane Doe: the Acme study shows a gap of 3 percent.", "Jane Doe; Acme study"),
            ("Jane Doe said that Acme Corp had warned of it, and that the Acme Corp was right.", "Jane Doe; Acme Corp"),
            ("Jane Doe said that the report cited by Doe was late.", "Jane Doe"),
            ("Acme Corp called it a win—analysts say it is late.", "Acme Corp; analysts"),
        ] {
            let text = format!("A Title\n\nThis is how the article opens, for the reader of the day.\n\n{text}\n");
            assert_eq!(last_source(&text).as_deref(), Some(source), "{text}");
        }
    }
}
