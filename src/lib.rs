//! Bản Tin, the reader: the same components compiled for the browser (feature `csr`) and natively
//! (feature `ssr`, to prerender).
//!
//! Arrows run one way:
//!
//! ```text
//! main, embed → app → pages → components → outbox → reader → api, locale → model
//! ```
//!
//! - [`app`][]: the shell around every page, and going from one page to the next
//! - [`embed`][]: the widgets on other people's pages
//! - `takeover`: a prerendered page becomes the app's without being drawn again
//! - `prerender` (feature `ssr`): pages as HTML
//! - [`pages`][]: one file a route; each is given its data as values
//! - [`components`][]: one file a component; none fetches, none touches storage
//! - [`api`][]: the one door to the network
//! - [`outbox`][]: votes that the service has not confirmed yet
//! - [`reader`][]: what belongs to the person reading
//! - [`locale`][]: messages, dates, numbers
//! - [`browser`][]: what only a browser has
//! - [`config`][]: what the operator sets in the page, without a rebuild

pub mod api;
pub mod app;
pub mod browser;
pub mod components;
pub mod config;
pub mod embed;
pub mod locale;
pub mod outbox;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod prerender;
pub mod reader;
mod takeover;

/// An allocator two kilobytes smaller than Rust's own for WebAssembly (ADR 6).
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
