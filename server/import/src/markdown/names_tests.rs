//! Every name that a field of front matter may have, in each of its three forms.

#![allow(clippy::unwrap_used)]

use bantin_core::draft::Draft;
use bantin_model::Link;
use serde_json::{Map, Value, json};

use super::names::*;
use crate::image::tests::png;
use crate::tests::one;

/// When a file is public from and until: the names in `publicity`.
const FROM: [&str; 3] = ["publishDate", "publish_date", "publishdate"];
const UNTIL: [&str; 6] =
    ["expiryDate", "expirydate", "expiry_date", "expires", "unpublishDate", "unpublish_date"];

/// The fields as YAML, TOML and JSON, each with the line that ends them; `table.name` is the field `name` of `table`.
fn forms(fields: &[(&str, &str)]) -> [String; 3] {
    let bare = fields.iter().filter(|(name, _)| !name.contains('.'));
    let nested = || fields.iter().filter_map(|(name, value)| Some((name.split_once('.')?, value)));
    let yaml: String = bare.clone().map(|(name, value)| format!("{name}: \"{value}\"\n")).collect();
    let toml: String = bare.map(|(name, value)| format!("{name} = \"{value}\"\n")).collect();
    let below: String = nested()
        .map(|((table, name), value)| format!("{table}:\n  {name}: \"{value}\"\n"))
        .collect();
    let table: String = nested()
        .map(|((table, name), value)| format!("[{table}]\n{name} = \"{value}\"\n"))
        .collect();
    let mut json = Map::new();
    for (name, value) in fields {
        match name.split_once('.') {
            Some((table, name)) => json.insert(table.to_owned(), json!({ name: value })),
            None => json.insert((*name).to_owned(), json!(value)),
        };
    }
    [
        format!("---\n{yaml}{below}---\n"),
        format!("+++\n{toml}{table}+++\n"),
        format!("{}\n", Value::Object(json)),
    ]
}

/// Whether each of `names`, with `value` in it and no more than an article needs beside it, gives what `is_there`
/// looks for.
fn all_give(names: &[&str], value: &str, is_there: impl Fn(&Draft) -> bool) {
    let needs: [(&[&str], &str, &str); 2] =
        [(&TITLE, "title", "Tiêu đề"), (&PUBLISHED, "date", "2023-08-11")];
    for name in names {
        let needed = needs.iter().filter(|(known, ..)| *known != names);
        let mut fields: Vec<(&str, &str)> =
            needed.map(|(_, name, value)| (*name, *value)).collect();
        fields.push((name, value));
        for front in forms(&fields) {
            let text = format!("{front}\nBài.");
            let draft = one(&[("a.md", text.as_bytes()), ("cau.png", &png(9, 6))]).draft;
            assert!(is_there(&draft), "{text}\n{draft:?}");
        }
    }
}

#[test]
fn every_name_of_a_field_gives_the_field() {
    all_give(&TITLE, "Cầu gỗ", |draft| draft.title == "Cầu gỗ");
    all_give(&PUBLISHED, "2023-08-12", |draft| draft.published == "2023-08-12T00:00:00+07:00");
    let updated = Some("2023-08-13T00:00:00+07:00");
    all_give(&UPDATED, "2023-08-13", |draft| draft.updated.as_deref() == updated);
    all_give(&LEAD, "Tóm tắt.", |draft| draft.lead == "Tóm tắt.");
    all_give(&AUTHORS, "Thu Hà", |draft| {
        draft.authors.len() == 1 && draft.authors[0].name == "Thu Hà"
    });
    all_give(&TAGS, "Cầu", |draft| draft.tags == ["Cầu"]);
    all_give(&CATEGORIES, "Môi trường", |draft| draft.section == "moi-truong");
    all_give(&LANG, "en", |draft| draft.lang == "en");
    let source = Link::new("https://cu.example/a").unwrap();
    all_give(&SOURCE, "https://cu.example/a", |draft| draft.source.as_ref() == Some(&source));
    all_give(&TRANSLATION, "k1", |draft| draft.translation.as_deref() == Some("k1"));
    all_give(&IMAGE, "cau.png", |draft| {
        draft.image.as_ref().is_some_and(|image| image.width == 9) && draft.media.len() == 1
    });
    let moment = Some(1_692_000_000);
    all_give(&FROM, "2023-08-14T08:00:00Z", |draft| draft.span.from == moment);
    all_give(&UNTIL, "2023-08-14T08:00:00Z", |draft| draft.span.until == moment);
}

const DOCS: &str = include_str!("../../../../docs/import/markdown.md");

#[test]
fn every_name_stands_in_the_docs() {
    let all =
        [&TITLE[..], &PUBLISHED, &UPDATED, &LEAD, &AUTHORS, &TAGS, &CATEGORIES, &LANG, &SOURCE]
            .concat();
    let all = [all, [&TRANSLATION[..], &IMAGE, &["expires", "publish_date"]].concat()].concat();
    for name in all {
        // The docs say of a table's fields which tables they may be in.
        let parts = name.split('.').map(|part| format!("`{part}`"));
        let is_whole = DOCS.contains(&format!("`{name}`"));
        assert!(is_whole || parts.clone().all(|part| DOCS.contains(&part)), "{name}");
    }
}
