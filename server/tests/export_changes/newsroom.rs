//! A newsroom whose articles change, and what exports of it write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bantin_model::{Link, Slug};
use bantin_server::newsroom;
use bantin_site::app::App;
use bantin_site::export::{self, Outcome, Target};

use crate::app;
use crate::files::files;

const SITE: &str = r#"
name = "Bản Tin"
url = "https://news.example/"
languages = ["vi", "en"]
time_zone = "Asia/Ho_Chi_Minh"
[[sections]]
id = "thoi-su"
name = "Thời sự"
lang = "vi"
[[sections]]
id = "doi-song"
name = "Đời sống"
lang = "vi"
[[sections]]
id = "news"
name = "News"
lang = "en"
"#;

/// One article as its file says it.
#[derive(Clone)]
pub struct Draft {
    pub title: String,
    pub lang: &'static str,
    pub section: &'static str,
    pub day: u32,
    pub tags: Vec<&'static str>,
    pub authors: Vec<&'static str>,
    pub translation: Option<u32>,
    pub text: String,
}

/// A newsroom in a folder of its own, with two exports of it.
pub struct TestNewsroom {
    pub folder: tempfile::TempDir,
    pub articles: BTreeMap<u32, Draft>,
}

impl TestNewsroom {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        app::write(&folder.path().join("app"));
        std::fs::create_dir_all(folder.path().join("source/pages")).unwrap();
        std::fs::write(folder.path().join("source/site.toml"), SITE).unwrap();
        let about = "---\ntitle: Tòa soạn\n---\nChúng tôi là ai.\n";
        std::fs::write(folder.path().join("source/pages/toa-soan.md"), about).unwrap();
        let mut newsroom = Self { folder, articles: BTreeMap::new() };
        for number in 0..95 {
            newsroom.write(number, draft(number, number / 3));
        }
        newsroom.import();
        newsroom
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn write(&mut self, number: u32, draft: Draft) {
        let translation =
            draft.translation.map(|key| format!("translation: k{key}\n")).unwrap_or_default();
        // Several claim the second one.
        let aliases = match number % 3 {
            0 => format!("aliases: [/cu/{number}.html, /chung/{}/]\n", number % 5),
            _ => String::new(),
        };
        let links = format!(
            "[Kế](bai-{}.md#x), [cũ](/cu/{}), [chung](https://news.example/chung/{}).",
            number + 1,
            number / 2 * 3,
            number % 5
        );
        let text = format!(
            "---\ntitle: \"{}\"\n{aliases}lang: {}\nsection: {}\ntags: [{}]\nauthors: [{}]\n{translation}published: 2023-{:02}-{:02}T08:00:00+07:00\nlead: \"Tóm tắt bài {number}\"\n---\n\n{}\n\n{links}\n",
            draft.title,
            draft.lang,
            draft.section,
            draft.tags.join(", "),
            draft.authors.join(", "),
            draft.day / 28 + 1,
            draft.day % 28 + 1,
            draft.text
        );
        std::fs::write(self.folder.path().join(format!("source/bai-{number}.md")), text).unwrap();
        self.articles.insert(number, draft);
    }

    pub fn import(&self) {
        let source = self.folder.path().join("source").to_string_lossy().into_owned();
        let outcome = newsroom::import(&self.data(), &[source]).unwrap();
        assert_eq!(outcome.failed, []);
    }

    pub fn remove(&mut self, number: u32, moved_to: Option<u32>) {
        std::fs::remove_file(self.folder.path().join(format!("source/bai-{number}.md"))).unwrap();
        self.articles.remove(&number);
        newsroom::remove(&self.data(), &slug(number), moved_to.map(slug).as_ref()).unwrap();
    }

    pub fn export(&self, name: &str) -> Outcome {
        self.export_of(self.folder.path().join("app").into(), name)
    }

    pub fn export_of(&self, app: App, name: &str) -> Outcome {
        let target = Target {
            app,
            out: self.folder.path().join(name),
            base: "/".into(),
            url: None,
            live: Link::new("https://live.example/api/v1/").ok(),
            theme: None,
        };
        export::export(&self.data(), &target).unwrap()
    }

    pub fn files(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.folder.path().join(name))
    }

    /// What the next export writes differently from the last: paths without packed copies.
    pub fn changed_by(&self, change: impl FnOnce()) -> BTreeSet<String> {
        let before = self.files("site");
        change();
        self.export("site");
        let after = self.files("site");
        let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
        let differs = |path: &&&PathBuf| before.get(**path) != after.get(**path);
        let names = names.iter().filter(differs).map(|path| path.to_string_lossy().into_owned());
        names
            .filter(|name| {
                ![".br", ".gz", ".bantin-export", ".lock"].iter().any(|end| name.ends_with(end))
            })
            .collect()
    }

    pub fn is_as_fresh(&self, what: &str) {
        self.export("site");
        let fresh = self.folder.path().join("fresh");
        let _ = std::fs::remove_dir_all(&fresh);
        self.export("fresh");
        let (mut site, mut fresh) = (self.files("site"), self.files("fresh"));
        for folder in [&mut site, &mut fresh] {
            folder.remove(Path::new(".bantin-export"));
        }
        let names: BTreeSet<_> = site.keys().chain(fresh.keys()).cloned().collect();
        for name in names {
            assert!(
                site.get(&name) == fresh.get(&name),
                "{what}: {} {}",
                name.display(),
                if site.contains_key(&name) { "is old or too many" } else { "is missing" }
            );
        }
    }

    pub fn changed_by_write(&mut self, number: u32, draft: Draft) -> BTreeSet<String> {
        self.write(number, draft);
        self.changed_by(|| self.import())
    }
}

pub fn slug(number: u32) -> Slug {
    Slug::new(format!("bai-{number}")).unwrap()
}

pub fn draft(number: u32, day: u32) -> Draft {
    let english = number.is_multiple_of(7);
    Draft {
        title: format!("Bài số {number}"),
        lang: if english { "en" } else { "vi" },
        section: if english { "news" } else { ["thoi-su", "doi-song"][number as usize % 2] },
        day,
        tags: [vec![], vec!["Cầu gỗ"], vec!["Chợ nổi", "Cầu gỗ"]][number as usize % 3].clone(),
        authors: [vec!["Lê Hà"], vec!["LÊ HÀ", "Thu Vân"], vec![]][number as usize % 3].clone(),
        translation: (number % 14 < 2).then_some(number / 14),
        text: format!("Đoạn văn của bài {number}. ").repeat(3),
    }
}
