//! What a look at a source has, and what it answers.

use std::time::Duration;

use bantin_core::sources::known::Known;
use bantin_core::sources::shown;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use url::Url;

use crate::error::{FetchError, ImportError, InterfaceError};
use crate::fetch::{Fetched, Fetcher};
use crate::interface;
use crate::source::Source;

/// How often a site is read as a whole even though it says that little or nothing has changed, since it does not tell
/// every change (of a category's name, of a picture's caption). Also how often a feed is read again of which a part
/// failed.
pub const WHOLE: SignedDuration = SignedDuration::from_hours(24);

/// The largest answer with one post, in bytes.
pub const SMALL: u64 = 1 << 20;

/// A source that was found and is to be read.
pub struct Found {
    pub(crate) source: Box<dyn Source>,
    /// The address that was looked at; `None` for a path.
    pub(crate) address: Option<Url>,
}

impl Found {
    /// Its address, as it was given.
    pub fn name(&self) -> String {
        self.address.as_ref().map(Url::to_string).unwrap_or_default()
    }
}

/// The result of a look.
pub struct Looked {
    /// The source to read; `None` when nothing changed.
    pub found: Option<Found>,
    /// To be remembered once the source is read.
    pub known: Known,
    /// How long the address says that its answer holds.
    pub hint: Option<Duration>,
}

/// Why a look failed.
#[derive(Debug)]
pub struct Refusal {
    pub error: ImportError,
    /// How long the address asks to be left alone.
    pub rest: Option<Duration>,
    /// Whether the kind of source must be found out again.
    pub is_gone: bool,
}

impl From<ImportError> for Refusal {
    fn from(error: ImportError) -> Self {
        let is_gone = match &error {
            ImportError::Fetch { error, .. }
            | ImportError::Interface { error: InterfaceError::Fetch(error), .. } => {
                matches!(error, FetchError::Status(404 | 410))
            }
            ImportError::Interface { error, .. } => matches!(
                error,
                InterfaceError::Refused { status: 404 | 410, .. }
                    | InterfaceError::NotJson(_)
                    | InterfaceError::Unexpected(_)
            ),
            ImportError::NotAFeed { .. } => true,
            _ => false,
        };
        Self { error, rest: None, is_gone }
    }
}

/// The answer, unless it is a refusal.
///
/// # Errors
/// [`Refusal`].
pub fn had(fetched: Result<Fetched, FetchError>, url: &Url) -> Result<Fetched, Refusal> {
    let failed = |error| ImportError::Fetch { url: shown(url.as_str()).into_owned(), error };
    let fetched = fetched.map_err(failed)?;
    if is_answer(&fetched) {
        return Ok(fetched);
    }
    let rest = interface::retry_after(&fetched);
    let refusal = Refusal::from(failed(FetchError::Status(fetched.status)));
    Err(Refusal { rest, ..refusal })
}

/// As [`had`], for an interface that gives its reason for refusing in JSON.
fn answered(
    fetched: Result<Fetched, FetchError>,
    refused: &Refused<'_>,
) -> Result<Fetched, Refusal> {
    let fetched = fetched.map_err(|error| refused(error.into()))?;
    if is_answer(&fetched) {
        return Ok(fetched);
    }
    let (error, rest) = interface::refused(&fetched);
    Err(Refusal { rest, ..Refusal::from(refused(error)) })
}

fn is_answer(fetched: &Fetched) -> bool {
    (200..300).contains(&fetched.status) || fetched.status == 304
}

/// A look at a source.
pub struct Looking<'a> {
    pub web: Fetcher,
    /// The address that `site.toml` gives.
    pub address: &'a Url,
    /// The key that `site.toml` gives.
    pub key: Option<&'a str>,
    pub known: Known,
    pub now: Timestamp,
}

/// Makes the errors of a site's interface ([`ImportError::of_interface`]).
type Refused<'a> = dyn Fn(InterfaceError) -> ImportError + 'a;

impl Looking<'_> {
    /// The answer of a site's interface at `url`, of at most `limit` bytes.
    ///
    /// # Errors
    /// [`Refusal`], with the reason that the interface gives in JSON.
    pub fn ask(&self, url: &Url, limit: u64, refused: &Refused<'_>) -> Result<Fetched, Refusal> {
        answered(self.web.ask_for(url, limit), refused)
    }

    /// As [`Self::ask`], but only for another answer than that of the last look; otherwise the status is 304.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub fn ask_if_other(
        &self,
        url: &Url,
        limit: u64,
        refused: &Refused<'_>,
    ) -> Result<Fetched, Refusal> {
        answered(self.web.ask_if_other(url, limit, &self.known.validators), refused)
    }

    /// Whether it is time to read the source as a whole.
    pub fn is_due(&self) -> bool {
        self.known.whole.is_none_or(|whole| self.now.duration_since(whole) >= WHOLE)
    }

    /// Whether the source need not be read: `answer`, or the hash over what counts in it, is that of the last look.
    pub fn is_same(&self, answer: &Fetched, hash: Option<&String>) -> bool {
        let is_same = hash.is_some() && self.known.hash.as_ref() == hash;
        !self.is_due() && (answer.status == 304 || is_same)
    }

    /// The outcome of a look by one answer: all of `source`, unless [`Self::is_same`].
    pub fn compared(
        self,
        answer: &Fetched,
        hash: Option<String>,
        source: impl FnOnce(Fetcher) -> Box<dyn Source>,
    ) -> Looked {
        if self.is_same(answer, hash.as_ref()) {
            return self.nothing(answer);
        }
        self.something(answer, hash, source)
    }

    /// Nothing changed, as `answer` says.
    pub fn nothing(mut self, answer: &Fetched) -> Looked {
        self.validate(answer);
        let hint = self.hint(answer);
        Looked { found: None, known: self.known, hint }
    }

    /// Something changed, as `answer` and its hash say: `source`, made with the fetcher of this look, is to be read.
    pub fn something(
        mut self,
        answer: &Fetched,
        hash: Option<String>,
        source: impl FnOnce(Fetcher) -> Box<dyn Source>,
    ) -> Looked {
        self.validate(answer);
        self.known.hash = hash.or(self.known.hash);
        let hint = self.hint(answer);
        let found = Found { source: source(self.web), address: Some(self.address.clone()) };
        Looked { found: Some(found), known: self.known, hint }
    }

    /// Remembers the validators of an answer that is not that of the last look.
    fn validate(&mut self, answer: &Fetched) {
        if answer.status != 304 {
            self.known.validators = answer.validators();
        }
    }

    /// The longer of the times that HTTP and the feed name.
    fn hint(&self, answer: &Fetched) -> Option<Duration> {
        let told = self.known.ttl.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
        max_age(answer).max(told)
    }
}

/// A hash to see whether something changed.
pub fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// How long an answer holds: `max-age` of `Cache-Control`, less its `Age`. `None` where it must be asked for each time.
fn max_age(answer: &Fetched) -> Option<Duration> {
    let control = answer.header("cache-control")?.to_ascii_lowercase();
    let mut directives = control.split(',').map(str::trim);
    if directives.clone().any(|word| matches!(word, "no-cache" | "no-store")) {
        return None;
    }
    let seconds = directives.find_map(|word| word.strip_prefix("max-age="))?;
    let seconds: u64 = seconds.trim_matches('"').parse().ok()?;
    let age = answer.header("age").and_then(|age| age.trim().parse().ok()).unwrap_or(0);
    Some(Duration::from_secs(seconds.saturating_sub(age)))
}
