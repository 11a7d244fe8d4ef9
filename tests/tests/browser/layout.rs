//! The page's shape: lines that clear stacked marks, right to left, the smallest screens.

use bantin_tests::browser::Browser;
use bantin_tests::newsroom::Newsroom;
use bantin_tests::{close, needs, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";
const SIDEWAYS: &str = "document.documentElement.scrollWidth > innerWidth";

/// Of every headline and paragraph on the page: how far the highest and the lowest of these letters reach beyond
/// the line they stand in, so that they would meet the letters of the next.
const OVERLAPS: &str = r#"(() => {
    const pen = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll("h1, h2, h3, p, .related-headline")]
        .filter((one) => one.innerText.trim() && one.offsetHeight > 4)
        .map((one) => {
            const look = getComputedStyle(one);
            // Large, since letters are measured in whole pixels.
            pen.font = `${look.fontStyle} ${look.fontWeight} 1000px ${look.fontFamily}`;
            const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText("ẾỘỮẪỔẶ");
            const letters = ((up + down) / 1000) * parseFloat(look.fontSize);
            return [letters, parseFloat(look.lineHeight), one.outerHTML.slice(0, 60)];
        })
        .filter(([letters, line]) => !(letters > 5 && letters <= line + 0.01));
})()"#;

#[tokio::test(flavor = "multi_thread")]
async fn stacked_marks_of_two_lines_never_meet() {
    let (newsroom, browser) = open(1280, 900, "").await;
    for width in [360, 1280] {
        browser.resize(width, 900).await;
        for path in ["/", ARTICLE, "/sections/thoi-su/", "/search/?q=cau"] {
            browser.go(&newsroom.url(path)).await;
            browser.app().await;
            assert_eq!(browser.eval(OVERLAPS).await, json!([]), "{path} at {width}");
        }
    }
    // The same in the other typeface.
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(document.documentElement.dataset.font = 'sans', 1)").await;
    assert_eq!(browser.eval(OVERLAPS).await, json!([]));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_smallest_screens_and_the_largest_zoom_scroll_one_way_only() {
    let (newsroom, browser) = open(320, 568, "").await;
    let paths = ["/", ARTICLE, "/sections/thoi-su/", "/search/?q=cau", "/saved/", "/nowhere/"];
    for path in paths {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        assert_eq!(browser.eval(SIDEWAYS).await, json!(false), "{path}");
        let cut = "[...document.querySelectorAll('.masthead-tools a, .masthead-tools summary, .button, .star')].filter((one) => one.offsetWidth && one.getBoundingClientRect().right > innerWidth + 0.5).map((one) => one.outerHTML)";
        assert_eq!(browser.eval(cut).await, json!([]), "{path}");
    }
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // The largest text on it: 150 % of 400 %.
    browser.eval("(document.documentElement.dataset.size = '5', 1)").await;
    assert_eq!(browser.eval(SIDEWAYS).await, json!(false));
    browser.shot("article-320-largest").await;
    close(newsroom, browser).await;
}

/// A newsroom that carries an article in Arabic.
async fn with_arabic() -> (Newsroom, Browser) {
    let source = tempfile::tempdir().unwrap();
    let site = "name = \"Bản Tin\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sections]]\nid = \"the-gioi\"\nname = \"Thế giới\"\nlang = \"vi\"\n";
    std::fs::write(source.path().join("site.toml"), site).unwrap();
    let text = "---\ntitle: \"سوق السمك يفتح أبوابه قبل الفجر\"\nlang: ar\nsection: the-gioi\nauthors: [\"ليلى\"]\n\
         published: 2023-08-11T11:50:00+07:00\nlead: \"يصل الصيادون إلى الميناء في الثالثة صباحًا.\"\n---\n\n\
         يصل أول القوارب والظلام لا يزال كثيفًا. ينادي الباعة على السردين والروبيان.\n\n\
         > نعرف البحر من رائحته.\n\n- سردين\n- روبيان\n\n\
         | النوع | السعر |\n|---|---|\n| سردين | 20 |\n";
    std::fs::write(source.path().join("souq.md"), text).unwrap();
    let newsroom = Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await;
    (newsroom, Browser::open(360, 780).await)
}

/// Whether an element's text begins at the right of it.
fn begins_right(selector: &str) -> String {
    format!(
        "(() => {{ const one = document.querySelector('{selector}'); const range = document.createRange(); range.selectNodeContents(one); const text = [...range.getClientRects()].at(-1); const box = one.getBoundingClientRect(); return Math.abs(box.right - text.right) < Math.abs(box.left - text.left); }})()"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_from_right_to_left_turns_its_page_round() {
    let (newsroom, browser) = with_arabic().await;
    browser.go(&newsroom.url("/articles/souq/")).await;
    browser.app().await;
    browser.shot("article-360-arabic").await;
    for selector in ["h1", ".lead", ".article-body p", ".article-body li", ".article-body td"] {
        let selector = format!(".article {selector}");
        assert_eq!(browser.eval(&begins_right(&selector)).await, json!(true), "{selector}");
    }
    // Whatever points to a side points to the other one.
    let sides = "(() => { const look = (s) => getComputedStyle(document.querySelector(s)); return [look('.article').direction, look('.quote').borderRightStyle, look('.quote').borderLeftStyle, look('.masthead').direction]; })()";
    assert_eq!(browser.eval(sides).await, json!(["rtl", "solid", "none", "rtl"]));
    assert_eq!(browser.eval(SIDEWAYS).await, json!(false));
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_page_turns_round() {
    let (newsroom, browser) = open(360, 780, "").await;
    for (width, path) in [(360, "/"), (1280, "/"), (360, ARTICLE), (1280, ARTICLE)] {
        browser.resize(width, 900).await;
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        let left = "document.querySelector('.masthead-name').getBoundingClientRect().left";
        let right =
            "innerWidth - document.querySelector('.masthead-name').getBoundingClientRect().right";
        let before = browser.eval(left).await.as_f64().unwrap();
        // As the page of a language that is written so has it.
        browser.eval("(document.documentElement.dir = 'rtl', 1)").await;
        let after = browser.eval(right).await.as_f64().unwrap();
        assert!(
            (before - after).abs() < 1.0,
            "the name stands {after} px from the right, not {before}"
        );
        assert_eq!(browser.eval(SIDEWAYS).await, json!(false), "{path} at {width}");
        let outside = "[...document.querySelectorAll('main *')].filter((one) => { const { left, right, width } = one.getBoundingClientRect(); return width > 2 && (left < -0.5 || right > innerWidth + 0.5) && !one.closest('.table, .sections, .star-words'); }).map((one) => one.outerHTML.slice(0, 80))";
        assert_eq!(browser.eval(outside).await, json!([]), "{path} at {width}");
        browser.shot(&format!("rtl-{width}-{}", path.len())).await;
    }
    browser.click(".settings summary").await;
    browser.until("the panel stayed empty", UNFOLDED).await;
    let panel = "(({ left, right }) => left >= 0 && right <= innerWidth)(document.querySelector('.settings-panel').getBoundingClientRect())";
    assert_eq!(browser.eval(panel).await, json!(true));
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    close(newsroom, browser).await;
}

/// One word as long as nobody writes any, but addresses are.
const WORD: &str = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft0123456789abcdefghijklmnopqrstuvwxyz";

/// A newsroom whose every text has that word in it, and two pictures.
async fn with_long_words() -> Newsroom {
    let source = tempfile::tempdir().unwrap();
    let folder = source.path();
    let pictures = bantin_tests::newsroom::root().join("server/sample/pictures");
    for name in ["ao-dai.jpg", "ao-tom.jpg"] {
        std::fs::copy(pictures.join(name), folder.join(name)).unwrap();
    }
    let section = |id: &str, lang: &str| {
        format!("[[sections]]\nid = \"{id}\"\nname = \"{id} {WORD}\"\nlang = \"{lang}\"\n")
    };
    let site = format!(
        "name = \"Bản Tin\"\ndescription = \"{WORD}\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"vi\", \"en\"]\n\
         time_zone = \"Asia/Ho_Chi_Minh\"\n{}{}",
        section("thoi-su", "vi"),
        section("news", "en")
    );
    std::fs::write(folder.join("site.toml"), site).unwrap();
    for number in 1..=9 {
        let (lang, section) = if number == 9 { ("en", "news") } else { ("vi", "thoi-su") };
        let image = match number {
            1..=2 | 9 => String::new(),
            _ => format!(
                "image:\n  src: ao-{}.jpg\n  alt: \"{WORD}\"\n  caption: \"{WORD}\"\n  credit: \"{WORD}\"\n",
                if number % 2 == 0 { "dai" } else { "tom" }
            ),
        };
        let text = format!(
            "---\ntitle: \"Cầu {number} {WORD}\"\nlang: {lang}\nsection: {section}\ntags: [\"the {WORD}\"]\nauthors: [\"Tac {WORD}\"]\n\
             published: 2023-08-1{number}T11:50:00+07:00\nlead: \"Cầu https://news.example/{WORD}\"\n{image}---\n\n\
             Cầu {WORD} và [{WORD}](https://news.example/{WORD}), `{WORD}`.\n\n## {WORD}\n\n> {WORD}\n>\n> — {WORD}\n\n\
             - {WORD}\n\n1. {WORD}\n\n| {WORD} | Hai |\n|---|---|\n| Ba | {WORD} |\n\n\
             https://www.youtube.com/watch?v={number}\n"
        );
        std::fs::write(folder.join(format!("bai-{number}.md")), text).unwrap();
    }
    Newsroom::of(vec![folder.to_string_lossy().into_owned()]).await
}

/// Whatever stands outside of the window and may be seen there, or is cut off by what it stands in. Tables and the line of
/// sections scroll by themselves.
const CUT: &str = r#"(() => {
    const apart = ".table, .sections, .visually-hidden, .skip, .star-words, .star-radio, .settings-panel, #announcement, [hidden]";
    return [...document.querySelectorAll("body *")]
        .filter((one) => {
            if (one.closest(apart) || !one.checkVisibility?.()) return false;
            const { left, right, width, height } = one.getBoundingClientRect();
            if (width < 2 || height < 2) return false;
            const isCut = getComputedStyle(one).overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1;
            return isCut || left < -6.5 || right > innerWidth + 0.5;
        })
        .map((one) => one.outerHTML.slice(0, 90));
})()"#;

/// What unfolds at "Aa", once it is drawn.
const UNFOLDED: &str = "document.querySelector('.settings[open] input')";

/// Whether what unfolds at "Aa" stands in the window, from one side to the other, with all that is in it.
const PANEL: &str = r#"(() => {
    const settings = document.querySelector(".settings");
    const panel = settings.querySelector(".settings-panel");
    const { left, right } = panel.getBoundingClientRect();
    const isWhole = left >= 0 && right <= innerWidth && panel.scrollWidth <= panel.clientWidth + 1;
    settings.open = false;
    return isWhole;
})()"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_word_longer_than_its_line_breaks_on_every_kind_of_page() {
    let newsroom = with_long_words().await;
    let browser = Browser::open(320, 700).await;
    let links = "[...new Set([...document.querySelectorAll('a[rel=author], .tags a')].map((one) => new URL(one.href).pathname))]";
    browser.go(&newsroom.url("/articles/bai-4/")).await;
    browser.app().await;
    let lists: Vec<String> = serde_json::from_value(browser.eval(links).await).unwrap();
    assert_eq!(lists.len(), 2, "{lists:?}");
    let mut paths: Vec<String> = [
        "/",
        "/en/",
        "/sections/thoi-su/",
        "/articles/bai-1/",
        "/articles/bai-4/",
        "/articles/bai-9/",
        "/search/?q=cau",
        "/archive/2023-08/",
        "/archive/",
        "/saved/",
        "/nowhere/",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.extend(lists);
    for width in [320, 360, 1280] {
        browser.resize(width, 700).await;
        for path in &paths {
            browser.go(&newsroom.url(path)).await;
            browser.app().await;
            assert_eq!(browser.eval(SIDEWAYS).await, json!(false), "{path} at {width}");
            assert_eq!(browser.eval(CUT).await, json!([]), "{path} at {width}");
            if width != 360 {
                browser.shot(&format!("long-{width}-{}", path.replace('/', "_"))).await;
            }
        }
        // A table scrolls in its place.
        browser.go(&newsroom.url("/articles/bai-1/")).await;
        let table = "(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)(document.querySelector('.table'))";
        assert_eq!(browser.eval(table).await, json!(true), "at {width}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_of_every_size_fit_every_screen() {
    needs!(Devices, "its driver cannot set the browser's own size of letters");
    let (newsroom, browser) = open(320, 700, "").await;
    let paths = [
        "/",
        "/en/",
        ARTICLE,
        "/articles/electric-buses-carry-41-300-in-their-free-week/",
        "/sections/business/",
        "/sections/thoi-su/",
        "/search/?q=cau",
        "/saved/",
        "/nowhere/",
    ];
    for usual in [16, 32] {
        let sizes = json!({ "fontSizes": { "standard": usual, "fixed": usual } });
        browser.devtools("Page.setFontSizes", sizes).await;
        for path in paths {
            browser.go(&newsroom.url(path)).await;
            browser.app().await;
            let root = "parseFloat(getComputedStyle(document.documentElement).fontSize)";
            assert_eq!(browser.eval(root).await, json!(usual), "the browser's own size");
            for width in [320, 360, 768, 1280, 2560] {
                browser.resize(width, 700).await;
                for size in [1, 2, 3, 4, 5] {
                    browser
                        .eval(&format!("(document.documentElement.dataset.size = '{size}', 1)"))
                        .await;
                    let what = format!("{path} at {width}, letters {usual}, size {size}");
                    assert_eq!(browser.eval(SIDEWAYS).await, json!(false), "{what}");
                    assert_eq!(browser.eval(CUT).await, json!([]), "{what}");
                    browser.eval("document.querySelector('.settings').open = true").await;
                    browser.until("the panel stayed empty", UNFOLDED).await;
                    assert_eq!(browser.eval(PANEL).await, json!(true), "{what}");
                    if usual == 32 && size == 5 && width < 1000 {
                        browser.shot(&format!("large-{width}-{}", path.replace('/', "_"))).await;
                    }
                }
            }
        }
    }
    close(newsroom, browser).await;
}
