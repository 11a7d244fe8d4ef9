//! Requests to the service and for files.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/requests.js")]
extern "C" {
    /// A request that gives up after 15 seconds, with a method, perhaps a token and a JSON body. With `outlives_page`
    /// it is sent even when the page is closed meanwhile. It is broken off with page number `page` ([`break_off`]),
    /// unless that is 0. `None` where `url` is no address.
    pub fn request(
        url: &str,
        method: &str,
        token: Option<&str>,
        body: Option<&str>,
        outlives_page: bool,
        page: u32,
    ) -> Option<web_sys::Request>;

    /// Sends a request and gives its answer. Fails with the name of the JavaScript error, or undefined where it has
    /// none.
    #[wasm_bindgen(catch)]
    pub async fn answer_of(request: &web_sys::Request) -> Result<JsValue, JsValue>;

    /// Breaks off the calls of all pages but number `kept`, since the reader is going elsewhere.
    pub fn break_off(kept: u32);

    /// The file of words at this address; empty where it cannot be had.
    pub async fn words(url: &str) -> JsValue;

    /// A field of a value that `JSON.parse` gave; undefined where it has none of this name. `.` gives the value itself.
    pub fn field(value: &JsValue, name: &str) -> JsValue;
}
