use bantin_model::path::ListKind;
use bantin_model::{Block, Inline, Link, Slug, Stars};

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

#[test]
fn importing_twice_changes_nothing_and_an_update_keeps_votes_and_views() {
    let (_folder, store) = scratch();
    let slug = Slug::new("a").unwrap();
    assert_eq!(store.put(&[draft("a", "Một")]).unwrap(), [Put::Added]);
    assert_eq!(store.put(&[draft("a", "Một")]).unwrap(), [Put::Unchanged]);
    store.vote(&slug, &[1; 16], Some(Stars::new(4).unwrap())).unwrap();
    store.view(&slug, &[1; 16], "2023-08-11").unwrap();
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
        let slug = Slug::new(if pick(33, 2) == 0 { "a" } else { "b" }).unwrap();
        let stars = Stars::new(pick(40, 6)).ok();
        let summary = store.vote(&slug, &[pick(50, 9); 16], stars).unwrap().unwrap();
        assert_eq!(summary.mine, stars);
    }
    assert_eq!(store.miscounted().unwrap(), Vec::<String>::new());
}

#[test]
fn a_view_counts_once_a_reader_article_and_day() {
    let (_folder, store) = scratch();
    store.put(&[draft("a", "Một")]).unwrap();
    let slug = Slug::new("a").unwrap();
    let view = |reader: u8, day: &str| store.view(&slug, &[reader; 16], day).unwrap();
    assert_eq!(view(1, "2023-08-11"), Some(true));
    assert_eq!(view(1, "2023-08-11"), Some(false));
    assert_eq!(view(2, "2023-08-11"), Some(true));
    assert_eq!(view(1, "2023-08-12"), Some(true));
    assert_eq!(store.view(&Slug::new("x").unwrap(), &[1; 16], "2023-08-11").unwrap(), None);
    assert_eq!(store.article(&slug, &root()).unwrap().unwrap().views, 308);
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
fn the_signing_key_is_made_once() {
    let (_folder, store) = scratch();
    let first = store.signing_key([1; 32]).unwrap();
    assert_eq!(store.signing_key([2; 32]).unwrap(), first);
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
    let slug = Slug::new("b").unwrap();
    store.vote(&slug, &[1; 16], Some(Stars::new(4).unwrap())).unwrap();
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
