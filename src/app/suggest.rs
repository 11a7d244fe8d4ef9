//! What the search field suggests. `public/suggest.js` draws it and decides when to ask (ADR 13); it asks by a link to
//! the results, which [`super::ahead`] fetches as it does for any link that is about to be opened.

use bantin_model::{Route, Summary};

use crate::browser;
use crate::pages::Page;

/// Tells the field what was found, when the page fetched ahead is one of results.
pub fn tell(route: &Route, page: &Page) {
    let Route::Search { query, page: None, .. } = route else { return };
    let found = match page {
        Page::Search { found, .. } => found.as_ref(),
        _ => None,
    };
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let total = found.map(|found| found.total as f64);
    let hits = found.map(|found| texts(&found.hits)).unwrap_or_default();
    browser::tell_found(query, total, hits);
}

/// Slug, language, headline and lead of each hit, one after the other: each its own value, so that none of them can
/// pretend to be another.
fn texts(hits: &[Summary]) -> Vec<String> {
    let mut texts = Vec::new();
    for hit in hits {
        for text in [hit.slug.as_str(), &hit.lang, &hit.title, &hit.lead] {
            texts.push(text.to_owned());
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use bantin_model::{Link, Slug};

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_hit_is_four_texts_whatever_stands_in_them() {
        let hit = Summary {
            slug: Slug::new("cau-go").unwrap(),
            url: Link::root(),
            lang: "vi".into(),
            title: "Cầu\tgỗ\njavascript:alert(1)".into(),
            lead: "Mở lại.".into(),
            section: "thoi-su".into(),
            published: String::new(),
            image: None,
        };
        let wanted = ["cau-go", "vi", "Cầu\tgỗ\njavascript:alert(1)", "Mở lại."];
        assert_eq!(texts(&[hit.clone(), hit]), [wanted, wanted].concat());
    }
}
