//! Saving articles, and the lists of articles that the reader saved and read.

use bantin_model::{Route, Slug};
use leptos::prelude::*;
use web_sys::Event;

use super::App;
use crate::browser;
use crate::components::tools::{ArticleActions, Saving};
use crate::locale::Messages;
use crate::pages::ListChange;
use crate::reader::reading_list::{Entries, Entry, ReadingList};
use crate::reader::storage::NotKept;

impl App {
    /// What the app does for the buttons of the article in view.
    pub(super) fn article_actions(self) -> ArticleActions {
        ArticleActions {
            save: Callback::new(move |()| self.save_or_not()),
            is_saved: self.is_saved,
            listen: Callback::new(move |()| self.listen()),
            is_listening: self.is_listening,
            announce: Callback::new(move |words| self.announcement.set(words)),
        }
    }

    /// Does what the reader asks for on the page of saved articles, and says so in the words of that page. Gives both lists
    /// as they are on the device then.
    pub(super) fn change_lists(
        self,
        change: &ListChange,
        messages: &'static Messages,
    ) -> (Entries, Entries) {
        let words = match change {
            ListChange::TakeOffSaved(slug) => {
                remove_saved(slug);
                messages.unsaved
            }
            ListChange::ClearHistory => {
                ReadingList::History.clear();
                messages.history_cleared
            }
        };
        request_animation_frame(move || {
            // The control that was pressed is gone, and the focus with it.
            browser::focus("headline");
            self.announcement.set(words.to_owned());
        });
        (ReadingList::Saved.entries(), ReadingList::History.entries())
    }

    /// Updates what is shown as saved when another tab changes it.
    pub(super) fn watch_reading_lists(self) {
        browser::on_window("storage", move |event: Event| {
            if ReadingList::Saved.is_about(browser::storage_key(&event).as_deref()) {
                self.mark_saved();
            }
        });
    }

    /// Puts the article in view on the list of those that were read.
    pub(super) fn note_read(self) {
        if self.add_to(ReadingList::History).is_some() {
            self.mark_saved();
        }
    }

    fn save_or_not(self) -> Saving {
        let Some(slug) = self.article() else { return Saving::NotKept };
        let saving = if ReadingList::Saved.has(&slug) {
            remove_saved(&slug);
            Saving::TakenOff
        } else {
            let kept = self.add_to(ReadingList::Saved);
            // The second piece draws the list of saved articles, also where there is no network.
            self.fetch_later();
            let copy = self.keep_article(slug);
            leptos::task::spawn_local(async move {
                copy.await;
            });
            if kept == Some(Ok(())) { Saving::Saved } else { Saving::NotKept }
        };
        self.mark_saved();
        saving
    }

    /// Keeps the article in view to be read without a network. Answers whether its page and its data are kept now.
    pub(super) fn keep_article(self, slug: Slug) -> impl Future<Output = bool> {
        let data = self.client().article_url(&slug);
        let page = Route::Article { slug: slug.clone() }.path(&self.config().base);
        async move { browser::keep(slug.as_str(), &page, &data).await.is_truthy() }
    }

    /// Shows on the page whether its article is saved.
    pub(super) fn mark_saved(self) {
        let is_saved = self.article().is_some_and(|slug| ReadingList::Saved.has(&slug));
        self.is_saved.set(is_saved);
        // The mark is to be seen without reaching for anything.
        if is_saved && self.bare.with_value(Option::is_some) {
            self.fetch_tools();
        }
    }

    /// Puts the article in view on a list, with what the page shows of it, which may be a prerendered page.
    fn add_to(self, list: ReadingList) -> Option<Result<(), NotKept>> {
        let slug = self.article()?;
        let InView { lang, published, title } = in_view()?;
        Some(list.put(Entry { slug, lang, published, title }))
    }
}

/// The article in view, as the page shows it.
pub struct InView {
    pub lang: String,
    pub published: String,
    pub title: String,
}

pub fn in_view() -> Option<InView> {
    let article = browser::first(".article[lang]")?;
    let text = |selector: &str| article.query_selector(selector).ok().flatten();
    Some(InView {
        lang: article.get_attribute("lang")?,
        published: text("time")?.get_attribute("datetime")?,
        title: text("h1")?.text_content()?.trim_ascii().to_owned(),
    })
}

fn remove_saved(slug: &Slug) {
    ReadingList::Saved.remove(slug);
    browser::unkeep(slug.as_str());
}

/// The articles that can be read without a network: those saved, then those read.
pub fn at_hand() -> Entries {
    let mut saved = ReadingList::Saved.entries();
    saved.0.extend(ReadingList::History.entries().without(&saved).0);
    saved
}
