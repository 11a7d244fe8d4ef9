//! The built `index.html`, read with a parser: set up for its site, without what is not for every page, and with a mark
//! in each place where something goes in.
//!
//! A mark is a comment of ours, which is there only while the page is cut.

use lol_html::errors::RewritingError;
use lol_html::html_content::ContentType::Html;
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use crate::config::Config;

/// A page that `cargo xtask build` did not make.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    #[error("index.html has no {0} where it belongs")]
    Missing(&'static str),
    #[error("index.html has more than one {0}")]
    Twice(&'static str),
    #[error("index.html cannot be read: {0}")]
    Unreadable(#[from] RewritingError),
}

/// In the place of the tag.
pub const LANGUAGE: &str = "<html>";
/// In the place of the element.
pub const TITLE: &str = "<title>";
/// After the element.
pub const STYLE: &str = "<style>";
/// In the place of the content.
pub const CONFIG: &str = "id=bantin-config";
/// Before the element.
pub const SKELETON: &str = "id=boot";
/// After it.
pub const PAGE: &str = "end of id=boot";
/// In the place of the content.
pub const FAILED: &str = "id=failed";
/// In the place of the content.
pub const UPDATED: &str = "id=updated";

/// What each newsroom has of its own, and what a page with its text has no use for.
const NOT_OF_EVERY_PAGE: &str = "noscript, meta[name=theme-color], link[rel=icon], \
                                 link[rel=apple-touch-icon], link[rel=manifest]";

/// A script in the page itself that runs.
const OWN_SCRIPT: &str = "script:not([src]):not([type])";

const STYLE_OF_ALL: &str = "style:not([data-file])";
/// What an article does without in its first paint: it has the file that is named.
const STYLE_OF_OTHERS: &str = "style[data-file]";

/// The page with its marks.
#[derive(Default)]
pub struct Built {
    pub marked: String,
    /// The texts of the script and of the styles in the page.
    pub script: String,
    pub style: String,
    /// The styles of every page but an article, and the address of the file with the same; empty without any.
    pub other_style: String,
    pub other_stylesheet: String,
    /// The address of the rest of the styles; empty without any.
    pub stylesheet: String,
}

impl Built {
    /// Reads `html` for a site in the folder `config.base`.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn read(html: &str, config: &Config) -> Result<Self, TemplateError> {
        let (mut script, mut style) = (String::new(), String::new());
        let (mut other_style, mut other_stylesheet) = (String::new(), String::new());
        let (mut scripts, mut stylesheets) = (0, Vec::new());
        let put = RewriteStrSettings::new()
            .append_element_content_handler(element!("html", |html| {
                html.start_tag().replace(&mark(LANGUAGE), Html);
                Ok(())
            }))
            .append_element_content_handler(element!("title", |title| {
                title.replace(&mark(TITLE), Html);
                Ok(())
            }))
            .append_element_content_handler(element!(STYLE_OF_ALL, |style| {
                style.after(&mark(STYLE), Html);
                Ok(())
            }))
            .append_element_content_handler(text!(STYLE_OF_ALL, |text| {
                style.push_str(text.as_str());
                Ok(())
            }))
            .append_element_content_handler(element!(STYLE_OF_OTHERS, |style| {
                let address = style.get_attribute("data-file").unwrap_or_default();
                other_stylesheet = based(&address, &config.base).unwrap_or(address);
                style.remove();
                Ok(())
            }))
            .append_element_content_handler(text!(STYLE_OF_OTHERS, |text| {
                other_style.push_str(text.as_str());
                Ok(())
            }))
            .append_element_content_handler(element!(OWN_SCRIPT, |_| {
                scripts += 1;
                Ok(())
            }))
            .append_element_content_handler(text!(OWN_SCRIPT, |text| {
                script.push_str(text.as_str());
                Ok(())
            }))
            .append_element_content_handler(element!("#boot", |boot| {
                boot.before(&mark(SKELETON), Html);
                boot.after(&mark(PAGE), Html);
                Ok(())
            }))
            .append_element_content_handler(element!("#bantin-config", |block| {
                block.set_inner_content(&mark(CONFIG), Html);
                Ok(())
            }))
            .append_element_content_handler(element!("#failed", |words| {
                words.set_inner_content(&mark(FAILED), Html);
                Ok(())
            }))
            .append_element_content_handler(element!("#updated", |words| {
                words.set_inner_content(&mark(UPDATED), Html);
                Ok(())
            }))
            .append_element_content_handler(element!(NOT_OF_EVERY_PAGE, |element| {
                element.remove();
                Ok(())
            }))
            .append_element_content_handler(element!("link[rel=stylesheet][href]", |link| {
                let address = link.get_attribute("href").unwrap_or_default();
                stylesheets.push(based(&address, &config.base).unwrap_or(address));
                Ok(())
            }))
            .append_element_content_handler(element!("[href], [src]", |element| {
                for name in ["href", "src"] {
                    let address = element.get_attribute(name);
                    if let Some(to) = address.and_then(|address| based(&address, &config.base)) {
                        element.set_attribute(name, &to)?;
                    }
                }
                Ok(())
            }));
        let marked = rewrite_str(html, put)?;
        if scripts > 1 {
            return Err(TemplateError::Twice("<script> without an address"));
        }
        let stylesheet = match <[String; 1]>::try_from(stylesheets) {
            Ok([one]) => one,
            Err(none) if none.is_empty() => String::new(),
            Err(_) => return Err(TemplateError::Twice("rel=stylesheet")),
        };
        Ok(Self { marked, script, style, other_style, other_stylesheet, stylesheet })
    }
}

/// What `rest` has before a mark; it goes on after that.
///
/// # Errors
/// [`TemplateError`], unless the mark is there once.
pub fn before(rest: &mut &str, what: &'static str) -> Result<String, TemplateError> {
    let mark = mark(what);
    let (before, after) = rest.split_once(&mark).ok_or(TemplateError::Missing(what))?;
    if after.contains(&mark) {
        return Err(TemplateError::Twice(what));
    }
    let before = before.to_owned();
    *rest = after;
    Ok(before)
}

fn mark(what: &str) -> String {
    format!("<!-- bantin: {what} -->")
}

/// An address from the root as it is below `base`; `None` where that is the same.
fn based(address: &str, base: &str) -> Option<String> {
    let below = address.strip_prefix('/').filter(|_| base != "/")?;
    Some(format!("{base}{below}"))
}
