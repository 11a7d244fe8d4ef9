//! Pictures, frames and posts of other sites.

use bantin_model::{Block, EmbedProvider, Image, Link};
use scraper::{ElementRef, Node};

use super::elements::{class_contains, has_class};
use super::flatten::{Lost, Out};
use super::walk::Walker;
use crate::dropped::Dropped;
use crate::error::ImageError;
use crate::{embed, text};

/// The longest title of an embed, in characters.
const TITLE: usize = 200;

impl Walker<'_> {
    pub fn image(&mut self, element: ElementRef<'_>) {
        let alt = text::one_line(element.attr("alt").unwrap_or_default());
        if class_contains(element, "emoji") || class_contains(element, "smiley") {
            return self.text(&alt);
        }
        let addresses = addresses(element);
        let src = addresses.first().cloned().unwrap_or_default();
        // The real picture is in the `<noscript>` that follows.
        if (src.is_empty() || src.starts_with("data:")) && has_stand_in(element) {
            return;
        }
        if ["width", "height"].iter().any(|side| matches!(element.attr(side), Some("0" | "1"))) {
            return self.note(Dropped::Image { src, error: ImageError::TrackingPixel });
        }
        let title = element.attr("title").filter(|_| self.surroundings.titles_are_captions());
        let (caption, credit) = text::caption_and_credit(title.unwrap_or_default());
        self.flush();
        if let Some(href) = self.marks.link.clone().filter(|href| !is_picture(href.as_str())) {
            self.note(Dropped::ImageLink { href: href.as_str().to_owned() });
        }
        let mut found = self.surroundings.picture(&src);
        for smaller in addresses.iter().skip(1) {
            if !matches!(found, Err(ref error) if *error != ImageError::TrackingPixel) {
                break;
            }
            found = self.surroundings.picture(smaller).or(found);
        }
        match found {
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

    /// Reads a `<noscript>`: its picture counts, unless an element beside it shows the same one.
    pub fn without_script(&mut self, element: ElementRef<'_>) {
        let inside: String = element.text().collect();
        let inside = if inside.contains('<') { inside } else { element.inner_html() };
        if !inside.contains("<img") || inside.len() > NOSCRIPT {
            return;
        }
        let tree = scraper::Html::parse_fragment(&inside);
        let same: Vec<String> = pictures_in(tree.root_element()).flat_map(addresses).collect();
        let before = element.prev_siblings().find(|node| !is_blank(node.value()));
        let after = element.next_siblings().find(|node| !is_blank(node.value()));
        let beside = |node: Option<ego_tree::NodeRef<'_, Node>>| {
            let element = node.and_then(ElementRef::wrap);
            element.map(|element| pictures_in(element).flat_map(addresses).collect::<Vec<_>>())
        };
        let is_shown = |src: &String| !src.is_empty() && !src.starts_with("data:");
        // Next to an `<img>` with an address, it is a copy of that; next to others, only if it has the same address.
        let is_picture = before.and_then(ElementRef::wrap).is_some_and(|element| {
            element.value().name() == "img" && addresses(element).first().is_some_and(is_shown)
        });
        let mut others = beside(before).into_iter().chain(beside(after)).flatten();
        if is_picture || others.any(|src| same.contains(&src)) {
            return;
        }
        self.children(tree.tree.root());
    }

    /// Reads a player. For an unknown site it becomes a link that names the site.
    pub fn frame(&mut self, element: ElementRef<'_>) {
        self.flush();
        let name = element.value().name();
        let source = element.child_elements().find(|child| child.value().name() == "source");
        let src =
            ["src", "data-src", "data-lazy-src", "data-litespeed-src", "data-cmp-src", "data"]
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
        let is_player = matches!(name, "video" | "audio");
        let is_frame = name == "iframe" && !is_unseen(element) && !is_nothing_to_read(src);
        let path = src.split(['?', '#']).next().unwrap_or_default();
        let is_frame =
            is_frame || (name == "object" && path.to_ascii_lowercase().ends_with(".pdf"));
        match file.filter(|_| is_player || is_frame) {
            Some(href) => {
                let provider = EmbedProvider::Other;
                self.out.push(Out::Block(Block::Embed { provider, href, title }));
            }
            // The content of an object is for browsers that cannot show it.
            None if name == "object" => self.children(*element),
            None if src.is_empty() => self.note(Dropped::Element { name: name.to_owned() }),
            None => self.note(Dropped::Frame { src: src.to_owned() }),
        }
    }

    /// Reads an address that WordPress would replace by what is there. False when `element` contains more than that.
    pub fn embed_address(&mut self, element: ElementRef<'_>) -> bool {
        let words: String = element.text().collect();
        let words = words.trim();
        let is_alone =
            element.child_elements().next().is_none() && !words.contains(char::is_whitespace);
        let Some(link) = Link::new(words).ok().filter(|link| is_alone && link.is_absolute()) else {
            return false;
        };
        let (provider, href) = embed::recognise(words).unwrap_or((EmbedProvider::Other, link));
        self.out.push(Out::Block(Block::Embed { provider, href, title: None }));
        true
    }

    /// Reads a post that is quoted in its site's own markup. False when `element` is none.
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
        // The last link in a quoted post leads to the post itself.
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

    /// Makes a gallery of the pictures from `start` on, if there are several and nothing else.
    pub fn join_gallery(&mut self, start: usize) {
        let pictures = self.out.get(start..).unwrap_or_default();
        if pictures.len() < 2 || !pictures.iter().all(|out| out.image().is_some()) {
            return;
        }
        let images = pictures.iter().filter_map(Out::image).cloned().collect();
        self.out.truncate(start);
        self.out.push(Out::Block(Block::Gallery { images, caption: None }));
    }

    /// Whether the element is a caption after its picture, without a figure around both.
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

/// A `<noscript>` longer than this, in bytes, contains more than a picture.
const NOSCRIPT: usize = 10_000;

/// Whether a node has no content.
fn is_blank(node: &Node) -> bool {
    match node {
        Node::Text(words) => words.trim().is_empty(),
        Node::Comment(_) => true,
        _ => false,
    }
}

/// The pictures in an element, or the element itself.
fn pictures_in(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    let all = element.descendants().filter_map(ElementRef::wrap);
    all.filter(|element| element.value().name() == "img")
}

/// Whether a `<noscript>` with a picture follows.
fn has_stand_in(element: ElementRef<'_>) -> bool {
    let next =
        element.next_siblings().find(|node| !is_blank(node.value())).and_then(ElementRef::wrap);
    next.is_some_and(|next| {
        next.value().name() == "noscript"
            && (next.text().any(|words| words.contains("<img"))
                || next.inner_html().contains("<img"))
    })
}

/// Whether a frame is invisible.
fn is_unseen(element: ElementRef<'_>) -> bool {
    ["width", "height"].iter().any(|side| matches!(element.attr(side), Some("0" | "1")))
}

/// Whether a frame only counts readers, advertises, or has buttons.
fn is_nothing_to_read(src: &str) -> bool {
    let parts = [
        "doubleclick.",
        "googlesyndication.",
        "googletagmanager.",
        "google-analytics.",
        "adservice",
        "//ads.",
        "/ads/",
        "facebook.com/plugins/like",
        "facebook.com/plugins/share",
        "facebook.com/plugins/page",
        "facebook.com/plugins/comments",
        "platform.twitter.com/widgets",
        "recaptcha",
        "disqus.com",
    ];
    parts.iter().any(|part| src.contains(part))
}

/// The addresses of a picture, the largest first: scripts that load pictures late keep them in other attributes.
fn addresses(element: ElementRef<'_>) -> Vec<String> {
    let attribute =
        |name: &&str| element.attr(name).map(str::trim).filter(|value| !value.is_empty());
    let parent = element.parent().and_then(ElementRef::wrap);
    let picture = parent.filter(|parent| parent.value().name() == "picture");
    let sources = picture.into_iter().flat_map(|picture| picture.child_elements());
    let sources = sources.filter(|child| child.value().name() == "source");
    let others: Vec<(f64, String)> = sources
        .flat_map(|source| SETS.iter().filter_map(move |name| source.attr(name)))
        .filter_map(largest)
        .filter(|(_, src)| !src.starts_with("data:"))
        .collect();
    let real = |src: &&str| !src.starts_with("data:");
    let late = LATE.iter().filter_map(attribute).find(real);
    let plain = attribute(&"src");
    let set =
        SETS.iter().filter_map(attribute).filter_map(largest).find(|(_, src)| real(&src.as_str()));
    // A picture with a declared width is larger than the fallback; one of double density is the same one.
    let mut wide: Option<&(f64, String)> = None;
    for one in set.iter().chain(&others).filter(|(size, _)| *size > 10.0) {
        if wide.is_none_or(|wide| one.0 > wide.0) {
            wide = Some(one);
        }
    }
    let wide = wide.map(|(_, src)| src.clone());
    // A set without a picture beside it, or with other formats of it.
    let other = || others.first().map(|(_, src)| src.clone());
    let full = FULL.iter().filter_map(attribute).find(real);
    let large = attribute(&LARGE).filter(real).map(str::to_owned);
    let small = late.or(plain.filter(real)).map(str::to_owned);
    let full = full.map(str::to_owned);
    let mut found: Vec<String> =
        [wide, large, small, full, set.map(|(_, src)| src)].into_iter().flatten().collect();
    if found.is_empty() {
        found.extend(other().or_else(|| plain.map(str::to_owned)));
    }
    let mut seen = Vec::new();
    found.retain(|src| {
        let is_new = !seen.contains(src);
        seen.push(src.clone());
        is_new
    });
    found
}

/// Attributes in which scripts keep the address until the picture is near the screen.
const LATE: [&str; 16] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-lazyload",
    "data-echo",
    "data-hi-res-src",
    "data-image-src",
    "data-url",
    "data-img",
    "data-original-src",
    "data-litespeed-src",
    "data-ezsrc",
    "data-cfsrc",
    "data-src-retina",
    "nitro-lazy-src",
];

/// Attributes with several sizes.
const SETS: [&str; 4] = ["srcset", "data-srcset", "data-lazy-srcset", "data-original-set"];

/// The attribute in which WordPress' carousel has a size that fills a screen.
const LARGE: &str = "data-large-file";

/// Attributes with the original, which may be huge.
const FULL: [&str; 2] = ["data-orig-file", "data-full-url"];

/// The largest picture in a `srcset`, with its declared width in pixels, or its density.
fn largest(set: &str) -> Option<(f64, String)> {
    let size = |descriptor: &str| {
        let number = descriptor.trim_end_matches(['w', 'x']);
        number.parse::<f64>().ok().filter(|size| size.is_finite()).unwrap_or(1.0)
    };
    let mut best: Option<(f64, &str)> = None;
    let mut rest = set;
    // An address ends with a blank and may contain commas; its description ends with a comma.
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        let (descriptor, after) = match address.len() == bare.len() {
            true => after.split_once(',').unwrap_or((after, "")),
            false => ("", after),
        };
        // `a.jpg,https://b.jpg 2x`: a blank is missing.
        let bare = bare.rsplit_once(",http").map_or(bare, |(first, _)| first);
        let size = size(descriptor.trim());
        if best.is_none_or(|(most, _)| size > most) {
            best = Some((size, bare));
        }
        rest = after;
    }
    best.map(|(size, address)| (size, address.to_owned()))
}

fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"].iter().any(|end| path.ends_with(end))
}

/// An address for the report; a `data:` address is too long to print.
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
