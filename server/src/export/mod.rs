//! A complete site as a folder for any static host: every page drawn, the JSON tree of the contract,
//! feeds, sitemaps, the app, the pictures, and what hosts read (`_headers`, `.htaccess`, `_redirects`).
//!
//! The same content gives the same bytes. After the first time, only what changed in the store since is
//! looked at ([`crate::store::Changes`]), unless something changed that every page shows. A file is written
//! beside its place and moved there, what is referred to before what refers to it, and what is gone goes
//! last: whoever reads or copies the folder in the middle sees no half file and follows no dead link.
//!
//! - `whole`, `changed`: the two ways to do it
//! - `search`: the index of words
//! - `lists`: pages of lists, feeds, sitemaps
//! - `folder`: files as they are written
//! - `hosts`: what hosts read

mod changed;
mod folder;
mod hosts;
mod lists;
mod search;
mod whole;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bantin::config::{Config, Theme};
use bantin::pages::Page;
use bantin_model::path::Frame;
use bantin_model::{Article, Link, Route, Site, Slug, path};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::content;
use crate::embedded::{demo, frame, oembed};
use crate::pages::{Pages, PagesError};
use crate::serve::{self, ServeError};
use crate::store::{Gone, Store, StoreError};
use crate::upkeep::publish_due;
use crate::widgets;
use folder::{Folder, Made};

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
    /// Colours of a reader who has chosen none; without one, the system's.
    pub theme: Option<Theme>,
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

/// What an export did, in files; packed copies are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub pages: usize,
    pub written: usize,
    /// Looked at and left as they were.
    pub unchanged: usize,
    pub removed: usize,
}

/// Exports the newsroom in the folder `data`.
///
/// # Errors
/// [`ExportError`].
pub fn export(data: &Path, target: &Target) -> Result<Outcome, ExportError> {
    let store = serve::open_store(data)?;
    publish_due(&store, Timestamp::now())?;
    let export = Export::open(data, target, store)?;
    let outcome = export.run()?;
    Ok(outcome.unwrap_or_default())
}

/// The line with which a page pins the widgets of `target` to their present version; `None` when its app has
/// none.
///
/// # Errors
/// [`ExportError`].
pub fn pinned_line(data: &Path, target: &Target) -> Result<Option<String>, ExportError> {
    let export = Export::open(data, target, serve::open_store(data)?)?;
    Ok(export.pages.pinned().map(|pinned| {
        format!(
            "<script type=\"module\" src=\"{}embed/{}/v1.js\" integrity=\"{}\" crossorigin></script>",
            export.site.url.as_str(),
            pinned.exact,
            pinned.integrity
        )
    }))
}

/// Exports now, and again whenever something has changed or comes due, looking every `pause`; for ever, but for
/// errors. `told` hears what each export did.
///
/// # Errors
/// [`ExportError`].
pub fn watch(
    data: &Path,
    target: &Target,
    pause: Duration,
    told: &mut dyn FnMut(Outcome),
) -> Result<(), ExportError> {
    loop {
        let store = serve::open_store(data)?;
        publish_due(&store, Timestamp::now())?;
        let export = Export::open(data, target, store)?;
        if let Some(outcome) = export.run()? {
            told(outcome);
        }
        std::thread::sleep(pause);
    }
}

struct Export {
    store: Store,
    site: Arc<Site>,
    pages: Pages,
    folder: Folder,
    target: Target,
    media: PathBuf,
    /// Every version of the widgets there was.
    widgets: PathBuf,
    policy: String,
    setup: String,
    drawn: AtomicUsize,
}

impl Export {
    fn open(data: &Path, target: &Target, store: Store) -> Result<Self, ExportError> {
        let mut site = content::site(&store)?;
        if let Some(url) = &target.url {
            site.url = url.clone();
        }
        site.live.clone_from(&target.live);
        widgets::keep(&target.app, data).map_err(|(path, error)| ExportError::Io(path, error))?;
        let config = Config {
            base: target.base.clone(),
            api: format!("{}api/v1/", target.base),
            name: Some(site.name.clone()),
            live: site.live.clone(),
            theme: target.theme,
        };
        let pages = Pages::open(&target.app, config)?;
        let policy = pages.policy(site.live.as_ref());
        let pages = pages.with_policy(&policy);
        let setup = setup(&store, &site, &pages, &target.app)?;
        Ok(Self {
            pages,
            folder: Folder::open(&target.out)?,
            site: Arc::new(site),
            media: serve::media_folder(data),
            widgets: widgets::folder(data),
            target: target.clone(),
            store,
            policy,
            setup,
            drawn: AtomicUsize::new(0),
        })
    }

    /// Brings the folder up to date; `None` when it was.
    fn run(self) -> Result<Option<Outcome>, ExportError> {
        let before = self.folder.before.clone().filter(|made| made.setup == self.setup);
        if let Some(before) = &before
            && !self.store.has_changed(before.tick)?
        {
            return Ok(None);
        }
        // Everything stamped until now is seen by what is read from here on.
        let tick = self.store.tick()?;
        let words = self.store.text_version()?;
        let made = Made { setup: self.setup.clone(), tick, words, retired: Vec::new() };
        let changes = match before {
            Some(before) => self.store.changes(before.tick)?,
            None => None,
        };
        match changes {
            Some(changes) => self.changed(&changes, made),
            None => self.whole(made),
        }
        .map(Some)
    }

    fn page(&self, route: &Route, page: &Page) -> String {
        self.pages.draw(&self.site, route, page)
    }

    /// Draws `page` into the folder of its route.
    fn put_page(&self, route: &Route, page: &Page) -> Result<(), ExportError> {
        let html = self.page(route, page);
        self.folder.put(&(route.path("") + "index.html"), html.as_bytes())?;
        self.drawn.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn put_json(&self, path: &str, value: &impl Serialize) -> Result<(), ExportError> {
        self.folder.put(&format!("api/v1/{path}"), &serde_json::to_vec(value)?)
    }

    /// An article, as JSON and drawn.
    fn article(&self, slug: &Slug) -> Result<(), ExportError> {
        match self.store.article(slug, &self.site.url)? {
            Some(article) => self.put_article(article),
            None => Ok(()),
        }
    }

    fn put_article(&self, article: Article) -> Result<(), ExportError> {
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

    /// The page that shows the widgets, in each language.
    fn demo(&self) -> Result<(), ExportError> {
        for lang in demo::languages(&self.site) {
            let path = demo::path(&self.site, lang);
            if let Some(html) = demo::draw(&self.store, &self.site, &self.pages, &path)? {
                self.folder.put(&(path + "index.html"), html.as_bytes())?;
            }
        }
        Ok(())
    }

    /// The newest news as frames, of every section and of the whole site.
    fn frames_of_lists(&self) -> Result<(), ExportError> {
        let sections = self.site.sections.iter().map(|section| Slug::new(section.id.as_str()).ok());
        for section in sections.filter(Option::is_some).chain([None]) {
            let frame = Frame::Latest(section);
            let drawn = frame::draw(&self.store, &self.site, &self.target.base, &frame)?;
            self.folder.put(&(frame.path() + "index.html"), drawn.html.as_bytes())?;
        }
        Ok(())
    }

    /// What stands at the address of an article that is gone: a page that says so, under a name by which
    /// hosts know to answer 410, or one that leads on.
    fn gone(&self, gone: &Gone) -> Result<(), ExportError> {
        let route = Route::Article { slug: gone.slug.clone() };
        match &gone.moved_to {
            None => {
                let html = self.page(&route, &Page::Gone);
                self.folder.put(&(route.path("") + "gone.html"), html.as_bytes())
            }
            Some(other) => {
                let other = Route::Article { slug: other.clone() };
                let html = hosts::moved(&self.site, &other);
                self.folder.put(&(route.path("") + "index.html"), html.as_bytes())
            }
        }
    }

    fn static_page(&self, slug: &Slug) -> Result<(), ExportError> {
        if let Some(page) = self.store.static_page(slug)? {
            self.put_json(&path::static_page(slug), &page)?;
            self.put_page(&Route::About { slug: slug.clone() }, &Page::About(Box::new(page)))?;
        }
        Ok(())
    }

    /// The pictures, each of which is named by its bytes.
    fn pictures(&self) -> Result<(), ExportError> {
        for name in names(&self.media)? {
            let path = format!("media/{name}");
            if !self.folder.keep_named(&path) {
                self.folder.copy(&self.media.join(&name), &path)?;
            }
        }
        Ok(())
    }

    /// What hosts read: the policy, how long files may be kept, where articles went.
    fn for_hosts(&self) -> Result<(), ExportError> {
        let gone = self.store.gone()?;
        let base = &self.target.base;
        let framed = frame::policy(self.site.live.as_ref());
        let files = [
            ("_headers", hosts::headers(&self.policy, base, &framed)),
            ("_redirects", hosts::redirects(&gone, base)),
            (".htaccess", hosts::htaccess(&self.policy, &gone, base, &framed)),
            // GitHub Pages leaves names with an underscore alone when it is told so.
            (".nojekyll", String::new()),
        ];
        files.iter().try_for_each(|(name, text)| self.folder.put(name, text.as_bytes()))
    }
}

/// The frames of an article.
fn frames_of(slug: &Slug) -> [Frame; 2] {
    [Frame::Rating(slug.clone()), Frame::Related(slug.clone())]
}

/// The names in a folder, but for unfinished ones.
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

/// A hash of everything but the articles.
fn setup(store: &Store, site: &Site, pages: &Pages, app: &Path) -> Result<String, ExportError> {
    let mut hash = Sha256::new();
    let program = std::env::current_exe().and_then(std::fs::metadata);
    let program = program.map(|about| (about.len(), about.modified().ok()));
    hash.update(format!("{} {:?}\n", env!("CARGO_PKG_VERSION"), program.ok()));
    hash.update(store.identity()?);
    hash.update(serde_json::to_vec(site)?);
    hash.update(pages.built());
    hash.update(format!("{:?}", pages.config()));
    // Its bytes are those of everything it fetches. Another app may have no widgets.
    hash.update(std::fs::read(app.join("embed/v1.js")).unwrap_or_default());
    Ok(bantin_media::hash16(&hash.finalize()))
}
