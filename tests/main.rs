//! Tests of the whole: the house's rules, and the program as its users run it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test that finds something amiss panics, and tests touch files"
)]

mod anchoring;
mod annotate;
mod arguments;
mod bench;
mod claims;
mod edit;
mod export;
mod formats;
mod fuzz;
mod house;
mod import;
mod linear;
mod locate;
mod pages;
mod server;
mod show;
mod sources;
mod terminal;
mod web;
mod whole;
