//! Tables of sentences, with `|` where one begins.

use super::*;
use proptest::prelude::*;

fn check(language: &str, table: &[&str]) {
    let mut wrong = Vec::new();
    for marked in table {
        let text = marked.replace(" | ", " ").replace('|', "");
        let found: Vec<_> = cut(&text, language).into_iter().map(|span| span.of(&text).to_owned()).collect();
        let expected: Vec<_> = marked.split('|').map(|sentence| sentence.trim().to_owned()).collect();
        if found != expected {
            wrong.push(format!("{marked}\n    {}", found.join(" | ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn english() {
    check(
        "en",
        &[
            // brackets
            "(Note.) | And then it fell.",
            "It fell (see below.) | Then it rose.",
            "She wrote (in 2020, no less!) that it was over.",
            "I said so (I did!). | He left.",
            "Sen. Warren and Rep. Smith (D-Mass.) agreed. | Gov. Lee didn't.",
            "He sold it (to Apple Inc.) Monday.",
            // abbreviations
            "Arsenal vs. New York was fun. | It ended.",
            "There were approx. 30 people. | They left.",
            "The U.S. economy grew. | The U.K. did not.",
            "On Jan. 5 it fell. | In Sept. 2020 it rose. | On Mon. it closed.",
            "Dr. Smith and Prof. Jones met Mrs. Doe, Ph.D. | They talked.",
            "Sales grew in May. | A court told me. | Nobody said no. | Prices rose. | See No. A and May 5.",
            "Apple Inc. said so. | Smith & Co. is gone.",
            "Fig. 3 shows it. | See Sec. 4.2 and Eq. 5. | Vol. 3, pp. 4-5.",
            "St. Louis is big. | Mt. Everest is bigger.",
            "He works at 5 p.m. | Tomorrow he won't. | At 5 p.m. he left.",
            "It is 10 a.m. EST. | The meeting starts.",
            // initials and numbers
            "J. R. R. Tolkien wrote it. | J. K. Rowling did not.",
            "George W. Bush left. | Plan B. | It failed.",
            "The price was $3.5 bn. | That was low. | No. 5 is best. | See No. 7.",
            "It rose 3.5 % in Q1. | 2 firms left.",
            "He scored 5.5. | Then 6. | Then 7.",
            "1. The first item | 2. The second item | 3. The third.",
            "iPhone sales fell. | iPad sales rose. | eBay sold.",
            // addresses and code
            "Visit www.testurl.Awesome.com for more. | Then go.",
            "See https://x.example/a.B?c=D. | Then go.",
            "Use .NET or node.js. | The model is gpt-4.5. | It works.",
            "The end.|The start.",
            // quotations
            "\"Why?\" asked Smith. | He left.",
            "“Really?” Smith asked. | He left.",
            "“Really?” she asked. | He left.",
            "\"No,\" said Smith. | \"I will not.\"",
            "“I will not. | It is over,” she said.",
            "He said: \"It is over. | We lost it. | Go home now.\" | Then he left.",
            "\"When Pew asked about this, we found it. | Our question asked, “When a company posts.” | Some 52% of users believe this.\"",
            "Then came the song \"Hey! You!\" and they danced.",
            "He asked \"Why?\" and left. | Yahoo! is a firm.",
            "Was it “right”? | Yes. | “It was.” | “Was it?” | “Yes.”",
            "He said 'It is over.' | Then he left.",
            "He framed it without hedging: \"I can't think of anyone better suited to do it.\" | Joseph said it twice.",
            // ellipses and notes
            "Well... I think so. | But... not now. | And… no.",
            "He paused . . . then went on.",
            "It was claimed.[1] | Then it fell.[2][3] | More.",
            "It was claimed.¹ | Then it fell.",
            "What?! | No way!! | Yes...",
        ],
    );
}

#[test]
fn german() {
    check(
        "de",
        &[
            "Das ist z. B. ein Satz. | Das ist u. a. noch einer, d. h. ja.",
            "Am 3. Mai 2020 kam er. | Er ging am 5. Juni. | Das war im 19. Jahrhundert so.",
            "Dr. Müller, Prof. Schmidt und Fr. Meier kamen. | Ca. 30 Leute, bzw. 40, vgl. Abb. 3.",
            "„Warum?“, fragte er. | „Ich gehe.“ | Dann ging er.",
            "Es kostet 3,5 Mio. Euro. | Nr. 5 lebt. | Das sind 2 Mrd. Dollar. | Gem. § 5 Abs. 2 S. 1 gilt das.",
            "Er sagte: »Es ist vorbei.« | Dann ging er.",
            "Friedrich II. war König. | Papst Johannes Paul II. starb.",
            "Er sagte: „Das Spiel ist aus. | Wir gehen heim.“ | Dann ging er.",
        ],
    );
}

#[test]
fn french_and_spanish() {
    check(
        "fr",
        &[
            "M. Dupont et Mme Martin sont là. | M. Macron a dit non.",
            "« Pourquoi ? » demanda-t-il. | Il partit. | « C'est fini. » | Puis il partit.",
            "P. ex. ceci, cf. cela. | Il y a env. 30 personnes. | Art. 5 al. 2.",
            "Que faire ? | Rien ! | Ah… bon. | Av. J.-C. il y avait.",
        ],
    );
    check(
        "es",
        &[
            "El Sr. García y la Sra. López llegaron. | Los EE.UU. perdieron.",
            "«¿Por qué?», preguntó. | Se fue. | ¿Qué hacer? | ¡Nada! | Pág. 5, núm. 3, p. ej. esto. | Ud. sabe.",
        ],
    );
}

#[test]
fn code_holds_no_sentence_end() {
    let text = "Call x. Y() now. Then go.";
    let whole = [Span::new(5, 11)];
    let found: Vec<_> = cut_around(text, "en", &whole).into_iter().map(|span| span.of(text)).collect();
    assert_eq!(found, ["Call x. Y() now.", "Then go."]);
}

#[test]
fn a_sentence_without_end_is_cut_between_words() {
    for unit in ["word ", "x", "漢", "e\u{301}", "\"(a ", "He said \"x ", "1. a ", "a. b. ", "'a "] {
        let text = unit.repeat(300_000 / unit.len());
        let found = cut(&text, "en");
        assert!(found.iter().all(|span| span.len() <= LONGEST + 8), "{unit}");
        let covered: usize = found.iter().map(|span| span.of(&text).split_whitespace().count()).sum();
        assert!(covered >= text.split_whitespace().count(), "{unit}");
    }
}

#[test]
fn windows_do_not_show() {
    let sentence = "The firm said on Monday that it would sell its plant in Ohio, “a step that hurts,” and go. ";
    let text = sentence.repeat(1000);
    let found = cut(&text, "en");
    assert_eq!(found.len(), 1000);
    assert!(found.iter().all(|span| span.of(&text) == sentence.trim()));
}

proptest! {
    #[test]
    fn sentences_tile(text in "([A-Za-z]{1,6}[ .,!?…]{0,3}|[\"“”„«»()\\[\\]'’]|[0-9]{1,2}[.) ]|https?://a\\.B/|www\\.|[é漢¹\u{301}\u{a0}]| ){0,60}", language in "en|de|fr|es|und|ja") {
        let mut at = 0;
        for span in cut(&text, &language) {
            prop_assert!(span.start >= at && !span.is_empty() && !span.of(&text).is_empty());
            prop_assert!(Span::new(at, span.start).of(&text).trim().is_empty());
            at = span.end;
        }
        prop_assert!(Span::new(at, text.len()).of(&text).trim().is_empty());
    }
}
