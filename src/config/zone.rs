//! Where the reader's day begins and ends.

#![allow(clippy::disallowed_methods, reason = "this is the room that reads the environment")]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use jiff::tz::TimeZone;

/// The largest file that is taken for a time zone's rules, in bytes; real ones have a few thousand.
const LARGEST: u64 = 1 << 20;

/// The file that holds the rules of the system's time zone.
const LOCAL: &str = "/etc/localtime";

/// The time zone of the environment, by TZ and the system's setting; UTC where TZ names a file that cannot be one
/// of rules: a device would be read without end.
pub fn zone() -> TimeZone {
    match std::env::var_os("TZ") {
        Some(zone) if is_hostile(&zone) => TimeZone::UTC,
        Some(_) => TimeZone::system(),
        None => of_file(Path::new(LOCAL)).unwrap_or_else(TimeZone::system),
    }
}

/// The time zone by a file of rules. To look its name up, all the zones there are would be listed first.
fn of_file(path: &Path) -> Option<TimeZone> {
    let is_rules = fs::metadata(path).is_ok_and(|found| is_rules(&found));
    let rules = is_rules.then(|| fs::read(path).ok()).flatten()?;
    TimeZone::tzif("local", &rules).ok()
}

/// Whether a file can be one of rules.
fn is_rules(found: &fs::Metadata) -> bool {
    found.is_file() && (1..=LARGEST).contains(&found.len())
}

/// Whether the value of TZ names something that must not be read.
fn is_hostile(zone: &OsStr) -> bool {
    let bytes = zone.as_bytes();
    let path = Path::new(OsStr::from_bytes(bytes.strip_prefix(b":").unwrap_or(bytes)));
    fs::metadata(path).is_ok_and(|found| !found.is_dir() && !is_rules(&found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_that_of_its_rules() {
        let noon = jiff::civil::date(2026, 7, 1).at(12, 0, 0, 0);
        if let Some(zone) = of_file(Path::new("/usr/share/zoneinfo/Europe/Berlin")) {
            assert_eq!(zone.to_timestamp(noon).unwrap().to_string(), "2026-07-01T10:00:00Z");
        }
        for path in ["/dev/zero", "/", "/nowhere", "Cargo.toml"] {
            assert!(of_file(Path::new(path)).is_none(), "{path}");
        }
    }

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
