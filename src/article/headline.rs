//! Which bare lines of plain text are headings, as a person would see it.

use super::calls::{closing_credit, straightened};
use super::lines::{ends_sentence, is_closing};
use super::phrases::List;

/// The longest heading, in characters.
pub(super) const LONGEST: usize = 120;
/// So many words in which the author speaks are no heading.
const SPOKEN: usize = 9;
/// The most words that trail off and are a heading.
const TRAILING: usize = 5;
/// The most words of a heading that exclaims.
const EXCLAIMED: usize = 5;
/// The most words in quotation marks that stand above a section of a newspaper.
const QUOTED: usize = 8;
/// The longest title, in characters.
const LONGEST_TITLE: usize = 300;

/// What stands after a bare line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// The article ends.
    Nothing,
    /// Prose of so many characters.
    Prose(usize),
    /// A list, a quotation, code or a heading that is marked as one.
    Structure,
    /// Another bare line that could be a heading, with something other than a bare line after it.
    Headline,
    /// Another bare line, and yet another.
    Lines,
}

/// Whether the first line of a text is its title.
pub(super) fn is_title(words: &str, after: After) -> bool {
    after != After::Nothing
        && words.chars().count() <= LONGEST_TITLE
        && words.split_whitespace().count() <= 48
        && starts_like_one(words)
        && !is_spoken(words)
        && (!words.trim_end_matches(is_closing).ends_with(['.', ',', ';', ':', '…']) || is_abbreviated_title(words))
}

/// Whether a line that could be a heading, however long it is, does not end like a sentence: the one that sums an
/// article up.
pub(super) fn is_unended(words: &str) -> bool {
    let quoted = words.starts_with(['"', '“', '„', '«']);
    let parts = words.contains(". ") && !is_title_case(words) || words.matches(": ").count() > 1;
    let ended = ends_sentence(words) || words.ends_with([',', '-', '–', '—']);
    starts_like_one(words) && !is_spoken(words) && !quoted && !parts && !ended
}

/// "A Hostile Bid for Harbor Bros.": the full stop is that of an abbreviation, as all words have capitals.
fn is_abbreviated_title(words: &str) -> bool {
    let last = words.strip_suffix('.').and_then(|rest| rest.rsplit(' ').next());
    last.is_some_and(|last| last.chars().count() <= 5) && words.split(' ').count() >= 4 && is_title_case(words)
}

/// Whether a bare line could be a heading by its own looks.
pub(super) fn looks_like_heading(words: &str) -> bool {
    let length = words.chars().count();
    // "Date: May 3 Duration: two days Severity: low": a table in a line.
    let fields = words.contains(": ") && words.matches(": ").count() > 2;
    if length > LONGEST || fields || !starts_like_one(words) || is_spoken(words) {
        return false;
    }
    if is_chapter(words) || (is_capitals(words) && (!words.ends_with([',', ';']) || is_label(words))) {
        return true;
    }
    let count = words.split_whitespace().count();
    if count > 18 {
        return false;
    }
    if words.ends_with('?') {
        return length <= 80 && !opens_an_aside(words);
    }
    if let Some(bare) = words.strip_suffix(':') {
        return heads_list(bare);
    }
    if words.ends_with('!') {
        return (2..=EXCLAIMED).contains(&count)
            && is_title_case(words)
            && !words.contains(", ")
            && !words.split(' ').next().is_some_and(|first| List::GoesOn.has(&straightened(first)));
    }
    // "The mill grinds well. Jane Doe, Head of Mills": somebody's words, signed.
    if words.contains(". ")
        && let Some(said) = closing_credit(words).and_then(|at| words.get(..at))
        && said.split(' ').filter(|word| word.starts_with(char::is_lowercase)).count() >= EXCLAIMED
    {
        return false;
    }
    // Pictures may stand behind the full stop.
    let words = words.trim_end_matches(|c: char| is_pictured(c) || matches!(c, '\u{fe0f}' | ' '));
    (!ends_sentence(words) || is_place(words) || trails_off(words))
        && !words.ends_with([',', '-', '–', '—'])
        && !is_unfinished(words)
}

/// "And we care because…": a few words that go on below.
fn trails_off(words: &str) -> bool {
    (words.ends_with('…') || words.ends_with("...")) && (2..=TRAILING).contains(&words.split_whitespace().count())
}

/// "After many tests we found that", "We had the following questions": what follows belongs to it.
fn is_unfinished(words: &str) -> bool {
    let lower = words.to_lowercase();
    // "Who we spoke to", "How we tested it and what we found".
    if lower.split(' ').next().is_some_and(|first| List::Asking.has(first)) {
        return false;
    }
    let last = lower.rsplit(' ').next().unwrap_or_default();
    let spoken = || lower.split(' ').any(|word| matches!(word, "we" | "i")) && lower.split(' ').count() > SPOKEN;
    words.contains(' ') && !is_title_case(words) && (List::Unfinished.has(last) || lower.contains(" the following "))
        || spoken() && lower.split(' ').any(|word| matches!(word, "that" | "had" | "have"))
}

/// "TLDR;": one word in capitals.
fn is_label(words: &str) -> bool {
    !words.contains(' ')
}

/// "🚨 Key Dates (Next 30 Days)", "How to mend this": whether words before a colon are a heading, and introduce nothing.
/// Emoji and what stands in brackets at the end do not count.
fn heads_list(words: &str) -> bool {
    let bare = words.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map_or(words, |(bare, _)| bare);
    let count = bare.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let lower = bare.to_lowercase();
    // "These are:", "They do:".
    let points = lower.split(' ').next().is_some_and(|first| List::Points.has(first)) && !is_capitals(words);
    let worded = List::HeadOpening.after(&lower).is_some() || List::WholeLabel.has(&lower);
    (1..=5).contains(&count) && !points && (is_title_case(bare) || worded)
}

/// "Western U.S.": no sentence is so short, and its full stop is that of an abbreviation.
fn is_place(words: &str) -> bool {
    let last = words.rsplit(' ').next().and_then(|last| last.strip_suffix('.'));
    let abbreviated = last.is_some_and(|last| last.len() <= 4 && last.contains('.'));
    abbreviated && words.split(' ').count() <= 5 && is_title_case(words)
}

/// Whether a bare line is a heading where it stands.
pub(super) fn is_heading(words: &str, after: After) -> bool {
    looks_like_heading(words)
        && match after {
            After::Nothing => false,
            After::Structure | After::Headline => true,
            After::Prose(length) => length > words.chars().count() || is_capitals(words) || is_chapter(words),
            After::Lines => is_chapter(words),
        }
}

/// Whether a numbered line ("2. Methods", "3.1 Scope") is a heading and not an item: it stands
/// before prose, and does not end like a sentence.
pub(super) fn is_numbered_heading(rest: &str, after: After) -> bool {
    rest.chars().count() <= 100
        && rest.split_whitespace().count() <= 16
        && rest.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && !ends_sentence(rest)
        && !rest.ends_with([',', '-', '–', '—'])
        && match after {
            After::Prose(length) => length > rest.chars().count().max(60),
            After::Headline => true,
            _ => false,
        }
}

/// Whether a line is one plain statement that could stand as a heading with its full stop: no
/// quotation, no speaker, nobody addressed, and nothing that goes on from the line before.
pub(super) fn is_statement(words: &str) -> bool {
    let Some(body) = words.strip_suffix('.') else { return false };
    let count = words.split_whitespace().count();
    let apart = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    (4..=20).contains(&count)
        && words.chars().count() <= 120
        && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        && !body.contains(['"', '“', '”', '„', '«', '(', ':', '!', '?'])
        && !body.contains(". ")
        && !words.split_whitespace().next().is_some_and(|word| List::GoesOn.has(&apart(word)))
        && !words.split_whitespace().any(|word| List::Speaks.has(&apart(word)))
}

/// Headings open with a capital, a figure, a quotation mark, or a letter of a script without case.
fn starts_like_one(words: &str) -> bool {
    let first = words.chars().find(|c| c.is_alphanumeric() && !is_pictured(*c));
    let opens = words.chars().next().is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(c, '»' | '"' | '“' | '„' | '«' | '‘' | '\'' | '¿' | '¡' | '§' | '#' | '[' | '$' | '€' | '£')
            || is_pictured(c)
            // "(Goal 1) A mill for all".
            || c == '(' && words.contains(") ") && !words.ends_with(')')
    });
    let brand = || words.split_whitespace().next().is_some_and(is_brand);
    opens && first.is_some_and(|c| !c.is_lowercase() || brand())
}

/// "iPhone", "vote.gov": a name that opens with a small letter.
fn is_brand(word: &str) -> bool {
    let site = word.split_once('.').is_some_and(|(name, rest)| {
        name.len() > 1 && rest.len() > 1 && rest.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    // "v2.0".
    let release = word.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    site || release || word.chars().skip(1).any(char::is_uppercase)
}

/// Emoji and signs that decorate headings.
const fn is_pictured(c: char) -> bool {
    matches!(c, 'ℹ' | '\u{2190}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

/// Whether the whole line is somebody speaking: in quotation marks from end to end, with a mark that ends what is said.
/// Newspapers set a quotation above a section without one.
fn is_spoken(words: &str) -> bool {
    let opens = words.starts_with(['"', '“', '„', '«', '‘', '—', '–']);
    let inner = words.strip_suffix(['"', '”', '“', '»', '’']);
    let headed = inner.is_some_and(|inner| {
        inner.ends_with(char::is_alphanumeric) && (3..=QUOTED).contains(&inner.split(' ').count())
    });
    let closes = words.trim_end_matches(['.', ',']).ends_with(['"', '”', '“', '»', '’']);
    // "“It stands still.” — Jane Doe".
    let signed = || ["\" - ", "\" — ", "\" – ", "” - ", "” — ", "” – "].iter().any(|mark| words.contains(mark));
    words.starts_with(['—', '–', '-']) || opens && signed() || (opens && closes && !headed)
}

/// A question that goes on with the argument instead of heading what follows.
fn opens_an_aside(words: &str) -> bool {
    let first = words.split([' ', ',']).next().unwrap_or_default().to_lowercase();
    // "So what?", "Et après ?": too short to go on with anything.
    let bare = words.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count() <= 2;
    List::AsideQuestion.has(&first) && !bare && !has_capitals(words)
}

/// Whether its long words have capitals, three or more of them.
fn has_capitals(words: &str) -> bool {
    let long = || words.split(' ').filter(|word| word.len() > 4);
    long().count() >= 2 && long().all(|word| !word.starts_with(char::is_lowercase))
}

/// "Chapter 3", "PART TWO", "Kapitel IV: …".
fn is_chapter(words: &str) -> bool {
    let mut parts = words.split([' ', '.', ':', '\u{a0}']).filter(|part| !part.is_empty());
    let kind = parts.next().unwrap_or_default().to_lowercase();
    let named = List::Chapter.has(&kind);
    let number = parts.next().unwrap_or_default();
    let numbered = number.bytes().all(|byte| byte.is_ascii_digit() || b"IVXLC".contains(&byte)) && !number.is_empty()
        || matches!(
            number.to_lowercase().as_str(),
            "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
        );
    named && numbered && words.chars().count() <= 80 && words.split_whitespace().count() <= 12
}

/// Whether all its letters are capitals, and there are enough to mean it.
pub(super) fn is_capitals(words: &str) -> bool {
    let mut capitals = 0;
    for c in words.chars().filter(|c| c.is_alphabetic()) {
        if !c.is_uppercase() {
            return false;
        }
        capitals += 1;
    }
    capitals >= 4
}

/// Whether its words, small ones aside, have capitals.
fn is_title_case(words: &str) -> bool {
    words.split_whitespace().all(|word| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(|c| !c.is_lowercase()) || word.chars().count() <= 3
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        for (words, after, expected) in [
            ("What the Source Actually Says", After::Prose(300), true),
            ("My take: root cause was AppSec, blast radius was AI", After::Prose(200), true),
            ("What can be done?", After::Prose(200), true),
            ("What does this mean for government agencies?", After::Prose(200), true),
            ("Details", After::Headline, true),
            ("Headlines", After::Structure, true),
            ("Key Takeaways:", After::Structure, true),
            ("INTRODUCTION", After::Prose(5), true),
            ("Chapter 3. The Whale", After::Lines, true),
            ("iPhone sales fall", After::Prose(200), true),
            ("Western U.S.", After::Prose(200), true),
            ("He left the U.S.", After::Prose(200), false),
            ("Warum das wichtig ist", After::Prose(200), true),
            ("But the lines are just too blurry.", After::Prose(200), false),
            ("For example:", After::Structure, false),
            ("Dyson:", After::Prose(200), true),
            ("🚨 Key Dates of the Fair (Next 30 Days):", After::Structure, true),
            ("How to mend this:", After::Structure, true),
            ("Next steps:", After::Structure, true),
            ("The steps are next:", After::Structure, false),
            ("Why do we care:", After::Prose(200), true),
            ("How the board mends this is known:", After::Structure, false),
            ("vote.gov and its Customers", After::Structure, true),
            ("e.g. the Board", After::Structure, false),
            ("TLDR;", After::Prose(200), true),
            ("So How Is This Different from Other Mills?", After::Prose(200), true),
            ("ℹ️ The Mill Era (2010-2018)", After::Prose(200), true),
            ("v2.0 and its Customers", After::Prose(200), true),
            ("Harbor Turns 3!", After::Prose(200), true),
            ("That’s it!", After::Prose(200), false),
            ("These are:", After::Structure, false),
            ("We have many of them and these include", After::Structure, false),
            ("Harbor turned 3 in May! 🎉", After::Prose(200), false),
            ("» Why it matters", After::Prose(200), true),
            ("And we care because…", After::Prose(200), true),
            ("And then there was nothing left...", After::Prose(200), false),
            ("‘I am none of the others so it must be what I want’", After::Prose(200), false),
            ("The likely sequence was:", After::Structure, false),
            ("In short, after many tests, we found that", After::Structure, false),
            ("Who we spoke to", After::Prose(200), true),
            ("How we tested the mills and what we found", After::Structure, true),
            ("(Goal 1) A Mill for All", After::Prose(200), true),
            ("Mills had the following faults", After::Structure, false),
            ("We had two questions at hand that we wanted to answer", After::Structure, false),
            ("Didn't that use to be a mill?", After::Prose(200), false),
            ("So why was the answer so weak?", After::Prose(200), false),
            ("Et après ?", After::Prose(200), true),
            ("“Are you sure?”", After::Prose(200), false),
            ("— Oui, dit-il", After::Prose(200), false),
            ("‘A bill we cannot hide’", After::Prose(200), true),
            ("“Not now”", After::Prose(200), false),
            ("and then nothing", After::Prose(200), false),
            ("Strategic Take", After::Nothing, false),
            ("Two roads diverged in a yellow wood", After::Lines, false),
            ("A line that is not shorter than what follows", After::Prose(10), false),
        ] {
            assert_eq!(is_heading(words, after), expected, "{words}");
        }
    }

    #[test]
    fn titles() {
        for (words, expected) in [
            ("Karpathy at Anthropic: Claude Accelerates Its Own Pretraining", true),
            ("Will agents hack everything?", true),
            ("It was a dark and stormy night.", false),
            ("Harbor Launches a Hostile Bid for Mill Bros.", true),
            ("Nobody Told the Board of Acme.", true),
            ("Nobody told the board of Acme.", false),
            ("\"Stop!\"", false),
            ("dear diary", false),
        ] {
            assert_eq!(is_title(words, After::Prose(100)), expected, "{words}");
            assert!(!is_title(words, After::Nothing), "{words}");
        }
    }

    #[test]
    fn statements() {
        for (words, expected) in [
            ("Phones are critical tools for spreading local news.", true),
            ("More than 2/3 of all people have phones; many have nothing else.", true),
            ("That distinction matters to every team out there.", false),
            ("Prices rose by a third last year, the bank said.", false),
            ("Somebody called it “a step too far” last week.", false),
            ("Prices rose. Wages did not, and neither did rents.", false),
            ("Far too short.", false),
            ("Mills require a permit.", true),
        ] {
            assert_eq!(is_statement(words), expected, "{words}");
        }
    }

    #[test]
    fn numbered() {
        assert!(is_numbered_heading("Methods", After::Prose(400)));
        assert!(!is_numbered_heading("Open the door.", After::Prose(400)));
        assert!(!is_numbered_heading("Methods", After::Structure));
    }
}
