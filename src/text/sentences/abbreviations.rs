//! Abbreviations that end no sentence, by language.

/// Words that are never the last of a sentence, whatever comes after their dot.
#[rustfmt::skip]
const NEVER_LAST: &[(&str, &[&str])] = &[
    ("en", &["approx", "ca", "cf", "ch", "e.g", "eq", "eqs", "esp", "fig", "figs", "gen", "gov", "i.e", "incl", "lt",
        "messrs", "mr", "mrs", "ms", "mx", "prof", "rep", "rev", "sen", "sgt", "viz", "vol", "vols", "vs"]),
    ("de", &["abb", "bd", "bspw", "bzw", "ca", "d.h", "dr", "einschl", "evtl", "fr", "gem", "ggf", "hr", "hrsg", "inkl",
        "insb", "kap", "lt", "nr", "prof", "sog", "u.a", "vgl", "z.b", "zzgl"]),
    ("fr", &["art", "cf", "dr", "env", "m", "me", "mgr", "mlle", "mm", "mme", "mmes", "p.ex", "pr", "st", "ste", "vol"]),
    ("es", &["art", "cap", "d", "dña", "dr", "dra", "ee", "fig", "núm", "p.ej", "pág", "págs", "sr", "sra", "sras", "sres",
        "srta", "ud", "uds", "vol"]),
];

/// Words that are often the last of a sentence, but not where a small letter follows.
#[rustfmt::skip]
const SELDOM_LAST: &[&str] = &[
    "apr", "aug", "corp", "dec", "dept", "est", "etc", "feb", "fri", "inc", "jan", "jr", "jul", "jun", "ltd", "mar", "mon",
    "nov", "oct", "sat", "sep", "sept", "sr", "sun", "thu", "thur", "thurs", "tue", "tues", "wed", "usw", "usf", "bros",
    "co", "jahrh", "jh", "mio", "mrd", "av", "apr", "j.-c", "al", "et al",
];

/// English words, as they are written, that the library takes for abbreviations.
const PLAIN: [&str; 12] = ["May", "me", "no", "art", "ill", "ore", "wash", "mass", "miss", "Fed", "ad", "id"];

/// Whether the English `word` is one that the library takes for an abbreviation, and that none is.
pub(super) fn is_plain_word(word: &str) -> bool {
    PLAIN.contains(&word)
}

/// What follows a time of day without ending its sentence.
pub(super) const TIME_ZONES: &[&str] =
    &["EST", "EDT", "ET", "CST", "CDT", "CT", "MST", "MDT", "PST", "PDT", "PT", "GMT", "UTC", "BST", "CET", "CEST"];

/// Verbs that stand after quoted words: `"Why?" Smith asked.`
#[rustfmt::skip]
pub(super) const SPEECH_VERBS: &[&str] = &[
    "added", "adds", "admitted", "agreed", "announced", "answered", "argued", "argues", "asked", "asks", "called", "cried",
    "concluded", "continued", "demanded", "exclaimed", "explained", "explains", "insisted", "joked", "laughed", "noted",
    "notes", "recalled", "remarked", "replied", "said", "says", "shouted", "told", "tweeted", "warned", "warns", "whispered",
    "wondered", "wrote", "writes",
];

/// Whether `word`, without its last dot, is never the last of a sentence in `language`.
pub(super) fn is_never_last(word: &str, language: &str) -> bool {
    let lower = word.to_lowercase();
    let list = NEVER_LAST.iter().find(|(tag, _)| *tag == language).or_else(|| NEVER_LAST.first());
    list.is_some_and(|(_, words)| words.contains(&lower.as_str()))
}

/// Whether `word`, without its last dot, goes on with a small letter as an abbreviation: it is known
/// as one, or written like one ("p.m", "J.-C").
pub(super) fn is_abbreviation(word: &str, language: &str) -> bool {
    let dotted = word.contains('.') && word.split(['.', '-']).all(|part| part.chars().count() <= 3);
    dotted || SELDOM_LAST.contains(&word.to_lowercase().as_str()) || is_never_last(word, language)
}
