//! The body of an article: one big match draws a block of each type.
//!
//! A gallery is one group with a name; a wide table scrolls inside itself and can be focused, so that
//! the arrow keys move it.

use bantin_model::{Block, Image, Inline, Link};
use leptos::prelude::*;

use super::Edition;
use super::embed::embed;
use super::figure::{Priority, caption, figure, picture};
use super::inlines::inlines;

/// Draws `blocks` in order. `first_picture` is how urgently the first picture is wanted; `source` is
/// where a reader can see what this version cannot show.
pub fn blocks(
    edition: &Edition,
    blocks: &[Block],
    first_picture: Priority,
    source: &Link,
) -> Vec<AnyView> {
    let mut priority = first_picture;
    blocks
        .iter()
        .map(|block| {
            let wanted = priority;
            if matches!(block, Block::Image { .. } | Block::Gallery { .. }) {
                priority = Priority::Lazy;
            }
            draw(edition, block, wanted, source)
        })
        .collect()
}

fn draw(edition: &Edition, block: &Block, priority: Priority, source: &Link) -> AnyView {
    match block {
        Block::Paragraph { text } => view! { <p>{inlines(edition, text)}</p> }.into_any(),
        Block::Heading { level, text } => heading(edition, *level, text),
        Block::Image { image } => figure(edition, image, priority).into_any(),
        Block::Gallery { images, caption } => {
            gallery(edition, images, caption.as_deref(), priority)
        }
        Block::Quote { text, attribution } => quote(edition, text, attribution.as_deref()),
        Block::List { ordered, items } => list(edition, *ordered, items),
        Block::Table { caption, head, rows } => table(edition, caption.as_deref(), head, rows),
        Block::Embed { href, title, .. } => embed(edition, href, title.as_deref()).into_any(),
        Block::Divider => view! { <hr /> }.into_any(),
        Block::Unknown { kind } => unknown(edition, kind, source),
    }
}

fn heading(edition: &Edition, level: u8, text: &[Inline]) -> AnyView {
    let text = inlines(edition, text);
    match level {
        3 => view! { <h3>{text}</h3> }.into_any(),
        4.. => view! { <h4>{text}</h4> }.into_any(),
        _ => view! { <h2>{text}</h2> }.into_any(),
    }
}

fn gallery(edition: &Edition, images: &[Image], text: Option<&str>, first: Priority) -> AnyView {
    let figures: Vec<_> = images
        .iter()
        .enumerate()
        .map(|(position, image)| {
            let priority = if position == 0 { first } else { Priority::Lazy };
            view! {
                <figure class="gallery-item">
                    {picture(edition, image, priority, "(min-width: 40rem) 22rem, 100vw")}
                    {caption(edition, image)}
                </figure>
            }
        })
        .collect();
    let text = text.map(str::to_owned).map(|text| view! { <p class="caption">{text}</p> });
    view! {
        <div class="gallery" role="group" aria-label=edition.messages().gallery>
            <div class="gallery-items">{figures}</div>
            {text}
        </div>
    }
    .into_any()
}

fn quote(edition: &Edition, paragraphs: &[Vec<Inline>], attribution: Option<&str>) -> AnyView {
    let paragraphs: Vec<_> =
        paragraphs.iter().map(|text| view! { <p>{inlines(edition, text)}</p> }).collect();
    let attribution = attribution
        .map(str::to_owned)
        .map(|name| view! { <figcaption class="attribution">{format!("— {name}")}</figcaption> });
    view! {
        <figure class="quote">
            <blockquote>{paragraphs}</blockquote>
            {attribution}
        </figure>
    }
    .into_any()
}

fn list(edition: &Edition, ordered: bool, items: &[Vec<Inline>]) -> AnyView {
    let items: Vec<_> =
        items.iter().map(|text| view! { <li>{inlines(edition, text)}</li> }).collect();
    if ordered {
        view! { <ol>{items}</ol> }.into_any()
    } else {
        view! { <ul>{items}</ul> }.into_any()
    }
}

fn table(
    edition: &Edition,
    text: Option<&str>,
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> AnyView {
    let head_row = (!head.is_empty()).then(|| {
        let cells: Vec<_> = head
            .iter()
            .map(|cell| view! { <th scope="col">{inlines(edition, cell)}</th> })
            .collect();
        view! {
            <thead>
                <tr>{cells}</tr>
            </thead>
        }
    });
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            let cells: Vec<_> =
                row.iter().map(|cell| view! { <td>{inlines(edition, cell)}</td> }).collect();
            view! { <tr>{cells}</tr> }
        })
        .collect();
    let text = text.map(str::to_owned).map(|text| view! { <caption>{text}</caption> });
    view! {
        <div class="table" role="region" tabindex="0" aria-label=edition.messages().table>
            <table>{text} {head_row} <tbody>{rows}</tbody></table>
        </div>
    }
    .into_any()
}

fn unknown(edition: &Edition, kind: &str, source: &Link) -> AnyView {
    leptos::logging::warn!("a block of the unknown type \"{kind}\" is shown as a placeholder");
    let messages = edition.messages();
    view! {
        <p class="unknown-block">
            {messages.unknown_block} " "
            <a href=edition.resolve(source)>{messages.see_source}</a>
        </p>
    }
    .into_any()
}
