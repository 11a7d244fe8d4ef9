//! Lists and quotations.

use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline};
use scraper::ElementRef;

use super::flatten::{Out, Part, parts, take_attribution, to_inlines, to_paragraphs};
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
        let start = number(element, "start").filter(|_| ordered);
        let mut list = Items { ordered, next: start.unwrap_or(1), items: Vec::new() };
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
            let own = ElementRef::wrap(child).and_then(|item| number(item, "value"));
            list.item(outs, own, &mut self.out);
        }
        list.end(&mut self.out);
    }

    pub fn quote(&mut self, element: ElementRef<'_>) {
        self.flush();
        let name = element
            .child_elements()
            .filter(|child| matches!(child.value().name(), "footer" | "cite"))
            .last();
        let skip: Vec<_> = name.iter().map(|name| name.id()).collect();
        let outs = self.inside(*element, &skip);
        let mut parts: Vec<Quoted> = parts(outs)
            .into_iter()
            .map(|part| match part {
                Part::Text(outs) => Quoted::Said(to_paragraphs(outs).0),
                Part::Block(out) => Quoted::Shown(out),
            })
            .collect();
        let words = name.and_then(|name| text::some_line(&name.text().collect::<String>()));
        let said = words.map(|name| name.trim_start_matches(['—', '–', '―', '-', ' ']).to_owned());
        let said = said.filter(|name| !name.is_empty());
        let texts = parts.iter().filter(|part| matches!(part, Quoted::Said(_))).count();
        let mut last = parts.iter_mut().rev().find_map(|part| match part {
            Quoted::Said(paragraphs) => Some(paragraphs),
            Quoted::Shown(_) => None,
        });
        let mut attribution =
            said.or_else(|| last.as_mut().and_then(|last| take_attribution(last, texts > 1)));
        for part in &mut parts {
            if let Quoted::Said(paragraphs) = part {
                paragraphs.retain(|paragraph| !plain_text(paragraph).trim().is_empty());
            }
        }
        parts.retain(|part| !matches!(part, Quoted::Said(paragraphs) if paragraphs.is_empty()));
        // The name stands below the last words.
        let last = parts.iter().rposition(|part| matches!(part, Quoted::Said(_)));
        if last.is_none()
            && let Some(name) = attribution.take()
        {
            self.text(&name);
            self.flush();
        }
        for (at, part) in parts.into_iter().enumerate() {
            self.out.push(match part {
                Quoted::Said(text) => {
                    let attribution = attribution.take_if(|_| last == Some(at));
                    Out::Block(Block::Quote { text, attribution })
                }
                Quoted::Shown(out) => out,
            });
        }
    }
}

/// What stands in a quotation.
enum Quoted {
    Said(Vec<Vec<Inline>>),
    /// A picture, code, a table.
    Shown(Out),
}

/// The items of a list that were read since something last stood between them.
struct Items {
    ordered: bool,
    /// The number of the next item.
    next: i64,
    items: Vec<Vec<Inline>>,
}

impl Items {
    /// One more, whose number is `own` where it has one. What is not text in it ends the list, which goes on behind it.
    fn item(&mut self, outs: Vec<Out>, own: Option<i64>, out: &mut Vec<Out>) {
        if outs.is_empty() {
            return;
        }
        if self.items.is_empty() {
            self.next = own.unwrap_or(self.next);
        }
        let number = self.next;
        let mut is_begun = false;
        for part in parts(outs) {
            match part {
                Part::Text(outs) if is_begun => {
                    self.end(out);
                    out.extend(outs);
                }
                Part::Text(outs) => {
                    let (text, _) = to_inlines(outs);
                    if !text.is_empty() {
                        self.items.push(text);
                        self.next = number.saturating_add(1);
                        is_begun = true;
                    }
                }
                Part::Block(block) => {
                    self.end(out);
                    out.push(block);
                }
            }
        }
        self.next = number.saturating_add(1);
    }

    /// Writes the list as far as it was read.
    fn end(&mut self, out: &mut Vec<Out>) {
        let items = std::mem::take(&mut self.items);
        let Some(count) = i64::try_from(items.len()).ok().filter(|count| *count > 0) else {
            return;
        };
        let start = u32::try_from(self.next.saturating_sub(count)).ok();
        let start = start.filter(|start| self.ordered && *start != 1);
        out.push(Out::Block(Block::List { ordered: self.ordered, start, items }));
    }
}
