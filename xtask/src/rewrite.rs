//! Changes the files that Trunk made: names, style sheets, parts that stand in the page itself, and what the worker
//! keeps.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::XtaskError;
use crate::process::hex;

/// Files by their names.
type Files = BTreeMap<String, Vec<u8>>;

/// The script that keeps what was read.
pub const WORKER: &str = "sw.js";

/// The script that runs before the first paint.
pub const EARLY: &str = "early.js";

/// The script that starts the app.
pub const BOOT: &str = "boot.js";

/// Scripts that a page fetches after the app, or when they are first needed. They come after those that they name.
pub const LATER: &[&str] = &["listen.js", "player.js", "viewer.js", "after.js"];

/// The styles of the head, which a first paint needs.
pub const FIRST_STYLES: &str = "first.css";
/// The styles of the body, which come after it.
pub const STYLES: &str = "style.css";

/// Joins many style sheets into two, in the page's order. Those of the head are written into the page, since a file
/// would have to be waited for; those of the body become one file.
pub fn join_styles(files: &mut Files) -> Result<(), XtaskError> {
    let page = files.get("index.html").cloned().unwrap_or_default();
    let page =
        String::from_utf8(page).map_err(|_| XtaskError::Failed("reading index.html".to_owned()))?;
    let (head, body) = page.split_once("<body").ok_or_else(|| {
        XtaskError::Failed("joining the styles of a page without a body".to_owned())
    })?;
    let (head, first) = without_styles(head, files);
    let (body, rest) = without_styles(body, files);
    let style = String::from_utf8(first.clone())
        .map_err(|_| XtaskError::Failed("reading the stylesheets".to_owned()))?;
    let head = head.replacen(STYLES_HERE, &format!("<style>{style}</style>"), 1);
    let body = body.replacen(STYLES_HERE, &format!("<link rel=stylesheet href=/{STYLES}>"), 1);
    files.insert(FIRST_STYLES.to_owned(), first);
    files.insert(STYLES.to_owned(), rest);
    files.insert("index.html".to_owned(), format!("{head}<body{body}").into_bytes());
    Ok(())
}

/// Where the first stylesheet was.
const STYLES_HERE: &str = "<!-- styles -->";

/// A part of the page without its style sheets, and their content. Their files are removed.
fn without_styles(part: &str, files: &mut Files) -> (String, Vec<u8>) {
    let mut joined = Vec::new();
    let mut out = String::new();
    let mut rest = part;
    while let Some(at) = rest.find("<link ") {
        let (before, tag_on) = rest.split_at(at);
        let end = tag_on.find('>').map_or(tag_on.len(), |end| end + 1);
        let (tag, after) = tag_on.split_at(end);
        out.push_str(before);
        rest = after;
        if tag.contains("stylesheet") {
            let file = attribute(tag, "href").map(|href| href.trim_start_matches('/'));
            if let Some(css) = file.and_then(|file| files.remove(file)) {
                if joined.is_empty() {
                    out.push_str(STYLES_HERE);
                }
                joined.extend(css);
            }
        } else if !tag.contains("data-trunk") {
            out.push_str(tag);
        }
    }
    out.push_str(rest);
    (out, joined)
}

/// Writes into the worker which files it keeps, those of the present app, and a version made of all their bytes and its
/// own. The page without content, which no build knows, is added when the worker is served
/// (`server/site/src/pages.rs`).
pub fn put_files_into_worker(files: &mut Files) -> Result<(), XtaskError> {
    let kept = |name: &&String| {
        let parts =
            ["app-", "app_bg-", "split_", "boot-", "style-", "after-", "listen-", "viewer-"];
        parts.iter().any(|start| name.starts_with(start))
    };
    let names: Vec<&String> = files.keys().filter(kept).collect();
    let mut hash = Sha256::new();
    for name in &names {
        hash.update(name.as_bytes());
        hash.update(files.get(*name).map(Sha256::digest).unwrap_or_default());
    }
    hash.update(files.get(WORKER).map_or(&[][..], Vec::as_slice));
    let version = hex(&hash.finalize(), 16);
    let names = serde_json::to_string(&names).unwrap_or_default();
    let names = names.trim_matches(['[', ']']).to_owned();
    let worker =
        files.get_mut(WORKER).ok_or_else(|| XtaskError::Failed(format!("reading {WORKER}")))?;
    let text = String::from_utf8_lossy(worker)
        .replace("\"BANTIN_FILES\"", &names)
        .replace("BANTIN_VERSION", &version);
    *worker = text.into_bytes();
    Ok(())
}

/// Writes the script that must run before the first paint into the page, since a file would have to be waited for.
pub fn put_early_in(files: &mut Files) -> Result<(), XtaskError> {
    let broken =
        |what: &str| XtaskError::Failed(format!("putting {EARLY} into index.html ({what})"));
    let script = files.remove(EARLY).ok_or_else(|| broken("it is not there"))?;
    let script = String::from_utf8(script).map_err(|_| broken("it is no text"))?;
    let page = files.get_mut("index.html").ok_or_else(|| broken("there is no page"))?;
    let html = String::from_utf8_lossy(page).into_owned();
    let tag = html
        .find(&format!("/{EARLY}"))
        .and_then(|at| html.get(..at)?.rfind("<script"))
        .ok_or_else(|| broken("the page does not ask for it"))?;
    let (before, rest) = html.split_at(tag);
    let (_, after) = rest.split_once("</script>").ok_or_else(|| broken("its tag has no end"))?;
    *page = format!("{before}<script>{}</script>{after}", script.trim()).into_bytes();
    Ok(())
}

/// Replaces `name` by `named` where it is a whole file name.
pub fn replaced(text: &[u8], name: &str, named: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(text) else { return text.to_vec() };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = rest.split_at(at);
        let is_whole = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
        out.push_str(before);
        out.push_str(if is_whole { named } else { name });
        rest = after.get(name.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out.into_bytes()
}

/// The value of an attribute, quoted or not.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let rest = tag.split(&format!("{name}=")).nth(1)?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => rest.split([' ', '>']).next(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn whole_names_are_replaced_and_parts_are_not() {
        let text = b"import './app.js'; './my-app.js'; 'app.js'";
        let out = replaced(text, "app.js", "app-0.js");
        assert_eq!(out, b"import './app-0.js'; './my-app.js'; 'app-0.js'");
    }

    #[test]
    fn a_worker_of_other_files_has_another_version() {
        let worker_of = |app: &str, style: &str| {
            let text =
                "const VERSION = \"BANTIN_VERSION-BANTIN_SHELL\", FILES = [\"BANTIN_FILES\"];";
            let mut files = BTreeMap::from([
                (WORKER.to_owned(), text.as_bytes().to_vec()),
                (app.to_owned(), b"same".to_vec()),
                ("style-0.css".to_owned(), style.as_bytes().to_vec()),
            ]);
            put_files_into_worker(&mut files).unwrap();
            String::from_utf8(files[WORKER].clone()).unwrap()
        };
        let worker = worker_of("app-0.js", "");
        assert!(worker.contains(r#"FILES = ["app-0.js","style-0.css"]"#), "{worker}");
        // Left to whoever knows the site.
        assert!(worker.contains("-BANTIN_SHELL\""), "{worker}");
        assert_eq!(worker_of("app-0.js", ""), worker);
        let version = |worker: &str| worker.split('"').nth(1).unwrap().to_owned();
        assert_ne!(version(&worker_of("app-1.js", "")), version(&worker));
        // Not by its name alone.
        assert_ne!(version(&worker_of("app-0.js", "a{}")), version(&worker));
    }

    #[test]
    fn first_styles_stand_in_the_page_the_rest_is_one_file_and_trunk_leaves_no_trace() {
        let page = "<link href=/icon.svg rel=icon><link href=/a.css integrity=x rel=stylesheet><link rel=\"stylesheet\" href=\"/b.css\"><link data-trunk rel=rust><body><p><link rel=stylesheet href=/c.css><link rel=stylesheet href=/d.css>";
        let mut files = BTreeMap::from([
            ("index.html".to_owned(), page.as_bytes().to_vec()),
            ("a.css".to_owned(), b"a{}".to_vec()),
            ("b.css".to_owned(), b"b{}".to_vec()),
            ("c.css".to_owned(), b"c{}".to_vec()),
            ("d.css".to_owned(), b"d{}".to_vec()),
        ]);
        join_styles(&mut files).unwrap();
        assert_eq!(files[FIRST_STYLES], b"a{}b{}");
        assert_eq!(files[STYLES], b"c{}d{}");
        let page = String::from_utf8(files["index.html"].clone()).unwrap();
        let expected = "<link href=/icon.svg rel=icon><style>a{}b{}</style><body><p><link rel=stylesheet href=/style.css>";
        assert_eq!(page, expected);
    }
}
