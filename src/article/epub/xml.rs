//! XML members that say how a book is put together: looked at before a library reads them.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may stand inside each other: what is read of them is dropped by recursion.
const DEEPEST: usize = 64;
/// How many elements of one name are taken: as many as a book may have members.
const MOST_OF_A_NAME: usize = 20_000;
/// How many elements that say more of another are taken.
const MOST_REFINING: usize = 200;
/// How many names of elements are told apart.
const MOST_NAMES: usize = 200;
/// The longest tag, in bytes: looking for an attribute compares it with all others.
const LONGEST_TAG: usize = 16 * 1024;
/// The media type of a package document.
pub(super) const PACKAGE: &str = "application/oebps-package+xml";
/// How the fonts of a book may be hidden; its words are not, then.
const OBFUSCATION: &[&str] = &["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];

/// XML that nests and is tagged as modestly as any book's, without those of the elements of a name that stand behind
/// more than any book has; nothing where it nests or is tagged otherwise.
pub(super) fn modest(xml: String) -> Option<String> {
    let mut reader = lenient(&xml);
    let mut seen = Seen::default();
    let mut depth = 0usize;
    // What is left out, of all; and the depth of the element that is being left out.
    let mut superfluous: Vec<Range<usize>> = Vec::new();
    let mut within: Option<usize> = None;
    loop {
        let start = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                if depth > DEEPEST || tag.len() > LONGEST_TAG {
                    return None;
                }
                if within.is_none() && seen.is_superfluous(&tag) {
                    within = Some(depth);
                }
            }
            Ok(Event::Empty(tag)) => {
                if tag.len() > LONGEST_TAG {
                    return None;
                }
                if within.is_none() && seen.is_superfluous(&tag) {
                    leave_out(&mut superfluous, start..reader.buffer_position() as usize);
                }
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                if within.take_if(|outside| depth < *outside).is_some() {
                    leave_out(&mut superfluous, start..reader.buffer_position() as usize);
                }
            }
            // What cannot be read any further can do no harm either.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        if within.is_some() {
            leave_out(&mut superfluous, start..reader.buffer_position() as usize);
        }
    }
    if superfluous.is_empty() {
        return Some(xml);
    }
    let ends = superfluous.iter().map(|gap| gap.end);
    let starts = superfluous.iter().map(|gap| gap.start).chain([xml.len()]);
    Some([0].into_iter().chain(ends).zip(starts).filter_map(|(start, end)| xml.get(start..end)).collect())
}

/// Notes a range that follows those before it.
fn leave_out(superfluous: &mut Vec<Range<usize>>, range: Range<usize>) {
    match superfluous.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => superfluous.push(range),
    }
}

/// How many elements were seen.
#[derive(Default)]
struct Seen {
    /// Of each name.
    of_a_name: HashMap<String, usize>,
    /// Of those that say more of another.
    refining: usize,
}

impl Seen {
    /// Counts one more, and says whether it stands behind enough of its name, or behind enough of those that say more of
    /// another: of them each may be said more of in turn, and what is read of such a chain is dropped by recursion.
    /// Names beyond what books use count as one.
    fn is_superfluous(&mut self, tag: &BytesStart<'_>) -> bool {
        let name = tag.local_name();
        let known = self.of_a_name.len() < MOST_NAMES || self.of_a_name.contains_key(name.as_ref());
        let name = if known { name.as_ref() } else { "" };
        let count = match self.of_a_name.get_mut(name) {
            Some(count) => count,
            None => self.of_a_name.entry(name.to_owned()).or_default(),
        };
        *count += 1;
        let refines = tag.contains("refines");
        self.refining += usize::from(refines);
        *count > MOST_OF_A_NAME || refines && self.refining > MOST_REFINING
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
        for xml in ["<a><b c='d'/></a>", "<a <b"] {
            assert_eq!(modest(xml.to_owned()).as_deref(), Some(xml));
        }
        assert!(modest("<a>".repeat(DEEPEST + 1)).is_none());
        assert!(modest(format!("<a {}/>", "b='c' ".repeat(LONGEST_TAG))).is_none());
    }

    #[test]
    fn of_too_many_elements_the_late_ones_are_left_out() {
        let book = |items: usize, names: usize| {
            let items = "<item/>".repeat(items);
            let names = "<dc:creator>A <b>B</b></dc:creator>".repeat(names);
            format!("<package>{names}<manifest>{items}</manifest> <spine/></package>")
        };
        let most = MOST_OF_A_NAME;
        assert_eq!(modest(book(most, most)), Some(book(most, most)));
        assert_eq!(modest(book(most + 9, most)), Some(book(most, most)));
        assert_eq!(modest(book(most, 3 * most)), Some(book(most, most)));
        let chain = |links: usize| -> String {
            (0..links).map(|link| format!("<meta id='m{link}' refines='#m{}'>x</meta>", link + 1)).collect()
        };
        assert_eq!(modest(chain(MOST_REFINING + 9)), Some(chain(MOST_REFINING)));
        let names: String = (0..2 * most + MOST_NAMES).map(|name| format!("<n{name}/>")).collect();
        assert!(modest(names).unwrap().ends_with(&format!("<n{}/>", most + MOST_NAMES - 1)));
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
