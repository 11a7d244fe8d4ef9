//! Cards: what stands between the paragraphs of a post. Both editors keep the same fields of each.
//!
//! Fields that are HTML in Ghost (captions, the texts of callouts) are written as they are: the whole post is read as a
//! page from elsewhere afterwards.

use serde_json::Value;

use super::{Writing, field, list};
use crate::dropped::Dropped;
use crate::ghost::gated;
use crate::markdown;
use crate::text::escaped;

/// The fields of a button: whether it is there, its words, its address.
const BUTTON: [&str; 3] = ["buttonEnabled", "buttonText", "buttonUrl"];

/// Of a card that no version known here has.
pub fn unknown(kind: &str) -> Dropped {
    Dropped::Element { name: format!("{kind} card") }
}

impl Writing<'_> {
    /// Writes the card `kind` with these fields. Whether it is one that is known.
    pub fn card(&mut self, kind: &str, card: &Value) -> bool {
        if !is_for_everybody(card) {
            gated::note(self.dropped);
            return true;
        }
        match kind {
            "image" => self.figure(card, |out| out.picture(card)),
            "gallery" => self.gallery(card),
            "video" | "audio" => self.player(kind, card),
            "embed" => self.embed(card),
            "bookmark" => self.bookmark(card),
            "html" => self.tag(field(card, "html")),
            "markdown" => self.tag(&markdown::to_html(field(card, "markdown"))),
            "codeblock" | "code" => self.code(card),
            "callout" => {
                self.element("p", |out| {
                    let emoji = field(card, "calloutEmoji");
                    if !emoji.is_empty() {
                        out.text(emoji);
                        out.text(" ");
                    }
                    out.tag(field(card, "calloutText"));
                });
            }
            "toggle" => self.element("details", |out| {
                out.element("summary", |out| out.tag(field(card, "heading")));
                out.tag(field(card, "content"));
            }),
            "header" => {
                self.bare_picture(card, "backgroundImageSrc");
                self.titled("h2", field(card, "header"));
                self.titled("p", field(card, "subheader"));
                self.button(card, BUTTON);
            }
            "button" => self.button(card, BUTTON),
            "product" => self.product(card),
            "call-to-action" => {
                self.bare_picture(card, "imageUrl");
                self.titled("p", field(card, "textValue"));
                self.button(card, ["showButton", "buttonText", "buttonUrl"]);
            }
            "file" => self.file(card),
            "horizontalrule" | "hr" => self.tag("<hr>"),
            // Marks where the free part of a post ends; a public post is shown whole.
            "paywall" => {}
            // What is in mails alone, and forms that only Ghost answers.
            "email" | "email-cta" | "signup" | "subscribe" => {
                let name = format!("{kind} card");
                self.note(Dropped::Element { name });
            }
            _ => return false,
        }
        true
    }

    /// Writes what `inside` writes, as a figure with the card's caption.
    fn figure(&mut self, card: &Value, inside: impl FnOnce(&mut Self)) {
        self.element("figure", |out| {
            inside(out);
            let caption = field(card, "caption");
            if !caption.is_empty() {
                out.element("figcaption", |out| out.tag(caption));
            }
        });
    }

    fn picture(&mut self, card: &Value) {
        let [src, alt] = ["src", "alt"].map(|name| escaped(field(card, name)));
        let picture = format!("<img src=\"{src}\" alt=\"{alt}\">");
        match field(card, "href") {
            "" => self.tag(&picture),
            address => self.link(address, |out| out.tag(&picture)),
        }
    }

    fn gallery(&mut self, card: &Value) {
        self.figure(card, |out| {
            for picture in list(card, "images") {
                out.picture(picture);
            }
        });
    }

    fn player(&mut self, kind: &str, card: &Value) {
        let poster = match field(card, "customThumbnailSrc") {
            "" => field(card, "thumbnailSrc"),
            own => own,
        };
        let [src, poster, title] = [field(card, "src"), poster, field(card, "title")].map(escaped);
        let poster = if poster.is_empty() || kind == "audio" {
            String::new()
        } else {
            format!(" poster=\"{poster}\"")
        };
        self.figure(card, |out| {
            out.tag(&format!("<{kind} src=\"{src}\" title=\"{title}\"{poster} controls></{kind}>"));
        });
    }

    fn embed(&mut self, card: &Value) {
        let (url, html) = (field(card, "url"), field(card, "html"));
        if html.is_empty() {
            self.element("p", |out| out.link(url, |out| out.text(url)));
        } else {
            self.figure(card, |out| out.tag(html));
        }
    }

    fn bookmark(&mut self, card: &Value) {
        let nothing = Value::Null;
        let about = card.get("metadata").unwrap_or(&nothing);
        let url = field(card, "url");
        let title = Some(field(about, "title")).filter(|title| !title.is_empty());
        self.element("p", |out| out.link(url, |out| out.text(title.unwrap_or(url))));
        let words = field(about, "description");
        if !words.is_empty() {
            self.element("p", |out| out.text(words));
        }
        self.titled("p", field(card, "caption"));
    }

    fn code(&mut self, card: &Value) {
        self.figure(card, |out| out.code_in(field(card, "language"), field(card, "code")));
    }

    /// Writes code in a language, which may be empty.
    pub fn code_in(&mut self, language: &str, code: &str) {
        let language = match language {
            "" => String::new(),
            language => format!(" class=\"language-{}\"", escaped(language)),
        };
        self.tag(&format!("<pre><code{language}>"));
        self.text(code);
        self.tag("</code></pre>");
    }

    /// Writes HTML of the card in an element; nothing where it is empty.
    fn titled(&mut self, name: &str, html: &str) {
        if !html.is_empty() {
            self.element(name, |out| out.tag(html));
        }
    }

    /// Writes the picture at the address in this field; nothing without one.
    fn bare_picture(&mut self, card: &Value, name: &str) {
        let src = field(card, name);
        if !src.is_empty() {
            self.tag(&format!("<figure><img src=\"{}\" alt=\"\"></figure>", escaped(src)));
        }
    }

    /// Writes the link in the fields of these names, of which the first may switch it off.
    fn button(&mut self, card: &Value, [is_on, words, address]: [&str; 3]) {
        if card.get(is_on).and_then(Value::as_bool) == Some(false) {
            return;
        }
        let [words, address] = [words, address].map(|name| field(card, name));
        if !words.is_empty() && !address.is_empty() {
            self.element("p", |out| out.link(address, |out| out.text(words)));
        }
    }

    fn product(&mut self, card: &Value) {
        self.bare_picture(card, "productImageSrc");
        self.titled("h4", field(card, "productTitle"));
        self.titled("p", field(card, "productDescription"));
        self.button(card, ["productButtonEnabled", "productButton", "productUrl"]);
    }

    fn file(&mut self, card: &Value) {
        let name = match field(card, "fileTitle") {
            "" => field(card, "fileName"),
            title => title,
        };
        self.element("p", |out| out.link(field(card, "src"), |out| out.text(name)));
        self.titled("p", field(card, "fileCaption"));
    }
}

/// Whether readers who are no members see the card on the web. Ghost has said so in three ways.
fn is_for_everybody(card: &Value) -> bool {
    let Some(said) = card.get("visibility") else { return true };
    let is = |of: &Value, name: &str| of.get(name).and_then(Value::as_bool);
    let web = said.get("web").and_then(|web| is(web, "nonMember"));
    web.or_else(|| is(said, "emailOnly").map(|only| !only))
        .or_else(|| is(said, "showOnWeb"))
        .unwrap_or(true)
}
