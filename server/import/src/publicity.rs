//! Decides by the front matter whether a Markdown file is for everybody, from when until when, and until when it is
//! pinned to the front page.

use bantin_core::draft::Span;
use jiff::Timestamp;
use serde_json::Value;

use super::front::{Front, Located, scalar};
use super::{Context, Why};

const FROM: [&str; 3] = ["publishDate", "publish_date", "publishdate"];
const UNTIL: [&str; 6] =
    ["expiryDate", "expirydate", "expiry_date", "expires", "unpublishDate", "unpublish_date"];

/// A folder of drafts, in upper or lower case.
const DRAFTS: &str = "_drafts";

/// Fields that are true for a draft.
const DRAFT: [&str; 5] = ["draft", "isDraft", "is_draft", "unpublished", "extra.draft"];

/// Fields that are false for a draft; they may also have a date.
const SHOWN: [&str; 2] = ["published", "publish"];

/// Fields with a word for who may read.
const WORDS: [&str; 3] = ["status", "visibility", "access"];

/// Words that mean a draft, in `type` or `state`, which may mean something else too.
const NOT_YET: [&str; 5] = ["draft", "private", "pending", "unpublished", "in review"];

/// Further words that mean a draft in `state`, which may also be a part of a country.
const IN_WORK: [&str; 17] = [
    "drafts",
    "editing",
    "embargo",
    "embargoed",
    "idea",
    "in progress",
    "in work",
    "needs review",
    "on hold",
    "pending review",
    "pitch",
    "ready for review",
    "review",
    "submitted",
    "todo",
    "under review",
    "wip",
];

/// Words in `state` for what is not for everybody, or not any more.
const CLOSED: [&str; 18] = [
    "archive",
    "archived",
    "deleted",
    "hidden",
    "internal",
    "members",
    "members only",
    "paid",
    "premium",
    "rejected",
    "removed",
    "retracted",
    "spiked",
    "subscribers",
    "trash",
    "trashed",
    "unlisted",
    "withdrawn",
];

/// Words that mean "for everybody". Any other word for a status means that it is not.
const PUBLIC: [&str; 8] =
    ["publish", "published", "public", "live", "active", "future", "scheduled", "everyone"];

/// Why the file at this path is not for everybody; `None` when it is.
pub fn not_public(front: &Front<'_>, path: &str) -> Option<Why> {
    if path.split('/').any(|folder| folder.eq_ignore_ascii_case(DRAFTS)) {
        return Some(Why::Draft);
    }
    let says = |key: &str, what: bool| words(front, key).any(|word| truth_of(&word) == Some(what));
    // Any value but a clear no marks a draft: when in doubt, an article is not shown.
    let may_be = |key: &str| {
        words(front, key).any(|word| !word.trim().is_empty() && truth_of(&word) != Some(false))
    };
    if DRAFT.iter().any(|key| may_be(key)) || SHOWN.iter().any(|key| says(key, false)) {
        return Some(Why::Draft);
    }
    let is_one = |key: &str, known: &[&str]| {
        words(front, key).map(|word| bare(&word)).find(|word| known.contains(&word.as_str()))
    };
    if is_one("type", &NOT_YET)
        .or(is_one("state", &NOT_YET))
        .or(is_one("state", &IN_WORK))
        .is_some()
    {
        return Some(Why::Draft);
    }
    if let Some(word) = is_one("state", &CLOSED) {
        return Some(Why::NotPublic(format!("state: {word}")));
    }
    // Eleventy and Hugo make no page of files with these fields.
    if says("permalink", false) {
        return Some(Why::NotPublic("permalink: false".to_owned()));
    }
    for key in ["build.render", "_build.render"] {
        let is_never = |word: &String| {
            matches!(word.trim().to_lowercase().as_str(), "never" | "false" | "link")
        };
        if words(front, key).any(|word| is_never(&word)) {
            return Some(Why::NotPublic("build: render: never".to_owned()));
        }
    }
    for key in WORDS {
        for word in words(front, key) {
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
    words(front, "password")
        .any(|password| !password.trim().is_empty())
        .then(|| Why::NotPublic("a password".to_owned()))
}

/// The texts in the field `key`. `extra.draft` means the field `draft` in the table `extra`.
fn words<'a>(front: &'a Front<'_>, key: &'a str) -> impl Iterator<Item = String> + 'a {
    front.all(key).flat_map(|value| match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        value => scalar(value).into_iter().collect::<Vec<_>>(),
    })
}

/// A word or several in lower case, with a blank between two of them however they are joined.
fn bare(written: &str) -> String {
    let parts = written.split(|c: char| c.is_whitespace() || c == '-' || c == '_');
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(" ").to_lowercase()
}

/// A boolean in any spelling; `None` for other values.
pub fn truth(value: &Value) -> Option<bool> {
    truth_of(&scalar(value)?)
}

fn truth_of(word: &str) -> Option<bool> {
    match word.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" | "y" | "t" | "1" | "✓" => Some(true),
        "false" | "no" | "off" | "n" | "f" | "0" => Some(false),
        _ => None,
    }
}

/// From when until when the file says it is public.
///
/// # Errors
/// A date that cannot be read, with its line: when in doubt, an article is not shown.
pub fn span(front: &Front<'_>, context: &Context<'_>) -> Result<Span, Located> {
    let written = |keys: &[&'static str]| -> Result<Option<String>, Located> {
        let Some(written) = front.text(keys)? else { return Ok(None) };
        context.dates.parse(&written).map_err(|error| (front.line(keys), error))?;
        Ok(Some(written))
    };
    // A part of a second is never public too early or too long.
    let from = written(&FROM)?.and_then(|written| context.dates.not_before(&written));
    let until = written(&UNTIL)?.and_then(|written| context.dates.seconds(&written));
    Ok(Span { from, until })
}

/// Until when the article is pinned to the front page: `pinned: true` for ever, or a date.
///
/// # Errors
/// A value that is neither, with its line.
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
    use crate::tests::{all, folder, imported};

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
            "draft: [true]",
            "draft: t",
            "draft: x",
            "draft: ✓",
            "isDraft: true",
            "is_draft: true",
            "publish: false",
            "unpublished: true",
            "state: draft",
            "state: review",
            "state: in-review",
            "State: In_Review",
            "state: ' in  review '",
            "state: pending",
            "state: private",
            "state: embargo",
            "state: embargoed",
            "state: WIP",
            "state: in progress",
            "state: pitch",
            "state: idea",
            "state: [idea]",
            "type: in-review",
            "status: [draft]",
            "type: draft",
            "extra:\n  draft: true",
        ] {
            assert_eq!(why(fields), Some(Why::Draft), "{fields}");
        }
        let (front, _) = front::split("---\ntitle: a\n---\nx").unwrap();
        assert_eq!(not_public(&front, "blog/_drafts/a.md"), Some(Why::Draft));
        assert_eq!(not_public(&front, "blog/_Drafts/a.md"), Some(Why::Draft));
    }

    #[test]
    fn a_pin_holds_for_ever_or_until_a_date_and_what_is_neither_is_named() {
        let of = |pinned: &str| {
            let text = format!("---\ntitle: A\ndate: 2026-01-01\npinned: {pinned}\n---\nX.\n");
            let folder = folder(&[("a.md", text.as_bytes())]);
            let [entry] = <[_; 1]>::try_from(all(folder.path())).unwrap();
            let imported = imported(entry);
            let said: Vec<_> = imported.dropped.iter().map(ToString::to_string).collect();
            (imported.draft.pinned, said)
        };
        assert_eq!(of("true"), (Some(i64::MAX), vec![]));
        assert_eq!(of("false"), (None, vec![]));
        let until: Timestamp = "2026-12-31T00:00:00+07:00".parse().unwrap();
        assert_eq!(of("2026-12-31"), (Some(until.as_second()), vec![]));
        let (pinned, said) = of("x");
        assert_eq!((pinned, said.len()), (None, 1));
        assert!(said[0].contains("pinned") && said[0].contains("\"x\""), "{said:?}");
    }

    #[test]
    fn no_part_of_a_second_is_public_too_early_or_too_long() {
        let of = |fields: &str| {
            let text = format!("---\ntitle: A\ndate: 2026-01-01\n{fields}\n---\nX.\n");
            let folder = folder(&[("a.md", text.as_bytes())]);
            let [entry] = <[_; 1]>::try_from(all(folder.path())).unwrap();
            imported(entry).draft.span
        };
        let noon = "2026-12-31T12:00:00Z".parse::<Timestamp>().unwrap().as_second();
        assert_eq!(of("publishDate: 2026-12-31T12:00:00Z").from, Some(noon));
        assert_eq!(of("publishDate: 2026-12-31T12:00:00.001Z").from, Some(noon + 1));
        assert_eq!(of("expiryDate: 2026-12-31T12:00:00.999Z").until, Some(noon));
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
            "visibility: [members]",
            "permalink: false",
            "state: hidden",
            "state: internal",
            "state: Members",
            "state: members-only",
            "state: paid",
            "state: archived",
            "state: archive",
            "state: trash",
            "state: deleted",
            "build:\n  render: never",
            "_build: {render: false}",
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
            "draft: ''",
            "type: post",
            "state: Bavaria",
            "state: published",
            "type: archive",
            "publish: 2023-08-11",
            "build:\n  render: always",
        ] {
            assert_eq!(why(fields), None, "{fields}");
        }
    }
}
