//! Browser entry of the app: it is mounted here, and here its WebAssembly is split. Nothing else.

// The loader finds the split point by its exported name, and the compiler counts such an attribute as unsafe.
#![cfg_attr(split, allow(unsafe_code))]

use bantin::app::{self, LATER, Later, Missing, TOOLS, ToolsPiece};

fn main() {
    bantin::browser::reveal_on_panic("failed");
    elements::on_failure(|| bantin::browser::reveal("failed"));
    wasm_bindgen_futures::spawn_local(app::begin(|| Box::pin(later()), || Box::pin(tools())));
}

/// Gives out the part of the app that draws pages. `cargo xtask build` makes a piece of its own of everything that is
/// reached only from here, and a call fetches that piece.
///
/// In the library it would be part of the widgets as well.
#[cfg(split)]
#[leptos::wasm_split::wasm_split(later, wasm_split_path = leptos::wasm_split, fallible)]
fn later() -> Result<&'static Later, Missing> {
    Ok(&LATER)
}

/// The same where the app stays in one piece, as in `trunk serve`.
#[cfg(not(split))]
async fn later() -> Result<&'static Later, Missing> {
    Ok(&LATER)
}

/// Gives out the controls of a page, which are live components, in a piece of their own in the same way.
#[cfg(split)]
#[leptos::wasm_split::wasm_split(tools, wasm_split_path = leptos::wasm_split, fallible)]
fn tools() -> Result<&'static ToolsPiece, Missing> {
    Ok(&TOOLS)
}

/// The same where the app stays in one piece.
#[cfg(not(split))]
async fn tools() -> Result<&'static ToolsPiece, Missing> {
    Ok(&TOOLS)
}
