//! What can go wrong in an import, as types. A whole source fails with [`ImportError`], one article
//! with [`EntryError`], one picture with [`ImageError`]; what an article lost without failing is in
//! `dropped.rs`.

use std::io;
use std::path::PathBuf;

use bantin_media::take::TakeError;

/// Why a whole source could not be read. Nothing of it was handed on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is no file or folder {}", .0.display())]
    Missing(PathBuf),
    #[error("{} cannot be read: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{} is a link that leads out of the imported folder; put the folder itself there", .0.display())]
    Outside(PathBuf),
    #[error("{url} cannot be fetched: {error}")]
    Fetch { url: String, error: FetchError },
    #[error("{name} is not a feed: {reason}")]
    NotAFeed { name: String, reason: NotAFeed },
    #[error("the time zone {0:?} is not known")]
    TimeZone(String),
}

/// Why a text is not a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    #[error("it is empty")]
    Empty,
    #[error("it is neither XML nor JSON")]
    Neither,
    #[error("it is a web page; give the address of its feed")]
    WebPage,
    #[error("it is JSON and not a JSON Feed")]
    OtherJson,
    #[error("line {line}: {message}")]
    Json { line: usize, message: String },
    #[error("{0}")]
    Xml(String),
}

/// Why one article was not imported. Nothing of it was handed on.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    #[error("the file cannot be read: {0}")]
    Io(io::Error),
    #[error(
        "the file is a link that leads out of the imported folder; put the file itself there, or import its folder"
    )]
    Outside,
    #[error("the text is not UTF-8")]
    NotUtf8,
    #[error("the text is larger than {limit} bytes")]
    TooLarge { limit: usize },
    #[error("the HTML is nested more than {limit} elements deep")]
    TooDeep { limit: usize },
    #[error("there is no front matter")]
    NoFrontMatter,
    #[error("the front matter has no closing {0}")]
    UnclosedFrontMatter(&'static str),
    #[error("the front matter cannot be read: {0}")]
    FrontMatter(String),
    #[error("{field} must be {expected}")]
    Field { field: &'static str, expected: &'static str },
    #[error("there is no title")]
    NoTitle,
    #[error("there is no date of publication")]
    NoDate,
    #[error("{0:?} is not a date")]
    BadDate(String),
    #[error("{0:?} is not a language tag as BCP 47 has it, as vi or en-GB")]
    BadLanguage(String),
    #[error("there is nothing to read: no text, no lead and no picture")]
    Empty,
    #[error("the entry cannot be read: {0}")]
    BadEntry(String),
    #[error(transparent)]
    Slug(#[from] bantin_model::slug::SlugError),
}

/// Why a picture was not taken over.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    #[error("it has no address")]
    NoAddress,
    #[error("the address cannot be read")]
    BadAddress,
    #[error("the file does not exist")]
    NotFound,
    #[error("the path leads out of the imported folder; put the picture into it")]
    Outside,
    #[error("the file cannot be read: {0}")]
    Io(io::ErrorKind),
    #[error("the address is relative and the article has no page of its own")]
    NoBase,
    #[error("fetching is switched off")]
    FetchingOff,
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Unfit(TakeError),
    #[error("it is a tracking pixel")]
    TrackingPixel,
}

impl From<TakeError> for ImageError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::TrackingPixel => Self::TrackingPixel,
            error => Self::Unfit(error),
        }
    }
}

/// Why an address could not be fetched.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error("the address is not http or https")]
    Scheme,
    #[error("the server answered {0}")]
    Status(u16),
    #[error("the host is not known")]
    HostNotFound,
    #[error("the address is in a local network")]
    LocalAddress,
    #[error("it took too long")]
    Timeout,
    #[error("it was redirected too often")]
    Redirects,
    #[error("it is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{0}")]
    Other(String),
}
