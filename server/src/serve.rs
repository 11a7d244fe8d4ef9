//! The server: the API, the app's files, the media, listening.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::middleware::from_fn_with_state;
use bantin_model::Link;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tower_http::trace::TraceLayer;

use crate::api::policy::Policy;
use crate::api::{self, Api, SecretsError, metrics};
use crate::pages::PagesError;
use crate::store::{Store, StoreError};
use crate::{app_files, upkeep, widgets};

/// Where everything is.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder of the store and the media.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// The built app, if it is served from here.
    pub app: Option<PathBuf>,
    /// The site's address, when it is not the one in `site.toml`.
    pub url: Option<Link>,
    /// How the live service is run.
    pub policy: Policy,
}

impl Config {
    /// The usual server over this folder.
    pub fn new(data: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self { data: data.into(), listen, app: None, url: None, policy: Policy::default() }
    }
}

/// Why the server could not start or stop well.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, std::io::Error),
    #[error("the folder {path}: {cause}", path = .0.display(), cause = .1)]
    Folder(PathBuf, std::io::Error),
    #[error(transparent)]
    Pages(#[from] PagesError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// A server at work.
pub struct Running {
    pub address: SocketAddr,
    api: Arc<Api>,
    stop: watch::Sender<bool>,
    task: JoinHandle<Result<(), std::io::Error>>,
}

impl Running {
    /// Finishes the requests at hand and closes the store.
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn stop(self) -> Result<(), ServeError> {
        // The receiver lives in the task that is awaited next.
        let _ = self.stop.send(true);
        match self.task.await {
            Ok(result) => result.map_err(ServeError::Stopped)?,
            Err(error) => return Err(ServeError::Stopped(std::io::Error::other(error))),
        }
        let api = self.api;
        let finish = move || {
            api.store.flush_views()?;
            api.store.checkpoint()
        };
        tokio::task::spawn_blocking(finish)
            .await
            .map_err(|error| ServeError::Stopped(std::io::Error::other(error)))??;
        Ok(())
    }

    /// The store behind it.
    pub fn store(&self) -> &Store {
        &self.api.store
    }
}

/// The store in the folder `data`, which is made when it is not there.
///
/// # Errors
/// [`ServeError`].
pub fn open_store(data: &Path) -> Result<Store, ServeError> {
    let media = media_folder(data);
    std::fs::create_dir_all(&media).map_err(|error| ServeError::Folder(media, error))?;
    Ok(Store::open(&data.join("bantin.sqlite"))?)
}

/// Where the pictures are.
pub fn media_folder(data: &Path) -> PathBuf {
    data.join("media")
}

/// Starts serving.
///
/// # Errors
/// [`ServeError`].
pub async fn start(config: Config) -> Result<Running, ServeError> {
    let store = open_store(&config.data)?;
    let api = Arc::new(Api::new(store, config.policy, config.url.clone())?);
    if let Some(app) = &config.app {
        widgets::keep(app, &config.data)
            .map_err(|(path, error)| ServeError::Folder(path, error))?;
    }
    let (media, kept) = (media_folder(&config.data), widgets::folder(&config.data));
    let files = app_files::router(Arc::clone(&api), config.app.as_deref(), &media, &kept)?;
    let router = api::router(Arc::clone(&api))
        .fallback_service(files)
        .layer(from_fn_with_state(Arc::clone(&api), metrics::count))
        .layer(TraceLayer::new_for_http());

    let listener = TcpListener::bind(config.listen)
        .await
        .map_err(|error| ServeError::Listen(config.listen, error))?;
    let address =
        listener.local_addr().map_err(|error| ServeError::Listen(config.listen, error))?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(upkeep::run(Arc::clone(&api), stopped.clone()));
    let task = tokio::spawn(async move {
        let mut stopped = stopped;
        let until = async move {
            // An error means that the sender is gone, which is a stop as well.
            let _ = stopped.wait_for(|stop| *stop).await;
        };
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(until).await
    });
    tracing::info!(%address, "listening");
    Ok(Running { address, api, stop, task })
}
