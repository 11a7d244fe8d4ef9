//! Writes the search index as files, and the search page.

use bantin::pages::Page;
use bantin_model::path::{self, ListKind};
use bantin_model::search::Shard;
use bantin_model::{Route, SearchIndex};
use bantin_store::sqlite::Changes;

use super::{Export, ExportError};
use crate::search::{self, Patch};

impl Export {
    /// Writes the index, and answers the paths of its files.
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

    /// What the existing index was made from, if it can be patched. It cannot when articles in it have other numbers
    /// now.
    pub(super) fn index_before(
        &self,
        changes: &Changes,
    ) -> Result<Option<SearchIndex>, ExportError> {
        let now = search::about(&self.store)?;
        let before = self.folder.json::<SearchIndex>(&format!("api/v1/{}", path::SEARCH_INDEX));
        let is_small = changes.articles.len() <= search::MOST && changes.gone.is_empty();
        let Some(before) = before.filter(|before| is_small && before.bodies == now.bodies) else {
            return Ok(None);
        };
        let first = changes.reordered.iter().filter(|(kind, _)| *kind == ListKind::Latest);
        for (kind, since) in first {
            if self.store.older_than(kind, *since)? < u64::from(before.total) {
                return Ok(None);
            }
        }
        Ok((self.folder.cut.is_none()).then_some(before))
    }

    /// Writes the files of the index that `patch` changes; answers those to remove.
    pub(super) fn patch_index(&self, patch: &Patch) -> Result<Vec<String>, ExportError> {
        let mut gone = Vec::new();
        for name in patch.names() {
            let path = path::search_shard(name);
            let file = format!("api/v1/{path}");
            let mut shard: Shard = self.folder.json(&file).unwrap_or_default();
            patch.apply(name, &mut shard);
            if shard.is_empty() {
                gone.push(file);
            } else {
                self.put_json(&path, &shard)?;
            }
        }
        self.put_json(path::SEARCH_INDEX, &search::about(&self.store)?)?;
        Ok(gone)
    }

    /// Writes the pages that readers fill themselves, with a search or with saved articles, in each language.
    pub(super) fn search_pages(&self) -> Result<(), ExportError> {
        for tag in &self.site.languages {
            let lang = (*tag != self.site.default_language).then(|| tag.clone());
            self.put_page(&Route::searching(lang.clone()), &Page::asking(tag))?;
            self.put_page(&Route::Saved { lang }, &Page::nothing_saved(tag))?;
        }
        Ok(())
    }
}
