//! Work on bytes that is slow without optimisation: pictures and packed copies. A crate of its own, so that it is
//! optimised in tests too.
//!
//! - [`take`][]: what is published of a picture that somebody hands in
//! - [`pictures`][]: smaller pictures and cuts of them
//! - [`brand`][]: a newsroom's logo and the files of its icon
//! - [`font`][]: what is checked and measured of a newsroom's own font
//! - [`packed`][]: Brotli and gzip copies of files

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod brand;
pub mod font;
pub mod packed;
pub mod pictures;
pub mod take;

use sha2::{Digest, Sha256};

/// The first 16 hexadecimal digits of the SHA-256 of `bytes`, by which files are named.
pub fn hash16(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
