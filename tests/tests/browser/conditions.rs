//! Whatever the reader and their device are like: more contrast, the system's colours, less motion, thumbs, a slow
//! network; and every kind of thing an article is made of.

use bantin_tests::browser::{Browser, Medium};
use bantin_tests::newsroom::{Newsroom, two_articles};
use bantin_tests::{close, needs, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const WITH_TABLE: &str = "/articles/electric-buses-carry-41-300-in-their-free-week/";
const WITH_GALLERY: &str = "/articles/bon-thang-duoi-gam-cau-go-ben-dinh/";
const WITH_EMBED: &str = "/articles/sau-tram-chiec-ghe-dau-truoc-tam-vai-trang-ben-ho-sen/";

/// Makes the browser tell pages that the reader wishes `value` for `name`.
async fn wish(browser: &Browser, name: &str, value: &str) {
    let features = json!({ "features": [{ "name": name, "value": value }] });
    browser.devtools("Emulation.setEmulatedMedia", features).await;
}

async fn read(browser: &Browser, url: &str) {
    browser.go(url).await;
    browser.app().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_more_contrast_gets_no_quiet_words() {
    needs!(Devices, "its driver cannot wish for more contrast");
    let (newsroom, browser) = open(768, 900, "").await;
    wish(&browser, "prefers-contrast", "more").await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    let quiet = "getComputedStyle(document.querySelector('.dateline')).color";
    let text = "getComputedStyle(document.querySelector('.article-body p')).color";
    assert_eq!(browser.eval(quiet).await, browser.eval(text).await, "quiet words stay quiet");
    browser.shot("contrast-more-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_system_s_colours_leave_everything_to_be_seen() {
    needs!(Colours, "its driver cannot force colours on a page");
    let (newsroom, browser) = open(768, 900, "").await;
    browser.show_in(Medium::ForcedColours).await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    browser.click("label.star:nth-of-type(4)").await;
    browser.see("Đã lưu: bạn chấm 4 trên 5.").await;
    browser
        .eval("(document.querySelector('.rating-place').scrollIntoView({ block: 'center' }), 1)")
        .await;
    browser.shot("forced-colors-768").await;
    // Chosen stars differ from the others.
    let stars = browser
        .eval("[...document.querySelectorAll('.star')].map((star) => { const shape = star.querySelector('svg, .star-shape') ?? star; const look = getComputedStyle(shape); return [look.color, look.fill, look.backgroundColor].join(' '); })")
        .await;
    let stars = stars.as_array().unwrap();
    assert_eq!(stars[0], stars[3]);
    assert_ne!(stars[3], stars[4], "a chosen star looks like one that is not");
    // Of the sections, the one that the article is of has a line, and no other.
    let lines = "[...document.querySelectorAll('.sections a')].map((one) => [one.hasAttribute('aria-current'), getComputedStyle(one).borderBottomStyle !== 'none' && getComputedStyle(one).borderBottomWidth !== '0px'])";
    for line in browser.eval(lines).await.as_array().unwrap() {
        assert_eq!(line[0], line[1], "a line below a section says that it is the current one");
    }
    // What grows with the page is painted with the system's colours, since all others are taken away.
    browser.eval("(document.querySelector('main').parentElement.insertAdjacentHTML('beforeend', '<div id=\"line\" class=\"progress progress-on\"></div>'), 1)").await;
    let line = "[getComputedStyle(document.querySelector('#line')).backgroundColor, getComputedStyle(document.body).backgroundColor]";
    let line = browser.eval(line).await;
    assert_ne!(line[0], line[1], "the line of a page that is coming cannot be seen");
    assert_ne!(line[0], "rgba(0, 0, 0, 0)");
    browser.eval("(document.querySelector('#line').remove(), 1)").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_wants_less_motion_gets_none() {
    needs!(Devices, "its driver cannot wish for less motion");
    let (newsroom, browser) = open(768, 900, "").await;
    wish(&browser, "prefers-reduced-motion", "reduce").await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    let moving = "[...document.querySelectorAll('*')].filter((one) => { const look = getComputedStyle(one); return [look.transitionDuration, look.animationDuration].join().split(',').some((time) => parseFloat(time) > 0.001); }).map((one) => one.className)";
    assert_eq!(browser.eval(moving).await, json!([]));
    assert_eq!(browser.eval("document.getAnimations().length").await, json!(0));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_can_be_touched_is_large_enough_for_a_finger() {
    let (newsroom, browser) = open(320, 640, "").await;
    for path in ["/", ARTICLE, WITH_EMBED, "/sections/thoi-su/", "/search/?q=cau", "/saved/"] {
        read(&browser, &newsroom.url(path)).await;
        // WCAG 2.2, 2.5.8: 24 px, or room around it.
        assert_eq!(browser.axe().await, Value::Array(vec![]), "{path}");
    }
    let small = "[...document.querySelectorAll('.masthead-top :is(a, summary), .article-tools button, .rating button, .pager a')].filter((one) => { const { width, height } = one.getBoundingClientRect(); return width && (width < 24 || height < 24); }).map((one) => one.outerHTML.slice(0, 90))";
    read(&browser, &newsroom.url(ARTICLE)).await;
    assert_eq!(browser.eval(small).await, json!([]));
    // The stars are what thumbs come here for.
    let stars = "[...document.querySelectorAll('.star')].every((star) => { const { width, height } = star.getBoundingClientRect(); return width >= 40 && height >= 44; })";
    assert_eq!(browser.eval(stars).await, json!(true));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thumb_is_enough() {
    needs!(Devices, "its driver has no finger");
    let (newsroom, browser) = open(360, 640, "").await;
    browser
        .devtools(
            "Emulation.setTouchEmulationEnabled",
            json!({ "enabled": true, "maxTouchPoints": 1 }),
        )
        .await;
    read(&browser, &newsroom.url("/")).await;
    tap(&browser, "main .teaser-headline a").await;
    browser.until("the article never came", "document.querySelector('.star')").await;
    tap(&browser, "label.star:nth-of-type(5)").await;
    browser.see("Đã lưu: bạn chấm 5 trên 5.").await;
    tap(&browser, ".settings summary").await;
    let settings = "document.querySelector('.settings[open] input')";
    browser.until("the settings stayed shut or empty", settings).await;
    tap(&browser, ".settings label:has([value=dark])").await;
    browser.until("it stayed day", "document.documentElement.dataset.theme === 'dark'").await;
    close(newsroom, browser).await;
}

/// Touches the middle of an element for a moment.
async fn tap(browser: &Browser, selector: &str) {
    let middle = format!(
        "(() => {{ const one = document.querySelector({}); one.scrollIntoView({{ block: 'center' }}); const box = one.getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]; }})()",
        json!(selector)
    );
    let middle = browser.eval(&middle).await;
    let point = json!([{ "x": middle[0], "y": middle[1] }]);
    for (kind, points) in [("touchStart", point), ("touchEnd", json!([]))] {
        let touch = json!({ "type": kind, "touchPoints": points });
        browser.devtools("Input.dispatchTouchEvent", touch).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_can_be_installed() {
    needs!(Devices, "it does not tell whether a page can be installed");
    let (newsroom, browser) = open(768, 900, "").await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    let manifest = browser.devtools("Page.getAppManifest", json!({})).await;
    assert_eq!(manifest["errors"], json!([]), "{manifest:#}");
    let told: Value = serde_json::from_str(manifest["data"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&told["name"], &told["display"]),
        (&json!("Bản Tin Tân Giang"), &json!("minimal-ui"))
    );
    assert_eq!(told["short_name"], "Bản Tin");
    browser
        .until(
            "no worker",
            "(navigator.serviceWorker.ready.then(() => { window.ready = true; }), window.ready)",
        )
        .await;
    let why_not = browser.devtools("Page.getInstallabilityErrors", json!({})).await;
    assert_eq!(why_not["installabilityErrors"], json!([]), "{why_not:#}");
    // Every icon is the picture that it says it is.
    let icons = "(window.icons ??= [], fetch(document.querySelector('[rel=manifest]').href).then((answer) => answer.json()).then((manifest) => manifest.icons.forEach((icon) => { const image = new Image(); image.onload = () => icons.push([icon.sizes, `${image.naturalWidth}x${image.naturalHeight}`, icon.purpose ?? 'any']); image.src = new URL(icon.src, document.querySelector('[rel=manifest]').href); })), 1)";
    browser.eval(icons).await;
    browser.until("icons are missing", "icons.length === 4").await;
    let wrong = "icons.filter(([said, is]) => said !== 'any' && said !== is)";
    assert_eq!(browser.eval(wrong).await, json!([]));
    assert_eq!(
        browser.eval("icons.some(([, , purpose]) => purpose === 'maskable')").await,
        json!(true)
    );
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_first_page_is_slow_its_shape_is_there() {
    // A page that was not prerendered, as the worker gives it without a network.
    let slow = r#"
        if (location.pathname === "/shell.html") history.replaceState(null, "", sessionStorage.at ?? "/");
        window.held = [];
        const fetched = window.fetch;
        window.fetch = (what, ...rest) => String(what.url ?? what).includes("/api/v1/")
            ? new Promise((go) => held.push(() => go(fetched(what, ...rest))))
            : fetched(what, ...rest);
        window.shifted = 0;
        new PerformanceObserver((list) => {
            for (const e of list.getEntries()) if (!e.hadRecentInput) window.shifted += e.value;
        }).observe({ type: "layout-shift", buffered: true });
    "#;
    let (newsroom, browser) = open(360, 780, slow).await;
    browser.go(&newsroom.url("/robots.txt")).await;
    browser.eval(&format!("(sessionStorage.at = '{ARTICLE}', 1)")).await;
    for width in [360, 1280] {
        browser.resize(width, 780).await;
        browser.go(&newsroom.url("/shell.html")).await;
        // It does not flash by where the page is quick.
        let style = "(({ animationDelay, animationName }) => [animationDelay, animationName])(getComputedStyle(document.querySelector('.boot')))";
        assert_eq!(browser.eval(style).await, json!(["0.3s", "boot"]));
        browser
            .until(
                "nothing was shown",
                "getComputedStyle(document.querySelector('.boot')).opacity === '1'",
            )
            .await;
        browser.shot(&format!("skeleton-{width}")).await;
        let edges = |selector: &str| {
            format!(
                "(({{ left, right }}) => [left, right])(document.querySelector('{selector}').getBoundingClientRect())"
            )
        };
        let shape = browser.eval(&edges(".boot-headline")).await;
        browser.until("nothing was asked for", "held.length").await;
        browser
            .until(
                "the page never came",
                "(held.splice(0).forEach((go) => go()), document.querySelector('.article h1'))",
            )
            .await;
        // Gone with the next frame.
        browser.until("its shape stayed", "!document.querySelector('.boot')").await;
        assert_eq!(shape, browser.eval(&edges(".article-head h1")).await, "at {width}");
        assert_eq!(browser.eval("shifted").await.as_f64(), Some(0.0));
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_come_in_the_size_that_is_needed_and_the_first_one_first() {
    let (newsroom, browser) = open(360, 780, "").await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    let pictures = "[...document.querySelectorAll('.article img')].map((one) => [one.loading, one.fetchPriority, one.width > 0 && one.height > 0])";
    let pictures = browser.eval(pictures).await;
    let pictures = pictures.as_array().unwrap();
    assert_eq!(pictures[0], json!(["eager", "high", true]));
    assert!(
        pictures.len() > 2 && pictures[1..].iter().all(|one| *one == json!(["lazy", "auto", true]))
    );
    let taken = "(() => { const one = document.querySelector('.article img'); return one.complete && one.currentSrc; })()";
    browser.until("the picture never came", taken).await;
    let small = browser.eval(taken).await;
    assert!(small.as_str().unwrap().ends_with(".webp"), "{small}");
    browser.resize(1280, 900).await;
    read(&browser, &newsroom.url(ARTICLE)).await;
    browser.until("the picture never came", taken).await;
    assert_ne!(browser.eval(taken).await, small, "a phone gets a desk's picture");
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_scroll_inside_themselves_and_nothing_of_a_video_is_fetched() {
    let (newsroom, browser) = open(320, 700, "").await;
    read(&browser, &newsroom.url(WITH_TABLE)).await;
    let table = "document.querySelector('.table')";
    assert_eq!(
        browser.eval(&format!("{table}.scrollWidth > {table}.clientWidth")).await,
        json!(true)
    );
    browser
        .eval(&format!("({table}.scrollIntoView({{ block: 'center' }}), {table}.focus(), 1)"))
        .await;
    browser.press("\u{E014}").await;
    browser.until("the arrows did not move it", &format!("{table}.scrollLeft > 0")).await;
    assert_eq!(browser.eval("document.documentElement.scrollLeft").await, json!(0));
    browser.shot("table-320").await;

    browser.requests().await;
    read(&browser, &newsroom.url(WITH_EMBED)).await;
    browser.eval("(document.querySelector('.embed').scrollIntoView({ block: 'center' }), 1)").await;
    browser.see("youtube.com").await;
    browser.shot("embed-320").await;
    let origin = newsroom.url("/");
    let requests = browser.requests().await;
    let strangers: Vec<_> =
        requests.iter().filter(|one| one.contains(" http") && !one.contains(&origin)).collect();
    assert_eq!(strangers, Vec::<&String>::new());
    // Its link leads there; that is all, until it is followed (later.rs).
    assert_eq!(
        browser.eval("document.querySelector('.embed a').hostname").await,
        "www.youtube.com"
    );
    assert_eq!(browser.eval("document.querySelectorAll('iframe, video').length").await, json!(0));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gallery_is_one_group_of_pictures_each_with_its_own_words() {
    let (newsroom, browser) = open(320, 780, "").await;
    let columns = "new Set([...document.querySelector('.gallery').querySelectorAll('.gallery-item')].map((one) => Math.round(one.getBoundingClientRect().left))).size";
    for (width, expected) in [(320, 1), (768, 2), (1280, 2)] {
        browser.resize(width, 780).await;
        read(&browser, &newsroom.url(WITH_GALLERY)).await;
        browser.eval("(document.querySelector('.gallery').scrollIntoView(), 1)").await;
        assert_eq!(browser.eval(columns).await, json!(expected), "at {width}");
        browser
            .until("pictures are missing", "[...document.querySelectorAll('.gallery img')].every((one) => one.complete && one.naturalWidth)")
            .await;
        browser.shot(&format!("gallery-{width}")).await;
    }
    let group = "(({ role, ariaLabel, children }) => [role ?? '', ariaLabel, children.length > 0])(document.querySelector('.gallery'))";
    assert_eq!(browser.eval(group).await, json!(["group", "Bộ ảnh", true]));
    let words = "[...document.querySelectorAll('.gallery-item')].every((one) => one.querySelector('img').alt && one.querySelector('.caption'))";
    assert_eq!(browser.eval(words).await, json!(true));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_without_articles_says_so_and_leads_on() {
    let source = tempfile::tempdir().unwrap();
    two_articles(source.path());
    let site = source.path().join("site.toml");
    let more = "[[sections]]\nid = \"the-thao\"\nname = \"Thể thao\"\nlang = \"vi\"\n";
    std::fs::write(&site, std::fs::read_to_string(&site).unwrap() + more).unwrap();
    let newsroom = Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await;
    let browser = Browser::open(360, 780).await;
    read(&browser, &newsroom.url("/sections/the-thao/")).await;
    browser.see("Chưa có tin nào ở đây").await;
    browser.shot("empty-360").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    browser.click("main .button").await;
    browser.see("Một bài ngắn về chuyến đò sớm").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_most_read_is_on_the_front_page() {
    let (newsroom, browser) = open(1280, 900, "").await;
    read(&browser, &newsroom.url("/")).await;
    let list = "document.querySelectorAll('.most-read-items > li a').length";
    assert_eq!(browser.eval(list).await, json!(6));
    let heading = "document.querySelector('.most-read').getAttribute('aria-labelledby')";
    assert_eq!(browser.eval(heading).await, "most-read-heading");
    let first = browser.eval("document.querySelector('.most-read-items a').textContent").await;
    browser.click(".most-read-items a").await;
    browser.until("the article never came", "document.querySelector('.article h1')").await;
    assert_eq!(browser.eval("document.querySelector('.article h1').textContent").await, first);
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_has_sixty_to_seventy_characters_on_a_desk() {
    let (newsroom, browser) = open(1280, 900, "").await;
    for path in [ARTICLE, WITH_TABLE] {
        read(&browser, &newsroom.url(path)).await;
        // Characters of the full lines of the longest paragraph: all but the last.
        let lines = r#"(() => {
            const paragraphs = [...document.querySelectorAll(".article-body > p")];
            const one = paragraphs.sort((a, b) => b.textContent.length - a.textContent.length)[0];
            const tops = new Map();
            const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
            const range = document.createRange();
            while (walker.nextNode()) {
                const { data } = walker.currentNode;
                for (let at = 0; at < data.length; at += 1) {
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + 1);
                    const top = Math.round(range.getBoundingClientRect().bottom / 8);
                    tops.set(top, (tops.get(top) ?? 0) + 1);
                }
            }
            const counts = [...tops.values()].slice(0, -1);
            return counts.reduce((sum, count) => sum + count, 0) / counts.length;
        })()"#;
        let characters = browser.eval(lines).await.as_f64().unwrap();
        assert!((60.0..=72.0).contains(&characters), "{path}: {characters} characters a line");
    }
    close(newsroom, browser).await;
}
