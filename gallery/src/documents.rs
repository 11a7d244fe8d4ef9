//! The HTML pages around what is drawn, and their style sheet.

use std::fmt::Write as _;
use std::path::Path;

use bantin::prerender::brand;

use crate::papers::Paper;
use crate::specimens::Specimen;

/// The style sheet's name.
pub const STYLES: &str = "gallery.css";

/// The colours a reader can choose, by their names in the page.
pub const THEMES: [(&str, &str); 3] = [("day", "light"), ("night", "dark"), ("sepia", "sepia")];

/// A page of the gallery: a family of components of a paper in one direction, in some colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub paper: &'static str,
    pub theme: &'static str,
    pub direction: &'static str,
    pub family: &'static str,
}

impl Sheet {
    /// The file's name.
    pub fn name(&self) -> String {
        let Self { paper, theme, direction, family } = self;
        format!("{paper}-{theme}-{direction}-{family}.html")
    }
}

/// All styles of the app, in the order in which `index.html` has them, and the gallery's own.
pub fn styles(root: &Path) -> String {
    let index = std::fs::read_to_string(root.join("index.html")).unwrap();
    let links = index.split("<link data-trunk rel=\"css\" href=\"").skip(1);
    let names: Vec<_> = links.filter_map(|link| link.split('"').next()).collect();
    assert!(!names.is_empty(), "index.html names no styles");
    let mut styles: String =
        names.iter().map(|name| std::fs::read_to_string(root.join(name)).unwrap()).collect();
    styles += include_str!("gallery.css");
    styles
}

/// The page with these specimens.
pub fn document(sheet: &Sheet, all: &[Sheet], paper: &Paper, specimens: &[Specimen]) -> String {
    let Sheet { theme, direction, family, .. } = sheet;
    let (_, theme) = THEMES.iter().find(|(name, _)| name == theme).unwrap();
    let head = format!(
        "<!doctype html><html lang=\"{}\" dir=\"{direction}\" data-theme=\"{theme}\" data-script>{}{}</head><body>",
        paper.voice.lang,
        head(&format!("{family}: {}, {theme}, {direction}", paper.site.name)),
        brand::style_element(&Paper::config(), &paper.site)
    );
    let mut html = head + &ways(sheet, all);
    for (number, specimen) in specimens.iter().enumerate() {
        let _ = write!(
            html,
            "<section class=\"specimen\" aria-labelledby=\"specimen-{number}\">\
             <h2 class=\"specimen-name\" id=\"specimen-{number}\" lang=\"en\" dir=\"ltr\">{}</h2>{}</section>",
            specimen.name,
            specimen.scoped(number)
        );
    }
    html + "</body></html>"
}

fn head(title: &str) -> String {
    format!(
        "<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title}</title><link rel=\"stylesheet\" href=\"{STYLES}\">"
    )
}

/// What the page shows, and the way to the same in other colours, in the other direction, of the other paper.
fn ways(sheet: &Sheet, all: &[Sheet]) -> String {
    // Differs from it in one thing.
    let is_next = |other: &&Sheet| {
        let parts = |of: &Sheet| [of.paper, of.theme, of.direction, of.family];
        parts(other).iter().zip(parts(sheet)).filter(|(one, own)| *one != own).count() == 1
    };
    let link = |other: &Sheet| {
        let parts = [
            (other.family, sheet.family),
            (other.paper, sheet.paper),
            (other.theme, sheet.theme),
            (other.direction, sheet.direction),
        ];
        let other_part = parts.iter().find(|(part, own)| part != own).map_or("", |(part, _)| part);
        format!("<li><a href=\"{}\">{other_part}</a></li>", other.name())
    };
    let links: String = all.iter().filter(is_next).map(link).collect();
    let Sheet { paper, theme, direction, family } = sheet;
    format!(
        "<header class=\"sheet-head\" lang=\"en\" dir=\"ltr\"><h1>{family}: {paper}, {theme}, {direction}</h1>\
         <nav aria-label=\"Gallery\"><ul><li><a href=\"index.html\">all</a></li>{links}</ul></nav></header>"
    )
}

/// The page that leads to all others, and says what is in none of them.
pub fn index(all: &[Sheet], families: &[(&str, &str)]) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"en\" data-script>{}</head><body><main class=\"sheet-head\">\
         <h1>Components</h1><p>Every component in every state, of both papers, in every theme, both ways.</p>",
        head("Gallery")
    );
    for (family, words) in families {
        let _ = write!(html, "<h2>{family}</h2><p>{words}</p><ul>");
        for sheet in all.iter().filter(|sheet| sheet.family == *family) {
            let Sheet { paper, theme, direction, .. } = sheet;
            let _ = write!(
                html,
                "<li><a href=\"{}\">{paper}, {theme}, {direction}</a></li>",
                sheet.name()
            );
        }
        html += "</ul>";
    }
    html + "<h2>Not here</h2><p>What a script beside the app puts on a page (pictures large, reading aloud, the player of a video), \
         and what exists only while a reader acts: a choice of stars by the arrow keys, and the way back after a vote. \
         The browser tests show those.</p></main></body></html>"
}
