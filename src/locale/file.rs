//! The words of a language as files for the browser.

use std::sync::LazyLock;

use super::words::Entry;
use super::{Lang, spoken};

/// Path below the site's root, and content, of every file of words.
pub fn all() -> &'static [(String, String)] {
    static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(made);
    &FILES
}

fn made() -> Vec<(String, String)> {
    let of_widgets = Lang::ALL
        .iter()
        .map(|lang| (format!("embed/{}", spoken::path(*lang)), list(lang.widget_messages())));
    let of_app = Lang::ALL.iter().map(|lang| (spoken::path(*lang), list(lang.messages())));
    of_app.chain(of_widgets).collect()
}

/// The file at `path` below the site's root.
pub fn at(path: &str) -> Option<&'static str> {
    all().iter().find(|(known, _)| known == path).map(|(_, text)| &**text)
}

/// The paths of the files of words for a site in `languages`, of which `default` is its own. Sorted, each once.
pub fn of_site(languages: &[String], default: &str) -> Vec<String> {
    let spoken = languages.iter().map(|tag| Lang::nearest(tag, default));
    let mut paths: Vec<_> = spoken.map(spoken::path).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Everything that the app says in a language, text by text, in the order of [`Messages`](super::Messages).
pub fn texts(lang: Lang) -> Vec<&'static str> {
    texts_of(lang.messages())
}

fn texts_of(table: &impl Entry) -> Vec<&'static str> {
    let mut texts = Vec::new();
    table.texts(&mut texts);
    texts
}

/// A table as lines, one for each text.
fn list(table: &impl Entry) -> String {
    texts_of(table).join("\n")
}
