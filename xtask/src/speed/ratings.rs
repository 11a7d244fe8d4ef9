//! Votes under load, on both stores.

use crate::process::{command, root, step};
use crate::{Stop, tools};

/// Votes under load; the client and what it looks at are in tests/src/bin/votes.rs.
pub fn ratings() -> Result<(), Stop> {
    tools::postgres()?;
    // Both at once: each by itself, what they share would be compiled twice.
    let packages = ["-p", "bantin-server", "-p", "bantin-tests"];
    let programs = ["--bin", "bantin-server", "--bin", "votes"];
    let build = [&["build", "--release"][..], &packages, &programs].concat();
    step(
        "build the server and its load; the first time this takes some minutes",
        command("cargo", &build),
    )?;
    let built = root().join("target/release");
    let mut bench = command(&built.join("votes").to_string_lossy(), &[]);
    bench.env("BANTIN_SERVER", built.join("bantin-server"));
    step("vote as fast as it goes, on SQLite and PostgreSQL", bench)
}
