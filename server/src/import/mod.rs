//! Sources → drafts.
//!
//! - [`markdown`]: a folder of Markdown files with front matter and pictures beside them
//! - [`feed`]: RSS 2.0, Atom, JSON Feed; a file or an address
//! - [`html`]: HTML → typed blocks, once, by an allow-list
//! - [`pictures`]: measured, named by content, copied
//! - [`video`]: which addresses are videos and posts

mod dates;
mod feed;
mod front_matter;
mod html;
mod inline;
mod markdown;
mod pictures;
mod video;

use std::fmt;
use std::path::{Path, PathBuf};

use bantin_model::Site;

use crate::draft::Draft;

pub use pictures::PictureError;

/// What an article gets that does not say.
#[derive(Clone, Debug)]
pub struct Options {
    /// BCP 47.
    pub lang: String,
    /// Sections of the site: id and language.
    pub sections: Vec<(String, String)>,
    /// IANA name; for dates without an offset.
    pub time_zone: String,
}

impl Options {
    /// As the site has it.
    pub fn of(site: &Site) -> Self {
        Self {
            lang: site.default_language.clone(),
            sections: site.sections.iter().map(|s| (s.id.clone(), s.lang.clone())).collect(),
            time_zone: site.time_zone.clone(),
        }
    }

    /// The section an article belongs to: the one it names, when the site has it, else the first in
    /// its language. A site without sections takes any name.
    fn section(&self, wanted: Option<&str>, lang: &str) -> String {
        let wanted = wanted.map(|name| crate::fold::slugify(name, 80)).filter(|id| !id.is_empty());
        let known =
            |id: &String| self.sections.is_empty() || self.sections.iter().any(|(s, _)| s == id);
        wanted.filter(known).unwrap_or_else(|| {
            let first = self.sections.iter().find(|(_, section_lang)| section_lang == lang);
            first.or(self.sections.first()).map_or_else(|| "news".to_owned(), |(id, _)| id.clone())
        })
    }
}

/// One article of a source, or why it could not be read.
#[derive(Debug)]
pub enum Entry {
    Read {
        draft: Box<Draft>,
        /// File, or feed and entry, for whoever runs the import.
        origin: String,
        /// What was left out.
        dropped: Vec<Dropped>,
    },
    Failed(Failure),
}

/// An article that could not be read. The others are.
#[derive(Debug, thiserror::Error)]
#[error("{origin}{at}: {error}", at = .line.map(|line| format!(":{line}")).unwrap_or_default())]
pub struct Failure {
    /// File, or feed and entry.
    pub origin: String,
    /// Counted from 1.
    pub line: Option<usize>,
    pub error: EntryError,
}

/// Why one article could not be read.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("is not UTF-8 text")]
    NotText,
    #[error("has no front matter (a block between two lines of --- or +++)")]
    NoFrontMatter,
    #[error("its front matter: {0}")]
    FrontMatter(String),
    #[error("has no title")]
    NoTitle,
    #[error("has no date of publication")]
    NoDate,
    #[error("\"{0}\" is not a date")]
    BadDate(String),
    #[error("its slug: {0}")]
    Slug(#[from] bantin_model::slug::SlugError),
}

/// Something that was left out of an article that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// An element that has no place in an article, with everything in it.
    Element(String),
    /// An element that was not understood; its text was kept.
    Marks(String),
    /// An address that may not stand in a page; its text was kept.
    Link(String),
    /// A picture that could not be had, and why.
    Picture(String, String),
}

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(name) => write!(f, "<{name}> was left out"),
            Self::Marks(name) => write!(f, "<{name}> was not understood, its text was kept"),
            Self::Link(href) => write!(f, "the address \"{href}\" was left out, its text was kept"),
            Self::Picture(src, why) => write!(f, "the picture \"{src}\" was left out: {why}"),
        }
    }
}

/// Why a whole source could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Io(PathBuf, std::io::Error),
    #[error("{0}: cannot be fetched: {1}")]
    Fetch(String, String),
    #[error("{0}: is no RSS, Atom or JSON feed: {1}")]
    NotAFeed(String, String),
}

/// Reads a folder of Markdown files, a Markdown file, a feed file or the http(s) address of a feed,
/// and hands each article to `sink` in a fixed order.
///
/// # Errors
/// [`ImportError`] when the source as a whole cannot be read.
pub fn read(
    source: &str,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    if source.starts_with("http://") || source.starts_with("https://") {
        return feed::read_url(source, options, sink);
    }
    let path = Path::new(source);
    let meta = std::fs::metadata(path).map_err(|error| ImportError::Io(path.to_owned(), error))?;
    let is_markdown = path.extension().is_some_and(|ending| ending == "md" || ending == "markdown");
    if meta.is_dir() || is_markdown {
        markdown::read(path, options, sink)
    } else {
        feed::read_file(path, options, sink)
    }
}
