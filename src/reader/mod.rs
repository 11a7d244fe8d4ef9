//! What belongs to the person reading. It stays on the device.
//!
//! - [`reading_position`][]: how far the reader had come in each article
//! - [`reading_list`][]: what the reader saved, and what they have read
//! - [`settings`][]: how the reader wants to read
//! - [`storage`][]: the browser's storage, or memory where it is blocked
//! - [`identity`][]: the anonymous token that makes a vote the reader's own
//! - [`proof`][]: the proof of work that a service may ask a new reader for
//! - [`presence`][]: whether an article was really on screen

pub mod identity;
pub mod presence;
mod proof;
pub mod reading_list;
pub mod reading_position;
pub mod settings;
pub mod storage;
