//! What readers are given: pages, lists, feeds, search, and all of it as a folder for any static host.
//!
//! - [`app`][]: the built app: a folder, or inside the program
//! - [`brand_files`][]: the manifest and the icons of a site
//! - [`content`][]: what there is to read at a path and at a route
//! - [`embedded`][]: what other sites take besides the script: frames, oEmbed, the page that shows it all
//! - [`export`][]: all of it as a folder for any static host
//! - [`months`][]: what a month is called, and the page of all months
//! - [`pages`][]: pages as HTML, through the reader's own components
//! - [`search`][]: finding articles by their words
//! - [`syndication`][]: Atom, sitemaps, robots.txt
//! - [`widgets`][]: every version of the widgets there was

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
