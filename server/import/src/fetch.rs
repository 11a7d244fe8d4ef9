//! The network, as far as an import may use it.
//!
//! - `guard`: what is in a local network, and who may be asked there

mod guard;

use std::collections::{HashMap, HashSet};
use std::io::{ErrorKind, Read};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bantin_core::sources::known::Validators;
use ureq::http::HeaderMap;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Timeout};
use url::Url;

use super::error::FetchError;
use guard::{Guard, IsLocal, authority};

pub use guard::{PrivateHost, may_be_reached};

/// How long to wait for an address.
#[derive(Clone, Copy)]
pub struct Patience {
    /// How long its host may take to begin its answer, and between parts of it. A host that takes longer is not asked
    /// again.
    pub answer: Duration,
    /// How long all of it may take, with redirects.
    pub whole: Duration,
}

const PATIENCE: Patience =
    Patience { answer: Duration::from_secs(10), whole: Duration::from_secs(30) };
/// How long an address that was named by a person may take: what is there may be made slowly.
pub const NAMED: Duration = PATIENCE.whole;
const REDIRECTS: u32 = 5;

/// Fetches addresses on the web. Addresses in local networks are refused, except the host that the person running the
/// import has named: a feed from elsewhere must not look around in here.
pub struct Fetcher {
    agent: Agent,
    patience: Patience,
    /// Hosts, with their ports, that did not answer in time.
    silent: Mutex<HashSet<(String, u16)>>,
    /// What was fetched ahead and not asked for yet.
    ahead: Mutex<HashMap<Url, Result<Vec<u8>, FetchError>>>,
}

/// How many addresses are fetched at the same time.
pub const AT_ONCE: usize = 6;

/// When this many bytes fetched ahead wait to be asked for, no more are fetched.
const AHEAD: usize = 64 << 20;

/// The answer of an address.
pub struct Fetched {
    /// The address of the answer, after all redirects.
    pub url: Url,
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    /// The charset in `Content-Type`.
    pub charset: Option<String>,
}

impl Fetched {
    /// The value of a header, when it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The validators of this answer, by which the address can say later whether it still gives the same.
    pub fn validators(&self) -> Validators {
        let header = |name| self.header(name).map(str::to_owned);
        Validators { tag: header("etag"), modified: header("last-modified") }
    }
}

impl Fetcher {
    /// `trusted` is the address the person running the import gave.
    #[cfg(test)]
    pub fn new(trusted: Option<&Url>) -> Self {
        Self::with_patience(trusted, PATIENCE)
    }

    /// `trusted` is the address that the person running the import gave, `private` are hosts in local networks that
    /// they allow.
    pub fn allowing(trusted: Option<&Url>, private: &[PrivateHost]) -> Self {
        Self::guarded(Guard::of(trusted, private), PATIENCE)
    }

    /// As [`Fetcher::allowing`], with so much time until an answer begins: for an address that was named by a person.
    pub fn patient(trusted: Option<&Url>, private: &[PrivateHost], answer: Duration) -> Self {
        let patience = Patience { answer, ..PATIENCE };
        Self::guarded(Guard::of(trusted, private), patience)
    }

    /// As [`Fetcher::new`], with this patience.
    #[cfg(test)]
    pub fn with_patience(trusted: Option<&Url>, patience: Patience) -> Self {
        Self::guarded(Guard::of(trusted, &[]), patience)
    }

    fn guarded(guard: Guard, patience: Patience) -> Self {
        let config = Agent::config_builder()
            .timeout_resolve(Some(patience.answer))
            .timeout_connect(Some(patience.answer))
            .timeout_recv_response(Some(patience.answer))
            // Callers read the body of a refusal themselves.
            .http_status_as_error(false)
            // Redirects are followed below, so that a host that does not answer is known by its name.
            .max_redirects(0)
            // A proxy would resolve names itself, without the check of addresses below.
            .proxy(None)
            .user_agent("bantin-import/1")
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::default(), guard);
        Self { agent, patience, silent: Mutex::default(), ahead: Mutex::default() }
    }

    /// The bytes at `url`.
    ///
    /// # Errors
    /// [`FetchError`]; more than `limit` bytes are one.
    pub fn get(&self, url: &Url, limit: u64) -> Result<Vec<u8>, FetchError> {
        if let Some(found) = locked(&self.ahead).remove(url) {
            return found;
        }
        self.fetch(url, limit).map(|fetched| fetched.bytes)
    }

    /// Fetches `urls`, several at a time, for later calls of [`Fetcher::get`]. Forgets what was fetched ahead before
    /// and not asked for. Answers how many of them could be fetched.
    pub fn fetch_ahead(&self, urls: &[Url], limit: u64) -> usize {
        locked(&self.ahead).clear();
        let mut seen = HashSet::new();
        let urls = urls.iter().filter(|url| seen.insert(*url));
        // Ordered so that the first ones are of different hosts, and a silent host is waited for only once.
        let mut hosts = HashSet::new();
        let (first, others): (Vec<&Url>, Vec<&Url>) =
            urls.partition(|url| hosts.insert(authority(url)));
        let (waiting, had) = (AtomicUsize::new(0), AtomicUsize::new(0));
        for group in [first, others] {
            let next = AtomicUsize::new(0);
            let work = || {
                while let Some(url) = group.get(next.fetch_add(1, Ordering::Relaxed))
                    && waiting.load(Ordering::Relaxed) < AHEAD
                {
                    let got = self.fetch(url, limit).map(|fetched| fetched.bytes);
                    if let Ok(bytes) = &got {
                        waiting.fetch_add(bytes.len(), Ordering::Relaxed);
                        had.fetch_add(1, Ordering::Relaxed);
                    }
                    locked(&self.ahead).insert((*url).clone(), got);
                }
            };
            std::thread::scope(|scope| {
                for _ in 0..AT_ONCE.min(group.len()) {
                    scope.spawn(work);
                }
            });
        }
        had.into_inner()
    }

    /// As [`Fetcher::get`], with the headers and the final address.
    ///
    /// # Errors
    /// As [`Fetcher::get`].
    pub fn fetch(&self, url: &Url, limit: u64) -> Result<Fetched, FetchError> {
        self.follow(url, limit, &Asking { takes_refusals: false, known: None })
    }

    /// As [`Fetcher::fetch`], but a refusal is an answer too, with its status.
    ///
    /// # Errors
    /// As [`Fetcher::get`], but for [`FetchError::Status`].
    pub fn ask_for(&self, url: &Url, limit: u64) -> Result<Fetched, FetchError> {
        self.follow(url, limit, &Asking { takes_refusals: true, known: None })
    }

    /// As [`Fetcher::ask_for`]. While the address still gives what it gave with these validators, the answer has status
    /// 304 and no bytes.
    ///
    /// # Errors
    /// As [`Fetcher::ask_for`].
    pub fn ask_if_other(
        &self,
        url: &Url,
        limit: u64,
        known: &Validators,
    ) -> Result<Fetched, FetchError> {
        self.follow(url, limit, &Asking { takes_refusals: true, known: Some(known) })
    }

    /// Asks hosts again that did not answer in time.
    pub fn forgive(&self) {
        locked(&self.silent).clear();
    }

    /// Posts a form to `url`, without following redirects; a refusal is an answer too.
    ///
    /// # Errors
    /// [`FetchError`].
    pub fn post_form(
        &self,
        url: &Url,
        form: &[(&str, String)],
        limit: u64,
    ) -> Result<Fetched, FetchError> {
        let request = self.agent.post(url.as_str()).config();
        let request = request.timeout_global(Some(self.patience.whole)).build();
        let form = form.iter().map(|(name, value)| (*name, value.as_str()));
        let mut response = request.send_form(form).map_err(|error| named(error, limit))?;
        let body = response.body_mut().with_config().limit(limit).read_to_vec();
        Ok(Fetched {
            url: url.clone(),
            status: response.status().as_u16(),
            bytes: body.map_err(|error| named(error, limit))?,
            headers: response.headers().clone(),
            charset: None,
        })
    }

    fn follow(&self, url: &Url, limit: u64, asking: &Asking<'_>) -> Result<Fetched, FetchError> {
        let ends = Instant::now() + self.patience.whole;
        let mut url = url.clone();
        for _ in 0..=REDIRECTS {
            match self.ask(&url, limit, ends, asking)? {
                Answer::Here(fetched) => return Ok(*fetched),
                Answer::There(other) => url = other,
            }
        }
        Err(FetchError::Redirects)
    }

    /// The answer of the host of `url`, without following redirects; it must end before `ends`.
    fn ask(
        &self,
        url: &Url,
        limit: u64,
        ends: Instant,
        asking: &Asking<'_>,
    ) -> Result<Answer, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme);
        }
        let silent = || locked(&self.silent);
        let host = authority(url);
        if host.as_ref().is_some_and(|host| silent().contains(host)) {
            return Err(FetchError::GivenUp);
        }
        let left = ends.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(FetchError::Timeout);
        }
        let mut request = self.agent.get(url.as_str());
        if let Some(Validators { tag, modified }) = asking.known {
            let conditions = [("if-none-match", tag), ("if-modified-since", modified)];
            for (name, value) in conditions {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        let request = request.config().timeout_global(Some(left)).build();
        let mut response = request.call().map_err(|error| {
            if is_silence(&error) {
                silent().extend(host.clone());
            }
            named(error, limit)
        })?;
        let header =
            |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        // Status 304 is no redirect, whatever headers it has.
        if matches!(response.status().as_u16(), 300..=303 | 305..=399)
            && let Some(location) = header("location")
        {
            let location =
                url.join(location).map_err(|error| FetchError::Other(error.to_string()))?;
            return Ok(Answer::There(location));
        }
        let status = response.status().as_u16();
        if !response.status().is_success() && !asking.takes_refusals {
            return Err(FetchError::Status(status));
        }
        let charset = header("content-type").and_then(charset);
        let headers = response.headers().clone();
        let mut body = response.body_mut().with_config().limit(limit).reader();
        let (mut bytes, mut part) = (Vec::new(), vec![0; 64 << 10]);
        let mut heard = Instant::now();
        loop {
            match body.read(&mut part) {
                Ok(0) => {
                    let url = url.clone();
                    let fetched = Fetched { url, status, headers, bytes, charset };
                    return Ok(Answer::Here(Box::new(fetched)));
                }
                Ok(read) => {
                    bytes.extend_from_slice(part.get(..read).unwrap_or_default());
                    heard = Instant::now();
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let error = ureq::Error::from(error);
                    let is_timeout = matches!(error, ureq::Error::Timeout(_));
                    // A host that is only slow goes on sending.
                    if is_timeout && heard.elapsed() >= self.patience.answer {
                        silent().extend(host);
                    }
                    return Err(named(error, limit));
                }
            }
        }
    }
}

/// How an address is asked for.
struct Asking<'a> {
    /// Whether a refusal counts as an answer.
    takes_refusals: bool,
    known: Option<&'a Validators>,
}

/// The answer of one host.
enum Answer {
    Here(Box<Fetched>),
    /// A redirect to this address.
    There(Url),
}

fn named(error: ureq::Error, limit: u64) -> FetchError {
    match error {
        ureq::Error::StatusCode(status) => FetchError::Status(status),
        ureq::Error::HostNotFound => FetchError::HostNotFound,
        ureq::Error::Timeout(_) => FetchError::Timeout,
        ureq::Error::BodyExceedsLimit(_) => FetchError::TooLarge { limit },
        ureq::Error::Other(error) if error.is::<IsLocal>() => FetchError::LocalAddress,
        error => FetchError::Other(error.to_string()),
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the host gives no answer, so that its next address would be waited for in vain too.
fn is_silence(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Timeout(timeout) => {
            matches!(timeout, Timeout::Resolve | Timeout::Connect | Timeout::RecvResponse)
        }
        _ => false,
    }
}

/// `utf-8` of `text/xml; charset="utf-8"`.
fn charset(content_type: &str) -> Option<String> {
    let parts = content_type.split(';').skip(1);
    let mut named = parts.filter_map(|part| part.trim().split_once('='));
    let (_, charset) = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
pub mod tests;
