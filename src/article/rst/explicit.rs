//! The explicit markup of reStructuredText and Sphinx, which begins with two dots: footnotes, places, comments, and
//! directives with what becomes of their content.

use super::super::block::BlockKind;
use super::super::document::Metadata;
use super::super::lines::Line;
use super::{DEEPEST, Kind, Reader, Within, field, names};

/// What becomes of a directive's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    /// It is for programs, or for another format.
    Gone,
    /// It stands as it is.
    Code,
    /// A picture; what stands below is its caption.
    Picture,
    /// It is a quotation.
    Quotation,
    /// The name of the directive stands before its first paragraph.
    Named(&'static str),
    /// The words behind the name are its title.
    Titled,
    /// The words behind the name are the caption of a table.
    Captioned,
    /// It is words like all others.
    Words,
}

/// Whether `name` can be the name of a directive.
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 60
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '.' | ':'))
}

/// Whether the words behind the name belong to the content.
fn keeps_argument(name: &str) -> bool {
    matches!(name, "math" | "parsed-literal" | "csv-table")
}

/// What becomes of the content of the directive `name`.
fn content(name: &str) -> Content {
    match name.to_ascii_lowercase().as_str() {
        "raw" | "contents" | "include" | "literalinclude" | "toctree" | "index" | "highlight" | "role"
        | "default-role" | "sectnum" | "section-numbering" | "header" | "footer" | "meta" | "title" | "date"
        | "unicode" | "replace" | "default-domain" | "currentmodule" | "module" | "tabularcolumns" | "autosummary"
        | "automodule" | "autoclass" | "autofunction" | "graphviz" | "plot" => Content::Gone,
        "code" | "code-block" | "sourcecode" | "parsed-literal" | "math" | "csv-table" | "productionlist"
        | "prompt" | "doctest" | "testcode" | "testoutput" => Content::Code,
        "image" | "figure" => Content::Picture,
        "epigraph" | "highlights" | "pull-quote" => Content::Quotation,
        "note" => Content::Named("Note"),
        "warning" => Content::Named("Warning"),
        "tip" => Content::Named("Tip"),
        "hint" => Content::Named("Hint"),
        "important" => Content::Named("Important"),
        "caution" => Content::Named("Caution"),
        "danger" => Content::Named("Danger"),
        "attention" => Content::Named("Attention"),
        "error" => Content::Named("Error"),
        "seealso" => Content::Named("See also"),
        "versionadded" => Content::Named("New in version"),
        "versionchanged" => Content::Named("Changed in version"),
        "deprecated" => Content::Named("Deprecated since version"),
        "table" | "list-table" => Content::Captioned,
        "container" | "class" | "compound" | "only" | "tab" | "tabs" | "hlist" | "glossary" | "line-block" => {
            Content::Words
        }
        _ => Content::Titled,
    }
}

impl<'t> Reader<'t, '_> {
    /// What begins with two dots: a footnote, a place, a directive, or a comment.
    pub(super) fn explicit(&mut self, at: usize, indent: usize, rest: &'t str) -> usize {
        if let Some((label, words)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            let label = self.names.defined(label);
            let body = self.body_indent(at, indent);
            if self.within.len() < DEEPEST {
                self.flow.footnote(&label);
                self.within.push(Within { indent: body, kind: Kind::Body });
            }
            return self.first_line(at, body, words.trim());
        }
        if let Some(target) = rest.strip_prefix('_') {
            let next = self.lines.get(at + 1).map_or("", |line| line.trim());
            let place = names::target(target).filter(|(name, address)| name != "_" && address.is_empty());
            if let Some((name, _)) = place {
                self.flow.anchor(&name);
            }
            let goes_on = target.ends_with(':') && next.contains("://") && !next.contains(' ');
            return at + 1 + usize::from(goes_on);
        }
        let directive = rest.split_once("::").filter(|(name, _)| is_name(name));
        if let Some((name, words)) = directive {
            return self.directive(at, indent, name, words.trim());
        }
        self.comment(rest);
        // Two dots alone are no comment's head: they only part what stands around them.
        if rest.is_empty() && self.lines.get(at + 1).is_none_or(|next| next.trim().is_empty()) {
            return at + 1;
        }
        self.end_of(at, indent)
    }

    /// Some writers keep what they say of a page in comments at its head (`.. title: …`).
    fn comment(&mut self, words: &str) {
        if let Some((name, value)) = words.split_once(": ").filter(|_| !self.begun) {
            self.says(name, value);
        }
    }

    /// Takes what a source says of itself; gives whether it is of that kind.
    pub(super) fn says(&mut self, name: &str, value: &str) -> bool {
        let Metadata { title, author, date, url, language, .. } = &mut self.metadata;
        let field = match name.trim().to_ascii_lowercase().as_str() {
            "title" => title,
            "author" | "authors" => author,
            "date" => date,
            "url" | "link" if value.starts_with("http") => url,
            "lang" | "language" => language,
            _ => return false,
        };
        if field.is_none() && !value.trim().is_empty() {
            *field = Some(value.trim().to_owned());
        }
        true
    }

    fn directive(&mut self, at: usize, indent: usize, name: &str, words: &'t str) -> usize {
        let options: Vec<(&str, &str)> = {
            let below = self.lines.get(at + 1..).unwrap_or_default().iter().copied().map(Line::of);
            below.map_while(|line| field(line.words).filter(|_| line.indent > indent)).collect()
        };
        let from = at + 1 + options.len();
        let option = |name: &str| options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        match content(name) {
            Content::Gone => {
                if name == "title" {
                    self.says("title", words);
                }
                return self.end_of(at, indent);
            }
            Content::Code => {
                let to = self.end_of(at, indent);
                if keeps_argument(name) && !words.is_empty() {
                    self.flow.open(BlockKind::Code);
                    self.flow.words(words);
                    self.flow.close();
                }
                self.code(from, to);
                return to;
            }
            Content::Picture => {
                if let Some(alternative) = option("alt") {
                    self.flow.image();
                    self.flow.words(alternative);
                    self.flow.end_image();
                    self.flow.close();
                }
                self.caption = name == "figure";
                self.enter(from, indent, Kind::Wrap);
                return from;
            }
            Content::Quotation if self.within.len() < DEEPEST => {
                self.flow.quotation();
                self.within.push(Within { indent: self.body_indent(from - 1, indent), kind: Kind::Quotation });
            }
            Content::Named(word) => {
                self.lead = Some(format!("{word}:"));
                self.enter(from, indent, Kind::Body);
            }
            Content::Titled => {
                self.title(words);
                self.enter(from, indent, Kind::Body);
                return from;
            }
            Content::Captioned => {
                self.caption = !words.is_empty();
                self.prose_line(indent, words);
                self.end_prose();
                self.enter(from, indent, Kind::Wrap);
                return from;
            }
            Content::Words | Content::Quotation => {
                self.enter(from, indent, Kind::Wrap);
                return from;
            }
        }
        self.begun = true;
        let body = self.within.last().map_or(indent + 1, |within| within.indent);
        self.first_line(at, body, words).max(from)
    }
}
