//! What a reader kept with an earlier release is theirs with this one, and what is no value of ours does no harm.

use bantin_model::Slug;
use bantin_server::api::policy::Policy;
use bantin_tests::browser::Browser;
use bantin_tests::{close, open, open_small};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const HEADLINE: &str = "Lễ ra quân làm sạch phố cổ Bến Đình";
const OTHER: &str = "Cầu gỗ \"Bến Đình\" mở lại";

/// Keys and values as release 0.1.0 wrote them, beside what other scripts keep.
const BEFORE: &str = r#"
    const keep = (key, value) => localStorage.setItem(key, value);
    if (!localStorage.getItem("theirs")) {
        keep("theirs", "x");
        keep("bantin:settings", "size:4 theme:sepia");
        keep("bantin:places", "le-ra-quan-lam-sach-pho-co-ben-dinh 800\nkhong-con 300");
        keep("bantin:saved", 'le-ra-quan-lam-sach-pho-co-ben-dinh\tvi\t2023-08-11T11:50:00+07:00\tLễ ra quân làm sạch phố cổ Bến Đình\ncau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua\tvi\t2023-08-10T08:00:00+07:00\tCầu gỗ "Bến Đình" mở lại\n');
        keep("bantin:history", 'cau-go-ben-dinh-mo-lai-sau-bon-thang-sua-chua\tvi\t2023-08-10T08:00:00+07:00\tCầu gỗ "Bến Đình" mở lại\n');
        keep("bantin:speed", "1.25");
        keep("bantin:viewed", "2023-8-11 le-ra-quan-lam-sach-pho-co-ben-dinh");
    }
    requestAnimationFrame(() => { window.first = { ...document.documentElement.dataset }; });
"#;

const LISTS: &str = "[...document.querySelectorAll('.list-page .rows')].map((list) => [...list.querySelectorAll('.teaser-headline')].map((h) => h.innerText.trim()))";

/// What the device keeps under this key of ours, read as JSON.
async fn kept(browser: &Browser, key: &str) -> Value {
    browser.eval(&format!("JSON.parse(localStorage.getItem('bantin:2:{key}'))")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_lists_and_places_of_an_earlier_release_are_all_there() {
    let (newsroom, browser) = open(768, 900, BEFORE).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // From the first frame on, which the app has no part in.
    assert_eq!(browser.eval("[first.size, first.theme]").await, json!(["4", "sepia"]));
    assert_eq!(browser.eval("document.documentElement.dataset.theme").await, "sepia");
    browser.until("there is no way on", "document.querySelector('.go-on')?.hidden === false").await;
    let is_saved = "document.querySelector('.article-tools .save').ariaPressed === 'true'";
    browser.until("it was forgotten", is_saved).await;
    browser.click(".to-saved").await;
    browser.until("the lists never came", "document.activeElement.id === 'main'").await;
    assert_eq!(browser.eval(LISTS).await, json!([[HEADLINE, OTHER], [HEADLINE, OTHER]]));

    // In the format of today, and under its names.
    assert_eq!(kept(&browser, "settings").await, json!({"size": "4", "theme": "sepia"}));
    assert_eq!(kept(&browser, "speed").await, json!(125));
    let places = kept(&browser, "places").await;
    assert_eq!(places[0], json!({"slug": "le-ra-quan-lam-sach-pho-co-ben-dinh", "at": 800}));
    let saved = kept(&browser, "saved").await;
    assert_eq!(saved[1]["title"], OTHER);
    assert_eq!(saved[0]["published"], "2023-08-11T11:50:00+07:00");
    let old = "Object.keys(localStorage).filter((key) => !key.startsWith('bantin:2:')).sort()";
    assert_eq!(browser.eval(old).await, json!(["theirs"]));

    // A page of that release that is still open goes on keeping; what it kept is here the next time.
    browser
        .eval("(localStorage.setItem('bantin:settings', 'size:1'), localStorage.setItem('bantin:saved', 'mot-dem\\tvi\\t2023-08-12T08:00:00+07:00\\tMột đêm\\n'), 1)")
        .await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.app().await;
    browser.see("Một đêm").await;
    assert_eq!(browser.eval(&format!("{LISTS}[0]")).await, json!(["Một đêm", HEADLINE, OTHER]));
    assert_eq!(kept(&browser, "settings").await, json!({"size": "1", "theme": "sepia"}));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_of_an_earlier_release_is_the_same_and_their_vote_arrives() {
    let (newsroom, browser) = open_small(Policy::default(), (1024, 900), "").await;
    let store = newsroom.running.store();
    let histogram = |slug: &str| store.rating(&Slug::new(slug).unwrap(), None).unwrap().unwrap();
    // A page without the app, and not one that a browser shows in a way of its own.
    browser.go(&newsroom.url("/healthz")).await;
    // A reader who has voted, and one more vote that is still on its way.
    browser
        .eval(
            r#"((async () => {
        const { token } = await (await fetch("/api/v1/readers", { method: "POST" })).json();
        const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
        await fetch("/api/v1/ratings/mot", { method: "PUT", headers, body: '{"stars":2,"sequence":7168}' });
        localStorage.setItem("bantin:token", token);
        localStorage.setItem("bantin:sequence", "8192");
        localStorage.setItem("bantin:vote:mot", "[8192,5,1700000000000]");
        window.isDone = true;
    })(), 1)"#,
        )
        .await;
    browser.until("there is no reader", "window.isDone").await;
    assert_eq!(histogram("mot").histogram, [0, 1, 0, 0, 0]);
    let token = browser.eval("localStorage.getItem('bantin:token')").await;
    browser.go(&newsroom.url("/articles/mot/")).await;
    browser.app().await;
    browser.see("Đã lưu: bạn chấm 5 trên 5.").await;
    // Changed, not one more.
    assert_eq!(histogram("mot").histogram, [0, 0, 0, 0, 1]);
    assert_eq!(kept(&browser, "token").await, token);
    browser.click("label.star:nth-of-type(1)").await;
    browser.see("Đã lưu: bạn chấm 1 trên 5.").await;
    assert_eq!(histogram("mot").histogram, [1, 0, 0, 0, 0]);
    assert!(kept(&browser, "sequence").await.as_u64().unwrap() > 8192);
    let votes = "Object.keys(localStorage).filter((key) => key.includes('vote:'))";
    assert_eq!(browser.eval(votes).await, json!([]));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_value_of_ours_does_no_harm() {
    let broken = r#"
        if (!localStorage.getItem("bantin:2:later")) {
            for (const [at, key] of ["settings", "places", "saved", "history", "speed", "viewed", "token", "sequence", "vote:mot", "vote:../x", "later"].entries()) {
                localStorage.setItem(`bantin:2:${key}`, ["{", "null", "[[[1]]]", "{\"size\":{}}", "[{\"slug\":\"A b\"},5,{\"slug\":\"hai\",\"lang\":\"vi\",\"published\":\"2023-08-12T08:00:00+07:00\",\"title\":\"<b>Hai</b>\"}]"][at % 5]);
                localStorage.setItem(`bantin:${key}`, ["\t\t\t", "size:\"><b> theme:x", "-1", "[]"][at % 4]);
            }
            localStorage.setItem("bantin:2:saved", "[{\"slug\":\"A b\"},5,{\"slug\":\"hai\",\"lang\":\"vi\",\"published\":\"2023-08-12T08:00:00+07:00\",\"title\":\"<b>Hai</b>\"}]");
        }
    "#;
    let (newsroom, browser) = open_small(Policy::default(), (768, 900), broken).await;
    browser.go(&newsroom.url("/articles/mot/")).await;
    browser.app().await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    browser.click(".article-tools .save").await;
    browser.click(".settings summary").await;
    browser.click(".settings label:has([name=size][value='4'])").await;
    browser.until("it is no larger", "document.documentElement.dataset.size === '4'").await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.app().await;
    // The one entry that can be read, and the one that came on top.
    browser.see("<b>Hai</b>").await;
    assert_eq!(browser.eval(&format!("{LISTS}[0].length")).await, json!(2));
    assert_eq!(browser.eval("document.documentElement.dataset.size").await, "4");
    // The token was none either, which the service said.
    let mut errors = browser.console_errors().await;
    errors.retain(|error| !error.contains("401"));
    assert_eq!(errors, Vec::<String>::new());
    close(newsroom, browser).await;
}
