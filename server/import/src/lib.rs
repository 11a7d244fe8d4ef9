//! Import: articles from elsewhere, as [`Draft`]s for the store.
//!
//! [`read`] takes a folder of Markdown files, one Markdown file, a feed (RSS, Atom, JSON Feed), an export of
//! WordPress' or Ghost's, in a file or at an address, or the address of a site of theirs or of another Bản Tin, and hands
//! on one [`Entry`] after another. What it hands on depends on the source alone: the same source twice gives the same drafts.
//!
//! - `source`, `find`, `discover`, `page`, `links`: which source an address is, told by looking
//! - `look`: whether anything has changed at an address since the last look
//! - `folder`, `files`, `markdown`, `front`, `publicity`: Markdown files, their front matter
//! - [`static_pages`][]: pages that are no news
//! - `feed`: feeds and their entries, WordPress' export and interface
//! - `ghost`: Ghost's export and interface
//! - `interface`: JSON that is had page by page
//! - `html`: HTML to typed blocks (Markdown goes through it too)
//! - `bytes`: packed files and charsets
//! - `assets`, `image`, `fetch`: pictures, links and the network
//! - `template`: what Hugo, Jekyll and Zola put into Markdown
//! - `embed`: the well-known video hosts
//! - `text`, `date`, `slugs`, `sections`: plain text, dates, slugs, which section an article is in
//! - `error`, `dropped`: what failed and what was lost, as types
//! - [`site_file`][]: `site.toml`

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod assets;
mod bantin;
mod bytes;
mod date;
mod discover;
mod dropped;
mod embed;
mod error;
mod feed;
mod fetch;
mod files;
mod find;
mod folder;
mod front;
mod ghost;
mod html;
mod image;
mod interface;
mod links;
mod look;
mod markdown;
mod page;
mod publicity;
mod sections;
pub mod site_file;
mod slugs;
mod source;
pub mod static_pages;
mod template;
mod text;

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use bantin_model::{Section, Site, language};
use jiff::tz::TimeZone;
use url::Url;

use bantin_core::draft::Draft;
use bantin_core::identity::{Head, Origin};
use bantin_core::sources::about::About;
use bantin_core::sources::shown;

pub use dropped::Dropped;
pub use error::{EntryError, FetchError, ImageError, ImportError, InterfaceError, NotAFeed};
pub use fetch::PrivateHost;
pub use fetch::may_be_reached;
pub use files::SITE_FILE;
pub use folder::SOURCE as FOLDER_SOURCE;
pub use image::{KnownPictures, Published};
pub use look::{Found, Looked, Refusal, look, tell_hub};

use date::Dates;
use fetch::Fetcher;
use sections::Sections;

/// What an import needs to know of the site.
#[derive(Clone, Debug)]
pub struct Options {
    /// Language of articles that name none, BCP 47.
    pub default_lang: String,
    /// The site's languages. When there are none, every language an article names is taken.
    pub languages: Vec<String>,
    /// Section id of articles whose section the site does not have.
    pub default_section: String,
    /// The site's sections. When there are none, every section an article names is taken.
    pub sections: Vec<Section>,
    /// Whether pictures at web addresses are fetched.
    pub fetch: bool,
    /// Zone of dates that name none, IANA.
    pub time_zone: String,
    /// Pictures that need not be decoded again.
    pub pictures: KnownPictures,
    /// Who is told how far a feed is read.
    pub progress: Option<fn(Progress)>,
    /// Ghost's key for its content, where it is not in the address.
    pub key: Option<String>,
    /// The site that an export of Ghost's is from.
    pub site: Option<Url>,
    /// What is said of the source here.
    pub about: About,
    /// Hosts in local networks that may be fetched from.
    pub private: Vec<PrivateHost>,
    /// Where texts of a site are kept while it is read; where the system keeps such files when it is not said.
    pub scratch: Option<PathBuf>,
    /// How long a site that is too busy is left alone at first, when it does not say how long.
    pub pause: Duration,
    /// Whether files that are drafts or not for everybody are taken as well: for those who write them.
    pub unpublished: bool,
}

/// A site that is too busy and does not say how long is left alone for so long at first.
const PAUSE: Duration = Duration::from_secs(1);

/// How far a feed is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Entries that were read.
    pub entries: usize,
    /// Those there are.
    pub of: usize,
    /// Pictures that were fetched.
    pub pictures: usize,
}

impl Options {
    /// What `site` says of itself; pictures are fetched.
    pub fn of(site: &Site) -> Self {
        let own = site.sections_in(&site.default_language).next().or(site.sections.first());
        Self {
            default_lang: site.default_language.clone(),
            languages: site.languages.clone(),
            default_section: own.map_or_else(|| "news".to_owned(), |section| section.id.clone()),
            sections: site.sections.clone(),
            fetch: true,
            time_zone: site.time_zone.clone(),
            pictures: KnownPictures::default(),
            progress: None,
            key: None,
            site: None,
            about: About::default(),
            private: Vec::new(),
            scratch: None,
            pause: PAUSE,
            unpublished: false,
        }
    }
}

/// One article of a source, or word of why there is none; before the first, what the source is.
#[derive(Debug)]
pub enum Entry {
    Source(Head),
    Imported(Box<Imported>),
    Skipped(Skipped),
    Failed(Failed),
}

/// An article, ready for the store.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// What a person calls it: the file's path in its folder, or the entry's id or address.
    pub name: String,
    /// By what the source knows it, whatever changes of it.
    pub origin: Origin,
    pub draft: Draft,
    /// What the draft lost of its source.
    pub dropped: Vec<Dropped>,
    /// Why it is not for everybody, where that is asked for all the same ([`Options::unpublished`]).
    pub hidden: Option<Why>,
}

/// An article left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub name: String,
    /// What its source calls it, as in [`Origin::id`].
    pub id: String,
    pub why: Why,
}

/// Why an article was left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its source says that it is a draft.
    Draft,
    /// Its source does not show it to everybody, by what it says here.
    NotPublic(String),
    /// The same entry stands in the feed more than once.
    Twice,
    /// It is a page of its site.
    Page,
    /// It is of a kind of its own there, by this name: a recipe, a product.
    OtherKind(String),
    /// It is written in a language of markup that is not read.
    Markup,
    /// A picture or a menu of the system it comes from, or something else that readers do not see there.
    NoArticle,
}

/// An article that could not be read.
#[derive(Debug)]
pub struct Failed {
    pub name: String,
    /// Line of the file, from 1, where it is known.
    pub line: Option<usize>,
    pub error: EntryError,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft => f.write_str("is a draft"),
            Self::NotPublic(what) => write!(f, "is not for everybody ({what})"),
            Self::Twice => f.write_str("stands in the feed twice"),
            Self::Page => f.write_str("is a page and no article"),
            Self::Markup => f.write_str("is written neither in Markdown nor in HTML"),
            Self::OtherKind(kind) => write!(f, "is a {kind} there and not a post"),
            Self::NoArticle => f.write_str("is no article"),
        }
    }
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.name, self.why)
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.name, self.error),
            None => write!(f, "{}: {}", self.name, self.error),
        }
    }
}

/// Reads `source`, a path or an http(s) address, and hands every article of it to `sink`.
///
/// # Errors
/// [`ImportError`] when nothing of the source can be read, or, with [`ImportError::BrokenOff`], when only a part of it
/// can. A single article that cannot is an [`Entry::Failed`] and does not stop the others.
pub fn read(
    source: &str,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let found = find::find(source, options)?;
    tracing::debug!("{} is {}", shown(source), found.kind());
    read_found(Found { source: found, address: source::web_address(source)? }, options, sink)
}

/// As [`read`], of a source that was found before.
///
/// # Errors
/// As [`read`].
pub fn read_found(
    found: Found,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let Found { source, address } = found;
    let dates = dates(options)?;
    let trusted = address.as_ref().or(options.site.as_ref());
    let fetcher = options.fetch.then(|| Fetcher::allowing(trusted, &options.private));
    let sections = Sections::of(options);
    let context = Context { options, dates, sections, fetcher: fetcher.as_ref() };
    source.read(&context, sink)
}

/// What every article of one source is read with.
struct Context<'a> {
    options: &'a Options,
    dates: Dates,
    sections: Sections<'a>,
    fetcher: Option<&'a Fetcher>,
}

fn dates(options: &Options) -> Result<Dates, ImportError> {
    let zone = TimeZone::get(&options.time_zone)
        .map_err(|_| ImportError::TimeZone(options.time_zone.clone()))?;
    let lang = options.about.lang.as_deref().unwrap_or(&options.default_lang);
    Ok(Dates::new(zone, lang))
}

impl<'a> Context<'a> {
    /// For files that fetch nothing.
    fn of(options: &'a Options) -> Result<Self, ImportError> {
        let sections = Sections::of(options);
        Ok(Self { options, dates: dates(options)?, sections, fetcher: None })
    }
}

/// The site's language that a BCP 47 tag is looked up as; the site's own when it is none, or when the site has none
/// for it, which is noted.
fn language(tag: Option<&str>, options: &Options, dropped: &mut Vec<Dropped>) -> String {
    if let Some(told) = &options.about.lang {
        return told.clone();
    }
    let language = looked_up(tag, options, dropped);
    if is_of_site(&language, options) {
        return language;
    }
    let (tag, own) = (tag.unwrap_or_default().trim().to_owned(), &options.default_lang);
    dropped.push(Dropped::Language { tag, instead: Some(own.clone()) });
    own.clone()
}

/// As [`language`], of a file whose author wrote the tag: the article stays in it, as does its direction.
fn language_of_file(tag: Option<&str>, options: &Options, dropped: &mut Vec<Dropped>) -> String {
    let language = looked_up(tag, options, dropped);
    if !is_of_site(&language, options) {
        dropped.push(Dropped::Language { tag: language.clone(), instead: None });
    }
    language
}

fn is_of_site(language: &str, options: &Options) -> bool {
    let known = &options.languages;
    known.is_empty() || known.iter().any(|own| own == language) || language == options.default_lang
}

/// What a tag is looked up as among the site's languages (RFC 4647): the site's tag, or the tag itself where the site
/// has none for it. The site's own language when it is no tag.
fn looked_up(tag: Option<&str>, options: &Options, dropped: &mut Vec<Dropped>) -> String {
    let default = || options.default_lang.clone();
    let Some(tag) = tag.map(str::trim).filter(|tag| !tag.is_empty()) else { return default() };
    let known = language::primary(tag).and_then(|_| language::tag(tag));
    let Some(tag) = known else {
        dropped.push(Dropped::field("lang", &EntryError::BadLanguage(tag.to_owned())));
        return default();
    };
    language::nearest(&tag, &options.languages).map_or(tag.clone(), str::to_owned)
}

/// Tags without repetition, in their order.
fn tags(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    let mut tags = Vec::new();
    for name in names.into_iter().filter_map(|name| text::some_line(&name)) {
        let key = name.to_lowercase();
        if !seen.contains(&key) {
            seen.push(key);
            tags.push(name);
        }
    }
    tags
}

#[cfg(test)]
mod broken_tests;
#[cfg(test)]
mod tests;
