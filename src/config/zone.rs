//! Where the reader's day begins and ends.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads the environment")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use jiff::tz::TimeZone;

/// The largest file that is taken for a time zone's rules, in bytes; real ones have a few thousand.
const LARGEST: u64 = 1 << 20;

/// The time zone of the environment, by TZ and the system's setting; UTC where TZ names a file that cannot be one
/// of rules: a device would be read without end.
pub fn zone() -> TimeZone {
    if std::env::var_os("TZ").is_some_and(|zone| is_hostile(&zone)) { TimeZone::UTC } else { TimeZone::system() }
}

/// Whether the value of TZ names something that must not be read.
fn is_hostile(zone: &OsStr) -> bool {
    let bytes = zone.as_bytes();
    let path = Path::new(OsStr::from_bytes(bytes.strip_prefix(b":").unwrap_or(bytes)));
    let is_rules = |found: &fs::Metadata| found.is_file() && (1..=LARGEST).contains(&found.len());
    fs::metadata(path).is_ok_and(|found| !found.is_dir() && !is_rules(&found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_of_rules_is_not_read() {
        for (zone, hostile) in [
            ("Europe/Berlin", false),
            ("CET-1CEST", false),
            ("", false),
            (":/nowhere", false),
            ("Cargo.toml", false),
            ("/", false),
            ("/dev/zero", true),
            (":/dev/zero", true),
            (":../../../../../../../../../../dev/zero", true),
        ] {
            assert_eq!(is_hostile(OsStr::new(zone)), hostile, "{zone}");
        }
    }
}
