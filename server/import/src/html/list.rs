//! Lists and quotations.

use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline, ListItem};
use scraper::ElementRef;

use super::flatten::{Out, Part, parts, take_attribution, to_inlines, to_paragraphs};
use super::walk::Walker;
use crate::text;

impl Walker<'_> {
    pub fn list(&mut self, element: ElementRef<'_>) {
        self.flush();
        let ordered = element.value().name() == "ol";
        let number = |element: ElementRef<'_>, name: &str| -> Option<i64> {
            element.attr(name).and_then(|value| value.trim().parse().ok())
        };
        let start = number(element, "start").filter(|_| ordered);
        let mut list = Items { ordered, next: start.unwrap_or(1), items: Vec::new() };
        self.lists += 1;
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
            let outs = if self.lists < MAX_LEVELS { outs } else { as_lines(outs) };
            let own = ElementRef::wrap(child).and_then(|item| number(item, "value"));
            list.item(outs, own, &mut self.out);
        }
        self.lists -= 1;
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
        let mut quoted: Vec<Quoted> = Vec::new();
        for part in parts(outs) {
            match part {
                Part::Text(outs) => {
                    // Code and tables within a list come after its lines.
                    let (said, rest) = to_paragraphs(outs);
                    quoted.push(Quoted::Said(said));
                    quoted.extend(rest.into_iter().map(Quoted::Shown));
                }
                Part::Block(out) => quoted.push(Quoted::Shown(out)),
            }
        }
        let mut parts = quoted;
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
        // The attribution comes below the last words.
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

/// A part of a quotation.
enum Quoted {
    Said(Vec<Vec<Inline>>),
    /// A picture, code, a table.
    Shown(Out),
}

/// How many lists are kept within each other; deeper ones become lines of their item. A phone has room for seven levels
/// at most, and readers of JSON have limits.
const MAX_LEVELS: usize = 6;

/// The items of a list since the last block that interrupted it.
struct Items {
    ordered: bool,
    /// The number of the next item.
    next: i64,
    items: Vec<ListItem>,
}

impl Items {
    /// Adds an item, with the number `own` if it has one. A picture or player in it interrupts the list, which goes on
    /// after it.
    fn item(&mut self, outs: Vec<Out>, own: Option<i64>, out: &mut Vec<Out>) {
        if outs.is_empty() {
            return;
        }
        if self.items.is_empty() {
            self.next = own.unwrap_or(self.next);
        }
        let number = self.next;
        let mut item = ListItem::default();
        let mut is_ended = false;
        for part in outs {
            if is_shown(&part) {
                self.push(&mut item, number);
                self.end(out);
                out.push(part);
                is_ended = true;
            } else if is_ended && self.begun(number) {
                out.push(part);
            } else if let Some(block) = part.into_block() {
                add(&mut item, block);
            }
        }
        self.push(&mut item, number);
        self.next = number.saturating_add(1);
    }

    /// Whether a part of the item `number` was written already.
    fn begun(&self, number: i64) -> bool {
        self.next > number
    }

    /// Writes what was read of the item.
    fn push(&mut self, item: &mut ListItem, number: i64) {
        let item = std::mem::take(item);
        if item != ListItem::default() {
            self.items.push(item);
            self.next = number.saturating_add(1);
        }
    }

    /// Writes what was read of the list.
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

/// The text of `outs` as the lines of one paragraph, and the other blocks after it.
fn as_lines(outs: Vec<Out>) -> Vec<Out> {
    let (text, rest) = to_inlines(outs);
    let words = (!text.is_empty()).then_some(Out::Block(Block::Paragraph { text }));
    words.into_iter().chain(rest).collect()
}

/// Whether a block takes the width of the page, and so interrupts a list.
fn is_shown(out: &Out) -> bool {
    matches!(
        out,
        Out::Block(
            Block::Image { .. } | Block::Gallery { .. } | Block::Embed { .. } | Block::Divider
        )
    )
}

/// Adds a block to an item: the first text becomes the item's own. A heading within a list becomes a paragraph.
fn add(item: &mut ListItem, block: Block) {
    match block {
        Block::Paragraph { text } | Block::Heading { text, .. }
            if item.text.is_empty() && item.body.is_empty() =>
        {
            item.text = text;
        }
        Block::Heading { text, .. } => item.body.push(Block::Paragraph { text }),
        block => item.body.push(block),
    }
}
