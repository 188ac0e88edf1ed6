//! What may stand after `doctor`, `backup` and `completions`.

use std::path::PathBuf;

use clap::Args;

/// `postil doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Mend what can be mended, after keeping a copy of the store beside it
    #[arg(long)]
    pub repair: bool,
}

/// `postil backup`.
#[derive(Debug, Args)]
pub struct Backup {
    /// The file to write, which must not be there yet
    pub file: PathBuf,
}

/// `postil completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
