//! A source that is followed, and everything that is known of it.

use super::subscription::Subscription;
use super::{Source, State};

/// Which process looks at a source; random.
pub type KeeperId = [u8; 16];

/// A source and its state. Moments are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub source: Source,
    /// Advanced whenever `site.toml` says something else of it.
    pub edition: i64,
    pub state: State,
    /// When it is looked at next, unless somebody asks for it before.
    pub due: i64,
    /// Whether somebody has asked for a look that has not begun yet.
    pub is_asked: bool,
    /// The subscription at its hub, if it names one.
    pub subscription: Option<Subscription>,
    /// Until when a process that looks at it holds it; in the past when none does.
    pub held: i64,
}

/// When a source is looked at after a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The next look.
    pub due: i64,
    /// Not before this moment, whoever asks.
    pub not_before: i64,
}
