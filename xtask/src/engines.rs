//! The engines in which the browser tests run: what they need, how they are started, and their results.

use std::path::PathBuf;
use std::process::Command;

use crate::process::{command, output, root, say, step, step_read_as};
use crate::tools::{self, GECKODRIVER, Tool, debian, geckodriver_root};
use crate::{XtaskError, bundle, counts, run, size};
use counts::{Count, NATIVE, cargo_test, run_tests};

/// The tests that drive a browser (`tests/tests/browser`), and those that have nothing to do with one, which run once.
const IN_BROWSERS: &str = "browser";
const ONCE: &str = "service";
/// Modules of browser tests that need not run in every engine, since they are about links and words in pages. They run
/// in Chromium alone.
const ALIKE: &[&str] = &["finding::", "forged::", "reader_modes::", "search::"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    WebKit,
}

impl Engine {
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// The name of its step in `cargo xtask test`.
    pub const fn step(self) -> &'static str {
        match self {
            Self::Chromium => "browser",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Its name in `BANTIN_ENGINE`.
    const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox | Self::WebKit => self.step(),
        }
    }

    /// The version that it prints.
    fn version(self) -> String {
        let said = match self {
            Self::Chromium => output("chromium", &["--version"]),
            Self::Firefox => output("firefox-esr", &["--version"]),
            // Without a screen it prints nothing, so its package is asked.
            Self::WebKit => {
                let format = "--showformat=WebKitGTK ${source:Upstream-Version}";
                output("dpkg-query", &["--show", format, "webkit2gtk-driver"])
            }
        };
        let said = said.unwrap_or_default();
        let mut words = said.split_whitespace().filter(|word| *word != "Mozilla");
        let name = words.next().unwrap_or(self.name());
        format!("{name} {}", words.next().unwrap_or_default())
    }

    fn tools(self) -> Result<(), XtaskError> {
        match self {
            Self::Chromium => tools::browser(),
            Self::Firefox => firefox(),
            Self::WebKit => webkit(),
        }
    }
}

/// Firefox and its driver.
fn firefox() -> Result<(), XtaskError> {
    if output("firefox-esr", &["--version"]).is_none() {
        debian("Firefox", &["firefox-esr"], "the browser tests run in it")?;
    }
    let compile = ["install", "geckodriver", "--version", GECKODRIVER, "--locked"];
    let (own, version) = (geckodriver_root(), GECKODRIVER);
    Tool { name: "geckodriver", version, own, release: None, compile: &compile }.obtain()
}

/// WebKitGTK's small browser, its driver, and a screen that needs no monitor.
fn webkit() -> Result<(), XtaskError> {
    let is_there = |program: &str| {
        std::env::split_paths(&tools::path()).any(|folder| folder.join(program).is_file())
    };
    if mini_browser().is_some() && is_there("WebKitWebDriver") && is_there("Xvfb") {
        return Ok(());
    }
    debian(
        "WebKitGTK, its driver and Xvfb",
        &["webkit2gtk-driver", "xvfb"],
        "the browser tests run in it",
    )
}

/// It is installed beside the library, with the version in its path.
fn mini_browser() -> Option<PathBuf> {
    let folders = |path: PathBuf| std::fs::read_dir(path).into_iter().flatten().flatten();
    folders("/usr/lib".into())
        .flat_map(|folder| folders(folder.path()))
        .map(|folder| folder.path().join("MiniBrowser"))
        .filter(|program| program.is_file())
        .max()
}

/// Runs the browser tests in each of these engines, and with Chromium also the tests without a browser. Answers a line
/// for each engine.
pub fn test(engines: &[Engine], count: &mut Count) -> Result<Vec<String>, XtaskError> {
    for engine in engines {
        engine.tools()?;
    }
    tools::hosts()?;
    let (axe, readability) = (tools::axe()?, tools::readability()?);
    let frameworks = tools::frameworks()?;
    bundle::build()?;
    let server = [&["build"], NATIVE, &["--bin", "bantin-server"]].concat();
    step("build the server, which some tests kill", command("cargo", &server))?;
    let server = root().join("target/debug/bantin-server");
    run::import_for_tests(&server.to_string_lossy())?;
    let with_app = |arguments: &[&str]| {
        let mut tests = tools::with_tools(cargo_test(NATIVE, arguments));
        tests.env("BANTIN_DIST", bundle::dist()).env("BANTIN_AXE", &axe);
        tests.env("BANTIN_READABILITY", &readability);
        tests.env("BANTIN_FRAMEWORKS", &frameworks);
        tests
    };
    if engines.contains(&Engine::Chromium) {
        tools::postgres()?;
        size::report()?;
        let once = ["--test", ONCE, "--", "--test-threads=1"];
        run_tests("the service as a whole", with_app(&once), count)?;
    }
    let (chromium, others): (Vec<_>, Vec<_>) =
        engines.iter().partition(|engine| **engine == Engine::Chromium);
    // Tests mostly wait, so the other engines run at the same time. Chromium, which measures most, runs alone.
    let mut lines = Vec::new();
    for together in [chromium, others] {
        let results: Vec<Result<Tried, XtaskError>> = std::thread::scope(|scope| {
            let start = |engine: Engine| {
                let with_app = &with_app;
                scope.spawn(move || in_engine(engine, with_app))
            };
            let running: Vec<_> = together.into_iter().map(start).collect();
            let end = |run: std::thread::ScopedJoinHandle<'_, _>| {
                run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            running.into_iter().map(end).collect()
        });
        let mut verdict = Ok(());
        for result in results {
            let tried = result?;
            for line in &tried.lines {
                say(line);
            }
            verdict = verdict.and(tried.count.verdict(&tried.why));
            count.add(tried.count);
            lines.extend(tried.lines);
        }
        verdict?;
    }
    Ok(lines)
}

/// The result of the tests in one engine.
struct Tried {
    why: String,
    count: Count,
    /// The lines about it for the end.
    lines: Vec<String>,
}

/// Runs all browser tests in this engine, whatever fails. A test that failed runs once more by itself; if it passes
/// then, it is named at the end.
fn in_engine(
    engine: Engine,
    with_app: &(dyn Fn(&[&str]) -> Command + Sync),
) -> Result<Tried, XtaskError> {
    let version = engine.version();
    let (mark, why) = (format!("{} │ ", engine.name()), format!("the reader's path in {version}"));
    let run = |why: &str, names: &[&str]| {
        let left_out = if engine == Engine::Chromium { &[] } else { ALIKE };
        let skip: Vec<&str> = left_out.iter().flat_map(|module| ["--skip", *module]).collect();
        let options = ["--test", IN_BROWSERS, "--", "--test-threads=1"];
        let mut tests = with_app(&[&options, &*skip, names].concat());
        tests.env("BANTIN_ENGINE", engine.name());
        step_read_as(&mark, why, tests)
    };
    let (text, is_good) = run(&why, &[])?;
    let mut count = counts::counted(&text, is_good);
    let failed = counts::failed(&text);
    let mut lines = Vec::new();
    if !failed.is_empty() {
        let names: Vec<&str> =
            std::iter::once("--exact").chain(failed.iter().map(String::as_str)).collect();
        let (text, is_good) = run(&format!("what failed in {version}, once more"), &names)?;
        let mut again = counts::failed(&text);
        // A run that ended without a result has not passed.
        if !is_good && again.is_empty() {
            again.clone_from(&failed);
        }
        count.count_again(failed.len(), again.len());
        for name in failed.iter().filter(|name| !again.contains(name)) {
            lines.push(format!("{version}: {name} failed at first, and passed when run again"));
        }
    }
    lines.push(format!("{version}: {count}"));
    Ok(Tried { why, count, lines })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// The modules that `main.rs` of a program of tests names, and the files and folders beside it.
    fn modules(program: &str) -> (Vec<String>, Vec<String>) {
        let folder = crate::process::root().join("tests/tests").join(program);
        let main = std::fs::read_to_string(folder.join("main.rs")).unwrap();
        let name = |line: &str| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned());
        let mut named: Vec<String> = main.lines().filter_map(name).collect();
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .map(|name| name.trim_end_matches(".rs").to_owned())
            .filter(|name| name != "main")
            .collect();
        named.sort();
        found.sort();
        (named, found)
    }

    #[test]
    fn every_file_of_tests_runs_somewhere() {
        for program in [IN_BROWSERS, ONCE] {
            let (named, found) = modules(program);
            assert_eq!(named, found, "{program}");
        }
        let (named, _) = modules(IN_BROWSERS);
        for module in ALIKE {
            assert!(named.iter().any(|name| *name == module.trim_end_matches(':')), "{module}");
        }
    }
}
