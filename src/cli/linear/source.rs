//! The source of what is read: read again, and the addresses it links to.

use super::{Linear, Said};
use crate::app::action::Action;
use crate::article::address::resolved;
use crate::article::block::{InlineKind, Link};
use crate::cli::failure::Failure;
use crate::cli::refresh;
use crate::cli::source::Article;
use crate::notes::anchor::tally::Tally;
use crate::runtime::outside;
use crate::text::clean::clean_line;

impl Linear<'_> {
    /// Reads the source again; the annotations find their words, and reading goes on at the sentence where it was.
    pub(super) fn refresh(&mut self) -> Said {
        let store = self.store.as_mut().map_err(|why| why.clone())?;
        let Some(uri) = self.article.origin.uri.clone() else { return Err("the source has no place".to_owned()) };
        let again = refresh::read_again(self.session, store, uri.as_ref()).map_err(Failure::sentence)?;
        if !again.changed {
            return Ok("The source is as it was.\n".to_owned());
        }
        self.take(again.article)?;
        let tally = Tally::of(self.here.placed.iter().map(|one| &one.placement));
        let review = self.keymap.first(Action::Review);
        let said = self.current()?;
        Ok(format!("The article changed: {tally}; {review} tells more.\n{said}"))
    }

    /// Reads another edition of the article from here on.
    fn take(&mut self, article: Article) -> Result<(), String> {
        let words = self.sentences.get(self.at).map(|(_, span)| span.of(self.article.document.text()).to_owned());
        self.sentences = article.document.all_sentences().collect();
        let text = article.document.text();
        let same = self.sentences.iter().enumerate().filter(|(_, (_, span))| Some(span.of(text)) == words.as_deref());
        let nearest = same.map(|(at, _)| at).min_by_key(|at| at.abs_diff(self.at));
        self.at = nearest.unwrap_or(self.at).min(self.sentences.len().saturating_sub(1));
        self.article = article;
        (self.selected, self.heading) = (None, None);
        // What stood for places in the old text.
        (self.hits, self.behind, self.ahead) = (Vec::new(), Vec::new(), Vec::new());
        self.reload()
    }

    /// Every change is on the disk before the next line is read.
    pub(super) fn save_again(&self) -> Said {
        self.store.as_ref().map(|_| "Everything is saved.\n".to_owned()).map_err(Clone::clone)
    }

    /// Opens the link of the sentence in the browser; of several, the one with that number.
    pub(super) fn open_link(&self, argument: &str) -> Said {
        let document = &self.article.document;
        let base = document.metadata().url.as_deref().or(self.article.origin.uri.as_deref());
        let inlines = document.inlines(self.target()?);
        let addresses: Vec<String> = inlines
            .filter_map(|inline| {
                let InlineKind::Link(index) = inline.kind else { return None };
                let Some(Link::Address(address)) = document.links().get(index) else { return None };
                resolved(base, address)
            })
            .collect();
        let number = if argument.is_empty() && addresses.len() == 1 { Some(1) } else { argument.parse::<usize>().ok() };
        let chosen = number.and_then(|number| addresses.get(number.checked_sub(1)?));
        match (chosen, addresses.as_slice()) {
            (Some(address), _) => {
                outside::browse(address)?;
                Ok(format!("Opened {}.\n", clean_line(address)))
            }
            (None, []) => Err("the sentence has no link that can be opened".to_owned()),
            (None, several) => {
                let list = several.iter().enumerate();
                let list: String =
                    list.map(|(nth, address)| format!("  {}: {}\n", nth + 1, clean_line(address))).collect();
                Ok(format!("Say which, by its number:\n{list}"))
            }
        }
    }
}
