//! Counts how many articles a person would find in a file or a folder: by the look of the text, without any code of the
//! importer.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::XtaskError;
use crate::process::io;

/// Every file below `path`, or it itself, in the order of their names.
///
/// # Errors
/// [`XtaskError::Io`] when a folder cannot be listed.
pub fn files(path: &Path) -> Result<Vec<PathBuf>, XtaskError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let listed = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries: Vec<PathBuf> =
        listed.map_err(io(path))?.into_iter().map(|entry| entry.path()).collect();
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(self::files(&entry)?);
    }
    Ok(files)
}

/// Posts of an export of WordPress' that are public: no pages, drafts, scheduled ones, nor ones with a password.
///
/// # Errors
/// [`XtaskError::Io`] when the file cannot be read.
pub fn posts(path: &Path) -> Result<usize, XtaskError> {
    Ok(posts_in(&text(path)?))
}

fn posts_in(export: &str) -> usize {
    let export = export.replace("<![CDATA[", "").replace("]]>", "");
    let is_public = |item: &&str| {
        item.contains("<wp:post_type>post<")
            && item.contains("<wp:status>publish<")
            && (!item.contains("<wp:post_password>") || item.contains("<wp:post_password></"))
    };
    export.split("<item>").skip(1).filter(is_public).count()
}

/// Items of a feed; none where it is JSON of another kind.
///
/// # Errors
/// [`XtaskError::Io`] when the file cannot be read.
pub fn items(path: &Path) -> Result<usize, XtaskError> {
    Ok(items_in(&text(path)?))
}

fn items_in(feed: &str) -> usize {
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(feed.trim_start_matches('\u{feff}'))
    {
        let is_feed = feed.contains("jsonfeed.org/version");
        let items = json.get("items").and_then(serde_json::Value::as_array);
        return items.filter(|_| is_feed).map_or(0, Vec::len);
    }
    let is_item = |tag: &&str| {
        let end = tag.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
        let name = tag.get(..end.unwrap_or(tag.len())).unwrap_or_default();
        let bare = name.rsplit_once(':').map_or(name, |(_, bare)| bare);
        !tag.starts_with('/') && matches!(bare, "item" | "entry")
    };
    feed.split('<').skip(1).filter(is_item).count()
}

/// Markdown files with front matter, without the ones that stand for a folder and drafts.
///
/// # Errors
/// [`XtaskError::Io`] when a file cannot be read.
pub fn articles(path: &Path) -> Result<usize, XtaskError> {
    let mut count = 0;
    for file in files(path)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".md") && !name.starts_with("_index") && name != "README.md" {
            count += usize::from(is_article(&text(&file)?));
        }
    }
    Ok(count)
}

fn is_article(file: &str) -> bool {
    let Some(mark) = ["---", "+++"].into_iter().find(|mark| file.starts_with(mark)) else {
        return false;
    };
    let fields = file.split(mark).nth(1).unwrap_or_default();
    !fields.lines().any(|line| matches!(line.trim(), "draft: true" | "draft = true"))
}

/// The file as text, unpacked if it is packed. Bytes that are no UTF-8 do not matter for counting.
fn text(path: &Path) -> Result<String, XtaskError> {
    let mut bytes = std::fs::read(path).map_err(io(path))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        // A packed file that is cut off has the articles up to there.
        let _ = flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked);
        bytes = unpacked;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_posts_of_an_export_count() {
        let item = |kind: &str, status: &str, password: &str| {
            format!(
                "<item><wp:post_type><![CDATA[{kind}]]></wp:post_type><wp:status>{status}</wp:status>\
                 <wp:post_password><![CDATA[{password}]]></wp:post_password></item>"
            )
        };
        let export = [
            item("post", "publish", ""),
            item("post", "draft", ""),
            item("page", "publish", ""),
            item("post", "publish", "x"),
        ];
        assert_eq!(posts_in(&export.concat()), 1);
    }

    #[test]
    fn items_of_feeds_count_and_their_lists_do_not() {
        assert_eq!(items_in("<rdf:RDF><items><item rdf:about='a'></item><rss:item/></items>"), 2);
        assert_eq!(items_in("<feed><entry xml:lang='vi'>a</entry></feed>"), 1);
        assert_eq!(items_in(r#"{"version":"https://jsonfeed.org/version/1","items":[1,2]}"#), 2);
        assert_eq!(items_in(r#"{"items":[1,2]}"#), 0);
    }

    #[test]
    fn drafts_and_texts_without_fields_are_no_articles() {
        assert!(is_article("+++\ntitle = 'a'\n+++\nb"));
        assert!(!is_article("---\ndraft: true\n---\nb"));
        assert!(!is_article("# a"));
    }
}
