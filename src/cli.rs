//! The command line: what was asked for, and the commands that need no screen.

pub mod args;
pub mod failure;
pub mod main;
pub mod output;

mod locate;
mod show;
mod show_text;
mod source;
