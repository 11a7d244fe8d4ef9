//! Reads the entries of a feed one by one, so that a broken one leaves the others unharmed.

use std::borrow::Cow;

use url::Url;

use super::item::{Arrival, Parsed};
use super::{json, xml};
use crate::bytes::{self, CharsetHints};
use crate::error::NotAFeed;

/// Reads `bytes`, the feed as it came.
///
/// # Errors
/// [`NotAFeed`] when it is no feed, or the feed's head is broken.
pub fn parse(bytes: Vec<u8>, arrival: &Arrival<'_>) -> Result<Parsed, NotAFeed> {
    let bytes = bytes::unpacked(bytes, arrival.limit)?;
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let is_utf8 = arrival.charset.is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"));
    // In JSON, an item that is no UTF-8 only costs itself.
    if is_utf8 && matches!(first(bare), Some(b'{' | b'[')) {
        return json::parse(bare, arrival);
    }
    let domain = arrival.address.and_then(Url::domain).and_then(|host| host.rsplit('.').next());
    let text = bytes::text(bytes, CharsetHints { charset: arrival.charset, domain });
    match first(text.as_bytes()) {
        None => Err(NotAFeed::Empty),
        Some(b'{' | b'[') => json::parse(text.as_bytes(), arrival),
        Some(first) => {
            let mended = match bytes::mended(&text) {
                Cow::Borrowed(_) if first != b'<' => return Err(NotAFeed::Neither),
                Cow::Borrowed(_) => None,
                Cow::Owned(mended) => Some(mended),
            };
            // An export may be large, so only one of the two copies is kept.
            let text = mended.unwrap_or(text);
            xml::parse(text.into_bytes(), arrival)
        }
    }
}

/// The first byte that is no white space.
fn first(bytes: &[u8]) -> Option<u8> {
    bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace())
}
