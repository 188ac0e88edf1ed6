//! Links the released program at a fixed place. Its tables (the entities and element names of HTML, the words of
//! the command line) hold some 45,000 addresses, which would otherwise be worked out anew at every start: a quarter
//! of the time to the first page, and two megabytes. Libraries, heap and stack keep their random places.

#![allow(clippy::disallowed_methods, reason = "cargo tells a build script what it builds by the environment")]

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("PROFILE", "release") && is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
