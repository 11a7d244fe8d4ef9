//! What is remembered of a source from one look to the next.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// What is remembered of the address of a source from one look to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Known {
    /// The kind of source that it turned out to be.
    pub kind: Option<Kind>,
    /// The kind it was before it could not be found any more.
    pub was: Option<Kind>,
    pub validators: Validators,
    /// SHA-256 of the last answer, in hexadecimal digits.
    pub hash: Option<String>,
    /// The minutes for which an RSS feed says it is up to date (`<ttl>`).
    pub ttl: Option<u64>,
    /// When a part of it could not be read, for a source that is read only when it changes.
    pub failed: Option<Timestamp>,
    /// How far a WordPress site was read.
    pub mark: Option<Mark>,
    /// The hub that tells when it changes.
    pub hub: Option<Hub>,
    /// When it was last read as a whole, for a source that can be.
    pub whole: Option<Timestamp>,
}

impl Known {
    /// What is known after the source was read at `now`: `is_whole` says whether as a whole, `has_failed` whether a
    /// part failed.
    #[must_use]
    pub fn read(self, now: Timestamp, is_whole: bool, has_failed: bool) -> Self {
        let whole = if is_whole { Some(now) } else { self.whole };
        Self { whole, failed: has_failed.then_some(now), ..self }
    }

    /// What stays known of an address where nothing is found any more: the kind it had.
    #[must_use]
    pub fn of_gone(self) -> Self {
        Self { was: self.kind.or(self.was), ..Self::default() }
    }
}

/// The kind of source that an address turned out to be, with the address it is read by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Stored", into = "Stored")]
pub enum Kind {
    Feed { url: Url },
    Site(Place),
}

/// Where a site is, made with a system whose interface gives all its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The tag of the system, by which the import knows it. It may be of a later release.
    pub system: String,
    /// The address of the site or of its interface, as the system has it.
    pub root: Url,
    /// The language that the site's page names, if the page was looked at.
    pub lang: Option<String>,
}

impl Kind {
    /// Whether a source of kind `other` would give its articles the same ids as this one.
    pub fn is_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Site(place), Self::Site(other)) => {
                place.system == other.system && place.root == other.root
            }
            _ => self == other,
        }
    }
}

/// A kind as JSON has it: its fields below its tag, which is that of a system or [`FEED`].
type Stored = BTreeMap<String, Fields>;

/// A kind has one address. Its name is one of three since the first releases, and stays: servers of two releases may
/// share a database.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Fields {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    root: Option<Url>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
}

/// The tag of a feed.
const FEED: &str = "feed";

/// The tag of the one system whose address is called `site`.
const GHOST: &str = "ghost";

/// JSON that is no kind of source.
#[derive(Debug, thiserror::Error)]
#[error("a kind of source has one tag and one address")]
struct NoKind;

impl From<Kind> for Stored {
    fn from(kind: Kind) -> Self {
        let (tag, fields) = match kind {
            Kind::Feed { url } => (FEED.to_owned(), Fields { url: Some(url), ..Fields::default() }),
            Kind::Site(Place { system, root, lang }) => {
                let (site, root) =
                    if system == GHOST { (Some(root), None) } else { (None, Some(root)) };
                (system, Fields { site, root, lang, url: None })
            }
        };
        Self::from([(tag, fields)])
    }
}

impl TryFrom<Stored> for Kind {
    type Error = NoKind;

    fn try_from(mut stored: Stored) -> Result<Self, NoKind> {
        let (system, fields) = stored.pop_first().filter(|_| stored.is_empty()).ok_or(NoKind)?;
        let root = fields.root.or(fields.site).or(fields.url).ok_or(NoKind)?;
        let lang = fields.lang;
        Ok(if system == FEED {
            Self::Feed { url: root }
        } else {
            Self::Site(Place { system, root, lang })
        })
    }
}

/// HTTP's validators of the last answer, sent in a conditional request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Validators {
    /// `ETag`.
    pub tag: Option<String>,
    /// `Last-Modified`.
    pub modified: Option<String>,
}

/// How far a WordPress site was read: the time of its last change, the time of its newest post, and how many posts
/// there are. Times are in UTC as WordPress writes them (`2026-11-20T00:46:00`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub changed: String,
    pub newest: String,
    pub total: u64,
}

/// A hub that tells of changes of a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    pub hub: Url,
    /// The feed's address as the feed itself gives it, by which the hub knows it.
    pub topic: Url,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn site(system: &str, root: &str, lang: Option<&str>) -> Kind {
        let (system, lang) = (system.to_owned(), lang.map(str::to_owned));
        Kind::Site(Place { system, root: root.parse().unwrap(), lang })
    }

    #[test]
    fn a_kind_is_read_and_written_as_in_the_first_releases() {
        for (stored, kind) in [
            (
                r#"{"feed":{"url":"https://a.example/feed"}}"#,
                Kind::Feed { url: "https://a.example/feed".parse().unwrap() },
            ),
            (
                r#"{"word_press":{"root":"https://a.example/wp-json/","lang":"vi"}}"#,
                site("word_press", "https://a.example/wp-json/", Some("vi")),
            ),
            (
                r#"{"ghost":{"site":"https://a.example/"}}"#,
                site("ghost", "https://a.example/", None),
            ),
            (
                r#"{"ban_tin":{"root":"https://a.example/tin/"}}"#,
                site("ban_tin", "https://a.example/tin/", None),
            ),
        ] {
            assert_eq!(serde_json::from_str::<Kind>(stored).unwrap(), kind);
            assert_eq!(serde_json::to_string(&kind).unwrap(), stored);
        }
        let without = r#"{"word_press":{"root":"https://a.example/wp-json/","lang":null}}"#;
        let kind: Kind = serde_json::from_str(without).unwrap();
        assert_eq!(kind, site("word_press", "https://a.example/wp-json/", None));
    }

    #[test]
    fn all_that_is_known_is_read_as_the_first_releases_wrote_it() {
        let stored = r#"{"kind":{"ghost":{"site":"https://a.example/"}},"was":{"feed":{"url":"https://a.example/rss/"}},"validators":{"tag":"\"a\"","modified":null},"hash":"00","ttl":60,"failed":null,"mark":{"changed":"a","newest":"b","total":3},"hub":null,"whole":"2026-11-28T00:00:00Z"}"#;
        let known: Known = serde_json::from_str(stored).unwrap();
        assert_eq!(known.kind, Some(site("ghost", "https://a.example/", None)));
        assert_eq!(serde_json::to_string(&known).unwrap(), stored);
    }

    #[test]
    fn what_has_no_tag_several_or_no_address_is_no_kind() {
        for stored in ["{}", r#"{"feed":{}}"#, r#"{"a":{"root":"b:c"},"d":{"root":"b:c"}}"#] {
            assert!(serde_json::from_str::<Kind>(stored).is_err(), "{stored}");
        }
    }

    #[test]
    fn a_site_stays_the_same_when_its_page_names_another_language() {
        let known = site("a", "https://a.example/", None);
        assert!(known.is_as(&site("a", "https://a.example/", Some("vi"))));
        assert!(!known.is_as(&site("b", "https://a.example/", None)));
        assert!(!known.is_as(&site("a", "https://b.example/", None)));
    }
}
