//! Runs of text.

use bantin_model::Inline;
use leptos::prelude::*;

use super::{Edition, use_edition};

/// Runs of text in order.
#[component]
pub fn Inlines(runs: Vec<Inline>) -> impl IntoView {
    drawn(&use_edition(), runs)
}

/// Draws runs of text in order, and the runs within them.
fn drawn(edition: &Edition, runs: Vec<Inline>) -> Vec<AnyView> {
    let run = |run| match run {
        // Leptos writes a blank for empty text.
        Inline::Text { text } => (!text.is_empty()).then_some(text).into_any(),
        Inline::Strong { children } => {
            view! { <strong>{drawn(edition, children)}</strong> }.into_any()
        }
        Inline::Emphasis { children } => view! { <em>{drawn(edition, children)}</em> }.into_any(),
        Inline::Code { text } => view! { <code>{text}</code> }.into_any(),
        Inline::LineBreak => view! { <br /> }.into_any(),
        Inline::Anchor { id } => view! { <span id=id></span> }.into_any(),
        Inline::Link { href, children } => {
            let rel = href.is_absolute().then_some("noopener");
            view! {
                <a href=edition.resolve(&href) rel=rel>
                    {drawn(edition, children)}
                </a>
            }
            .into_any()
        }
    };
    runs.into_iter().map(run).collect()
}
