//! Addresses of sources for people to read.

use std::borrow::Cow;

/// `source` for people to read: without a key that an address may have in its query.
pub fn shown(source: &str) -> Cow<'_, str> {
    let key = ["?key=", "&key="].iter().find_map(|mark| Some(source.find(mark)? + mark.len()));
    let Some((head, tail)) = key.and_then(|at| source.split_at_checked(at)) else {
        return source.into();
    };
    let rest = tail.find(['&', '#']).and_then(|end| tail.get(end..)).unwrap_or_default();
    format!("{head}…{rest}").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_never_shown() {
        for (given, expected) in [
            ("https://a.example/?key=abc", "https://a.example/?key=…"),
            ("https://a.example/x?a=1&key=abc&b=2#c", "https://a.example/x?a=1&key=…&b=2#c"),
            ("https://a.example/?monkey=1", "https://a.example/?monkey=1"),
            ("tin/key", "tin/key"),
        ] {
            assert_eq!(shown(given), expected);
        }
    }
}
