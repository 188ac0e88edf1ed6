//! Which language a text is in, told by its function words.

use super::width::floor;

/// How many bytes of a text are looked at.
pub const SAMPLE: usize = 4 * 1024;
/// How many words a text has at most that two function words tell.
const SHORT: usize = 16;
/// The longest word of the vocabularies, in bytes.
const LONGEST: usize = 8;

/// A language and words that stand in every paragraph of it and seldom in others. The last three are
/// here only to be told from their neighbours.
#[rustfmt::skip]
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["a", "about", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
        "but", "by", "can", "could", "did", "do", "does", "each", "even", "first", "for", "from", "get", "had", "has",
        "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "like", "made",
        "make", "many", "may", "me", "more", "most", "much", "my", "new", "no", "not", "now", "of", "on", "one",
        "only", "or", "our", "out", "over", "said", "says", "she", "should", "so", "some", "such", "than", "that",
        "the", "their", "then", "there", "these", "they", "this", "those", "through", "to", "two", "under", "until",
        "up", "us", "use", "used", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
        "will", "with", "within", "without", "would", "years", "you", "your"]),
    ("de", &["ab", "aber", "alle", "allem", "allen", "als", "am", "andere", "anderen", "anderer", "ans", "auch",
        "auf", "aus", "bei", "bis", "bisher", "da", "damals", "damit", "dann", "daran", "darauf", "das", "dass",
        "dazu", "dein", "deine", "dem", "den", "denn", "der", "des", "dezember", "die", "dienstag", "dies", "diese",
        "diesem", "diesen", "dieser", "dieses", "doch", "dort", "du", "durch", "durfte", "dürfen", "dürfte", "ein",
        "eine", "einem", "einen", "einer", "er", "erst", "es", "etwa", "etwas", "euch", "euer", "euro", "februar",
        "freitag", "für", "gegen", "gemäß", "gibt", "habe", "haben", "hat", "hatte", "hatten", "heute", "hier", "ich",
        "ihm", "ihn", "ihnen", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "immer", "ins", "ist", "ja", "jahr",
        "jahre", "jahren", "januar", "jede", "jeder", "jetzt", "jeweils", "juli", "juni", "kann", "kein", "keine",
        "keinen", "konnte", "können", "könnte", "laut", "man", "mehr", "meine", "mich", "mir", "mit", "mittwoch",
        "montag", "muss", "musste", "märz", "müssen", "müsste", "nach", "neue", "neuen", "nicht", "noch", "nun",
        "nur", "ob", "oder", "ohne", "oktober", "prozent", "sagt", "sagte", "samstag", "schon", "sehr", "sei",
        "seien", "sein", "seine", "seinem", "seinen", "seiner", "seit", "selbst", "sich", "sie", "sind", "so", "soll",
        "sollen", "sollte", "sondern", "sonntag", "sowie", "um", "und", "uns", "unser", "unsere", "unter", "viele",
        "vom", "von", "vor", "war", "waren", "was", "weil", "weiter", "wenige", "wenn", "wer", "werden", "wie",
        "wieder", "will", "wir", "wird", "wo", "wollen", "worden", "wurde", "wurden", "während", "würde", "würden",
        "zeigt", "zu", "zufolge", "zum", "zur", "zuvor", "zwar", "zwei", "zwischen", "über"]),
    ("fr", &["a", "afin", "ainsi", "alors", "année", "ans", "août", "après", "au", "aussi", "autre", "autres", "aux",
        "avait", "avant", "avec", "avoir", "avril", "bien", "c'", "c'est", "car", "ce", "ceci", "cela", "celle",
        "celui", "ces", "cet", "cette", "chaque", "chez", "comme", "contre", "d'", "dans", "de", "depuis", "des",
        "deux", "dimanche", "dit", "doit", "doivent", "donc", "dont", "du", "déjà", "elle", "elles", "en", "encore",
        "enfin", "est", "est-ce", "et", "euros", "eux", "fait", "faut", "fois", "février", "ici", "il", "ils", "j'",
        "jamais", "janvier", "je", "jeudi", "jour", "juillet", "juin", "l'", "la", "le", "les", "leur", "leurs",
        "lors", "lui", "lundi", "là", "ma", "mais", "malgré", "mardi", "mars", "mercredi", "mes", "moins", "mon",
        "même", "n'", "ne", "non", "nos", "notre", "nous", "nouveau", "nouvelle", "novembre", "octobre", "on", "ont",
        "ou", "oui", "où", "par", "parce", "pas", "pendant", "personne", "peu", "peut", "peuvent", "plus", "pour",
        "pourquoi", "près", "qu'", "qu'il", "quand", "que", "quel", "quelle", "quelques", "qui", "rien", "s'", "sa",
        "samedi", "sans", "se", "selon", "sera", "serait", "seront", "ses", "soit", "son", "sont", "sous", "souvent",
        "sur", "ta", "tandis", "tes", "ton", "tous", "tout", "toute", "toutes", "trois", "trop", "très", "tu", "un",
        "une", "vendredi", "vers", "voici", "voilà", "vos", "votre", "vous", "y", "à", "étaient", "était", "été",
        "être"]),
    ("es", &["a", "abril", "además", "agosto", "ahora", "al", "algo", "algunos", "allí", "ambos", "ante", "antes",
        "apenas", "aquí", "así", "aun", "aunque", "año", "años", "aún", "bajo", "bien", "cada", "casi", "como", "con",
        "contra", "cual", "cuando", "cuyo", "cómo", "de", "debe", "deben", "del", "desde", "dice", "dijo", "domingo",
        "donde", "dos", "durante", "e", "el", "ella", "ellos", "en", "enero", "entre", "era", "eran", "es", "esa",
        "ese", "eso", "esos", "esta", "estado", "estas", "este", "esto", "estos", "está", "están", "euros", "febrero",
        "fue", "fueron", "gran", "ha", "haber", "habrá", "había", "hace", "hacer", "hacia", "han", "hasta", "hay",
        "hecho", "hoy", "jueves", "julio", "junio", "la", "las", "le", "les", "lo", "los", "luego", "lunes", "martes",
        "marzo", "mayo", "mayoría", "me", "menos", "mi", "mientras", "mil", "millones", "mis", "mismo", "mucho",
        "muchos", "muy", "más", "nada", "nadie", "ni", "ningún", "no", "nos", "nuestra", "nuestro", "nueva", "nuevo",
        "nuevos", "nunca", "o", "octubre", "otra", "otras", "otro", "otros", "para", "parte", "pero", "poco", "podrá",
        "por", "porque", "primera", "primero", "puede", "pueden", "pues", "que", "quien", "quienes", "quizá", "quién",
        "qué", "se", "sea", "según", "ser", "será", "serán", "si", "sido", "siempre", "sin", "sino", "sobre", "solo",
        "son", "su", "sus", "sábado", "sí", "sólo", "tal", "también", "tampoco", "tan", "tanto", "tenemos", "tiene",
        "tienen", "toda", "todas", "todo", "todos", "tras", "tres", "tus", "un", "una", "unas", "unos", "usted",
        "ustedes", "va", "vez", "viernes", "y", "ya", "yo", "él", "ésta", "éste"]),
    ("it", &["agli", "agosto", "ai", "al", "alla", "alle", "allo", "anche", "ancora", "aprile", "c'", "che", "ci",
        "col", "come", "con", "cosa", "cui", "d'", "da", "dagli", "dai", "dal", "dalla", "degli", "dei", "del",
        "dell'", "della", "delle", "dello", "di", "dicembre", "dopo", "dove", "due", "e", "ed", "era", "essere", "fa",
        "fatto", "febbraio", "fra", "gennaio", "giugno", "gli", "gran", "ha", "hanno", "il", "in", "io", "l'", "la",
        "le", "lo", "loro", "luglio", "lunedì", "ma", "maggio", "martedì", "mila", "molto", "nei", "nel", "nell'",
        "nella", "non", "oggi", "ogni", "ora", "ottobre", "per", "perché", "più", "poi", "prima", "può", "quale",
        "quando", "quello", "questa", "questo", "quindi", "se", "secondo", "si", "sia", "solo", "sono", "stata",
        "stato", "sua", "sul", "sulla", "suo", "tra", "tutti", "tutto", "un", "un'", "una", "uno", "va", "venerdì",
        "è"]),
    ("pt", &["a", "abril", "agosto", "ainda", "ano", "anos", "ao", "as", "até", "cada", "com", "como", "da", "das",
        "de", "dezembro", "do", "dois", "dos", "e", "ela", "ele", "eles", "em", "entre", "era", "essa", "esse",
        "está", "estão", "eu", "foi", "foram", "há", "isso", "isto", "janeiro", "julho", "junho", "já", "lhe", "maio",
        "mais", "março", "mas", "mesmo", "milhões", "muito", "na", "nem", "no", "nos", "num", "numa", "não", "nós",
        "o", "ontem", "os", "ou", "outro", "outros", "outubro", "para", "pela", "pelo", "pelos", "pode", "pois",
        "por", "quando", "que", "quem", "se", "segundo", "sem", "ser", "seria", "seu", "seus", "sobre", "sua", "suas",
        "são", "só", "também", "tem", "tinha", "todos", "um", "uma", "você", "à", "é"]),
    ("nl", &["aan", "al", "alle", "als", "april", "augustus", "bij", "blijkt", "dan", "dat", "de", "deze", "die",
        "dinsdag", "dit", "door", "drie", "dus", "een", "en", "er", "euro", "februari", "gaat", "geen", "haar", "heb",
        "hebben", "heeft", "hem", "het", "hier", "hij", "hun", "ik", "in", "is", "jaar", "januari", "je", "jij",
        "juli", "juni", "kan", "komt", "kunnen", "maandag", "maar", "maart", "maken", "meer", "mei", "met", "mijn",
        "moet", "na", "naar", "naast", "net", "niet", "nog", "nu", "of", "oktober", "om", "onder", "ons", "onze",
        "ook", "op", "over", "per", "procent", "sinds", "te", "tegen", "tijdens", "toch", "tot", "twee", "uit", "van",
        "volgens", "voor", "vrijdag", "waar", "want", "was", "wat", "we", "wel", "werd", "werden", "wie", "wil",
        "woensdag", "worden", "wordt", "zal", "ze", "zei", "zich", "zijn", "zo", "zou", "zullen"]),
];

/// Letters that some of the languages above have, in their order.
const LETTERS: [&[char]; 6] = [
    &[],
    &['ä', 'ö', 'ü', 'ß', '„'],
    &['é', 'è', 'ê', 'ç', 'œ', 'ù', 'î', 'û'],
    &['ñ', 'ó', 'í', 'á', 'ú', '¿', '¡'],
    &['ò', 'ì'],
    &['ã', 'õ'],
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
        // "L'enquête", "qu'une": what is cut before a vowel tells more than the word behind it.
        let is_elided = found.find(['\'', '’']).is_some_and(|at| at < 5);
        if !is_elided && found.len() > LONGEST {
            continue;
        }
        word.clear();
        word.extend(found.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
        count(&word, &mut hits);
        // Small letters may take more bytes than the large ones did.
        if let Some(elided) = word.find('\'').filter(|_| is_elided) {
            word.truncate(elided + 1);
            count(&word, &mut hits);
        }
    }
    // The letters of a short text tell languages apart whose function words are the same: "a rejeté la", "aprobó la".
    if words <= SHORT {
        for (letters, count) in LETTERS.iter().zip(&mut hits).filter(|(_, count)| **count > 0) {
            *count += usize::from(sample.contains(*letters));
        }
    }
    let best = hits.iter().enumerate().max_by_key(|(index, count)| (**count, LANGUAGES.len() - index));
    let Some((index, count)) = best else { return "und" };
    let second = hits.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, count)| *count).max();
    let second = second.unwrap_or_default();
    let close = *count >= 3 && count * 8 >= words && count * 5 > second * 6;
    // Headlines and lists leave function words out, but not for those of another language.
    let ahead = *count >= 12 && count * 20 >= words && *count > second * 3;
    // A single sentence has few of them.
    let alone = *count >= 2 && *count > second && words <= SHORT;
    let clear = close || ahead || alone;
    if clear && index < TOLD { LANGUAGES.get(index).map_or("und", |(tag, _)| tag) } else { "und" }
}

/// Counts `word` for each language it speaks for.
fn count(word: &str, hits: &mut [usize; LANGUAGES.len()]) {
    if word.len() > LONGEST {
        return;
    }
    let key = key(word.as_bytes());
    let first = TABLE.partition_point(|(known, _)| *known < key);
    for (_, language) in TABLE.iter().skip(first).take_while(|(known, _)| *known == key) {
        if let Some(count) = hits.get_mut(usize::from(*language)) {
            *count += 1;
        }
    }
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
    fn words_whose_small_letters_take_more_bytes_are_read() {
        for text in ["İİ'x", "İİ’était", "ȺȺ'x", "İ'İ'İ", "'", "’’"] {
            assert_eq!(detect(text), "und", "{text}");
        }
        assert_eq!(detect("Qu’il L'été D'une C'est Qu'on"), "fr");
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
            ("Das OKLab stimmt diesem Treffen zu.", "de"),
            ("L’enquête révèle qu’une école sur dix manque d’eau.", "fr"),
            ("Este sector creció el año pasado.", "es"),
            ("Die Gewerkschaft kündigte für Montag Warnstreiks an.", "de"),
            ("Le tribunal a rejeté la plainte.", "fr"),
            ("El tribunal desestimó la demanda.", "es"),
            ("La loi entrera en vigueur le 1er janvier 2026.", "fr"),
            ("Vérifiez d'abord vos contrats.", "fr"),
            ("Prüfe deine Verträge, bevor du unterschreibst.", "de"),
            ("Il tribunale ha respinto la domanda.", "und"),
            ("De rechtbank heeft de klacht afgewezen.", "und"),
            ("O tribunal rejeitou a queixa.", "und"),
            ("Sąd oddalił skargę w maju.", "und"),
            ("Karpathy", "und"),
            ("", "und"),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }
}
