//! `/embed/`: the page on which people try the widgets and copy the code. `public/embed/demo.js` composes the code;
//! this draws the page, with the simplest code in it.

use bantin::locale::{DemoMessages, Lang};
use bantin_model::Site;
use bantin_model::path::ListKind;
use bantin_store::sqlite::{Store, StoreError};
use elements::{Element, el};

use super::frame;
use crate::content;
use crate::pages::{self, Pages};
use bantin::prerender::{brand, escaped};

/// The path of the page in this language, below the site's root.
pub fn path(site: &Site, lang: &str) -> String {
    if lang == site.default_language { "embed/".to_owned() } else { format!("embed/{lang}/") }
}

/// The languages of the page: those of the site.
pub fn languages(site: &Site) -> impl Iterator<Item = &str> {
    site.languages.iter().map(String::as_str)
}

/// The page at the path `at` below the site's root; `None` for any other path.
///
/// # Errors
/// [`StoreError`].
pub fn draw(
    store: &Store,
    site: &Site,
    pages: &Pages,
    at: &str,
) -> Result<Option<String>, StoreError> {
    let found = languages(site)
        .find(|lang| path(site, lang).trim_end_matches('/') == at.trim_end_matches('/'));
    let Some(tag) = found else { return Ok(None) };
    let lang = Lang::nearest(tag, &site.default_language);
    let kind = ListKind::Language(tag.to_owned());
    let articles = content::feed(store, site, &kind, None)?.map(|feed| feed.items);
    let articles: Vec<(String, String)> = articles
        .unwrap_or_default()
        .into_iter()
        .map(bantin_model::FeedItem::into_summary)
        .map(|summary| (summary.slug.into(), summary.title))
        .collect();
    let words = lang.demo_messages();
    Ok(Some(document(Parts { site, pages, tag, words, articles: &articles })))
}

/// What the page is drawn of.
#[derive(Clone, Copy)]
struct Parts<'a> {
    site: &'a Site,
    pages: &'a Pages,
    /// Its language.
    tag: &'a str,
    words: &'static DemoMessages,
    /// Slugs and headlines.
    articles: &'a [(String, String)],
}

/// The policy of the page: the newsroom's colours and fonts, and none of its scripts.
pub fn policy(site: &Site, pages: &Pages) -> String {
    let style = pages::source(&brand::style(pages.config(), site));
    pages::policy(site.live.as_ref(), "", &style, "")
}

fn document(parts: Parts<'_>) -> String {
    let Parts { site, pages, tag, words, .. } = parts;
    let body = body(parts).html();
    let base = &pages.config().base;
    format!(
        "<!doctype html><html {}><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\"><title>{} – {}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         {}<link rel=\"stylesheet\" href=\"{base}{}\">{}<link rel=\"stylesheet\" href=\"{base}embed/demo.css\">\
         <script type=\"module\" src=\"{base}embed/v1.js\"></script>\
         <script type=\"module\" src=\"{base}embed/demo.js\"></script></head><body>{body}\
         <noscript><p class=\"failed\">{}</p></noscript></body></html>\n",
        frame::language(tag),
        escaped(&policy(site, pages)),
        escaped(words.title),
        escaped(&site.name),
        brand::marks(pages.config(), site),
        pages.stylesheet(),
        brand::style_element(pages.config(), site),
        escaped(words.needs_script),
    )
}

fn body(parts: Parts<'_>) -> Element {
    let Parts { site, pages, tag, words, articles } = parts;
    let base = &pages.config().base;
    let others = languages(site).filter(|other| *other != tag).map(|other| {
        el("a")
            .attr("href", format!("{base}{}", path(site, other)))
            .attr("lang", other)
            .child(Lang::name_of(other))
    });
    let home = el("a").attr("href", base).child(site.name.as_str());
    let first = articles.first().map_or("", |(slug, _)| slug.as_str());
    let root = site.url.as_str();
    let plain = format!(
        "<script type=\"module\" src=\"{root}embed/v1.js\"></script>\n<bantin-rating article=\"{first}\"></bantin-rating>"
    );
    let copy = el("p")
        .class("demo-copy")
        .child(
            el("button")
                .attr("type", "button")
                .attr("id", "copy")
                .class("button")
                .child(words.copy),
        )
        .child(el("span").attr("id", "copied").attr("role", "status"));
    let code = el("section")
        .attr("aria-labelledby", "code-heading")
        .child(el("h2").attr("id", "code-heading").class("rubric").child(words.code))
        .child(block("code", &plain))
        .child(copy)
        .child(note("css-note", words.css, "css"))
        .child(note("receiver-note", words.receiver, "receiver"))
        .child(note("policy-note", words.policy, "policy"));
    let preview = el("section")
        .attr("aria-labelledby", "preview-heading")
        .child(el("h2").attr("id", "preview-heading").class("rubric").child(words.preview))
        .child(el("div").attr("id", "preview").class("demo-preview"));
    el("div")
        .class("page demo")
        .child(el("header").class("demo-top").child(home).child(others.collect::<Vec<_>>()))
        .child(
            el("main")
                .child(el("h1").child(words.title))
                .child(el("p").child(words.intro))
                .child(
                    el("div")
                        .class("demo-desk")
                        .child(form(parts))
                        .child(el("div").class("demo-result").child(preview).child(code)),
                )
                .child(el("p").class("demo-docs").child(words.docs)),
        )
}

/// A block of code. It scrolls, so it can have the focus.
fn block(id: &'static str, text: &str) -> Element {
    el("pre").attr("tabindex", "0").child(el("code").attr("id", id).child(text))
}

fn note(id: &'static str, words: &str, code: &'static str) -> Element {
    el("div").attr("id", id).attr("hidden", "").child(el("p").child(words)).child(block(code, ""))
}

fn form(parts: Parts<'_>) -> Element {
    let Parts { site, pages, tag, words, articles } = parts;
    let articles: Vec<_> = articles.iter().map(|(slug, title)| option(slug, title)).collect();
    let sections = site.sections.iter().filter(|section| section.lang == tag);
    let sections = sections.map(|section| option(&section.id, &section.name));
    let sections: Vec<_> = std::iter::once(option("", words.whole_site)).chain(sections).collect();
    let spoken = Lang::ALL.iter().map(|lang| option(lang.tag(), lang.name()));
    let lang: Vec<_> = std::iter::once(option("", words.of_page)).chain(spoken).collect();
    let theme =
        vec![option("", words.of_page), option("light", words.light), option("dark", words.dark)];
    let number = el("input")
        .attr("type", "number")
        .attr("min", "1")
        .attr("max", "20")
        .attr("value", "5")
        .attr("inputmode", "numeric");
    let accent = site.brand.colors.as_ref().map(|colors| colors.day.accent.to_string());
    let accent = accent.unwrap_or_else(|| "#a3231c".to_owned());
    let colour = el("input").attr("type", "color").attr("value", accent);
    let pinned = pages.pinned();
    let mut ways = vec![("script", words.script)];
    ways.extend(pinned.map(|_| ("pinned", words.pinned)));
    ways.push(("frame", words.frame));
    el("form")
        .attr("id", "demo")
        .attr("data-root", site.url.as_str())
        .attr("data-live", site.live.as_ref().map_or("", bantin_model::Link::as_str))
        .attr_if("data-exact", pinned.map(|pinned| pinned.exact.as_str()))
        .attr_if("data-integrity", pinned.map(|pinned| pinned.integrity.as_str()))
        .attr("data-copied", words.copied)
        .attr("data-not-copied", words.not_copied)
        .child(el("h2").class("rubric").child(words.settings))
        .child(choices(
            "widget",
            words.widget,
            &[("rating", words.rating), ("related", words.related), ("latest", words.latest)],
        ))
        .child(field("article", words.article, el("select").child(articles)))
        .child(field("section", words.section, el("select").child(sections)))
        .child(field("limit", words.limit, number))
        .child(field("lang", words.lang, el("select").child(lang)))
        .child(field("theme", words.theme, el("select").child(theme)))
        .child(field("accent", words.accent, colour))
        .child(choices("way", words.way, &ways))
}

fn option(value: &str, text: &str) -> Element {
    el("option").attr("value", value).child(text)
}

fn field(name: &'static str, label: &str, control: Element) -> Element {
    el("p")
        .attr("id", format!("field-{name}"))
        .child(el("label").attr("for", name).child(label))
        .child(control.attr("id", name).attr("name", name))
}

/// A group of radios with the first one checked.
fn choices(name: &'static str, legend: &str, all: &[(&'static str, &'static str)]) -> Element {
    let radios = all.iter().enumerate().map(|(at, (value, label))| {
        let radio = el("input").attr("type", "radio").attr("name", name).attr("value", value);
        let radio = radio.attr_if("checked", (at == 0).then_some(""));
        el("label").child(radio).child(" ").child(*label)
    });
    el("fieldset").child(el("legend").child(legend)).child(radios.collect::<Vec<_>>())
}
