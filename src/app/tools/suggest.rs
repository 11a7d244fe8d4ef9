//! Suggestions in the search field. What is typed is asked as its results page, which `app::ahead` fetches like any
//! page that is about to be opened; the field is told what that page found.

use bantin_model::{Route, Slug};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::super::App;
use crate::browser;
use crate::components::suggestions::{Suggestions, SuggestionsProps};
use crate::pages::Page;

/// The field's id (`pages/search.rs`).
const FIELD: &str = "search-words";

fn is_ready(field: &HtmlInputElement) -> bool {
    field.has_attribute("role")
}

impl App {
    /// Makes the search field suggest from its first focus on, unless that costs bytes that the reader saves. The
    /// suggestions themselves are in the third piece.
    pub(in crate::app) fn watch_search_field(self) {
        if browser::saves_data() {
            return;
        }
        browser::on_window("focusin", move |event: Event| {
            if let Some(field) = event.target().and_then(|target| target.dyn_into().ok()) {
                self.make_ready(field);
            }
        });
        if let Some(field) = browser::focused().and_then(|element| element.dyn_into().ok()) {
            self.make_ready(field);
        }
    }

    fn make_ready(self, field: HtmlInputElement) {
        if field.id() == FIELD && !is_ready(&field) {
            self.suggest_in(field);
        }
    }

    /// Lets `field` suggest.
    pub(super) fn suggest(self, field: HtmlInputElement) {
        // The field may have had the focus twice before the third piece arrived.
        if is_ready(&field) {
            return;
        }
        let form = field.form().and_then(|form| form.get_attribute("action"));
        let base = self.config().base.clone();
        let route = form.and_then(|action| Route::parse(&action, &base));
        let (Some(Route::Search { lang, .. }), Some(place)) = (route, field.parent_node()) else {
            return;
        };
        let asked =
            move |question| Route::Search { lang: lang.clone(), query: question, page: None };
        let next = field.next_sibling();
        let answers = self.answers;
        let island = self.island(&place, next.as_ref(), move || {
            Suggestions(SuggestionsProps {
                field,
                answers,
                ask: Callback::new(move |question| self.fetch_ahead(asked(question))),
                href: Callback::new(move |slug: Slug| Route::Article { slug }.path(&base)),
            })
        });
        self.islands.update_value(|islands| islands.suggestions = island);
    }

    /// Hands what a page fetched ahead has found to the suggestions, when it is a page of results.
    pub(in crate::app) fn tell_field(self, route: &Route, page: &Page) {
        let Route::Search { query, page: None, .. } = route else { return };
        let found = match page {
            Page::Search { found, .. } => found.clone(),
            _ => None,
        };
        self.answers.tell(query, found);
    }
}
