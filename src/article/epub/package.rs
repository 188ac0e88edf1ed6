//! What a book says of itself: its chapters in order, its table of contents, its metadata.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use rbook::Epub;
use rbook::epub::EpubOpenOptions;

use super::archive::{Archive, MemberFault, pack};
use super::xml::{PACKAGE, encrypted_members, modest, package_paths};
use super::{EpubFault, member_name};
use crate::article::decode::decode;
use crate::article::document::Metadata;
use crate::article::html;
use crate::text::clean::clean_line;

/// Where every book says which member is its package document.
const CONTAINER: &str = "META-INF/container.xml";
/// How many package documents of a book are tried.
const MOST_PACKAGES: usize = 8;
/// How many entries of a table of contents are taken.
const MOST_ENTRIES: usize = 20_000;
/// How many stand-ins for a member are asked what they are.
const MOST_FALLBACKS: usize = 8;
/// The longest entry of a table of contents, in bytes.
const LONGEST_LABEL: usize = 500;

/// A book's package, as far as a reader needs it.
#[derive(Debug)]
pub(super) struct Package {
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its chapters, in reading order, each once.
    pub chapters: Vec<Chapter>,
}

/// A member with text to read.
#[derive(Debug)]
pub(super) struct Chapter {
    /// The member's name.
    pub path: String,
    /// Whether it is a drawing, in which only some words are meant to be read.
    pub drawing: bool,
    /// The entries of the table of contents that lead into it, in their order.
    pub entries: Vec<Entry>,
}

/// An entry of the table of contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The element it leads to; nothing for the chapter's start.
    pub anchor: Option<String>,
    /// How deep it stands: 1 to 6.
    pub level: u8,
    /// Its words.
    pub label: String,
}

impl Package {
    /// Reads the first package of a book that is sound; refuses a book that has none for what is wrong with the first.
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Self, EpubFault> {
        let container = said(archive, CONTAINER)?;
        let mut fault = None;
        for path in package_paths(&container).into_iter().take(MOST_PACKAGES) {
            match Self::at(path, archive) {
                Ok(package) => return Ok(package),
                Err(other) => fault = fault.or(Some(other)),
            }
        }
        Err(fault.unwrap_or(EpubFault::NoPackage))
    }

    /// Reads the package whose document stands at `path`.
    fn at(path: String, archive: &mut Archive<'_>) -> Result<Self, EpubFault> {
        let opf = modest(said(archive, &path)?).ok_or(EpubFault::NoPackage)?;
        let mut parts = Parts { opf, path, contents: Vec::new() };
        let bare = parts.open(true).ok_or(EpubFault::NoPackage)?;
        parts.contents = contents(&bare, archive);
        let book = parts.open_with_contents().unwrap_or(bare);
        let chapters = chapters(&book);
        if chapters.is_empty() && !book.spine().is_empty() {
            return Err(EpubFault::NoText);
        }
        if !chapters.iter().any(|chapter| archive.has(&chapter.path)) {
            return Err(EpubFault::NoChapters);
        }
        let encrypted: HashSet<String> = match archive.read("META-INF/encryption.xml") {
            Ok(member) => encrypted_members(&xml(&member.bytes)).into_iter().collect(),
            Err(_) => HashSet::new(),
        };
        if chapters.iter().any(|chapter| encrypted.contains(&chapter.path)) {
            return Err(EpubFault::Encrypted);
        }
        Ok(Self { metadata: metadata(&book), chapters })
    }
}

/// A member that no book can do without.
fn said(archive: &mut Archive<'_>, name: &str) -> Result<String, EpubFault> {
    match archive.read(name) {
        Ok(member) => Ok(xml(&member.bytes)),
        Err(MemberFault::Missing | MemberFault::Broken) => Err(EpubFault::NoPackage),
        Err(MemberFault::Encrypted) => Err(EpubFault::Encrypted),
        Err(MemberFault::TooLarge) => Err(EpubFault::TooLarge),
    }
}

/// XML in UTF-8.
fn xml(bytes: &[u8]) -> String {
    decode(bytes, html::charset(bytes).as_deref()).text
}

/// The members that the library is given: counted, modest, and no others.
struct Parts {
    opf: String,
    path: String,
    contents: Vec<(String, String)>,
}

impl Parts {
    fn open(&self, without_contents: bool) -> Option<Epub> {
        let container = format!(
            "<container><rootfiles><rootfile full-path=\"{}\" media-type=\"{PACKAGE}\"/></rootfiles></container>",
            quick_xml::escape::escape(&self.path)
        );
        let mut members = vec![(CONTAINER, container.as_bytes()), (self.path.as_str(), self.opf.as_bytes())];
        members.extend(self.contents.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())));
        let source = Cursor::new(pack(&members)?);
        EpubOpenOptions::new().strict(false).skip_toc(without_contents).read(source).ok()
    }

    /// The book with its table of contents: of EPUB 3, or where that cannot be read, of EPUB 2.
    fn open_with_contents(&mut self) -> Option<Epub> {
        let has_contents = |book: &Epub| book.toc().contents().is_some_and(|root| !root.is_empty());
        if let Some(book) = self.open(false).filter(has_contents) {
            return Some(book);
        }
        (0..self.contents.len()).find_map(|index| {
            let kept = std::mem::replace(&mut self.contents.get_mut(index)?.1, EMPTY.to_owned());
            let book = self.open(false).filter(has_contents);
            self.contents.get_mut(index)?.1 = kept;
            book
        })
    }
}

/// A table of contents without entries.
const EMPTY: &str = "<nothing/>";

/// The members with tables of contents; one that cannot be read stands empty.
fn contents(book: &Epub, archive: &mut Archive<'_>) -> Vec<(String, String)> {
    let mut members: Vec<(String, String)> = Vec::new();
    for entry in book.manifest() {
        if entry.properties().has_property("nav") || entry.media_type() == "application/x-dtbncx+xml" {
            let name = member_name(entry.href().as_str());
            if members.len() < 4 && members.iter().all(|(known, _)| *known != name) {
                let found = archive.read(&name).ok().and_then(|member| modest(xml(&member.bytes)));
                members.push((name, found.unwrap_or_else(|| EMPTY.to_owned())));
            }
        }
    }
    members
}

fn metadata(book: &Epub) -> Metadata {
    let said = book.metadata();
    let authors: Vec<&str> = said.creators().map(|author| author.value()).take(20).collect();
    let identifiers = said.identifier().into_iter().chain(said.identifiers());
    let mut addresses = identifiers.filter_map(|identifier| address(identifier.value()));
    Metadata {
        title: said.title().map(|title| title.value().to_owned()),
        author: Some(authors.join(", ")),
        date: said.published_entry().map(|date| date.value().to_owned()),
        url: addresses.next(),
        site: said.publishers().next().map(|publisher| publisher.value().to_owned()),
        language: said.language().map(|language| language.value().to_owned()),
    }
}

/// An identifier that is an address, or names the book for everyone.
fn address(identifier: &str) -> Option<String> {
    let identifier = identifier.trim();
    let lower = identifier.to_ascii_lowercase();
    ["http://", "https://", "urn:isbn:", "urn:uuid:", "urn:doi:", "doi:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme))
        .then(|| identifier.to_owned())
}

/// The members to read, in order, each with the entries that lead into it.
fn chapters(book: &Epub) -> Vec<Chapter> {
    let mut entries = entries(book);
    let mut seen: HashSet<String> = HashSet::new();
    let mut chapters = Vec::new();
    for item in book.spine() {
        let Some(named) = item.manifest_entry() else { continue };
        let kind = |kind: &str| kind.to_ascii_lowercase();
        let is_page = |kind: &str| kind.contains("html") || kind.contains("dtbook") || kind.is_empty();
        // What is no page may name one that stands in for it. A picture without one has nothing to read.
        let mut pages = [named].into_iter().chain(named.fallbacks().take(MOST_FALLBACKS));
        let page = pages.find(|entry| is_page(&kind(entry.media_type())));
        let drawing = page.is_none() && kind(named.media_type()).contains("svg");
        let Some(resource) = page.or_else(|| drawing.then_some(named)) else { continue };
        let path = member_name(resource.href().path().as_str());
        // A book that names a chapter twice means one chapter.
        if seen.insert(path.clone()) {
            let entries = entries.remove(&path).unwrap_or_default();
            chapters.push(Chapter { path, drawing, entries });
        }
    }
    chapters
}

/// The table of contents by the members that its entries lead to.
fn entries(book: &Epub) -> HashMap<String, Vec<Entry>> {
    let mut entries: HashMap<String, Vec<Entry>> = HashMap::new();
    // An entry that leads nowhere stands above the next that does.
    let mut waiting: Vec<Entry> = Vec::new();
    let Some(root) = book.toc().contents() else { return entries };
    for entry in root.flatten().take(MOST_ENTRIES) {
        let label = clean_line(entry.label());
        let level = u8::try_from(entry.depth().saturating_sub(root.depth())).unwrap_or(6).clamp(1, 6);
        if label.is_empty() || label.len() > LONGEST_LABEL {
            continue;
        }
        let Some(href) = entry.href() else {
            waiting.push(Entry { anchor: None, level, label });
            continue;
        };
        let anchor = href.fragment().filter(|anchor| !anchor.is_empty());
        let anchor = anchor.map(|anchor| super::percent_decode_str(anchor).decode_utf8_lossy().into_owned());
        let into = entries.entry(member_name(href.path().as_str())).or_default();
        into.extend(waiting.drain(..).map(|above| Entry { anchor: anchor.clone(), ..above }));
        into.push(Entry { anchor, level, label });
    }
    entries
}
