//! A source that is followed, and everything that is known of it.

use super::subscription::Subscription;
use super::{Source, State};

/// Who holds a source: random, one for each process.
pub type KeeperId = [u8; 16];

/// A source and how it is. Moments are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub source: Source,
    /// Grows whenever `site.toml` says something else of it.
    pub edition: i64,
    pub state: State,
    /// The next look, unless somebody asks for one before.
    pub due: i64,
    /// Somebody asked for a look that did not yet begin.
    pub is_asked: bool,
    /// What its hub was asked for, if it names one.
    pub subscription: Option<Subscription>,
    /// Until when it is held by who looks at it; a moment that is over when nobody does.
    pub held: i64,
}

/// What comes after a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next {
    /// The next look.
    pub due: i64,
    /// Before this the source is left alone, whoever asks.
    pub not_before: i64,
}
