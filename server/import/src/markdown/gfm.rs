//! GitHub's Markdown as HTML, with tables, struck-out text, tasks, footnotes, and links made of addresses.

use std::collections::HashMap;
use std::fmt::Write;

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{
    CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream, html,
};

use crate::{html as blocks, text};

/// A document being written.
#[derive(Default)]
struct Document<'a> {
    main: Vec<Event<'a>>,
    /// The numbers of footnotes, by name.
    numbers: HashMap<String, usize>,
    notes: Vec<(String, Vec<Event<'a>>)>,
    /// Whether a footnote is being written.
    in_note: bool,
    /// How many links are around the text; within one, an address makes no other.
    in_link: usize,
    in_code: bool,
}

/// `markdown` as HTML. Footnotes are a list at the end, in the order in which they are referred to.
pub fn to_html(markdown: &str) -> String {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    let mut document = Document::default();
    for event in TextMergeStream::new(Parser::new_ext(markdown, extensions)) {
        document.take(event);
    }
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    let Document { main, numbers, mut notes, .. } = document;
    html::push_html(&mut out, main.into_iter());
    if notes.is_empty() {
        return out;
    }
    notes.sort_by_key(|(name, _)| numbers.get(name).copied().unwrap_or(usize::MAX));
    out.push_str("<hr>\n<ol>\n");
    for (name, note) in notes {
        let mut words = String::new();
        html::push_html(&mut words, note.into_iter());
        let Some(number) = numbers.get(&name) else {
            let _ = writeln!(out, "<li>{words}</li>");
            continue;
        };
        // The link back is in the last line.
        let (words, end) = match words.trim_end().strip_suffix("</p>") {
            Some(words) => (words, "</p>"),
            None => (words.trim_end(), ""),
        };
        let back = format!("<a href=\"#fnref-{number}\">↩</a>");
        let _ = writeln!(out, "<li id=\"fn-{number}\">{words} {back}{end}</li>");
    }
    out.push_str("</ol>\n");
    out
}

/// Removes a first-level heading at the beginning of `html`, and gives its words as the headline.
pub fn first_heading(html: &mut String) -> Option<String> {
    let rest = html.trim_start().strip_prefix("<h1")?;
    let (_, rest) = rest.split_once('>')?;
    let (inside, rest) = rest.split_once("</h1>")?;
    let title = text::some_line(&blocks::plain(inside).ok()?)?;
    *html = rest.to_owned();
    Some(title)
}

impl<'a> Document<'a> {
    fn take(&mut self, event: Event<'a>) {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.notes.push((name.to_string(), Vec::new()));
                self.in_note = true;
            }
            Event::End(TagEnd::FootnoteDefinition) => self.in_note = false,
            Event::FootnoteReference(name) => {
                let next = self.numbers.len() + 1;
                let number = *self.numbers.entry(name.to_string()).or_insert(next);
                // The link back leads to the first reference.
                let id =
                    if number == next { format!(" id=\"fnref-{number}\"") } else { String::new() };
                let link = format!("<sup><a href=\"#fn-{number}\"{id}>{number}</a></sup>");
                self.write(Event::InlineHtml(link.into()));
            }
            Event::Text(words) if self.in_link == 0 && !self.in_code => self.words(words),
            event => {
                match &event {
                    Event::Start(Tag::Link { .. } | Tag::Image { .. }) => self.in_link += 1,
                    Event::End(TagEnd::Link | TagEnd::Image) => {
                        self.in_link = self.in_link.saturating_sub(1);
                    }
                    Event::Start(Tag::CodeBlock(_)) => self.in_code = true,
                    Event::End(TagEnd::CodeBlock) => self.in_code = false,
                    _ => {}
                }
                self.write(event);
            }
        }
    }

    fn write(&mut self, event: Event<'a>) {
        match self.notes.last_mut().filter(|_| self.in_note) {
            Some((_, note)) => note.push(event),
            None => self.main.push(event),
        }
    }

    /// Writes words, with addresses in them as links.
    fn words(&mut self, words: CowStr<'a>) {
        if !words.contains("://") {
            return self.write(Event::Text(words));
        }
        let mut finder = LinkFinder::new();
        finder.kinds(&[LinkKind::Url]);
        for span in finder.spans(&words) {
            let text = CowStr::from(span.as_str().to_owned());
            let is_web = text.starts_with("http://") || text.starts_with("https://");
            if span.kind().is_none() || !is_web {
                self.write(Event::Text(text));
                continue;
            }
            self.write(Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url: text.clone(),
                title: "".into(),
                id: "".into(),
            }));
            self.write(Event::Text(text));
            self.write(Event::End(TagEnd::Link));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_are_a_list_at_the_end() {
        let html = to_html(
            "Tăng[^b]. Giảm[^1], lại tăng[^b].\n\n[^1]: Hai.\n[^b]: https://gso.example.org/a\n\nCuối.",
        );
        assert!(
            html.contains("Tăng<sup><a href=\"#fn-1\" id=\"fnref-1\">1</a></sup>. Giảm<sup>"),
            "{html}"
        );
        assert!(html.contains("lại tăng<sup><a href=\"#fn-1\">1</a></sup>."), "{html}");
        assert!(html.contains("<p>Hai. <a href=\"#fnref-2\">↩</a></p></li>"), "{html}");
        let (text, notes) = html.split_once("<ol>").unwrap_or_default();
        assert!(text.contains("Cuối."), "{html}");
        let first = notes.find("<a href=\"https://gso.example.org/a\">");
        assert!(first.is_some() && first < notes.find("Hai."), "{html}");
    }

    #[test]
    fn bare_addresses_are_links() {
        let link = "<a href=\"https://a.example/b_c_d\">https://a.example/b_c_d</a>";
        let html = to_html(
            "Xem (https://a.example/b_c_d). [https://b.example](https://c.example) `https://d.example`",
        );
        assert!(html.contains(&format!("({link}).")), "{html}");
        assert_eq!(html.matches("<a ").count(), 2, "{html}");
    }

    #[test]
    fn a_heading_may_be_the_headline() {
        let mut html = to_html("# Cầu *gỗ*\n\nMở lại.");
        assert_eq!(first_heading(&mut html).as_deref(), Some("Cầu gỗ"));
        assert_eq!(html.trim(), "<p>Mở lại.</p>");
        assert_eq!(first_heading(&mut to_html("Mở lại.\n\n# Cầu")), None);
    }
}
