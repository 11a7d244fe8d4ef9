//! Elements that come, change, move and go.

use bantin_tests::browser::NOTE_ASKED;
use bantin_tests::needs;
use serde_json::json;

use crate::widgets::{ARTICLE, Stage, told};

const OTHER: &str = "cua-ha-cup-nuoc-dem-10-8";

#[tokio::test(flavor = "multi_thread")]
async fn an_element_is_made_by_script_moved_changed_and_put_back() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    // The script twice, and late; the element before it, with a property set before it was defined.
    browser.go(&stage.host.page("/", None, "<div id=a></div><div id=b></div>")).await;
    let make = format!(
        "(window.w = Object.assign(document.createElement('bantin-rating'), {{ article: '{ARTICLE}' }}), a.append(w), 1)"
    );
    browser.eval(&make).await;
    for attribute in ["", "?second"] {
        let load = format!(
            "(() => {{ const s = document.createElement('script'); s.type = 'module'; s.async = true; s.src = '{}/embed/v1.js{attribute}'; document.head.append(s); return 1; }})()",
            stage.news
        );
        browser.eval(&load).await;
    }
    stage.see_in("bantin-rating", "Chọn số sao").await;
    assert_eq!(browser.eval("w.getAttribute('article')").await, ARTICLE);

    // Moved: it is the very same, with the choice under way.
    browser.eval("(window.radio = w.shadowRoot.querySelector('input'), b.append(w), 1)").await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    assert_eq!(
        browser.eval("radio.isConnected && radio.getRootNode().host === w").await,
        json!(true)
    );
    told(browser, "ready", 1).await;

    // Changed: another article, another language, another look.
    browser.eval(&format!("(w.article = '{OTHER}', 1)")).await;
    stage.see_in("bantin-rating", "Chưa có đánh giá nào").await;
    browser.eval("(w.lang = 'en', w.theme = 'dark', 1)").await;
    stage.see_in("bantin-rating", "No ratings yet").await;
    let scheme = "getComputedStyle(w.shadowRoot.querySelector('.bantin')).colorScheme";
    assert_eq!(browser.eval(scheme).await, "dark");
    browser.eval("(document.body.style.background = '#14161a', 1)").await;
    browser.shot("widget-dark-en-768").await;

    // Taken off, and put back later.
    browser.eval("(w.remove(), 1)").await;
    browser.until("what was taken off lives on", "!w.shadowRoot.querySelector('input')").await;
    browser.eval(&format!("(w.article = '{ARTICLE}', a.append(w), 1)")).await;
    stage.see_in("bantin-rating", "you rated it 4 out of 5.").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn webassembly_is_fetched_when_a_widget_nears_the_screen_and_once_for_a_hundred() {
    let stage = Stage::open(768, NOTE_ASKED).await;
    let browser = &stage.browser;
    let all: String = (0..100)
        .map(|_| format!("<bantin-rating article=\"{ARTICLE}\">x</bantin-rating>"))
        .collect();
    let body = format!("<div style=\"height: 3000px\"></div>{}", stage.lines(&all));
    browser.requests().await;
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.until("nothing is defined", "customElements.get('bantin-rating')").await;
    // Who observes a widget later than it observes itself is told later.
    let observed = "new Promise((go) => new IntersectionObserver(go).observe(document.querySelector('bantin-rating:last-of-type'))).then(() => null)";
    assert_eq!(browser.resolved(observed).await, json!(null));
    let wasm = |requests: &[String]| requests.iter().filter(|r| r.contains(".wasm")).count();
    for before in [browser.asked().await, browser.requests().await] {
        assert_eq!(wasm(&before), 0, "{before:?}");
    }
    browser.eval("(scrollTo(0, 2400), 1)").await;
    told_some(&stage).await;
    // Only those that are near.
    let drawn = "[...document.querySelectorAll('bantin-rating')].filter((w) => w.shadowRoot.querySelector('input')).length";
    let first = browser.eval(drawn).await.as_u64().unwrap();
    assert!((1..20).contains(&first), "{first}");
    let height = browser.eval("document.documentElement.scrollHeight").await.as_u64().unwrap();
    for top in (2400..height).step_by(800) {
        browser.eval(&format!("(scrollTo(0, {top}), 1)")).await;
        browser.painted().await;
    }
    browser.until("not all came", &format!("{drawn} === 100")).await;
    let requests = browser.requests().await;
    assert_eq!(wasm(&requests), 1);
    assert_eq!(wasm(&browser.asked().await), 1);
    assert_eq!(requests.iter().filter(|r| r.contains("site.json")).count(), 1);
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    stage.close().await;
}

async fn told_some(stage: &Stage) {
    stage.browser.until("nothing came", "told.some((news) => news.name === 'ready')").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_rounds_leave_nothing_behind() {
    needs!(Memory, "its driver counts neither nodes nor bytes");
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    stage
        .show(&format!(
            "<div id=a></div><div id=b></div><bantin-rating article=\"{ARTICLE}\"></bantin-rating>"
        ))
        .await;
    told(browser, "ready", 1).await;
    let rounds = |number: usize| {
        format!(
            "(async () => {{ for (let i = 0; i < {number}; i++) {{ \
                 const w = document.createElement('bantin-rating'); w.article = '{ARTICLE}'; \
                 const ready = new Promise((go) => w.addEventListener('bantin-ready', go)); \
                 a.append(w); await ready; b.append(w); await null; w.remove(); await null; \
             }} told.length = 0; }})()"
        )
    };
    let counted = async |number: usize| {
        let run = format!(
            "{}.then(() => arguments[0](1), (error) => arguments[0](String(error)))",
            rounds(number)
        );
        assert_eq!(browser.client.execute_async(&run, vec![]).await.unwrap(), json!(1));
        for _ in 0..4 {
            // The page frees what it hears is gone, and hears of this after that.
            browser.eval("(window.isGone = false, gone.register({}), 1)").await;
            browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
            browser.until("nothing was collected", "window.isGone").await;
        }
        let dom = browser.devtools("Memory.getDOMCounters", json!({})).await;
        let heap = browser.devtools("Runtime.getHeapUsage", json!({})).await;
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let used = number(&heap["usedSize"]) + number(&heap["backingStorageSize"]);
        (number(&dom["nodes"]), number(&dom["jsEventListeners"]), used)
    };
    browser
        .client
        .update_timeouts(fantoccini::wd::TimeoutConfiguration::new(
            Some(std::time::Duration::from_secs(240)),
            None,
            None,
        ))
        .await
        .unwrap();
    browser.devtools("HeapProfiler.enable", json!({})).await;
    browser
        .eval("(window.gone = new FinalizationRegistry(() => { window.isGone = true; }), 1)")
        .await;
    // The browser learns the code in the first thousand.
    counted(1000).await;
    counted(10).await;
    let (nodes, listeners, heap) = counted(10).await;
    let (nodes_after, listeners_after, heap_after) = counted(1000).await;
    assert!(nodes_after <= nodes + 20.0, "{nodes} nodes became {nodes_after}");
    assert!(listeners_after <= listeners + 20.0, "{listeners} listeners became {listeners_after}");
    assert!(heap_after <= heap + 50_000.0, "{heap} bytes became {heap_after}");
    stage.close().await;
}
