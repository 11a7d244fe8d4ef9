//! The service's metrics, in Prometheus' text format. None of them is about a single reader.

use std::time::Duration;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bantin_core::sources::Entry;
use bantin_model::{Problem, ProblemKind};
use bantin_store::watched::Restarts;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;

use super::Shared;
use super::problem::ApiProblem;
use crate::listen::Counts;

/// OpenMetrics, which is Prometheus' format with a name.
const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

type Labels = Vec<(&'static str, String)>;

/// Seconds a request takes.
const LATENCIES: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Seconds a vote waited on a reader's device: a moment, minutes offline, days until the next visit.
const WAITS: [f64; 9] = [1.0, 5.0, 30.0, 120.0, 600.0, 3_600.0, 21_600.0, 86_400.0, 604_800.0];

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    latency: Family<Labels, Histogram>,
    refusals: Family<Labels, Counter>,
    /// Votes stored, by `set` and `cleared`.
    votes: Family<Labels, Counter>,
    waited: Histogram,
    store_errors: Counter,
    views: Counter,
    views_dropped: Counter,
    /// Of the connections that requests come over.
    pub connections: Counts,
    sources: Sources,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::with_prefix("bantin"),
            requests: Family::default(),
            latency: Family::new_with_constructor(|| Histogram::new(LATENCIES)),
            refusals: Family::default(),
            votes: Family::default(),
            waited: Histogram::new(WAITS),
            store_errors: Counter::default(),
            views: Counter::default(),
            views_dropped: Counter::default(),
            connections: Counts::default(),
            sources: Sources::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    /// Metrics with the restarts of watched workers.
    pub fn with_restarts(restarts: Restarts) -> Self {
        let mut metrics = Self::default();
        let help = "Parts of the service that failed and started again";
        metrics.registry.register("restarts", help, restarts);
        metrics
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("requests", "Requests answered", self.requests.clone());
        registry.register("request_seconds", "How long an answer took", self.latency.clone());
        registry.register(
            "refusals",
            "Requests refused, by kind of problem",
            self.refusals.clone(),
        );
        registry.register("votes", "Votes stored", self.votes.clone());
        registry.register(
            "outbox_wait_seconds",
            "How long a vote waited on the reader's device, as the device says",
            self.waited.clone(),
        );
        registry.register("store_errors", "Failures of the store", self.store_errors.clone());
        registry.register("views", "Readings noted", self.views.clone());
        registry.register(
            "views_dropped",
            "Readings dropped because they could not be written for too long",
            self.views_dropped.clone(),
        );
        self.connections.register(registry);
        self.sources.register(registry);
        let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "What runs", version);
    }
    /// Counts a vote that was stored.
    pub fn vote(&self, is_set: bool, waited: Option<u64>) {
        let what = if is_set { "set" } else { "cleared" };
        self.votes.get_or_create(&vec![("what", what.to_owned())]).inc();
        if let Some(waited) = waited.and_then(|seconds| u32::try_from(seconds).ok()) {
            self.waited.observe(f64::from(waited));
        }
    }

    /// Counts a reading that was noted or dropped.
    pub fn view(&self, is_noted: bool) {
        if is_noted {
            self.views.inc()
        } else {
            self.views_dropped.inc()
        };
    }

    /// Counts a failure of the store.
    pub fn store_error(&self) {
        self.store_errors.inc();
    }

    fn request(&self, method: &str, path: &str, response: &Response, took: Duration) {
        let route = vec![("method", method.to_owned()), ("path", path.to_owned())];
        self.latency.get_or_create(&route).observe(took.as_secs_f64());
        let mut labels = route;
        labels.push(("status", response.status().as_u16().to_string()));
        self.requests.get_or_create(&labels).inc();
        if let Some(kind) = response.extensions().get::<ProblemKind>() {
            let name = kind.word().to_owned();
            self.refusals.get_or_create(&vec![("kind", name)]).inc();
            if matches!(kind, ProblemKind::Unavailable | ProblemKind::Internal) {
                self.store_error();
            }
        }
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Metrics of followed sources, read from the register when they are asked for.
#[derive(Default)]
struct Sources {
    looked: Family<Labels, Gauge>,
    next: Family<Labels, Gauge>,
    failures: Family<Labels, Gauge>,
    /// By outcome.
    looks: Family<Labels, Gauge>,
    /// By outcome.
    articles: Family<Labels, Gauge>,
}

impl Sources {
    fn register(&self, registry: &mut Registry) {
        let mut add = |name: &str, help: &str, family: &Family<Labels, Gauge>| {
            registry.register(name, help, family.clone());
        };
        let looked = "When a source that is followed was looked at last, in Unix seconds";
        add("source_looked_seconds", looked, &self.looked);
        let next = "When a source that is followed is looked at next, in Unix seconds";
        add("source_next_seconds", next, &self.next);
        let failures = "Looks at a source that failed since the last one that did not";
        add("source_failures", failures, &self.failures);
        let looks = "Looks at a source since it is followed, by what came of them";
        add("source_looks", looks, &self.looks);
        let articles = "Articles of a source since it is followed, by what became of them";
        add("source_articles", articles, &self.articles);
    }

    fn show(&self, entries: &[Entry]) {
        for family in [&self.looked, &self.next, &self.failures, &self.looks, &self.articles] {
            family.clear();
        }
        for entry in entries {
            let source = ("source", entry.source.name.to_string());
            let of = |family: &Family<Labels, Gauge>, value: i64| {
                family.get_or_create(&vec![source.clone()]).set(value);
            };
            let state = &entry.state;
            if let Some(looked) = state.looked {
                of(&self.looked, looked.as_second());
            }
            of(&self.next, entry.due);
            of(&self.failures, state.failures.into());
            let count =
                |family: &Family<Labels, Gauge>, name: &'static str, what: &str, value: u64| {
                    let labels = vec![source.clone(), (name, what.to_owned())];
                    family.get_or_create(&labels).set(i64::try_from(value).unwrap_or(i64::MAX));
                };
            let total = &state.total;
            count(&self.looks, "result", "good", total.looks.saturating_sub(total.failed));
            count(&self.looks, "result", "failed", total.failed);
            count(&self.articles, "what", "added", total.added);
            count(&self.articles, "what", "updated", total.updated);
            count(&self.articles, "what", "withdrawn", total.withdrawn);
        }
    }
}

/// The name of a known method: callers can invent others, and metrics must not grow by them.
fn known(method: &Method) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];
    all.into_iter().find(|name| method.as_str() == *name).unwrap_or("other")
}

/// Counts each request by its route.
pub async fn count(State(api): State<Shared>, request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let method = known(request.method());
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let response = next.run(request).await;
    let path = path.as_deref().unwrap_or("pages and files");
    api.metrics.request(method, path, &response, started.elapsed());
    response
}

/// The service's metrics, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operations", responses(
    (status = 200, body = String, content_type = "application/openmetrics-text"),
    (status = 500, body = Problem, content_type = "application/problem+json")))]
pub async fn metrics(State(api): State<Shared>) -> Result<Response, ApiProblem> {
    if let Some(register) = &api.register {
        match register.followed().await {
            Ok(entries) => api.metrics.sources.show(&entries),
            // All other metrics are given; that the register does not answer shows in `store_errors`.
            Err(_) => api.metrics.store_error(),
        }
    }
    let text = api.metrics.text().map_err(|error| ApiProblem::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], text).into_response())
}
