//! `/about/{slug}/`, `/archive/`: a page that is no news.

use bantin_model::{PageLink, Route, StaticPage};
use leptos::prelude::*;

use crate::components::blocks::Blocks;
use crate::components::figure::Priority;
use crate::components::use_edition;

#[component]
pub fn AboutPage(page: StaticPage) -> impl IntoView {
    let source = use_edition().site.url.clone();
    let menu = view! { <Menu page=page.clone() /> };
    view! {
        {menu}
        <article lang=page.lang class="article article-plain">
            <header class="article-head">
                <h1 id="headline" tabindex="-1">
                    {page.title}
                </h1>
            </header>
            <div class="article-body">
                <Blocks blocks=page.body first_picture=Priority::First source />
            </div>
        </article>
    }
}

/// Links to the newsroom's pages in this language; nothing on a page that is not among them (the archive), or where
/// there is only one.
#[component]
fn Menu(page: StaticPage) -> impl IntoView {
    let edition = use_edition();
    let pages: Vec<&PageLink> = edition.site.pages_in(&page.lang).collect();
    let is_one = pages.iter().any(|known| known.slug == page.slug);
    let link = |known: &PageLink| {
        let is_current = (known.slug == page.slug).then_some("page");
        let href = edition.href(&Route::About { slug: known.slug.clone() });
        view! {
            <li>
                <a href=href aria-current=is_current>
                    {known.title.clone()}
                </a>
            </li>
        }
    };
    (is_one && pages.len() > 1).then(|| {
        view! {
            <nav aria-label=edition.site.name.clone() class="page-menu">
                <ul>{pages.into_iter().map(link).collect_view()}</ul>
            </nav>
        }
    })
}
