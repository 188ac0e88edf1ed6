//! Moving from sentence to sentence.

use super::{Linear, Said};
use crate::article::pane::Pane;
use crate::text::search::find_all;

/// The most hits of a search.
const HITS: usize = 10_000;

impl Linear<'_> {
    /// Goes to a sentence by its number, from 1.
    pub(super) fn go_to(&mut self, number: usize) -> Said {
        let count = self.sentences.len();
        if (1..=count).contains(&number) {
            self.jump(number - 1)
        } else {
            Err(format!("there are {count} sentences, and none with the number {number}"))
        }
    }

    /// Goes to a sentence from which there is a way back.
    pub(super) fn jump(&mut self, to: usize) -> Said {
        self.behind.push(self.at);
        self.ahead.clear();
        self.stand(to)
    }

    pub(super) fn stand(&mut self, at: usize) -> Said {
        self.at = at.min(self.sentences.len().saturating_sub(1));
        self.selected = None;
        self.current()
    }

    /// So many sentences on, or back.
    pub(super) fn step(&mut self, by: isize) -> Said {
        let last = self.sentences.len().saturating_sub(1);
        let to = self.at.saturating_add_signed(by).min(last);
        if to == self.at {
            return Err(if by < 0 { "this is the first sentence" } else { "this is the last sentence" }.to_owned());
        }
        self.stand(to)
    }

    /// Back to where a jump began, or forward again.
    pub(super) fn retrace(&mut self, back: bool) -> Said {
        let (from, to) = if back { (&mut self.behind, &mut self.ahead) } else { (&mut self.ahead, &mut self.behind) };
        let Some(place) = from.pop() else {
            return Err(format!("there is nowhere to go {} to", if back { "back" } else { "forward" }));
        };
        to.push(self.at);
        self.stand(place)
    }

    /// To the first sentence of the next or previous block, or section.
    pub(super) fn part(&mut self, sections: bool, forward: bool) -> Said {
        let document = self.article.document.clone();
        let part =
            |block: usize| if sections { document.heading_of(block).map_or(0, |heading| heading + 1) } else { block };
        let parts: Vec<usize> = self.sentences.iter().map(|(id, _)| part(id.block)).collect();
        let here = parts.get(self.at).copied().unwrap_or_default();
        let start = |at: usize| at == 0 || parts.get(at) != parts.get(at - 1);
        let found = if forward {
            (self.at + 1..parts.len()).find(|at| start(*at))
        } else {
            let first = parts.iter().position(|part| *part == here).unwrap_or_default();
            // From inside a part, back means to its start.
            if first < self.at { Some(first) } else { (0..self.at).rev().find(|at| start(*at)) }
        };
        let Some(found) = found else {
            return Err(format!(
                "there is no {} {}",
                if forward { "next" } else { "previous" },
                if sections { "section" } else { "paragraph" }
            ));
        };
        if sections { self.jump(found) } else { self.stand(found) }
    }

    /// To the next sentence of a pane, after the last from the first again.
    pub(super) fn pane(&mut self, pane: Pane) -> Said {
        let reading = &self.here.reading;
        let of_pane = |at: &usize| self.sentences.get(*at).is_some_and(|(id, _)| reading.pane(*id) == Some(pane));
        let after = (self.at + 1..self.sentences.len()).find(of_pane);
        let found = after.or_else(|| (0..=self.at).find(of_pane));
        found.map_or_else(|| Err(format!("there is nothing in {}", pane.title())), |found| self.stand(found))
    }

    /// To the pane that stands `by` panes to the right of this sentence's.
    pub(super) fn beside(&mut self, by: usize) -> Said {
        let here = self.sentences.get(self.at).and_then(|(id, _)| self.here.reading.pane(*id)).map_or(0, Pane::index);
        match Pane::ALL.get((here + by) % Pane::ALL.len()) {
            Some(pane) => self.pane(*pane),
            None => self.current(),
        }
    }

    /// To the next or previous sentence that something is written on.
    pub(super) fn annotated(&mut self, forward: bool) -> Said {
        let written = |at: &usize| self.sentences.get(*at).is_some_and(|(_, span)| self.on(*span).next().is_some());
        let found =
            if forward { (self.at + 1..self.sentences.len()).find(written) } else { (0..self.at).rev().find(written) };
        match found {
            Some(found) => self.jump(found),
            None => Err(format!("there is no annotation {} this sentence", if forward { "after" } else { "before" })),
        }
    }

    /// Searches, and goes to the first hit after the start of this sentence, or else to the first of all.
    pub(super) fn search(&mut self, words: &str) -> Said {
        if words.is_empty() {
            return Err("say what to search for: /WORDS".to_owned());
        }
        self.hits = find_all(self.article.document.text(), words, HITS);
        let from = self.sentences.get(self.at).map_or(0, |(_, span)| span.start);
        let hit = self.hits.iter().position(|hit| hit.start >= from).unwrap_or_default();
        self.hit(hit)
    }

    /// To the hit after this sentence, or before it, round the ends.
    pub(super) fn next_hit(&mut self, forward: bool) -> Said {
        let here = self.sentences.get(self.at).map_or((0, 0), |(_, span)| (span.start, span.end));
        let found = if forward {
            self.hits.iter().position(|hit| hit.start >= here.1).unwrap_or_default()
        } else {
            let before = self.hits.iter().rposition(|hit| hit.start < here.0);
            before.unwrap_or_else(|| self.hits.len().saturating_sub(1))
        };
        self.hit(found)
    }

    /// The sentence that an offset is in, or that stands before it; the first where none does.
    pub(super) fn sentence_at(&self, offset: usize) -> Option<usize> {
        let after = self.sentences.partition_point(|(_, span)| span.start <= offset);
        (!self.sentences.is_empty()).then(|| after.saturating_sub(1))
    }

    fn hit(&mut self, index: usize) -> Said {
        let Some(hit) = self.hits.get(index).copied() else { return Err("no match".to_owned()) };
        let said = self.jump(self.sentence_at(hit.start).unwrap_or_default())?;
        Ok(format!("Hit {} of {}.\n{said}", index + 1, self.hits.len()))
    }
}
