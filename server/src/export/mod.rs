//! A complete site as a folder for any static host: every page drawn, the JSON tree of the contract,
//! feeds, sitemaps, the app, the pictures, and what hosts read (`_headers`, `.htaccess`).
//!
//! The same content gives the same bytes. A file is written beside its place and moved there, so that
//! nobody ever reads half of one; a file that would not change is left alone; what an earlier export
//! wrote and this one does not is removed.

mod folder;
mod hosts;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin::config::Config;
use bantin_model::path::{self, ListKind};
use bantin_model::{Link, Route, Site};
use serde::Serialize;

use crate::content;
use crate::pages::{self, Html, Pages, PagesError};
use crate::serve::{self, ServeError};
use crate::site_file;
use crate::store::{Store, StoreError};
use crate::syndication;
use folder::Folder;

/// What to export, and where to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The built app (`dist`).
    pub app: PathBuf,
    pub out: PathBuf,
    /// The folder the site will be in, beginning and ending in `/`.
    pub base: String,
    /// The site's address, when it is not the one in `site.toml`.
    pub url: Option<Link>,
    /// The root of the live service (`https://…/api/v1/`); without one, voting is closed.
    pub live: Option<Link>,
}

/// Why an export stopped. What it has written until then is whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Serve(#[from] ServeError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pages(#[from] PagesError),
    #[error("{path}: {cause}", path = .0.display(), cause = .1)]
    Io(PathBuf, std::io::Error),
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// What an export did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub pages: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// Exports the newsroom in the folder `data`.
///
/// # Errors
/// [`ExportError`].
pub fn export(data: &Path, target: &Target) -> Result<Outcome, ExportError> {
    let store = serve::open_store(data)?;
    let mut site = store.site()?.unwrap_or_else(site_file::nameless);
    if let Some(url) = &target.url {
        site.url = url.clone();
    }
    site.live.clone_from(&target.live);
    let policy = pages::policy(site.live.as_ref());
    let config = Config { base: target.base.clone(), api: format!("{}api/v1/", target.base) };
    let export = Export {
        pages: Pages::open(&target.app, config)?.with_policy(&policy),
        folder: Folder::open(&target.out)?,
        site: Arc::new(site),
        store,
        drawn: AtomicUsize::new(0),
    };
    export.files(&target.app, "", &["index.html", "build.json"])?;
    export.files(&serve::media_folder(data), "media/", &[])?;
    export.lists()?;
    export.articles()?;
    export.syndication()?;
    let missing = export.page(&Route::Unknown)?;
    export.folder.put("404.html", missing.text.as_bytes())?;
    export.folder.put("_headers", hosts::headers(&policy, &target.base).as_bytes())?;
    export.folder.put(".htaccess", hosts::htaccess(&policy, &target.base).as_bytes())?;
    let pages = export.drawn.load(Ordering::Relaxed);
    Ok(Outcome { pages, ..export.folder.close()? })
}

struct Export {
    store: Store,
    site: Arc<Site>,
    pages: Pages,
    folder: Folder,
    drawn: AtomicUsize,
}

impl Export {
    fn page(&self, route: &Route) -> Result<Html, ExportError> {
        Ok(self.pages.html(&self.store, &self.site, route)?)
    }

    /// Draws the page at `route` into its folder.
    fn put_page(&self, route: &Route) -> Result<(), ExportError> {
        let html = self.page(route)?;
        if html.is_found {
            self.folder.put(&(route.path("") + "index.html"), html.text.as_bytes())?;
            self.drawn.fetch_add(1, Ordering::Relaxed);
        }
        Ok(())
    }

    fn put_json(&self, path: &str, value: &impl Serialize) -> Result<(), ExportError> {
        self.folder.put(&format!("api/v1/{path}"), &serde_json::to_vec(value)?)
    }

    /// Every file of `from`, as it is.
    fn files(&self, from: &Path, below: &str, without: &[&str]) -> Result<(), ExportError> {
        let io = |error| ExportError::Io(from.to_owned(), error);
        for entry in std::fs::read_dir(from).map_err(io)? {
            let entry = entry.map_err(io)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Compressed copies are made with the file they are of; dotted names are unfinished.
            let is_made = [".br", ".gz"].iter().any(|end| name.ends_with(end));
            if is_made || name.starts_with('.') || without.contains(&name.as_str()) {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                self.files(&path, &format!("{below}{name}/"), &[])?;
            } else {
                let bytes =
                    std::fs::read(&path).map_err(|error| ExportError::Io(path.clone(), error))?;
                self.folder.put(&format!("{below}{name}"), &bytes)?;
            }
        }
        Ok(())
    }

    /// Lists and their archive pages, as JSON and, where the site has such pages, drawn.
    fn lists(&self) -> Result<(), ExportError> {
        self.put_json(path::SITE, &*self.site)?;
        let site = &self.site;
        for tag in &site.languages {
            let lang = (*tag != site.default_language).then(|| tag.clone());
            let route = Route::Front { lang, page: None };
            self.list(&ListKind::Language(tag.clone()), Some(&route))?;
        }
        for section in &site.sections {
            let route = Route::Section { id: section.id.clone(), page: None };
            self.list(&ListKind::Section(section.id.clone()), Some(&route))?;
        }
        for tag in self.store.tags()? {
            self.list(&ListKind::Tag(tag), None)?;
        }
        self.list(&ListKind::MostRead, None)?;
        self.list(&ListKind::Latest, None)
    }

    fn list(&self, kind: &ListKind, route: Option<&Route>) -> Result<(), ExportError> {
        let mut page = None;
        while let Some(feed) = content::feed(&self.store, &self.site, kind, page)? {
            self.put_json(&path::list(kind, page), &feed)?;
            if let Some(route) = route {
                self.put_page(&route.with_page(page))?;
            }
            page = feed.bantin.older;
            if page.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Every article, as JSON and drawn, on all cores.
    fn articles(&self) -> Result<(), ExportError> {
        let entries = self.store.entries()?;
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(entry) = entries.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Some(article) = self.store.article(&entry.slug, &self.site.url)? {
                    self.put_json(&path::article(&entry.slug), &article)?;
                    self.put_page(&Route::Article { slug: entry.slug.clone() })?;
                }
            }
            Ok(())
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers.into_iter().try_for_each(|worker| {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
        })
    }

    fn syndication(&self) -> Result<(), ExportError> {
        let entries = self.store.entries()?;
        let maps = syndication::sitemaps(&self.site, &entries);
        let maps = maps.map_err(|error| ExportError::Io("sitemap.xml".into(), error))?;
        let mut names: BTreeSet<String> = maps.into_iter().map(|(name, _)| name).collect();
        names.extend(syndication::feeds(&self.site).into_iter().map(|(path, _)| path));
        names.insert("robots.txt".to_owned());
        for name in names {
            if let Some((bytes, _)) = syndication::file(&name, &self.store, &self.site)? {
                self.folder.put(&name, &bytes)?;
            }
        }
        Ok(())
    }
}
