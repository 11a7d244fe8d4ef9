//! What readers did, in every ledger: the same tests run against the server's own store and against
//! PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod feed;
mod followed;
mod schedules;
mod schema;
mod suite;
mod tls;
mod under;
