use bantin_core::draft::Draft;
use bantin_model::path::ListKind;
use bantin_model::{Block, Inline, Link, RatingSummary, Slug, Stars};

use super::*;
use crate::ledger::{Readings, VoteOutcome, VoteRequest};

mod finding;

pub fn draft(slug: &str, title: &str) -> Draft {
    Draft {
        lead: "Tóm tắt".into(),
        section: "thoi-su".into(),
        tags: vec!["Cầu gỗ".into()],
        views: 305,
        body: vec![Block::Paragraph { text: vec![Inline::text(title)] }],
        ..Draft::new(Slug::new(slug).unwrap(), "vi", title, "2023-08-11T11:50:00+07:00")
    }
}

fn scratch() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("test.sqlite")).unwrap();
    (folder, store)
}

/// One reading.
fn reading(slug: &Slug, day: &str) -> Readings {
    let mut readings = Readings::default();
    readings.note(slug, &[1; 16], day);
    readings
}

fn root() -> Link {
    Link::new("https://news.example/").unwrap()
}

/// The rating after this reader's vote, which counts.
fn vote(store: &Store, slug: &str, reader: u8, stars: Option<Stars>) -> RatingSummary {
    let request = VoteRequest::new(Slug::new(slug).unwrap(), [reader; 16], stars);
    match store.vote_blocking(request).unwrap() {
        VoteOutcome::Counted(summary) => summary,
        other => panic!("{other:?}"),
    }
}

#[test]
fn importing_twice_changes_nothing_and_an_update_keeps_votes_and_views() {
    let (_folder, store) = scratch();
    let slug = Slug::new("a").unwrap();
    assert_eq!(store.put(&[draft("a", "Một")]).unwrap(), [Put::Added]);
    assert_eq!(store.put(&[draft("a", "Một")]).unwrap(), [Put::Unchanged]);
    vote(&store, "a", 1, Stars::new(4).ok());
    store.count_readings(&reading(&slug, "2023-08-11")).unwrap();
    let changed = Draft { views: 9, ..draft("a", "Hai") };
    assert_eq!(store.put(&[changed]).unwrap(), [Put::Updated]);
    let article = store.article(&slug, &root()).unwrap().unwrap();
    assert_eq!((article.title.as_str(), article.views, article.rating.count), ("Hai", 306, 1));
}

#[test]
fn counters_equal_votes_through_any_change() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    let mut state: u64 = 5;
    for _ in 0..500 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let pick = |shift: u32, below: u64| u8::try_from((state >> shift) % below).unwrap();
        let stars = Stars::new(pick(40, 6)).ok();
        let slug = if pick(33, 2) == 0 { "a" } else { "b" };
        assert_eq!(vote(&store, slug, pick(50, 9), stars).mine, stars);
    }
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn lists_are_by_language_section_and_folded_tag() {
    let (_folder, store) = scratch();
    let english =
        Draft { lang: "en".into(), section: "news".into(), tags: vec![], ..draft("b", "Bridge") };
    store.put(&[draft("a", "Một"), english]).unwrap();
    let slugs = |kind: ListKind| -> Option<Vec<String>> {
        let list = store.list(&kind, None, &root()).unwrap()?;
        Some(list.items.into_iter().map(|item| item.bantin.slug.into()).collect())
    };
    assert_eq!(slugs(ListKind::Language("vi".into())).unwrap(), ["a"]);
    assert_eq!(slugs(ListKind::Section("news".into())).unwrap(), ["b"]);
    assert_eq!(slugs(ListKind::Tag("cau-go".into())).unwrap(), ["a"]);
    assert_eq!(slugs(ListKind::Tag("khac".into())), None);
    assert_eq!(slugs(ListKind::Latest).unwrap().len(), 2);
    assert_eq!(slugs(ListKind::MostRead).unwrap().len(), 2);
}

#[test]
fn related_lists_are_written_only_where_they_changed() {
    let (_folder, store) = scratch();
    let drafts: Vec<Draft> =
        (0..20).map(|n| draft(&format!("a{n}"), &format!("Tin số {n} từ{n}"))).collect();
    store.put(&drafts).unwrap();
    assert_eq!(store.relate().unwrap(), 20);
    assert_eq!(store.relate().unwrap(), 0);
    let article = store.article(&Slug::new("a3").unwrap(), &root()).unwrap().unwrap();
    assert_eq!(article.related.len(), crate::related::LIMIT);
}

/// The slugs of what changed since, and the lists reordered.
fn changed(store: &Store, since: i64) -> (Vec<String>, Vec<ListKind>) {
    let changes = store.changes(since).unwrap().unwrap();
    let slugs = changes.articles.into_iter().map(String::from).collect();
    (slugs, changes.reordered.into_iter().map(|(list, _)| list).collect())
}

#[test]
fn what_changed_since_a_copy_is_known_and_nothing_else() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai"), draft("c", "Ba")]).unwrap();
    store.relate().unwrap();
    let copy = store.tick().unwrap();
    assert!(!store.has_changed(copy).unwrap());
    assert_eq!(changed(&store, copy), (vec![], vec![]));

    // A vote and a reading change the one article.
    vote(&store, "b", 1, Stars::new(4).ok());
    assert_eq!(changed(&store, copy), (vec!["b".to_owned()], vec![]));
    let copy = store.tick().unwrap();

    // A new headline changes the pages that list the article as well, but the order of no list.
    store.put(&[draft("a", "Một, sửa")]).unwrap();
    let (slugs, lists) = changed(&store, copy);
    assert_eq!((slugs.len(), lists), (3, vec![]));
    let copy = store.tick().unwrap();

    // Another section moves it from one list to another.
    let moved = Draft { section: "doi-song".into(), ..draft("a", "Một, sửa") };
    store.put(&[moved]).unwrap();
    let lists = changed(&store, copy).1;
    assert_eq!(lists, [ListKind::Section("doi-song".into()), ListKind::Section("thoi-su".into())]);
    // An unchanged import changes nothing.
    let copy = store.tick().unwrap();
    store.put(&[draft("b", "Hai")]).unwrap();
    assert!(!store.has_changed(copy).unwrap());
    assert_eq!(store.changes(copy + 10).unwrap(), None);
}

#[test]
fn a_withdrawn_article_leaves_word_and_comes_back() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    store.relate().unwrap();
    let copy = store.tick().unwrap();
    let (a, b) = (Slug::new("a").unwrap(), Slug::new("b").unwrap());
    assert!(store.remove(&a, Some(&b)).unwrap());
    assert!(!store.remove(&a, None).unwrap());
    let gone = Gone { slug: a.clone(), moved_to: Some(b) };
    let changes = store.changes(copy).unwrap().unwrap();
    assert_eq!(changes.gone, std::slice::from_ref(&gone));
    assert_eq!(changes.articles, [Slug::new("b").unwrap()]);
    assert_eq!(changes.reordered.len(), 5);
    assert_eq!(store.gone_article(&a).unwrap(), Some(gone));
    assert_eq!(store.article(&a, &root()).unwrap(), None);
    store.put(&[draft("a", "Một")]).unwrap();
    assert_eq!(store.gone().unwrap(), []);
}

#[test]
fn one_article_in_two_languages_knows_its_other() {
    let (_folder, store) = scratch();
    let in_both = |slug: &str, lang: &str| Draft {
        lang: lang.into(),
        translation: Some("cau-go".into()),
        ..draft(slug, slug)
    };
    store.put(&[in_both("a", "vi"), in_both("b", "en"), draft("c", "Ba")]).unwrap();
    let article = |slug: &str| store.article(&Slug::new(slug).unwrap(), &root()).unwrap().unwrap();
    let others: Vec<String> =
        article("a").translations.into_iter().map(|other| other.url.as_str().to_owned()).collect();
    assert_eq!(others, ["https://news.example/articles/b/"]);
    assert_eq!(article("c").translations, []);
    let copy = store.tick().unwrap();
    store.put(&[Draft { title: "Bridge".into(), ..in_both("b", "en") }]).unwrap();
    assert_eq!(changed(&store, copy).0, ["a", "b"]);
}

#[test]
fn what_is_old_is_forgotten() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    for day in ["2023-08-01", "2023-08-11"] {
        store.count_readings(&reading(&slug, day)).unwrap();
    }
    vote(&store, "a", 1, Stars::new(5).ok());
    let rows = |table: &str| -> u64 {
        let sql = format!("SELECT count(*) FROM {table}");
        store.read(|c| Ok(c.query_row(&sql, [], |row| row.get(0))?)).unwrap()
    };
    assert!(!store.prune("2023-08-05", 0).unwrap());
    assert_eq!((rows("reading"), rows("vote_log")), (1, 1));
    store.prune("2023-08-05", i64::MAX).unwrap();
    assert_eq!((rows("vote_log"), rows("vote")), (0, 1));
    // The day's key too: what its hashes meant is gone with it.
    let first = store.daily_key("2023-08-11", [1; 32]).unwrap();
    assert_eq!(store.daily_key("2023-08-11", [2; 32]).unwrap(), first);
    assert_ne!(store.daily_key("2023-08-12", [2; 32]).unwrap(), first);
    assert_eq!(rows("daily_key"), 1);
}

#[test]
fn nothing_is_counted_while_it_cannot_be_written() {
    let (folder, mut store) = scratch();
    let writer = store.writer.as_mut().and_then(Arc::get_mut).unwrap();
    writer.set_patience(std::time::Duration::ZERO);
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    let other = rusqlite::Connection::open(folder.path().join("test.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let noted = reading(&slug, "2023-08-11");
    assert!(store.count_readings(&noted).unwrap_err().is_passing());
    let request = VoteRequest::new(slug.clone(), [1; 16], Stars::new(5).ok());
    assert!(store.vote_blocking(request.clone()).unwrap_err().is_passing());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.count_readings(&noted).unwrap(), [slug]);
    assert!(matches!(store.vote_blocking(request).unwrap(), VoteOutcome::Counted(_)));
}

#[test]
fn counters_kept_elsewhere_are_taken_over_where_they_differ() {
    let (_folder, store) = scratch();
    store.put_numbered(&[(7, draft("a", "Một")), (3, draft("b", "Hai"))]).unwrap();
    let newest = |kind: ListKind| -> Vec<String> {
        let list = store.list(&kind, None, &root()).unwrap().unwrap();
        list.items.into_iter().map(|item| item.bantin.slug.into()).collect()
    };
    assert_eq!(newest(ListKind::Latest), ["a", "b"], "of the same second, by number");
    let slug = Slug::new("b").unwrap();
    let counters =
        Counters { slug: slug.clone(), closed: 2, views: 400, histogram: [0, 0, 0, 1, 2] };
    let elsewhere = Counters { slug: Slug::new("x").unwrap(), ..counters.clone() };
    let copy = store.tick().unwrap();
    assert_eq!(
        store.set_counters(&[counters.clone(), elsewhere]).unwrap(),
        std::slice::from_ref(&slug)
    );
    assert_eq!(store.set_counters(&[counters]).unwrap(), []);
    assert_eq!(changed(&store, copy).0, ["b"]);
    let rating = store.article(&slug, &root()).unwrap().unwrap().rating;
    assert_eq!((rating.count, rating.closed), (3, true));
    // Old days count nothing, and are forgotten.
    let today = bantin_core::day::of(&jiff::tz::TimeZone::UTC, jiff::Timestamp::now());
    let on =
        |day: &str, readings| ReadOn { slug: Slug::new("a").unwrap(), day: day.into(), readings };
    store.set_readings(&[on("2023-08-11", 9)], &today).unwrap();
    assert_eq!(newest(ListKind::MostRead), ["b", "a"]);
    store.set_readings(&[on(&today, 1)], "2023-08-12").unwrap();
    assert_eq!(newest(ListKind::MostRead), ["a", "b"]);
}

#[test]
fn a_store_is_a_copy_of_one_source_or_none() {
    let (_folder, store) = scratch();
    assert!(store.become_replica_of(b"one").unwrap());
    store.put(&[draft("a", "Một")]).unwrap();
    assert!(store.become_replica_of(b"one").unwrap());
    assert!(!store.become_replica_of(b"two").unwrap());
    let (_folder, own) = scratch();
    own.put(&[draft("a", "Một")]).unwrap();
    assert!(!own.become_replica_of(b"one").unwrap());
}

/// A store of an earlier version knows nothing of where its articles came from.
#[test]
fn what_is_there_already_is_taken_over_at_the_next_import_and_nothing_is_made_twice() {
    use bantin_core::identity::{Head, Incoming, Origin};
    let (_folder, store) = scratch();
    let suffixed =
        bantin_core::article_slug::suffixed(&Slug::new("tet").unwrap(), "2023/tet.md").unwrap();
    let second = Draft { slug: suffixed.clone(), ..draft("tet", "Tết 2023") };
    store.put(&[draft("tet", "Tết 2022"), second.clone()]).unwrap();
    vote(&store, suffixed.as_str(), 1, Stars::new(4).ok());
    let incoming = |id: &str, draft: Draft| Incoming {
        origin: Origin { source: "folder:/x".into(), id: id.into(), ..Origin::default() },
        draft,
    };
    let both = [incoming("2022/tet.md", draft("tet", "Tết 2022")), incoming("2023/tet.md", second)];
    let taken = store.take(&Head::default(), &both, 2_000_000_000).unwrap();
    assert!(taken.iter().all(|taken| taken.fate == Fate::Stored(Put::Unchanged)), "{taken:?}");
    assert_eq!(store.count().unwrap(), 2);
    // From now on they are known, whatever they are called.
    let renamed = [incoming("2023/tet.md", draft("tet-quy-mao", "Tết Quý Mão"))];
    let taken = store.take(&Head::default(), &renamed, 2_000_000_000).unwrap();
    assert_eq!((&taken[0].slug, taken[0].fate), (&suffixed, Fate::Stored(Put::Updated)));
    assert_eq!(store.article(&suffixed, &root()).unwrap().unwrap().rating.count, 1);
}
