//! `/about/{slug}/`, `/archive/`: a page that is no news.

use bantin_model::StaticPage;
use leptos::prelude::*;

use crate::components::blocks::Blocks;
use crate::components::figure::Priority;
use crate::components::use_edition;

#[component]
pub fn AboutPage(page: StaticPage) -> impl IntoView {
    let source = use_edition().site.url.clone();
    view! {
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
