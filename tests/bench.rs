//! A sealed bench: an empty home, the real program, and what came of it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// An empty home with a folder to work in.
pub struct Bench {
    home: tempfile::TempDir,
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Ran {
    /// Its arguments, for messages.
    pub asked: String,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
    /// The exit status.
    pub status: i32,
}

impl Bench {
    /// A bench on which nothing has been run.
    pub fn new() -> Self {
        Self { home: tempfile::tempdir().unwrap() }
    }

    /// The folder that commands run in.
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    /// The store, whether it is there or not.
    pub fn store(&self) -> PathBuf {
        self.folder().join("data/postil/postil.db")
    }

    /// Puts a file into the folder.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.folder().join(name), content).unwrap();
        self
    }

    /// The seed article, as `seed.txt`.
    pub fn seed(&self) -> &Self {
        self.file("seed.txt", include_str!("../seeds/karpathy-at-anthropic.txt"))
    }

    /// What a file in the folder holds.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder().join(name)).unwrap()
    }

    /// The program with these arguments (as a shell would part them), ready to be changed.
    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postil"));
        command
            .args(shlex::split(arguments).unwrap())
            .current_dir(self.folder())
            .env_clear()
            .env("HOME", self.folder())
            .env("XDG_DATA_HOME", self.folder().join("data"))
            .env("XDG_CONFIG_HOME", self.folder().join("config"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8");
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &str) -> Ran {
        self.run_with(arguments, b"")
    }

    /// Runs the program with something on standard input.
    pub fn run_with(&self, arguments: &str, input: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that does not read its input is none the worse for it.
        let _ = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Ran {
            asked: arguments.to_owned(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().unwrap_or(-1),
        }
    }

    /// Runs the program, which must succeed and say nothing, and gives what it printed.
    pub fn ok(&self, arguments: &str) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.asked);
        ran.out
    }

    /// Runs the program, which must succeed, and reads what it printed as JSON.
    pub fn json(&self, arguments: &str) -> serde_json::Value {
        serde_json::from_str(&self.ok(arguments)).unwrap()
    }

    /// Writes an annotation on the seed, and gives its id: all that is printed.
    pub fn annotate(&self, arguments: &str) -> String {
        let out = self.ok(&format!("annotate seed.txt {arguments}"));
        let id = out.trim_end_matches('\n').to_owned();
        assert!(uuid::Uuid::parse_str(&id).is_ok_and(|id| id.get_version_num() == 7), "{out:?}");
        assert_eq!(out.lines().count(), 1);
        id
    }

    /// The annotations that `postil notes` lists as JSON.
    pub fn notes(&self, arguments: &str) -> Vec<serde_json::Value> {
        let listed = self.json(&format!("notes --format json {arguments}"));
        assert_eq!(listed["schema"], "postil.annotations/1");
        listed["annotations"].as_array().unwrap().clone()
    }

    /// Runs the program, which must fail with `status`, print nothing, and say one sentence that
    /// opens with `postil: ` and holds each of `words`.
    pub fn fails(&self, arguments: &str, status: i32, words: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (status, ""), "{}: {}", ran.asked, ran.err);
        assert!(ran.err.starts_with("postil: "), "{}: {}", ran.asked, ran.err);
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        for word in words {
            assert!(ran.err.contains(word), "{}: {} does not say {word:?}", ran.asked, ran.err);
        }
        ran.err
    }
}
