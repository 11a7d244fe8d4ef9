//! The one door to the network.
//!
//! - [`client`][]: the calls of the contract, typed
//! - [`error`][]: what can go wrong, told apart for readers
//! - [`json`][]: from text to values
//! - [`cache`][]: pages already fetched, so that going back is instant
//! - [`search`][]: the index of words, in files

pub mod cache;
pub mod client;
pub mod error;
pub mod json;
pub mod search;
mod transport;

pub use client::Client;
pub use error::ApiError;
