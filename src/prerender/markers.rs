//! Pages without the markers that Leptos writes for hydration.
//!
//! Leptos separates text nodes, lists and absent values by `<!>`, so that a browser that hydrates finds each node again.
//! The app does not hydrate (ADR 5), so here they would only be bytes. There is no way to have HTML written without
//! them.

use lol_html::{RewriteStrSettings, doc_comments, rewrite_str};

/// `html`, as Leptos writes it, without its comments. What no parser makes sense of stays as it is.
pub fn without_markers(html: &str) -> String {
    let without =
        RewriteStrSettings::new().append_document_content_handler(doc_comments!(|comment| {
            comment.remove();
            Ok(())
        }));
    rewrite_str(html, without).unwrap_or_else(|_| html.to_owned())
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
