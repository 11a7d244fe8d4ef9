//! Draws pages as HTML, with the reader's own components.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderValue;
use bantin::config::Config;
use bantin::locale::{file, spoken};
use bantin::pages::Page;
use bantin::prerender::{self, Template, TemplateError};
use bantin_core::content_policy::is_one_source;
use bantin_media::hash16;
use bantin_model::{Link, Route, Site};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::app::App;

/// The file of the page without content.
pub const SHELL_PAGE: &str = "shell.html";

/// The service worker, which keeps what was read (`public/sw.js`).
pub const WORKER: &str = "sw.js";

/// Why pages cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    #[error("{path}: {cause}; --app is the folder of the built app, which `cargo xtask build` makes", path = .0.display(), cause = .1)]
    Index(PathBuf, std::io::Error),
    #[error("{path}: {cause}; build the app again with `cargo xtask build`", path = .0.display(), cause = .1)]
    Template(PathBuf, TemplateError),
    #[error("the app in {path} is of another version than this program and would find no words. Build it again with `cargo xtask build`; or leave --app out, where the program has the app inside", path = .0.display())]
    OtherVersion(PathBuf),
}

/// The present version of the widgets, as `dist/build.json` names it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Pinned {
    /// `{version}-{hash}`: the folder below `embed/`.
    pub exact: String,
    /// The hash of its loader, for `integrity`.
    pub integrity: String,
}

#[derive(Default, Deserialize)]
struct Build {
    /// The version of the words that the app reads; apps of earlier versions say none.
    #[serde(default)]
    words: Option<String>,
    files: BTreeMap<String, String>,
    widgets: Option<Pinned>,
}

/// The page of the built app, ready to be filled.
pub struct Pages {
    app: App,
    stylesheet: String,
    pinned: Option<Pinned>,
    shell: String,
    template: Template,
    config: Arc<Config>,
}

impl Pages {
    /// Reads `index.html` of the built `app`, for a site in the folder `config.base`.
    ///
    /// # Errors
    /// [`PagesError`].
    pub fn open(app: &App, config: Config) -> Result<Self, PagesError> {
        let index = app.path("index.html");
        let html = read_text(app, "index.html")
            .map_err(|error| PagesError::Index(index.clone(), error))?;
        let template = Template::parse(&html, &config)
            .map_err(|error| PagesError::Template(index.clone(), error))?;
        // An app may have no widgets, and one that was built by hand no list of its files.
        let build = app.read("build.json").unwrap_or_default();
        let build: Option<Build> = serde_json::from_slice(&build).ok();
        if build.as_ref().is_some_and(|build| build.words.as_deref() != Some(spoken::VERSION)) {
            return Err(PagesError::OtherVersion(index));
        }
        let build = build.unwrap_or_default();
        let stylesheet = build.files.get("first.css").cloned().unwrap_or_default();
        let pinned = build.widgets;
        let app = app.clone();
        Ok(Self { app, shell: html, template, config: Arc::new(config), stylesheet, pinned })
    }

    /// The file with the first styles, for `/embed/`; the app's own pages contain them.
    pub fn stylesheet(&self) -> &str {
        &self.stylesheet
    }

    /// The version of the widgets.
    pub fn pinned(&self) -> Option<&Pinned> {
        self.pinned.as_ref()
    }

    /// The page as it was built.
    pub fn built(&self) -> &str {
        &self.shell
    }

    /// The page without content, which the app fills: it is shown to readers without a network.
    pub fn shell(&self, site: &Site) -> String {
        prerender::shell(&self.template, &self.config, site)
    }

    /// The service worker for this site. It names a hash of the page without content, so that browsers fetch that page
    /// anew when it changes. An operator may have put another script in its place. `None` when the app has no worker.
    pub fn worker(&self, site: &Site) -> Option<String> {
        let text = read_text(&self.app, WORKER).ok()?;
        let words = file::of_site(&site.languages, &site.default_language).join(" ");
        let shell = hash16(self.shell(site).as_bytes());
        Some(text.replace("BANTIN_SHELL", &shell).replace("BANTIN_WORDS", &words))
    }

    /// The configuration that pages contain.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same pages with this policy in each, for hosts that do not send our headers.
    #[must_use]
    pub fn with_policy(mut self, policy: &str) -> Self {
        self.template = self.template.with_policy(policy);
        self
    }

    /// The policy of the app's pages for this site. It allows one script, the first styles and the newsroom's colours and
    /// fonts, which are in the page itself.
    pub fn policy(&self, site: &Site) -> String {
        let style = [
            source(self.template.style()),
            source(self.template.other_style()),
            source(&prerender::brand::style(&self.config, site)),
        ]
        .concat();
        let script = source(self.template.script()) + &own_scripts(site);
        policy(site.live.as_ref(), &script, &style, &own_connections(site))
    }

    /// [`Pages::policy`] as a header.
    pub fn header(&self, site: &Site) -> Option<HeaderValue> {
        header(&self.policy(site))
    }

    /// Draws `page`, which is the page at `route`, as a document.
    pub fn draw(&self, site: &Arc<Site>, route: &Route, page: &Page) -> String {
        prerender::document(&self.template, &self.config, site, route, page)
    }
}

fn read_text(app: &App, name: &str) -> io::Result<String> {
    let text = String::from_utf8(app.read(name)?.into());
    text.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// A policy as a header, with directives that only a header can have; `None` when it cannot be one.
pub fn header(policy: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("{policy}; frame-ancestors 'self'")).ok()
}

/// The hash of a text in the page, as a source for a policy, after a blank; empty without such a text.
pub fn source(text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(text))),
    }
}

/// The newsroom's own scripts as sources for a policy, each by its full address.
fn own_scripts(site: &Site) -> String {
    let scripts = site.brand.scripts.iter();
    scripts.filter_map(|script| listed(&script.src)).collect()
}

/// The addresses that those scripts may connect to.
fn own_connections(site: &Site) -> String {
    let to = site.brand.scripts.iter().flat_map(|script| &script.connect);
    to.filter_map(listed).collect()
}

/// An address as a source for a policy, after a blank; `None` for one that could be read as several sources.
fn listed(link: &Link) -> Option<String> {
    let mut url = url::Url::parse(link.as_str()).ok().filter(|url| url.scheme() == "https")?;
    url.set_query(None);
    url.set_fragment(None);
    let text = url.as_str();
    is_one_source(text).then(|| format!(" {text}"))
}

/// The addresses of players for videos that a reader has asked for (`src/components/player.rs`).
const PLAYERS: &str =
    " https://www.youtube-nocookie.com https://player.vimeo.com https://geo.dailymotion.com";

/// The policy of a page: scripts, styles and pictures only from here. `script`, `style` and `connect` are further
/// sources, each after a blank, or empty: hashes of what is in the page itself, and what the newsroom adds. WebAssembly
/// may be compiled, but nothing may be evaluated. Calls go here and to the live service. Frames are those of the page
/// that shows the widgets, and [`PLAYERS`].
pub fn policy(live: Option<&Link>, script: &str, style: &str, connect: &str) -> String {
    let service = live
        .filter(|live| live.is_absolute())
        .and_then(|live| url::Url::parse(live.as_str()).ok())
        .map(|url| format!(" {}", url.origin().ascii_serialization()))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{script}; style-src 'self'{style}; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{service}{connect}; manifest-src 'self'; frame-src 'self'{PLAYERS}; \
         base-uri 'self'; form-action 'self'"
    )
}
