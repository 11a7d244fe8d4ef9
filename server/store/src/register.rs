//! The register of followed sources and their state: in the store of a server on its own, or in the database that
//! several servers share. One process at a time looks at a source: it holds the source for a while, and extends that as
//! long as it is at work.

use async_trait::async_trait;
use bantin_core::sources::subscription::Subscription;
use bantin_core::sources::{Entry, KeeperId, Next};
use bantin_model::Slug;

use crate::store_error::StoreError;

/// A place where followed sources are kept.
#[async_trait]
pub trait Register: Send + Sync {
    /// All followed sources, in the order of `site.toml`.
    async fn followed(&self) -> Result<Vec<Entry>, StoreError>;

    /// One followed source.
    async fn followed_one(&self, name: &Slug) -> Result<Option<Entry>, StoreError>;

    /// Takes a source that is due at `now` and that nobody holds; from now on `holder` holds it, `until` then.
    async fn claim(
        &self,
        holder: &KeeperId,
        now: i64,
        until: i64,
    ) -> Result<Option<Entry>, StoreError>;

    /// Extends the hold. False when somebody else holds the source by now, or it is no longer followed.
    async fn hold(&self, name: &Slug, holder: &KeeperId, until: i64) -> Result<bool, StoreError>;

    /// Ends a look: stores the state in `entry`, and frees the source. False, with nothing stored, when somebody else
    /// holds it by now, or `site.toml` has changed what it says of it.
    async fn settle(
        &self,
        entry: &Entry,
        holder: &KeeperId,
        next: &Next,
    ) -> Result<bool, StoreError>;

    /// Stores the subscription at its hub. False when there is no source of this name.
    async fn set_subscription(
        &self,
        name: &Slug,
        subscription: &Subscription,
    ) -> Result<bool, StoreError>;

    /// Makes a source due as soon as possible. False when there is none of this name.
    async fn ask_to_look(&self, name: &Slug) -> Result<bool, StoreError>;
}
