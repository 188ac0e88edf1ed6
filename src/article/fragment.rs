//! Lines that end like sentences and hold none: standfirsts and captions without a verb.

use super::calls::straightened;
use super::headline::is_unended;
use super::phrases::List;

/// The most words of a line that is looked at.
const LONGEST: usize = 32;
/// The longest paragraph that sums an article up, in bytes.
const LONGEST_SUMMARY: usize = 300;
/// The least words of one in the letters of the others.
const SUMMARY: usize = 4;
/// The most parts of one.
const PARTS: usize = 3;
/// The most words of a caption.
const CAPTION: usize = 20;
/// The least words of a summary that opens with a noun and what it is bound to.
const LONG: usize = 8;
/// The most words of a question without its mark.
const ASKED: usize = 8;
/// How many words may stand before the first that only a noun has behind it: "Three rounds of".
const OPENING: usize = 4;

/// Whether a line in a text is a caption by its form: it opens like a noun, holds no verb and ends with a full stop,
/// "The new form for the mills."
pub(super) fn is_caption(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default().to_lowercase();
    // "Why this matters.": one verb, which is that of the question.
    if List::Asking.has(&first) {
        let verbs =
            |lower: &String| lower.split(' ').filter(|word| List::Finite.has(word) || List::Past.has(word)).count();
        return words.split(' ').count() <= ASKED
            && plain(words).is_some_and(|lower| !lower.contains(',') && verbs(&lower) <= 1);
    }
    List::CaptionOpening.has(&first)
        && (3..=CAPTION).contains(&words.split(' ').count())
        && Fragment::of(words).is_some()
}

/// Whether a line below the title sums the article up without a verb: "A deep dive into the mills of Oslo.", "How we built
/// the mill.", "Grinding for everybody in the north."
pub(super) fn is_summary(words: &str) -> bool {
    // "The mills of Oslo in a year of wind. How they turn."
    if let Some((first, rest)) = words.split_once(". ") {
        let short = words.len() <= LONGEST_SUMMARY && words.matches(". ").count() < PARTS;
        let part = |part: &str| {
            let whole = if part.ends_with('.') { part.to_owned() } else { format!("{part}.") };
            is_summary(&whole) || Fragment::of(&whole).is_some()
        };
        return short && is_summary(&format!("{first}.")) && rest.split(". ").all(part);
    }
    let first = words.split(' ').next().unwrap_or_default().to_lowercase();
    if List::Asking.has(&first) {
        // "What happened, what we did, and what comes next."
        let asks = |part: &str| {
            let part = part.strip_prefix("and ").unwrap_or(part);
            List::Asking.has(part.split(' ').next().unwrap_or_default())
        };
        return plain(words).is_some_and(|lower| lower.split(", ").all(asks));
    }
    // "Discover why mills stand still."
    if List::SummaryOpening.after(&straightened(words)).is_some() {
        return plain(words).is_some();
    }
    Fragment::of(words).is_some_and(|fragment| fragment.opens_like_a_noun())
}

/// Whether a paragraph below the title may sum the article up by its form: `apart` from the others in its letters, without
/// a verb, or without a full stop.
pub(super) fn sums_up(words: &str, apart: impl Fn() -> bool) -> bool {
    // "The first of all." may open it as well.
    let sums = || words.split(' ').count() >= SUMMARY && (is_summary(words) || is_unended(words));
    words.len() <= LONGEST_SUMMARY && (apart() || sums())
}

/// Whether a line without a full stop only names what is shown beside it: "The old wheel at work", "A look at the mill".
pub(super) fn names_only(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default().to_lowercase();
    // "A third of what we paid before": somebody speaks.
    let spoken = || words.split(' ').any(|word| List::Subject.has(&bare(word).to_lowercase()));
    words.ends_with(|c: char| c.is_alphanumeric() || c == ')')
        && !spoken()
        && (3..=CAPTION).contains(&words.split(' ').count())
        && List::CaptionOpening.has(&first)
        && Fragment::of(&format!("{words}.")).is_some()
}

/// Whether a line says something, and does not only name what follows: "The firm lost a third of it", not "What the firm
/// lost". Only the verbs of English tell.
pub(super) fn says(words: &str) -> bool {
    let lower: Vec<String> = words.split(' ').map(|word| straightened(bare(word))).collect();
    let asks = lower.first().is_some_and(|first| List::Asking.has(first));
    // "A look at it" names, as "Look at it" does.
    let verb = lower.windows(2).any(|pair| match pair {
        [before, word] => List::Finite.has(word) || List::Past.has(word) && !List::Determiner.has(before),
        _ => false,
    });
    !asks && !words.ends_with(['?', ':']) && verb
}

/// One statement with its full stop, and without what speech or lists have; its words in small letters.
fn plain(words: &str) -> Option<String> {
    let body = words.strip_suffix('.')?;
    let apart = ['"', '“', '”', '„', '«', ':', ';', '!', '?', '…'];
    let short = body.len() <= 12 * LONGEST && body.split(' ').count() <= LONGEST;
    let one = short && !body.contains(apart) && !body.contains(". ") && !body.ends_with('.');
    one.then(|| straightened(body))
}

/// A line without a verb, in small letters.
struct Fragment(String);

impl Fragment {
    /// The line, if nothing in it looks like the verb of a clause. What a relative clause says does not count.
    fn of(words: &str) -> Option<Self> {
        let lower = plain(words)?;
        let all: Vec<&str> = lower.split(' ').collect();
        let told: Vec<&str> = words.split(' ').collect();
        // Only in English the form of the words tells.
        let opens = all.first().is_some_and(|first| List::CaptionOpening.has(first));
        let english = opens || all.iter().any(|word| *word == "the" || List::NounLink.has(word));
        let clause = all.iter().skip(1).position(|word| List::Relative.has(bare(word))).map_or(all.len(), |at| at + 1);
        let verb = (0..all.len()).any(|at| {
            let word = bare(all.get(at).copied().unwrap_or_default());
            List::Finite.has(word) || word.ends_with("n't") || at < clause && is_verb(&all, &told, at)
        });
        (english && !verb).then_some(Self(lower))
    }

    /// "Three rounds of", "Monthly summary of", "Creating an area": no instruction opens so.
    fn opens_like_a_noun(&self) -> bool {
        let mut words = self.0.split(' ');
        let first = words.next().unwrap_or_default();
        let link = self.0.split(' ').position(|word| List::NounLink.has(word));
        let opens = List::Determiner.has(first) || List::CaptionOpening.has(first) || first.ends_with("ing");
        // "Look at", "Users expect to": one word before another says little.
        let least = if self.0.split(' ').count() < LONG { 2 } else { 1 };
        let bound =
            |at| self.0.split(' ').nth(at).is_some_and(|word| matches!(word, "of" | "for" | "with" | "from" | "into"));
        let joined = link.is_some_and(|at| (least..OPENING).contains(&at) && bound(at));
        !List::GoesOn.has(first) && !first.ends_with("ly") && (opens || joined) || List::CaptionOpening.has(first)
    }
}

/// Whether the word at `at` looks like a verb: "shows the", "users expect", "raised money".
fn is_verb(all: &[&str], told: &[&str], at: usize) -> bool {
    let word = bare(all.get(at).copied().unwrap_or_default());
    let before = at.checked_sub(1).and_then(|before| all.get(before));
    let (Some(before), Some(told)) = (before, told.get(at)) else { return List::Subject.has(word) };
    if List::Subject.has(word) || List::Past.has(word) {
        return true;
    }
    let parted = told.ends_with([',', ')', '–', '—']);
    let next = all.get(at + 1).filter(|_| !parted).copied();
    let small = told.starts_with(char::is_lowercase);
    let linked = |next: &str| List::Joint.has(next) || next.starts_with(['(', '–', '—']);
    // A plural or a verb: only before what a noun has behind it, it is the first.
    let plural = word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("'s");
    let verbal = plural && next.is_some_and(|next| !linked(next));
    let participle = word.ends_with("ed")
        && !(List::Determiner.has(before)
            || List::CaptionOpening.has(before)
            || before.ends_with(|c: char| c.is_ascii_digit()))
        && !next.is_some_and(|next| matches!(next, "by" | "at" | "in" | "for" | "from"));
    small && (verbal || participle)
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_and_summaries_hold_no_verb() {
        for (words, caption, summary) in [
            ("The proposed short-form disclosure design.", true, true),
            ("Our data stream configurations.", true, true),
            ("First page of the old privacy notice, and the new one-page privacy notice.", true, true),
            ("The attack mechanism.", true, true),
            ("Monthly summary of top AI developments.", true, true),
            ("Three rounds of testing with all the teachers of the yard, and then some.", true, true),
            ("Creating an area in the yard that allows millers to group the sacks that they often use.", false, true),
            ("A deep dive into how we moved the mill to an observations-first data model.", true, true),
            ("How we built the mill server to enable millers to read our documentation.", false, true),
            ("Discover why mills stand still in the north.", false, true),
            ("Why this is significant.", true, true),
            ("What happened is still unclear.", false, true),
            ("The mill stands still.", false, false),
            ("The package provides the runner to grind with.", false, false),
            ("The tool checks for leaks.", false, false),
            ("The fastest way to reduce the risk of flour is through prompt milling.", false, false),
            ("Acme raised $2.3B at a $29.3B valuation.", false, false),
            ("Users expect to create an account to apply for a job.", false, false),
            ("The vendor announcements cluster into three categories.", false, false),
            ("The maintainer never responded.", false, false),
            ("Postmortem for the outage which caused a flood of water.", false, true),
            ("Words of a lead.", false, false),
            ("Start with level 1 of the game.", false, false),
            ("Regularly monitor the outputs of your mill.", false, false),
            ("The developers who copied the code had been copying the fault.", false, false),
            ("What happened, nobody knows.", false, false),
            ("A guide to the mills of the north. How they turn, and why.", false, true),
            ("A guide to the mills of the north. They turn at night.", false, false),
            ("What happened, what we did, and what comes next for the mill.", false, true),
            ("Prices rose by a third.", false, false),
            ("Die Mühle in Oslo.", false, false),
        ] {
            assert_eq!((is_caption(words), is_summary(words)), (caption, summary), "{words}");
        }
    }

    #[test]
    fn a_line_names_or_says_something() {
        for (words, names, said) in [
            ("The old wheel of the mill", true, false),
            ("A sample of the flour", true, false),
            ("A look at the mill in the yard", false, false),
            ("A third of what we paid before", false, true),
            ("The firm lost a third of it", false, true),
            ("What the firm lost", false, false),
            ("Who is asked?", false, false),
            ("Nobody was ever asked", false, true),
        ] {
            assert_eq!((names_only(words), says(words)), (names, said), "{words}");
        }
    }
}
