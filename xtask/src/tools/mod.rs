//! The tools a build needs: found on PATH or in the cache, else had ready made, else compiled there.
//!
//! - `tool`: one of them; `npm`: those that come from there
//! - `releases`: programs as their projects publish them; `published`: where, and what tells that they are theirs

mod npm;
mod published;
pub mod releases;
mod tool;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::process::{command, output, root, say, step};
use crate::{XtaskError, progress};
use npm::npm_package;
pub use npm::{axe, esbuild, frameworks, lighthouse, readability};
pub use tool::Tool;
use tool::comes_to_run;

const TRUNK: &str = "0.21.14";
/// Older ones do not know the features that rustc uses.
const WASM_OPT_AT_LEAST: u32 = 119;
const BINARYEN: &str = "132";
const CARGO_DEB: &str = "3.8.0";
const CARGO_CYCLONEDX: &str = "0.5.9";
pub const GECKODRIVER: &str = "0.37.1";

/// Where tools are kept for this user: `$XDG_CACHE_HOME/bantin/tools`.
pub fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(home)
        .unwrap_or_else(|| root().join("target"))
        .join("bantin/tools")
}

/// PATH with the cached tools in front.
pub fn path() -> OsString {
    let own = [trunk_root(), bindgen_root(), geckodriver_root()].map(|root| root.join("bin"));
    let own = own
        .into_iter()
        .chain([binaryen_root().join("bin"), binaryen_npm().join("node_modules/.bin")]);
    let known = std::env::var_os("PATH").unwrap_or_default();
    let all: Vec<PathBuf> =
        own.filter(|p| p.is_dir()).chain(std::env::split_paths(&known)).collect();
    std::env::join_paths(all).unwrap_or(known)
}

fn trunk_root() -> PathBuf {
    cache().join(format!("trunk-{TRUNK}"))
}

fn bindgen_root() -> PathBuf {
    cache().join(format!("wasm-bindgen-{}", bindgen_version().unwrap_or_default()))
}

pub fn geckodriver_root() -> PathBuf {
    cache().join(format!("geckodriver-{GECKODRIVER}"))
}

fn binaryen_root() -> PathBuf {
    cache().join(format!("binaryen-{BINARYEN}-release"))
}

fn binaryen_npm() -> PathBuf {
    cache().join(format!("binaryen-{BINARYEN}"))
}

/// The version of wasm-bindgen in Cargo.lock, which the tool must equal.
fn bindgen_version() -> Option<String> {
    version_in_lock(&std::fs::read_to_string(root().join("Cargo.lock")).ok()?, "wasm-bindgen")
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    let version = lines.nth(1)?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// Everything `trunk build` needs, beside each other: each is fetched, or compiled on a thread or two.
pub fn for_build() -> Result<(), XtaskError> {
    let all: [fn() -> Result<(), XtaskError>; 5] =
        [wasm_target, trunk, wasm_bindgen, || esbuild().map(drop), wasm_opt];
    std::thread::scope(|scope| {
        let all = all.map(|one| scope.spawn(one));
        let done =
            all.map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        done.into_iter().collect()
    })
}

fn trunk() -> Result<(), XtaskError> {
    let compile = ["install", "trunk", "--version", TRUNK, "--locked"];
    let release = published::trunk();
    Tool { name: "trunk", version: TRUNK, own: trunk_root(), release, compile: &compile }.obtain()
}

fn wasm_bindgen() -> Result<(), XtaskError> {
    let version = bindgen_version().unwrap_or_default();
    // Without --locked: its lock file names a crate version that was withdrawn.
    let compile = ["install", "wasm-bindgen-cli", "--version", &version];
    let release = published::wasm_bindgen(&version);
    let own = bindgen_root();
    Tool { name: "wasm-bindgen", version: &version, own, release, compile: &compile }.obtain()
}

/// cargo-deb, which makes the package for Debian.
pub fn cargo_deb() -> Result<PathBuf, XtaskError> {
    cargo_program("cargo-deb", CARGO_DEB)
}

/// cargo-cyclonedx, which lists what a program is made of.
pub fn cargo_cyclonedx() -> Result<PathBuf, XtaskError> {
    cargo_program("cargo-cyclonedx", CARGO_CYCLONEDX)
}

/// A program that cargo installs, in this version.
fn cargo_program(name: &'static str, version: &str) -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("{name}-{version}"));
    let compile = ["install", name, "--version", version, "--locked"];
    let program = own.join("bin").join(name);
    Tool { name, version, own, release: None, compile: &compile }.obtain()?;
    Ok(if program.is_file() { program } else { name.into() })
}

fn wasm_target() -> Result<(), XtaskError> {
    let target = "wasm32-unknown-unknown";
    let is_there = || {
        let sysroot = output("rustc", &["--print", "sysroot"])?;
        Some(Path::new(sysroot.trim()).join("lib/rustlib").join(target).is_dir())
    };
    if is_there() == Some(true) {
        return Ok(());
    }
    let add = ["target", "add", target];
    step("Rust's wasm32 target compiles for the browser", command("rustup", &add)).map_err(|_| {
        XtaskError::Missing {
            what: format!("the target {target}"),
            command: format!("rustup {}", add.join(" ")),
        }
    })
}

fn wasm_opt() -> Result<(), XtaskError> {
    let is_good = |program: &Path| {
        let text = output(&program.to_string_lossy(), &["--version"]).unwrap_or_default();
        let number = text
            .split_whitespace()
            .filter_map(|word| word.trim_start_matches("version_").parse::<u32>().ok())
            .next();
        number.is_some_and(|number| number >= WASM_OPT_AT_LEAST)
    };
    let own = [binaryen_root().join("bin"), binaryen_npm().join("node_modules/.bin")];
    if is_good(Path::new("wasm-opt")) || own.iter().any(|bin| is_good(&bin.join("wasm-opt"))) {
        return Ok(());
    }
    if let Some(release) = published::binaryen() {
        match progress::timed("fetch binaryen", 20, || Ok(release.take(&binaryen_root())?)) {
            Ok(()) if comes_to_run(|| is_good(&binaryen_root().join("bin/wasm-opt"))) => {
                return Ok(());
            }
            Ok(()) => say("wasm-opt as it is published does not run here"),
            Err(error) => say(&error.to_string()),
        }
        // It would come before the one from npm.
        let _ = std::fs::remove_dir_all(binaryen_root());
    }
    npm_package("binaryen", BINARYEN, &binaryen_npm(), "wasm-opt makes WebAssembly smaller")
}

/// Chromium and its driver.
pub fn browser() -> Result<(), XtaskError> {
    let is_there = |program| output(program, &["--version"]).is_some();
    if is_there("chromium") && is_there("chromedriver") {
        return Ok(());
    }
    debian(
        "Chromium and its driver",
        &["chromium", "chromium-driver"],
        "the browser tests run in it",
    )
}

/// Static hosts of the kind an export is made for.
pub fn hosts() -> Result<(), XtaskError> {
    // nginx prints its version as an error; being startable is enough.
    let is_there = |program: &str, flag: &str| {
        let mut start = command(program, &[flag]);
        start.stdout(Stdio::null()).stderr(Stdio::null());
        start.status().is_ok_and(|status| status.success())
    };
    if is_there("nginx", "-v") && is_there("caddy", "version") && is_there("apache2", "-v") {
        return Ok(());
    }
    debian(
        "nginx, Caddy and Apache",
        &["nginx-light", "caddy", "apache2-bin", "media-types"],
        "the tests of the export serve it with them",
    )
}

/// PostgreSQL, which the tests start by themselves.
pub fn postgres() -> Result<(), XtaskError> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    if versions.into_iter().any(|version| version.path().join("bin/initdb").is_file()) {
        return Ok(());
    }
    debian("PostgreSQL", &["postgresql"], "the tests of the ledger start one of their own")
}

/// Debian packages, where they may be installed.
pub fn debian(what: &str, packages: &[&str], why: &str) -> Result<(), XtaskError> {
    let line = format!("apt-get install --yes {}", packages.join(" "));
    let missing = || XtaskError::Missing { what: what.to_owned(), command: line.clone() };
    if output("apt-get", &["--version"]).is_none()
        || output("id", &["-u"]).is_none_or(|id| id.trim() != "0")
    {
        return Err(missing());
    }
    // Two that are at work beside each other would each find the other one's lock.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    step("what can be installed", command("apt-get", &["update", "--quiet"]))
        .map_err(|_| missing())?;
    let mut arguments = vec!["install", "--yes", "--quiet", "--no-install-recommends"];
    arguments.extend(packages);
    let mut install = command("apt-get", &arguments);
    install.env("DEBIAN_FRONTEND", "noninteractive");
    step(&format!("install {}: {why}", packages.join(" ")), install).map_err(|_| missing())
}

/// A command that finds the tools.
pub fn with_tools(mut command: Command) -> Command {
    command.env("PATH", path());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }
}
