//! The service as a whole, over HTTP and as processes, and what it exports: `cargo xtask test browser`.
//!
//! Its tests run one after the other: some measure what the process has open, some fill a disk.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod addresses_of_hosts;
mod contract;
mod export;
mod hosts;
mod ledger;
mod live;
mod mistakes;
mod papers;
mod preview;
mod serving;
