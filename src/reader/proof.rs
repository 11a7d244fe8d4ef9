//! The proof of work that a service may ask a new reader for: a `nonce` with which
//! `SHA-256(challenge "." nonce)` begins with so many zero bits. The browser's own SHA-256 does the work,
//! and lets the page breathe in between.

use crate::browser;

/// More would keep an old phone busy for minutes.
const MOST: u8 = 24;

/// `challenge.nonce`; `None` where the browser has no SHA-256 (a page that is not secure) or the service
/// asks for too much.
pub async fn solve(challenge: &str, bits: u8) -> Option<String> {
    if bits > MOST {
        return None;
    }
    browser::prove(challenge, bits).await.as_string()
}
