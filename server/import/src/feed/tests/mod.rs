//! Feeds, whole: what each file or address of a list gives.
//!
//! - `entries`: what an entry becomes; `broken`: what a feed that is broken gives and costs
//! - `exports`: exports of WordPress' and Blogger's; `published`: what of those is for everybody
//! - `pictures`: what is fetched with a feed

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod broken;
mod entries;
mod exports;
mod pictures;
mod published;

use std::fs;

use crate::tests::{imported, options};
use crate::*;

pub fn file(text: impl AsRef<[u8]>) -> Result<Vec<Entry>, ImportError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let mut found = Vec::new();
    read(file.path().to_str().unwrap(), &options(), &mut |entry| found.push(entry))?;
    found.retain(|entry| !matches!(entry, Entry::Source(_)));
    Ok(found)
}

pub fn drafts(text: &str) -> Vec<Imported> {
    file(text).unwrap().into_iter().map(imported).collect()
}

pub fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
        xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
        xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>\n<title>Báo</title>\n\
        <link>https://bao.example.org/</link>\n<language>vi-VN</language>\n{items}</channel></rss>"
    )
}

const DATE: &str = "<pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>";
