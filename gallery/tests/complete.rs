//! Nothing is missing from the gallery, and all of it can be opened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use bantin_gallery::Gallery;
use bantin_gallery::components::SHOWN;
use bantin_gallery::families::FAMILIES;
use bantin_gallery::papers;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { sources(&path) } else { vec![path] };
    entries.flat_map(below).collect()
}

/// The components of the app, each as the file below `src` and its name.
fn components() -> BTreeSet<(String, String)> {
    let src = root().join("src");
    let mut found = BTreeSet::new();
    for folder in ["components", "pages"] {
        for path in sources(&src.join(folder)) {
            let text = std::fs::read_to_string(&path).unwrap();
            let file = path.strip_prefix(&src).unwrap().to_string_lossy().into_owned();
            for rest in text.split("#[component]").skip(1) {
                let (_, name) = rest.split_once("fn ").unwrap();
                let name = name.split(['(', '<']).next().unwrap();
                found.insert((file.clone(), name.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_component_is_in_the_gallery() {
    let known: BTreeSet<_> =
        SHOWN.iter().map(|(file, name, _)| ((*file).to_owned(), (*name).to_owned())).collect();
    let components = components();
    assert!(components.len() > 40, "{components:?}");
    let missing: Vec<_> = components.difference(&known).collect();
    assert!(missing.is_empty(), "draw in gallery/src/families and name in SHOWN: {missing:?}");
    let gone: Vec<_> = known.difference(&components).collect();
    assert!(gone.is_empty(), "named in SHOWN, and no component: {gone:?}");
    for paper in papers::all(&root()) {
        let drawn: String = FAMILIES
            .iter()
            .flat_map(|family| (family.drawn)(&paper))
            .map(|specimen| specimen.html)
            .collect();
        let is_missing = |mark: &str| !drawn.contains(mark);
        let missing: Vec<_> = SHOWN.iter().filter(|(.., mark)| is_missing(mark)).collect();
        // One paper has a front page of its own, and the other the usual one.
        let fronts = ["pages/blocks.rs"];
        let missing: Vec<_> = missing
            .into_iter()
            .filter(|(file, ..)| paper.key == "harbour" || !fronts.contains(file))
            .collect();
        assert!(missing.is_empty(), "{}, {}: {missing:?}", paper.key, paper.direction);
    }
}

#[test]
fn every_file_is_there_and_names_are_given_once() {
    let root = root();
    let gallery = Gallery::of(&root);
    assert_eq!(gallery.sheets.len(), 2 * 2 * 3 * FAMILIES.len());
    let names = gallery.names();
    for name in &names {
        let bytes = gallery.file(name).unwrap();
        if !name.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(bytes).unwrap();
        let values = |attribute: &str| -> Vec<String> {
            let begin = format!(" {attribute}=\"");
            let parts = html.split(begin.as_str()).skip(1);
            parts.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
        };
        let ids = values("id");
        let once: BTreeSet<_> = ids.iter().collect();
        assert_eq!(once.len(), ids.len(), "{name}");
        for of in ["for", "aria-labelledby", "aria-describedby", "aria-controls"] {
            let nowhere = values(of).into_iter().find(|id| !once.contains(id));
            assert_eq!(nowhere, None, "{name}: {of}");
        }
        for src in values("src").into_iter().filter(|src| src != "media/missing.svg") {
            assert!(names.contains(&src), "{name}: {src}");
        }
    }
    assert_eq!(gallery.file("nothing.html"), None);
    let styles = String::from_utf8(gallery.file("gallery.css").unwrap()).unwrap();
    assert!(styles.contains("--paper: #faf7f0") && styles.contains("@media print"));
}
