//! What the search field suggests. `public/suggest.js` draws it and decides when to ask (ADR 13); it asks by a link to
//! the results, which [`super::ahead`] fetches as it does for any link that is about to be opened.

use bantin_model::Route;

use crate::browser;
use crate::pages::Page;

/// Tells the field what was found, when the page fetched ahead is one of results. Each part is a value of its own, so
/// that no headline and no question can pretend to be another part.
pub fn tell(route: &Route, page: &Page) {
    let Route::Search { query, page: None, .. } = route else { return };
    let mut total = None;
    if let Page::Search { found: Some(found), .. } = page {
        for hit in &found.hits {
            browser::add_hit(hit.slug.as_str(), &hit.lang, &hit.title, &hit.lead);
        }
        #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
        let count = found.total as f64;
        total = Some(count);
    }
    browser::tell_found(query, total);
}
