//! A reader's page beside thousands of half-open connections, and beside a thousand searches a second.

use super::generated::{Plain, article, words, write};
use super::{fresh, ratings};
use crate::XtaskError;
use crate::process::{command, root, step};

/// Articles that are read and searched.
const ARTICLES: usize = 2000;

/// A reader's page beside a crowd; the clients and what they look at are in tests/src/bin/crowd.
pub fn crowd() -> Result<(), XtaskError> {
    ratings::build("crowd")?;
    let (source, data) = (fresh("crowd-articles")?, fresh("crowd-data")?);
    let words = words()?;
    for number in 0..ARTICLES {
        write(&source, number, &article(number, &words, Plain))?;
    }
    let [source, data] = [source, data].map(|path| path.to_string_lossy().into_owned());
    let server = root().join("target/release/bantin-server").to_string_lossy().into_owned();
    let import = command(&server, &["import", "--data", &data, &source]);
    step(&format!("import {ARTICLES} articles"), import)?;
    ratings::run("crowd", "read beside a crowd", &[&data, &source])
}
