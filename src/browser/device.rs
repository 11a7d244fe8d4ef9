//! What the browser and the device offer.

/// A property of the window's `navigator`, at a path of names.
fn of_navigator(path: &[&str]) -> Option<wasm_bindgen::JsValue> {
    let navigator = wasm_bindgen::JsValue::from(web_sys::window()?.navigator());
    path.iter()
        .try_fold(navigator, |value, name| js_sys::Reflect::get(&value, &(*name).into()).ok())
}

/// Whether a worker stands between the page and the network.
pub fn has_worker() -> bool {
    of_navigator(&["serviceWorker", "controller"]).is_some_and(|worker| worker.is_truthy())
}

/// Whether the reader asks for as few bytes as possible.
pub fn saves_data() -> bool {
    of_navigator(&["connection", "saveData"]).is_some_and(|saves| saves.is_truthy())
}
