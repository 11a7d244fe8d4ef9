//! Inputs that an import once got wrong (`cases/`), each with what a person would expect: articles that are
//! themselves whatever is imported next, and what is not for everybody.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cases/addresses.rs"]
mod addresses;
#[path = "common/app.rs"]
mod app;
#[path = "cases/following/mod.rs"]
mod following;
#[path = "cases/newsrooms.rs"]
mod newsrooms;
#[path = "cases/shapes/mod.rs"]
mod shapes;
#[path = "cases/site.rs"]
mod site;
#[path = "cases/sources/mod.rs"]
mod sources;

use std::path::{Path, PathBuf};

use bantin_model::path::ListKind;
use bantin_model::{Link, Slug, Stars};
use bantin_server::newsroom::{self, Outcome, Settings};
use bantin_server::serve;
use bantin_store::ledger::{VoteOutcome, VoteRequest};
use bantin_store::sqlite::{Restored, Store};
use jiff::Timestamp;

/// A data folder, and what is imported into it.
struct TestNewsroom {
    data: tempfile::TempDir,
    now: Timestamp,
}

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn root() -> Link {
    Link::new("https://news.example/").unwrap()
}

impl TestNewsroom {
    fn new() -> Self {
        let now = "2026-01-01T00:00:00Z".parse().unwrap();
        Self { data: tempfile::tempdir().unwrap(), now }
    }

    fn import(&self, path: impl AsRef<Path>) -> Outcome {
        let source = path.as_ref().to_string_lossy().into_owned();
        let settings = Settings::default();
        newsroom::import_at(self.data.path(), &[source], settings, self.now).unwrap()
    }

    fn store(&self) -> Store {
        serve::create_store(self.data.path()).unwrap()
    }

    /// The public articles: slug and headline, the oldest first.
    fn shown(&self) -> Vec<(String, String)> {
        let entries = self.store().entries(0, 100).unwrap();
        entries.into_iter().map(|entry| (entry.slug.into(), entry.title)).collect()
    }

    fn titles(&self) -> Vec<String> {
        self.shown().into_iter().map(|(_, title)| title).collect()
    }

    fn vote(&self, article: &str, stars: u8) -> bool {
        let request = VoteRequest::new(slug(article), [1; 16], Stars::new(stars).ok());
        matches!(self.store().vote_blocking(request).unwrap(), VoteOutcome::Counted(_))
    }

    fn votes(&self, article: &str) -> Option<u64> {
        let article = self.store().article(&slug(article), &root()).unwrap();
        article.map(|article| article.rating.count)
    }
}

fn write(folder: &Path, name: &str, fields: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, format!("---\ntitle: Bài {name}\ndate: 2023-08-11\n{fields}\n---\nx"))
        .unwrap();
}

#[test]
fn a_rolling_feed_gives_each_day_its_own_article() {
    let newsroom = TestNewsroom::new();
    for day in 1..=3 {
        let before = newsroom.shown();
        let outcome = newsroom.import(case(&format!("01-rolling-feed-overwrites.d/day{day}.xml")));
        assert_eq!((outcome.added, outcome.updated), (1, 0), "{outcome:?}");
        let after = newsroom.shown();
        assert_eq!(after[..before.len()], before[..]);
        if day == 1 {
            assert!(newsroom.vote(&after[0].0, 1));
        }
    }
    assert_eq!(newsroom.titles(), ["Thời tiết ngày 11", "Thời tiết ngày 12", "Thời tiết ngày 13"]);
    let votes: Vec<_> = newsroom.shown().iter().map(|(slug, _)| newsroom.votes(slug)).collect();
    assert_eq!(votes, [Some(1), Some(0), Some(0)]);
}

#[test]
fn two_papers_that_want_one_slug_have_two_articles() {
    let newsroom = TestNewsroom::new();
    newsroom.import(case("03-two-papers-one-slug.d/bao-mot.xml"));
    let first = newsroom.shown();
    let outcome = newsroom.import(case("03-two-papers-one-slug.d/bao-hai.xml"));
    assert_eq!((outcome.added, outcome.updated), (1, 0), "{outcome:?}");
    let both = newsroom.shown();
    assert_eq!((both.len(), &both[0]), (2, &first[0]));
    let text = |slug: &Slug| {
        let article = newsroom.store().article(slug, &root()).unwrap().unwrap();
        serde_json::to_string(&article).unwrap()
    };
    assert!(text(&slug(&both[0].0)).contains("67 triệu"));
    assert!(text(&slug(&both[1].0)).contains("68 triệu"));
    // In one command as in two, and again and again.
    let again = newsroom.import(case("03-two-papers-one-slug.d/bao-mot.xml"));
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 1));
    assert_eq!(newsroom.shown(), both);
    let other = TestNewsroom::new();
    let sources = ["bao-mot", "bao-hai"].map(|paper| {
        case(&format!("03-two-papers-one-slug.d/{paper}.xml")).to_string_lossy().into_owned()
    });
    newsroom::import_at(other.data.path(), &sources, Settings::default(), other.now).unwrap();
    assert_eq!(other.shown(), both);
}

#[test]
fn a_corrected_headline_is_the_same_article() {
    let newsroom = TestNewsroom::new();
    newsroom.import(case("09-headline-corrected.d/v1.xml"));
    let (address, _) = newsroom.shown().remove(0);
    assert!(newsroom.vote(&address, 4));
    let outcome = newsroom.import(case("09-headline-corrected.d/v2.xml"));
    assert_eq!((outcome.added, outcome.updated), (0, 1));
    assert_eq!(newsroom.shown(), [(address.clone(), "Cầu Bến Đình không sập".to_owned())]);
    assert_eq!(newsroom.votes(&address), Some(1));
}

#[test]
fn entries_that_share_a_guid_are_told_apart_by_their_links() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import(case("15-one-guid-for-all.xml"));
    assert_eq!((outcome.added, outcome.skipped.len()), (3, 0), "{outcome:?}");
    assert_eq!(newsroom.import(case("15-one-guid-for-all.xml")).unchanged, 3);
    // One that is alone in the feed by now, and a new one.
    let feed = std::fs::read_to_string(case("15-one-guid-for-all.xml")).unwrap();
    let [head, one, _, _] = feed.split("<item>").collect::<Vec<_>>()[..] else { panic!() };
    let file = newsroom.data.path().join("later.xml");
    std::fs::write(&file, format!("{head}<item>{one}</channel></rss>")).unwrap();
    assert_eq!(newsroom.import(&file).unchanged, 1);
    let new = one.replace("số 1", "số 4").replace("so-1", "so-4");
    std::fs::write(&file, format!("{head}<item>{new}</channel></rss>")).unwrap();
    assert_eq!(newsroom.import(&file).added, 1);
    assert_eq!(newsroom.shown().len(), 4);
}

#[test]
fn what_is_not_for_everybody_stays_out_and_is_named() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import(case("04-wp-password.wxr.xml"));
    assert_eq!((outcome.added, outcome.skipped.len()), (0, 1));
    assert!(outcome.skipped[0].to_string().contains("password"), "{outcome:?}");
    let outcome = newsroom.import(case("05-unpublished-markdown.d"));
    assert_eq!((outcome.added, outcome.skipped.len(), outcome.failed.len()), (0, 6, 0));
    assert_eq!(newsroom.shown(), []);
}

#[test]
fn what_is_dated_later_is_nowhere_until_its_minute() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import(case("06-future-and-expired.d"));
    assert_eq!((outcome.held.len(), outcome.skipped.len()), (2, 1), "{outcome:?}");
    assert_eq!(newsroom.titles(), ["Bài hôm nay"]);
    let store = newsroom.store();
    let held = slug("hen-gio");
    assert_eq!(store.article(&held, &root()).unwrap(), None);
    assert_eq!(store.gone_article(&held).unwrap(), None);
    assert!(!newsroom.vote("hen-gio", 5));
    assert_eq!((store.count().unwrap(), store.months().unwrap().len()), (1, 1));
    assert_eq!(store.total(&ListKind::Latest).unwrap(), 1);
    // Where nothing is said of a site, its clocks are those of Vietnam.
    let minute: Timestamp = "2099-01-01T00:00:00+07:00".parse().unwrap();
    assert_eq!(store.publish_due(minute.as_second() - 1).unwrap(), 0);
    let copy = store.tick().unwrap();
    assert_eq!(store.publish_due(minute.as_second()).unwrap(), 2);
    assert_eq!(store.publish_due(minute.as_second()).unwrap(), 0);
    assert_eq!(newsroom.titles(), ["Hẹn giờ", "Bài hôm nay", "Bài tương lai"]);
    assert_eq!(store.changes(copy).unwrap().unwrap().articles.len(), 3);
    assert!(newsroom.vote("hen-gio", 5));
}

#[test]
fn an_article_expires_and_a_draft_is_withdrawn() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    write(source.path(), "a.md", "expiryDate: 2026-02-01T00:00:00Z");
    write(source.path(), "b.md", "");
    newsroom.import(source.path());
    assert_eq!(newsroom.shown().len(), 2);
    let store = newsroom.store();
    let expired: Timestamp = "2026-02-01T00:00:00Z".parse().unwrap();
    assert_eq!(store.publish_due(expired.as_second() - 1).unwrap(), 0);
    assert_eq!(store.publish_due(expired.as_second()).unwrap(), 1);
    assert_eq!(store.gone_article(&slug("a")).unwrap().unwrap().moved_to, None);
    write(source.path(), "b.md", "draft: \"yes\"");
    let outcome = newsroom.import(source.path());
    assert_eq!((outcome.withdrawn, outcome.skipped.len()), (vec!["b".to_owned()], 1));
    assert!(store.gone_article(&slug("b")).unwrap().is_some());
    write(source.path(), "b.md", "");
    newsroom.import(source.path());
    assert!(store.gone_article(&slug("b")).unwrap().is_none());
}

#[test]
fn what_a_folder_has_no_more_is_withdrawn_and_comes_back_with_its_votes() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md", "sub/c.md"] {
        write(source.path(), name, "");
    }
    newsroom.import(source.path());
    assert!(newsroom.vote("b", 2));
    std::fs::remove_file(source.path().join("b.md")).unwrap();
    // However the folder is called.
    let outcome = newsroom.import(source.path().join("sub/.."));
    assert_eq!((outcome.withdrawn, outcome.unchanged), (vec!["b".to_owned()], 2));
    assert_eq!(newsroom.votes("b"), None);
    assert!(newsroom.store().gone_article(&slug("b")).unwrap().is_some());
    write(source.path(), "b.md", "");
    assert_eq!(newsroom.import(source.path()).updated, 1);
    assert_eq!(newsroom.votes("b"), Some(1));
    assert_eq!(newsroom.store().gone().unwrap(), []);
}

#[test]
fn a_folder_that_is_empty_all_at_once_withdraws_nothing() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    let folder = source.path().join("content");
    for number in 0..3 {
        write(&folder, &format!("a{number}.md"), "");
    }
    newsroom.import(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    let outcome = newsroom.import(&folder);
    assert_eq!((outcome.withdrawn.len(), outcome.failed.len(), newsroom.shown().len()), (0, 1, 3));
    assert!(outcome.failed[0].to_string().contains("--allow-removal"), "{outcome:?}");
    let settings = Settings { allow_removal: true, ..Settings::default() };
    let sources = [folder.to_string_lossy().into_owned()];
    let outcome =
        newsroom::import_at(newsroom.data.path(), &sources, settings, newsroom.now).unwrap();
    assert_eq!((outcome.withdrawn.len(), newsroom.shown().len()), (3, 0));
}

#[test]
fn a_file_that_is_renamed_and_a_folder_that_is_moved_keep_their_articles() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    let (old, new) = (source.path().join("cu"), source.path().join("moi"));
    for name in ["a.md", "b.md", "c.md"] {
        write(&old, name, "");
    }
    newsroom.import(&old);
    assert!(newsroom.vote("a", 3));
    let before: Vec<String> = newsroom.shown().into_iter().map(|(slug, _)| slug).collect();
    std::fs::create_dir(old.join("2023")).unwrap();
    std::fs::rename(old.join("a.md"), old.join("2023/a.md")).unwrap();
    let outcome = newsroom.import(&old);
    assert_eq!((outcome.added, outcome.withdrawn.len()), (0, 0), "{outcome:?}");
    std::fs::rename(&old, &new).unwrap();
    let outcome = newsroom.import(&new);
    assert_eq!((outcome.added, outcome.unchanged), (0, 3), "{outcome:?}");
    let after: Vec<String> = newsroom.shown().into_iter().map(|(slug, _)| slug).collect();
    assert_eq!((after, newsroom.votes("a")), (before, Some(1)));
    // Another folder with the same files is another source.
    let third = source.path().join("khac");
    write(&third, "b.md", "");
    assert_eq!(newsroom.import(&third).added, 1);
    assert_eq!(newsroom.shown().len(), 4);
}

#[test]
fn a_slug_that_the_source_changes_is_a_new_address_and_the_old_one_leads_there() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    write(source.path(), "a.md", "slug: mot");
    write(source.path(), "b.md", "slug: khac");
    newsroom.import(source.path());
    assert!(newsroom.vote("mot", 3));
    write(source.path(), "a.md", "slug: hai");
    let outcome = newsroom.import(source.path());
    assert_eq!((outcome.updated, outcome.moved.len()), (1, 1));
    let leads = |from: &str| newsroom.store().gone_article(&slug(from)).unwrap().unwrap().moved_to;
    assert_eq!((leads("mot"), newsroom.votes("hai")), (Some(slug("hai")), Some(1)));
    // A vote for the earlier address, late from somebody's device, is the article's.
    let late = VoteRequest::new(slug("mot"), [2; 16], Stars::new(5).ok());
    assert!(matches!(newsroom.store().vote_blocking(late).unwrap(), VoteOutcome::Counted(_)));
    assert_eq!(newsroom.votes("hai"), Some(2));
    write(source.path(), "a.md", "slug: ba");
    newsroom.import(source.path());
    assert_eq!((leads("mot"), leads("hai")), (Some(slug("ba")), Some(slug("ba"))));
    // A new article does not get the earlier address; the article itself may go back to it.
    write(source.path(), "c.md", "slug: mot");
    newsroom.import(source.path());
    assert_eq!(leads("mot"), Some(slug("ba")));
    write(source.path(), "a.md", "slug: hai");
    newsroom.import(source.path());
    assert_eq!((leads("mot"), leads("ba")), (Some(slug("hai")), Some(slug("hai"))));
    assert_eq!(newsroom.votes("hai"), Some(2));
    // One that somebody has is not taken from them.
    write(source.path(), "a.md", "slug: khac");
    newsroom.import(source.path());
    assert_eq!(newsroom.votes("hai"), Some(2));
    assert_eq!(newsroom.store().miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn what_the_newsroom_withdrew_stays_so_until_it_brings_it_back() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md"] {
        write(source.path(), name, "");
    }
    newsroom.import(source.path());
    assert!(newsroom.vote("a", 3));
    newsroom::remove(newsroom.data.path(), &slug("a"), None).unwrap();
    write(source.path(), "a.md", "lead: Đã sửa");
    let outcome = newsroom.import(source.path());
    assert_eq!((outcome.left_out.len(), outcome.added, outcome.updated), (1, 0, 0));
    assert!(outcome.left_out[0].to_string().contains("restore-article a"), "{outcome:?}");
    assert_eq!(newsroom.votes("a"), None);
    assert!(!newsroom.vote("a", 5));
    // Renamed, it is still the one that was withdrawn.
    write(source.path(), "a.md", "slug: khac");
    assert_eq!(newsroom.import(source.path()).left_out.len(), 1);
    assert_eq!(newsroom.shown().len(), 1);
    assert_eq!(newsroom::restore(newsroom.data.path(), &slug("a")).unwrap(), Restored::Public);
    assert_eq!(newsroom.votes("a"), Some(1));
    assert!(newsroom::restore(newsroom.data.path(), &slug("a")).is_err());
    // After 30 days its votes are forgotten; it still comes back.
    newsroom::remove(newsroom.data.path(), &slug("a"), None).unwrap();
    let store = newsroom.store();
    assert!(!store.prune_withdrawn(0).unwrap());
    while store.prune_withdrawn(i64::MAX).unwrap() {}
    newsroom::restore(newsroom.data.path(), &slug("a")).unwrap();
    assert_eq!(newsroom.votes("a"), Some(0));
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn redirects_lead_to_their_end_and_never_round() {
    let newsroom = TestNewsroom::new();
    let source = tempfile::tempdir().unwrap();
    for name in ["a.md", "b.md", "c.md", "d.md"] {
        write(source.path(), name, "");
    }
    newsroom.import(source.path());
    let remove = |from: &str, to: Option<&str>| {
        let to = to.map(slug);
        newsroom::remove(newsroom.data.path(), &slug(from), to.as_ref()).map_err(|e| e.to_string())
    };
    let leads = |from: &str| newsroom.store().gone_article(&slug(from)).unwrap().unwrap().moved_to;
    assert!(remove("a", Some("a")).unwrap_err().contains("lead to itself"));
    assert_eq!(newsroom.shown().len(), 4, "a refused command withdraws nothing");
    assert!(remove("a", Some("khong-co")).unwrap_err().contains("no article"));
    remove("a", Some("b")).unwrap();
    remove("b", Some("c")).unwrap();
    assert_eq!((leads("a"), leads("b")), (Some(slug("c")), Some(slug("c"))));
    assert!(remove("c", Some("a")).unwrap_err().contains("lead to itself"));
    // The target goes: all say so. It comes back: all lead to it again.
    remove("c", None).unwrap();
    assert_eq!((leads("a"), leads("b"), leads("c")), (None, None, None));
    assert!(remove("d", Some("c")).unwrap_err().contains("not public"));
    newsroom::restore(newsroom.data.path(), &slug("c")).unwrap();
    assert_eq!((leads("a"), leads("b")), (Some(slug("c")), Some(slug("c"))));
    // Through one that leads on.
    remove("d", Some("a")).unwrap();
    assert_eq!(leads("d"), Some(slug("c")));
}
