//! Importing a generated export of WordPress.

use std::time::Duration;

use super::generated::{wordpress as generated, words};
use super::{Took, clear, fresh, io, timed};
use crate::XtaskError;
use crate::process::{command, say};
use crate::run;

const POSTS: usize = 5_000;
const TIME_LIMIT: Duration = Duration::from_secs(8);
/// Bytes.
const MEMORY_LIMIT: u64 = 150_000_000;

/// Imports an export of `count` posts (5,000 unless told otherwise), some 23 MB, into a new store, and again.
pub fn wordpress(count: Option<&str>) -> Result<(), XtaskError> {
    let count = match count {
        None => POSTS,
        Some(text) => text.parse().map_err(|_| XtaskError::Usage("bench wordpress [POSTS]"))?,
    };
    let server = run::server()?;
    let (source, data) = (fresh("wordpress")?, fresh("wordpress-data")?);
    let file = source.join("export.xml");
    let export = generated(count, &words()?);
    std::fs::write(&file, &export).map_err(io(&file))?;
    let [data, file] = [&data, &file].map(|path| path.to_string_lossy().into_owned());
    let import = || command(&server, &["import", "--data", &data, &file]);
    let first = timed(&format!("import {count} posts"), import())?;
    let again = timed("import them again, nothing changed", import())?;
    let line = |took: Took| {
        format!("{:>6.2} s, {:>4} MB at most", took.time.as_secs_f64(), took.memory / 1_000_000)
    };
    say(&format!(
        "\n{count} posts, {:.1} MB\nthe first time  {} (limit {} s, {} MB)\nagain           {}",
        megabytes(export.len()),
        line(first),
        TIME_LIMIT.as_secs(),
        MEMORY_LIMIT / 1_000_000,
        line(again),
    ));
    let source = source.to_string_lossy().into_owned();
    [&*data, &*source].into_iter().try_for_each(clear)?;
    if first.time > TIME_LIMIT || first.memory.max(again.memory) > MEMORY_LIMIT {
        return Err(XtaskError::Budget(
            "importing an export of WordPress is past its limit".to_owned(),
        ));
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
