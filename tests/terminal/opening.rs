//! Opening what the store knows.

use super::Window;
use crate::bench::Bench;

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
