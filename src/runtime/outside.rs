//! Other programs: the reader's editor and browser. Arguments, never a shell.

#![allow(clippy::disallowed_methods, reason = "the editor is told by the environment and gets a file")]

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Command, Stdio};

/// Bytes of a note that are taken back from an editor at most.
const NOTE_BYTES: u64 = 4 << 20;

/// Lets the reader's editor ($VISUAL, $EDITOR, else vi) edit `text`, in a private file. The terminal
/// must have been given back. An error is a sentence for the reader.
pub(super) fn edit(text: &str) -> Result<String, String> {
    let named = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = named.into_iter().find(|editor| !editor.trim().is_empty()).unwrap_or_else(|| "vi".to_owned());
    let words = shlex::split(&editor).filter(|words| !words.is_empty());
    let Some((program, arguments)) = words.as_ref().and_then(|words| words.split_first()) else {
        return Err("the editor in $VISUAL or $EDITOR cannot be read as a command: mind its quotation marks".to_owned());
    };
    let fault = |what: &str, error: std::io::Error| format!("{what}: {error}; the note is kept as a draft");
    let folder = tempfile::Builder::new()
        .prefix("postil-")
        .tempdir()
        .map_err(|error| fault("no folder for the editor's file", error))?;
    let path = folder.path().join("note.md");
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .map_err(|error| fault("the editor's file cannot be written", error))?;
    file.write_all(text.as_bytes()).map_err(|error| fault("the editor's file cannot be written", error))?;
    drop(file);
    let ended = Command::new(program).args(arguments).arg(&path).status();
    match ended {
        Ok(status) if status.success() => {}
        Ok(_) => return Err("the editor ended with an error; the note is as it was".to_owned()),
        Err(error) => return Err(fault("the editor cannot be started: set $EDITOR", error)),
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&path).map_err(|error| fault("what the editor wrote cannot be read", error))?;
    file.take(NOTE_BYTES)
        .read_to_end(&mut bytes)
        .map_err(|error| fault("what the editor wrote cannot be read", error))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Hands an address to the browser: $BROWSER, else the desktop's own opener. An error is a sentence.
pub fn browse(address: &str) -> Result<(), String> {
    let named = std::env::var("BROWSER").ok().filter(|browser| !browser.trim().is_empty());
    let words = named.as_deref().and_then(|browser| shlex::split(browser.split(':').next().unwrap_or(browser)));
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let words = words.filter(|words| !words.is_empty()).unwrap_or_else(|| vec![opener.to_owned()]);
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let spawned = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    spawned.map(drop).map_err(|error| format!("the browser cannot be started ({error}): set $BROWSER"))
}
