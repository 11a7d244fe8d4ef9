//! Whatever comes from outside is only data: each target takes any bytes, hands them to one reader of ours
//! and asserts what must hold of what was read. A target is one function of bytes, as cargo-fuzz has them.
//!
//! Natively run, with inputs made from the texts in `corpus/` by small changes: the same for the same seed,
//! so that a run can be had again. More of them by hand (docs/development.md):
//!
//! ```sh
//! BANTIN_FUZZ_INPUTS=1000000 BANTIN_FUZZ_SEED=7 cargo test -p bantin-server --test fuzz rss -- --nocapture
//! ```
//!
//! An input on which a target fails is kept in a file, whose path is printed; `BANTIN_FUZZ_INPUT=FILE` runs it
//! again alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod addresses;
mod contract;
mod importers;
mod mutate;
mod safe;
mod site;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

use mutate::Mutator;

/// The seed, where none is given.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

/// One function of bytes, with the texts that its inputs are made from.
struct Target {
    name: &'static str,
    run: fn(&[u8]),
    corpus: &'static [&'static [u8]],
    /// What the language of its inputs is made of.
    words: &'static [&'static str],
    /// Inputs that a test run makes.
    inputs: u64,
}

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} must be a whole number, and is {text:?}")))
}

fn run(target: &Target) {
    if let Some(path) = std::env::var_os("BANTIN_FUZZ_INPUT") {
        return (target.run)(&std::fs::read(path).unwrap());
    }
    let seed = number("BANTIN_FUZZ_SEED").unwrap_or(SEED);
    let inputs = number("BANTIN_FUZZ_INPUTS").unwrap_or(target.inputs);
    println!("{}: {inputs} inputs of the seed {seed}", target.name);
    for text in target.corpus {
        attempt(target, text);
    }
    let mut mutator = Mutator::new(seed, target.corpus, target.words);
    for _ in 0..inputs {
        attempt(target, &mutator.input());
    }
}

fn attempt(target: &Target, input: &[u8]) {
    let Err(panic) = catch_unwind(AssertUnwindSafe(|| (target.run)(input))) else { return };
    let path = kept(target.name, input);
    eprintln!("{}: fails on {}:\n{}", target.name, path.display(), String::from_utf8_lossy(input));
    resume_unwind(panic);
}

/// Keeps an input in a file, and says where.
fn kept(name: &str, input: &[u8]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("fuzz");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}-{}", bantin_media::hash16(input)));
    std::fs::write(&path, input).unwrap();
    path
}

macro_rules! targets {
    ($($name:ident: $target:path;)*) => {$(
        #[test]
        fn $name() {
            run(&$target);
        }
    )*};
}

targets! {
    markdown: importers::MARKDOWN;
    rss: importers::RSS;
    atom: importers::ATOM;
    json_feed: importers::JSON_FEED;
    wordpress: importers::WORDPRESS;
    html: importers::HTML;
    article: contract::ARTICLE;
    list: contract::LIST;
    suggestions: contract::SUGGESTIONS;
    site_json: contract::SITE;
    rating: contract::RATING;
    search_index: contract::SEARCH;
    link: addresses::LINK;
    route: addresses::ROUTE;
    language: addresses::LANGUAGE;
    site_toml: site::SITE_TOML;
}

#[test]
fn the_same_seed_makes_the_same_inputs() {
    let made = |seed| {
        let mut mutator = Mutator::new(seed, importers::RSS.corpus, importers::RSS.words);
        (0..50).map(|_| mutator.input()).collect::<Vec<_>>()
    };
    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
}

#[test]
fn a_target_that_fails_fails_its_test_and_keeps_the_input() {
    let target = Target {
        name: "example",
        run: |data| assert!(!data.contains(&b'!'), "there is a mark"),
        corpus: &[b"a!"],
        words: &["x"],
        inputs: 0,
    };
    assert!(catch_unwind(|| attempt(&target, b"a")).is_ok());
    assert!(catch_unwind(|| attempt(&target, b"a!")).is_err());
    assert_eq!(std::fs::read(kept("example", b"a!")).unwrap(), b"a!");
}
