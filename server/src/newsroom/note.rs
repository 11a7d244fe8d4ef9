//! One article or source in the report of an import.

use std::fmt;

use serde::Serialize;

use bantin_import::{Failed, ImportError, Skipped};

/// What happened to one article or source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportNote {
    /// The file, the entry's id or address, or the source.
    pub name: String,
    /// The line in the file, from 1, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    pub why: String,
    /// What the person running the import can do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl ImportNote {
    pub fn new(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self { name: name.into(), why: why.into(), ..Self::default() }
    }

    /// The same with this advice.
    #[must_use]
    pub fn advised(self, advice: impl Into<String>) -> Self {
        Self { advice: Some(advice.into()), ..self }
    }

    /// A note about a source of which nothing could be read.
    pub fn of_source(source: &str, error: &ImportError) -> Self {
        let advice = error.advice().map(str::to_owned);
        Self { advice, ..Self::new(source, error.why()) }
    }
}

impl From<&Failed> for ImportNote {
    fn from(failed: &Failed) -> Self {
        let advice = failed.error.advice().map(str::to_owned);
        Self { line: failed.line, advice, ..Self::new(&failed.name, failed.error.to_string()) }
    }
}

impl From<&Skipped> for ImportNote {
    fn from(skipped: &Skipped) -> Self {
        Self::new(&skipped.name, skipped.why.to_string())
    }
}

impl fmt::Display for ImportNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.why)?;
        match &self.advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use bantin_import::EntryError;

    use super::*;

    #[test]
    fn a_failure_says_where_why_and_what_to_do() {
        let error = EntryError::BadDate("hôm qua".to_owned());
        let note = ImportNote::from(&Failed { name: "a.md".to_owned(), line: Some(4), error });
        let text = note.to_string();
        assert!(
            text.starts_with("a.md:4: \"hôm qua\" is not a date; write it as 2023-08-11"),
            "{text}"
        );
    }
}
