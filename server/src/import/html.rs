//! HTML → typed blocks, once, by an allow-list. What is not understood degrades to its text, and the
//! import says what was left out.

use bantin_model::{Block, EmbedProvider, Image, Inline, Link, inline};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use url::Url;

use super::Dropped;
use super::inline::{clean, paragraphs};
use super::pictures::Origin;
use super::video;
use crate::draft::Media;

/// What an article's HTML became.
#[derive(Debug, Default)]
pub struct Converted {
    pub blocks: Vec<Block>,
    pub media: Vec<Media>,
    pub dropped: Vec<Dropped>,
}

/// Converts `html`. Pictures come from `origin`; relative addresses are relative to `base`.
pub fn convert(html: &str, origin: &mut Origin, base: Option<&Url>) -> Converted {
    let document = Html::parse_fragment(html);
    let mut converter = Converter { origin, base, out: Converted::default(), loose: Vec::new() };
    converter.children(document.root_element());
    converter.flush();
    level_headings(&mut converter.out.blocks);
    converter.out
}

/// Shifts headings so that the smallest level used is 2 and none exceeds 4.
fn level_headings(blocks: &mut [Block]) {
    let levels = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, .. } => Some(*level),
        _ => None,
    });
    let Some(top) = levels.min() else { return };
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level - top + 2).clamp(2, 4);
        }
    }
}

/// Splits a trailing credit off a caption: "Cầu gỗ. Ảnh: Minh Trí" → ("Cầu gỗ.", "Minh Trí").
pub fn split_credit(caption: &str) -> (Option<String>, Option<String>) {
    let caption = caption.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in ["Ảnh:", "Photo:", "Nguồn ảnh:", "Nguồn:", "Credit:", "Source:"] {
        if let Some(at) = caption.rfind(mark) {
            let before = caption.get(..at).unwrap_or_default();
            if !(before.is_empty() || before.ends_with([' ', '(', '.', '–', '-', '|'])) {
                continue;
            }
            let credit = caption.get(at + mark.len()..).unwrap_or_default();
            let credit = credit.trim().trim_end_matches([')', '.']).trim();
            let before = before.trim().trim_end_matches(['(', '–', '-', '|']).trim();
            let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            return (text(before), text(credit));
        }
    }
    ((!caption.is_empty()).then_some(caption), None)
}

/// What an element is to an article.
enum Kind {
    Paragraph,
    Heading(u8),
    Figure,
    Image,
    Quote,
    List {
        ordered: bool,
    },
    Table,
    Divider,
    Frame,
    Preformatted,
    /// A box: what is in it counts.
    Container,
    /// Part of a line.
    Inline,
    /// Has no place in an article, with all that is in it.
    Forbidden,
    Unknown,
}

fn kind(name: &str) -> Kind {
    match name {
        "p" => Kind::Paragraph,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "figure" => Kind::Figure,
        "img" | "picture" => Kind::Image,
        "blockquote" => Kind::Quote,
        "ul" => Kind::List { ordered: false },
        "ol" => Kind::List { ordered: true },
        "table" => Kind::Table,
        "hr" => Kind::Divider,
        "iframe" => Kind::Frame,
        "pre" => Kind::Preformatted,
        "html" | "body" | "div" | "section" | "article" | "main" | "header" | "footer"
        | "aside" | "center" | "details" | "summary" | "address" | "dl" | "dt" | "dd"
        | "figcaption" | "li" | "tbody" | "tr" | "td" => Kind::Container,
        "a" | "b" | "strong" | "i" | "em" | "cite" | "code" | "kbd" | "samp" | "br" | "span"
        | "u" | "small" | "mark" | "sub" | "sup" | "time" | "abbr" | "s" | "del" | "ins"
        | "font" | "q" | "dfn" | "var" | "wbr" | "big" | "label" | "bdi" | "bdo" | "data" => {
            Kind::Inline
        }
        "script" | "style" | "noscript" | "template" | "form" | "input" | "button" | "select"
        | "textarea" | "svg" | "math" | "object" | "embed" | "canvas" | "audio" | "video"
        | "link" | "meta" | "head" | "title" | "base" | "nav" | "dialog" | "applet"
        | "frameset" => Kind::Forbidden,
        _ => Kind::Unknown,
    }
}

struct Converter<'a> {
    origin: &'a mut Origin,
    base: Option<&'a Url>,
    out: Converted,
    /// Text that stands in no paragraph yet.
    loose: Vec<Inline>,
}

impl Converter<'_> {
    fn drop(&mut self, what: Dropped) {
        if !self.out.dropped.contains(&what) {
            self.out.dropped.push(what);
        }
    }

    fn push(&mut self, block: Block) {
        self.flush();
        self.out.blocks.push(block);
    }

    /// Ends the paragraph under way.
    fn flush(&mut self) {
        for text in paragraphs(std::mem::take(&mut self.loose)) {
            let block = self.lone_video(&text).unwrap_or(Block::Paragraph { text });
            self.out.blocks.push(block);
        }
    }

    /// A paragraph that is nothing but the address of a video.
    fn lone_video(&mut self, text: &[Inline]) -> Option<Block> {
        let address = match text {
            [Inline::Link { href, children }]
                if inline::plain_text(children).trim() == href.as_str() =>
            {
                href.as_str().to_owned()
            }
            [Inline::Text { text }] if text.starts_with("http") && !text.contains(' ') => {
                text.clone()
            }
            _ => return None,
        };
        let (provider, href) = video::provider(&address)?;
        Some(Block::Embed { provider, href: Link::new(&href).ok()?, title: None })
    }

    fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.loose.push(Inline::text(&**text)),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        match kind(name) {
            Kind::Paragraph => self.paragraph(element),
            Kind::Heading(level) => {
                let text = self.line(element);
                if !text.is_empty() {
                    self.push(Block::Heading { level, text });
                }
            }
            Kind::Figure => self.figure(element),
            Kind::Image => self.image_block(element, None),
            Kind::Quote => self.quote(element),
            Kind::List { ordered } => self.list(element, ordered),
            Kind::Table => self.table(element),
            Kind::Divider => self.push(Block::Divider),
            Kind::Frame => self.frame(element),
            Kind::Preformatted => {
                let text = element.text().collect::<String>();
                self.push(Block::Paragraph {
                    text: vec![Inline::Code { text: text.trim_end().to_owned() }],
                });
            }
            Kind::Container if has_class(element.value(), "wp-caption") => self.figure(element),
            Kind::Container => {
                self.flush();
                self.children(element);
                self.flush();
            }
            Kind::Inline if has_block(element) => self.children(element),
            Kind::Inline => {
                let mut runs = Vec::new();
                self.inline(element, &mut runs);
                self.loose.append(&mut runs);
            }
            Kind::Forbidden => self.drop(Dropped::Element(name.to_owned())),
            Kind::Unknown => {
                self.drop(Dropped::Marks(name.to_owned()));
                self.children(element);
            }
        }
    }

    /// A paragraph; pictures alone in it are a figure or a gallery.
    fn paragraph(&mut self, element: ElementRef<'_>) {
        self.flush();
        let pictures: Vec<ElementRef<'_>> = descendants(element, "img");
        let has_text = element.text().any(|text| !text.trim().is_empty());
        if pictures.len() > 1 && !has_text {
            let images: Vec<Image> =
                pictures.iter().filter_map(|img| self.image(*img, None)).collect();
            match <[Image; 1]>::try_from(images) {
                Ok([image]) => self.push(Block::Image { image }),
                Err(images) if images.is_empty() => {}
                Err(images) => self.push(Block::Gallery { images, caption: None }),
            }
            return;
        }
        self.children(element);
        self.flush();
    }

    fn figure(&mut self, element: ElementRef<'_>) {
        self.flush();
        let text_of = |element: ElementRef<'_>| element.text().collect::<String>();
        let caption = descendants(element, "figcaption")
            .into_iter()
            .next()
            .or_else(|| with_class(element, "wp-caption-text"))
            .map(text_of);
        let credit = with_class(element, "credit").map(text_of);
        let caption = match (&caption, &credit) {
            (Some(caption), Some(credit)) => Some(caption.replacen(credit.as_str(), "", 1)),
            _ => caption,
        };
        let pictures = descendants(element, "img");
        if pictures.is_empty() {
            // A figure around a quotation, a table or a video.
            self.children(element);
            self.flush();
            return;
        }
        let credit = credit.map(|credit| {
            let (text, name) = split_credit(&credit);
            name.or(text).unwrap_or_default()
        });
        let is_one = pictures.len() == 1;
        let mut images: Vec<Image> = Vec::new();
        for img in pictures {
            let own = if is_one { caption.as_deref() } else { None };
            if let Some(mut image) = self.image(img, own) {
                if is_one && credit.as_ref().is_some_and(|credit| !credit.is_empty()) {
                    image.credit.clone_from(&credit);
                }
                images.push(image);
            }
        }
        match <[Image; 1]>::try_from(images) {
            Ok([image]) => self.push(Block::Image { image }),
            Err(images) if images.is_empty() => {}
            Err(images) => {
                let caption =
                    caption.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
                self.push(Block::Gallery { images, caption });
            }
        }
    }

    fn image_block(&mut self, element: ElementRef<'_>, caption: Option<&str>) {
        let img = if element.value().name() == "img" {
            Some(element)
        } else {
            descendants(element, "img").into_iter().next()
        };
        if let Some(image) = img.and_then(|img| self.image(img, caption)) {
            self.push(Block::Image { image });
        }
    }

    /// The picture of an `<img>`. One that cannot be had leaves its caption or description as a line of
    /// text, and is reported.
    fn image(&mut self, img: ElementRef<'_>, caption: Option<&str>) -> Option<Image> {
        let attribute =
            |name| img.value().attr(name).map(str::trim).filter(|value| !value.is_empty());
        let src = ["data-src", "data-original", "src"]
            .into_iter()
            .find_map(|name| attribute(name).filter(|src| !src.starts_with("data:")))?;
        let alt = attribute("alt").unwrap_or_default().to_owned();
        let (caption, credit) =
            split_credit(caption.or_else(|| attribute("title")).unwrap_or_default());
        match self.origin.picture(src) {
            Ok(picture) => {
                let image = Image {
                    src: Link::new(&format!("/media/{}", picture.media.name)).ok()?,
                    width: picture.width,
                    height: picture.height,
                    alt,
                    caption,
                    credit,
                    variants: Vec::new(),
                };
                if !self.out.media.contains(&picture.media) {
                    self.out.media.push(picture.media);
                }
                Some(image)
            }
            Err(error) => {
                self.drop(Dropped::Picture(src.to_owned(), error.to_string()));
                let text = caption.or(Some(alt)).filter(|text| !text.is_empty());
                if let Some(text) = text {
                    let text = vec![Inline::text(text)];
                    let href = self.absolute(src).filter(Link::is_absolute);
                    let text = match href {
                        Some(href) => vec![Inline::Link { href, children: text }],
                        None => text,
                    };
                    self.push(Block::Paragraph { text });
                }
                None
            }
        }
    }

    fn quote(&mut self, element: ElementRef<'_>) {
        self.flush();
        let is_post = ["twitter-tweet", "tiktok-embed", "instagram-media", "fb-post", "fb-video"]
            .iter()
            .any(|class| has_class(element.value(), class));
        if is_post {
            let links =
                descendants(element, "a").into_iter().rev().filter_map(|a| a.value().attr("href"));
            let cited = ["cite", "data-instgrm-permalink", "data-href"]
                .iter()
                .filter_map(|n| element.value().attr(n));
            if let Some((provider, href)) = cited.chain(links).find_map(video::provider)
                && let Ok(href) = Link::new(&href)
            {
                self.push(Block::Embed { provider, href, title: None });
                return;
            }
        }
        let nested = self.apart(|converter| converter.children(element));
        let mut text = Vec::new();
        for block in nested {
            match block {
                Block::Paragraph { text: paragraph } | Block::Heading { text: paragraph, .. } => {
                    text.push(paragraph)
                }
                Block::List { items, .. } => text.extend(items),
                Block::Quote { text: inner, .. } => text.extend(inner),
                other => {
                    if !text.is_empty() {
                        let text = std::mem::take(&mut text);
                        self.push(Block::Quote { text, attribution: None });
                    }
                    self.push(other);
                }
            }
        }
        let attribution = text.last().map(|last| inline::plain_text(last)).and_then(|last| {
            let name = ["—", "–", "--", "―"].iter().find_map(|dash| last.strip_prefix(dash))?;
            Some(name.trim().to_owned()).filter(|name| !name.is_empty() && text.len() > 1)
        });
        if attribution.is_some() {
            text.pop();
        }
        if !text.is_empty() {
            self.push(Block::Quote { text, attribution });
        }
    }

    /// What `f` produces, apart from what was produced so far.
    fn apart(&mut self, f: impl FnOnce(&mut Self)) -> Vec<Block> {
        let before = std::mem::take(&mut self.out.blocks);
        f(self);
        self.flush();
        std::mem::replace(&mut self.out.blocks, before)
    }

    fn list(&mut self, element: ElementRef<'_>, ordered: bool) {
        self.flush();
        let mut items = Vec::new();
        let mut after = Vec::new();
        self.items(element, &mut items, &mut after);
        if !items.is_empty() {
            self.push(Block::List { ordered, items });
        }
        for block in after {
            self.push(block);
        }
    }

    /// Items of a list; those of a list inside follow the item they are in. Pictures and tables inside
    /// come after the list.
    fn items(
        &mut self,
        list: ElementRef<'_>,
        items: &mut Vec<Vec<Inline>>,
        after: &mut Vec<Block>,
    ) {
        for item in list.children().filter_map(ElementRef::wrap) {
            let blocks = self.apart(|converter| converter.children(item));
            let mut line: Vec<Inline> = Vec::new();
            let mut inner: Vec<Vec<Inline>> = Vec::new();
            for block in blocks {
                match block {
                    Block::Paragraph { mut text } | Block::Heading { mut text, .. } => {
                        if !line.is_empty() {
                            line.push(Inline::LineBreak);
                        }
                        line.append(&mut text);
                    }
                    Block::List { items, .. } => inner.extend(items),
                    other => after.push(other),
                }
            }
            if !line.is_empty() {
                items.push(line);
            }
            items.append(&mut inner);
        }
    }

    fn table(&mut self, element: ElementRef<'_>) {
        self.flush();
        let caption = descendants(element, "caption").into_iter().next();
        let caption = caption
            .map(|caption| inline::plain_text(&self.line(caption)))
            .filter(|text| !text.is_empty());
        let mut head = Vec::new();
        let mut rows = Vec::new();
        for row in descendants(element, "tr") {
            let cells: Vec<ElementRef<'_>> = row
                .children()
                .filter_map(ElementRef::wrap)
                .filter(|c| matches!(c.value().name(), "td" | "th"))
                .collect();
            let is_head = rows.is_empty()
                && head.is_empty()
                && cells.iter().all(|c| c.value().name() == "th");
            let cells: Vec<Vec<Inline>> = cells.into_iter().map(|cell| self.line(cell)).collect();
            if cells.iter().all(Vec::is_empty) {
                continue;
            }
            if is_head {
                head = cells;
            } else {
                rows.push(cells);
            }
        }
        if !rows.is_empty() || !head.is_empty() {
            self.push(Block::Table { caption, head, rows });
        }
    }

    fn frame(&mut self, element: ElementRef<'_>) {
        let src = ["src", "data-src"]
            .into_iter()
            .find_map(|name| element.value().attr(name))
            .unwrap_or_default();
        match video::provider(src) {
            Some((provider, href)) if Link::new(&href).is_ok() => {
                let title =
                    element.value().attr("title").map(str::trim).filter(|title| !title.is_empty());
                if let Ok(href) = Link::new(&href) {
                    self.push(Block::Embed { provider, href, title: title.map(str::to_owned) });
                }
            }
            // Whatever it was, a reader can still go and look.
            _ => match self.absolute(src).filter(Link::is_absolute) {
                Some(href) => {
                    self.push(Block::Embed { provider: EmbedProvider::Other, href, title: None })
                }
                None => self.drop(Dropped::Element("iframe".to_owned())),
            },
        }
    }

    /// The text of an element as one line.
    fn line(&mut self, element: ElementRef<'_>) -> Vec<Inline> {
        let mut runs = Vec::new();
        self.inline_children(element, &mut runs);
        clean(runs)
    }

    fn inline_children(&mut self, element: ElementRef<'_>, runs: &mut Vec<Inline>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => runs.push(Inline::text(&**text)),
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.inline(child, runs);
                    }
                }
                _ => {}
            }
        }
    }

    fn inline(&mut self, element: ElementRef<'_>, runs: &mut Vec<Inline>) {
        let name = element.value().name();
        let mut children = Vec::new();
        match name {
            "br" => runs.push(Inline::LineBreak),
            "code" | "kbd" | "samp" => runs.push(Inline::Code { text: element.text().collect() }),
            "b" | "strong" => {
                self.inline_children(element, &mut children);
                runs.push(Inline::Strong { children });
            }
            "i" | "em" | "cite" => {
                self.inline_children(element, &mut children);
                runs.push(Inline::Emphasis { children });
            }
            "a" => {
                self.inline_children(element, &mut children);
                match element.value().attr("href") {
                    None => runs.append(&mut children),
                    Some(href) => match self.absolute(href) {
                        Some(href) => runs.push(Inline::Link { href, children }),
                        None => {
                            self.drop(Dropped::Link(href.to_owned()));
                            runs.append(&mut children);
                        }
                    },
                }
            }
            "img" => {}
            _ => match kind(name) {
                Kind::Forbidden | Kind::Frame => self.drop(Dropped::Element(name.to_owned())),
                Kind::Inline => self.inline_children(element, runs),
                _ => {
                    // A box inside a line: its text, set apart.
                    runs.push(Inline::text(" "));
                    self.inline_children(element, runs);
                    runs.push(Inline::text(" "));
                }
            },
        }
    }

    /// `href` made absolute where there is a base; `None` when it may not stand in a page.
    fn absolute(&self, href: &str) -> Option<Link> {
        let checked = Link::new(href).ok()?;
        match self.base {
            Some(base) => Link::new(base.join(checked.as_str()).ok()?.as_str()).ok(),
            None => Some(checked),
        }
    }
}

fn descendants<'a>(element: ElementRef<'a>, name: &str) -> Vec<ElementRef<'a>> {
    element
        .descendants()
        .skip(1)
        .filter_map(ElementRef::wrap)
        .filter(|e| e.value().name() == name)
        .collect()
}

fn has_class(element: &Element, class: &str) -> bool {
    element.classes().any(|own| own == class)
}

fn with_class<'a>(element: ElementRef<'a>, class: &str) -> Option<ElementRef<'a>> {
    element.descendants().skip(1).filter_map(ElementRef::wrap).find(|e| has_class(e.value(), class))
}

/// Whether an inline element holds something that stands on its own.
fn has_block(element: ElementRef<'_>) -> bool {
    element.descendants().skip(1).filter_map(ElementRef::wrap).any(|inner| {
        !matches!(kind(inner.value().name()), Kind::Inline | Kind::Forbidden | Kind::Unknown)
    })
}

#[cfg(test)]
mod tests;
