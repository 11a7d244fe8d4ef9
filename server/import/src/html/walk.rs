//! The walk over the parsed tree. An element that is on none of its lists is read as its text.

use std::rc::Rc;

use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline};
use scraper::{ElementRef, Html, Node};

use super::Surroundings;
use super::anchors::{Anchors, beside_words};
use super::elements::{class_contains, has_class, holds_a_captioned_picture, holds_picture};
use super::flatten::{Out, to_inlines};
use super::names::{is_block, is_dropped, is_in_a_line, is_plain};
use super::runs::{Marks, Piece, Run, paragraphs};
use super::scripts::Script;
use crate::dropped::Dropped;
use crate::{embed, text};

type Tree<'a> = ego_tree::NodeRef<'a, Node>;

/// Below this depth only the text is taken.
const MAX_WALK: usize = 100;

pub struct Walker<'a> {
    pub surroundings: &'a mut dyn Surroundings,
    pub dropped: &'a mut Vec<Dropped>,
    pub out: Vec<Out>,
    pub runs: Vec<Run>,
    pub marks: Marks,
    /// Whether the text is superscript or subscript.
    pub script: Option<Script>,
    /// How many lists are around the present element.
    pub lists: usize,
    /// How many forms are around the present element.
    pub forms: usize,
    /// Elements that are read elsewhere.
    pub skip: Vec<ego_tree::NodeId>,
    pub depth: usize,
    /// The places in the body that its own links lead to.
    pub anchors: Rc<Anchors>,
}

impl<'a> Walker<'a> {
    pub fn new(surroundings: &'a mut dyn Surroundings, dropped: &'a mut Vec<Dropped>) -> Self {
        let (out, runs, skip) = (Vec::new(), Vec::new(), Vec::new());
        let (marks, script) = (Marks::default(), None);
        let anchors = Rc::default();
        Self {
            surroundings,
            dropped,
            out,
            runs,
            marks,
            script,
            lists: 0,
            forms: 0,
            skip,
            depth: 0,
            anchors,
        }
    }

    pub fn run(mut self, html: &Html) -> Vec<Block> {
        self.anchors = Rc::new(Anchors::of(html));
        self.children(html.tree.root());
        self.flush();
        let blocks = beside_words(self.out).into_iter().filter_map(Out::into_block).collect();
        self.anchors.settled(blocks)
    }

    pub fn note(&mut self, note: Dropped) {
        if !self.dropped.contains(&note) {
            self.dropped.push(note);
        }
    }

    /// Reads the content of `node` by itself.
    pub fn inside(&mut self, node: Tree<'_>, skip: &[ego_tree::NodeId]) -> Vec<Out> {
        let mut inner = Walker {
            surroundings: &mut *self.surroundings,
            dropped: &mut *self.dropped,
            out: Vec::new(),
            runs: Vec::new(),
            marks: self.marks.clone(),
            script: self.script,
            lists: self.lists,
            forms: self.forms,
            skip: [&self.skip, skip].concat(),
            depth: self.depth,
            anchors: Rc::clone(&self.anchors),
        };
        if let Some(item) = ElementRef::wrap(node).filter(|element| element.value().name() == "li")
        {
            inner.anchor(item);
        }
        inner.children(node);
        inner.flush();
        beside_words(inner.out)
    }

    pub fn children(&mut self, node: Tree<'_>) {
        self.depth += 1;
        for child in node.children() {
            self.node(child);
        }
        self.depth -= 1;
    }

    pub fn node(&mut self, node: Tree<'_>) {
        if self.skip.contains(&node.id()) {
            return;
        }
        match node.value() {
            Node::Text(words) => self.text(words),
            Node::Element(_) if self.depth > MAX_WALK => self.words(node),
            Node::Element(_) => {
                if let Some(element) = ElementRef::wrap(node) {
                    self.element(element);
                }
            }
            Node::Document | Node::Fragment => self.children(node),
            _ => {}
        }
    }

    pub fn text(&mut self, words: &str) {
        let marks = self.marks.clone();
        let words = self.script.map_or_else(|| words.to_owned(), |script| script.write(words));
        self.runs.push(Run { marks, piece: Piece::Text(words) });
    }

    /// Reads a place that a link of the same body leads to.
    fn anchor(&mut self, element: ElementRef<'_>) {
        if let Some(name) = self.anchors.place(element) {
            if !is_in_a_line(element.value().name()) {
                self.flush();
            }
            self.runs.push(Run { marks: Marks::default(), piece: Piece::Anchor(name) });
        }
    }

    fn words(&mut self, node: Tree<'_>) {
        for inner in super::shown(node) {
            if let Some(words) = inner.value().as_text() {
                self.text(words);
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        if is_hidden(element) {
            return self.note(Dropped::Element { name: format!("{name} hidden") });
        }
        if self.post(element) || is_decoration(element) {
            return;
        }
        if !is_dropped(name) {
            self.anchor(element);
        }
        match name {
            "noscript" => self.without_script(element),
            "rp" | "source" => {}
            "input" if element.attr("type") == Some("checkbox") && self.forms == 0 => {
                self.text(if element.attr("checked").is_some() { "☑ " } else { "☐ " });
            }
            // The label of a field asks for something to be written into it.
            "label" | "legend" if self.forms > 0 => {}
            // The question above an answer that is folded away.
            "button" if is_in_heading(element) => self.children(*element),
            "math" => self.formula(element),
            _ if is_dropped(name) => self.note(Dropped::Element { name: name.to_owned() }),
            "br" => {
                let marks = self.marks.clone();
                self.runs.push(Run { marks, piece: Piece::Break });
            }
            "b" | "strong" => self.marked(element, |marks| marks.strong = true),
            "i" | "em" | "cite" | "dfn" | "var" => {
                self.marked(element, |marks| marks.emphasis = true)
            }
            "code" | "kbd" | "samp" | "tt" => self.marked(element, |marks| marks.code = true),
            "a" => self.link(element),
            "sup" => self.scripted(element, Script::Above),
            "sub" => self.scripted(element, Script::Below),
            "rt" => {
                self.text("(");
                self.children(*element);
                self.text(")");
            }
            "form" => {
                self.forms += 1;
                self.container(element);
                self.forms -= 1;
            }
            "q" => {
                self.text("“");
                self.children(*element);
                self.text("”");
            }
            "img" | "amp-img" => self.image(element),
            "iframe" | "embed" | "object" | "video" | "audio" => self.frame(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element, name),
            // WordPress once made galleries as lists.
            "ul" if class_contains(element, "gallery") => self.figure(element),
            "ul" | "ol" | "menu" | "dir" => self.list(element),
            "blockquote" => self.quote(element),
            "table" => self.table(element),
            "figure" => self.figure(element),
            "hr" => {
                self.flush();
                self.out.push(Out::Block(Block::Divider));
            }
            "pre" if class_contains(element, "verse") => self.verse(element),
            "pre" | "listing" | "xmp" | "plaintext" => self.verbatim(element),
            "dt" | "summary" => {
                self.flush();
                self.marked(element, |marks| marks.strong = true);
                self.flush();
            }
            "p" => self.paragraph(element),
            _ if is_block(name) => self.container(element),
            _ if is_plain(name) => self.children(*element),
            _ => {
                self.note(Dropped::Unwrapped { name: name.to_owned() });
                self.children(*element);
            }
        }
    }

    fn marked(&mut self, element: ElementRef<'_>, mark: impl FnOnce(&mut Marks)) {
        let before = self.marks.clone();
        mark(&mut self.marks);
        self.children(*element);
        self.marks = before;
    }

    fn link(&mut self, element: ElementRef<'_>) {
        let href = element.attr("href").unwrap_or_default().trim();
        // A link within the page.
        if let Some(link) = self.anchors.link(href) {
            return self.marked(element, |marks| marks.link = Some(link));
        }
        if href.is_empty() || href.starts_with('#') {
            // The link back from a footnote.
            let words: String = element.text().collect();
            let is_arrow = |c: char| "↩↑⤴⏎^\u{fe0e}\u{fe0f}".contains(c) || c.is_whitespace();
            if !words.is_empty() && words.chars().all(is_arrow) && !holds_picture(element) {
                return;
            }
            return self.children(*element);
        }
        let link = self.surroundings.link(href);
        if link.is_none() {
            self.note(Dropped::Link { href: href.to_owned() });
        }
        self.marked(element, |marks| marks.link = link.or(marks.link.take()));
    }

    /// Reads a formula; as its author typed it, if that is there.
    fn formula(&mut self, element: ElementRef<'_>) {
        let is_tex = |inner: &ElementRef<'_>| {
            inner.value().name() == "annotation"
                && inner.attr("encoding").is_some_and(|kind| kind.contains("tex"))
        };
        let typed = element.descendent_elements().find(is_tex).map(|inner| inner.text().collect());
        let typed = typed.or_else(|| element.attr("alttext").map(str::to_owned));
        match typed.as_deref().and_then(text::some_line) {
            Some(typed) => {
                let marks = Marks { code: true, ..self.marks.clone() };
                self.runs.push(Run { marks, piece: Piece::Text(typed) });
            }
            None => self.note(Dropped::Element { name: "math".to_owned() }),
        }
    }

    fn heading(&mut self, element: ElementRef<'_>, name: &str) {
        self.flush();
        let level = name.bytes().last().map_or(2, |digit| digit.saturating_sub(b'0'));
        let inside = self.inside(*element, &[]);
        let (text, rest) = to_inlines(inside);
        if !text.is_empty() {
            self.out.push(Out::Block(Block::Heading { level, id: None, text }));
        }
        self.out.extend(rest);
    }

    /// Reads a paragraph. Several pictures alone in one are a gallery.
    fn paragraph(&mut self, element: ElementRef<'_>) {
        self.flush();
        if self.is_late_caption(element) {
            return self.late_caption(element);
        }
        let start = self.out.len();
        self.children(*element);
        self.flush();
        self.join_gallery(start);
    }

    fn container(&mut self, element: ElementRef<'_>) {
        self.flush();
        if self.is_late_caption(element) {
            return self.late_caption(element);
        }
        if has_class(element, "wp-block-embed__wrapper") && self.embed_address(element) {
            return;
        }
        if holds_a_captioned_picture(element) {
            return self.figure(element);
        }
        let start = self.out.len();
        self.children(*element);
        self.flush();
        if has_class(element, "gallery") {
            self.join_gallery(start);
        }
    }

    /// Reads lines of a program, in which every blank counts. Pictures and players in it come after it.
    fn verbatim(&mut self, element: ElementRef<'_>) {
        self.flush();
        let content = lines_of(element);
        let content = text::clean(&content.replace("\r\n", "\n"));
        let lines: Vec<&str> = content.lines().map(str::trim_end).collect();
        let content = lines.join("\n");
        let content = content.trim_matches('\n');
        if !content.trim().is_empty() {
            self.out.push(Out::Block(Block::Code { text: content.to_owned() }));
        }
        if holds_picture(element) {
            let outs = self.inside(*element, &[]);
            let is_words = |out: &Out| matches!(out, Out::Block(Block::Paragraph { .. }));
            self.out.extend(outs.into_iter().filter(|out| !is_words(out)));
        }
    }

    /// Reads lines of a poem.
    fn verse(&mut self, element: ElementRef<'_>) {
        self.flush();
        for (n, line) in lines_of(element).trim_matches('\n').lines().enumerate() {
            if n > 0 {
                self.runs.push(Run { marks: Marks::default(), piece: Piece::Break });
            }
            self.text(line);
        }
        self.flush();
    }

    fn scripted(&mut self, element: ElementRef<'_>, script: Script) {
        let before = self.script.replace(script);
        self.children(*element);
        self.script = before;
    }

    /// Ends the present paragraph.
    pub fn flush(&mut self) {
        for text in paragraphs(std::mem::take(&mut self.runs)) {
            let block = bare_video(&text).unwrap_or(Block::Paragraph { text });
            self.out.push(Out::Block(block));
        }
    }
}

/// The embed for a paragraph that only has the address of a video.
fn bare_video(text: &[Inline]) -> Option<Block> {
    let words = plain_text(text);
    let [Inline::Link { .. } | Inline::Text { .. }] = text else { return None };
    if !words.starts_with("http") || words.contains(char::is_whitespace) {
        return None;
    }
    let (provider, href) = embed::recognise(&words)?;
    Some(Block::Embed { provider, href, title: None })
}

/// The text of an element with its line breaks.
fn lines_of(element: ElementRef<'_>) -> String {
    let mut lines = String::new();
    for node in element.descendants() {
        match node.value() {
            Node::Text(words) => lines.push_str(words),
            Node::Element(inner) if inner.name() == "br" => lines.push('\n'),
            _ => {}
        }
    }
    lines
}

fn is_in_heading(element: ElementRef<'_>) -> bool {
    let parent = element.parent().and_then(ElementRef::wrap);
    parent.is_some_and(|parent| {
        matches!(parent.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    })
}

/// Whether an element of WordPress' blocks only decorates: a button to save a file whose name is a link already, or the
/// sign for something folded away.
fn is_decoration(element: ElementRef<'_>) -> bool {
    ["wp-block-file__button", "wp-block-accordion-heading__toggle-icon"]
        .iter()
        .any(|class| has_class(element, class))
}

/// Whether browsers do not show the element.
pub fn is_hidden(element: ElementRef<'_>) -> bool {
    let style = element.attr("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    element.attr("hidden").is_some() || style.contains("display:none")
}
