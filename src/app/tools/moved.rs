//! What the device keeps of an article follows it to its new address.

use bantin_model::Slug;

use super::super::App;
use super::super::moved::MOVED;
use crate::browser;
use crate::reader::reading_list::ReadingList;
use crate::reader::reading_position;

/// The attribute with the slugs that the article had before, separated by blanks (`pages/article.rs`).
const EARLIER: &str = "data-earlier";

impl App {
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
