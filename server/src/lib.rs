//! `bantin-server`: the API over a store, and import into it.
//!
//! - [`fold`][]: text without marks, for matching and for slugs
//! - [`import`][]: sources (Markdown folders, feeds) → [`draft`]s
//! - [`newsroom`][]: drafts → store, media folder, related news
//! - [`related`][]: which articles belong together
//! - [`store`][]: SQLite
//! - [`api`][]: the contract over HTTP
//! - [`app_files`][]: the built app and its media, as static files
//! - [`serve`][]: all of it, listening
//! - [`site_file`][]: `site.toml`

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod app_files;
pub mod draft;
pub mod fold;
pub mod import;
pub mod newsroom;
pub mod related;
pub mod serve;
pub mod site_file;
pub mod store;
