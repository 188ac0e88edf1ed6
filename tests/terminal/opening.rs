//! Opening: what the store knows, and what is shown before all of it is there.

use std::os::unix::fs::PermissionsExt;
use std::sync::Mutex;

use rustix::process::{Pid, test_kill_process};

use super::{GIVEN_BACK, Window};
use crate::bench::Bench;
use crate::server::{Server, page, send};

#[test]
fn a_note_is_opened_by_its_id_from_anywhere() {
    let bench = Bench::new();
    let id = bench.seed().ok("annotate seed.txt --claim 7 --note 'whose index?'");
    let id = id.trim_end();
    bench.file("b.txt", "Another article\n\nIt has other words.\n");
    for arguments in [format!("open {id}"), format!("open postil://{id} --view whole"), format!("postil://{id}")] {
        let mut window = Window::with(&bench, &arguments, (120, 30), &[]);
        window.shows("claim 7").shows("whose index?").press("q").gives_back();
    }
    // Out of another article, by the list of all notes.
    let mut window = Window::with(&bench, "b.txt", (120, 30), &[]);
    window.shows("It has other words").press("S").shows("All notes").press("index").shows("1/1");
    window.press("\r").shows("claim 7").shows("whose index?").press("q").gives_back();
}

#[test]
fn at_the_start_the_terminal_is_asked_nothing_and_what_is_typed_ahead_counts() {
    let bench = Bench::new();
    for environment in
        [[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], [("TERM", "screen"), ("COLORTERM", "")]]
    {
        let mut window = Window::with(bench.seed(), "seed.txt --view whole", (100, 30), &environment);
        // Typed before anything shows: as good as typed later.
        window.press("jjm").shows("✓ saved").press("u").shows("undone").press("q").gives_back();
        let written = window.shown.lock().unwrap().written.clone();
        let written = String::from_utf8_lossy(&written);
        // What is asked: attributes (DA), a report (DSR), a mode (DECRQM), a size, keys, and whatever has a question mark for
        // a value (OSC), or asks in a string of its own (DCS, APC).
        for escape in written.split("\x1b[").skip(1) {
            let end = escape.find(|c: char| ('\x40'..='\x7e').contains(&c)).unwrap();
            let (parameters, last) = (&escape[..end], &escape[end..=end]);
            let asks = matches!(last, "c" | "n" | "x")
                || parameters.ends_with('$')
                || parameters.starts_with(['>', '='])
                || last == "t" && !parameters.starts_with("22") && !parameters.starts_with("23")
                || last == "u" && parameters.starts_with('?');
            assert!(!asks, "{escape:?}");
        }
        assert!(!written.contains(";?") && !written.contains("\x1bP") && !written.contains("\x1b_"), "{written:?}");
    }
}

/// A server of a page whose answer waits until it is let go; and what lets it go.
fn slow() -> (Server, std::sync::mpsc::Sender<()>) {
    let (go, wait) = std::sync::mpsc::channel();
    let wait = Mutex::new(wait);
    let server = Server::new(move |_, stream| {
        let _ = wait.lock().unwrap().recv();
        send(stream, "200 OK", "Content-Type: text/html\r\n", page("The first sentence. The second one.").as_bytes());
    });
    (server, go)
}

#[test]
fn a_large_page_is_taken_apart_behind_the_screen() {
    let bench = Bench::new();
    let words = "<p>The firm said on Monday that it would close two of its plants, and that nobody would lose a job.";
    let page = format!("<title>A large page</title><div><p>The first sentence.{}</div>", words.repeat(4000));
    bench.file("large.html", page);
    let mut window = Window::with(&bench, "large.html", (120, 30), &[]);
    window.shows("A large page").shows("The first sentence.").press("m").shows("✓ saved").press("q").gives_back();
    let note = &bench.notes("")[0];
    assert_eq!((&note["quote"], &note["status"]), (&"The first sentence.".into(), &"exact".into()));
    let mut again = Window::with(&bench, "large.html", (120, 30), &[]);
    again.press("q").gives_back();
}

#[test]
fn a_large_page_that_is_taken_apart_can_be_left_at_once() {
    let bench = Bench::new();
    let words = "<p>The firm said on Monday that it would close.</p>".repeat(50_000);
    bench.file("large.html", format!("<title>A large page</title><div>{words}</div>"));
    for key in ["\x1b", "q"] {
        let mut window = Window::with(&bench, "large.html", (100, 30), &[]);
        window.shows("reading large.html · Esc leaves it").press(key).gives_back();
    }
}

#[test]
fn a_large_file_shows_at_once_and_its_end_when_it_is_read() {
    let bench = Bench::new();
    let words = "The firm said on Monday that it would close two of its plants.\n\n".repeat(18_000);
    bench.file("large.md", format!("# A large file\n\n{words}The last of all.\n"));
    let mut window = Window::with(&bench, "large.md --view whole", (120, 30), &[]);
    window.shows("A large file").press("G").shows("The last of all.").shows(" min").press("m").shows("✓ saved");
    window.press("q").gives_back();
    let note = &bench.notes("")[0];
    assert_eq!((&note["quote"], &note["status"]), (&"The last of all.".into(), &"exact".into()));
}

#[test]
fn a_page_is_waited_for_on_the_screen_and_kept() {
    let (server, go) = slow();
    let (bench, uri) = (Bench::new(), server.uri("/a"));
    let mut window = Window::with(&bench, &uri, (120, 30), &[]);
    window.shows(&format!("fetching {uri} · Esc leaves it"));
    go.send(()).unwrap();
    window.shows("The first sentence.").press("m").shows("✓ saved").press("q").gives_back();
    let mut again = Window::with(&bench, &uri, (120, 30), &[]);
    again.shows("as fetched on 20");
    assert_eq!(server.asked().len(), 1);
    go.send(()).unwrap();
    again.press("\x1b[15~").shows("the source is as it was").press("q").gives_back();
    assert_eq!(server.asked().len(), 2);
    assert_eq!(bench.notes("")[0]["document"]["uri"], uri);
}

#[test]
fn what_does_not_come_can_be_left_at_once() {
    let (server, _go) = slow();
    let (bench, uri) = (Bench::new(), server.uri("/a"));
    for key in ["\x1b", "q"] {
        let mut window = Window::with(&bench, &uri, (120, 30), &[]);
        window.shows("Esc leaves it").press(key).gives_back();
    }
    let gone = Server::new(|_, stream| send(stream, "404 Not Found", "", b""));
    let mut window = Window::with(&bench, &gone.uri("/b"), (120, 30), &[]);
    assert_eq!(window.ended(), 1);
    window.shows("404: there is no such page");
    assert_eq!(window.modes(), GIVEN_BACK);
}

/// A folder with a `pdftotext` that keeps its process id in `pid` and then does as `script` says; and what PATH is.
fn reader_of_pdf(bench: &Bench, script: &str) -> String {
    let folder = bench.folder().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    let program = folder.join("pdftotext");
    let here = bench.folder().display();
    std::fs::write(&program, format!("#!/bin/sh\ncd '{here}'\necho $$ > pid\nPATH=/usr/bin:/bin\n{script}\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    bench.file("long.pdf", "%PDF-1.4\n");
    folder.display().to_string()
}

#[test]
fn a_pdf_whose_text_does_not_come_can_be_left_at_once() {
    let bench = Bench::new();
    let path = reader_of_pdf(&bench, "exec sleep 600");
    for key in ["\x1b", "q"] {
        let mut window = Window::with(&bench, "long.pdf", (120, 30), &[("PATH", &path)]);
        window.shows("of long.pdf · Esc leaves it").press(key).gives_back();
        let reader = Pid::from_raw(bench.read("pid").trim().parse().unwrap()).unwrap();
        // Nobody reads on for a reader who has left.
        assert!(test_kill_process(reader).is_err(), "{key:?}");
    }
}

#[test]
fn the_first_pages_of_a_pdf_show_before_the_others_have_come() {
    let bench = Bench::new();
    let page = |n: usize| {
        let lines = "The firm said on Monday that it would close two of its plants.\n\n".repeat(25);
        format!("A HEAD\n\nIt lost {} of its ships.\n\n{lines}\x0c", 7 * n)
    };
    bench.file("first", (1..=80).map(page).collect::<String>()).file("others", (81..=99).map(page).collect::<String>());
    let path = reader_of_pdf(&bench, "cat first; while [ ! -e go ]; do sleep 0.01; done; cat others");
    let mut window = Window::with(&bench, "long.pdf --view whole", (120, 30), &[("PATH", &path)]);
    window.shows("It lost 7 of its ships.").shows("reading 80 pages").press("m").shows("still being read").press("j");
    window.press("G").shows("its end shows once it is here");
    bench.file("go", "");
    window.shows("two of its plants.").shows("100%").press("gg").press("jm").shows("✓ saved").press("q").gives_back();
    let note = &bench.json("export --all --format json")["annotations"][0];
    assert_eq!(
        (&note["quote"], &note["page"]),
        (&"The firm said on Monday that it would close two of its plants.".into(), &1.into())
    );
}

#[test]
fn a_terminal_of_lines_is_told_how_to_read() {
    let bench = Bench::new();
    for (arguments, term, is) in [("seed.txt", "dumb", "dumb"), ("", "dumb", "dumb"), ("seed.txt", "", "empty")] {
        let mut window = Window::with(bench.seed(), arguments, (160, 30), &[("TERM", term)]);
        assert_eq!(window.ended(), 1);
        window.shows(&format!("its TERM is {is}")).shows("postil --plain SOURCE");
    }
}
