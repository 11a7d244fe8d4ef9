//! The block at the head of a Markdown file: YAML between lines of `---`, TOML between `+++`. Names
//! that other generators use for the same things are taken too.

use serde::{Deserialize, Deserializer};

use super::EntryError;

/// What the front matter says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FrontMatter {
    pub title: Option<String>,
    pub slug: Option<String>,
    #[serde(alias = "language")]
    pub lang: Option<String>,
    pub section: Option<String>,
    #[serde(alias = "category", deserialize_with = "one_or_many")]
    pub categories: Vec<String>,
    #[serde(alias = "keywords", deserialize_with = "one_or_many")]
    pub tags: Vec<String>,
    #[serde(alias = "author", deserialize_with = "one_or_many")]
    pub authors: Vec<String>,
    #[serde(alias = "date", alias = "published_at", alias = "publishDate")]
    pub published: Option<String>,
    #[serde(alias = "lastmod", alias = "updated_at", alias = "modified")]
    pub updated: Option<String>,
    pub views: u64,
    #[serde(alias = "description", alias = "summary", alias = "excerpt")]
    pub lead: Option<String>,
    #[serde(alias = "cover", alias = "feature_image", deserialize_with = "picture")]
    pub image: Option<FrontPicture>,
    pub draft: bool,
}

/// The picture above the body.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FrontPicture {
    #[serde(alias = "image", alias = "url")]
    pub src: String,
    pub alt: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

fn one_or_many<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Option::<OneOrMany>::deserialize(deserializer)? {
        None => Vec::new(),
        Some(OneOrMany::One(one)) => vec![one],
        Some(OneOrMany::Many(many)) => many,
    })
}

#[derive(Deserialize)]
#[serde(untagged)]
enum PathOrPicture {
    Path(String),
    Picture(FrontPicture),
}

fn picture<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<FrontPicture>, D::Error> {
    Ok(Option::<PathOrPicture>::deserialize(deserializer)?.map(|value| match value {
        PathOrPicture::Path(src) => FrontPicture { src, ..FrontPicture::default() },
        PathOrPicture::Picture(picture) => picture,
    }))
}

/// Splits a file into its front matter and its body.
///
/// # Errors
/// [`EntryError`] and the line it is about, counted from 1.
pub fn split(text: &str) -> Result<(FrontMatter, &str), (EntryError, Option<usize>)> {
    let text = text.trim_start_matches('\u{feff}');
    let (fence, rest) = ["---", "+++"]
        .into_iter()
        .find_map(|fence| {
            let rest = text.strip_prefix(fence)?;
            let rest = rest.strip_prefix('\r').unwrap_or(rest);
            Some((fence, rest.strip_prefix('\n')?))
        })
        .ok_or((EntryError::NoFrontMatter, Some(1)))?;
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            let (matter, body) = (rest.get(..end), rest.get(end + line.len()..));
            let matter = matter.unwrap_or_default();
            let parsed = if fence == "---" { yaml(matter)? } else { toml(matter)? };
            return Ok((parsed, body.unwrap_or_default()));
        }
        end += line.len();
    }
    Err((EntryError::NoFrontMatter, Some(1)))
}

fn yaml(text: &str) -> Result<FrontMatter, (EntryError, Option<usize>)> {
    if text.trim().is_empty() {
        return Ok(FrontMatter::default());
    }
    serde_yaml_ng::from_str(text).map_err(|error| {
        // The block begins on the file's second line.
        let line = error.location().map(|location| location.line() + 1);
        (EntryError::FrontMatter(error.to_string()), line)
    })
}

fn toml(text: &str) -> Result<FrontMatter, (EntryError, Option<usize>)> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        (
            EntryError::FrontMatter(error.message().to_owned()),
            Some(before.matches('\n').count() + 2),
        )
    })?;
    serde_json::from_value(json(toml::Value::Table(table)))
        .map_err(|error| (EntryError::FrontMatter(error.to_string()), None))
}

/// TOML has dates of its own; here they are text like everywhere else.
fn json(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => serde_json::Value::Object(
            table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_toml_say_the_same() {
        let (yaml, body) = split("---\ntitle: Cầu gỗ\ndate: 2023-08-11T11:50:00+07:00\ntags: cầu\nauthor: [A, B]\n---\nThân").unwrap();
        assert_eq!(body, "Thân");
        let (toml, _) = split("+++\ntitle = 'Cầu gỗ'\ndate = 2023-08-11T11:50:00+07:00\ntags = ['cầu']\nauthors = ['A', 'B']\n+++\n").unwrap();
        for matter in [yaml, toml] {
            assert_eq!(matter.title.as_deref(), Some("Cầu gỗ"));
            assert_eq!(matter.published.as_deref(), Some("2023-08-11T11:50:00+07:00"));
            assert_eq!(matter.tags, ["cầu"]);
            assert_eq!(matter.authors, ["A", "B"]);
        }
    }

    #[test]
    fn a_picture_may_be_a_path() {
        let (matter, _) = split("---\nimage: a.jpg\n---\n").unwrap();
        assert_eq!(matter.image.unwrap().src, "a.jpg");
    }

    #[test]
    fn mistakes_are_named_with_their_line() {
        let line = |text: &str| split(text).unwrap_err().1;
        assert_eq!(line("không có gì"), Some(1));
        assert_eq!(line("---\ntitle: a\n"), Some(1));
        assert_eq!(line("---\ntitle: a\nviews: nhiều\n---\n"), Some(3));
        assert_eq!(line("+++\ntitle = 'a'\nviews = \n+++\n"), Some(3));
    }
}
