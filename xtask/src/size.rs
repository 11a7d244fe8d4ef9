//! What every shipped file weighs, and whether it fits the budgets of the design.

use crate::Stop;
use crate::bundle::{brotli, dist, gzip, is_compressible, manifest};
use crate::process::say;

/// A budget in bytes of Brotli 11; kB are 1000 bytes.
struct Budget {
    what: &'static str,
    files: &'static [&'static str],
    limit: usize,
    aim: usize,
    /// Whether going past it fails the build, or is only said.
    is_binding: bool,
}

const BUDGETS: &[Budget] = &[
    Budget {
        what: "the app",
        files: &["app_bg.wasm", "app.js", "boot.js"],
        limit: 130_000,
        aim: 100_000,
        is_binding: true,
    },
    Budget {
        what: "the widgets",
        files: &["embed_bg.wasm", "embed.js"],
        limit: 45_000,
        aim: 35_000,
        is_binding: false,
    },
    Budget {
        what: "the stylesheet",
        files: &["style.css"],
        limit: 10_000,
        aim: 7_000,
        is_binding: true,
    },
];

/// Prints every file of `dist` and fails past a binding budget.
pub fn report() -> Result<(), Stop> {
    let manifest = manifest().ok_or_else(|| Stop::Failed("reading dist/build.json".to_owned()))?;
    say(&format!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli"));
    let mut past = Vec::new();
    let mut names: Vec<String> = std::fs::read_dir(dist())
        .map_err(|error| Stop::Io("dist".to_owned(), error))?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz") && is_compressible(name))
        .collect();
    names.sort();
    for name in &names {
        let (raw, gzip, brotli) = weigh(name)?;
        say(&format!("{name:<44} {raw:>9} {gzip:>9} {brotli:>9}"));
    }
    say("");
    for budget in BUDGETS {
        let mut sum = 0;
        for name in budget.files {
            sum += weigh(manifest.files.get(*name).map_or(*name, String::as_str))?.2;
        }
        let (verdict, is_past) = verdict(sum, budget);
        say(&format!(
            "{:<16} {sum:>7} of {:>7} bytes (aim {:>6}): {verdict}",
            budget.what, budget.limit, budget.aim
        ));
        if is_past {
            past.push(budget.what);
        }
    }
    if past.is_empty() {
        Ok(())
    } else {
        Err(Stop::Budget(format!("past the budget: {}", past.join(", "))))
    }
}

fn verdict(sum: usize, budget: &Budget) -> (&'static str, bool) {
    match sum {
        _ if sum <= budget.aim => ("within the aim", false),
        _ if sum <= budget.limit => ("within the budget", false),
        _ if budget.is_binding => ("PAST THE BUDGET", true),
        _ => ("past the budget, which does not bind yet", false),
    }
}

/// Bytes raw, gzip, Brotli.
fn weigh(name: &str) -> Result<(usize, usize, usize), Stop> {
    let io = |error| Stop::Io(name.to_owned(), error);
    let bytes = std::fs::read(dist().join(name)).map_err(io)?;
    Ok((bytes.len(), gzip(&bytes).map_err(io)?.len(), brotli(&bytes).map_err(io)?.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_budget_fails_and_another_warns() {
        let [app, widgets, _] = BUDGETS else { unreachable!() };
        assert!(!verdict(app.limit, app).1);
        assert!(verdict(app.limit + 1, app).1);
        assert!(!verdict(widgets.limit + 1, widgets).1);
    }
}
