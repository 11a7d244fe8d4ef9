//! Building elements in the browser.

use leptos::ev::Event;
use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::Node;

use crate::{Binding, Element, Part, browser};

/// An element that was built, with its bindings and listeners. Dropping it stops those; the node stays where it is
/// until [`Mountable::unmount`].
pub struct Built {
    node: web_sys::Element,
    _guards: Vec<Guard>,
}

#[expect(dead_code, reason = "held so that dropping them ends them")]
enum Guard {
    Effect(RenderEffect<()>),
    Listener(Listener),
}

/// The bindings of a tree, each with the node that it updates.
type Bindings = Vec<(web_sys::Element, Binding)>;

struct Listener {
    node: web_sys::Element,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        // Fails only for a listener that is no function; a closure is one.
        let _ = self.node.remove_event_listener_with_callback(self.name, function);
    }
}

impl Element {
    /// Builds the element and lets its bindings follow their signals. `None` when the browser cannot make an element in
    /// it.
    pub fn built(self) -> Option<Built> {
        let mut guards = Vec::new();
        let mut bindings = Vec::new();
        let node = self.build_in(&mut guards, &mut bindings)?;
        // One effect for all bindings: to make one for each takes too long on a slow processor.
        if !bindings.is_empty() {
            guards.push(Guard::Effect(RenderEffect::new(move |_| {
                for (node, binding) in &mut bindings {
                    binding.update(node);
                }
            })));
        }
        Some(Built { node, _guards: guards })
    }

    fn build_in(
        self,
        guards: &mut Vec<Guard>,
        bindings: &mut Bindings,
    ) -> Option<web_sys::Element> {
        let parts = *self.0;
        // Fails for a name that no element can have.
        let node = browser::create(parts.tag).ok()?;
        for part in parts.parts {
            match part {
                Part::Attribute(name, value) => browser::set_attribute(&node, name, Some(&value)),
                Part::Text(text) => browser::add_text(&node, &text),
                Part::Element(element) => {
                    // A tree with an element missing could say something wrong, so none of it is built.
                    let child = element.build_in(guards, bindings)?;
                    // Fails only where a node cannot have children, or would become a child of its own.
                    let _ = node.append_child(&child);
                }
                Part::Binding(binding) => bindings.push((node.clone(), binding)),
                Part::Effect(mut effect) => {
                    guards.push(Guard::Effect(RenderEffect::new(move |_| effect())));
                }
                Part::Listener(name, listener) => {
                    let listener: Box<dyn FnMut(Event)> = listener;
                    let closure = Closure::wrap(listener);
                    let function = closure.as_ref().unchecked_ref();
                    let _ = node.add_event_listener_with_callback(name, function);
                    guards.push(Guard::Listener(Listener { node: node.clone(), name, closure }));
                }
            }
        }
        Some(node)
    }
}

impl Binding {
    fn update(&mut self, node: &web_sys::Element) {
        match self {
            Self::Attribute(name, value) => {
                browser::set_attribute(node, name, value().as_deref());
            }
            Self::Checked(value) => {
                node.unchecked_ref::<web_sys::HtmlInputElement>().set_checked(value());
            }
            Self::Text(text, last) => {
                let text = text();
                // An unchanged text is not set again: a status would be announced twice.
                if text != *last {
                    node.set_text_content(Some(&text));
                    *last = text;
                }
            }
        }
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.node.remove();
    }

    fn mount(&mut self, parent: &web_sys::Element, marker: Option<&Node>) {
        let _ = parent.insert_before(&self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self.node.parent_element() {
            Some(parent) => {
                child.mount(&parent, Some(&self.node));
                true
            }
            None => false,
        }
    }

    fn elements(&self) -> Vec<web_sys::Element> {
        vec![self.node.clone()]
    }
}
