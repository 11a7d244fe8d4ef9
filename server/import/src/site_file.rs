//! `site.toml`: the settings of a newsroom, beside its articles, and the sources that it follows.
//!
//! - `fields`: which fields there are; `values`: what is checked by itself
//! - `brand`: names, logo, icon, faces; `colors`: colours; `dates`: how dates are written; `show`: what is shown of articles
//! - `own`: masthead and footer; `front`: front pages; `outside`: style, scripts; `sources`: sources that are followed
//! - `fonts`: fonts; `letters`: which letters a language has; `beside`: the files that all of these name

mod beside;
mod brand;
mod colors;
mod dates;
mod fields;
mod fonts;
mod front;
mod letters;
mod outside;
mod own;
mod show;
mod sources;
mod values;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bantin_model::{Brand, Section, Site, Slug, language};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

use bantin_core::draft::Media;
use bantin_core::sources::Source;
use beside::Files;
use brand::FileBrand;
pub use fields::{FIELDS, INSIDE};
use values::{address, languages, line};

/// The name of the file.
pub const NAME: &str = crate::SITE_FILE;

/// The content of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFile {
    pub site: Site,
    /// The sources that are followed.
    pub sources: Vec<Source>,
    /// The files for the media folder that the brand names.
    pub files: Vec<Media>,
}

#[derive(Deserialize)]
struct File {
    name: Spanned<String>,
    #[serde(default)]
    description: String,
    url: Spanned<String>,
    languages: Spanned<Vec<Spanned<String>>>,
    time_zone: Spanned<String>,
    #[serde(default)]
    sections: Vec<FileSection>,
    #[serde(default)]
    sources: Vec<sources::FileSource>,
    short_name: Option<Spanned<String>>,
    tagline: Option<Spanned<String>>,
    logo: Option<Spanned<String>>,
    logo_night: Option<Spanned<String>>,
    icon: Option<Spanned<String>>,
    colors: Option<colors::FileColors>,
    show: Option<show::FileShow>,
    #[serde(default)]
    masthead: own::FileMasthead,
    #[serde(default)]
    footer: own::FileFooter,
    #[serde(default)]
    front: Vec<front::FileBlock>,
    #[serde(default)]
    authors: Vec<front::FileAuthor>,
    style: Option<Spanned<String>>,
    #[serde(default)]
    scripts: Vec<outside::FileScript>,
}

#[derive(Deserialize)]
struct FileSection {
    id: Spanned<String>,
    name: Spanned<String>,
    lang: Spanned<String>,
}

/// What is wrong with a `site.toml`.
#[derive(Debug, thiserror::Error)]
pub enum SiteFileError {
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Read(PathBuf, std::io::Error),
    #[error(
        "{path} is a link that leads out of its folder; put the file itself there",
        path = .0.display()
    )]
    Outside(PathBuf),
    #[error("{path}:{line}: {what}", path = path.display())]
    Value { path: PathBuf, line: usize, what: String },
}

/// Reads the file at `path`.
///
/// # Errors
/// [`SiteFileError`] names the file, the line and what to write instead.
pub fn read(path: &Path) -> Result<SiteFile, SiteFileError> {
    let unreadable = |error| SiteFileError::Read(path.to_owned(), error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let folder = folder.canonicalize().map_err(unreadable)?;
        if !path.canonicalize().map_err(unreadable)?.starts_with(folder) {
            return Err(SiteFileError::Outside(path.to_owned()));
        }
    }
    let text = std::fs::read_to_string(path).map_err(unreadable)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    parse(&text, folder.unwrap_or(Path::new("."))).map_err(|Wrong { at, what }| {
        let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        SiteFileError::Value { path: path.to_owned(), line, what }
    })
}

/// An error, and its place in the text in bytes.
struct Wrong {
    at: usize,
    what: String,
}

impl From<toml::de::Error> for Wrong {
    fn from(error: toml::de::Error) -> Self {
        let at = error.span().map_or(0, |span| span.start);
        Self { at, what: error.message().to_owned() }
    }
}

/// An error about this value.
fn wrong<T>(value: &Spanned<T>, what: impl Into<String>) -> Wrong {
    Wrong { at: value.span().start, what: what.into() }
}

fn parse(text: &str, folder: &Path) -> Result<SiteFile, Wrong> {
    let table = DeTable::parse(text)?;
    fields::known(table.get_ref())?;
    let mut file: File = toml::from_str(text)?;
    let written = std::mem::take(&mut file.sources);
    let mut files = Files::of(folder);
    let mut brand = brand::checked(
        FileBrand {
            short_name: file.short_name.take(),
            tagline: file.tagline.take(),
            logo: file.logo.take(),
            logo_night: file.logo_night.take(),
            icon: file.icon.take(),
            colors: file.colors.take(),
            authors: std::mem::take(&mut file.authors),
            style: file.style.take(),
        },
        &mut files,
    )?;
    let (masthead, footer) = (std::mem::take(&mut file.masthead), std::mem::take(&mut file.footer));
    let (show, front) = (file.show.take(), std::mem::take(&mut file.front));
    brand.scripts = outside::scripts(std::mem::take(&mut file.scripts))?;
    let mut site = site(file)?;
    brand.dates = dates::checked(table.get_ref().get("dates"), &site.languages)?;
    brand.fonts = fonts::checked(table.get_ref().get("fonts"), &site.languages, &mut files)?;
    brand.show = show.map(show::checked).transpose()?;
    own::checked(masthead, footer, &site.languages, &mut brand)?;
    brand.front = front::checked(front, &site.sections, &site.languages)?;
    site.brand = brand;
    let sources = sources::checked(written, &site)?;
    Ok(SiteFile { site, sources, files: files.made() })
}

/// The one of `names` that `written` was probably meant to be; `None` when none is near.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&written, &name.to_lowercase());
    let near = names.map(|name| (distance(name), name)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4).map(|(_, name)| name)
}

/// `; did you mean "…"?` if a name is near, else nothing.
fn did_you_mean<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(written, names).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

fn site(file: File) -> Result<Site, Wrong> {
    let name = line(&file.name, "name")?;
    let url = address(&file.url)?;
    let languages = languages(&file.languages)?;
    let default_language = languages.first().cloned().unwrap_or_default();
    let time_zone = file.time_zone.get_ref();
    let zones = jiff::tz::db();
    if zones.get(time_zone).is_err() {
        let known: Vec<_> = zones.available().map(|zone| zone.to_string()).collect();
        let meant = did_you_mean(time_zone, known.iter().map(String::as_str));
        let what = format!("time_zone: \"{time_zone}\" is not in the time zone database{meant}");
        return Err(wrong(&file.time_zone, what));
    }
    let mut ids = HashSet::new();
    let mut sections = Vec::with_capacity(file.sections.len());
    for section in file.sections {
        let id = section.id.get_ref();
        Slug::new(id.as_str())
            .map_err(|error| wrong(&section.id, format!("section \"{id}\": {error}")))?;
        if !ids.insert(id.clone()) {
            return Err(wrong(&section.id, format!("section \"{id}\" stands twice")));
        }
        let lang = section.lang.get_ref();
        let Some(lang) = language::nearest(lang, &languages).map(str::to_owned) else {
            let meant = did_you_mean(lang, languages.iter().map(String::as_str));
            let what = format!("section \"{id}\": \"{lang}\" is not among the languages{meant}");
            return Err(wrong(&section.lang, what));
        };
        let name = line(&section.name, &format!("section \"{id}\": name"))?;
        sections.push(Section { id: section.id.into_inner(), name, lang });
    }
    Ok(Site {
        name,
        description: file.description,
        url,
        default_language,
        languages,
        time_zone: file.time_zone.into_inner(),
        sections,
        pages: Vec::new(),
        brand: Brand::default(),
        live: None,
    })
}

#[cfg(test)]
mod parts_tests;
#[cfg(test)]
mod tests;
