//! Checks that the modules of each crate use each other in one direction. Siblings are compared: a use within a child
//! counts as that child's, and what a child and its parent use of each other does not count.
//!
//! - [`paths`][]: which modules a file uses; `drawing`: all of it as a page of the documentation
//!
//! A circle fails the test. Test modules may use anything.

#![allow(clippy::unwrap_used)]

mod drawing;
mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::process::root;

/// Where the modules of each crate are.
const CRATES: &[&str] = &[
    "elements/src",
    "gallery/src",
    "model/src",
    "server/core/src",
    "server/import/src",
    "server/media/src",
    "server/site/src",
    "server/src",
    "server/store/src",
    "src",
    "tests/src",
    "widgets-kit/src",
    "xtask/src",
];

/// A module's name from the root of its crate on.
type Name = Vec<String>;

/// For the children of one module: which uses which, and a module in which it does.
type Uses = BTreeMap<String, BTreeMap<String, String>>;

/// The modules below `folder`, each with the paths in it.
fn modules_of(folder: &Path) -> BTreeMap<Name, Vec<Vec<String>>> {
    let mut modules: BTreeMap<Name, Vec<Vec<String>>> = BTreeMap::new();
    for file in sources(folder) {
        let Some(name) = name_of(file.strip_prefix(folder).unwrap()) else { continue };
        let text = std::fs::read_to_string(&file).unwrap();
        modules.entry(name).or_default().extend(paths::of(&text));
    }
    modules
}

/// For each module, which of its children use which.
fn uses_in(modules: &BTreeMap<Name, Vec<Vec<String>>>) -> BTreeMap<Name, Uses> {
    let mut below: BTreeMap<Name, Uses> = BTreeMap::new();
    for (module, paths) in modules {
        for path in paths {
            let used = paths::resolved(module, path, |name| modules.contains_key(name));
            let common = module.iter().zip(&used).take_while(|(one, other)| one == other).count();
            if let (Some(user), Some(used)) = (module.get(common), used.get(common)) {
                let uses = below.entry(module[..common].to_vec()).or_default();
                uses.entry(user.clone()).or_default().insert(used.clone(), module.join("/"));
            }
        }
    }
    below
}

/// The circles below `folder`: the module around each and its members, with the uses that close it.
fn circles(folder: &Path) -> BTreeMap<(String, Vec<String>), String> {
    let mut found = BTreeMap::new();
    for (around, uses) in uses_in(&modules_of(folder)) {
        for members in circles_of(&uses) {
            let why = explained(&uses, &members);
            found.insert((name_in(folder, &around), members), why);
        }
    }
    found
}

/// The folder of the module `around`.
fn name_in(folder: &Path, around: &[String]) -> String {
    let folder = around.iter().fold(folder.to_owned(), |folder, name| folder.join(name));
    folder.strip_prefix(root()).unwrap_or(&folder).to_string_lossy().into_owned()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module in a file; `None` for programs and tests.
fn name_of(file: &Path) -> Option<Name> {
    let file = file.with_extension("");
    let mut name: Name = file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let is_test = |part: &String| part == "tests" || part.ends_with("_tests") || part == "bin";
    if name.iter().any(is_test) {
        return None;
    }
    if matches!(name.last().map(String::as_str), Some("mod" | "lib" | "main")) {
        name.pop();
    }
    Some(name)
}

/// Sets of children that reach each other.
fn circles_of(uses: &Uses) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        uses.keys().map(|name| (name, reached_from(name, uses))).collect();
    let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
    for (name, there) in &reached {
        let back = there.iter().filter(|other| {
            reached.get(**other).is_some_and(|from_there| from_there.contains(*name))
        });
        let members: BTreeSet<String> = back.map(|other| (*other).clone()).collect();
        if members.len() > 1 {
            circles.insert(members.into_iter().collect());
        }
    }
    circles.into_iter().collect()
}

fn reached_from<'a>(name: &String, uses: &'a Uses) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut next: Vec<&String> = uses.get(name).into_iter().flat_map(BTreeMap::keys).collect();
    while let Some(one) = next.pop() {
        if reached.insert(one) {
            next.extend(uses.get(one).into_iter().flat_map(BTreeMap::keys));
        }
    }
    reached
}

fn explained(uses: &Uses, members: &[String]) -> String {
    let mut text = String::new();
    for user in members {
        for (used, place) in uses.get(user).into_iter().flatten() {
            if members.contains(used) {
                text += &format!("    {user} uses {used}, in {place}\n");
            }
        }
    }
    text
}

#[test]
fn modules_use_each_other_in_one_direction() {
    let mut found = String::new();
    for folder in CRATES {
        for ((around, members), why) in circles(&root().join(folder)) {
            found += &format!("a circle in {around}: {}\n{why}", members.join(", "));
        }
    }
    assert!(found.is_empty(), "\n{found}");
}

#[test]
fn a_circle_of_three_is_found_and_one_with_the_parent_is_none() {
    let folder = std::env::temp_dir().join(format!("bantin-modules-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("a")).unwrap();
    for (file, text) in [
        ("lib.rs", "mod a; mod b; mod c; pub use a::inner::X;"),
        ("a.rs", "mod inner; use crate::b::Y;"),
        ("a/inner.rs", "use super::Z; use crate::{d, b};"),
        ("b.rs", "use crate::{\n    c::{self, Q},\n    d,\n};"),
        ("c.rs", "fn f() { crate::a::inner::f() }"),
        ("d.rs", "// crate::a is not used\n#[cfg(test)]\nmod tests { use crate::a; }"),
    ] {
        std::fs::write(folder.join(file), text).unwrap();
    }
    let found: Vec<Vec<String>> =
        circles(&folder).into_keys().map(|(_, members)| members).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(found, [["a", "b", "c"].map(str::to_owned)]);
}
