//! Reads what ratings and widgets need of the contract, field by field. The README says why serde is not used.
//!
//! - [`Value`][]: what a JSON text says, asked for one field after the other
//! - [`quoted`][]: a text as JSON
//! - [`shapes`][]: ratings, other news, headlines

pub mod shapes;
mod value;

pub use value::{Value, quoted};

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
