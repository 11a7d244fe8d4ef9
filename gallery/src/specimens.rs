//! One thing to look at, drawn, under its name.

use bantin::components::Edition;
use bantin::prerender;
use leptos::prelude::*;

/// One thing to look at.
pub struct Specimen {
    /// What it is, and in which state.
    pub name: String,
    pub html: String,
}

impl Specimen {
    /// What `view` draws in a page of this edition.
    pub fn of<V: IntoView>(edition: &Edition, name: &str, view: impl FnOnce() -> V) -> Self {
        let edition = edition.clone();
        let draw = || {
            provide_context(edition);
            view()
        };
        Self { name: name.to_owned(), html: prerender::drawn(draw) }
    }

    /// The same with this put in the place of that: a state which only a browser brings about by itself.
    #[must_use]
    pub fn with(mut self, before: &str, after: &str) -> Self {
        assert!(self.html.contains(before), "{}: no {before} in {}", self.name, self.html);
        self.html = self.html.replacen(before, after, 1);
        self
    }

    /// The HTML with names of its own in the page, in which the same thing stands several times.
    pub fn scoped(&self, number: usize) -> String {
        let mut html = self.html.clone();
        for attribute in NAMING {
            html = html.replace(&format!(" {attribute}=\""), &format!(" {attribute}=\"s{number}-"));
        }
        html.replace(" href=\"#", &format!(" href=\"#s{number}-"))
    }
}

/// Attributes that name something in the page, or lead to it by its name.
const NAMING: [&str; 7] = [
    "id",
    "for",
    "name",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-activedescendant",
];
