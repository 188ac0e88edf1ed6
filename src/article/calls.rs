//! Sentences that ask the reader to go elsewhere (to sign up, to write in, to read on), and those that say where the
//! article stood before.

use std::ops::Range;

use super::block::BlockKind;
use super::boilerplate::is_origin;
use super::builder::DocumentBuilder;
use super::lines::ends_sentence;
use super::phrases::List;

/// The longest sentence that asks for a click, in characters.
pub(super) const LONGEST_CALL: usize = 220;
/// The longest end of a paragraph that is searched for calls, in bytes.
const LONGEST_CLOSE: usize = 3 * LONGEST_CALL;
/// How far behind its verb a call says where to go, in characters.
const NEAR: usize = 60;
/// The most words of a sentence that only says where there is more.
const POINTING: usize = 16;
/// So many words are a sentence of its own.
const OWN: usize = 8;
/// The most words of a sentence that sends the reader to something by its bare name.
const NAMED: usize = 9;
/// How far behind "welcome to" it says what that is, in words.
const WELCOMED: usize = 8;
/// So many sentences within a paragraph are parted from it.
const MOST_REFERENCES: usize = 4;
/// How far into a sentence those who are called may reach, in bytes.
const CALLED: usize = 60;

/// Where the sentences begin, in bytes, that end a paragraph with a call to go elsewhere: "… by 3 %. Sign up for our
/// newsletter." Questions that lead up to it ("Are you doing it?") are part of it, and so is a short sentence that only
/// goes on with it ("It is free."). Nothing where there are none, or nothing else.
pub(super) fn closing_call(words: &str) -> Option<usize> {
    last_call(words).filter(|call| call.end == words.len()).map(|call| call.start)
}

/// The calls at the end of a paragraph, or right before its last sentence.
fn last_call(words: &str) -> Option<Range<usize>> {
    let near = words.len().saturating_sub(LONGEST_CALL);
    let from = words.ceil_char_boundary(words.len().saturating_sub(LONGEST_CLOSE));
    let sentences = Sentences { words, starts: starts(words, from).collect() };
    let called = |nth: usize| sentences.start(nth) >= near && is_call(&sentences.lower(nth));
    let last = sentences.starts.len().checked_sub(1)?;
    let (mut first, mut end) = (last, words.len());
    if !called(last) {
        first = last.checked_sub(1).filter(|before| called(*before))?;
        if List::CallOn.after(&sentences.lower(last)).is_none() {
            end = sentences.start(last);
        }
    }
    while let Some(before) = first.checked_sub(1) {
        let lower = sentences.lower(before);
        let asks = lower.ends_with('?') && List::CallQuestion.after(&lower).is_some();
        if !asks && !is_call(&lower) {
            break;
        }
        first = before;
    }
    Some(sentences.start(first)..end)
}

/// Where the first sentence begins, in bytes, behind calls that open a paragraph: "I will be in Oslo: get your tickets on
/// our website. Prices rose …". Nothing where it opens with none, or holds nothing else.
fn opening_call(words: &str) -> Option<usize> {
    let to = words.floor_char_boundary(LONGEST_CLOSE);
    let head = words.get(..to)?;
    let mut first = 0;
    for start in starts(head, 0) {
        let sentence = head.get(first..start)?.trim_end();
        if sentence.len() > LONGEST_CALL || !is_call(&straightened(sentence)) {
            break;
        }
        first = start;
    }
    (first > 0).then_some(first)
}

/// Where the first sentence stands, in bytes, that only sends the reader elsewhere and has others on both sides: "Prices
/// rose. See the report of May. They fell again."
fn reference_within(words: &str) -> Option<Range<usize>> {
    memchr::memmem::find_iter(words.as_bytes(), " See ").take(MOST_REFERENCES).find_map(|at| {
        let start = at + 1;
        starts(words, at).next().filter(|found| *found == start)?;
        let mut following = starts(words, start + 1);
        let end = following.next().filter(|end| end - start <= LONGEST_CALL)?;
        // Calls that follow one another are parted together.
        let next = words.get(end..following.next().unwrap_or(words.len()))?.trim_end();
        let goes_on = next.len() <= LONGEST_CALL && is_call(&straightened(next));
        let refers = words.get(start..end).is_some_and(|sentence| is_reference(&straightened(sentence)));
        (refers && !goes_on).then_some(start..end)
    })
}

/// Where a credit begins, in bytes, that ends a paragraph: "… nowhere.” — Jane Doe, Head of Mills".
pub(super) fn closing_credit(words: &str) -> Option<usize> {
    if ends_sentence(words) {
        return None;
    }
    let from = words.ceil_char_boundary(words.len().saturating_sub(LONGEST_CALL));
    let last = starts(words, from).last()?;
    words.get(last..).is_some_and(is_origin).then_some(last)
}

/// Parts the calls that open or end the open paragraph of `builder` from the rest of it.
pub(super) fn part_calls(builder: &mut DocumentBuilder) {
    if let Some(at) = opening_call(builder.words()) {
        let last = builder.words().get(at..).is_some_and(|rest| {
            rest.len() <= LONGEST_CALL && starts(rest, 0).next().is_none() && is_call(&straightened(rest))
        });
        builder.recast(BlockKind::Boilerplate);
        if last {
            return;
        }
        builder.part(at, BlockKind::Paragraph);
    }
    for _ in 0..MOST_REFERENCES {
        let Some(reference) = reference_within(builder.words()) else { break };
        builder.part(reference.start, BlockKind::Boilerplate);
        builder.part(reference.end - reference.start, BlockKind::Paragraph);
    }
    if let Some(at) = closing_credit(builder.words()) {
        return builder.part(at, BlockKind::Boilerplate);
    }
    let whole = builder.words().len();
    if let Some(call) = last_call(builder.words()) {
        builder.part(call.start, BlockKind::Boilerplate);
        if call.end < whole {
            builder.part(call.end - call.start, BlockKind::Paragraph);
        }
    }
}

/// The sentences of some words, by where they start.
struct Sentences<'a> {
    words: &'a str,
    starts: Vec<usize>,
}

impl Sentences<'_> {
    /// Where sentence `nth` starts.
    fn start(&self, nth: usize) -> usize {
        self.starts.get(nth).copied().unwrap_or(self.words.len())
    }

    /// Sentence `nth` in small letters.
    fn lower(&self, nth: usize) -> String {
        let end = self.starts.get(nth + 1).copied().unwrap_or(self.words.len());
        straightened(self.starts.get(nth).and_then(|start| self.words.get(*start..end)).unwrap_or_default().trim_end())
    }
}

/// Where sentences start in `words` behind byte `from`, the first one left out. Marks and the spaces behind them are
/// enough here, as a call is plain; only "9 a.m. Tuesday" must stay whole.
fn starts(words: &str, from: usize) -> impl Iterator<Item = usize> {
    let spaces = words.get(from..).unwrap_or_default().match_indices(' ').map(move |(at, _)| from + at + 1);
    spaces.filter(move |start| {
        let before = words.get(..start - 1).unwrap_or_default();
        // Most words end in a letter, which the last byte tells.
        !before.as_bytes().last().is_some_and(u8::is_ascii_alphanumeric)
            && before.trim_end_matches(['"', '”', '’', ')']).ends_with(['.', '!', '?'])
            && !is_dotted(before.rsplit(' ').next().unwrap_or_default())
    })
}

/// Whether a word has a full stop in it as well as behind it: "a.m.", "U.S.".
fn is_dotted(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|rest| rest.len() <= 4 && rest.contains('.'))
}

/// Whether a sentence in small letters asks the reader to go elsewhere, or speaks of the article it stands in: it opens
/// like one, or its verb asks for a click and it says where.
pub(super) fn is_call(lower: &str) -> bool {
    let words = bare(lower);
    if List::Opening.after(words).is_some()
        || is_about_itself(words)
        || is_pointing(words)
        || is_exhibiting(words)
        || calls_us(words)
        || has_contact(words)
        || is_asked_under_condition(words)
        || is_told_elsewhere(words)
        || is_reference(words)
    {
        return true;
    }
    let mut rest = words;
    let mut led = false;
    // "In the meantime, please be sure to …": at most a few of them.
    for _ in 0..4 {
        if let Some(after) = List::CallLead.after(rest) {
            led = true;
            // "… on the survey, visit": the verb may stand behind what it is about.
            rest = after.split_once([',', '?']).map_or(after, |(_, after)| after);
        } else if let Some(after) = List::CallPolite.after(rest) {
            rest = after;
        } else {
            break;
        }
        rest = bare(rest);
    }
    let Some(object) = List::Call.after(rest) else {
        return led && (has_address(words) || List::Available.within(words));
    };
    let near = object.char_indices().nth(NEAR).map_or(object, |(at, _)| object.get(..at).unwrap_or(object));
    let ours = near.split_whitespace().take(5).any(|word| matches!(word, "our" | "my"));
    let here = words.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(" here");
    led || ours || here || has_address(object) || List::CallObject.within(object)
}

/// "If you run a small site, get in touch at …", "To file a complaint, call …": what is asked, and where.
fn is_asked_under_condition(words: &str) -> bool {
    if List::CallWish.after(words).is_some() {
        return true;
    }
    let words = List::CallLead.after(words).map_or(words, bare);
    // "For the rollout summary, see the changelog."
    let about = words.starts_with("for ");
    if !about && !words.starts_with("if ") && !words.starts_with("to ") {
        return false;
    }
    let asked = |at: usize| words.get(at + 2..).map(|asked| List::CallPolite.after(asked).map_or(asked, bare));
    if about {
        return words
            .match_indices(", ")
            .filter_map(|(at, _)| asked(at))
            .any(|asked| List::Consult.after(asked).is_some());
    }
    words.match_indices(", ").filter_map(|(at, _)| words.get(at + 2..)).any(|asked| {
        let asked = List::CallPolite.after(asked).map_or(asked, bare);
        let object = List::Call.after(asked);
        let ours = object.is_some_and(|object| {
            object.split_whitespace().take(3).any(|word| matches!(word, "our" | "us" | "me"))
                || List::CallDocs.within(object)
                || object.trim_end_matches(|c: char| !c.is_alphanumeric()).ends_with(" here")
        });
        ours || has_address(asked) && (List::Opening.after(asked).is_some() || object.is_some())
    })
}

/// Whether a block in small letters only asks its readers something before it calls them: "Are you doing it? Tell us in
/// the comments."
pub(super) fn has_call_below(lower: &str) -> bool {
    closing_call(lower).is_some_and(|at| lower.get(..at).is_some_and(|before| is_asking(before.trim_end())))
}

/// "See the report of May.", "For example, see this issue.", "See 5 CFR 1320.3.": it names what to look at. What one sees
/// oneself is none: "See how it falls", "See it fall".
fn is_reference(words: &str) -> bool {
    let words = List::ReferenceLead.after(words).map_or(words, bare);
    let Some(named) = words.trim_end().strip_prefix("see ") else { return false };
    let first = named.split(' ').next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    let short = named.split(' ').count() < NAMED && named.ends_with(['.', ')']);
    !named.ends_with(['?', '!']) && (List::Referred.has(first) || short && !List::Seen.has(first))
}

/// "This article was originally …", "An earlier version of this story misstated …", "This post explains …": the article
/// speaks of itself.
fn is_about_itself(words: &str) -> bool {
    let whole = List::SelfPart.after(words).map_or(words, bare);
    // "Welcome to the May edition of it!"
    let welcomes = words.strip_prefix("welcome to ").is_some_and(|rest| {
        rest.split(' ')
            .take(WELCOMED)
            .any(|word| List::Issue.has(word.trim_end_matches(|c: char| !c.is_alphanumeric())))
    });
    let tells =
        welcomes || List::SelfWriting.after(words).is_some_and(|rest| List::SelfTell.after(bare(rest)).is_some());
    tells || List::SelfName.after(whole).is_some_and(|rest| List::SelfVerb.after(bare(rest)).is_some())
}

/// "The Herald has more here.": a short sentence that says where there is more.
fn is_pointing(words: &str) -> bool {
    let ended = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    ended.split_whitespace().count() <= POINTING
        && List::CallEnd
            .all()
            .any(|end| ended.strip_suffix(end).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric())))
}

/// "Details on it are published on our page.", "How many came is shown in the table below.": where something is told.
fn is_told_elsewhere(words: &str) -> bool {
    let ended = words.trim_end_matches(|c: char| !c.is_alphanumeric());
    let told = || List::ToldElsewhere.after(words).is_some();
    let there =
        || List::Whereabouts.all().any(|place| ended.strip_suffix(place).is_some_and(|rest| rest.ends_with(' ')));
    (told() || there()) && List::Located.within(words)
}

/// "The chart below shows how many came", "Figure 2 illustrates it:": it only points at what is shown, and counts nothing.
fn is_exhibiting(words: &str) -> bool {
    let words = words.strip_prefix("for example, ").unwrap_or(words);
    let named = ["the ", "this ", "our ", "following "].into_iter().find_map(|opening| words.strip_prefix(opening));
    let after = List::Exhibit.after(named.unwrap_or(words)).map(|rest| {
        let rest = rest.trim_start_matches(|c: char| c == ' ' || c == '.' || c.is_ascii_digit());
        let place = ["below ", "above ", "here "].into_iter().find_map(|place| rest.strip_prefix(place));
        place.unwrap_or(rest)
    });
    let points = after.is_some_and(|rest| List::ExhibitVerb.after(rest).is_some() && !has_digit(rest));
    let ahead = words.strip_suffix(':').is_some_and(|words| {
        let (before, last) = words.rsplit_once(' ').unwrap_or_default();
        List::Exhibit.has(last) && before.ends_with(" following")
            || last == "below" && before.rsplit(' ').next().is_some_and(|exhibit| List::Exhibit.has(exhibit))
    });
    points || ahead
}

fn has_digit(words: &str) -> bool {
    words.bytes().any(|byte| byte.is_ascii_digit())
}

/// "Like the museum on Facebook, follow us": a later part asks; "Readers can tell us": somebody is asked.
fn calls_us(words: &str) -> bool {
    let later = words.match_indices([',', ';']).filter_map(|(at, _)| words.get(at + 1..));
    let begged = words.find(" please ").and_then(|at| words.get(at..));
    // "If you have something to tell, please join the next evening."
    let invited = begged.is_some_and(|rest| List::CallPolite.after(bare(rest)).is_some_and(|rest| invites(bare(rest))));
    let alone = List::CallUs.after(words).is_some_and(|rest| rest.split_whitespace().count() <= 3);
    let opens = |part: &str| {
        let part = bare(part);
        List::CallUs.after(List::CallPolite.after(part).map_or(part, bare)).is_some()
    };
    let asked = || {
        let reach = words.get(..words.floor_char_boundary(CALLED)).unwrap_or(words);
        let modal =
            [" can ", " may ", " should "].iter().find_map(|modal| reach.find(modal).map(|at| at + modal.len()));
        modal.and_then(|at| words.get(at..)).is_some_and(|rest| List::CallUs.after(rest).is_some())
    };
    alone || invited || later.into_iter().chain(begged).any(opens) || asked()
}

/// Whether words open with a verb that asks the reader to come or to look.
fn invites(words: &str) -> bool {
    let verb = words.split(' ').next().unwrap_or_default();
    matches!(verb, "join" | "contact" | "visit" | "see" | "read" | "look" | "check" | "get")
        && List::Call.after(words).is_some()
}

/// Whether a block that opens like a call goes on with a sentence of its own: "Here's a link to it. Some 15 % of …".
pub(super) fn goes_on(words: &str) -> bool {
    let rest = opening_call(words).and_then(|at| words.get(at..));
    rest.is_some_and(|rest| rest.split_whitespace().count() >= OWN && List::CallOn.after(&straightened(rest)).is_none())
        && !rest.is_some_and(|rest| is_call(&straightened(rest)))
}

/// Whether words are nothing but questions.
fn is_asking(words: &str) -> bool {
    words.ends_with('?') && !words.contains(". ") && !words.contains("! ")
}

/// Whether an address of a page or a mailbox, a handle or a telephone number stands in `lower`.
pub(super) fn has_address(lower: &str) -> bool {
    lower.split_whitespace().any(is_address_word)
}

/// Whether a mailbox or a telephone number stands in `lower`: both are printed to be used.
fn has_contact(lower: &str) -> bool {
    // Most sentences have neither, and their bytes tell.
    lower.bytes().any(|byte| byte == b'@' || byte.is_ascii_digit())
        && lower.split_whitespace().any(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            is_telephone(word)
                || word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        })
}

/// Whether a word in small letters is an address of a page or a mailbox, a handle or a telephone number.
pub(super) fn is_address_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
    let host = word.split(['/', '@']).find(|part| part.contains('.'));
    let named = host.is_some_and(|host| {
        let (name, end) = host.rsplit_once('.').unwrap_or_default();
        name.len() > 2 && end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    word.starts_with("http") || (word.contains('@') && word.len() > 3) || named || is_telephone(word)
}

/// "555-0134", "202-358-1601/1726", "1-877-382-4357": seven digits or more, in groups. A range of years has no more than
/// eight in two groups of four.
fn is_telephone(word: &str) -> bool {
    let groups = || word.split(['-', '/', '.', ' ', '(', ')']).filter(|group| !group.is_empty());
    let digits: usize = groups().map(str::len).sum();
    let plain = word.bytes().all(|byte| byte.is_ascii_digit() || b"-/.()".contains(&byte));
    let short = groups().any(|group| group.len() == 3);
    plain && word.contains('-') && (7..=20).contains(&digits) && groups().count() >= 2 && short
}

/// Lower case, with straight apostrophes.
pub(super) fn straightened(words: &str) -> String {
    let lower = words.to_lowercase();
    if lower.is_ascii() { lower } else { lower.replace(['’', '‘'], "'") }
}

/// `words` from the first letter or number on.
pub(super) fn bare(words: &str) -> &str {
    words.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls() {
        for (sentence, expected) in [
            ("For more information, visit example.org or call 555-0134.", true),
            ("To file a complaint in English or Spanish, visit the online desk or call 1-877-382-4357.", true),
            ("To find the fault, visit the plant or call the foreman.", false),
            ("Like the museum on Facebook, follow us on Twitter, and see the show.", true),
            ("Like most museums, ours follows the tide.", false),
            ("City employees can let us know their thoughts at next week's meeting.", true),
            ("City employees can let us down.", false),
            ("Let us know!", true),
            ("Join us in a thought on how the old mill came to stand so still.", false),
            ("And you can look at some of our most recent articles.", true),
            ("If you want to test your own pumps, start with the quickstart.", true),
            ("The Herald has more here.", true),
            ("More here.", true),
            ("If you know of other such cards, let me know.", true),
            ("If you want to hear of it, be sure to check out our evening on the subject.", true),
            ("If you want to hear of it, be sure to check the wires.", false),
            ("No more heretics were found.", false),
            ("The pie chart below shows how many came.", true),
            ("Figure 2 illustrates an example:", true),
            ("The idea stands in the following figure:", true),
            ("The chart shows the rise from 3 % to 12 % in May.", false),
            ("The picture is bleak.", false),
            ("For further details, our plan can be found in the archive.", true),
            ("For a list of mills - old ones, too - check out the register.", true),
            ("For the most part, mills stand still.", false),
            ("This blog is part two in a series on mills.", true),
            ("Learn more about our mills and what they grind.", true),
            ("The future is already here.", false),
            ("This article was created by a machine that summarises minutes.", true),
            ("An earlier version of this story misstated the date.", true),
            ("This story has been told before.", false),
            ("This article is the first in a series on the subject.", true),
            ("Help us continue the conversation in the comments.", true),
            ("Help arrived from 1999-2004.", false),
            ("Media who wish to attend must write to press@example.org by noon.", true),
            ("If you are not sure, feel free to shoot us an email, and we look into it!", true),
            ("If you have not read that one, you can find it here.", true),
            ("If you are not sure, you can find it in the cellar.", false),
            ("For the rollout summary and upgrade guidance, see the changelog post.", true),
            ("For the last decade, mills have stood still.", false),
            ("Details about using this tool are provided by Acme in the yard.", true),
            ("How many came is shown in the table below.", true),
            ("A few of those findings are highlighted below.", false),
            ("We've got a big announcement to make, so read on!", true),
            ("The minister, @doe on most networks, did not answer.", false),
            ("This post explains why mills stand still.", true),
            ("See the follow-up post for more on mills.", true),
            ("See 5 CFR 1320.3(h)(3).", true),
            ("For example, see this issue for the trouble that we had with the old stones.", true),
            ("See how the wheel turns.", false),
            ("Welcome to the May edition of the Mill Roundup!", true),
            ("Welcome to the mill.", false),
            ("See it through.", false),
            ("See [it].", false),
            ("See if the wheel turns before you grind.", false),
            ("For advice on old stones, view Milling 101.", true),
            ("If you'd like to support our work, please consider getting involved.", true),
            ("This page contains a shorter form of the plan.", true),
            ("This guide is meant to help millers with their stones.", true),
            ("This report explains why mills stand still.", false),
            ("Every post comes with a mill to build at home.", true),
            ("We'll look into these questions in upcoming articles.", true),
            ("If you have something to tell on this matter, please join the sessions.", true),
            ("If you use the old mill, please turn the wheel at once.", false),
            ("For example, the table below shows how many came.", true),
            ("For example, the table shows 34 mills.", false),
        ] {
            assert_eq!(is_call(&straightened(sentence)), expected, "{sentence}");
        }
    }

    #[test]
    fn paragraphs_end_in_calls() {
        assert_eq!(closing_call("Prices rose by 3 %. Sign up for our newsletter."), Some(20));
        assert_eq!(closing_call("Prices rose. Is anyone paying it? Share your thoughts below."), Some(13));
        assert_eq!(closing_call("Prices rose in May. The Herald has more here."), Some(20));
        let many =
            "Prices rose. To object, call 1-877-382-4357 by noon. Subscribe to our newsletter. Follow us on Mastodon.";
        assert_eq!(closing_call(many), Some(13));
        // What follows a call is only part of it where it goes on with it.
        assert_eq!(closing_call("Prices rose. Subscribe to our newsletter. It is free."), Some(13));
        assert_eq!(closing_call("Prices rose. Subscribe to our newsletter. Then prices fell by 3 %."), None);
        assert_eq!(last_call("Prices rose. Subscribe to our newsletter. Then prices fell by 3 %."), Some(13..42));
        assert_eq!(closing_call("Guests must register by 9 a.m. Tuesday at press@example.org."), None);
        assert_eq!(closing_call("Prices rose. See the report of May. And visit our page."), Some(13));
        assert_eq!(closing_call("Sign up for our newsletter."), None);
        assert_eq!(closing_call("Prices rose. Sign language did too."), None);
    }

    #[test]
    fn references_stand_within_paragraphs() {
        for (words, expected) in [
            ("Prices rose. See the report of May. They fell again.", Some(13..36)),
            ("Prices rose (see the report of May). They fell again.", None),
            ("Prices rose. See how they fall now. They fell again.", None),
            ("Prices rose at the See of Rome. They fell again.", None),
            ("Prices rose. See the report of May.", None),
            ("Prices rose. See the report of May. And visit our page.", None),
        ] {
            assert_eq!(reference_within(words), expected, "{words}");
        }
    }

    #[test]
    fn paragraphs_open_with_calls() {
        assert_eq!(opening_call("Sign up for our newsletter. Prices rose by 3 % in May."), Some(28));
        assert_eq!(opening_call("Sign up for our newsletter."), None);
        assert_eq!(opening_call("Prices rose. Sign up for our newsletter."), None);
    }
}
