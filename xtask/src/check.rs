//! `cargo xtask test`: everything CI runs, in this order.

use crate::XtaskError;
use crate::counts::{Count, NATIVE, cargo_test, run_tests};
use crate::engines::{self, Engine};
use crate::process::{command, say, step};
use crate::tools::{self, with_tools};

const STEPS: &[&str] = &["fmt", "clippy", "doc", "native", "wasm", "browser", "firefox", "webkit"];
const WASM: &[&str] = &["-p", "bantin", "--features", "csr", "--target", "wasm32-unknown-unknown"];
const KIT: &[&str] = &["-p", "widgets-kit", "--target", "wasm32-unknown-unknown"];
const ELEMENTS: &[&str] =
    &["-p", "elements", "--features", "csr", "--target", "wasm32-unknown-unknown"];

/// Runs the named steps, or all. The last line is the count of all tests.
pub fn test(steps: &[&str]) -> Result<(), XtaskError> {
    if steps.iter().any(|step| !STEPS.contains(step)) {
        return Err(XtaskError::Usage(
            "the steps are: fmt clippy doc native wasm browser firefox webkit",
        ));
    }
    let is_wanted = |name: &str| steps.contains(&name) || steps.is_empty();
    let mut count = Count::default();
    if is_wanted("fmt") {
        step("formatting", command("cargo", &["fmt", "--all", "--check"]))?;
    }
    if steps.iter().any(|step| !matches!(*step, "fmt" | "doc" | "native")) || steps.is_empty() {
        tools::for_build()?;
    }
    if is_wanted("clippy") {
        clippy()?;
    }
    if is_wanted("doc") {
        doc()?;
    }
    if is_wanted("native") {
        run_tests(
            "native tests of model, server, xtask and what the other tests use",
            cargo_test(NATIVE, &[]),
            &mut count,
        )?;
        let ssr = ["-p", "bantin", "--features", "ssr", "--lib"];
        run_tests(
            "native tests of the reader, as it is compiled for prerendering",
            cargo_test(&ssr, &[]),
            &mut count,
        )?;
    }
    if is_wanted("wasm") {
        tools::browser()?;
        for (what, packages) in [
            ("tests of the reader", WASM),
            ("tests of widgets-kit", KIT),
            ("tests of elements", ELEMENTS),
        ] {
            let mut tests = with_tools(cargo_test(packages, &["--lib"]));
            tests
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
                .env("CHROMEDRIVER", "chromedriver");
            run_tests(&format!("{what} in a headless browser"), tests, &mut count)?;
        }
    }
    let engines: Vec<Engine> =
        Engine::ALL.into_iter().filter(|engine| is_wanted(engine.step())).collect();
    let lines = if engines.is_empty() { vec![] } else { engines::test(&engines, &mut count)? };
    say("");
    for why in &count.left_out {
        say(&format!("left out: {why}"));
    }
    for line in lines {
        say(&line);
    }
    let _ = std::io::Write::write_all(&mut std::io::stdout(), format!("{count}\n").as_bytes());
    Ok(())
}

/// Builds the documentation without warnings, so that every link in a comment leads somewhere.
fn doc() -> Result<(), XtaskError> {
    for packages in [NATIVE, &["-p", "bantin", "--features", "ssr", "--lib"]] {
        let mut doc = command("cargo", &[&["doc", "--no-deps"], packages].concat());
        doc.env("RUSTDOCFLAGS", "-D warnings");
        step("documentation", doc)?;
    }
    Ok(())
}

fn clippy() -> Result<(), XtaskError> {
    // The second run is of tests that a plain `cargo test` leaves out.
    for targets in [&["--all-targets"][..], &["--test", "*"]] {
        let native = [&["clippy"], NATIVE, targets, &["--", "-D", "warnings"]].concat();
        step("clippy, native", command("cargo", &native))?;
    }
    let ssr = ["clippy", "-p", "bantin", "--features", "ssr", "--lib", "--", "-D", "warnings"];
    step("clippy, the reader as it is compiled for prerendering", command("cargo", &ssr))?;
    let wasm = [&["clippy"], WASM, &["--lib", "--bins", "--", "-D", "warnings"]].concat();
    step("clippy, wasm32", command("cargo", &wasm))?;
    for (what, packages) in [("widgets-kit", KIT), ("elements", ELEMENTS)] {
        let kit = [&["clippy"], packages, &["--lib", "--", "-D", "warnings"]].concat();
        step(&format!("clippy, {what} for wasm32"), command("cargo", &kit))?;
    }
    Ok(())
}
