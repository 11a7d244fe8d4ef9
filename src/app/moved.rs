//! Articles that have moved: what the device keeps of an article follows it to its new address.
//!
//! An earlier address gives the article as it is now, with its new slug. Where the app asked for it, it sees that.
//! Where the browser did, it was led on before the app began, so the app asks once more for what is on the lists and
//! was published at the very moment of the article in view.

use bantin_model::{Route, Slug};

use super::reading_lists::{at_hand, in_view};
use super::{App, Shown};
use crate::browser;
use crate::pages::Page;
use crate::reader::reading_list::{Entry, ReadingList};
use crate::reader::reading_position;

impl App {
    /// Gives a page its article's own address, in the address bar too. Answers the slug that was asked for, where it
    /// is another.
    pub(super) fn lead_on(self, shown: &mut Shown) -> Option<Slug> {
        let (Route::Article { slug }, Page::Article(article)) = (&shown.route, &*shown.page) else {
            return None;
        };
        if *slug == article.slug {
            return None;
        }
        let from = slug.clone();
        shown.route = Route::Article { slug: article.slug.clone() };
        let rest = browser::location().map(|(_, rest)| rest).unwrap_or_default();
        browser::replace(&(shown.route.path(&self.config().base) + &rest));
        Some(from)
    }

    /// What the device keeps of the article at `from` is of the article in view from now on.
    pub(super) fn follow_article(self, from: &Slug) {
        let Some(to) = self.article() else { return };
        reading_position::rename(from, &to);
        ReadingList::History.rename(from, &to);
        if ReadingList::Saved.rename(from, &to) {
            let data = self.client().article_url(&to);
            let from = from.clone();
            leptos::task::spawn_local(async move {
                browser::keep(to.as_str(), &data).await;
                browser::unkeep(from.as_str());
            });
        }
    }

    /// Looks whether the article in view is on a list under an earlier address.
    pub(super) fn find_earlier(self) {
        let Some((here, seen)) = self.article().zip(in_view()) else { return };
        let mut known = at_hand();
        known.0.retain(|entry| entry.slug != here && entry.published == seen.published);
        leptos::task::spawn_local(async move {
            for Entry { slug, .. } in known.0 {
                let found = self.client().article(&slug).await;
                // The reader may have gone elsewhere meanwhile.
                if found.is_ok_and(|article| self.article() == Some(article.slug)) {
                    self.follow_article(&slug);
                    self.mark_saved();
                }
            }
        });
    }
}
