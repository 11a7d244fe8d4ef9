//! Which addresses mean the same, and which links lead to them.

use bantin_model::Link;

use super::*;

fn of(url: &str) -> Option<(String, String)> {
    let address = OldAddress::of_page(&Url::parse(url).unwrap())?;
    Some((address.site.clone(), address.key()))
}

#[test]
fn addresses_that_mean_the_same_are_compared_alike() {
    let same = Some(("a.example".to_owned(), "/2023/08/lũ-về".to_owned()));
    for url in [
        "https://a.example/2023/08/lũ-về/",
        "http://www.a.example/2023/08/l%C5%A9-v%E1%BB%81",
        "https://A.example//2023/08/lu%CC%83-về.html",
        "https://a.example/2023/08/LŨ-VỀ/index.html?utm_source=x#y",
        "https://a.example/2023/08/lũ-về.htm",
    ] {
        assert_eq!(of(url), same, "{url}");
    }
    assert_eq!(of("https://a.example:8080/x").unwrap().0, "a.example:8080");
}

#[test]
fn a_post_of_wordpress_is_known_by_its_number() {
    let one = Some(("a.example".to_owned(), "/?p=12".to_owned()));
    for url in [
        "https://a.example/?p=12",
        "https://a.example/index.php?x=1&p=12",
        "https://a.example?p=12",
    ] {
        assert_eq!(of(url), one, "{url}");
    }
    assert_eq!(of("https://a.example/tin/?p=12").unwrap().1, "/tin?p=12");
    for none in ["https://a.example/", "https://a.example/?p=x", "https://a.example/?page_id=4"] {
        assert_eq!(of(none), None, "{none}");
    }
    // One page for all articles of a site.
    assert_eq!(of("https://a.example/news.php?id=12"), None);
}

#[test]
fn what_no_address_of_an_article_needs_is_refused() {
    for hostile in [
        "/a\"b",
        "/a%22b",
        "/a%0Ab",
        "/a\nb\"",
        "/a%5Cb",
        "/a%7Bb%7D",
        "/%60id%60",
        "/a%00",
        "/a%FF",
        "/a%3Fb",
        "/a%23b",
        "/a%2F..%2Fb",
        "/..%2f..%2fetc/passwd",
        "/<b>",
        "/a|b",
        "/^a",
        "javascript:alert(1)",
        "/:year/:title/",
        "/{{ slug }}/",
        "",
        "  ",
        "/",
    ] {
        assert_eq!(OldAddress::written(hostile), None, "{hostile}");
    }
    assert_eq!(OldAddress::written(&format!("/{}", "a".repeat(LONGEST))), None);
}

#[test]
fn files_name_addresses_with_and_without_a_host() {
    let written =
        |text: &str| OldAddress::written(text).map(|address| (address.site.clone(), address.key()));
    let own = |key: &str| Some((String::new(), key.to_owned()));
    assert_eq!(written("/cu/a.html"), own("/cu/a"));
    assert_eq!(written("cu/a"), own("/cu/a"));
    assert_eq!(written("/a/../b/"), own("/b"));
    assert_eq!(written("//a.example/x"), Some(("a.example".into(), "/x".into())));
    assert_eq!(written("https://www.a.example/x/"), Some(("a.example".into(), "/x".into())));
}

#[test]
fn what_a_source_said_before_stands_behind_what_it_says() {
    let of = |path: &str| OldAddress { path: path.to_owned(), ..OldAddress::default() };
    let first = OldAddress::joined(&[of("/a/"), of("/a.html"), of("/b/")], &[], 5);
    assert_eq!(first.len(), 2);
    let told = |all: &[OldAddress]| {
        all.iter().map(|one| (one.key(), one.since, one.is_former)).collect::<Vec<_>>()
    };
    let second = OldAddress::joined(&[of("/b/"), of("/c/")], &first, 6);
    let expected = [("/b", 5, false), ("/c", 6, false), ("/a", 5, true)];
    let expected = expected.map(|(key, since, former)| (key.to_owned(), Some(since), former));
    assert_eq!(told(&second), expected);
    // The same again changes nothing; what comes back begins anew.
    assert_eq!(OldAddress::joined(&[of("/b/"), of("/c/")], &second, 7), second);
    let third = OldAddress::joined(&[of("/a/")], &second, 8);
    assert_eq!(told(&third)[0], ("/a".to_owned(), Some(8), false));
}

#[test]
fn whoever_asks_is_understood_in_the_same_ways() {
    assert_eq!(asked("/2023/L%C5%A9.html", Some("utm=1")), ["/2023/lũ"]);
    assert_eq!(asked("/", Some("p=7")), ["/?p=7", "/"]);
    assert!(asked("/%ff", None).is_empty());
    assert!(asks_by_number(Some("a=1&p=7")) && !asks_by_number(Some("p=7a")));
}

#[test]
fn links_say_where_they_lead() {
    let own = Link::new("https://news.example/").unwrap();
    let target = |text: &str| target(&Link::new(text).unwrap(), Some(&own));
    let there =
        |site: &str, key: &str| Some(Target::There { site: site.to_owned(), key: key.to_owned() });
    assert_eq!(target("https://old.example/a/#b"), there("old.example", "/a"));
    assert_eq!(target("https://old.example/?p=3"), there("old.example", "/?p=3"));
    assert_eq!(target("https://www.news.example/a"), Some(Target::Here("/a".into())));
    assert_eq!(target("/a/b.html#c"), Some(Target::Here("/a/b".into())));
    assert_eq!(target("?p=3"), Some(Target::Here("/?p=3".into())));
    let file = link_to_file("2023/Lũ về.md", "#s-1").unwrap();
    assert_eq!(place(&file), "#s-1");
    assert_eq!(target(file.as_str()), Some(Target::File("2023/lũ về.md".into())));
    assert_eq!(OldAddress::of_file("folder:/x", "2023/Lũ về.md").key(), "2023/lũ về.md");
    for none in ["#a", "mailto:a@b.example", "tel:1", "a/b", "/", "https://old.example/"] {
        assert_eq!(target(none), None, "{none}");
    }
}
