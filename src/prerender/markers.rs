//! Pages without the markers that Leptos writes for hydration.
//!
//! Leptos separates text nodes, lists and absent values by `<!>`, so that a browser that hydrates finds each node again.
//! The app does not hydrate (ADR 5), so here they would only be bytes. There is no way to have HTML written without
//! them, but in what is written they are unmistakable: `<` is escaped wherever it is text, so that outside of tags it
//! begins a tag or a comment.

/// `html`, as Leptos writes it, without its comments.
pub fn without_markers(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        kept.push_str(text);
        let length = if tag.starts_with("<!") {
            length_of_comment(tag)
        } else {
            let length = length_of_tag(tag);
            kept.push_str(&tag[..length]);
            length
        };
        rest = &tag[length..];
    }
    kept.push_str(rest);
    kept
}

/// Bytes of the comment that `html` begins with.
fn length_of_comment(html: &str) -> usize {
    let end = if html.starts_with("<!--") { "-->" } else { ">" };
    html.find(end).map_or(html.len(), |at| at + end.len())
}

/// Bytes of the tag that `html` begins with. In the value of an attribute, `>` does not end it.
fn length_of_tag(html: &str) -> usize {
    let mut is_quoted = false;
    for (at, c) in html.char_indices() {
        match c {
            '"' => is_quoted = !is_quoted,
            '>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_between_nodes_are_left_out() {
        let html = "<p>a<!>b</p><!><ul><li>c</li><!></ul><!--bo-x-->d<!--bc-x-->";
        assert_eq!(without_markers(html), "<p>ab</p><ul><li>c</li></ul>d");
    }

    #[test]
    fn what_looks_like_a_marker_in_an_attribute_stays() {
        for html in ["<img alt=\"<!>\"><p title=\"a > <!-- b\">c</p>", "a &lt;!&gt; b", "", "<p"] {
            assert_eq!(without_markers(html), html);
        }
        assert_eq!(
            without_markers("<a title=\"Cầu <!> gỗ\">é<!>ế</a>"),
            "<a title=\"Cầu <!> gỗ\">éế</a>"
        );
    }

    #[test]
    fn what_leptos_writes_is_its_text_and_its_elements() {
        use leptos::prelude::*;
        let items = ["a", "b"].map(|item| view! { <li>{item}</li> });
        let view =
            view! { <ul>{None::<String>}{items.into_iter().collect_view()}</ul><p>{"c"}{"d"}</p> };
        let html = view.to_html();
        assert!(html.contains("<!>"), "{html}");
        assert_eq!(without_markers(&html), "<ul><li>a</li><li>b</li></ul><p>cd</p>");
    }
}
