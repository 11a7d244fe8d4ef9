//! What readers did, in every ledger: the same tests run against the server's own store and against
//! PostgreSQL.

mod feed;
mod followed;
mod schedules;
mod schema;
mod suite;
mod tls;
mod under;
