//! The widgets among what is served: where their files are, and what they are made of.
//!
//! `embed/{version}-{hash}/` holds one version, whose bytes never change; `embed/v1.js` is its loader under
//! the name that moves on. The loader knows the hashes of what it fetches, so that the integrity of the
//! loader, which a page may insist on, is that of everything.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};

use crate::XtaskError;
use crate::optimize::minify;
use crate::process::{io, root};
use crate::rewrite::filled;

/// The widgets in `dist/build.json`.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Widgets {
    /// `{version}-{hash}`.
    pub exact: String,
    /// The hash of the loader, for `integrity` of its script.
    pub integrity: String,
}

/// Programs of WebAssembly: ratings alone, and all widgets.
pub const PROGRAMS: &[&str] = &["rating", "embed"];

/// Declarations of the elements for tools: TypeScript's, and <https://custom-elements-manifest.open-wc.org/>.
const DECLARATIONS: &[&str] = &["v1.d.ts", "custom-elements.json"];

/// Sheets whose place is in embed.css.
const STYLES: &[&str] = &["parts.css", "rating.css", "related.css"];

/// Joins what the loader asks for to the JavaScript of each program in `folder`, before it is optimized.
pub fn join(folder: &Path) -> Result<(), XtaskError> {
    let read = |path: &Path| std::fs::read_to_string(path).map_err(io(path));
    let part = read(&folder.join("embed/widget.js"))?;
    for name in PROGRAMS {
        let style = style(*name == "embed", |name| read(&root().join("style").join(name)))?;
        let text = serde_json::to_string(&style).unwrap_or_default();
        let path = folder.join(format!("{name}.js"));
        let joined = read(&path)? + "\n" + &filled(&part, "\"$style$\"", &text)?;
        std::fs::write(&path, joined).map_err(io(&path))?;
    }
    minify(&folder.join("embed/v1.js"))
}

/// embed.css with the other sheets in it, without what nobody needs to read it, in em.
fn style(
    has_lists: bool,
    read: impl Fn(&str) -> Result<String, XtaskError>,
) -> Result<String, XtaskError> {
    let read = |name: &str| -> Result<String, XtaskError> {
        let sheet = read(name)?;
        let without_lists = sheet.split("/* lists").next().unwrap_or_default();
        Ok(if has_lists { sheet } else { without_lists.to_owned() })
    };
    let mut whole = read("embed.css")?;
    for name in STYLES {
        let place = format!("/* {name} */");
        if whole.contains(&place) {
            whole = whole.replace(&place, &read(name)?);
        }
    }
    Ok(packed(&whole).replace("rem", "em"))
}

/// CSS without comments, and without space where it means nothing.
fn packed(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let words: Vec<&str> = out.split_whitespace().collect();
    let mut out = words.join(" ");
    for mark in ["{", "}", ";", ","] {
        out = out.replace(&format!(" {mark}"), mark).replace(&format!("{mark} "), mark);
    }
    // A space before a colon may part a selector from a pseudo-class; one behind never means anything.
    out = out.replace(": ", ":").replace(";}", "}");
    for mark in [":", " ", "(", "-", ","] {
        out = out.replace(&format!("{mark}0."), &format!("{mark}."));
    }
    out
}

/// Gives the widgets' files among `files` their places, and their names to `names`.
pub fn place(
    files: &mut BTreeMap<String, Vec<u8>>,
    names: &mut BTreeMap<String, String>,
) -> Result<Widgets, XtaskError> {
    let mut take = |name: &str| {
        let missing = || XtaskError::Failed(format!("the build made no {name}; it"));
        files.remove(name).ok_or_else(missing)
    };
    take("embed/widget.js")?;
    let mut loader = String::from_utf8(take("embed/v1.js")?)
        .map_err(|_| XtaskError::Failed("reading embed/v1.js".to_owned()))?;
    let mut parts = Vec::new();
    for program in PROGRAMS {
        for name in [format!("{program}.js"), format!("{program}_bg.wasm")] {
            let bytes = take(&name)?;
            let hash = format!("sha256-{}", STANDARD.encode(Sha256::digest(&bytes)));
            loader = filled(&loader, &format!("${name}$"), &hash)?;
            parts.push((name, bytes));
        }
    }
    let hash: String =
        Sha256::digest(&loader).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let exact = format!("{}-{hash}", env!("CARGO_PKG_VERSION"));
    let loader = filled(&loader, "$exact$", &exact)?.into_bytes();
    let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(&loader)));
    for name in DECLARATIONS {
        if let Some(bytes) = files.get(&format!("embed/{name}")).cloned() {
            files.insert(format!("embed/{exact}/{name}"), bytes);
        }
    }
    for (name, bytes) in parts {
        let path = format!("embed/{exact}/{name}");
        names.insert(name, path.clone());
        files.insert(path, bytes);
    }
    names.insert("v1.js".to_owned(), "embed/v1.js".to_owned());
    files.insert(format!("embed/{exact}/v1.js"), loader.clone());
    files.insert("embed/v1.js".to_owned(), loader);
    Ok(Widgets { exact, integrity })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::BTreeSet;

    use super::*;

    fn file(name: &str) -> Result<String, XtaskError> {
        std::fs::read_to_string(root().join("style").join(name))
            .map_err(|error| XtaskError::Io(name.to_owned(), error))
    }

    #[test]
    fn a_sheet_is_packed_without_losing_its_meaning() {
        let css = "/* a */\n.a .b,\n.c:hover {\n  margin: 0 auto; /* b */\n  color: red;\n}\n";
        assert_eq!(packed(css), ".a .b,.c:hover{margin:0 auto;color:red}");
    }

    #[test]
    fn the_sheet_holds_every_part_and_no_unit_of_the_page() {
        for has_lists in [false, true] {
            let style = style(has_lists, file).unwrap();
            for wanted in [".rating-status{", ".link-button{", "light-dark("] {
                assert!(style.contains(wanted), "{wanted}\n{style}");
            }
            assert_eq!(style.contains(".related-item{"), has_lists);
            assert!(!style.contains("rem") && !style.contains("/*"), "{style}");
        }
    }

    /// The widgets' colours are those of the pages, by day and by night.
    #[test]
    fn the_widgets_have_the_tokens_of_the_pages() {
        let (tokens, widgets) = (file("tokens.css").unwrap(), file("embed.css").unwrap());
        let (day, night) = tokens.split_once("prefers-color-scheme: dark").unwrap();
        let value = |css: &str, name: &str| -> Option<String> {
            let after = css.split_once(&format!("  {name}: "))?.1;
            Some(after.split_once(';')?.0.to_owned())
        };
        let mut colours = 0;
        for line in widgets.lines() {
            let Some((name, own)) = line.trim().strip_prefix("--").and_then(|l| l.split_once(": "))
            else {
                continue;
            };
            let name = format!("--{name}");
            let by_day = value(day, &name).unwrap();
            if own.contains("light-dark") {
                let by_night = value(night, &name).unwrap();
                assert!(own.contains(&format!("light-dark({by_day}, {by_night})")), "{line}");
                colours += 1;
            } else if !own.starts_with("var(--ink") && !["--paper", "--sans"].contains(&&*name) {
                assert!(own.contains(&by_day), "{line} is not {by_day}");
            }
        }
        assert_eq!(colours, 8);
    }

    /// The words between quotes in the brackets after `start`.
    fn words<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
        let (list, _) = text.split_once(start).unwrap().1.split_once(']').unwrap();
        list.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_declarations_name_what_the_elements_have() {
        let embed = root().join("public/embed");
        let read = |name: &str| std::fs::read_to_string(embed.join(name)).unwrap();
        let (loader, part) = (read("v1.js"), read("widget.js"));
        let types = read("v1.d.ts");
        let manifest: serde_json::Value =
            serde_json::from_str(&read("custom-elements.json")).unwrap();
        let elements = manifest["modules"][0]["declarations"].as_array().unwrap();
        let named = |what: &str| -> BTreeSet<&str> {
            let lists = elements.iter().flat_map(|e| e[what].as_array().unwrap());
            lists.map(|item| item["name"].as_str().unwrap()).collect()
        };
        let mirrored = words(&loader, "const mirrored = [");
        let observed = words(&loader, "observedAttributes = [");
        assert_eq!(named("members"), mirrored);
        assert_eq!(named("attributes"), observed.union(&mirrored).copied().collect());

        let told = [&loader, &part].into_iter().flat_map(|text| {
            let calls = text.split("ell(\"").skip(1);
            calls.map(|rest| format!("bantin-{}", rest.split('"').next().unwrap()))
        });
        let told: BTreeSet<String> = told.collect();
        assert_eq!(named("events"), told.iter().map(String::as_str).collect());

        let sheets: String =
            ["embed.css", "rating.css"].iter().map(|name| file(name).unwrap()).collect();
        let all = loader.clone() + &sheets;
        let properties: BTreeSet<&str> = all
            .split("var(--bantin-")
            .skip(1)
            .filter_map(|rest| rest.split([',', ')']).next())
            .collect();
        let known = named("cssProperties");
        assert_eq!(
            known,
            properties
                .iter()
                .map(|name| format!("--bantin-{name}"))
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str)
                .collect()
        );

        let rust = std::fs::read_to_string(root().join("src/components/rating/mod.rs")).unwrap();
        for part in named("cssParts") {
            let is_there = loader.contains(&format!("part: \"{part}\""))
                || rust.contains(&format!(".attr(\"part\", \"{part}\")"));
            assert!(is_there, "{part}");
        }
        for event in named("events") {
            assert!(types.contains(&format!("\"{event}\": CustomEvent")), "{event}");
        }
        for name in &mirrored {
            assert!(types.contains(&format!("  {name}: ")), "{name}");
        }
        for element in elements {
            let tag = element["tagName"].as_str().unwrap();
            assert!(
                loader.contains(&tag["bantin-".len()..]) && types.contains(&format!("\"{tag}\": "))
            );
        }
        // Every kind of failure that the documentation names, and no other.
        let docs = std::fs::read_to_string(root().join("docs/embed.md")).unwrap();
        let (_, kinds) = types.split_once("BantinFailureKind =").unwrap();
        let kinds: BTreeSet<&str> =
            kinds.split_once(';').unwrap().0.split('"').skip(1).step_by(2).collect();
        let (_, table) = docs.split_once("| `kind` |").unwrap();
        let documented: BTreeSet<&str> = table
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with("| `"))
            .filter_map(|line| line.split('`').nth(1))
            .collect();
        assert_eq!(kinds, documented);
    }

    #[test]
    fn the_loader_knows_what_it_fetches_and_a_change_moves_everything() {
        let place_of = |wasm: &str| {
            let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            for (name, text) in [
                ("embed/widget.js", ""),
                ("embed/v1.js", "$exact$ $rating.js$ $rating_bg.wasm$ $embed.js$ $embed_bg.wasm$"),
                ("rating.js", "r"),
                ("rating_bg.wasm", wasm),
                ("embed.js", "e"),
                ("embed_bg.wasm", "x"),
            ] {
                files.insert(name.to_owned(), text.as_bytes().to_vec());
            }
            let mut names = BTreeMap::new();
            let widgets = place(&mut files, &mut names).unwrap();
            (files, names, widgets)
        };
        let (files, names, widgets) = place_of("one");
        let loader = String::from_utf8(files["embed/v1.js"].clone()).unwrap();
        assert!(loader.starts_with(&widgets.exact) && !loader.contains('$'), "{loader}");
        assert_eq!(loader.matches("sha256-").count(), 4);
        assert!(files.contains_key(&names["rating_bg.wasm"]));
        assert_ne!(place_of("two").2.exact, widgets.exact);
        assert_ne!(place_of("two").2.integrity, widgets.integrity);
    }
}
