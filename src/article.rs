//! Articles: the document every other room works on, its one builder, and the parsers that feed it.

pub mod address;
pub mod block;
pub mod boilerplate;
pub mod builder;
mod calls;
pub mod decode;
pub mod document;
mod ends;
pub mod epub;
mod flow;
mod fragment;
mod front_matter;
mod headline;
mod html;
pub mod identity;
mod last;
mod lines;
pub mod mail;
mod markdown;
mod markup;
mod org;
pub mod pages;
pub mod pane;
pub mod parse;
mod parts;
mod phrases;
mod plain;
mod references;
mod rst;
#[cfg(test)]
mod seen;
pub mod site;
mod stream;
