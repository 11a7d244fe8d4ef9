//! A paper while it is written: what is saved is told within its event, with marks and mistakes.

use std::collections::BTreeMap;
use std::sync::Arc;

use bantin_site::app::App;
use bantin_tests::addresses::ask;
use bantin_tests::newsroom::Newsroom;
use bantin_tests::previewed::Previewed;
use bantin_tests::process::{command, program};
use serde_json::json;

/// What `cargo xtask build` makes, as far as a server looks at it.
const INDEX: &str = "<!doctype html><html lang=vi><head><meta charset=utf-8><title>x</title>\
    <style>p{}</style><link href=/style-0123456789abcdef.css rel=stylesheet>\
    <script id=bantin-config type=application/json>{}</script></head><body>\
    <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div><div hidden id=updated></div></body></html>";

fn app() -> App {
    let files = [("index.html", INDEX), ("sw.js", "// the app's own worker")];
    let files = files.map(|(name, text)| (name.to_owned(), text.into()));
    App::Inside(Arc::new(BTreeMap::from(files)))
}

/// The status of an address and what is there.
fn get(paper: &Previewed, path: &str) -> (u16, String) {
    let answer = ask(paper.preview.address.port(), "GET", path, "").unwrap();
    (answer.status, String::from_utf8(answer.body).unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_is_told_and_shown() {
    let paper = Previewed::of(app()).await;
    let mut told = paper.listen();
    let first = told.next_event();
    assert_eq!((&first["mistakes"], &first["marks"]), (&json!([]), &json!({})));
    paper.save_article("ferry", "title: The ferry sails\npublished: 2026-01-02", "It sails.");
    let second = told.next_event();
    assert_ne!(second["version"], first["version"]);
    assert!(get(&paper, "/").1.contains("The ferry sails"));
    paper.save_article("ferry", "title: The ferry stays\npublished: 2026-01-02", "It stays.");
    let third = told.next_event();
    assert_ne!(third["version"], second["version"]);
    assert!(get(&paper, "/articles/ferry/").1.contains("The ferry stays"));
    // The name of the paper, a page that is no news, and an article that is gone.
    let site = paper.text("site.toml").replace("A New Paper", "The Ferry Post");
    paper.save("site.toml", &site);
    assert_ne!(told.next_event()["version"], third["version"]);
    assert!(get(&paper, "/").1.contains("The Ferry Post"));
    paper.save("pages/newsroom.md", "---\ntitle: Who we are\nlang: en\n---\n\nThree people.\n");
    told.next_event();
    assert!(get(&paper, "/about/newsroom/").1.contains("Three people"));
    std::fs::remove_file(paper.at("articles/ferry.md")).unwrap();
    told.next_event();
    assert_eq!(get(&paper, "/articles/ferry/").0, 410);
    paper.preview.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_readers_would_not_see_is_shown_with_a_mark() {
    let paper = Previewed::of(app()).await;
    let mut told = paper.listen();
    told.next_event();
    for (name, head, mark) in [
        ("draft", "published: 2026-01-02\ndraft: true", "Draft"),
        ("later", "published: 2999-01-02T08:00:00+07:00", "From 2999-01-02 08:00"),
        (
            "over",
            "published: 2020-01-02T00:00:00+07:00\nexpiryDate: 2021-01-02T00:00:00Z",
            "Over since 2021-01-02 07:00",
        ),
        (
            "members",
            "published: 2020-01-02\nvisibility: members",
            "Not for everybody (visibility: members)",
        ),
    ] {
        paper.save_article(name, &format!("title: Of {name}\n{head}"), "Text.");
        let event = told.until(|event| event["marks"][name] != json!(null));
        assert_eq!(event["marks"][name], mark);
        let (status, page) = get(&paper, &format!("/articles/{name}/"));
        assert_eq!(status, 200, "{name}");
        assert!(page.contains(&format!("Of {name}")));
    }
    paper.save_article("draft", "title: Of draft\npublished: 2026-01-02", "Text.");
    told.until(|event| event["marks"]["draft"] == json!(null));
    assert_eq!(get(&paper, "/articles/draft/").0, 200);
    paper.preview.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_told_with_its_file_and_line_and_leaves_what_is_shown() {
    let paper = Previewed::of(app()).await;
    let mut told = paper.listen();
    let version = told.next_event()["version"].clone();
    let site = paper.text("site.toml");
    let line = site.lines().position(|line| line.starts_with("url =")).unwrap() + 1;
    paper.save("site.toml", &site.replace("\nurl =", "\nurll ="));
    let event = told.next_event();
    let mistake = &event["mistakes"][0];
    assert_eq!((&mistake["file"], &mistake["line"]), (&json!("site.toml"), &json!(line)));
    assert!(mistake["words"].as_str().unwrap().contains("url"), "{mistake}");
    assert_eq!(event["version"], version, "the page is as it was");
    assert!(get(&paper, "/").1.contains("A New Paper"));
    paper.save("site.toml", &site);
    assert_eq!(told.next_event()["mistakes"], json!([]));
    // In the head of an article.
    paper.save_article("ferry", "title: A\npublished: next week, maybe", "Text.");
    let mistake = told.next_event()["mistakes"][0].clone();
    assert_eq!(
        (&mistake["file"], &mistake["line"], &mistake["is_small"]),
        (&json!("articles/ferry.md"), &json!(3), &json!(false))
    );
    // In its text.
    let body = "Text.\n\n![A ferry](ferry.jpg)";
    paper.save_article("ferry", "title: A\npublished: 2026-01-02", body);
    let mistake = told.next_event()["mistakes"][0].clone();
    assert_eq!(
        (&mistake["file"], &mistake["line"], &mistake["is_small"]),
        (&json!("articles/ferry.md"), &json!(9), &json!(true))
    );
    assert!(mistake["words"].as_str().unwrap().contains("ferry.jpg"), "{mistake}");
    paper.preview.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_script_is_in_the_pages_of_a_preview_alone() {
    let paper = Previewed::of(app()).await;
    let answer = ask(paper.preview.address.port(), "GET", "/", "").unwrap();
    let page = String::from_utf8(answer.body.clone()).unwrap();
    let script = "<script src=\"/_preview/preview.js\" data-version=";
    assert_eq!(page.matches(script).count(), 1, "{page}");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let (_, worker) = get(&paper, "/sw.js");
    assert!(worker.contains("unregister"), "{worker}");
    for path in ["/_preview/preview.js", "/_preview/preview.css"] {
        assert_eq!(get(&paper, path).0, 200);
    }
    let newsroom = Newsroom::small(Default::default()).await;
    for path in ["/", "/_preview/preview.js", "/_preview/events"] {
        let answer = ask(newsroom.running.address.port(), "GET", path, "").unwrap();
        assert!(!String::from_utf8_lossy(&answer.body).contains("_preview/preview"), "{path}");
        assert!(path == "/" || answer.status == 404, "{path}");
    }
    newsroom.running.stop().await.unwrap();
    paper.preview.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_preview_made_is_shown_by_nothing_else() {
    let paper = Previewed::of(app()).await;
    let [data, folder, out] = ["../data", ".", "../site"].map(|name| paper.at(name));
    let [data, folder, out] = [data, folder, out].map(|path| path.to_string_lossy().into_owned());
    paper.preview.stop().await.unwrap();
    for asked in [
        vec!["serve", "--data", &data, "--api-only", "--listen", "127.0.0.1:0"],
        vec!["export", "--data", &data, "--app", &folder, "--out", &out],
        vec!["import", "--data", &data, &folder],
    ] {
        let said = command(&asked).unwrap_err();
        assert!(said.contains("was made by a preview"), "{asked:?}: {said}");
    }
}

#[test]
fn a_paper_is_begun_by_one_command_and_never_over_another() {
    let temporary = tempfile::tempdir().unwrap();
    let at = |name: &str| temporary.path().join(name).to_string_lossy().into_owned();
    let app = at("app");
    std::fs::create_dir(&app).unwrap();
    std::fs::write(at("app/index.html"), INDEX).unwrap();
    let said = command(&["init", &at("paper")]).unwrap();
    assert!(said.contains("site.toml") && said.contains("bantin-server preview"), "{said}");
    let said = command(&["init", &at("paper")]).unwrap_err();
    assert!(said.contains("holds something already"), "{said}");
    // What it made is imported and exported as it is.
    command(&["import", "--data", &at("data"), &at("paper")]).unwrap();
    command(&["export", "--data", &at("data"), "--app", &app, "--out", &at("site")]).unwrap();
    let page = std::fs::read_to_string(at("site/articles/chao-ban-doc/index.html")).unwrap();
    assert!(page.contains("Chào bạn đọc") && !page.contains("_preview"), "{page}");
    // What is no paper is not previewed.
    let said = command(&["preview", &app, "--app", &app]).unwrap_err();
    assert!(said.contains("no site.toml") && said.contains("bantin-server init"), "{said}");
    let inside = at("paper/data");
    let said = command(&["preview", &at("paper"), "--app", &app, "--data", &inside]).unwrap_err();
    assert!(said.contains("Give another --data"), "{said}");
}

#[test]
fn a_program_without_the_app_says_where_one_comes_from() {
    let temporary = tempfile::tempdir().unwrap();
    let at = |name: &str| temporary.path().join(name).to_string_lossy().into_owned();
    command(&["init", &at("paper")]).unwrap();
    command(&["import", "--data", &at("data"), &at("paper")]).unwrap();
    let export = ["export", "--data", &at("data"), "--out", &at("site")];
    for arguments in [&["preview", &at("paper")][..], &export] {
        // Where no folder dist is.
        let output = std::process::Command::new(program())
            .args(arguments)
            .current_dir(temporary.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains("--app"), "{said}");
    }
    assert!(!std::path::Path::new(&at("site")).exists());
}
