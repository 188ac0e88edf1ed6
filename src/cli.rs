//! The command line: what was asked for, and the commands that need no screen.

pub mod args;
pub mod failure;
pub mod main;
pub mod output;

mod add;
mod annotate;
mod body;
mod completions;
mod edit;
mod export;
mod forecasts;
mod import;
mod library;
mod linear;
mod locate;
mod notes;
mod parse;
mod progress;
mod read;
mod refresh;
mod session;
mod show;
mod show_text;
mod source;
mod upkeep;
mod values;
