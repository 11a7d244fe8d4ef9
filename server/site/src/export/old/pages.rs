//! Pages that lead on from old addresses, for hosts that read none of the forms.

use std::collections::HashSet;

use bantin_core::old_address::parts;
use bantin_model::{Route, Slug};
use bantin_store::sqlite::OldAddressRedirect;

use super::super::{Export, ExportError, hosts};
use super::address::Old;

/// A name of a file that is longer is refused by many a disk once it is packed, in bytes.
const LONGEST_NAME: usize = 200;

/// The file of the page that leads on from an address; none where no file can be, or one of the site's own may be.
pub fn file_of(old: &Old<'_>) -> Option<String> {
    if old.number.is_some() {
        return None;
    }
    let names: Vec<&str> = old.path.split('/').collect();
    let is_in_the_way = |name: &&str| {
        name.is_empty()
            || name.len() > LONGEST_NAME
            || name.starts_with('.')
            || *name == "gone"
            || ends_as_a_file(name)
    };
    // Folders of the root with a point in their names may be files of the app.
    let is_among_files = names.len() > 1 && names.first().is_some_and(|name| name.contains('.'));
    if is_among_files || names.iter().any(is_in_the_way) {
        return None;
    }
    Some(if old.is_file {
        format!("{}.html", old.path)
    } else {
        format!("{}/index.html", old.path)
    })
}

/// Whether a folder of this name could stand where a file of the site, or a part of one, is to be.
fn ends_as_a_file(name: &str) -> bool {
    const ENDINGS: [&str; 7] = ["html", "htm", "xml", "json", "br", "gz", "partial"];
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

impl Export {
    /// The pages that lead on from all old addresses.
    pub(in crate::export) fn old_pages(&self) -> Result<(), ExportError> {
        let led = self.store.all_old_redirects()?;
        let mut files = HashSet::new();
        for led in &led {
            let old = Old::of(led, &self.site, &self.target.base);
            let is_new = |file: String| files.insert(file.to_lowercase());
            if old.as_ref().and_then(file_of).is_some_and(is_new) {
                self.old_page(led)?;
            }
        }
        Ok(())
    }

    /// The page that leads on from an old address.
    pub(in crate::export) fn old_page(&self, led: &OldAddressRedirect) -> Result<(), ExportError> {
        let Some(old) = Old::of(led, &self.site, &self.target.base) else { return Ok(()) };
        match file_of(&old) {
            Some(file) => {
                let route = Route::Article { slug: led.to.clone() };
                self.folder.put(&file, hosts::moved(&self.site, &route).as_bytes())
            }
            None => Ok(()),
        }
    }

    /// The files that pages which led on from the address of this key may have.
    pub(in crate::export) fn old_files(&self, key: &str) -> Result<Vec<String>, ExportError> {
        let mut files = Vec::new();
        for from in self.store.spellings(key)? {
            // Where it leads is in the page, not in its name.
            let Ok(to) = Slug::new("x") else { continue };
            let led = OldAddressRedirect { from, to };
            let file = Old::of(&led, &self.site, &self.target.base).as_ref().and_then(file_of);
            let is_articles = file.as_ref().is_some_and(|file| file.ends_with("/index.html"))
                && self.is_of_article(&led.from)?;
            files.extend(file.filter(|_| !is_articles));
        }
        Ok(files)
    }

    /// Whether an article is, or was, at this path here: the page there is its own.
    fn is_of_article(&self, path: &str) -> Result<bool, ExportError> {
        let Some(Route::Article { slug }) = Route::parse(&parts(path).0.to_lowercase(), "/") else {
            return Ok(false);
        };
        Ok(self.store.address_of(&slug)?.is_some() || self.store.gone_article(&slug)?.is_some())
    }
}
