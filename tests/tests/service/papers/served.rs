//! What a running server says in a paper's name, and in a language that the program does not speak.

use bantin_model::Slug;
use bantin_server::newsroom;
use bantin_tests::newsroom::Newsroom;
use serde_json::Value;

use super::{got, harbour, has, read, serve};

/// Our name, composed and in pieces.
const OURS: [&str; 2] = ["B\u{1ea3}n Tin", "Ba\u{309}n Tin"];
const GONE: &str = "gig-club-takes-the-cup";

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_a_server_answers_holds_our_name() {
    let newsroom = Newsroom::of(vec![harbour()]).await;
    let data = newsroom.data.path().to_owned();
    let remove = move || newsroom::remove(&data, &Slug::new(GONE).unwrap(), None);
    tokio::task::spawn_blocking(remove).await.unwrap().unwrap();
    let gone = [format!("/articles/{GONE}/"), format!("/api/v1/articles/{GONE}.json")];
    for (path, status) in [
        ("/", 200),
        ("/vi/", 200),
        ("/articles/seals-return-to-the-bar/", 200),
        ("/about/contact/", 200),
        ("/archive/", 200),
        ("/saved/", 200),
        ("/search/?q=", 200),
        ("/search/?q=seals", 200),
        ("/search/?q=nothing", 200),
        ("/vi/search/?q=c%C3%A1", 200),
        ("/nothing/", 404),
        ("/articles/nothing/", 404),
        (&gone[0], 410),
        (&gone[1], 410),
        ("/api/v1/articles/nothing.json", 404),
        ("/api/v1/site.json", 200),
        ("/api/v1/lists/latest.json", 200),
        ("/api/v1/lists/language/vi.json", 200),
        ("/api/v1/openapi.json", 200),
        ("/api/v1/oembed/seals-return-to-the-bar.json", 200),
        ("/feeds/latest.xml", 200),
        ("/feeds/language/vi.xml", 200),
        ("/feeds/section/sea.xml", 200),
        ("/sitemap.xml", 200),
        ("/robots.txt", 200),
        ("/manifest.webmanifest", 200),
        ("/embed/", 200),
        ("/embed/vi/", 200),
        ("/embed/rating/seals-return-to-the-bar/", 200),
        ("/embed/rating/nothing/", 404),
        ("/media/nothing.png", 404),
        ("/healthz", 200),
    ] {
        let answer = got(&newsroom, path).await;
        assert_eq!(answer.status, status, "{path}");
        for name in OURS {
            assert!(!has(&answer.body, name.as_bytes()), "{path} holds our name");
            assert!(answer.headers.iter().all(|(_, value)| !value.contains(name)), "{path}");
        }
    }
    let document: Value =
        serde_json::from_slice(&got(&newsroom, "/api/v1/openapi.json").await.body).unwrap();
    assert_eq!(document["info"]["title"], "Newsroom API");
    let problem = got(&newsroom, "/api/v1/articles/nothing.json").await;
    assert_eq!(problem.header("content-type"), "application/problem+json");
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_in_a_language_that_we_do_not_speak_is_in_that_language() {
    let paper = tempfile::tempdir().unwrap();
    let site = "name = \"Saaristo\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"fi\"]\ntime_zone = \"Europe/Helsinki\"\n\
        [[sections]]\nid = \"meri\"\nname = \"Meri\"\nlang = \"fi\"\n";
    std::fs::write(paper.path().join("site.toml"), site).unwrap();
    for number in 1..6 {
        let text = format!(
            "---\ntitle: Lautta {number}\nsection: meri\nauthor: Aino\npublished: 2026-01-0{number}T10:00:00+02:00\n---\n\nJää.\n"
        );
        std::fs::write(paper.path().join(format!("lautta-{number}.md")), text).unwrap();
    }
    let newsroom = serve(&paper).await;
    let front = read(&newsroom, "/").await;
    for number in 1..6 {
        let link = format!("<a href=\"/articles/lautta-{number}/\">Lautta {number}</a>");
        assert!(front.contains(&link), "{link}: {front}");
    }
    for path in ["/", "/articles/lautta-1/", "/sections/meri/", "/search/?q=lautta", "/nothing/"] {
        let html = read(&newsroom, path).await;
        assert!(html.contains("<html lang=\"fi\""), "{path}: {html}");
        for part in ["<a href=\"#main\" lang=\"en-GB\"", "lang=\"en-GB\" class=\"masthead-tools\""]
        {
            assert!(html.contains(part), "{path} lacks {part}: {html}");
        }
    }
    let article = read(&newsroom, "/articles/lautta-1/").await;
    assert!(article.contains("<div lang=\"en-GB\" class=\"dateline header-line\""), "{article}");
    newsroom.running.stop().await.unwrap();
}
