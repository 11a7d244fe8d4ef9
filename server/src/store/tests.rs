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
        views: 305,
        image: None,
        body: vec![Block::Paragraph { text: vec![Inline::text(title)] }],
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
