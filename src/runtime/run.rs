//! The screen, from the first frame to the last.

#![allow(clippy::disallowed_methods, reason = "the runtime has the clock and the threads")]

use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::ahead::Lookout;
use super::failure::Failure;
use super::ids::Ids;
use super::input::{Input, Woken};
use super::open::{Load, Opening, Wanted, open_wanted};
use super::outside;
use super::rescue::Outstanding;
use super::signals::{Signals, Waker, stop_here};
use super::terminal::{Terminal, give_back};
use super::worker::{Job, Progress, Worker};
use crate::app::event::{Effect, Event, Fresh};
use crate::app::overlay::Overlay;
use crate::app::state::{Settings, State};
use crate::app::update::update;
use crate::export::citation::citation;
use crate::ingest::address::Address;
use crate::ingest::file::Limits;
use crate::ingest::started::Rest;
use crate::ingest::stop::Stop;
use crate::text::sentences::warm as warm_sentences;
use crate::view::draw::draw;
use crate::view::theme::Theme;

mod ending;

/// The least time between two sizes that are drawn: a frame of 60 Hz, less what drawing takes.
const A_FRAME: Duration = Duration::from_millis(15);

/// How long a frame has to be shown in before the pages around it are made ready.
const A_MOMENT: Duration = Duration::from_millis(1);

/// What the screen is opened with.
#[derive(Clone, Debug)]
pub struct Launch {
    /// What to read; without it, the library shows.
    pub wanted: Option<Wanted>,
    /// The folder of the store.
    pub data_dir: PathBuf,
    /// Folders that may take what the store does not, the best first.
    pub rescue: Vec<PathBuf>,
    /// How much is taken from a source at most.
    pub limits: Limits,
    /// What the reader set.
    pub settings: Settings,
    /// The colours.
    pub theme: Theme,
    /// What the reader should know about the config, in a sentence.
    pub warning: Option<String>,
}

/// The screen at work.
struct Shell {
    state: State,
    theme: Theme,
    terminal: Terminal,
    input: Input,
    signals: Signals,
    jobs: Sender<Job>,
    events: Receiver<Event>,
    /// To look ahead in the file, while the rest of it is read.
    lookout: Option<Lookout>,
    /// Give up what is being read or fetched, the latest last.
    stops: Vec<Stop>,
    /// What tells of what was found.
    tell: Sender<Event>,
    waker: Waker,
    done: Receiver<()>,
    /// How many texts were to be kept as drafts, and how far the worker is with them.
    to_keep: u64,
    progress: Progress,
    /// What the reader wrote and is not on the disk, as far as the worker has said, and where it may go at the end.
    outstanding: Outstanding,
    rescue: Vec<PathBuf>,
    ids: Ids,
    /// Whether something is to be drawn.
    dirty: bool,
    /// Whether the terminal's size has changed and waits to be measured.
    resized: bool,
    /// When it was measured last.
    measured: Option<Instant>,
    over: bool,
    /// Why there is nothing to show, said once the terminal is given back.
    failed: Option<String>,
}

/// Opens the screen, and returns when the reader leaves it.
pub fn run(launch: Launch) -> Result<(), Failure> {
    let words = launch.settings.lexicon.clone();
    // What cannot be read is said on a terminal that has not been touched.
    let stop = Stop::default();
    let (data_dir, limits) = (&launch.data_dir, &launch.limits);
    let load = Load { generation: 0, data_dir, words: &words, limits, stop: &stop };
    let mut opening = launch.wanted.as_ref().map(|wanted| open_wanted(&load, wanted)).transpose()?;
    catch_panics();
    let (signals, waker) = Signals::catch()?;
    let input = Input::open()?;
    let terminal = Terminal::enter()?;
    let (width, height) = terminal.size();
    let (jobs, to_do) = channel();
    let (tell, events) = channel();
    let (done, ended) = channel();
    let mut shell = Shell {
        state: State::new(width, height, launch.settings),
        theme: launch.theme,
        terminal,
        input,
        signals,
        jobs: jobs.clone(),
        events,
        lookout: None,
        stops: vec![stop.clone()],
        tell: tell.clone(),
        waker: waker.another()?,
        done: ended,
        to_keep: 0,
        progress: Progress::default(),
        outstanding: Outstanding::default(),
        rescue: launch.rescue,
        ids: Ids::new(),
        dirty: true,
        resized: false,
        measured: None,
        over: false,
        failed: None,
    };
    match &opening {
        Some(Opening::Here(opened)) => {
            // The word lists are read here, while the other thread is at the sentence rules.
            words.vocabulary(opened.reading.document().language());
            // Without it, what is asked for waits until all is read.
            shell.stops.extend(opened.rest.as_ref().map(Rest::stop));
            let passages = opened.rest.as_ref().and_then(|rest| rest.passages().ok());
            shell.lookout = passages.map(|passages| Lookout::new(passages, words.clone()));
            shell.handle(Event::Loaded(Box::new(opened.loaded())));
        }
        Some(Opening::Remote(address)) => shell.handle(Event::Fetching(0, format!("fetching {}", address.name()))),
        Some(Opening::Page(page)) => shell.handle(Event::Fetching(0, format!("reading {}", page.material.origin.name))),
        Some(Opening::UnderWay(under_way)) => shell.handle(match &under_way.start {
            Some(start) => Event::Loaded(Box::new(start.loaded())),
            None => Event::Fetching(0, under_way.words.clone()),
        }),
        None => {}
    }
    if let Some(warning) = launch.warning {
        shell.handle(Event::Failed(warning));
    }
    shell.draw()?;
    // Of a short document no key finds a part only; but the terminal has its turn first.
    if let Some(Opening::Here(opened)) = &mut opening
        && opened.is_short_start()
    {
        shell.input.is_waiting(A_MOMENT);
        **opened = opened.completed_at_once(&words);
        shell.handle(Event::Loaded(Box::new(opened.loaded())));
    }
    // The store, the hash and the rest of a long document come after the first frame.
    let worker = Worker::new(to_do, jobs, tell, waker.another()?, &launch.data_dir, launch.limits, words);
    shell.progress = worker.progress();
    start(worker, done, waker);
    shell.ask(match opening {
        Some(Opening::Here(opened)) => Job::Begin(opened),
        Some(Opening::Remote(address)) => Job::Fetch(0, address, None, stop),
        Some(Opening::Page(page)) => Job::Read(0, page),
        Some(Opening::UnderWay(under_way)) => Job::Follow(under_way),
        None => Job::FetchLibrary,
    });
    let result = shell.run();
    let failed = shell.failed.take();
    shell.end();
    result.and(failed.map_or(Ok(()), |why| Err(Failure::Unknown(why))))
}

/// Makes the sentence rules ready on a thread of their own: to be called first of all, as they take as long as
/// the rest of the way to the first frame.
pub fn warm() {
    thread::spawn(|| warm_sentences("en"));
}

/// Starts the worker; `done` tells when it has ended, and the waker wakes the wait for it.
fn start(worker: Worker, done: Sender<()>, waker: Waker) {
    thread::spawn(move || {
        worker.run();
        let _ = done.send(());
        waker.wake();
    });
}

/// A fault of postil's own gives the terminal back and says one sentence. What was saved is safe, and
/// what was being typed is a draft.
fn catch_panics() {
    std::panic::set_hook(Box::new(|fault| {
        give_back();
        let place = fault.location().map(|at| format!(" ({}:{})", at.file(), at.line())).unwrap_or_default();
        let _ = writeln!(
            io::stderr(),
            "postil: a fault in postil itself{place}; your notes and drafts are kept: please report it"
        );
        #[allow(clippy::exit, reason = "a fault on any thread must end the program, with the terminal given back")]
        std::process::exit(1);
    }));
}

impl Shell {
    fn run(&mut self) -> Result<(), Failure> {
        while !self.over {
            if self.draw()? {
                self.look_ahead();
            }
            let woken = self.input.wait(&self.signals, self.until_measured())?;
            if woken == Woken::HangUp {
                self.handle(Event::Terminate);
                break;
            }
            // All that waits is read before the next frame is drawn.
            let events = if woken == Woken::Typed { self.input.read_all()? } else { Vec::new() };
            if self.signals.ended() {
                self.hear_last_words(events);
                self.handle(Event::Terminate);
                break;
            }
            if self.signals.stopped() {
                self.suspend()?;
            }
            if self.signals.resumed() {
                self.terminal.forget()?;
                self.dirty = true;
            }
            self.resized |= self.signals.resized();
            if self.resized && (!events.is_empty() || self.until_measured().is_some_and(|rest| rest.is_zero())) {
                self.measure()?;
            }
            for event in events {
                if !self.over {
                    self.handle(event);
                }
            }
            while let Ok(event) = self.events.try_recv() {
                self.handle(event);
            }
        }
        Ok(())
    }

    /// Takes what was typed into a note and not yet read when the end was asked for. Keys over the article do nothing
    /// any more, and no other program is started.
    fn hear_last_words(&mut self, mut events: Vec<Event>) {
        if self.input.is_waiting(Duration::ZERO) {
            events.extend(self.input.read_all().unwrap_or_default());
        }
        for event in events {
            if !matches!(self.state.overlay(), Some(Overlay::Editor(_))) {
                return;
            }
            let fresh = self.fresh();
            for effect in update(&mut self.state, event, fresh) {
                if matches!(effect, Effect::Save(..) | Effect::KeepDraft(..) | Effect::TakeDraft(_)) {
                    self.carry_out(effect);
                }
            }
        }
    }

    /// How long a change of size waits: dragging a window's edge changes it faster than it can show.
    fn until_measured(&self) -> Option<Duration> {
        let rest = || self.measured.map_or(Duration::ZERO, |at| A_FRAME.saturating_sub(at.elapsed()));
        self.resized.then(rest)
    }

    /// Takes notice of the size. The screen is drawn anew even if it came back: what a terminal does
    /// with its cells on the way is its own affair.
    fn measure(&mut self) -> io::Result<()> {
        (self.resized, self.measured) = (false, Some(Instant::now()));
        match self.terminal.measure() {
            Some((width, height)) => self.handle(Event::Resize(width, height)),
            None => self.terminal.forget()?,
        }
        self.dirty = true;
        Ok(())
    }

    /// What an event brings along.
    fn fresh(&mut self) -> Fresh {
        let now = now();
        Fresh { now, id: self.ids.next(now) }
    }

    /// Feeds an event to the state, and carries out what it asks for.
    fn handle(&mut self, event: Event) {
        if let Event::Saved(ticket) | Event::Refused(ticket, _) = &event {
            self.outstanding.settled(*ticket);
        }
        let fresh = self.fresh();
        for effect in update(&mut self.state, event, fresh) {
            self.carry_out(effect);
        }
        self.dirty = true;
    }

    fn ask(&self, job: Job) {
        // The worker ends only when asked to: it is there.
        let _ = self.jobs.send(job);
    }

    /// What gives up a load that begins now.
    fn stop(&mut self) -> Stop {
        self.stops.retain(Stop::is_needed);
        let stop = Stop::default();
        self.stops.push(stop.clone());
        stop
    }

    fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenDocument(generation, id, annotation) => {
                let stop = self.stop();
                self.ask(Job::Open(generation, Wanted::Document(id, annotation), stop));
            }
            Effect::Save(ticket, document, changes, draft) => {
                self.outstanding.save(self.state.session.as_ref(), ticket, &changes, draft);
                self.ask(Job::Save(ticket, document, changes, draft));
            }
            Effect::SaveAgain => self.ask(Job::SaveAgain),
            Effect::KeepDraft(document, draft) => {
                if self.progress.number() == self.to_keep {
                    self.outstanding.drafts_are_kept();
                }
                let fresh = self.fresh();
                self.outstanding.draft(self.state.session.as_ref(), document, &draft, fresh);
                self.to_keep += 1;
                self.ask(Job::KeepDraft(self.to_keep, document, draft));
            }
            Effect::TakeDraft(draft) => self.ask(Job::TakeDraft(draft)),
            Effect::KeepPosition(document, offset) => self.ask(Job::KeepPosition(document, offset)),
            Effect::Export(path) => self.ask(Job::Export(path, self.state.settings.legend.clone())),
            Effect::LookAhead(generation, ahead) => {
                if let (Some(lookout), Ok(waker)) = (&self.lookout, self.waker.another()) {
                    lookout.look(generation, ahead, self.tell.clone(), waker);
                }
            }
            Effect::Count(generation, reading) => self.ask(Job::Count(generation, reading)),
            Effect::Compare(document, placed) => self.ask(Job::Compare(document, placed)),
            Effect::FetchNotes(query) => self.ask(Job::FetchNotes(query)),
            Effect::FetchLibrary => self.ask(Job::FetchLibrary),
            Effect::Copy(words) => self.outcome(|shell| shell.terminal.copy(&words).map_err(|error| error.to_string())),
            Effect::CopyCitation(span) => {
                if let Some(session) = &self.state.session {
                    let text = citation(session.document(), &session.origin, span);
                    self.carry_out(Effect::Copy(text));
                }
            }
            Effect::Browse(address) => self.outcome(|_| outside::browse(&address)),
            Effect::Edit(text) => self.edit(&text),
            Effect::Redraw => self.outcome(|shell| shell.terminal.forget().map_err(|error| error.to_string())),
            Effect::Suspend => self.outcome(|shell| shell.suspend().map_err(|error| error.to_string())),
            Effect::FetchAgain(generation, said) => match Address::of(OsStr::new(&said.asked)) {
                Some(Ok(address)) => {
                    let stop = self.stop();
                    self.ask(Job::Fetch(generation, address, Some(said), stop));
                }
                _ => self.handle(Event::NotLoaded(generation, format!("{} is no web address", said.asked))),
            },
            Effect::StopFetching => {
                // At once, whatever the worker is at.
                self.stops.last().inspect(|stop| stop.stop());
                self.ask(Job::StopFetching);
            }
            Effect::Fail(why) => {
                self.failed = Some(why);
                self.over = true;
            }
            Effect::Quit => self.over = true,
        }
    }

    /// Does something outside; a failure is told to the reader.
    fn outcome(&mut self, act: impl FnOnce(&mut Self) -> Result<(), String>) {
        if let Err(why) = act(self) {
            self.handle(Event::Failed(why));
        }
    }

    /// Gives the terminal to the reader's editor, and takes it back.
    fn edit(&mut self, text: &str) {
        self.terminal.leave();
        let edited = outside::edit(text);
        match self.terminal.come_back() {
            Ok(()) => self.handle(Event::Edited(edited)),
            Err(_) => self.handle(Event::Terminate),
        }
        if let Some((width, height)) = self.terminal.measure() {
            self.handle(Event::Resize(width, height));
        }
    }

    /// Stops, as the shell expects on Ctrl-z, and comes back.
    fn suspend(&mut self) -> io::Result<()> {
        self.terminal.leave();
        stop_here()?;
        self.terminal.come_back()?;
        if let Some((width, height)) = self.terminal.measure() {
            self.handle(Event::Resize(width, height));
        }
        self.dirty = true;
        Ok(())
    }

    /// Draws a frame if anything happened since the last one; whether it did.
    fn draw(&mut self) -> io::Result<bool> {
        if !std::mem::take(&mut self.dirty) {
            return Ok(false);
        }
        let (state, theme) = (&self.state, &self.theme);
        self.terminal.draw(|screen| draw(state, theme, screen))?;
        Ok(true)
    }

    /// Makes the pages around the one that shows ready, once after its frame and until a key waits:
    /// the reader reads meanwhile. Whoever shows the frame goes first, on a machine of few cores too.
    fn look_ahead(&self) {
        if self.input.is_waiting(A_MOMENT) {
            return;
        }
        if let Some(session) = &self.state.session {
            session.look_ahead(&self.state.geometry(), || !self.input.is_waiting(Duration::ZERO));
        }
    }
}

/// The time, to the millisecond: what the store keeps.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}
