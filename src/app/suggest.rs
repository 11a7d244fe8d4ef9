//! What the search field suggests: `public/suggest.js` draws it and decides when to ask, this finds (ADR 13).

use bantin_model::Route;
use web_sys::Event;

use super::App;
use crate::api::search::Found;
use crate::browser;

impl App {
    /// Answers the questions of `public/suggest.js`.
    pub(super) fn answer_suggest(self) {
        browser::on_window("bantin:suggest", move |event: Event| {
            let Some(question) = browser::detail(&event) else { return };
            let client = self.client();
            leptos::task::spawn_local(async move {
                let found = client.search(&question, 1).await;
                // A suggestion that cannot be had is none.
                let found = found.map(|found| written(found, &self.config().base));
                browser::suggested(&question, &found.unwrap_or_default());
            });
        });
    }
}

/// How many there are; then a line each: address, language, headline, lead, with tabs between.
fn written(found: Found, base: &str) -> String {
    let mut text = found.total.to_string();
    for hit in found.hits {
        let href = Route::Article { slug: hit.slug }.path(base);
        text += &["\n", &href, "\t", &hit.lang, "\t", &hit.title, "\t", &hit.lead].concat();
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bantin_model::{Link, Slug, Summary};

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn what_was_found_is_a_line_each() {
        let hit = Summary {
            slug: Slug::new("cau-go").unwrap(),
            url: Link::root(),
            lang: "vi".into(),
            title: "Cầu gỗ".into(),
            lead: "Mở lại.".into(),
            section: "thoi-su".into(),
            published: String::new(),
            image: None,
        };
        let found = Found { total: 12, hits: vec![hit] };
        assert_eq!(written(found, "/bao/"), "12\n/bao/articles/cau-go/\tvi\tCầu gỗ\tMở lại.");
        assert_eq!(written(Found::default(), "/"), "0");
    }
}
