//! What is done with the article in view: sharing it, keeping it, telling that it was read.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/article.js")]
extern "C" {
    /// Shares the page under this title: by the system's own dialogue, else by copying its address, else by a mail.
    /// Answers whether the address is in the clipboard now.
    pub async fn share(title: &str) -> JsValue;

    /// Tells the worker that the page in view was drawn from the file at this address.
    pub fn was_read(url: &str);

    /// Keeps the article in view to be read without a network: its `page` and its `data` by their addresses, and the
    /// pictures that are shown; all under `name`, for [`unkeep`]. Answers whether page and data are kept now, also where
    /// the browser can keep nothing.
    pub async fn keep(name: &str, page: &str, data: &str) -> JsValue;

    /// Removes what [`keep`] kept under this name.
    pub fn unkeep(name: &str);
}
