//! A server over a fresh store, with a newsroom of two editions.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use bantin_server::newsroom;
use bantin_server::serve::{self, Config, Running};

/// A server at work, and the folder it works in.
pub struct Newsroom {
    pub data: tempfile::TempDir,
    pub running: Running,
}

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The built app, when there is one to test.
pub fn dist() -> Option<PathBuf> {
    std::env::var_os("BANTIN_DIST").map(PathBuf::from)
}

fn config(data: PathBuf, port: u16) -> Config {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Config { app: dist(), ..Config::new(data, listen) }
}

/// A fresh folder with the sample newsroom in it. It is imported once for each program of tests, which
/// takes seconds for its pictures, and copied for each test.
pub fn sample_data() -> tempfile::TempDir {
    static IMPORTED: OnceLock<PathBuf> = OnceLock::new();
    let imported = IMPORTED.get_or_init(|| {
        let program = std::env::current_exe().unwrap();
        let folder = root().join("target/test-newsroom").join(program.file_name().unwrap());
        let _ = std::fs::remove_dir_all(&folder);
        let sample = root().join("server/sample").to_string_lossy().into_owned();
        let outcome = newsroom::import(&folder, &[sample]).unwrap();
        assert_eq!(outcome.failed, Vec::<String>::new());
        folder
    });
    let data = tempfile::tempdir().unwrap();
    copy(imported, data.path());
    data
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

impl Newsroom {
    /// Serves the sample newsroom from a fresh folder.
    pub async fn sample() -> Self {
        let data = tokio::task::spawn_blocking(sample_data).await.unwrap();
        let running = serve::start(config(data.path().to_owned(), 0)).await.unwrap();
        Self { data, running }
    }

    /// Imports these sources and serves them.
    pub async fn of(sources: Vec<String>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_owned();
        let outcome = tokio::task::spawn_blocking(move || newsroom::import(&folder, &sources))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(outcome.failed, Vec::<String>::new());
        let running = serve::start(config(data.path().to_owned(), 0)).await.unwrap();
        Self { data, running }
    }

    /// Stops, and starts again on the same folder and port.
    pub async fn restarted(self) -> Self {
        let port = self.running.address.port();
        self.running.stop().await.unwrap();
        let running = serve::start(config(self.data.path().to_owned(), port)).await.unwrap();
        Self { data: self.data, running }
    }

    /// `http://127.0.0.1:…` and `path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }
}
