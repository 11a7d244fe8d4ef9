//! The output of the walk, and fitting blocks into places that hold only text.

use bantin_model::inline::plain_text;
use bantin_model::{Block, Image, Inline, Link};

/// The words of a paragraph, to see whether it says anything; `None` for other blocks.
pub fn paragraph_words(out: &Out) -> Option<String> {
    match out {
        Out::Block(Block::Paragraph { text }) => Some(plain_text(text)),
        _ => None,
    }
}

/// A block, or a picture that could not be had and may still get a caption.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    Block(Block),
    Lost(Lost),
}

/// A picture that could not be had.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lost {
    pub href: Option<Link>,
    pub alt: String,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

impl Lost {
    /// Its words; as a link, if its address is on the web.
    fn inlines(self) -> Vec<Inline> {
        let words = self.caption.or(Some(self.alt).filter(|alt| !alt.is_empty()));
        let words = match (words, self.credit) {
            (Some(words), Some(credit)) => Some(format!("{words} ({credit})")),
            (words, credit) => words.or(credit),
        };
        match (words, self.href) {
            (Some(words), Some(href)) => {
                vec![Inline::Link { href, children: vec![Inline::text(words)] }]
            }
            (Some(words), None) => vec![Inline::text(words)],
            (None, Some(href)) => {
                let words = Inline::text(href.as_str());
                vec![Inline::Link { href, children: vec![words] }]
            }
            (None, None) => vec![],
        }
    }
}

impl Out {
    /// The block it becomes, if anything is left of it.
    pub fn into_block(self) -> Option<Block> {
        match self {
            Self::Block(block) => Some(block),
            Self::Lost(lost) => Some(lost.inlines())
                .filter(|text| !text.is_empty())
                .map(|text| Block::Paragraph { text }),
        }
    }

    pub fn image(&self) -> Option<&Image> {
        match self {
            Self::Block(Block::Image { image }) => Some(image),
            _ => None,
        }
    }
}

/// The text of `outs` as paragraphs, and the other blocks.
pub fn to_paragraphs(outs: Vec<Out>) -> (Vec<Vec<Inline>>, Vec<Out>) {
    let mut paragraphs = Vec::new();
    let mut rest = Vec::new();
    for out in outs {
        match out {
            Out::Block(Block::Paragraph { text } | Block::Heading { text, .. }) => {
                paragraphs.push(text)
            }
            Out::Block(Block::Quote { text, attribution }) => {
                paragraphs.extend(text);
                paragraphs.extend(attribution.map(|name| vec![Inline::text(format!("— {name}"))]));
            }
            Out::Block(Block::List { ordered, start, items }) => {
                for (n, item) in (start.unwrap_or(1)..).zip(items) {
                    let mark = if ordered { format!("{n}. ") } else { "– ".to_owned() };
                    let mut line = vec![Inline::text(mark)];
                    line.extend(item.text);
                    paragraphs.push(line);
                    let below = item.body.into_iter().map(Out::Block).collect();
                    let (lines, others) = to_paragraphs(below);
                    paragraphs.extend(lines);
                    rest.extend(others);
                }
            }
            Out::Lost(lost) => {
                paragraphs.extend(Some(lost.inlines()).filter(|text| !text.is_empty()));
            }
            other @ Out::Block(_) => rest.push(other),
        }
    }
    (paragraphs, rest)
}

/// The text of `outs` with line breaks between paragraphs, and the other blocks.
pub fn to_inlines(outs: Vec<Out>) -> (Vec<Inline>, Vec<Out>) {
    let (paragraphs, rest) = to_paragraphs(outs);
    let mut inlines = Vec::new();
    for paragraph in paragraphs {
        if !inlines.is_empty() {
            inlines.push(Inline::LineBreak);
        }
        inlines.extend(paragraph);
    }
    (inlines, rest)
}

/// A part of a quotation.
pub enum Part {
    /// Blocks that can be written as lines.
    Text(Vec<Out>),
    /// A block of its own: code, a picture, a table.
    Block(Out),
}

/// `outs` in order, with neighbours that are text joined into one part.
pub fn parts(outs: Vec<Out>) -> Vec<Part> {
    let mut parts = Vec::new();
    for out in outs {
        let is_text = match &out {
            Out::Lost(_) => true,
            Out::Block(block) => matches!(
                block,
                Block::Paragraph { .. }
                    | Block::Heading { .. }
                    | Block::Quote { .. }
                    | Block::List { .. }
            ),
        };
        match parts.last_mut() {
            Some(Part::Text(text)) if is_text => text.push(out),
            _ if is_text => parts.push(Part::Text(vec![out])),
            _ => parts.push(Part::Block(out)),
        }
    }
    parts
}

/// Takes the attribution off a quotation that ends with `— Name`, as its last paragraph or last line. A name alone is
/// no attribution, unless `before` says that a part of the quotation precedes it.
pub fn take_attribution(paragraphs: &mut Vec<Vec<Inline>>, before: bool) -> Option<String> {
    let last = paragraphs.last_mut()?;
    if let Some(at) = last.iter().rposition(|inline| *inline == Inline::LineBreak) {
        let name = name_after_dash(last.get(at + 1..)?)?;
        last.truncate(at);
        return Some(name);
    }
    let name = name_after_dash(last)?;
    if paragraphs.len() < 2 && !before {
        return None;
    }
    paragraphs.pop();
    Some(name)
}

fn name_after_dash(inlines: &[Inline]) -> Option<String> {
    const LONGEST: usize = 200;
    let words = plain_text(inlines);
    let name = words.trim();
    let name = ["—", "–", "―", "--"].iter().find_map(|dash| name.strip_prefix(dash))?.trim();
    (!name.is_empty() && name.chars().count() <= LONGEST).then(|| name.to_owned())
}
