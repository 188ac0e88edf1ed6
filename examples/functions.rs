//! Lists the functions that reading an article runs, for `build.rs` to have the linker put together
//! (`assets/functions.txt`): what is read in from the disk and mapped is then a fourth of the program.
//!
//! ```text
//! cargo rustc --release --bin postil -- -C strip=none -C link-arg=-Wl,-Map=map
//! valgrind --tool=callgrind --dump-instr=yes --dump-line=no --callgrind-out-file=opened target/release/postil ARTICLE
//! valgrind --tool=callgrind --dump-instr=yes --dump-line=no --callgrind-out-file=used target/release/postil --view whole ARTICLE
//! valgrind --tool=callgrind --dump-instr=yes --dump-line=no --callgrind-out-file=key --collect-atstart=no \
//!   --toggle-collect='*app::update::update' --toggle-collect='*Shell::draw' --dump-before='*app::update::update' \
//!   target/release/postil --view whole ARTICLE
//! cargo run --example functions -- map key.10 key.11 key.12 -- opened used > assets/functions.txt
//! ```
//!
//! In the first run nothing but `q` is typed, in the second what is typed often: a few sentences and pages, the
//! ends, a search. In the third it is `j`, now and then: `key.10` is what a later one of them runs, of some 160,000
//! instructions. That stands first, apart from the rest: a key finds little of the program in the processor's memory,
//! and waits for each page. The map is that of LLVM's linker, which Rust takes on Linux. Functions are named as the
//! linker names them, without the hash that changes with every compiler. Where all that begins alike is hardly more
//! than what runs of it, the beginning is listed in place of each.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool of the developers"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::{env, fs};

/// Bytes that are put with what runs though they do not run, for one line less: in postil itself, whose functions
/// come and go, and in what it builds on.
const PRICES: (usize, usize) = (100, 40);

/// What the name of a crate is followed by where what a key runs is listed.
const FOR_A_KEY: &str = ", for a key";

const HEAD: &str = "\
# The functions that reading an article runs: the linker puts them together (build.rs), so that little of the program
# is read in and mapped, and first those that a key runs. In sections by crate, each as its name begins for the linker;
# a star stands for the hash of a crate. Made by examples/functions.rs, which says how. What is not there any more does
# no harm, and what is missing costs a fault of 64 KB.
";

/// A section of the program: nearly always one function.
#[derive(Debug)]
struct Section {
    name: String,
    bytes: usize,
    runs: bool,
}

fn main() {
    let paths: Vec<String> = env::args().skip(1).collect();
    let (map, runs) = paths.split_first().expect("a map and what ran are to be named");
    let parted = runs.iter().position(|run| run == "--").expect("keys and runs are to be parted by --");
    let (keys, runs) = (&runs[..parted], &runs[parted + 1..]);
    let ran = |runs: &[String]| -> BTreeSet<u64> {
        runs.iter().flat_map(|run| addresses(&fs::read_to_string(run).unwrap())).collect()
    };
    let map = fs::read_to_string(map).unwrap();
    let for_keys = crates(&map, &ran(keys));
    let mut for_reading = crates(&map, &ran(runs));
    // What stands among the first is placed.
    for (name, sections) in &mut for_reading {
        let placed: BTreeSet<&str> =
            for_keys.get(name).into_iter().flatten().filter(|it| it.runs).map(|it| &*it.name).collect();
        sections.retain(|section| !placed.contains(&*section.name));
    }
    print!("{HEAD}");
    print_lists(for_keys, FOR_A_KEY, |_| 0);
    print_lists(for_reading, "", |name| if name == "postil" { PRICES.0 } else { PRICES.1 });
}

/// Prints the beginnings of the names of what runs of each crate, at the `price` that one may have.
fn print_lists(crates: BTreeMap<String, Vec<Section>>, what_for: &str, price: impl Fn(&str) -> usize) {
    for (name, mut sections) in crates {
        sections.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let lines = beginnings(&sections, price(&name));
        if !lines.is_empty() {
            println!("\n[{name}{what_for}]\n{}", lines.join("\n"));
        }
    }
}

/// The addresses of the instructions of the program that callgrind saw.
fn addresses(run: &str) -> Vec<u64> {
    let (mut found, mut names) = (Vec::new(), BTreeMap::new());
    let (mut at, mut is_own) = (0u64, false);
    for line in run.lines() {
        if let Some((is_of_call, object)) =
            line.strip_prefix("ob=").map(|ob| (false, ob)).or_else(|| line.strip_prefix("cob=").map(|ob| (true, ob)))
        {
            // An object is named once and numbered from then on. Code outside of `.text` has no object for valgrind.
            let (number, name) = object.split_once(' ').unwrap_or((object, ""));
            let file = name.rsplit('/').next().unwrap_or_default();
            let known = names.entry(number.to_owned()).or_insert(file.starts_with("postil") || file == "???");
            is_own = if is_of_call { is_own } else { *known };
        } else if let Some(first) = line.split(' ').next().filter(|first| !first.contains('=')) {
            let number = |digits: &str| digits.parse::<u64>().ok();
            at = match first.split_at_checked(1) {
                Some(("+", more)) if number(more).is_some() => at + number(more).unwrap(),
                Some(("-", less)) if number(less).is_some() => at - number(less).unwrap(),
                Some(("0", hex)) if hex.starts_with('x') => {
                    u64::from_str_radix(hex.trim_start_matches('x'), 16).unwrap()
                }
                Some(("*", "")) => at,
                _ => continue,
            };
            found.extend(is_own.then_some(at));
        }
    }
    found
}

/// The sections of code of each crate, by the linker's map.
fn crates(map: &str, ran: &BTreeSet<u64>) -> BTreeMap<String, Vec<Section>> {
    let mut found: BTreeMap<String, Vec<Section>> = BTreeMap::new();
    for line in map.lines() {
        let fields: Vec<&str> = line.split_whitespace().take(5).collect();
        let [address, _, bytes, _, place] = fields.as_slice() else { continue };
        let Some((object, name)) = place.split_once(":(.text.") else { continue };
        let file = object.rsplit('/').next().unwrap_or_default();
        let file = file.strip_prefix("lib").unwrap_or(file);
        // A crate's archive or object has its name before a hash.
        let Some((name_of_crate, _)) =
            file.split_once('-').filter(|_| object.contains(".rlib(") || object.ends_with(".rcgu.o"))
        else {
            continue;
        };
        let (start, bytes) = (u64::from_str_radix(address, 16).unwrap(), usize::from_str_radix(bytes, 16).unwrap());
        let runs = ran.range(start..start + bytes as u64).next().is_some();
        let name = without_hashes(name.strip_suffix(')').unwrap_or(name));
        found.entry(name_of_crate.to_owned()).or_default().push(Section { name, bytes, runs });
    }
    found
}

/// A name up to the hash of its function, with stars for those of crates, and without what a compiler adds to a copy.
fn without_hashes(name: &str) -> String {
    let name = name.split(".llvm.").next().unwrap_or(name);
    if let Some((path, hash)) = name.rsplit_once("17h")
        && name.contains("_ZN")
        && hash.len() == 17
    {
        return format!("{path}17h");
    }
    if name.contains("_R") {
        let mut parts = name.split("Cs");
        let first = parts.next().unwrap_or_default().to_owned();
        return parts.fold(first, |all, part| match part.split_once('_') {
            Some((_, rest)) => format!("{all}Cs*_{rest}"),
            None => format!("{all}Cs{part}"),
        });
    }
    [".constprop", ".isra", ".part"].iter().fold(name, |name, copy| name.split(copy).next().unwrap_or(name)).to_owned()
}

/// What the names of those that run begin with, in order; `sections` are in order too.
fn beginnings(sections: &[Section], price: usize) -> Vec<String> {
    let mut found = Vec::new();
    // Sections whose names have so many bytes in common.
    let mut left = vec![(sections, 0)];
    while let Some((sections, common)) = left.pop() {
        let running = sections.iter().filter(|section| section.runs).count();
        let idle: usize = sections.iter().filter(|section| !section.runs).map(|section| section.bytes).sum();
        let Some(first) = sections.first().filter(|_| running > 0) else { continue };
        let is_whole = sections.iter().all(|section| section.name.len() <= common);
        if is_whole || common > 0 && idle <= price * (running - 1) {
            found.push(first.name.get(..common).unwrap_or(&first.name).to_owned());
            continue;
        }
        let next = |section: &Section| cut(&section.name, common);
        left.extend(sections.chunk_by(|a, b| a.name.get(..next(a)) == b.name.get(..next(b))).map(|chunk| {
            let common = chunk.first().map_or(0, next);
            (chunk, common)
        }));
    }
    found.sort_unstable();
    found
}

/// Where a name can be cut next behind its first `from` bytes: behind a step of its path, or a word of C.
fn cut(name: &str, from: usize) -> usize {
    cuts(name).into_iter().find(|at| *at > from).unwrap_or(name.len())
}

/// Where a name can be cut.
fn cuts(name: &str) -> Vec<usize> {
    let Some(start) = name.find("_ZN").map(|start| start + 3) else {
        let is_c = !name.contains("_R");
        return name.char_indices().skip(1).filter(|(_, c)| is_c && c.is_uppercase()).map(|(at, _)| at).collect();
    };
    // Each step of the path stands behind its length; within `<A as B>`, two points stand between steps.
    let (mut found, mut at) = (vec![start], start);
    while let Some(rest) = name.get(at..).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        let step = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let length: usize = rest.get(..rest.len() - step.len()).unwrap().parse().unwrap();
        at += rest.len() - step.len();
        found.extend(step.get(..length).unwrap_or_default().match_indices("..").map(|(within, _)| at + within));
        at += length;
        found.push(at);
    }
    found
}
