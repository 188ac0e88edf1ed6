//! postil: a terminal reader for people who read to judge.

pub mod text;

pub mod article;

pub mod reading;

pub mod layout;

pub mod notes;

pub mod export;

pub mod store;

pub mod ingest;

pub mod config;

pub mod cli;

pub mod app;

pub mod view;
