//! XML members that say how a book is put together: looked at before a library reads them.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may stand inside each other: what is read of them is dropped by recursion.
const DEEPEST: usize = 64;
/// The longest tag, in bytes: looking for an attribute compares it with all others.
const LONGEST_TAG: usize = 16 * 1024;
/// The media type of a package document.
pub(super) const PACKAGE: &str = "application/oebps-package+xml";
/// How the fonts of a book may be hidden; its words are not, then.
const OBFUSCATION: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// Whether XML nests and is tagged as modestly as any book's.
pub(super) fn is_modest(xml: &str) -> bool {
    let mut reader = lenient(xml);
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth > DEEPEST || tag.len() > LONGEST_TAG {
                    return false;
                }
            }
            Ok(Event::Empty(tag)) if tag.len() > LONGEST_TAG => return false,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            // What cannot be read any further can do no harm either.
            Ok(Event::Eof) | Err(_) => return true,
            Ok(_) => {}
        }
    }
}

/// The paths of the package documents that `META-INF/container.xml` names, in its order: first those that say what
/// they are, then the others.
pub(super) fn package_paths(container: &str) -> Vec<String> {
    let mut reader = lenient(container);
    let (mut told, mut untold) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "rootfile" => {
                let is_told = attribute(&tag, "media-type").is_some_and(|kind| kind.trim() == PACKAGE);
                let paths = if is_told { &mut told } else { &mut untold };
                paths.extend(attribute(&tag, "full-path").map(|path| super::member_name(&path)));
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    told.append(&mut untold);
    told
}

/// The members that `META-INF/encryption.xml` says are encrypted, fonts that are only obfuscated
/// left out.
pub(super) fn encrypted_members(encryption: &str) -> Vec<String> {
    let mut reader = lenient(encryption);
    let mut members = Vec::new();
    let mut obfuscated = false;
    let mut told = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "EncryptedData" => (obfuscated, told) = (false, false),
                // The first is the data's own; one inside its key follows.
                "EncryptionMethod" if !told => {
                    told = true;
                    obfuscated = attribute(&tag, "Algorithm").is_some_and(|name| OBFUSCATION.contains(&name.trim()));
                }
                "CipherReference" if !obfuscated => {
                    members.extend(attribute(&tag, "URI").map(|path| super::member_name(&path)));
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return members,
            Ok(_) => {}
        }
    }
}

/// A reader that takes what it can.
fn lenient(xml: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::default()).ok()?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encrypted_members_are_named_and_fonts_are_not() {
        let data = |algorithm: &str, path: &str| {
            format!(
                "<enc:EncryptedData><enc:EncryptionMethod Algorithm=\"{algorithm}\"/><KeyInfo><enc:EncryptionMethod \
                 Algorithm=\"x\"/></KeyInfo><enc:CipherData><enc:CipherReference URI=\"{path}\"/></enc:CipherData>\
                 </enc:EncryptedData>"
            )
        };
        let xml = data("http://www.idpf.org/2008/embedding", "fonts/a.otf")
            + &data("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "/OEBPS/c%201.xhtml");
        assert_eq!(encrypted_members(&format!("<encryption>{xml}</encryption>")), ["OEBPS/c 1.xhtml"]);
        assert_eq!(encrypted_members("<encryption"), [""; 0]);
    }

    #[test]
    fn immodest_xml_is_told() {
        assert!(is_modest("<a><b c='d'/></a>"));
        assert!(!is_modest(&"<a>".repeat(DEEPEST + 1)));
        assert!(!is_modest(&format!("<a {}/>", "b='c' ".repeat(LONGEST_TAG))));
        assert!(is_modest("<a <b"));
    }

    #[test]
    fn a_container_names_its_packages() {
        let container = "<?xml version='1.0'?><c:container xmlns:c='x'><rootfiles><rootfile full-path='/O/a%20b.opf'/>";
        assert_eq!(package_paths(container), ["O/a b.opf"]);
        let two =
            format!("<c><rootfile full-path='x' media-type='y'/><rootfile full-path='z' media-type='{PACKAGE}'/></c>");
        assert_eq!(package_paths(&two), ["z", "x"]);
        assert_eq!(package_paths("<container/>"), [""; 0]);
    }
}
