//! What the reader saves, and what they have read: on their device, and there without a network.

use bantin_server::newsroom;
use bantin_tests::browser::Browser;
use bantin_tests::newsroom::{Newsroom, dist, two_articles};
use bantin_tests::{close, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const NEXT: &str = "/articles/cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua/";
const ENGLISH: &str = "/en/saved/";
const NEVER: &str = "/articles/mot-dem-canh-de-vinh-te/";

const HEADLINE: &str = "Lễ ra quân làm sạch phố cổ Bến Đình";
const ANNOUNCED: &str = "document.getElementById('announcement').innerText";
const PRESSED: &str = "document.querySelector('.article-tools .save').ariaPressed";
/// Headlines of both lists, the latest first.
const LISTS: &str = "[...document.querySelectorAll('.list-page .rows')].map((list) => [...list.querySelectorAll('.teaser-headline')].map((h) => h.innerText.trim()))";

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_saved_found_again_and_taken_off() {
    let (newsroom, browser) = open(360, 780, "").await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.app().await;
    browser.see("Chưa có bài nào").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));

    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    assert_eq!(browser.eval(PRESSED).await, "false");
    browser.click(".article-tools .save").await;
    browser.until("it was not said", &format!("{ANNOUNCED}.startsWith('Đã lưu.')")).await;
    assert_eq!(browser.eval(PRESSED).await, "true");
    browser.shot("saved-article-360").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    // Another article, drawn by the app, is not saved; this one still is when the reader comes back.
    browser.click(&format!(".related a[href='{NEXT}']")).await;
    browser.until("the next never came", "document.activeElement.id === 'main'").await;
    assert_eq!(browser.eval(PRESSED).await, "false");
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.until("it was forgotten", &format!("{PRESSED} === 'true'")).await;

    // The way there from the article, and both lists.
    browser.click(".to-saved").await;
    browser.until("the lists never came", "document.activeElement.id === 'main'").await;
    let next = browser.eval(&format!("{LISTS}[1][1]")).await;
    assert_eq!(browser.eval(LISTS).await, json!([[HEADLINE], [HEADLINE, next]]));
    browser.shot("saved-360").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    let sideways = "document.documentElement.scrollWidth > innerWidth";
    assert_eq!(browser.eval(sideways).await, json!(false));

    // Taken off and cleared, with the keyboard's place and words; and for good.
    browser.click(".unsave").await;
    browser.until("it was not said", &format!("{ANNOUNCED} === 'Đã bỏ lưu.'")).await;
    assert_eq!(browser.eval("document.activeElement.id").await, "headline");
    browser.see("Chưa có bài nào").await;
    browser.click(".clear-history").await;
    browser.until("it was not said", &format!("{ANNOUNCED} === 'Đã xóa danh sách đã đọc.'")).await;
    assert_eq!(browser.eval(LISTS).await, json!([]));
    browser.client.refresh().await.unwrap();
    browser.app().await;
    browser.see("Chưa có bài nào").await;
    assert_eq!(browser.eval(LISTS).await, json!([]));
    // In the other edition it has that edition's words.
    browser.go(&newsroom.url(ENGLISH)).await;
    browser.see("Saved articles").await;
    browser.see("There are none yet.").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_outlasts_everything_and_is_offered_without_a_network() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.until("there is no worker", "navigator.serviceWorker.controller").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.click(".article-tools .save").await;
    let kept = "(window.look = () => { caches.open('bantin-saved-le-ra-quan-lam-sach-pho-co-ben-dinh').then((c) => c.keys()).then((k) => { window.kept = k.length; }); return window.kept; }, 1)";
    browser.eval(kept).await;
    browser.until("nothing was kept", "window.look() > 2").await;
    // Whatever else was read is gone.
    let forget = "(caches.delete('bantin-read').then(() => caches.delete('bantin-media')).then(() => { window.gone = true; }), 1)";
    browser.eval(forget).await;
    browser.until("nothing was forgotten", "window.gone").await;
    let (data, address) = (newsroom.data, newsroom.running.address);
    newsroom.running.stop().await.unwrap();
    let url = |path: &str| format!("http://{address}{path}");

    browser.go(&url(NEVER)).await;
    browser.see("Bạn đang ngoại tuyến").await;
    browser.see("ĐỌC ĐƯỢC NGAY TRÊN MÁY NÀY").await;
    browser.shot("offline-at-hand-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    browser.click(".notice .rows a").await;
    browser.see("Đăng ngày 11-08-2023 11:50").await;
    let pictures = "[...document.querySelectorAll('.article-picture img')].every((i) => i.complete && i.naturalWidth > 0)";
    browser.until("its picture is missing", pictures).await;
    drop(data);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nothing_can_be_kept_the_page_says_so() {
    let block = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('blocked', 'SecurityError'); } });";
    let (newsroom, browser) = open(768, 900, block).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.click(".article-tools .save").await;
    let said = format!("{ANNOUNCED}.startsWith('Trình duyệt không cho lưu')");
    browser.until("it was not said", &said).await;
    // For as long as the page is open it is there.
    browser.click(".to-saved").await;
    browser.until("the list is empty", &format!("{LISTS}[0]?.[0] === '{HEADLINE}'")).await;
    close(newsroom, browser).await;
}

/// Gives the article of `two_articles` that is called `mot` another address, with the server at work.
async fn move_to(slug: &'static str, source: &std::path::Path, newsroom: Newsroom) -> Newsroom {
    let file = source.join("mot.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let text = text.lines().filter(|line| !line.starts_with("slug: ")).collect::<Vec<_>>();
    let text = text.join("\n").replacen("---\n", &format!("---\nslug: {slug}\n"), 1);
    std::fs::write(file, text).unwrap();
    let (data, sources) = (newsroom.data.path().to_owned(), vec![source.display().to_string()]);
    let import = move || newsroom::import(&data, &sources).unwrap();
    let outcome = tokio::task::spawn_blocking(import).await.unwrap();
    assert_eq!(outcome.moved.len(), 1, "{outcome:?}");
    newsroom.restarted().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_saved_and_read_follows_its_article_to_other_addresses() {
    assert!(dist().is_some(), "run through: cargo xtask test browser");
    let source = tempfile::tempdir().unwrap();
    two_articles(source.path());
    let newsroom = Newsroom::of(vec![source.path().display().to_string()]).await;
    let browser = Browser::open(768, 900).await;
    browser.go(&newsroom.url("/articles/mot/")).await;
    browser.app().await;
    browser.click(".article-tools .save").await;
    browser.until("it was not saved", &format!("{PRESSED} === 'true'")).await;
    is_kept_at(&browser, "mot", "none").await;

    // Opened from the list: the app asks for the old address.
    let newsroom = move_to("hai", source.path(), newsroom).await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.app().await;
    browser.until("the list is empty", LINKS).await;
    browser.click(".list-page .rows a").await;
    is_saved_at(&browser, "hai", "mot").await;

    // Opened by the browser, which is led on before the app begins.
    let newsroom = move_to("ba", source.path(), newsroom).await;
    browser.go(&newsroom.url("/articles/hai/")).await;
    browser.app().await;
    is_saved_at(&browser, "ba", "hai").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

/// Where the entries of both lists lead.
const LINKS: &str =
    "[...document.querySelectorAll('.list-page .rows a')].map((a) => a.pathname).join(' ')";

/// The article in view is at `slug`, saved, once on each list, and kept under its new name alone.
async fn is_saved_at(browser: &Browser, slug: &str, earlier: &str) {
    let there = format!("location.pathname === '/articles/{slug}/'");
    browser.until("the address is the old one", &there).await;
    browser.until("it is not saved any more", &format!("{PRESSED} === 'true'")).await;
    is_kept_at(browser, slug, earlier).await;
    browser.click(".to-saved").await;
    let lists = format!("{LINKS} === '/articles/{slug}/ /articles/{slug}/'");
    browser.until("the lists have another address", &lists).await;
}

/// Page and data of the article are on the device, under its name and under no other.
async fn is_kept_at(browser: &Browser, slug: &str, earlier: &str) {
    let look = format!(
        "(window.look = () => {{ (async () => {{ \
           const kept = await (await caches.open('bantin-saved-{slug}')).keys(); \
           const paths = kept.map((one) => new URL(one.url).pathname).sort(); \
           window.kept = paths.join(' ') + ' ' + await caches.has('bantin-saved-{earlier}'); \
         }})(); return window.kept; }}, 1)"
    );
    browser.eval(&look).await;
    let copy = format!("/api/v1/articles/{slug}.json /articles/{slug}/ false");
    browser.until("another copy is kept", &format!("window.look() === '{copy}'")).await;
}

/// While `isHeld`, articles wait for `release`.
const SLOW: &str = r#"
    const plain = window.fetch;
    const waiting = [];
    window.release = () => { window.isHeld = false; for (const go of waiting) go(); return 1; };
    window.fetch = async (what, ...rest) => {
        if (window.isHeld && /\/api\/v1\/articles\//.test(what.url)) await new Promise((go) => waiting.push(go));
        return plain(what, ...rest);
    };
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_changed_while_an_article_comes_keeps_nothing_from_coming() {
    let (newsroom, browser) = open(768, 900, SLOW).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.click(".article-tools .save").await;
    browser.until("it is not saved", &format!("{PRESSED} === 'true'")).await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.see(HEADLINE).await;
    browser.eval("(window.isHeld = true)").await;
    browser.click(".rows a").await;
    browser.until("it was not asked for", &format!("location.pathname === '{ARTICLE}'")).await;
    browser.click(".unsave").await;
    browser.see("Chưa có bài nào").await;
    browser.until("it was not said", &format!("{ANNOUNCED} === 'Đã bỏ lưu.'")).await;
    browser.eval("release()").await;
    browser.until("it never came", "document.activeElement.id === 'main'").await;
    browser.until("it was not announced", &format!("{ANNOUNCED} === '{HEADLINE}'")).await;
    assert_eq!(browser.eval(PRESSED).await, "false");
    close(newsroom, browser).await;
}
