//! What is opened in the page or above it: pictures large, videos, reading aloud, word of a newer version.

use std::path::Path;

use bantin_server::serve::{self, Config};
use bantin_tests::browser::Browser;
use bantin_tests::newsroom::{Newsroom, dist};
use bantin_tests::{close, open};
use serde_json::{Value, json};

const ARTICLE: &str = "/articles/le-ra-quan-lam-sach-pho-co-ben-dinh/";

const COUNT: &str = "document.querySelector('.viewer-count')?.innerText";
const LEFT: &str = "\u{E012}";
const RIGHT: &str = "\u{E014}";
const ESCAPE: &str = "\u{E00C}";
const ENTER: &str = "\u{E007}";

#[tokio::test(flavor = "multi_thread")]
async fn pictures_are_seen_large_by_keyboard_finger_and_address() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    let photos = browser.eval("document.querySelectorAll('.photo').length").await;
    let all = photos.as_u64().unwrap();
    assert!(all >= 3, "{all} pictures");

    // By the keyboard: open, on, back, close; the focus comes back to the picture that was seen last.
    browser.eval("(document.querySelector('.photo').focus(), 1)").await;
    browser.press(ENTER).await;
    browser.until("it did not open", &format!("{COUNT} === '1 / {all}'")).await;
    assert_eq!(browser.eval("location.hash").await, "#photo-1");
    browser.shot("viewer-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    browser.press(RIGHT).await;
    browser.until("it did not turn", &format!("{COUNT} === '2 / {all}'")).await;
    browser.press(LEFT).await;
    browser.press(LEFT).await;
    browser.until("it did not turn back", &format!("{COUNT} === '1 / {all}'")).await;
    browser.press(RIGHT).await;
    browser.until("it did not turn", "location.hash === '#photo-2'").await;
    browser.press(ESCAPE).await;
    browser.until("it did not close", "!document.querySelector('.viewer')").await;
    assert_eq!(browser.eval("location.hash").await, "");
    let second = "document.activeElement === document.querySelectorAll('.photo')[1]";
    browser.until("the focus was lost", second).await;

    // By the buttons, and back by going back: the page is where it was, and the very same.
    browser.eval("(window.same = document.querySelector('.article'), 1)").await;
    browser.click(".figure:last-of-type .photo").await;
    browser.until("it did not open", "document.querySelector('.viewer[open]')").await;
    browser.click(".viewer-before").await;
    let top = browser.eval("scrollY").await;
    browser.client.back().await.unwrap();
    browser.until("it did not close", "!document.querySelector('.viewer')").await;
    assert_eq!(browser.eval("window.same === document.querySelector('.article')").await, true);
    // Browsers put a page back to whole pixels.
    let is_back = format!("Math.abs(scrollY - {top}) <= 1");
    assert_eq!(browser.eval(&is_back).await, true, "{} for {top}", browser.eval("scrollY").await);

    // Further back than the page it stands on: it goes with that page.
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    browser.follow(&format!("a[href='{ARTICLE}']")).await;
    browser.see("Đăng ngày").await;
    browser.click(".photo").await;
    browser.until("it did not open", "document.querySelector('.viewer[open]')").await;
    browser.eval("(history.go(-2), 1)").await;
    let is_front = "location.pathname === '/' && document.querySelector('.masthead-front')";
    browser.until("the front never came", is_front).await;
    assert_eq!(browser.eval("document.querySelector('.viewer')").await, Value::Null);
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;

    // By a finger, to either side.
    browser.click(".photo").await;
    browser.until("it did not open", "document.querySelector('.viewer[open]')").await;
    for (from, to, seen) in [(500, 200, 2), (200, 500, 1)] {
        let swipe = format!(
            "((v) => {{ for (const [name, x] of [['down', {from}], ['up', {to}]]) v.dispatchEvent(new PointerEvent('pointer' + name, {{ clientX: x, isPrimary: true, bubbles: true }})); return 1; }})(document.querySelector('.viewer-photo'))"
        );
        browser.eval(&swipe).await;
        browser.until("the swipe did nothing", &format!("{COUNT} === '{seen} / {all}'")).await;
    }
    // By its address alone, as somebody else would get it; and left from there.
    let address = browser.eval("location.href").await.as_str().unwrap().to_owned();
    browser.go("about:blank").await;
    browser.go(&address).await;
    browser.until("the address shows nothing", &format!("{COUNT} === '1 / {all}'")).await;
    browser.click(".viewer-close").await;
    browser.until("it did not close", "!document.querySelector('.viewer')").await;
    assert_eq!(browser.eval("location.hash").await, "");
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

const WITH_VIDEO: &str = "/articles/sau-tram-chiec-ghe-dau-truoc-tam-vai-trang-ben-ho-sen/";

#[tokio::test(flavor = "multi_thread")]
async fn a_video_plays_in_the_page_once_it_is_asked_for() {
    let (newsroom, browser) = open(360, 740, "").await;
    browser.go(&newsroom.url(WITH_VIDEO)).await;
    browser.app().await;
    let notes = "(window.refused = [], document.addEventListener('securitypolicyviolation', (event) => refused.push(event.blockedURI)), 1)";
    browser.eval(notes).await;
    let link = "document.querySelector('.embed-link')";
    browser
        .eval(&format!("({link}.scrollIntoView({{ block: 'center' }}), {link}.focus(), 1)"))
        .await;
    assert_eq!(browser.eval("document.querySelector('iframe')").await, Value::Null);
    browser.press("\u{E007}").await;
    browser.until("nothing plays", "document.activeElement.matches('.embed-frame')").await;
    let frame = "document.querySelector('.embed-frame')";
    assert_eq!(
        browser.eval(&format!("{frame}.src")).await,
        "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?autoplay=1"
    );
    assert_eq!(browser.eval(&format!("{frame}.title === {link}.textContent")).await, json!(true));
    assert_eq!(
        browser.eval("document.documentElement.scrollWidth > innerWidth").await,
        json!(false)
    );
    browser.shot("video-360").await;

    // What cannot play is left for its site. The address of the link is looked at when it is pressed.
    let leave = format!(
        "({link}.href = '/search/', {link}.scrollIntoView({{ block: 'center' }}), {link}.click(), 1)"
    );
    assert_eq!(browser.eval("refused").await, json!([]), "the page's policy lets it play");
    browser.eval(&leave).await;
    browser.until("it went nowhere", "location.pathname === '/search/'").await;
    close(newsroom, browser).await;
}

/// Voices that say nothing, take a moment for each sentence, and keep what they were given. `window.spoken` ends what
/// was given last, as some voices tell that it has ended also when it was broken off.
const VOICES: &str = r#"
    window.said = [];
    window.speaking = 0;
    const voices = [{ lang: "vi-VN", localService: true }, { lang: "en-GB", localService: true }];
    Object.defineProperty(window, "speechSynthesis", { value: {
        getVoices: () => voices,
        speak(one) {
            said.push([one.text, one.lang, one.rate]);
            window.spoken = () => {
                window.speaking = 0;
                window.isMute ? one.onerror({ error: "synthesis-failed" }) : one.onend({});
            };
            window.speaking = setTimeout(window.spoken, window.slow ?? 50);
        },
        cancel() {
            clearTimeout(window.speaking);
            window.speaking = 0;
        },
        addEventListener() {},
    } });
    window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"#;

const OFFERED: &str = "getComputedStyle(document.querySelector('.listen')).display !== 'none'";
const SAID: &str = "window.said.length";
/// What the voice is at, and how much was said once what it was broken off in has ended: a voice that was hushed is at
/// nothing, and nothing follows.
const HUSHED: &str = "[window.speaking, (window.spoken(), window.said.length)]";
/// What is marked: the sentence, or where the browser cannot mark words the block it stands in.
const MARKED: &str = "(CSS.highlights ? [...(CSS.highlights.get('spoken') ?? [])].map(String).join() : document.querySelector('.spoken-block')?.textContent ?? '').trim()";
/// Whether what is said is marked, and nothing else.
fn is_marked() -> String {
    let said = "window.said.at(-1)[0]";
    format!("(CSS.highlights ? {MARKED} === {said} : {MARKED}.includes({said}))")
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_is_read_aloud_sentence_by_sentence() {
    let (newsroom, browser) = open(768, 900, VOICES).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.eval("(window.slow = 400, 1)").await;
    browser.until("it is not offered", OFFERED).await;
    browser.click(".listen").await;
    browser.until("nothing is said", &format!("{SAID} > 0")).await;
    let first = browser.eval("said[0]").await;
    assert_eq!(first, json!(["Lễ ra quân làm sạch phố cổ Bến Đình", "vi", 1]));
    browser.until("it does not go on", &format!("{SAID} > 2")).await;
    browser.until("what is said is not marked", &is_marked()).await;
    browser.shot("listening-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));

    // Paused: nothing more; then the same sentence again.
    let pause = ".listening button:first-child";
    browser.click(pause).await;
    let so_far = browser.eval(SAID).await;
    let last = browser.eval("said.at(-1)[0]").await;
    assert_eq!(browser.eval(HUSHED).await, json!([0, so_far]));
    assert_eq!(browser.eval(&is_marked()).await, json!(true), "the mark shows where it was");
    browser.click(pause).await;
    browser.until("it does not go on", &format!("{SAID} > {so_far}")).await;
    assert_eq!(browser.eval(&format!("said[{so_far}][0]")).await, last);
    // Faster, from this sentence on, and next time too.
    browser.eval("((s) => { s.value = '150'; s.dispatchEvent(new Event('change', { bubbles: true })); return 1; })(document.querySelector('.listening select'))").await;
    browser.until("the speed did not change", "said.at(-1)[2] === 1.5").await;
    // Another page: silence.
    browser
        .eval("(document.querySelector('.related li a').scrollIntoView({ block: 'center' }), 1)")
        .await;
    browser.click(".related li a").await;
    browser.until("the bar stayed", "!document.querySelector('.listening')").await;
    let so_far = browser.eval(SAID).await;
    assert_eq!(browser.eval(HUSHED).await, json!([0, so_far]));
    // To its end, where everything is as before; at the speed of last time.
    browser.until("the next never came", "document.activeElement.id === 'main'").await;
    browser.eval("(window.said = [], window.slow = 5, 1)").await;
    browser.click(".listen").await;
    browser.until("it never began", "said[0]?.[2] === 1.5").await;
    browser.until("it never ended", "!document.querySelector('.listening')").await;
    assert_eq!(browser.eval(MARKED).await, "");
    assert_eq!(browser.eval("document.querySelector('.listen').ariaPressed").await, "false");
    let spoken = browser.eval("said.map(([text]) => text).join(' ')").await;
    let whole = browser
        .eval("document.querySelector('.article-body > p:last-of-type').textContent.trim()")
        .await;
    assert!(spoken.as_str().unwrap().ends_with(whole.as_str().unwrap()), "{spoken}\n{whole}");
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_words_cannot_be_marked_their_block_is() {
    let script = format!(
        "{VOICES} Object.defineProperty(CSS, 'highlights', {{ value: undefined }}); window.slow = 400;"
    );
    let (newsroom, browser) = open(768, 900, &script).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.until("it is not offered", OFFERED).await;
    browser.click(".listen").await;
    browser.until("nothing is said", &format!("{SAID} > 1")).await;
    assert_eq!(browser.eval("CSS.highlights").await, json!(null));
    browser.until("what is said is not marked", &is_marked()).await;
    assert_eq!(browser.eval("document.querySelectorAll('.spoken-block').length").await, 1);
    browser.click(".listening button:last-child").await;
    browser.until("the mark stayed", "!document.querySelector('.spoken-block')").await;

    // A voice that fails says so once, and what is announced after it is heard as well.
    let announced = "document.getElementById('announcement').innerText";
    browser.eval("(window.isMute = true, window.slow = 5, 1)").await;
    browser.click(".listen").await;
    browser
        .until("nothing was said of it", &format!("{announced} === 'Không đọc thành tiếng được.'"))
        .await;
    assert_eq!(browser.eval("document.querySelector('.listening')").await, json!(null));
    browser.click(".article-tools .save").await;
    browser
        .until(
            "nothing more is announced",
            &format!("{announced} && {announced} !== 'Không đọc thành tiếng được.'"),
        )
        .await;
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_voice_of_its_language_nothing_is_offered() {
    let english = VOICES.replace("{ lang: \"vi-VN\", localService: true }, ", "");
    let (newsroom, browser) = open(768, 900, &english).await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    // The buttons are at work.
    browser.click(".article-tools .save").await;
    let saved = "document.querySelector('.article-tools .save').ariaPressed === 'true'";
    browser.until("it was not saved", saved).await;
    let display = "getComputedStyle(document.querySelector('.listen')).display";
    assert_eq!(browser.eval(display).await, "none");
    close(newsroom, browser).await;
}

/// The app as another version of it would be: what starts a page has another name.
fn another_version(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let build = std::fs::read_to_string(from.join("build.json")).unwrap();
    let build: Value = serde_json::from_str(&build).unwrap();
    let boot = build["files"]["boot.js"].as_str().unwrap();
    copy(from, to, boot, &boot.replace("boot-", "boot-f"));
}

fn copy(from: &Path, to: &Path, old: &str, new: &str) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().replace(old, new);
        let to = to.join(name);
        if path.is_dir() {
            copy(&path, &to, old, new);
        } else if ["html", "js", "json"].iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
            let text = std::fs::read_to_string(&path).unwrap().replace(old, new);
            std::fs::write(to, text).unwrap();
        } else if !["br", "gz"].iter().any(|e| path.extension().is_some_and(|x| x == *e)) {
            std::fs::copy(&path, to).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_version_says_so_and_comes_with_the_next_page() {
    let (newsroom, browser) = open(768, 900, "").await;
    browser.go(&newsroom.url(ARTICLE)).await;
    browser.app().await;
    browser.until("there is no worker", "navigator.serviceWorker.controller").await;
    let hidden = "document.getElementById('updated').hidden";
    assert_eq!(browser.eval(hidden).await, json!(true));
    // The operator puts another version in its place while the page is open.
    let (data, address) = (newsroom.data, newsroom.running.address);
    newsroom.running.stop().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    another_version(&dist().unwrap(), folder.path());
    let config =
        Config { app: Some(folder.path().to_owned().into()), ..Config::new(data.path(), address) };
    let newsroom = Newsroom::over(data, serve::start(config).await.unwrap());
    // The reader comes back to the tab.
    browser
        .eval("(document.dispatchEvent(new Event('visibilitychange', { bubbles: true })), 1)")
        .await;
    browser.until("nothing was said", &format!("!{hidden}")).await;
    browser.shot("updated-768").await;
    assert_eq!(browser.axe().await, Value::Array(vec![]));
    // What is open goes on as it is.
    next(&browser).await;
    browser.click("#updated a").await;
    browser.until("the old one stayed", "document.querySelector('script[src*=\"boot-f\"]')").await;
    browser.app().await;
    let settled = "(navigator.serviceWorker.getRegistration().then((r) => { window.settled = !r.waiting; }), window.settled)";
    browser.until("the new worker waits for ever", settled).await;
    assert_eq!(browser.eval(hidden).await, json!(true));
    close(newsroom, browser).await;
}

async fn next(browser: &Browser) {
    browser.click(".related li a").await;
    browser.until("the next never came", "document.activeElement.id === 'main'").await;
}
