//! Mail and saved pages in its format (`.eml`, `.mhtml`) to documents: the message, not its parts.

use mail_parser::{Address, Encoding, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::block::BlockKind;
use super::builder::DocumentBuilder;
use super::decode::decode;
use super::document::Metadata;
use super::lines::taken;
use super::{html, plain};
use crate::text::clean::clean;

/// How many bytes of a message are read; what follows is attached files.
const LONGEST: usize = 64 << 20;
/// How many parts with parts of their own a message may have: looking for the end of each reads on to
/// the end of all.
const MOST_CONTAINERS: usize = 500;
/// How many messages around one another are looked into for words.
const MOST_FORWARDED: usize = 8;
/// Where the headers of a message end at the latest, in bytes.
const HEAD: usize = 64 * 1024;

/// Whether bytes are a message: a head of header fields, some of them a message's. One that `claims`
/// to be a message, by its name, needs fewer.
pub fn is_mail(bytes: &[u8], claims: bool) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let (mut tracing, mut naming) = (0, 0);
    for (index, line) in head.split(|byte| *byte == b'\n').enumerate() {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        // A field may go on over lines that begin with white space; a mailbox begins with a line of its own.
        if (line.starts_with(b" ") || line.starts_with(b"\t") || line.starts_with(b"From "))
            && (index == 0) == line.starts_with(b"F")
        {
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { return false };
        let name = line.get(..colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return false;
        }
        let is = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one.as_bytes()));
        tracing += usize::from(is(&["mime-version", "message-id", "received", "return-path", "content-type"]));
        naming += usize::from(is(&["from", "subject", "date"]));
    }
    if claims { tracing + naming > 0 } else { tracing > 0 && naming > 0 && tracing + naming > 2 }
}

/// Reads a message into `builder`.
pub(super) fn read(bytes: &[u8], builder: &mut DocumentBuilder) {
    let whole = bytes.get(..LONGEST).unwrap_or(bytes);
    let whole = without_mailbox_line(whole);
    let message = if containers(whole) > MOST_CONTAINERS { None } else { MessageParser::default().parse(whole) };
    let Some(message) = message else {
        builder.notice("This message is not put together as mail is; it is shown as it stands.");
        return plain::read(taken(&clean(&String::from_utf8_lossy(whole)), builder), false, builder);
    };
    let message = worded(&message);
    let is_page = is_saved_page(message);
    if !is_page {
        builder.metadata(metadata(message));
    }
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(words) => Some((clean(words), part.content_location())),
        _ => None,
    });
    let text: Vec<String> = message.text_bodies().filter_map(|part| text(part, whole)).collect();
    match html {
        Some((words, location)) if is_page => {
            html::read(&words, builder);
            let snapshot = message.header_raw("Snapshot-Content-Location").map(str::trim);
            let url = snapshot.or(location).filter(|url| url.starts_with("http://") || url.starts_with("https://"));
            builder.complete(Metadata { url: url.map(str::to_owned), author: None, site: None, ..metadata(message) });
        }
        // A message may come as a page without words, beside the words themselves.
        Some((words, _)) if text.is_empty() || html::has_words(&words) => parts(message, whole, builder),
        _ if !text.is_empty() => {
            if let Some(subject) = message.subject() {
                builder.block(BlockKind::Heading { level: 1 }, subject);
            }
            plain::read(taken(&text.join("\n\n"), builder), false, builder);
        }
        _ => parts(message, whole, builder),
    }
    if builder.is_empty() && is_encrypted(message) {
        builder.notice("This message is encrypted; read it with the program that has its key, or save it from there.");
    }
}

/// Reads the parts of a message that are pages, and the texts between them, below its subject. Of one that has only
/// attached what it has to say, that.
fn parts(message: &Message<'_>, whole: &[u8], builder: &mut DocumentBuilder) {
    let has_words = |part: &&MessagePart<'_>| matches!(part.body, PartType::Text(_) | PartType::Html(_));
    let mut parts: Vec<&MessagePart<'_>> = message.html_bodies().filter(has_words).collect();
    if parts.is_empty() {
        parts = message.parts.iter().filter(has_words).take(1).collect();
    }
    let mut subject = message.subject();
    for part in parts {
        if let PartType::Html(words) = &part.body {
            html::read_whole(&clean(words), subject.take(), builder);
            continue;
        }
        if let Some(subject) = subject.take() {
            builder.block(BlockKind::Heading { level: 1 }, subject);
        }
        let words = text(part, whole).unwrap_or_default();
        plain::read(taken(&words, builder), false, builder);
    }
}

/// Whether only who has a key can read a message.
fn is_encrypted(message: &Message<'_>) -> bool {
    let is = |kind: &mail_parser::ContentType<'_>| {
        kind.subtype().is_some_and(|kind| matches!(kind, "encrypted" | "pkcs7-mime" | "x-pkcs7-mime"))
    };
    message.parts.iter().any(|part| part.content_type().is_some_and(is))
}

/// The message that has words: the one that a message without any only forwards.
fn worded<'m, 'x>(message: &'m Message<'x>) -> &'m Message<'x> {
    let mut found = message;
    for _ in 0..MOST_FORWARDED {
        let has_words = |part: &MessagePart<'_>| matches!(part.body, PartType::Text(_) | PartType::Html(_));
        let inner = found.parts.iter().find_map(|part| part.message());
        match inner.filter(|_| !found.text_bodies().chain(found.html_bodies()).any(has_words)) {
            Some(inner) => found = inner,
            None => break,
        }
    }
    found
}

/// The cleaned words of a part of plain text of the message `whole`.
fn text(part: &MessagePart<'_>, whole: &[u8]) -> Option<String> {
    let PartType::Text(words) = &part.body else { return None };
    let said = |name| part.content_type().and_then(|kind| kind.attribute(name));
    // Words in an encoding that the message does not name.
    let unnamed = said("charset").is_none() && part.encoding == Encoding::None && words.contains('\u{fffd}');
    let bytes = whole.get(part.offset_body as usize..part.offset_end as usize).filter(|_| unnamed);
    let words = bytes.map_or_else(|| words.to_string(), |bytes| decode(bytes, None).text);
    let flowed = said("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    let joined = said("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    Some(clean(&if flowed { unflowed(&words, joined) } else { words }).into_owned())
}

/// Words whose lines flow on where they end in a blank (RFC 3676), each paragraph on a line of its own; where they are
/// `joined`, the blank is not theirs.
fn unflowed(words: &str, joined: bool) -> String {
    let mut out = String::with_capacity(words.len());
    // How deep the line before was quoted, if it flows on.
    let mut flowing = None;
    for (nth, line) in words.lines().enumerate() {
        let rest = line.trim_start_matches('>');
        let depth = line.len() - rest.len();
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let signature = rest == "-- ";
        if flowing != Some(depth) || signature {
            out.push_str(if nth == 0 { "" } else { "\n" });
            out.extend(std::iter::repeat_n('>', depth));
            out.push_str(if depth == 0 { "" } else { " " });
        }
        let flows = rest.ends_with(' ') && !signature;
        out.push_str(if flows && joined { rest.trim_end_matches(' ') } else { rest });
        flowing = flows.then_some(depth);
    }
    out
}

/// What the header says of a message.
fn metadata(message: &Message<'_>) -> Metadata {
    let words = |words: &str| Some(words.to_owned());
    let list = message.list_id().as_address().and_then(Address::first).and_then(|list| list.name());
    Metadata {
        title: message.subject().and_then(words),
        author: message.from().and_then(Address::first).and_then(|from| from.name().or(from.address())).and_then(words),
        date: message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        url: None,
        site: list.and_then(words),
        language: None,
    }
}

/// Whether a message is a page that a browser saved: its parts tell where they were.
fn is_saved_page(message: &Message<'_>) -> bool {
    message.header_raw("Snapshot-Content-Location").is_some()
        || message.html_bodies().any(|part| part.content_location().is_some())
}

/// A message without the line that parts it from others in a mailbox.
fn without_mailbox_line(message: &[u8]) -> &[u8] {
    if !message.starts_with(b"From ") {
        return message;
    }
    let end = message.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    message.get(end..).unwrap_or(message)
}

/// How often parts that hold parts are named.
fn containers(message: &[u8]) -> usize {
    let at = memchr::memchr2_iter(b'm', b'M', message);
    at.filter(|at| {
        let from = message.get(*at..).unwrap_or_default();
        let is = |name: &[u8]| from.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
        is(b"multipart/") || is(b"message/")
    })
    .take(MOST_CONTAINERS + 1)
    .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::document::Document;
    use crate::article::parse::{Kind, parse};
    use proptest::prelude::*;

    fn message(text: &str) -> Document {
        parse(Kind::Mail, text.replace('\n', "\r\n").as_bytes(), "a.eml")
    }

    #[test]
    fn lines_that_flow_are_paragraphs() {
        for (words, joined, expected) in [
            ("One two \nthree.\n\nFour \nfive.\n-- \nMe", false, "One two three.\n\nFour five.\n-- \nMe"),
            ("> a \n> b\n>> c \n> d\nSo.", false, "> a b\n>> c \n> d\nSo."),
            ("on \ne\n From me", true, "one\nFrom me"),
        ] {
            assert_eq!(unflowed(words, joined), expected);
        }
        let document = message(
            "MIME-Version: 1.0\nFrom: a@b.example\nSubject: S\nContent-Type: text/plain; charset=utf-8; format=Flowed\n\n\
             This line goes on \nbelow, and ends.\n",
        );
        assert_eq!(document.text(), "S\n\nThis line goes on below, and ends.");
    }

    #[test]
    fn what_is_only_forwarded_is_read_and_an_encoding_that_is_not_named_is_told() {
        let document = message(
            "MIME-Version: 1.0\nFrom: a@b.example\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\
             Content-Type: message/rfc822\n\nFrom: c@d.example\nSubject: Inner\nContent-Type: text/plain\n\nInner words.\n--x--\n",
        );
        assert_eq!((document.text(), document.title().as_str()), ("Inner\n\nInner words.", "Inner"));
        let latin = b"MIME-Version: 1.0\r\nFrom: a@b.example\r\nSubject: S\r\n\r\nThe caf\xe9 is d\xe9j\xe0 vu.\r\n";
        assert_eq!(parse(Kind::Mail, latin, "a.eml").text(), "S\n\nThe café is déjà vu.");
    }

    #[test]
    fn a_newsletter_is_read_from_its_html() {
        let document = message(
            "Return-Path: <x@list.example>\nFrom: =?UTF-8?Q?Ren=C3=A9e_Doe?= <renee@list.example>\nTo: you@example.org\n\
             Subject: =?utf-8?B?VGhlIMOJY29ub215?=\nDate: Mon, 4 May 2026 10:00:00 +0200\nList-Id: \"The Weekly\" <weekly.list.example>\n\
             MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\nPlain words.\n\
             --b\nContent-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
             <html><body><div style=3D\"max-height:0;overflow:hidden\">Preheader</div><table><tr><td><p>Caf=E9 prices rose by 4 =\n%.</p></td></tr></table></body></html>\n--b--\n",
        );
        assert_eq!(document.text(), "The École".replace("École", "Économy") + "\n\nCafé prices rose by 4 %.");
        let said = document.metadata();
        assert_eq!((said.author.as_deref(), said.date.as_deref()), (Some("Renée Doe"), Some("2026-05-04")));
        assert_eq!((document.title().as_str(), said.site.as_deref()), ("The Économy", Some("The Weekly")));
    }

    /// A message of these parts, each given by its headers and words.
    fn mixed(parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("--b\n{part}\n")).collect();
        let document = message(&format!(
            "MIME-Version: 1.0\nFrom: a@b.example\nSubject: S\nContent-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n"
        ));
        document.text().to_owned()
    }

    #[test]
    fn all_parts_with_words_are_read_and_pages_without_any_are_not() {
        let (plain, picture) = ("Content-Type: text/plain\n\n", "Content-Type: image/png\n\nx");
        let page = "Content-Type: text/html\n\n<html><head><title>T</title></head><body><img src=x></body></html>";
        let attached = "Content-Type: text/html\nContent-Disposition: attachment; filename=a.html\n\n<p>Attached.</p>";
        for (parts, expected) in [
            (vec![format!("{plain}One."), picture.to_owned(), format!("{plain}Two.")], "S\n\nOne.\n\nTwo."),
            (vec![attached.to_owned()], "S\n\nAttached."),
            (vec![format!("{plain}One."), attached.to_owned()], "S\n\nOne."),
        ] {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            assert_eq!(mixed(&parts), expected, "{parts:?}");
        }
        let both = format!("--c\n{plain}Plain words.\n--c\n{page}\n--c--\n");
        let alternative = format!("Content-Type: multipart/alternative; boundary=c\n\n{both}");
        assert_eq!(mixed(&[&alternative]), "S\n\nPlain words.");
    }

    #[test]
    fn a_message_that_is_encrypted_says_so() {
        let document = message(
            "MIME-Version: 1.0\nFrom: a@b.example\nSubject: S\nContent-Type: multipart/encrypted; boundary=b\n\n\
             --b\nContent-Type: application/octet-stream\n\nx\n--b--\n",
        );
        assert!(document.notices().iter().any(|notice| notice.contains("encrypted")), "{:?}", document.notices());
    }

    #[test]
    fn a_plain_message_is_read_below_its_subject() {
        let document = message(
            "From: a@b.example\nSubject: Notes\nMessage-ID: <1@b>\n\nThe first words of it go on for a while, and\nthey end here.\n\n-- \nAnn\n",
        );
        assert!(
            document.text().starts_with("Notes\n\nThe first words of it go on for a while, and they end here."),
            "{}",
            document.text()
        );
        assert_eq!(document.metadata().author.as_deref(), Some("a@b.example"));
    }

    #[test]
    fn a_saved_page_knows_its_address() {
        let document = message(
            "From: <Saved by Blink>\nSnapshot-Content-Location: https://paper.example/a\nSubject: A page\nDate: Mon, 4 May 2026 10:00:00 +0200\nMIME-Version: 1.0\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html\nContent-Location: https://paper.example/a\n\
             Content-Transfer-Encoding: quoted-printable\n\n<html lang=3Den><title>A page of words</title><p>Words.</html>\n--b\nContent-Type: image/png\n\
             Content-Transfer-Encoding: base64\nContent-Location: https://paper.example/x.png\n\niVBORw0KGgo=\n--b--\n",
        );
        assert_eq!(document.text(), "Words.");
        let said = document.metadata();
        assert_eq!(
            (said.url.as_deref(), said.title.as_deref()),
            (Some("https://paper.example/a"), Some("A page of words"))
        );
        assert_eq!(said.author, None);
    }

    #[test]
    fn messages_are_told_from_texts() {
        let mail = b"Received: by x\r\n\tfor you\r\nFrom: a@b\r\nSubject: x\r\n\r\nWords.".as_slice();
        for (bytes, claims, expected) in [
            (mail, false, true),
            (b"From a@b Mon May 4\nFrom: a@b\nDate: x\nMessage-ID: <1>\n\nWords.", false, true),
            (b"From: a@b\nSubject: x\n\nWords.", false, false),
            (b"From: a@b\nSubject: x\n\nWords.", true, true),
            (b"Subject: the many ways\nin which it: fails\n", true, false),
            (b"Title: x\nDate: y\n\nWords.", false, false),
            (b"<html>", true, false),
            (b"", true, false),
        ] {
            assert_eq!(is_mail(bytes, claims), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn nesting_without_end_is_shown_as_it_stands() {
        for part in ["Content-Type: message/rfc822\n\n", "Content-Type: multipart/mixed; boundary=NN\n\n--NN\n"] {
            let nested: String = (0..20_000).map(|n| part.replace("NN", &n.to_string())).collect();
            let document = message(&format!("Subject: deep\n{nested}MARK"));
            assert!(document.text().contains("MARK") && document.notices().len() == 1);
            let some: String = (0..400).map(|n| part.replace("NN", &n.to_string())).collect();
            message(&format!("Subject: deep\n{some}MARK"));
        }
    }

    #[test]
    fn a_message_that_is_cut_off_in_one_that_it_forwards_is_read() {
        let parts = "--a\n\nContent-Type: message/rfc822\n\n\n--a--";
        let document = message(&format!("Content-Type: multipart/digest; boundary=a\n\n{parts}"));
        assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
    }

    proptest! {
        #[test]
        fn any_message_makes_a_clean_document(
            lines in prop::collection::vec(
                "(Content-Type: (text/(html|plain)|multipart/(mixed|alternative|related|digest)|message/rfc822)(; boundary=[ab])?|\
                 Content-Transfer-Encoding: (base64|quoted-printable|x)|Subject: (=\\?[a-z]{3}\\?[QB]\\?[=A-F0-9]{0,8}\\?=)?|--[ab](--)?||[a-zé<>= ]{0,20})",
                0..30,
            )
        ) {
            let document = message(&lines.join("\n"));
            prop_assert!(document.blocks().is_sorted_by(|a, b| a.span.end <= b.span.start));
        }
    }
}
