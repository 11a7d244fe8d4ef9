//! Finding articles by their words: asked of the server, of files on a static host, and without
//! JavaScript.

use bantin_tests::browser::Browser;
use bantin_tests::exported::ExportedNewsroom;
use bantin_tests::host::{Host, Program};
use bantin_tests::{close, open};
use serde_json::{Value, json};

const HITS: &str = "[...document.querySelectorAll('.search-hits h2')].map((hit) => hit.innerText)";
const ENTER: &str = "\u{E007}";

/// Types a question into the search page in view, and waits for what is found.
async fn ask(browser: &Browser, words: &str) -> Vec<Value> {
    browser.until("there is no field", "document.querySelector('#search-words')").await;
    browser.eval("(document.querySelector('#search-words').value = '') || 1").await;
    browser.click("#search-words").await;
    browser.press(words).await;
    browser.press(ENTER).await;
    let shown = format!("document.title.includes({})", json!(format!(": {words} (")));
    browser.until("nothing was found", &shown).await;
    browser.eval(HITS).await.as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_finds_an_article_with_and_without_marks() {
    let (newsroom, browser) = open(360, 740, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.click(".masthead-search").await;
    let hits = ask(&browser, "cau go ben dinh").await;
    assert!(hits.len() >= 5, "{hits:#?}");
    for hit in &hits[..3] {
        assert!(hit.as_str().unwrap().to_lowercase().contains("cầu gỗ"), "{hits:#?}");
    }
    // The words are marked, the address says what was asked, and what was found is announced.
    let marked = "document.querySelector('.search-hits mark').innerText.toLowerCase()";
    assert_eq!(browser.eval(marked).await, "cầu");
    assert_eq!(browser.eval("location.search").await, "?q=cau+go+ben+dinh");
    browser
        .until(
            "what was found was not announced",
            "document.getElementById('announcement').innerText.includes('cau go ben dinh')",
        )
        .await;
    browser.shot("search-360").await;
    let wider = browser.eval("document.documentElement.scrollWidth > innerWidth").await;
    assert_eq!(wider, json!(false));
    // With marks, the same come first.
    let hits = ask(&browser, "cầu gỗ bến đình").await;
    assert!(hits[0].as_str().unwrap().contains("cầu gỗ Bến Đình"), "{hits:#?}");
    // Into an article and back to the hits; and the address alone leads there.
    browser.click(".search-hits a").await;
    browser.see("Đăng ngày").await;
    browser.client.back().await.unwrap();
    browser.until("back did not lead back", &format!("{HITS}.length")).await;
    assert_eq!(browser.eval(HITS).await, Value::Array(hits.clone()));
    browser.client.refresh().await.unwrap();
    browser.app().await;
    assert_eq!(browser.eval(HITS).await, Value::Array(hits));
    // Nothing found has words.
    browser.go(&newsroom.url("/search/?q=khongcotunaynhuthe")).await;
    browser.see("Không có bài nào đủ các từ này.").await;
    browser.go(&newsroom.url("/en/search/?q=bridge")).await;
    browser.see("articles").await;
    assert_eq!(browser.eval("document.documentElement.lang").await, "en");
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_on_a_static_host_find_what_the_server_finds() {
    let (newsroom, browser) = open(768, 900, "").await;
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    let host = Host::start(Program::Nginx, &exported.out("site"), "/");
    for words in ["xe buyt dien", "Phú Lộc ngập", "tom", "bridge", "2023", "đê biển vĩnh tế"]
    {
        browser.go(&newsroom.url("/search/")).await;
        browser.app().await;
        let there = ask(&browser, words).await;
        assert!(!there.is_empty(), "{words}");
        browser.go(&host.url("/search/")).await;
        browser.app().await;
        assert_eq!(ask(&browser, words).await, there, "{words}");
    }
    // A question in the address is answered as well.
    browser.go(&host.url("/search/?q=xe+bu%C3%BDt&page=2")).await;
    browser.until("the second page never came", &format!("{HITS}.length")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_answers_without_javascript() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.without_scripts().await;
    browser.go(&newsroom.url("/search/")).await;
    let field = browser.client.find(fantoccini::Locator::Css("#search-words")).await.unwrap();
    field.send_keys("hai dang").await.unwrap();
    field.send_keys(ENTER).await.unwrap();
    let hit = browser.client.wait().for_element(fantoccini::Locator::Css(".search-hits h2")).await;
    assert!(hit.unwrap().text().await.unwrap().contains("ải đăng"));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_types_before_the_app_is_there_keeps_the_words_and_the_focus() {
    // The app takes its time.
    let late = "const plain = window.fetch; window.fetch = (...all) => String(all[0]).includes('app_bg') ? new Promise((go) => { window.let = () => go(plain(...all)); }) : plain(...all);";
    let (newsroom, browser) = open(360, 780, late).await;
    browser.go(&newsroom.url("/search/")).await;
    browser.until("the app was not asked for", "window.let").await;
    browser.click("#search-words").await;
    browser.press("danh gia").await;
    browser.eval("(window.same = document.activeElement, window.let(), 1)").await;
    browser.app().await;
    let field = "[document.activeElement === same, same.isConnected, same.value]";
    assert_eq!(browser.eval(field).await, json!([true, true, "danh gia"]));
    browser.press("\u{E007}").await;
    browser.until("nothing was found", "document.querySelector('.search-hits mark')").await;
    close(newsroom, browser).await;
}

/// Lets no file of the search arrive before all of them are asked for.
const ALL_AT_ONCE: &str = r#"
    const plain = window.fetch;
    const held = [];
    window.most = 0;
    window.fetch = async (what, ...rest) => {
        const isOfSearch = /\/api\/v1\/(search\/|lists\/latest)/.test(what.url);
        if (!isOfSearch || !window.wanted) return plain(what, ...rest);
        await new Promise((go) => {
            held.push(go);
            window.most = Math.max(window.most, held.length);
            if (held.length >= window.wanted) for (const one of held.splice(0)) one();
        });
        return plain(what, ...rest);
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_search_are_asked_for_all_at_once() {
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    let host = Host::start(Program::Nginx, &exported.out("site"), "/");
    let browser = Browser::open(768, 900).await;
    browser.before_every_page(ALL_AT_ONCE).await;
    browser.go(&host.url("/search/")).await;
    browser.app().await;
    // The index and the files of `cau`, `go`, `ben` and of three pairs, which stand in those of their first words.
    browser.eval("(window.wanted = 4)").await;
    browser.click("#search-words").await;
    browser.press("cau go ben").await;
    browser.until("they were asked for one by one", "window.most === 4").await;
    // The lists are fetched when the files of the index are here.
    browser.eval("(window.wanted = 1)").await;
    browser.press(ENTER).await;
    browser.until("nothing was found", &format!("{HITS}.length")).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_different_exports_say_so_and_can_be_asked_again() {
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    let host = Host::start(Program::Nginx, &exported.out("site"), "/");
    let browser = Browser::open(768, 900).await;
    let index = exported.out("site").join("api/v1/search/index.json");
    let whole = std::fs::read_to_string(&index).unwrap();
    let other: Value = serde_json::from_str(&whole).unwrap();
    let other = json!({ "total": other["total"].as_u64().unwrap() - 1, "bodies": other["bodies"] });
    for ending in ["", ".br", ".gz"] {
        let _ = std::fs::remove_file(format!("{}{ending}", index.display()));
    }
    // Of another length: nginx tells two versions apart by the second and the length.
    std::fs::write(&index, format!("{other:#}")).unwrap();
    browser.go(&host.url("/search/?q=cau+go")).await;
    browser.see("Mục tìm kiếm đang được cập nhật").await;
    assert_eq!(browser.eval(&format!("{HITS}.length")).await, 0);
    // The export is all there now; the way on is a button.
    std::fs::write(&index, whole).unwrap();
    browser.click(".notice button").await;
    browser.until("nothing was found", &format!("{HITS}.length")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    browser.close().await;
}
