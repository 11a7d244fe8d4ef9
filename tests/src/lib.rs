//! What the tests of the whole share: a server over a fresh store, a browser, a newsroom.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod browser;
pub mod newsroom;
