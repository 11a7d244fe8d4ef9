//! The errors of an import, as types. A source as a whole fails with [`ImportError`], one article with [`EntryError`],
//! one picture with [`ImageError`]. What an article lost without failing is in `dropped.rs`.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use bantin_media::take::TakeError;
use url::Url;

/// Why a source as a whole could not be read. None of its articles were handed on, unless it broke off.
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
    /// `advice` says what an operator can do when the site refuses.
    #[error("{url} cannot be read: {error}")]
    Interface { url: String, advice: Option<&'static str>, error: InterfaceError },
    /// Articles read before were handed on, and the source was announced as not whole.
    #[error(
        "{url} broke off after {read} articles: {error}. These are imported; nothing was withdrawn"
    )]
    BrokenOff { url: String, read: usize, error: InterfaceError },
    /// If it were followed on, all its articles would come a second time.
    #[error("{0} is no longer the kind of source that it was")]
    AnotherKind(String),
    /// Servers of two releases may share a database, and a release may be taken back.
    #[error(
        "{0} is followed as a system that only a later release of Bản Tin knows; run that release"
    )]
    LaterSystem(String),
    #[error("{0} is made with Ghost, and no key was given")]
    NoKey(String),
    #[error("{0} is a Ghost export, which does not name its site")]
    NoSite(String),
    #[error("{name} is not a Ghost export: {reason}")]
    NoExport { name: String, reason: String },
}

/// Why a site's interface did not give an answer that can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InterfaceError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// `message` is the end of a sentence, or empty.
    #[error("the server answered {status}{message}")]
    Refused { status: u16, code: String, message: String },
    #[error("the server answered {status} {times} times")]
    Busy { status: u16, times: u32 },
    #[error("the server answered {status} and asks not to be asked again for {seconds} seconds")]
    Later { status: u16, seconds: u64 },
    #[error("its answer is not JSON: {0}")]
    NotJson(String),
    #[error("its answer is not {0}")]
    Unexpected(&'static str),
    #[error("articles disappeared while they were read")]
    Changed,
    #[error("page {0} repeats what the pages before it hold")]
    Repeats(usize),
    #[error("its answer cannot be kept on disk while it is read: {0}")]
    Spool(String),
    #[error("its lists count {said} articles, but only {read} could be read")]
    Short { said: u64, read: u64 },
}

impl From<io::Error> for InterfaceError {
    /// An error of the file that keeps the texts.
    fn from(error: io::Error) -> Self {
        Self::Spool(error.to_string())
    }
}

/// Why a text is not a feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    #[error("it is empty")]
    Empty,
    #[error("it is neither XML nor JSON")]
    Neither,
    #[error(
        "it is a web page that names neither a feed nor WordPress, Ghost or Bản Tin; give the address of its feed"
    )]
    WebPage,
    #[error("it is compressed with {0}")]
    Packed(String),
    #[error("it is JSON, but not a JSON Feed")]
    OtherJson,
    #[error("line {line}: {message}")]
    Json { line: usize, message: String },
    #[error("its first element is <{root}>, which is neither <rss>, <feed> nor <rdf:RDF>")]
    Xml { root: String },
    #[error("its XML is broken, and none of its entries can be read: {error}")]
    Broken { error: String },
    #[error(
        "another feed begins on line {line}: these are several feeds one after another; import each of them from a file of its own"
    )]
    Several { line: usize },
}

impl NotAFeed {
    /// For XML with the first element `root`, for which a parser gave `error`.
    pub fn of_xml(root: String, error: String) -> Self {
        let name = root.rsplit(':').next().unwrap_or(&root);
        if ["rss", "feed", "rdf"].iter().any(|known| known.eq_ignore_ascii_case(name)) {
            Self::Broken { error }
        } else {
            Self::Xml { root }
        }
    }
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
    #[error("the time zone {zone:?} of the date {date:?} is not known, or has several meanings")]
    UnknownZone { date: String, zone: String },
    #[error("{0:?} is not a language tag of BCP 47, such as vi or en-GB")]
    BadLanguage(String),
    #[error("{0:?} cannot be an old address of an article")]
    BadAddress(String),
    /// A post of Ghost's without HTML, of which what the editor keeps is damaged.
    #[error("it has no HTML, and its text as Ghost's editor stores it cannot be read")]
    NoHtml,
    /// The text names what was left out, as the end of a sentence.
    #[error("there is no text, no lead and no picture in it{0}")]
    Empty(String),
    #[error("the entry cannot be read: {0}")]
    BadEntry(String),
    #[error(transparent)]
    Slug(#[from] bantin_model::slug::SlugError),
}

impl EntryError {
    /// Nothing to read is left; `dropped` was left out.
    pub fn empty(dropped: &[impl std::fmt::Display]) -> Self {
        let left_out: Vec<String> = dropped.iter().take(5).map(ToString::to_string).collect();
        let told =
            if left_out.is_empty() { String::new() } else { format!("; {}", left_out.join("; ")) };
        Self::Empty(told)
    }

    /// What an operator can do about it.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotUtf8 => "save the file as UTF-8",
            Self::TooLarge { .. } | Self::TooDeep { .. } => "split it into several articles",
            Self::NoFrontMatter => {
                "put its title and its date above the text, between two lines of ---; if it is no article, move it out of the folder"
            }
            Self::UnclosedFrontMatter(_) => "close it with a line of its own",
            Self::FrontMatter(_) => {
                "correct this line; a text with a colon in it must stand in quotation marks"
            }
            Self::NoTitle => "add a field title",
            Self::NoDate => "add a field date, as 2023-08-11 or 2023-08-11T11:50:00+07:00",
            Self::BadDate(_) => "write it as 2023-08-11 or 2023-08-11T11:50:00+07:00",
            Self::UnknownZone { .. } => "write its offset in figures, as +07:00 or +05:30",
            Self::Empty(_) => {
                "look at the article where it comes from; if it shows something there, its source leaves that out"
            }
            Self::NoHtml => {
                "open the post in Ghost, save it, and export again; or import the site by its address with --key"
            }
            Self::BadEntry(_) => "look at the source at this line; its other entries were imported",
            Self::Io(_)
            | Self::Outside
            | Self::Field { .. }
            | Self::BadLanguage(_)
            | Self::BadAddress(_)
            | Self::Slug(_) => {
                return None;
            }
        })
    }
}

impl ImportError {
    /// Makes the errors of the interface `root`. `advice` says what an operator can do when the site refuses.
    pub fn of_interface(
        root: &Url,
        advice: Option<&'static str>,
    ) -> impl Fn(InterfaceError) -> Self + Copy {
        move |error| Self::Interface { url: root.to_string(), advice, error }
    }

    /// How long the source asks to be left alone.
    pub fn rest(&self) -> Option<Duration> {
        match self {
            Self::Interface { error: InterfaceError::Later { seconds, .. }, .. }
            | Self::BrokenOff { error: InterfaceError::Later { seconds, .. }, .. } => {
                Some(Duration::from_secs(*seconds))
            }
            _ => None,
        }
    }

    /// Whether the same may succeed later without anybody doing something about it.
    pub fn may_pass(&self) -> bool {
        let of_fetching = |error: &FetchError| match error {
            FetchError::Status(status) => matches!(status, 408 | 425 | 429 | 500..),
            FetchError::Scheme | FetchError::LocalAddress => false,
            _ => true,
        };
        match self {
            Self::Fetch { error, .. } => of_fetching(error),
            Self::Interface { error: InterfaceError::Fetch(error), .. } => of_fetching(error),
            Self::Interface { error, .. } => !matches!(error, InterfaceError::Refused { .. }),
            Self::BrokenOff { .. } => true,
            _ => false,
        }
    }
    /// The error without the name of the source.
    pub fn why(&self) -> String {
        match self {
            Self::Missing(_) => "there is no such file or folder".to_owned(),
            Self::Io { error, .. } => format!("it cannot be read: {error}"),
            Self::Fetch { error, .. } => format!("it cannot be fetched: {error}"),
            Self::NotAFeed { reason, .. } => format!("it is not a feed: {reason}"),
            Self::Interface { error, .. } => format!("it cannot be read: {error}"),
            Self::BrokenOff { read, error, .. } => format!(
                "it broke off after {read} articles: {error}. These are imported; nothing was withdrawn"
            ),
            Self::AnotherKind(_) => {
                "it is no longer the kind of source that it was (a feed, WordPress, Ghost, Bản Tin), or leads to another one"
                    .to_owned()
            }
            Self::LaterSystem(_) => {
                "it is followed as a system that only a later release of Bản Tin knows; run that release".to_owned()
            }
            Self::NoKey(_) => "it is made with Ghost, and no key was given".to_owned(),
            Self::NoSite(_) => {
                "it is a Ghost export, which does not name its site".to_owned()
            }
            Self::NoExport { reason, .. } => format!("it is not a Ghost export: {reason}"),
            Self::Outside(_) | Self::TimeZone(_) => self.to_string(),
        }
    }

    /// What an operator can do about it.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing(_) => "check the path; addresses begin with http:// or https://",
            Self::Fetch { error: FetchError::Status(_), .. } => {
                "open the address in a browser; if it asks for a password, save the feed to a file and import that"
            }
            Self::Fetch { error: FetchError::HostNotFound, .. } => {
                "check how the address is written"
            }
            Self::Fetch { .. } => "try again later, or save the feed to a file and import that",
            Self::NotAFeed { reason: NotAFeed::Neither | NotAFeed::Xml { .. }, .. } => {
                "import a folder of Markdown files, an RSS, Atom or JSON feed, an export of WordPress or Ghost, or the address of a site"
            }
            Self::NotAFeed { reason: NotAFeed::Broken { .. }, .. } => {
                "look at the source at this place, or fetch it again: it may have been cut off"
            }
            Self::TimeZone(_) => "give site.toml a zone as Asia/Ho_Chi_Minh",
            Self::Interface {
                advice: Some(advice), error: InterfaceError::Refused { .. }, ..
            } => advice,
            Self::Interface { .. } | Self::BrokenOff { .. } => "import it again later",
            Self::NoKey(_) => {
                "make a custom integration under Settings, Integrations in Ghost and give its Content API key with --key; or import the address of its feed, which has the latest articles"
            }
            Self::AnotherKind(_) => {
                "if that is meant, give it another name in site.toml: its articles then come as new ones"
            }
            Self::NoSite(_) => "give the address of the site with --site",
            Self::NoExport { .. } => "export it again under Settings, Import/Export in Ghost",
            Self::Io { .. } | Self::Outside(_) | Self::NotAFeed { .. } | Self::LaterSystem(_) => {
                return None;
            }
        })
    }
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
    Rejected(TakeError),
    #[error("it is a tracking pixel")]
    TrackingPixel,
}

impl From<TakeError> for ImageError {
    fn from(error: TakeError) -> Self {
        match error {
            TakeError::TrackingPixel => Self::TrackingPixel,
            error => Self::Rejected(error),
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
    #[error("its host had not answered before, so it was not asked again")]
    GivenUp,
    #[error("it was redirected too often")]
    Redirects,
    #[error("it is larger than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("{0}")]
    Other(String),
}
