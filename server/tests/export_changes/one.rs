//! One change: the files that it writes, and that it writes no others.

use std::collections::BTreeSet;
use std::path::Path;

use bantin_model::Stars;
use bantin_server::serve;
use bantin_site::export::Outcome;
use bantin_store::ledger::VoteRequest;

use crate::newsroom::{Draft, TestNewsroom, draft, slug};

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

#[test]
fn another_name_and_look_leave_nothing_of_the_old() {
    let newsroom = TestNewsroom::new();
    newsroom.export("site");
    let (old, name) = ("Bản Tin", "Sông Quê");
    let holds = |name: &str| {
        let files = newsroom.files("site").into_iter();
        let holding = files.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(name));
        holding.map(|(path, _)| path.to_string_lossy().into_owned()).collect::<BTreeSet<_>>()
    };
    assert!(holds(old).len() > newsroom.articles.len(), "every page has the name");
    let source = newsroom.folder.path().join("source");
    let icon = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><rect width='8' height='8' fill='#0b5d3b'/></svg>";
    std::fs::write(source.join("icon.svg"), icon).unwrap();
    let site = std::fs::read_to_string(source.join("site.toml")).unwrap();
    let look = format!("name = \"{name}\"\nicon = \"icon.svg\"");
    let site = site.replace(&format!("name = \"{old}\""), &look)
        + "[colors]\nday = { accent = \"#0b5d3b\" }\n\
           [footer]\nlinks = [{ text = \"Quảng cáo\", href = \"tel:113\" }]\n";
    std::fs::write(source.join("site.toml"), site).unwrap();
    newsroom.import();
    newsroom.is_as_fresh("another name and look");
    assert_eq!(holds(old), BTreeSet::new());
    let named = holds(name);
    for path in [
        "manifest.webmanifest",
        "feeds/latest.xml",
        "api/v1/site.json",
        "api/v1/lists/latest.json",
        "articles/bai-40/index.html",
        "404.html",
    ] {
        assert!(named.contains(path), "{path} lacks the name: {named:#?}");
    }
    let files = newsroom.files("site");
    let text = |path: &str| String::from_utf8_lossy(&files[Path::new(path)]).into_owned();
    for path in ["index.html", "en/index.html", "articles/bai-40/index.html", "archive/index.html"]
    {
        for part in ["#0b5d3b", "href=\"tel:113\""] {
            assert!(text(path).contains(part), "{path} lacks {part}");
        }
    }
    assert!(text("icon.svg").contains("#0b5d3b"), "{}", text("icon.svg"));
}

/// The files that articles are found by, and those that show them.
fn by_kind(changed: BTreeSet<String>) -> (Vec<String>, Vec<String>) {
    changed.into_iter().partition(|path| path.starts_with("api/v1/search/words/"))
}
