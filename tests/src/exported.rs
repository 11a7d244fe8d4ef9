//! A store with the sample newsroom, and a folder to export it into.

use std::collections::BTreeMap;
use std::path::PathBuf;

use bantin_model::Link;
use bantin_site::export::{self, Outcome, Target};

use crate::files::files;
use crate::newsroom::{dist, sample_data};

pub struct ExportedNewsroom {
    pub data: tempfile::TempDir,
    pub folder: tempfile::TempDir,
}

impl Default for ExportedNewsroom {
    fn default() -> Self {
        Self { data: sample_data(), folder: tempfile::tempdir().unwrap() }
    }
}

impl ExportedNewsroom {
    /// The folder of the export `name`.
    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Exports for the folder `base` of the host `url`.
    pub fn export(&self, name: &str, base: &str, url: &str) -> Outcome {
        self.export_live(name, base, url, None)
    }

    /// The same with a live service.
    pub fn export_live(&self, name: &str, base: &str, url: &str, live: Option<&str>) -> Outcome {
        let target = Target {
            app: dist().expect("run through: cargo xtask test browser").into(),
            out: self.out(name).join(base.trim_matches('/')),
            base: base.to_owned(),
            url: Link::new(&format!("{url}{base}")).ok(),
            live: live.and_then(|live| Link::new(live).ok()),
            theme: None,
        };
        export::export(self.data.path(), &target).unwrap()
    }

    /// Every file of the export `name`, with its bytes.
    pub fn files(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.out(name))
    }

    /// The text of a file of the export `name`.
    pub fn text(&self, name: &str, path: &str) -> String {
        let path = self.out(name).join(path);
        std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }
}
