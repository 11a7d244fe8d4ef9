//! Elements whose shape is known only when the data is: what an article or a list is made of.
//!
//! `view!` gives every element a type of its own, which pays where signals change a part of it. Most of a
//! page is drawn once from values and then replaced as a whole; there one type for all elements is
//! 40 kB smaller (ADR 4). Interactive parts stay `view!`; the two mix, both are Leptos views.
//!
//! Text and attributes are escaped by Leptos. There is no way to give raw HTML.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::html;
use leptos::prelude::*;
use leptos::tachys::view::iterators::StaticVec;

/// An element being put together. Boxed, since every step of putting it together moves it.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// The element `tag`, which is one of HTML's.
#[inline(never)]
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

// The steps are not inlined: a page has some two hundred of them.
impl Element {
    pub fn class(self, class: &'static str) -> Self {
        self.with("class", class)
    }

    pub fn attr(self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.with(name, value.as_ref())
    }

    /// The attribute, when there is a value for it.
    pub fn attr_if(self, name: &'static str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with(name, value.as_ref()),
            None => self,
        }
    }

    /// Adds a child: an element, text, a view, or an option or a list of them.
    pub fn child(mut self, child: impl Child) -> Self {
        child.add_to(&mut self.0.children);
        self
    }

    #[inline(never)]
    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push(custom_attribute(name, value.to_owned()).into_any_attr());
        self
    }

    #[inline(never)]
    fn into_view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        // Natively these have no closing tag; a browser knows by itself.
        #[cfg(feature = "ssr")]
        match tag {
            "img" => return html::img().add_any_attr(attributes).into_any(),
            "hr" => return html::hr().add_any_attr(attributes).into_any(),
            "input" => return html::input().add_any_attr(attributes).into_any(),
            "source" => return html::source().add_any_attr(attributes).into_any(),
            "br" => return html::br().add_any_attr(attributes).into_any(),
            _ => {}
        }
        html::custom(tag).add_any_attr(attributes).child(StaticVec::from(children)).into_any()
    }
}

impl IntoRender for Element {
    type Output = AnyView;

    fn into_render(self) -> AnyView {
        self.into_view()
    }
}

/// What can stand in an element.
pub trait Child {
    fn add_to(self, children: &mut Vec<AnyView>);
}

impl Child for AnyView {
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Child for Element {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_view());
    }
}

impl Child for String {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl Child for &str {
    #[inline(never)]
    fn add_to(self, children: &mut Vec<AnyView>) {
        self.to_owned().add_to(children);
    }
}

impl<T: Child> Child for Option<T> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        if let Some(child) = self {
            child.add_to(children);
        }
    }
}

impl<T: Child> Child for Vec<T> {
    fn add_to(self, children: &mut Vec<AnyView>) {
        for child in self {
            child.add_to(children);
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// Without the comments that mark where lists end, which only hydration needs.
    fn html(element: Element) -> String {
        element.into_view().to_html().replace("<!>", "")
    }

    #[test]
    fn attributes_and_text_are_escaped() {
        let link = el("a").attr("href", "/?a=\"><script>").child("<b> & co");
        let html = html(link);
        assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&lt;b> &amp; co") || html.contains("&lt;b&gt; &amp; co"), "{html}");
    }

    #[test]
    fn children_come_in_order_and_nothing_leaves_nothing() {
        let none: Option<Element> = None;
        let list = el("ul").child(none).child(vec![el("li").child("a"), el("li").child("b")]);
        assert_eq!(html(list), "<ul><li>a</li><li>b</li></ul>");
        assert_eq!(html(el("p").attr_if("lang", None::<&str>)), "<p></p>");
    }

    #[test]
    fn empty_elements_have_no_end() {
        let html = html(el("p").child(el("br")).child(el("img").attr("alt", "")));
        assert!(!html.contains("</br>") && !html.contains("</img>"), "{html}");
    }
}
