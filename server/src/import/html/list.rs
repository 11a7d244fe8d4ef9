//! Lists and quotations.

use bantin_model::Block;
use bantin_model::inline::plain_text;
use scraper::ElementRef;

use super::flatten::{Out, take_attribution, to_inlines, to_paragraphs};
use super::walk::Walker;
use crate::import::text;

impl Walker<'_> {
    /// A list within an item becomes lines of that item: the numbers of the outer list stay right.
    pub fn list(&mut self, element: ElementRef<'_>) {
        self.flush();
        let ordered = element.value().name() == "ol";
        let number = |element: ElementRef<'_>, name: &str| -> Option<i64> {
            element.attr(name).and_then(|value| value.trim().parse().ok())
        };
        let mut start = number(element, "start").filter(|_| ordered);
        let mut items = Vec::new();
        let mut rest = Vec::new();
        for child in element.children() {
            if self.skip.contains(&child.id()) {
                continue;
            }
            let is_item = child.value().as_element().is_some_and(|child| child.name() == "li");
            self.depth += 1;
            let outs = if is_item {
                self.inside(child, &[])
            } else {
                let mut stray = Vec::new();
                std::mem::swap(&mut self.out, &mut stray);
                self.node(child);
                self.flush();
                std::mem::swap(&mut self.out, &mut stray);
                stray
            };
            self.depth -= 1;
            let (text, others) = to_inlines(outs);
            if !text.is_empty() {
                let own = ElementRef::wrap(child).and_then(|item| number(item, "value"));
                if items.is_empty() && ordered {
                    start = own.or(start);
                }
                items.push(text);
            }
            rest.extend(others);
        }
        if !items.is_empty() {
            let start =
                start.and_then(|start| u32::try_from(start).ok()).filter(|start| *start != 1);
            self.out.push(Out::Block(Block::List { ordered, start, items }));
        }
        self.out.extend(rest);
    }

    pub fn quote(&mut self, element: ElementRef<'_>) {
        self.flush();
        let name = element
            .child_elements()
            .filter(|child| matches!(child.value().name(), "footer" | "cite"))
            .last();
        let skip: Vec<_> = name.iter().map(|name| name.id()).collect();
        let outs = self.inside(*element, &skip);
        let (mut paragraphs, rest) = to_paragraphs(outs);
        let words = name.and_then(|name| text::some_line(&name.text().collect::<String>()));
        let said = words.map(|name| name.trim_start_matches(['—', '–', '―', '-', ' ']).to_owned());
        let attribution =
            said.filter(|name| !name.is_empty()).or_else(|| take_attribution(&mut paragraphs));
        paragraphs.retain(|paragraph| !plain_text(paragraph).trim().is_empty());
        if !paragraphs.is_empty() {
            self.out.push(Out::Block(Block::Quote { text: paragraphs, attribution }));
        } else if let Some(name) = attribution {
            self.text(&name);
            self.flush();
        }
        self.out.extend(rest);
    }
}
