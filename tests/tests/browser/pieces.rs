//! The app comes in three pieces: what takes over a page that is there, what draws the next one, and the controls.

use std::time::Duration;

use bantin_tests::browser::{Browser, HOLD_TIMERS, NOTE_ASKED};
use bantin_tests::{close, open};
use serde_json::json;

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const PIECE: &str = "/split_later-";
const SAVES_DATA: &str =
    "Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } });";

/// The second piece does not arrive while `sessionStorage.lost` is set.
const LOSE: &str = r#"{
    const plain = window.fetch;
    window.fetch = (url, ...rest) =>
        sessionStorage.getItem("lost") && String(url).includes("/split_later-")
            ? Promise.reject(new TypeError("lost"))
            : plain(url, ...rest);
}"#;

/// The second piece is on its way until `let_it_come` is called; keeps how often it was asked for.
const HOLD: &str = r#"{
    const plain = window.fetch;
    window.times = 0;
    window.fetch = (url, ...rest) => {
        if (!String(url).includes("/split_later-")) return plain(url, ...rest);
        window.times += 1;
        return new Promise((go) => { window.let_it_come = () => go(plain(url, ...rest)); });
    };
}"#;

/// Keeps by how much the page moved.
const SHIFTS: &str = "window.shifted = 0; try { new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifted += one.value; }).observe({ type: 'layout-shift', buffered: true }); } catch {}";

/// Follows the first link to other news. The headline of that article is there then.
async fn next(browser: &Browser) {
    let title = browser.eval("document.querySelector('.related li a').textContent.trim()").await;
    browser.click(".related li a").await;
    let is_there = format!("document.querySelector('main h1')?.textContent.trim() === {title}");
    browser.until("the next page never came", &is_there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_piece_comes_when_nothing_else_does_and_draws_the_next_page() {
    let (newsroom, browser) = open(768, 900, NOTE_ASKED).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let is_asked = format!("asked.some((url) => url.includes('{PIECE}'))");
    browser.until("the piece was never asked for", &is_asked).await;
    browser.eval("(window.isSame = true)").await;
    next(&browser).await;
    assert_eq!(browser.eval("window.isSame").await, json!(true));

    // A vote on a page that the second piece has drawn, and again after that page has gone.
    for stars in [3, 5] {
        browser.click(&format!("label.star:nth-of-type({stars})")).await;
        browser.see(&format!("Đã lưu: bạn chấm {stars} trên 5.")).await;
        next(&browser).await;
    }
    assert_eq!(browser.eval("window.isSame").await, json!(true));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_save_data_it_comes_when_the_reader_goes_on_and_not_before() {
    let (newsroom, browser) = open(768, 900, &[NOTE_ASKED, SAVES_DATA].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    // It would come when the page is idle, and this is asked for after that.
    let idle = "new Promise((go) => (window.requestIdleCallback ?? requestAnimationFrame)(go)).then(() => null)";
    assert_eq!(browser.resolved(idle).await, json!(null));
    browser.painted().await;
    let asked = browser.asked().await;
    assert!(asked.iter().any(|url| url.contains("/app_bg-")), "{asked:?}");
    assert!(!asked.iter().any(|url| url.contains(PIECE)), "{asked:?}");
    browser.eval("(window.isSame = true)").await;
    next(&browser).await;
    assert_eq!(browser.eval("window.isSame").await, json!(true));
    let asked = browser.asked().await;
    assert_eq!(asked.iter().filter(|url| url.contains(PIECE)).count(), 1, "{asked:?}");
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_it_does_not_arrive_a_link_leads_on_all_the_same() {
    let (newsroom, browser) = open(768, 900, LOSE).await;
    browser.go(&newsroom.url("/")).await;
    browser.eval("sessionStorage.setItem('lost', '1') ?? true").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.click("label.star:nth-of-type(2)").await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    browser.eval("(window.isSame = true)").await;
    next(&browser).await;
    browser.until("the page was not loaded", "!window.isSame").await;
    browser.app().await;
    assert_eq!(browser.eval("document.getElementById('failed').hidden").await, json!(true));

    // Back is a page of its own as well.
    browser.eval("(window.isSame = true)").await;
    browser.client.back().await.unwrap();
    browser
        .until("the first article is not there", &format!("location.pathname === '{ARTICLE}'"))
        .await;
    let is_rated =
        "document.querySelector('.stars input:checked, .rating input:checked')?.value === '2'";
    browser.until("the vote is not there", is_rated).await;

    // It is tried again when it is wanted again.
    browser.app().await;
    browser.eval("(sessionStorage.removeItem('lost'), window.isSame = true)").await;
    next(&browser).await;
    assert_eq!(browser.eval("window.isSame").await, json!(true));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_only_it_can_draw_says_that_it_failed_and_loads_again() {
    let (newsroom, browser) = open(768, 900, LOSE).await;
    browser.go(&newsroom.url("/")).await;
    browser.eval("sessionStorage.setItem('lost', '1') ?? true").await;
    browser.go(&newsroom.url("/saved/")).await;
    browser.until("nothing was said", "!document.getElementById('failed').hidden").await;
    browser.see("Trang gặp lỗi").await;
    browser.eval("sessionStorage.removeItem('lost') ?? true").await;
    browser.click("#failed a").await;
    browser.see("Chưa có bài nào").await;
    browser.until("it still says so", "document.getElementById('failed').hidden").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_the_reader_does_meanwhile_it_is_asked_for_once_and_the_last_link_counts() {
    let (newsroom, browser) = open(768, 900, HOLD).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(window.isSame = true)").await;
    browser.click(".related li a").await;
    browser.until("the link was not followed", &format!("location.pathname !== '{ARTICLE}'")).await;
    browser.click(".sections a").await;
    let is_section = "location.pathname.startsWith('/sections/')";
    browser.until("the section was not asked for", is_section).await;
    let is_article = "document.querySelector('main .article') !== null";
    assert_eq!(browser.eval(is_article).await, json!(true), "the article stays until then");
    browser.eval("(let_it_come(), 1)").await;
    browser.until("the section never came", &format!("!({is_article}) && {is_section}")).await;
    assert_eq!(browser.eval("[window.isSame, times]").await, json!([true, 1]));
    // The article is where it was left, and the link that was given up leads on.
    browser.client.back().await.unwrap();
    browser
        .until("the other article never came", &format!("{is_article} && !({is_section})"))
        .await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_never_comes_is_done_without() {
    let (newsroom, browser) = open(768, 900, &[HOLD_TIMERS, HOLD].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(window.isSame = true)").await;
    let title = browser.eval("document.querySelector('.related li a').textContent.trim()").await;
    browser.click(".related li a").await;
    browser.until("the link was not followed", &format!("location.pathname !== '{ARTICLE}'")).await;
    assert_eq!(browser.eval("window.isSame").await, json!(true));
    // The page is loaded, which ends the one that was told to let time pass.
    browser.eval("(pass(16000), 1)").await;
    let is_there = format!(
        "!window.isSame && document.querySelector('main h1')?.textContent.trim() === {title}"
    );
    browser.until("the next page never came", &is_there).await;
    close(newsroom, browser).await;
}

const TOOLS: &str = "/split_tools-";
const DARK: &str = ".settings label:has([value=dark])";
const IS_DARK: &str = "document.documentElement.dataset.theme === 'dark'";

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_become_live_where_they_stand_and_look_the_same() {
    let (newsroom, browser) = open(768, 900, &[NOTE_ASKED, SHIFTS].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // Before that, the page's own stand there: the script that starts the app comes before the app.
    let html = "document.querySelector('.settings').outerHTML";
    let text = browser.resolved("fetch(location.href).then((answer) => answer.text())").await;
    browser
        .until("the piece never came", &format!("asked.some((url) => url.includes('{TOOLS}'))"))
        .await;
    browser.eval("(document.querySelector('.settings summary').focus(), 1)").await;
    browser.click(".settings summary").await;
    browser.click(DARK).await;
    browser.until("it stayed day", IS_DARK).await;
    browser.click(".lead").await;
    browser.until("it stays open", "!document.querySelector('.settings').open").await;
    // Attributes have no order, and Leptos marks where a list ends.
    // What unfolds is drawn when it does.
    let is_same = format!(
        "(([own, live]) => live.querySelector('.settings-panel').replaceChildren() ?? own.isEqualNode(live))([{text}, {html}.replaceAll('<!---->', '')].map((html) => new DOMParser().parseFromString(html, 'text/html').querySelector('.settings')))"
    );
    assert_eq!(browser.eval(&is_same).await, json!(true), "{}", browser.eval(html).await);
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_unfolded_before_the_controls_are_there_stays_so_and_is_filled_when_they_are() {
    let hold = HOLD.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[SAVES_DATA, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.click(".settings summary").await;
    browser.until("it was not asked for", "window.let_it_come").await;
    let is_open = "document.querySelector('.settings').open";
    let count = "document.querySelectorAll('.settings input').length";
    assert_eq!(browser.eval(&format!("[{is_open}, {count}, times]")).await, json!([true, 0, 1]));
    browser.shot("settings-not-there-yet").await;
    browser.eval("(let_it_come(), 1)").await;
    browser.until("it was not filled", &format!("{count} === 16")).await;
    assert_eq!(browser.eval(is_open).await, json!(true));
    // The focus is where it was.
    assert_eq!(browser.eval("document.activeElement.localName").await, "summary");
    browser.click(DARK).await;
    browser.until("it stayed day", IS_DARK).await;
    let chosen = "[...document.querySelectorAll('.settings :checked')].map((one) => one.value)";
    assert_eq!(browser.eval(chosen).await, json!(["2", "usual", "serif", "dark", "system"]));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_that_do_not_arrive_say_so_once_they_are_wanted_and_come_the_next_time() {
    let lose = LOSE.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &lose).await;
    browser.go(&newsroom.url("/")).await;
    browser.eval("sessionStorage.setItem('lost', '1') ?? true").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let is_hidden = "document.getElementById('failed').hidden";
    assert_eq!(browser.eval(is_hidden).await, json!(true), "nothing was asked of it yet");
    browser.click(".settings summary").await;
    browser.until("nothing was said", &format!("!{is_hidden}")).await;
    browser.see("Trang gặp lỗi").await;
    // The rest of the page goes on. What is said may stand above it.
    browser.eval("(document.querySelector('label.star:nth-of-type(2)').click(), 1)").await;
    browser.see("Đã lưu: bạn chấm 2 trên 5.").await;
    browser.eval("sessionStorage.removeItem('lost') ?? true").await;
    browser.click(".settings summary").await;
    browser.until("it still says so", is_hidden).await;
    browser.click(".settings summary").await;
    browser.click(".settings label:has([value=sepia])").await;
    browser.until("it is not sepia", "document.documentElement.dataset.theme === 'sepia'").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_are_unfolded_before_the_app_is_there_say_so_where_they_do_not_arrive() {
    let hold = HOLD.replace("/split_later-", "/app_bg-");
    let lose = LOSE.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[hold, lose].concat()).await;
    browser.go(&newsroom.url("/")).await;
    browser.eval("sessionStorage.setItem('lost', '1') ?? true").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.until("the app was not asked for", "window.let_it_come").await;
    browser.click(".settings summary").await;
    browser.eval("(let_it_come(), 1)").await;
    browser.until("nothing was said", "!document.getElementById('failed').hidden").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn controls_that_are_not_there_in_time_say_so_and_work_when_they_come_after_all() {
    let hold = HOLD.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[HOLD_TIMERS, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let save = "document.querySelector('.article-tools .save')";
    browser.click(".article-tools .save").await;
    browser.until("it was not asked for", "window.let_it_come").await;
    let is_hidden = "document.getElementById('failed').hidden";
    assert_eq!(browser.eval(is_hidden).await, json!(true), "it may still come");
    browser.pass(Duration::from_secs(16)).await;
    browser.until("nothing was said", &format!("!{is_hidden}")).await;
    // It comes, and what the reader was told has failed is not done unasked.
    browser.eval("(let_it_come(), 1)").await;
    browser.until("it still says so", is_hidden).await;
    let is_saved = format!("{save}.ariaPressed === 'true'");
    assert_eq!(browser.eval(&is_saved).await, json!(false));
    browser.click(".article-tools .save").await;
    browser.until("it was not saved", &is_saved).await;
    assert_eq!(browser.eval("times").await, json!(1));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_leads_to_its_file_where_what_shows_it_large_is_not_there_in_time() {
    let hold = HOLD.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[HOLD_TIMERS, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(document.querySelector('.article .photo').click(), 1)").await;
    browser.until("it was not asked for", "window.let_it_come").await;
    assert_eq!(browser.eval("location.pathname").await, ARTICLE);
    // The page is left, which ends the one that was told to let time pass.
    browser.eval("(pass(16000), 1)").await;
    browser.until("the picture was not opened", "location.pathname.startsWith('/media/')").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_is_pressed_before_the_app_is_there_is_done_when_it_is() {
    let hold = HOLD.replace("/split_later-", "/app_bg-");
    let share = "navigator.share = async () => { window.handed_on = true; };";
    let (newsroom, browser) = open(768, 900, &[share, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.until("the app was not asked for", "window.let_it_come").await;
    browser.click(".article-tools .save").await;
    browser.click(".settings summary").await;
    browser.click(".article-tools .share").await;
    browser.click(".lead").await;
    browser.eval("(let_it_come(), 1)").await;
    browser.until("it was not handed on", "window.handed_on").await;
    browser
        .until("the settings are not there", "document.querySelector('.settings[open] input')")
        .await;
    let is_saved = "document.querySelector('.article-tools .save').ariaPressed === 'true'";
    browser.until("it was not saved", is_saved).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_saved_once_however_early_its_button_is_pressed() {
    let hold = HOLD.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[SAVES_DATA, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    // Before the app is there, which Save-Data keeps away until then.
    browser.click(".article-tools .save").await;
    browser.until("it was not asked for", "window.let_it_come").await;
    let pressed = "document.querySelector('.article-tools .save').ariaPressed";
    assert_eq!(browser.eval(pressed).await, "false");
    browser.eval("(let_it_come(), 1)").await;
    browser.until("it was not saved", &format!("{pressed} === 'true'")).await;
    let is_said = "document.getElementById('announcement').innerText.startsWith('Đã lưu.')";
    browser.until("it was not said", is_said).await;
    assert_eq!(browser.eval("times").await, json!(1));
    // On the next visit the mark comes with the app, without reaching for the button.
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.until("it was not asked for", "window.let_it_come").await;
    browser.eval("(let_it_come(), 1)").await;
    browser.until("it was forgotten", &format!("{pressed} === 'true'")).await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scroll_that_begins_on_a_button_leaves_no_control_dead() {
    let hold = HOLD.replace("/split_later-", TOOLS);
    let (newsroom, browser) = open(768, 900, &[SAVES_DATA, &hold].concat()).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    let tell = |event: &str| {
        format!(
            "(document.querySelector('.article-tools').wasBare = true, document.querySelector('.article-tools .save').dispatchEvent(new PointerEvent('{event}', {{ bubbles: true }})), 1)"
        )
    };
    browser.eval(&tell("pointerdown")).await;
    browser.until("it was not asked for", "window.let_it_come").await;
    // The piece is there while the finger is down, and then the page scrolls.
    browser.eval("(let_it_come(), 1)").await;
    browser.painted().await;
    browser.eval(&tell("pointercancel")).await;
    browser
        .until("the buttons are dead", "!document.querySelector('.article-tools').wasBare")
        .await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}
