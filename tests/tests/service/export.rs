//! The whole site as static files: what is in the folder.

use bantin_tests::exported::ExportedNewsroom;

const ARTICLE: &str = "articles/le-ra-quan-lam-sach-pho-co-ben-dinh/index.html";

#[test]
fn the_same_content_is_the_same_bytes_and_what_is_not_ours_stays() {
    let exported = ExportedNewsroom::default();
    let url = "https://news.example";
    let first = exported.export("one", "/", url);
    assert!(first.pages > 200, "{first:?}");
    exported.export("two", "/", url);
    let (mut one, mut two) = (exported.files("one"), exported.files("two"));
    for folder in [&mut one, &mut two] {
        // It says when the export was made, by the store's clock.
        folder.remove(std::path::Path::new(".bantin-export"));
    }
    assert!(one == two, "two exports differ");

    // What the operator put there stays, through an export of another site too.
    std::fs::write(exported.out("one").join("google123.html"), "mine").unwrap();
    let moved = exported.export("one", "/", "https://other.example");
    assert!(moved.written > 200, "{moved:?}");
    assert!(exported.out("one").join("google123.html").exists());
}

#[test]
fn every_kind_of_page_is_there_and_packed() {
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    for path in [
        "index.html",
        "en/index.html",
        "pages/1/index.html",
        "sections/thoi-su/index.html",
        "tags/pho-co-ben-dinh/index.html",
        "authors/thu-ha/index.html",
        "archive/index.html",
        "archive/2023-08/index.html",
        "about/toa-soan/index.html",
        "about/privacy/index.html",
        ARTICLE,
        "404.html",
        "sitemap.xml",
        "sitemap-news.xml",
        "feeds/latest.xml",
        "feeds/tag/pho-co-ben-dinh.xml",
        "feeds/author/thu-ha.xml",
        "api/v1/site.json",
        "api/v1/pages/toa-soan.json",
        "api/v1/lists/tag/pho-co-ben-dinh.json",
        "api/v1/lists/author/thu-ha.json",
        "api/v1/lists/months.json",
        "api/v1/lists/month/2023-08.json",
        ".htaccess",
        "_headers",
    ] {
        let text = exported.text("site", path);
        let is_packed = !path.starts_with(['.', '_']) && text.len() > 1_000;
        for ending in [".br", ".gz"] {
            let there = exported.out("site").join(format!("{path}{ending}")).exists();
            assert_eq!(there, is_packed, "{path}{ending}");
        }
    }
}

#[test]
fn a_page_is_light_and_every_file_it_names_is_there() {
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    let html = exported.text("site", ARTICLE);
    // What a first paint waits for stands in the page, as it travels: one round trip's window. Nothing in its head is
    // waited for.
    let bytes = exported.out("site").join(format!("{ARTICLE}.br")).metadata().unwrap().len();
    assert!(bytes < 14_000, "{bytes} bytes of HTML and CSS");
    let (head, _) = html.split_once("<body").unwrap();
    assert!(head.contains("<style>") && !head.contains("stylesheet"), "{head}");
    assert!(!head.contains("<script src"), "{head}");
    for part in html.split(['"', ' ', '>', '=']).filter(|part| part.starts_with("/media/")) {
        assert!(exported.out("site").join(&part[1..]).is_file(), "{part} is not there");
    }
    assert!(html.contains("type=\"image/webp\""), "no smaller pictures are offered");
    // Whatever is named by its bytes may be kept for good, also by hosts that take patterns.
    let headers = exported.text("site", "_headers");
    let patterns: Vec<_> = headers.lines().filter_map(|line| line.strip_suffix('*')).collect();
    for entry in std::fs::read_dir(exported.out("site")).unwrap() {
        let path = format!("/{}", entry.unwrap().file_name().to_string_lossy());
        let is_named = bantin_media::packed::is_named_by_content(&path);
        let is_known =
            patterns.iter().any(|pattern| pattern.len() > 1 && path.starts_with(pattern));
        assert!(is_known || !is_named, "{path}");
    }
}
