//! `cargo xtask bench import | get | export | ratings | crowd | soak`: how fast the server and the export are.

mod crowd;
mod export;
mod generated;
mod get;
mod import;
mod ratings;

use std::path::{Path, PathBuf};
use std::process::Child;

use crate::Stop;
use crate::process::{io, root};

pub use crowd::crowd;
pub use export::export;
pub use get::get;
pub use import::import;
pub use ratings::{ratings, soak};

/// An empty folder of this name below `target/bench`.
fn fresh(name: &str) -> Result<PathBuf, Stop> {
    let folder = root().join("target/bench").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(io(&folder))?;
    }
    std::fs::create_dir_all(&folder).map_err(io(&folder))?;
    Ok(folder)
}

/// Removes what a measurement wrote: gigabytes, which the next one would have to remove first. Just after that
/// a file system may be slow to make new files, for it spares the places of the old.
fn clear(folder: &str) -> Result<(), Stop> {
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
