//! The body of an article: one big match draws a block of each type.
//!
//! A gallery is one group with a name; a wide table scrolls inside itself and can be focused, so that
//! the arrow keys move it.

use bantin_model::{Block, Image, Inline, Link};

use super::Edition;
use super::element::{Element, el};
use super::embed::embed;
use super::figure::{Priority, caption, figure, photo};
use super::inlines::inlines;

/// Draws `blocks` in order. `first_picture` is how urgently the first picture is wanted; `source` is
/// where a reader can see what this version cannot show.
pub fn blocks(
    edition: &Edition,
    blocks: &[Block],
    first_picture: Priority,
    source: &Link,
) -> Vec<Element> {
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

fn draw(edition: &Edition, block: &Block, priority: Priority, source: &Link) -> Element {
    match block {
        Block::Paragraph { text } => el("p").child(inlines(edition, text)),
        Block::Heading { level, text } => {
            let tag = match level {
                3 => "h3",
                4.. => "h4",
                _ => "h2",
            };
            el(tag).child(inlines(edition, text))
        }
        Block::Image { image } => figure(edition, image, priority),
        Block::Gallery { images, caption } => {
            gallery(edition, images, caption.as_deref(), priority)
        }
        Block::Quote { text, attribution } => quote(edition, text, attribution.as_deref()),
        Block::List { ordered, start, items } => {
            let list = el(if *ordered { "ol" } else { "ul" });
            let list = match start {
                Some(start) if *ordered => list.attr("start", start.to_string()),
                _ => list,
            };
            list.child(each("li", edition, items))
        }
        Block::Code { text } => el("pre").child(el("code").child(text.as_str())),
        Block::Table { caption, head, rows } => table(edition, caption.as_deref(), head, rows),
        Block::Embed { href, title, .. } => embed(edition, href, title.as_deref()),
        Block::Divider => el("hr"),
        Block::Unknown { kind } => unknown(edition, kind, source),
    }
}

/// One element `tag` for each text.
fn each(tag: &'static str, edition: &Edition, texts: &[Vec<Inline>]) -> Vec<Element> {
    texts.iter().map(|text| el(tag).child(inlines(edition, text))).collect()
}

fn gallery(edition: &Edition, images: &[Image], text: Option<&str>, first: Priority) -> Element {
    let figures: Vec<_> = images
        .iter()
        .enumerate()
        .map(|(position, image)| {
            let priority = if position == 0 { first } else { Priority::Lazy };
            el("figure")
                .class("gallery-item")
                .child(photo(edition, image, priority, "(min-width: 40rem) 22rem, 100vw"))
                .child(caption(edition, image))
        })
        .collect();
    el("div")
        .class("gallery")
        .attr("role", "group")
        .attr("aria-label", edition.messages().gallery)
        .child(el("div").class("gallery-items").child(figures))
        .child(text.map(|text| el("p").class("caption").child(text)))
}

fn quote(edition: &Edition, paragraphs: &[Vec<Inline>], attribution: Option<&str>) -> Element {
    let attribution =
        attribution.map(|name| el("figcaption").class("attribution").child(format!("— {name}")));
    el("figure")
        .class("quote")
        .child(el("blockquote").child(each("p", edition, paragraphs)))
        .child(attribution)
}

fn table(
    edition: &Edition,
    text: Option<&str>,
    head: &[Vec<Inline>],
    rows: &[Vec<Vec<Inline>>],
) -> Element {
    let head_row = (!head.is_empty()).then(|| {
        let cells =
            head.iter().map(|cell| el("th").attr("scope", "col").child(inlines(edition, cell)));
        el("thead").child(el("tr").child(cells.collect::<Vec<_>>()))
    });
    let rows: Vec<_> = rows.iter().map(|row| el("tr").child(each("td", edition, row))).collect();
    let table = el("table")
        .child(text.map(|text| el("caption").child(text)))
        .child(head_row)
        .child(el("tbody").child(rows));
    el("div")
        .class("table")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", edition.messages().table)
        .child(table)
}

fn unknown(edition: &Edition, kind: &str, source: &Link) -> Element {
    leptos::logging::warn!("a block of the unknown type \"{kind}\" is shown as a placeholder");
    let messages = edition.messages();
    el("p")
        .class("unknown-block")
        .child(messages.unknown_block)
        .child(" ")
        .child(el("a").attr("href", edition.resolve(source)).child(messages.see_source))
}
