//! What is printed with an article but is not part of it: bylines, sign-up lines, lists of sources,
//! captions, share lines, pointers to other pages. Only what is clear by its wording.

/// Longer blocks are prose, whatever they begin with.
const LONGEST: usize = 400;

/// Where a block stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// It stands right below the title, with nothing but other boilerplate between.
    pub below_title: bool,
    /// It stands under a heading such as "Related articles" or "References".
    pub under_pointers: bool,
    /// It is a list item.
    pub item: bool,
}

/// Labels that open a line of no article: `Sources: …`, `Photo: …`.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "source", "sources", "via", "hat tip", "h/t", "tags", "tagged", "filed under", "category", "categories",
    "keywords", "photo", "photos", "photo credit", "photo by", "image", "image credit", "image source", "photograph",
    "picture", "credit", "credits", "illustration", "share this", "share", "read more", "read also", "read next",
    "also read", "related", "related articles", "related reading", "see also", "more on this", "further reading",
    "contact", "disclosure", "full disclosure", "disclaimer", "editor's note", "editors' note", "advertisement",
    "sponsored", "correspondence", "unsubscribe", "press contact", "media contact", "about the author", "permalink", "posted in",
    "quelle", "quellen", "bild", "foto", "bildnachweis", "lesen sie auch", "mehr zum thema", "siehe auch",
    "schlagwörter", "schlagworte", "anzeige", "kontakt", "transparenzhinweis", "lire aussi", "à lire aussi",
    "crédit photo", "crédits", "mots-clés", "voir aussi", "fuente", "fuentes", "etiquetas", "lea también",
    "ver también", "crédito", "foto de",
];

/// Labels of a line below the title that says what the article is, not what it claims.
#[rustfmt::skip]
const HEAD_LABELS: &[&str] = &[
    "focus", "topic", "topics", "by", "author", "authors", "date", "published", "updated", "last updated", "posted",
    "reading time", "read time", "subject", "series", "issue", "section", "publication", "url", "link", "language",
    "written by", "autor", "autorin", "datum", "thema", "stand", "auteur", "publié", "sujet", "fecha", "tema",
];

/// How sentences begin that sell, ask for a click or say where the article stood before.
#[rustfmt::skip]
const OPENINGS: &[&str] = &[
    "stay tuned", "interested in more", "want more like this", "want to learn more", "find out more",
    "you can find out more", "share your thoughts", "let us know in the comments", "tell us in the comments",
    "you've just finished reading", "you have just finished reading", "each week, the", "every week, the",
    "thanks to the reviewers", "subscribe", "sign up", "sign me up", "follow us", "follow me on", "join our newsletter", "join the newsletter",
    "join our mailing list", "get our newsletter", "get the newsletter", "share this", "share on", "click here",
    "read the full", "read the rest", "continue reading", "read more about", "leave a comment", "comments are closed",
    "this article was originally", "this post was originally", "this article first appeared",
    "this story was originally", "this article originally appeared", "originally published", "originally appeared",
    "first published", "republished", "this article is republished", "this article is part of",
    "this post is part of", "all rights reserved", "copyright ©", "copyright (c)", "©", "get in touch",
    "questions or thoughts", "questions or comments", "have a tip", "got a tip", "thanks for reading",
    "thank you for reading", "if you enjoyed this", "if you liked this", "enjoyed this", "like this post",
    "emphasis added", "emphasis mine", "support our work", "support us", "become a member", "donate", "advertisement",
    "skip to content", "skip to main content", "back to top", "print this", "email this", "view comments",
    "download the pdf", "photo by", "photograph by", "image via", "image courtesy", "photo courtesy",
    "illustration by", "views expressed", "the views expressed", "the opinions expressed", "we use cookies",
    "this site uses cookies", "abonnieren sie", "jetzt abonnieren", "newsletter abonnieren", "teilen sie",
    "folgen sie uns", "alle rechte vorbehalten", "dieser artikel erschien", "dieser beitrag erschien", "abonnez-vous",
    "inscrivez-vous", "partagez", "suivez-nous", "tous droits réservés", "cet article a été publié", "suscríbete",
    "suscríbase", "síguenos", "comparte", "compartir", "todos los derechos reservados", "este artículo se publicó",
    "este artículo fue publicado",
];

/// Words that mark a remark in brackets as one about the article or its maker.
#[rustfmt::skip]
const ASIDES: &[&str] = &[
    "emphasis added", "emphasis mine", "emphasis in original", "emphasis is ours", "bold emphasis", "italics mine",
    "disclosure", "here at", "our customers", "our product", "our newsletter", "we build", "full disclosure",
    "editor's note", "photo by", "image credit", "translated from", "hervorhebung", "anm. d. red",
    "c'est nous qui soulignons", "énfasis añadido",
];

/// Headings that stand over pointers, not over the article.
#[rustfmt::skip]
const POINTERS: &[&str] = &[
    "related", "related articles", "related posts", "related reading", "related stories", "related content",
    "further reading", "read more", "read next", "more reading", "more from", "recommended reading",
    "you may also like", "you might also like", "see also", "sources", "source", "references", "bibliography",
    "works cited", "citations", "notes and references", "links", "external links", "about the author",
    "about the authors", "about us", "about this site", "subscribe", "newsletter", "share", "share this",
    "share this article", "share this post", "comments", "leave a comment", "leave a reply", "tags", "categories",
    "contact", "contact us", "get in touch", "connect with us", "follow us", "acknowledgements", "acknowledgments",
    "credits", "quellen", "quellenangaben", "literatur", "weiterführende links", "mehr zum thema", "über den autor",
    "über die autorin", "das könnte sie auch interessieren", "danksagung", "références", "pour aller plus loin",
    "à propos de l'auteur", "articles liés", "à lire aussi", "fuentes", "referencias", "artículos relacionados",
    "sobre el autor", "sobre la autora", "enlaces",
];

/// Whether a heading stands over pointers to other pages, sources or the author's praise.
pub(super) fn heads_pointers(heading: &str) -> bool {
    POINTERS.contains(&plain(heading).as_str())
}

/// Whether a block is boilerplate, by its wording and where it stands.
pub(super) fn is_boilerplate(words: &str, place: Place) -> bool {
    if words.len() > LONGEST * 4 {
        return false;
    }
    let length = words.chars().count();
    if length > LONGEST {
        return false;
    }
    if place.under_pointers && (place.item || length <= 160) {
        return true;
    }
    let lower = straightened(words);
    if let Some((label, _)) = lower.split_once([':', '|']) {
        let label = plain(label);
        if LABELS.contains(&label.as_str()) || (place.below_title && HEAD_LABELS.contains(&label.as_str())) {
            return true;
        }
    }
    if let Some(inner) = bracketed(&lower) {
        return ASIDES.iter().any(|aside| inner.contains(aside)) || opens_boilerplate(inner);
    }
    if !place.item && length <= 220 && opens_boilerplate(&lower) {
        return true;
    }
    (place.below_title && (is_byline(words) || is_date(&lower) || is_reading_time(&lower))) || is_address(&lower)
}

/// Lower case, with straight apostrophes.
fn straightened(words: &str) -> String {
    words.to_lowercase().replace(['’', '‘'], "'")
}

/// A label or heading without decoration, in lower case.
fn plain(words: &str) -> String {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric() && c != '/' && c != ')');
    straightened(bare).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `words` open as a sentence that sells or points, by whole words.
fn opens_boilerplate(words: &str) -> bool {
    let bare = words.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    OPENINGS.iter().any(|opening| bare.strip_prefix(opening).is_some_and(ends))
}

/// The inside of a block that is one bracket from end to end.
fn bracketed(words: &str) -> Option<&str> {
    let inner = words.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    let inner = inner.or_else(|| words.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')))?;
    (!inner.contains([')', ']'])).then_some(inner)
}

/// "By Jane Doe", "von Jana Müller", "Por Ana Gómez and Luis Paz": capitalised names, no sentence.
fn is_byline(words: &str) -> bool {
    let mut parts = words.split_whitespace();
    let opens = parts.next().is_some_and(|word| matches!(word.to_lowercase().as_str(), "by" | "von" | "par" | "por"));
    let rest: Vec<_> = parts.collect();
    let name = |word: &str| {
        word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase())
            || matches!(word, "and" | "und" | "et" | "y" | "de" | "van" | "von" | "der" | "la" | "del")
    };
    opens && (1..=12).contains(&rest.len()) && rest.iter().all(|word| name(word)) && !words.ends_with(['.', '!', '?'])
}

/// A line that is a date and little else: it has a year or a month's name and no more words than one needs.
fn is_date(lower: &str) -> bool {
    #[rustfmt::skip]
    const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mär", "mai", "okt", "dez",
    "janv", "févr", "mars", "avr", "juin", "juil", "août", "déc", "ene", "abr", "ago", "dic", "enero", "abril",
    "agosto",
    ];
    let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let year = words.iter().any(|word| {
        word.len() == 4
            && (word.starts_with("19") || word.starts_with("20"))
            && word.bytes().all(|b| b.is_ascii_digit())
    });
    let month = words.iter().any(|word| MONTHS.iter().any(|month| word.starts_with(month)));
    let numbers = words.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count();
    let others = words.len().saturating_sub(numbers + usize::from(month));
    year && others <= 2 && words.len() <= 9 && (month || numbers >= 3) && !lower.ends_with(['!', '?'])
}

/// "5 min read", "Lesezeit: 4 Minuten".
fn is_reading_time(lower: &str) -> bool {
    lower.chars().count() <= 40
        && (lower.contains("min read") || lower.contains("minute read") || lower.contains("lesezeit"))
}

/// A line that is nothing but an address.
fn is_address(lower: &str) -> bool {
    !lower.contains(char::is_whitespace)
        && (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www."))
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
            ("Subscribe to our newsletter for more.", Place::default(), true),
            ("Questions or thoughts? Get in touch: jane@example.org", Place::default(), true),
            ("(Emphasis added to point out what matters.)", Place::default(), true),
            ("(Disclosure: the author owns shares of the firm.)", Place::default(), true),
            ("© 2026 Example Media", Place::default(), true),
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
            ("(Though there is one caveat.)", Place::default(), false),
            ("My take: it will not last.", Place::default(), false),
        ] {
            assert_eq!(is_boilerplate(words, place), expected, "{words}");
        }
        assert!(heads_pointers("Related Articles:"));
        assert!(!heads_pointers("What the Source Actually Says"));
    }
}
