//! The rules of the house: who imports whom, who names which crate, and what every file begins with.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may import, from the ground up.
const FLOORS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("article", &["text"]),
    ("reading", &["text", "article"]),
    ("notes", &["text", "article"]),
    ("layout", &["text", "article", "reading"]),
    ("export", &["text", "article", "reading", "notes"]),
    ("import", &["text", "article", "reading", "notes"]),
    ("store", &["text", "article", "notes"]),
    ("ingest", &["text", "article"]),
    ("app", &["text", "article", "reading", "notes", "layout"]),
    ("view", &["app", "layout", "reading", "notes", "article", "text"]),
    ("config", &["app", "view", "notes", "text"]),
    (
        "runtime",
        &[
            "text", "article", "reading", "notes", "layout", "export", "import", "store", "ingest", "app", "view",
            "config",
        ],
    ),
    (
        "cli",
        &[
            "text", "article", "reading", "notes", "layout", "export", "import", "store", "ingest", "app", "view",
            "config", "runtime",
        ],
    ),
];

/// Crates that only some rooms may name.
const KEPT: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("crc32fast", &["store"]),
    ("crossterm", &["runtime"]),
    ("terminput", &["runtime"]),
    ("ratatui", &["view", "runtime"]),
    ("clap", &["cli"]),
    ("notify", &["store"]),
    ("rbook", &["article"]),
    ("zip", &["article"]),
    ("directories", &["config"]),
    ("ureq", &["ingest"]),
];

/// Lines of code in a file before its tests.
const LONGEST: usize = 500;

/// A source file: the room it stands in, its path below `src`, and its code without comments and
/// without its tests.
struct File {
    room: String,
    path: String,
    whole: String,
    code: String,
}

/// A folder of the project.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The sources in a folder of the project, in order.
fn sources(name: &str) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder(name)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}

fn files() -> Vec<File> {
    let file = |path: PathBuf| {
        let below = path.strip_prefix(folder("src")).unwrap().to_str().unwrap().to_owned();
        let room = below.split(['/', '.']).next().unwrap().to_owned();
        let whole = std::fs::read_to_string(&path).unwrap();
        let before_tests = whole.split("#[cfg(test)]\nmod tests").next().unwrap();
        let code: Vec<&str> = before_tests.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        File { room, path: below, code: code.join("\n"), whole: whole.clone() }
    };
    sources("src").into_iter().map(file).collect()
}

/// The rooms that a file names: `crate::room`, or `room` first among braces after `crate::`.
fn named_rooms(code: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut rooms = Vec::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 1;
            let mut start = true;
            for (at, c) in group.char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => start = true,
                    c if start && !c.is_whitespace() => {
                        rooms.push(word(&group[at..]));
                        start = false;
                    }
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        } else {
            rooms.push(word(rest));
        }
    }
    rooms
}

#[test]
fn imports_run_only_downwards() {
    let floors: BTreeMap<&str, &[&str]> = FLOORS.iter().copied().collect();
    let mut faults = Vec::new();
    for file in files().iter().filter(|file| !matches!(file.room.as_str(), "lib" | "main")) {
        let Some(allowed) = floors.get(file.room.as_str()) else {
            faults.push(format!("{}: no room of the house", file.path));
            continue;
        };
        for room in named_rooms(&file.code) {
            if room != file.room && !allowed.contains(&room.as_str()) {
                faults.push(format!("{}: {} may not import {room}", file.path, file.room));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn crates_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for file in files() {
        for (name, rooms) in KEPT {
            let named = file.code.contains(&format!("{name}::")) || file.code.contains(&format!("use {name};"));
            if named && !rooms.contains(&file.room.as_str()) {
                faults.push(format!("{}: only {} may name {name}", file.path, rooms.join(" and ")));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_says_what_it_is_and_is_not_too_long() {
    let mut faults = Vec::new();
    for file in files() {
        if !file.whole.starts_with("//! ") {
            faults.push(format!("{}: does not open with //!", file.path));
        }
        if file.code.lines().any(|line| line.trim_start().starts_with("pub use ")) {
            faults.push(format!("{}: pub use makes a second path", file.path));
        }
        let lines = file.whole.split("#[cfg(test)]\nmod tests").next().unwrap().lines().count();
        if lines > LONGEST {
            faults.push(format!("{}: {lines} lines want to be two rooms", file.path));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_tests_that_the_map_names_are_there() {
    let map = std::fs::read_to_string(folder("ARCHITECTURE.md")).unwrap();
    let (_, rest) = map.split_once("## Architecture invariants").unwrap();
    let (invariants, _) = rest.split_once("\n## ").unwrap();
    let all = sources("src").into_iter().chain(sources("tests"));
    let code: String = all.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let names: Vec<&str> = named_tests(invariants).collect();
    let missing: Vec<_> = names.iter().filter(|name| !code.contains(&format!("fn {name}("))).collect();
    assert!(names.len() > 40 && missing.is_empty(), "{} names, of which there are not {missing:?}", names.len());
}

/// The names of tests in a text: what stands between backticks and has more than one word in its last part.
fn named_tests(text: &str) -> impl Iterator<Item = &str> {
    let marked = text.split('`').skip(1).step_by(2);
    let last = marked.filter_map(|name| name.rsplit("::").next());
    last.filter(|name| {
        name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    })
}

#[test]
fn the_rules_see_what_they_must() {
    assert!(
        named_tests("kept by `room::part`'s `it_holds` and `tests::it_stays_7`, not `clippy.toml`")
            .eq(["it_holds", "it_stays_7"])
    );
    assert_eq!(named_rooms("use crate::{a::b, c::{d, e}, f};\nuse crate::g::h; crate::i()"), ["a", "c", "f", "g", "i"]);
}
