//! Draws a page with its head, masthead and foot.

use std::sync::Arc;

use bantin_model::path::ListKind;
use bantin_model::{Route, Site};
use leptos::prelude::*;

use super::about::AboutPage;
use super::article::ArticlePage;
use super::failed::{FailedPage, MissingPage};
use super::front::FrontPage;
use super::head::{self, Head};
use super::list::NewsPage;
use super::saved::SavedPage;
use super::search::SearchPage;
use super::{Actions, Page, feed_of};
use crate::api::ApiError;
use crate::components::Edition;
use crate::components::footer::Footer;
use crate::components::masthead::Masthead;
use crate::components::whole::IntoWhole;
use crate::config::Config;

/// Draws a page with its masthead and foot, and keeps the document's head in step.
pub fn view(
    config: &Arc<Config>,
    site: &Arc<Site>,
    route: &Route,
    page: &Page,
    actions: &Actions,
) -> AnyView {
    let edition = Edition::new(Arc::clone(config), Arc::clone(site), page.lang(site));
    let head = head::head(Head::of(&edition, route, page));
    let (route, page, actions) = (route.clone(), page.clone(), actions.clone());
    let drawing = view! { <PageView edition route page actions /> }.into_whole();
    view! {
        {head}
        {drawing}
    }
    .into_any()
}

/// A page with its masthead and foot, in the browser and natively alike.
#[component]
pub fn PageView(
    /// The site in the page's language. Components of the page get it by
    /// [`use_edition`](crate::components::use_edition).
    edition: Edition,
    route: Route,
    page: Page,
    actions: Actions,
) -> impl IntoView {
    provide_context(edition.clone());
    let section = match (&page, &route) {
        (Page::Article(article), _) => Some(article.section.clone()),
        (_, Route::List { kind: ListKind::Section(id), .. }) => Some(id.clone()),
        _ => None,
    };
    let is_front = matches!(&page, Page::Front { list, .. } if list.bantin.page.is_none());
    let feed = feed_address(&edition, &route, &page);
    view! {
        <div id="top" class="page">
            <Masthead section is_front />
            <main id="main" tabindex="-1">
                {content(route, page, actions)}
            </main>
            <Footer feed />
        </div>
    }
}

/// The main part of the page.
fn content(route: Route, page: Page, actions: Actions) -> AnyView {
    match page {
        Page::Front { list, most_read, sections, .. } => {
            view! { <FrontPage route list most_read sections /> }.into_whole()
        }
        Page::List { list } => view! { <NewsPage route list /> }.into_whole(),
        Page::About(page) => view! { <AboutPage page=*page /> }.into_whole(),
        Page::Search { query, found, .. } => {
            view! { <SearchPage route query found /> }.into_whole()
        }
        Page::Article(article) => view! { <ArticlePage article=*article /> }.into_whole(),
        Page::Missing { words, newest } => view! { <MissingPage words newest /> }.into_whole(),
        Page::Gone => view! { <FailedPage error=ApiError::Gone /> }.into_whole(),
        Page::Saved { saved, history, .. } => {
            let on_change =
                actions.change_lists.unwrap_or_else(|| Callback::new(|_| Default::default()));
            view! { <SavedPage saved history on_change /> }.into_whole()
        }
        Page::Failed(error) => {
            let Actions { retry, at_hand, .. } = actions;
            view! { <FailedPage error retry at_hand /> }.into_whole()
        }
    }
}

/// The address of the feed for this page's list, for feed readers.
fn feed_address(edition: &Edition, route: &Route, page: &Page) -> Option<String> {
    let kind = feed_of(route, page)?;
    Some(format!("{}{}", edition.config.api, bantin_model::path::list(&kind, None)))
}
