//! Where the store and the config are.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folder of the data and the file of the config.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder that holds `postil.db`.
    pub data: PathBuf,
    /// `config.toml`.
    pub config: PathBuf,
    /// Whether the reader named it: then it should be there.
    pub config_named: bool,
}

/// Why no place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no home folder is known, so there is no place for the notes: set HOME, or name a folder with --data-dir")]
pub struct NoHome;

impl Paths {
    /// The folders of this user by the platform's rules (on Linux `$XDG_DATA_HOME/postil` and
    /// `$XDG_CONFIG_HOME/postil/config.toml`), each replaced by what the command line says. An empty
    /// path says nothing.
    pub fn find(data: Option<&Path>, config: Option<&Path>) -> Result<Self, NoHome> {
        let given = |path: Option<&Path>| path.filter(|path| !path.as_os_str().is_empty()).map(Path::to_path_buf);
        let user = ProjectDirs::from("", "", "postil");
        let data = given(data).or_else(|| user.as_ref().map(|user| user.data_dir().to_path_buf())).ok_or(NoHome)?;
        let config = given(config);
        let config_named = config.is_some();
        let config = config
            .or_else(|| user.as_ref().map(|user| user.config_dir().join("config.toml")))
            .unwrap_or_else(|| data.join("config.toml"));
        Ok(Self { data, config, config_named })
    }

    /// Folders that may take what the store does not, the best first: that of the store, on Linux
    /// `$XDG_STATE_HOME/postil`, and the one for temporary files.
    pub fn rescue(&self) -> Vec<PathBuf> {
        let user = ProjectDirs::from("", "", "postil");
        let state = user.as_ref().and_then(ProjectDirs::state_dir).map(Path::to_path_buf);
        [Some(self.data.clone()), state, Some(std::env::temp_dir())].into_iter().flatten().collect()
    }
}
