//! The end, where the store did not take what was written.

use std::path::{Path, PathBuf};

use rustix::process::Signal;

use super::Window;
use crate::bench::Bench;

/// The file that a reader's unsaved notes are in, in a folder that holds one.
fn rescued(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found = files.filter(|path| path.extension().is_some_and(|extension| extension == "jsonld"));
    let one = found.next().unwrap();
    assert_eq!(found.next(), None);
    one
}

#[test]
fn what_the_store_refuses_to_the_end_is_in_a_file_that_import_takes_in() {
    let bench = Bench::new();
    bench.seed().annotate("--claim 9 --tag there");
    let store = rusqlite::Connection::open(bench.store()).unwrap();
    // No second annotation on the document.
    store.execute_batch("CREATE UNIQUE INDEX refuse ON annotation (document)").unwrap();
    let mut window = Window::seed(&bench);
    window.press("a").shows("Ctrl-s").press("who says so?\x13").shows("✗ not saved:");
    window.press("jm").press("q").shows("2 changes are not saved. Quit all the same?").press("y");
    window.shows("which postil import takes in").gives_back();
    store.execute_batch("DROP INDEX refuse").unwrap();
    assert_eq!(bench.notes("").len(), 1);
    let file = rescued(bench.store().parent().unwrap());
    assert_eq!(bench.ok(&format!("import '{}'", file.display())), "2 imported: 2 in place\n");
    let notes = bench.notes("");
    assert_eq!((&notes[1]["note"], &notes[2]["colour"]), (&"who says so?".into(), &"yellow".into()));
    assert_eq!(bench.ok(&format!("import '{}'", file.display())), "0 imported; 2 were there already\n");
}

#[test]
fn what_is_being_typed_without_a_store_outlives_a_hang_up() {
    let bench = Bench::new();
    std::fs::create_dir(bench.folder().join("data")).unwrap();
    bench.file("data/postil", "no folder");
    let mut window = Window::with(bench.seed(), "seed.txt", (160, 45), &[("XDG_STATE_HOME", "")]);
    window.shows("Source claims").press("a").shows("Ctrl-s").press("half a thought").shows("half a thought");
    window.shows("the draft is not kept").signal(Signal::HUP);
    window.ended();
    std::fs::remove_file(bench.folder().join("data/postil")).unwrap();
    let file = rescued(&bench.folder().join(".local/state/postil"));
    assert_eq!(bench.ok(&format!("import '{}'", file.display())), "1 imported: 1 in place\n");
    let notes = bench.notes("");
    assert_eq!((&notes[0]["note"], &notes[0]["status"]), (&"half a thought".into(), &"exact".into()));
}
