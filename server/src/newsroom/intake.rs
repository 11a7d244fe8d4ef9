//! One import: reads every source, puts its articles into the import target, and withdraws those that are gone.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use bantin_core::draft::Draft;
use bantin_core::identity::{Head, Incoming};
use bantin_import as import;
use bantin_import::site_file;
use bantin_import::static_pages::StaticDraft;
use bantin_import::{Dropped, Entry, Found, Imported, Options, Why};
use bantin_model::Slug;
use bantin_store::sqlite::{Claimed, Fate, ImportedArticle, Put};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use super::import_target::ImportTarget;
use super::{ImportNote, Loss, Mark, NewsroomError, Outcome, Settings, Stopped};

/// How many drafts are stored in one transaction.
const BATCH: usize = 200;

/// A source for an import.
pub enum ImportInput<'a> {
    /// A path or an address.
    Named(&'a str),
    /// A source that was looked at before.
    Found(Found),
}

/// Imports `given` into `target` at `now`.
pub fn import_to(
    target: &mut dyn ImportTarget,
    given: Vec<ImportInput<'_>>,
    settings: Settings,
    now: Timestamp,
) -> Result<Outcome, NewsroomError> {
    let folder = |given: &ImportInput<'_>| match given {
        ImportInput::Named(name) => Some((*name).to_owned()),
        ImportInput::Found(_) => None,
    };
    let folders: Vec<String> = given.iter().filter_map(folder).collect();
    for folder in &folders {
        let file = Path::new(folder).join(site_file::NAME);
        if file.is_file() {
            let site_file::SiteFile { site, sources, files } = site_file::read(&file)?;
            target.take_files(&files)?;
            target.set_site(&site)?;
            if !settings.preview {
                target.follow_sources(&sources)?;
            }
        }
    }
    let site = target.site()?.unwrap_or_else(bantin_core::nameless::nameless);
    let pictures = target.known_pictures()?;
    let Settings { allow_removal, progress, key, site: from, about, private, preview } = settings;
    let mut options = Options {
        pictures,
        progress,
        key: key.clone(),
        site: from,
        private,
        about: about.clone(),
        scratch: target.scratch(),
        unpublished: preview,
        ..Options::of(&site)
    };
    let followed = target.followed()?;
    let mut intake = Intake {
        target,
        now,
        zone: TimeZone::get(&site.time_zone).unwrap_or(TimeZone::UTC),
        head: Head::default(),
        sources: BTreeMap::new(),
        waiting: Vec::new(),
        names: Vec::new(),
        marks: Vec::new(),
        is_preview: preview,
        outcome: Outcome::default(),
    };
    for given in given {
        if let ImportInput::Named(name) = &given {
            // Also in an import by hand, a followed source is read with its settings in `site.toml`.
            let known = Url::parse(name).ok();
            let known = followed.iter().find(|source| Some(&source.url) == known.as_ref());
            let own = || known?.key.as_ref()?.value().ok();
            options.key = key.clone().or_else(own);
            options.about = known.map_or_else(|| about.clone(), |source| source.about.clone());
        }
        let mut stopped = None;
        let mut sink = |entry| {
            if stopped.is_none()
                && let Err(error) = intake.take(entry)
            {
                stopped = Some(error);
            }
        };
        let (name, read) = match given {
            ImportInput::Named(name) => (name.to_owned(), import::read(name, &options, &mut sink)),
            ImportInput::Found(found) => {
                (found.name(), import::read_found(found, &options, &mut sink))
            }
        };
        if let Some(error) = stopped {
            return Err(error);
        }
        if let Err(error) = read {
            let note = ImportNote::of_source(&bantin_core::sources::shown(&name), &error);
            let ImportNote { why, advice, .. } = note.clone();
            let rest = error.rest();
            // A followed source is looked at again by itself.
            let advice = advice.filter(|_| !error.may_pass());
            intake.outcome.reading.stopped = Some(Stopped { why, advice, rest });
            intake.outcome.failed.push(note);
        }
    }
    options.about = about;
    intake.store_waiting()?;
    intake.withdraw_lost(allow_removal)?;
    for folder in &folders {
        intake.static_pages(Path::new(folder), &options)?;
    }
    intake.target.learn_pictures(&options.pictures.learned())?;
    intake.outcome.notes.extend(intake.target.notes());
    Ok(intake.outcome)
}

/// What an import has seen of a source so far.
#[derive(Default)]
struct Seen {
    /// The parts of it that were read as a whole, by the prefix of their ids.
    whole: Vec<String>,
    ids: HashSet<String>,
    /// The ids of articles that exist there and are not for everybody.
    not_public: HashSet<String>,
}

impl Seen {
    /// Whether an article with only these ids is no longer there, or no longer for everybody.
    fn has_lost(&self, ids: &[String]) -> bool {
        let is_lost = |id: &String| {
            let is_below = self.whole.iter().any(|whole| id.starts_with(whole));
            self.not_public.contains(id) || (is_below && !self.ids.contains(id))
        };
        ids.iter().all(is_lost)
    }
}

struct Intake<'a> {
    target: &'a mut dyn ImportTarget,
    now: Timestamp,
    /// The zone in which times are given.
    zone: TimeZone,
    /// The source that is being read.
    head: Head,
    /// The sources of this import by name, since one may come in several files.
    sources: BTreeMap<String, Seen>,
    waiting: Vec<Incoming>,
    /// The names, for people, of the articles that wait to be stored.
    names: Vec<String>,
    /// For those articles, why they would not be public.
    marks: Vec<Option<Mark>>,
    is_preview: bool,
    outcome: Outcome,
}

impl Intake<'_> {
    fn take(&mut self, entry: Entry) -> Result<(), NewsroomError> {
        match entry {
            Entry::Source(head) => {
                self.store_waiting()?;
                self.follow_moved_folder(&head)?;
                let seen = self.sources.entry(head.source.clone()).or_default();
                seen.ids.extend(head.ids.iter().cloned());
                seen.whole.extend(head.whole.clone());
                self.outcome.reading.is_whole |= head.whole.is_some();
                self.head = head;
            }
            Entry::Failed(failure) => self.outcome.failed.push(ImportNote::from(&failure)),
            Entry::Skipped(skipped) => {
                // Whatever it has become, it is no article for everybody.
                if skipped.why != Why::Twice
                    && let Some(seen) = self.sources.get_mut(&self.head.source)
                {
                    seen.not_public.insert(skipped.id.clone());
                }
                // Pictures and menus in an export are not worth a line each.
                if skipped.why != Why::NoArticle {
                    self.outcome.skipped.push(ImportNote::from(&skipped));
                }
            }
            Entry::Imported(imported) => {
                let Imported { name, origin, draft, dropped, hidden } = *imported;
                self.lost(&name, &dropped);
                self.names.push(name);
                self.target.take_files(&draft.media)?;
                // The files are stored by now, and without their bytes a batch is small.
                let mut draft = Draft { media: Vec::new(), ..draft };
                let mark = self.is_preview.then(|| Mark::taken_off(&mut draft, hidden, self.now));
                self.marks.push(mark.flatten());
                self.waiting.push(Incoming { origin, draft });
                if self.waiting.len() >= BATCH {
                    self.store_waiting()?;
                }
            }
        }
        Ok(())
    }

    /// Recognises a folder that was moved: a new folder with most of the files of one that does not exist any more.
    fn follow_moved_folder(&mut self, head: &Head) -> Result<(), NewsroomError> {
        let Some(_) = head.source.strip_prefix(import::FOLDER_SOURCE) else { return Ok(()) };
        let known = self.target.sources(import::FOLDER_SOURCE)?;
        if known.contains(&head.source) {
            return Ok(());
        }
        for other in known {
            let path = other.strip_prefix(import::FOLDER_SOURCE).unwrap_or_default();
            if Path::new(path).exists() {
                continue;
            }
            let ids: Vec<String> = self.target.known_of(&other)?.into_values().flatten().collect();
            let common = ids.iter().filter(|id| head.ids.contains(*id)).count();
            if common > 0 && common * 2 >= ids.len() {
                self.outcome.notes.push(format!("the folder {path} is taken to have moved here"));
                return self.target.rename_source(&other, &head.source);
            }
        }
        Ok(())
    }

    /// Withdraws articles that the sources of this import had and have no more.
    fn withdraw_lost(&mut self, allow_removal: bool) -> Result<(), NewsroomError> {
        for (source, seen) in std::mem::take(&mut self.sources) {
            if seen.whole.is_empty() && seen.not_public.is_empty() {
                continue;
            }
            let known = self.target.known_of(&source)?;
            let total = known.len();
            let lost = known.into_iter().filter(|(_, ids)| seen.has_lost(ids));
            let mut lost: Vec<Slug> = lost.map(|(slug, _)| slug).collect();
            lost.sort();
            let is_most = lost.len() > 10 && lost.len() * 2 > total;
            if (seen.ids.is_empty() || is_most) && !lost.is_empty() && !allow_removal {
                let why = format!(
                    "{} of its {total} articles are no longer there, and were left as they are",
                    lost.len()
                );
                let advice = "if they are to be withdrawn, import again with --allow-removal";
                self.outcome.failed.push(ImportNote::new(source, why).advised(advice));
                continue;
            }
            self.target.leave(&lost, self.now.as_second())?;
            self.outcome.withdrawn.extend(lost.iter().map(Slug::to_string));
        }
        Ok(())
    }

    /// Replaces the static pages by those in a newsroom's folder.
    fn static_pages(&mut self, source: &Path, options: &Options) -> Result<(), NewsroomError> {
        let is_newsroom = source.join(site_file::NAME).is_file()
            && source.join(import::static_pages::FOLDER).is_dir();
        if !is_newsroom {
            return Ok(());
        }
        let read = match import::static_pages::read(source, options) {
            Ok(read) => read,
            Err(error) => {
                let folder = source.to_string_lossy();
                self.outcome.failed.push(ImportNote::of_source(&folder, &error));
                return Ok(());
            }
        };
        let mut pages = Vec::new();
        for draft in read {
            match draft {
                Ok(StaticDraft { name, page, media, dropped }) => {
                    self.lost(&name, &dropped);
                    self.target.take_files(&media)?;
                    pages.push(page);
                }
                Err(failed) => self.outcome.failed.push(ImportNote::from(&failed)),
            }
        }
        self.outcome.pages += self.target.set_static_pages(&mut pages)?;
        Ok(())
    }

    /// Reports what the file or entry `name` lost.
    fn lost(&mut self, name: &str, dropped: &[Dropped]) {
        if self.is_preview {
            self.outcome.preview.losses.extend(dropped.iter().map(|lost| Loss::new(name, lost)));
        }
        self.outcome.notes.extend(dropped.iter().map(|note| format!("{name}: {note}")));
    }

    fn store_waiting(&mut self) -> Result<(), NewsroomError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        // In a preview nothing is held.
        let now = if self.is_preview { Timestamp::MAX } else { self.now };
        let taken = self.target.take(&self.head, &mut self.waiting, now.as_second())?;
        let names =
            std::mem::take(&mut self.names).into_iter().zip(std::mem::take(&mut self.marks));
        for ((name, mark), ImportedArticle { slug, fate, moved_from, claimed }) in names.zip(taken)
        {
            if self.is_preview {
                self.outcome.preview.marks.push((slug.clone(), mark));
            }
            self.outcome.notes.extend(claimed.iter().map(|Claimed { path, by }| {
                format!("{name}: its old address {path} leads to {by}, which had it first")
            }));
            if let Some(from) = moved_from {
                self.outcome.moved.push(format!("{from} is now at {slug}"));
            }
            let put = match fate {
                Fate::Stored(put) => put,
                Fate::Held(put, due) => {
                    // It may have been public until now.
                    self.outcome.reading.holds_other |= put != Put::Unchanged;
                    let due = Timestamp::from_second(due).unwrap_or_default();
                    let due = due.to_zoned(self.zone.clone()).strftime("%Y-%m-%d %H:%M %:z");
                    let note = format!("{slug} is public from {due} on");
                    self.outcome.held.push(ImportNote::new(name, note));
                    continue;
                }
                Fate::LeftOut => {
                    let note = ImportNote::new(name, format!("{slug} was withdrawn"));
                    let advice = format!("`bantin-server restore-article {slug}` brings it back");
                    self.outcome.left_out.push(note.advised(advice));
                    continue;
                }
                Fate::Expired(put) => {
                    if put.is_some_and(|put| put != Put::Unchanged) {
                        self.outcome.withdrawn.push(slug.to_string());
                    }
                    self.outcome.skipped.push(ImportNote::new(name, "its time is over"));
                    continue;
                }
            };
            match put {
                Put::Added => self.outcome.added += 1,
                Put::Updated => self.outcome.updated += 1,
                Put::Unchanged => self.outcome.unchanged += 1,
            }
        }
        self.waiting.clear();
        Ok(())
    }
}
