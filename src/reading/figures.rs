//! Figures: quantities with the signs and short units that are written with them.

use super::lexicon::{Class, Classes};
use super::tokens::{Shape, Token, Tokens};
use crate::text::span::Span;

/// Signs that stand before a quantity and belong to it.
const BEFORE: [char; 13] = ['$', '€', '£', '¥', '₹', '~', '+', '≈', '±', '<', '>', '≤', '≥'];

/// Codes of currencies (ISO 4217) that stand before a quantity and belong to it.
const CURRENCIES: [&str; 9] = ["USD", "EUR", "GBP", "JPY", "CHF", "CNY", "INR", "CAD", "AUD"];

/// Signs that stand after a quantity and belong to it.
const AFTER: [char; 8] = ['%', '‰', '°', '€', '$', '£', '+', '×'];

/// The figures of a sentence, in order: "34.4%", "$7B", "4.5 million", "61-percentage-point".
///
/// Years, dates, ordinals, version numbers, names with numbers, numbers of chapters and the like
/// are none. `dates` are the spans of dates in the sentence, in order.
pub fn figures(tokens: &Tokens<'_>, dates: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if token.shape != Shape::Number
            || !is_quantity(tokens, index)
            || dates.iter().any(|date| date.overlaps(token.span))
        {
            index += 1;
            continue;
        }
        let (span, last) = widened(tokens, index);
        found.push(span);
        index = last + 1;
    }
    found
}

/// Whether the number at `index` counts something.
fn is_quantity(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    if is_german_ordinal(tokens, index)
        || is_reference(tokens, index)
        || is_mixed(word)
        || is_old_year(tokens, index)
        || is_status(tokens, index)
        || is_provision(tokens, index)
        || is_enumerator(tokens, index)
        || is_release(tokens, index)
    {
        return false;
    }
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let glued = |other: Span, this: Span| other.end == this.start;
    if let (Some(before), Some(this)) = (before, tokens.get(index)) {
        let close = glued(before.span, this.span);
        // "#089", "§3", "v2", "x=3" but "N=3", "3.11" after a product's name, "Chapter 4", "No. 7", "S. 2685".
        let equals = before.is_mark('=') && !(index > 1 && matches!(tokens.word(index - 2), "N" | "n"));
        // "go.example.com/3fab".
        let path = before.is_mark('/')
            && index > 1
            && tokens.get(index - 2).is_some_and(|token| token.is_word() && glued(token.span, before.span));
        // "No. 2", "H.R. 8250", "Oct'23".
        let label = index
            .checked_sub(2)
            .filter(|_| before.is_mark('.'))
            .is_some_and(|at| tokens.is(at, Class::NumberLabel) && tokens.get(at).is_some_and(Token::is_capital));
        let short_year = close && matches!(before.shape, Shape::Mark('\'' | '’' | '‘'));
        if label
            || short_year
            || before.is_mark('#')
            || before.is_mark('§')
            || (close && (before.is_word() || equals || path))
        {
            return false;
        }
        // "Llama 3 8B": the name has two numbers.
        let named = before.shape == Shape::Number
            && index > 1
            && tokens.get(index - 2).is_some_and(Token::is_capital)
            && !is_year(tokens.word(index - 1));
        // A word stands before that number, so that this looks back but once.
        if named && !is_quantity(tokens, index - 1) {
            return false;
        }
        // "Opus 4.5 to 4.6": the other of two versions.
        let compared = word.contains('.')
            && index > 2
            && matches!(tokens.word(index - 1), "to" | "and" | "or" | "vs")
            && tokens.word(index - 2).contains('.')
            && tokens.get(index - 3).is_some_and(|token| token.is_capital() && !token.is(Class::Preposition))
            && !has_unit(tokens, index);
        let ranged = before.is_mark('–') && index > 2 && tokens.is(index - 3, Class::NumberLabel);
        let initial = before.is_mark('.')
            && index > 1
            && tokens.word(index - 2).len() == 1
            && tokens.get(index - 2).is_some_and(Token::is_capital);
        if initial || ranged || compared {
            return false;
        }
        if before.is(Class::NumberLabel) && !has_unit(tokens, index) || is_age(tokens, index) {
            return false;
        }
        // "Windows 11" is a name, "About 11" and "In 11" are not.
        let opener = index == 1 && tokens.vocabulary.ends_like_adverb(tokens.word(0));
        let named = before.is_capital()
            && !before.classes.any(&[
                Class::Common,
                Class::Month,
                Class::Preposition,
                Class::Determiner,
                Class::Auxiliary,
                Class::Adverb,
                Class::Conjunction,
            ]);
        // "The top 100 sites", but "the OWASP Top 10".
        let several = tokens.get(index + 1).is_some_and(|next| next.shape == Shape::Lower)
            && tokens.word(index + 1).ends_with('s');
        let top = several && tokens.word(index - 1).eq_ignore_ascii_case("top");
        if named && !opener && !top && !has_unit(tokens, index) && !word.contains(',') {
            return false;
        }
    }
    if is_lettered(word)
        || is_ordinal(word)
        || is_decade(word)
        || is_of_year(word)
        || is_version(word)
        || (is_year(word) && !has_unit(tokens, index))
    {
        return false;
    }
    // "4 a.m.", "4 PM".
    let clock = matches!(tokens.word(index + 1), "am" | "pm" | "AM" | "PM" | "a.m" | "p.m" | "a.m." | "p.m.")
        || matches!(tokens.word(index + 1), "a" | "p")
            && tokens.is_mark(index + 2, '.')
            && tokens.word(index + 3) == "m";
    // "10:30" is a time, "24/7" and "9/11" are names; "70/30" is a ratio.
    !clock
        && !is_code(tokens, index)
        && !is_file_number(word)
        && !word.contains(':')
        && !is_telephone(word)
        && word != "24/7"
        && word != "9/11"
        && !(word.len() > 12 && word.contains('-') && word.bytes().filter(u8::is_ascii_digit).count() > 8)
}

/// Whether the number at `index` is an age: "those under 30", "women over 50", but not "users over 50 sites".
fn is_age(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let years = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let someone = index.checked_sub(2).and_then(|at| tokens.get(at)).is_some_and(|token| {
        token.classes.any(&[Class::People, Class::Group, Class::PluralPronoun, Class::Demonstrative])
    });
    let counts = tokens.get(index + 1).is_some_and(|next| next.is_word() && tokens.word(index + 1).ends_with('s'));
    // "People aged over 65", "a child is under 18."
    let aged = index.checked_sub(2).is_some_and(|at| {
        let alone = tokens.get(index + 1).is_none_or(|next| matches!(next.shape, Shape::Mark(_)));
        tokens.word(at) == "aged" || tokens.is(at, Class::Be) && alone
    });
    let bounded = matches!(tokens.word(index - 1), "under" | "over" | "above" | "below" | "aged" | "unter" | "über");
    years && (someone || aged) && bounded && !has_unit(tokens, index) && !counts
}

/// Whether the number at `index` is a note's mark or a source's number: "[12]", "(038)", "(246, 252)", "243: The title".
fn is_reference(tokens: &Tokens<'_>, index: usize) -> bool {
    let back = |by: usize| index.checked_sub(by);
    if back(1).is_some_and(|at| tokens.is_mark(at, '[')) && tokens.is_mark(index + 1, ']') {
        return true;
    }
    if !tokens.word(index).bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let titled = index == 0 && tokens.is_mark(1, ':');
    // The last thing in brackets, behind a comma: "(45 years at the trade, 251)".
    let last = tokens.is_mark(index + 1, ')') && back(1).is_some_and(|at| tokens.is_mark(at, ','));
    titled || last || is_listed(tokens, index)
}

/// How many numbers and commas in brackets are looked at on either side.
const LISTED: usize = 16;

/// Whether brackets around the number at `index` hold nothing but numbers.
fn is_listed(tokens: &Tokens<'_>, index: usize) -> bool {
    let number = |token: &&Token| token.shape == Shape::Number || token.is_mark(',') || token.is_mark('#');
    let (before, from) = tokens.list.split_at_checked(index).unwrap_or_default();
    let opens =
        |mark| before.iter().rev().take(LISTED).find(|token| !number(token)).is_some_and(|token| token.is_mark(mark));
    let closes = |mark| from.iter().take(LISTED).find(|token| !number(token)).is_some_and(|token| token.is_mark(mark));
    opens('(') && closes(')') || opens('[') && closes(']')
}

/// The units that are written right behind a number, longer than one letter.
const UNITS: [&str; 39] = [
    "bn", "tn", "mn", "mm", "cm", "km", "kg", "mg", "ml", "kb", "mb", "gb", "tb", "pb", "hz", "khz", "mhz", "ghz",
    "kw", "mw", "gw", "kwh", "mwh", "gwh", "ms", "min", "hr", "hrs", "ft", "in", "lb", "lbs", "oz", "mph", "pp", "ppm",
    "px", "bps", "fps",
];

/// Whether a word mixes letters with its figures as names and sums do, and no quantity: "562f0a0", "6to5", "1Password".
fn is_mixed(word: &str) -> bool {
    let tail = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let letters = tail.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let rest = tail.get(letters.len()..).unwrap_or_default();
    let ordinal = matches!(letters, "st" | "nd" | "rd" | "th");
    let unit = UNITS.iter().any(|unit| letters.eq_ignore_ascii_case(unit));
    letters.len() > 1 && letters.is_ascii() && !unit && !ordinal
        || letters.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the number at `index` is a year of before 1800, by the words around it: "in 1720", "January 1637", "the 1755
/// Lisbon earthquake", "373 BC".
fn is_old_year(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let era = matches!(tokens.word(index + 1), "BC" | "AD" | "BCE" | "CE" | "A.D" | "B.C" | "A.D." | "B.C.");
    let four = word.len() == 4 && word.starts_with('1') && word.bytes().all(|byte| byte.is_ascii_digit());
    let Some(before) = index.checked_sub(1).and_then(|at| tokens.get(at)) else { return era };
    let next = tokens.get(index + 1);
    let counts = next.is_some_and(|next| next.shape == Shape::Lower && next.classes == Classes::default());
    let timed = before.is(Class::Month)
        || before.classes.any(&[Class::Place, Class::Deadline])
        || matches!(tokens.word(index - 1), "of" | "since" | "until" | "from" | "circa" | "In" | "Since");
    let named = before.is(Class::Article) && next.is_some_and(Token::is_capital);
    // "The history of the port, 1584 to 2069".
    let spanned = matches!(tokens.word(index + 1), "to" | "–" | "-") && is_year(tokens.word(index + 2));
    era || four && !has_unit(tokens, index) && (timed && !counts || named || spanned)
}

/// Whether the number at `index` is the number of an answer of a server: "a 404", "a 500 error", "those 404s", "the custom
/// 404 page", "an HTTP 200".
fn is_status(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let code = word.strip_suffix('s').unwrap_or(word);
    let three = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit());
    let failed = three && code.starts_with(['4', '5']);
    let before = index.checked_sub(1).map(|at| tokens.word(at)).unwrap_or_default();
    let next = tokens.get(index + 1);
    let ends = next.is_none_or(|next| matches!(next.shape, Shape::Mark('.' | ',' | ')' | ';')));
    let alone = matches!(before, "a" | "an") && ends || code.len() < word.len();
    let known = matches!(code, "401" | "403" | "404" | "502" | "503" | "504");
    // "404 users" are counted.
    let one = next.is_none_or(|next| !next.is_word() || !tokens.word(index + 1).ends_with('s'));
    let answer = matches!(tokens.word(index + 1), "error" | "errors" | "status" | "response" | "responses");
    failed && (alone || answer || known && one && !has_unit(tokens, index)) || three && before == "HTTP"
}

/// Whether the number at `index` names a provision of the law: "501(c)(3)", "5 CFR", "42 U.S.C.".
fn is_provision(tokens: &Tokens<'_>, index: usize) -> bool {
    let glued =
        tokens.get(index).zip(tokens.get(index + 1)).is_some_and(|(this, next)| this.span.end == next.span.start);
    let lettered =
        tokens.is_mark(index + 1, '(') && tokens.word(index + 2).len() == 1 && tokens.is_mark(index + 3, ')');
    glued && lettered || matches!(tokens.word(index + 1), "CFR" | "USC" | "U.S.C" | "U.S.C.")
}

/// How many tokens before a bracket that closes are looked at for the one that opens.
const BRACKETED: usize = 24;

/// Whether the number at `index` counts off what is listed in a sentence: "two steps: 1) making it, and 2) selling it".
fn is_enumerator(tokens: &Tokens<'_>, index: usize) -> bool {
    let short = tokens.word(index).len() <= 2 && tokens.word(index).bytes().all(|byte| byte.is_ascii_digit());
    let near = tokens.list.get(index.saturating_sub(BRACKETED)..index).unwrap_or_default();
    let last = near.iter().rev().find(|token| matches!(token.shape, Shape::Mark('(' | ')')));
    short && tokens.is_mark(index + 1, ')') && !last.is_some_and(|token| token.is_mark('('))
}

/// Whether the number at `index` is a release by itself: "Web 2.0", "3.0 ships it", "we call it 2.0.".
fn is_release(tokens: &Tokens<'_>, index: usize) -> bool {
    let word = tokens.word(index);
    let whole = word.strip_suffix(".0").is_some_and(|major| major.len() <= 2);
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let scored =
        before.is_some_and(|before| before.shape == Shape::Acronym && !tokens.is(index - 1, Class::NumberLabel));
    let named = before.is_none_or(|before| before.is_capital() || before.is(Class::ThingPronoun));
    whole && named && !scored && !has_unit(tokens, index)
}

/// Whether the number at `index` stands alone between backticks, as code: "exits with `7`".
fn is_code(tokens: &Tokens<'_>, index: usize) -> bool {
    tokens.is_mark(index + 1, '`') && index.checked_sub(1).is_some_and(|before| tokens.is_mark(before, '`'))
}

/// Whether a word is the number of a file, such as "19/31142", and no ratio, such as "70/30".
fn is_file_number(word: &str) -> bool {
    word.split_once('/').is_some_and(|(session, number)| {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        digits(session) && digits(number) && number.len() > 3
    })
}

/// Whether a word is "818-555-0101": three groups of figures or more.
fn is_telephone(word: &str) -> bool {
    word.split('-').count() >= 3 && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// Whether a word is a name such as "18F", "3D", "5G" and no quantity such as "5K".
fn is_lettered(word: &str) -> bool {
    // "3D-Modell".
    let word = word.split('-').next().unwrap_or(word);
    word.len() <= 3
        && word.ends_with(|c: char| c.is_ascii_uppercase() && !matches!(c, 'K' | 'M' | 'B' | 'T' | 'X'))
        && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a word is "2030-shaped": a year and what is of it.
fn is_of_year(word: &str) -> bool {
    word.split_once('-').is_some_and(|(year, rest)| is_year(year) && rest.starts_with(char::is_alphabetic))
}

/// Whether a word is "90s" or "1990s".
fn is_decade(word: &str) -> bool {
    word.strip_suffix('s').is_some_and(|digits| {
        matches!(digits.len(), 2 | 4) && digits.ends_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether a sign or magnitude beside the number makes it a quantity whatever else it looks like.
fn has_unit(tokens: &Tokens<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|at| tokens.get(at));
    let after = tokens.get(index + 1);
    let sign = |c: char| BEFORE.contains(&c) || AFTER.contains(&c);
    before.is_some_and(|token| matches!(token.shape, Shape::Mark(c) if sign(c) && c != '+'))
        || index.checked_sub(1).is_some_and(|at| CURRENCIES.contains(&tokens.word(at)))
        || after.is_some_and(|token| {
            let glued = tokens.get(index).is_some_and(|this| this.span.end == token.span.start);
            let magnitude = token.is(Class::Magnitude) && (token.span.len() > 1 || glued);
            matches!(token.shape, Shape::Mark(c) if sign(c)) || magnitude
        })
        || tokens.phrase_at(index + 1, Class::Magnitude).is_some()
}

fn is_ordinal(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && matches!(word.get(digits..), Some("st" | "nd" | "rd" | "th" | "er" | "ère" | "e" | "º" | "ª" | "ème"))
}

/// Whether a word is "3.11.2" or "2.0.1-rc1".
fn is_version(word: &str) -> bool {
    // "5.5x-99.7" is a range.
    let word = word.split('-').next().unwrap_or(word);
    let parts: Vec<&str> = word.split('.').take(5).collect();
    // A thousands separator parts groups of three: "1.200.000".
    let grouped = parts.iter().skip(1).all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
    parts.len() > 2 && !grouped
}

/// Whether a word is a year, a decade or a span of years.
pub fn is_year(word: &str) -> bool {
    let year = |part: &str| {
        part.len() == 4
            && (part.starts_with("19") || part.starts_with("20") || part.starts_with("18"))
            && part.bytes().all(|b| b.is_ascii_digit())
    };
    let word = word.strip_suffix('s').unwrap_or(word);
    year(word) || word.split_once(['-', '/']).is_some_and(|(from, to)| year(from) && (year(to) || to.len() == 2))
}

/// The next group of thousands of the number at `index`, parted by a space: "1 234", "700 000", "1 234,5". English parts
/// them by commas.
fn thousands(tokens: &Tokens<'_>, index: usize, further: bool) -> Option<usize> {
    let (this, next) = (tokens.get(index)?, tokens.get(index + 1)?);
    let gap = tokens.text.get(this.span.end..next.span.start)?;
    let parted = matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}") && next.shape == Shape::Number;
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let (word, group) = (tokens.word(index), tokens.word(index + 1));
    let (whole, _) = group.split_once([',', '.']).unwrap_or((group, ""));
    let fits = parted && word.len() <= 3 && digits(word) && (further || !word.starts_with('0')) && whole.len() == 3;
    (fits && digits(whole) && !tokens.vocabulary.is_english()).then_some(index + 1)
}

/// Whether the full stop after the number at `index` makes it a German ordinal: "das 25. Forum".
fn is_german_ordinal(tokens: &Tokens<'_>, index: usize) -> bool {
    let stop = tokens.is_mark(index + 1, '.') && tokens.get(index + 2).is_some_and(Token::is_word);
    let glued =
        tokens.get(index).zip(tokens.get(index + 1)).is_some_and(|(this, stop)| this.span.end == stop.span.start);
    tokens.vocabulary.capital_nouns() && stop && glued && tokens.word(index).len() <= 3
}

/// The figure with its signs and magnitude, and its last token.
fn widened(tokens: &Tokens<'_>, index: usize) -> (Span, usize) {
    let mut span = tokens.span(index, index);
    let mut last = index;
    if let Some(before) = index.checked_sub(1).and_then(|at| tokens.get(at)) {
        let sign = matches!(before.shape, Shape::Mark(c) if BEFORE.contains(&c));
        // "US$5": the letters belong to the sign.
        if sign && before.span.end == span.start || CURRENCIES.contains(&before.span.of(tokens.text)) {
            span.start = before.span.start;
        }
        // "~$7", and a minus right before the number.
        let further =
            index.checked_sub(2).and_then(|at| tokens.get(at)).filter(|other| other.span.end == before.span.start);
        let about = sign && further.is_some_and(|other| other.is_mark('~') || other.is_mark('≈'));
        let minus = before.is_mark('-') && before.span.end == span.start && further.is_none();
        if about || minus {
            span.start = if minus { before.span.start } else { further.map_or(span.start, |other| other.span.start) };
        }
    }
    while let Some(group) = thousands(tokens, last, last > index) {
        last = group;
        span.end = tokens.span(last, last).end;
    }
    // ".75%" after a space.
    let point = span.start.checked_sub(1).filter(|at| tokens.text.get(*at..span.start) == Some("."));
    let apart = |at: usize| tokens.text.get(..at).is_some_and(|before| before.ends_with([' ', '\u{a0}', '(', '~']));
    span.start = point.filter(|at| apart(*at)).unwrap_or(span.start);
    while let Some(after) = tokens.get(last + 1) {
        let close = after.span.end - after.span.start <= 3
            && tokens.text.get(span.end..after.span.start).is_some_and(|gap| {
                gap.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}')) && gap.chars().count() <= 1
            });
        let sign = matches!(after.shape, Shape::Mark(c) if AFTER.contains(&c)) && close;
        // "29–61%", "5,5 – 6".
        let range = after.is_mark('–')
            && after.span.start == span.end
            && tokens.get(last + 2).is_some_and(|to| to.shape == Shape::Number && to.span.start == after.span.end);
        let plus_apart = after.is_mark('+') && after.span.start > span.end;
        let per = after.is_mark('/')
            && after.span.start == span.end
            && tokens.get(last + 2).is_some_and(|unit| unit.shape == Shape::Lower && unit.span.start == after.span.end);
        // "3 °C".
        let scale = matches!(tokens.word(last + 2), "C" | "F")
            && tokens.get(last + 2).is_some_and(|scale| scale.span.start == after.span.end);
        if sign && !plus_apart {
            last += if after.is_mark('°') && scale { 2 } else { 1 };
        } else if per || range {
            last += 2;
        } else if let Some(end) = tokens.phrase_at(last + 1, Class::Magnitude) {
            last = end;
        } else if after.is(Class::Magnitude) && (after.span.len() > 1 || after.span.start == span.end) {
            last += 1;
            // "1,2 Mio." is abbreviated; the full stop belongs to it inside the sentence.
            if tokens.is_mark(last + 1, '.')
                && matches!(tokens.word(last), "Mio" | "Mrd" | "Tsd")
                && tokens.get(last + 2).is_some()
            {
                last += 1;
            }
        } else {
            break;
        }
        span.end = tokens.span(last, last).end;
    }
    (span, last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::lexicon::Lexicon;

    #[test]
    fn figures_with_their_signs() {
        let lexicon = Lexicon::default();
        for (language, text, expected) in [
            ("en", "for the first time (34.4% vs 32.3%)", vec!["34.4%", "32.3%"]),
            ("en", "a 61-percentage-point delta", vec!["61-percentage-point"]),
            ("en", "a $273/day trailer built in 4 days for $250.", vec!["$273/day", "4", "$250"]),
            ("en", "collapsing ($100B → $20B), 1.5M tokens", vec!["$100B", "$20B", "1.5M"]),
            ("en", "some 4.5 million people, 72 percent of 120+ firms", vec!["4.5 million", "72 percent", "120+"]),
            ("en", "6 in 10 Americans, 70/30 weighting", vec!["6", "10", "70/30"]),
            ("en", "On May 19th, 2026, GPT-5 and Claude 4 (#089) moved to v2.0.1 in 2024.", vec![]),
            ("en", "in chapter 4 at 10:30, 24/7, ages 30-49", vec![]),
            ("en", "18F on 5G with 5K users", vec!["5K"]),
            (
                "en",
                "Doe (246, 252) and Roe (45 years old, 7) saw 3 of Opus 4.5 to 4.6 (N=12, 30%)",
                vec!["45", "3", "12", "30%"],
            ),
            ("en", "243: The title of it", vec![]),
            (
                "en",
                "those 404s, the custom 404 page, an HTTP 200, and 404 users at 503 million",
                vec!["404", "503 million"],
            ),
            ("en", "it ends with `7` at 8 PM, in file 19/31142, for 1/3 of it", vec!["1/3"]),
            ("en", "a press of 593 A.D., and the port, 1584 to 2069", vec![]),
            ("en", "on 10 and 11 February, 12 ships", vec!["12"]),
            ("fr", "les 10 et 11 février, 12 bateaux", vec!["12"]),
            ("es", "del sábado 21 al domingo 22 de febrero, 12 barcos", vec!["12"]),
            ("en", "in 1720 and in January 1637, the 1755 Lisbon quake, in 373 BC", vec![]),
            ("en", "H.R. 8250 and “No. 2” of Oct'23 [25A, 38, 225]", vec![]),
            ("en", "a 501(c)(3) under 5 CFR 1320.3(h), in two steps: 1) making and 2) selling it", vec![]),
            ("en", "Web 2.0, round 3 of it, 2030-shaped, people aged over 65, Public Law 118-187", vec![]),
            ("en", "OWASP Top 10 for the TOP 1000 sites", vec!["1000"]),
            ("en", "a mere .75% of it, 94 per cent", vec![".75%", "94 per cent"]),
            ("en", "1Password and 6to5 at 562f0a0, with a 404, or a 500 error", vec![]),
            ("en", "It cost ~$7, and fell by -20 at 518KB", vec!["~$7", "-20", "518KB"]),
            ("en", "47% of those under 30 read it, and users over 50 sites", vec!["47%", "50"]),
            ("en", "Herk (038) and others [1] in the 90s on S. 2685, x=3", vec![]),
            ("en", "We asked twice (N=20), for USD 500 or >80% of it.", vec!["20", "USD 500", ">80%"]),
            ("en", "Llama 3 8B at 4 a.m. from 818-555-0101, go.example.com/3fab", vec![]),
            (
                "en",
                "cuts costs 5.5x-99.7% at 3 °C, from 112 in 2019 to 203 last year",
                vec!["5.5x-99.7%", "3 °C", "112", "203"],
            ),
            ("en", "by 29–61% in Llama 4 Scout, on days 6–7", vec!["29–61%"]),
            ("de", "34,4 % der 1,2 Mio. Nutzer zahlen 5 Milliarden Euro", vec!["34,4 %", "1,2 Mio.", "5 Milliarden"]),
            ("de", "das 25. Forum und das 3D-Modell für 1 200 Leute", vec!["1 200"]),
            ("fr", "34,4 % des 2 millions d'abonnés", vec!["34,4 %", "2 millions"]),
            ("fr", "plus de 3 300 blogs, 1 234 567,8 euros et 12 300", vec!["3 300", "1 234 567,8", "12 300"]),
            ("en", "on 3 300 pages", vec!["3", "300"]),
            ("es", "el 34,4 % de 3 millones", vec!["34,4 %", "3 millones"]),
        ] {
            let tokens = Tokens::of(text, Span::whole(text), &[], lexicon.vocabulary(language));
            let dates = crate::reading::dates::dates(&tokens);
            let found: Vec<_> = figures(&tokens, &dates).into_iter().map(|span| span.of(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
