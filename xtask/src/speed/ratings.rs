//! Votes under load, on both stores.

use crate::process::{command, step};
use crate::{Stop, run, tools};

/// Votes under load; the client and what it looks at are in tests/src/bin/votes.rs.
pub fn ratings() -> Result<(), Stop> {
    tools::postgres()?;
    let server = run::server()?;
    let client = ["run", "--release", "--quiet", "-p", "bantin-tests", "--bin", "votes"];
    let mut bench = command("cargo", &client);
    bench.env("BANTIN_SERVER", server);
    step("vote as fast as it goes, on SQLite and PostgreSQL", bench)
}
