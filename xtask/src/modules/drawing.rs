//! Draws the crates, and the modules of each, in `docs/modules.md`, from the code. An arrow leads to what is used; an
//! arrow that follows from others is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{CRATES, Uses, modules_of, reached_from, uses_in};
use crate::packages::{self, Package};
use crate::process::root;

/// Where the drawings are.
const PAGE: &str = "docs/modules.md";

/// With this variable in the environment, the page is written instead of compared.
const UPDATE: &str = "UPDATE_DOCS";

const HEAD: &str = "# Which module uses which

Drawn from the code; `UPDATE_DOCS=1 cargo test -p xtask drawing` draws it anew, and a test fails when it is not as the code is.
An arrow leads from what uses to what is used. One that follows from others is left out: where `a` uses `b` and `c`, and
`b` uses `c`, only `a → b → c` is drawn. No circle is possible: a test fails for one.
";

/// The package whose code is in `folder`.
fn package<'a>(folder: &str, all: &'a [Package]) -> &'a Package {
    let own = root().join(folder.trim_end_matches("src"));
    all.iter().find(|package| package.folder().components().eq(own.components())).unwrap()
}

/// Which crates each crate uses, without what only tests do.
fn crates_of(all: &[Package]) -> Uses {
    let own: Vec<&Package> = CRATES.iter().map(|folder| package(folder, all)).collect();
    let uses = own.iter().map(|package| {
        let used = package.dependencies.iter().filter(|one| one.kind.as_deref() != Some("dev"));
        let used = used.filter(|one| own.iter().any(|other| other.name == one.name));
        (package.name.clone(), used.map(|one| (one.name.clone(), String::new())).collect())
    });
    uses.collect()
}

/// The arrows that do not follow from others.
fn arrows(uses: &Uses) -> BTreeSet<(&str, &str)> {
    let mut arrows = BTreeSet::new();
    for (user, used) in uses {
        let further: BTreeSet<&String> =
            used.keys().flat_map(|one| reached_from(one, uses)).collect();
        let direct = used.keys().filter(|one| !further.contains(one));
        arrows.extend(direct.map(|one| (user.as_str(), one.as_str())));
    }
    arrows
}

fn drawing(title: &str, nodes: &BTreeSet<String>, uses: &Uses) -> String {
    // A keyword of the drawing's language would end it.
    let node = |name: &str| format!("{}[{name}]", name.replace('-', "_") + "_");
    let mut text = format!("\n## {title}\n\n```mermaid\nflowchart TD\n");
    let arrows = arrows(uses);
    for (user, used) in &arrows {
        text += &format!("    {} --> {}\n", node(user), node(used));
    }
    let drawn: BTreeSet<&str> = arrows.iter().flat_map(|(user, used)| [*user, *used]).collect();
    for name in nodes.iter().filter(|name| !drawn.contains(name.as_str())) {
        text += &format!("    {}\n", node(name));
    }
    text + "```\n"
}

fn page() -> String {
    let all = packages::all().unwrap();
    let crates = crates_of(&all);
    let mut text = HEAD.to_owned() + &drawing("Crates", &crates.keys().cloned().collect(), &crates);
    for folder in CRATES {
        let modules = modules_of(&root().join(folder));
        let top: BTreeSet<String> =
            modules.keys().filter_map(|name| name.first()).cloned().collect();
        let uses: BTreeMap<_, _> = uses_in(&modules).remove(&Vec::new()).unwrap_or_default();
        text += &drawing(&format!("`{}` (`{folder}`)", package(folder, &all).name), &top, &uses);
    }
    text
}

#[test]
fn the_drawing_of_the_modules_is_that_of_the_code() {
    let (path, page) = (root().join(PAGE), page());
    if std::env::var_os(UPDATE).is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let drawn = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(drawn == page, "{PAGE} is not as the code is: {UPDATE}=1 cargo test -p xtask drawing");
}

#[test]
fn crates_use_each_other_in_one_direction() {
    let crates = crates_of(&packages::all().unwrap());
    assert_eq!(super::circles_of(&crates), Vec::<Vec<String>>::new());
    assert!(crates["bantin"].contains_key("elements") && !crates["bantin"].contains_key("bantin"));
    assert!(crates["bantin-store"].keys().all(|used| used != "bantin-import"));
}

#[test]
fn an_arrow_that_follows_from_others_is_left_out() {
    let uses = |pairs: &[(&str, &[&str])]| -> Uses {
        let all = pairs.iter().map(|(user, used)| {
            let used = used.iter().map(|name| ((*name).to_owned(), String::new()));
            ((*user).to_owned(), used.collect())
        });
        all.collect()
    };
    let uses = uses(&[("a", &["b", "c"]), ("b", &["c"]), ("d", &["c"])]);
    let expected = [("a", "b"), ("b", "c"), ("d", "c")];
    assert_eq!(arrows(&uses).into_iter().collect::<Vec<_>>(), expected);
}
