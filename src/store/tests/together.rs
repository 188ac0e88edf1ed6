//! Several writers at once, and writers that are killed.
#![allow(clippy::disallowed_methods, reason = "the tests need threads, and tell a child process where to write")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;

/// Tells the child process which folder to write in.
const FOLDER: &str = "POSTIL_TEST_FOLDER";

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
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let dir = dir.path();
            scope.spawn(move || write(dir, writer * 25..writer * 25 + 25, |_| {}));
        }
        scope.spawn(|| {
            let mut before = 0;
            while before < 100 {
                let Some(store) = Store::open_to_read(dir.path()).unwrap() else { continue };
                let count = store.all_annotations().unwrap().len();
                assert!(count >= before);
                before = count;
            }
        });
    });
    assert_eq!(numbers(dir.path()), (0..100).collect::<Vec<_>>());
}

#[test]
fn what_was_acknowledged_survives_kill_9() {
    let dir = folder();
    let mut acknowledged: Vec<u128> = Vec::new();
    for round in 0..8u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::tests::together::writes_until_killed", "--ignored", "--nocapture"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        std::thread::scope(|scope| {
            let heard = scope.spawn(|| {
                lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("saved ")?.parse().ok()).collect()
            });
            std::thread::sleep(Duration::from_millis(20 + 17 * round));
            child.kill().unwrap();
            child.wait().unwrap();
            let more: Vec<u128> = heard.join().unwrap();
            acknowledged.extend(more);
        });
        if !acknowledged.is_empty() {
            let kept = numbers(dir.path());
            assert!(acknowledged.iter().all(|number| kept.contains(number)), "round {round}");
        }
    }
    assert!(!acknowledged.is_empty());
}

#[test]
#[ignore = "run as a child process by what_was_acknowledged_survives_kill_9"]
fn writes_until_killed() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let first = u128::from(std::process::id()) << 32;
    write(Path::new(&dir), first..u128::MAX, |number| {
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {number}").and_then(|()| out.flush()).unwrap();
    });
}
