//! Tools and scripts from npm, each in a folder of its own in the cache.

use std::path::{Path, PathBuf};

use super::{cache, debian};
use crate::process::{command, output, root, step};
use crate::{XtaskError, progress};

const AXE: &str = "4.10.3";
const READABILITY: &str = "0.6.0";
const LIGHTHOUSE: &str = "13.5.0";
const REACT: &str = "19.2.0";
const VUE: &str = "3.5.22";
const ESBUILD: &str = "0.25.12";

/// An npm package in a folder of its own.
pub fn npm_package(name: &str, version: &str, own: &Path, why: &str) -> Result<(), XtaskError> {
    let package = format!("{name}@{version}");
    let missing = || XtaskError::Missing {
        what: format!("{package} ({why})"),
        command: format!("npm install --global {package}"),
    };
    if output("npm", &["--version"]).is_none() {
        debian("npm", &["nodejs", "npm"], "npm brings tools that no other registry has")
            .map_err(|_| missing())?;
    }
    let own = own.to_string_lossy().into_owned();
    let arguments = ["install", "--no-fund", "--no-audit", "--prefix", &own, &package];
    progress::run(&format!("install {package}: {why}"), 10, command("npm", &arguments))
        .map_err(|_| missing())
}

/// esbuild, which makes JavaScript smaller.
pub fn esbuild() -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("esbuild-{ESBUILD}"));
    let program = own.join("node_modules/.bin/esbuild");
    if !program.is_file() {
        npm_package("esbuild", ESBUILD, &own, "makes JavaScript smaller")?;
    }
    Ok(program)
}

/// The pages in `tests/frameworks` with React and Vue in them, in a folder: the tests put widgets into both.
pub fn frameworks() -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("frameworks-react-{REACT}-vue-{VUE}"));
    let why = "the widgets are tested in pages made with it";
    for (name, version) in [("react", REACT), ("react-dom", REACT), ("vue", VUE)] {
        if !own.join("node_modules").join(name).join("package.json").is_file() {
            npm_package(name, version, &own, why)?;
        }
    }
    let out = root().join("target/frameworks");
    for name in ["react", "vue"] {
        let from = root().join("tests/frameworks").join(format!("{name}.js"));
        let to = format!("--outfile={}", out.join(format!("{name}.js")).display());
        let from = from.to_string_lossy().into_owned();
        let arguments = [&*from, "--bundle", "--format=iife", "--log-level=warning", &to];
        let mut bundle = command(&esbuild()?.to_string_lossy(), &arguments);
        bundle.env("NODE_PATH", own.join("node_modules"));
        step(&format!("make the page with {name}"), bundle)?;
    }
    Ok(out)
}

/// axe-core's script, for the accessibility tests.
pub fn axe() -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("axe-core-{AXE}"));
    let script = own.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        npm_package("axe-core", AXE, &own, "checks pages for accessibility")?;
    }
    Ok(script)
}

/// The library with which Firefox' reader mode finds an article, for tests of how it reads ours.
pub fn readability() -> Result<PathBuf, XtaskError> {
    const PACKAGE: &str = "@mozilla/readability";
    let own = cache().join(format!("readability-{READABILITY}"));
    let script = own.join("node_modules").join(PACKAGE).join("Readability.js");
    if !script.is_file() {
        npm_package(PACKAGE, READABILITY, &own, "reads pages as a reader mode does")?;
    }
    Ok(script)
}

/// Lighthouse's program.
pub fn lighthouse() -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("lighthouse-{LIGHTHOUSE}"));
    let program = own.join("node_modules/.bin/lighthouse");
    if !program.is_file() {
        npm_package("lighthouse", LIGHTHOUSE, &own, "grades pages")?;
    }
    Ok(program)
}
