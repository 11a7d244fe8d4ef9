//! The tools a build needs: found on PATH or in the cache, else had ready made, else compiled there.
//!
//! - `releases`: programs as their projects publish them; `published`: where, and what tells that they are theirs

mod published;
pub mod releases;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::{command, output, root, say, step};
use crate::{XtaskError, progress};
use releases::Release;

const TRUNK: &str = "0.21.14";
/// Older ones do not know the features that rustc uses.
const WASM_OPT_AT_LEAST: u32 = 119;
const BINARYEN: &str = "132";
const AXE: &str = "4.10.3";
const READABILITY: &str = "0.6.0";
const LIGHTHOUSE: &str = "13.5.0";
const REACT: &str = "19.2.0";
const VUE: &str = "3.5.22";
const CARGO_DEB: &str = "3.8.0";
const CARGO_CYCLONEDX: &str = "0.5.9";
pub const GECKODRIVER: &str = "0.37.1";
const ESBUILD: &str = "0.25.12";

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

/// The first number with dots in what a tool prints of itself.
fn version_of(text: &str) -> Option<&str> {
    text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

fn has_version(program: &Path, wanted: &str) -> bool {
    let text = output(&program.to_string_lossy(), &["--version"]);
    text.as_deref().and_then(version_of) == Some(wanted)
}

/// Whether a program that was just written runs. While another thread starts one, what is being written may be open in
/// that for a moment, and cannot be run.
fn comes_to_run(runs: impl Fn() -> bool) -> bool {
    (0..10).any(|_| {
        let is_running = runs();
        if !is_running {
            std::thread::sleep(Duration::from_millis(50));
        }
        is_running
    })
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
    let own = cache().join(format!("cargo-deb-{CARGO_DEB}"));
    let compile = ["install", "cargo-deb", "--version", CARGO_DEB, "--locked"];
    let program = own.join("bin/cargo-deb");
    Tool { name: "cargo-deb", version: CARGO_DEB, own, release: None, compile: &compile }
        .obtain()?;
    Ok(if program.is_file() { program } else { "cargo-deb".into() })
}

/// cargo-cyclonedx, which lists what a program is made of.
pub fn cargo_cyclonedx() -> Result<PathBuf, XtaskError> {
    let own = cache().join(format!("cargo-cyclonedx-{CARGO_CYCLONEDX}"));
    let compile = ["install", "cargo-cyclonedx", "--version", CARGO_CYCLONEDX, "--locked"];
    let program = own.join("bin/cargo-cyclonedx");
    let version = CARGO_CYCLONEDX;
    Tool { name: "cargo-cyclonedx", version, own, release: None, compile: &compile }.obtain()?;
    Ok(if program.is_file() { program } else { "cargo-cyclonedx".into() })
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

/// A program of another project, in one version.
pub struct Tool<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// Its folder in the cache.
    pub own: PathBuf,
    /// As its project publishes it.
    pub release: Option<Release>,
    /// What cargo is told to compile it.
    pub compile: &'a [&'a str],
}

impl Tool<'_> {
    /// Sees to it that it is there: on PATH, in the cache, ready made, compiled, whichever comes first.
    ///
    /// # Errors
    /// [`XtaskError::Missing`] says how it is installed by hand.
    pub fn obtain(&self) -> Result<(), XtaskError> {
        self.obtain_or(|| {
            let mut install = command("cargo", self.compile);
            install.arg("--root").arg(&self.own).env_remove("CARGO_TARGET_DIR");
            progress::run(&format!("compile {}", self.name), 240, install)
        })
        .map_err(|error| {
            say(&error.to_string());
            XtaskError::Missing {
                what: format!("{} {}", self.name, self.version),
                command: format!("cargo {}", self.compile.join(" ")),
            }
        })
    }

    /// As [`Tool::obtain`], compiled by `compile`.
    fn obtain_or(
        &self,
        compile: impl FnOnce() -> Result<(), XtaskError>,
    ) -> Result<(), XtaskError> {
        let Self { name, version, own, release, .. } = self;
        let program = own.join("bin").join(name);
        if has_version(Path::new(name), version) || has_version(&program, version) {
            return Ok(());
        }
        let what = format!("fetch {name}");
        match release.as_ref().map(|release| progress::timed(&what, 10, || Ok(release.take(own)?)))
        {
            Some(Ok(())) if comes_to_run(|| has_version(&program, version)) => return Ok(()),
            Some(Ok(())) => {
                say(&format!("{name} {version} as it is published does not run here"));
                // It would stand in the way of the one that is compiled.
                let _ = std::fs::remove_dir_all(own);
            }
            Some(Err(error)) => say(&error.to_string()),
            None => {}
        }
        say(&format!("{name} {version} is compiled, once; that takes some minutes"));
        compile()
    }
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

/// An npm package in a folder of its own.
fn npm_package(name: &str, version: &str, own: &Path, why: &str) -> Result<(), XtaskError> {
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

/// What Firefox' reader mode finds an article with, for the tests of what it makes of ours.
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
    #![allow(clippy::unwrap_used)]
    use std::cell::Cell;

    use sha2::{Digest, Sha256};

    use super::releases::tests::{archive, folder, host};
    use super::releases::{Checksum, Layout};
    use super::*;
    use crate::process::hex;

    /// Whether a tool that is published like this comes to be compiled, and whether it is there then.
    fn is_compiled(case: &str, script: &str, is_as_published: bool) -> (bool, bool) {
        let bytes = archive(&[("bantin-no-such-tool", script)]);
        let sum = if is_as_published { hex(&Sha256::digest(&bytes), 64) } else { "0".repeat(64) };
        let files = vec![("t.tar.gz", bytes), ("t.tar.gz.sha256sum", sum.into_bytes())];
        let release = Release {
            url: format!("{}/t.tar.gz", host(files)),
            checksum: Checksum::Beside(".sha256sum"),
            layout: Layout::Programs,
            program: "bantin-no-such-tool",
        };
        let own = folder(case);
        let (name, version) = ("bantin-no-such-tool", "1.2.3");
        let tool = Tool { name, version, own: own.clone(), release: Some(release), compile: &[] };
        let compiled = Cell::new(false);
        tool.obtain_or(|| {
            compiled.set(true);
            Ok(())
        })
        .unwrap();
        let is_there = own.exists();
        let _ = std::fs::remove_dir_all(&own);
        (compiled.get(), is_there)
    }

    #[test]
    fn a_tool_is_taken_as_it_is_published_and_else_compiled() {
        let good = "#!/bin/sh\necho bantin-no-such-tool 1.2.3\n";
        assert_eq!(is_compiled("good", good, true), (false, true));
        assert_eq!(is_compiled("changed", good, false), (true, false));
        let old = "#!/bin/sh\necho bantin-no-such-tool 1.2.2\n";
        assert_eq!(is_compiled("another-version", old, true), (true, false));
        assert_eq!(is_compiled("broken", "#!/bin/sh\nexit 1\n", true), (true, false));
    }

    #[test]
    fn a_tool_whose_release_cannot_be_reached_is_compiled() {
        let release = published::trunk()
            .map(|release| Release { url: "http://127.0.0.1:1/t.tar.gz".into(), ..release });
        let (name, version) = ("bantin-no-such-tool", "1.2.3");
        let own = folder("unreached");
        let compiled = Cell::new(false);
        let tool = Tool { name, version, own, release, compile: &[] };
        tool.obtain_or(|| {
            compiled.set(true);
            Ok(())
        })
        .unwrap();
        assert!(compiled.get());
    }

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "trunk"), None);
    }

    #[test]
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(version_of("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_of("wasm-bindgen 0.2.130 (abc)"), Some("0.2.130"));
        assert_eq!(version_of("none"), None);
    }
}
