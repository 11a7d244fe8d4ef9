//! What splitting the app's WebAssembly needs of the linker, which `cargo xtask build` asks for by `--cfg split`; and the
//! version of the words, which the app and the server must have in common (src/locale/spoken.rs).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

fn main() {
    println!("cargo::rustc-env=BANTIN_WORDS={:016x}", version_of_words());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if std::env::var_os("CARGO_CFG_SPLIT").is_some() {
        // Of the app alone: programs that are not split would ship them.
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}

/// A hash of the tables as they are written.
fn version_of_words() -> u64 {
    const FOLDER: &str = "src/locale";
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut hash = DefaultHasher::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(FOLDER)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    for file in files {
        file.file_name().hash(&mut hash);
        std::fs::read(&file).unwrap_or_default().hash(&mut hash);
    }
    hash.finish()
}
