//! What other sites use besides the widgets' script. The server and the export both use this.
//!
//! - [`demo`][]: the page on which somebody tries the widgets and copies the code
//! - [`frame`][]: a widget as a page of its own, for an `<iframe>`
//! - [`oembed`][]: an article as another site embeds it

pub mod demo;
pub mod frame;
pub mod oembed;
