//! Checks values of `site.toml` that do not depend on others: names, the address, languages.

use bantin_model::{Link, Route, language};
use toml::Spanned;
use url::Url;

use super::{Wrong, did_you_mean, wrong};

/// A name: one line with something to read.
pub fn line(value: &Spanned<String>, field: &str) -> Result<String, Wrong> {
    let text = value.get_ref().trim();
    if text.is_empty() {
        return Err(wrong(value, format!("{field} is empty; write what readers see")));
    }
    if text.chars().any(char::is_control) {
        return Err(wrong(
            value,
            format!("{field} is more than one line, or has control characters"),
        ));
    }
    Ok(text.to_owned())
}

/// An address on the web with no name or password in it; otherwise `bad` of why it is none.
pub fn web_address(text: &str, bad: impl Fn(&str) -> Wrong) -> Result<Url, Wrong> {
    let url = match Url::parse(text) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => return Err(bad("it must be absolute")),
        Err(error) => return Err(bad(&error.to_string())),
    };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("it must begin with https:// or http://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(bad("it must not hold a name or password"));
    }
    Ok(url)
}

/// The address of the site in browsers' spelling, ending in `/`.
pub fn address(value: &Spanned<String>) -> Result<Link, Wrong> {
    let bad = |why: &str| wrong(value, format!("url: {why}; write it as https://news.example/"));
    let mut url = web_address(value.get_ref(), bad)?;
    if url.query().is_some() {
        return Err(bad("it must not have a query (?…)"));
    }
    if url.fragment().is_some() {
        return Err(bad("it must not have a fragment (#…)"));
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Link::new(url.as_str()).map_err(|error| bad(&error.to_string()))
}

/// The one of the site's languages that this is.
pub fn in_site(
    value: &Spanned<String>,
    field: &str,
    languages: &[String],
) -> Result<String, Wrong> {
    let tag = value.get_ref();
    language::nearest(tag, languages).map(str::to_owned).ok_or_else(|| {
        let meant = did_you_mean(tag, languages.iter().map(String::as_str));
        wrong(value, format!("{field}: \"{tag}\" is not among the languages{meant}"))
    })
}

/// The languages of the site: tags in the spelling of BCP 47, each once.
pub fn languages(values: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, Wrong> {
    if values.get_ref().is_empty() {
        return Err(wrong(values, "languages must name at least one, as [\"vi\"]"));
    }
    let mut languages: Vec<String> = Vec::new();
    for value in values.get_ref() {
        let written = value.get_ref();
        let Some(tag) = language::tag(written) else {
            let what =
                format!("languages: \"{written}\" is no language tag of BCP 47, as \"vi\" is");
            return Err(wrong(value, what));
        };
        // Addresses contain a language, its script and its region, and no more.
        if !matches!(
            Route::parse(&format!("/{tag}/"), "/"),
            Some(Route::Front { lang: Some(_), .. })
        ) {
            let what = format!(
                "languages: \"{written}\" is not the two or three letters of a language, with a script or a region at most"
            );
            return Err(wrong(value, what));
        }
        if tag != *written {
            let what = format!("languages: write \"{tag}\" for \"{written}\"");
            return Err(wrong(value, what));
        }
        if languages.contains(&tag) {
            return Err(wrong(value, format!("languages: \"{tag}\" stands twice")));
        }
        languages.push(tag);
    }
    Ok(languages)
}
