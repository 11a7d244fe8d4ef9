//! Links in articles that may be old addresses of others.

use bantin_model::{Block, Inline, Link};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::{OldAddress, key, site_of};
use crate::article_slug::is_markdown;

/// What a link in an article points to, if that is an old address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The article of a file of the same folder.
    File(String),
    /// An address of this site.
    Here(String),
    /// One of another site.
    There { site: String, key: String },
}

impl Target {
    /// By what it is compared.
    pub fn key(&self) -> &str {
        match self {
            Self::File(key) | Self::Here(key) | Self::There { key, .. } => key,
        }
    }
}

/// The place that `link` points to, if an article may have had it as an old address; `own` is the address of this site.
pub fn target(link: &Link, own: Option<&Link>) -> Option<Target> {
    let text = link.as_str();
    let is_number = text.starts_with("?p=");
    if link.is_absolute() {
        let absolute = text.strip_prefix("//").map(|rest| format!("https://{rest}"));
        let url = Url::parse(absolute.as_deref().unwrap_or(text)).ok()?;
        let (site, address) = (site_of(&url)?, OldAddress::of_page(&url)?);
        let own = own.and_then(|own| site_of(&Url::parse(own.as_str()).ok()?));
        let key = address.key();
        return Some(if own.as_ref() == Some(&site) {
            Target::Here(key)
        } else {
            Target::There { site, key }
        });
    }
    if !text.starts_with('/') && !is_number {
        return None;
    }
    if let Some(file) = file(text) {
        return Some(Target::File(key(&file)));
    }
    let url = Url::parse("https://own.invalid/").ok()?.join(text).ok()?;
    Some(Target::Here(OldAddress::at(String::new(), &url)?.key()))
}

/// The path of the Markdown file, in its folder, that a link made by [`link_to_file`] points to.
pub fn file(text: &str) -> Option<String> {
    let path = text.split(['?', '#']).next()?.strip_prefix('/')?;
    let path: String = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    is_markdown(std::path::Path::new(&path)).then_some(path)
}

/// The link that is stored for one to the file `path` of the same folder; `place` is its fragment, with its `#`.
pub fn link_to_file(path: &str, place: &str) -> Option<Link> {
    let path: String = path.nfc().collect();
    let escaped = percent_encoding::utf8_percent_encode(&path, IN_PATH).to_string();
    Link::new(&format!("/{escaped}{place}")).ok()
}

/// The characters that a file's path may contain unescaped.
const IN_PATH: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');

/// The fragment of a link, with its `#`.
pub fn place(link: &Link) -> &str {
    let text = link.as_str();
    text.find('#').and_then(|at| text.get(at..)).unwrap_or_default()
}

/// What becomes of a link in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    Link,
    /// Only its words do.
    Words,
}

/// Calls `each` for every link in the texts of `body`.
pub fn each_link<E>(
    body: &mut [Block],
    each: &mut dyn FnMut(&mut Link) -> Result<Stays, E>,
) -> Result<(), E> {
    body.iter_mut().flat_map(Block::texts_mut).try_for_each(|text| in_text(text, each))
}

fn in_text<E>(
    text: &mut Vec<Inline>,
    each: &mut dyn FnMut(&mut Link) -> Result<Stays, E>,
) -> Result<(), E> {
    let mut at = 0;
    while let Some(inline) = text.get_mut(at) {
        at += 1;
        match inline {
            Inline::Link { href, children } => {
                let stays = each(href)?;
                in_text(children, each)?;
                if stays == Stays::Words {
                    let words = std::mem::take(children);
                    let count = words.len();
                    text.splice(at - 1..at, words);
                    at = at - 1 + count;
                }
            }
            Inline::Strong { children } | Inline::Emphasis { children } => in_text(children, each)?,
            Inline::Text { .. }
            | Inline::Code { .. }
            | Inline::LineBreak
            | Inline::Anchor { .. } => {}
        }
    }
    Ok(())
}
