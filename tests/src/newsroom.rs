//! A server over a fresh store, with a newsroom of two editions.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use bantin_core::clock::Clock;
use bantin_server::api::policy::Policy;
use bantin_server::newsroom;
use bantin_server::serve::{self, Config, Running};
use bantin_site::app::App;

/// A server at work, and the folder it works in.
pub struct Newsroom {
    pub data: tempfile::TempDir,
    pub running: Running,
    policy: Policy,
    clock: Clock,
}

/// The repository's root.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The built app, when there is one to test.
pub fn dist() -> Option<PathBuf> {
    std::env::var_os("BANTIN_DIST").map(PathBuf::from)
}

fn config(data: PathBuf, port: u16, policy: Policy, clock: Clock) -> Config {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    Config { app: dist().map(App::Folder), policy, clock, ..Config::new(data, listen) }
}

/// A newsroom of two articles without pictures, `mot` in Vietnamese and `one` in English.
pub fn two_articles(folder: &std::path::Path) {
    let site = "name = \"Bản Tin\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"vi\", \"en\"]\n\
         time_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n\
         [[sections]]\nid = \"news\"\nname = \"News\"\nlang = \"en\"\n";
    std::fs::write(folder.join("site.toml"), site).unwrap();
    for (slug, lang, section, title) in [
        ("mot", "vi", "thoi-su", "Một bài ngắn về chuyến đò sớm"),
        ("one", "en", "news", "A short piece on the early ferry"),
    ] {
        let text = format!(
            "---\ntitle: \"{title}\"\nlang: {lang}\nsection: {section}\n\
             published: 2023-08-11T11:50:00+07:00\n---\n\n{title}.\n"
        );
        std::fs::write(folder.join(format!("{slug}.md")), text).unwrap();
    }
}

/// A fresh folder with the sample newsroom in it, a copy of what `cargo xtask test` and the benches have imported.
pub fn sample_data() -> tempfile::TempDir {
    let imported = root().join("target/test-newsroom");
    assert!(
        imported.join("bantin.sqlite").exists(),
        "run cargo xtask test first: it imports the sample"
    );
    let data = tempfile::tempdir().unwrap();
    copy(&imported, data.path());
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
        Self::on(data, Policy::default(), Clock::default()).await
    }

    async fn on(data: tempfile::TempDir, policy: Policy, clock: Clock) -> Self {
        let config = config(data.path().to_owned(), 0, policy.clone(), clock.clone());
        let running = serve::start(config).await.unwrap();
        Self { data, running, policy, clock }
    }

    /// Two short articles, served under `policy`.
    pub async fn small(policy: Policy) -> Self {
        Self::small_at(policy, Clock::default()).await
    }

    /// As [`Newsroom::small`]; the server has the time from `clock`.
    pub async fn small_at(policy: Policy, clock: Clock) -> Self {
        let source = tempfile::tempdir().unwrap();
        two_articles(source.path());
        Self::under(policy, clock, vec![source.path().to_string_lossy().into_owned()]).await
    }

    /// Imports these sources and serves them.
    pub async fn of(sources: Vec<String>) -> Self {
        Self::under(Policy::default(), Clock::default(), sources).await
    }

    async fn under(policy: Policy, clock: Clock, sources: Vec<String>) -> Self {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_owned();
        let outcome = tokio::task::spawn_blocking(move || newsroom::import(&folder, &sources))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(outcome.failed, []);
        Self::on(data, policy, clock).await
    }

    /// A server that was started by hand over this folder.
    pub fn over(data: tempfile::TempDir, running: Running) -> Self {
        Self { data, running, policy: Policy::default(), clock: Clock::default() }
    }

    /// Stops, and starts again on the same folder and port.
    pub async fn restarted(self) -> Self {
        let port = self.running.address.port();
        self.running.stop().await.unwrap();
        let (policy, clock) = (self.policy.clone(), self.clock.clone());
        let config = config(self.data.path().to_owned(), port, policy, clock);
        Self { running: serve::start(config).await.unwrap(), ..self }
    }

    /// `http://127.0.0.1:…` and `path`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address)
    }
}
