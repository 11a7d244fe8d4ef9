//! Notices files saved in a folder.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::PreviewError;

/// Saving takes several steps (writing beside, renaming); those within this time count as one.
const QUIET: Duration = Duration::from_millis(50);
/// When many files are copied, the first ones are shown after this time.
const LONGEST: Duration = Duration::from_millis(400);

/// Sent when something in the folder may have changed.
pub struct Saved;

/// Watches everything in `folder`.
pub fn watch(folder: &Path) -> Result<(RecommendedWatcher, Receiver<Saved>), PreviewError> {
    let failed = |error| PreviewError::Watch(folder.to_owned(), error);
    let (tell, saved) = channel();
    let root = folder.to_owned();
    let on_event = move |event: notify::Result<Event>| {
        // An event that could not be read may have been a change.
        if event.map_or(true, |event| is_saved(&root, &event)) {
            note(&tell);
        }
    };
    let mut watcher = notify::recommended_watcher(on_event).map_err(failed)?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(failed)?;
    Ok((watcher, saved))
}

fn note(tell: &Sender<Saved>) {
    // The receiver is gone when the preview is being stopped.
    let _ = tell.send(Saved);
}

/// Whether an event is a change of a newsroom's file: not a read, and not a file of an editor or of version control.
fn is_saved(root: &Path, event: &Event) -> bool {
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let is_own = |path: &std::path::PathBuf| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let mut names = below.iter().map(|name| name.to_string_lossy());
        !names.any(|name| name.starts_with('.') || name.ends_with('~') || name == "node_modules")
    };
    event.paths.is_empty() || event.paths.iter().any(is_own)
}

/// A thread that works whenever something was saved.
pub struct Watching {
    watcher: RecommendedWatcher,
    thread: JoinHandle<()>,
}

impl Watching {
    /// Calls `work` after every change that `watcher` reports through `saved`.
    pub fn start(
        watcher: RecommendedWatcher,
        saved: Receiver<Saved>,
        mut work: impl FnMut() + Send + 'static,
    ) -> std::io::Result<Self> {
        let run = move || {
            while saved.recv().is_ok() {
                let begun = Instant::now();
                while begun.elapsed() < LONGEST {
                    match saved.recv_timeout(QUIET) {
                        Ok(Saved) => {}
                        Err(RecvTimeoutError::Timeout) => break,
                        Err(RecvTimeoutError::Disconnected) => return,
                    }
                }
                // Changes from here on count as another one.
                work();
            }
        };
        let thread = std::thread::Builder::new().name("preview".to_owned()).spawn(run)?;
        Ok(Self { watcher, thread })
    }

    /// Ends the thread, after the work it is doing.
    pub fn stop(self) {
        drop(self.watcher);
        // A panic in it was reported when it happened.
        let _ = self.thread.join();
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, ModifyKind};

    use super::*;

    #[test]
    fn only_files_of_the_newsroom_count() {
        let saved = |kind, path: &str| {
            is_saved(Path::new("/home/.site"), &Event::new(kind).add_path(path.into()))
        };
        let modified = EventKind::Modify(ModifyKind::Any);
        assert!(saved(modified, "/home/.site/articles/a.md"));
        assert!(!saved(EventKind::Access(AccessKind::Any), "/home/.site/articles/a.md"));
        for path in ["articles/.a.md.swp", "articles/a.md~", ".git/index"] {
            assert!(!saved(modified, &format!("/home/.site/{path}")), "{path}");
        }
    }

    #[test]
    fn what_is_saved_at_once_is_one_piece_of_work() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let (watcher, saved) = watch(&root).unwrap();
        let (tell, done) = channel();
        let seen = root.clone();
        let watching = Watching::start(watcher, saved, move || {
            let count = std::fs::read_dir(&seen).unwrap().count();
            let _ = tell.send(count);
        })
        .unwrap();
        for name in ["a.md", "b.md", "c.md"] {
            std::fs::write(root.join(name), "x").unwrap();
        }
        // However often it was done, the last time all were there.
        while done.recv().unwrap() < 3 {}
        watching.stop();
    }
}
