//! Sentences of texts that hold more of them than anybody reads: several are taken as one.

use crate::text::span::Span;

/// How many places of `text` may end a sentence: no language finds more.
pub fn ends(text: &str) -> usize {
    let mut count = 1;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        // Figures and addresses have their points inside.
        let goes_on = letter == '.' && letters.peek().is_some_and(char::is_ascii_alphanumeric);
        count += usize::from(is_end(letter) && !goes_on);
    }
    count
}

/// Stretches of `least` bytes or more, each up to the next place where a sentence surely ends: ordered, disjoint,
/// covering all of the text but white space. None ends inside one of `whole`, ordered stretches such as inline code.
pub fn stretches(text: &str, whole: &[Span], least: usize) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut start, mut closed, mut ended) = (0, 0, false);
    let mut whole = whole.iter().peekable();
    for (at, letter) in text.char_indices() {
        if (ended && letter.is_whitespace() || is_wide_end(letter)) && at - start >= least && at >= closed {
            let end = if letter.is_whitespace() { at } else { at + letter.len_utf8() };
            found.push(Span::new(start, end).trimmed(text));
            (start, ended) = (end, false);
            continue;
        }
        while let Some(one) = whole.next_if(|one| one.start <= at) {
            closed = closed.max(one.end);
        }
        // What closes a quotation or a bracket belongs to the sentence before it.
        ended = is_end(letter) || ended && !letter.is_alphanumeric();
    }
    found.push(Span::new(start, text.len()).trimmed(text));
    found.retain(|span| !span.is_empty());
    found
}

/// Signs that end a sentence without a blank after them.
const fn is_wide_end(letter: char) -> bool {
    matches!(letter, '。' | '！' | '？' | '｡')
}

/// Signs that end a sentence in some language.
fn is_end(letter: char) -> bool {
    match letter {
        '.' | '!' | '?' | '\n' | '…' | '‼' | '‽' | '⁇'..='⁉' | '。' | '！' | '．' | '？' | '｡' => true,
        // Punctuation that scripts have for themselves.
        '\u{55a}'..='\u{1bff}' | '\u{2cf9}'..='\u{2e5d}' | '\u{a4fe}'..='\u{abff}' | '\u{fe10}'..='\u{fe6f}' => {
            !letter.is_alphanumeric()
        }
        '\u{10000}'..='\u{1efff}' => !letter.is_alphanumeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn several_sentences_stand_together_up_to_where_one_ends() {
        let words = |text: &'static str, whole: &[Span]| -> Vec<&str> {
            stretches(text, whole, 8).into_iter().map(|span| span.of(text)).collect()
        };
        assert_eq!(words("A b. A b. A b. A b. A", &[]), ["A b. A b.", "A b. A b.", "A"]);
        assert_eq!(words("He said \"so it is.\" Then 3.14 is it", &[]), ["He said \"so it is.\"", "Then 3.14 is it"]);
        assert_eq!(words("港は静か。朝になった。船", &[]), ["港は静か。", "朝になった。", "船"]);
        assert_eq!(words("See `a. b. c. d. e` now. So", &[Span::new(4, 19)]), ["See `a. b. c. d. e` now.", "So"]);
        assert_eq!(words("  ", &[]), [""; 0]);
        assert_eq!((ends("A b. C 1.5 d! e 'f.' g"), ends("一。二。")), (4, 3));
    }

    proptest! {
        #[test]
        fn any_text_is_covered_and_cut_no_oftener_than_it_may_end(
            text in prop_oneof!["[ab]{1,3}([.!?] ?[ab\"]{0,3}){0,30}", "\\PC{0,200}", "([一二]{1,3}[。！？]){0,20}"],
            least in 1usize..40,
        ) {
            let found = stretches(&text, &[], least);
            prop_assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: String = found.iter().map(|span| span.of(&text)).collect();
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(bare(&kept), bare(&text));
            prop_assert!(super::super::cut(&text, "en").len() <= ends(&text) + text.matches('\n').count());
        }
    }
}
