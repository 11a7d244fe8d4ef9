//! What a newsroom without `site.toml` shows, and what programs are told of an import.

use bantin_model::Link;
use bantin_site::export::{self, Target};

use super::super::{TestNewsroom, app};

#[test]
fn a_report_for_programs_has_the_same_parts() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import("/khong/co");
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["failed"][0]["name"], "/khong/co");
    assert!(json["failed"][0]["advice"].as_str().unwrap().contains("check the path"), "{json}");
    assert_eq!((&json["added"], &json["skipped"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn every_link_of_an_article_leads_somewhere_without_a_site_file() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("48-no-site-toml.d");
    let app = newsroom.data.path().join("app");
    app::write(&app);
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let (base, url) = ("/".to_owned(), Link::new("https://news.example/").ok());
    let target = Target { app: app.into(), out: out.clone(), base, url, live: None, theme: None };
    export::export(newsroom.data.path(), &target).unwrap();
    let page = std::fs::read_to_string(out.join("articles/a/index.html")).unwrap();
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let site = "https://news.example/";
    let paths: Vec<&str> = links
        .filter_map(|href| href.strip_prefix(site).or_else(|| href.strip_prefix('/')))
        .filter_map(|path| path.split(['?', '#']).next())
        .collect();
    assert!(paths.contains(&"feeds/section/news.xml"), "{paths:?}");
    for path in paths {
        let file = out.join(path);
        let file =
            if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file };
        assert!(file.is_file(), "{path} is not there");
    }
    assert!(out.join("api/v1/lists/section/news.json").is_file());
}
