//! Replaces what Hugo, Jekyll and Zola put into Markdown for their templates. A tag for a picture, a video, code or a
//! link becomes that; every other tag is left out and named, and never shown.

mod known;

use super::dropped::Dropped;
use known::Meaning;

/// A tag longer than this, in bytes, is none.
const LONGEST: usize = 4000;

/// How many signs there can be before the name in a tag.
const BEFORE_NAME: usize = 40;

/// How many characters of a tag are named in the report.
const NAMED: usize = 80;

/// The beginnings and ends of tags. Hugo's come first, since Jekyll's outputs begin with the same signs.
const TAGS: [(&str, &str); 5] =
    [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{{", "}}"), ("{# ", "#}")];

/// A tag without its braces and the signs that trim blanks.
struct Tag<'a> {
    /// The tag with its braces.
    whole: &'a str,
    said: &'a str,
    is_output: bool,
}

/// `markdown` without templates. Code stays as it is.
pub fn rendered(markdown: &str, dropped: &mut Vec<Dropped>) -> String {
    if !holds_templates(markdown) {
        return markdown.to_owned();
    }
    let mut out = String::with_capacity(markdown.len());
    let mut ends = Ends::default();
    let mut fence: Option<&str> = None;
    let mut rest = markdown;
    let mut is_line_start = true;
    while let Some(first) = rest.chars().next() {
        if is_line_start {
            let line = rest.get(..rest.find('\n').map_or(rest.len(), |at| at + 1)).unwrap_or(rest);
            let mark = fence_of(line);
            let is_fence = match (fence, mark) {
                (None, Some(mark)) => {
                    fence = Some(mark);
                    true
                }
                (Some(open), Some(mark)) if mark.starts_with(open) && line.trim() == mark => {
                    fence = None;
                    true
                }
                _ => false,
            };
            if is_fence || fence.is_some() {
                out.push_str(line);
                rest = rest.get(line.len()..).unwrap_or_default();
                continue;
            }
        }
        is_line_start = first == '\n';
        let taken = match first {
            '`' => code_span(rest),
            '{' => {
                if let Some(taken) = tag(rest, &mut out, dropped, &mut ends) {
                    rest = rest.get(taken..).unwrap_or_default();
                    continue;
                }
                1
            }
            '<' if rest.starts_with("<!--") => match ends.of_comment(rest) {
                // A comment is not shown, and neither are templates within it.
                Some(end) if rest.get(..end).is_some_and(holds_templates) => {
                    rest = rest.get(end..).unwrap_or_default();
                    continue;
                }
                Some(end) => end,
                None => 1,
            },
            '\n' | '<' => 1,
            _ => rest.find(['`', '{', '<', '\n']).unwrap_or(rest.len()),
        };
        out.push_str(rest.get(..taken).unwrap_or(rest));
        is_line_start = rest.get(..taken).is_some_and(|taken| taken.ends_with('\n'));
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Closing signs that were looked for up to the end of the text, so that they are not looked for again.
#[derive(Default)]
struct Ends {
    /// The closing tags of blocks and comments that do not occur any more.
    missing: Vec<&'static str>,
}

impl Ends {
    /// Calls `look` to find `closer`, unless that is known to be missing.
    fn look<T>(&mut self, closer: &'static str, look: impl FnOnce() -> Option<T>) -> Option<T> {
        if self.missing.contains(&closer) {
            return None;
        }
        let found = look();
        if found.is_none() {
            self.missing.push(closer);
        }
        found
    }

    /// The length of the comment at the beginning of `text`.
    fn of_comment(&mut self, text: &str) -> Option<usize> {
        // `<!-->` is a complete comment.
        let end = self.look("-->", || text.get(2..)?.find("-->"));
        end.map(|end| end + 5)
    }

    /// The tag that closes the block before `after`, one of `closers`: where it begins and ends.
    fn of_block(&mut self, after: &str, closers: &[&'static str]) -> Option<(usize, usize)> {
        closers.iter().find_map(|closer| self.look(closer, || block_end(after, closer)))
    }
}

fn holds_templates(text: &str) -> bool {
    ["{{", "{%", "{:", "{# "].iter().any(|open| text.contains(open))
}

/// The signs with which this line opens or closes a block of code.
fn fence_of(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(' ');
    let sign =
        bare.chars().next().filter(|c| matches!(c, '`' | '~') && line.len() - bare.len() < 4)?;
    let end = bare.find(|c| c != sign).unwrap_or(bare.len());
    bare.get(..end).filter(|fence| fence.len() >= 3)
}

/// The length of the code that the signs at the beginning of `text` open; of the signs alone if nothing closes them.
fn code_span(text: &str) -> usize {
    let signs = text.find(|c| c != '`').unwrap_or(text.len());
    let (open, after) = text.split_at(signs);
    // Code ends with its paragraph at the latest.
    let near = near(after);
    let paragraph = near.split("\n\n").next().unwrap_or(near);
    let mut at = 0;
    while let Some(next) = paragraph.get(at..).and_then(|rest| rest.find('`')) {
        let from = paragraph.get(at + next..).unwrap_or_default();
        let len = from.find(|c| c != '`').unwrap_or(from.len());
        at += next + len;
        if len == open.len() {
            return signs + at;
        }
    }
    signs
}

/// Writes the replacement for the tag at the beginning of `text`. Answers the length of what is replaced.
fn tag(text: &str, out: &mut String, dropped: &mut Vec<Dropped>, ends: &mut Ends) -> Option<usize> {
    if let Some(taken) = attributes_of_kramdown(text) {
        if text.starts_with("{:toc") {
            without_last_item(out);
        }
        return Some(taken);
    }
    let tag = tag_at(text)?;
    let after = text.get(tag.whole.len()..).unwrap_or_default();
    let mut upto = |closers: &[&'static str]| ends.of_block(after, closers);
    match known::meaning(tag.said, tag.is_output) {
        Meaning::Html(html) => {
            out.push_str(&html);
            Some(tag.whole.len())
        }
        Meaning::Nothing => Some(tag.whole.len()),
        Meaning::Comment => {
            let end = upto(&["endcomment", "/comment"]).map_or(0, |(_, end)| end);
            Some(tag.whole.len() + end)
        }
        Meaning::Raw => {
            let (inside, end) = upto(&["endraw"]).unwrap_or((0, 0));
            out.push_str(after.get(..inside).unwrap_or_default());
            Some(tag.whole.len() + end)
        }
        Meaning::Code(language) => {
            let (inside, end) = upto(&["endhighlight", "/highlight", "/code"]).unwrap_or((0, 0));
            let code = after.get(..inside).unwrap_or_default().trim_matches('\n');
            out.push_str(&format!("\n\n~~~~~~ {language}\n{code}\n~~~~~~\n\n"));
            Some(tag.whole.len() + end)
        }
        Meaning::Unknown => {
            let code: String = tag.whole.chars().take(NAMED).collect();
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            let note = Dropped::Template { code };
            if !dropped.contains(&note) {
                dropped.push(note);
            }
            Some(tag.whole.len())
        }
    }
}

/// The beginning of `text`, as long as a tag can be.
fn near(text: &str) -> &str {
    let mut end = LONGEST.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// The length of `{: .center}` or `{:toc}`, kramdown's notes on a paragraph's look.
fn attributes_of_kramdown(text: &str) -> Option<usize> {
    let said = text.strip_prefix("{:")?;
    let end = near(said).find('}')?;
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_pair = |said: &str| {
        let name = said.find(|c| !is_name(c)).unwrap_or(0);
        name > 0 && said.get(name..).is_some_and(|rest| rest.starts_with('='))
    };
    let is_one = |said: &str| {
        said.starts_with([' ', '.', '#', ':']) || said.starts_with("toc") || is_pair(said)
    };
    let said = said.get(..end).filter(|said| is_one(said) && !said.contains(['\n', '{']))?;
    Some(said.len() + 3)
}

/// Removes the list item that kramdown would replace by a table of contents.
fn without_last_item(out: &mut String) {
    let bare = out.trim_end_matches(['\n', ' ']);
    let begin = bare.rfind('\n').map_or(0, |at| at + 1);
    let is_item = bare
        .get(begin..)
        .is_some_and(|line| ["* ", "- ", "+ ", "1. "].iter().any(|mark| line.starts_with(mark)));
    if is_item {
        out.truncate(begin);
    }
}

fn tag_at(text: &str) -> Option<Tag<'_>> {
    let (open, close) = TAGS.iter().find(|(open, _)| text.starts_with(open))?;
    let head = text.get(open.len()..)?;
    let end = near(head).find(close)?;
    let whole = text.get(..open.len() + end + close.len())?;
    let said = head.get(..end)?.trim_matches(['-', ' ', '\n', '\t', '~']);
    let said = if *open == "{# " { "comment-of-one-line" } else { said };
    Some(Tag { whole, said, is_output: *open == "{{" })
}

/// Where the tag `closer` begins and ends.
fn block_end(text: &str, closer: &str) -> Option<(usize, usize)> {
    // A blank may follow the slash.
    text.match_indices(closer.trim_start_matches('/')).find_map(|(at, _)| {
        let before = text.get(..at)?;
        // Only braces, blanks and a slash can be before the name.
        let signs = |c: char| matches!(c, '{' | '%' | '<' | '-' | '~' | '/') || c.is_whitespace();
        let nearest = before.char_indices().rev().take(BEFORE_NAME);
        let begin = nearest.take_while(|(_, c)| signs(*c)).find(|(_, c)| *c == '{')?.0;
        let begin = if before.get(..begin)?.ends_with('{') { begin - 1 } else { begin };
        let tag = tag_at(text.get(begin..)?)?;
        let said: String = tag.said.split_whitespace().collect();
        (said == closer).then_some((begin, begin + tag.whole.len()))
    })
}

#[cfg(test)]
mod tests;
