//! Text as search compares it.

/// Lower case and NFC.
#[cfg(target_arch = "wasm32")]
pub fn lower(text: &str) -> String {
    let text = js_sys::JsString::from(text);
    let normal = text.normalize("NFC");
    normal.to_lower_case().into()
}

/// Lower case and NFC, of text that is NFC already, as whatever is stored is.
#[cfg(not(target_arch = "wasm32"))]
pub fn lower(text: &str) -> String {
    text.to_lowercase()
}
