//! Where a newsroom's articles are kept, and everything that readers did: SQLite in a data folder, and PostgreSQL that
//! several servers share.
//!
//! - [`advice`][]: what to do about an error, at the end of its message
//! - [`data_folder`][]: what is where in a data folder
//! - [`folder_rules`][]: which folders may hold which
//! - [`illustrate`][]: drafts get smaller pictures and cuts of them (`bantin-media` makes them)
//! - [`ledger`][]: what readers did, wherever it is kept
//! - [`leftovers`][]: half files of killed commands
//! - [`lock`][]: one command at a time
//! - [`open`][]: opening the store of a data folder
//! - [`part`][]: the parts of a running server that are watched, and that an error may name
//! - [`postgres`][]: a ledger that several servers share, and the feed of what they publish
//! - [`register`][]: where sources that are followed are kept
//! - [`related`][]: which articles belong together
//! - [`sqlite`][]: SQLite: articles, and the ledger of a server on its own
//! - [`store_error`][]: what a store cannot do
//! - [`watched`][]: whether all that it depends on is at work

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod advice;
pub mod data_folder;
pub mod folder_rules;
pub mod illustrate;
pub mod ledger;
pub mod leftovers;
pub mod lock;
pub mod open;
pub mod part;
pub mod postgres;
pub mod register;
pub mod related;
pub mod sqlite;
pub mod store_error;
pub mod watched;
