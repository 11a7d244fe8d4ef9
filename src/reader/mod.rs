//! What belongs to the person reading. It stays on the device.
//!
//! - [`places`][]: how far the reader had come in each article
//! - [`shelf`][]: what the reader saved, and what they have read
//! - [`settings`][]: how the reader wants to read
//! - [`storage`][]: the browser's storage, or memory where it is blocked
//! - [`identity`][]: the anonymous token that makes a vote the reader's own
//! - [`proof`][]: the proof of work that a service may ask a new reader for
//! - [`presence`][]: whether an article was really on screen

pub mod identity;
pub mod places;
pub mod presence;
mod proof;
pub mod settings;
pub mod shelf;
pub mod storage;
