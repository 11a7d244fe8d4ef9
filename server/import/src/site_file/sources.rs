//! `[[sources]]`: the sources that a newsroom follows.

use std::collections::BTreeMap;
use std::time::Duration;

use bantin_core::identity::bare_address;
use bantin_core::sources::about::About;
use bantin_core::sources::settings::{EVERY, Secret, Source};
use bantin_model::{Site, Slug};
use jiff::SignedDuration;
use serde::Deserialize;
use toml::Spanned;
use url::Url;

use super::values::{in_site, web_address};
use super::{Wrong, did_you_mean, line, wrong};

/// The fields of [`FileSource`].
pub const FIELDS: [&str; 11] = [
    "name",
    "url",
    "lang",
    "section",
    "categories",
    "author",
    "every",
    "key",
    "key_env",
    "secret",
    "secret_env",
];

/// How often a source can be looked at, at most and at least.
const SHORTEST: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(30 * 86_400);

/// With a shorter secret, anybody who overhears one hook could guess it.
const SECRET: usize = 16;

#[derive(Deserialize)]
pub struct FileSource {
    name: Spanned<String>,
    url: Spanned<String>,
    lang: Option<Spanned<String>>,
    section: Option<Spanned<String>>,
    #[serde(default)]
    categories: BTreeMap<String, Spanned<String>>,
    author: Option<Spanned<String>>,
    every: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    key_env: Option<Spanned<String>>,
    secret: Option<Spanned<String>>,
    secret_env: Option<Spanned<String>>,
}

/// Checks the sources in `written`, for this site.
pub fn checked(written: Vec<FileSource>, site: &Site) -> Result<Vec<Source>, Wrong> {
    let mut sources: Vec<Source> = Vec::new();
    for file in written {
        let (name, url) = (file.name.clone(), file.url.clone());
        let source = source(file, site)?;
        if sources.iter().any(|other| other.name == source.name) {
            return Err(wrong(&name, format!("source \"{}\" stands twice", source.name)));
        }
        if let Some(other) = sources.iter().find(|other| is_same(&other.url, &source.url)) {
            let what = format!(
                "source \"{}\": url: it is that of the source \"{}\"; one of them is enough",
                source.name, other.name
            );
            return Err(wrong(&url, what));
        }
        sources.push(source);
    }
    Ok(sources)
}

/// Whether two addresses are the same site or feed: they may differ in `https`, a slash at the end, or the path of an
/// interface.
fn is_same(one: &Url, other: &Url) -> bool {
    let bare = |url: &Url| {
        let bare = bare_address(url.as_str());
        bare.strip_suffix("/wp-json").map(str::to_owned).unwrap_or(bare)
    };
    bare(one) == bare(other)
}

fn source(file: FileSource, site: &Site) -> Result<Source, Wrong> {
    let written = file.name.get_ref();
    let of = format!("source \"{written}\": ");
    let name = Slug::new(written.as_str())
        .map_err(|error| wrong(&file.name, format!("{of}name: {error}")))?;
    let in_site = |lang| in_site(&lang, &format!("{of}lang"), &site.languages);
    let lang = file.lang.map(in_site).transpose()?;
    let to_section = |id: Spanned<String>| section(id, site, lang.as_deref(), &of);
    let about = About {
        section: file.section.map(to_section).transpose()?,
        categories: file
            .categories
            .into_iter()
            .map(|(name, id)| Ok((name, to_section(id)?)))
            .collect::<Result<_, Wrong>>()?,
        author: file.author.map(|author| line(&author, &format!("{of}author"))).transpose()?,
        lang: lang.clone(),
    };
    let key = secret(file.key, file.key_env, "key", &of)?;
    let long_enough = |secret: &Spanned<String>| {
        let what = format!("{of}secret: it is too short; take {SECRET} characters or more");
        (secret.get_ref().chars().count() < SECRET).then(|| wrong(secret, what))
    };
    if let Some(wrong) = file.secret.as_ref().and_then(long_enough) {
        return Err(wrong);
    }
    let every = file.every.map(|every| often(&every, &of)).transpose()?.unwrap_or(EVERY);
    Ok(Source {
        name,
        url: address(&file.url, &of)?,
        every: every.as_secs(),
        about,
        key,
        secret: secret(file.secret, file.secret_env, "secret", &of)?,
    })
}

fn address(value: &Spanned<String>, of: &str) -> Result<Url, Wrong> {
    let bad = |why: &str| {
        let what = format!(
            "{of}url: {why}; write the address of a feed, or of a site made with WordPress, Ghost or Bản Tin, as https://news.example/"
        );
        wrong(value, what)
    };
    let mut url = web_address(value.get_ref(), bad)?;
    url.set_fragment(None);
    Ok(url)
}

/// The id of a section; if the language of the source is given, the section must be in it.
fn section(
    value: Spanned<String>,
    site: &Site,
    lang: Option<&str>,
    of: &str,
) -> Result<String, Wrong> {
    let id = value.get_ref();
    let Some(found) = site.section(id) else {
        let meant = did_you_mean(id, site.sections.iter().map(|section| section.id.as_str()));
        let what = format!("{of}\"{id}\" is not the id of a section{meant}");
        return Err(wrong(&value, what));
    };
    if let Some(lang) = lang.filter(|lang| *lang != found.lang) {
        let what = format!(
            "{of}the section \"{id}\" is in \"{}\", and the source in \"{lang}\"; give one in \"{lang}\"",
            found.lang
        );
        return Err(wrong(&value, what));
    }
    Ok(value.into_inner())
}

fn often(value: &Spanned<String>, of: &str) -> Result<Duration, Wrong> {
    let written = value.get_ref();
    let bad = |why: String| {
        wrong(value, format!("{of}every: {why}; write it as \"15m\", \"2h\" or \"1d\""))
    };
    // jiff counts no days in a duration, since days differ in length; here a day has 24 hours.
    let days = written.strip_suffix('d').and_then(|days| days.trim().parse::<u64>().ok());
    let every = match days {
        Some(days) => Some(Duration::from_secs(days.saturating_mul(86_400))),
        None => {
            written.parse::<SignedDuration>().ok().and_then(|every| Duration::try_from(every).ok())
        }
    };
    let every = every.ok_or_else(|| bad(format!("\"{written}\" is no length of time")))?;
    if every < SHORTEST || every > LONGEST {
        return Err(bad(format!("\"{written}\" is not between one minute and 30 days")));
    }
    Ok(every)
}

/// A secret that is given directly, or by the name of an environment variable.
fn secret(
    value: Option<Spanned<String>>,
    variable: Option<Spanned<String>>,
    field: &str,
    of: &str,
) -> Result<Option<Secret>, Wrong> {
    match (value, variable) {
        (Some(_), Some(variable)) => {
            let what = format!("{of}{field} and {field}_env are both there; leave one of them out");
            Err(wrong(&variable, what))
        }
        (Some(value), None) if value.get_ref().trim().is_empty() => {
            let what = format!("{of}{field} is empty; write it, or leave the line out");
            Err(wrong(&value, what))
        }
        (Some(value), None) => Ok(Some(Secret::Value(value.into_inner()))),
        (None, Some(variable)) => {
            let name = variable.get_ref();
            let is_name = !name.is_empty()
                && !name.starts_with(|c: char| c.is_ascii_digit())
                && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if !is_name {
                let what = format!(
                    "{of}{field}_env: \"{name}\" is not the name of an environment variable; write the name, not the value, as \"NEWS_KEY\""
                );
                return Err(wrong(&variable, what));
            }
            Ok(Some(Secret::Environment(variable.into_inner())))
        }
        (None, None) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::super::SiteFile;
    use super::super::tests::{GOOD as SITE, file_of, is_named};
    use super::*;

    /// What follows the first section.
    const GOOD: &str = r#"
        [[sections]]
        id = "world"
        name = "World"
        lang = "en"
        [[sources]]
        name = "bao-cu"
        url = "https://old.example/#top"
        lang = "vi"
        section = "thoi-su"
        categories = { "Kinh tế" = "thoi-su" }
        author = "Ban biên tập"
        every = "1h 30m"
        key = "0123"
        secret_env = "OLD_SECRET"
        [[sources]]
        name = "feed"
        url = "https://feed.example/rss"
    "#;

    fn of(rest: &str) -> Result<SiteFile, String> {
        file_of(&[SITE, rest.trim_start_matches('\n')].concat())
    }

    #[test]
    fn sources_are_read_with_all_that_is_said_of_them() {
        let SiteFile { sources, .. } = of(GOOD).unwrap();
        let [old, feed] = &sources[..] else { panic!("{sources:?}") };
        assert_eq!((old.name.as_str(), old.url.as_str()), ("bao-cu", "https://old.example/"));
        assert_eq!(old.every(), Duration::from_secs(5400));
        assert_eq!(old.about.lang.as_deref(), Some("vi"));
        assert_eq!(old.about.section.as_deref(), Some("thoi-su"));
        assert_eq!(old.about.categories["Kinh tế"], "thoi-su");
        assert_eq!(old.about.author.as_deref(), Some("Ban biên tập"));
        assert_eq!(old.key, Some(Secret::Value("0123".to_owned())));
        assert_eq!(old.secret, Some(Secret::Environment("OLD_SECRET".to_owned())));
        let plain = Source::new(Slug::new("feed").unwrap(), feed.url.clone());
        assert_eq!((feed, plain.every()), (&plain, Duration::from_secs(900)));
        let days = of(&GOOD.replace("1h 30m", "2d")).unwrap().sources;
        assert_eq!(days[0].every(), Duration::from_secs(2 * 86_400));
        let none = GOOD.split("[[sources]]").next().unwrap();
        assert_eq!(of(none).unwrap().sources, []);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line_and_what_to_write() {
        for (from, to, line, says) in [
            ("name = \"bao-cu\"", "nam = \"bao-cu\"", 15, "did you mean \"name\"?"),
            ("name = \"bao-cu\"", "name = \"Báo cũ\"", 15, "source \"Báo cũ\": name"),
            ("name = \"feed\"", "name = \"bao-cu\"", 25, "stands twice"),
            ("https://feed.example/rss", "https://old.example/", 26, "source \"bao-cu\""),
            ("https://feed.example/rss", "http://old.example/wp-json", 26, "source \"bao-cu\""),
            ("https://old.example", "old.example", 16, "absolute"),
            ("https://old.example", "file:///etc", 16, "https://"),
            ("https://old.example", "https://a:b@old.example", 16, "password"),
            (
                "lang = \"vi\"\n        section",
                "lang = \"vn\"\n        section",
                17,
                "did you mean \"vi\"?",
            ),
            ("section = \"thoi-su\"", "section = \"thoisu\"", 18, "did you mean \"thoi-su\"?"),
            ("section = \"thoi-su\"", "section = \"world\"", 18, "is in \"en\""),
            ("= \"thoi-su\" }", "= \"kinh-te\" }", 19, "not the id of a section"),
            ("Ban biên tập", " ", 20, "author is empty"),
            ("1h 30m", "hourly", 21, "write it as \"15m\""),
            ("1h 30m", "10s", 21, "between one minute"),
            ("1h 30m", "-1h", 21, "no length of time"),
            ("1h 30m", "60d", 21, "30 days"),
            ("key = \"0123\"", "key = \"\"", 22, "key is empty"),
            ("secret_env = \"OLD_SECRET\"", "secret_env = \"s-e\"", 23, "environment variable"),
            ("secret_env = \"OLD_SECRET\"", "secret = \"short\"", 23, "16 characters"),
            ("secret_env = \"OLD_SECRET\"", "key_env = \"KEY\"", 23, "leave one of them out"),
        ] {
            is_named(&of(&GOOD.replacen(from, to, 1)).unwrap_err(), line, says, to);
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        let SiteFile { sources, .. } =
            of(&GOOD.replace("old.example/", "old.example/?key=abc")).unwrap();
        let shown = format!("{sources:?}");
        assert!(!shown.contains("abc") && !shown.contains("0123"), "{shown}");
    }
}
