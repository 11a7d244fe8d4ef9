//! What an article, its source and its addresses are, for all who import, store and show them.
//!
//! - [`article_slug`][]: the slugs that imported articles get
//! - [`clock`][]: what time it is
//! - [`content_policy`][]: addresses in a content security policy
//! - [`day`][]: when a day is
//! - [`draft`][]: an article that was read from a source and is not stored yet
//! - [`identity`][]: which article of the newsroom an article of a source is
//! - [`nameless`][]: the site of a store without a `site.toml`
//! - [`normalize`][]: text without marks, for matching and for slugs
//! - [`old_address`][]: the addresses an article had on the site it comes from
//! - [`repeats`][]: keeps a repeated message out of the log
//! - [`sources`][]: what is known of sources that are followed, and what `site.toml` says of them

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod article_slug;
pub mod clock;
pub mod content_policy;
pub mod day;
pub mod draft;
pub mod identity;
pub mod nameless;
pub mod normalize;
pub mod old_address;
pub mod repeats;
pub mod sources;
