//! Pages that are hard to live on.

use bantin_tests::browser::Medium;
use bantin_tests::elsewhere::Page;
use bantin_tests::needs;
use serde_json::{Value, json};

use crate::widgets::{ARTICLE, Stage, part, told};

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_lives_under_the_strictest_policy_and_the_worst_stylesheet() {
    let stage = Stage::open(768, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    let css = Page {
        text: "* { all: unset !important; } html { font-size: 5px; } .rating { display: none !important; } \
               bantin-rating { min-height: 300px; }"
            .to_owned(),
        policy: None,
        media_type: "text/css",
    };
    stage.host.put("/reset.css", css);
    // What is global before anything of ours has run.
    stage.host.script("/first.js", "window.before = new Set(Object.getOwnPropertyNames(window));");
    let lines = stage.lines(&format!(
        "<link rel=\"stylesheet\" href=\"/reset.css\"><script src=\"/first.js\"></script>\
         <bantin-rating article=\"{ARTICLE}\">Đánh giá bài này trên Bản Tin</bantin-rating><p class=\"rating\">của tôi</p>"
    ));
    let policy = format!("{}; style-src {}", stage.policy(), stage.host.origin)
        .replace("script-src", &format!("script-src {}", stage.host.origin));
    let url = stage.host.page("/", Some(&policy), &lines);
    browser.requests().await;
    browser.go(&url).await;
    stage.see_in("bantin-rating", "Chọn số sao để đánh giá.").await;
    browser.shot("widget-hostile-768").await;

    // It looks like itself.
    let style = |selector: &str, property: &str| {
        format!("getComputedStyle({}).{property}", part("bantin-rating", selector))
    };
    for (selector, property, value) in [
        (".stars", "display", "flex"),
        (".star", "cursor", "pointer"),
        (".rating-status", "fontSize", "15px"),
        (".rating", "display", "block"),
        (".rubric", "fontWeight", "700"),
    ] {
        assert_eq!(browser.eval(&style(selector, property)).await, json!(value), "{selector}");
    }
    // And leaves the page as it was.
    let mine = "getComputedStyle(document.querySelector('p.rating')).display";
    assert_eq!(browser.eval(mine).await, "none");
    let added = "Object.getOwnPropertyNames(window).filter((n) => !before.has(n) && n !== 'before' && !/^(cdc|\\$cdc|ret_nodes)/.test(n))";
    assert_eq!(browser.eval(added).await, json!([]));
    assert_eq!(
        browser.eval("document.head.querySelectorAll('link[rel=modulepreload]').length").await,
        0
    );
    assert_eq!(browser.eval("document.title").await, "Trang của người khác");
    assert_eq!(
        browser.eval("document.activeElement === document.body && scrollY === 0").await,
        json!(true)
    );

    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    told(browser, "rated", 1).await;
    told(browser, "ready", 1).await;
    let rated = browser.eval("told.find((news) => news.name === 'rated')").await;
    let wanted =
        json!({ "name": "rated", "article": ARTICLE, "stars": 4, "average": 4, "count": 1 });
    assert_eq!(rated, wanted);
    assert_eq!(browser.eval("window.shifted").await.as_f64(), Some(0.0));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    let strangers: Vec<String> = browser
        .requests()
        .await
        .into_iter()
        .filter(|r| !r.contains(news.as_str()) && !r.contains(stage.host.origin.as_str()))
        .filter(|r| r.contains(" http"))
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonce_with_strict_dynamic_is_enough() {
    let stage = Stage::open(768, "").await;
    let news = &stage.news;
    let policy = format!(
        "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src {news}; base-uri 'none'"
    );
    let body = format!(
        "<script nonce=\"abc\" type=\"module\" src=\"{news}/embed/v1.js\"></script><bantin-rating article=\"{ARTICLE}\"></bantin-rating>"
    );
    stage.browser.go(&stage.host.page("/", Some(&policy), &body)).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    assert_eq!(stage.browser.console_errors().await, Vec::<String>::new());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_loader_can_be_pinned_by_its_hash_and_vouches_for_the_rest() {
    let stage = Stage::open(768, "").await;
    let (browser, news) = (&stage.browser, &stage.news);
    let build: Value = serde_json::from_slice(
        &std::fs::read(bantin_tests::newsroom::dist().unwrap().join("build.json")).unwrap(),
    )
    .unwrap();
    let (exact, integrity) = (&build["widgets"]["exact"], &build["widgets"]["integrity"]);
    let line = |integrity: &str| {
        format!(
            "<script type=\"module\" src=\"{news}/embed/{}/v1.js\" integrity=\"{integrity}\" crossorigin></script>\
             <bantin-rating article=\"{ARTICLE}\">Trước</bantin-rating>",
            exact.as_str().unwrap()
        )
    };
    browser.go(&stage.host.page("/", None, &line(integrity.as_str().unwrap()))).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    // Every file of it is sent to stay.
    let kept = format!(
        "Promise.all(['v1.js', 'rating.js', 'rating_bg.wasm'].map(async (f) => (await fetch('{news}/embed/{}/' + f)).headers.get('cache-control')))",
        exact.as_str().unwrap()
    );
    let kept =
        browser.client.execute_async(&format!("{kept}.then(arguments[0])"), vec![]).await.unwrap();
    assert_eq!(kept, json!(vec!["public, max-age=31536000, immutable"; 3]));
    // Another hash, and the page keeps what it had.
    browser.go(&stage.host.page("/bad", None, &line("sha384-AAAA"))).await;
    browser.see("Trước").await;
    assert_eq!(
        browser.eval("customElements.get('bantin-rating') === undefined").await,
        json!(true)
    );
    stage.close().await;
}

/// What old libraries and careful pages do to the language itself.
const PATCHED: &str = r#"
    const bad = () => { throw new Error("patched by the page"); };
    for (const name of ["map", "forEach", "filter", "find", "indexOf", "includes", "reduce", "flat", "at"]) {
        Object.defineProperty(Array.prototype, name, { value: bad, writable: true, configurable: true });
    }
    Array.prototype.shuffle = function () { return this; };
    Object.prototype.extend = function () { return this; };
    String.prototype.includes = bad;
    window.$ = window.jQuery = bad;
    for (const frozen of [Object.prototype, Array.prototype, Function.prototype, Promise.prototype, String.prototype, Element.prototype, Node.prototype, Math, JSON, Reflect]) Object.freeze(frozen);
"#;

#[tokio::test(flavor = "multi_thread")]
async fn patched_and_frozen_globals_break_nothing() {
    needs!(BrokenPages, "its driver's own scripts break on such a page");
    let stage = Stage::open(768, "").await;
    stage.host.script("/patches.js", PATCHED);
    let body = format!(
        "<script src=\"/patches.js\"></script>{}",
        stage.lines(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating><bantin-related article=\"{ARTICLE}\" limit=\"2\"></bantin-related>"))
    );
    stage.browser.go(&stage.host.page("/", None, &body)).await;
    stage.browser.until("the rating never came", "told.length").await;
    let shown = "document.querySelector('bantin-rating').shadowRoot.querySelectorAll('input[type=radio]').length === 5";
    stage.browser.until("there are no radios", shown).await;
    stage.rate(3).await;
    stage
        .browser
        .until(
            "no vote was told",
            "Array.from(told).some((news) => news.name === 'rated' && news.stars === 3)",
        )
        .await;
    let rows = "document.querySelector('bantin-related').shadowRoot.querySelectorAll('.related-item').length === 2";
    stage.browser.until("there are no other news", rows).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_vote_of_a_widget_and_of_the_app_on_one_site_is_one() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    // A page of the newsroom's own site, with the widget of the article that the app shows.
    browser.go(&format!("{}/articles/{ARTICLE}/", stage.news)).await;
    browser.see("Chọn số sao để đánh giá.").await;
    browser.app().await;
    browser.click("label.star:nth-of-type(5)").await;
    browser.see("Đã lưu: bạn chấm 5 trên 5.").await;
    let add = format!(
        "(() => {{ const s = document.createElement('script'); s.type = 'module'; s.src = '/embed/v1.js'; \
         const w = document.createElement('bantin-rating'); w.setAttribute('article', '{ARTICLE}'); document.body.prepend(w); document.head.append(s); return 1; }})()"
    );
    browser.eval(&add).await;
    browser.eval("(scrollTo(0, 0), 1)").await;
    stage.see_in("bantin-rating", "Bạn chấm 5 trên 5: rất tốt.").await;
    stage.rate(2).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 2 trên 5.").await;
    stage.see_in("bantin-rating", "1 lượt đánh giá").await;
    // Another site is another reader, and its token is its own.
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "1 lượt đánh giá").await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "2 lượt đánh giá").await;
    let keys = browser.eval("Object.keys(localStorage).sort()").await;
    assert_eq!(
        keys.to_string().matches(&format!("bantin:2:{}/api/v1/:", stage.news)).count(),
        keys.as_array().unwrap().len(),
        "{keys}"
    );
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_news_and_the_newest_lead_to_the_newsroom_unless_the_page_goes_there_itself() {
    let stage = Stage::open(360, "").await;
    let browser = &stage.browser;
    let body = stage.lines(&format!(
        "<bantin-related article=\"{ARTICLE}\" limit=\"3\"></bantin-related><bantin-latest lang=\"en\" limit=\"2\"></bantin-latest>\
         <bantin-latest section=\"van-hoa\"></bantin-latest>"
    ));
    // Pictures are not allowed here, and nothing is the worse for it.
    browser.go(&stage.host.page("/", Some(&stage.policy()), &body)).await;
    stage.see_in("bantin-related", "CÁC TIN KHÁC").await;
    told(browser, "ready", 3).await;
    let links = "[...document.querySelectorAll('bantin-related, bantin-latest')].map((w) => [...w.shadowRoot.querySelectorAll('a')].map((a) => a.href))";
    let links: Vec<Vec<String>> = serde_json::from_value(browser.eval(links).await).unwrap();
    assert_eq!(links.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2, 5]);
    assert!(
        links.iter().flatten().all(|link| link.starts_with(&format!("{}/articles/", stage.news))),
        "{links:?}"
    );
    browser.until("forbidden pictures stay", "[...document.querySelectorAll('bantin-related, bantin-latest')].every((w) => !w.shadowRoot.querySelector('img'))").await;
    browser.shot("widgets-lists-360-no-pictures").await;
    browser
        .eval("(addEventListener('bantin-navigate', (event) => event.preventDefault()), 1)")
        .await;
    browser.eval(&format!("({}.click(), 1)", part("bantin-related", "a"))).await;
    told(browser, "navigate", 1).await;
    assert_eq!(browser.eval("told.at(-1).href").await, json!(links[0][0]));
    assert!(browser.eval("location.href").await.as_str().unwrap().contains("blog.example"));

    browser.go(&stage.host.page("/free", None, &body)).await;
    told(browser, "ready", 3).await;
    browser.until("pictures never came", "[...document.querySelectorAll('bantin-related')].every((w) => [...w.shadowRoot.querySelectorAll('img')].every((i) => i.complete && i.naturalWidth))").await;
    browser.shot("widgets-lists-360").await;
    browser.eval(&format!("({}.click(), 1)", part("bantin-related", "a"))).await;
    browser.see("Đăng ngày").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn right_to_left_is_lived_with() {
    let stage = Stage::open(360, "").await;
    let browser = &stage.browser;
    let body = format!(
        "<div dir=\"rtl\">{}</div>",
        stage.lines(&format!("<bantin-rating article=\"{ARTICLE}\" lang=\"en\"></bantin-rating>"))
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    stage.see_in("bantin-rating", "Choose a number").await;
    // The first star is the rightmost, inside the page, and nothing is cut off.
    let left = |at: u8| {
        format!(
            "{}.getBoundingClientRect().left",
            part("bantin-rating", &format!("label.star:nth-of-type({at})"))
        )
    };
    let compare = format!("{} > {}", left(1), left(5));
    assert_eq!(browser.eval(&compare).await, json!(true));
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth <= innerWidth").await,
        json!(true)
    );
    browser.shot("widget-rtl-360").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn forced_colours_are_lived_with() {
    needs!(Colours, "its driver cannot force colours on a page");
    let stage = Stage::open(360, "").await;
    let browser = &stage.browser;
    browser.show_in(Medium::ForcedColours).await;
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\" lang=\"en\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "Choose a number").await;
    stage.rate(3).await;
    stage.see_in("bantin-rating", "Saved: you rated it 3 out of 5.").await;
    // Chosen and other stars differ in a colour of the system's.
    let fill = |at: u8| {
        format!(
            "getComputedStyle({}).fill",
            part("bantin-rating", &format!("label.star:nth-of-type({at}) .star-shape"))
        )
    };
    let differ = format!("{} !== {}", fill(3), fill(4));
    browser.until("chosen stars look like the others", &differ).await;
    browser.shot("widget-forced-colours-360").await;
    stage.close().await;
}
