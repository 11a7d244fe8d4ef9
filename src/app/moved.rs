//! Articles that have moved: an earlier address leads on to the article's own, and what the device keeps of it follows
//! (`app/tools/moved.rs`).

use bantin_model::Route;

use super::{App, Shown};
use crate::browser;
use crate::pages::Page;

/// The article in view, where it had other slugs before (`pages/article.rs`).
pub(super) const MOVED: &str = ".article[data-earlier]";

impl App {
    /// Gives a page that an earlier address answered with its article's own address, in the address bar too.
    pub(super) fn lead_on(self, shown: &mut Shown) {
        let (Route::Article { slug }, Page::Article(article)) = (&shown.route, &*shown.page) else {
            return;
        };
        if *slug != article.slug {
            shown.route = Route::Article { slug: article.slug.clone() };
            let rest = browser::location().map(|(_, rest)| rest).unwrap_or_default();
            browser::replace(&(shown.route.path(&self.config().base) + &rest));
        }
    }

    /// Calls `then` once what the device keeps of the article in view is kept under its present slug. Few articles had
    /// another, so the third piece sees to it.
    pub(super) fn when_followed(self, then: impl FnOnce() + 'static) {
        if browser::first(MOVED).is_none() {
            then();
            return;
        }
        self.tools.whenever(move |tools| {
            if let Ok(tools) = tools {
                (tools.follow_article)(self);
            }
            then();
        });
    }
}
