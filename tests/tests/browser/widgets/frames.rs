//! Widgets in an `<iframe>` on a page that forbids WebAssembly and everything of ours, and oEmbed.

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::widgets::{ARTICLE, Stage};

/// The lines that docs/embed.md gives for a page with frames.
fn receiver(news: &str) -> String {
    let docs = bantin_tests::newsroom::root().join("docs/embed.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let from = docs.find("addEventListener(\"message\"").unwrap();
    let (lines, _) = docs[from..].split_once("```").unwrap();
    lines.replace("https://news.example", news)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_votes_resizes_itself_and_tells_only_the_page_around_it() {
    let stage = Stage::open(768, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    let listen = format!(
        "window.heard = []; addEventListener('message', ({{ origin, data }}) => heard.push({{ origin, ...data }}));\n{}",
        receiver(news)
    );
    stage.host.script("/frames.js", &listen);
    let policy = format!(
        "default-src 'none'; script-src {}; frame-src {news}; require-trusted-types-for 'script'",
        stage.host.origin
    );
    let body = format!(
        "<script src=\"/frames.js\"></script><iframe src=\"{news}/embed/rating/{ARTICLE}/?theme=light\" title=\"Đánh giá\" width=\"100%\" height=\"60\"></iframe>"
    );
    browser.go(&stage.host.page("/", Some(&policy), &body)).await;
    browser.until("it was not ready", "heard.some((m) => m.bantin === 'ready')").await;
    browser.until("it is as low as before", "document.querySelector('iframe').height > 200").await;
    assert_eq!(browser.eval("heard.every((m) => m.origin !== location.origin)").await, json!(true));
    browser.shot("frame-768").await;

    let client = &browser.client;
    client.enter_frame(0).await.unwrap();
    assert_eq!(browser.eval("document.documentElement.lang").await, "vi");
    let title = browser.eval("document.title").await;
    assert!(title.as_str().unwrap().starts_with("Đánh giá bài viết: "), "{title}");
    assert_eq!(
        browser.eval("document.documentElement.scrollHeight <= innerHeight").await,
        json!(true)
    );
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    client.enter_parent_frame().await.unwrap();
    let rated = "heard.find((m) => m.bantin === 'rated')";
    browser.until("the page was not told", rated).await;
    let wanted = json!({
        "origin": news, "bantin": "rated", "article": ARTICLE, "stars": 4, "average": 4, "count": 1
    });
    assert_eq!(browser.eval(rated).await, wanted);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_of_lists_lead_the_whole_page_to_the_newsroom() {
    let stage = Stage::open(360, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    let body = format!(
        "<iframe src=\"{news}/embed/latest/van-hoa/?limit=2\" title=\"Văn hóa\" height=\"400\"></iframe>"
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.client.enter_frame(0).await.unwrap();
    let links =
        "document.querySelector('bantin-latest')?.shadowRoot?.querySelectorAll('a').length === 2";
    browser.until("there are no headlines", links).await;
    // By hand: a frame may lead the whole page away only when its reader has done something.
    let link = "document.querySelector('bantin-latest').shadowRoot.querySelector('a')";
    let link = browser.eval(link).await;
    let id = link.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned();
    let link = Element::from_element_id(browser.client.clone(), id.into());
    link.click().await.unwrap();
    browser.client.enter_parent_frame().await.unwrap();
    browser.until("the page stayed", "location.pathname.startsWith('/articles/')").await;
    browser.see("Đăng ngày").await;

    // An article that is not there says so inside the frame.
    let body = format!("<iframe src=\"{news}/embed/related/khong-co/\" title=\"?\"></iframe>");
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.client.enter_frame(0).await.unwrap();
    stage.see_in("bantin-related", "Bài viết có thể đã được gỡ").await;
    stage.close().await;
}

/// Status, a header, body.
fn fetch(address: &str, header: &str) -> (u16, String, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.get(address).call().unwrap();
    let header = answer.headers().get(header).map(|value| value.to_str().unwrap().to_owned());
    let text = answer.body_mut().read_to_string().unwrap();
    (answer.status().as_u16(), header.unwrap_or_default(), text)
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_say_what_they_are_when_they_are_embedded() {
    let newsroom = bantin_tests::newsroom::Newsroom::sample().await;
    let at = |path: &str| newsroom.url(path);
    let policy = "content-security-policy";
    let (status, framed, _) = fetch(&at(&format!("/embed/rating/{ARTICLE}/")), policy);
    assert_eq!((status, framed.contains("frame-ancestors *")), (200, true), "{framed}");
    let (status, framed, page) = fetch(&at(&format!("/articles/{ARTICLE}/")), policy);
    assert_eq!((status, framed.contains("frame-ancestors 'self'")), (200, true), "{framed}");
    assert_eq!(fetch(&at("/embed/rating/khong-co/"), policy).0, 404);

    // What the page's head leads to, and what the question with an address gives, are one.
    let mark = "type=\"application/json+oembed\"";
    let head = page.split("<link ").find(|link| link.contains(mark)).unwrap();
    let href = head.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
    let file = href.split_once("/api/v1/").unwrap();
    let (status, cors, text) =
        fetch(&at(&format!("/api/v1/{}", file.1)), "access-control-allow-origin");
    assert_eq!((status, &*cors), (200, "*"));
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&told["version"], &told["type"]), (&json!("1.0"), &json!("rich")));
    let url = format!("{}/articles/{ARTICLE}/", file.0);
    let asked = |more: &str| fetch(&at(&format!("/api/v1/oembed?url={url}{more}")), "content-type");
    let (status, kind, text) = asked("&format=json");
    assert_eq!((status, &*kind), (200, "application/json"));
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), told);
    let small: Value = serde_json::from_str(&asked("&maxwidth=320&maxheight=200").2).unwrap();
    assert_eq!((&small["width"], &small["height"]), (&json!(320), &json!(200)));
    let html = told["html"].as_str().unwrap();
    assert!(html.contains(&format!("/embed/rating/{ARTICLE}/\"")), "{html}");
    assert_eq!(asked("&format=xml").0, 501);
    assert_eq!(fetch(&at("/api/v1/oembed"), "content-type").0, 400);
    let elsewhere = "/api/v1/oembed?url=https://other.example/articles/x/";
    assert_eq!(fetch(&at(elsewhere), "content-type").0, 404);
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_embedded_answer_works_on_somebody_s_page() {
    let stage = Stage::open(768, "").await;
    let answer = stage.newsroom.url(&format!("/api/v1/oembed/{ARTICLE}.json"));
    let told: Value = serde_json::from_str(&fetch(&answer, "content-type").2).unwrap();
    let root = told["provider_url"].as_str().unwrap().trim_end_matches('/');
    let html = told["html"].as_str().unwrap().replace(root, &stage.news);
    stage.browser.go(&stage.host.page("/", None, &html)).await;
    stage.browser.see(told["title"].as_str().unwrap()).await;
    let frame = stage.browser.client.find(Locator::Css("iframe")).await.unwrap();
    frame.enter_frame().await.unwrap();
    stage.see_in("bantin-rating", "Chọn số sao").await;
    stage.close().await;
}
