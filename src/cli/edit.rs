//! `postil edit`: changing from a script what an annotation holds, and where it stands.

use std::ffi::OsString;

use super::annotate::{colour, span};
use super::args::annotate::{Clear, Edit};
use super::body;
use super::failure::Failure;
use super::session::{self, Session, now};
use super::source;
use crate::notes::annotation::Annotation;
use crate::notes::change::Change;
use crate::notes::selector::{Placement, Selector};
use crate::store::store::Store;

/// Changes an annotation and prints its id.
pub(super) fn edit(session: &mut Session, asked: &Edit) -> Result<(), Failure> {
    let clear = asked.clear.with_empty(&asked.marks);
    let is_placed = asked.accept || asked.place.is_given();
    if !is_placed && !body::asks(&asked.marks, &clear) {
        return Err(Failure::usage(
            "say what to change: --note TEXT, --no-note, --tag TAG, --untag TAG … (see postil edit --help)",
        ));
    }
    let colour = colour(session, &asked.marks)?;
    let mut store = session.store_to_change()?;
    let before = session::annotation(&store, &asked.id)?;
    refuse_hindsight(&before, asked, &clear)?;
    let mut after = if is_placed { placed(session, &mut store, &before, asked)? } else { before.clone() };
    let now = now();
    body::change(&mut after.body, &asked.marks, colour, &clear, now);
    if after.body.is_empty() {
        return Err(Failure::said(format_args!(
            "nothing would be left of {}: use postil delete to move it to the trash",
            before.id
        )));
    }
    let id = before.id;
    if after != before {
        after.modified = now;
        store.save(&[Change::Edit { before: Box::new(before), after: Box::new(after) }], now).map_err(Failure::said)?;
    }
    session.out.print(&format!("{id}\n"))
}

/// Refuses to change what was said of a forecast before it was decided.
fn refuse_hindsight(before: &Annotation, asked: &Edit, clear: &Clear) -> Result<(), Failure> {
    let Some(forecast) = before.body.forecast.as_ref().filter(|_| !clear.no_outcome && !clear.no_forecast) else {
        return Ok(());
    };
    let given = if clear.no_probability { None } else { asked.marks.forecast.or(forecast.probability) };
    match forecast.outcome {
        Some(outcome) if !forecast.takes(given) => Err(Failure::said(format_args!(
            "{} is decided ({}), and what was said before stays as it was said: take the outcome back with \
             --no-outcome, or write another forecast with postil annotate",
            before.id,
            outcome.name()
        ))),
        _ => Ok(()),
    }
}

/// The annotation on the words that are asked for, in its document as it reads now. As on the screen, one that stood
/// where it was made is made on other words; of one that was moved, changed or lost it stays known where it was made.
fn placed(session: &Session, store: &mut Store, before: &Annotation, asked: &Edit) -> Result<Annotation, Failure> {
    let article = source::read(session, &OsString::from(format!("postil://{}", before.id)))?;
    let here = source::annotated_as(&session.words, store, before.document, &article).map_err(Failure::said)?;
    let stands = here.placed.iter().find(|one| one.annotation.id == before.id).map(|one| one.placement);
    let stands = stands.unwrap_or(Placement::Orphan);
    let name = &article.origin.name;
    let at = match stands.span() {
        _ if !asked.accept => span(&here, &asked.place, name)?,
        Some(at) => at,
        None => {
            return Err(Failure::said(format_args!(
                "{} has lost its place in {name}: say where it belongs with --quote, --range or --claim",
                before.id
            )));
        }
    };
    if stands == Placement::Exact(at) {
        return Ok(before.clone());
    }
    let now = now();
    store.remember(&article.document, &article.origin, &article.bytes, now).map_err(Failure::said)?;
    store.keep_edition(&article.document).map_err(Failure::said)?;
    let selector = Selector::of(&article.document, at);
    Ok(match stands {
        Placement::Exact(_) => before.made_on(selector, now),
        Placement::Moved(..) | Placement::Changed(..) | Placement::Orphan => before.accepted_at(selector, now),
    })
}
