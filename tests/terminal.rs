//! The reader at the keyboard: the real program in a pseudo-terminal, keys in, screen and store out.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::bench::Bench;

mod ending;
mod opening;

/// How long the screen may take to show what is waited for: far more than it needs, on a machine with much else to do too.
const PATIENCE: Duration = Duration::from_mins(2);

/// How often it is looked at meanwhile.
const GLANCE: Duration = Duration::from_millis(10);

/// The modes a program can leave a terminal in.
#[derive(Debug, PartialEq, Eq)]
struct Modes {
    alternate_screen: bool,
    bracketed_paste: bool,
    mouse: bool,
    hidden_cursor: bool,
}

const READING: Modes = Modes { alternate_screen: true, bracketed_paste: true, mouse: true, hidden_cursor: true };

const GIVEN_BACK: Modes = Modes { alternate_screen: false, bracketed_paste: false, mouse: false, hidden_cursor: false };

/// What the terminal shows, and all that was ever written to it.
struct Shown {
    parser: vt100::Parser,
    written: Vec<u8>,
}

/// postil in a terminal of its own.
struct Window {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keyboard: Box<dyn Write + Send>,
    shown: Arc<Mutex<Shown>>,
    /// How the line was set before the program came, as the system prints it.
    line: String,
}

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap()
}

impl Window {
    /// Runs the program in a window of that size, with more in its environment.
    fn with(bench: &Bench, arguments: &str, (width, height): (u16, u16), environment: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_postil"));
        command.args(shlex::split(arguments).unwrap());
        command.cwd(bench.folder());
        command.env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.env("HOME", bench.folder());
        command.env("XDG_DATA_HOME", bench.folder().join("data"));
        command.env("XDG_CONFIG_HOME", bench.folder().join("config"));
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in environment {
            command.env(name, value);
        }
        let line = format!("{:?}", pair.master.get_termios().unwrap());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = vt100::Parser::new(cells(height), cells(width), 0);
        let shown = Arc::new(Mutex::new(Shown { parser, written: Vec::new() }));
        let mut output = pair.master.try_clone_reader().unwrap();
        let screen = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut bytes = [0; 16 * 1024];
            while let Ok(read @ 1..) = output.read(&mut bytes) {
                let mut screen = screen.lock().unwrap();
                screen.parser.process(&bytes[..read]);
                screen.written.extend_from_slice(&bytes[..read]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, keyboard, shown, line }
    }

    /// The seed article in a window of 160 columns and 45 rows, as soon as it can be written on.
    fn seed(bench: &Bench) -> Self {
        let mut window = Self::with(bench.seed(), "seed.txt", (160, 45), &[]);
        window.wait_for("the panes and their counts", |screen| screen.contains("1 Source claims ·"));
        window
    }

    fn screen(&self) -> String {
        self.shown.lock().unwrap().parser.screen().contents()
    }

    fn modes(&self) -> Modes {
        let shown = self.shown.lock().unwrap();
        let screen = shown.parser.screen();
        Modes {
            alternate_screen: screen.alternate_screen(),
            bracketed_paste: screen.bracketed_paste(),
            mouse: screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None,
            hidden_cursor: screen.hide_cursor(),
        }
    }

    /// Presses keys, each a character as a terminal sends it.
    fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
        self.keyboard.flush().unwrap();
        self
    }

    /// Waits until `there` holds of the window.
    fn until(&mut self, what: &str, mut there: impl FnMut(&mut Self) -> bool) -> &mut Self {
        let begun = Instant::now();
        while !there(self) {
            assert!(begun.elapsed() < PATIENCE, "waited in vain for {what}:\n{}", self.screen());
            std::thread::sleep(GLANCE);
        }
        self
    }

    /// Waits until `there` holds of what the screen shows.
    fn wait_for(&mut self, what: &str, there: impl Fn(&str) -> bool) -> &mut Self {
        self.until(what, |window| there(&window.screen()))
    }

    /// Waits until the screen shows these words.
    fn shows(&mut self, words: &str) -> &mut Self {
        self.wait_for(words, |screen| screen.contains(words))
    }

    /// Makes the window another size.
    fn resize(&mut self, width: u16, height: u16) {
        // The parser keeps its size for the smallest: it cannot be so small itself.
        if width > 2 && height > 2 {
            self.shown.lock().unwrap().parser.set_size(cells(height), cells(width));
        }
        self.master.resize(PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(id).unwrap(), signal).unwrap();
    }

    /// Waits until the program has ended, and gives its exit status.
    fn ended(&mut self) -> u32 {
        let mut status = None;
        self.until("the end", |window| {
            status = window.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().exit_code()
    }

    /// Waits for the end, after which the terminal must be as it was before.
    fn gives_back(&mut self) {
        assert_eq!(self.ended(), 0, "{}", self.screen());
        self.until("the terminal as it was", |window| window.modes() == GIVEN_BACK);
        assert_eq!(format!("{:?}", self.master.get_termios().unwrap()), self.line);
    }

    /// Ends the program as nothing can be caught of.
    fn kill(&mut self) {
        self.signal(Signal::KILL);
        self.ended();
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_a_reader_does_is_there_again_and_exports_alike_from_screen_and_script() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.shows("2 Analysis").shows("3 Strategic take");
    assert_eq!(window.modes(), READING);
    window.press("m").shows("✓ saved");
    window.press("tai, hiring\r");
    window.press("ja").shows("Ctrl-s").press("first line\rsecond line\x13").shows("first line");
    window.press("ss").shows("✓");
    window.press("jct").shows("1 Source claims · 8");
    window.until("three annotations in the store", |_| bench.notes("").len() == 3);
    window.press("q").gives_back();
    let kept = bench.notes("");
    assert_eq!((&kept[0]["colour"], &kept[0]["tags"][1]), (&"yellow".into(), &"hiring".into()));
    assert_eq!((&kept[1]["note"], &kept[1]["verdict"]), (&"first line\nsecond line".into(), &"supported".into()));
    assert_eq!(kept[2]["pane"], "take");

    let mut window = Window::seed(&bench);
    window.shows("first line").shows("1 Source claims · 8");
    window.press("e").shows("export to").press("\x15screen.md\r").shows("exported to");
    bench.ok("export seed.txt -o script.md");
    assert_eq!(bench.read("screen.md"), bench.read("script.md"));
    assert!(bench.read("screen.md").contains("second line"));
    window.press("\x03").gives_back();
}

#[test]
fn a_note_that_was_called_saved_outlives_a_kill() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("a").shows("Ctrl-s").press("kept at once\x13").shows("✓ saved");
    // In one piece, for whoever reads along what is written: a log, a screen reader.
    let written = String::from_utf8_lossy(&window.shown.lock().unwrap().written).into_owned();
    assert!(written.contains("✓ saved"), "{written:?}");
    window.kill();
    assert_eq!(bench.notes("")[0]["note"], "kept at once");
}

#[test]
fn all_that_waits_is_read_however_much_it_is() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    // More than fits into one read, and the last key right behind it.
    let typed = "many words at once ".repeat(200);
    window.press("a").shows("Ctrl-s").press(&format!("{typed}end\x13")).shows("✓ saved");
    window.press("ja").shows("Ctrl-s").press(&format!("\x1b[200~{typed}{typed}pasted\x1b[201~\x13")).shows("✓ saved");
    assert_eq!(bench.notes("")[0]["note"], format!("{typed}end"));
    assert_eq!(bench.notes("")[1]["note"], format!("{typed}{typed}pasted"));
}

#[test]
fn what_was_being_typed_outlives_a_kill_as_a_draft() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("a").shows("Ctrl-s").press("half a thought").shows("half a thought");
    // A draft is promised to be on disk within a second.
    std::thread::sleep(Duration::from_secs(1));
    window.kill();
    assert_eq!(bench.notes(""), Vec::<serde_json::Value>::new());
    let mut window = Window::seed(&bench);
    window.press("a").shows("half a thought").press(", finished\x13").shows("✓ saved");
    assert_eq!(bench.notes("")[0]["note"], "half a thought, finished");
}

#[test]
fn what_was_typed_and_not_read_when_the_end_came_is_in_the_draft() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("a").shows("Ctrl-s").press("half a ").shows("half a ");
    // It is not read while the program stands still, and then the signal is there with it.
    window.signal(Signal::STOP);
    window.press("thought");
    window.signal(Signal::HUP);
    window.signal(Signal::CONT);
    window.gives_back();
    let mut window = Window::seed(&bench);
    window.press("a").shows("half a thought");
}

#[test]
fn the_end_waits_for_what_another_program_keeps_from_the_disk_and_says_so() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("m").shows("✓ saved");
    let store = rusqlite::Connection::open(bench.store()).unwrap();
    store.execute_batch("BEGIN IMMEDIATE").unwrap();
    window.press("ja").shows("Ctrl-s").press("half a thought").shows("half a thought");
    window.signal(Signal::TERM);
    window.shows("what you wrote last is being saved");
    store.execute_batch("ROLLBACK").unwrap();
    window.gives_back();
    // The place of reading was kept, too.
    let mut window = Window::seed(&bench);
    window.press("a").shows("half a thought");
}

#[test]
fn a_terminal_that_claims_any_size_is_drawn_on() {
    let bench = Bench::new();
    for size in [(u16::MAX, u16::MAX), (1, u16::MAX)] {
        let mut window = Window::with(bench.seed(), "seed.txt", (80, 24), &[]);
        window.shows("Source claims").resize(1, 1);
        window.master.resize(PtySize { rows: size.1, cols: size.0, pixel_width: 0, pixel_height: 0 }).unwrap();
        window.press("jq").gives_back();
    }
}

#[test]
fn what_could_not_be_saved_is_asked_about_and_saved_when_the_reader_asks() {
    let bench = Bench::new();
    bench.seed().ok("add seed.txt");
    let mut window = Window::seed(&bench);
    window.press("m").shows("✓ saved");
    let store = rusqlite::Connection::open(bench.store()).unwrap();
    // No second annotation on the document.
    store.execute_batch("CREATE UNIQUE INDEX refuse ON annotation (document)").unwrap();
    window.press("jm").shows("✗ not saved:");
    window.press("q").shows("1 change is not saved. Quit all the same?").press("\x1b");
    store.execute_batch("DROP INDEX refuse").unwrap();
    window.press("gs").shows("✓ saved").press("q").gives_back();
    assert_eq!(bench.notes("").len(), 2);
}

const ARTICLE: &str = "A storm\n\nThe harbour was quiet that night. Two ships lay at anchor, both from Lisbon.\n\n\
    It came from the west and took the lighthouse first. The keeper slept.\n\nIn the morning the council met.\n";

/// Where the annotations stand, by the command line.
fn statuses(bench: &Bench) -> Vec<String> {
    let found = bench.json("export a.txt --format json");
    let annotations = found["annotations"].as_array().unwrap();
    annotations.iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_edited_article_says_what_became_of_its_notes_and_the_reader_sets_it_right() {
    let bench = Bench::new();
    bench.file("a.txt", ARTICLE);
    for words in ["Two ships lay at anchor", "It came from the west and took the lighthouse first."] {
        bench.ok(&format!("annotate a.txt --quote '{words}' --highlight"));
    }
    let edited = ARTICLE
        .replace("Two ships lay at anchor, both from Lisbon.", "All boats were out.")
        .replace("the west and took", "the south and tore down");
    bench.file("a.txt", &edited);
    let mut window = Window::with(&bench, "a.txt", (120, 40), &[]);
    window.shows("the article changed: 0 in place, 1 changed, 1 lost · gr shows them");
    window.press("gr").shows("anchor, both from Lisbon.").shows("now, where it stood");
    // To the sentence that took its place, and on it; then the changed one is accepted. Both are kept.
    window.press("\r").shows("R puts it on the sentence or selection").press("R").shows("put here · saved");
    window.press("gA").shows("1 accepted · saved");
    assert_eq!(statuses(&bench), ["exact", "exact"]);
    window.press("uu").until("undo on the disk", |_| statuses(&bench) == ["orphaned", "changed"]);
    // The words come back while the article is open: read again, they are found again by themselves.
    bench.file("a.txt", ARTICLE);
    window.press("\x1b[15~").shows("the article changed: 2 in place");
    window.press("q").gives_back();
    assert_eq!(statuses(&bench), ["exact", "exact"]);
}

#[test]
fn an_orphan_that_another_window_puts_in_its_place_shows_there() {
    let bench = Bench::new();
    bench.file("a.txt", ARTICLE);
    bench.ok("annotate a.txt --quote 'Two ships lay at anchor, both from Lisbon.' --highlight --note boats");
    bench.file("a.txt", ARTICLE.replace("Two ships lay at anchor, both from Lisbon.", "All boats were out."));
    let mut first = Window::with(&bench, "a.txt", (120, 40), &[]);
    first.shows("⌀ 1 orphaned");
    let mut second = Window::with(&bench, "a.txt", (120, 40), &[]);
    second.shows("⌀ 1 orphaned").press("w/boats\rR").shows("put here · saved");
    first.shows("✎ boats").wait_for("no orphan", |screen| !screen.contains("orphaned"));
    // Undo in one window makes it an orphan in both.
    second.press("u");
    first.shows("⌀ 1 orphaned").press("q").gives_back();
    second.shows("⌀ 1 orphaned").press("q").gives_back();
}

#[test]
fn two_windows_on_one_store_see_each_others_notes() {
    let bench = Bench::new();
    let mut one = Window::seed(&bench);
    let mut other = Window::seed(&bench);
    one.press("a").shows("Ctrl-s").press("from the first window\x13").shows("✓ saved");
    other.shows("from the first window");
    other.press("ja").shows("Ctrl-s").press("from the second\x13").shows("✓ saved");
    one.shows("from the second");
    bench.ok("annotate seed.txt --claim 3 --note 'from a script'");
    one.shows("from a script");
    assert_eq!(bench.notes("").len(), 3);
}

#[test]
fn the_terminal_is_given_back_whatever_ends_the_program() {
    let bench = Bench::new();
    for end in [Signal::TERM, Signal::HUP, Signal::INT, Signal::USR1, Signal::ABORT] {
        let mut window = Window::seed(&bench);
        window.press("a").shows("Ctrl-s").press("typed before the end").shows("typed before");
        window.signal(end);
        window.gives_back();
    }
    let mut window = Window::seed(&bench);
    window.press("a").shows("typed before the end");
    window.press("\x1b").shows("kept as a draft").press("q").gives_back();
}

#[test]
fn the_shell_can_have_the_terminal_between_ctrl_z_and_fg() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("j\x1a");
    // What is shown is given back first, then how lines are read: in between, either may be seen.
    window.until("the terminal as it was", |window| {
        window.modes() == GIVEN_BACK && format!("{:?}", window.master.get_termios().unwrap()) == window.line
    });
    window.until("the reader again", |window| {
        window.signal(Signal::CONT);
        window.modes() == READING
    });
    window.shows("1 Source claims ·").press("m").shows("✓ saved");
    window.press("q").gives_back();
}

#[test]
fn the_sentence_stays_in_sight_at_every_size() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    let on = |screen: &str, word: &str| screen.lines().any(|row| row.contains('▸') && row.contains(word));
    window.press("2jj").wait_for("the cursor", |screen| on(screen, "thesis: the model"));
    window.resize(1, 1);
    window.resize(40, 12);
    window.wait_for("the sentence in a small window", |screen| on(screen, "convergence"));
    window.resize(160, 45);
    window.wait_for("the sentence in the whole window", |screen| on(screen, "thesis: the model"));
    window.shows("3 Strategic take");
}

#[test]
fn an_editor_of_the_readers_own_writes_the_note() {
    let bench = Bench::new();
    bench.file("append", "#!/bin/sh\nprintf '\\nadded outside' >> \"$2\"\n");
    let editor = format!("sh '{}' --wait", bench.folder().join("append").display());
    let mut window = Window::with(bench.seed(), "seed.txt", (120, 40), &[("EDITOR", &editor)]);
    window.shows("1 Source claims ·").press("a").shows("Ctrl-s").press("typed inside").shows("typed inside");
    window.press("\x05").shows("added outside");
    window.press("\x13").shows("✓ saved");
    assert_eq!(bench.notes("")[0]["note"], "typed inside\nadded outside");
    assert_eq!(window.modes(), READING);
}

#[test]
fn copying_reaches_the_readers_own_clipboard() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("y").shows("copied");
    // "Andrej Karpathy" in base 64, from the start of the sentence.
    let wanted = b"\x1b]52;c;QW5kcmVqIEthcnBhdGh5";
    let shown = window.shown.lock().unwrap();
    assert!(shown.written.windows(wanted.len()).any(|bytes| bytes == wanted));
}

#[test]
fn without_colour_none_is_written() {
    let bench = Bench::new();
    let mut window = Window::with(bench.seed(), "seed.txt", (120, 40), &[("NO_COLOR", "1")]);
    window.shows("1 Source claims ·").press("m").shows("✓ saved").press("/Claude\r?").shows("Annotate");
    let written = window.shown.lock().unwrap().written.clone();
    let written = String::from_utf8_lossy(&written);
    let mut faces = 0;
    for escape in written.split("\x1b[").skip(1) {
        let parameters: String = escape.chars().take_while(|c| c.is_ascii_digit() || matches!(c, ';' | ':')).collect();
        if escape.as_bytes().get(parameters.len()) != Some(&b'm') {
            continue;
        }
        faces += 1;
        for parameter in parameters.split(';').filter_map(|parameter| parameter.parse::<u16>().ok()) {
            // Type faces, and colours taken back.
            assert!(matches!(parameter, 0..30 | 39 | 49 | 59), "{escape:?}");
        }
    }
    assert!(faces > 0);
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let bench = Bench::new();
    let mut window = Window::seed(&bench);
    window.press("m").shows("✓ saved");
    let settled = Duration::from_millis(300);
    let length = |window: &Window| window.shown.lock().unwrap().written.len();
    let (mut last, mut since) = (length(&window), Instant::now());
    window.until("a quiet screen", |window| {
        if length(window) != last {
            (last, since) = (length(window), Instant::now());
        }
        since.elapsed() > settled
    });
    std::thread::sleep(settled);
    assert_eq!(length(&window), last);
    assert_eq!(window.child.try_wait().unwrap().map(|status| status.exit_code()), None);
}

#[test]
fn without_a_source_the_library_opens_and_leads_to_an_article() {
    let bench = Bench::new();
    Window::seed(&bench).press("q").gives_back();
    let mut window = Window::with(&bench, "", (120, 40), &[]);
    window.shows("Library").shows("Karpathy at Anthropic");
    window.press("\r").shows("1 Source claims ·").press("q").gives_back();
}
