//! `/about/{slug}/`, `/archive/`: a page that is no news.

use bantin_model::StaticPage;
use leptos::prelude::*;

use crate::components::blocks::blocks;
use crate::components::figure::Priority;
use crate::components::use_edition;

#[component]
pub fn AboutPage(page: StaticPage) -> impl IntoView {
    let edition = use_edition();
    let body = blocks(&edition, &page.body, Priority::First, &edition.site.url);
    view! {
        <article lang=page.lang class="article article-plain">
            <header class="article-head">
                <h1 id="headline" tabindex="-1">
                    {page.title}
                </h1>
            </header>
            <div class="article-body">{body}</div>
        </article>
    }
}
