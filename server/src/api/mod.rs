//! The contract over HTTP. `docs/api.md` says it in words, [`openapi`] in OpenAPI 3.1.
//!
//! - [`routes`][]: which handler answers what, and what every answer goes through
//! - [`reads`][]: the read tree, JSON files in all but name
//! - [`search`][]: articles by their words
//! - [`readers`][]: anonymous readers and their tokens
//! - [`live`][]: ratings, views
//! - [`hooks`][], [`websub`][]: having a source looked at
//! - [`policy`][], [`limits`][], [`address`][], [`proof`][]: what keeps one caller from being many
//! - [`health`][], [`metrics`][]: for whoever runs it
//! - [`rendered`][]: an answer's bytes in a coding, with their tag; [`cache`][]: kept for a moment
//! - [`turns`][]: how much is done at once, and on which threads
//! - [`arrival`][]: how long a request may take; [`failures`][]: what is said when it fails
//! - [`token`][]: readers' tokens
//! - [`problem`][]: errors as RFC 9457 has them

pub(crate) mod address;
pub mod arrival;
pub(crate) mod cache;
mod cause;
mod failures;
mod health;
mod hooks;
mod limits;
mod live;
pub mod metrics;
mod oembed;
pub mod openapi;
pub mod policy;
pub(crate) mod problem;
mod proof;
pub(crate) mod readers;
mod reads;
pub(crate) mod rendered;
mod routes;
mod search;
pub mod token;
mod turns;
mod websub;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use axum::http::HeaderMap;
use bantin_model::{Link, Site, Slug, path};
use jiff::Timestamp;

use address::Networks;
use bantin_core::clock::Clock;
use bantin_core::repeats::Repeats;
use bantin_site::search::IndexCache;
use bantin_store::ledger::readings::Waiting;
use bantin_store::ledger::{Ledger, NetworkId, ReaderId};
use bantin_store::register::Register;
use bantin_store::sqlite::{Store, StoreError};
use bantin_store::watched::{Failure, Part};
use cache::Cache;
use health::Checks;
use limits::{HOUR, Limit, MINUTE};
use metrics::Metrics;
use policy::Policy;
use problem::ApiProblem;
use proof::Proofs;
pub use routes::router;
pub(crate) use routes::{guarded, safe_headers, told};
use token::Signer;
use turns::{Turns, blocking};
pub(crate) use turns::{making, searching};

/// No body of the contract comes near this, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;

/// What every handler needs.
pub struct Api {
    pub store: Arc<Store>,
    pub ledger: Arc<dyn Ledger>,
    readings: Waiting,
    pub search: IndexCache,
    pub policy: Policy,
    clock: Clock,
    signer: RwLock<Arc<Signer>>,
    networks: Networks,
    limits: Limits,
    proofs: Proofs,
    metrics: Metrics,
    /// Whether the store is as it should be.
    checks: Checks,
    cache: Cache,
    /// What failed lately.
    failures: Repeats,
    turns: Turns,
    /// Overrides the address in `site.toml`.
    url: Option<Link>,
    /// The sources that are followed; none where nobody follows any.
    register: Option<Arc<dyn Register>>,
}

/// Why the service has no secrets to work with.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the keys that sign readers' tokens cannot be used: {0}")]
    Keys(hmac::digest::InvalidLength),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SecretsError> for Failure {
    fn from(error: SecretsError) -> Self {
        match error {
            SecretsError::Store(error) => error.into(),
            other => Self { cause: other.to_string(), is_elsewhere: false },
        }
    }
}

struct Limits {
    new_readers: Limit<NetworkId>,
    votes: Limit<NetworkId>,
    own_votes: Limit<ReaderId>,
    searches: Limit<NetworkId>,
    hooks: Limit<NetworkId>,
}

impl Limits {
    fn of(policy: &Policy) -> Self {
        Self {
            new_readers: Limit::new(policy.new_readers, HOUR),
            votes: Limit::new(policy.votes, HOUR),
            own_votes: Limit::new(policy.own_votes, 24 * HOUR),
            searches: Limit::new(policy.searches, MINUTE),
            hooks: Limit::new(policy.hooks, MINUTE),
        }
    }
}

impl Api {
    /// The service over what `store` publishes and what is in `ledger`.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn new(
        store: Arc<Store>,
        ledger: Arc<dyn Ledger>,
        policy: Policy,
        clock: Clock,
        url: Option<Link>,
    ) -> Result<Self, SecretsError> {
        let signer = Arc::new(signer(&*ledger).await?.0);
        let api = Self {
            signer: RwLock::new(signer),
            networks: Networks::new(policy.trusted_proxies.clone()),
            limits: Limits::of(&policy),
            proofs: Proofs::new(policy.proof_bits),
            metrics: Metrics::with_restarts(store.watched().restarts()),
            checks: Checks::default(),
            search: IndexCache::default(),
            cache: Cache::new(policy.cache_bytes),
            failures: Repeats::default(),
            turns: Turns::default(),
            store,
            ledger,
            readings: Waiting::default(),
            policy,
            clock,
            url,
            register: None,
        };
        api.load_keys().await?;
        api.load_daily_key(Timestamp::now()).await?;
        Ok(api)
    }

    /// Takes hooks for the sources in `register`, and tells of them.
    #[must_use]
    pub fn following(self, register: Arc<dyn Register>) -> Self {
        Self { register: Some(register), ..self }
    }

    fn signer(&self) -> Arc<Signer> {
        Arc::clone(&self.signer.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Signs and checks tokens with the keys the ledger has now.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn load_keys(&self) -> Result<(), SecretsError> {
        let (signer, keys) = signer(&*self.ledger).await?;
        *self.signer.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(signer);
        self.proofs.set_keys(&keys);
        Ok(())
    }

    /// Tells networks apart with the key of the day that `now` is in; yesterday's is thrown away.
    ///
    /// # Errors
    /// [`SecretsError`].
    pub async fn load_daily_key(&self, now: Timestamp) -> Result<(), SecretsError> {
        let mut fresh = [0; 32];
        getrandom::fill(&mut fresh).map_err(SecretsError::Random)?;
        let key = self.ledger.daily_key(&now.strftime("%F").to_string(), fresh).await?;
        self.networks.set_key(&key);
        Ok(())
    }

    /// Writes the readings that wait in memory.
    ///
    /// # Errors
    /// [`StoreError`]; they wait on then.
    pub async fn flush_views(&self) -> Result<(), StoreError> {
        let noted = self.readings.take();
        if noted.is_empty() {
            return Ok(());
        }
        // Whatever fails from here on, they wait again.
        let counted = async {
            self.store.watched().strike(Part::Readings)?;
            self.ledger.count_readings(&noted).await
        };
        let read = counted.await.inspect_err(|_| self.metrics.store_error())?;
        noted.are_written();
        read.iter().for_each(|slug| self.outdate_article(slug));
        Ok(())
    }

    /// What the newsroom says of itself, with the address it is served at and the live service that
    /// this server is.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn site(&self) -> Result<Site, StoreError> {
        let mut site = bantin_site::content::site(&self.store)?;
        if let Some(url) = &self.url {
            site.url = url.clone();
        }
        site.live = Link::new("/api/v1/").ok();
        Ok(site)
    }

    /// Answers by path, each kept for a moment.
    pub(crate) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Whether the network that a request comes from may search now.
    pub(crate) fn may_search(
        &self,
        peer: SocketAddr,
        headers: &HeaderMap,
    ) -> Result<(), ApiProblem> {
        let Some(network) = self.networks.id(peer, headers) else { return Ok(()) };
        self.limits.searches.take(network, Instant::now()).map_err(ApiProblem::too_many)
    }

    /// What is counted of connections.
    pub(crate) fn connections(&self) -> &crate::listen::Counts {
        &self.metrics.connections
    }

    /// What is kept of an article is out of date, after a vote or a reading.
    pub(crate) fn outdate_article(&self, slug: &Slug) {
        self.cache.outdate(&path::article(slug));
        self.cache.outdate(&format!("/{}", path::article_page(slug)));
    }

    /// Drops every kept answer, after an import, and has the search index brought up to date.
    pub fn forget(&self) {
        self.cache.clear();
        self.search.refresh(&self.store);
    }
}

pub(crate) type Shared = Arc<Api>;

/// A signer with the ledger's keys, and the keys, the newest first.
async fn signer(ledger: &dyn Ledger) -> Result<(Signer, Vec<Vec<u8>>), SecretsError> {
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).map_err(SecretsError::Random)?;
    let keys: Vec<Vec<u8>> =
        ledger.signing_keys(fresh).await?.into_iter().map(|signing| signing.key).collect();
    let signer = Signer::new(&keys).map_err(SecretsError::Keys)?;
    Ok((signer, keys))
}
