//! `site.toml`: what a newsroom says of itself, beside its articles, and which sources it follows.
//!
//! - `brand`: names, logo, icon; `colors`: colours; `sources`: sources that are followed; `values`: what is checked by itself

mod brand;
mod colors;
mod sources;
mod values;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bantin_model::{Brand, Section, Site, Slug, language};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::draft::Media;
use crate::sources::Source;
use brand::FileBrand;
use values::{address, languages, line};

/// The file's name.
pub const NAME: &str = crate::import::SITE_FILE;

/// What stands in it.
#[derive(Clone, Debug, PartialEq)]
pub struct SiteFile {
    pub site: Site,
    /// The sources that are followed.
    pub sources: Vec<Source>,
    /// The files that the site's brand names in the media folder.
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
}

#[derive(Deserialize)]
struct FileSection {
    id: Spanned<String>,
    name: Spanned<String>,
    lang: Spanned<String>,
}

/// The fields of [`File`] and of [`FileSection`]. Others are refused before those are read, so that a mistyped
/// one is not called missing.
pub(crate) const FIELDS: [&str; 13] = [
    "name",
    "short_name",
    "tagline",
    "description",
    "url",
    "languages",
    "time_zone",
    "logo",
    "logo_night",
    "icon",
    "colors",
    "sections",
    "sources",
];
const SECTION_FIELDS: [&str; 3] = ["id", "name", "lang"];

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

/// Something wrong, and at which byte of the text.
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

/// Something wrong with this value.
fn wrong<T>(value: &Spanned<T>, what: impl Into<String>) -> Wrong {
    Wrong { at: value.span().start, what: what.into() }
}

fn parse(text: &str, folder: &Path) -> Result<SiteFile, Wrong> {
    let table = DeTable::parse(text)?;
    only_known(table.get_ref(), &FIELDS, "")?;
    let lists: [(&str, &[&str], &str); 2] = [
        ("sections", &SECTION_FIELDS, "of a section "),
        ("sources", &sources::FIELDS, "of a source "),
    ];
    for (name, known, of) in lists {
        if let Some(DeValue::Array(list)) = table.get_ref().get(name).map(Spanned::get_ref) {
            for one in list {
                if let DeValue::Table(one) = one.get_ref() {
                    only_known(one, known, of)?;
                }
            }
        }
    }
    if let Some(DeValue::Table(colors)) = table.get_ref().get("colors").map(Spanned::get_ref) {
        only_known(colors, &colors::FIELDS, "of colors ")?;
        for theme in colors.values() {
            if let DeValue::Table(theme) = theme.get_ref() {
                only_known(theme, &colors::THEME_FIELDS, "of colors for a time of day ")?;
            }
        }
    }
    let mut file: File = toml::from_str(text)?;
    let written = std::mem::take(&mut file.sources);
    let (brand, files) = brand::checked(
        FileBrand {
            short_name: file.short_name.take(),
            tagline: file.tagline.take(),
            logo: file.logo.take(),
            logo_night: file.logo_night.take(),
            icon: file.icon.take(),
            colors: file.colors.take(),
        },
        folder,
    )?;
    let site = Site { brand, ..site(file)? };
    let sources = sources::checked(written, &site)?;
    Ok(SiteFile { site, sources, files })
}

/// Refuses the first field, in the order of the text, that has none of these names.
fn only_known(table: &DeTable<'_>, known: &[&str], of: &str) -> Result<(), Wrong> {
    let unknown = table.keys().filter(|key| !known.contains(&key.get_ref().as_ref()));
    let Some(first) = unknown.min_by_key(|key| key.span().start) else { return Ok(()) };
    let name = first.get_ref();
    let all = known.join(", ");
    let what = match nearest(name, known.iter().copied()) {
        Some(meant) => {
            format!(
                "there is no field \"{name}\"; did you mean \"{meant}\"? The fields {of}are {all}"
            )
        }
        None => format!("there is no field \"{name}\"; the fields {of}are {all}"),
    };
    Err(wrong(first, what))
}

/// Which of `names` somebody meant who wrote `written`; `None` when none is near.
fn nearest<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let written = written.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&written, &name.to_lowercase());
    let near = names.map(|name| (distance(name), name)).min_by_key(|(distance, _)| *distance);
    near.filter(|(distance, name)| *distance <= 1 + name.chars().count() / 4).map(|(_, name)| name)
}

/// `; did you mean "…"?`, where there is something near.
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
mod tests;
