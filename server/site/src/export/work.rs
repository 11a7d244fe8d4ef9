//! One export: what it knows of the newsroom, and how it writes each kind of page and file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin::pages::Page;
use bantin_model::path::Frame;
use bantin_model::{Article, Route, Site, Slug, path};
use bantin_store::data_folder::widgets_folder;
use bantin_store::sqlite::{Gone, Store};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::folder::Folder;
use super::manifest::Made;
use super::{Consent, ExportError, Outcome, Target, guard, hosts, old, pages_of, site_of};
use crate::app::App;
use crate::embedded::{demo, frame, oembed};
use crate::pages::Pages;
use crate::widgets;

pub(super) struct Export {
    pub(super) store: Arc<Store>,
    /// The identity of the newsroom.
    pub(super) newsroom: String,
    pub(super) site: Arc<Site>,
    pub(super) pages: Pages,
    pub(super) folder: Folder,
    pub(super) target: Target,
    pub(super) media: PathBuf,
    /// The folder with all versions of the widgets.
    pub(super) widgets: PathBuf,
    pub(super) policy: String,
    pub(super) setup: String,
    pub(super) drawn: AtomicUsize,
}

impl Export {
    /// Prepares to update the folder of `target`, which exists and is locked.
    pub(super) fn open(
        data: &Path,
        target: &Target,
        store: Arc<Store>,
        consent: Consent,
    ) -> Result<Self, ExportError> {
        let folder = Folder::open(&target.out, consent.replace)?;
        let newsroom = guard::newsroom(&store)?;
        guard::is_its_own(&folder, &target.out, &newsroom, consent)?;
        let site = site_of(&store, target)?;
        let pages = pages_of(&site, target)?;
        match widgets::keep(&target.app, data) {
            // A user who may not write to the data folder exports the versions kept there, and the newest.
            Err((_, error)) if store.is_read_only() && is_refused(&error) => {}
            kept => kept.map_err(|(path, error)| ExportError::Io(path, error))?,
        }
        let policy = pages.policy(&site);
        let pages = pages.with_policy(&policy);
        let setup = setup(&store, &site, &pages, &target.app)?;
        Ok(Self {
            pages,
            folder,
            newsroom,
            site: Arc::new(site),
            media: bantin_store::data_folder::media_folder(data),
            widgets: widgets_folder(data),
            target: target.clone(),
            store,
            policy,
            setup,
            drawn: AtomicUsize::new(0),
        })
    }

    /// Updates the folder. Answers what was done (`None` when there was nothing to do), and the time of the store's
    /// clock that the folder now shows.
    pub(super) fn run(self, consent: Consent) -> Result<(Option<Outcome>, i64), ExportError> {
        // An interrupted export of everything is no base for changes.
        let is_mixed = self.folder.cut.as_ref().is_some_and(|cut| cut.was_whole);
        let before = self.folder.before.clone();
        let before = before.filter(|made| made.setup == self.setup && !is_mixed);
        if let Some(before) = &before
            && self.folder.cut.is_none()
            && !self.store.has_changed(before.tick)?
        {
            return Ok((None, before.tick));
        }
        // Everything with an earlier stamp is seen by the reads from here on.
        let tick = self.store.tick()?;
        let words = self.store.text_version()?;
        let (setup, store) = (self.setup.clone(), self.newsroom.clone());
        let made = Made { setup, store, tick, words, retired: Vec::new() };
        let changes = match before {
            Some(before) => self.store.changes(before.tick)?,
            None => None,
        };
        guard::loses_little(&self.folder, &self.store, changes.as_ref(), consent)?;
        self.folder.begin(changes.is_none())?;
        let outcome = match changes {
            Some(changes) => self.changed(&changes, made),
            None => self.whole(made),
        }?;
        Ok((Some(outcome), tick))
    }

    pub(super) fn page(&self, route: &Route, page: &Page) -> String {
        self.pages.draw(&self.site, route, page)
    }

    /// Draws `page` and writes it for its route.
    pub(super) fn put_page(&self, route: &Route, page: &Page) -> Result<(), ExportError> {
        let html = self.page(route, page);
        self.folder.put(&(route.path("") + "index.html"), html.as_bytes())?;
        self.drawn.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    pub(super) fn put_json(&self, path: &str, value: &impl Serialize) -> Result<(), ExportError> {
        self.folder.put(&format!("api/v1/{path}"), &serde_json::to_vec(value)?)
    }

    /// Writes an article, as JSON and as a page.
    pub(super) fn article(&self, slug: &Slug) -> Result<(), ExportError> {
        match self.store.article(slug, &self.site.url)? {
            Some(article) => self.put_article(article),
            None => Ok(()),
        }
    }

    pub(super) fn put_article(&self, article: Article) -> Result<(), ExportError> {
        self.put_json(&path::article(&article.slug), &article)?;
        let told = oembed::of(&self.site, &article, oembed::Limits::default());
        self.put_json(&path::oembed(&article.slug), &told)?;
        for frame in frames_of(&article.slug) {
            let html = frame::draw_article(&self.site, &self.target.base, &frame, &article);
            self.folder.put(&(frame.path() + "index.html"), html.as_bytes())?;
        }
        let route = Route::Article { slug: article.slug.clone() };
        self.put_page(&route, &Page::Article(Box::new(article)))
    }

    /// Writes the page that shows the widgets, in each language.
    pub(super) fn demo(&self) -> Result<(), ExportError> {
        for lang in demo::languages(&self.site) {
            let path = demo::path(&self.site, lang);
            if let Some(html) = demo::draw(&self.store, &self.site, &self.pages, &path)? {
                self.folder.put(&(path + "index.html"), html.as_bytes())?;
            }
        }
        Ok(())
    }

    /// Writes frames with the newest articles, of each section and of the whole site.
    pub(super) fn frames_of_lists(&self) -> Result<(), ExportError> {
        let sections = self.site.sections.iter().map(|section| Slug::new(section.id.as_str()).ok());
        for section in sections.filter(Option::is_some).chain([None]) {
            let frame = Frame::Latest(section);
            let drawn = frame::draw(&self.store, &self.site, &self.target.base, &frame)?;
            self.folder.put(&(frame.path() + "index.html"), drawn.html.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the page for the address of an article that is gone: it says so, under a name for which hosts answer 410,
    /// or it leads on. Where it leads on, its data is that of the other article, for hosts that lead nothing on.
    pub(super) fn gone(&self, gone: &Gone) -> Result<(), ExportError> {
        let route = Route::Article { slug: gone.slug.clone() };
        match &gone.moved_to {
            None => {
                let html = self.page(&route, &Page::Gone);
                self.folder.put(&(route.path("") + "gone.html"), html.as_bytes())
            }
            Some(other) => {
                if let Some(article) = self.store.article(other, &self.site.url)? {
                    self.put_json(&path::article(&gone.slug), &article)?;
                }
                let other = Route::Article { slug: other.clone() };
                let html = hosts::moved(&self.site, &other);
                self.folder.put(&(route.path("") + "index.html"), html.as_bytes())
            }
        }
    }

    pub(super) fn static_page(&self, slug: &Slug) -> Result<(), ExportError> {
        if let Some(page) = self.store.static_page(slug)? {
            self.put_json(&path::static_page(slug), &page)?;
            self.put_page(&Route::About { slug: slug.clone() }, &Page::About(Box::new(page)))?;
        }
        Ok(())
    }

    /// Copies the pictures, which are named by their bytes.
    pub(super) fn pictures(&self) -> Result<(), ExportError> {
        for name in names(&self.media)? {
            let path = format!("{MEDIA}{name}");
            if !self.folder.keep_named(&path) {
                self.folder.copy(&self.media.join(&name), &path)?;
            }
        }
        Ok(())
    }

    /// Writes the files for hosts: the policy, how long files may be kept, redirects.
    pub(super) fn for_hosts(&self) -> Result<(), ExportError> {
        let (gone, led) = (self.store.gone()?, self.store.all_old_redirects()?);
        let (base, site) = (&self.target.base, &*self.site);
        let framed = frame::policy(self.site.live.as_ref());
        let files = [
            ("_headers", hosts::headers(&self.policy, base, &framed)),
            ("_redirects", hosts::redirects(&gone, base) + &old::redirects(&led, site, base)),
            ("_moved.nginx", hosts::moved_for_nginx(&gone, base)),
            ("_moved.caddy", hosts::moved_for_caddy(&gone, base)),
            ("_old.nginx", old::for_nginx(&led, site, base)),
            ("_old.caddy", old::for_caddy(&led, site, base)),
            (
                ".htaccess",
                hosts::htaccess(
                    &self.policy,
                    &gone,
                    &old::for_apache(&led, site, base),
                    base,
                    &framed,
                ),
            ),
            // With this file GitHub Pages publishes names with an underscore too.
            (".nojekyll", String::new()),
        ];
        files.iter().try_for_each(|(name, text)| self.folder.put(name, text.as_bytes()))
    }
}

/// The folder of pictures.
pub(super) const MEDIA: &str = "media/";

/// The frames of an article.
pub(super) fn frames_of(slug: &Slug) -> [Frame; 2] {
    [Frame::Rating(slug.clone()), Frame::Related(slug.clone())]
}

/// Whether an error says that this user may not write.
fn is_refused(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

/// The names in a folder, without unfinished files.
fn names(folder: &Path) -> Result<Vec<String>, ExportError> {
    let io = |error| ExportError::Io(folder.to_owned(), error);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let name = entry.map_err(io)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A hash over everything but the articles.
fn setup(store: &Store, site: &Site, pages: &Pages, app: &App) -> Result<String, ExportError> {
    let mut hash = Sha256::new();
    let program = std::env::current_exe().and_then(std::fs::metadata);
    let program = program.map(|about| (about.len(), about.modified().ok()));
    hash.update(format!("{} {:?}\n", env!("CARGO_PKG_VERSION"), program.ok()));
    hash.update(store.identity()?);
    hash.update(serde_json::to_vec(site)?);
    hash.update(pages.built());
    hash.update(pages.worker(site).unwrap_or_default());
    hash.update(format!("{:?}", pages.config()));
    // Its bytes depend on those of everything that it fetches. Another app may have no widgets.
    hash.update(app.read("embed/v1.js").unwrap_or_default());
    Ok(bantin_media::hash16(&hash.finalize()))
}
