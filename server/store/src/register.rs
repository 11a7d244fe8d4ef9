//! Where it is kept which sources are followed and how they are: the store of a server on its own, or the database
//! that several share. Of all who follow the same, one at a time looks at a source: it holds it for a while, and
//! says in between that it is still at it.

use async_trait::async_trait;
use bantin_core::sources::subscription::Subscription;
use bantin_core::sources::{Entry, KeeperId, Next};
use bantin_model::Slug;

use crate::store_error::StoreError;

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
