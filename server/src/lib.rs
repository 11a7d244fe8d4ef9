//! `bantin-server`: the API over a store, and import into it.
//!
//! - [`fold`][]: text without marks, for matching and for slugs
//! - [`import`][]: sources (Markdown folders, feeds) → [`draft`]s
//! - [`lock`][]: one command at a time
//! - [`newsroom`][]: drafts → store, media folder, related news
//! - [`shelf`][]: where they go: a server's own store, or the feed that several follow
//! - [`illustrate`][]: drafts get smaller pictures and cuts of them (`bantin-media` makes them)
//! - [`related`][]: which articles belong together
//! - [`store`][]: SQLite: articles, and the ledger of a server on its own
//! - [`ledger`][]: what readers did, wherever it is kept
//! - [`postgres`][]: a ledger that several servers share, and the feed of what they publish
//! - [`follow`][]: that feed into a server's own store
//! - [`api`][]: the contract over HTTP
//! - [`content`][]: what there is to read at a path and at a route
//! - [`months`][]: what a month is called, and the page of all months
//! - [`pages`][]: pages as HTML, through the reader's own components
//! - [`syndication`][]: Atom, sitemaps, robots.txt
//! - [`app_files`][]: the built app, its pages and the media over HTTP
//! - [`embedded`][]: what other sites take besides the script: frames, oEmbed, the page that shows it all
//! - [`export`][]: all of it as a folder for any static host
//! - [`search`][]: finding articles by their words
//! - [`ratings`][]: looking at ratings and mending them, for whoever runs the newsroom
//! - [`backup`][]: a copy of the data folder that can be put back
//! - [`serve`][]: all of it, listening
//! - [`upkeep`][]: what a running server does by itself
//! - [`watched`][]: whether all that it depends on is at work
//! - [`site_file`][]: `site.toml`
//! - [`widgets`][]: every version of the widgets there was

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod api;
pub mod app_files;
pub mod backup;
pub mod content;
pub mod draft;
pub mod embedded;
pub mod export;
pub mod fold;
pub mod follow;
pub mod illustrate;
pub mod import;
pub mod ledger;
pub mod lock;
pub mod months;
pub mod newsroom;
pub mod pages;
pub mod postgres;
pub mod ratings;
pub mod related;
pub mod search;
pub mod serve;
mod shelf;
pub mod site_file;
pub mod store;
pub mod syndication;
mod upkeep;
pub mod watched;
pub mod widgets;
