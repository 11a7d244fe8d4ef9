//! What a newsroom says of a source that the source does not say, or says otherwise.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What is said of a source. Empty where the source speaks for itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The language of all its articles, whatever it says: many sites say a language that they are not in.
    pub lang: Option<String>,
    /// Id of the section of all its articles, but for those in `categories`.
    pub section: Option<String>,
    /// Its categories by name, with the ids of the sections they are here.
    pub categories: BTreeMap<String, String>,
    /// Who wrote articles that name nobody.
    pub author: Option<String>,
}
