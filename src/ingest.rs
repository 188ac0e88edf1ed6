//! Ingest: a file, standard input or an address to bytes, what kind they are, and where they came
//! from. The one room, beside the store, that reads what is outside.

pub mod address;
pub mod error;
pub mod fault;
pub mod fetch;
pub mod file;
pub mod folder;
pub mod kind;
pub mod origin;
pub mod passages;
pub mod pdf;
mod prepare;
mod process;
pub mod progress;
pub mod proxy;
mod reach;
pub mod started;
pub mod stop;
