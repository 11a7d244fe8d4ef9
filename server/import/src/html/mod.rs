//! HTML to typed blocks: by a real parser and an allow-list; everything that is left out is reported.

mod anchors;
mod elements;
mod figure;
mod flatten;
mod list;
mod media;
mod names;
mod runs;
mod scripts;
mod table;
mod walk;

pub use flatten::{Lost, Out};
pub use names::is_element;

use bantin_model::{Block, Link};
use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Html;
use scraper::node::Node;

use super::dropped::Dropped;
use super::error::{EntryError, ImageError};
use super::text;

/// The largest body that is read, in bytes, without the pictures that are written into it.
pub const MAX_BYTES: usize = 4 << 20;

/// The largest body that is read, with those.
const MAX_WITH_PICTURES: usize = 64 << 20;

/// How deep elements may be nested. The parser's time grows with the square of it.
pub const MAX_DEPTH: usize = 500;

/// A picture that was taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// `/media/…`
    pub src: Link,
    /// Pixels, as shown.
    pub width: u32,
    /// Pixels, as shown.
    pub height: u32,
}

/// The place of a body: resolves its addresses and takes over its pictures.
pub trait Surroundings {
    /// Takes over the picture at `src`.
    ///
    /// # Errors
    /// [`ImageError`] says why it was not.
    fn picture(&mut self, src: &str) -> Result<Picture, ImageError>;

    /// The address that `href` means; `None` when it must not be on a page, or leads nowhere.
    fn link(&self, href: &str) -> Option<Link>;

    /// Whether the title of an image is its caption, as in Markdown.
    fn titles_are_captions(&self) -> bool {
        false
    }
}

/// The blocks of `html`. Headings begin at level 2 and end at 4.
///
/// # Errors
/// [`EntryError::TooLarge`] and [`EntryError::TooDeep`].
pub fn read(
    html: &str,
    surroundings: &mut dyn Surroundings,
    dropped: &mut Vec<Dropped>,
) -> Result<Vec<Block>, EntryError> {
    check(html)?;
    let tree = Html::parse_fragment(html);
    let mut blocks = walk::Walker::new(surroundings, dropped).run(&tree);
    shift_headings(&mut blocks);
    Ok(blocks)
}

/// The words of `html` on one line.
///
/// # Errors
/// [`EntryError::TooLarge`] and [`EntryError::TooDeep`].
pub fn plain(html: &str) -> Result<String, EntryError> {
    if !html.contains(['<', '&']) {
        return Ok(text::one_line(html));
    }
    check(html)?;
    let tree = Html::parse_fragment(html);
    let mut out = String::new();
    for node in shown(tree.tree.root()) {
        match node.value() {
            Node::Text(words) => out.push_str(words),
            Node::Element(element) if names::is_block(element.name()) || element.name() == "br" => {
                out.push(' ');
            }
            _ => {}
        }
    }
    Ok(text::one_line(&out))
}

/// The content of `root` in order, without elements that are left out completely.
fn shown<'a>(root: NodeRef<'a, Node>) -> impl Iterator<Item = NodeRef<'a, Node>> {
    let mut left_out = 0usize;
    root.traverse().filter_map(move |edge| {
        let is_open = matches!(edge, Edge::Open(_));
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let is_dropped = scraper::ElementRef::wrap(node).is_some_and(|element| {
            names::is_dropped(element.value().name()) || walk::is_hidden(element)
        });
        match (is_dropped, is_open) {
            (true, true) => left_out += 1,
            (true, false) => left_out = left_out.saturating_sub(1),
            (false, _) => {}
        }
        (is_open && left_out == 0).then_some(node)
    })
}

/// Plain text as HTML, with paragraphs at blank lines.
pub fn from_plain(text: &str) -> String {
    let escaped = text::escaped(text);
    let lines: Vec<&str> = escaped.lines().map(str::trim).collect();
    let paragraphs = lines.split(|line| line.is_empty()).filter(|lines| !lines.is_empty());
    paragraphs.map(|lines| format!("<p>{}</p>", lines.join("<br>"))).collect()
}

fn check(html: &str) -> Result<(), EntryError> {
    if html.len() > MAX_WITH_PICTURES || without_data(html) > MAX_BYTES {
        return Err(EntryError::TooLarge { limit: MAX_BYTES });
    }
    if deepest(html) > MAX_DEPTH {
        return Err(EntryError::TooDeep { limit: MAX_DEPTH });
    }
    Ok(())
}

/// The size of `html` in bytes without its `data:` addresses.
fn without_data(html: &str) -> usize {
    let (mut len, mut rest) = (html.len(), html);
    while let Some((_, data)) = rest.split_once("data:") {
        let is_end = |c: char| matches!(c, '"' | '\'' | '<' | '>') || c.is_whitespace();
        let end = data.find(is_end).unwrap_or(data.len());
        len -= end;
        rest = data.get(end..).unwrap_or_default();
    }
    len
}

/// How deep elements are nested, counted by tags alone.
fn deepest(html: &str) -> usize {
    // Elements that the parser closes by itself.
    const CLOSE_THEMSELVES: [&str; 29] = [
        "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "frame", "hr", "image",
        "img", "input", "li", "link", "meta", "option", "p", "param", "rp", "rt", "source",
        "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    ];
    let (mut open, mut most) = (0usize, 0usize);
    for tag in html.split('<').skip(1) {
        let (closing, rest) = match tag.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, tag),
        };
        let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
        let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_name || CLOSE_THEMSELVES.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            continue;
        }
        open = if closing { open.saturating_sub(1) } else { open + 1 };
        most = most.max(open);
    }
    most
}

/// Shifts the levels of headings so that the smallest becomes 2; none gets more than 4.
fn shift_headings(blocks: &mut [Block]) {
    let level_of = |block: &Block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    };
    let Some(smallest) = blocks.iter().filter_map(level_of).min() else { return };
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level - smallest + 2).min(4);
        }
    }
}

/// Removes a heading with which `body` begins, if it only repeats `title`.
pub fn drop_repeated_title(body: &mut Vec<Block>, title: &str) {
    let repeats = body.first().is_some_and(|first| {
        matches!(first, Block::Heading { .. })
            && text::essence(&first.plain_text()) == text::essence(title)
    });
    if repeats {
        body.remove(0);
    }
}

#[cfg(test)]
mod fuzz_tests;
#[cfg(test)]
mod list_tests;
#[cfg(test)]
mod media_tests;
#[cfg(test)]
pub mod tests;
