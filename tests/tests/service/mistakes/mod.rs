//! An operator on a bad day, with the real program: a wrong folder, a full disk, two commands at once, files of their
//! own, a killed export. Nothing that is published disappears, and every message says what to do.

mod backups;
mod checks;
mod folders;
mod following;
mod guards;
mod reports;
mod watching;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bantin_tests::files::files;
use bantin_tests::process::command;
use bantin_tests::small_app;

/// A newsroom of ten articles, a built app and a folder for the site.
struct TestNewsroom {
    folder: tempfile::TempDir,
}

const SITE: &str = "name = \"Bản Tin\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\n\
    time_zone = \"Asia/Ho_Chi_Minh\"\n\
    [[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n\
    [[sections]]\nid = \"doi-song\"\nname = \"Đời sống\"\nlang = \"vi\"\n";

impl TestNewsroom {
    fn new() -> Self {
        let newsroom = Self { folder: tempfile::tempdir().unwrap() };
        small_app::write(&newsroom.at("app"));
        newsroom.import("data", 12);
        newsroom
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn text(&self, path: &str) -> String {
        self.at(path).to_string_lossy().into_owned()
    }

    /// Imports articles `bai-0` to `bai-{count - 1}` into the folder `data`; the first two are of another section.
    fn import(&self, data: &str, count: u32) {
        let source = self.at(&format!("source-of-{data}"));
        let _ = std::fs::remove_dir_all(&source);
        std::fs::create_dir_all(&source).unwrap();
        std::fs::write(source.join("site.toml"), SITE).unwrap();
        std::fs::copy(picture(), source.join("a.jpg")).unwrap();
        for number in 0..count {
            let section = if number < 2 { "doi-song" } else { "thoi-su" };
            let image =
                if number == 0 { "image: a.jpg\nimage_alt: Một bức ảnh\n" } else { "" };
            article(&source, number, section, image, "Một đoạn văn.");
        }
        command(&["import", "--data", &self.text(data), &source.to_string_lossy()]).unwrap();
    }

    /// Imports the same source again, with one article that is new or says something else.
    fn import_one(&self, data: &str, number: u32, text: &str) {
        let source = self.at(&format!("source-of-{data}"));
        article(&source, number, "thoi-su", "", text);
        command(&["import", "--data", &self.text(data), &source.to_string_lossy()]).unwrap();
    }

    /// `export` of the folder `data` into `site`, with these options.
    fn export(&self, options: &[&str]) -> Result<String, String> {
        self.export_of("data", "site", options)
    }

    fn export_of(&self, data: &str, out: &str, options: &[&str]) -> Result<String, String> {
        let (data, out, app) = (self.text(data), self.text(out), self.text("app"));
        let own = ["export", "--data", &data, "--out", &out, "--app", &app];
        command(&[&own, options].concat())
    }

    /// Every file below a folder, with its bytes; locks hold nothing.
    fn files(&self, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = files(&self.at(folder));
        found.retain(|path, _| !path.to_string_lossy().ends_with(".lock"));
        found
    }
}

fn article(source: &Path, number: u32, section: &str, more: &str, text: &str) {
    let text = format!(
        "---\ntitle: \"Bài số {number}\"\nlang: vi\nsection: {section}\n{more}\
         published: 2023-08-{:02}T11:50:00+07:00\n---\n\n{text}\n",
        number % 28 + 1
    );
    std::fs::write(source.join(format!("bai-{number}.md")), text).unwrap();
}

/// Waits until `is_so`.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn picture() -> PathBuf {
    bantin_tests::newsroom::root().join("server/sample/pictures/ao-tom.jpg")
}
