//! `bantin-server`: the API over a store, and import into it.
//!
//! - [`nameless`][]: the site of a newsroom that says nothing of itself
//! - [`normalize`][]: text without marks, for matching and for slugs
//! - `advice`: what to do about an error, at the end of its message; `leftovers`: half files of killed commands
//! - [`identity`][]: which article of the newsroom an article of a source is
//! - [`import`][]: sources (Markdown folders, feeds) → [`draft`]s
//! - [`lock`][]: one command at a time
//! - [`newsroom`][]: drafts → a server's own store and media folder, or the feed that several follow; related news
//! - `article_slug`: the slugs that imported articles get
//! - [`illustrate`][]: drafts get smaller pictures and cuts of them (`bantin-media` makes them)
//! - [`related`][]: which articles belong together
//! - [`data_folder`][]: what is where in a data folder; [`open`][]: opening its store
//! - [`store`][]: SQLite: articles, and the ledger of a server on its own; `store_error`: what a store cannot do
//! - [`ledger`][]: what readers did, wherever it is kept
//! - [`postgres`][]: a ledger that several servers share, and the feed of what they publish
//! - [`replica`][]: that feed into a server's own store
//! - [`api`][]: the contract over HTTP
//! - [`content`][]: what there is to read at a path and at a route
//! - [`clock`][]: what time it is; `day`: when a day is
//! - [`months`][]: what a month is called, and the page of all months
//! - [`pages`][]: pages as HTML, through the reader's own components
//! - [`syndication`][]: Atom, sitemaps, robots.txt
//! - [`app`][]: where the built app is: a folder, or inside the program
//! - [`app_files`][]: the built app, its pages and the media over HTTP
//! - [`brand_files`][]: the manifest and the icons of a site
//! - [`embedded`][]: what other sites take besides the script: frames, oEmbed, the page that shows it all
//! - [`export`][]: all of it as a folder for any static host
//! - [`search`][]: finding articles by their words
//! - [`ratings`][]: looking at ratings and mending them, for whoever runs the newsroom
//! - [`folder_rules`][]: which folders may hold which
//! - [`check`][]: whether all is well with a newsroom's folders
//! - [`backup`][]: a copy of the data folder that can be put back
//! - [`serve`][]: all of it, listening
//! - [`init`][]: a new newsroom's folder; [`preview`][]: a folder as a site, while it is written
//! - [`listen`][]: connections of clients, within limits
//! - `network`: what of an address belongs to one subscriber
//! - [`spelling`][]: one spelling for each address
//! - [`repeats`][]: saying the same once a minute
//! - [`upkeep`][]: what a running server does by itself
//! - [`watched`][]: whether all that it depends on is at work
//! - [`site_file`][]: `site.toml`
//! - [`register`][]: where sources that are followed are kept
//! - [`sources`][]: what is known of sources that are followed; [`following`][]: looking at them
//! - [`widgets`][]: every version of the widgets there was

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod advice;
pub mod api;
pub mod app;
pub mod app_files;
mod article_slug;
pub mod backup;
pub mod brand_files;
pub mod check;
pub mod clock;
pub mod content;
pub mod data_folder;
mod day;
pub mod draft;
pub mod embedded;
pub mod export;
pub mod folder_rules;
pub mod following;
pub mod identity;
pub mod illustrate;
pub mod import;
pub mod init;
pub mod ledger;
mod leftovers;
pub mod listen;
pub mod lock;
pub mod months;
pub mod nameless;
mod network;
pub mod newsroom;
pub mod normalize;
pub mod old_address;
pub mod open;
pub mod pages;
mod part;
pub mod postgres;
pub mod preview;
pub mod ratings;
pub mod register;
pub mod related;
mod repeats;
pub mod replica;
pub mod search;
pub mod serve;
pub mod site_file;
pub mod sources;
mod spelling;
pub mod store;
mod store_error;
pub mod syndication;
mod upkeep;
pub mod watched;
pub mod widgets;
