//! What the search field suggests. `public/suggest.js` draws it and decides when to ask (ADR 13); it asks by a link to
//! the results, which [`super::ahead`] fetches as it does for any link that is about to be opened.

use bantin_model::Route;

use crate::browser;
use crate::pages::Page;

/// Says on the field what was found, when the page fetched ahead is one of results.
pub fn tell(route: &Route, page: &Page, base: &str) {
    if let Route::Search { query, page: None, .. } = route
        && let Some(field) = browser::first("#search-words")
    {
        // A name of ours is a name.
        let _ = field.set_attribute("data-found", &written(query, page, base));
    }
}

/// The question; how many there are; then a line each: address, language, headline, lead, with tabs between. Only the
/// question where nothing could be asked.
fn written(query: &str, page: &Page, base: &str) -> String {
    let mut text = query.to_owned();
    if let Page::Search { found: Some(found), .. } = page {
        text += &["\n", &found.total.to_string()].concat();
        for hit in &found.hits {
            let href = Route::Article { slug: hit.slug.clone() }.path(base);
            text += &["\n", &href, "\t", &hit.lang, "\t", &hit.title, "\t", &hit.lead].concat();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::api::ApiError;
    use crate::api::search::Found;
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
        let found = Some(Found { total: 12, hits: vec![hit] });
        let page = Page::Search { lang: "vi".into(), query: "cau*".into(), found };
        let text = "cau*\n12\n/bao/articles/cau-go/\tvi\tCầu gỗ\tMở lại.";
        assert_eq!(written("cau*", &page, "/bao/"), text);
        assert_eq!(written("cau*", &Page::Failed(ApiError::Offline), "/"), "cau*");
    }
}
