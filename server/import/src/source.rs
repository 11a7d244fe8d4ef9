//! The trait of all sources, and telling addresses from paths.

use bantin_core::sources::shown;
use url::Url;

use super::error::{FetchError, ImportError};
use super::{Context, Entry};

/// Where articles come from.
pub trait Source: Send {
    /// The kind of source, as the end of a sentence.
    fn kind(&self) -> &'static str;

    /// Hands on the source itself, and then each of its articles.
    ///
    /// # Errors
    /// [`ImportError`] when nothing of it can be read; [`ImportError::BrokenOff`] when only a part can be read, which
    /// was then handed on as a part.
    fn read(
        self: Box<Self>,
        context: &Context<'_>,
        sink: &mut dyn FnMut(Entry),
    ) -> Result<(), ImportError>;
}

/// The address in `source`, if it is one on the web; `None` for a path.
///
/// # Errors
/// [`ImportError::Fetch`] when it begins like an address and is none.
pub fn web_address(source: &str) -> Result<Option<Url>, ImportError> {
    if !source.starts_with("http://") && !source.starts_with("https://") {
        return Ok(None);
    }
    let url = Url::parse(source).ok();
    let failed =
        || ImportError::Fetch { url: shown(source).into_owned(), error: FetchError::Scheme };
    url.map(Some).ok_or_else(failed)
}
