//! `postil show`: prints the split.

use super::args::show::{Show, ShowFormat, ShowPane};
use super::failure::Failure;
use super::output::say;
use super::session::Session;
use super::show_text;
use super::source::{self, Article};
use crate::article::identity::DocumentId;
use crate::article::pane::Pane;
use crate::export::{json, split_json, split_markdown};
use crate::reading::reading::Reading;
use crate::store::store::Store;

/// The columns of text where neither an option nor a terminal says otherwise.
const WIDTH: usize = 80;

/// Prints the split of a source as it is asked for.
pub(super) fn show(session: &mut Session, asked: &Show) -> Result<(), Failure> {
    let article = source::read(session, &asked.source)?;
    for notice in article.document.notices() {
        say(notice);
    }
    let (id, reading) = split(session, &article);
    let Article { origin, bytes, .. } = article;
    // The reading has the text: the source's bytes make room for what is made of it.
    drop(bytes);
    let only = asked.pane.and_then(ShowPane::pane);
    let whole = asked.pane == Some(ShowPane::Whole);
    let panes = only.map_or_else(|| Pane::ALL.to_vec(), |pane| vec![pane]);
    match asked.format {
        ShowFormat::Json => {
            let split = split_json::split(&reading, id, &origin, only);
            session.out.write(|mut out| json::write_line(&mut out, &split))
        }
        ShowFormat::Markdown if whole => session.out.print(&split_markdown::whole(&reading, &origin)),
        ShowFormat::Markdown => session.out.print(&split_markdown::panes(&reading, &origin, &panes)),
        ShowFormat::Text => {
            let width = asked.width.map_or_else(terminal_width, usize::from);
            let style = session.out.style();
            let text = if whole {
                show_text::whole(&reading, &origin, width, style)
            } else {
                show_text::panes(&reading, &origin, &panes, width, style)
            };
            session.out.print(&text)
        }
    }
}

/// The split with the reader's corrections; where the store cannot be read, that is said, and the
/// split shows without them.
fn split(session: &Session, article: &Article) -> (DocumentId, Reading) {
    let found = Store::open_to_read(&session.paths.data)
        .and_then(|store| source::annotated(&session.words, store.as_ref(), article))
        .unwrap_or_else(|error| {
            say(&format!("your notes cannot be read, and corrections of panes are not shown: {error}"));
            source::unannotated(&session.words, article)
        });
    (found.id, found.reading)
}

/// The width of the terminal that standard output is, if it is one.
fn terminal_width() -> usize {
    let size = rustix::termios::tcgetwinsize(std::io::stdout());
    size.ok().map(|size| usize::from(size.ws_col)).filter(|columns| *columns > 0).unwrap_or(WIDTH)
}
