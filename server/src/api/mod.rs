//! The contract over HTTP. `docs/api.md` says it in words, [`openapi`] in OpenAPI 3.1.
//!
//! - [`reads`][]: the read tree, JSON files in all but name
//! - [`search`][]: articles by their words
//! - [`readers`][]: anonymous readers and their tokens
//! - [`live`][]: ratings, views
//! - [`policy`][], [`limits`][], [`address`][], [`proof`][]: what keeps one caller from being many
//! - [`health`][], [`metrics`][]: for whoever runs it
//! - [`rendered`][]: an answer's bytes in a coding, with their tag; [`cache`][]: kept for a moment
//! - [`aside`][]: threads that give way, for searches
//! - [`arrival`][]: how long a request may take; [`failures`][]: what is said when it fails
//! - [`token`][]: readers' tokens
//! - [`problem`][]: errors as RFC 9457 has them

pub(crate) mod address;
pub mod arrival;
mod aside;
pub(crate) mod cache;
mod failures;
mod health;
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
mod search;
pub mod token;

use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use bantin_model::{Link, ProblemKind, Site, Slug, path};
use jiff::Timestamp;
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

use crate::clock::Clock;
use crate::ledger::readings::Waiting;
use crate::ledger::{Ledger, NetworkId, ReaderId};
use crate::repeats::Repeats;
use crate::search::Kept;
use crate::store::{Store, StoreError};
use crate::watched::Part;
use address::Networks;
use aside::Aside;
use cache::{Cache, Lost};
use health::Checks;
use limits::{HOUR, Limit, MINUTE};
use metrics::Metrics;
use policy::Policy;
use problem::ApiProblem;
use proof::Proofs;
use token::Signer;

/// No body of the contract comes near this, in bytes.
pub const BODY_LIMIT: usize = 16 * 1024;
/// How long a search waits for those before it.
const SEARCH_WAIT: Duration = Duration::from_secs(3);

/// What every handler needs.
pub struct Api {
    pub store: Arc<Store>,
    pub ledger: Arc<dyn Ledger>,
    readings: Waiting,
    pub search: Kept,
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
    /// How much is made at once: what comes after waits, instead of taking threads from what is at work.
    making: Semaphore,
    /// How many searches are at work at once, as many as there are threads for them.
    searching: Arc<Semaphore>,
    /// Those threads.
    aside: Aside,
    /// Overrides the address in `site.toml`.
    url: Option<Link>,
}

/// Why the service has no secrets to work with.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    #[error("no random numbers: {0}")]
    Random(getrandom::Error),
    #[error("the keys that sign tokens: {0}")]
    Keys(hmac::digest::InvalidLength),
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Limits {
    new_readers: Limit<NetworkId>,
    votes: Limit<NetworkId>,
    own_votes: Limit<ReaderId>,
    searches: Limit<NetworkId>,
}

impl Limits {
    fn of(policy: &Policy) -> Self {
        Self {
            new_readers: Limit::new(policy.new_readers, HOUR),
            votes: Limit::new(policy.votes, HOUR),
            own_votes: Limit::new(policy.own_votes, 24 * HOUR),
            searches: Limit::new(policy.searches, MINUTE),
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
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let api = Self {
            signer: RwLock::new(signer),
            networks: Networks::new(policy.trusted_proxies.clone()),
            limits: Limits::of(&policy),
            proofs: Proofs::new(policy.proof_bits),
            metrics: Metrics::with_restarts(store.watched().restarts()),
            checks: Checks::default(),
            search: Kept::default(),
            cache: Cache::new(policy.cache_bytes),
            failures: Repeats::default(),
            making: Semaphore::new(4 * cores),
            searching: Arc::new(Semaphore::new(cores)),
            aside: Aside::new(cores),
            store,
            ledger,
            readings: Waiting::default(),
            policy,
            clock,
            url,
        };
        api.load_keys().await?;
        api.load_daily_key(Timestamp::now()).await?;
        Ok(api)
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
        let mut site = crate::content::site(&self.store)?;
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

/// Runs what blocks where blocking is allowed.
async fn blocking<T: Send + 'static>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, ApiProblem> + Send + 'static,
) -> Result<T, ApiProblem> {
    lent(api, f).await
}

async fn lent<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + Send + 'static,
{
    let api = Arc::clone(api);
    tokio::task::spawn_blocking(move || f(&api)).await.map_err(Lost::from)?
}

/// Makes what is to be kept, when it is its turn.
pub(crate) async fn making<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + Send + 'static,
{
    // It is closed only with the service itself; then there is no turn to wait for.
    let _turn = api.making.acquire().await.ok();
    lent(api, f).await
}

/// Searches, when it is its turn, on a thread that gives way to whatever else is asked for.
pub(crate) async fn searching<T, E>(
    api: &Shared,
    f: impl FnOnce(&Api) -> Result<T, E> + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<Lost> + From<ApiProblem> + Send + 'static,
{
    let turn = Arc::clone(&api.searching).acquire_owned();
    let Ok(turn) = tokio::time::timeout(SEARCH_WAIT, turn).await else {
        let cause = "more searches than are answered in time";
        return Err(ApiProblem::new(ProblemKind::Unavailable, None).because(cause).into());
    };
    let lent = Arc::clone(api);
    let search = move || {
        // Its own until it is done, also when who asked has gone meanwhile.
        let _turn = turn;
        f(&lent)
    };
    api.aside.run(search).await?
}

/// `/api/v1/…`, `/healthz`, `/readyz`, `/metrics`.
pub fn router(api: Shared) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER])
        .max_age(Duration::from_secs(86_400));
    let v1 = Router::new()
        .route("/site.json", get(reads::site))
        .route("/articles/{file}", get(reads::article))
        .route("/pages/{file}", get(reads::static_page))
        .route("/lists/latest.json", get(reads::latest))
        .route("/lists/latest/{file}", get(reads::latest_page))
        .route("/lists/most-read.json", get(reads::most_read))
        .route("/lists/most-read/language/{file}", get(reads::most_read_language))
        .route("/lists/most-read/section/{file}", get(reads::most_read_section))
        .route("/lists/language/{file}", get(reads::language))
        .route("/lists/language/{id}/{file}", get(reads::language_page))
        .route("/lists/section/{file}", get(reads::section))
        .route("/lists/section/{id}/{file}", get(reads::section_page))
        .route("/lists/tag/{file}", get(reads::tag))
        .route("/lists/tag/{id}/{file}", get(reads::tag_page))
        .route("/lists/author/{file}", get(reads::author))
        .route("/lists/author/{id}/{file}", get(reads::author_page))
        .route("/lists/months.json", get(reads::all_months))
        .route("/lists/month/{file}", get(reads::month))
        .route("/lists/month/{id}/{file}", get(reads::month_page))
        .route("/oembed", get(oembed::asked))
        .route("/oembed/{file}", get(oembed::file))
        .route("/search", get(search::search))
        .route("/search/index.json", get(search::index))
        .route("/search/words/{file}", get(search::shard))
        .route("/openapi.json", get(openapi::document))
        .route("/readers", post(readers::new_reader))
        .route(
            "/ratings/{slug}",
            get(live::rating).put(live::set_rating).delete(live::clear_rating),
        )
        .route("/views/{slug}", post(live::view))
        .fallback(not_found)
        .method_not_allowed_fallback(method_not_allowed);
    // Every origin may read why something failed, too.
    let v1 = guarded(v1, api.policy.times).layer(cors);
    let operations = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(metrics::metrics))
        .method_not_allowed_fallback(method_not_allowed);
    let operations = guarded(operations, api.policy.times);
    Router::new().nest("/api/v1", v1).merge(operations).layer(from_fn(safe_headers)).with_state(api)
}

/// `router` with its requests held to their times and sizes, and its panics caught.
pub(crate) fn guarded<S: Clone + Send + Sync + 'static>(
    router: Router<S>,
    times: arrival::Times,
) -> Router<S> {
    router
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn_with_state(times, arrival::in_time))
        .layer(CatchPanicLayer::custom(failures::panicked))
}

/// What every answer goes through: errors have words, are logged, and are counted.
pub(crate) fn told(router: Router, api: &Shared) -> Router {
    router
        .layer(from_fn(failures::worded))
        .layer(from_fn_with_state(Arc::clone(api), failures::logged))
        .layer(from_fn_with_state(Arc::clone(api), metrics::count))
}

async fn not_found() -> ApiProblem {
    ApiProblem::new(ProblemKind::NotFound, None)
}

async fn method_not_allowed() -> ApiProblem {
    ApiProblem::new(ProblemKind::MethodNotAllowed, None)
}

/// Headers that every answer has.
pub(crate) async fn safe_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    );
    response
}
