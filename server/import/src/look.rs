//! Finds out whether anything changed at an address since the last look, as cheaply as possible: by a conditional
//! request, or by one small answer that is compared with the last one. What changed is then read as in an import.

use std::time::Duration;

use bantin_core::sources::known::{Kind, Known, Mark};
use bantin_core::sources::shown;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};
use url::Url;

use super::bantin::{self, Newsroom};
use super::discover::discover;
use super::error::{FetchError, ImportError, InterfaceError, NotAFeed, System};
use super::feed::hub;
use super::feed::rest::{self, Rest, Since};
use super::feed::{self, Feed};
use super::fetch::{Fetched, Fetcher};
use super::find;
use super::ghost::api::Api;
use super::interface::{self, refused};
use super::page;
use super::source::Source;

/// How often a site is read as a whole even though it says that little or nothing has changed, since it does not tell
/// every change (of a category's name, of a picture's caption). Also how often a feed is read again of which a part
/// failed.
const WHOLE: SignedDuration = SignedDuration::from_hours(24);

/// The largest answer with one post, in bytes.
const SMALL: u64 = 1 << 20;

/// In how many bytes of a feed its `<ttl>` is looked for.
const HEAD: usize = 16 << 10;

/// A source that was found and is to be read.
pub struct Found {
    pub(super) source: Box<dyn Source>,
    /// The address that was looked at; `None` for a path.
    pub(super) address: Option<Url>,
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

/// Looks at `address` at `now`. `known` is what the last look remembered, `key` the key for Ghost.
///
/// # Errors
/// [`Refusal`] when there is no answer, or none that can be read.
pub fn look(
    address: &Url,
    key: Option<&str>,
    known: &Known,
    now: Timestamp,
) -> Result<Looked, Refusal> {
    // A feed that is made slowly is waited for.
    let web = Fetcher::patient(Some(address), &[]);
    let (kind, answer) = match &known.kind {
        Some(kind) => (kind.clone(), None),
        None => discover(address, |url| had(web.ask_for(url, feed::MAX_BYTES), url))?,
    };
    // Articles are known by their source and their id there: as another kind of source, all would come a second time.
    if known.was.as_ref().is_some_and(|was| !was.is_as(&kind)) {
        return Err(ImportError::AnotherKind(shown(address.as_str()).into_owned()).into());
    }
    let known = Known { kind: Some(kind.clone()), ..known.clone() };
    let looking = Looking { web, address, known, now };
    match kind {
        Kind::Feed { url } => looking.feed(url, answer),
        Kind::WordPress { root, lang } => looking.wordpress(root, lang),
        Kind::Ghost { site } => {
            let key = find::key_of(address, key)?;
            looking.ghost(site, key)
        }
        Kind::BanTin { root } => looking.bantin(root),
    }
}

/// Sends a form to `hub`, which then asks back by itself. `source` is the address of the source that names it.
///
/// # Errors
/// Why the hub refused, in words.
pub fn tell_hub(source: &Url, hub: &Url, question: &[(&str, String)]) -> Result<(), String> {
    let answer = Fetcher::allowing(Some(source), &[]).post_form(hub, question, SMALL);
    let answer = answer.map_err(|error| error.to_string())?;
    if (200..300).contains(&answer.status) {
        return Ok(());
    }
    let said: String = String::from_utf8_lossy(&answer.bytes).chars().take(200).collect();
    let said = super::text::one_line(&said);
    let said = if said.is_empty() { said } else { format!(": {said}") };
    Err(format!("it answered {}{said}", answer.status))
}

/// The answer, unless it is a refusal.
fn had(fetched: Result<Fetched, FetchError>, url: &Url) -> Result<Fetched, Refusal> {
    let failed = |error| ImportError::Fetch { url: shown(url.as_str()).into_owned(), error };
    let fetched = fetched.map_err(failed)?;
    if (200..300).contains(&fetched.status) || fetched.status == 304 {
        return Ok(fetched);
    }
    let rest = interface::retry_after(&fetched);
    let refusal = Refusal::from(failed(FetchError::Status(fetched.status)));
    Err(Refusal { rest, ..refusal })
}

/// As [`had`], for an interface that gives its reason for refusing in JSON.
fn had_of(
    of: System,
    fetched: Result<Fetched, FetchError>,
    site: &Url,
) -> Result<Fetched, Refusal> {
    let failed = |error| ImportError::Interface { url: site.to_string(), of, error };
    let fetched = fetched.map_err(|error| failed(error.into()))?;
    if (200..300).contains(&fetched.status) || fetched.status == 304 {
        return Ok(fetched);
    }
    let (error, rest) = refused(&fetched);
    Err(Refusal { rest, ..Refusal::from(failed(error)) })
}

struct Looking<'a> {
    web: Fetcher,
    address: &'a Url,
    known: Known,
    now: Timestamp,
}

impl Looking<'_> {
    fn feed(self, url: Url, answer: Option<Fetched>) -> Result<Looked, Refusal> {
        let failed = self.known.failed;
        let is_to_be_tried = failed.is_some_and(|at| self.now.duration_since(at) >= WHOLE);
        let answer = match answer {
            Some(answer) => answer,
            // Nothing else would make an entry that failed be read again.
            None if is_to_be_tried => had(self.web.ask_for(&url, feed::MAX_BYTES), &url)?,
            None => {
                let asked = self.web.ask_if_other(&url, feed::MAX_BYTES, &self.known.validators);
                had(asked, &url)?
            }
        };
        let cache = max_age(&answer);
        if answer.status == 304 {
            return Ok(self.nothing(cache));
        }
        // There is a page in place of the feed: the address leads elsewhere by now.
        if page::is_one(&answer.bytes) {
            let (name, reason) = (shown(url.as_str()).into_owned(), NotAFeed::WebPage);
            return Err(ImportError::NotAFeed { name, reason }.into());
        }
        let (hash, ttl) = (hash(&answer.bytes), ttl(&answer.bytes));
        let is_same = self.known.hash.as_ref() == Some(&hash) && !is_to_be_tried;
        let known = Known {
            validators: answer.validators(),
            hash: Some(hash),
            ttl,
            hub: hub::of(&answer, &url),
            ..self.known.clone()
        };
        let looking = Self { known, ..self };
        if is_same {
            return Ok(looking.nothing(cache));
        }
        let Fetched { bytes, charset, .. } = answer;
        // Named as in an import of this address.
        let feed = Feed { bytes, charset, name: url.to_string(), address: Some(url) };
        let source = find::of_bytes(feed, None)?;
        Ok(looking.something(source, cache))
    }

    fn wordpress(self, root: Url, lang: Option<String>) -> Result<Looked, Refusal> {
        let url = rest::last_by(&root, "modified");
        let asked = self.web.ask_if_other(&url, SMALL, &self.known.validators);
        let answer = had_of(System::WordPress, asked, &root)?;
        let (cache, is_due) = (max_age(&answer), self.is_due());
        let hash = seen(&answer);
        if !is_due && (answer.status == 304 || self.known.hash == hash) {
            return Ok(self.nothing(cache));
        }
        let mark = self.mark(&root, &answer)?;
        let since = (!is_due).then(|| Since::between(self.known.mark.as_ref(), mark.as_ref()));
        let known = Known {
            validators: answer.validators(),
            hash: hash.or_else(|| self.known.hash.clone()),
            mark,
            ..self.known.clone()
        };
        let Self { web, address, now, .. } = self;
        let rest = Rest { root, lang, web, since: since.flatten() };
        // The fetcher has gone to the source; nothing more is asked for here.
        let looking = Looking { web: Fetcher::allowing(None, &[]), address, known, now };
        Ok(looking.something(Box::new(rest), cache))
    }

    /// How far the site can be read now, with `answer` about the post that changed last.
    fn mark(&self, root: &Url, answer: &Fetched) -> Result<Option<Mark>, Refusal> {
        if answer.status == 304 {
            return Ok(self.known.mark.clone());
        }
        let url = rest::last_by(root, "date");
        let newest = had_of(System::WordPress, self.web.ask_for(&url, SMALL), root)?;
        let moment = |answer: &Fetched, name: &str| {
            let posts: Value = serde_json::from_slice(&answer.bytes).ok()?;
            Some(posts.get(0)?.get(name)?.as_str()?.to_owned())
        };
        let total = || answer.header(rest::TOTAL)?.trim().parse().ok();
        let mark = || {
            Some(Mark {
                changed: moment(answer, "modified_gmt")?,
                newest: moment(&newest, "date_gmt")?,
                total: total()?,
            })
        };
        Ok(mark())
    }

    fn ghost(self, site: Url, key: String) -> Result<Looked, Refusal> {
        let Self { web, address, known, now } = self;
        let api = Api { site, key, web };
        let asked = api.web.ask_if_other(&api.last_changed(), SMALL, &known.validators);
        let answer = had_of(System::Ghost, asked, &api.site)?;
        let (cache, hash) = (max_age(&answer), seen(&answer));
        let is_same = answer.status == 304 || known.hash == hash;
        let looking = Looking { web: Fetcher::allowing(None, &[]), address, known, now };
        if is_same && !looking.is_due() {
            return Ok(looking.nothing(cache));
        }
        let known = Known {
            validators: answer.validators(),
            hash: hash.or_else(|| looking.known.hash.clone()),
            ..looking.known.clone()
        };
        Ok(Self { known, ..looking }.something(Box::new(api), cache))
    }

    /// Another newsroom is read as a whole when the list of its newest articles changed.
    fn bantin(self, root: Url) -> Result<Looked, Refusal> {
        let Self { web, address, known, now } = self;
        let newsroom = Newsroom { root, web };
        let url = newsroom.latest();
        let asked = newsroom.web.ask_if_other(&url, feed::MAX_BYTES, &known.validators);
        let answer = had_of(System::BanTin, asked, &newsroom.root)?;
        let cache = max_age(&answer);
        let news = bantin::news_of(&answer.bytes).map(|news| hash(news.join("\n").as_bytes()));
        let is_same = answer.status == 304 || (news.is_some() && known.hash == news);
        let known = Known {
            validators: answer.validators(),
            hash: news.or_else(|| known.hash.clone()),
            ..known
        };
        let looking = Looking { web: Fetcher::allowing(None, &[]), address, known, now };
        if is_same && !looking.is_due() {
            return Ok(looking.nothing(cache));
        }
        Ok(looking.something(Box::new(newsroom), cache))
    }

    /// Whether it is time to read the source as a whole.
    fn is_due(&self) -> bool {
        self.known.whole.is_none_or(|whole| self.now.duration_since(whole) >= WHOLE)
    }

    fn nothing(self, cache: Option<Duration>) -> Looked {
        let hint = self.hint(cache);
        Looked { found: None, known: self.known, hint }
    }

    fn something(self, source: Box<dyn Source>, cache: Option<Duration>) -> Looked {
        let hint = self.hint(cache);
        let found = Found { source, address: Some(self.address.clone()) };
        Looked { found: Some(found), known: self.known, hint }
    }

    /// The longer of the times that HTTP and the feed name.
    fn hint(&self, cache: Option<Duration>) -> Option<Duration> {
        let told = self.known.ttl.map(|minutes| Duration::from_secs(minutes.saturating_mul(60)));
        cache.max(told)
    }
}

/// A hash over an answer about one post and the number of posts, to see whether it changed. `None` when the answer says
/// that it did not.
fn seen(answer: &Fetched) -> Option<String> {
    let total = answer.header(rest::TOTAL).unwrap_or_default();
    (answer.status != 304).then(|| hash(&[&answer.bytes, total.as_bytes()].concat()))
}

fn hash(bytes: &[u8]) -> String {
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

/// The minutes in RSS' `<ttl>`.
fn ttl(bytes: &[u8]) -> Option<u64> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD)).unwrap_or_default());
    let channel = head.split("<item").next().unwrap_or_default();
    let (_, rest) = channel.split_once("<ttl>")?;
    rest.split_once('<')?.0.trim().parse().ok()
}

#[cfg(test)]
#[path = "look_tests.rs"]
mod tests;
