//! Import: reads articles from elsewhere as [`Draft`]s for the store.
//!
//! [`read`] takes a folder of Markdown files, one Markdown file, a feed (RSS, Atom, JSON Feed), an export of WordPress'
//! or Ghost's, in a file or at an address, or the address of a site made with one of them or with Bản Tin. It hands on
//! one [`Entry`] after another. These depend only on the source: the same source gives the same drafts each time.
//!
//! - `source`, `find`, `discover`, `page`, `links`: which source an address is, told by looking
//! - `systems`, `formats`: the list of systems that sites are made with, and of formats of files; a further one goes there
//! - `look`, `looking`: whether anything has changed at an address since the last look
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
mod formats;
mod front;
mod ghost;
mod html;
mod image;
mod interface;
mod links;
mod look;
mod looking;
mod markdown;
mod page;
mod publicity;
mod sections;
pub mod site_file;
mod slugs;
mod source;
pub mod static_pages;
mod systems;
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

/// What an import needs to know of the site, and what it was asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// The language of articles that name none, BCP 47.
    pub default_lang: String,
    /// The site's languages. If empty, an article may be in any language.
    pub languages: Vec<String>,
    /// The id of the section for articles whose section the site does not have.
    pub default_section: String,
    /// The site's sections. If empty, an article may be in any section.
    pub sections: Vec<Section>,
    /// Whether pictures on the web are fetched.
    pub fetch: bool,
    /// The IANA zone of dates that name none.
    pub time_zone: String,
    /// Pictures that need not be decoded again.
    pub pictures: KnownPictures,
    /// Called to tell how far reading has come.
    pub progress: Option<fn(Progress)>,
    /// Ghost's Content API key, if it is not in the address.
    pub key: Option<String>,
    /// The site that an export of Ghost's comes from.
    pub site: Option<Url>,
    /// What the newsroom says about the source.
    pub about: About,
    /// Hosts in local networks that may be fetched from.
    pub private: Vec<PrivateHost>,
    /// The folder for texts of a site while it is read; without it, the system's folder for temporary files.
    pub scratch: Option<PathBuf>,
    /// How long to wait for a busy site before the second try, when it does not say how long.
    pub pause: Duration,
    /// How long the site that was named may take to begin an answer.
    pub patience: Duration,
    /// Whether drafts and files that are not for everybody are read too, for their authors.
    pub unpublished: bool,
}

/// The usual [`Options::pause`].
const PAUSE: Duration = Duration::from_secs(1);

/// How far reading a feed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many entries were read.
    pub entries: usize,
    /// How many entries there are.
    pub of: usize,
    /// How many pictures were fetched.
    pub pictures: usize,
}

impl Options {
    /// The options for `site`; pictures are fetched.
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
            patience: fetch::NAMED,
            unpublished: false,
        }
    }
}

/// An article of a source, or why there is none. The first entry is the source itself.
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
    /// The name for people: the path of a file in its folder, or the id or address of an entry.
    pub name: String,
    /// Its source and its id there, by which it is known again.
    pub origin: Origin,
    pub draft: Draft,
    /// What the draft lost in comparison with its source.
    pub dropped: Vec<Dropped>,
    /// Why it is not for everybody, if such articles were asked for ([`Options::unpublished`]).
    pub hidden: Option<Why>,
}

/// An article that was left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    pub name: String,
    /// Its id in the source, as in [`Origin::id`].
    pub id: String,
    pub why: Why,
}

/// Why an article was left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Its source marks it as a draft.
    Draft,
    /// Its source does not show it to everybody; the text says how the source puts it.
    NotPublic(String),
    /// The feed contains the entry more than once.
    Twice,
    /// It is a page of its site, not a post.
    Page,
    /// It is of a type of its own there, with this name, such as a recipe or a product.
    OtherKind(String),
    /// It is in a markup language that is not read.
    Markup,
    /// No article: a picture, a menu, or something else that readers do not see there.
    NoArticle,
}

/// An article that could not be read.
#[derive(Debug)]
pub struct Failed {
    pub name: String,
    /// The line in the file, from 1, if it is known.
    pub line: Option<usize>,
    pub error: EntryError,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Draft => f.write_str("is a draft"),
            Self::NotPublic(what) => write!(f, "is not for everybody ({what})"),
            Self::Twice => f.write_str("stands in the feed twice"),
            Self::Page => f.write_str("is a page, not an article"),
            Self::Markup => f.write_str("is written neither in Markdown nor in HTML"),
            Self::OtherKind(kind) => write!(f, "is a {kind} there, not a post"),
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

/// Reads `source`, a path or an http(s) address, and hands each of its articles to `sink`.
///
/// # Errors
/// [`ImportError`] when nothing of the source can be read, or only a part of it ([`ImportError::BrokenOff`]). An
/// article that cannot be read is an [`Entry::Failed`] and does not stop the others.
pub fn read(
    source: &str,
    options: &Options,
    sink: &mut dyn FnMut(Entry),
) -> Result<(), ImportError> {
    let found = find::find(source, options)?;
    tracing::debug!("{} is {}", shown(source), found.kind());
    read_found(Found { source: found, address: source::web_address(source)? }, options, sink)
}

/// As [`read`], for a source that was found before.
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

/// What is needed to read the articles of one source.
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
    /// For files that need nothing from the web.
    fn of(options: &'a Options) -> Result<Self, ImportError> {
        let sections = Sections::of(options);
        Ok(Self { options, dates: dates(options)?, sections, fetcher: None })
    }
}

/// The site's language for a BCP 47 tag. The site's default when the text is no tag, or when the site has no language
/// for it, which is noted in `dropped`.
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

/// As [`language`], for a tag that an author wrote in a file: the article stays in that language and its direction.
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

/// The site's tag that `tag` is looked up as (RFC 4647), or `tag` itself when the site has none for it. The site's
/// default language when it is no tag.
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

/// Tags in their order, each once.
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
