//! What readers are given: pages, lists, feeds, search; and all of it as a folder for any static host.
//!
//! - [`app`][]: the built app: a folder, or inside the program
//! - [`brand_files`][]: the manifest and the icons of a site
//! - [`content`][]: reading what is at a path and at a route
//! - [`embedded`][]: what other sites take besides the script: frames, oEmbed, the page that shows it all
//! - [`export`][]: all of it as a folder for any static host
//! - [`months`][]: the names of months, and the page that lists them
//! - [`pages`][]: pages as HTML, through the reader's own components
//! - [`search`][]: finding articles by their words
//! - [`syndication`][]: Atom, sitemaps, robots.txt
//! - [`widgets`][]: all versions of the widgets

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod app;
pub mod brand_files;
pub mod content;
pub mod embedded;
pub mod export;
pub mod months;
pub mod pages;
pub mod search;
pub mod syndication;
pub mod widgets;
