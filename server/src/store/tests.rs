use bantin_model::path::ListKind;
use bantin_model::{Block, Inline, Link, RatingSummary, Slug, Stars};

use super::*;
use crate::draft::Draft;

fn draft(slug: &str, title: &str) -> Draft {
    Draft {
        slug: Slug::new(slug).unwrap(),
        lang: "vi".into(),
        title: title.into(),
        lead: "Tóm tắt".into(),
        section: "thoi-su".into(),
        tags: vec!["Cầu gỗ".into()],
        authors: vec![],
        published: "2023-08-11T11:50:00+07:00".into(),
        updated: None,
        source: None,
        translation: None,
        views: 305,
        closed: false,
        image: None,
        body: vec![Block::Paragraph { text: vec![Inline::text(title)] }],
        crops: vec![],
        media: vec![],
    }
}

fn scratch() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("test.sqlite")).unwrap();
    (folder, store)
}

fn root() -> Link {
    Link::new("https://news.example/").unwrap()
}

/// The rating after this reader's vote, which counts.
fn vote(store: &Store, slug: &str, reader: u8, stars: Option<Stars>) -> RatingSummary {
    let ballot = Ballot::new(Slug::new(slug).unwrap(), [reader; 16], stars);
    match store.vote_blocking(ballot).unwrap() {
        Verdict::Counted(summary) => summary,
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
    store.view(&slug, &[1; 16], "2023-08-11");
    store.flush_views().unwrap();
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
fn a_view_counts_once_a_reader_article_and_day() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    let views = || store.article(&slug, &root()).unwrap().unwrap().views;
    for (reader, day) in [(1, "2023-08-11"), (1, "2023-08-11"), (2, "2023-08-11")] {
        assert!(store.view(&slug, &[reader; 16], day));
    }
    store.view(&Slug::new("x").unwrap(), &[1; 16], "2023-08-11");
    assert_eq!(views(), 305, "nothing is written yet");
    assert_eq!(store.flush_views().unwrap(), std::slice::from_ref(&slug));
    assert_eq!(views(), 307);
    for (reader, day) in [(1, "2023-08-11"), (1, "2023-08-12")] {
        store.view(&slug, &[reader; 16], day);
    }
    store.flush_views().unwrap();
    assert_eq!(views(), 308);
    assert_eq!(store.flush_views().unwrap(), []);
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

#[test]
fn keys_sign_until_they_are_dropped() {
    let (_folder, store) = scratch();
    let keys = || -> Vec<Vec<u8>> {
        store.signing_keys([9; 32]).unwrap().into_iter().map(|key| key.key).collect()
    };
    assert_eq!(keys(), [[9; 32]]);
    store.add_signing_key([2; 32]).unwrap();
    assert_eq!(keys(), [[2; 32], [9; 32]]);
    assert_eq!(store.drop_old_signing_keys().unwrap(), 1);
    assert_eq!(keys(), [[2; 32]]);
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
    assert_eq!(changes.reordered.len(), 4);
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

/// What became of a ballot with this place in the reader's order.
fn cast(store: &Store, reader: u8, stars: Option<Stars>, sequence: u64) -> Verdict {
    let ballot = Ballot::new(Slug::new("a").unwrap(), [reader; 16], stars);
    store.vote_blocking(Ballot { sequence: Some(sequence), ..ballot }).unwrap()
}

#[test]
fn a_late_vote_changes_nothing() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let (two, five) = (Stars::new(2).ok(), Stars::new(5).ok());
    let mine = |verdict: Verdict| match verdict {
        Verdict::Counted(summary) => (summary.mine, summary.sequence, summary.count),
        other => panic!("{other:?}"),
    };
    assert_eq!(mine(cast(&store, 1, five, 20)), (five, Some(20), 1));
    assert_eq!(mine(cast(&store, 1, two, 10)), (five, Some(20), 1), "late");
    assert_eq!(mine(cast(&store, 1, two, 20)), (five, Some(20), 1), "the same twice");
    assert_eq!(mine(cast(&store, 1, None, 30)), (None, Some(30), 0));
    assert_eq!(mine(cast(&store, 1, five, 20)), (None, Some(30), 0), "taken back stays taken back");
    // Without a place it comes after all before it.
    assert_eq!(vote(&store, "a", 1, two).sequence, Some(31));
    assert_eq!(mine(cast(&store, 1, five, 31)), (two, Some(31), 1));
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn votes_from_many_threads_are_each_counted_once() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    std::thread::scope(|scope| {
        for reader in 0..200u8 {
            let store = &store;
            scope.spawn(move || {
                for slug in ["a", "b", "a"] {
                    vote(store, slug, reader, Stars::new(reader % 5 + 1).ok());
                }
            });
        }
    });
    for slug in ["a", "b"] {
        let rating = store.rating(&Slug::new(slug).unwrap(), None).unwrap().unwrap();
        assert_eq!(rating.histogram, [40; 5]);
    }
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn a_closed_article_and_a_revoked_reader_take_no_votes() {
    let (_folder, store) = scratch();
    let closed = Draft { closed: true, ..draft("a", "Một") };
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    let five = Stars::new(5).ok();
    vote(&store, "a", 1, five);
    assert_eq!(store.put(std::slice::from_ref(&closed)).unwrap(), [Put::Updated]);
    assert_eq!(cast(&store, 2, five, 1), Verdict::Closed);
    // The answer to a vote that counted was lost: it is answered again.
    assert!(matches!(cast(&store, 1, five, 1), Verdict::Counted(summary) if summary.closed));
    store.put(&[draft("a", "Một")]).unwrap();
    assert!(matches!(cast(&store, 2, five, 1), Verdict::Counted(_)));
    // What the newsroom closed, an import does not open.
    let slug = Slug::new("a").unwrap();
    assert!(store.set_closed(&slug, Some(ClosedBy::Newsroom)).unwrap());
    store.put(&[draft("a", "Hai")]).unwrap();
    assert!(store.article(&slug, &root()).unwrap().unwrap().rating.closed);
    store.set_closed(&slug, None).unwrap();
    // Revoked: nothing more is taken, and what was cast goes when the newsroom says so.
    vote(&store, "b", 2, five);
    assert_eq!(store.revoke(&[2; 16], true).unwrap(), 2);
    assert_eq!(cast(&store, 2, five, 9), Verdict::Revoked);
    assert!(store.is_revoked(&[2; 16]).unwrap() && !store.is_revoked(&[1; 16]).unwrap());
    assert_eq!(store.rating(&slug, None).unwrap().unwrap().count, 1);
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn ratings_are_listed_reset_and_recounted() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    for reader in 1..=3 {
        cast(&store, reader, Stars::new(reader).ok(), 5);
    }
    let ratings = store.ratings().unwrap();
    assert_eq!(ratings.iter().map(|rating| rating.count).collect::<Vec<_>>(), [3, 0]);
    let mut cast_votes = Vec::new();
    store
        .each_vote(|vote| {
            cast_votes.push(vote.stars);
            Ok::<_, StoreError>(())
        })
        .unwrap();
    assert_eq!(cast_votes, [Some(1), Some(2), Some(3)]);
    store.writer().execute("UPDATE article SET votes5 = 9 WHERE slug = 'b'", []).unwrap();
    assert_eq!(store.recount().unwrap(), ["b"]);
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
    let slug = Slug::new("a").unwrap();
    assert_eq!(store.reset(&slug).unwrap(), Some(3));
    assert_eq!(store.rating(&slug, None).unwrap().unwrap().count, 0);
    assert!(matches!(cast(&store, 1, Stars::new(1).ok(), 5), Verdict::Counted(s) if s.count == 0));
    assert_eq!(store.reset(&Slug::new("x").unwrap()).unwrap(), None);
}

#[test]
fn what_is_odd_about_votes_is_found() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một"), draft("b", "Hai")]).unwrap();
    for reader in 0..30 {
        let ballot = Ballot::new(Slug::new("a").unwrap(), [reader; 16], Stars::new(5).ok());
        store.vote_blocking(Ballot { network: Some([7; 8]), ..ballot }).unwrap();
    }
    for stars in (1..=5).cycle().take(25) {
        vote(&store, "b", 99, Stars::new(stars).ok());
    }
    let found = store.anomalies(20).unwrap();
    let has = |wanted: fn(&Anomaly) -> bool| found.iter().any(wanted);
    assert!(has(
        |a| matches!(a, Anomaly::Network { votes: 30, readers: 30, slug, .. } if slug == "a")
    ));
    assert!(has(|a| matches!(a, Anomaly::Reader { votes: 25, .. })));
    assert!(has(|a| matches!(a, Anomaly::Burst { votes: 30, stars: 5, share: 100, .. })));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(store.anomalies(31).unwrap(), []);
}

#[test]
fn what_is_old_is_forgotten() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    for day in ["2023-08-01", "2023-08-11"] {
        store.view(&slug, &[1; 16], day);
    }
    store.flush_views().unwrap();
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
fn readings_wait_while_they_cannot_be_written() {
    let (folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    store.writer().busy_timeout(std::time::Duration::ZERO).unwrap();
    let other = rusqlite::Connection::open(folder.path().join("test.sqlite")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.view(&slug, &[1; 16], "2023-08-11");
    assert!(store.flush_views().unwrap_err().is_passing());
    let ballot = Ballot::new(slug.clone(), [1; 16], Stars::new(5).ok());
    assert!(store.vote_blocking(ballot.clone()).unwrap_err().is_passing());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(store.flush_views().unwrap(), [slug]);
    assert!(matches!(store.vote_blocking(ballot).unwrap(), Verdict::Counted(_)));
}
