//! Runs of text.

use bantin_model::Inline;
use leptos::prelude::*;

use super::Edition;

/// Draws runs of text in order.
pub fn inlines(edition: &Edition, runs: &[Inline]) -> Vec<AnyView> {
    runs.iter().map(|run| inline(edition, run)).collect()
}

fn inline(edition: &Edition, run: &Inline) -> AnyView {
    match run {
        Inline::Text { text } => text.clone().into_any(),
        Inline::Strong { children } => {
            view! { <strong>{inlines(edition, children)}</strong> }.into_any()
        }
        Inline::Emphasis { children } => view! { <em>{inlines(edition, children)}</em> }.into_any(),
        Inline::Code { text } => view! { <code>{text.clone()}</code> }.into_any(),
        Inline::LineBreak => view! { <br /> }.into_any(),
        Inline::Link { href, children } => {
            let rel = href.is_absolute().then_some("noopener");
            view! { <a href=edition.resolve(href) rel=rel>{inlines(edition, children)}</a> }
                .into_any()
        }
    }
}
