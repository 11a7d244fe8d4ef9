//! Checks that every dependency of a package is named somewhere in its code.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use crate::packages::{self, Dependency};

/// Where a package has code.
const FOLDERS: [&str; 4] = ["src", "tests", "sample", "build.rs"];

/// All code of the package in `folder`.
fn code(folder: &Path) -> String {
    FOLDERS.iter().map(|part| text_of(&folder.join(part))).collect()
}

fn text_of(path: &Path) -> String {
    if path.join("Cargo.toml").is_file() {
        // Another package.
        return String::new();
    }
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap();
        return entries.map(|entry| text_of(&entry.unwrap().path())).collect();
    }
    let is_code = path.extension().is_some_and(|end| end == "rs");
    if is_code { std::fs::read_to_string(path).unwrap_or_default() } else { String::new() }
}

/// Whether `name` stands in `code` as a word.
fn is_named(name: &str, code: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(name).any(|(at, _)| {
        !code[..at].ends_with(is_part) && !code[at + name.len()..].starts_with(is_part)
    })
}

#[test]
fn no_dependency_is_declared_for_nothing() {
    let packages = packages::all().unwrap();
    assert!(packages.len() > 5, "the packages of the workspace");
    let mut unused = Vec::new();
    for package in packages {
        let code = code(&package.folder());
        for Dependency { name, rename, .. } in package.dependencies {
            let name = rename.unwrap_or(name);
            if !is_named(&name.replace('-', "_"), &code) {
                unused.push(format!("{}: {name}", package.name));
            }
        }
    }
    assert!(unused.is_empty(), "declared and not used: {unused:?}");
}

#[test]
fn a_name_is_a_whole_word() {
    assert!(is_named("url", "use url::Url;"));
    assert!(!is_named("url", "let curl = url_of(x);"));
}
