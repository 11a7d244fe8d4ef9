//! What `site.toml` says of a source that is followed.

use std::fmt;
use std::time::Duration;

use bantin_model::Slug;
use serde::{Deserialize, Serialize};
use url::Url;

use super::about::About;

/// How often a source is looked at that does not say how often.
pub const EVERY: Duration = Duration::from_secs(15 * 60);

/// A source that is followed. Kept beside the articles as JSON, with its secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What hooks and `bantin-server sources` call it.
    pub name: Slug,
    /// A feed, or a site made with WordPress, Ghost or Bản Tin.
    pub url: Url,
    /// Seconds between two looks, when the source asks for nothing else.
    pub every: u64,
    /// What it says for the source.
    #[serde(flatten)]
    pub about: About,
    /// The Content API key of a Ghost site.
    pub key: Option<Secret>,
    /// With what its hooks are signed.
    pub secret: Option<Secret>,
}

/// Something that nobody else may know.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    /// As it stands in `site.toml`.
    Value(String),
    /// The value of this environment variable, where the source is looked at.
    Environment(String),
}

/// An environment variable that a secret is to be read from is not there, or is empty.
#[derive(Debug, thiserror::Error)]
#[error(
    "the environment variable {0} is not set; set it for whoever runs `serve` or `export --watch`"
)]
pub struct NotSet(pub String);

impl Secret {
    /// What it is.
    ///
    /// # Errors
    /// [`NotSet`].
    pub fn value(&self) -> Result<String, NotSet> {
        match self {
            Self::Value(value) => Ok(value.clone()),
            Self::Environment(name) => std::env::var(name)
                .ok()
                .filter(|value| !value.is_empty())
                .ok_or_else(|| NotSet(name.clone())),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(…)"),
            Self::Environment(name) => f.debug_tuple("Environment").field(name).finish(),
        }
    }
}

impl Source {
    /// A source at `url`, looked at as often as any other.
    pub fn new(name: Slug, url: Url) -> Self {
        let every = EVERY.as_secs();
        Self { name, url, every, about: About::default(), key: None, secret: None }
    }

    pub fn every(&self) -> Duration {
        Duration::from_secs(self.every)
    }

    /// Its address as it may be shown: without the key that it may hold.
    pub fn shown(&self) -> String {
        super::shown(self.url.as_str()).into_owned()
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, every, about, key, secret, .. } = self;
        f.debug_struct("Source")
            .field("name", name)
            .field("url", &self.shown())
            .field("every", every)
            .field("about", about)
            .field("key", key)
            .field("secret", secret)
            .finish()
    }
}
