//! What belongs to the person reading: all of it is kept on their device.
//!
//! - [`reading_position`][]: how far the reader had come in each article
//! - [`reading_list`][]: what the reader saved, and what they have read; `moved`: both follow an article to another slug
//! - [`listening`][]: how fast an article is read aloud
//! - [`settings`][]: how the reader wants to read
//! - [`storage`][]: the browser's storage, or memory where it is blocked; `first_format` reads what release 0.1.0 kept
//! - [`identity`][]: the anonymous token that makes a vote the reader's own
//! - [`proof`][]: the proof of work that a service may ask a new reader for
//! - [`presence`][]: whether an article was really on screen

pub mod first_format;
pub mod identity;
pub mod listening;
mod moved;
pub mod presence;
mod proof;
pub mod reading_list;
pub mod reading_position;
pub mod settings;
pub mod storage;
