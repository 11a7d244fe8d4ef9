//! Places in a body that links of the same body lead to: headings, footnotes, and the links back from them.
//!
//! While the body is read, a place is known by a number, since only then it is known what is left. After that, a
//! heading is named after its words, another place after its own name, and a link whose place is gone becomes plain
//! words.

use std::collections::{HashMap, HashSet};

use bantin_core::normalize::slugify;
use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline, Link};
use percent_encoding::percent_decode_str;
use scraper::{ElementRef, Html};

use super::flatten::Out;

/// Keeps the names in an article apart from names in the page around it.
const PREFIX: &str = "s-";
/// The longest name, in bytes, without the prefix.
const LONGEST: usize = 80;

/// The places in a body, by the names that its author gave them.
#[derive(Debug, Default)]
pub struct Anchors {
    numbers: HashMap<String, usize>,
}

impl Anchors {
    /// The places in `html` that a link in it leads to.
    pub fn of(html: &Html) -> Self {
        let elements = || html.tree.root().descendants().filter_map(ElementRef::wrap);
        let wanted: HashSet<String> =
            elements().filter_map(|element| name_in(element.attr("href")?)).collect();
        let mut numbers = HashMap::new();
        for name in elements().filter_map(own_name).filter(|name| wanted.contains(*name)) {
            let next = numbers.len();
            numbers.entry(name.to_owned()).or_insert(next);
        }
        Self { numbers }
    }

    /// The temporary name of `element`, if a link leads to it.
    pub fn place(&self, element: ElementRef<'_>) -> Option<String> {
        let number = self.numbers.get(own_name(element)?)?;
        Some(number.to_string())
    }

    /// The temporary link for `href`, if it leads to a place of the same body.
    pub fn link(&self, href: &str) -> Option<Link> {
        let number = self.numbers.get(&name_in(href)?)?;
        Link::new(&format!("#{number}")).ok()
    }

    /// `blocks` with the final names. Every heading gets one.
    pub fn settled(&self, mut blocks: Vec<Block>) -> Vec<Block> {
        let mut names = Names::default();
        for block in &mut blocks {
            if let Block::Heading { id, text, .. } = block {
                let own = names.free(&plain_text(text));
                for number in taken_out(text) {
                    names.of_place.insert(number, own.clone());
                }
                *id = Some(own);
            }
        }
        let mut left = HashSet::new();
        blocks.iter_mut().flat_map(Block::texts_mut).for_each(|text| places(text, &mut left));
        let mut known: Vec<_> = self.numbers.iter().map(|(name, number)| (*number, name)).collect();
        known.sort_unstable();
        for (number, name) in known {
            let number = number.to_string();
            if !names.of_place.contains_key(&number) && left.contains(&number) {
                let own = names.free(name);
                names.of_place.insert(number, own);
            }
        }
        for text in blocks.iter_mut().flat_map(Block::texts_mut) {
            names.write(text);
        }
        blocks
    }
}

/// The name in `href`, if that leads to the same page.
fn name_in(href: &str) -> Option<String> {
    let name = href.trim().strip_prefix('#').filter(|name| !name.is_empty())?;
    Some(percent_decode_str(name).decode_utf8().ok()?.into_owned())
}

/// The name of an element in its page.
fn own_name(element: ElementRef<'_>) -> Option<&str> {
    let name = element.attr("id").or_else(|| element.attr("name"));
    name.filter(|name| !name.is_empty())
}

/// Moves a place in a paragraph of its own to the beginning of the next text; at the end, to the end of the last text.
pub fn beside_words(outs: Vec<Out>) -> Vec<Out> {
    let mut beside = Vec::with_capacity(outs.len());
    let mut waiting: Vec<Inline> = Vec::new();
    for mut out in outs {
        if let Out::Block(block) = &mut out {
            if let Block::Paragraph { text } = block
                && !text.is_empty()
                && text.iter().all(|inline| matches!(inline, Inline::Anchor { .. }))
            {
                waiting.append(text);
                continue;
            }
            if let Some(text) = block.texts_mut().into_iter().next() {
                text.splice(..0, waiting.drain(..));
            }
        }
        beside.push(out);
    }
    let last = beside.iter_mut().rev().find_map(|out| match out {
        Out::Block(block) => block.texts_mut().pop(),
        Out::Lost(_) => None,
    });
    match last {
        Some(text) => text.append(&mut waiting),
        None if waiting.is_empty() => {}
        None => beside.push(Out::Block(Block::Paragraph { text: waiting })),
    }
    beside
}

/// Takes the places out of `text`, and answers their numbers.
fn taken_out(text: &mut Vec<Inline>) -> Vec<String> {
    let mut numbers = Vec::new();
    text.retain_mut(|inline| match inline {
        Inline::Anchor { id } => {
            numbers.push(std::mem::take(id));
            false
        }
        Inline::Strong { children }
        | Inline::Emphasis { children }
        | Inline::Link { children, .. } => {
            numbers.extend(taken_out(children));
            true
        }
        _ => true,
    });
    numbers
}

/// Adds the places in `text` to `found`.
fn places(text: &[Inline], found: &mut HashSet<String>) {
    for inline in text {
        match inline {
            Inline::Anchor { id } => {
                found.insert(id.clone());
            }
            Inline::Strong { children }
            | Inline::Emphasis { children }
            | Inline::Link { children, .. } => places(children, found),
            _ => {}
        }
    }
}

/// The names that were given, each with its place.
#[derive(Default)]
struct Names {
    taken: HashSet<String>,
    /// The next number for a name that several places want.
    next: HashMap<String, usize>,
    of_place: HashMap<String, String>,
}

impl Names {
    /// An unused name made of `words`.
    fn free(&mut self, words: &str) -> String {
        let slug = slugify(words, LONGEST);
        let stem = if slug.is_empty() {
            PREFIX.trim_end_matches('-').to_owned()
        } else {
            format!("{PREFIX}{slug}")
        };
        let next = self.next.entry(stem.clone()).or_insert(1);
        loop {
            let name = if *next == 1 { stem.clone() } else { format!("{stem}-{next}") };
            *next += 1;
            if self.taken.insert(name.clone()) {
                return name;
            }
        }
    }

    /// Writes the final names into `text`. Each place is written once, and a link without its place becomes its words.
    fn write(&self, text: &mut Vec<Inline>) {
        let mut out = Vec::with_capacity(text.len());
        for mut inline in text.drain(..) {
            match &mut inline {
                Inline::Anchor { id } => match self.of_place.get(id) {
                    Some(name) => id.clone_from(name),
                    None => continue,
                },
                Inline::Strong { children } | Inline::Emphasis { children } => self.write(children),
                Inline::Link { href, children } => {
                    self.write(children);
                    if let Some(number) = href.as_str().strip_prefix('#') {
                        let link =
                            self.of_place.get(number).map(|name| Link::new(&format!("#{name}")));
                        match link {
                            Some(Ok(link)) => *href = link,
                            _ => {
                                out.append(children);
                                continue;
                            }
                        }
                    }
                }
                _ => {}
            }
            out.push(inline);
        }
        *text = out;
    }
}

#[cfg(test)]
mod tests {
    use bantin_model::block::Block;

    use super::super::tests::both;

    /// The blocks of `html` as JSON.
    fn read(html: &str) -> String {
        serde_json::to_string(&both(html).0).unwrap()
    }

    #[test]
    fn a_heading_is_named_after_its_words_and_two_of_one_name_are_told_apart() {
        let (blocks, _) =
            both("<h2>Xe máy đi theo giờ</h2><p>a</p><h2>Xe máy đi theo giờ!</h2><h2>花</h2>");
        let ids: Vec<_> = blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { id, .. } => id.as_deref(),
                _ => None,
            })
            .collect();
        assert_eq!(ids, ["s-xe-may-di-theo-gio", "s-xe-may-di-theo-gio-2", "s"]);
    }

    #[test]
    fn links_lead_to_headings_whatever_their_author_called_them() {
        for heading in [
            "<h2 id=\"muc1\">Giờ đi</h2>",
            "<h2><a name=\"muc1\"></a>Giờ đi</h2>",
            "<a id=\"muc1\"></a><h2>Giờ đi</h2>",
            "<h2><span id=\"muc1\">Giờ đi</span></h2>",
        ] {
            let json = read(&format!("<p>Xem <a href=\"#muc1\">bên dưới</a>.</p>{heading}"));
            assert!(json.contains(r##""href":"#s-gio-di""##), "{heading}: {json}");
            assert!(
                json.contains(r#""id":"s-gio-di""#) && !json.contains("anchor"),
                "{heading}: {json}"
            );
        }
        // Written with percent signs, as browsers write it.
        let json = read("<a href=\"#gi%E1%BB%9D\">x</a><h2 id=\"giờ\">Giờ đi</h2>");
        assert!(json.contains(r##""href":"#s-gio-di""##), "{json}");
    }

    #[test]
    fn footnotes_lead_there_and_back() {
        let json = read(
            "<p>Cầu dài 164 m<sup id=\"fnref:1\"><a href=\"#fn:1\">1</a></sup>.</p>\
             <ol><li id=\"fn:1\">Theo hồ sơ. <a href=\"#fnref:1\">↩</a></li></ol>",
        );
        for part in [
            r##"{"type":"link","href":"#s-fn-1""##,
            r#"{"type":"anchor","id":"s-fnref-1"}"#,
            r#"[{"type":"anchor","id":"s-fn-1"},{"type":"text","text":"Theo hồ sơ. "}"#,
            r##"{"type":"link","href":"#s-fnref-1""##,
        ] {
            assert!(json.contains(part), "{part} is not in {json}");
        }
    }

    #[test]
    fn a_link_to_nothing_becomes_its_words() {
        let json = read(
            "<p>Xem <a href=\"#khong-co\">bên dưới</a> và <a href=\"#an\">đây</a>.</p><nav id=\"an\">x</nav>",
        );
        assert!(
            !json.contains("link") && json.contains("bên dưới") && json.contains("đây"),
            "{json}"
        );
    }

    #[test]
    fn what_nobody_leads_to_has_no_name() {
        let json = read("<p id=\"a\">a</p><div id=\"b\"><p>b</p></div>");
        assert!(!json.contains("anchor"), "{json}");
    }
}
