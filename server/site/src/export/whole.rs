//! Writes everything, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};

use bantin::locale::file;
use bantin::prerender::brand::MANIFEST;
use bantin_model::Slug;
use bantin_model::path::{self, ListKind};
use bantin_store::sqlite::Gone;

use super::manifest::Made;
use super::{Export, ExportError, Outcome};
use crate::app::App;
use crate::brand_files;
use crate::pages::{SHELL_PAGE, WORKER};

/// A task that does not depend on others.
enum Task {
    Article(Slug),
    List(ListKind),
    Gone(Gone),
}

/// How many articles are looked up at once.
const BATCH: u64 = 10_000;

impl Export {
    pub(super) fn whole(self, made: Made) -> Result<Outcome, ExportError> {
        self.app(&self.target.app, "")?;
        // There are no versions of the widgets where only a user without rights to write has exported.
        if self.widgets.is_dir() {
            self.app(&App::Folder(self.widgets.clone()), "embed/")?;
        }
        self.pictures()?;
        self.brand()?;
        for (path, words) in file::all() {
            self.folder.put(path, words.as_bytes())?;
        }
        let mut skip = 0;
        loop {
            let entries = self.store.entries(skip, BATCH)?;
            skip += BATCH;
            if entries.is_empty() {
                break;
            }
            self.all(entries.into_iter().map(|entry| Task::Article(entry.slug)).collect())?;
        }
        self.all(self.lists()?.into_iter().map(Task::List).collect())?;
        self.frames_of_lists()?;
        self.demo()?;
        for page in &self.site.pages {
            self.static_page(&page.slug)?;
        }
        self.all(self.store.gone()?.into_iter().map(Task::Gone).collect())?;
        self.old_pages()?;
        self.index()?;
        self.search_pages()?;
        self.sitemaps()?;
        self.put_file("robots.txt")?;
        self.put_json(path::SITE, &*self.site)?;
        self.folder.put(SHELL_PAGE, self.pages.shell(&self.site).as_bytes())?;
        if let Some(worker) = self.pages.worker(&self.site) {
            self.folder.put(WORKER, worker.as_bytes())?;
        }
        self.archive()?;
        self.missing()?;
        self.for_hosts()?;
        let pages = self.drawn.load(Ordering::Relaxed);
        Ok(Outcome { pages, ..self.folder.close_whole(made)? })
    }

    /// Writes the manifest, and the icons at the usual addresses.
    fn brand(&self) -> Result<(), ExportError> {
        let manifest = brand_files::manifest(&self.site, self.pages.config());
        self.folder.put(MANIFEST, manifest.as_bytes())?;
        let Some(icons) = &self.site.brand.icons else { return Ok(()) };
        for name in brand_files::ICONS {
            let file =
                brand_files::icon(icons, name).and_then(|own| own.as_str().strip_prefix("/media/"));
            if let Some(file) = file {
                self.folder.copy(&self.media.join(file), name)?;
            }
        }
        Ok(())
    }

    /// All lists of the site.
    fn lists(&self) -> Result<Vec<ListKind>, ExportError> {
        let languages = self.site.languages.iter().flat_map(|tag| {
            [ListKind::Language(tag.clone()), ListKind::MostReadLanguage(tag.clone())]
        });
        let sections = self.site.sections.iter().flat_map(|section| {
            let id = &section.id;
            [ListKind::Section(id.clone()), ListKind::MostReadSection(id.clone())]
        });
        let tags = self.store.tags()?.into_iter().map(ListKind::Tag);
        let authors = self.store.authors()?.into_iter().map(ListKind::Author);
        let months = self.store.months()?.into_iter().map(|month| ListKind::Month(month.id));
        let all = [ListKind::Latest, ListKind::MostRead];
        let all = all.into_iter().chain(languages).chain(sections);
        Ok(all.chain(tags).chain(authors).chain(months).collect())
    }

    /// Copies the files of the built `app` unchanged into the folder `below`.
    fn app(&self, app: &App, below: &str) -> Result<(), ExportError> {
        for name in app.names().map_err(|(path, error)| ExportError::Io(path, error))? {
            // Packed copies come with their files, and pages are drawn.
            let is_made = [".br", ".gz"].iter().any(|end| name.ends_with(end));
            let is_own =
                below.is_empty() && ["index.html", "build.json", WORKER].contains(&name.as_str());
            let is_branded = below.is_empty()
                && (name == MANIFEST
                    || self.site.brand.icons.is_some() && brand_files::is_one(&name));
            if !is_made && !is_own && !is_branded {
                self.folder.take(app, &name, &format!("{below}{name}"))?;
            }
        }
        Ok(())
    }

    /// Does all `tasks`, on all cores.
    fn all(&self, tasks: Vec<Task>) -> Result<(), ExportError> {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                match task {
                    Task::Article(slug) => self.article(slug)?,
                    Task::List(kind) => self.list(kind)?,
                    Task::Gone(gone) => self.gone(gone)?,
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
}
