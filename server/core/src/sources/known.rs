//! What is remembered of a source from one look to the next.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What is remembered of the address of a source from one look to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The kind of source that it turned out to be.
    pub kind: Option<Kind>,
    /// The kind it was before it could not be found any more.
    pub was: Option<Kind>,
    pub validators: Validators,
    /// SHA-256 of the last answer, in hexadecimal digits.
    pub hash: Option<String>,
    /// The minutes for which an RSS feed says it is up to date (`<ttl>`).
    pub ttl: Option<u64>,
    /// When a part of it could not be read, for a source that is read only when it changes.
    pub failed: Option<Timestamp>,
    /// How far a WordPress site was read.
    pub mark: Option<Mark>,
    /// The hub that tells when it changes.
    pub hub: Option<Hub>,
    /// When it was last read as a whole, for a source that can be.
    pub whole: Option<Timestamp>,
}

impl Known {
    /// What is known after the source was read at `now`: `is_whole` says whether as a whole, `has_failed` whether a
    /// part failed.
    #[must_use]
    pub fn read(self, now: Timestamp, is_whole: bool, has_failed: bool) -> Self {
        let whole = if is_whole { Some(now) } else { self.whole };
        Self { whole, failed: has_failed.then_some(now), ..self }
    }

    /// What stays known of an address where nothing is found any more: the kind it had.
    #[must_use]
    pub fn of_gone(self) -> Self {
        Self { was: self.kind.or(self.was), ..Self::default() }
    }
}

/// The kind of source that an address turned out to be, with the address it is read by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Feed { url: Url },
    WordPress { root: Url, lang: Option<String> },
    Ghost { site: Url },
    BanTin { root: Url },
}

impl Kind {
    /// Whether a source of kind `other` would give its articles the same ids as this one.
    pub fn is_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::WordPress { root, .. }, Self::WordPress { root: other, .. }) => root == other,
            _ => self == other,
        }
    }
}

/// HTTP's validators of the last answer, sent in a conditional request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// `ETag`.
    pub tag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// How far a WordPress site was read: the time of its last change, the time of its newest post, and how many posts
/// there are. Times are in UTC as WordPress writes them (`2026-11-20T00:46:00`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub changed: String,
    pub newest: String,
    pub total: u64,
}

/// A hub that tells of changes of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    pub hub: Url,
    /// The feed's address as the feed itself gives it, by which the hub knows it.
    pub topic: Url,
}
