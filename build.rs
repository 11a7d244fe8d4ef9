//! What splitting the app's WebAssembly needs of the linker, which `cargo xtask build` asks for by `--cfg split`; and the
//! version of the words, which the app and the server must have in common (src/locale/spoken.rs).

#[path = "src/locale/version.rs"]
mod version;

use std::path::Path;

/// Where the words are.
const WORDS: &str = "src/locale";

fn main() {
    println!("cargo::rustc-env=BANTIN_WORDS={}", version::of_words(Path::new(WORDS)));
    println!("cargo::rerun-if-changed={WORDS}");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(split)");
    if std::env::var_os("CARGO_CFG_SPLIT").is_some() {
        // Of the app alone: programs that are not split would ship them.
        println!("cargo::rustc-link-arg-bin=app=--emit-relocs");
    }
}
