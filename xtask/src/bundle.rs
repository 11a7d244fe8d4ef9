//! Makes the app ready to be served: Trunk builds it, and this names every file by its final bytes.
//!
//! Trunk hashes names before wasm-bindgen and wasm-opt have run, so other tools would give other
//! bytes under an old name. Its hashing is off; names are given here, from the leaves to the root:
//! WebAssembly, the JavaScript that loads it, the stylesheet, the page.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::link;
use crate::optimize::{Panics, drop_modules, minify, optimize};
use crate::page::{self, join_styles, put_early_in};
use crate::process::{command, hex, io, root, say};
use crate::rewrite::{
    BOOT, EARLY, FIRST_STYLES, OTHER_STYLES, REGISTER, STYLES, WORKER, put_files_into_worker,
    replaced,
};
use crate::split::{self, PIECES};
use crate::tools::{self, with_tools};
use crate::widgets::{self, Widgets};
use crate::{XtaskError, progress, words_version};

/// The files of the repository that a build depends on.
const INPUTS: &[&str] = &[
    "src",
    "model/src",
    "model/Cargo.toml",
    "elements/src",
    "elements/Cargo.toml",
    "widgets-kit/src",
    "widgets-kit/Cargo.toml",
    "style",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "xtask/src",
];

/// `dist/build.json`: which file is what.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Hash of everything the build was made from.
    pub inputs: String,
    /// The version of the words that the app reads: the server must have the same.
    #[serde(default)]
    pub words: String,
    /// Name without its hash → name with it.
    pub files: BTreeMap<String, String>,
    #[serde(default)]
    pub widgets: Widgets,
}

pub fn dist() -> PathBuf {
    root().join("dist")
}

pub fn manifest() -> Option<Manifest> {
    serde_json::from_slice(&std::fs::read(dist().join("build.json")).ok()?).ok()
}

/// Builds `dist`, unless it is built from just these inputs.
pub fn build() -> Result<(), XtaskError> {
    let inputs = inputs()?;
    if manifest().is_some_and(|manifest| manifest.inputs == inputs) {
        say("dist is up to date");
        return Ok(());
    }
    progress::told(|| build_anew(&inputs))
}

fn build_anew(inputs: &str) -> Result<(), XtaskError> {
    let targets = ["fetch", "--target", "wasm32-unknown-unknown"];
    let fetch = || progress::run("fetch what the app is made of", 20, command("cargo", &targets));
    progress::both(fetch, tools::for_build)?;
    // Offline, so that Trunk uses the tools that are here and downloads none.
    let mut trunk = with_tools(command("trunk", &["build", "--release", "--offline"]));
    let own = std::env::current_exe().map_err(io(Path::new("xtask")))?;
    trunk.env("RUSTFLAGS", rust_flags());
    link::forget_what_an_older_one_made(&own)?;
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", own);
    trunk.env(link::LINKER, link::linker()?);
    progress::run("compile the app and the widgets", 240, trunk)?;
    progress::timed("make WebAssembly and JavaScript smaller", 60, make_smaller)?;
    let built = root().join("target/trunk");
    progress::timed("name files by their bytes, join stylesheets, compress", 15, || {
        finish(&built, &dist(), inputs)
    })
}

fn make_smaller() -> Result<(), XtaskError> {
    let built = root().join("target/trunk");
    widgets::join(&built)?;
    split::split(&built)?;
    optimize(&built, "app", Panics::AreTold, PIECES)?;
    split::drop_loader(&built)?;
    for name in [EARLY, BOOT, REGISTER, WORKER] {
        minify(&built.join(name))?;
    }
    for name in widgets::PROGRAMS {
        optimize(&built, name, Panics::AreSilent, &[])?;
    }
    drop_modules(&built)
}

/// Flags that make the same bytes on every machine, by removing the path of the registry from panics' places; and the
/// flag to split the app.
fn rust_flags() -> String {
    let own = std::env::var("RUSTFLAGS").unwrap_or_default();
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(home);
    let registry = cargo.unwrap_or_default().join("registry/src");
    format!("{own} --remap-path-prefix={}/= {}", registry.display(), split::FLAG)
}

fn inputs() -> Result<String, XtaskError> {
    let mut hash = Sha256::new();
    for input in INPUTS {
        let mut files = files_below(&root().join(input))?;
        files.sort();
        for file in files {
            hash.update(file.to_string_lossy().as_bytes());
            hash.update(read(&file)?);
        }
    }
    Ok(hex(&hash.finalize(), 32))
}

fn files_below(path: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io(path))? {
        files.extend(files_below(&entry.map_err(io(path))?.path())?);
    }
    Ok(files)
}

fn read(path: &Path) -> Result<Vec<u8>, XtaskError> {
    std::fs::read(path).map_err(io(path))
}

/// Turns Trunk's output into the served files, completely or not at all.
fn finish(trunk: &Path, dist: &Path, inputs: &str) -> Result<(), XtaskError> {
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for path in files_below(trunk)? {
        let name = path.strip_prefix(trunk).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.insert(name, read(&path)?);
    }
    let words = words_version::of_words(&root().join("src/locale"));
    let mut manifest = Manifest { inputs: inputs.to_owned(), words, ..Manifest::default() };
    join_styles(&mut files)?;
    put_early_in(&mut files)?;
    manifest.widgets = widgets::place(&mut files, &mut manifest.files)?;
    let app = PIECES.iter().chain(&["app_bg.wasm", "app.js"]);
    let names = app.chain(&[REGISTER, BOOT, FIRST_STYLES, OTHER_STYLES, STYLES]);
    for name in names.copied() {
        let Some(bytes) = files.remove(name) else {
            return Err(XtaskError::Failed(format!("the build made no {name}; it")));
        };
        let named = named(name, &bytes);
        for (other, text) in &mut files {
            if Path::new(other).extension().is_some_and(|ending| ending == "js") {
                *text = replaced(text, name, &named);
            }
        }
        manifest.files.insert(name.to_owned(), named.clone());
        files.insert(named, bytes);
    }
    page::rename(&mut files, &manifest.files)?;
    put_files_into_worker(&mut files)?;
    write(&files, &manifest, dist)
}

/// `app.js` → `app-0123456789abcdef.js`.
fn named(name: &str, bytes: &[u8]) -> String {
    let hash = hex(&Sha256::digest(bytes), 16);
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{hash}.{ending}"),
        None => format!("{name}-{hash}"),
    }
}

fn write(
    files: &BTreeMap<String, Vec<u8>>,
    manifest: &Manifest,
    dist: &Path,
) -> Result<(), XtaskError> {
    let partial = dist.with_extension("partial");
    let old = dist.with_extension("old");
    for folder in [&partial, &old] {
        if folder.exists() {
            std::fs::remove_dir_all(folder).map_err(io(folder))?;
        }
    }
    for (name, bytes) in files {
        let path = partial.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io(folder))?;
        }
        std::fs::write(&path, bytes).map_err(io(&path))?;
        if is_compressible(name) {
            for (ending, packed) in [("br", brotli(bytes)), ("gz", gzip(bytes))] {
                let path = partial.join(format!("{name}.{ending}"));
                std::fs::write(&path, packed.map_err(io(&path))?).map_err(io(&path))?;
            }
        }
    }
    let path = partial.join("build.json");
    let json = serde_json::to_vec_pretty(manifest).unwrap_or_default();
    std::fs::write(&path, json).map_err(io(&path))?;
    if dist.exists() {
        std::fs::rename(dist, &old).map_err(io(dist))?;
    }
    std::fs::rename(&partial, dist).map_err(io(dist))?;
    if old.exists() {
        std::fs::remove_dir_all(&old).map_err(io(&old))?;
    }
    Ok(())
}

pub fn is_compressible(name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    matches!(ending, "html" | "js" | "css" | "wasm" | "svg" | "json" | "txt" | "webmanifest")
}

/// Brotli, quality 11.
pub fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

/// Gzip, level 9.
pub fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_name_is_its_bytes() {
        assert_eq!(named("app.js", b""), "app-e3b0c44298fc1c14.js");
    }
}
