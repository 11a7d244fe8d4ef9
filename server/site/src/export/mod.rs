//! Writes a complete site into a folder for any static host: every page drawn, the JSON tree of the contract, feeds,
//! sitemaps, the app, the pictures, and files for hosts (`_headers`, `.htaccess`, `_redirects`).
//!
//! The same content gives the same bytes. After the first export, only what changed in the store since then is written
//! ([`bantin_store::sqlite::Changes`]), unless something changed that every page shows. A file is written beside its
//! place and then moved there. Files that others refer to come first, and removals come last: so whoever reads or
//! copies the folder meanwhile sees no unfinished file and follows no dead link.
//!
//! - `whole`, `changed`: the two ways to do it; `watch`: again and again
//! - `work`: one export, and how it writes each kind of page
//! - `guard`: what is asked before anything is touched
//! - `search`: the index of words
//! - `lists`: pages of lists, feeds, sitemaps
//! - `folder`: files as they are written; [`manifest`][]: which of them are ours
//! - `hosts`: what hosts read; `old`: addresses that articles had where they came from

mod changed;
mod folder;
pub mod guard;
mod hosts;
mod lists;
pub mod manifest;
mod old;
mod search;
mod watch;
mod whole;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bantin::config::{Config, Theme};
use bantin_model::{Link, Site};
use bantin_store::advice;
use bantin_store::folder_rules::{self, FolderRuleError};
use bantin_store::lock::{Lock, LockError};
use bantin_store::open::{self, OpenError};
use bantin_store::sqlite::{Store, StoreError};
use jiff::Timestamp;

use crate::app::App;
use crate::content;
use crate::pages::{Pages, PagesError};
use manifest::LOCK;
use work::{Export, MEDIA, frames_of};

pub use guard::Loss;
pub use watch::{WatchEvent, may_watch, watch};

/// What is exported, and where to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The built app.
    pub app: App,
    pub out: PathBuf,
    /// The folder the site will be in, beginning and ending in `/`.
    pub base: String,
    /// The site's address, if it is not the one in `site.toml`.
    pub url: Option<Link>,
    /// The root of the live service (`https://…/api/v1/`); without one, voting is closed.
    pub live: Option<Link>,
    /// The theme for readers who have chosen none; without it, the system's.
    pub theme: Option<Theme>,
}

/// What an export is allowed to do besides the usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Replace the export of another newsroom, or one that lost its list.
    pub replace: bool,
    /// Remove more than a tenth of what is published, or all articles of a section.
    pub allow_removal: bool,
}

/// Why an export stopped. The files that it has written are complete.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Pages(#[from] PagesError),
    #[error(transparent)]
    FolderRule(#[from] FolderRuleError),
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
    /// Files that were compared and left as they were.
    pub unchanged: usize,
    pub removed: usize,
    /// Files that somebody else wrote or edited in the place of ours; they stay.
    pub kept: Vec<String>,
}

/// Exports the newsroom in the folder `data`, and refuses to remove what needs consent.
///
/// # Errors
/// [`ExportError`].
pub fn export(data: &Path, target: &Target) -> Result<Outcome, ExportError> {
    export_with(data, target, Consent::default())
}

/// As [`export`], with this consent.
///
/// # Errors
/// [`ExportError`].
pub fn export_with(data: &Path, target: &Target, consent: Consent) -> Result<Outcome, ExportError> {
    // Checked before anything is opened or made.
    folder_rules::may_export(data, target.app.folder(), &target.out)?;
    let store = open_store(data)?;
    if !store.is_read_only() {
        store.publish_and_relate(Timestamp::now())?;
    }
    let _lock = lock(target)?;
    let export = Export::open(data, target, store, consent)?;
    let (outcome, _) = export.run(consent)?;
    Ok(outcome.unwrap_or_default())
}

/// The store in `data`, as this user may use it, unless it is a preview's.
fn open_store(data: &Path) -> Result<Arc<Store>, OpenError> {
    let store = open::open_as_allowed(data)?;
    open::refuse_preview(&store, data)?;
    Ok(Arc::new(store))
}

/// Keeps other exports out of the folder of `target`, and makes it if it does not exist.
fn lock(target: &Target) -> Result<Lock, ExportError> {
    std::fs::create_dir_all(&target.out)
        .map_err(|error| ExportError::Io(target.out.clone(), error))?;
    Ok(Lock::take(&target.out.join(LOCK), "export")?)
}

/// The site with the changes of `target`.
fn site_of(store: &Store, target: &Target) -> Result<Site, StoreError> {
    let mut site = content::site(store)?;
    if let Some(url) = &target.url {
        site.url = url.clone();
    }
    site.live.clone_from(&target.live);
    Ok(site)
}

/// The pages of `target`'s built app, for this site.
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

/// The line of HTML that pins the widgets of `target` to their present version; `None` when its app has no widgets.
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
