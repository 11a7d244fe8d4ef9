//! How the newsroom looks, in a page's head: its colours and fonts, its icons, its manifest, its own style and scripts.
//!
//! The app leaves these alone when it goes to another page, so no browser's program knows them.

use bantin_model::{Palette, Site};

use super::{escaped, fonts};
use crate::config::Config;

/// The manifest, below the site's root.
pub const MANIFEST: &str = "manifest.webmanifest";

/// The papers of `style/tokens.css`, where a newsroom says nothing.
const PAPER: [&str; 2] = ["#faf7f0", "#14161a"];

/// The colour of the paper by day and by night.
pub fn papers(site: &Site) -> [String; 2] {
    match &site.brand.colors {
        Some(colors) => [colors.day.paper, colors.night.paper].map(|color| color.to_string()),
        None => PAPER.map(str::to_owned),
    }
}

/// The text of the style sheet with the newsroom's colours and fonts, which comes after the first styles; empty without
/// any.
pub fn style(config: &Config, site: &Site) -> String {
    let fonts = site.brand.fonts.as_ref();
    let fonts = fonts.map(|own| super::fonts::style(config, own));
    fonts.unwrap_or_default() + &colors(site)
}

fn colors(site: &Site) -> String {
    let Some(colors) = &site.brand.colors else { return String::new() };
    let block = |selector: &str, palette: &Palette| {
        let tokens = palette.tokens().map(|(name, color)| format!("--{name}:{color}"));
        format!("{selector}{{{}}}", tokens.join(";"))
    };
    // As the blocks of tokens.css, which weigh as much and come before.
    [
        block(":root", &colors.day),
        "@media(prefers-color-scheme:dark){".to_owned(),
        block(":root:not([data-theme=light]):not([data-theme=sepia])", &colors.night),
        "}".to_owned(),
        block(":root[data-theme=dark]", &colors.night),
        block(":root[data-theme=sepia]", &colors.sepia),
        "@media(prefers-contrast:more){:root{--ink-soft:var(--ink);--rule:var(--ink-soft)}}"
            .to_owned(),
    ]
    .concat()
}

/// The same as an element, or nothing.
pub fn style_element(config: &Config, site: &Site) -> String {
    super::style_element(&style(config, site))
}

/// What stands in the head of every page of the site: [`marks`], and the newsroom's own style sheet and scripts.
pub fn head(config: &Config, site: &Site) -> String {
    let mut html = marks(config, site);
    if let Some(style) = &site.brand.style {
        let href = escaped(&config.resolve(style.as_str()));
        html += &format!("<link rel=\"stylesheet\" href=\"{href}\">");
    }
    for script in &site.brand.scripts {
        html += &format!(
            "<script src=\"{}\" integrity=\"{}\" crossorigin=\"anonymous\" defer></script>",
            escaped(script.src.as_str()),
            escaped(&script.integrity)
        );
    }
    html
}

/// The font that text waits for; theme colour, icons and manifest.
pub fn marks(config: &Config, site: &Site) -> String {
    let [day, night] = papers(site);
    let at = |path: &str| escaped(&config.resolve(path));
    let (icon, kind, apple) = match &site.brand.icons {
        Some(icons) => match &icons.svg {
            Some(svg) => (at(svg.as_str()), "image/svg+xml", at(icons.apple.as_str())),
            None => (at(icons.small.as_str()), "image/png", at(icons.apple.as_str())),
        },
        None => (at("/icon.svg"), "image/svg+xml", at("/apple-touch-icon.png")),
    };
    let early = site.brand.fonts.as_ref().and_then(fonts::early);
    let early = early.map(|src| {
        let src = at(src.as_str());
        format!("<link rel=\"preload\" href=\"{src}\" as=\"font\" type=\"font/woff2\" crossorigin>")
    });
    let mut html = early.unwrap_or_default();
    html += &format!(
        "<meta name=\"theme-color\" content=\"{day}\" media=\"(prefers-color-scheme: light)\">\
         <meta name=\"theme-color\" content=\"{night}\" media=\"(prefers-color-scheme: dark)\">\
         <link rel=\"icon\" href=\"{icon}\" type=\"{kind}\"><link rel=\"apple-touch-icon\" href=\"{apple}\">\
         <link rel=\"manifest\" href=\"{}\">",
        at(&format!("/{MANIFEST}"))
    );
    if let Some(name) = &site.brand.short_name {
        html +=
            &format!("<meta name=\"apple-mobile-web-app-title\" content=\"{}\">", escaped(name));
    }
    html
}

/// The site as the app must know it: what stands in the head already is left out.
pub fn told(site: &Site) -> Site {
    let mut site = site.clone();
    let brand = &mut site.brand;
    (brand.icons, brand.colors, brand.short_name) = (None, None, None);
    (brand.fonts, brand.style, brand.scripts) = (None, None, Vec::new());
    site
}
