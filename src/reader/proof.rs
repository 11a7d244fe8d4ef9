//! The proof of work that a service may ask of a new reader: a `nonce` with which `SHA-256(challenge "." nonce)` begins
//! with the wanted number of zero bits. It is computed by the browser's own SHA-256, in steps between which the page
//! stays responsive.

use crate::browser;

/// The most bits that are worked for: more would keep an old phone busy for minutes.
const MOST: u8 = 24;

/// Finds `challenge.nonce`. `None` where the browser has no SHA-256, on a page that is not secure, or where the service
/// asks for more than [`MOST`] bits.
pub async fn solve(challenge: &str, bits: u8) -> Option<String> {
    if bits > MOST {
        return None;
    }
    browser::prove(challenge, bits).await.as_string()
}
