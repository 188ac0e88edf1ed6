//! Reading in lines, for screen readers and terminals that cannot do more: one sentence at a time, the same commands
//! as on the screen, typed as lines. No control sequence is written. Works as well where the lines come from a pipe.

mod acts;
mod command;
mod lists;
mod moves;
mod part;
mod sentence;
mod source;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Read, StdinLock};

use self::command::{Command, command};
use uuid::Uuid;

use super::failure::Failure;
use super::output::counted;
use super::session::{Session, now};
use super::source::{self as sources, Annotated, Article};
use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::article::document::SentenceId;
use crate::notes::change::Change;
use crate::notes::selector::Selector;
use crate::store::drafts::Draft;
use crate::store::library::Position;
use crate::store::store::Store;
use crate::text::clean::clean;
use crate::text::span::Span;

/// The longest line that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// An article that is read in lines.
struct Linear<'a> {
    session: &'a mut Session,
    keymap: Keymap,
    article: Article,
    here: Annotated,
    /// The store; or why there is none, in a sentence.
    store: Result<Store, String>,
    sentences: Vec<(SentenceId, Span)>,
    /// Which sentence is the current one.
    at: usize,
    /// Words that were selected for the next annotation.
    selected: Option<Span>,
    hits: Vec<Span>,
    /// Where jumps began, and where going back did.
    behind: Vec<usize>,
    ahead: Vec<usize>,
    /// What was done, and what of it was undone: of each act its changes, in order.
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
    /// The heading that was said last.
    heading: Option<usize>,
    /// What another window had written when that was last looked at.
    version: i64,
}

/// What came of a command: something to say, or why it was not done.
type Said = Result<String, String>;

/// Lines from standard input.
struct Lines {
    from: StdinLock<'static>,
    terminal: bool,
}

impl Lines {
    /// The next line without its end, cleaned; nothing where no more come.
    fn next(&mut self) -> Result<Option<String>, Failure> {
        let mut bytes = Vec::new();
        let read = self.from.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(clean(&String::from_utf8_lossy(&bytes)).trim_end_matches('\n').to_owned())),
            Err(error) => Err(Failure::said(format_args!("standard input cannot be read: {error}"))),
        }
    }
}

/// Reads an article in lines until they end or the reader leaves.
pub(super) fn read(session: &mut Session, source: &OsStr, keymap: Keymap) -> Result<(), Failure> {
    if source == "-" {
        return Err(Failure::usage(
            "--plain reads its commands from standard input: name a file or an address to read",
        ));
    }
    let article = sources::read(session, source)?;
    let mut linear = Linear::open(session, article, keymap)?;
    let mut lines = Lines { from: io::stdin().lock(), terminal: io::stdin().is_terminal() };
    linear.greet()?;
    loop {
        linear.prompt(&lines)?;
        let Some(line) = lines.next()? else { break };
        match command(&line, &linear.keymap) {
            Ok(Command::Quit) => break,
            Ok(Command::Do(action, argument)) => {
                let said = linear.act(action, &argument, &mut lines)?;
                linear.answer(said)?;
            }
            Ok(Command::GoTo(number)) => {
                let said = linear.go_to(number);
                linear.answer(said)?;
            }
            Err(why) => linear.answer(Err(why))?,
        }
    }
    linear.leave();
    linear.session.out.finish()
}

impl<'a> Linear<'a> {
    fn open(session: &'a mut Session, article: Article, keymap: Keymap) -> Result<Self, Failure> {
        let sentences: Vec<(SentenceId, Span)> = article.document.all_sentences().collect();
        let mut at = 0;
        let mut here = sources::unannotated(&session.words, &article);
        let opened = session.store().and_then(|mut store| {
            let known =
                store.remember(&article.document, &article.origin, &article.bytes, now()).map_err(Failure::said)?;
            store.keep_edition(&article.document).map_err(Failure::said)?;
            here = sources::annotated_as(&session.words, &store, known.id, &article).map_err(Failure::said)?;
            let position = known.position.filter(|position| position.edition == article.document.hash());
            let stood = position.map(|position| sentences.partition_point(|(_, span)| span.start <= position.offset));
            at = stood.unwrap_or_default().saturating_sub(1);
            Ok(store)
        });
        let store = match opened {
            Ok(store) => Ok(store),
            // As on the screen, reading goes on without saving.
            Err(Failure::Said(why) | Failure::Usage(why)) => Err(why),
            Err(gone @ Failure::BrokenPipe) => return Err(gone),
        };
        let version = store.as_ref().ok().and_then(|store| store.data_version().ok()).unwrap_or_default();
        Ok(Self {
            session,
            keymap,
            article,
            here,
            store,
            sentences,
            at,
            selected: None,
            hits: Vec::new(),
            behind: Vec::new(),
            ahead: Vec::new(),
            done: Vec::new(),
            undone: Vec::new(),
            heading: None,
            version,
        })
    }

    fn greet(&mut self) -> Result<(), Failure> {
        let title = self.article.document.known_as(&self.article.origin);
        let sentences = counted(self.sentences.len(), "sentence");
        let notes = counted(self.here.placed.len(), "annotation");
        let (help, quit) = (self.keymap.first(Action::Help), self.keymap.first(Action::Quit));
        let mut words = format!("{title}\n{sentences}, {notes}. Enter: next sentence, {help}: help, {quit}: quit.\n");
        if let Err(why) = &self.store {
            let _ = writeln!(words, "Nothing can be saved: {why}.");
        }
        self.say(&words)?;
        let first = self.current();
        self.answer(first)
    }

    /// Where a reader types, there is a sign to type after.
    fn prompt(&mut self, lines: &Lines) -> Result<(), Failure> {
        if lines.terminal {
            self.session.out.print("> ")?;
        }
        self.session.out.finish()
    }

    fn answer(&mut self, said: Said) -> Result<(), Failure> {
        match said {
            Ok(words) => self.say(&words),
            Err(why) => self.say(&format!("Not done: {why}.\n")),
        }
    }

    fn say(&mut self, words: &str) -> Result<(), Failure> {
        self.session.out.print(words)
    }

    /// The words that are to be annotated: those that were selected, else the sentence.
    fn target(&self) -> Result<Span, String> {
        let sentence = self.sentences.get(self.at).map(|(_, span)| *span);
        self.selected.or(sentence).ok_or_else(|| "there is no sentence to write on".to_owned())
    }

    /// Takes in what the store holds now.
    fn reload(&mut self) -> Result<(), String> {
        let Ok(store) = &self.store else { return Ok(()) };
        self.version = store.data_version().unwrap_or(self.version);
        self.here = sources::annotated_as(&self.session.words, store, self.here.id, &self.article)
            .map_err(|error| error.to_string())?;
        Ok(())
    }

    /// Takes in what another window wrote meanwhile.
    fn look_around(&mut self) -> Result<(), String> {
        let version = self.store.as_ref().ok().and_then(|store| store.data_version().ok());
        if version.is_some_and(|version| version != self.version) { self.reload() } else { Ok(()) }
    }

    /// Keeps as a draft what was typed of a note when the lines ended, and says so.
    fn keep_draft(&mut self, span: Span, text: String) -> String {
        if text.trim().is_empty() {
            return "the lines ended before the note".to_owned();
        }
        let selector = Selector::of(&self.article.document, span);
        let (id, document, saved) = (super::session::new_id(), self.here.id, now());
        // Whatever window reads it next makes it its own.
        let draft = Draft { id, window: Uuid::nil(), document, selector, text, saved };
        let store = self.store.as_mut().map_err(|why| why.clone());
        match store.and_then(|store| store.keep_draft(&draft).map_err(|error| error.to_string())) {
            Ok(()) => "the lines ended before the note; what was typed is kept as a draft".to_owned(),
            Err(why) => format!("the lines ended before the note, and what was typed could not be kept: {why}"),
        }
    }

    /// Notes where reading stopped; that this fails is no reason to stay.
    fn leave(&mut self) {
        let offset = self.sentences.get(self.at).map(|(_, span)| span.start);
        let edition = self.article.document.hash();
        if let (Ok(store), Some(offset)) = (&mut self.store, offset) {
            _ = store.keep_position(self.here.id, Position { edition, offset });
        }
    }
}
