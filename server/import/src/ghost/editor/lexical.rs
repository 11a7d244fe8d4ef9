//! Lexical: a tree of nodes, each with its `type`.

use serde_json::Value;

use super::{Writing, cards, field, list};

/// The elements of a text's format, by the bits of Lexical. Ghost marks what is underlined as such, too.
const FORMATS: [(u64, &str); 8] = [
    (1, "strong"),
    (1 << 1, "em"),
    (1 << 2, "s"),
    (1 << 3, "u"),
    (1 << 4, "code"),
    (1 << 5, "sub"),
    (1 << 6, "sup"),
    (1 << 7, "mark"),
];

impl Writing<'_> {
    /// Writes a document. Whether it is one.
    pub fn lexical(&mut self, document: &Value) -> bool {
        let root = document.get("root");
        let nodes = root.and_then(|root| root.get("children")).and_then(Value::as_array);
        for node in nodes.into_iter().flatten() {
            self.node(node);
        }
        nodes.is_some()
    }

    fn node(&mut self, node: &Value) {
        let kind = field(node, "type");
        match kind.strip_prefix("extended-").unwrap_or(kind) {
            "paragraph" => self.element("p", |out| out.nodes(node)),
            "heading" => {
                let name = match field(node, "tag") {
                    tag @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => tag,
                    _ => "h2",
                };
                self.element(name, |out| out.nodes(node));
            }
            "quote" | "aside" => self.element("blockquote", |out| out.nodes(node)),
            "list" => self.list(node),
            "listitem" => self.element("li", |out| out.nodes(node)),
            "text" | "code-highlight" => self.formatted(node),
            // Lexical's own, which has no card's fields.
            "code" if node.get("children").is_some() => {
                let lines = list(node, "children").iter().map(|part| match field(part, "type") {
                    "linebreak" => "\n",
                    _ => field(part, "text"),
                });
                self.code_in(field(node, "language"), &lines.collect::<String>());
            }
            "linebreak" => self.tag("<br>"),
            "tab" => self.text("\t"),
            "link" | "autolink" => self.link(field(node, "url"), |out| out.nodes(node)),
            kind => {
                if !self.card(kind, node) {
                    // A node of a later version: what is in it is text all the same.
                    self.nodes(node);
                    if list(node, "children").is_empty() {
                        self.note(cards::unknown(kind));
                    }
                }
            }
        }
    }

    fn nodes(&mut self, of: &Value) {
        for node in list(of, "children") {
            self.node(node);
        }
    }

    /// Writes a list. Lexical keeps a list within a list in an item of its own, which belongs to the item before.
    fn list(&mut self, node: &Value) {
        let is_numbered = field(node, "listType") == "number" || field(node, "tag") == "ol";
        let name = if is_numbered { "ol" } else { "ul" };
        match node.get("start").and_then(Value::as_u64) {
            Some(start) if is_numbered && start != 1 => {
                self.tag(&format!("<ol start=\"{start}\">"));
            }
            _ => self.tag(&format!("<{name}>")),
        }
        let mut items = list(node, "children").iter().peekable();
        while let Some(item) = items.next() {
            self.tag("<li>");
            if let Some(is_done) = item.get("checked").and_then(Value::as_bool) {
                let checked = if is_done { " checked" } else { "" };
                self.tag(&format!("<input type=\"checkbox\"{checked}>"));
            }
            self.nodes(item);
            while let Some(inner) = items.next_if(|next| holds_only_lists(next)) {
                self.nodes(inner);
            }
            self.tag("</li>");
        }
        self.tag(&format!("</{name}>"));
    }

    fn formatted(&mut self, node: &Value) {
        let bits = node.get("format").and_then(Value::as_u64).unwrap_or_default();
        let names = FORMATS.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, name)| *name);
        let names: Vec<&str> = names.collect();
        for name in &names {
            self.tag(&format!("<{name}>"));
        }
        self.text(field(node, "text"));
        for name in names.iter().rev() {
            self.tag(&format!("</{name}>"));
        }
    }
}

fn holds_only_lists(item: &Value) -> bool {
    let inside = list(item, "children");
    !inside.is_empty() && inside.iter().all(|node| field(node, "type") == "list")
}
