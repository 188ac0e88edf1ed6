//! Several writers at once, and writers that are killed.
#![allow(clippy::disallowed_methods, reason = "the tests need threads, and tell a child process where to write")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::*;

/// Tells the child process which folder to write in.
const FOLDER: &str = "POSTIL_TEST_FOLDER";

/// Tells the child process how many notes to write; without it, it writes until it is killed.
const COUNT: &str = "POSTIL_TEST_COUNT";

/// This program again, as a process that only writes notes.
fn child(dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "store::tests::together::writes_on_its_own", "--nocapture"]);
    command.env(FOLDER, dir).stdout(Stdio::piped());
    command
}

fn write(dir: &Path, numbers: std::ops::Range<u128>, mut done: impl FnMut(u128)) {
    let document = document(WORDS);
    let mut store = Store::open(dir).unwrap();
    let id = store.remember(&document, &origin("/a"), b"source", at(1)).unwrap().id;
    for number in numbers {
        let made = annotation(number, &document, id, note(&format!("note {number}")));
        store.save(&[add(&made)], at(2)).unwrap();
        done(number);
    }
}

fn numbers(dir: &Path) -> Vec<u128> {
    let store = Store::open_to_read(dir).unwrap().unwrap();
    assert_eq!(store.check().unwrap(), []);
    let mut numbers: Vec<_> = store.all_annotations().unwrap().iter().map(|(_, a)| a.id.0.as_u128()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn four_writers_that_make_the_store_at_once_lose_nothing() {
    let dir = folder();
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        // Each opens and closes the store for every note, as commands do.
        let writer = |writer: u128| (writer * 25..writer * 25 + 25).for_each(|n| write(dir.path(), n..n + 1, |_| {}));
        let writers: Vec<_> = (0..4).map(|number| scope.spawn(move || writer(number))).collect();
        scope.spawn(|| {
            let mut before = 0;
            while !over.load(Ordering::Acquire) {
                let Some(store) = Store::open_to_read(dir.path()).unwrap() else { continue };
                let count = store.all_annotations().unwrap().len();
                assert!(count >= before);
                before = count;
            }
        });
        let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
        // A writer that failed must not leave the reader waiting for its notes.
        over.store(true, Ordering::Release);
        assert!(ended.iter().all(Result::is_ok));
    });
    assert_eq!(numbers(dir.path()), (0..100).collect::<Vec<_>>());
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let dir = folder();
    let mut acknowledged: Vec<u128> = Vec::new();
    for round in 0..8u64 {
        let mut child = child(dir.path()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut heard =
            lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("saved ")?.parse::<u128>().ok());
        // However busy the machine is, some notes are acknowledged before the end, which comes in the midst of one.
        acknowledged.extend(heard.by_ref().take(1 + round as usize));
        std::thread::sleep(Duration::from_millis(3 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(heard);
        let kept = numbers(dir.path());
        assert!(acknowledged.iter().all(|number| kept.contains(number)), "round {round}");
    }
    assert!(acknowledged.len() >= 36);
}

#[test]
fn opening_the_store_twice_in_one_program_lets_go_of_no_lock() {
    let dir = folder();
    let reader = Store::open(dir.path()).map(drop).and_then(|()| Store::open_to_read(dir.path())).unwrap();
    let document = document(WORDS);
    let mut first = Store::open(dir.path()).unwrap();
    let id = first.remember(&document, &origin("/a"), b"source", at(1)).unwrap().id;
    drop(reader);
    drop(Store::open(dir.path()).unwrap());
    drop(Store::open_to_read(dir.path()).unwrap());
    // Another program that believed itself alone would put the log away when it is done, and what `first`
    // wrote to it afterwards would be lost.
    assert!(child(dir.path()).env(COUNT, "1").status().unwrap().success());
    first.save(&[add(&annotation(7, &document, id, note("kept?")))], at(2)).unwrap();
    assert!(numbers(dir.path()).contains(&7));
    drop(first);
    assert_eq!(numbers(dir.path()).len(), 2);
}

#[test]
fn a_reader_beside_a_writer_that_comes_and_goes_misses_nothing() {
    let dir = folder();
    write(dir.path(), 0..1, |_| {});
    let written = std::sync::atomic::AtomicUsize::new(1);
    let seen = || written.load(std::sync::atomic::Ordering::SeqCst);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 1..60 {
                write(dir.path(), number..number + 1, |_| {});
                written.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            }
        });
        for _ in 0..2 {
            scope.spawn(|| {
                while seen() < 60 {
                    let before = seen();
                    let store = Store::open_to_read(dir.path()).unwrap().unwrap();
                    assert!(store.all_annotations().unwrap().len() >= before);
                }
            });
        }
    });
}

/// What the tests above run as a child process; without a folder to write in there is nothing to do.
#[test]
fn writes_on_its_own() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let first = u128::from(std::process::id()) << 32;
    let count = std::env::var(COUNT).map_or(u128::MAX - first, |count| count.parse().unwrap());
    write(Path::new(&dir), first..first + count, |number| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {number}").and_then(|()| out.flush()).unwrap();
    });
}
