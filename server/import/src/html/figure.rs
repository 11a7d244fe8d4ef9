//! Reads figures: a picture or another block, with its caption and credit.

use bantin_model::Block;
use scraper::{ElementRef, Node};

use super::elements::{class_contains, holds_picture};
use super::flatten::{Out, paragraph_words};
use super::names::{is_block, is_dropped};
use super::walk::Walker;
use crate::text;

/// A text beside a picture that is longer than this, in characters, is no caption.
const CAPTION: usize = 600;

impl Walker<'_> {
    pub fn figure(&mut self, element: ElementRef<'_>) {
        self.flush();
        let caption = caption_element(element);
        let skip: Vec<_> = caption.iter().map(|caption| caption.id()).collect();
        let (mut words, credit) = caption.map(caption_of).unwrap_or_default();
        let mut outs = self.inside(*element, &skip);
        let is_picture = |out: &Out| out.image().is_some() || matches!(out, Out::Lost(_));
        if words.is_none() && outs.iter().any(is_picture) {
            words = take_words(&mut outs);
        }
        let pictures = outs.iter().filter(|out| out.image().is_some()).count();
        if pictures == outs.len() && pictures > 1 {
            self.out.append(&mut outs);
            let start = self.out.len() - pictures;
            self.join_gallery(start);
            if let Some(gallery) = self.out.last_mut() {
                set_caption(gallery, words, credit);
            }
            return;
        }
        let whose = outs.iter().position(takes_caption);
        match whose.and_then(|at| outs.get_mut(at)) {
            Some(out) => {
                set_caption(out, words, credit);
                self.out.append(&mut outs);
            }
            None => {
                self.out.append(&mut outs);
                let words = [words, credit].into_iter().flatten().collect::<Vec<_>>().join(" ");
                self.text(&words);
                self.flush();
            }
        }
    }
}

/// Takes the paragraphs beside a picture, if they are short enough for a caption.
fn take_words(outs: &mut Vec<Out>) -> Option<String> {
    let words: Vec<String> = outs.iter().filter_map(paragraph_words).collect();
    let words = words.join(" ");
    if words.is_empty() || words.chars().count() > CAPTION {
        return None;
    }
    outs.retain(|out| paragraph_words(out).is_none());
    Some(words)
}

fn takes_caption(out: &Out) -> bool {
    match out {
        Out::Lost(_) => true,
        Out::Block(block) => matches!(
            block,
            Block::Image { .. }
                | Block::Gallery { .. }
                | Block::Quote { .. }
                | Block::Table { .. }
                | Block::Embed { .. }
        ),
    }
}

/// Gives `out` a caption and a credit; the credit may be at the end of the caption.
pub fn set_caption(out: &mut Out, words: Option<String>, credit: Option<String>) {
    let (caption, trailing) = text::caption_and_credit(words.as_deref().unwrap_or_default());
    let credit = credit.map(|credit| text::caption_and_credit(&credit).1.unwrap_or(credit));
    let credit = credit.or(trailing);
    let whole = match (&caption, &credit) {
        (Some(caption), Some(credit)) => Some(format!("{caption} ({credit})")),
        (caption, credit) => caption.clone().or(credit.clone()),
    };
    match out {
        Out::Block(Block::Image { image }) => {
            image.caption = caption.or(image.caption.take());
            image.credit = credit.or(image.credit.take());
        }
        Out::Lost(lost) => {
            lost.caption = caption.or(lost.caption.take());
            lost.credit = credit.or(lost.credit.take());
        }
        Out::Block(Block::Gallery { caption: slot, .. } | Block::Table { caption: slot, .. }) => {
            *slot = whole.or(slot.take());
        }
        Out::Block(Block::Embed { title, .. }) => *title = whole.or(title.take()),
        Out::Block(Block::Quote { attribution, .. }) => {
            let name =
                whole.map(|name| name.trim_start_matches(['—', '–', '―', '-', ' ']).to_owned());
            *attribution = name.or(attribution.take());
        }
        Out::Block(_) => {}
    }
}

/// The words of a caption, and the credit in it if that has an element of its own.
pub fn caption_of(element: ElementRef<'_>) -> (Option<String>, Option<String>) {
    let credit = element.descendent_elements().find(|inner| is_credit(*inner));
    let (mut words, mut name) = (String::new(), String::new());
    for node in element.descendants() {
        let inside =
            |id| node.ancestors().take_while(|a| a.id() != element.id()).any(|a| a.id() == id);
        let hidden = node
            .ancestors()
            .take_while(|a| a.id() != element.id())
            .any(|a| a.value().as_element().is_some_and(|a| is_dropped(a.name())));
        let to =
            if credit.is_some_and(|credit| inside(credit.id())) { &mut name } else { &mut words };
        match node.value() {
            Node::Text(text) if !hidden => to.push_str(text),
            Node::Element(inner) if is_block(inner.name()) || inner.name() == "br" => {
                to.push(' ');
            }
            _ => {}
        }
    }
    (text::some_line(&words), text::some_line(&name))
}

fn is_credit(element: ElementRef<'_>) -> bool {
    let classes = ["credit", "copyright", "photographer", "author", "source"];
    element.value().name() == "cite" || classes.iter().any(|class| class_contains(element, class))
}

/// The first caption in `element` that does not belong to a figure within it.
fn caption_element(element: ElementRef<'_>) -> Option<ElementRef<'_>> {
    element.descendent_elements().skip(1).find(|inner| {
        let name = inner.value().name();
        let caption =
            name == "figcaption" || (class_contains(*inner, "caption") && !holds_picture(*inner));
        caption
            && inner
                .ancestors()
                .take_while(|node| node.id() != element.id())
                .filter_map(ElementRef::wrap)
                .all(|between| between.value().name() != "figure")
    })
}
