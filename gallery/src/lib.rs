//! Every component in every state, both papers, every theme, from left to right and from right to left, with long words:
//! static pages, drawn natively by the components that draw the app's. Nothing of it is shipped.
//!
//! - [`papers`][], [`stories`][], [`voices`][]: the two sample papers, and what stands in them
//! - [`families`][]: which components are drawn in which states
//! - [`specimens`][]: one of them, drawn; [`documents`][]: the pages around
//! - [`components`][]: by what a component is known in a page, so that none is missing
//! - [`serving`][]: the pages at an address of their own, drawn anew each time

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod components;
pub mod documents;
pub mod families;
pub mod papers;
pub mod serving;
pub mod specimens;
pub mod stories;
pub mod voices;

use std::path::Path;

use documents::{STYLES, Sheet, THEMES, document, index, styles};
use families::FAMILIES;
use papers::{Paper, pictures};

/// The gallery of the repository at some root.
pub struct Gallery<'a> {
    root: &'a Path,
    papers: Vec<Paper>,
    pub sheets: Vec<Sheet>,
}

impl<'a> Gallery<'a> {
    pub fn of(root: &'a Path) -> Self {
        let papers = papers::all(root);
        let mut sheets = Vec::new();
        for paper in &papers {
            for (theme, _) in THEMES {
                for family in FAMILIES {
                    let (paper, direction) = (paper.key, paper.direction);
                    sheets.push(Sheet { paper, theme, direction, family: family.name });
                }
            }
        }
        Self { root, papers, sheets }
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec!["index.html".to_owned(), STYLES.to_owned()];
        names.extend(self.sheets.iter().map(Sheet::name));
        let pictures = pictures().into_iter().map(|(name, _)| name);
        let brands = self.papers.iter().flat_map(|paper| &paper.files).map(|(name, _)| name);
        names.extend(pictures.chain(brands.cloned()).map(|name| format!("media/{name}")));
        names.sort();
        names.dedup();
        names
    }

    /// The file of this name, drawn.
    pub fn file(&self, name: &str) -> Option<Vec<u8>> {
        if let Some(name) = name.strip_prefix("media/") {
            let brands = self.papers.iter().flat_map(|paper| paper.files.clone());
            let (_, bytes) =
                pictures().into_iter().chain(brands).find(|(known, _)| known == name)?;
            return Some(bytes);
        }
        let text = match name {
            "index.html" => {
                index(&self.sheets, &FAMILIES.map(|family| (family.name, family.words)))
            }
            STYLES => styles(self.root),
            _ => self.sheet(self.sheets.iter().find(|sheet| sheet.name() == name)?),
        };
        Some(text.into_bytes())
    }

    fn sheet(&self, sheet: &Sheet) -> String {
        let is_its =
            |paper: &&Paper| (paper.key, paper.direction) == (sheet.paper, sheet.direction);
        let paper = self.papers.iter().find(is_its).unwrap();
        let family = FAMILIES.iter().find(|family| family.name == sheet.family).unwrap();
        document(sheet, &self.sheets, paper, &(family.drawn)(paper))
    }

    /// Writes all files into `folder`.
    pub fn write(&self, folder: &Path) {
        for name in self.names() {
            let path = folder.join(&name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, self.file(&name).unwrap()).unwrap();
        }
    }
}
