//! Articles that are withdrawn, go with their sources, move or come due.

use bantin_server::{newsroom, serve};

use crate::newsroom::{TestNewsroom, draft, slug};

#[test]
fn a_withdrawn_article_leaves_a_page_that_says_so_or_leads_on() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    newsroom.remove(5, None);
    newsroom.remove(6, Some(8));
    newsroom.export("site");
    let read = |path: &str| std::fs::read_to_string(newsroom.folder.path().join("site").join(path));
    assert!(read("articles/bai-5/index.html").is_err());
    assert!(read("api/v1/articles/bai-5.json").is_err());
    assert!(read("articles/bai-5/gone.html").unwrap().contains("Bài viết đã được gỡ"));
    assert!(
        read("articles/bai-6/index.html").unwrap().contains("https://news.example/articles/bai-8/")
    );
    // Its data leads on as well, and follows what it leads to.
    assert_eq!(
        read("api/v1/articles/bai-6.json").unwrap(),
        read("api/v1/articles/bai-8.json").unwrap()
    );
    let redirects = "/articles/bai-6/ /articles/bai-8/ 301\n\
        /api/v1/articles/bai-6.json /api/v1/articles/bai-8.json 301\n";
    let written = read("_redirects").unwrap();
    assert!(written.starts_with(redirects), "{written}");
    // Where it was before leads there too, and to what is withdrawn nothing leads.
    assert!(written.contains("\n/cu/6.html /articles/bai-8/ 301\n"), "{written}");
    assert!(read("cu/6.html").unwrap().contains("https://news.example/articles/bai-8/"));
    assert!(written.contains("\n/cu/9.html /articles/bai-9/ 301\n"), "{written}");
    assert!(!read("sitemap.xml").unwrap().contains("bai-5/"));
    // It stays withdrawn whatever is imported, and comes back when the newsroom says so.
    newsroom.write(5, draft(5, 1));
    newsroom.import();
    newsroom.export("site");
    let read = |path: &str| std::fs::read_to_string(newsroom.folder.path().join("site").join(path));
    assert!(read("articles/bai-5/gone.html").is_ok());
    newsroom::restore(&newsroom.data(), &slug(5)).unwrap();
    newsroom.is_as_fresh("an article that came back");
    assert!(read("articles/bai-5/index.html").is_ok());
}

#[test]
fn what_goes_with_its_source_moves_or_comes_due_is_written_as_a_fresh_export_has_it() {
    let mut newsroom = TestNewsroom::new();
    newsroom.export("site");
    let file = |number: u32| newsroom.folder.path().join(format!("source/bai-{number}.md"));
    // A file that is no longer there, one whose slug changed, and one that is dated later.
    std::fs::remove_file(file(5)).unwrap();
    let rename = |name: &str, number: u32| {
        let path = file(number);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replacen("---\n", &format!("---\n{name}\n"), 1)).unwrap();
    };
    rename("slug: ten-moi", 6);
    rename("publishDate: 2099-01-01T00:00:00Z", 7);
    newsroom.articles.remove(&5);
    newsroom.import();
    newsroom.is_as_fresh("gone with its source, moved, held again");
    let there = |path: &str| newsroom.folder.path().join("site/articles").join(path).is_file();
    assert!(there("bai-5/gone.html") && there("bai-7/gone.html") && there("ten-moi/index.html"));
    let moved =
        std::fs::read_to_string(newsroom.folder.path().join("site/articles/bai-6/index.html"));
    assert!(moved.unwrap().contains("/articles/ten-moi/"));
    let store = serve::open_store(&newsroom.data()).unwrap();
    assert_eq!(store.publish_due(4_102_444_800).unwrap(), 1);
    store.relate().unwrap();
    newsroom.is_as_fresh("one that came due");
    assert!(there("bai-7/index.html") && !there("bai-7/gone.html"));
}
