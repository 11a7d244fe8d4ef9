//! A widget as a page of its own, for an `<iframe>`: for pages whose policy forbids WebAssembly, or whose owner wants
//! no script of ours. `public/embed/frame.js` tells the page around it how high it is.

use bantin::locale::{Lang, text};
use bantin_model::path::{Frame, ListKind, article_page};
use bantin_model::{Article, Link, Route, Site, Slug};
use bantin_store::sqlite::{Store, StoreError};

use crate::pages;
use bantin::prerender::escaped;

/// A frame as HTML.
pub struct Drawn {
    pub html: String,
    /// False when there is no such article or section, which the widget says in words.
    pub is_found: bool,
}

/// The content of a frame, for its page.
struct Shown {
    lang: String,
    title: String,
    element: String,
    /// The link for readers without JavaScript.
    next_link: String,
}

/// Draws `frame` for a site in the folder `base`.
///
/// # Errors
/// [`StoreError`].
pub fn draw(store: &Store, site: &Site, base: &str, frame: &Frame) -> Result<Drawn, StoreError> {
    let shown = match frame {
        Frame::Rating(slug) | Frame::Related(slug) => {
            store.article(slug, &site.url)?.map(|article| of_article(frame, &article, base))
        }
        Frame::Latest(section) => latest(site, base, section.as_ref()),
    };
    let is_found = shown.is_some();
    let shown = shown.unwrap_or_else(|| missing(site, base, frame));
    Ok(Drawn { html: document(site, base, &shown), is_found })
}

/// Whether `path`, below the site's root, has the form of a frame's, even if it names no possible article or section.
pub fn is_at(path: &str) -> bool {
    ["embed/rating/", "embed/related/", "embed/latest/"].iter().any(|from| path.starts_with(from))
}

/// The frame for a path that can be no frame's. It says so, with a link to go on.
pub fn draw_unknown(site: &Site, base: &str) -> String {
    let messages = messages(&site.default_language);
    let shown = Shown {
        lang: site.default_language.clone(),
        title: messages.missing_title.to_owned(),
        element: "p".to_owned(),
        next_link: format!("{} {}", escaped(messages.missing_text), link(base, &site.name)),
    };
    document(site, base, &shown)
}

/// The frame of an article that was read already.
pub fn draw_article(site: &Site, base: &str, frame: &Frame, article: &Article) -> String {
    document(site, base, &of_article(frame, article, base))
}

/// The policy of a frame: that of any page, except that every site may show it.
pub fn policy(live: Option<&Link>) -> String {
    format!("{}; frame-ancestors *", pages::policy(live, "", "", ""))
}

fn messages(lang: &str) -> &'static bantin::locale::Messages {
    Lang::nearest(lang, lang).messages()
}

fn of_article(frame: &Frame, article: &Article, base: &str) -> Shown {
    let messages = messages(&article.lang);
    let (name, what) = match frame {
        Frame::Related(_) => ("related", messages.related),
        _ => ("rating", messages.rate_heading),
    };
    Shown {
        lang: article.lang.clone(),
        title: format!("{what}: {}", article.title),
        element: element(name, "article", article.slug.as_str()),
        next_link: link(&format!("{base}{}", article_page(&article.slug)), &article.title),
    }
}

fn latest(site: &Site, base: &str, section: Option<&Slug>) -> Option<Shown> {
    let Some(id) = section else {
        let lang = site.default_language.clone();
        let title = format!("{}: {}", messages(&lang).latest, site.name);
        let element = element("latest", "lang", &lang);
        return Some(Shown { lang, title, element, next_link: link(base, &site.name) });
    };
    let section = site.section(id.as_str())?;
    let route = Route::list(ListKind::Section(section.id.clone()));
    Some(Shown {
        lang: section.lang.clone(),
        title: format!("{}: {}", section.name, site.name),
        element: element("latest", "section", &section.id),
        next_link: link(&route.path(base), &section.name),
    })
}

/// A frame without its article or section; the widget's own words say so.
fn missing(site: &Site, base: &str, frame: &Frame) -> Shown {
    let element = match frame {
        Frame::Rating(slug) => element("rating", "article", slug.as_str()),
        Frame::Related(slug) => element("related", "article", slug.as_str()),
        Frame::Latest(section) => {
            element("latest", "section", section.as_ref().map_or("", Slug::as_str))
        }
    };
    Shown {
        lang: site.default_language.clone(),
        title: site.name.clone(),
        element,
        next_link: link(base, &site.name),
    }
}

/// The opening tag of a widget.
fn element(name: &str, attribute: &str, value: &str) -> String {
    format!("bantin-{name} {attribute}=\"{}\"", escaped(value))
}

fn link(href: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escaped(href), escaped(text))
}

/// The page around a widget. Its links open in the whole window.
fn document(site: &Site, base: &str, shown: &Shown) -> String {
    let Shown { lang, title, element, next_link } = shown;
    let name = element.split(' ').next().unwrap_or_default();
    format!(
        "<!doctype html><html {}><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{}\"><title>{}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\
         <base target=\"_top\"><link rel=\"stylesheet\" href=\"{base}embed/frame.css\">\
         <script type=\"module\" src=\"{base}embed/frame.js\"></script>\
         <script type=\"module\" src=\"{base}embed/v1.js\"></script>\
         <{element}>{next_link}</{name}></html>\n",
        language(lang),
        escaped(&pages::policy(site.live.as_ref(), "", "", "")),
        escaped(title),
    )
}

/// The attributes of `<html>` for a language and its direction.
pub fn language(tag: &str) -> String {
    let direction = text::direction(tag).map(|way| format!(" dir=\"{way}\"")).unwrap_or_default();
    format!("lang=\"{}\"{direction}", escaped(tag))
}
