//! Hearing of another window's writes, without ever asking.

use std::path::{Path, PathBuf};

use notify::{Config, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::error::{Fault, StoreError};
use super::place;
use super::store::Store;
use crate::text::clean::clean_line;

/// Calls back while it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Store {
    /// Calls `changed` whenever the store's file or its log was written to, by this window too and
    /// possibly several times for one change, the last time when the change stands: ask
    /// [`data_version`](Self::data_version) each time. It is called on the watcher's own thread, which sleeps in
    /// between, and stops when the watch is dropped.
    pub fn watch(&self, changed: impl Fn() + Send + 'static) -> Result<Watch, StoreError> {
        let path = self.path();
        watch(path, changed).map_err(|error| {
            let why = clean_line(&error.to_string());
            StoreError::at(path, Fault::System(format!("changes by other windows cannot be watched: {why}")))
        })
    }
}

fn watch(path: &Path, changed: impl Fn() + Send + 'static) -> notify::Result<Watch> {
    // The log comes and goes, so the folder is watched, not the files.
    let watched: [PathBuf; 2] = [path.to_owned(), place::beside(path, "-wal")];
    let heard = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        // Opening and closing is no change; taking it for one would make readers wake each other.
        let written = matches!(event.kind, EventKind::Modify(_) | EventKind::Create(_) | EventKind::Remove(_));
        // Where the system lost events, it names no file.
        if event.need_rescan() || written && event.paths.iter().any(|path| watched.contains(path)) {
            changed();
        }
    };
    let mut watcher = RecommendedWatcher::new(heard, Config::default())?;
    watcher.watch(path.parent().unwrap_or(path), RecursiveMode::NonRecursive)?;
    Ok(Watch { _watcher: watcher })
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::super::tests::{WORDS, add, annotation, at, document, folder, note, origin};
    use super::*;

    #[test]
    fn another_windows_write_is_heard_and_reading_is_not() {
        let dir = folder();
        let mut here = Store::open(dir.path()).unwrap();
        let document = document(WORDS);
        let id = here.remember(&document, &origin("/a"), b"", at(1)).unwrap().id;
        let mut there = Store::open(dir.path()).unwrap();
        let (send, heard) = mpsc::channel();
        let watch = here.watch(move || _ = send.send(())).unwrap();
        let version = here.data_version().unwrap();
        assert_eq!(there.annotations(id).unwrap(), []);
        assert!(heard.recv_timeout(Duration::from_millis(50)).is_err());
        let made = annotation(1, &document, id, note("x"));
        there.save(&[add(&made)], at(2)).unwrap();
        heard.recv_timeout(Duration::from_secs(5)).unwrap();
        assert_ne!(here.data_version().unwrap(), version);
        // The file itself is written to only when the log is carried over: this is the last word.
        while heard.recv_timeout(Duration::from_millis(50)).is_ok() {}
        super::place::announce(here.path());
        heard.recv_timeout(Duration::from_secs(5)).unwrap();
        assert_eq!(here.annotations(id).unwrap(), [made]);
        drop(watch);
    }
}
