//! Checks the folders of a newsroom, for `bantin-server check`.
//!
//! - [`data`][]: the store, the pictures, permissions, space on the disk
//! - [`site`][]: what an export has written

mod data;
mod site;

use std::fmt;
use std::path::Path;

/// The result of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// All is well.
    Well(String),
    /// Worth knowing; nothing needs to be done.
    Note(String),
    /// Something is wrong; the text says what to do.
    Wrong(String),
}

impl Finding {
    pub fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong(_))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Well(what) => write!(f, "well   {what}"),
            Self::Note(what) => write!(f, "note   {what}"),
            Self::Wrong(what) => write!(f, "WRONG  {what}"),
        }
    }
}

/// Checks the data folder `data`, and the export in `out` if one is given. Nothing is changed.
pub fn check(data: &Path, out: Option<&Path>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let store = data::store(data, &mut findings);
    data::pictures(data, store.is_some(), &mut findings);
    data::permissions(data, &mut findings);
    data::leftovers(data, &mut findings);
    data::room(data, "the data folder", &mut findings);
    if let Some(out) = out {
        site::site(out, data, store.as_ref(), &mut findings);
        data::room(out, "the export", &mut findings);
    }
    findings
}

/// The first names, and how many more there are.
fn some(names: &[String]) -> String {
    const NAMED: usize = 5;
    let first = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

/// A length of time in words.
fn ago(seconds: u64) -> String {
    match seconds {
        0..120 => format!("{seconds} seconds"),
        120..7_200 => format!("{} minutes", seconds / 60),
        7_200..172_800 => format!("{} hours", seconds / 3_600),
        _ => format!("{} days", seconds / 86_400),
    }
}
