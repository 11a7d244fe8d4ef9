//! A picture with its caption and credit.
//!
//! Accessibility: the alternative text is the newsroom's; caption and credit are one `figcaption`.
//! Width and height are always given, so that nothing moves when the picture arrives.

use bantin_model::Image;
use leptos::prelude::*;

use super::Edition;

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
) -> impl IntoView + use<> {
    let (loading, fetch) = match priority {
        Priority::First => ("eager", Some("high")),
        Priority::Lazy => ("lazy", None),
    };
    let srcset = srcset(edition, image);
    let sizes = srcset.is_some().then_some(sizes);
    view! {
        <img
            src=edition.resolve(&image.src)
            srcset=srcset
            sizes=sizes
            width=image.width.to_string()
            height=image.height.to_string()
            alt=image.alt.clone()
            loading=loading
            fetchpriority=fetch
            decoding="async"
        />
    }
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
pub fn figure(edition: &Edition, image: &Image, priority: Priority) -> impl IntoView + use<> {
    let shape = if image.height > image.width { "figure figure-tall" } else { "figure" };
    view! {
        <figure class=shape>
            {picture(edition, image, priority, "(min-width: 60rem) 44rem, 100vw")}
            {caption(edition, image)}
        </figure>
    }
}

/// Caption and credit; nothing when there is neither.
pub fn caption(edition: &Edition, image: &Image) -> Option<impl IntoView + use<>> {
    let credit = image.credit.as_ref().map(|name| (edition.messages().photo_credit)(name));
    let text = image.caption.clone();
    (text.is_some() || credit.is_some()).then(|| {
        view! {
            <figcaption>
                {text.map(|text| view! { <span class="caption">{text}</span> })}
                " "
                {credit.map(|credit| view! { <span class="credit">{credit}</span> })}
            </figcaption>
        }
    })
}
