//! What an export of Blogger's says of its entries: posts, pages, comments, templates and settings all stand in one feed,
//! told apart by a category.
//!
//! Source: Google's schemas of kinds (`http://schemas.google.com/g/2005#kind`), as exports of Blogger's have them.

use feed_rs::model::Entry;

use crate::Why;

/// The scheme of the category that says what an entry is.
const SCHEME: &str = "http://schemas.google.com/g/2005#kind";

/// Takes what Blogger says that `entry` is from its categories; why it is no article, if it is none.
pub fn take_kind(entry: &mut Entry) -> Option<Why> {
    let is_kind = |scheme: Option<&str>| scheme == Some(SCHEME);
    let found = entry.categories.iter().find(|category| is_kind(category.scheme.as_deref()))?;
    let kind = found.term.rsplit('#').next().unwrap_or_default().to_owned();
    entry.categories.retain(|category| !is_kind(category.scheme.as_deref()));
    match kind.as_str() {
        "post" => None,
        "page" => Some(Why::Page),
        _ => Some(Why::NoArticle),
    }
}
