//! Makes nested inlines of marked text, which HTML gives run by run.

use bantin_model::{Inline, Link};

use unicode_normalization::char::is_combining_mark;

use crate::text;

/// The marks of a run. They are nested in this order, with the link outermost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub link: Option<Link>,
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text; white space in it collapses.
    Text(String),
    Break,
    /// A place that a link leads to, with its name from [`anchors`](super::anchors).
    Anchor(String),
}

#[derive(Clone, Debug)]
pub struct Run {
    pub marks: Marks,
    pub piece: Piece,
}

/// The paragraphs in `runs`: two line breaks in a row begin a new one. None is empty.
pub fn paragraphs(runs: Vec<Run>) -> Vec<Vec<Inline>> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs {
        if run.piece == Piece::Break {
            lines.push(Vec::new());
        } else if let Some(line) = lines.last_mut() {
            line.push(run);
        }
    }
    let mut paragraphs = Vec::new();
    let mut current: Vec<Run> = Vec::new();
    for line in lines.into_iter().map(collapse) {
        match (line.first(), current.last()) {
            (None, None) => {}
            (None, Some(_)) => paragraphs.push(std::mem::take(&mut current)),
            (Some(_), None) => current = line,
            (Some(next), Some(last)) => {
                let marks =
                    if next.marks == last.marks { last.marks.clone() } else { Marks::default() };
                current.push(Run { marks, piece: Piece::Break });
                current.extend(line);
            }
        }
    }
    if !current.is_empty() {
        paragraphs.push(current);
    }
    paragraphs.iter().map(|runs| by_link(runs)).collect()
}

/// A line with white space collapsed and trimmed; empty when nothing is left.
fn collapse(line: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut after_blank = true;
    for Run { marks, piece } in line {
        let content = match piece {
            Piece::Break => continue,
            Piece::Anchor(_) => {
                out.push(Run { marks: Marks::default(), piece });
                continue;
            }
            Piece::Text(content) => {
                let mut collapsed = String::with_capacity(content.len());
                for c in text::clean(&content).chars() {
                    // A no-break space is there on purpose and stays.
                    let blank = c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}';
                    if !blank {
                        collapsed.push(c);
                    } else if !after_blank {
                        collapsed.push(' ');
                    }
                    after_blank = blank;
                }
                collapsed
            }
        };
        match out.last_mut() {
            _ if content.is_empty() => {}
            Some(Run { marks: last, piece: Piece::Text(before) }) if *last == marks => {
                // A combining mark may be apart from its letter, with a comment between them. Normalising may change
                // only the place where the two meet.
                let meeting = before.char_indices().rev().find(|(_, c)| !is_combining_mark(*c));
                let end = before.split_off(meeting.map_or(0, |(at, _)| at));
                before.push_str(&text::clean(&(end + &content)));
            }
            _ => out.push(Run { marks, piece: Piece::Text(content) }),
        }
    }
    trim_end(&mut out);
    out.reverse();
    trim_start(&mut out);
    out.reverse();
    out
}

fn trim_end(line: &mut Vec<Run>) {
    while let Some(Run { marks, piece: Piece::Text(content) }) = line.last_mut() {
        if !marks.code || content.trim().is_empty() {
            content.truncate(content.trim_end().len());
        }
        if !content.is_empty() {
            break;
        }
        line.pop();
    }
}

/// As [`trim_end`], for a line in reverse order.
fn trim_start(line: &mut Vec<Run>) {
    while let Some(Run { marks, piece: Piece::Text(content) }) = line.last_mut() {
        if !marks.code || content.trim().is_empty() {
            *content = content.trim_start().to_owned();
        }
        if !content.is_empty() {
            break;
        }
        line.pop();
    }
}

fn by_link(runs: &[Run]) -> Vec<Inline> {
    let mut out = Vec::new();
    for group in runs.chunk_by(|a, b| a.marks.link == b.marks.link) {
        let children = by_strong(group);
        match group.first().and_then(|run| run.marks.link.clone()) {
            Some(href) => out.push(Inline::Link { href, children }),
            None => out.extend(children),
        }
    }
    out
}

fn by_strong(runs: &[Run]) -> Vec<Inline> {
    let mut out = Vec::new();
    for group in runs.chunk_by(|a, b| a.marks.strong == b.marks.strong) {
        let children = by_emphasis(group);
        if group.first().is_some_and(|run| run.marks.strong) {
            out.push(Inline::Strong { children });
        } else {
            out.extend(children);
        }
    }
    out
}

fn by_emphasis(runs: &[Run]) -> Vec<Inline> {
    let mut out = Vec::new();
    for group in runs.chunk_by(|a, b| a.marks.emphasis == b.marks.emphasis) {
        let children = group.iter().map(leaf);
        if group.first().is_some_and(|run| run.marks.emphasis) {
            out.push(Inline::Emphasis { children: children.collect() });
        } else {
            out.extend(children);
        }
    }
    out
}

fn leaf(run: &Run) -> Inline {
    match &run.piece {
        Piece::Break => Inline::LineBreak,
        Piece::Anchor(id) => Inline::Anchor { id: id.clone() },
        Piece::Text(text) if run.marks.code => Inline::Code { text: text.clone() },
        Piece::Text(text) => Inline::text(text.clone()),
    }
}
