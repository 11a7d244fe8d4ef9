//! Votes under load, on both stores; and everything at once for some minutes.

use crate::process::{command, root, step};
use crate::{XtaskError, tools};

/// Votes under load; the client and what it looks at are in tests/src/bin/votes.
pub fn ratings() -> Result<(), XtaskError> {
    tools::postgres()?;
    measure("votes", "vote as fast as it goes, on SQLite and PostgreSQL", &[])
}

/// Everything at once, for some minutes, with a server that is killed each minute: tests/src/bin/soak.rs.
pub fn soak(minutes: Option<&str>) -> Result<(), XtaskError> {
    let minutes = minutes.unwrap_or("10");
    if !minutes.parse::<u32>().is_ok_and(|minutes| minutes > 0) {
        return Err(XtaskError::Usage(
            "cargo xtask bench soak [MINUTES]: a number of minutes, 10 without it",
        ));
    }
    measure("soak", "read, vote, search, import and kill", &[minutes])
}

/// Builds the server and the program `name` that loads it, and runs that.
fn measure(name: &str, what: &str, arguments: &[&str]) -> Result<(), XtaskError> {
    build(name)?;
    run(name, what, arguments)
}

/// Builds the server and the program `name` that loads it.
pub fn build(name: &str) -> Result<(), XtaskError> {
    // Both at once: each by itself, what they share would be compiled twice.
    let packages = ["-p", "bantin-server", "-p", "bantin-tests"];
    let programs = ["--bin", "bantin-server", "--bin", name];
    let build = [&["build", "--release"][..], &packages, &programs].concat();
    step(
        "build the server and its load; the first time this takes some minutes",
        command("cargo", &build),
    )
}

/// Runs the program `name`, which [`build`] built, with the server beside it.
pub fn run(name: &str, what: &str, arguments: &[&str]) -> Result<(), XtaskError> {
    let built = root().join("target/release");
    let mut bench = command(&built.join(name).to_string_lossy(), arguments);
    bench.env("BANTIN_SERVER", built.join("bantin-server"));
    step(what, bench)
}
