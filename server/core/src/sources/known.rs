//! What is remembered of a source from look to look.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What is remembered of an address from look to look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// What it turned out to be.
    pub kind: Option<Kind>,
    /// What it was before it could not be found.
    pub was: Option<Kind>,
    pub validators: Validators,
    /// SHA-256 of the last answer, in hexadecimal digits.
    pub hash: Option<String>,
    /// Minutes that an RSS feed says it holds.
    pub ttl: Option<u64>,
    /// When a part of it could not be taken, of a source that is read when it changes.
    pub failed: Option<Timestamp>,
    /// How far a WordPress site is known.
    pub mark: Option<Mark>,
    /// Who tells when it changes.
    pub hub: Option<Hub>,
    /// When it was read whole, of a source that can be.
    pub whole: Option<Timestamp>,
}

impl Known {
    /// What is known once the source was read at `now`: whole or not, and whether `has_failed` is true of a part.
    #[must_use]
    pub fn read(self, now: Timestamp, is_whole: bool, has_failed: bool) -> Self {
        let whole = if is_whole { Some(now) } else { self.whole };
        Self { whole, failed: has_failed.then_some(now), ..self }
    }

    /// What is left to be known of an address where nothing is found any more.
    #[must_use]
    pub fn of_gone(self) -> Self {
        Self { was: self.kind.or(self.was), ..Self::default() }
    }
}

/// What an address turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Feed { url: Url },
    WordPress { root: Url, lang: Option<String> },
    Ghost { site: Url },
    BanTin { root: Url },
}

impl Kind {
    /// Whether articles of `other` are known by the same as articles of this.
    pub fn is_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::WordPress { root, .. }, Self::WordPress { root: other, .. }) => root == other,
            _ => self == other,
        }
    }
}

/// By what an address tells whether it still gives what it gave before, as HTTP has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// `ETag`.
    pub tag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// By what a site tells whether anything changed: its post that changed last, its newest one, and how many there are.
/// Moments are in UTC, as WordPress writes them (`2026-11-20T00:46:00`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub changed: String,
    pub newest: String,
    pub total: u64,
}

/// Who tells of changes, and what the feed is called there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    pub hub: Url,
    /// The feed's address as the feed itself gives it.
    pub topic: Url,
}
