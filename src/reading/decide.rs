//! The decisions, in their order: which pane a sentence belongs to, and the reason.

use super::attribution::{Attribution, CueKind};
use super::block_evidence::{AHEAD, BlockEvidence};
use super::context::Context;
use super::evidence::Evidence;
use super::judgement::{ClaimKind, Judgement, Source};
use super::lexicon::Class;
use super::tokens::lower_case;
use super::weigh::{Feature, Signs};
use crate::article::block::BlockKind;
use crate::article::pane::Pane;
use crate::text::span::Span;

mod ahead;
mod quoting;
mod weighing;

/// How sure an announcement sounds, in hundredths.
const SURE: u8 = 90;
/// How many bytes into a sentence a signpost may stand.
const OPENING: usize = 12;
/// How many words may say where something was said.
const SAID_WHERE: usize = 6;

/// The judgement on sentence `nth` of a block.
pub fn judge(block: &mut BlockEvidence<'_>, nth: usize, context: &Context<'_>) -> Judgement {
    block.read_to(nth);
    let block = &*block;
    let Some(evidence) = block.sentence(nth) else { return Judgement::analysis("it holds no words") };
    let case = Case { evidence, earlier: block.before(nth), block, nth, context };
    case.judgement()
}

/// What was weighed on sentence `nth` of a block, where no rule decides it.
pub fn weighed(block: &mut BlockEvidence<'_>, nth: usize, context: &Context<'_>) -> Option<Signs> {
    block.read_to(nth);
    let block = &*block;
    let evidence = block.sentence(nth)?;
    let case = Case { evidence, earlier: block.before(nth), block, nth, context };
    let signs = case.ruled().is_none().then(|| case.signs())?;
    case.leans(&signs).is_none().then_some(signs)
}

/// What was weighed for and against the author's take on sentence `nth` of a block, where no rule decides it and something
/// speaks for the take.
pub fn weighed_for_take(block: &mut BlockEvidence<'_>, nth: usize, context: &Context<'_>) -> Option<Signs> {
    block.read_to(nth);
    let block = &*block;
    let evidence = block.sentence(nth)?;
    let case = Case { evidence, earlier: block.before(nth), block, nth, context };
    case.ruled().is_none().then(|| case.take_cue().map(|_| case.signs()))?
}

/// A sentence before the bench.
struct Case<'a> {
    evidence: &'a Evidence,
    earlier: &'a [Evidence],
    block: &'a BlockEvidence<'a>,
    nth: usize,
    context: &'a Context<'a>,
}

/// What was decided.
struct Verdict {
    pane: Pane,
    kind: Option<ClaimKind>,
    source: Option<Source>,
    cue: Option<Span>,
    reason: String,
}

impl Verdict {
    fn of(pane: Pane, reason: String) -> Self {
        Self { pane, kind: None, source: None, cue: None, reason }
    }

    fn claim(kind: ClaimKind, reason: String) -> Self {
        Self { kind: Some(kind), ..Self::of(Pane::Claims, reason) }
    }
}

impl Case<'_> {
    /// What a rule decides, the first that applies.
    fn ruled(&self) -> Option<Verdict> {
        let rules = [
            Self::preformatted,
            Self::answered,
            Self::handed_over,
            Self::signed,
            Self::running_quotation,
            Self::direct_quotation,
            Self::quoted_on,
            Self::attributed,
            Self::asked,
            Self::reported,
            Self::introduced,
            Self::pointed_on,
            Self::scheduled,
            Self::turned,
            Self::planned,
            Self::carried_on,
        ];
        rules.iter().find_map(|rule| rule(self))
    }

    fn judgement(&self) -> Judgement {
        let verdict = self.ruled().unwrap_or_else(|| self.weighed());
        let evidence = self.evidence;
        let mut reasons = vec![verdict.reason];
        reasons.extend(
            self.other_reasons(verdict.pane)
                .into_iter()
                .filter(|reason| !reasons.first().is_some_and(|first| first.contains(reason.as_str())))
                .collect::<Vec<_>>(),
        );
        reasons.shrink_to_fit();
        let said = verdict.pane == Pane::Claims && verdict.kind == Some(ClaimKind::Quotation);
        let planned = self.context.introduction.is_some_and(|(trace, _)| trace.foretells) || self.is_listed_ahead();
        let planned = planned && evidence.told.is_none();
        let forecast = evidence.modality.looks_ahead()
            || planned && !evidence.modality.question
            || said && evidence.modality.foretold && !evidence.modality.question;
        Judgement {
            pane: verdict.pane,
            kind: verdict.kind.unwrap_or_else(|| self.kind()),
            source: verdict.source,
            cue: verdict.cue,
            figures: evidence.figures.clone(),
            forecast,
            confidence: f32::from(evidence.modality.certainty) / 100.0,
            reasons,
        }
    }

    /// Whether it is an item of a list under a heading such as "Roadmap".
    fn is_listed_ahead(&self) -> bool {
        let item = matches!(self.context.kind, BlockKind::ListItem { .. });
        item && self.evidence.past.is_none() && self.context.prior.as_ref().is_some_and(|prior| prior.ahead)
    }

    fn words(&self, span: Span) -> &str {
        span.of(self.context.text)
    }

    /// Code and tables: what counts there are the figures.
    fn preformatted(&self) -> Option<Verdict> {
        if self.context.kind == BlockKind::Code {
            return Some(Verdict::of(Pane::Analysis, "a line of code".to_owned()));
        }
        if self.context.kind == BlockKind::Table && !self.evidence.figures.is_empty() {
            return Some(Verdict::claim(ClaimKind::Figure, format!("a table row with the {}", self.figures_named())));
        }
        None
    }

    /// A source and a cue.
    fn attributed(&self) -> Option<Verdict> {
        let attribution = self.evidence.attribution()?;
        let praise =
            matches!(attribution.by, CueKind::Noun | CueKind::By) && self.evidence.signs.times(Feature::Judging) > 1;
        // "Teams should test it the way they tested …": what should be done is the main assertion.
        let advised =
            self.evidence.modality.prescriptive.is_some_and(|advice| advice.end <= attribution.source.span.start)
                && matches!(attribution.by, CueKind::Say | CueKind::Present)
                && !self.ends_in(attribution);
        // "Consider adding disclosure requirements": nobody requires it but the author.
        let told_to = self.evidence.modality.imperative.is_some_and(|verb| {
            let inside = verb.overlaps(attribution.source.span);
            let before = verb.end <= attribution.source.span.start && !self.ends_in(attribution);
            (inside || before) && attribution.by != CueKind::Phrase && self.evidence.quotes.is_empty()
        });
        if attribution.aside
            || praise
            || advised
            || told_to
            || (self.evidence.modality.question && attribution.by != CueKind::Phrase)
        {
            return None;
        }
        let source = self.source(attribution, self.nth, true);
        if self.is_nobody(attribution, &source) {
            return None;
        }
        let cue = attribution.cue.map_or(String::new(), |cue| format!(", cue \"{}\"", self.words(cue)));
        let mut verdict = Verdict::claim(ClaimKind::Attribution, format!("attributed: {}{cue}", source.name));
        verdict.source = Some(source);
        verdict.cue = attribution.cue;
        Some(verdict)
    }

    /// Whether "they" stands for nobody who spoke before, and shows, thinks or expects: "they often reveal much".
    fn is_nobody(&self, attribution: &Attribution, source: &Source) -> bool {
        let words = self.words(attribution.source.span);
        let classes = |words: &str| {
            let mut lower = String::new();
            lower_case(words, &mut lower);
            self.context.vocabulary.entry(&lower).map(|entry| entry.classes).unwrap_or_default()
        };
        let cue = attribution.cue.map(|cue| classes(self.words(cue))).unwrap_or_default();
        let several = classes(words).has(Class::PluralPronoun) && source.name == words;
        let thinks = cue.has(Class::Opinion) && !cue.any(&[Class::Utter, Class::Present]);
        let shows = attribution.by == CueKind::Present && !cue.any(&[Class::Opinion, Class::Measuring]);
        several && self.context.vocabulary.is_english() && (thinks || shows)
    }

    /// Whether a sentence ends in its source and cue, and where they said it: "…, experts argue in a letter."
    fn ends_in(&self, attribution: &Attribution) -> bool {
        let end = attribution.cue.map_or(0, |cue| cue.end).max(attribution.source.span.end);
        let rest = Span::new(end.min(self.evidence.span.end), self.evidence.span.end);
        let rest = self.words(rest);
        !rest.contains(',') && rest.split_whitespace().count() <= SAID_WHERE
    }

    /// A question is the author's.
    fn asked(&self) -> Option<Verdict> {
        self.evidence.modality.question.then(|| Verdict::of(Pane::Analysis, "it asks a question".to_owned()))
    }

    /// What goes on in the form of reported speech: "Es sei das Wichtigste, …".
    fn reported(&self) -> Option<Verdict> {
        let words = self.evidence.reported?;
        let source = self.context.last_source(self.earlier).map(|name| Source { name, mention: None });
        let by = source.as_ref().map_or(String::new(), |source| format!(" of {}", source.name));
        let reason = format!("reported speech{by}: \"{}\"", self.words(words));
        let mut verdict = Verdict::claim(ClaimKind::Attribution, reason);
        verdict.source = source;
        Some(verdict)
    }

    /// A list item after a line that attributes or prescribes, or whose sentence it only goes on with.
    fn introduced(&self) -> Option<Verdict> {
        let (trace, line) = self.context.introduction?;
        if trace.hands_down {
            let source = trace.lister.as_ref().map(|name| Source { name: name.to_string(), mention: None });
            let by = source.as_ref().map_or(String::new(), |source| format!(" to {}", source.name));
            let kind = if self.evidence.figures.is_empty() { ClaimKind::Attribution } else { ClaimKind::Figure };
            let mut verdict =
                Verdict::claim(kind, format!("the line before the list attributes it{by}: \"{}\"", shortened(line)));
            verdict.source = source;
            return Some(verdict);
        }
        // "It is crucial to tell the two apart:" says nothing of items that state something themselves.
        let states = self.evidence.clause && !self.tells();
        if trace.prescribes && !states {
            let reason = format!("the line before the list says what to do: \"{}\"", shortened(line));
            return Some(Verdict::of(Pane::Take, reason));
        }
        // "The tool was used to: – Scan the ports": no instruction, but what was done.
        let open = self.leaves_open(line);
        let plain = self.evidence.modality.prescriptive.is_none() && self.evidence.modality.future.is_none();
        if !plain || self.evidence.clause && !open {
            return None;
        }
        let reason = format!("it goes on with the line before the list: \"{}\"", shortened(line));
        if trace.tells {
            return Some(Verdict::claim(self.kind(), reason));
        }
        open.then(|| Verdict::of(Pane::Analysis, reason))
    }

    /// Whether a line ends in a word that a verb has to follow: "was used to:".
    fn leaves_open(&self, line: &str) -> bool {
        let last = line.trim_end_matches([':', ' ', '\u{a0}']).rsplit(' ').next().unwrap_or_default();
        self.context.vocabulary.entry(last).is_some_and(|entry| entry.classes.has(Class::Infinitive))
    }

    fn tells(&self) -> bool {
        let modality = &self.evidence.modality;
        modality.prescriptive.is_some() || modality.imperative.is_some() || modality.future.is_some()
    }

    /// What only points at what follows.
    fn pointed_on(&self) -> Option<Verdict> {
        let signpost = self.evidence.modality.signpost.filter(|signpost| !self.tells_beside(*signpost))?;
        Some(Verdict::of(Pane::Analysis, format!("\"{}\" points at what follows", self.words(signpost))))
    }

    /// "Agencies must report by May 3": a duty with its day, and no advice.
    fn scheduled(&self) -> Option<Verdict> {
        let modality = &self.evidence.modality;
        let spoken = self.evidence.reader.is_some() || self.instruction().is_some();
        let duty = modality.prescriptive.filter(|_| self.is_scheduled() && !spoken)?;
        let reason = format!("a duty with its day: \"{}\"", self.words(duty));
        Some(Verdict::claim(self.kind(), reason))
    }

    /// The verb of an instruction that does not only point at what is told.
    fn instruction(&self) -> Option<Span> {
        self.evidence.modality.imperative.filter(|_| !self.is_pointed_at())
    }

    /// Whether a sentence with a signpost tells something beside it: "For example, sales rose", "Here's what happened: the
    /// court asked for …".
    fn tells_beside(&self, signpost: Span) -> bool {
        let rest = Span::new(signpost.end, self.evidence.span.end.max(signpost.end)).of(self.context.text);
        let told = self.evidence.past.is_some() || !self.evidence.figures.is_empty();
        // "It also shows best practices — for example, …": what is told comes first.
        let later = signpost.start > self.evidence.span.start + OPENING;
        later || told && (rest.starts_with(',') || rest.contains(": "))
    }

    /// Whether an instruction only points at what is told: "Look at Acme, which raised $6 million last year".
    fn is_pointed_at(&self) -> bool {
        let evidence = self.evidence;
        let counted = !evidence.figures.is_empty() && !evidence.names.is_empty() && evidence.reader.is_none();
        let mut lower = String::new();
        lower_case(evidence.modality.imperative.map_or("", |verb| self.words(verb)), &mut lower);
        let pointing = self.context.vocabulary.entry(&lower).is_some_and(|entry| entry.classes.has(Class::PointAt));
        evidence.told.is_some() && evidence.subject.is_some() && pointing || counted && evidence.past.is_some()
    }

    /// A sentence that goes on with what a study or report said just before.
    fn carried_on(&self) -> Option<Verdict> {
        let near = self.earlier.iter().rev().take(3).map(Evidence::attribution);
        let (back, before) = near.enumerate().find_map(|(back, found)| Some((back, found?)))?;
        let evidence = self.evidence;
        let plain =
            [evidence.evaluative, evidence.explaining, evidence.reader, evidence.opinion].iter().all(Option::is_none);
        // "Those with low incomes", "half of them": a finding; "The rates were high": only right after one.
        let finding = evidence.points_back || evidence.quantity.is_some() || (back == 0 && evidence.told.is_some());
        let writing = before.source.class == Some(Class::Document) && before.by != CueKind::Noun;
        let resumes = evidence.resumes && before.by != CueKind::Noun;
        if !(writing && plain && finding || resumes) {
            return None;
        }
        let source = self.context.last_source(self.earlier);
        let by = source.as_deref().unwrap_or("the sentence before");
        Some(Verdict::claim(self.kind(), format!("goes on with what {by} says")))
    }

    /// The kind by the sentence's own evidence, first that applies.
    fn kind(&self) -> ClaimKind {
        let evidence = self.evidence;
        if !evidence.quotes.is_empty() || !evidence.unsourced.is_empty() {
            ClaimKind::Quotation
        } else if !evidence.figures.is_empty() {
            ClaimKind::Figure
        } else if !evidence.dates.is_empty() {
            ClaimKind::Date
        } else if evidence.event {
            ClaimKind::Event
        } else {
            ClaimKind::Fact
        }
    }

    /// The source of an attribution that stands in sentence `sentence` of the block.
    fn source(&self, attribution: &Attribution, sentence: usize, here: bool) -> Source {
        let earlier = self.block.before(sentence);
        let mention = here.then_some(attribution.source.span);
        let sentence = self.block.sentence(sentence).unwrap_or(self.evidence);
        Source { name: self.context.names_of(attribution, sentence, earlier), mention }
    }

    fn figures_named(&self) -> String {
        let figures: Vec<&str> = self.evidence.figures.iter().take(4).map(|span| self.words(*span)).collect();
        format!("{} {}", if figures.len() == 1 { "figure" } else { "figures" }, figures.join(", "))
    }

    /// Evidence beside the decisive one.
    fn other_reasons(&self, pane: Pane) -> Vec<String> {
        let evidence = self.evidence;
        let mut reasons = Vec::new();
        if pane == Pane::Claims {
            if let (Some(attribution), false) = (evidence.attribution(), evidence.quotes.is_empty()) {
                let source = self.source(attribution, self.nth, true);
                let cue = attribution.cue.map_or(String::new(), |cue| format!(", cue \"{}\"", self.words(cue)));
                reasons.push(format!("attributed: {}{cue}", source.name));
            }
            if !evidence.figures.is_empty() {
                reasons.push(self.figures_named());
            }
        }
        if let Some(words) = evidence.modality.future {
            reasons.push(format!("looks ahead: \"{}\"", self.words(words)));
        }
        if let Some(prior) = &self.context.prior {
            let with = if prior.pane == pane { "speaks for" } else { "would speak for" };
            let pane = match prior.pane {
                Pane::Claims => "the claims",
                Pane::Analysis => "the analysis",
                Pane::Take => "the take",
            };
            reasons.push(format!("heading \"{}\" {with} {pane}", prior.words));
        }
        reasons
    }
}

/// The last words of a line, at most sixty characters.
fn shortened(line: &str) -> String {
    let skip = line.chars().count().saturating_sub(60);
    let tail: String = line.chars().skip(skip).collect();
    if skip == 0 { tail } else { format!("…{}", tail.trim_start()) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::article::document::SentenceId;
    use crate::article::pane::Pane;
    use crate::article::parse::{Kind, parse};
    use crate::reading::reading::Reading;

    /// What every text ends in, so that it is long enough to tell its language.
    const TAIL: &str = "This is the rest of the article, and it is written in plain English for the reader of the day.";

    /// The pane of the first sentence after the title, and its first reason.
    fn judged(text: &str) -> String {
        let document = parse(Kind::PlainText, format!("A Title\n\n{text}\n\n{TAIL}\n").as_bytes(), "a.txt");
        let reading = Reading::of(Arc::new(document));
        let id = (0..3).map(|block| SentenceId { block, nth: 0 }).find(|id| reading.pane(*id).is_some()).unwrap();
        format!("{}: {}", reading.pane(id).unwrap().name(), reading.reasons(id)[0])
    }

    #[test]
    fn items_and_paragraphs_go_on_with_the_line_before() {
        for (text, expected) in [
            (
                "In May the tool was used by four gangs to:\n\n- Scan the ports of banks\n- Write letters",
                "claims: it goes on with the line before the list: \"In May the tool was used by four gangs to:\"",
            ),
            ("Before you start:\n\n- Scan the ports of banks\n- Write letters", "take: instruction: \"Scan\""),
            ("As the court wrote,\n\nA price that hides is no price.", "claims: the line before says who says it"),
            (
                "They came in May.\n\nSolutions never come, and change is never made by those in power? – Jane Doe, a nurse who is sad",
                "claims: signed: Jane Doe",
            ),
            (
                "Jane Doe is hopeful:\n\n… yes, there is some waste in it, as anybody can see.",
                "claims: it opens with an omission, after a colon",
            ),
            ("Here is how they put it,\n\nA price that hides is no price.", "claims: the line before says who says it"),
            (
                "The full text of the shop policy is:\n\nA price that hides is no price.",
                "claims: the line before says who says it",
            ),
            (
                "Doe and Roe continue:\n\nA shop is a shop, whatever a \"tenant\" may say of it in May.",
                "claims: the line before says who says it",
            ),
        ] {
            let document = parse(Kind::PlainText, format!("A Title\n\n{text}\n\n{TAIL}\n").as_bytes(), "a.txt");
            let reading = Reading::of(Arc::new(document));
            let id = SentenceId { block: 2, nth: 0 };
            assert_eq!(format!("{}: {}", reading.pane(id).unwrap().name(), reading.reasons(id)[0]), expected, "{text}");
        }
    }

    #[test]
    fn somebodys_words_are_known_by_what_leads_up_to_them_and_signs_them() {
        let handed = "claims: the line before says who says it";
        let signed = "claims: signed: Jane Doe";
        let none = "analysis: nothing speaks for another pane";
        for (text, expected) in [
            ("The bill is short. Section 5 states:\n\nNo mill shall stand still while there is wind.", handed),
            ("By Jane Doe's own admission, mills are not best at it:\n\nSo we went and took the old wheel.", handed),
            ("They called it Star (the wheel that turns):\n\nWith it, a mill turns in any wind.", none),
            ("Jane Doe proposed the following test for all mills:\n\nA mill is a mill if it turns in any wind.", none),
            ("As I wrote here:\n\nA mill is a mill if it turns in any wind.", none),
            (
                "Doe wrote with heat that mills must turn.\n\nIt may seem odd that the [old] wheel turns. [H]owever, it does.",
                "claims: it is quoted with changes in brackets",
            ),
            ("They came in May.\n\nThere is more than one way to grind. -- Jane Doe, Fahrenheit", signed),
            (
                "They came in May.\n\nThe mill that turns by itself at night sends its flour to both of the old ports - New York, Boston",
                "claims: speaks of something particular: \"New York\", \"sends\", \"both\"",
            ),
            (
                "They came in May.\n\nThe mill that turns by itself at night is a loop that warms all of the earth and the sea - Jane Doe, Head of Flour",
                signed,
            ),
            ("They came in May.\n\nIn our yard it turns all day. Jane Doe, Head of Flour", signed),
            ("They came in May.\n\n“There is more than one way to grind.” - Jane Doe, Head of Flour.", signed),
            ("They came in May.\n\nIn the yard it turns all day. Jane Doe, Head of Flour", none),
            ("They came in May.\n\nIn our yard it turns all day.\n\nPhoto: Jane Doe, Reuters", none),
            ("They came in May.\n\nIn our yard it turns all day.\n\nImage Credit: Acme (CC BY)", none),
            ("They came in May.\n\nIn our yard it turns all day.\n\nUpdated May, 2021", none),
            (
                "This was seen by boards:\n\nMills turn all day and all night, and so they warm the earth and the sea. Mill Board - Report on Mills",
                "claims: signed: Mill Board",
            ),
        ] {
            let text = format!("A Title\n\n{text}\n\n{TAIL}\n\n{TAIL}\n");
            let reading = Reading::of(Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt")));
            let id = SentenceId { block: 2, nth: 0 };
            assert_eq!(format!("{}: {}", reading.pane(id).unwrap().name(), reading.reasons(id)[0]), expected, "{text}");
        }
        let inside = "claims: it stands inside a quotation";
        for (text, expected) in [
            (
                "One miller shared, “It was over by noon of that day.”",
                "claims: quotation “It was over by noon of that day.”",
            ),
            ("One miller shared, “It was over. Nobody came.”", "claims: quotation “It was over. Nobody came.”"),
            ("I told myself, “It was over by noon of that day.”", "claims: the author's own doing: \"I told\""),
            ("If a miller coughs, “It was over by noon of that day,” it was.", none),
            ("The rule is old: “Never grind by night what is for the day.”", none),
            ("It comes down to this: “Who of them is to mend the wheel?”", "analysis: it asks a question"),
            ("Some miller might ask: “Who of them is to mend the wheel?”", "analysis: it asks a question"),
            (
                "The nurse was plain: “Mills are closed until the end of May.”",
                "claims: quotation “Mills are closed until the end of May.”",
            ),
            ("“Does this mean that mills turn all day?”", inside),
            ("\"The mill put sand in my flour.\" \"The mill has eaten my hat.\"", inside),
        ] {
            assert_eq!(judged(text), expected, "{text}");
        }
    }

    #[test]
    fn items_are_attributed_by_the_line_that_introduces_them_alone() {
        for (line, source) in [
            ("The ministry found that two things are wrong:", Some("ministry")),
            ("According to the ministry, three things are wrong:", Some("ministry")),
            // Who spoke in the sentence before it, or beside what it says, lists nothing.
            ("The ministry said that it was late. There are a few ways to do it:", None),
            ("While the ministry says that it was late, there are a few ways:", None),
            ("A wheel published by the ministry has a few parts:", None),
        ] {
            let text = format!("# A Title\n\n{line}\n\n- The wheel of one mill\n- The roof of another\n\n{TAIL}\n");
            let reading = Reading::of(Arc::new(parse(Kind::Markdown, text.as_bytes(), "a.md")));
            let document = reading.document();
            let found = document.all_sentences().find(|(_, span)| span.of(document.text()) == "The wheel of one mill");
            let judgement = reading.judgement(found.unwrap().0).unwrap();
            assert_eq!(judgement.source.as_ref().map(|source| source.name.as_str()), source, "{line}");
        }
    }

    #[test]
    fn words_that_nobody_leads_up_to_are_those_of_who_spoke_right_before() {
        for (before, source) in [
            ("Jane Doe said that the port is ours. The nurses know it.", Some("Jane Doe")),
            ("The port was built in May, said Jane Doe, a nurse of the port.", Some("Jane Doe")),
            // Between her and the nurses' words others may have spoken.
            (
                "Jane Doe said that the port is ours.\n\nIt was night. The nurses came. All of them had been tired.",
                None,
            ),
        ] {
            let said = "“I love it. It was never so good.”";
            let text = format!("A Title\n\n{before}\n\n{said}\n\n{TAIL}\n");
            let reading = Reading::of(Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt")));
            let document = reading.document();
            let found = document.all_sentences().find(|(_, span)| span.of(document.text()) == "“I love it.");
            let judgement = reading.judgement(found.unwrap().0).unwrap();
            assert_eq!(judgement.source.as_ref().map(|source| source.name.as_str()), source, "{before}");
        }
    }

    #[test]
    fn what_is_listed_under_a_roadmap_lies_ahead() {
        for (heading, line, ahead) in [
            ("What's Next", "A wheel for the old mill", true),
            ("2027 Roadmap", "A wheel for the old mill", true),
            ("Roadmap", "We moved the wheel in May", false),
            ("The Mill", "A wheel for the old mill", false),
        ] {
            let text = format!("# A Title\n\n{TAIL}\n\n## {heading}\n\n{TAIL}\n\n- {line}\n- The roof of another\n");
            let reading = Reading::of(Arc::new(parse(Kind::Markdown, text.as_bytes(), "a.md")));
            let document = reading.document();
            let found = document.all_sentences().find(|(_, span)| span.of(document.text()) == line);
            assert_eq!(reading.judgement(found.unwrap().0).unwrap().forecast, ahead, "{heading}: {line}");
        }
    }

    #[test]
    fn a_plan_of_its_owner_is_a_claim_in_every_language() {
        let around = |words: &str| match words.split(' ').next() {
            Some("Das" | "Wir" | "Der") => "Der Hafen liegt am Rand der Stadt, und die Leute gehen gern dorthin.",
            Some("El" | "La" | "Los") => "El puerto está en las afueras de la ciudad, y la gente va a verlo con gusto.",
            _ => "Le port se trouve au bord de la ville, et les gens y vont avec plaisir le dimanche.",
        };
        for (text, pane) in [
            ("Das Ministerium wird die Halle im Herbst eröffnen.", Pane::Claims),
            ("Wir werden die Liste prüfen.", Pane::Claims),
            ("Der Hafen wird daran zugrunde gehen.", Pane::Take),
            ("Le ministère publiera le décret avant l'été.", Pane::Claims),
            ("Les guichets mettront à jour les listes.", Pane::Claims),
            ("Le commerce perdra ses clients.", Pane::Take),
            ("El Ayuntamiento abrirá tres oficinas.", Pane::Claims),
            ("Los talleres enviarán las listas.", Pane::Claims),
            ("El comercio perderá sus clientes.", Pane::Take),
        ] {
            let article = format!("{}\n\n{text}\n", around(text));
            let reading = Reading::of(Arc::new(parse(Kind::PlainText, article.as_bytes(), "a.txt")));
            let document = reading.document();
            let found = document.all_sentences().find(|(_, span)| span.of(document.text()) == text);
            assert_eq!(reading.pane(found.unwrap().0), Some(pane), "{text}");
        }
    }

    #[test]
    fn quotation_marks_and_figures_speak_in_any_language() {
        for (text, first) in [
            (
                "«Non abbiamo altra scelta», ha detto la ministra Anna Bianchi a Roma.",
                "claims: quotation «Non abbiamo altra scelta»",
            ),
            ("Il traffico è calato del 34,4 % in tre anni, e nessuno sa perché.", "claims: figure 34,4 %"),
            (
                "È una decisione sbagliata, e il ministero lo sa bene da molti anni.",
                "analysis: nothing speaks for another pane",
            ),
        ] {
            let document = parse(
                Kind::PlainText,
                format!("Il porto\n\n{text}\n\nQuesto è il resto dell'articolo.\n").as_bytes(),
                "a.txt",
            );
            let reading = Reading::of(Arc::new(document));
            let id = (0..3).map(|block| SentenceId { block, nth: 0 }).find(|id| reading.pane(*id).is_some()).unwrap();
            assert_eq!(format!("{}: {}", reading.pane(id).unwrap().name(), reading.reasons(id)[0]), first, "{text}");
        }
    }

    #[test]
    fn every_decision_names_its_words() {
        for (text, expected) in [
            ("The board added that prices \"may fall by half\".", "claims: quotation \"may fall by half\""),
            ("\"It was “so” dark. They were tired.\"", "claims: it stands inside a quotation"),
            (
                "They got in with phrases like \"the customer is always right in what he says\".",
                "analysis: nothing speaks for another pane",
            ),
            (
                "\"Write to the forum and someone will reply\" can be a risk.",
                "analysis: nothing speaks for another pane",
            ),
            (
                "The safest reading is \"they all knew it and said nothing of it to us.\"",
                "analysis: nothing speaks for another pane",
            ),
            ("According to the ministry, 34.4 % are empty.", "claims: attributed: ministry, cue \"According to\""),
            ("Jane Doe's framework (#12) breaks this up.", "claims: attributed: Jane Doe, cue \"framework\""),
            (
                "The survey of 900 nurses found that most were tired.",
                "claims: attributed: survey of 900 nurses, cue \"found\"",
            ),
            ("Sales rose 12 percent in May.", "claims: figure 12 percent"),
            (
                "Acme sold its mill on March 3, 2026.",
                "claims: speaks of something particular: \"March 3, 2026\", \"sold\", \"Acme\"",
            ),
            ("We measured forty pumps in Oslo.", "claims: the author's own doing: \"We measured\""),
            ("Markets are fragile because trust is fragile.", "analysis: the author judges: \"fragile\""),
            ("Here are three reasons.", "analysis: \"Here are\" points at what follows"),
            ("Firms should publish their data.", "take: advice: \"should\""),
            ("Firms should publish their data, experts argue.", "claims: attributed: experts, cue \"argue\""),
            ("Once you have a feed, Acme Corp will read it.", "analysis: nothing speaks for another pane"),
            ("NWS leaders trusted that the 14 offices could handle it.", "claims: figure 14"),
            (
                "The firm Harbor Mills announced that it raised $2 million in \"seed\" funding.",
                "claims: attributed: Harbor Mills, cue \"announced\"",
            ),
            ("Publish the logs, and wait.", "take: instruction: \"Publish\""),
            ("Never cache prompts that hold a password.", "take: instruction: \"Never\""),
            ("If a vendor cannot answer, walk away.", "take: instruction: \"walk\""),
            ("Use per-tenant caching or jitter.", "take: instruction: \"Use\""),
            ("Scope asks for what is touched.", "analysis: nothing speaks for another pane"),
            ("Each of them would have to create a link.", "analysis: nothing speaks for another pane"),
            ("We moved the sites to a new home.", "claims: the author's own doing: \"We moved\""),
            ("Do it for a year and your mill becomes a home.", "analysis: nothing speaks for another pane"),
            ("Choose any mill, and you're likely to see a wheel.", "analysis: nothing speaks for another pane"),
            ("State mills have shown interest in this.", "analysis: nothing speaks for another pane"),
            ("While travel bans are in place, the mill stands.", "analysis: nothing speaks for another pane"),
            ("We'll issue a new version of it.", "claims: a plan: \"We\" \"'ll\""),
            (
                "It was first printed in 1952, meaning it'll expire in 2047.",
                "claims: speaks of something particular: \"1952\", \"was\", \"'ll\"",
            ),
            ("It fails because the vendor must keep the peace.", "analysis: the author explains: \"because\""),
            ("Consider adding disclosure requirements.", "take: instruction: \"Consider\""),
            ("We'll see more of it.", "take: looks ahead: \"'ll\""),
            ("The next report will show it.", "take: looks ahead: \"will\""),
            (
                "The museum will open its new hall on March 3, 2027.",
                "claims: speaks of something particular: \"March 3, 2027\", \"museum\", \"new\"",
            ),
            ("\"It writes the whole of the timeline for me.\"", "claims: it stands inside a quotation"),
            (
                "The Harbor Bureau published an essay on \"Wet Feet.\"",
                "claims: attributed: Harbor Bureau, cue \"published\"",
            ),
            ("For example, sales in Oslo rose 12 percent.", "claims: figure 12 percent"),
            ("They let us know the price of the mill.", "analysis: nothing speaks for another pane"),
            ("We strongly recommend the second mill.", "take: advice: \"strongly recommend\""),
            ("When you need a pump — use the old one.", "take: instruction: \"use\""),
            (
                "At Acme we use the mill for each loaf of bread.",
                "claims: speaks of something particular: \"Acme\", \"we use\"",
            ),
            ("We're building a second mill beside it.", "claims: speaks of something particular: \"We're building\""),
            ("The answer is to build a second mill.", "take: advice: \"The answer is to\""),
            ("A mill has to grind the corn it is given.", "analysis: nothing speaks for another pane"),
            ("This summer, let's fix the old mill.", "take: advice: \"let's\""),
            ("Let's look at the old mill.", "analysis: \"Let's look\" points at what follows"),
            ("Just look at Acme Robotics, which raised $6 million in May.", "claims: figure $6 million"),
            ("NASA will hold a fair for schools.", "claims: a plan: \"NASA\" \"will\""),
            ("Vendors will hold on to what they have.", "take: looks ahead: \"will\""),
            ("Agencies must report to the board by May 3.", "claims: a duty with its day: \"must\""),
            (
                "The key distinction Jane Doe draws — \"a plan is what you know, a hope is not\" — is old.",
                "claims: quotation \"a plan is what you know, a hope is not\"",
            ),
            (
                "The sounds were described as both \"loud\" and \"deep in tone\" by witnesses.",
                "claims: quotation \"loud\"",
            ),
            (
                "Jane Doe proposes a stack with a \"value layer\" (the context) in it.",
                "claims: attributed: Jane Doe, cue \"proposes\"",
            ),
            (
                "Jane Doe said that it turns the old \"ask, then pay\" order around.",
                "claims: attributed: Jane Doe, cue \"said\"",
            ),
            ("Jane Doe calls the boom \"dumber than tulips\".", "claims: quotation \"dumber than tulips\""),
            (
                "The port must pay for it, its director Jane Doe wrote in a letter.",
                "claims: attributed: Jane Doe, cue \"wrote\"",
            ),
            ("They reveal much of what they would hide.", "analysis: nothing speaks for another pane"),
            ("Wise Media just sold its mill.", "claims: speaks of something particular: \"sold\", \"Wise Media\""),
            ("For teams building on Acme, the price is a signal.", "take: \"For teams\" turns to a group of readers"),
        ] {
            assert_eq!(judged(text), expected, "{text}");
        }
    }
}
