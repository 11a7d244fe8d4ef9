//! The body of an article: one big match draws a block of each type.
//!
//! A gallery is one group with a name; a wide table scrolls inside itself and can be focused, so that
//! the arrow keys move it.

use bantin_model::{Block, Image, Inline, Link, ListItem};
use leptos::prelude::*;

use super::embed::Embed;
use super::figure::{Caption, Figure, Photo, Priority};
use super::inlines::Inlines;
use super::use_edition;

/// The blocks in order.
#[component]
pub fn Blocks(
    blocks: Vec<Block>,
    /// When the first picture is fetched.
    first_picture: Priority,
    /// The page where a reader can see a block that this version cannot show.
    source: Link,
) -> impl IntoView {
    let mut priority = first_picture;
    let draw = |block: Block| {
        let wanted = priority;
        if matches!(block, Block::Image { .. } | Block::Gallery { .. }) {
            priority = Priority::Lazy;
        }
        drawn(block, wanted, &source)
    };
    blocks.into_iter().map(draw).collect_view()
}

fn drawn(block: Block, priority: Priority, source: &Link) -> AnyView {
    match block {
        Block::Paragraph { text } => view! {
            <p>
                <Inlines runs=text />
            </p>
        }
        .into_any(),
        Block::Heading { level, id, text } => view! { <Heading level id text /> }.into_any(),
        Block::Image { image } => view! { <Figure image priority /> }.into_any(),
        Block::Gallery { images, caption } => {
            view! { <Gallery images caption priority /> }.into_any()
        }
        Block::Quote { text, attribution } => view! { <Quote text attribution /> }.into_any(),
        Block::List { ordered: true, start, items } => {
            let end = u64::from(start.unwrap_or(1)) + items.len() as u64;
            view! {
                <ol data-wide=(end > 100).then_some("") start=start.map(|start| start.to_string())>
                    {each_item(items, source)}
                </ol>
            }
            .into_any()
        }
        Block::List { ordered: false, items, .. } => {
            view! { <ul>{each_item(items, source)}</ul> }.into_any()
        }
        Block::Code { text } => view! {
            <pre>
                <code>{text}</code>
            </pre>
        }
        .into_any(),
        Block::Table { caption, head, rows } => view! { <Table caption head rows /> }.into_any(),
        Block::Embed { href, title, .. } => view! { <Embed href title /> }.into_any(),
        Block::Divider => view! { <hr /> }.into_any(),
        Block::Unknown { kind } => view! { <Unknown kind source=source.clone() /> }.into_any(),
    }
}

/// A heading below the page's own, which is the first, with a quiet link to itself.
#[component]
fn Heading(
    level: u8,
    /// Its name in the page.
    id: Option<String>,
    text: Vec<Inline>,
) -> impl IntoView {
    let label = use_edition().messages().heading_link;
    let words = view! { <Inlines runs=text /> };
    let named = id.as_ref().map(|id| format!("{id}-words"));
    let text = match (&id, named.clone()) {
        (Some(id), Some(named)) => view! {
            <span id=named>{words}</span>
            <a href=format!("#{id}") aria-label=label class="heading-link"></a>
        }
        .into_any(),
        _ => words.into_any(),
    };
    // The link stands outside the element that names the heading, so it is not read out as a part of it.
    match level {
        3 => view! { <h3 id=id aria-labelledby=named>{text}</h3> }.into_any(),
        4.. => view! { <h4 id=id aria-labelledby=named>{text}</h4> }.into_any(),
        _ => view! { <h2 id=id aria-labelledby=named>{text}</h2> }.into_any(),
    }
}

fn each_item(items: Vec<ListItem>, source: &Link) -> impl IntoView {
    let item = |ListItem { text, body }| {
        let below = |block| drawn(block, Priority::Lazy, source);
        view! {
            <li>
                <Inlines runs=text />
                {body.into_iter().map(below).collect_view()}
            </li>
        }
    };
    items.into_iter().map(item).collect_view()
}

#[component]
fn Gallery(
    images: Vec<Image>,
    caption: Option<String>,
    /// When the gallery's first picture is fetched.
    priority: Priority,
) -> impl IntoView {
    let edition = use_edition();
    let item = |(position, image): (usize, Image)| {
        let priority = if position == 0 { priority } else { Priority::Lazy };
        let caption = view! { <Caption text=image.caption.clone() credit=image.credit.clone() /> };
        view! {
            <figure class="gallery-item">
                <Photo image priority sizes="(min-width: 40rem) 22rem, 100vw" />
                {caption}
            </figure>
        }
    };
    let items = images.into_iter().enumerate().map(item).collect_view();
    let caption = caption.map(|text| view! { <figcaption>{text}</figcaption> });
    view! {
        <figure role="group" aria-label=edition.messages().gallery class="gallery">
            <div class="gallery-items">{items}</div>
            {caption}
        </figure>
    }
}

#[component]
fn Quote(
    /// Its paragraphs.
    text: Vec<Vec<Inline>>,
    /// Who said it.
    attribution: Option<String>,
) -> impl IntoView {
    let paragraph = |text| {
        view! {
            <p>
                <Inlines runs=text />
            </p>
        }
    };
    let paragraphs = text.into_iter().map(paragraph).collect_view();
    let attribution = attribution.map(|name| {
        view! { <figcaption class="attribution">{format!("— {name}")}</figcaption> }
    });
    view! {
        <figure class="quote">
            <blockquote>{paragraphs}</blockquote>
            {attribution}
        </figure>
    }
}

#[component]
fn Table(
    caption: Option<String>,
    /// Cells of the header row; empty when the table has none.
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
) -> impl IntoView {
    let edition = use_edition();
    let head_cell = |text| {
        view! {
            <th scope="col">
                <Inlines runs=text />
            </th>
        }
    };
    let cell = |text| {
        view! {
            <td>
                <Inlines runs=text />
            </td>
        }
    };
    let head = (!head.is_empty()).then(|| {
        let cells = head.into_iter().map(head_cell).collect_view();
        view! {
            <thead>
                <tr>{cells}</tr>
            </thead>
        }
    });
    let row = |row: Vec<Vec<Inline>>| {
        let cells = row.into_iter().map(cell).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <div role="region" tabindex="0" aria-label=edition.messages().table class="table">
            <table>
                {caption.map(|text| view! { <caption>{text}</caption> })}
                {head}
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// Stands in the place of a block that this version does not know, and leads to where it can be seen.
#[component]
fn Unknown(
    /// The `type` the source gave.
    kind: String,
    source: Link,
) -> impl IntoView {
    leptos::logging::warn!("a block of the unknown type \"{kind}\" is shown as a placeholder");
    let edition = use_edition();
    let messages = edition.messages();
    view! {
        <p class="unknown-block">
            {messages.unknown_block} " "
            <a href=edition.resolve(&source)>{messages.see_source}</a>
        </p>
    }
}
