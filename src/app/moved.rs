//! Articles that have moved: what the device keeps of an article follows it to its new address.

use bantin_model::{Route, Slug};

use super::{App, Shown};
use crate::browser;
use crate::pages::Page;
use crate::reader::reading_list::ReadingList;
use crate::reader::reading_position;

/// The article in view, where it had other slugs before, and the attribute that has them, separated by blanks
/// (`pages/article.rs`).
const MOVED: &str = ".article[data-earlier]";
const EARLIER: &str = "data-earlier";

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

    /// What the device keeps of the article in view under slugs that it had before is kept under its present one from
    /// now on.
    pub(super) fn follow_article(self) {
        let Some(to) = self.article() else { return };
        let earlier = browser::first(MOVED).and_then(|article| article.get_attribute(EARLIER));
        let earlier = earlier.unwrap_or_default();
        for from in earlier.split(' ').filter_map(|slug| Slug::new(slug).ok()) {
            reading_position::rename(&from, &to);
            ReadingList::History.rename(&from, &to);
            if ReadingList::Saved.has(&from) {
                self.follow_saved(from, to.clone());
            }
        }
    }

    /// The saved article keeps its old copy, and its place on the list, until the new copy is there.
    fn follow_saved(self, from: Slug, to: Slug) {
        let kept = self.keep_article(to.clone());
        leptos::task::spawn_local(async move {
            if kept.await {
                ReadingList::Saved.rename(&from, &to);
                browser::unkeep(from.as_str());
                self.mark_saved();
            }
        });
    }
}
