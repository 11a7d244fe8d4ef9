//! Authors, months, and the articles beside one another.

use bantin_model::{Author, Site};

use super::*;

fn by(names: &[&str]) -> Vec<Author> {
    let author = |name: &&str| Author { id: String::new(), name: (*name).to_owned(), url: None };
    names.iter().map(author).collect()
}

fn at(slug: &str, published: &str) -> Draft {
    Draft { published: published.into(), ..draft(slug, &format!("Bài {slug}")) }
}

fn slugs(store: &Store, kind: ListKind) -> Option<Vec<String>> {
    let list = store.list(&kind, None, &root()).unwrap()?;
    Some(list.items.into_iter().map(|item| item.bantin.slug.into()).collect())
}

/// The titles beside an article: newer, older.
fn beside(store: &Store, slug: &str) -> (Option<String>, Option<String>) {
    let article = store.article(&Slug::new(slug).unwrap(), &root()).unwrap().unwrap();
    (article.newer.map(|other| other.title), article.older.map(|other| other.title))
}

#[test]
fn an_author_has_one_list_however_the_name_is_written() {
    let (_folder, store) = scratch();
    let one = Draft { authors: by(&["Lê Hà"]), ..at("a", "2023-08-11T11:50:00+07:00") };
    let two =
        Draft { authors: by(&["LÊ HÀ", "Thu Vân"]), ..at("b", "2023-08-12T11:50:00+07:00") };
    store.put(&[one.clone(), two]).unwrap();
    let list = |id: &str| slugs(&store, ListKind::Author(id.into()));
    assert_eq!(list("le-ha").unwrap(), ["b", "a"]);
    assert_eq!(list("thu-van").unwrap(), ["b"]);
    assert_eq!(list("khong-ai"), None);
    assert_eq!(store.authors().unwrap(), ["le-ha", "thu-van"]);
    let article = store.article(&Slug::new("b").unwrap(), &root()).unwrap().unwrap();
    let ids: Vec<&str> = article.authors.iter().map(|author| author.id.as_str()).collect();
    assert_eq!(ids, ["le-ha", "thu-van"]);

    // Somebody else wrote it after all: two lists hold other articles than before.
    let tick = store.tick().unwrap();
    store.put(&[Draft { authors: by(&["Thu Vân"]), ..one }]).unwrap();
    assert_eq!(list("le-ha").unwrap(), ["b"]);
    let changes = store.changes(tick).unwrap().unwrap();
    let lists: Vec<ListKind> = changes.reordered.into_iter().map(|(list, _)| list).collect();
    assert_eq!(lists, [ListKind::Author("le-ha".into()), ListKind::Author("thu-van".into())]);
}

#[test]
fn a_month_is_the_site_s_own() {
    let (_folder, store) = scratch();
    let zone = "Asia/Ho_Chi_Minh".to_owned();
    store.set_site(&Site { time_zone: zone, ..bantin_core::nameless::nameless() }).unwrap();
    // The same minute in two time zones, and one minute later.
    let drafts = [
        at("a", "2023-07-31T16:59:00Z"),
        at("b", "2023-07-31T17:00:00Z"),
        at("c", "2023-08-31T23:59:59+07:00"),
        at("d", "2023-12-31T23:00:00-03:00"),
    ];
    store.put(&drafts).unwrap();
    let months = store.months().unwrap();
    let months: Vec<(&str, u64)> =
        months.iter().map(|month| (month.id.as_str(), month.count)).collect();
    assert_eq!(months, [("2024-01", 1), ("2023-08", 2), ("2023-07", 1)]);
    let list = |id: &str| slugs(&store, ListKind::Month(id.into()));
    assert_eq!(list("2023-08").unwrap(), ["c", "b"]);
    assert_eq!(list("2023-07").unwrap(), ["a"]);
    for none in ["2023-09", "2023-8", "2023-13", "x"] {
        assert_eq!(list(none), None, "{none}");
    }
    let tick = store.tick().unwrap();
    store.put(&[at("a", "2023-07-31T17:00:00Z")]).unwrap();
    let changes = store.changes(tick).unwrap().unwrap();
    for month in ["2023-07", "2023-08"] {
        let is_noted = |(list, _): &(ListKind, i64)| *list == ListKind::Month(month.into());
        assert!(changes.reordered.iter().any(is_noted), "{month}: {changes:?}");
    }
}

#[test]
fn beside_an_article_are_the_next_of_its_section_and_language() {
    let (_folder, store) = scratch();
    let other = Draft { section: "doi-song".into(), ..at("x", "2023-08-12T08:00:00+07:00") };
    let english = Draft { lang: "en".into(), ..at("y", "2023-08-12T09:00:00+07:00") };
    // Two of the same second: the one stored later is the newer.
    let drafts = [
        at("a", "2023-08-11T08:00:00+07:00"),
        at("b", "2023-08-13T08:00:00+07:00"),
        at("c", "2023-08-13T08:00:00+07:00"),
    ];
    store.put(&drafts).unwrap();
    store.put(&[other, english]).unwrap();
    let title = |slug: &str| Some(format!("Bài {slug}"));
    assert_eq!(beside(&store, "a"), (title("b"), None));
    assert_eq!(beside(&store, "b"), (title("c"), title("a")));
    assert_eq!(beside(&store, "c"), (None, title("b")));
    assert_eq!(beside(&store, "x"), (None, None));
}

#[test]
fn what_changes_beside_an_article_changes_its_page() {
    let (_folder, store) = scratch();
    let days = ["11", "12", "13", "14"];
    let drafts: Vec<Draft> = ["a", "b", "c", "d"]
        .iter()
        .zip(days)
        .map(|(slug, day)| at(slug, &format!("2023-08-{day}T08:00:00+07:00")))
        .collect();
    store.put(&drafts).unwrap();
    let changed_by = |change: &dyn Fn()| -> Vec<String> {
        let tick = store.tick().unwrap();
        change();
        let changes = store.changes(tick).unwrap().unwrap();
        changes.articles.into_iter().map(String::from).collect()
    };
    let put = |draft: Draft| move |store: &Store| drop(store.put(&[draft]).unwrap());
    // One comes between b and c.
    let new = at("e", "2023-08-12T20:00:00+07:00");
    assert_eq!(changed_by(&|| put(new.clone())(&store)), ["b", "e", "c"]);
    // Another headline.
    let title = Draft { title: "Tít mới".into(), ..new.clone() };
    assert_eq!(changed_by(&|| put(title.clone())(&store)), ["b", "e", "c"]);
    // It moves to the end: both places change.
    let moved = at("e", "2023-08-15T08:00:00+07:00");
    assert_eq!(changed_by(&|| put(moved.clone())(&store)), ["b", "c", "d", "e"]);
    // It goes.
    let gone = Slug::new("e").unwrap();
    assert_eq!(changed_by(&|| assert!(store.remove(&gone, None).unwrap())), ["d"]);
    assert_eq!(beside(&store, "d"), (None, Some("Bài c".into())));
}

/// The slugs of a list of the most read at this moment.
fn most_read(store: &Store, kind: &ListKind, now: &str) -> Vec<String> {
    let list = store.list_at(kind, None, &root(), now.parse().unwrap()).unwrap().unwrap();
    assert_eq!(list.pages.total, list.items.len() as u64);
    list.items.into_iter().map(|item| item.bantin.slug.into()).collect()
}

#[test]
fn a_small_edition_and_a_small_section_have_their_own_most_read() {
    let (_folder, store) = scratch();
    // More read articles in one language than a list has, and two that few read in another.
    let mut drafts: Vec<Draft> = (0..30)
        .map(|n| Draft { views: 1000 + n, ..at(&format!("a{n}"), "2023-08-11T08:00:00+07:00") })
        .collect();
    let english = |slug: &str, views: u64, section: &str| Draft {
        lang: "en".into(),
        section: section.into(),
        views,
        ..at(slug, "2023-08-11T08:00:00+07:00")
    };
    drafts.extend([english("b", 1, "news"), english("c", 2, "life")]);
    store.put(&drafts).unwrap();
    let now = "2023-08-12T00:00:00Z";
    assert_eq!(most_read(&store, &ListKind::MostRead, now).len(), 20);
    let language = |tag: &str| most_read(&store, &ListKind::MostReadLanguage(tag.into()), now);
    assert_eq!(language("en"), ["c", "b"]);
    assert_eq!(language("vi").len(), 20);
    assert_eq!(most_read(&store, &ListKind::MostReadSection("news".into()), now), ["b"]);
    assert_eq!(
        store
            .list(&ListKind::MostReadSection("news".into()), Some(1), &root())
            .unwrap()
            .map(|_| ()),
        None
    );
}

#[test]
fn a_day_of_readings_is_the_site_s_own() {
    let (_folder, store) = scratch();
    let zone = "Asia/Ho_Chi_Minh".to_owned();
    store.set_site(&Site { time_zone: zone, ..bantin_core::nameless::nameless() }).unwrap();
    let twice = Draft { views: 9, ..at("b", "2023-08-01T08:00:00+07:00") };
    store.put(&[Draft { views: 0, ..at("a", "2023-08-01T08:00:00+07:00") }, twice]).unwrap();
    // Read once, on the first day that counts eight days later.
    store.count_readings(&reading(&Slug::new("a").unwrap(), "2023-08-04")).unwrap();
    let order = |now: &str| most_read(&store, &ListKind::MostRead, now);
    // 23:59 there and 16:59 in UTC; a minute later it is the twelfth there.
    assert_eq!(order("2023-08-11T16:59:00Z"), ["a", "b"]);
    assert_eq!(order("2023-08-11T17:00:00Z"), ["b", "a"]);
    // In the west the day ends later than in UTC.
    let zone = "America/Lima".to_owned();
    store.set_site(&Site { time_zone: zone, ..bantin_core::nameless::nameless() }).unwrap();
    assert_eq!(order("2023-08-12T04:59:00Z"), ["a", "b"]);
    assert_eq!(order("2023-08-12T05:00:00Z"), ["b", "a"]);
}
