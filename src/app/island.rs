//! Live components among nodes that the app did not draw: in a prerendered page, or above any page.

use leptos::prelude::*;
use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::App;

/// A component with an owner of its own. Dropping it removes it from the page and ends all that it does.
pub struct Island {
    owner: Owner,
    view: Box<dyn Mountable>,
}

impl Drop for Island {
    fn drop(&mut self) {
        self.view.unmount();
        self.owner.cleanup();
    }
}

/// A viewer that is open.
pub struct Viewing {
    /// Whether going back leads to the page without a picture.
    pub is_pushed: bool,
    /// Ends with this.
    pub _island: Island,
}

/// The islands of the page in view.
#[derive(Default)]
pub struct Islands {
    /// In the place of the controls of a prerendered page.
    pub controls: Vec<Island>,
    /// Behind the search field, from its first focus on.
    pub suggestions: Option<Island>,
    /// Pictures that are seen large.
    pub viewing: Option<Viewing>,
    /// Videos that play.
    pub players: Vec<Island>,
    /// The bar of an article that is read aloud.
    pub listening: Option<Island>,
}

impl App {
    /// Draws a component before the node `next` of `parent`, or as its last. It finds the edition of the page in view in
    /// its context, and what the app does for it. `None` where no page is in view.
    pub(super) fn island<V: IntoView>(
        self,
        parent: &Node,
        next: Option<&Node>,
        draw: impl FnOnce() -> V,
    ) -> Option<Island>
    where
        V::State: 'static,
    {
        let edition = self.edition_in_view()?;
        let owner = Owner::new();
        let mut view: Box<dyn Mountable> = Box::new(owner.with(|| {
            provide_context(edition);
            provide_context(self.article_actions());
            draw().into_view().build()
        }));
        view.mount(parent.unchecked_ref(), next);
        Some(Island { owner, view })
    }

    /// Closes the viewer, if it is open. Answers whether it was.
    pub(super) fn leave_photo(self) -> bool {
        let viewing = self.islands.try_update_value(|islands| islands.viewing.take());
        // Dropped only now: what ends with it may ask for the others.
        viewing.flatten().is_some()
    }

    /// Removes what has come into the page since it was drawn. The controls stay.
    pub(super) fn leave_islands(self) {
        let left = self.islands.try_update_value(|islands| {
            let controls = std::mem::take(&mut islands.controls);
            std::mem::replace(islands, Islands { controls, ..Islands::default() })
        });
        // Not before: what ends with them may ask for the others.
        drop(left);
    }
}
