//! Changes the scripts that Trunk made: names, and what the worker keeps. The page is changed in `page`.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::XtaskError;
use crate::process::hex;

/// Files by their names.
pub type Files = BTreeMap<String, Vec<u8>>;

/// The script that keeps what was read.
pub const WORKER: &str = "sw.js";

/// The script that runs before the first paint.
pub const EARLY: &str = "early.js";

/// The script that starts the app.
pub const BOOT: &str = "boot.js";

/// The script that registers the worker, which a page fetches after the app.
pub const REGISTER: &str = "register.js";

/// The styles of the head, which a first paint needs, for pages that are not the app's.
pub const FIRST_STYLES: &str = "first.css";
/// Those of them that an article does without in its head.
pub const OTHER_STYLES: &str = "other.css";
/// The styles of the body, which come after it.
pub const STYLES: &str = "style.css";

/// Writes into the worker which files it keeps, those of the present app, and a version made of all their bytes and its
/// own. The page without content, which no build knows, is added when the worker is served
/// (`server/site/src/pages.rs`).
pub fn put_files_into_worker(files: &mut Files) -> Result<(), XtaskError> {
    let kept = |name: &&String| {
        let parts =
            ["app-", "app_bg-", "split_", "chunk_", "boot-", "other-", "style-", "register-"];
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
    let text = String::from_utf8_lossy(worker);
    let text = filled(&text, "\"BANTIN_FILES\"", &names)?;
    *worker = filled(&text, "BANTIN_VERSION", &version)?.into_bytes();
    Ok(())
}

/// A script with `filling` in the place that it has for that.
pub fn filled(script: &str, place: &str, filling: &str) -> Result<String, XtaskError> {
    if !script.contains(place) {
        return Err(XtaskError::Failed(format!("filling in a script, which has no {place},")));
    }
    Ok(script.replace(place, filling))
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
}
