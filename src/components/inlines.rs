//! Runs of text.

use bantin_model::Inline;

use super::Edition;
use super::element::{Child, Part, el};

/// Draws runs of text in order.
pub fn inlines(edition: &Edition, runs: &[Inline]) -> Vec<Part> {
    let mut views = Vec::with_capacity(runs.len());
    for run in runs {
        let element = match run {
            Inline::Text { text } => {
                text.as_str().add_to(&mut views);
                continue;
            }
            Inline::Strong { children } => el("strong").child(inlines(edition, children)),
            Inline::Emphasis { children } => el("em").child(inlines(edition, children)),
            Inline::Code { text } => el("code").child(text.as_str()),
            Inline::LineBreak => el("br"),
            Inline::Link { href, children } => el("a")
                .attr("href", edition.resolve(href))
                .attr_if("rel", href.is_absolute().then_some("noopener"))
                .child(inlines(edition, children)),
        };
        element.add_to(&mut views);
    }
    views
}
