//! Makes the tables of words, and says how the released program is linked.
//!
//! At a fixed place: its tables (the entities and element names of HTML, the words of the command line) hold some
//! 45,000 addresses, which would otherwise be worked out anew at every start: a quarter of the time to the first page,
//! and two megabytes. Libraries, heap and stack keep their random places.
//!
//! With the functions that reading an article runs put together (`assets/functions.txt`): a system maps what lies around
//! what is used, and these lay all over the program. Six megabytes less are mapped, and the first page is there sooner.

#![allow(
    clippy::disallowed_methods,
    reason = "cargo tells a build script what it builds by the environment and by files"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

#[allow(unreachable_pub, reason = "shared with the library")]
#[path = "src/text/fnv.rs"]
mod fnv;
#[allow(unreachable_pub, dead_code, reason = "shared with the library, which reads what is written here")]
#[path = "src/text/table.rs"]
mod table;
#[allow(unreachable_pub, dead_code, reason = "shared with the library")]
#[path = "src/text/tails.rs"]
mod tails;

/// The languages that have lists of words in `assets/words`.
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
        put_together("assets/functions.txt");
        take_in("gcc_eh", "libgcc_eh.a");
    }
    println!("cargo::rerun-if-changed=src/text/table.rs");
    println!("cargo::rerun-if-changed=src/text/fnv.rs");
    println!("cargo::rerun-if-changed=src/text/tails.rs");
    for language in LANGUAGES {
        write_table(&format!("assets/words/{language}.txt"), &format!("{language}.words"), words);
    }
    write_table("assets/boilerplate.txt", "boilerplate.phrases", phrases);
    write_table("assets/headings.txt", "headings.sections", headings);
}

/// Has the linker put the functions together that are listed in the file `from`, if it knows how to: those of GNU and
/// LLVM do. With another the program is the same, but for the order.
fn put_together(from: &str) {
    println!("cargo::rerun-if-changed={from}");
    let made = || -> Result<Option<String>, String> {
        let folder = env::var("OUT_DIR").map_err(|error| error.to_string())?;
        let lists = fs::read_to_string(from).map_err(|error| error.to_string())?;
        let (script, probe) = (format!("{folder}/functions.ld"), format!("{folder}/probe.rs"));
        fs::write(&script, linker_script(&lists)?).map_err(|error| error.to_string())?;
        fs::write(&probe, "fn main() {}").map_err(|error| error.to_string())?;
        let argument = format!("-Wl,-T,{script}");
        Ok(links(&probe, &argument).then_some(argument))
    };
    match made() {
        Ok(argument) => argument.iter().for_each(|argument| println!("cargo::rustc-link-arg-bins={argument}")),
        Err(fault) => println!("cargo::error={from}: {fault}"),
    }
}

/// Has the library `name`, which a system has as the file `archive` for those who link it in, become part of the program
/// where it is there: each that a start has to look for, map and bind takes a tenth of a millisecond.
fn take_in(name: &str, archive: &str) {
    let own = env::var("HOST") == env::var("TARGET");
    let linker = env::var("RUSTC_LINKER").ok().or_else(|| own.then(|| "cc".to_owned()));
    let asked = linker.and_then(|linker| Command::new(linker).arg(format!("-print-file-name={archive}")).output().ok());
    let path = asked.and_then(|asked| String::from_utf8(asked.stdout).ok()).unwrap_or_default();
    // What it does not find, it gives back as it was named.
    if let Some(folder) = Path::new(path.trim()).parent().filter(|folder| folder.is_absolute()) {
        println!("cargo::rustc-link-search=native={}", folder.display());
        println!("cargo::rustc-link-lib=static:-bundle={name}");
    }
}

/// Whether the linker in use makes a program of the file `probe` with that argument.
fn links(probe: &str, argument: &str) -> bool {
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let linker = env::var("RUSTC_LINKER").map(|linker| format!("-Clinker={linker}"));
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.args(["--edition=2024", "--crate-type=bin", "-Clink-arg=-no-pie", &format!("-Clink-arg={argument}")]);
    rustc.args(flags.split('\x1f').filter(|flag| !flag.is_empty())).args(linker);
    rustc.args(env::var("TARGET").map(|target| format!("--target={target}"))).args([probe, "-o"]);
    let program = format!("{probe}.out");
    let made = rustc.arg(&program).stdout(Stdio::null()).stderr(Stdio::null()).status();
    let _ = fs::remove_file(program);
    made.is_ok_and(|status| status.success())
}

/// A script that adds a section to those a linker makes by itself: the functions of `lists` in their order, by the
/// archive of the crate and the beginning of the name. Some of postil's own stand in objects. A crate may have several
/// lists: behind its name, and a comma, is said what for.
fn linker_script(lists: &str) -> Result<String, String> {
    let (crates, names) = sections(lists)?;
    let mut patterns = vec![String::new(); crates.len()];
    for (of, name) in names {
        patterns[of as usize].extend(["    .text.", name, "*\n"]);
    }
    let of_crate = |(list, patterns): (&&str, String)| {
        let name = list.split(',').next().unwrap_or(list);
        let objects =
            if name == env!("CARGO_PKG_NAME") { format!(" *{name}-*.rcgu.o(\n{patterns} )\n") } else { String::new() };
        format!(" *lib{name}-*.rlib:*(\n{patterns} )\n{objects}")
    };
    let all: String = crates.iter().zip(patterns).map(of_crate).collect();
    Ok(format!("SECTIONS {{\n .text.reading : {{\n{all} }}\n}}\nINSERT BEFORE .text;\n"))
}

/// The values of a table by their words, or what is wrong with the lists they are made of.
type Values = Result<BTreeMap<String, Vec<u8>>, String>;

/// Writes the table that `values` makes of the lists in the file `from`.
fn write_table(from: &str, name: &str, values: impl Fn(&str) -> Values) {
    println!("cargo::rerun-if-changed={from}");
    let made = || -> Result<(), String> {
        let lists = fs::read_to_string(from).map_err(|error| error.to_string())?;
        let table = table::written(&values(&lists)?).ok_or("a word or its value is too long")?;
        let folder = env::var_os("OUT_DIR").ok_or("cargo names no folder")?;
        fs::write(Path::new(&folder).join(name), table).map_err(|error| error.to_string())
    };
    if let Err(fault) = made() {
        println!("cargo::error={from}: {fault}");
    }
}

/// The names of the sections of lists by number, and the lines that say something, each with the number of its section.
type Sections<'a> = (Vec<&'a str>, Vec<(u8, &'a str)>);

/// The sections of `lists`.
fn sections(lists: &str) -> Result<Sections<'_>, String> {
    let (mut names, mut lines) = (Vec::new(), Vec::new());
    let mut section = None;
    for line in lists.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let at = names.iter().position(|known| *known == name).unwrap_or(names.len());
            if at == names.len() {
                names.push(name);
            }
            section = Some(u8::try_from(at).map_err(|_| "there are too many sections")?);
        } else {
            lines.push((section.ok_or("a line stands before the first section")?, line));
        }
    }
    Ok((names, lines))
}

/// What is known of a word: its classes, by number, and the phrases it opens, each with its classes.
#[derive(Default)]
struct Entry<'a> {
    classes: Vec<u8>,
    phrases: Vec<(&'a str, Vec<u8>)>,
}

/// Of the words of a language: for each word its classes and phrases; for each class of endings, its name in brackets
/// and the endings; and for empty brackets the names of all classes, by number.
fn words(lists: &str) -> Values {
    let parted = |line: &str| line.split(',').map(|words| tails::parted(words.trim())).collect::<Vec<_>>().join(",");
    let lists = lists.lines().map(parted).collect::<Vec<_>>().join("\n");
    let (names, lines) = sections(&lists)?;
    let mut entries: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
    let mut values = BTreeMap::from([("[]".to_owned(), names.join("\n").into_bytes())]);
    for (class, line) in lines {
        let name = names[class as usize];
        for words in line.split(',').map(str::trim).filter(|words| !words.is_empty()) {
            if name.ends_with("-ending") {
                push_counted(values.entry(format!("[{name}]")).or_default(), words.as_bytes())?;
                continue;
            }
            let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
            let (entry, rest) = (entries.entry(first).or_default(), rest.trim_start());
            let classes = if rest.is_empty() {
                &mut entry.classes
            } else {
                let known = entry.phrases.iter().position(|(known, _)| *known == rest);
                let at = known.unwrap_or(entry.phrases.len());
                if known.is_none() {
                    entry.phrases.push((rest, Vec::new()));
                }
                &mut entry.phrases[at].1
            };
            push_once(classes, class);
        }
    }
    for (word, entry) in entries {
        let value = values.entry(word.to_owned()).or_default();
        push_counted(value, &entry.classes)?;
        for (rest, classes) in entry.phrases {
            push_counted(value, rest.as_bytes())?;
            push_counted(value, &classes)?;
        }
    }
    Ok(values)
}

/// Of lists of phrases: for each phrase and each word that one begins with the numbers of the lists that have it whole,
/// and of those that have a phrase which begins with it; for each list, its name in brackets, the most words one of its
/// phrases has and the phrases, with a line feed between; and for empty brackets the names of all lists, by number.
fn phrases(lists: &str) -> Values {
    let (names, lines) = sections(lists)?;
    let mut values = BTreeMap::from([("[]".to_owned(), names.join("\n").into_bytes())]);
    let mut all: Vec<(usize, Vec<&str>)> = vec![(0, Vec::new()); names.len()];
    let mut members: BTreeMap<&str, (Vec<u8>, Vec<u8>)> = BTreeMap::new();
    for (list, line) in lines {
        let (longest, all) = &mut all[list as usize];
        for phrase in line.split('|').map(str::trim).filter(|phrase| !phrase.is_empty()) {
            *longest = phrase.split(' ').count().max(*longest);
            all.push(phrase);
            push_once(&mut members.entry(phrase).or_default().0, list);
            let first = phrase.split(' ').next().unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
            push_once(&mut members.entry(first).or_default().1, list);
        }
    }
    for (word, (whole, first)) in members {
        let value = values.entry(word.to_owned()).or_default();
        push_counted(value, &whole)?;
        value.extend(first);
    }
    for (name, (longest, all)) in names.into_iter().zip(all) {
        let mut value = vec![u8::try_from(longest).map_err(|_| "a phrase is too long")?];
        value.extend(all.join("\n").into_bytes());
        values.insert(format!("[{name}]"), value);
    }
    Ok(values)
}

/// Of headings: for each the numbers of its sections; for a star the headings with stars in them, in lines, each
/// behind the number of its section; and for empty brackets the names of all sections, by number.
fn headings(lists: &str) -> Values {
    let (names, lines) = sections(lists)?;
    let mut values = BTreeMap::from([("[]".to_owned(), names.join("\n").into_bytes())]);
    for (section, line) in lines {
        if line.contains('*') {
            values.entry("*".to_owned()).or_default().extend(format!("{section} {line}\n").into_bytes());
        } else {
            push_once(values.entry(line.to_owned()).or_default(), section);
        }
    }
    Ok(values)
}

/// Adds a number that is not there yet.
fn push_once(numbers: &mut Vec<u8>, number: u8) {
    if !numbers.contains(&number) {
        numbers.push(number);
    }
}

/// Adds `bytes` behind their count.
fn push_counted(value: &mut Vec<u8>, bytes: &[u8]) -> Result<(), String> {
    value.push(u8::try_from(bytes.len()).map_err(|_| "an entry is too long")?);
    value.extend(bytes);
    Ok(())
}
