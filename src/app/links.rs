//! Where the links and forms of a page lead.

use bantin_model::Route;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::App;
use crate::browser;

/// A link to a page of this site.
pub struct Target {
    pub href: String,
    pub route: Route,
}

/// Whether a click asks for what a link leads to in this tab, and nobody else has seen to it.
pub fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
        && !event.default_prevented()
}

impl App {
    /// The page of this site that a click leads to; `None` when the browser is to follow the link itself.
    pub(super) fn link_clicked(self, event: &MouseEvent) -> Option<Target> {
        if is_plain(event) { self.link_of(event) } else { None }
    }

    /// The page of this site that the link around the target of `event` leads to.
    pub(super) fn link_of(self, event: &Event) -> Option<Target> {
        let element: Element = event.target()?.dyn_into().ok()?;
        self.target(&element.closest("a[href]").ok()??)
    }

    /// Where a link leads to, when that is another page of this site.
    pub(super) fn target(self, link: &Element) -> Option<Target> {
        let link: &HtmlAnchorElement = link.dyn_ref()?;
        if !link.target().is_empty()
            || link.has_attribute("download")
            || link.origin() != browser::origin()?
        {
            return None;
        }
        let (path, _) = browser::location()?;
        if link.pathname() == path && !link.hash().is_empty() {
            return None;
        }
        let route = Route::parse(&link.pathname(), &self.config().base)?;
        Some(Target { href: link.href(), route: route.with_query(&link.search()) })
    }

    /// The search that a form asks for; `None` for a form that is not this site's search.
    pub(super) fn search_asked(self, event: &Event) -> Option<Route> {
        let form: Element = event.target()?.dyn_into().ok()?;
        let action = form.get_attribute("action")?;
        let route = Route::parse(&action, &self.config().base)?;
        let field: web_sys::HtmlInputElement =
            form.query_selector("input[name=q]").ok()??.dyn_into().ok()?;
        match route {
            Route::Search { lang, .. } => {
                Some(Route::Search { lang, query: field.value().trim().to_owned(), page: None })
            }
            _ => None,
        }
    }
}
