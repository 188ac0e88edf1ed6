//! What holds for every command: streams, exit statuses, upkeep.

use std::ffi::OsString;
use std::process::{Command, Stdio};

use crate::bench::Bench;

#[test]
fn a_full_device_is_an_error_and_a_closed_pipe_is_none() {
    let bench = Bench::new();
    bench.seed();
    for arguments in ["show seed.txt", "--help", "show --help", "--version"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = bench.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments}");
        assert_eq!(err, "postil: cannot write to standard output: no space left on the device\n", "{arguments}");
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = bench.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{arguments}");
    }
}

#[test]
fn a_limit_of_the_size_of_files_is_an_error_and_not_the_end() {
    let bench = Bench::new();
    bench.seed().ok("annotate seed.txt --claim 1 --note kept");
    let program = env!("CARGO_BIN_EXE_postil");
    let limited = |asked: &str| {
        let mut command = bench.command("");
        let environment: Vec<(OsString, OsString)> =
            command.get_envs().map(|(name, value)| (name.to_owned(), value.unwrap_or_default().to_owned())).collect();
        command = Command::new("sh");
        command.env_clear().envs(environment).current_dir(bench.folder());
        let output = command.args(["-c", &format!("ulimit -f 1; exec '{program}' {asked}")]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for asked in ["annotate seed.txt --claim 2 --note lost", "export seed.txt --format json -o out.json"] {
        let (status, err) = limited(asked);
        assert_eq!((status, err.lines().count()), (Some(1), 1), "{asked}: {err}");
        assert!(err.starts_with("postil: "), "{asked}: {err}");
    }
    assert_eq!(bench.notes("").len(), 1);
}

#[test]
fn colour_is_written_only_when_asked_for() {
    let bench = Bench::new();
    assert!(!bench.seed().ok("show seed.txt").contains('\u{1b}'));
    assert!(bench.ok("show seed.txt --color always").contains("\u{1b}[1m"));
    assert!(!bench.ok("show seed.txt --format json --color always").contains('\u{1b}'));
}

#[test]
fn names_and_words_from_outside_never_act_on_the_terminal() {
    let bench = Bench::new();
    let name = "evil\u{1b}]0;PWN\u{7}\u{202e}.txt";
    bench.file(name, "A title\u{1b}[2J\n\nSome words\u{9b}31m of a paragraph that is long enough to be one.\n");
    let ok = bench.ok(&format!("show '{name}'"));
    let err = bench.run(&format!("show '{name}x'")).err;
    let json = bench.ok(&format!("show '{name}' --format json"));
    let export = bench.ok(&format!("export '{name}'"));
    for text in [ok, err, json, export] {
        assert!(text.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{text:?}");
    }
}

#[test]
fn the_store_is_where_it_is_said_to_be() {
    let bench = Bench::new();
    bench.seed();
    let doctor = bench.ok("doctor");
    assert!(doctor.contains("(not there yet)") && !bench.store().exists(), "{doctor}");
    bench.ok("annotate seed.txt --quote 'The convergence thesis' --note x");
    assert!(bench.store().exists());
    let doctor = bench.ok("doctor");
    assert!(doctor.contains("1 document, 1 annotation") && doctor.ends_with("sound\n"), "{doctor}");
    bench.ok("--data-dir other annotate seed.txt --quote 'The convergence thesis' --note y");
    assert!(bench.folder().join("other/postil.db").exists());
    let mut command = bench.command("notes");
    let output = command.env("POSTIL_DATA_DIR", "other").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("    y\n"));
    assert_eq!(bench.ok("backup copy.db"), "");
    bench.fails("backup copy.db", 1, &["copy.db", "there already"]);
    let said = bench.fails("backup nowhere/copy.db", 1, &["nowhere/copy.db", "there is no such folder"]);
    assert!(!said.contains(".tmp"), "{said}");
    bench.fails("backup -", 2, &["name a file"]);
    std::fs::create_dir(bench.folder().join("third")).unwrap();
    std::fs::rename(bench.folder().join("copy.db"), bench.folder().join("third/postil.db")).unwrap();
    assert!(bench.ok("notes --data-dir third").contains("    x\n"));
    let homeless = bench.command("notes").env_remove("HOME").env_remove("XDG_DATA_HOME").output().unwrap();
    // The system may still know a home, and whatever store is there.
    let said = String::from_utf8(homeless.stderr).unwrap();
    assert!(homeless.status.code() == Some(0) || said.starts_with("postil: ") && said.lines().count() == 1, "{said}");
}

#[test]
fn a_store_that_cannot_be_read_is_never_taken_for_an_empty_one() {
    let bench = Bench::new();
    bench.seed();
    std::fs::create_dir_all(bench.folder().join("data/postil")).unwrap();
    bench.file("data/postil/postil.db", "this is no database, but it is not empty either");
    for command in
        ["notes", "list", "export seed.txt", "annotate seed.txt --quote 'The convergence thesis' --note x", "doctor"]
    {
        let ran = bench.run(command);
        assert_eq!(ran.status, 1, "{command}");
        assert!(ran.err.contains("postil.db"), "{command}: {}", ran.err);
    }
    assert_eq!(bench.read("data/postil/postil.db"), "this is no database, but it is not empty either");
}

#[test]
fn a_letter_that_the_disk_changed_is_said_and_put_back_from_a_copy() {
    let bench = Bench::new();
    bench.seed();
    let id = bench.annotate("--quote 'The convergence thesis' --note 'who else was asked'");
    // The first change of a day is made after its copy was kept.
    bench.ok("annotate seed.txt --quote 'evaluation loops' --note other");
    let store = std::fs::read(bench.store()).unwrap();
    let at = store.windows(18).position(|bytes| bytes == b"who else was asked").unwrap();
    let change = |store: &[u8]| {
        let mut changed = store.to_vec();
        changed[at] = b'W';
        std::fs::write(bench.store(), changed).unwrap();
    };
    change(&store);
    let doctor = bench.run("doctor");
    assert_eq!((doctor.status, doctor.err.lines().count()), (1, 1), "{}", doctor.err);
    assert!(doctor.out.contains(&format!("annotation {id} is not what was written")), "{}", doctor.out);
    assert!(bench.ok("notes").contains("    Who else was asked\n"), "it shows as it stands");
    let edit = bench.run(&format!("edit {id} --note another"));
    let refused = format!("annotation {id} in {} is not what was written", bench.store().display());
    assert!(edit.status == 1 && edit.err.contains(&refused), "{}", edit.err);
    assert!(bench.run("backup copy.db").err.contains("one row of your notes is not what was written"));
    let repaired = bench.ok("doctor --repair");
    let stands = format!("         annotation {id} is taken as it stands: no copy has it as written\n");
    assert!(repaired.contains(&stands) && repaired.ends_with("sound\n"), "{repaired}");
    std::fs::write(bench.store(), &store).unwrap();
    let copies = bench.store().with_file_name("backups");
    let copy = std::fs::read_dir(&copies).unwrap().next().unwrap().unwrap().path();
    std::fs::write(copy, &store).unwrap();
    change(&store);
    let repaired = bench.ok("doctor --repair");
    assert!(repaired.contains("put back as written: 1\n") && repaired.ends_with("sound\n"), "{repaired}");
    assert!(bench.ok("notes").contains("    who else was asked\n"));
}

#[test]
fn a_file_that_was_empty_is_read_again_with_all_others() {
    let bench = Bench::new();
    bench.file("later.txt", "");
    bench.ok("add later.txt");
    bench.file("later.txt", "Words at last\n\nThe council met in the morning, and nothing else was said.\n");
    let row = &bench.json("refresh --all --format json")["documents"][0];
    assert_eq!((&row["title"], &row["error"]), (&"Words at last".into(), &serde_json::Value::Null));
}

#[test]
fn forecasts_are_listed_and_scored() {
    let bench = Bench::new();
    bench.seed();
    for (quote, rest) in [
        ("The convergence thesis", "--forecast 0.7 --outcome yes"),
        ("context, skills, workflows", "--forecast 20% --outcome no"),
        ("competitive advantage", "--forecast 0.5 --due 2020-01-01"),
        ("evaluation loops", "--forecast 0.5 --outcome void"),
    ] {
        bench.ok(&format!("annotate seed.txt --quote '{quote}' {rest}"));
    }
    let all = bench.json("forecasts --score --format json");
    assert_eq!(all["schema"], "postil.forecasts/1");
    assert_eq!(all["forecasts"].as_array().unwrap().len(), 4);
    assert_eq!((&all["score"]["reader"]["n"], &all["score"]["reader"]["brier"]), (&2.into(), &0.065.into()));
    assert_eq!((&all["score"]["undecided"], &all["score"]["void"]), (&1.into(), &1.into()));
    let due = bench.ok("forecasts --due --format csv");
    assert_eq!(due.lines().count(), 2);
    assert!(due.starts_with("id,document,title,quote,author,probability,due,criterion,outcome\r\n"), "{due}");
    assert!(bench.ok("forecasts --score").contains("you     Brier 0.0650 (n 2)"));
    assert!(bench.ok("forecasts --due").contains(" · due\n"));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let bench = Bench::new();
    let man = bench.ok("man");
    assert!(man.contains(".SH KEYS") && man.contains("[keys.editor]") && man.contains("\\fIaccept\\-all\\fR (gA)"));
    for command in ["show", "annotate", "edit", "delete", "notes", "export", "list", "doctor"] {
        for shell in ["bash", "zsh", "fish"] {
            assert!(bench.ok(&format!("completions {shell}")).contains(command), "{shell} {command}");
        }
        assert!(man.contains(&format!(".SS postil {command}\n")), "{command}");
        assert_eq!(man.matches("\\-\\-data\\-dir\\fR \\fI<DIR>").count(), 1, "said once, not for each command");
        assert!(bench.ok(&format!("{command} --help")).starts_with(char::is_uppercase));
    }
    for source in [".md", ".org", ".rst", ".html", ".eml", ".mhtml", ".epub", ".pdf"] {
        assert!(man.contains(&format!("\\fI{source}\\fR")), "{source} can be read, and the manual says so");
    }
    assert!(bench.ok("--version").starts_with("postil 0."));
}

#[test]
fn a_store_of_an_older_parser_finds_its_notes_in_the_text_of_the_newer_one() {
    let bench = Bench::new();
    bench.seed();
    bench.ok("annotate seed.txt --quote \"The role's specificity is the story.\" --note frame");
    // As if the parser that the note was made with had read a line more at the start.
    let store = rusqlite::Connection::open(bench.store()).unwrap();
    let text: String = store.query_row("SELECT text FROM edition", [], |row| row.get(0)).unwrap();
    let older = format!("By the editors\n\n{text}");
    let hash = postil::article::identity::TextHash::of(&older).to_string();
    let moved = (older.len() - text.len()) as i64;
    store.execute("UPDATE edition SET hash = ?1, text = ?2, parser = 0", [&hash, &older]).unwrap();
    store.execute("UPDATE document SET edition = ?1", [&hash]).unwrap();
    let sql = "UPDATE annotation SET edition = ?1, start_byte = start_byte + ?2, end_byte = end_byte + ?2,
               checksum = NULL";
    store.execute(sql, rusqlite::params![hash, moved]).unwrap();
    drop(store);
    let placed = bench.json("export seed.txt --format json");
    assert_eq!(placed["annotations"][0]["status"], "exact");
    assert_eq!(placed["annotations"][0]["quote"], "The role's specificity is the story.");
    // Both editions are kept, each with the bytes it was read from.
    bench.ok("show seed.txt");
    bench.ok("refresh seed.txt");
    let store = rusqlite::Connection::open(bench.store()).unwrap();
    let count = |sql: &str| store.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM edition WHERE text IS NOT NULL"), 2);
    assert_eq!(count("SELECT count(*) FROM edition e JOIN source s ON s.hash = e.source WHERE bytes IS NOT NULL"), 2);
}
