//! Browser entry of the widgets: what the loader (`public/embed/v1.js`) calls, nothing else.

use bantin::embed::{self, Mounted};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

fn main() {}

/// A widget on somebody's page.
#[wasm_bindgen]
pub struct Widget(Option<Mounted>);

#[wasm_bindgen]
impl Widget {
    /// Draws the rating of `article` into `target`, which stands in the widget's shadow root. `api`
    /// is the root of the API, `lang` a BCP 47 tag.
    ///
    /// # Errors
    /// A sentence for the console, when `article` cannot be the name of an article.
    pub fn rating(
        target: HtmlElement,
        article: &str,
        api: &str,
        lang: &str,
    ) -> Result<Widget, JsValue> {
        let mounted =
            embed::rating(target, article, api, lang).map_err(|e| JsValue::from(e.to_string()))?;
        Ok(Self(Some(mounted)))
    }

    /// Takes the widget off the page.
    pub fn unmount(&mut self) {
        self.0 = None;
    }
}
