//! A program of another project, in one version: on PATH, in the cache, ready made or compiled.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::releases::Release;
use crate::process::{command, output, say};
use crate::{XtaskError, progress};

/// A program of another project, in one version.
pub struct Tool<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// Its folder in the cache.
    pub own: PathBuf,
    /// As its project publishes it.
    pub release: Option<Release>,
    /// The arguments with which cargo compiles it.
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
pub fn comes_to_run(runs: impl Fn() -> bool) -> bool {
    (0..10).any(|_| {
        let is_running = runs();
        if !is_running {
            std::thread::sleep(Duration::from_millis(50));
        }
        is_running
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::Cell;

    use sha2::{Digest, Sha256};

    use super::super::published;
    use super::super::releases::tests::{archive, folder, host};
    use super::super::releases::{Checksum, Layout};
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
    fn versions_are_found_in_what_tools_print() {
        assert_eq!(version_of("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_of("wasm-bindgen 0.2.130 (abc)"), Some("0.2.130"));
        assert_eq!(version_of("none"), None);
    }
}
