//! `bantin-server preview`: serves the folder of a newsroom as a site, for its authors. Saved changes appear in the
//! open browser at once; drafts and articles that are not public yet are marked; mistakes are shown over the page.
//!
//! - `shown`: what is shown now, as the browser is told
//! - `layer`: the script and its events, around all that is served
//! - `watching`: notices saved files

mod layer;
mod shown;
mod watching;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bantin_import::site_file;
use bantin_model::Link;
use bantin_site::app::App;
use bantin_store::folder_rules;
use bantin_store::open::{
    OpenError, create_store, mark_as_preview, may_hold_preview, open_store_to_read,
};
use bantin_store::sqlite::StoreError;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::listen::Limits;
use crate::newsroom::{self, NewsroomError, Outcome, Settings};
use crate::serve::{self, Config, Running, ServeError};
use shown::{Mistake, Shown};
use watching::Watching;

/// The settings of a preview.
#[derive(Clone, Debug)]
pub struct PreviewConfig {
    /// The newsroom's folder.
    pub folder: PathBuf,
    /// The folder for the store and the media, which nothing else uses.
    pub data: PathBuf,
    pub app: App,
    pub listen: SocketAddr,
}

/// Why there is no preview.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    #[error(
        "there is no site.toml in {path}. `bantin-server init {path}` makes a newsroom there",
        path = .0.display()
    )]
    NoSite(PathBuf),
    #[error("{path} cannot be watched: {cause}", path = .0.display(), cause = .1)]
    Watch(PathBuf, notify::Error),
    #[error("the folder {path}: {cause}", path = .0.display(), cause = .1)]
    Folder(PathBuf, std::io::Error),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error("the data folder {data} is in {folder}, whose files are watched. Give another --data",
        data = .data.display(), folder = .folder.display())]
    DataInside { data: PathBuf, folder: PathBuf },
    #[error(
        "{0} was not made by a preview, but by `import` or by an earlier release: a preview would make drafts public there. Give another --data, or none"
    )]
    NotOfAPreview(PathBuf),
    #[error("the preview cannot start its thread: {0}")]
    Thread(std::io::Error),
}

/// A running preview.
pub struct Preview {
    pub address: SocketAddr,
    running: Arc<Running>,
    shown: watch::Receiver<Shown>,
    watching: Watching,
}

impl Preview {
    /// Imports the folder, serves it and watches it.
    ///
    /// # Errors
    /// [`PreviewError`]. A mistake in the folder is no error: it is shown over the page.
    pub async fn start(config: PreviewConfig) -> Result<Self, PreviewError> {
        let PreviewConfig { folder, data, app, listen } = config;
        if !folder.join(site_file::NAME).is_file() {
            return Err(PreviewError::NoSite(folder));
        }
        let folder =
            folder.canonicalize().map_err(|error| PreviewError::Folder(folder.clone(), error))?;
        let data = std::path::absolute(&data).map_err(|e| PreviewError::Folder(data.clone(), e))?;
        if folder_rules::is_within(&data, &folder) {
            return Err(PreviewError::DataInside { data, folder });
        }
        // Watched from here on, so that nothing saved while it starts is missed.
        let (watcher, saved) = watching::watch(&folder)?;
        // Read before it is opened as the preview's own, which changes it.
        if !may_hold_preview(&data)? {
            return Err(PreviewError::NotOfAPreview(data));
        }
        let store = create_store(&data)?;
        mark_as_preview(&store)?;
        drop(store);
        let mut shown = Shown::at(Timestamp::now());
        let (read, read_data) = (folder.clone(), data.clone());
        let first = tokio::task::spawn_blocking(move || {
            look(&read, &read_data, &mut shown).map(|()| shown)
        });
        let first = first.await.map_err(|e| ServeError::Stopped(std::io::Error::other(e)))??;
        let (tell, told) = watch::channel(first);
        let limits = Limits { stop: STOP, ..Limits::default() };
        // Links lead to the preview, not to the public site.
        let url = Link::new(&format!("http://{listen}/")).ok();
        let config = Config { app: Some(app), url, limits, ..Config::new(&data, listen) };
        let events = told.clone();
        let running = serve::start_within(config, true, |site| layer::around(site, events)).await?;
        let address = running.address;
        let running = Arc::new(running);
        let served = Arc::clone(&running);
        let watching = Watching::start(watcher, saved, move || {
            let mut next = tell.borrow().clone();
            match look(&folder, &data, &mut next) {
                Ok(()) => {}
                Err(error) => next.mistakes = vec![Mistake::plain(error.to_string())],
            }
            if next != *tell.borrow() {
                served.forget();
                tell.send_replace(next);
            }
        });
        let watching = watching.map_err(PreviewError::Thread)?;
        Ok(Self { address, running, shown: told, watching })
    }

    /// The mistakes in the folder now, a line for each.
    pub fn mistakes(&self) -> Vec<String> {
        self.shown.borrow().mistakes.iter().map(ToString::to_string).collect()
    }

    /// Stops watching and serving.
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn stop(self) -> Result<(), ServeError> {
        let Self { running, watching, shown, .. } = self;
        drop(shown);
        let ended = tokio::task::spawn_blocking(move || watching.stop()).await;
        ended.map_err(|error| ServeError::Stopped(std::io::Error::other(error)))?;
        match Arc::try_unwrap(running) {
            Ok(running) => running.stop().await,
            // The thread with the other sender has ended.
            Err(_) => Ok(()),
        }
    }
}

/// How long browsers that wait for an event can delay the end of a preview.
const STOP: Duration = Duration::from_millis(200);

/// Imports `folder` as it is now, and updates what is shown.
fn look(folder: &Path, data: &Path, shown: &mut Shown) -> Result<(), PreviewError> {
    let settings = Settings { preview: true, allow_removal: true, ..Settings::default() };
    let source = folder.to_string_lossy().into_owned();
    let site = || Ok::<_, PreviewError>(open_store_to_read(data)?.site()?);
    let before = site()?;
    match newsroom::import_at(data, &[source], settings, Timestamp::now()) {
        Ok(outcome) => {
            let is_new = is_new(&outcome) || site()? != before;
            shown.take(folder, outcome, is_new);
        }
        Err(NewsroomError::Site(error)) => shown.mistakes = vec![Mistake::of_site(folder, &error)],
        Err(error) => shown.mistakes = vec![Mistake::plain(error.to_string())],
    }
    Ok(())
}

/// Whether anything is shown in another form than before.
fn is_new(outcome: &Outcome) -> bool {
    outcome.has_changed() || outcome.pages > 0 || !outcome.moved.is_empty()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use bantin_core::nameless::nameless;
    use bantin_store::data_folder::{STORE, media_folder};

    use super::*;

    #[tokio::test]
    async fn a_newsroom_s_store_is_refused_as_it_is() {
        let temporary = tempfile::tempdir().unwrap();
        let (folder, data) = (temporary.path().join("paper"), temporary.path().join("data"));
        let now = jiff::Zoned::now();
        crate::init::init(&folder, crate::init::FirstLanguage::English, &now).unwrap();
        create_store(&data).unwrap().set_site(&nameless()).unwrap();
        std::fs::remove_dir(media_folder(&data)).unwrap();
        // As an earlier release left it.
        let store = rusqlite::Connection::open(data.join(STORE)).unwrap();
        store.execute_batch("PRAGMA user_version = 1").unwrap();
        let app = App::Inside(Arc::new(BTreeMap::new()));
        let listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = PreviewConfig { folder, data: data.clone(), app, listen };
        let refused = Preview::start(config).await.err().unwrap();
        let said = refused.to_string();
        assert!(said.contains("was not made by a preview, but by `import`"), "{said}");
        let version: i64 = store.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert!(version == 1 && !media_folder(&data).exists());
    }
}
