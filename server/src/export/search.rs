//! The search index as files, and the page that asks it.

use bantin::pages::Page;
use bantin_model::Route;
use bantin_model::path;

use super::{Export, ExportError};
use crate::search;

impl Export {
    /// Writes the index; answers the paths of its files.
    pub(super) fn index(&self) -> Result<Vec<String>, ExportError> {
        let index = search::build(&self.store)?;
        let mut paths = Vec::new();
        for (name, shard) in index.shards() {
            let path = path::search_shard(&name);
            self.put_json(&path, &shard)?;
            paths.push(format!("api/v1/{path}"));
        }
        self.put_json(path::SEARCH_INDEX, &index.about)?;
        Ok(paths)
    }

    /// The pages before anything is asked, a language each.
    pub(super) fn search_pages(&self) -> Result<(), ExportError> {
        for tag in &self.site.languages {
            let lang = (*tag != self.site.default_language).then(|| tag.clone());
            self.put_page(&Route::searching(lang), &Page::asking(tag))?;
        }
        Ok(())
    }
}
