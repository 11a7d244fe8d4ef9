//! What `site.toml` says of a source that is followed.

use std::fmt;
use std::time::Duration;

use bantin_model::Slug;
use serde::{Deserialize, Serialize};
use url::Url;

use super::about::About;

/// How often a source is looked at, unless `site.toml` says otherwise.
pub const EVERY: Duration = Duration::from_secs(15 * 60);

/// A source that is followed. Kept beside the articles as JSON, with its secrets.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The name by which hooks and `bantin-server sources` call it.
    pub name: Slug,
    /// A feed, or a site made with WordPress, Ghost or Bản Tin.
    pub url: Url,
    /// Seconds between two looks, unless the source asks for another time.
    pub every: u64,
    /// What the newsroom says about it.
    #[serde(flatten)]
    pub about: About,
    /// The Content API key of a Ghost site.
    pub key: Option<Secret>,
    /// The secret that its hooks are signed with.
    pub secret: Option<Secret>,
}

/// A secret, or where it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Secret {
    /// As it stands in `site.toml`.
    Value(String),
    /// The name of the environment variable that has it, in the process that looks at the source.
    Environment(String),
}

/// An environment variable that a secret is to be read from is not there, or is empty.
#[derive(Debug, thiserror::Error)]
#[error(
    "the environment variable {0} is not set; set it for whoever runs `serve` or `export --watch`"
)]
pub struct NotSet(pub String);

impl Secret {
    /// The secret itself.
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
    /// A source at `url` with the usual settings.
    pub fn new(name: Slug, url: Url) -> Self {
        let every = EVERY.as_secs();
        Self { name, url, every, about: About::default(), key: None, secret: None }
    }

    pub fn every(&self) -> Duration {
        Duration::from_secs(self.every)
    }

    /// Its address for people to read: without a key that it may contain.
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
