//! `cargo xtask package`: the one program, with the app inside, as others get it: an archive with its SHA-256 and what
//! it is made of, and a package for Debian. All of it goes into `target/package`.
//!
//! - `archive`: the release's archive; `materials`: what the program is made of

mod archive;
mod materials;

use std::path::{Path, PathBuf};

use crate::process::{command, io, root, say};
use crate::{XtaskError, bundle, progress, tools};

/// Where packages go.
pub fn folder() -> PathBuf {
    root().join("target/package")
}

/// Builds and packs.
pub fn package() -> Result<(), XtaskError> {
    let made = progress::told(|| {
        bundle::build()?;
        let program = program()?;
        let folder = folder();
        let materials = materials::write(&folder)?;
        let archive = archive::write(&program, &materials, &folder)?;
        let deb = debian(&folder)?;
        Ok([materials, vec![archive, deb]].concat())
    })?;
    for path in made {
        say(&path.strip_prefix(root()).unwrap_or(&path).display().to_string());
    }
    Ok(())
}

/// The program with the app inside, without its symbols.
fn program() -> Result<PathBuf, XtaskError> {
    let build = ["build", "--release", "--package", "bantin-server", "--features", "app-inside"];
    progress::run("compile the server with the app inside", 480, command("cargo", &build))?;
    let bin = folder().join("bin");
    std::fs::create_dir_all(&bin).map_err(io(&bin))?;
    let program = bin.join("bantin-server");
    strip(&root().join("target/release/bantin-server"), &program)?;
    Ok(program)
}

fn strip(from: &Path, to: &Path) -> Result<(), XtaskError> {
    let mut strip = command("strip", &["--strip-unneeded", "-o"]);
    strip.arg(to).arg(from);
    progress::run("strip the program", 2, strip)
}

/// The package for Debian; `server/Cargo.toml` says what is in it.
fn debian(folder: &Path) -> Result<PathBuf, XtaskError> {
    let cargo_deb = tools::cargo_deb()?;
    let name = format!("bantin-server_{VERSION}_{}.deb", debian_machine());
    let path = folder.join(name);
    let words = ["--no-build", "--no-strip", "--package", "bantin-server", "--output"];
    let mut make = command(&cargo_deb.to_string_lossy(), &words);
    make.arg(&path);
    progress::run("pack for Debian", 20, make)?;
    Ok(path)
}

/// The version of all packages in the workspace.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Debian's name for this machine.
fn debian_machine() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
