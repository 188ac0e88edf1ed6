//! Reading on the screen: `postil SOURCE`, `postil open ID`, and the library.

use std::ffi::OsString;

use super::args::{Cli, ReadView};
use super::failure::Failure;
use super::output::{ColourWhen, counted, say};
use super::session;
use crate::app::state::{Settings, View};
use crate::config::file::Config;
use crate::config::paths::Paths;
use crate::config::terminal;
use crate::runtime::open::Wanted;
use crate::runtime::run::{Launch, run};
use crate::view::theme::{Depth, Ground, Theme};

/// How many faults of the config are told one by one: a file with more is no config.
const MOST_FAULTS: usize = 20;

/// Opens the screen on what is wanted, or on the library.
pub(super) fn read(paths: &Paths, cli: &Cli, view: Option<ReadView>, wanted: Option<Wanted>) -> Result<(), Failure> {
    let mut config = Config::load(paths);
    match view {
        Some(ReadView::Panes) => config.settings.view = View::PANES,
        Some(ReadView::Whole) => config.settings.view = View::Whole,
        None => {}
    }
    let depth = match cli.common.color {
        ColourWhen::Never => Depth::Plain,
        ColourWhen::Auto => terminal::depth(),
        ColourWhen::Always => terminal::depth_in_any_case(),
    };
    let ground = config.ground.or_else(terminal::ground).unwrap_or(Ground::Either);
    let launch = Launch {
        wanted,
        data_dir: paths.data.clone(),
        rescue: paths.rescue(),
        limits: cli.common.limits(),
        warning: config.warning(),
        settings: config.settings,
        theme: Theme::new(depth, ground),
    };
    run(launch).map_err(Failure::said)
}

/// What an id names: an annotation, or a document.
pub(super) fn named(paths: &Paths, id: &str) -> Result<Wanted, Failure> {
    let (record, annotation) = session::owner(&session::store_that_is_there(paths)?, id)?;
    Ok(Wanted::Document(record.id, annotation))
}

/// What a source names: itself, or what the store knows by that id.
pub(super) fn wanted(paths: &Paths, source: OsString) -> Result<Wanted, Failure> {
    Ok(match session::named(paths, &source)? {
        Some((record, annotation)) => Wanted::Document(record.id, annotation),
        None => Wanted::Source(source),
    })
}

/// What the config sets, for commands without a screen; what is wrong with it is said, and they go on.
pub(super) fn settings(paths: &Paths) -> Settings {
    let config = Config::load(paths);
    for fault in config.faults.iter().take(MOST_FAULTS) {
        say(fault);
    }
    if let Some(more @ 1..) = config.faults.len().checked_sub(MOST_FAULTS) {
        say(&format!("{} in the config", counted(more, "more fault")));
    }
    config.settings
}
