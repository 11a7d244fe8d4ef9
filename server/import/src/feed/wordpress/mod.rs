//! The parts of a WordPress export (WXR: RSS with elements of its own) that RSS does not have, and its texts, which are
//! not quite HTML.
//!
//! Source: the export itself (`wp-admin/includes/export.php` of WordPress writes it).
//!
//! - `body`: paragraphs by blank lines, blocks that stand elsewhere in the export
//! - `footnotes`: those that the export keeps beside the text
//! - `shortcodes`, `known`: `[gallery]` and its like; `gated`: blocks for members

mod attributes;
mod body;
mod footnotes;
mod gated;
mod known;
mod shortcodes;

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use super::lead_picture::LeadPicture;
use super::raw::Raw;
use crate::Why;

pub use body::html;

/// The name of a WordPress site as a source, the same for its export and its interface: its address, as
/// [`bantin_core::identity::bare_address`] writes it.
pub fn source(home: &str) -> String {
    format!("wordpress:{home}")
}

/// A text that is in every export of WordPress', and in no other feed.
pub const NAMESPACE: &str = "wordpress.org/export/";

/// The kind of items that are blocks for posts to refer to.
const BLOCK: &str = "wp_block";

/// The fields of an item that only WordPress has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// `post`, `page`, `attachment` and others.
    pub kind: String,
    /// `publish`, `draft`, `private` and others.
    pub status: String,
    /// The slug.
    pub name: String,
    /// The slugs it had before.
    pub earlier_names: Vec<String>,
    /// `post_id`, which never changes.
    pub id: String,
    /// The text that the newsroom wrote for lists; for an attachment, its caption.
    pub excerpt: String,
    /// Categories, tags, and terms of plugins.
    pub terms: Vec<Term>,
    /// Whether a password is needed to read it.
    pub has_password: bool,
    /// The field of a plugin that closes the post to some readers.
    pub closed_by: Option<String>,
    /// The id of the post it belongs to.
    pub parent: String,
    /// The address of an attachment's file, and its alternative text.
    pub file: String,
    pub alt: String,
    /// The id of the attachment that is the lead picture.
    pub thumbnail: String,
    /// The text of a block that posts may refer to.
    pub content: String,
    /// Its footnotes, as the editor keeps them: JSON.
    pub footnotes: String,
}

/// A category, a tag, or another term of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// `category`, `post_tag`, `post_format` and others.
    pub domain: String,
    /// Its slug.
    pub slug: String,
    pub name: String,
}

/// A file of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    pub file: String,
    pub caption: String,
    pub alt: String,
    /// The post it was uploaded to.
    pub parent: String,
}

/// The items of an export that posts refer to.
#[derive(Debug, Default)]
pub struct Export {
    /// Attachments by id, in the export's order.
    attachments: Vec<(String, Attachment)>,
    places: HashMap<String, usize>,
    /// The places of the pictures that were uploaded to each post.
    pictures: HashMap<String, Vec<usize>>,
    /// The texts of blocks that are for everybody, by id.
    blocks: HashMap<String, String>,
    /// The ids of blocks that are not for everybody: drafts, private ones, ones with a password.
    hidden_blocks: HashSet<String>,
    /// The shown names of authors, by their login names.
    authors: HashMap<String, String>,
}

/// Whether [`Item::of`] reads the element `name` of an item.
pub fn is_wanted(name: &str) -> bool {
    name.starts_with("wp:") || matches!(name, "category" | "excerpt:encoded" | "content:encoded")
}

impl Item {
    /// Reads the fields of a WordPress item from `raw`.
    pub fn of(raw: &Raw) -> Self {
        let text = |name: &str| raw.text(name).unwrap_or_default().to_owned();
        let meta = |key: &str| raw.meta(key).unwrap_or_default().to_owned();
        let kind = text("wp:post_type");
        let terms = raw.all("category").map(|field| Term {
            domain: field.attribute("domain").unwrap_or_default().to_owned(),
            slug: field.attribute("nicename").unwrap_or_default().to_owned(),
            name: field.text.clone(),
        });
        Self {
            status: text("wp:status"),
            // WordPress escapes letters other than Latin ones: `%d0%ba`.
            name: percent_decode_str(&text("wp:post_name")).decode_utf8_lossy().into_owned(),
            earlier_names: raw.metas("_wp_old_slug").map(str::to_owned).collect(),
            id: text("wp:post_id"),
            excerpt: text("excerpt:encoded"),
            terms: terms.collect(),
            has_password: raw.text("wp:post_password").is_some(),
            closed_by: closed_by(raw),
            parent: text("wp:post_parent"),
            file: text("wp:attachment_url"),
            alt: meta("_wp_attachment_image_alt"),
            thumbnail: meta("_thumbnail_id"),
            footnotes: meta("footnotes"),
            content: if kind == BLOCK { text("content:encoded") } else { String::new() },
            kind,
        }
    }

    /// Whether it is a block that posts may refer to.
    pub fn is_block(&self) -> bool {
        self.kind == BLOCK
    }

    /// Whether it has a field that only an export has.
    pub fn is_one(&self) -> bool {
        !self.kind.is_empty()
    }

    /// Why it is not an article for everybody; `None` if it is one. For a scheduled article, the date says from when it
    /// is public.
    pub fn not_public(&self) -> Option<Why> {
        match self.kind.as_str() {
            "post" => {}
            kind if self.status != "publish" || is_of_the_system(kind) => {
                return Some(Why::NoArticle);
            }
            "page" => return Some(Why::Page),
            kind => return Some(Why::OtherKind(kind.to_owned())),
        }
        if let Some(key) = &self.closed_by {
            return Some(Why::NotPublic(key.clone()));
        }
        match self.status.as_str() {
            "publish" | "future" if self.has_password => {
                Some(Why::NotPublic("a password".to_owned()))
            }
            "publish" | "future" => None,
            "draft" | "auto-draft" | "pending" => Some(Why::Draft),
            status => Some(Why::NotPublic(format!("status: {status}"))),
        }
    }

    /// Whether it is for everybody, by its status and password. An item without status is not published.
    fn is_published(&self) -> bool {
        self.status == "publish" && !self.has_password
    }

    /// Whether it is a file that posts may show. A file has the status of its post (`inherit`), unless it was given one
    /// of its own.
    fn has_public_file(&self) -> bool {
        let is_shown = matches!(self.status.as_str(), "" | "inherit" | "publish");
        !self.file.is_empty() && is_shown && !self.has_password
    }

    /// The names of its categories and tags, without formats, languages and lists.
    pub fn term_names(&self) -> impl Iterator<Item = &str> {
        let is_shown = |term: &&Term| {
            matches!(term.domain.as_str(), "category" | "post_tag" | "tag")
                && !is_no_category(&term.slug)
        };
        self.terms.iter().filter(is_shown).map(|term| term.name.as_str())
    }

    /// The authors that a plugin for several authors names.
    pub fn authors(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().filter(|term| term.domain == "author").map(|term| term.name.as_str())
    }

    /// The language that a plugin for several languages names.
    pub fn language(&self) -> Option<&str> {
        self.terms.iter().find(|term| term.domain == "language").map(|term| term.slug.as_str())
    }
}

/// The field of a plugin that shows the post to some readers only; `None` if it is for everybody.
fn closed_by(raw: &Raw) -> Option<String> {
    // Each with the values that mean "for everybody".
    const KEYS: [(&str, &[&str]); 4] = [
        ("_jetpack_newsletter_access", &["", "everybody"]),
        ("_members_access_role", &[""]),
        ("rcp_access_level", &["", "None", "0"]),
        ("rcp_subscription_level", &["", "all"]),
    ];
    let mut keys = KEYS.iter();
    let found = keys.find(|(key, open)| raw.metas(key).any(|value| !open.contains(&value.trim())));
    found.map(|(key, _)| (*key).to_owned())
}

/// Whether items of this kind are internal to WordPress or a page builder.
fn is_of_the_system(kind: &str) -> bool {
    const KINDS: [&str; 12] = [
        "attachment",
        "custom_css",
        "customize_changeset",
        "elementor_library",
        "et_pb_layout",
        "nav_menu_item",
        "oembed_cache",
        "revision",
        "user_request",
        "shop_order",
        "shop_coupon",
        "popup",
    ];
    kind.is_empty()
        || KINDS.contains(&kind)
        || ["wp_", "acf-", "acf_", "wpcf7", "jp_"].iter().any(|start| kind.starts_with(start))
}

/// Whether a category with this slug means "no category".
pub fn is_no_category(slug: &str) -> bool {
    let slug = slug.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    ["uncategorized", "uncategorised", "khong-phan-loai", "chua-phan-loai", "chua-duoc-phan-loai"]
        .contains(&slug)
}

impl Export {
    /// Collects from `items` what posts refer to; `head` is the part of the export before its first item.
    pub fn of(head: &Raw, items: &[Item]) -> Self {
        let mut export = Self::default();
        for author in head.all("wp:author") {
            let child = |name: &str| author.child(name).unwrap_or_default();
            let (login, name) = (child("wp:author_login"), child("wp:author_display_name"));
            if !login.is_empty() && !name.is_empty() {
                export.authors.insert(login.to_owned(), name.to_owned());
            }
        }
        for item in items {
            if item.is_block() && !item.is_published() {
                export.hidden_blocks.insert(item.id.clone());
            } else if !item.content.is_empty() {
                export.blocks.insert(item.id.clone(), item.content.clone());
            }
            if item.has_public_file() {
                let attachment = Attachment {
                    file: item.file.clone(),
                    caption: item.excerpt.clone(),
                    alt: item.alt.clone(),
                    parent: item.parent.clone(),
                };
                let place = export.attachments.len();
                if known::is_picture(&item.file) {
                    export.pictures.entry(item.parent.clone()).or_default().push(place);
                }
                export.places.insert(item.id.clone(), place);
                export.attachments.push((item.id.clone(), attachment));
            }
        }
        export
    }

    /// The shown name of the author with this login name.
    pub fn author<'a>(&'a self, login: &'a str) -> &'a str {
        self.authors.get(login).map_or(login, String::as_str)
    }

    /// The attachment with this id.
    pub fn attachment(&self, id: &str) -> Option<&Attachment> {
        self.attachments.get(*self.places.get(id)?).map(|(_, attachment)| attachment)
    }

    /// The pictures that were uploaded to a post, in the export's order.
    fn pictures_of(&self, post: &str) -> Vec<&str> {
        let places = self.pictures.get(post).into_iter().flatten();
        places.filter_map(|place| self.attachments.get(*place)).map(|(id, _)| id.as_str()).collect()
    }
}

/// The lead picture of each item, by its index; `None` where it has none.
pub fn thumbnails(items: &[Item]) -> Vec<Option<LeadPicture>> {
    let files: HashMap<&str, &Item> = items
        .iter()
        .filter(|item| item.has_public_file())
        .map(|item| (item.id.as_str(), item))
        .collect();
    let picture = |item: &&Item| LeadPicture {
        url: item.file.clone(),
        alt: item.alt.clone(),
        caption: item.excerpt.clone(),
    };
    items.iter().map(|item| files.get(item.thumbnail.as_str()).map(picture)).collect()
}

#[cfg(test)]
mod block_tests;
#[cfg(test)]
mod tests;
