//! What a preview shows now, as the browser is told.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use bantin_import::site_file::SiteFileError;
use jiff::Timestamp;
use serde::Serialize;

use crate::newsroom::{ImportNote, Loss, Outcome};

/// What is shown, and the mistakes in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shown {
    /// Advanced whenever pages must be loaded again. It begins with the time, so that a page of an earlier preview
    /// never counts as one of this.
    pub version: u64,
    pub mistakes: Vec<Mistake>,
    /// The articles that readers would not see, by slug, each with the reason.
    pub marks: BTreeMap<String, String>,
}

/// A mistake in the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// The file, below the folder; empty if it is about no file.
    pub file: String,
    /// The line, from 1, if it is known.
    pub line: Option<usize>,
    pub words: String,
    /// Whether everything is shown in spite of it, except the part it names.
    pub is_small: bool,
}

impl Mistake {
    /// A mistake that is about no file.
    pub fn plain(words: String) -> Self {
        Self { words, ..Self::default() }
    }

    /// The mistake in the `site.toml` of `folder`.
    pub fn of_site(folder: &Path, error: &SiteFileError) -> Self {
        let of = |path: &Path, line, words| Self {
            file: path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned(),
            line,
            words,
            is_small: false,
        };
        match error {
            SiteFileError::Value { path, line, what } => of(path, Some(*line), what.clone()),
            SiteFileError::Read(path, cause) => of(path, None, cause.to_string()),
            SiteFileError::Outside(path) => of(path, None, error.to_string()),
        }
    }

    fn of_note(note: ImportNote) -> Self {
        let words = match note.advice {
            Some(advice) => format!("{}; {advice}", note.why),
            None => note.why,
        };
        Self { file: note.name, line: note.line, words, is_small: false }
    }

    fn of_loss(folder: &Path, loss: Loss) -> Self {
        let text = std::fs::read_to_string(folder.join(&loss.name)).unwrap_or_default();
        let line =
            text.lines().position(|line| !loss.words.is_empty() && line.contains(&loss.words));
        Self { file: loss.name, line: line.map(|at| at + 1), words: loss.why, is_small: true }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&*self.file, self.line) {
            ("", _) => f.write_str(&self.words),
            (file, Some(line)) => write!(f, "{file}:{line}: {}", self.words),
            (file, None) => write!(f, "{file}: {}", self.words),
        }
    }
}

impl Shown {
    /// Nothing yet, for a preview that starts at `now`.
    pub fn at(now: Timestamp) -> Self {
        Self { version: now.as_millisecond().try_into().unwrap_or_default(), ..Self::default() }
    }

    /// Takes in the `outcome` of an import of `folder`. Pages must be loaded again if `is_new`.
    pub fn take(&mut self, folder: &Path, outcome: Outcome, is_new: bool) {
        // A file that cannot be read stays as it was last shown.
        let mut marks = BTreeMap::new();
        if !outcome.failed.is_empty() {
            marks.clone_from(&self.marks);
        }
        for (slug, mark) in outcome.preview.marks {
            match mark {
                Some(mark) => marks.insert(slug.to_string(), mark.to_string()),
                None => marks.remove(slug.as_str()),
            };
        }
        let failed = outcome.failed.into_iter().map(Mistake::of_note);
        let losses = outcome.preview.losses.into_iter();
        let losses = losses.map(|loss| Mistake::of_loss(folder, loss));
        self.mistakes = failed.chain(losses).collect();
        if is_new || self.marks != marks {
            self.version += 1;
        }
        self.marks = marks;
    }
}

#[cfg(test)]
mod tests {
    use bantin_import::Why;
    use bantin_model::Slug;

    use super::*;
    use crate::newsroom::{Mark, Previewed};

    #[test]
    fn a_loss_is_found_in_its_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "---\ntitle: A\n---\n\n![x](gone.jpg)\n")
            .unwrap();
        let loss = |words: &str| Loss {
            name: "a.md".into(),
            why: "was left out".into(),
            words: words.into(),
        };
        let told = |words| Mistake::of_loss(folder.path(), loss(words)).to_string();
        assert_eq!(told("gone.jpg"), "a.md:5: was left out");
        assert_eq!(told("nowhere"), "a.md: was left out");
        assert_eq!(told(""), "a.md: was left out");
    }

    #[test]
    fn pages_are_fetched_anew_when_they_are_other_ones() {
        let folder = Path::new("/nowhere");
        let mut shown = Shown::at(Timestamp::from_millisecond(5).unwrap());
        shown.take(folder, Outcome::default(), false);
        assert_eq!(shown.version, 5);
        shown.take(folder, Outcome::default(), true);
        assert_eq!(shown.version, 6);
        let failed = || vec![ImportNote::new("a.md", "no title")];
        shown.take(folder, Outcome { failed: failed(), ..Outcome::default() }, false);
        assert_eq!((shown.version, shown.mistakes.len()), (6, 1));
        // A mark is another page; it stays while its file cannot be read, and goes with what it says.
        let slug = || Slug::new("a").unwrap();
        let read = |mark| Outcome {
            preview: Previewed { marks: vec![(slug(), mark)], losses: vec![] },
            ..Outcome::default()
        };
        shown.take(folder, read(Some(Mark::Hidden(Why::Draft))), false);
        assert_eq!((shown.version, shown.marks.len()), (7, 1));
        shown.take(folder, Outcome { failed: failed(), ..Outcome::default() }, false);
        assert_eq!((shown.version, shown.marks.len()), (7, 1));
        shown.take(folder, read(None), false);
        assert_eq!((shown.version, shown.marks.len()), (8, 0));
    }
}
