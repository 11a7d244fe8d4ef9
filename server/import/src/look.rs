//! Finds out whether anything changed at an address since the last look, as cheaply as possible: by a conditional
//! request, or by one small answer that is compared with the last one. What changed is then read as in an import.

use bantin_core::sources::known::{Kind, Known};
use bantin_core::sources::shown;
use jiff::Timestamp;
use url::Url;

use super::discover::discover;
use super::error::{ImportError, NotAFeed};
use super::feed::{self, hub};
use super::fetch::{self, Fetched, Fetcher};
use super::formats::{self, File};
use super::looking::{Looking, SMALL, WHOLE, had, hash};
use super::page;
use super::systems;

pub use super::looking::{Found, Looked, Refusal};

/// In how many bytes of a feed its `<ttl>` is looked for.
const HEAD: usize = 16 << 10;

/// Looks at `address` at `now`. `known` is what the last look remembered, `key` the key that was given for the site.
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
    let web = Fetcher::patient(Some(address), &[], fetch::NAMED);
    // Found again as another kind of source, all its articles would come a second time.
    for kind in known.kind.iter().chain(&known.was) {
        if let Kind::Site(place) = kind {
            systems::of(place, address)?;
        }
    }
    let (kind, answer) = match &known.kind {
        Some(kind) => (kind.clone(), None),
        None => discover(address, |url| had(web.ask_for(url, feed::MAX_BYTES), url))?,
    };
    // Articles are known by their source and their id there: as another kind of source, all would come a second time.
    if known.was.as_ref().is_some_and(|was| !was.is_as(&kind)) {
        return Err(ImportError::AnotherKind(shown(address.as_str()).into_owned()).into());
    }
    let known = Known { kind: Some(kind.clone()), ..known.clone() };
    let looking = Looking { web, address, key, known, now };
    match kind {
        Kind::Feed { url } => look_at_feed(looking, url, answer),
        Kind::Site(place) => systems::of(&place, address)?.look(place, looking),
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

fn look_at_feed(
    looking: Looking<'_>,
    url: Url,
    answer: Option<Fetched>,
) -> Result<Looked, Refusal> {
    let failed = looking.known.failed;
    let is_to_be_tried = failed.is_some_and(|at| looking.now.duration_since(at) >= WHOLE);
    let mut answer = match answer {
        Some(answer) => answer,
        // Nothing else would make an entry that failed be read again.
        None if is_to_be_tried => had(looking.web.ask_for(&url, feed::MAX_BYTES), &url)?,
        None => {
            let validators = &looking.known.validators;
            had(looking.web.ask_if_other(&url, feed::MAX_BYTES, validators), &url)?
        }
    };
    if answer.status == 304 {
        return Ok(looking.nothing(&answer));
    }
    // There is a page in place of the feed: the address leads elsewhere by now.
    if page::is_one(&answer.bytes) {
        let (name, reason) = (shown(url.as_str()).into_owned(), NotAFeed::WebPage);
        return Err(ImportError::NotAFeed { name, reason }.into());
    }
    let hash = hash(&answer.bytes);
    let is_same = looking.known.hash.as_ref() == Some(&hash) && !is_to_be_tried;
    let known =
        Known { ttl: ttl(&answer.bytes), hub: hub::of(&answer, &url), ..looking.known.clone() };
    let looking = Looking { known, ..looking };
    if is_same {
        return Ok(looking.nothing(&answer));
    }
    let (bytes, charset) = (std::mem::take(&mut answer.bytes), answer.charset.take());
    // Named as in an import of this address.
    let file = File { bytes, charset, name: url.to_string(), address: Some(url) };
    let source = formats::source(file, None)?;
    Ok(looking.something(&answer, Some(hash), |_| source))
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
