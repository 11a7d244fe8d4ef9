//! `site.toml`: what a newsroom says of itself, beside its articles.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use bantin_model::{Link, Section, Site, Slug, language};
use serde::Deserialize;

/// The file's name.
pub const NAME: &str = "site.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    description: String,
    url: String,
    languages: Vec<String>,
    time_zone: String,
    #[serde(default)]
    sections: Vec<FileSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSection {
    id: String,
    name: String,
    lang: String,
}

/// What is wrong with a `site.toml`.
#[derive(Debug, thiserror::Error)]
pub enum SiteFileError {
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Read(PathBuf, std::io::Error),
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Toml(PathBuf, Box<toml::de::Error>),
    #[error("{path}: {what}", path = .0.display(), what = .1)]
    Value(PathBuf, String),
}

/// Reads the file at `path`.
///
/// # Errors
/// [`SiteFileError`] names the file and the line or value.
pub fn read(path: &Path) -> Result<Site, SiteFileError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| SiteFileError::Read(path.to_owned(), error))?;
    let file: File = toml::from_str(&text)
        .map_err(|error| SiteFileError::Toml(path.to_owned(), Box::new(error)))?;
    site(file).map_err(|what| SiteFileError::Value(path.to_owned(), what))
}

fn site(file: File) -> Result<Site, String> {
    let Some(default_language) = file.languages.first().cloned() else {
        return Err("languages must name at least one".to_owned());
    };
    if let Some(other) = file.languages.iter().find(|tag| language::tag(tag).as_ref() != Some(*tag))
    {
        return Err(format!(
            "languages: \"{other}\" is not a language tag, as \"vi\" or \"en-GB\""
        ));
    }
    let url = if file.url.ends_with('/') { file.url } else { file.url + "/" };
    let url = Link::new(&url).map_err(|error| format!("url: {error}"))?;
    if !url.is_absolute() {
        return Err("url must be absolute, as https://news.example/".to_owned());
    }
    if jiff::tz::TimeZone::get(&file.time_zone).is_err() {
        return Err(format!("time_zone: \"{}\" is not in the time zone database", file.time_zone));
    }
    let mut ids = HashSet::new();
    for section in &file.sections {
        Slug::new(section.id.as_str())
            .map_err(|error| format!("section \"{}\": {error}", section.id))?;
        if !ids.insert(section.id.as_str()) {
            return Err(format!("section \"{}\" stands twice", section.id));
        }
        if !file.languages.contains(&section.lang) {
            return Err(format!(
                "section \"{}\": \"{}\" is not among the languages",
                section.id, section.lang
            ));
        }
    }
    let sections = file
        .sections
        .into_iter()
        .map(|s| Section { id: s.id, name: s.name, lang: s.lang })
        .collect();
    Ok(Site {
        name: file.name,
        description: file.description,
        url,
        default_language,
        languages: file.languages,
        time_zone: file.time_zone,
        sections,
        pages: Vec::new(),
        live: None,
    })
}

/// The site of a store into which no `site.toml` was imported yet.
pub fn nameless() -> Site {
    Site {
        name: "Bản Tin".to_owned(),
        description: String::new(),
        url: Link::root(),
        languages: vec!["vi".to_owned(), "en".to_owned()],
        default_language: "vi".to_owned(),
        time_zone: "Asia/Ho_Chi_Minh".to_owned(),
        sections: Vec::new(),
        pages: Vec::new(),
        live: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
        name = "Bản Tin"
        url = "https://news.example"
        languages = ["vi", "en"]
        time_zone = "Asia/Ho_Chi_Minh"
        [[sections]]
        id = "thoi-su"
        name = "Thời sự"
        lang = "vi"
    "#;

    fn of(text: &str) -> Result<Site, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        std::fs::write(&path, text).unwrap();
        read(&path).map_err(|error| error.to_string())
    }

    #[test]
    fn a_good_file_is_a_site() {
        let site = of(GOOD).unwrap();
        assert_eq!(site.url.as_str(), "https://news.example/");
        assert_eq!(site.default_language, "vi");
        assert_eq!(site.section("thoi-su").unwrap().name, "Thời sự");
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (from, to, says) in [
            ("Asia/Ho_Chi_Minh", "Asia/Hue", "time zone"),
            ("https://news.example", "/news", "absolute"),
            ("[\"vi\", \"en\"]", "[\"vi\", \"\\\"><b>\"]", "language tag"),
            ("\"thoi-su\"", "\"Thời sự\"", "section"),
            ("lang = \"vi\"", "lang = \"fr\"", "languages"),
            ("name = \"Bản Tin\"", "naem = \"Bản Tin\"", "line 2"),
        ] {
            let error = of(&GOOD.replace(from, to)).unwrap_err();
            assert!(error.contains(says), "{error}");
            assert!(error.contains(NAME), "{error}");
        }
    }
}
