//! The version of the words: a hash of the tables as they are written. No module of the app: `build.rs` compiles it into
//! whoever has the words or reads them, and `xtask` writes it into `dist/build.json`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// Files beside the tables that hold no words and do not say in which order they travel.
const NO_WORDS: [&str; 8] =
    ["demo.rs", "file.rs", "intl.rs", "mod.rs", "spoken.rs", "tests.rs", "text.rs", "version.rs"];

/// The version of the words in the folder `src/locale`: 16 hexadecimal digits.
pub fn of_words(folder: &Path) -> String {
    let mut hash = DefaultHasher::new();
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| NO_WORDS.iter().all(|other| !file.ends_with(other)));
    files.sort();
    for file in files {
        file.file_name().hash(&mut hash);
        std::fs::read(&file).unwrap_or_default().hash(&mut hash);
    }
    format!("{:016x}", hash.finish())
}
