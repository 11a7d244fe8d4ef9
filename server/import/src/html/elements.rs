//! Questions about an element, asked before it is read.

use scraper::ElementRef;
use scraper::node::Node;

/// Whether an element is a container that WordPress and others use as a figure.
pub fn holds_a_captioned_picture(element: ElementRef<'_>) -> bool {
    class_contains(element, "caption") && holds_picture(element)
}

/// True when one of the classes is `class`.
pub fn has_class(element: ElementRef<'_>, class: &str) -> bool {
    element.value().classes().any(|one| one.eq_ignore_ascii_case(class))
}

/// Whether one of the classes contains `part`.
pub fn class_contains(element: ElementRef<'_>, part: &str) -> bool {
    element.value().classes().any(|one| one.to_ascii_lowercase().contains(part))
}

/// Whether `element` is or contains a picture or a player.
pub fn holds_picture(element: ElementRef<'_>) -> bool {
    element
        .descendants()
        .filter_map(|node| match node.value() {
            Node::Element(inner) => Some(inner.name()),
            _ => None,
        })
        .any(|name| matches!(name, "img" | "amp-img" | "iframe" | "video"))
}
