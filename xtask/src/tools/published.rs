//! Where the projects of the tools publish their programs, and what tells that these are theirs (ADR 34).

use super::releases::{Checksum, Layout, Release};
use super::{BINARYEN, TRUNK};

/// The published program of Trunk for this machine.
pub fn trunk() -> Option<Release> {
    let (target, sum) = match machine() {
        ("linux", "x86_64") => (
            "x86_64-unknown-linux-gnu",
            "f2b4680cd239693a646a2795e4633c625328d7b2a044fbe749fa3a2fe9e7036b",
        ),
        ("linux", "aarch64") => (
            "aarch64-unknown-linux-gnu",
            "b1d8e60e454f7fc182d9a4d95d1506ffbae947d8ba90f8f6f02da93b60f980f9",
        ),
        ("macos", "aarch64") => (
            "aarch64-apple-darwin",
            "764e299dd50d89442a4e96a236349f57961984b701e74d3dbdb39cd1c9f5101e",
        ),
        _ => return None,
    };
    Some(Release {
        url: format!(
            "https://github.com/trunk-rs/trunk/releases/download/v{TRUNK}/trunk-{target}.tar.gz"
        ),
        checksum: Checksum::Pinned(sum),
        layout: Layout::Programs,
        program: "trunk",
    })
}

/// The published programs of wasm-bindgen in this version, which Cargo.lock names. So its checksum is the one that is
/// published beside it.
pub fn wasm_bindgen(version: &str) -> Option<Release> {
    let target = match machine() {
        ("linux", "x86_64") => "x86_64-unknown-linux-musl",
        ("linux", "aarch64") => "aarch64-unknown-linux-gnu",
        ("macos", "x86_64") => "x86_64-apple-darwin",
        ("macos", "aarch64") => "aarch64-apple-darwin",
        _ => return None,
    };
    Some(Release {
        url: format!(
            "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/{version}/wasm-bindgen-{version}-{target}.tar.gz"
        ),
        checksum: Checksum::Beside(".sha256sum"),
        layout: Layout::Programs,
        program: "wasm-bindgen",
    })
}

/// The published programs of Binaryen for this machine.
pub fn binaryen() -> Option<Release> {
    let (target, sum) = match machine() {
        ("linux", "x86_64") => {
            ("x86_64-linux", "195ddc94f9bc89f45abdabb0b9eea86023d727ba90eac8b35b80f2544fc30572")
        }
        ("linux", "aarch64") => {
            ("aarch64-linux", "c58562417836c5d0493d89bdefc434933bdc097db641b483df86bcfa557a107f")
        }
        ("macos", "aarch64") => {
            ("arm64-macos", "98aad827847af7ef990ed7098d885725c8e5b5aae75073403635617ae4e259aa")
        }
        _ => return None,
    };
    Some(Release {
        url: format!(
            "https://github.com/WebAssembly/binaryen/releases/download/version_{BINARYEN}/binaryen-version_{BINARYEN}-{target}.tar.gz"
        ),
        checksum: Checksum::Pinned(sum),
        layout: Layout::Tree,
        program: "wasm-opt",
    })
}

fn machine() -> (&'static str, &'static str) {
    (std::env::consts::OS, std::env::consts::ARCH)
}
