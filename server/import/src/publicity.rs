//! Whether a Markdown file is for everybody, from when until when, and until when it is fixed to the front page, by what
//! its front matter says.

use bantin_core::draft::Span;
use jiff::Timestamp;
use serde_json::Value;

use super::front::{Front, Located, scalar};
use super::{Context, Why};

const FROM: [&str; 3] = ["publishDate", "publish_date", "publishdate"];
const UNTIL: [&str; 6] =
    ["expiryDate", "expirydate", "expiry_date", "expires", "unpublishDate", "unpublish_date"];

/// Folders whose files are drafts.
const DRAFTS: &str = "_drafts";

/// Words for what everybody may read. Any other word for a status is taken to say that it is not.
const PUBLIC: [&str; 8] =
    ["publish", "published", "public", "live", "active", "future", "scheduled", "everyone"];

/// Why the file at this path is not for everybody; `None` when it is.
pub fn not_public(front: &Front<'_>, path: &str) -> Option<Why> {
    if path.split('/').any(|folder| folder == DRAFTS) {
        return Some(Why::Draft);
    }
    let says = |key: &str, what: bool| front.all(key).any(|value| truth(value) == Some(what));
    if says("draft", true) || says("published", false) {
        return Some(Why::Draft);
    }
    for key in ["status", "visibility", "access"] {
        for word in front.all(key).filter_map(scalar) {
            let word = word.trim().to_lowercase();
            if word == "draft" {
                return Some(Why::Draft);
            }
            if !word.is_empty() && !PUBLIC.contains(&word.as_str()) {
                return Some(Why::NotPublic(format!("{key}: {word}")));
            }
        }
    }
    if let Some(key) = ["private", "hidden", "members_only"].iter().find(|key| says(key, true)) {
        return Some(Why::NotPublic((*key).to_owned()));
    }
    let mut passwords = front.all("password").filter_map(scalar);
    passwords
        .any(|password| !password.trim().is_empty())
        .then(|| Why::NotPublic("a password".to_owned()))
}

/// Yes or no, however it is written; `None` for anything else.
pub fn truth(value: &Value) -> Option<bool> {
    match scalar(value)?.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "1" => Some(true),
        "false" | "no" | "off" | "n" | "0" => Some(false),
        _ => None,
    }
}

/// From when until when the file says that it is public.
///
/// # Errors
/// A date that cannot be read, and its line: when in doubt, it is not shown.
pub fn span(front: &Front<'_>, context: &Context<'_>) -> Result<Span, Located> {
    let moment = |keys: &[&'static str]| -> Result<Option<i64>, Located> {
        let Some(written) = front.text(keys)? else { return Ok(None) };
        let located = |error| (front.line(keys), error);
        let read = context.dates.parse(&written).map_err(located)?;
        Ok(read.parse::<Timestamp>().ok().map(Timestamp::as_second))
    };
    Ok(Span { from: moment(&FROM)?, until: moment(&UNTIL)? })
}

/// Until when an editor has fixed the article to the front page: `pinned: true`, or a date.
///
/// # Errors
/// What is neither, and its line.
pub fn pinned(front: &Front<'_>, context: &Context<'_>) -> Result<Option<i64>, Located> {
    const KEY: [&str; 1] = ["pinned"];
    match front.get(&KEY).map(|value| (value, truth(value))) {
        None | Some((_, Some(false))) => Ok(None),
        Some((_, Some(true))) => Ok(Some(i64::MAX)),
        Some((value, None)) => {
            let written = scalar(value).unwrap_or_default();
            let located = |error| (front.line(&KEY), error);
            let until = context.dates.parse(&written).map_err(located)?;
            Ok(until.parse::<Timestamp>().ok().map(Timestamp::as_second))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::front;
    use super::*;

    fn why(fields: &str) -> Option<Why> {
        let text = format!("---\n{fields}\n---\nx");
        let (front, _) = front::split(&text).unwrap();
        not_public(&front, "posts/a.md")
    }

    #[test]
    fn drafts_are_known_however_they_are_written() {
        for fields in [
            "draft: true",
            "draft: \"true\"",
            "draft: 1",
            "draft: Yes",
            "published: false",
            "published: 'no'",
            "status: Draft",
            "visibility: draft",
            "Draft: true",
            "DRAFT: true",
            "draft: false\nDraft: true",
            "Published: false",
            "Status: draft",
        ] {
            assert_eq!(why(fields), Some(Why::Draft), "{fields}");
        }
        let (front, _) = front::split("---\ntitle: a\n---\nx").unwrap();
        assert_eq!(not_public(&front, "blog/_drafts/a.md"), Some(Why::Draft));
    }

    #[test]
    fn what_is_for_some_is_for_nobody_here() {
        for fields in [
            "status: private",
            "status: pending",
            "visibility: members",
            "access: paid",
            "private: true",
            "password: x",
            "Visibility: members",
            "Private: true",
            "Password: x",
        ] {
            assert!(matches!(why(fields), Some(Why::NotPublic(_))), "{fields}");
        }
    }

    #[test]
    fn everything_else_is_public() {
        for fields in [
            "draft: false",
            "draft: 0",
            "published: true",
            "published: 2023-08-11",
            "status: publish",
            "status: Published",
            "visibility: public",
            "hidden: false",
        ] {
            assert_eq!(why(fields), None, "{fields}");
        }
    }
}
