//! Pictures and videos of an article that open in the page. In the article they are links to the picture and to the
//! video's own site, and stay that where the third piece does not arrive.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use super::super::pieces::Missing;
use super::super::{App, links};
use crate::browser;
use crate::components::player::{self, Player, PlayerProps};

/// The link around a picture.
pub(super) const PHOTO: &str = ".article .photo";
/// The link to a video.
const VIDEO: &str = ".embed-link";

impl App {
    /// The picture or video that a click is on; `None` when the browser is to follow the link itself.
    pub(in crate::app) fn opened_by(event: &MouseEvent) -> Option<HtmlAnchorElement> {
        if !links::is_plain(event) {
            return None;
        }
        let target: Element = event.target()?.dyn_into().ok()?;
        target.closest(&[PHOTO, VIDEO].join(",")).ok()??.dyn_into().ok()
    }

    /// Opens a picture or a video.
    pub(in crate::app) fn open_link(self, link: HtmlAnchorElement) {
        self.tools.with(move |tools| match tools {
            // The reader has gone on before it was there.
            _ if !link.is_connected() || self.state.with_value(|state| state.is_leaving) => {}
            Ok(tools) => (tools.open)(self, link),
            Err(Missing) => browser::go_to(&link.href()),
        });
    }

    pub(super) fn open_in_page(self, link: HtmlAnchorElement) {
        let is_photo = link.matches(PHOTO).unwrap_or_default();
        let is_open = if is_photo { self.open_photo(&link) } else { self.play(&link) };
        if !is_open {
            browser::go_to(&link.href());
        }
    }

    /// Plays the video above its link, which leads to its site from then on. False where it cannot be played, or does
    /// play already.
    fn play(self, link: &HtmlAnchorElement) -> bool {
        let source = player::source(&link.hostname(), &link.pathname(), &link.search());
        let (Some(source), Some(place)) = (source, link.parent_node()) else { return false };
        if link.previous_element_sibling().is_some() {
            return false;
        }
        let title = link.text_content().unwrap_or_default();
        let player = self.island(&place, Some(link), || Player(PlayerProps { source, title }));
        self.islands.update_value(|islands| islands.players.extend(player));
        true
    }
}
