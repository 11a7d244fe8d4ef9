//! A picture with its caption and credit.
//!
//! Accessibility: the alternative text is the newsroom's; caption and credit are one `figcaption`.
//! Width and height are always given, so that nothing moves when the picture arrives.
//!
//! The bare picture stands in the widgets' lists too, so it is put together with [`elements`][], which
//! keeps attributes in the order they are given in.

use bantin_model::{Image, ImageVariant};
use elements::{Element, el};
use leptos::prelude::*;

use super::{Edition, use_edition};

/// When the browser should fetch a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// The first picture of a page: at once, before others.
    First,
    /// When it comes near the screen.
    Lazy,
}

/// The bare picture: an `<img>`, in a `<picture>` where there are smaller files to choose from.
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
    // Attributes that decide about fetching stand before `src`, since that starts it.
    let img = el("img")
        .attr("width", image.width.to_string())
        .attr("height", image.height.to_string())
        .attr("alt", image.alt.as_str())
        .attr("loading", loading)
        .attr_if("fetchpriority", fetch)
        .attr("decoding", "async")
        .attr("src", edition.resolve(&image.src));
    // The fallback for browsers that know none of the variants' formats: the original.
    let sources: Vec<_> = formats(image)
        .into_iter()
        .map(|format| {
            el("source")
                .attr("type", format)
                .attr("sizes", sizes)
                .attr("srcset", srcset(edition, image, format))
        })
        .collect();
    if sources.is_empty() { img } else { el("picture").child(sources).child(img) }
}

/// The media types of a picture's variants, each once, in the newsroom's order: a browser takes the first format that
/// it knows.
fn formats(image: &Image) -> Vec<&str> {
    let mut formats = Vec::new();
    for variant in &image.variants {
        if !formats.contains(&&*variant.media_type) {
            formats.push(&*variant.media_type);
        }
    }
    formats
}

/// The picture with an empty alternative text, for places where the words beside it say everything.
pub fn decoration(
    edition: &Edition,
    image: &Image,
    priority: Priority,
    sizes: &'static str,
) -> Element {
    picture(edition, &Image { alt: String::new(), ..image.clone() }, priority, sizes)
}

/// A decoration of always the same small size: `sizes`, which is `points` wide. Of its files those are named that a screen
/// can need, with up to four pixels to a point.
pub fn thumbnail(
    edition: &Edition,
    image: &Image,
    priority: Priority,
    sizes: &'static str,
    points: u32,
) -> Element {
    let is_needed = |file: &&ImageVariant| {
        let of_format = image.variants.iter().filter(|other| other.media_type == file.media_type);
        let enough = of_format.map(|other| other.width).filter(|width| *width >= 4 * points).min();
        enough.is_none_or(|enough| file.width <= enough)
    };
    let variants = image.variants.iter().filter(is_needed).cloned().collect();
    decoration(edition, &Image { variants, ..image.clone() }, priority, sizes)
}

/// The variants of one format.
fn srcset(edition: &Edition, image: &Image, format: &str) -> String {
    let files = image.variants.iter().filter(|variant| variant.media_type == format);
    let files = files.map(|v| format!("{} {}w", edition.resolve(&v.src), v.width));
    files.collect::<Vec<_>>().join(", ")
}

/// A picture of an article as a link to the full picture, which the app shows large instead of following it
/// ([`viewer`](super::viewer)).
#[component]
pub fn Photo(
    image: Image,
    priority: Priority,
    /// The width it is shown at, for the attribute `sizes`.
    sizes: &'static str,
) -> impl IntoView {
    let edition = use_edition();
    let name = image.alt.is_empty().then_some(edition.messages().photo);
    view! {
        <a href=edition.resolve(&image.src) aria-label=name class="photo">
            {picture(&edition, &image, priority, sizes)}
        </a>
    }
}

/// A figure of an article.
#[component]
pub fn Figure(image: Image, priority: Priority) -> impl IntoView {
    let class = if image.height > image.width { "figure figure-tall" } else { "figure" };
    let caption = view! { <Caption text=image.caption.clone() credit=image.credit.clone() /> };
    view! {
        <figure class=class>
            <Photo image priority sizes="(min-width: 46rem) 44rem, 100vw" />
            {caption}
        </figure>
    }
}

/// Caption and credit; nothing when there is neither.
#[component]
pub fn Caption(
    text: Option<String>,
    /// Whose picture it is.
    credit: Option<String>,
) -> impl IntoView {
    let edition = use_edition();
    let credit = credit.map(|name| edition.messages().photo_credit.with(&name));
    (text.is_some() || credit.is_some()).then(|| {
        let text = text.map(|text| view! { <span class="caption">{text}</span> });
        let credit = credit.map(|credit| view! { <span class="credit">{credit}</span> });
        view! { <figcaption>{text} " " {credit}</figcaption> }
    })
}
