//! Where an element stands: columns of every width, other documents, another language around it, a page with keys and an
//! outline of its own, a sheet of paper.

use bantin_tests::browser::Medium;
use bantin_tests::needs;
use serde_json::{Value, json};

use crate::widgets::{ARTICLE, Stage, part, told};

/// Every element of the widgets, in an order that the tests refer to.
const NAMES: [&str; 3] = ["bantin-rating", "bantin-related", "bantin-latest"];

/// The three of them.
fn all() -> String {
    format!(
        "<bantin-rating article=\"{ARTICLE}\"></bantin-rating>\
         <bantin-related article=\"{ARTICLE}\" limit=\"2\"></bantin-related><bantin-latest limit=\"2\"></bantin-latest>"
    )
}

/// What is wrong with the words of the stars in the column: outside of it, cut, over the stars, or not to be seen.
const WORDS: &str = r#"(() => {
    const column = document.getElementById("column").getBoundingClientRect();
    const root = document.querySelector("bantin-rating").shadowRoot;
    const shapes = [...root.querySelectorAll(".star-shape")].map((one) => one.getBoundingClientRect());
    const wrong = [];
    for (const radio of root.querySelectorAll(".star-radio")) {
        radio.focus({ focusVisible: true });
        const words = radio.nextElementSibling.querySelector(".star-words");
        const box = words.getBoundingClientRect();
        const isInside = box.left >= column.left - 7 && box.right <= column.right + 7;
        const isWhole = box.height > 15 && words.scrollWidth <= words.clientWidth + 1 && getComputedStyle(words).clipPath === "none";
        const isOver = shapes.some((one) => one.left < box.right - 1 && one.right > box.left + 1 && one.top < box.bottom - 1 && one.bottom > box.top + 1);
        if (!isInside || !isWhole || isOver) wrong.push([words.textContent, isInside, isWhole, isOver]);
    }
    return wrong;
})()"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_rating_keeps_to_columns_of_every_width_in_both_directions() {
    let stage = Stage::open(1280, "").await;
    let browser = &stage.browser;
    let body = format!(
        "<div id=\"column\" style=\"display: grid; grid-template-columns: 1fr\">{}</div>",
        stage.lines(&format!("<bantin-rating article=\"{ARTICLE}\" lang=\"en\"></bantin-rating>"))
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    stage.see_in("bantin-rating", "Choose a number").await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Saved: you rated it 4 out of 5.").await;
    browser.eval(&format!("({}.open = true, 1)", part("bantin-rating", ".histogram"))).await;
    for width in [200, 240, 260, 300, 320, 340, 400, 640, 900, 1200] {
        for direction in ["ltr", "rtl"] {
            let shape = format!(
                "(document.documentElement.dir = '{direction}', document.querySelector('#column').style.width = '{width}px', 1)"
            );
            browser.eval(&shape).await;
            let what = format!("{width} px, {direction}");
            // What is hidden takes no room, either.
            let sideways = "document.documentElement.scrollWidth - innerWidth";
            assert_eq!(browser.eval(sideways).await, json!(0), "{what}");
            let wide = "Math.max(document.querySelector('bantin-rating').getBoundingClientRect().width, document.querySelector('#column').scrollWidth)";
            assert!(browser.eval(wide).await.as_f64().unwrap() <= width as f64 + 1.0, "{what}");
            let inside = format!("{}.scrollWidth", part("bantin-rating", ".rating"));
            let inside = browser.eval(&inside).await.as_u64().unwrap();
            assert!(inside <= width + 1, "{what}: {inside}");
            assert_eq!(browser.eval(WORDS).await, json!([]), "{what}");
        }
    }
    browser.eval("(document.documentElement.dir = 'ltr', 1)").await;
    for width in [260, 640] {
        browser
            .eval(&format!("(document.querySelector('#column').style.width = '{width}px', 1)"))
            .await;
        let last = part("bantin-rating", ".star-radio:last-of-type");
        browser.eval(&format!("({last}.focus(), 1)")).await;
        browser.shot(&format!("widget-column-{width}")).await;
    }
    // Where nothing says how wide it is, it is as wide as its words and stars.
    browser
        .eval("(document.querySelector('#column').style.cssText = 'display: flex', document.querySelector('bantin-rating').style.flex = 'none', 1)")
        .await;
    let width = "document.querySelector('bantin-rating').offsetWidth";
    let width = browser.eval(width).await.as_u64().unwrap();
    assert!(width >= 230, "{width}");
    stage.close().await;
}

/// What shows that an element has its looks: the words above it are quiet capitals, between lines of a list there is one.
fn looks(document: &str) -> String {
    format!(
        "[...{document}.querySelectorAll('{}')].map((one) => {{ \
           const view = one.ownerDocument.defaultView; \
           const look = (selector) => view.getComputedStyle(one.shadowRoot.querySelector(selector)); \
           return [one.localName, look('.rubric').textTransform, look('.in').minWidth, look('.bantin').display, one.offsetHeight < 700].join(' '); }})",
        NAMES.join(", ")
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn elements_keep_their_looks_in_other_documents() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let body = stage.lines(&format!(
        "<div id=\"here\">{}</div><iframe id=\"frame\" width=\"600\" height=\"1500\"></iframe>",
        all()
    ));
    // A style of the element's own would be forbidden.
    browser.go(&stage.host.page("/", Some(&stage.policy()), &body)).await;
    told(browser, "ready", 3).await;
    let wanted: Vec<String> =
        NAMES.iter().map(|name| format!("{name} uppercase 0px block true")).collect();
    let (here, there) = (looks("document"), looks("frame.contentDocument"));
    assert_eq!(browser.eval(&here).await, json!(wanted));
    for round in ["there", "and back", "and again"] {
        let (to, looks) = match round {
            "and back" => ("here", &here),
            _ => ("frame.contentDocument.body", &there),
        };
        let go = format!("({to}.append(...window.moved), 1)");
        browser
            .eval(&format!(
                "(window.moved ??= [...document.querySelectorAll('{}')], 1)",
                NAMES.join(", ")
            ))
            .await;
        browser.eval(&go).await;
        browser.painted().await;
        assert_eq!(browser.eval(looks).await, json!(wanted), "{round}");
    }
    // It is the same element, and takes votes where it is.
    let star = "moved[0].shadowRoot.querySelector('label.star:nth-of-type(4)').click()";
    browser.eval(star).await;
    let says = "moved[0].shadowRoot.querySelector('.in').textContent.includes('Đã lưu: bạn chấm 4 trên 5.')";
    browser.until("the vote was not taken there", says).await;
    // One that is made here and was never anywhere is put there.
    let make = format!(
        "(frame.contentDocument.body.replaceChildren(...['{}'].map((name) => Object.assign(document.createElement(name), {{ article: '{ARTICLE}', limit: '2' }}))), 1)",
        NAMES.join("', '")
    );
    browser.eval(&make).await;
    let are_there = "[...frame.contentDocument.body.children].every((one) => one.shadowRoot.querySelector('.rubric'))";
    browser.until("they never came", are_there).await;
    browser.painted().await;
    assert_eq!(browser.eval(&there).await, json!(wanted));
    // And into a window of its own, behind which no frame of this one is painted. WebKit's driver opens none.
    browser.inject("window.popup = open('about:blank')").await;
    if browser.eval("Boolean(window.popup)").await == json!(true) {
        let is_as_wanted =
            |looks: &str| format!("JSON.stringify({looks}) === JSON.stringify({})", json!(wanted));
        let go = "popup.document.body.append(...frame.contentDocument.body.children)";
        browser.until("the window never opened", "popup.document.readyState === 'complete'").await;
        browser.eval(&format!("({go}, 1)")).await;
        browser.until("not in a window", &is_as_wanted(&looks("popup.document"))).await;
        browser.eval("(here.append(...popup.document.body.children), popup.close(), 1)").await;
        browser.until("not back from a window", &is_as_wanted(&here)).await;
    }
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn as_much_room_is_reserved_as_headlines_may_come() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    for (limit, rows) in [
        ("100", 20.0),
        ("20", 20.0),
        ("7", 7.0),
        ("0", 5.0),
        ("-3", 1.0),
        ("abc", 5.0),
        ("", 5.0),
        ("2.5", 2.0),
    ] {
        let body = format!(
            "<div style=\"height: 3000px\"></div>{}<p>sau</p>",
            stage.lines(&format!("<bantin-latest limit=\"{limit}\"></bantin-latest>"))
        );
        browser.go(&stage.host.page("/", None, &body)).await;
        let height = format!("{}.offsetHeight", part("bantin-latest", ".room"));
        browser.until("nothing is defined", "customElements.get('bantin-latest')").await;
        let reserved = browser.eval(&height).await.as_f64().unwrap();
        assert!((reserved - (rows * 6.8 + 3.0) * 16.0).abs() < 1.0, "limit={limit}: {reserved}");
        browser.eval("(scrollTo(0, 2800), 1)").await;
        told(browser, "ready", 1).await;
        let shown = "document.querySelector('bantin-latest').shadowRoot.querySelectorAll('.related-item').length";
        let shown = browser.eval(shown).await.as_f64().unwrap();
        assert!(shown <= rows && shown >= rows.min(7.0), "limit={limit}: {shown}");
        let after = browser.eval(&height).await.as_f64().unwrap();
        assert!((after - reserved).abs() < 1.0, "limit={limit}: {reserved}, then {after}");
    }
    // It follows while nothing has come yet.
    let body = format!(
        "<div style=\"height: 3000px\"></div>{}",
        stage.lines("<bantin-latest limit=\"2\"></bantin-latest>")
    );
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.until("nothing is defined", "customElements.get('bantin-latest')").await;
    browser.eval("(document.querySelector('bantin-latest').limit = 9, 1)").await;
    let height = format!("{}.offsetHeight", part("bantin-latest", ".room"));
    let reserved = browser.eval(&height).await.as_f64().unwrap();
    assert!((reserved - (9.0 * 6.8 + 3.0) * 16.0).abs() < 1.0, "{reserved}");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_found_through_nested_shadows_and_followed() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let body = stage.lines("<section id=\"far\" lang=\"en\"><div id=\"outer\"></div></section>");
    browser.go(&stage.host.page("/", None, &body)).await;
    let nest = format!(
        "(() => {{ const one = outer.attachShadow({{ mode: 'open' }}); one.innerHTML = '<div></div>'; \
           const two = one.firstChild.attachShadow({{ mode: 'open' }}); \
           window.w = Object.assign(document.createElement('bantin-rating'), {{ article: '{ARTICLE}' }}); two.append(w); return 1; }})()"
    );
    browser.until("nothing is defined", "customElements.get('bantin-rating')").await;
    browser.eval(&nest).await;
    let says = |words: &str| {
        format!("w.shadowRoot.querySelector('.in').textContent.includes({})", json!(words))
    };
    browser.until("it is not in English", &says("Choose a number")).await;
    browser.eval("(far.lang = 'vi', 1)").await;
    browser.until("it does not follow", &says("Chọn số sao")).await;
    // Nearer than that, in a shadow of the page's; then not said there any more.
    browser.eval("(outer.shadowRoot.firstChild.lang = 'en', 1)").await;
    browser.until("it does not follow in a shadow", &says("Choose a number")).await;
    browser.eval("(outer.shadowRoot.firstChild.removeAttribute('lang'), 1)").await;
    browser.until("it does not follow back", &says("Chọn số sao")).await;
    // Moved to a place that is in another language, and followed there.
    let there = "document.body.insertAdjacentHTML('beforeend', '<p lang=\"en\" id=\"near\"></p>')";
    browser.eval(&format!("({there}, near.append(w), 1)")).await;
    browser.until("it does not follow where it goes", &says("Choose a number")).await;
    browser.eval("(near.lang = 'vi', 1)").await;
    browser.until("it does not follow there", &says("Chọn số sao")).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_a_rating_uses_are_none_of_the_page_s() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    stage.show(&format!("<bantin-rating article=\"{ARTICLE}\"></bantin-rating>")).await;
    stage.see_in("bantin-rating", "Chọn số sao").await;
    let note = "(window.heard = [], ['keydown', 'keyup'].forEach((name) => document.addEventListener(name, ({ key, type }) => heard.push(`${type} ${key}`))), 1)";
    browser.eval(note).await;
    let first = part("bantin-rating", ".star-radio");
    browser.eval(&format!("({first}.focus(), 1)")).await;
    for key in ["\u{E014}", "\u{E012}", "\u{E013}", "\u{E015}", " ", "\u{E007}"] {
        browser.press(key).await;
    }
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm").await;
    assert_eq!(browser.eval("heard").await, json!([]));
    // A letter is the page's, though the focus is in here.
    browser.press("j").await;
    assert_eq!(browser.eval("heard").await, json!(["keydown j", "keyup j"]));
    // A button uses what presses it.
    browser.eval("(heard.length = 0, 1)").await;
    let clear = part("bantin-rating", ".rating-actions button:last-of-type");
    browser.eval(&format!("({clear}.focus(), 1)")).await;
    browser.press("\u{E007}").await;
    stage.see_in("bantin-rating", "Đã xóa đánh giá của bạn.").await;
    let pressed = browser.eval("heard.filter((one) => one.startsWith('keydown'))").await;
    assert_eq!(pressed, json!([]));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_where_in_its_outline_a_widget_stands() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let body = stage.lines(&format!("<main><h1>Một</h1><h2>Hai</h2><h3>Ba</h3>{}</main>", all()));
    browser.go(&stage.host.page("/", None, &body)).await;
    told(browser, "ready", 3).await;
    let headings = format!(
        "[...document.querySelectorAll('{}')].map((one) => {{ const heading = one.shadowRoot.querySelector('h2'); return [heading.ariaLevel, heading.role]; }})",
        NAMES.join(", ")
    );
    assert_eq!(browser.eval(&headings).await, json!([[null, null], [null, null], [null, null]]));
    for (level, wanted) in [("4", json!(["4", null])), ("none", json!([null, "none"]))] {
        let set = format!(
            "(told.length = 0, document.querySelectorAll('{}').forEach((one) => one.setAttribute('heading-level', '{level}')), 1)",
            NAMES.join(", ")
        );
        browser.eval(&set).await;
        told(browser, "ready", 3).await;
        assert_eq!(browser.eval(&headings).await, json!([wanted, wanted, wanted]), "{level}");
        // What it is named by stays, also where it is no heading.
        let names = "[...document.querySelectorAll('bantin-rating')].map((one) => one.shadowRoot.querySelector('section').getAttribute('aria-labelledby') === one.shadowRoot.querySelector('h2').id)";
        assert_eq!(browser.eval(names).await, json!([true]));
        assert_eq!(browser.axe().await, Value::Array(vec![]), "{level}");
    }
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_failed_is_tried_again_when_the_network_returns_or_one_is_asked() {
    for way in ["the network returns", "one is asked"] {
        // A browser of its own: some remember from one page to the next what failed.
        let stage = Stage::open(768, "").await;
        let browser = &stage.browser;
        browser.block(&["/embed/0"]).await;
        stage.show(&all()).await;
        told(browser, "error", 3).await;
        browser.block(&[]).await;
        let again = match way {
            "one is asked" => format!("{}.click()", part("bantin-related", "button")),
            _ => "dispatchEvent(new Event('online'))".to_owned(),
        };
        browser.eval(&format!("({again}, 1)")).await;
        told(browser, "ready", 3).await;
        stage.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_to_be_printed_does_not_wait_until_it_is_near_the_screen() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let body = format!("<div style=\"height: 5000px\"></div>{}", stage.lines(&all()));
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.until("nothing is defined", "customElements.get('bantin-latest')").await;
    browser.painted().await;
    assert_eq!(browser.eval("told").await, json!([]));
    browser.eval("(dispatchEvent(new Event('beforeprint')), 1)").await;
    told(browser, "ready", 3).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_room_is_kept_on_paper_for_what_has_not_arrived() {
    needs!(Colours, "its driver shows no shadow root as on paper");
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    let body = format!("<div style=\"height: 5000px\"></div>{}", stage.lines(&all()));
    browser.go(&stage.host.page("/", None, &body)).await;
    browser.until("nothing is defined", "customElements.get('bantin-latest')").await;
    let heights = format!(
        "[...document.querySelectorAll('{}')].map((one) => one.offsetHeight)",
        NAMES.join(", ")
    );
    let on_screen = browser.eval(&heights).await;
    let is_kept = |height: &Value| height.as_f64() > Some(50.0);
    assert!(on_screen.as_array().unwrap().iter().all(is_kept), "{on_screen}");
    browser.show_in(Medium::Print).await;
    assert_eq!(browser.eval(&heights).await, json!([0, 0, 0]));
    stage.close().await;
}

/// What old libraries have put in the place of the newer ways to put nodes into a page.
const APPENDS: &str = r#"
    for (const kind of [Element, Document, DocumentFragment]) {
        for (const name of ["append", "prepend", "replaceChildren"]) {
            kind.prototype[name] = function (html) { this.innerHTML = String(html); return this; };
        }
    }
    for (const name of ["before", "after", "replaceWith"]) Element.prototype[name] = () => {};
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_appends_in_its_own_way_destroys_nothing() {
    let stage = Stage::open(768, "").await;
    let browser = &stage.browser;
    stage.host.script("/appends.js", APPENDS);
    let body = format!("<script src=\"/appends.js\"></script>{}", stage.lines(&all()));
    browser.go(&stage.host.page("/", None, &body)).await;
    told(browser, "ready", 3).await;
    stage.rate(4).await;
    stage.see_in("bantin-rating", "Đã lưu: bạn chấm 4 trên 5.").await;
    // When it fails, its words and the way on are there as well.
    browser.block(&["/lists/", "/articles/"]).await;
    browser.eval("(document.querySelector('bantin-latest').limit = 3, 1)").await;
    told(browser, "error", 1).await;
    let button = part("bantin-latest", "button");
    assert_eq!(browser.eval(&format!("{button}.textContent")).await, "Thử lại");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_in_the_styles_of_the_page_change_no_star() {
    let stage = Stage::open(1280, "").await;
    let browser = &stage.browser;
    let rating = format!("<bantin-rating article=\"{ARTICLE}\" lang=\"en\"></bantin-rating>");
    browser.go(&stage.host.page("/", None, &stage.lines(&rating))).await;
    stage.see_in("bantin-rating", "Choose a number").await;
    let star = part("bantin-rating", ".star-shape");
    let paint = format!("[getComputedStyle({star}).stroke, getComputedStyle({star}).fill]");
    let before = browser.eval(&paint).await;
    assert!(before[0].as_str().unwrap().starts_with("rgb"), "{before}");
    let name = "['--edge', '--fill'].forEach((name) => document.documentElement.style.setProperty(name, '3px'))";
    browser.eval(&format!("({name}, 1)")).await;
    assert_eq!(browser.eval(&paint).await, before);
    stage.close().await;
}
