//! What a newsroom says about a source, where the source says nothing or something else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a newsroom says about a source. Empty fields leave it to the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The language of all its articles: many sites name one that they are not written in.
    pub lang: Option<String>,
    /// Id of the section of all its articles, but for those in `categories`.
    pub section: Option<String>,
    /// The names of the source's categories, each with the id of the section it becomes here.
    pub categories: BTreeMap<String, String>,
    /// The author of articles that name nobody.
    pub author: Option<String>,
}
