//! A complete site as a folder for any static host: every page drawn, the JSON tree of the contract,
//! feeds, sitemaps, the app, the pictures, and what hosts read (`_headers`, `.htaccess`, `_redirects`).
//!
//! The same content gives the same bytes. After the first time, only what changed in the store since is
//! looked at ([`crate::store::Changes`]), unless something changed that every page shows. A file is written
//! beside its place and moved there, what is referred to before what refers to it, and what is gone goes
//! last: whoever reads or copies the folder in the middle sees no half file and follows no dead link.
//!
//! - `whole`, `changed`: the two ways to do it; `watch`: again and again
//! - `guard`: what is asked before anything is touched
//! - `search`: the index of words
//! - `lists`: pages of lists, feeds, sitemaps
//! - `folder`: files as they are written; [`manifest`][]: which of them are ours
//! - `hosts`: what hosts read

mod changed;
mod folder;
pub mod guard;
mod hosts;
mod lists;
pub mod manifest;
mod search;
mod watch;
mod whole;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bantin::config::{Config, Theme};
use bantin::pages::Page;
use bantin_model::path::Frame;
use bantin_model::{Article, Link, Route, Site, Slug, path};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::embedded::{demo, frame, oembed};
use crate::lock::{Lock, LockError};
use crate::pages::{Pages, PagesError};
use crate::places::{self, PlaceError};
use crate::serve::{self, ServeError};
use crate::store::{Gone, Store, StoreError, files};
use crate::upkeep::publish_due;
use crate::{advice, content, widgets};
use folder::Folder;
use manifest::{LOCK, Made};

pub use guard::Loss;
pub use watch::{News, watch};

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

/// What an export may do that it does not do by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Write over the export of another newsroom, or one that lost its list.
    pub replace: bool,
    /// Take away more than a tenth of what is published, or all of a section.
    pub allow_removal: bool,
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
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error(transparent)]
    Lock(#[from] LockError),
    #[error("{path}: {cause}; {advice}", path = .0.display(), cause = .1, advice = advice::io(.1))]
    Io(PathBuf, std::io::Error),
    #[error("cannot write JSON: {0}. This is a fault of the program: please report it")]
    Json(#[from] serde_json::Error),
    #[error("{path} shows another newsroom than the one in the data folder; nothing was changed. Check --data and \
        --out; with --replace this newsroom takes the other's place", path = .0.display())]
    Another(PathBuf),
    #[error("{path} holds the site of an export, but not its list .bantin-export; nothing was changed. Bring the list \
        back, or give an empty folder; with --replace the site there is written anew", path = .0.display())]
    NoList(PathBuf),
    #[error("{path} is gone, or another folder is in its place; what was published there is left alone. Bring it \
        back, or start again to write it anew", path = .0.display())]
    OutGone(PathBuf),
    #[error("{path} is a link to another folder, in which nothing is written or removed. Put a folder in its place \
        (the folder given as --out itself may be a link)", path = .0.display())]
    Link(PathBuf),
    #[error(
        "this export would take away {0}; nothing was changed. Check --data and what was imported last; with \
        --allow-removal they go"
    )]
    Loss(Loss),
}

/// What an export did, in files; packed copies are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub pages: usize,
    pub written: usize,
    /// Looked at and left as they were.
    pub unchanged: usize,
    pub removed: usize,
    /// Files that somebody else wrote, or edited, where one of ours would be: they stay as they are.
    pub kept: Vec<String>,
}

/// Exports the newsroom in the folder `data`, and takes nothing away that it should ask about.
///
/// # Errors
/// [`ExportError`].
pub fn export(data: &Path, target: &Target) -> Result<Outcome, ExportError> {
    export_with(data, target, Consent::default())
}

/// The same with this consent.
///
/// # Errors
/// [`ExportError`].
pub fn export_with(data: &Path, target: &Target, consent: Consent) -> Result<Outcome, ExportError> {
    // Nothing is opened, nor made, where nothing is to be written.
    places::may_export(data, &target.app, &target.out)?;
    let store = open_store(data)?;
    if !store.is_read_only() {
        publish_due(&store, Timestamp::now())?;
    }
    let _lock = lock(target)?;
    let export = Export::open(data, target, store, consent)?;
    let (outcome, _) = export.run(consent)?;
    Ok(outcome.unwrap_or_default())
}

/// The store in `data`: for reading alone where this user may not write it.
fn open_store(data: &Path) -> Result<Arc<Store>, ExportError> {
    let path = data.join(serve::STORE);
    let store = if path.is_file() && !files::may_write(&path) {
        serve::open_store_to_read(data)?
    } else {
        serve::open_store(data)?
    };
    Ok(Arc::new(store))
}

/// Keeps other exports from the folder of `target`, which is made when it is not there.
fn lock(target: &Target) -> Result<Lock, ExportError> {
    std::fs::create_dir_all(&target.out)
        .map_err(|error| ExportError::Io(target.out.clone(), error))?;
    Ok(Lock::take(&target.out.join(LOCK), "export")?)
}

/// The site as `target` has it.
fn site_of(store: &Store, target: &Target) -> Result<Site, StoreError> {
    let mut site = content::site(store)?;
    if let Some(url) = &target.url {
        site.url = url.clone();
    }
    site.live.clone_from(&target.live);
    Ok(site)
}

/// The built app of `target`, for this site.
fn pages_of(site: &Site, target: &Target) -> Result<Pages, PagesError> {
    let config = Config {
        base: target.base.clone(),
        api: format!("{}api/v1/", target.base),
        name: Some(site.name.clone()),
        live: site.live.clone(),
        theme: target.theme,
    };
    Pages::open(&target.app, config)
}

/// The line with which a page pins the widgets of `target` to their present version; `None` when its app has
/// none.
///
/// # Errors
/// [`ExportError`].
pub fn pinned_line(data: &Path, target: &Target) -> Result<Option<String>, ExportError> {
    let site = site_of(&*open_store(data)?, target)?;
    Ok(pages_of(&site, target)?.pinned().map(|pinned| {
        format!(
            "<script type=\"module\" src=\"{}embed/{}/v1.js\" integrity=\"{}\" crossorigin></script>",
            site.url.as_str(),
            pinned.exact,
            pinned.integrity
        )
    }))
}

struct Export {
    store: Arc<Store>,
    /// What tells this newsroom from every other.
    newsroom: String,
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
    /// Prepares to bring the folder of `target`, which is there and locked, up to date.
    fn open(
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
            // Whoever may only read the data folder publishes the versions that are kept, and the newest.
            Err((_, error)) if store.is_read_only() && is_refused(&error) => {}
            kept => kept.map_err(|(path, error)| ExportError::Io(path, error))?,
        }
        let policy = pages.policy(site.live.as_ref());
        let pages = pages.with_policy(&policy);
        let setup = setup(&store, &site, &pages, &target.app)?;
        Ok(Self {
            pages,
            folder,
            newsroom,
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

    /// Brings the folder up to date. Answers what was done, `None` when it was up to date, and the time of the store's
    /// clock that it shows now.
    fn run(self, consent: Consent) -> Result<(Option<Outcome>, i64), ExportError> {
        // Half of what was to be written anew is no base for changes.
        let is_mixed = self.folder.cut.as_ref().is_some_and(|cut| cut.was_whole);
        let before = self.folder.before.clone();
        let before = before.filter(|made| made.setup == self.setup && !is_mixed);
        if let Some(before) = &before
            && self.folder.cut.is_none()
            && !self.store.has_changed(before.tick)?
        {
            return Ok((None, before.tick));
        }
        // Everything stamped until now is seen by what is read from here on.
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
            let path = format!("{MEDIA}{name}");
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
            ("_moved.nginx", hosts::moved_for_nginx(&gone, base)),
            ("_moved.caddy", hosts::moved_for_caddy(&gone, base)),
            (".htaccess", hosts::htaccess(&self.policy, &gone, base, &framed)),
            // GitHub Pages leaves names with an underscore alone when it is told so.
            (".nojekyll", String::new()),
        ];
        files.iter().try_for_each(|(name, text)| self.folder.put(name, text.as_bytes()))
    }
}

/// Where pictures are.
const MEDIA: &str = "media/";

/// The frames of an article.
fn frames_of(slug: &Slug) -> [Frame; 2] {
    [Frame::Rating(slug.clone()), Frame::Related(slug.clone())]
}

/// Whether an error says that this user may not write there.
fn is_refused(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
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
    hash.update(pages.worker(site).unwrap_or_default());
    hash.update(format!("{:?}", pages.config()));
    // Its bytes are those of everything it fetches. Another app may have no widgets.
    hash.update(std::fs::read(app.join("embed/v1.js")).unwrap_or_default());
    Ok(bantin_media::hash16(&hash.finalize()))
}
