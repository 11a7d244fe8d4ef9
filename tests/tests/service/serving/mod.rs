//! The server towards its clients, as a process: what each address answers, what slow, many and broken clients may
//! take, how it stops, and what it says in its log.

mod failing;
mod limits;
mod spelling;
mod stopping;

use bantin_tests::addresses;

/// A data folder with the newsroom of the table of addresses, and an app to serve beside it.
struct Folders {
    folder: tempfile::TempDir,
}

impl Folders {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        addresses::newsroom(&folder.path().join("data"));
        addresses::app(&folder.path().join("app"));
        Self { folder }
    }

    fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The option that serves the app.
    fn app(&self) -> String {
        format!("--app={}", addresses::app(&self.folder.path().join("app")).display())
    }
}
