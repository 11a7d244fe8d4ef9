//! What other sites take besides the script of the widgets. The server and the export both ask here.
//!
//! - [`demo`][]: the page on which somebody tries the widgets and copies the code
//! - [`frame`][]: a widget as a page of its own, for an `<iframe>`
//! - [`oembed`][]: what an article is when another site embeds it

pub mod demo;
pub mod frame;
pub mod oembed;
