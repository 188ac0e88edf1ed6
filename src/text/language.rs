//! Which language a text is in, told by its function words.

use super::width::floor;

/// How many bytes of a text are looked at.
pub const SAMPLE: usize = 4 * 1024;
/// The longest word of the vocabularies, in bytes.
const LONGEST: usize = 8;

/// A language and words that stand in every paragraph of it and seldom in others. The last three are
/// here only to be told from their neighbours.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["about", "all", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have",
        "he", "her", "his", "if", "is", "it", "its", "more", "not", "of", "or", "she", "so", "than", "that", "the",
        "their", "there", "they", "this", "to", "was", "we", "were", "what", "when", "which", "who", "will", "with",
        "would", "you"]),
    ("de", &["aber", "als", "auch", "auf", "aus", "bei", "das", "dass", "dem", "den", "der", "des", "die", "durch",
        "ein", "eine", "einem", "einen", "einer", "es", "für", "haben", "hat", "ich", "ihre", "im", "ist", "kann",
        "mit", "nach", "nicht", "noch", "nur", "oder", "sein", "sich", "sie", "sind", "um", "und", "vom", "von",
        "war", "wenn", "werden", "wie", "wir", "wird", "zu", "zum", "zur", "über"]),
    ("fr", &["au", "aux", "avec", "c'est", "ce", "ces", "cette", "comme", "dans", "de", "des", "du", "elle", "en",
        "est", "et", "il", "ils", "je", "la", "le", "les", "leur", "mais", "ne", "nous", "on", "ont", "ou", "par",
        "pas", "plus", "pour", "qu'il", "que", "qui", "sa", "se", "ses", "son", "sont", "sur", "un", "une", "vous",
        "à", "été", "être"]),
    ("es", &["al", "como", "con", "cuando", "de", "del", "desde", "el", "en", "entre", "es", "esta", "este", "está",
        "fue", "ha", "han", "hasta", "hay", "la", "las", "le", "lo", "los", "muy", "más", "no", "para", "pero",
        "por", "porque", "que", "se", "ser", "sin", "sobre", "son", "su", "sus", "también", "un", "una", "y", "ya"]),
    ("it", &["al", "alla", "anche", "che", "con", "da", "dal", "dei", "del", "della", "delle", "di", "e", "gli", "ha",
        "il", "in", "la", "le", "ma", "nel", "nella", "non", "per", "più", "si", "sono", "un", "una", "è"]),
    ("pt", &["a", "ao", "as", "com", "como", "da", "das", "de", "do", "dos", "e", "em", "foi", "mais", "mas", "na",
        "no", "não", "o", "os", "para", "pela", "pelo", "por", "que", "se", "são", "também", "um", "uma", "à", "é"]),
    ("nl", &["aan", "als", "bij", "dat", "de", "deze", "die", "door", "een", "en", "er", "het", "hij", "in", "is",
        "maar", "met", "naar", "niet", "nog", "of", "om", "ook", "op", "te", "uit", "van", "voor", "was", "wordt",
        "ze", "zijn"]),
];

/// How many of the languages above are told to callers.
const TOLD: usize = 4;

/// How many words there are, those of several languages counted several times.
const WORDS: usize = {
    let (mut count, mut at) = (0, 0);
    while at < LANGUAGES.len() {
        count += LANGUAGES[at].1.len();
        at += 1;
    }
    count
};

/// All words by their keys, in order; with each, the language it speaks for. A table made by the compiler: it is
/// asked for each word of the sample while the reader waits for the first page.
static TABLE: [(u64, u8); WORDS] = table();

const fn table() -> [(u64, u8); WORDS] {
    let mut table = [(0, 0); WORDS];
    let (mut filled, mut language) = (0, 0);
    while language < LANGUAGES.len() {
        let mut word = 0;
        while word < LANGUAGES[language].1.len() {
            // Sorted in as it comes.
            let new = (key(LANGUAGES[language].1[word].as_bytes()), language as u8);
            let mut at = filled;
            while at > 0 && table[at - 1].0 > new.0 {
                table[at] = table[at - 1];
                at -= 1;
            }
            table[at] = new;
            filled += 1;
            word += 1;
        }
        language += 1;
    }
    table
}

/// A word of at most [`LONGEST`] bytes as a number.
const fn key(word: &[u8]) -> u64 {
    let (mut key, mut at) = (0, 0);
    while at < word.len() {
        key = key << 8 | word[at] as u64;
        at += 1;
    }
    key
}

/// The BCP 47 tag of the language that `text` begins in: "en", "de", "fr", "es", or "und" for any
/// other and where too little speaks for one.
pub fn detect(text: &str) -> &'static str {
    let sample = text.get(..floor(text, SAMPLE)).unwrap_or_default();
    let mut hits = [0usize; LANGUAGES.len()];
    let mut words = 0usize;
    let mut word = String::with_capacity(2 * LONGEST);
    for found in sample.split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').filter(|word| !word.is_empty()) {
        words += 1;
        if found.len() > LONGEST {
            continue;
        }
        word.clear();
        word.extend(found.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        if word.len() <= LONGEST {
            let key = key(word.as_bytes());
            let first = TABLE.partition_point(|(known, _)| *known < key);
            for (_, language) in TABLE.iter().skip(first).take_while(|(known, _)| *known == key) {
                if let Some(count) = hits.get_mut(usize::from(*language)) {
                    *count += 1;
                }
            }
        }
    }
    let best = hits.iter().enumerate().max_by_key(|(index, count)| (**count, LANGUAGES.len() - index));
    let Some((index, count)) = best else { return "und" };
    let second = hits.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, count)| *count).max();
    let second = second.unwrap_or_default();
    let close = *count >= 3 && count * 8 >= words && count * 5 > second * 6;
    // Headlines and lists leave function words out, but not for those of another language.
    let ahead = *count >= 12 && count * 20 >= words && *count > second * 3;
    let clear = close || ahead;
    if clear && index < TOLD { LANGUAGES.get(index).map_or("und", |(tag, _)| tag) } else { "und" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vocabularies_are_sorted() {
        for (tag, words) in LANGUAGES {
            assert!(words.is_sorted() && words.iter().all(|word| word.len() <= LONGEST), "{tag}");
        }
    }

    #[test]
    fn table() {
        for (text, expected) in [
            (include_str!("../../seeds/karpathy-at-anthropic.txt"), "en"),
            ("The company said on Monday that it would close two of its plants by the end of the year.", "en"),
            (
                "Die Bundesregierung hat am Montag beschlossen, dass die Steuer nicht steigt und das Gesetz bleibt.",
                "de",
            ),
            (
                "Le gouvernement a annoncé lundi que la réforme des retraites ne sera pas présentée dans les prochains mois.",
                "fr",
            ),
            (
                "El Gobierno anunció el lunes que la reforma de las pensiones no se presentará en los próximos meses.",
                "es",
            ),
            ("O governo anunciou na segunda-feira que a reforma da previdência não será apresentada em breve.", "und"),
            (
                "Il governo ha annunciato lunedì che la riforma delle pensioni non sarà presentata nei prossimi mesi.",
                "und",
            ),
            ("De regering heeft maandag bekendgemaakt dat de hervorming van het stelsel niet wordt ingevoerd.", "und"),
            ("Rząd ogłosił w poniedziałek, że reforma emerytalna nie zostanie przedstawiona.", "und"),
            ("政府は月曜日に改革案を発表した。", "und"),
            (
                "Google released Gemini 3, introducing native reasoning and expanded skills. Source: Google Blog. Adobe \
                 MAX featured extensive updates across Creative Cloud including video editing and 3D generation. GitHub \
                 added voice coding, project-wide understanding, and enhanced debugging capabilities. Acme Robotics raised \
                 fresh capital from venture investors. Harbor Labs shipped faster chips for data centers. Source: company \
                 statements. Regulators opened three probes; critics demanded stricter audits. Alibaba improved enterprise \
                 features for Chinese businesses. The ministry published draft rules. Cursor was acquired. Figures show \
                 rising demand for cooling. Researchers at Oslo trained small models that beat bigger rivals. Prices \
                 doubled by spring. Source: TechCrunch.",
                "en",
            ),
            ("Karpathy", "und"),
            ("", "und"),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }
}
