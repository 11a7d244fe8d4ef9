//! An export that writes only what changed leaves the folder that a fresh export would write.
//!
//! - `one`: one change; `going`: articles that go, move or come due; here: any sequence of changes, and how exports run
//! - `newsroom`: what changes

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/app.rs"]
mod app;
#[path = "common/files.rs"]
mod files;
#[path = "export_changes/going.rs"]
mod going;
#[path = "export_changes/newsroom.rs"]
mod newsroom;
#[path = "export_changes/one.rs"]
mod one;

use std::path::Path;

use bantin::config::Config;
use bantin::locale::spoken;
use bantin_model::Stars;
use bantin_server::serve;
use bantin_site::app::App;
use bantin_site::pages::{Pages, PagesError};
use bantin_store::ledger::{Readings, VoteRequest};

use files::files;
use newsroom::{Draft, TestNewsroom, draft, slug};

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

#[test]
fn an_app_of_another_version_is_refused() {
    let open = |build: Option<String>| {
        let index = ("index.html".to_owned(), app::INDEX.as_bytes().to_vec().into());
        let build = build.map(|text| ("build.json".to_owned(), text.into_bytes().into()));
        let files = std::iter::once(index).chain(build).collect();
        Pages::open(&App::Inside(std::sync::Arc::new(files)), Config::default()).map(drop)
    };
    let own = format!(r#"{{"words":"{}","files":{{}}}}"#, spoken::VERSION);
    assert!(open(Some(own)).is_ok() && open(None).is_ok());
    for other in [r#"{"words":"0","files":{}}"#, r#"{"files":{}}"#] {
        let refused = open(Some(other.to_owned())).unwrap_err();
        assert!(matches!(refused, PagesError::OtherVersion(_)), "{refused}");
        assert!(refused.to_string().contains("Build it again"), "{refused}");
    }
}
