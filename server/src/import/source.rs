//! What a source of articles is, and the addresses of sources.

use std::borrow::Cow;

use url::Url;

use super::error::{FetchError, ImportError};
use super::{Context, Entry};

/// Where articles come from.
pub trait Source: Send {
    /// What it is, as the end of a sentence.
    fn kind(&self) -> &'static str;

    /// Hands on what the source is, and then every article of it.
    ///
    /// # Errors
    /// [`ImportError`] when nothing of it can be read; [`ImportError::BrokenOff`] when only a part can, which was
    /// handed on as a part.
    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError>;
}

/// The address on the web that `source` is; none for a path.
///
/// # Errors
/// [`ImportError::Fetch`] when it begins like one and is none.
pub fn web_address(source: &str) -> Result<Option<Url>, ImportError> {
    if !source.starts_with("http://") && !source.starts_with("https://") {
        return Ok(None);
    }
    let url = Url::parse(source).ok();
    let failed =
        || ImportError::Fetch { url: shown(source).into_owned(), error: FetchError::Scheme };
    url.map(Some).ok_or_else(failed)
}

/// `source` as it may be shown: without the key that an address may have in its query.
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
