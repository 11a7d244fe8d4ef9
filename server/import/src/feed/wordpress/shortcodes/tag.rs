//! A shortcode's beginning: `[name attribute="value"]`.

use super::super::attributes::{Attributes, attributes};

/// A tag longer than this, in bytes, is none.
pub const LONGEST: usize = 4000;

/// A shortcode's beginning.
pub struct Tag<'a> {
    pub name: &'a str,
    pub attributes: Attributes,
    /// How long it is, with its brackets.
    pub len: usize,
    pub is_self_closing: bool,
}

/// The shortcode's beginning at the beginning of `text`.
pub fn tag(text: &str) -> Option<Tag<'_>> {
    let name = name_at(text.strip_prefix('[')?);
    let head = text.get(1 + name.len()..)?;
    if name.is_empty() || !head.starts_with([']', ' ', '/', '\n', '\t', '=', '\u{a0}']) {
        return None;
    }
    let end = tag_end(head)?;
    let written = head.get(..end)?;
    let (written, is_self_closing) = match written.strip_suffix('/') {
        // An address may end with a slash.
        Some(bare)
            if bare.is_empty()
                || bare.ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')) =>
        {
            (bare, true)
        }
        _ => (written, false),
    };
    let attributes = attributes(written.trim_start_matches('='));
    Some(Tag { name, attributes, len: 1 + name.len() + end + 1, is_self_closing })
}

/// Where the `]` stands that ends a tag; one in quotes does not.
fn tag_end(head: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in head.bytes().enumerate().take(LONGEST) {
        match (byte, quote) {
            (b'"' | b'\'', None) => quote = Some(byte),
            (byte, Some(open)) if byte == open => quote = None,
            (b']', None) => return Some(at),
            (b'[', None) => return None,
            _ => {}
        }
    }
    // The quote is never closed.
    head.bytes().take(LONGEST).position(|byte| byte == b']')
}

/// The length of `[[name …]]` at the beginning of `text`.
pub fn escaped(text: &str) -> Option<usize> {
    let inner = tag(text.get(1..)?)?;
    text.get(1 + inner.len..)?.starts_with(']').then_some(inner.len + 2)
}

/// The name at the beginning of `text`.
pub fn name_at(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    text.get(..text.find(|c| !is_name(c)).unwrap_or(text.len())).unwrap_or_default()
}
