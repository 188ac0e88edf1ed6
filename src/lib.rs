//! postil: a terminal reader for people who read to judge.

pub mod text;

pub mod article;

pub mod reading;

pub mod notes;

pub mod layout;

pub mod export;

pub mod store;

pub mod ingest;

pub mod app;

pub mod view;

pub mod config;

pub mod runtime;

pub mod cli;
