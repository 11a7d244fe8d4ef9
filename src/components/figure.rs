//! A picture with its caption and credit.
//!
//! Accessibility: the alternative text is the newsroom's; caption and credit are one `figcaption`.
//! Width and height are always given, so that nothing moves when the picture arrives.

use bantin_model::Image;

use super::Edition;
use super::element::{Element, el};

/// When the browser should fetch a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// The first picture of a page: at once, before others.
    First,
    /// When it comes near the screen.
    Lazy,
}

/// The bare `<img>`.
pub fn picture(
    edition: &Edition,
    image: &Image,
    priority: Priority,
    sizes: &'static str,
) -> Element {
    let (loading, fetch) = match priority {
        Priority::First => ("eager", Some("high")),
        Priority::Lazy => ("lazy", None),
    };
    let srcset = srcset(edition, image);
    let sizes = srcset.is_some().then_some(sizes);
    // What rules the fetching comes before `src`, which starts it.
    el("img")
        .attr("width", image.width.to_string())
        .attr("height", image.height.to_string())
        .attr("alt", image.alt.as_str())
        .attr("loading", loading)
        .attr_if("fetchpriority", fetch)
        .attr("decoding", "async")
        .attr_if("sizes", sizes)
        .attr_if("srcset", srcset)
        .attr("src", edition.resolve(&image.src))
}

/// The same without its alternative text, where the words beside it say it all.
pub fn decoration(
    edition: &Edition,
    image: &Image,
    priority: Priority,
    sizes: &'static str,
) -> Element {
    picture(edition, &Image { alt: String::new(), ..image.clone() }, priority, sizes)
}

/// `srcset` of the picture and its variants; nothing when there are none to choose from.
fn srcset(edition: &Edition, image: &Image) -> Option<String> {
    if image.variants.is_empty() {
        return None;
    }
    let own = format!("{} {}w", edition.resolve(&image.src), image.width);
    let others = image.variants.iter().map(|v| format!("{} {}w", edition.resolve(&v.src), v.width));
    Some(others.chain([own]).collect::<Vec<_>>().join(", "))
}

/// A figure of an article.
pub fn figure(edition: &Edition, image: &Image, priority: Priority) -> Element {
    let shape = if image.height > image.width { "figure figure-tall" } else { "figure" };
    el("figure")
        .class(shape)
        .child(picture(edition, image, priority, "(min-width: 60rem) 44rem, 100vw"))
        .child(caption(edition, image))
}

/// Caption and credit; nothing when there is neither.
pub fn caption(edition: &Edition, image: &Image) -> Option<Element> {
    let credit = image.credit.as_ref().map(|name| (edition.messages().photo_credit)(name));
    let text = image.caption.as_deref();
    (text.is_some() || credit.is_some()).then(|| {
        el("figcaption")
            .child(text.map(|text| el("span").class("caption").child(text)))
            .child(" ")
            .child(credit.map(|credit| el("span").class("credit").child(credit)))
    })
}
