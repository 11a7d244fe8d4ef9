//! `cargo xtask test`: everything CI runs, in this order.

use std::process::Command;

use crate::process::{command, root, say, step, step_read};
use crate::tools::{self, with_tools};
use crate::{Stop, bundle, size};

const STEPS: &[&str] = &["fmt", "clippy", "native", "wasm", "browser"];
const WASM: &[&str] = &["-p", "bantin", "--features", "csr", "--target", "wasm32-unknown-unknown"];
const NATIVE: &[&str] =
    &["-p", "bantin-model", "-p", "bantin-media", "-p", "bantin-server", "-p", "xtask"];

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Count {
    passed: usize,
    failed: usize,
}

/// Runs the named steps, or all. The last line is the count of all tests.
pub fn test(steps: &[&str]) -> Result<(), Stop> {
    if steps.iter().any(|step| !STEPS.contains(step)) {
        return Err(Stop::Usage("the steps are: fmt clippy native wasm browser"));
    }
    let is_wanted = |name: &str| steps.is_empty() || steps.contains(&name);
    let mut count = Count::default();
    if is_wanted("fmt") {
        step("formatting", command("cargo", &["fmt", "--all", "--check"]))?;
    }
    if is_wanted("clippy") || is_wanted("wasm") || is_wanted("browser") {
        tools::for_build()?;
    }
    if is_wanted("clippy") {
        clippy()?;
    }
    if is_wanted("native") {
        run_tests("native tests of model, server and xtask", cargo_test(NATIVE, &[]), &mut count)?;
        let ssr = ["-p", "bantin", "--features", "ssr", "--lib"];
        run_tests(
            "native tests of the reader, as it is compiled for prerendering",
            cargo_test(&ssr, &[]),
            &mut count,
        )?;
    }
    if is_wanted("wasm") {
        tools::browser()?;
        let streams = ["-p", "wasm-streams", "--target", "wasm32-unknown-unknown"];
        for (what, packages) in
            [("tests of the reader", WASM), ("tests of vendor/wasm-streams", &streams)]
        {
            let mut tests = with_tools(cargo_test(packages, &["--lib"]));
            tests
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
                .env("CHROMEDRIVER", "chromedriver");
            run_tests(&format!("{what} in a headless browser"), tests, &mut count)?;
        }
    }
    if is_wanted("browser") {
        tools::browser()?;
        tools::hosts()?;
        tools::postgres()?;
        let axe = tools::axe()?;
        let frameworks = tools::frameworks()?;
        bundle::build()?;
        size::report()?;
        let server = ["build", "--package", "bantin-server"];
        step("build the server, which some tests kill", command("cargo", &server))?;
        let mut tests = cargo_test(&["-p", "bantin-tests"], &["--", "--test-threads=1"]);
        tests.env("BANTIN_DIST", bundle::dist()).env("BANTIN_AXE", axe);
        tests.env("BANTIN_FRAMEWORKS", frameworks);
        run_tests("contract tests, and the reader's path in Chromium", tests, &mut count)?;
    }
    say("");
    let _ = std::io::Write::write_all(
        &mut std::io::stdout(),
        format!("{} passed, {} failed\n", count.passed, count.failed).as_bytes(),
    );
    Ok(())
}

fn clippy() -> Result<(), Stop> {
    let native =
        [&["clippy"], NATIVE, &["-p", "bantin-tests", "--all-targets", "--", "-D", "warnings"]]
            .concat();
    step("clippy, native", command("cargo", &native))?;
    let ssr = ["clippy", "-p", "bantin", "--features", "ssr", "--lib", "--", "-D", "warnings"];
    step("clippy, the reader as it is compiled for prerendering", command("cargo", &ssr))?;
    let wasm = [&["clippy"], WASM, &["--lib", "--bins", "--", "-D", "warnings"]].concat();
    step("clippy, wasm32", command("cargo", &wasm))
}

fn cargo_test(packages: &[&str], rest: &[&str]) -> Command {
    let arguments = [&["test"], packages, rest].concat();
    let mut tests = command("cargo", &arguments);
    tests.env("BANTIN_ROOT", root());
    tests
}

fn run_tests(why: &str, tests: Command, count: &mut Count) -> Result<(), Stop> {
    let (text, is_good) = step_read(why, tests)?;
    let own = counted(&text);
    count.passed += own.passed;
    count.failed += own.failed;
    if !is_good || own.failed > 0 {
        say(&format!("{} passed, {} failed", count.passed, count.failed.max(1)));
        return Err(Stop::Failed(why.to_owned()));
    }
    if own.passed == 0 {
        return Err(Stop::Failed(format!("{why} ran no test, which")));
    }
    Ok(())
}

/// Sums the `test result:` lines of what a test runner printed.
fn counted(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        let number = |word: &str| {
            let before = line.split(word).next()?;
            before.rsplit([' ', '.']).find(|part| !part.is_empty())?.parse::<usize>().ok()
        };
        count.passed += number(" passed").unwrap_or(0);
        count.failed += number(" failed").unwrap_or(0);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_summed() {
        let text = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                    test result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(counted(text), Count { passed: 15, failed: 2 });
        assert_eq!(counted("nothing"), Count::default());
    }
}
