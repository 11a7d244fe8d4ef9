//! Where it is kept which sources are followed and how they are: the store of a server on its own, or the database
//! that several share. Of all who follow the same, one at a time looks at a source: it holds it for a while, and
//! says in between that it is still at it.

use async_trait::async_trait;
use bantin_model::Slug;

use super::subscription::Subscription;
use super::{Source, State};
use crate::store_error::StoreError;

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

/// Where sources are kept.
#[async_trait]
pub trait Register: Send + Sync {
    /// All of them, in the order of `site.toml`.
    async fn followed(&self) -> Result<Vec<Entry>, StoreError>;

    /// One of them.
    async fn followed_one(&self, name: &Slug) -> Result<Option<Entry>, StoreError>;

    /// A source that is to be looked at `now` and that nobody holds: from here on `holder` does, `until` then.
    async fn claim(
        &self,
        holder: &KeeperId,
        now: i64,
        until: i64,
    ) -> Result<Option<Entry>, StoreError>;

    /// Holds it longer. False when somebody else holds it by now, or it is no longer followed.
    async fn hold(&self, name: &Slug, holder: &KeeperId, until: i64) -> Result<bool, StoreError>;

    /// The look is over: `entry` has the state after it, and nobody holds it any more. False, and nothing is kept,
    /// when somebody else holds it by now, or `site.toml` says something else of it since.
    async fn settle(
        &self,
        entry: &Entry,
        holder: &KeeperId,
        next: &Next,
    ) -> Result<bool, StoreError>;

    /// Keeps what its hub was asked for, and what the hub said. False when there is none of this name.
    async fn set_subscription(
        &self,
        name: &Slug,
        subscription: &Subscription,
    ) -> Result<bool, StoreError>;

    /// Has it looked at as soon as may be. False when there is none of this name.
    async fn ask_to_look(&self, name: &Slug) -> Result<bool, StoreError>;
}
