//! The decisions on somebody's own words: in quotation marks, in a block quotation, in an interview.

use super::{AHEAD, Case, Verdict};
use crate::article::block::BlockKind;
use crate::article::boilerplate::is_printed;
use crate::reading::attribution::Attribution;
use crate::reading::context::has;
use crate::reading::interview::Speaker;
use crate::reading::judgement::{ClaimKind, Source};
use crate::reading::lexicon::Class;
use crate::reading::quotations::Quoted;
use crate::text::span::Span;

/// A paragraph that is nothing but a quotation of so many words is somebody's.
const PULLED: usize = 5;

impl Case<'_> {
    /// An answer in an interview: whoever is asked speaks without quotation marks.
    pub(super) fn answered(&self) -> Option<Verdict> {
        // Questions and answers that nobody calls an interview are the author's own.
        if self.context.spoken == Some(Speaker::Asked) && self.context.interview.is_none() {
            return None;
        }
        let name = match self.context.spoken? {
            Speaker::Called(name) => Some(name.to_owned()),
            Speaker::Asked => self.context.interview.and_then(|interview| interview.who.as_deref()).map(str::to_owned),
        };
        let mut verdict = Verdict::claim(ClaimKind::Quotation, "an answer in an interview".to_owned());
        verdict.source = name.map(|name| Source { name, mention: None });
        Some(verdict)
    }

    /// A paragraph without quotation marks after a line that ends in who says it.
    pub(super) fn handed_over(&self) -> Option<Verdict> {
        // "…But a service": it goes on where the quotation left something out.
        let goes_on = || self.block.start().is_some_and(|start| self.opens_with_omission(start));
        // "Doe is hopeful:", and a paragraph that leaves its beginning out.
        if goes_on() && self.context.before.first().is_some_and(|before| before.introduces) {
            return self.quoted_verdict("it opens with an omission, after a colon");
        }
        let introduced = self.context.before.first().is_some_and(|before| before.introduces || before.speaks);
        if self.block.is_altered() && introduced && self.direct_quotation().is_none() {
            return self.quoted_verdict("it is quoted with changes in brackets");
        }
        // "Doe is plain about it:", and a paragraph in which somebody speaks.
        let spoken = || self.context.before.first().is_some_and(|before| before.introduces && before.speaks);
        let near = self.context.before.iter().take(2).enumerate();
        let (_, before) = near.into_iter().find(|(back, before)| {
            before.hands_over && (*back == 0 || goes_on()) || *back == 0 && spoken() && self.opens_as_speaker()
        })?;
        // Whom it quotes itself speaks there.
        if self.direct_quotation().is_some() {
            return None;
        }
        // A paragraph that opens in quotation marks is the quotation itself; others may hold what it quotes.
        let opens = self.block.quotes().first().map(|quoted| quoted.span.start);
        if self.context.kind != BlockKind::Paragraph || opens.is_some_and(|opens| self.block.start() == Some(opens)) {
            return None;
        }
        let mut verdict = Verdict::claim(ClaimKind::Quotation, "the line before says who says it".to_owned());
        verdict.source = before.source.as_ref().map(|(name, _)| Source { name: name.to_string(), mention: None });
        Some(verdict)
    }

    /// Whether the first sentence of the block is somebody's who speaks of themselves.
    fn opens_as_speaker(&self) -> bool {
        let speaks = |word| has(self.context.vocabulary, word, Class::AuthorSubject);
        self.block.opening().split_whitespace().any(speaks)
    }

    /// Whether the block that starts at byte `start` opens with the sign of an omission: "…", "[…]".
    fn opens_with_omission(&self, start: usize) -> bool {
        let words = self.context.text.get(start..).unwrap_or_default();
        ["...", "…", "[...]", "[…]"].iter().any(|sign| words.starts_with(sign))
    }

    /// A sentence before a line that says whose words they are: "It never came. – Jane Doe, a nurse".
    pub(super) fn signed(&self) -> Option<Verdict> {
        let last = self.block.len().checked_sub(1)?;
        let own = self.block.sentence(last).and_then(|last| self.signature(self.words(last.span)));
        let (said, name) = own.or_else(|| self.context.signed.and_then(|line| self.signed_by(line)))?;
        if own.is_some() && last == self.nth && said.is_empty() {
            return None;
        }
        let mut verdict = Verdict::claim(ClaimKind::Quotation, format!("signed: {name}"));
        verdict.source = Some(Source { name: name.to_owned(), mention: None });
        Some(verdict)
    }

    /// Who signs in a `line` below: behind a dash, or by name and place, where somebody speaks above it or is introduced.
    fn signed_by<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        if line.starts_with(DASHES) || line.starts_with("--") {
            return self.signature(line);
        }
        // "Photo: Jane Doe, Reuters".
        if is_printed(line) {
            return None;
        }
        let introduced = self.context.before.first().is_some_and(|before| before.introduces);
        let end = [", ", " - ", " – ", " ("].iter().filter_map(|mark| line.find(mark)).min().unwrap_or(line.len());
        let name = line.get(..end).filter(|name| {
            name.split(' ')
                .all(|word| word.starts_with(char::is_uppercase) || has(self.context.vocabulary, word, Class::InName))
        })?;
        let signs = line.len() <= SIGNED && !line.ends_with(['.', '!', '?', ':']) && name.contains(' ');
        let speaks = end < line.len() && self.block.speaks_of_itself();
        (signs && (introduced || speaks)).then_some(("", name))
    }

    /// A sentence inside a quotation that runs over several, or in a block quotation.
    pub(super) fn running_quotation(&self) -> Option<Verdict> {
        if matches!(self.context.kind, BlockKind::Quotation { .. }) {
            return self.quoted_verdict("it stands in a block quotation");
        }
        let carried = self.carried_quotation();
        let at = match (self.evidence.inside, carried) {
            (Some(at), _) => at,
            (None, true) => return self.quoted_verdict("a quotation runs on from the paragraph before"),
            (None, false) => return None,
        };
        let quote = *self.block.quotes().get(at)?;
        let own = self.evidence.quotes.iter().any(|span| span.overlaps(quote.span));
        let beside = self.speaker_of(quote);
        if !own && beside.is_none() && !self.is_somebodys(quote) {
            return None;
        }
        let mut verdict = self.quoted_verdict("it stands inside a quotation")?;
        if let Some((attribution, sentence)) = beside {
            let here = sentence == self.nth;
            verdict.source = Some(self.source(&attribution, sentence, here));
            verdict.cue = attribution.cue.filter(|_| here);
        } else if !carried && self.evidence.attribution().is_none() {
            verdict.source = self.source_nearby();
        }
        Some(verdict)
    }

    /// Who speaks before words that nobody leads up to: earlier in the block, or at the end of the one before it. Whoever
    /// spoke further up may be another.
    fn source_nearby(&self) -> Option<Source> {
        let here = self.earlier.iter().any(|sentence| sentence.attribution().is_some());
        let near = here || self.context.before.first().is_some_and(|before| before.attributed);
        let name = self.context.last_source(self.earlier).filter(|_| near)?;
        Some(Source { name, mention: None })
    }

    /// Whether whole sentences in quotation marks, for which the block names no speaker, are a source's all the same: the
    /// paragraph before speaks of one, there are several of them, they stand by themselves, or somebody is about to speak
    /// before them, and nobody made them up.
    fn is_somebodys(&self, quote: Quoted) -> bool {
        let near = self.context.before.first().is_some_and(|before| before.attributed);
        let long = self.words(quote.span).split_whitespace().count() >= PULLED;
        let alone = long && self.block.is_all(quote.span);
        let spoken = self.is_led_up_to(quote.span);
        let somebodys = if self.evidence.modality.question {
            alone || spoken
        } else {
            near || alone || spoken || self.block.runs_on(quote.span) || self.block.stands_in_a_row(quote.span)
        };
        somebodys && !self.block.is_invented(quote.span)
    }

    /// Whether a comma or colon stands before a quotation that opens with a capital, as before direct speech, and somebody
    /// speaks there, neither the author nor the reader: "One miller shared, “It was over.”" A maxim or a question that
    /// the author sets behind a colon is nobody's: "The rule is old: “Never grind at night.”"
    fn is_led_up_to(&self, quote: Span) -> bool {
        let from = self.block.sentence_at(quote.start).unwrap_or(quote.start);
        let head = Span::new(from, quote.start).of(self.context.text).trim_end();
        let opens = self.words(quote).chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        let words = || head.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let any = |classes: &[Class]| words().any(|word| classes.iter().any(|class| self.has(word, *class)));
        let modality = &self.evidence.modality;
        // "Warn them: “It may leak.”", "If somebody asks, “…”", "They might ask: “…”": nobody has said it.
        let told = modality.imperative.is_none()
            && modality.prescriptive.is_none()
            && !self.evidence.condition
            && !any(&[Class::Possible, Class::Conditional, Class::Future]);
        opens
            && told
            && head.ends_with([',', ':'])
            && head.contains(' ')
            && self.words(quote).split_whitespace().count() >= PULLED
            && !any(&[Class::Author, Class::Reader])
            && self.somebody_speaks(head)
    }

    /// Whether somebody can speak in `head`: a verb of saying or telling stands there, or who they are, by name or not.
    fn somebody_speaks(&self, head: &str) -> bool {
        let people = [Class::People, Class::Group, Class::PersonPronoun, Class::Organisation];
        let says = [Class::Say, Class::SayThat, Class::Utter, Class::Publish, Class::Past];
        let words = head.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        let mut before = "";
        words.enumerate().any(|(at, word)| {
            let named = at > 0 && word.starts_with(char::is_uppercase);
            let of = |classes: &[Class]| classes.iter().any(|class| self.has(word, *class));
            let told = of(&says) || self.context.vocabulary.ends_like_past(word);
            // "The rule": a noun.
            let noun = self.has(before, Class::Determiner);
            before = word;
            named || of(&people) || told && !noun && !of(&[Class::Be, Class::Auxiliary])
        })
    }

    /// What a sentence that ends in a signature says, which may be nothing, and who signs: a dash and who it was.
    fn signature<'l>(&self, line: &'l str) -> Option<(&'l str, &'l str)> {
        let hyphens = || line.rsplit_once("--").or_else(|| line.strip_prefix("- ").map(|name| ("", name)));
        // "… warms the earth - Jane Doe, miller".
        let hyphen = || line.rsplit_once(" - ").filter(|(said, name)| said.contains(' ') && name.contains(", "));
        let dashed = line.rsplit_once(DASHES).or_else(hyphens);
        let open = dashed.is_none();
        let (said, name) = dashed.or_else(hyphen)?;
        let (said, name) = (said.trim_end(), name.trim_matches([' ', '\u{a0}']));
        let inside = said.trim_end_matches(['"', '”', '“', '»', '’']);
        // "“It never came.” – Jane Doe, a nurse."
        let name = if inside.len() < said.len() || said.is_empty() { name.trim_end_matches('.') } else { name };
        let closed = said.is_empty() || inside.ends_with(['.', '!', '?', '…']);
        let named =
            name.starts_with(char::is_uppercase) && name.len() <= SIGNED && !name.ends_with(['.', '!', '?', ':']);
        let end = [", ", " who ", " ("].iter().filter_map(|mark| name.find(mark)).min().unwrap_or(name.len());
        let (name, role) = name.split_at_checked(end).filter(|_| (closed || open) && named)?;
        // "A mill - Doe, Roe and others", "… to two ports - New York, Boston": without a full stop before it only a whole
        // name signs, with what its owner is.
        let whole = name.split(' ').count() >= 2 && name.split(' ').all(|word| word.starts_with(char::is_uppercase));
        let signs = if open && !closed { whole && self.says_who(role) } else { name.contains(' ') || !role.is_empty() };
        signs.then_some((said, name))
    }

    /// Whether `role`, behind a name, says what its owner is and is no further name of a list: ", Head of Flour", ", miller".
    fn says_who(&self, role: &str) -> bool {
        let mut words = role.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.any(|word| {
            let joins = [Class::Joining, Class::Coordinating, Class::Group, Class::Other];
            let small = word.starts_with(char::is_lowercase);
            self.has(word, Class::People) || small && !joins.iter().any(|class| self.has(word, *class))
        })
    }

    fn has(&self, word: &str, class: Class) -> bool {
        has(self.context.vocabulary, word, class)
    }

    /// Whether the paragraph before ended inside a quotation which this one takes up.
    fn carried_quotation(&self) -> bool {
        let open = self.context.before.first().is_some_and(|before| before.open_quote);
        let first = self.block.quotes().first();
        open && self
            .block
            .start()
            .zip(first)
            .is_some_and(|(start, quoted)| quoted.span.start == start && quoted.span.covers(self.evidence.span))
    }

    fn quoted_verdict(&self, reason: &str) -> Option<Verdict> {
        let mut verdict = Verdict::claim(ClaimKind::Quotation, reason.to_owned());
        verdict.source = match self.evidence.attribution() {
            Some(attribution) => Some(self.source(attribution, self.nth, true)),
            None => self.context.last_source(self.earlier).map(|name| Source { name, mention: None }),
        };
        Some(verdict)
    }

    /// Who speaks a quotation: the attribution in a sentence it reaches into, else in the one before.
    fn speaker_of(&self, quote: Quoted) -> Option<(Attribution, usize)> {
        let near = self.nth.saturating_sub(AHEAD)..(self.nth + AHEAD).min(self.block.len());
        let reached = near
            .clone()
            .filter(|nth| self.block.sentence(*nth).is_some_and(|sentence| sentence.span.overlaps(quote.span)));
        let before =
            near.filter(|nth| self.block.sentence(*nth + 1).is_some_and(|next| next.span.overlaps(quote.span)));
        reached.chain(before).find_map(|nth| {
            let sentence = self.block.sentence(nth)?;
            // What is attributed inside the quotation is not the quotation's source.
            let found = sentence
                .attributions
                .iter()
                .find(|found| !found.source.own && !quote.span.covers(found.source.span))?;
            Some((*found, nth))
        })
    }

    /// Somebody's words in quotation marks.
    pub(super) fn direct_quotation(&self) -> Option<Verdict> {
        let quote = *self.evidence.quotes.first()?;
        let attribution = self.evidence.attribution()?;
        let mut verdict = Verdict::claim(ClaimKind::Quotation, format!("quotation {}", self.words(quote)));
        verdict.source = Some(self.source(attribution, self.nth, true));
        verdict.cue = attribution.cue;
        Some(verdict)
    }

    /// Whether somebody speaks in the sentences right before.
    pub(super) fn follows_a_source(&self) -> bool {
        let near = self.earlier.iter().rev().take(3).any(|sentence| sentence.attribution().is_some());
        near || self.nth < 2 && self.context.before.first().is_some_and(|trace| trace.attributed)
    }

    /// A long quotation without a source of its own, after a sentence that has one.
    pub(super) fn quoted_on(&self) -> Option<Verdict> {
        let quote = *self.evidence.unsourced.first()?;
        // In a language without word lists the marks speak for themselves.
        let unknown = self.context.vocabulary.is_empty();
        let spoken = self.is_led_up_to(quote) && !self.block.is_invented(quote);
        let addressed = self.evidence.modality.question || self.evidence.reader.is_some();
        if !spoken && (!(self.follows_a_source() || unknown) || addressed) {
            return None;
        }
        let source = self.context.last_source(self.earlier).map(|name| Source { name, mention: None });
        let mut verdict = Verdict::claim(ClaimKind::Quotation, format!("quotation {}", self.words(quote)));
        verdict.source = source;
        Some(verdict)
    }
}

/// The most characters of a signature.
const SIGNED: usize = 120;

/// The dashes before a signature.
const DASHES: [char; 3] = ['–', '—', '―'];
