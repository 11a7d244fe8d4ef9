//! The server: the interface, the app's files and the media on one port.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use bantin_core::clock::Clock;
use bantin_model::Link;
use bantin_site::app::App;
use bantin_site::pages::PagesError;
use bantin_site::widgets;
use bantin_store::advice;
use bantin_store::data_folder::widgets_folder;
use bantin_store::ledger::{Group, Ledger};
use bantin_store::open::OpenError;
use bantin_store::postgres::{Address, Postgres, PostgresError};
use bantin_store::register::Register;
use bantin_store::sqlite::StoreRegister;
use bantin_store::sqlite::embedded::Embedded;
use bantin_store::sqlite::{Store, StoreError};
use bantin_store::watched::Watched;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::api::policy::Policy;
use crate::api::{self, Api, SecretsError};
use crate::app_files;
use crate::following::Target;
use crate::following::{self, Keeper};
use crate::listen::{self, Acceptor, Limits};
use crate::replica::{Replica, ReplicaError};
use crate::upkeep;

/// The settings of a server.
#[derive(Clone, Debug)]
pub struct Config {
    /// Folder of the store and the media.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// The built app, if it is served from here.
    pub app: Option<App>,
    /// The site's address, if it is not the one in `site.toml`.
    pub url: Option<Link>,
    /// The policy of the live service.
    pub policy: Policy,
    /// The time for readers' tokens.
    pub clock: Clock,
    /// The ledger that several servers share; without one, this server keeps its own.
    pub shared: Option<Address>,
    /// How many votes go into one transaction.
    pub group: Group,
    /// Limits for clients.
    pub limits: Limits,
    /// What watches over all workers of the service.
    pub watched: Watched,
}

impl Config {
    /// The usual settings, for this folder and port.
    pub fn new(data: impl Into<PathBuf>, listen: SocketAddr) -> Self {
        Self {
            data: data.into(),
            listen,
            app: None,
            url: None,
            policy: Policy::default(),
            clock: Clock::default(),
            shared: None,
            group: Group::default(),
            limits: Limits::default(),
            watched: Watched::default(),
        }
    }
}

pub use bantin_store::data_folder::{STORE, media_folder};
use bantin_store::open::refuse_preview;
pub use bantin_store::open::{create_store, open_as_allowed, open_store, open_store_to_read};

/// Why the server could not start, or stop in order.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("cannot listen on {0}: {1}; {advice}", advice = advice::io(.1))]
    Listen(SocketAddr, std::io::Error),
    #[error("the folder {path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Folder(PathBuf, std::io::Error),
    #[error(transparent)]
    Pages(#[from] PagesError),
    #[error(transparent)]
    Postgres(#[from] PostgresError),
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    #[error(transparent)]
    Secrets(#[from] SecretsError),
    #[error("the server cannot start its threads: {0}")]
    Runtime(std::io::Error),
    #[error("the readings of the last seconds could not be written in time")]
    Late,
    #[error("the server stopped: {0}")]
    Stopped(std::io::Error),
}

/// How long writing the last readings may take while a shared database does not answer.
const LAST_WRITING: Duration = Duration::from_secs(5);

/// A running server.
pub struct Running {
    pub address: SocketAddr,
    api: Arc<Api>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Finishes the requests at hand, within [`Limits::stop`], and closes the store.
    ///
    /// # Errors
    /// [`ServeError`].
    pub async fn stop(self) -> Result<(), ServeError> {
        // The receiver is in the task that is awaited next.
        let _ = self.stop.send(true);
        self.task.await.map_err(|error| ServeError::Stopped(std::io::Error::other(error)))?;
        let api = self.api;
        let written = tokio::time::timeout(LAST_WRITING, api.flush_views()).await;
        written.map_err(|_| ServeError::Late)??;
        tokio::task::spawn_blocking(move || api.store.checkpoint())
            .await
            .map_err(|error| ServeError::Stopped(std::io::Error::other(error)))??;
        Ok(())
    }

    /// The store with the articles.
    pub fn store(&self) -> &Store {
        &self.api.store
    }

    /// The ledger, with all that readers did.
    pub fn ledger(&self) -> &dyn Ledger {
        &*self.api.ledger
    }

    /// Shows what was imported at once; by itself the server notices that within a second.
    pub fn forget(&self) {
        self.api.forget();
    }

    /// Writes the readings that wait in memory; by itself the server does that every few seconds.
    ///
    /// # Errors
    /// [`StoreError`]; they wait on then.
    pub async fn flush_views(&self) -> Result<(), StoreError> {
        self.api.flush_views().await
    }
}

/// The store in the folder `data` as a copy of all that was published until now, which may take a while the first time,
/// and the replica that keeps it one.
///
/// # Errors
/// [`ServeError`].
pub async fn caught_up(
    shared: &Arc<Postgres>,
    store: &Arc<Store>,
    data: &Path,
) -> Result<Replica, ServeError> {
    let (shared, store) = (Arc::clone(shared), Arc::clone(store));
    let mut replica = Replica::new(shared, store, media_folder(data)).await?;
    replica.step().await?;
    Ok(replica)
}

/// Starts serving.
///
/// # Errors
/// [`ServeError`].
pub async fn start(config: Config) -> Result<Running, ServeError> {
    start_within(config, false, |router| router).await
}

/// As [`start`]; `around` can put a layer around everything that is served. A preview's store is served only where
/// `is_preview`.
///
/// # Errors
/// [`ServeError`].
pub async fn start_within(
    config: Config,
    is_preview: bool,
    around: impl FnOnce(Router) -> Router,
) -> Result<Running, ServeError> {
    // With a shared database the folder is a copy, which is made again if it is lost.
    let store = match &config.shared {
        None => {
            let store = open_store(&config.data)?;
            if !is_preview {
                refuse_preview(&store, &config.data)?;
            }
            store
        }
        Some(_) => create_store(&config.data)?,
    };
    let store = Arc::new(store.grouped(config.group).watched_by(config.watched.clone()));
    let (ledger, replica, register) = match &config.shared {
        None => {
            store.take_votes()?;
            let register = Arc::new(StoreRegister(Arc::clone(&store))) as Arc<dyn Register>;
            let ledger = Arc::new(Embedded::new(Arc::clone(&store))) as Arc<dyn Ledger>;
            (ledger, None, register)
        }
        Some(address) => {
            let shared =
                Postgres::open_watched(address, config.group, config.watched.clone()).await?;
            let shared = Arc::new(shared);
            let replica = caught_up(&shared, &store, &config.data).await?;
            let register = Arc::clone(&shared) as Arc<dyn Register>;
            (shared as Arc<dyn Ledger>, Some(replica), register)
        }
    };
    let (policy, clock, url) = (config.policy, config.clock, config.url.clone());
    let target = match &config.shared {
        None => Target::Folder(config.data.clone()),
        Some(address) => Target::Shared(address.clone()),
    };
    let keeper = Keeper::new(Arc::clone(&register), target, clock.clone())?;
    let api = Arc::new(Api::new(store, ledger, policy, clock, url).await?.following(register));
    if let Some(app) = &config.app {
        widgets::keep(app, &config.data)
            .map_err(|(path, error)| ServeError::Folder(path, error))?;
    }
    let (media, kept) = (media_folder(&config.data), widgets_folder(&config.data));
    let files = app_files::router(Arc::clone(&api), config.app.as_ref(), &media, &kept)?;
    let router = api::told(api::router(Arc::clone(&api)).fallback_service(files), &api);
    let router = around(router);
    // Built now, so that the first search does not wait for it.
    api.search.refresh(&api.store);

    listen::descriptors::raise();
    let listener =
        listen::bind(config.listen).map_err(|error| ServeError::Listen(config.listen, error))?;
    let address =
        listener.local_addr().map_err(|error| ServeError::Listen(config.listen, error))?;
    let (stop, stopped) = watch::channel(false);
    upkeep::start(&api, replica, &stopped);
    let served = Arc::clone(&api);
    let keeper = keeper.reached_at(Arc::new(move || served.site().ok()?.url.as_str().parse().ok()));
    following::keeper::start(keeper, api.store.watched(), &stopped);
    let trusted = api.policy.trusted_proxies.clone();
    let counts = api.connections().clone();
    let acceptor = Acceptor::new(listener, router, config.limits, trusted, counts);
    let task = tokio::spawn(acceptor.run(stopped));
    tracing::info!(%address, "listening");
    Ok(Running { address, api, stop, task })
}
