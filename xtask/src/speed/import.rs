//! Importing generated articles.

use std::path::Path;
use std::time::{Duration, Instant};

use super::fresh;
use super::generated::{Plain, article, words, write};
use crate::XtaskError;
use crate::process::{command, say, step};
use crate::run;

const ARTICLES: usize = 10_000;
const IMPORT_LIMIT: Duration = Duration::from_secs(120);
const CHANGE_LIMIT: Duration = Duration::from_secs(1);
/// Articles with a section each, as a source has them that makes sections of its tags.
const SECTIONS: u32 = 5_000;
const SECTIONS_LIMIT: Duration = Duration::from_secs(5);

/// Imports generated articles into a new store, then one of them changed; and into another store articles that each
/// have a section of their own.
pub fn import() -> Result<(), XtaskError> {
    let server = run::server()?;
    let (source, data) = (fresh("articles")?, fresh("data")?);
    let words = words()?;
    for number in 0..ARTICLES {
        write(&source, number, &article(number, &words, Plain))?;
    }
    let timed_into = |data: &Path, what: &str, source: &Path| {
        let started = Instant::now();
        let (data, source) = (data.to_string_lossy(), source.to_string_lossy());
        step(what, command(&server, &["import", "--data", &data, &source]))?;
        Ok::<_, XtaskError>(started.elapsed())
    };
    let timed = |what: &str, source: &Path| timed_into(&data, what, source);
    let all = timed(&format!("import {ARTICLES} articles with their related news"), &source)?;
    let changed = ARTICLES / 2;
    let text = article(changed, &words, Plain) + "\nMột câu được thêm sau khi bài đã đăng.\n";
    let one = timed("import one of them, changed", &write(&source, changed, &text)?)?;
    let again = timed("import the folder again, nothing changed", &source)?;
    let (source, data) = (fresh("sections")?, fresh("data-of-sections")?);
    for number in 0..SECTIONS {
        let text = format!(
            "---\ntitle: \"Bài số {number}\"\nsection: muc-{number}\npublished: 2023-08-11T07:00:00+07:00\n---\n\nMột đoạn.\n"
        );
        write(&source, number as usize, &text)?;
    }
    let what = format!("import {SECTIONS} short articles with a section each");
    let sections = timed_into(&data, &what, &source)?;
    say(&format!(
        "\n{ARTICLES} articles: {:.1} s (limit {} s)\none changed article: {:.2} s (limit {} s)\nthe folder again: {:.1} s\n{SECTIONS} sections: {:.1} s (limit {} s)",
        all.as_secs_f64(),
        IMPORT_LIMIT.as_secs(),
        one.as_secs_f64(),
        CHANGE_LIMIT.as_secs(),
        again.as_secs_f64(),
        sections.as_secs_f64(),
        SECTIONS_LIMIT.as_secs(),
    ));
    if all > IMPORT_LIMIT || one > CHANGE_LIMIT || sections > SECTIONS_LIMIT {
        return Err(XtaskError::Budget("the import is past its limit".to_owned()));
    }
    Ok(())
}
