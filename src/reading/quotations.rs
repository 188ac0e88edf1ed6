//! Stretches in quotation marks.

use crate::text::span::Span;

/// A stretch of a block in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The stretch, its marks included, in the document's text.
    pub span: Span,
    /// Whether its closing mark is missing: it runs to the end of the block.
    pub open: bool,
}

/// How a kind of mark closes: any of these characters.
fn closers(opener: char) -> &'static [char] {
    match opener {
        '“' => &['”', '"', '“'],
        '„' => &['“', '”', '"', '„'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '›' => &['‹'],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '「' => &['」'],
        '『' => &['』'],
        _ => &['"', '”'],
    }
}

/// The stretches in quotation marks of one block, in order and disjoint.
///
/// `block` is the block's span in `text`. Inner marks of another kind are part of the outer
/// stretch. Linear: each character is looked at once.
pub fn quotations(text: &str, block: Span) -> Vec<Quoted> {
    let mut found = Vec::new();
    let words = block.of(text);
    let mut open: Option<Open> = None;
    let mut before = None;
    let mut chars = words.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let passed = open.as_mut().is_some_and(|outer| outer.passes(c, before, next));
        match &open {
            None if opens(c, before, next) => open = Some(Open { start: at, opener: c, inner: None }),
            Some(outer) if !passed && closers(outer.opener).contains(&c) && closes(c, outer.opener, before, next) => {
                let end = at + c.len_utf8();
                found.push(Quoted { span: Span::new(outer.start, end).shifted(block.start), open: false });
                open = None;
            }
            _ => {}
        }
        before = Some(c);
    }
    if let Some(Open { start, opener, .. }) = open {
        // A lone single mark is an apostrophe.
        if !matches!(opener, '‘' | '\'' | '‚' | '›' | '»') {
            found.push(Quoted { span: Span::new(block.start + start, block.end), open: true });
        }
    }
    found
}

/// A quotation that is open.
struct Open {
    start: usize,
    opener: char,
    /// The mark that closes the quotation inside it, while one is open.
    inner: Option<char>,
}

impl Open {
    /// Whether `c` opens or closes a quotation inside this one, whose marks are of another kind.
    fn passes(&mut self, c: char, before: Option<char>, next: Option<char>) -> bool {
        let closer = match (self.opener, c) {
            ('"', '“') => '”',
            ('“' | '„', '"') => '"',
            _ => '\0',
        };
        if self.inner == Some(c) {
            self.inner = None;
            return true;
        }
        let opens = closer != '\0' && self.inner.is_none() && opens(c, before, next);
        if opens {
            self.inner = Some(closer);
        }
        opens
    }
}

/// Whether `c` opens a quotation here.
fn opens(c: char, before: Option<char>, next: Option<char>) -> bool {
    let free = before.is_none_or(|before| !before.is_alphanumeric());
    let followed = next.is_some_and(|next| !next.is_whitespace());
    match c {
        '“' | '„' | '「' | '『' => true,
        // French sets a space inside: « ainsi ».
        '«' => true,
        // Opens only in the German way, »so«: French and Spanish close with it.
        '»' | '›' => free && next.is_some_and(char::is_alphanumeric),
        '‹' => followed,
        // Feet and inches stand after a figure.
        '"' => free && followed,
        '‘' | '‚' => free && next.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

/// Whether `c`, one of the closers of `opener`, closes here.
fn closes(c: char, opener: char, before: Option<char>, next: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '’' => !letter(next),
        '"' => !letter(next) || !before.is_some_and(char::is_whitespace),
        '“' if opener == '“' => !letter(next),
        '«' | '‹' => !before.is_some_and(char::is_whitespace) || !letter(next),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<&str> {
        quotations(text, Span::whole(text)).into_iter().map(|quoted| quoted.span.of(text)).collect()
    }

    #[test]
    fn marks_of_every_kind() {
        for (text, expected) in [
            ("He said \"no\" and \"yes.\"", vec!["\"no\"", "\"yes.\""]),
            ("“It’s fine,” she said. “So.”", vec!["“It’s fine,”", "“So.”"]),
            ("Er sagte: „Das ist gut“, mehr nicht.", vec!["„Das ist gut“"]),
            ("»Ja«, sagte er, »und nein.«", vec!["»Ja«", "»und nein.«"]),
            ("Il a dit : « c'est fini ». Puis « rien ».", vec!["« c'est fini »", "« rien »"]),
            ("The users' rights and the dogs' dinner", vec![]),
            ("‘Quite so,’ it’s said", vec!["‘Quite so,’"]),
            ("a 27\" screen and a 5\" phone", vec![]),
            ("She said “he told me ‘no’ twice”.", vec!["“he told me ‘no’ twice”"]),
            ("\"It asked, “Who?” Most knew.\" So.", vec!["\"It asked, “Who?” Most knew.\""]),
            ("“It asked, \"Who?\" Most knew.” So.", vec!["“It asked, \"Who?\" Most knew.”"]),
            ("“It is so,\" he said. \"Yes.\"", vec!["“It is so,\"", "\"Yes.\""]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
        let open = quotations("“It runs on", Span::new(0, 13));
        assert!(open.iter().all(|quoted| quoted.open) && open.len() == 1);
    }

    proptest! {
        #[test]
        fn stretches_are_ordered_and_disjoint(text in "[\"“”„«»‘’ab ]{0,60}") {
            let mut end = 0;
            for quoted in quotations(&text, Span::whole(&text)) {
                prop_assert!(quoted.span.start >= end && quoted.span.end <= text.len());
                prop_assert!(!quoted.span.of(&text).is_empty());
                end = quoted.span.end;
            }
        }
    }
}
