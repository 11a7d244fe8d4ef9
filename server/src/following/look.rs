//! One look at one source: checks whether anything has changed, and if so, imports it.

use std::path::PathBuf;
use std::time::Duration;

use bantin_core::sources::settings::{NotSet, Secret};
use bantin_core::sources::{Brought, Entry, schedule};
use bantin_import as import;
use bantin_import::{ImportError, Looked, Refusal};
use bantin_store::postgres::Address;
use jiff::Timestamp;

use crate::newsroom::{self, NewsroomError, Outcome, Settings, Stopped};

/// Where a look imports to.
#[derive(Clone, Debug)]
pub enum Target {
    /// The data folder of a server on its own.
    Folder(PathBuf),
    /// The database that several servers follow.
    Shared(Address),
}

/// How long to wait after a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Until the next look.
    pub next: Duration,
    /// How long to wait at least, whoever asks.
    pub rest: Duration,
}

/// Why a look failed.
struct Trouble {
    why: String,
    advice: Option<String>,
    rest: Option<Duration>,
    /// Whether the kind of source must be found out again.
    is_gone: bool,
    /// What was imported before it failed.
    part: Outcome,
}

impl Trouble {
    fn new(why: String) -> Self {
        Self { why, advice: None, rest: None, is_gone: false, part: Outcome::default() }
    }
}

impl From<NotSet> for Trouble {
    fn from(error: NotSet) -> Self {
        Self::new(error.to_string())
    }
}

impl From<NewsroomError> for Trouble {
    fn from(error: NewsroomError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        let Refusal { error, rest, is_gone } = refusal;
        Self { advice: advice(&error), rest, is_gone, ..Self::new(error.why()) }
    }
}

/// Advice about an error; `None` for one that passes by itself, since the source is looked at again.
fn advice(error: &ImportError) -> Option<String> {
    let said = match error {
        ImportError::NoKey(_) => {
            "make a custom integration under Settings, Integrations in Ghost and give its Content API key as key or \
             key_env in site.toml"
        }
        error if error.may_pass() => return None,
        error => error.advice()?,
    };
    Some(said.to_owned())
}

/// Looks at the source of `entry` at `now`, and imports what changed into `target`. Answers the entry with the outcome,
/// and how long to wait. It takes as long as the network does. `spread` is a random number from 0 to 1.
pub fn look(entry: Entry, target: &Target, now: Timestamp, spread: f64) -> (Entry, Wait) {
    let mut entry = entry;
    let every = entry.source.every();
    let none = Duration::ZERO;
    match take(&entry, target, now) {
        Ok((looked, outcome)) => {
            let state = &mut entry.state;
            state.known = looked.known;
            match outcome {
                None => state.saw_nothing(now),
                Some(outcome) => {
                    let (is_whole, has_failed) =
                        (outcome.reading.is_whole, !outcome.failed.is_empty());
                    state.known = std::mem::take(&mut state.known).read(now, is_whole, has_failed);
                    state.took(now, &brought(&outcome));
                }
            }
            (entry, Wait { next: schedule::after_look(every, looked.hint, spread), rest: none })
        }
        Err(trouble) => {
            let Trouble { why, advice, rest, is_gone, part } = *trouble;
            let state = &mut entry.state;
            if is_gone {
                state.known = std::mem::take(&mut state.known).of_gone();
            }
            state.failed(now, why, advice, &brought(&part));
            let next = schedule::after_failure(every, state.failures, rest, spread);
            (entry, Wait { next, rest: rest.map_or(none, |rest| rest.min(next)) })
        }
    }
}

/// The part of an import's outcome that is noted for a source.
fn brought(outcome: &Outcome) -> Brought {
    Brought {
        added: outcome.added,
        updated: outcome.updated,
        withdrawn: outcome.withdrawn.len(),
        failed: outcome.failed.iter().map(ToString::to_string).collect(),
        has_changed: outcome.has_changed(),
    }
}

/// The entry after a look that ended in a panic.
pub fn broken(entry: Entry, now: Timestamp) -> (Entry, Wait) {
    let mut entry = entry;
    let why = "the look ended in a fault of the program; its log has more".to_owned();
    entry.state.failed(now, why, Some("please report it".to_owned()), &Brought::default());
    let next = schedule::after_failure(entry.source.every(), entry.state.failures, None, 0.0);
    (entry, Wait { next, rest: Duration::ZERO })
}

/// Imports what a look found. Answers the rest of the look's result, and the import's outcome.
fn take(
    entry: &Entry,
    target: &Target,
    now: Timestamp,
) -> Result<(Looked, Option<Outcome>), Box<Trouble>> {
    let source = &entry.source;
    let key = source.key.as_ref().map(Secret::value).transpose().map_err(boxed)?;
    let mut looked =
        import::look(&source.url, key.as_deref(), &entry.state.known, now).map_err(boxed)?;
    let Some(found) = looked.found.take() else { return Ok((looked, None)) };
    let settings = Settings { key, about: source.about.clone(), ..Settings::default() };
    let outcome = match target {
        Target::Folder(data) => newsroom::import_found(data, found, settings, now),
        Target::Shared(address) => newsroom::publish_found(address, found, settings, now),
    };
    let outcome = outcome.map_err(boxed)?;
    if let Some(Stopped { why, advice, rest }) = outcome.reading.stopped.clone() {
        return Err(Box::new(Trouble { advice, rest, part: outcome, ..Trouble::new(why) }));
    }
    Ok((looked, Some(outcome)))
}

fn boxed(error: impl Into<Trouble>) -> Box<Trouble> {
    Box::new(error.into())
}
