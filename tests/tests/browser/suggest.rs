//! What the search field suggests while a reader types: from the server and from files, by keys, mouse and ear, and
//! with as few questions as will do.

use std::time::Duration;

use bantin_tests::browser::{Browser, HOLD_TIMERS, Medium};
use bantin_tests::exported::ExportedNewsroom;
use bantin_tests::host::{Host, Program};
use bantin_tests::newsroom::Newsroom;
use bantin_tests::{close, needs, open};
use serde_json::{Value, json};

const FIELD: &str = "document.querySelector('#search-words')";
const IS_OPEN: &str = "document.querySelector('#suggestions:not([hidden])')";
const SHOWN: &str = "[...document.querySelectorAll('#suggestions:not([hidden]) [role=option]')].map((one) => one.innerText)";
const CHOSEN: &str =
    "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))";
const STATUS: &str = "document.querySelector('.search-form [role=status]').innerText";

const ENTER: &str = "\u{E007}";
const ESCAPE: &str = "\u{E00C}";
const TAB: &str = "\u{E004}";
const DOWN: &str = "\u{E015}";
const UP: &str = "\u{E013}";
const HOME: &str = "\u{E011}";
const END: &str = "\u{E010}";
const BACKSPACE: &str = "\u{E003}";

/// Longer than the pause after which it is asked. It passes when a test says so: however slow the machine, keys come
/// one right after the other.
const PAUSE: Duration = Duration::from_millis(700);

/// Counts layout shifts from the first moment on, notes questions and those whose answer has been there for some frames,
/// and holds answers back to questions that begin with `hold` or `held`.
const WATCH: &str = "window.shifted = 0; new PerformanceObserver((list) => { for (const e of list.getEntries()) window.shifted += e.value; }).observe({ type: 'layout-shift', buffered: true });
const plain = window.fetch;
window.questions = [];
window.held = [];
window.fetch = async (...all) => {
    const { url } = all[0];
    if (url?.includes('/search?')) questions.push(url);
    if (/search\\?q=h[oe]ld/.test(url)) await new Promise((go) => held.push(go));
    const answer = await plain(...all);
    const frames = (left, then) => (left ? requestAnimationFrame(() => frames(left - 1, then)) : then());
    if (url?.includes('/search?')) frames(10, () => answered.push(new URL(url).searchParams.get('q')));
    return answer;
};
window.answered = [];";

/// The search page, with the field ready to suggest.
async fn search_page(browser: &Browser, url: &str) {
    browser.go(url).await;
    browser.app().await;
    browser.click("#search-words").await;
    browser.until("the field suggests nothing", &format!("{FIELD}.role === 'combobox'")).await;
}

/// Types words in the place of what stands in the field, and waits for suggestions.
async fn suggested(browser: &Browser, words: &str) -> Vec<String> {
    browser.eval(&format!("{FIELD}.select() || 1")).await;
    browser.press(BACKSPACE).await;
    browser.until("it did not close", &format!("!{IS_OPEN}")).await;
    browser.press(words).await;
    browser.pass(PAUSE).await;
    browser.until("nothing was suggested", IS_OPEN).await;
    shown(browser).await
}

async fn shown(browser: &Browser) -> Vec<String> {
    let shown = browser.eval(SHOWN).await;
    shown.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

async fn marks(browser: &Browser) -> Value {
    let marks = "[...document.querySelectorAll('#suggestions > :first-child mark')].map((one) => one.innerText)";
    browser.eval(marks).await
}

/// Questions that the page has asked the service since the last call.
async fn questions(browser: &Browser) -> Vec<String> {
    let questions = browser.eval("questions.splice(0)").await;
    questions.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect()
}

/// Waits until the field has had the answer to this question.
async fn until_answered(browser: &Browser, question: &str) {
    let is_answered = format!("answered.includes({})", json!(question));
    browser.until(&format!("{question} was not answered"), &is_answered).await;
}

async fn is_closed(browser: &Browser, words: &str) {
    browser.until("it did not close", &format!("!{IS_OPEN}")).await;
    assert_eq!(browser.eval(&format!("{FIELD}.ariaExpanded")).await, "false");
    assert_eq!(browser.eval(&format!("{FIELD}.value")).await, words);
    browser.pass(PAUSE).await;
    assert_eq!(browser.eval(SHOWN).await, json!([]), "it opened again");
    assert_eq!(questions(browser).await, Vec::<String>::new());
}

async fn opened() -> (Newsroom, Browser) {
    let (newsroom, browser) = open(360, 740, &[HOLD_TIMERS, WATCH].concat()).await;
    search_page(&browser, &newsroom.url("/search/")).await;
    (newsroom, browser)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_types_without_marks_and_opens_a_headline_by_keys() {
    let (newsroom, browser) = opened().await;
    let found = suggested(&browser, "cau go ben").await;
    assert!((3..=6).contains(&found.len()), "{found:#?}");
    assert!(found[0].to_lowercase().contains("cầu gỗ bến đình"), "{found:#?}");
    let wanted = ["cầu", "gỗ", "bến"].map(|word| json!(word));
    let lower = marks(&browser).await.to_string().to_lowercase();
    assert_eq!(lower, Value::from(wanted.to_vec()).to_string());
    assert_eq!(browser.eval(STATUS).await, format!("Gợi ý: {}", found.len()));
    assert_eq!(browser.eval(&format!("{FIELD}.ariaExpanded")).await, "true");
    let controls = format!("document.getElementById({FIELD}.getAttribute('aria-controls'))");
    assert_eq!(
        browser.eval(&format!("{controls}.role + ' ' + {controls}.ariaLabel")).await,
        "listbox Gợi ý"
    );

    // The keys: down and up, past an end back to the words, to the first and the last.
    let chosen = format!("{CHOSEN}?.innerText ?? ''");
    let last = found.len() - 1;
    for (keys, wanted) in [
        (DOWN, found[0].as_str()),
        (DOWN, &found[1]),
        (UP, &found[0]),
        (UP, ""),
        (UP, &found[last]),
        (HOME, &found[0]),
        (END, &found[last]),
        (DOWN, ""),
        (DOWN, &found[0]),
    ] {
        browser.press(keys).await;
        assert_eq!(browser.eval(&chosen).await, wanted, "{keys:?}");
        let selected =
            "document.querySelector('#suggestions [aria-selected=true]')?.innerText ?? ''";
        assert_eq!(browser.eval(selected).await, wanted);
    }
    assert_eq!(browser.eval(&format!("{FIELD}.value")).await, "cau go ben");
    browser.press(ENTER).await;
    browser.see("Đăng ngày").await;
    assert_eq!(browser.eval("document.querySelector('main h1').innerText").await, found[0]);
    assert_eq!(browser.eval("document.activeElement.id").await, "main");
    // Back to the search page, where the field suggests as before.
    browser.client.back().await.unwrap();
    browser.until("back did not lead back", FIELD).await;
    browser.click("#search-words").await;
    browser.until("the field suggests nothing", &format!("{FIELD}.role === 'combobox'")).await;
    assert_eq!(suggested(&browser, "cau go ben").await, found);
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_with_and_without_marks_and_before_they_are_whole() {
    let source = tempfile::tempdir().unwrap();
    let site = "name = \"Bản Tin\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"vi\"]\ntime_zone = \"Asia/Ho_Chi_Minh\"\n\
         [[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n";
    std::fs::write(source.path().join("site.toml"), site).unwrap();
    for (slug, title) in [
        ("mot", "Đánh giá lại các cầu gỗ sau lũ"),
        ("hai", "Danh gia vọng tộc ở phố cổ Bến Đình"),
        ("ba", "Đánh giạt về phía giang đầu"),
    ] {
        let text = format!(
            "---\ntitle: \"{title}\"\nlang: vi\nsection: thoi-su\npublished: 2023-08-11T11:50:00+07:00\n---\n\n{title}.\n"
        );
        std::fs::write(source.path().join(format!("{slug}.md")), text).unwrap();
    }
    let newsroom = Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await;
    let browser = Browser::open(360, 740).await;
    browser.before_every_page(&[HOLD_TIMERS, WATCH].concat()).await;
    search_page(&browser, &newsroom.url("/search/")).await;
    // As it is written comes first, then what folds to the same, then words that only begin so.
    let first = "Danh gia vọng tộc ở phố cổ Bến Đình";
    let second = "Đánh giá lại các cầu gỗ sau lũ";
    let last = "Đánh giạt về phía giang đầu";
    assert_eq!(suggested(&browser, "danh gia").await, [first, second, last]);
    assert_eq!(marks(&browser).await, json!(["Danh", "gia"]));
    assert_eq!(suggested(&browser, "đánh giá").await, [second, last, first]);
    assert_eq!(marks(&browser).await, json!(["Đánh", "giá"]));
    close(newsroom, browser).await;

    let (newsroom, browser) = opened().await;
    // A word that is only begun; a single letter more says nothing yet, so that what is there stays.
    let found = suggested(&browser, "hai dan").await;
    assert!(found[0].contains("ải đăng"), "{found:#?}");
    browser.press(" m").await;
    browser.pass(PAUSE).await;
    until_answered(&browser, "hai dan").await;
    assert_ne!(shown(&browser).await, Vec::<String>::new());
    // English has a page and words of its own, and says which language a headline is in.
    search_page(&browser, &newsroom.url("/en/search/")).await;
    let found = suggested(&browser, "wooden bri").await;
    assert!(found[0].contains("bridge"), "{found:#?}");
    assert_eq!(browser.eval(STATUS).await, format!("Suggestions: {}", found.len()));
    assert_eq!(
        browser.eval("document.querySelector('#suggestions > :first-child').lang").await,
        "en"
    );
    // The question without a chosen headline asks for all there is, also for words that are only begun.
    browser.press(ENTER).await;
    browser.until("it was not asked", "location.search === '?q=wooden+bri'").await;
    browser.until("it stayed open", &format!("!{IS_OPEN}")).await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn escape_tab_and_leaving_close_and_keep_the_words() {
    let (newsroom, browser) = opened().await;
    suggested(&browser, "cau go").await;
    assert_eq!(questions(&browser).await.len(), 1);
    browser.press(ESCAPE).await;
    is_closed(&browser, "cau go").await;
    assert_eq!(browser.eval(&format!("document.activeElement === {FIELD}")).await, true);
    // Down asks for them again.
    browser.press(DOWN).await;
    browser.until("it did not open", IS_OPEN).await;
    browser.press(TAB).await;
    is_closed(&browser, "cau go").await;
    assert_eq!(browser.eval("document.activeElement.localName").await, "button");
    browser.click("#search-words").await;
    suggested(&browser, "cau go").await;
    browser.click("h1").await;
    is_closed(&browser, "cau go").await;
    // One letter is too few, and what nobody wrote about says so once.
    browser.click("#search-words").await;
    suggested(&browser, "cau go").await;
    browser.press(&BACKSPACE.repeat(5)).await;
    is_closed(&browser, "c").await;
    browser.press("khongco").await;
    browser.pass(PAUSE).await;
    browser.until("nothing was said", &format!("{STATUS} === 'Gợi ý: 0'")).await;
    assert_eq!(questions(&browser).await.len(), 1);
    is_closed(&browser, "ckhongco").await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_fast_or_was_found_before_is_not_asked_for() {
    let (newsroom, browser) = opened().await;
    questions(&browser).await;
    // Fourteen keys, one question.
    let found = suggested(&browser, "hải đăng mũi én").await;
    let asked = questions(&browser).await;
    assert_eq!(asked.len(), 1, "{asked:#?}");
    assert!(found.len() <= 6);
    // The same again, and less of it again: known.
    assert_eq!(suggested(&browser, "hải đăng mũi én").await, found);
    assert_eq!(questions(&browser).await, Vec::<String>::new());
    // All that a shorter question found is here; a longer one leaves some of it.
    let all = suggested(&browser, "buyt dien").await;
    questions(&browser).await;
    browser.press(" hoc").await;
    browser.pass(PAUSE).await;
    let fewer = shown(&browser).await;
    assert!(fewer[0].contains("học sinh") && fewer.len() < all.len(), "{all:#?} {fewer:#?}");
    assert_eq!(questions(&browser).await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_answer_never_takes_the_place_of_a_newer_one() {
    let (newsroom, browser) = opened().await;
    browser.press("hold").await;
    browser.pass(PAUSE).await;
    browser.until("it was not asked", "held.length").await;
    let found = suggested(&browser, "cau go").await;
    browser.eval("held.forEach((go) => go()) || 1").await;
    until_answered(&browser, "hold*").await;
    assert_eq!(shown(&browser).await, found);
    assert_eq!(browser.eval(STATUS).await, format!("Gợi ý: {}", found.len()));
    // Nor does it come up when the field was left, or on another page.
    suggested(&browser, "cau").await;
    browser.eval(&format!("{FIELD}.select() || 1")).await;
    browser.press("held").await;
    browser.pass(PAUSE).await;
    browser.until("it was not asked", "held.length > 1").await;
    browser.press(ESCAPE).await;
    browser.eval("held.forEach((go) => go()) || 1").await;
    until_answered(&browser, "held*").await;
    assert_eq!(shown(&browser).await, Vec::<String>::new());
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_happens_while_a_keyboard_composes_a_word() {
    needs!(Devices, "its driver composes no words");
    let (newsroom, browser) = opened().await;
    suggested(&browser, "cau").await;
    browser.press(" ").await;
    questions(&browser).await;
    for text in ["g", "go", "gô", "gỗ"] {
        let part = json!({ "text": text, "selectionStart": 1, "selectionEnd": 1 });
        browser.devtools("Input.imeSetComposition", part).await;
        browser.pass(PAUSE).await;
        assert_eq!(shown(&browser).await, Vec::<String>::new(), "{text}");
    }
    assert_eq!(questions(&browser).await, Vec::<String>::new());
    browser.devtools("Input.insertText", json!({ "text": "gỗ" })).await;
    browser.pass(PAUSE).await;
    browser.until("nothing was suggested", IS_OPEN).await;
    assert_eq!(browser.eval(&format!("{FIELD}.value")).await, "cau gỗ");
    assert!(shown(&browser).await[0].to_lowercase().contains("cầu gỗ"));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mouse_and_a_finger_choose_as_well() {
    needs!(Devices, "its driver has no finger");
    let (newsroom, browser) = opened().await;
    let found = suggested(&browser, "cau go").await;
    browser.click("#suggestions > :nth-child(2)").await;
    browser.see("Đăng ngày").await;
    assert_eq!(browser.eval("document.querySelector('main h1').innerText").await, found[1]);
    browser.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true })).await;
    search_page(&browser, &newsroom.url("/search/")).await;
    suggested(&browser, "cau go").await;
    let place = "(({ x, y, height }) => ({ x: x + 40, y: y + height / 2, height }))(document.querySelector('#suggestions > :first-child').getBoundingClientRect())";
    let place = browser.eval(place).await;
    assert!(place["height"].as_f64().unwrap() >= 44.0, "{place}");
    let point =
        json!({ "type": "touchStart", "touchPoints": [{ "x": place["x"], "y": place["y"] }] });
    browser.devtools("Input.dispatchTouchEvent", point).await;
    browser
        .devtools("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }))
        .await;
    browser.see("Đăng ngày").await;
    assert_eq!(browser.eval("document.querySelector('main h1').innerText").await, found[0]);
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_on_a_static_host_suggest_the_same() {
    let (newsroom, browser) = opened().await;
    let exported = ExportedNewsroom::default();
    exported.export("site", "/", "https://news.example");
    let host = Host::start(Program::Nginx, &exported.out("site"), "/");
    for words in ["cau go", "hai dan", "giá", "thu lam ghe", "wooden bri"] {
        search_page(&browser, &newsroom.url("/search/")).await;
        let there = suggested(&browser, words).await;
        search_page(&browser, &host.url("/search/")).await;
        assert_eq!(suggested(&browser, words).await, there, "{words}");
    }
    browser.press(DOWN).await;
    browser.press(ENTER).await;
    browser.until("it was not opened", "location.pathname.startsWith('/articles/')").await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_lies_over_the_page_and_moves_nothing() {
    needs!(Colours, "its driver cannot make a page dark");
    let (newsroom, browser) = opened().await;
    for (scheme, name) in [(Medium::Light, ""), (Medium::Dark, "-dark")] {
        browser.show_in(scheme).await;
        for width in [360, 768, 1280] {
            browser.resize(width, 740).await;
            search_page(&browser, &newsroom.url("/search/?q=ben+dinh")).await;
            let place = "document.querySelector('.search-hint').getBoundingClientRect().top";
            let before = browser.eval(place).await;
            browser.eval("(window.shifted = 0) || 1").await;
            suggested(&browser, "cau go").await;
            browser.press(DOWN).await;
            browser.shot(&format!("suggest-{width}{name}")).await;
            assert_eq!(browser.axe().await, json!([]), "{width} {scheme:?}");
            let wider = browser.eval("document.documentElement.scrollWidth > innerWidth").await;
            assert_eq!(wider, json!(false), "{width}");
            assert_eq!(browser.eval("window.shifted").await, 0, "{width}");
            assert_eq!(browser.eval(place).await, before);
        }
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_piece_and_where_bytes_are_saved_the_form_asks_as_ever() {
    let save = "if (location.hash === '#saves') Object.defineProperty(navigator, 'connection', { value: { saveData: true } });";
    let (newsroom, browser) = open(768, 900, &[HOLD_TIMERS, WATCH, save].concat()).await;
    for (path, blocked) in [("/search/", "/split_tools-"), ("/search/#saves", "/nothing")] {
        browser.block(&[blocked]).await;
        browser.go("about:blank").await;
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        browser.click("#search-words").await;
        browser.press("cau go").await;
        browser.pass(PAUSE).await;
        assert_eq!(browser.eval(&format!("{FIELD}.getAttribute('role')")).await, Value::Null);
        assert_eq!(questions(&browser).await, Vec::<String>::new(), "{path}");
        browser.press(ENTER).await;
        browser.until("nothing was found", "document.querySelector('.search-hits mark')").await;
        assert_eq!(browser.eval("location.search").await, "?q=cau+go");
        // Nor was anything else by the time that the form was answered.
        let asked = questions(&browser).await;
        assert!(asked.iter().all(|asked| !asked.contains('*')), "{path} {asked:?}");
    }
    close(newsroom, browser).await;
}
