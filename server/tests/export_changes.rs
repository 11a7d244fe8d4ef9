//! An export that writes only what changed leaves the folder that a fresh export would write.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bantin_model::{Link, Slug, Stars};
use bantin_server::newsroom;
use bantin_server::serve;
use bantin_site::app::App;
use bantin_site::export::{self, Outcome, Target};
use bantin_store::ledger::{Readings, VoteRequest};

/// What `cargo xtask build` makes, as far as an export looks at it.
const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
    <style>p{}</style><link href=/style-0123456789abcdef.css rel=stylesheet>\
    <script id=bantin-config type=application/json>{}</script></head><body>\
    <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div><div hidden id=updated></div></body></html>";

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
struct Draft {
    title: String,
    lang: &'static str,
    section: &'static str,
    day: u32,
    tags: Vec<&'static str>,
    authors: Vec<&'static str>,
    translation: Option<u32>,
    text: String,
}

/// A newsroom in a folder of its own, with two exports of it.
struct TestNewsroom {
    folder: tempfile::TempDir,
    articles: BTreeMap<u32, Draft>,
}

impl TestNewsroom {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("app")).unwrap();
        std::fs::write(folder.path().join("app/index.html"), INDEX).unwrap();
        std::fs::write(folder.path().join("app/style-0123456789abcdef.css"), "p{}").unwrap();
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

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn write(&mut self, number: u32, draft: Draft) {
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

    fn import(&self) {
        let source = self.folder.path().join("source").to_string_lossy().into_owned();
        let outcome = newsroom::import(&self.data(), &[source]).unwrap();
        assert_eq!(outcome.failed, []);
    }

    fn remove(&mut self, number: u32, moved_to: Option<u32>) {
        std::fs::remove_file(self.folder.path().join(format!("source/bai-{number}.md"))).unwrap();
        self.articles.remove(&number);
        newsroom::remove(&self.data(), &slug(number), moved_to.map(slug).as_ref()).unwrap();
    }

    fn export(&self, name: &str) -> Outcome {
        self.export_of(self.folder.path().join("app").into(), name)
    }

    fn export_of(&self, app: App, name: &str) -> Outcome {
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

    fn files(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.folder.path().join(name))
    }

    /// What the next export writes differently from the last: paths without packed copies.
    fn changed_by(&self, change: impl FnOnce()) -> BTreeSet<String> {
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

    fn is_as_fresh(&self, what: &str) {
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
}

fn slug(number: u32) -> Slug {
    Slug::new(format!("bai-{number}")).unwrap()
}

fn draft(number: u32, day: u32) -> Draft {
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

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

#[test]
fn one_change_writes_its_page_and_what_shows_it_and_nothing_else() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    assert_eq!(newsroom.export("site"), Outcome::default());

    // Another text: no list shows it, and it is found by other words.
    let text = Draft { text: "Một đoạn khác.".into(), ..newsroom.articles[&40].clone() };
    let (words, shown) = by_kind(newsroom.changed_by_write(40, text));
    assert_eq!(shown, ["api/v1/articles/bai-40.json", "articles/bai-40/index.html"]);
    assert!(!words.is_empty() && words.len() < 12, "{words:#?}");

    // Another headline: its lists and feeds, and other articles' other news.
    let title = Draft { title: "Tít mới".into(), ..newsroom.articles[&40].clone() };
    let (words, changed) = by_kind(newsroom.changed_by_write(40, title));
    assert!(words.len() < 12, "{words:#?}");
    for path in &changed {
        let text = std::fs::read_to_string(newsroom.folder.path().join("site").join(path)).unwrap();
        assert!(text.contains("Tít mới"), "{path} does not show what changed");
    }
    for path in ["api/v1/lists/latest/3.json", "api/v1/lists/section/thoi-su/1.json"] {
        assert!(changed.iter().any(|known| known == path), "{path} is old: {changed:#?}");
    }

    // A vote: the article, and the lists, which say its rating.
    let changed = newsroom.changed_by(|| {
        let store = serve::open_store(&newsroom.data()).unwrap();
        store.vote_blocking(VoteRequest::new(slug(40), [7; 16], Stars::new(5).ok())).unwrap();
    });
    assert!(changed.contains("api/v1/articles/bai-40.json"), "{changed:#?}");
    assert!(changed.len() < 12, "{changed:#?}");

    // A new article leaves full archive pages alone.
    let changed = newsroom.changed_by_write(200, draft(200, 40));
    assert!(changed.contains("index.html") && changed.contains("sitemap.xml"), "{changed:#?}");
    for path in &changed {
        assert!(!path.contains("lists/latest/"), "{path} changed: {changed:#?}");
    }
}

#[test]
fn a_new_article_changes_those_beside_it_and_nothing_of_the_rest() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    let read = |newsroom: &TestNewsroom, path: &str| {
        std::fs::read_to_string(newsroom.folder.path().join("site").join(path)).unwrap_or_default()
    };
    // Of the same day as 60, 61 and 62, between two of its section.
    let changed = newsroom.changed_by_write(199, draft(199, 20));
    let pages: Vec<&String> = changed.iter().filter(|path| path.starts_with("articles/")).collect();
    for path in &pages {
        let html = read(&newsroom, path);
        assert!(html.contains("bai-199"), "{path} changed, and does not show the new article");
    }
    let beside = |rel: &str| {
        let html = read(&newsroom, "articles/bai-199/index.html");
        let link = html.split("<a ").find(|link| link.contains(&format!("rel=\"{rel}\""))).unwrap();
        link.split("href=\"/").nth(1).unwrap().split('"').next().unwrap().to_owned() + "index.html"
    };
    for (path, back) in [(beside("prev"), "next"), (beside("next"), "prev")] {
        assert!(pages.contains(&&path), "{path} is old: {pages:#?}");
        let html = read(&newsroom, &path);
        let link =
            html.split("<a ").find(|link| link.contains(&format!("rel=\"{back}\""))).unwrap();
        assert!(link.contains("/articles/bai-199/"), "{path}: {link}");
    }
    // Its author's list, its month, and the page of all months.
    for path in ["authors/thu-van/index.html", "archive/2023-01/index.html", "archive/index.html"] {
        assert!(changed.contains(path), "{path} is old: {changed:#?}");
    }
    // Another author: the old list loses it, the new one is there.
    let other = Draft { authors: vec!["Ngọc Lam"], ..newsroom.articles[&199].clone() };
    newsroom.write(199, other);
    newsroom.import();
    newsroom.export("site");
    assert!(!read(&newsroom, "api/v1/lists/author/thu-van.json").contains("bai-199"));
    assert!(read(&newsroom, "api/v1/lists/author/ngoc-lam.json").contains("bai-199"));
    assert!(read(&newsroom, "sitemap.xml").contains("https://news.example/authors/ngoc-lam/"));
    // Nobody's any more: the list and the page go.
    let nobody = Draft { authors: vec![], ..newsroom.articles[&199].clone() };
    newsroom.write(199, nobody);
    newsroom.import();
    newsroom.export("site");
    for path in ["api/v1/lists/author/ngoc-lam.json", "authors/ngoc-lam/index.html"] {
        assert_eq!(read(&newsroom, path), "", "{path} is still there");
    }
    assert!(!read(&newsroom, "sitemap.xml").contains("ngoc-lam"));
}

/// The files that articles are found by, and those that show them.
fn by_kind(changed: BTreeSet<String>) -> (Vec<String>, Vec<String>) {
    changed.into_iter().partition(|path| path.starts_with("api/v1/search/words/"))
}

impl TestNewsroom {
    fn changed_by_write(&mut self, number: u32, draft: Draft) -> BTreeSet<String> {
        self.write(number, draft);
        self.changed_by(|| self.import())
    }
}

#[test]
fn a_withdrawn_article_leaves_a_page_that_says_so_or_leads_on() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    newsroom.remove(5, None);
    newsroom.remove(6, Some(8));
    newsroom.export("site");
    let read = |path: &str| std::fs::read_to_string(newsroom.folder.path().join("site").join(path));
    assert!(read("articles/bai-5/index.html").is_err());
    assert!(read("api/v1/articles/bai-5.json").is_err());
    assert!(read("articles/bai-5/gone.html").unwrap().contains("Bài viết đã được gỡ"));
    assert!(
        read("articles/bai-6/index.html").unwrap().contains("https://news.example/articles/bai-8/")
    );
    let redirects = "/articles/bai-6/ /articles/bai-8/ 301\n\
        /api/v1/articles/bai-6.json /api/v1/articles/bai-8.json 301\n";
    let written = read("_redirects").unwrap();
    assert!(written.starts_with(redirects), "{written}");
    // Where it was before leads there too, and to what is withdrawn nothing leads.
    assert!(written.contains("\n/cu/6.html /articles/bai-8/ 301\n"), "{written}");
    assert!(read("cu/6.html").unwrap().contains("https://news.example/articles/bai-8/"));
    assert!(written.contains("\n/cu/9.html /articles/bai-9/ 301\n"), "{written}");
    assert!(!read("sitemap.xml").unwrap().contains("bai-5/"));
    // It stays withdrawn whatever is imported, and comes back when the newsroom says so.
    newsroom.write(5, draft(5, 1));
    newsroom.import();
    newsroom.export("site");
    let read = |path: &str| std::fs::read_to_string(newsroom.folder.path().join("site").join(path));
    assert!(read("articles/bai-5/gone.html").is_ok());
    newsroom::restore(&newsroom.data(), &slug(5)).unwrap();
    newsroom.is_as_fresh("an article that came back");
    assert!(read("articles/bai-5/index.html").is_ok());
}

#[test]
fn what_goes_with_its_source_moves_or_comes_due_is_written_as_a_fresh_export_has_it() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    let file = |number: u32| newsroom.folder.path().join(format!("source/bai-{number}.md"));
    // A file that is no longer there, one whose slug changed, and one that is dated later.
    std::fs::remove_file(file(5)).unwrap();
    let rename = |name: &str, number: u32| {
        let path = file(number);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replacen("---\n", &format!("---\n{name}\n"), 1)).unwrap();
    };
    rename("slug: ten-moi", 6);
    rename("publishDate: 2099-01-01T00:00:00Z", 7);
    newsroom.articles.remove(&5);
    newsroom.import();
    newsroom.is_as_fresh("gone with its source, moved, held again");
    let there = |path: &str| newsroom.folder.path().join("site/articles").join(path).is_file();
    assert!(there("bai-5/gone.html") && there("bai-7/gone.html") && there("ten-moi/index.html"));
    let moved =
        std::fs::read_to_string(newsroom.folder.path().join("site/articles/bai-6/index.html"));
    assert!(moved.unwrap().contains("/articles/ten-moi/"));
    let store = serve::open_store(&newsroom.data()).unwrap();
    assert_eq!(store.publish_due(4_102_444_800).unwrap(), 1);
    store.relate().unwrap();
    newsroom.is_as_fresh("one that came due");
    assert!(there("bai-7/index.html") && !there("bai-7/gone.html"));
}

/// A program that is stopped when the test is over.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn an_export_that_watches_writes_what_is_imported_meanwhile() {
    let mut newsroom = TestNewsroom::new();
    let path = |name: &str| newsroom.folder.path().join(name).to_string_lossy().into_owned();
    let _export = Running(
        std::process::Command::new(env!("CARGO_BIN_EXE_bantin-server"))
            .args(["export", "--data", &path("data"), "--app", &path("app")])
            .args(["--out", &path("site"), "--watch", "1"])
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap(),
    );
    let page = newsroom.folder.path().join("site/articles/bai-300/index.html");
    let front = newsroom.folder.path().join("site/index.html");
    let until = |what: &str, is_so: &dyn Fn() -> bool| {
        for _ in 0..600 {
            if is_so() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        panic!("{what}");
    };
    until("nothing was written", &|| front.exists());
    assert!(!page.exists());
    newsroom.write(300, draft(300, 60));
    newsroom.import();
    until("what was imported was not written", &|| page.exists());
    let shows_it = || std::fs::read_to_string(&front).unwrap().contains("Bài số 300");
    until("the front page is old", &shows_it);
}

#[test]
fn any_sequence_of_changes_ends_in_what_a_fresh_export_writes() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    let mut state: u64 = 11;
    let mut dice = move |below: u32| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % u64::from(below)).unwrap()
    };
    let mut next = 300;
    for round in 0..12 {
        for _ in 0..=dice(3) {
            let known: Vec<u32> = newsroom.articles.keys().copied().collect();
            let number = known[dice(known.len() as u32) as usize];
            let old = newsroom.articles[&number].clone();
            match dice(11) {
                0 => newsroom.write(number, Draft { title: format!("Tít {round}"), ..old }),
                1 => newsroom.write(number, Draft { text: format!("Văn {round}"), ..old }),
                2 => newsroom.write(number, Draft { tags: vec!["Lúa", "Cầu gỗ"], ..old }),
                3 => newsroom.write(number, Draft { tags: vec![], ..old }),
                4 => newsroom.write(number, Draft { day: dice(60), ..old }),
                5 => {
                    next += 1;
                    newsroom.write(next, draft(next, dice(70)));
                }
                6 => newsroom.remove(number, None),
                7 => newsroom.write(number, Draft { authors: vec!["Ngọc Lam", "Lê Hà"], ..old }),
                8 => newsroom.write(number, Draft { authors: vec![], ..old }),
                9 => {
                    let other = known[dice(known.len() as u32) as usize];
                    if other != number {
                        newsroom.remove(number, Some(other));
                    }
                }
                _ => {
                    let store = serve::open_store(&newsroom.data()).unwrap();
                    let request = VoteRequest::new(slug(number), [3; 16], Stars::new(4).ok());
                    store.vote_blocking(request).unwrap();
                    let mut readings = Readings::default();
                    readings.note(&slug(number), &[4; 16], "2023-08-11");
                    store.count_readings(&readings).unwrap();
                }
            }
        }
        newsroom.import();
        newsroom.is_as_fresh(&format!("round {round}"));
    }
}

#[test]
fn the_app_inside_the_program_is_exported_as_one_in_a_folder() {
    let newsroom = TestNewsroom::new();
    let app = newsroom.folder.path().join("app");
    std::fs::create_dir_all(app.join("embed/0.1.0-a")).unwrap();
    for name in ["embed/v1.js", "embed/0.1.0-a/v1.js", "embed/v1.js.br", "embed/v1.js.gz"] {
        std::fs::write(app.join(name), format!("// {name}")).unwrap();
    }
    let inside = files(&app).into_iter().map(|(path, bytes)| {
        let name = path.strip_prefix(&app).unwrap_or(&path);
        (name.to_string_lossy().into_owned(), bytes.into())
    });
    let inside = App::Inside(std::sync::Arc::new(inside.collect()));
    newsroom.export("folder");
    newsroom.export_of(inside.clone(), "inside");
    let (mut one, mut other) = (newsroom.files("folder"), newsroom.files("inside"));
    for files in [&mut one, &mut other] {
        files.remove(Path::new(".bantin-export"));
    }
    assert!(one.contains_key(Path::new("embed/v1.js.br")), "{:?}", one.keys());
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    assert!(one == other);
    assert_eq!(newsroom.export_of(inside, "inside").written, 0);
}
