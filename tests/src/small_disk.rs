//! A disk of a few megabytes that can be filled: a tmpfs. Only root may mount one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small disk, taken away when dropped.
pub struct SmallDisk {
    folder: tempfile::TempDir,
    megabytes: u32,
}

impl SmallDisk {
    /// A disk of this size; `None` where it cannot be mounted, which is said then for the test named `test`.
    pub fn mount(test: &str, megabytes: u32) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={megabytes}m,mode=755");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(folder.path())
            .output();
        let is_mounted = mounted.is_ok_and(|output| output.status.success());
        if !is_mounted {
            let why = "a small disk cannot be mounted here: it takes root";
            // As the tests of browsers say it; nothing is left to tell when standard output is closed.
            let _ = writeln!(std::io::stdout(), "\nleft out: {test} because {why}");
            return None;
        }
        Some(Self { folder, megabytes })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    fn ballast(&self) -> PathBuf {
        self.path().join("ballast")
    }

    /// Fills it but for `kilobytes`.
    pub fn fill(&self, kilobytes: usize) {
        let mut file = std::fs::File::create(self.ballast()).unwrap();
        let some = vec![1; 4096];
        for _ in 0..=self.megabytes * 256 {
            if file.write_all(&some).is_err() {
                break;
            }
        }
        let length = file.metadata().unwrap().len();
        file.set_len(length.saturating_sub(kilobytes as u64 * 1024)).unwrap();
    }

    /// Makes room again.
    pub fn clear(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a server may be ending in it.
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
