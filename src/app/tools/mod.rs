//! The tools of a page: its controls, the search field's suggestions, pictures large, videos, reading aloud, whose clocks
//! a time is told by.
//!
//! They are in a third piece of WebAssembly (`src/main.rs`), which comes when nothing else waits, or when the reader
//! first reaches for one of them. This module and what notices that is in the first piece; the rest is reached only
//! through [`ToolsPiece`].

mod clocks;
mod controls;
mod listen;
mod moved;
mod open;
mod photos;
mod suggest;

use web_sys::{HtmlAnchorElement, HtmlInputElement};

use super::App;
use super::pieces::Missing;
use crate::browser;
pub use controls::Bare;

/// The functions of the third piece, which the first piece calls.
pub struct ToolsPiece {
    equip: fn(App),
    suggest: fn(App, HtmlInputElement),
    open: fn(App, HtmlAnchorElement),
    photo_of_address: fn(App, bool),
    listen: fn(App),
    pub(super) follow_article: fn(App),
}

/// The table that the split point gives out (`src/main.rs`); nothing else may use it.
pub static TOOLS: ToolsPiece = ToolsPiece {
    equip: App::equip,
    suggest: App::suggest,
    open: App::open_in_page,
    photo_of_address: App::photo_of_address_now,
    listen: App::listen_now,
    follow_article: App::follow_article,
};

impl App {
    /// Fetches the third piece, and makes the controls of a prerendered page work.
    pub(super) fn fetch_tools(self) {
        self.tools.whenever(move |tools| match tools {
            Ok(tools) => (tools.equip)(self),
            Err(Missing) => self.say_what_is_missing(None),
        });
    }

    /// Makes this search field suggest articles. Without the third piece it goes on as a plain form, which leads to
    /// the results page.
    fn suggest_in(self, field: HtmlInputElement) {
        self.tools.whenever(move |tools| {
            if let Ok(tools) = tools {
                (tools.suggest)(self, field);
            }
        });
    }

    /// Reads the article in view aloud, or stops that.
    pub(super) fn listen(self) {
        let number = self.number_in_view();
        self.tools.with(move |tools| match tools {
            // The reader has gone on before it was there.
            _ if !self.is_in_view(number) => {}
            Ok(tools) => {
                // An earlier attempt may have failed.
                browser::hide("failed");
                (tools.listen)(self);
            }
            Err(Missing) => browser::reveal("failed"),
        });
    }
}
