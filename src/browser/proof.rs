//! A proof of work, for which a service may ask a new reader.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/proof.js")]
extern "C" {
    /// `challenge.nonce` whose SHA-256 begins with so many zero bits; undefined where the browser has no
    /// SHA-256, as on a page that is not secure.
    pub async fn prove(challenge: &str, bits: u8) -> JsValue;
}
