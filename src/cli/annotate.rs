//! `postil annotate`, `delete` and `restore`: writing from a script what the screen writes.

use super::args::annotate::{Annotate, Clear, Delete, Marks, Place, Restore};
use super::body;
use super::failure::Failure;
use super::session::{self, Session, new_id, now};
use super::source::{self, Annotated};
use super::values;
use crate::article::document::Document;
use crate::article::pane::Pane;
use crate::export::rows::rows;
use crate::notes::annotation::{Annotation, Body};
use crate::notes::change::Change;
use crate::notes::colour::Colour;
use crate::notes::find::{Search, find};
use crate::notes::joining::{Aim, joining};
use crate::notes::selector::Selector;
use crate::store::error::{Fault, StoreError};
use crate::store::search::Filter;
use crate::store::store::Store;
use crate::text::clean::clean;
use crate::text::code_points::CodePoints;
use crate::text::span::Span;
use crate::text::width::fit;

/// Writes one annotation and prints its id once it is on the disk.
pub(super) fn annotate(session: &mut Session, asked: &Annotate) -> Result<(), Failure> {
    if !body::asks(&asked.marks, &Clear::default()) {
        return Err(Failure::usage(
            "say what to write: --note TEXT, --highlight, --tag TAG, --verdict VERDICT … (see postil annotate --help)",
        ));
    }
    if !asked.place.is_given() {
        return Err(Failure::usage("say where to write: --quote TEXT, --range START:END or --claim N"));
    }
    let colour = colour(session, &asked.marks)?;
    let article = source::read(session, &asked.source)?;
    let name = &article.origin.name;
    // The place is found before the store is touched: what fails leaves nothing behind.
    let here = source::annotated(&session.words, session.store_to_read()?.as_ref(), &article).map_err(Failure::said)?;
    let span = span(&here, &asked.place, name)?;
    let mut new = Body::default();
    body::change(&mut new, &asked.marks, colour, &Clear::default(), now());
    let mut store = session.store()?;
    let write = |store: &mut Store| -> Result<Annotation, StoreError> {
        let now = now();
        let known = store.remember(&article.document, &article.origin, &article.bytes, now)?;
        store.keep_edition(&article.document)?;
        let placed = source::annotated_as(&session.words, store, known.id, &article)?.placed;
        if let Some(change) = joining(&placed, span, Aim::Words, &new, now) {
            match store.save(std::slice::from_ref(&change), now) {
                Ok(()) => return Ok(change.annotation().clone()),
                // Another window was quicker: then this stands beside it.
                Err(StoreError { fault: Fault::Conflict(..) | Fault::Vanished(_), .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let made = Annotation {
            id: new_id(),
            document: known.id,
            selector: Selector::of(&article.document, span),
            accepted: None,
            body: new.clone(),
            created: now,
            modified: now,
        };
        store.save(&[Change::Add(Box::new(made.clone()))], now)?;
        Ok(made)
    };
    let made = write(&mut store).map_err(Failure::said)?;
    session.out.print(&format!("{}\n", made.id))
}

/// The colour that is asked for, if one is.
pub(super) fn colour(session: &Session, marks: &Marks) -> Result<Option<Colour>, Failure> {
    let colour = |name: &String| values::colour(name, &session.legend).map_err(Failure::usage);
    marks.highlight.as_ref().map(colour).transpose()
}

/// The bytes that the options name.
pub(super) fn span(here: &Annotated, place: &Place, name: &str) -> Result<Span, Failure> {
    let document = here.reading.document();
    if place.quote.as_ref().is_some_and(|quote| quote.trim().is_empty()) {
        return Err(Failure::usage("say which words are meant: the quotation is empty"));
    }
    match (&place.quote, place.range, place.claim) {
        (Some(quote), ..) => quoted(document, quote, place, name),
        (_, Some((start, end)), _) => {
            let points = CodePoints::of(document.text());
            let length = points.at(document.text().len());
            if end > length {
                return Err(Failure::said(format_args!(
                    "{name} has {length} code points, so {start}:{end} is not in it: see postil show --format json"
                )));
            }
            Ok(points.span(start, end))
        }
        (.., claim) => {
            let rows = rows(&here.reading);
            let found = rows.iter().find(|row| claim.is_some() && row.number == claim);
            found.map(|row| row.span).ok_or_else(|| {
                let count = rows.iter().filter(|row| row.pane == Pane::Claims).count();
                let number = claim.unwrap_or_default();
                Failure::said(format_args!(
                    "{name} has {count} claims, and none with the number {number}: see postil show --pane claims"
                ))
            })
        }
    }
}

fn quoted(document: &Document, quote: &str, place: &Place, name: &str) -> Result<Span, Failure> {
    // The article's words were cleaned when it was read: what is copied from elsewhere may hold more.
    let part = |words: &Option<String>| clean(words.as_deref().unwrap_or_default()).into_owned();
    let (quote, prefix, suffix) = (clean(quote), part(&place.prefix), part(&place.suffix));
    let words = fit(quote.trim(), 60);
    match find(document.text(), &quote, &prefix, &suffix) {
        Search::Found(span) => Ok(span),
        Search::Nowhere => Err(Failure::said(format_args!(
            "“{words}” does not stand in {name}: quote the words as postil show prints them"
        ))),
        Search::Several(count) => Err(Failure::said(format_args!(
            "“{words}” stands at {count} places in {name}: say with --prefix or --suffix what stands before or after it"
        ))),
        Search::Elsewhere(count) => {
            let places = if count == 1 { "one place".to_owned() } else { format!("{count} places") };
            Err(Failure::said(format_args!(
                "“{words}” stands at {places} in {name}, but nowhere between the words given with --prefix and --suffix: shorten them"
            )))
        }
    }
}

/// Takes annotations out of the trash, all or none, and prints their ids.
pub(super) fn restore(session: &mut Session, asked: &Restore) -> Result<(), Failure> {
    let mut store = session.store_to_change()?;
    let trash = store.search(&Filter { in_trash: true, ..Filter::default() }).map_err(Failure::said)?;
    let mut changes = Vec::new();
    for id in &asked.ids {
        let wanted = session::plain(id);
        let mut found = trash.iter().filter(|(_, one)| one.id.to_string().starts_with(&wanted));
        match (found.next(), found.next()) {
            (Some((_, one)), None) => changes.push(Change::Add(Box::new(one.clone()))),
            (None, _) => {
                return Err(Failure::said(format_args!(
                    "there is no annotation {id} in the trash: see postil notes --trash for what is in it"
                )));
            }
            _ => return Err(Failure::said(format_args!("{id} is the beginning of several ids: give more of it"))),
        }
    }
    store.save(&changes, now()).map_err(Failure::said)?;
    for change in &changes {
        session.out.print(&format!("{}\n", change.annotation().id))?;
    }
    Ok(())
}

/// Moves annotations to the trash, all or none.
pub(super) fn delete(session: &mut Session, asked: &Delete) -> Result<(), Failure> {
    let mut store = session.store_to_change()?;
    let mut changes: Vec<Change> = Vec::new();
    for id in &asked.ids {
        changes.push(Change::Remove(Box::new(session::annotation(&store, id)?)));
    }
    store.save(&changes, now()).map_err(Failure::said)
}
