//! The values every part of Bản Tin speaks.
//!
//! Nothing here does I/O or knows a browser, a server or a store. The shapes are those of the API
//! contract (`docs/api.md`): what is serialised here is what travels.
//!
//! - [`article`][]: one article, whole, and its summary
//! - [`block`][]: the typed blocks an article's body is made of
//! - [`brand`][]: how a newsroom looks
//! - [`fonts`][]: what a paper is set in
//! - [`image`][]: a picture and the other files of it
//! - [`inline`][]: the typed runs of text inside a block
//! - [`language`][]: tags of languages (BCP 47)
//! - [`lenient`][]: what a value can do without costs no more than itself
//! - [`link`][]: addresses that may reach a page (http, https, mailto, tel, sms, relative)
//! - [`list`][]: JSON Feed 1.1 lists of summaries
//! - [`months`][]: the months there are articles of
//! - [`path`][]: where the files of the read tree are
//! - [`problem`][]: RFC 9457 errors
//! - [`rating`][]: stars and their summary
//! - [`route`][]: the pages of the site
//! - [`search`][]: words, the index, what comes first
//! - [`site`][]: what a newsroom says of itself
//! - [`slug`][]: the identifier of an article
//! - [`static_page`][]: a page that is no news

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod article;
pub mod block;
pub mod brand;
#[cfg(not(target_arch = "wasm32"))]
pub mod fonts;
pub mod image;
pub mod inline;
pub mod language;
pub mod lenient;
pub mod link;
pub mod list;
pub mod list_item;
pub mod months;
pub mod path;
pub mod problem;
pub mod rating;
pub mod route;
pub mod search;
pub mod site;
pub mod slug;
pub mod static_page;

pub use article::{Article, Author, Listed, Related, RelatedReason, Summary, Tag, Translation};
pub use block::{Block, EmbedProvider};
pub use brand::{Brand, DateForm, Face, FrontBlock, Logo, OwnLine, Show};
#[cfg(not(target_arch = "wasm32"))]
pub use brand::{Color, Colors, Icons, OwnScript, Palette};
#[cfg(not(target_arch = "wasm32"))]
pub use fonts::{FONTS, FontFace, Fonts, OwnFont, StandIn};
pub use image::{Crop, Image, ImageVariant};
pub use inline::Inline;
pub use link::Link;
pub use list::{Feed, FeedItem};
pub use list_item::ListItem;
pub use months::{Month, Months};
pub use problem::{Problem, ProblemKind};
pub use rating::{RatingSummary, Reader, Stars};
pub use route::Route;
pub use search::SearchIndex;
pub use site::{Section, Site};
pub use slug::Slug;
pub use static_page::{PageLink, StaticPage};
