//! Commands carried out: what is written goes the same way to the store as from the screen.

use std::fmt::Write as _;
use std::path::Path;

use super::lists::works;
use super::part::{Part, part};
use super::{Linear, Lines, Said};
use crate::app::action::Action;
use crate::app::update::edges;
use crate::article::pane::Pane;
use crate::cli::args::annotate::Marks;
use crate::cli::body;
use crate::cli::failure::Failure;
use crate::cli::session::{new_id, now};
use crate::export::citation::citation;
use crate::export::note_file::{NoteFile, blocks};
use crate::notes::annotation::{Annotation, AnnotationId, Body, Placed};
use crate::notes::change::Change;
use crate::notes::colour::Colour;
use crate::notes::find::{Search, find};
use crate::notes::joining::{Aim, Aspect, joinable, joined_by_probability, joining, nearest};
use crate::notes::selector::{Placement, Selector};
use crate::runtime::target;
use crate::text::clean::clean_line;
use crate::text::span::Span;

/// What is said where there is nothing to take back.
const NOTHING: &str = "there is nothing of that here to take back";

impl Linear<'_> {
    /// Does what an action does, with what was typed after its key.
    pub(super) fn act(&mut self, action: Action, argument: &str, lines: &mut Lines) -> Result<Said, Failure> {
        if action == Action::Note && argument.is_empty() {
            return self.note_in_lines(lines);
        }
        Ok(match action {
            Action::NextSentence | Action::LineDown => self.step(1),
            Action::PreviousSentence | Action::LineUp => self.step(-1),
            Action::HalfPageDown => self.step(5),
            Action::HalfPageUp => self.step(-5),
            Action::PageDown => self.step(10),
            Action::PageUp => self.step(-10),
            Action::NextParagraph => self.part(false, true),
            Action::PreviousParagraph => self.part(false, false),
            Action::NextSection => self.part(true, true),
            Action::PreviousSection => self.part(true, false),
            Action::ToStart => self.jump(0),
            Action::ToEnd => self.jump(usize::MAX),
            Action::Back => self.retrace(true),
            Action::Forward => self.retrace(false),
            Action::PaneClaims => self.pane(Pane::Claims),
            Action::PaneAnalysis => self.pane(Pane::Analysis),
            Action::PaneTake => self.pane(Pane::Take),
            Action::PaneRight | Action::NextPane => self.beside(1),
            Action::PaneLeft | Action::PreviousPane => self.beside(2),
            Action::NextAnnotation => self.annotated(true),
            Action::PreviousAnnotation => self.annotated(false),
            Action::Search => self.search(argument),
            Action::NextHit => self.next_hit(true),
            Action::PreviousHit => self.next_hit(false),
            Action::Mark => self.mark(),
            Action::MarkWith | Action::Note | Action::Tags | Action::Assess | Action::Forecast | Action::Correct => {
                part(action, argument, &self.session.legend).and_then(|part| self.write(action, &part))
            }
            Action::Bookmark => self.bookmark(),
            Action::Delete => self.delete(),
            Action::Undo => self.take_back(true),
            Action::Redo => self.take_back(false),
            Action::EdgeLeft => self.move_edge(false),
            Action::EdgeRight => self.move_edge(true),
            Action::Replace => self.put_here(argument),
            Action::Accept => self.accept(false),
            Action::AcceptAll => self.accept(true),
            Action::Review => self.review(),
            Action::SelectCharacters | Action::SelectWords | Action::SelectSentences => self.select(argument),
            Action::Copy => self.target().map(|span| format!("{}\n", span.of(self.article.document.text()))),
            Action::CopyCitation => {
                self.target().map(|span| citation(&self.article.document, &self.article.origin, span))
            }
            Action::Export => self.export(argument),
            Action::Margin => self.target().map(|span| self.written(span, true)),
            Action::Follow => self.links(false),
            Action::OpenLink => self.open_link(argument),
            Action::Links => self.links(true),
            Action::Why => self.why(),
            Action::Notes => self.notes(),
            Action::AllNotes => self.all_notes(argument),
            Action::Outline => self.outline(),
            Action::Library => self.library(),
            Action::Refresh => self.refresh(),
            Action::SaveAgain => self.save_again(),
            Action::Redraw => self.current(),
            Action::Palette => Ok(self.commands()),
            Action::Help => Ok(self.help()),
            other if works(other) => self.current(),
            _ => Err(format!(
                "that has to do with the screen; {} lists what works here",
                self.keymap.first(Action::Help)
            )),
        })
    }

    /// A note of several lines; where they end before it does, what was typed is kept as a draft.
    fn note_in_lines(&mut self, lines: &mut Lines) -> Result<Said, Failure> {
        let span = match self.target() {
            Ok(span) => span,
            Err(why) => return Ok(Err(why)),
        };
        self.say("Type the note; a line that is a single . ends it.\n")?;
        self.session.out.finish()?;
        let mut text: Vec<String> = Vec::new();
        while let Some(line) = lines.next()? {
            if line == "." {
                let note = text.join("\n");
                if note.trim().is_empty() {
                    return Ok(Err("the note is empty".to_owned()));
                }
                let marks = Marks { note: Some(note), ..Marks::default() };
                return Ok(self.write(Action::Note, &Part { marks, ..Part::default() }));
            }
            text.push(line);
        }
        Ok(Err(self.keep_draft(span, text.join("\n"))))
    }

    /// Carries one change out; it is on the disk when this returns.
    fn save(&mut self, change: Change) -> Result<(), String> {
        self.save_all(vec![change])
    }

    /// Carries changes out as one act, all or none: on the disk when this returns, and back with one undo.
    fn save_all(&mut self, act: Vec<Change>) -> Result<(), String> {
        let store = self.store.as_mut().map_err(|why| why.clone())?;
        store.save(&act, now()).map_err(|error| format!("it could not be saved: {error}"))?;
        self.done.push(act);
        self.undone.clear();
        self.selected = None;
        self.reload()
    }

    /// The annotation that what is written on the target joins.
    fn joined(&self, span: Span, aspect: Aspect) -> Option<&Annotation> {
        joinable(&self.here.placed, span, self.aim(), aspect).into_iter().next().map(|one| &one.annotation)
    }

    /// Whether words were selected, or the sentence is meant.
    const fn aim(&self) -> Aim {
        if self.selected.is_some() { Aim::Words } else { Aim::Sentence }
    }

    /// Writes a part of an annotation, or takes it back: in the one that is there, or as a new one. A note never
    /// replaces another.
    fn write(&mut self, action: Action, part: &Part) -> Said {
        let (span, now) = (self.target()?, now());
        let changed = |mut body: Body| {
            body::change(&mut body, &part.marks, part.colour, &part.clear, now);
            body
        };
        let new = changed(Body::default());
        let joined = match action {
            Action::Tags => self.joined(span, Aspect::Tags),
            Action::Assess => self.joined(span, Aspect::Assessment),
            Action::Forecast if part.says_probability() && !part.clear.no_outcome => {
                joined_by_probability(&self.here.placed, span, self.aim(), part.marks.forecast)
                    .map(|one| &one.annotation)
            }
            Action::Forecast => self.joined(span, Aspect::Forecast),
            Action::Mark | Action::MarkWith => self.joined(span, Aspect::Highlight),
            Action::Correct if new.is_empty() => self.correction_on(span),
            _ => None,
        };
        let change = match joined.cloned() {
            Some(before) if new.is_empty() && changed(before.body.clone()) == before.body => return Err(NOTHING.into()),
            Some(before) => self.with_body(before.clone(), changed(before.body)),
            None if new.is_empty() => return Err(NOTHING.into()),
            None => {
                let joining = joining(&self.here.placed, span, self.aim(), &new, now);
                joining.unwrap_or_else(|| self.new_on(span, new))
            }
        };
        self.save(change)?;
        Ok(format!("Saved.\n{}", self.written(span, false)))
    }

    /// The annotation that put the words, or some of them, into their pane: the latest one counts.
    fn correction_on(&self, span: Span) -> Option<&Annotation> {
        let corrects = self.on(span).filter(|one| one.annotation.body.pane.is_some()).last();
        self.joined(span, Aspect::Pane).or(corrects.map(|one| &one.annotation))
    }

    /// An annotation with another body, or without one where nothing is left.
    fn with_body(&self, before: Annotation, body: Body) -> Change {
        if body.is_empty() {
            return Change::Remove(Box::new(before));
        }
        let after = Annotation { modified: now(), body, ..before.clone() };
        Change::Edit { before: Box::new(before), after: Box::new(after) }
    }

    /// A new annotation.
    fn new_on(&self, span: Span, body: Body) -> Change {
        let selector = Selector::of(&self.article.document, span);
        let (id, document, now) = (new_id(), self.here.id, now());
        Change::Add(Box::new(Annotation { id, document, selector, accepted: None, body, created: now, modified: now }))
    }

    /// Marks the words, or takes the mark away.
    fn mark(&mut self) -> Said {
        let span = self.target()?;
        match self.joined(span, Aspect::Highlight).filter(|one| one.body.highlight.is_some()).cloned() {
            Some(before) => self.without(before, |body| body.highlight = None),
            None => self.write(Action::Mark, &Part { colour: Some(Colour::default()), ..Part::default() }),
        }
    }

    fn bookmark(&mut self) -> Said {
        let span = self.target()?;
        let there = self.on(span).find(|one| one.annotation.body.bookmark).map(|one| one.annotation.clone());
        if let Some(before) = there {
            return self.without(before, |body| body.bookmark = false);
        }
        let change = self.new_on(span, Body { bookmark: true, ..Body::default() });
        self.save(change)?;
        Ok("Bookmark set.\n".to_owned())
    }

    /// Takes a part out of an annotation, or all of it where nothing is left.
    fn without(&mut self, before: Annotation, take: impl FnOnce(&mut Body)) -> Said {
        let mut body = before.body.clone();
        take(&mut body);
        let change = self.with_body(before, body);
        self.save(change)?;
        Ok("Taken away.\n".to_owned())
    }

    /// Deletes the annotation on the sentence that is meant.
    fn delete(&mut self) -> Said {
        let span = self.target()?;
        let there = nearest(&self.here.placed, span).map(|one| (one.annotation.clone(), one.placement));
        let Some((annotation, placement)) = there else { return Err("nothing is written here".to_owned()) };
        let told = self.told(&annotation, placement, span, false);
        self.save(Change::Remove(Box::new(annotation)))?;
        Ok(format!("Deleted; it is in the trash.\n{told}"))
    }

    /// Moves an edge of the highlight on the sentence: by a sentence; by a word, the edge nearest to them, where words of
    /// it are selected.
    fn move_edge(&mut self, right: bool) -> Said {
        let here = self.target()?;
        let marked = |one: &&Placed| one.annotation.body.highlight.is_some();
        let found = self.on(here).filter(marked).min_by_key(|one| one.placement.span().map_or(usize::MAX, Span::len));
        let Some((before, span)) = found.and_then(|one| Some((one.annotation.clone(), one.placement.span()?))) else {
            return Err("there is no highlight here to move an edge of".to_owned());
        };
        let document = self.article.document.clone();
        let cursor = self.sentences.get(self.at).map(|(id, _)| *id);
        let by_sentence =
            || edges::by_sentence(&document, span, cursor, right).map(|(edge, moved)| (Some(edge), moved));
        let by_word = |words: Span| edges::by_word(&document, span, words.start, right).map(|(moved, _)| (None, moved));
        let moved = self.selected.map_or_else(by_sentence, by_word);
        let Some((edge, moved)) = moved else { return Err(edges::AT_ITS_END.to_owned()) };
        let after = before.made_on(Selector::of(&document, moved), now());
        self.save(Change::Edit { before: Box::new(before), after: Box::new(after) })?;
        // As on the screen, reading goes on where the edge came to.
        let at = edge.and_then(|edge| self.sentences.iter().position(|(id, _)| *id == edge));
        self.at = at.unwrap_or(self.at);
        Ok(format!("Marked: {}\n", clean_line(moved.of(document.text()))))
    }

    /// Undoes the last act, or does again what was undone, and goes to where that is, as on the screen.
    fn take_back(&mut self, undo: bool) -> Said {
        let act = if undo { self.done.pop() } else { self.undone.pop() };
        let Some(act) = act else {
            return Err(format!("there is nothing to {}", if undo { "undo" } else { "redo" }));
        };
        let carried: Vec<Change> = if undo { act.iter().rev().map(Change::inverse).collect() } else { act.clone() };
        let store = self.store.as_mut().map_err(|why| why.clone())?;
        if let Err(error) = store.save(&carried, now()) {
            let back = if undo { &mut self.done } else { &mut self.undone };
            back.push(act);
            return Err(format!("it could not be saved: {error}"));
        }
        if undo { &mut self.undone } else { &mut self.done }.push(act);
        // Where it stands after the change, or stood before it: its selector may speak of an earlier text.
        let id = carried.first().map(|change| change.annotation().id);
        let before = self.place_of(id);
        self.reload()?;
        let done = if undo { "Undone.\n" } else { "Done again.\n" };
        match self.place_of(id).or(before).and_then(|place| self.sentence_at(place.start)) {
            Some(place) if place != self.at => Ok(format!("{done}{}", self.jump(place)?)),
            _ => Ok(done.to_owned()),
        }
    }

    fn place_of(&self, id: Option<AnnotationId>) -> Option<Span> {
        self.here.placed.iter().find(|one| Some(one.annotation.id) == id)?.placement.span()
    }

    /// Puts an annotation that has no place on the sentence; without a number, lists those that have none.
    fn put_here(&mut self, argument: &str) -> Said {
        let orphans = self.here.placed.iter().filter(|one| one.placement == Placement::Orphan);
        let orphans: Vec<Annotation> = orphans.map(|one| one.annotation.clone()).collect();
        if orphans.is_empty() {
            return Err("every annotation has its place".to_owned());
        }
        if argument.is_empty() {
            let list = orphans.iter().enumerate().map(|(index, one)| {
                format!("{}\n{}", index + 1, self.told(one, Placement::Orphan, Span::default(), false))
            });
            return Ok(list.collect());
        }
        let chosen = argument.parse::<usize>().ok().and_then(|number| orphans.get(number.checked_sub(1)?));
        let Some(before) = chosen else {
            return Err(format!("there is no number {argument}: {} lists them", self.keymap.first(Action::Replace)));
        };
        let selector = Selector::of(&self.article.document, self.target()?);
        let after = before.accepted_at(selector, now());
        self.save(Change::Edit { before: Box::new(before.clone()), after: Box::new(after) })?;
        self.current()
    }

    /// Accepts the new places of annotations that moved or changed: those on the sentence, or all.
    fn accept(&mut self, all: bool) -> Said {
        let span = self.target()?;
        let uncertain = |one: &&Placed| matches!(one.placement, Placement::Moved(..) | Placement::Changed(..));
        let found: Vec<Placed> = if all {
            self.here.placed.iter().filter(uncertain).cloned().collect()
        } else {
            self.on(span).filter(uncertain).cloned().collect()
        };
        let now = now();
        let put = |Placed { annotation, placement }: &Placed| {
            let selector = Selector::of(&self.article.document, placement.span()?);
            let after = annotation.accepted_at(selector, now);
            Some(Change::Edit { before: Box::new(annotation.clone()), after: Box::new(after) })
        };
        let changes: Vec<Change> = found.iter().filter_map(put).collect();
        if changes.is_empty() {
            return Err("no annotation here moved or changed".to_owned());
        }
        let count = changes.len();
        self.save_all(changes)?;
        Ok(format!("{count} accepted.\n"))
    }

    /// What an edit of the article moved, changed or lost.
    fn review(&mut self) -> Said {
        self.look_around()?;
        let mut out = String::new();
        for Placed { annotation, placement } in &self.here.placed {
            if matches!(placement, Placement::Exact(_)) {
                continue;
            }
            let _ = writeln!(out, "{}", placement.name());
            let _ = writeln!(out, "  Was: {}", clean_line(&annotation.latest().exact));
            if let Some(span) = placement.span() {
                let sentence = self.sentences.partition_point(|(_, at)| at.start <= span.start);
                let _ = writeln!(
                    out,
                    "  Is, in sentence {sentence}: {}",
                    clean_line(span.of(self.article.document.text()))
                );
            }
        }
        if out.is_empty() { Err("every annotation stands where it stood".to_owned()) } else { Ok(out) }
    }

    /// Selects words of the sentence, or so many sentences, for the next annotation.
    fn select(&mut self, argument: &str) -> Said {
        let Some((_, sentence)) = self.sentences.get(self.at).copied() else {
            return Err("there is no sentence".to_owned());
        };
        let text = self.article.document.text();
        let span = if let Ok(count) = argument.parse::<usize>() {
            let last = self.at.saturating_add(count).saturating_sub(1).min(self.sentences.len().saturating_sub(1));
            self.sentences.get(last).map_or(sentence, |(_, span)| Span::new(sentence.start, span.end.max(sentence.end)))
        } else {
            match find(sentence.of(text), argument, "", "") {
                _ if argument.is_empty() => sentence,
                Search::Found(found) => found.shifted(sentence.start),
                Search::Nowhere | Search::Elsewhere(_) => {
                    return Err("these words do not stand in the sentence".to_owned());
                }
                Search::Several(count) => {
                    return Err(format!("these words stand {count} times in the sentence: type more of them"));
                }
            }
        };
        let words = clean_line(span.of(text));
        self.selected = Some(span);
        Ok(format!("Selected: {words}\n"))
    }

    fn export(&mut self, path: &str) -> Said {
        if path.is_empty() {
            return Err("say which file to write: e FILE".to_owned());
        }
        let path = Path::new(path);
        target::spare_source(path, self.article.origin.uri.as_deref()).map_err(|refused| refused.to_string())?;
        self.look_around()?;
        let made = blocks(&NoteFile {
            id: self.here.id,
            origin: &self.article.origin,
            reading: &self.here.reading,
            placed: &self.here.placed,
            whole: true,
            legend: &self.session.legend,
        });
        let written = target::shared(path, made).map_err(|refused| refused.to_string())?;
        Ok(format!("Exported to {}.\n", clean_line(&written.to_string_lossy())))
    }
}
