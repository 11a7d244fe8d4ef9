//! The proof of work that a service may ask a new reader for: a `nonce` with which
//! `SHA-256(challenge "." nonce)` begins with so many zero bits. The browser's own SHA-256 does the work,
//! and lets the page breathe in between.

use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

/// More would keep an old phone busy for minutes.
const MOST: u8 = 24;

/// `challenge.nonce`; `None` where the browser has no SHA-256 (a page that is not secure) or the service
/// asks for too much.
pub async fn solve(challenge: &str, bits: u8) -> Option<String> {
    if bits > MOST {
        return None;
    }
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    for nonce in 0u32.. {
        let answer = format!("{challenge}.{nonce}");
        let hash = subtle.digest_with_str_and_u8_array("SHA-256", answer.as_bytes()).ok()?;
        let hash = Uint8Array::new(&JsFuture::from(hash).await.ok()?);
        let first = (0..4).fold(0u32, |first, at| (first << 8) | u32::from(hash.get_index(at)));
        if first.leading_zeros() >= u32::from(bits) {
            return Some(answer);
        }
    }
    None
}
