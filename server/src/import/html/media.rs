//! Pictures, frames and posts of other sites.

use bantin_model::inline::plain_text;
use bantin_model::{Block, EmbedProvider, Image, Link};
use scraper::{ElementRef, Node};

use super::figure::{class_contains, has_class};
use super::flatten::{Lost, Out};
use super::walk::Walker;
use crate::import::dropped::Dropped;
use crate::import::error::ImageError;
use crate::import::{embed, text};

/// An embed's title is cut to this many characters.
const TITLE: usize = 200;

impl Walker<'_> {
    pub fn image(&mut self, element: ElementRef<'_>) {
        let alt = text::one_line(element.attr("alt").unwrap_or_default());
        if class_contains(element, "emoji") || class_contains(element, "smiley") {
            return self.text(&alt);
        }
        let src = address(element).unwrap_or_default();
        if ["width", "height"].iter().any(|side| matches!(element.attr(side), Some("0" | "1"))) {
            return self.note(Dropped::Image { src, error: ImageError::TrackingPixel });
        }
        let title = element.attr("title").filter(|_| self.surroundings.titles_are_captions());
        let (caption, credit) = text::caption_and_credit(title.unwrap_or_default());
        self.flush();
        if let Some(href) = self.marks.link.clone().filter(|href| !is_picture(href.as_str())) {
            self.note(Dropped::ImageLink { href: href.as_str().to_owned() });
        }
        match self.surroundings.picture(&src) {
            Ok(picture) => {
                let (src, width, height) = (picture.src, picture.width, picture.height);
                let image = Image { src, width, height, alt, caption, credit, variants: vec![] };
                self.out.push(Out::Block(Block::Image { image }));
            }
            Err(ImageError::TrackingPixel) => {
                self.note(Dropped::Image { src, error: ImageError::TrackingPixel });
            }
            Err(error) => {
                let href = self.surroundings.link(&src).filter(Link::is_absolute);
                self.note(Dropped::Image { src: shortened(&src), error });
                self.out.push(Out::Lost(Lost { href, alt, caption, credit }));
            }
        }
    }

    /// A player. One of an unknown site is left out.
    pub fn frame(&mut self, element: ElementRef<'_>) {
        self.flush();
        let name = element.value().name();
        let source = element.child_elements().find(|child| child.value().name() == "source");
        let src = ["src", "data-src", "data-lazy-src", "data"]
            .iter()
            .find_map(|attr| {
                element.attr(attr).filter(|src| !src.is_empty() && *src != "about:blank")
            })
            .or_else(|| source.and_then(|source| source.attr("src")))
            .unwrap_or_default();
        let title = element.attr("title").and_then(text::some_line).map(|title| clip(&title));
        if let Some((provider, href)) = embed::recognise(src) {
            return self.out.push(Out::Block(Block::Embed { provider, href, title }));
        }
        let file = self.surroundings.link(src).filter(Link::is_absolute);
        match file.filter(|_| matches!(name, "video" | "audio")) {
            Some(href) => {
                let provider = EmbedProvider::Other;
                self.out.push(Out::Block(Block::Embed { provider, href, title }));
            }
            // What an object holds is there for who cannot show it.
            None if name == "object" => self.children(*element),
            None if src.is_empty() => self.note(Dropped::Element { name: name.to_owned() }),
            None => self.note(Dropped::Frame { src: src.to_owned() }),
        }
    }

    /// A post quoted with its site's own markup. False when `element` is none.
    pub fn post(&mut self, element: ElementRef<'_>) -> bool {
        let classes = [
            "twitter-tweet",
            "twitter-video",
            "instagram-media",
            "tiktok-embed",
            "fb-video",
            "fb-post",
        ];
        if !classes.iter().any(|class| has_class(element, class)) {
            return false;
        }
        let own =
            ["data-instgrm-permalink", "cite", "data-href"].iter().filter_map(|a| element.attr(a));
        let links = element.descendent_elements().filter_map(|inner| inner.attr("href"));
        // The last link of a quoted post is the one to the post itself.
        let links: Vec<&str> = links.collect();
        let Some((provider, href)) = own.chain(links.into_iter().rev()).find_map(embed::recognise)
        else {
            return false;
        };
        self.flush();
        let words: String = element.text().collect();
        let title = text::some_line(&words).map(|words| clip(&words));
        self.out.push(Out::Block(Block::Embed { provider, href, title }));
        true
    }

    /// Makes the pictures from `start` on one gallery, if there is nothing else and they are several.
    pub fn join_gallery(&mut self, start: usize) {
        let pictures = self.out.get(start..).unwrap_or_default();
        if pictures.len() < 2 || !pictures.iter().all(|out| out.image().is_some()) {
            return;
        }
        let images = pictures.iter().filter_map(Out::image).cloned().collect();
        self.out.truncate(start);
        self.out.push(Out::Block(Block::Gallery { images, caption: None }));
    }

    /// True for a caption that stands after its picture instead of in a figure with it.
    pub fn is_late_caption(&self, element: ElementRef<'_>) -> bool {
        let open = match self.out.last() {
            Some(Out::Block(Block::Image { image })) => image.caption.is_none(),
            Some(Out::Block(Block::Gallery { caption, .. })) => caption.is_none(),
            Some(Out::Lost(lost)) => lost.caption.is_none(),
            _ => false,
        };
        let pictures = ["img", "iframe", "video", "table"];
        open && class_contains(element, "caption")
            && !element.descendent_elements().any(|e| pictures.contains(&e.value().name()))
    }

    pub fn late_caption(&mut self, element: ElementRef<'_>) {
        let (words, credit) = super::figure::caption_of(element);
        if let Some(last) = self.out.last_mut() {
            super::figure::set_caption(last, words, credit);
        }
    }
}

/// Where the picture really is: scripts that load pictures late keep it in another attribute.
fn address(element: ElementRef<'_>) -> Option<String> {
    let late = ["data-src", "data-original", "data-lazy-src", "data-orig-file", "data-srcset"];
    let plain = element.attr("src").filter(|src| !src.trim().is_empty());
    let real = plain.filter(|src| !src.trim_start().starts_with("data:"));
    let late = || late.iter().find_map(|name| element.attr(name).map(|value| (*name, value)));
    let found = match late() {
        Some(("data-srcset", set)) => real.map(str::to_owned).or_else(|| largest(set)),
        // Kept beside a real address, this one is the full size and may be huge.
        Some(("data-orig-file", file)) => real.map(str::to_owned).or_else(|| Some(file.to_owned())),
        Some((_, value)) if !value.trim().is_empty() => Some(value.to_owned()),
        _ => real.map(str::to_owned),
    };
    let found = found.or_else(|| element.attr("srcset").and_then(largest));
    let source = || {
        let parent = ElementRef::wrap(element.parent()?)?;
        let picture = parent.value().name() == "picture";
        let sources = parent.child_elements().filter(|e| e.value().name() == "source");
        picture.then(|| sources.filter_map(|e| e.attr("srcset")).find_map(largest))?
    };
    found.or_else(source).or(plain.map(str::to_owned)).map(|src| src.trim().to_owned())
}

/// The address with the largest descriptor of a `srcset`.
fn largest(set: &str) -> Option<String> {
    let size = |descriptor: &str| {
        let number = descriptor.trim_end_matches(['w', 'x']);
        number.parse::<f64>().ok().filter(|size| size.is_finite()).unwrap_or(1.0)
    };
    let mut best: Option<(f64, &str)> = None;
    for candidate in set.split(", ").flat_map(|part| part.split(",http").map(str::trim)) {
        let mut parts = candidate.split_ascii_whitespace();
        let Some(url) = parts.next() else { continue };
        let size = size(parts.next().unwrap_or("1x"));
        if best.is_none_or(|(most, _)| size > most) {
            best = Some((size, url));
        }
    }
    best.map(|(_, url)| url.trim_end_matches(',').to_owned()).map(|url| {
        if url.starts_with("s://") || url.starts_with("://") { format!("http{url}") } else { url }
    })
}

fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"].iter().any(|end| path.ends_with(end))
}

/// An address in a note; one that holds the picture itself is too long to print.
fn shortened(src: &str) -> String {
    match src.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", src.get(..at).unwrap_or_default()),
        None => src.to_owned(),
    }
}

fn clip(title: &str) -> String {
    match title.char_indices().nth(TITLE) {
        Some((at, _)) => {
            let head = title.get(..at).unwrap_or_default();
            let end = head.rfind(' ').unwrap_or(at);
            format!("{}…", head.get(..end).unwrap_or(head).trim_end())
        }
        None => title.to_owned(),
    }
}

/// True when `node` or anything in it is a picture or player.
pub fn holds_picture(element: ElementRef<'_>) -> bool {
    element
        .descendants()
        .filter_map(|node| match node.value() {
            Node::Element(inner) => Some(inner.name()),
            _ => None,
        })
        .any(|name| matches!(name, "img" | "amp-img" | "iframe" | "video"))
}

/// The words of `block`, for a test whether it says anything.
pub fn paragraph_words(out: &Out) -> Option<String> {
    match out {
        Out::Block(Block::Paragraph { text }) => Some(plain_text(text)),
        _ => None,
    }
}
