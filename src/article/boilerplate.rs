//! What is printed with an article but is not part of it: bylines, sign-up lines, lists of sources,
//! captions, share lines, pointers to other pages. Only what is clear by its wording and its place.

use super::calls::{LONGEST_CALL, bare, goes_on, has_call_below, is_address_word, is_call, straightened};
use super::phrases::List;

/// Longer blocks are prose, whatever they begin with.
const LONGEST: usize = 400;
/// The longest line under a heading over pointers.
const LONGEST_LINE: usize = 160;
/// The most words of a line that says who is written to.
const SALUTATION: usize = 6;
/// So many words behind a label are more than a heading.
const ENTRY: usize = 5;
/// The longest line that says when it was written, in bytes.
const DATED: usize = 40;
/// The most words of the name of somebody who publishes.
const NAME: usize = 7;
/// The most words of a line that says who spoke.
const CREDIT: usize = 16;
/// How words end that say what somebody does.
const CALLINGS: [&str; 6] = ["er", "or", "ist", "ian", "eer", "ant"];
/// The longest paragraph under the last of them: what a firm or an author says of itself.
const LONGEST_POINTER: usize = 800;

/// Where a block stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// It stands right below the title, with nothing but other boilerplate between.
    pub below_title: bool,
    /// It stands under a heading such as "Related articles" or "References".
    pub under_pointers: bool,
    /// It is a list item.
    pub item: bool,
    /// Hardly anything follows it.
    pub last: bool,
}

/// Whether a heading stands over pointers to other pages, sources or the author's praise.
pub(super) fn heads_pointers(heading: &str) -> bool {
    // "Hey look at this (permalink)".
    // "Get Started with Acme".
    let name = heading.rsplit_once(" with ").map(|(_, name)| name);
    let offered = name.is_some_and(|name| name.starts_with(char::is_uppercase) && name.split(' ').count() <= 2);
    let words = heading.rsplit_once('(').filter(|(_, rest)| rest.ends_with(')')).map_or(heading, |(words, _)| words);
    let words = plain(words);
    List::Pointers.has(&words) || List::Offer.after(&words).is_some_and(|rest| rest.starts_with(" with ")) && offered
}

/// Whether a line stands over a list of what is in the issue: its items are pointers, what follows them is not.
pub(super) fn heads_contents(line: &str) -> bool {
    // A paragraph is none, and is not looked through.
    line.len() <= LONGEST_LINE && List::Contents.has(&plain(line))
}

/// Whether a line introduces what readers may do for those who publish: "You can contribute in several ways:".
pub(super) fn heads_calls(line: &str) -> bool {
    line.len() <= LONGEST_LINE && line.ends_with(':') && List::Support.within(&straightened(line))
}

/// Whether the last heading of an article stands over what a firm says of itself: "About Acme".
pub(super) fn heads_imprint(heading: &str) -> bool {
    let mut words = heading.split_whitespace();
    let opens = words.next().is_some_and(|word| List::Imprint.has(&word.to_lowercase()));
    opens && words.next().is_some_and(|word| word.starts_with(char::is_uppercase)) && words.count() <= 4
}

/// Whether a line is printed with an article wherever it stands: "Photo: Jane Doe, Reuters", "Share this".
pub fn is_printed(line: &str) -> bool {
    is_boilerplate(line, Place::default())
}

/// Whether a block is boilerplate, by its wording and where it stands.
pub(super) fn is_boilerplate(words: &str, place: Place) -> bool {
    if words.len() > LONGEST_POINTER * 4 {
        return false;
    }
    if is_module(words) {
        return true;
    }
    let length = words.chars().count();
    if place.under_pointers && (place.item || length <= if place.last { LONGEST_POINTER } else { LONGEST_LINE }) {
        return true;
    }
    if length > LONGEST {
        return false;
    }
    let lower = straightened(words);
    if let Some((label, _)) = lower.split_once([':', '|']) {
        let label = plain(label);
        if List::Label.has(&label) || (place.below_title && List::HeadLabel.has(&label) && !has_fields(&lower)) {
            return true;
        }
    }
    if let Some(inner) = bracketed(&lower) {
        return List::Aside.all().any(|aside| inner.contains(aside)) || inner.len() <= LONGEST_CALL && is_call(inner);
    }
    let calls = || is_call(&lower) && !goes_on(words) || has_call_below(&lower);
    if !place.item && length <= LONGEST_CALL && calls() {
        return true;
    }
    let claimed =
        List::Rights.after(&lower).is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    let below_title = place.below_title && (is_byline(words) || is_date(&lower) || is_reading_time(&lower));
    below_title
        || claimed
        || is_address(&lower)
        || is_labelled_address(&lower)
        || is_dated(&lower)
        || List::Line.has(&plain(&lower))
        || List::Disclaimer.within(&lower)
        || is_salutation(&lower)
        || is_menu(words)
        || is_credited(words, &lower)
}

/// "import Mill from '../mill.astro'", "export const wheel = …": what pages that are programs open with.
fn is_module(words: &str) -> bool {
    let imports = words.starts_with("import ") && (words.contains(" from '") || words.contains(" from \""));
    imports || words.starts_with("export const ") && words.contains(" = ")
}

/// "Date: May 3 Duration: two days Severity: low": a table in a line, which tells what happened.
fn has_fields(lower: &str) -> bool {
    lower.split(' ').filter_map(|word| word.strip_suffix(':')).skip(1).any(|label| !List::HeadLabel.has(label))
}

/// Whether a line is a label and several words on it: "Journalist: Somebody who asks for the public".
pub(super) fn is_entry(words: &str) -> bool {
    let Some((label, rest)) = words.split_once(": ") else { return false };
    // Another title may stand behind a label.
    let told = || rest.split(' ').filter(|word| word.len() > 3 && word.starts_with(char::is_lowercase)).count() >= 2;
    told() && label.split(' ').count() <= 3 && rest.split(' ').count() >= ENTRY && label.starts_with(char::is_uppercase)
}

/// Whether a line is a label and a date: "Deadline: March 15th, 2025".
pub(super) fn is_dated_entry(words: &str) -> bool {
    words.split_once(": ").is_some_and(|(label, rest)| is_label(label) && is_date(&rest.to_lowercase()))
}

/// "Updated January 26, 2026.": when a line was written.
fn is_dated(lower: &str) -> bool {
    let dated = ["updated", "last updated", "published", "posted"];
    lower.len() <= DATED && dated.iter().any(|word| lower.starts_with(word)) && is_date(lower)
}

/// Whether words that end a paragraph without a mark say where it is from: who said it, or the address. "Digital Markets
/// Act (emphasis added)", "Direct source: https://example.org/a".
pub(super) fn is_origin(words: &str) -> bool {
    let lower = straightened(words);
    let bare = words.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (")).map_or(words, |(bare, _)| bare);
    let mut names = bare.split(' ');
    let name = |word: &str| word.len() <= 4 || word.starts_with(|c: char| c.is_uppercase() || c == '-');
    let first = names.next().unwrap_or_default();
    let opens = first.starts_with(char::is_uppercase) && (first == "The" || !List::GoesOn.has(&first.to_lowercase()));
    let capitals = bare.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count() > 1;
    let named = opens && capitals && bare.split(' ').count() <= CREDIT && names.all(name);
    is_labelled_address(&lower) || List::Line.has(&plain(&lower)) || is_credit(words) || named
}

/// "Security: security@example.org".
fn is_labelled_address(lower: &str) -> bool {
    lower.split_once(": ").is_some_and(|(label, rest)| is_label(label) && is_address(rest))
}

/// A label or heading without decoration, in lower case.
fn plain(words: &str) -> String {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != ')');
    straightened(bare).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The inside of a block that is one bracket from end to end.
fn bracketed(words: &str) -> Option<&str> {
    let inner = words.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')))?;
    (!inner.contains([')', ']'])).then_some(inner)
}

/// Whether a caption ends in its credit: "A crew at work. (Photo by Lena Ortiz)", "A crew at work. Lena Ortiz / REUTERS".
fn is_credited(words: &str, lower: &str) -> bool {
    let credit = lower.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    let credit = credit.is_some_and(|(_, credit)| List::Label.after(credit).is_some() && List::Aside.within(credit));
    credit || is_agency_credit(words.rsplit_once(". ").map_or(words, |(_, last)| last))
}

/// "Kim Lee/Reuters": a few names, the last one that of an agency, behind a stroke or "via".
fn is_agency_credit(words: &str) -> bool {
    let lower = straightened(words);
    let agency = lower.rsplit_once(['/', '|']).or_else(|| lower.rsplit_once(" via ")).map(|(_, agency)| agency.trim());
    agency.is_some_and(|agency| List::Agency.has(plain(agency).as_str())) && lower.split_whitespace().count() <= 8
}

/// "By Jane Doe", "von Jana Müller", "By Ana Gómez | Staff Writer": capitalised names, no sentence.
fn is_byline(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let opens = parts.next().is_some_and(|word| List::Byline.has(&word.to_lowercase()));
    let rest: Vec<_> = parts.collect();
    let name = |word: &str| {
        word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase()) || List::NameParticle.has(word)
    };
    opens && (1..=12).contains(&rest.len()) && rest.iter().all(|word| name(word)) && !words.ends_with(['.', '!', '?'])
}

/// A line that is a date and little else: it has a year or a month's name and no more words than one needs.
fn is_date(lower: &str) -> bool {
    let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = words.iter().any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    });
    let month = words.iter().any(|word| List::Month.all().any(|month| word.starts_with(month)));
    let numbers = words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    let others = words.len().saturating_sub(numbers + usize::from(month));
    year && others <= 2 && words.len() <= 9 && (month || numbers >= 3) && !lower.ends_with(['!', '?'])
}

/// "5 min read", "Updated 6:12 p.m. | 4 min read", "Lesezeit: 4 Minuten".
fn is_reading_time(lower: &str) -> bool {
    lower.chars().count() <= 80 && List::ReadingTime.all().any(|words| lower.contains(words))
}

/// Whether words before a colon only say whose address follows: "Security", "Press office".
fn is_label(words: &str) -> bool {
    words.split(' ').count() <= 3 && words.chars().all(|c| c.is_alphabetic() || c == ' ')
}

/// A line that is nothing but addresses and telephone numbers.
fn is_address(lower: &str) -> bool {
    let mut words = lower.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).peekable();
    words.peek().is_some() && words.all(is_address_word)
}

/// "Dear friends,": who is written to, on a line of its own.
fn is_salutation(lower: &str) -> bool {
    lower.ends_with([',', ':', '!'])
        && lower.split_whitespace().count() <= SALUTATION
        && List::Salutation.after(lower).is_some()
}

/// Whether a line is a row of links: three or more short parts between bars or dots.
fn is_menu(words: &str) -> bool {
    let parts = words.split(['|', '·', '•', '»', '›']);
    let short = |part: &str| (1..=4).contains(&part.split_whitespace().count()) && !part.trim_end().ends_with('.');
    words.chars().count() <= 200 && parts.clone().count() >= 3 && parts.into_iter().all(short)
}

/// Whether a line below a quotation only says who spoke: "— From a miller during the fair", "Jane Doe, Head of Mills, Acme".
pub(super) fn is_credit(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let signed = bare.len() < words.len() && words.starts_with(['—', '–', '-', '~', '―', '✦', '•']);
    let named = bare
        .split(", ")
        .nth(1)
        .is_some_and(|role| List::GoesOn.after(role).is_none() && List::Adverb.after(role).is_none())
        && bare.split(", ").next().is_some_and(|name| {
            (2..=4).contains(&name.split(' ').count())
                && name.split(' ').next().is_none_or(|first| !List::GoesOn.has(&first.to_lowercase()))
                && name.split(' ').all(|word| word.starts_with(char::is_uppercase) || List::NameParticle.has(word))
        });
    (signed || named)
        && words.split_whitespace().count() <= CREDIT
        && !words.ends_with(['.', '!', '?', ':', ';', '"', '”', '…'])
}

/// Whether a line by itself signs what is above: "— The members of the board", "-- Jane Doe, Head of Mills".
pub(super) fn is_signature(words: &str) -> bool {
    let name = words.trim_start_matches(['—', '–', '―', '-']);
    // One hyphen opens an item.
    let dashes = words.strip_suffix(name).is_some_and(|dashes| !dashes.is_empty() && dashes != "-");
    dashes && is_credit(words) && name.trim_start().starts_with(char::is_uppercase)
}

/// Whether a paragraph says who somebody is whom the article has not named before it, by `named_before`: who wrote it.
pub(super) fn is_biography(words: &str, named_before: impl Fn(&str) -> bool) -> bool {
    if words.chars().count() > LONGEST {
        return false;
    }
    let mut end = 0;
    for (count, word) in words.split(' ').enumerate().take(6) {
        let capital = word.starts_with(char::is_uppercase);
        let after = words.get(end..).unwrap_or_default().trim_start();
        if count >= 2 && !capital && !List::NameParticle.has(word) {
            let name = words.get(..end).unwrap_or_default().trim_end_matches([',', ' ']);
            return has_role(&straightened(after)) && !named_before(name);
        }
        if !capital && !List::NameParticle.has(word) {
            return false;
        }
        end += word.len() + 1;
    }
    false
}

/// Whether words in small letters, behind somebody's name, say what they do: "covers courts", "is a miller in Oslo". What
/// somebody "is" tells that only where it is a calling and they have it somewhere: nobody is called "a liar".
fn has_role(words: &str) -> bool {
    let Some(rest) = List::BioVerb.after(words) else { return false };
    let being = words.strip_suffix(rest).and_then(|verb| verb.rsplit(' ').next());
    if !being.is_some_and(|last| matches!(last, "a" | "an" | "the" | "our")) {
        return true;
    }
    let rest = rest.split(". ").next().unwrap_or_default();
    let called = rest.split(' ').map(bare).position(|word| {
        List::Calling.has(word) || CALLINGS.iter().any(|end| word.len() > end.len() + 2 && word.ends_with(end))
    });
    called.is_some_and(|at| rest.split(' ').skip(at).any(|word| List::CallingAt.has(bare(word))))
}

/// Whether a paragraph below an article says what a firm offers: "Our tools help teams test", "Acme is an open-source
/// platform".
pub(super) fn is_promotion(words: &str) -> bool {
    let lower = straightened(words);
    // "Consult our docs. In my case, …": what is told below a call counts.
    let told = lower.split(". ").count() > 2;
    lower.split(". ").any(|sentence| is_offer(bare(sentence), told)) || names_ware(words)
}

/// "Our methods help organizations build": somebody's own, what it does, and for whom.
fn is_offer(lower: &str, told: bool) -> bool {
    let own = ["our ", "we ", "at "].iter().any(|own| lower.starts_with(own));
    let called = List::Call.after(lower).is_some_and(|rest| rest.starts_with(" our "));
    let promised = || {
        lower.match_indices(' ').filter_map(|(at, _)| List::Promise.after(lower.get(at + 1..)?)).any(|whom| {
            let mut whom = whom.trim_start().splitn(3, ' ');
            let first = whom.next().unwrap_or_default().trim_end_matches([',', '.']);
            List::Customer.has(first) || whom.next().is_some_and(|second| List::Customer.has(second))
        })
    };
    called && !told || own && promised()
}

/// Whether a paragraph opens by saying what somebody is whom it names: "The Mill Institute (MI) is a charity."
pub(super) fn introduces(words: &str) -> bool {
    let Some((name, rest)) = words.split_once(" is ") else { return false };
    let capital = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c == '(') || matches!(word, "of" | "for" | "and" | "&")
    };
    let pronoun = name.split(' ').next().is_some_and(|first| first != "The" && List::GoesOn.has(&first.to_lowercase()));
    !pronoun
        && name.split(' ').count() <= NAME
        && name.split(' ').all(capital)
        && rest.split(' ').next().is_some_and(|article| matches!(article, "a" | "an" | "the"))
}

/// Whether a line below the title is nothing but somebody's name, or what they are: "Jane Doe", "Staff Writer".
pub(super) fn names_somebody(words: &str) -> bool {
    let name = |word: &str| {
        List::NameParticle.has(word)
            || word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
    };
    words.split(' ').count() <= 4 && words.ends_with(char::is_alphabetic) && words.split(' ').all(name)
}

/// "Acme is an open-source platform that …": one name, and within a few words what it is.
fn names_ware(words: &str) -> bool {
    let name = words.split(' ').take_while(|word| word.starts_with(char::is_uppercase)).count();
    let mut rest = words.split(' ').skip(name);
    let pronoun = words.split(' ').next().is_some_and(|first| List::GoesOn.has(&first.to_lowercase()));
    (1..=3).contains(&name)
        && !pronoun
        && rest.next() == Some("is")
        && rest.next().is_some_and(|article| matches!(article, "a" | "an" | "the"))
        && rest.take(7).any(|word| List::Ware.has(word.trim_end_matches([',', '.'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table() {
        let title = Place { below_title: true, ..Place::default() };
        let pointers = Place { under_pointers: true, item: true, ..Place::default() };
        for (words, place, expected) in [
            ("Sources: #089, #096, #097", Place::default(), true),
            ("Photo: Jane Doe / Agency", Place::default(), true),
            ("Security: security@example.org", pointers, true),
            ("Press office: press@example.org, 555-0134", Place::default(), true),
            ("Subscribe to our newsletter for more.", Place::default(), true),
            ("Get a demo to see the mill in your own valley: mill.example/contact", Place::default(), true),
            ("Download the mill app for Acme or Google Play.", Place::default(), true),
            ("Write to us, or apply directly on our careers page.", Place::default(), true),
            ("The firm sold its app on Google Play in May 2026.", Place::default(), false),
            ("Questions or thoughts? Get in touch: jane@example.org", Place::default(), true),
            ("(Emphasis added to point out what matters.)", Place::default(), true),
            ("(Disclosure: the author owns shares of the firm.)", Place::default(), true),
            ("© 2026 Example Media", Place::default(), true),
            ("Copyright 2026 The Example Company.", Place::default(), true),
            ("Copyright law is old.", Place::default(), false),
            ("https://example.org/a", Place::default(), true),
            ("By Jane Doe and John Roe", title, true),
            ("May 19, 2026", title, true),
            ("Focus: three fronts", title, true),
            ("5 min read", title, true),
            ("A paper, 2019", pointers, true),
            ("Sources close to the firm said it would sell.", Place::default(), false),
            ("Subscribers fell by 4 % in May 2026.", Place::default(), false),
            ("By Tuesday the firm had sold.", title, false),
            ("By May 2026 the price had doubled.", title, false),
            ("Focus: three fronts", Place::default(), false),
            ("By Marcus Bell | Staff Writer", title, true),
            ("Updated 6:12 p.m. March 11, 2026 | 4 min read", title, true),
            ("A crew repairs a broken main. (Photo by Lena Ortiz)", Place::default(), true),
            ("Home | News | About us", Place::default(), true),
            ("Stop the leak. | Fix the main. | Pay later.", Place::default(), false),
            ("Jane.Doe@example.org / john.roe@example.org", Place::default(), true),
            ("202-555-0101/0102", Place::default(), true),
            ("1999-2004", Place::default(), false),
            ("Dear friends,", Place::default(), true),
            ("Dear money is no good, they say,", Place::default(), false),
            ("Note: this discusses the law but isn’t legal advice. Ask your counsel.", Place::default(), true),
            ("The minister leaves the hall in Oslo. Kim Lee / REUTERS", Place::default(), true),
            ("The minister told Reuters. Nobody spoke and/or voted", Place::default(), false),
            ("In the meantime, join our Community of Practice.", Place::default(), true),
            ("Contact Jane Doe at jane@example.org.", Place::default(), true),
            ("Contact with the reactor was lost at noon.", Place::default(), false),
            ("Read the contract before you sign.", Place::default(), false),
            ("Follow the money.", Place::default(), false),
            ("If you run a small site, get in touch at jane@example.org.", Place::default(), true),
            ("If you run a small site, read the rules.", Place::default(), false),
            ("Is anyone already doing it? Share your thoughts and experiences below.", Place::default(), true),
            ("Buy now, pay later firms lost customers.", Place::default(), false),
            ("(Though there is one caveat.)", Place::default(), false),
            ("My take: it will not last.", Place::default(), false),
        ] {
            assert_eq!(is_boilerplate(words, place), expected, "{words}");
        }
        assert!(heads_pointers("Related Articles:"));
        assert!(heads_contents("Today’s links:"));
        assert!(heads_pointers("Hey look at this (permalink)"));
        assert!(heads_pointers("Take Action with Acme") && !heads_pointers("Get started with what you have"));
        let unnamed = |_: &str| false;
        assert!(is_biography("Maria Lopez is a content strategist at the Office.", unnamed));
        assert!(is_biography("Jan van der Berg covers courts.", unnamed));
        assert!(is_biography("Maria Lopez is the founder and head of Acme.", unnamed));
        assert!(is_biography("Maria Lopez is a Senior Fellow at the Mill Institute. She lives in Oslo.", unnamed));
        assert!(!is_biography("Maria Lopez is a liar.", unnamed));
        assert!(!is_biography("Maria Lopez is a victim of the firm.", unnamed));
        assert!(!is_biography("Maria Lopez is a content strategist.", |name| name == "Maria Lopez"));
        assert!(!is_biography("Prices are a matter of taste.", unnamed));
        for (words, expected) in [
            ("— From a miller during the fair", true),
            ("Jane Doe, Head of Mills, Acme", true),
            ("— and then it stopped.", false),
            ("John Smith, however, disagrees …", false),
            ("John Smith, meanwhile, is of another mind", false),
            ("Oslo, Bergen and Stavanger", false),
        ] {
            assert_eq!(is_credit(words), expected, "{words}");
        }
        for (words, expected) in [
            ("Do not wait for the flood. Our proven pumps help towns and teams stay dry.", false),
            ("Do not wait for the flood. Our proven pumps help organizations stay dry.", true),
            ("Leverage our long experience with pumps.", true),
            ("Consult our notes on pumps. In my case, I moved much of it. Mind the valves, though.", false),
            ("Harbor is an open-source tool that tests pumps.", true),
            ("Harbor is a town by the sea.", false),
            ("This is an old story: a company that sells pumps.", false),
            ("We help nobody by it.", false),
        ] {
            assert_eq!(is_promotion(words), expected, "{words}");
        }
        for (words, expected) in [
            ("The Mill Institute (MI) is a charity for mills. It is in Oslo.", true),
            ("Harbor is the home of Acme and Mills.", true),
            ("It is a charity.", false),
            ("The mill is a ruin.", false),
            ("What they built is a ruin.", false),
        ] {
            assert_eq!(introduces(words), expected, "{words}");
        }
        for (words, expected) in [
            ("Jane Doe", true),
            ("Jan van der Berg", true),
            ("Staff Writer", true),
            ("Nobody comes", false),
            ("Mills in the North of the Valley", false),
            ("Jane Doe.", false),
        ] {
            assert_eq!(names_somebody(words), expected, "{words}");
        }
        assert!(heads_imprint("About Harbor Analytics") && !heads_imprint("About that bill"));
        assert!(!heads_pointers("What the Source Actually Says"));
    }
}
