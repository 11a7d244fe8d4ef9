//! The words of a language as files for the browser.

use std::sync::LazyLock;

use super::words::Entry;
use super::{Lang, spoken};

/// Path below the site's root, and content, of every file of words that a browser may ask for.
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

/// The files that a reader of pages in these languages needs, on a site whose own language is `default`.
pub fn of_site(languages: &[String], default: &str) -> Vec<String> {
    let spoken = languages.iter().map(|tag| Lang::nearest(tag, default));
    let mut paths: Vec<_> = spoken.map(spoken::path).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Everything that the app says in a language, as texts.
pub fn texts(lang: Lang) -> Vec<&'static str> {
    texts_of(lang.messages())
}

fn texts_of(table: &impl Entry) -> Vec<&'static str> {
    let mut texts = Vec::new();
    table.texts(&mut texts);
    texts
}

/// A table as its texts, a line each.
fn list(table: &impl Entry) -> String {
    texts_of(table).join("\n")
}
