//! Measures every shipped file, and compares it with the budgets of the design.

use crate::XtaskError;
use crate::bundle::{brotli, dist, gzip, is_compressible, manifest};
use crate::process::say;
use crate::rewrite::BOOT;

/// A budget in bytes of Brotli 11; kB are 1000 bytes.
struct Budget {
    what: &'static str,
    files: &'static [&'static str],
    limit: usize,
    aim: usize,
}

const BUDGETS: &[Budget] = &[
    Budget {
        what: "the app",
        files: &["app_bg.wasm", "app.js", BOOT],
        limit: 100_000,
        aim: 85_000,
    },
    Budget {
        what: "its second piece",
        files: &["split_later.wasm", "chunk_3.wasm"],
        limit: 150_000,
        aim: 100_000,
    },
    Budget {
        what: "its third piece",
        files: &["split_tools.wasm", "chunk_3.wasm"],
        limit: 60_000,
        aim: 30_000,
    },
    Budget {
        what: "one rating",
        files: &["v1.js", "rating_bg.wasm", "rating.js"],
        limit: 45_000,
        aim: 35_000,
    },
    Budget {
        what: "all widgets",
        files: &["v1.js", "embed_bg.wasm", "embed.js"],
        limit: 55_000,
        aim: 45_000,
    },
    // The hashes in it do not compress, and take 30 bytes more or less from build to build.
    Budget { what: "their loader", files: &["v1.js"], limit: 2_048, aim: 2_000 },
    Budget { what: "the styles", files: &["first.css", "style.css"], limit: 10_000, aim: 7_000 },
];

/// Prints every file of `dist` and fails past a budget.
pub fn report() -> Result<(), XtaskError> {
    let manifest =
        manifest().ok_or_else(|| XtaskError::Failed("reading dist/build.json".to_owned()))?;
    say(&format!("{:<44} {:>9} {:>9} {:>9}", "file", "raw", "gzip", "brotli"));
    let mut past = Vec::new();
    let mut names: Vec<String> = std::fs::read_dir(dist())
        .map_err(|error| XtaskError::Io("dist".to_owned(), error))?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz") && is_compressible(name))
        .collect();
    names.extend(manifest.files.values().filter(|name| name.contains('/')).cloned());
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
        Err(XtaskError::Budget(format!("past the budget: {}", past.join(", "))))
    }
}

fn verdict(sum: usize, budget: &Budget) -> (&'static str, bool) {
    match sum {
        _ if sum <= budget.aim => ("within the aim", false),
        _ if sum <= budget.limit => ("within the budget", false),
        _ => ("PAST THE BUDGET", true),
    }
}

/// Bytes raw, gzip, Brotli.
fn weigh(name: &str) -> Result<(usize, usize, usize), XtaskError> {
    let io = |error| XtaskError::Io(name.to_owned(), error);
    let bytes = std::fs::read(dist().join(name)).map_err(io)?;
    Ok((bytes.len(), gzip(&bytes).map_err(io)?.len(), brotli(&bytes).map_err(io)?.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_past_the_budget_fails() {
        for budget in BUDGETS {
            assert!(!verdict(budget.limit, budget).1);
            assert!(verdict(budget.limit + 1, budget).1);
        }
    }
}
