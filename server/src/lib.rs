//! `bantin-server`: the API over a store, and import into it.
//!
//! - [`newsroom`][]: drafts → a server's own store and media folder, or the feed that several follow; related news
//! - [`replica`][]: following that feed into a server's own store
//! - [`api`][]: the contract over HTTP
//! - [`app_files`][]: the built app, its pages and the media over HTTP
//! - [`ratings`][]: looking at ratings and mending them, for operators
//! - [`check`][]: whether all is well with a newsroom's folders
//! - [`backup`][]: a copy of the data folder that can be put back
//! - [`serve`][]: all of it, listening
//! - [`init`][]: a new newsroom's folder; [`preview`][]: a folder as a site, while it is written
//! - [`listen`][]: connections of clients, within limits
//! - `network`: the part of an address that belongs to one subscriber
//! - [`spelling`][]: one spelling for each address
//! - [`upkeep`][]: what a running server does by itself
//! - [`following`][]: looking at the sources that are followed

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod app_files;
pub mod backup;
pub mod check;
pub mod following;
pub mod init;
pub mod listen;
mod network;
pub mod newsroom;
pub mod preview;
pub mod ratings;
pub mod replica;
pub mod serve;
mod spelling;
mod upkeep;
