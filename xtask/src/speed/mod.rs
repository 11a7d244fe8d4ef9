//! `cargo xtask bench import | wordpress | follow | get | export | ratings | crowd | soak`: how fast the server and the export are.

mod crowd;
mod export;
mod follow;
mod generated;
mod get;
mod import;
mod ratings;
mod wordpress;

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::XtaskError;
use crate::process::{io, root, say};

pub use crowd::crowd;
pub use export::export;
pub use follow::follow;
pub use get::get;
pub use import::import;
pub use ratings::{ratings, soak};
pub use wordpress::wordpress;

/// An empty folder of this name below `target/bench`.
fn fresh(name: &str) -> Result<PathBuf, XtaskError> {
    let folder = root().join("target/bench").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(io(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(io(&folder))?;
    Ok(folder)
}

/// Removes what a measurement wrote: gigabytes, which the next one would have to remove first. Just after that
/// a file system may be slow to make new files, for it spares the places of the old.
fn clear(folder: &str) -> Result<(), XtaskError> {
    std::fs::remove_dir_all(folder).map_err(io(Path::new(folder)))
}

/// A program that is stopped when its measurement is over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a program took.
#[derive(Clone, Copy, Debug)]
struct Took {
    time: Duration,
    /// Bytes at the most.
    memory: u64,
}

/// Runs a program and measures its time and memory.
fn timed(why: &str, mut program: Command) -> Result<Took, XtaskError> {
    say(&format!("\n── {why}"));
    let started = Instant::now();
    let mut child = program.spawn().map_err(|error| XtaskError::Io(why.to_owned(), error))?;
    let mut memory = 0;
    loop {
        memory = memory.max(most_memory(child.id()));
        if let Some(status) =
            child.try_wait().map_err(|error| XtaskError::Io(why.to_owned(), error))?
        {
            let took = Took { time: started.elapsed(), memory };
            return if status.success() {
                Ok(took)
            } else {
                Err(XtaskError::Failed(why.to_owned()))
            };
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// The most memory a program has had so far, in bytes; 0 where the system does not say.
fn most_memory(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) << 10
}
