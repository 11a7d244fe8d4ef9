//! Footnotes of WordPress' editor: their marks stand in the text, their words beside it.

use serde_json::Value;

use super::Item;

/// What stands in the text where they are to be.
const PLACE: &str = "<!-- wp:footnotes";

impl Item {
    /// `text`, the post's own, with its footnotes in their place, as the site itself shows them.
    pub fn with_footnotes(&self, text: String) -> String {
        let Some((before, after)) = text.split_once(PLACE) else { return text };
        let Some((_, after)) = after.split_once("-->") else { return text };
        let Ok(Value::Array(notes)) = serde_json::from_str(&self.footnotes) else { return text };
        let items: String = notes.iter().filter_map(item).collect();
        format!("{before}<ol class=\"wp-block-footnotes\">{items}</ol>{after}")
    }
}

fn item(note: &Value) -> Option<String> {
    let (id, words) = (note.get("id")?.as_str()?, note.get("content")?.as_str()?);
    let id = id.replace('"', "");
    Some(format!("<li id=\"{id}\">{words} <a href=\"#{id}-link\">↩\u{fe0e}</a></li>"))
}
