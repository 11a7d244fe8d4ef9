//! Elements put together by hand where every kilobyte counts: for the widgets on other people's pages and what pages
//! share with them (the rating, the lists of other news, the picture and the time in these), and for two lines that the
//! app's first piece draws. Everything else is drawn with `view!`.
//!
//! An element is a plain list of parts. [`Element::built`] builds it in the browser and lets the bound parts follow
//! their signals; [`Element::html`] writes it natively. It is a Leptos view, so that it can stand in `view!`. The
//! README says why this crate exists, and has an example.
//!
//! Text and attributes are escaped. There is no way to give raw HTML.

mod browser;
mod dom;
mod html;

use std::cell::Cell;

use leptos::ev::Event;

pub use dom::Built;

thread_local! {
    static ON_FAILURE: Cell<Option<fn()>> = const { Cell::new(None) };
}

/// Makes `tell` be called when the browser cannot make an element of a view. That view is then missing as a whole.
pub fn on_failure(tell: fn()) {
    ON_FAILURE.set(Some(tell));
}

fn fail() {
    if let Some(tell) = ON_FAILURE.get() {
        tell();
    }
}

/// A closure over signals, which runs again when one of them has changed.
type Reactive<T> = Box<dyn FnMut() -> T + Send>;

/// An element that is being put together. Boxed, since every method moves it.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    parts: Vec<Part>,
}

/// A part of an element. Parts are kept in the order they were given.
pub enum Part {
    Attribute(&'static str, String),
    Text(String),
    Element(Element),
    Binding(Binding),
    /// A closure that runs again whenever a signal it reads changes; never natively.
    Effect(Reactive<()>),
    Listener(&'static str, Box<dyn FnMut(Event) + Send>),
}

/// A part of an element that follows signals. One effect runs all bindings of a tree: when a signal of one of them
/// changes, all are updated.
pub enum Binding {
    Attribute(&'static str, Reactive<Option<String>>),
    /// Whether a radio is chosen. This sets the property: the attribute is only the initial state.
    Checked(Reactive<bool>),
    /// The whole text of the element, and the text that was set last.
    Text(Reactive<String>, String),
}

/// Begins the element `tag`, which is one of HTML's, or `svg` or `path`.
#[inline(never)]
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, parts: Vec::new() }))
}

// Not inlined, since the methods are called very often.
impl Element {
    pub fn class(self, class: &'static str) -> Self {
        self.with_attribute("class", class)
    }

    pub fn attr(self, name: &'static str, value: impl AsRef<str>) -> Self {
        self.with_attribute(name, value.as_ref())
    }

    /// Adds the attribute if there is a value for it.
    pub fn attr_if(self, name: &'static str, value: Option<impl AsRef<str>>) -> Self {
        match value {
            Some(value) => self.with_attribute(name, value.as_ref()),
            None => self,
        }
    }

    /// Adds a child: an element, text, or an option or a list of them.
    pub fn child(mut self, child: impl Child) -> Self {
        child.add_to(&mut self.0.parts);
        self
    }

    /// Adds an attribute that follows the signals `value` reads; with `None` the element does not have it.
    pub fn live_attr(
        self,
        name: &'static str,
        value: impl FnMut() -> Option<String> + Send + 'static,
    ) -> Self {
        self.with(Part::Binding(Binding::Attribute(name, Box::new(value))))
    }

    /// Adds text that follows the signals `text` reads. The element can have no other text or children.
    pub fn live_text(self, text: impl FnMut() -> String + Send + 'static) -> Self {
        self.with(Part::Binding(Binding::Text(Box::new(text), String::new())))
    }

    /// Chooses the radio or not, following the signals `value` reads.
    pub fn live_checked(self, value: impl FnMut() -> bool + Send + 'static) -> Self {
        self.with(Part::Binding(Binding::Checked(Box::new(value))))
    }

    /// Runs `effect` once the element is built and whenever a signal it reads has changed, as long as
    /// the element is there. Natively it never runs.
    pub fn effect(self, effect: impl FnMut() + Send + 'static) -> Self {
        self.with(Part::Effect(Box::new(effect)))
    }

    /// Calls `listener` on every event of this name. Natively there are none.
    pub fn on(self, event: &'static str, listener: impl FnMut(Event) + Send + 'static) -> Self {
        self.with(Part::Listener(event, Box::new(listener)))
    }

    #[inline(never)]
    fn with_attribute(self, name: &'static str, value: &str) -> Self {
        self.with(Part::Attribute(name, value.to_owned()))
    }

    #[inline(never)]
    fn with(mut self, part: Part) -> Self {
        self.0.parts.push(part);
        self
    }
}

/// A value that can be put into an element.
pub trait Child {
    fn add_to(self, parts: &mut Vec<Part>);
}

impl Child for Element {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        parts.push(Part::Element(self));
    }
}

impl Child for String {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        parts.push(Part::Text(self));
    }
}

impl Child for &str {
    #[inline(never)]
    fn add_to(self, parts: &mut Vec<Part>) {
        self.to_owned().add_to(parts);
    }
}

impl<T: Child> Child for Option<T> {
    fn add_to(self, parts: &mut Vec<Part>) {
        if let Some(child) = self {
            child.add_to(parts);
        }
    }
}

impl<T: Child> Child for Vec<T> {
    fn add_to(self, parts: &mut Vec<Part>) {
        for child in self {
            child.add_to(parts);
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn attributes_and_text_are_escaped() {
        let link = el("a").attr("href", "/?a=\"><script>").child("<b> & co");
        assert_eq!(link.html(), "<a href=\"/?a=&quot;><script>\">&lt;b&gt; &amp; co</a>");
    }

    #[test]
    fn children_come_in_order_and_nothing_leaves_nothing() {
        let none: Option<Element> = None;
        let list = el("ul").child(none).child(vec![el("li").child("a"), el("li").child("b")]);
        assert_eq!(list.html(), "<ul><li>a</li><li>b</li></ul>");
        assert_eq!(el("p").attr_if("lang", None::<&str>).html(), "<p></p>");
    }

    #[test]
    fn empty_elements_have_no_end() {
        let html = el("p").child(el("br")).child(el("img").attr("alt", "")).html();
        assert_eq!(html, "<p><br><img alt=\"\"></p>");
    }

    #[test]
    fn what_is_alive_is_written_as_it_is_now() {
        let button = el("button")
            .live_attr("hidden", || Some(String::new()))
            .live_attr("title", || None)
            .live_text(|| "x".to_owned())
            .effect(|| unreachable!())
            .on("click", |_| unreachable!());
        assert_eq!(button.html(), "<button hidden=\"\">x</button>");
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod in_a_browser {
    #![allow(clippy::unwrap_used)]
    use leptos::prelude::*;
    use leptos::tachys::view::Mountable;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    use super::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn what_is_built_follows_its_signals_until_it_is_dropped() {
        let _ = any_spawner::Executor::init_wasm_bindgen();
        let owner = Owner::new();
        owner.set();
        let count = RwSignal::new(3);
        let element = el("p")
            .attr("title", "<b>")
            .live_text(move || count.get().to_string())
            .on("click", move |_| count.update(|count| *count += 1));
        let built = element.built().unwrap();
        let node = built.elements().pop().unwrap();
        let node: web_sys::HtmlElement = wasm_bindgen::JsCast::dyn_into(node).unwrap();
        // Browsers differ in how they write a sign of HTML in an attribute, and not in what it is.
        assert_eq!(node.title(), "<b>");
        assert_eq!((node.tag_name(), node.inner_html()), ("P".to_owned(), "3".to_owned()));
        node.click();
        leptos::task::tick().await;
        assert_eq!(node.text_content().as_deref(), Some("4"));
        drop(built);
        node.click();
        leptos::task::tick().await;
        assert_eq!((node.text_content().as_deref(), count.get_untracked()), (Some("4"), 4));
        assert!(el("a b").built().is_none(), "no element has such a name");
    }
}
