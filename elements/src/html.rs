//! Elements as HTML text, and as Leptos views.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::view::{Position, PositionState, Render, RenderHtml};

use crate::{Binding, Built, Element, Part};

impl Element {
    /// The element as HTML.
    pub fn html(self) -> String {
        let mut html = String::new();
        self.write(&mut html);
        html
    }

    fn write(self, html: &mut String) {
        let tag = self.0.tag;
        let mut content = String::new();
        html.push('<');
        html.push_str(tag);
        for part in self.0.parts {
            match part {
                Part::Attribute(name, value) => attribute(html, name, &value),
                Part::Binding(Binding::Attribute(name, mut value)) => {
                    if let Some(value) = value() {
                        attribute(html, name, &value);
                    }
                }
                Part::Binding(Binding::Checked(mut value)) => {
                    if value() {
                        attribute(html, "checked", "");
                    }
                }
                Part::Text(text) => escape(&mut content, &text),
                Part::Binding(Binding::Text(mut text, _)) => escape(&mut content, &text()),
                Part::Element(element) => element.write(&mut content),
                Part::Effect(_) | Part::Listener(..) => {}
            }
        }
        html.push('>');
        if !matches!(tag, "br" | "hr" | "img" | "input" | "source") {
            html.push_str(&content);
            html.push_str("</");
            html.push_str(tag);
            html.push('>');
        }
    }
}

fn attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    for c in value.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
    html.push('"');
}

fn escape(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            other => html.push(other),
        }
    }
}

impl Render for Element {
    /// `None` when the browser could not build the element ([`crate::on_failure`]).
    type State = Option<Built>;

    fn build(self) -> Self::State {
        let built = self.built();
        if built.is_none() {
            crate::fail();
        }
        built
    }

    fn rebuild(self, state: &mut Self::State) {
        let Some(mut new) = self.build() else { return };
        if let Some(old) = state {
            old.insert_before_this(&mut new);
            old.unmount();
        }
        *state = Some(new);
    }
}

leptos::tachys::no_attrs!(Element);

impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra: Vec<AnyAttribute>,
    ) {
        self.write(html);
        *position = Position::NextChild;
    }

    /// Elements are never hydrated (ADR 5), only built.
    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Self::State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
