//! Interviews: whose words a paragraph holds where no quotation marks say so, but questions and answers do.

use super::lexicon::Class;
use super::names::names;
use super::tokens::Tokens;
use super::vocabulary::Vocabulary;
use crate::article::block::BlockKind;
use crate::article::document::Document;

/// How many of the first blocks may say that an article is an interview.
const OPENING: usize = 8;
/// The longest label of who speaks, in characters.
const LONGEST_LABEL: usize = 40;
/// How many of the first blocks may show that some ask and others answer.
const TURNS: usize = 40;
/// How many blocks back somebody who goes on speaking was called by name.
const LABELS_BACK: usize = 6;

/// An article of questions and answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interview {
    /// Who is asked, where its title or byline names somebody.
    pub who: Option<Box<str>>,
}

impl Interview {
    /// What the title of `document`, or a line that is printed with it, says of an interview; nothing where none does.
    pub fn of(document: &Document, vocabulary: &Vocabulary) -> Option<Self> {
        let opening = document.blocks().iter().take(OPENING);
        let declared =
            opening.filter(|block| matches!(block.kind, BlockKind::Heading { level: 1 } | BlockKind::Boilerplate));
        let mut found = None;
        for block in declared.filter(|block| block.span.len() <= 400) {
            let tokens = Tokens::of(document.text(), block.span, &[], vocabulary);
            let Some((first, last)) = tokens.find(Class::Interview) else { continue };
            let named = names(&tokens).into_iter().find(|(first, _)| *first > last);
            // "Pumps: Q&A" has the author answer what readers may ask.
            if named.is_none() && tokens.span(first, last).of(document.text()).contains('&') {
                continue;
            }
            let who = named.filter(|_| matches!(block.kind, BlockKind::Heading { .. }));
            let who = who.map(|(first, last)| tokens.span(first, last).of(document.text()).into());
            let before: Option<Self> = found.take();
            found = Some(Self { who: before.and_then(|before| before.who).or(who) });
        }
        found.or_else(|| Self::by_form(document))
    }

    /// An article in which one asks again and again and another one answers, each called by name: "Acme: What for?".
    fn by_form(document: &Document) -> Option<Self> {
        let (mut asked, mut answered): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for block in 0..document.blocks().len().min(TURNS) {
            let words = document.block_text(block);
            let Some(name) = caller(words) else { continue };
            if words.ends_with('?') { asked.push(name) } else { answered.push(name) }
        }
        let again = |names: &[&str], name: &str| names.iter().filter(|other| **other == name).count() > 1;
        let asks = asked.iter().any(|name| again(&asked, name) && !answered.contains(name));
        let answers = answered.iter().any(|name| again(&answered, name) && !asked.contains(name));
        (asks && answers).then_some(Self { who: None })
    }
}

/// Who is called before a colon at the head of a paragraph, also in part by small letters: "Harbor team".
fn caller(words: &str) -> Option<&str> {
    let head = words.get(..words.floor_char_boundary(LONGEST_LABEL)).unwrap_or_default();
    let (label, _) = head.split_once(": ")?;
    let plain = label.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    (plain && label.starts_with(char::is_uppercase) && (2..=4).contains(&label.split(' ').count())).then_some(label)
}

/// Who speaks in a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker<'a> {
    /// Who is called so by the label before the words.
    Called(&'a str),
    /// Who is asked.
    Asked,
}

/// Who speaks in `block` of a document, which is an `interview` where one is given; `heading` is the last one above it.
/// Nothing where it is the author, or one who asks.
pub fn speaker<'a>(
    document: &'a Document,
    block: usize,
    heading: Option<usize>,
    interview: Option<&Interview>,
) -> Option<Speaker<'a>> {
    let words = document.block_text(block);
    if words.ends_with('?') || matches!(label(words), Some("Q")) {
        return None;
    }
    match label(words) {
        Some("A") => return Some(Speaker::Asked),
        Some(name) if interview.is_some() => return Some(Speaker::Called(name)),
        _ => {}
    }
    interview?;
    if heading.is_some_and(|heading| document.block_text(heading).ends_with('?')) {
        return Some(Speaker::Asked);
    }
    // Whoever was called by name, or asked, goes on to speak.
    let nearest = heading.map_or(0, |heading| heading + 1).max(block.saturating_sub(LABELS_BACK));
    (nearest..block).rev().find_map(|before| match label(document.block_text(before))? {
        "Q" | "A" => Some(Speaker::Asked),
        name => Some(Speaker::Called(name)),
    })
}

/// Who is said to speak before a colon: "Q", "A", "Ana Ferreira", "FERREIRA".
fn label(words: &str) -> Option<&str> {
    let head = words.get(..words.floor_char_boundary(LONGEST_LABEL)).unwrap_or_default();
    let (label, rest) =
        head.split_once(": ").or_else(|| head.split_once(". ").filter(|(label, _)| label.len() == 1))?;
    let parts = label.split(' ').count();
    let name = |part: &str| {
        part.starts_with(char::is_uppercase)
            && part.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '\'' | '’'))
    };
    let asks = matches!(label, "Q" | "A");
    (asks || (2..=4).contains(&parts) || label.chars().all(char::is_uppercase))
        .then_some(label)
        .filter(|label| label.split(' ').all(name) && !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::article::pane::Pane;
    use crate::article::parse::{Kind, parse};
    use crate::reading::judgement::ClaimKind;
    use crate::reading::reading::Reading;

    /// The kinds of the claims of a text, by how their sentences open, and who says them.
    fn quoted(text: &str) -> Vec<(String, String)> {
        let reading = Reading::of(Arc::new(parse(Kind::PlainText, text.as_bytes(), "a.txt")));
        let document = Arc::clone(reading.document());
        document
            .all_sentences()
            .filter_map(|(id, span)| {
                let judgement = reading.judgement(id)?;
                let is_quoted = judgement.pane == Pane::Claims && judgement.kind == ClaimKind::Quotation;
                let opens = span.of(document.text()).split(' ').next()?.to_owned();
                let source = judgement.source.as_ref().map_or(String::new(), |source| source.name.clone());
                is_quoted.then_some((opens, source))
            })
            .collect()
    }

    #[test]
    fn answers_are_the_words_of_who_is_asked() {
        let text = "The office is not going away: an interview with Ana Ferreira\nBy Tom Reyes\nShe has watched accountants \
                    for twenty years, and sold her company last year.\nWhat do finance teams want?\nBoring things. Nobody \
                    dreams of a surprise at the end of the month.\nWhat should founders take from that?\nSit next to the \
                    user for a week, and write down what you see there.\n";
        let expected = ["Boring", "Nobody", "Sit"].map(|word| (word.to_owned(), "Ana Ferreira".to_owned()));
        assert_eq!(quoted(text), expected);
        // The same questions are the author's own where nobody is asked.
        assert_eq!(quoted(&text.replace("an interview with", "the rise of")), []);
    }

    #[test]
    fn speakers_are_called_by_labels() {
        let text = "Mills and money\n\nQ: What happens to the mill when the water is gone?\n\nA: It stands still, and we all go home \
                    early.\n\nThat was all that could be learned on the hill in the rain of that long and grey day.\n";
        // Where nothing calls it an interview, both are the author's.
        assert_eq!(quoted(text), []);
        let declared = text.replace("Mills and money", "Mills and money: an interview");
        assert_eq!(quoted(&declared), ["A:", "That"].map(|word| (word.to_owned(), String::new())));
        let text = "An interview with Jo Ray\n\nTom Reyes: You run the mill, I hear, and you live in it too.\n\nJo Ray: I do. It is \
                    a wet place.\n\nSo be it.\n";
        let who = |name: &str| name.to_owned();
        let expected = [("Tom", "Tom Reyes"), ("Jo", "Jo Ray"), ("It", "Jo Ray"), ("So", "Jo Ray")];
        assert_eq!(quoted(text), expected.map(|(word, name)| (who(word), who(name))));
        // Readers ask, and the author answers.
        assert_eq!(quoted(&declared.replace("an interview", "Q&A")), []);
    }

    #[test]
    fn who_asks_and_who_answers_again_and_again_shows_an_interview() {
        let text = "Mills and money\n\nIt rained all day on the hill, and nobody came.\n\nHarbor team: What for?\n\nMill Team: \
                    For the bread of the town.\n\nHarbor team: Since when?\n\nMill Team: It has stood here since May.\n";
        let expected = ["Mill", "Mill"].map(|word| (word.to_owned(), "Mill Team".to_owned()));
        assert_eq!(quoted(text), expected);
        assert_eq!(quoted(&text.replace("Harbor team: Since when?", "Since when?")), []);
    }
}
