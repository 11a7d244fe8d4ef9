//! Every page in every language the app speaks: no word of another, nothing clipped on a phone, the right direction, in
//! what is served and in what the app draws; and widgets in languages that their program does not carry.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bantin::locale::{Lang, file, text};
use bantin_tests::browser::{Browser, CLIPPED};
use bantin_tests::elsewhere::{Elsewhere, over_tls};
use bantin_tests::newsroom::Newsroom;
use serde_json::{Value, json};

/// The site's own language, in which its page for what is not there is.
const DEFAULT: Lang = Lang::Ar;

/// A paper in all languages, with one article each, whose own text is no language's.
async fn paper() -> Newsroom {
    let source = tempfile::tempdir().unwrap();
    let default = Lang::ALL.iter().filter(|lang| **lang == DEFAULT);
    let others = Lang::ALL.iter().filter(|lang| **lang != DEFAULT);
    let tags: Vec<_> = default.chain(others).map(|lang| lang.tag()).collect();
    let mut site = format!(
        "name = \"Xyzzy\"\nurl = \"http://127.0.0.1/\"\nlanguages = {tags:?}\ntime_zone = \"Asia/Ho_Chi_Minh\"\n"
    );
    for tag in &tags {
        let id = tag.to_lowercase();
        let _ = writeln!(site, "[[sections]]\nid = \"s-{id}\"\nname = \"Plugh\"\nlang = \"{tag}\"");
        let text = format!(
            "---\ntitle: \"Xyzzy plugh\"\nlang: {tag}\nsection: s-{id}\nauthors: [Quux]\n\
             published: 2023-08-11T11:50:00+07:00\nupdated: 2023-08-12T11:50:00+07:00\n---\n\n## Plugh\n\nXyzzy.\n"
        );
        std::fs::write(source.path().join(format!("a-{id}.md")), text).unwrap();
    }
    std::fs::write(source.path().join("site.toml"), site).unwrap();
    Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await
}

/// All that a reader is told in the page's own language: texts, also those that are hidden now, names and titles.
const SAID: &str = "(() => { const said = new Set(); const page = document.documentElement; \
     const own = (node) => node.closest('[lang]') === page && !node.closest('script, style'); \
     const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
     while (walker.nextNode()) { const { textContent, parentElement } = walker.currentNode; \
       if (own(parentElement)) said.add(textContent.trim()); } \
     for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-words', 'data-photo-words']) \
       for (const one of document.querySelectorAll(`body [${name}]`)) if (own(one)) said.add(one.getAttribute(name).trim()); \
     said.delete(''); return [...said]; })()";

/// Texts of other languages, whole or between their gaps, that are not this one's as well.
fn foreign(own: Lang) -> BTreeSet<&'static str> {
    let parts = |lang: Lang| {
        let months = lang.page_messages().months;
        let all = file::texts(lang).into_iter().chain(months);
        let parts = all.flat_map(|text| text.split(['|', '{', '}'])).map(str::trim);
        // What is no word, or may be one of several languages.
        parts.filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
    };
    let mine: BTreeSet<_> = parts(own).collect();
    let others = Lang::ALL.iter().filter(|lang| **lang != own);
    others.flat_map(|lang| parts(*lang)).filter(|part| !mine.contains(part)).collect()
}

/// Whether `said` is `word`, or holds it where it is long enough to be told from a part of something else.
fn says(said: &str, word: &str) -> bool {
    said == word || word.chars().count() > 12 && said.contains(word)
}

async fn check(browser: &Browser, lang: Lang, what: &str) {
    let html =
        "[document.documentElement.lang, getComputedStyle(document.documentElement).direction]";
    let direction = text::direction(lang.tag()).unwrap_or("ltr");
    assert_eq!(browser.eval(html).await, json!([lang.tag(), direction]), "{what}");
    let said: Vec<String> = serde_json::from_value(browser.eval(SAID).await).unwrap();
    let own = lang.messages();
    assert!(said.iter().any(|said| says(said, own.skip_to_content)), "{what}: {said:?}");
    for word in foreign(lang) {
        let found = said.iter().find(|said| says(said, word));
        assert_eq!(found, None, "{what} in {}: {word}", lang.tag());
    }
    assert_eq!(browser.eval(CLIPPED).await, json!([]), "{what} in {}", lang.tag());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_speaks_one_language_and_fits_on_a_phone() {
    let newsroom = paper().await;
    let browser = Browser::open(360, 800).await;
    for lang in Lang::ALL {
        let tag = lang.tag();
        let id = tag.to_lowercase();
        let front = if *lang == DEFAULT { "/".to_owned() } else { format!("/{tag}/") };
        let (article, section) = (format!("/articles/a-{id}/"), format!("/sections/s-{id}/"));
        let own = lang.messages();
        let words = |word: &str| format!("document.body.textContent.includes({})", json!(word));
        browser.go(&newsroom.url(&front)).await;
        check(&browser, *lang, "the front page").await;
        browser.app().await;
        browser.eval("document.querySelector('details.settings').open = true").await;
        check(&browser, *lang, "the settings").await;
        browser.shot(&format!("lang-{tag}-front")).await;
        browser.go(&newsroom.url(&article)).await;
        browser.until("no rating", &words(own.not_rated)).await;
        check(&browser, *lang, "an article").await;
        browser.shot(&format!("lang-{tag}-article")).await;
        // From here on the app draws.
        browser.app().await;
        browser.click(&format!("a[href='{section}']")).await;
        browser.until("no section", &format!("location.pathname === '{section}'")).await;
        browser.until("not drawn", "!document.getElementById('boot')").await;
        check(&browser, *lang, "a section").await;
        browser.go(&newsroom.url(&format!("{front}saved/"))).await;
        browser.until("no list", &words(own.saved_none)).await;
        check(&browser, *lang, "the saved articles").await;
        browser.go(&newsroom.url(&format!("{front}search/?q=nothing"))).await;
        browser.until("no answer", &words(own.search_none)).await;
        check(&browser, *lang, "the search").await;
    }
    browser.go(&newsroom.url("/nothing/")).await;
    browser.app().await;
    check(&browser, DEFAULT, "the page for what is not there").await;
    // In another language than the page that brought the app.
    browser.go(&newsroom.url("/fr/")).await;
    browser.app().await;
    browser.click("a[hreflang='ja']").await;
    let ready = "document.documentElement.lang === 'ja' && !document.getElementById('boot')";
    browser.until("not in Japanese", ready).await;
    check(&browser, Lang::Ja, "a page that the app came to").await;
    let errors = browser.console_errors().await;
    // What is not there, and in Firefox the second piece that was on its way to a page that was left.
    let is_known = |error: &&String| {
        ["404", "AbortError", "NetworkError"].iter().any(|known| error.contains(known))
    };
    let errors: Vec<_> = errors.iter().filter(|error| !is_known(error)).collect();
    assert_eq!(errors, Vec::<&String>::new());
    browser.close().await;
    newsroom.running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn widgets_speak_the_language_of_their_page() {
    let newsroom = paper().await;
    let host = Elsewhere::open("blog.example").await;
    let browser = Browser::open(360, 1200).await;
    let some = [Lang::Fr, Lang::Ar, Lang::Ja, Lang::Vi];
    let news = over_tls("news.example", newsroom.running.address).await;
    let mut body = format!("<script type=\"module\" src=\"{news}/embed/v1.js\"></script>");
    for lang in some {
        let tag = lang.tag();
        let _ = write!(body, "<bantin-rating lang=\"{tag}\" article=\"a-{tag}\"></bantin-rating>");
    }
    browser.go(&host.page("/", None, &body)).await;
    for (at, lang) in some.into_iter().enumerate() {
        let shown = "document.querySelectorAll('bantin-rating')";
        let text = format!("{shown}[{at}].shadowRoot.querySelector('.in').innerText");
        let wanted = lang.widget_messages().not_rated;
        browser.until(wanted, &format!("{text}.includes({})", json!(wanted))).await;
        let said = browser.eval(&text).await;
        let said = said.as_str().unwrap();
        let lines: Vec<&str> = said.lines().map(str::trim).collect();
        for word in foreign(lang) {
            assert!(!lines.iter().any(|line| says(line, word)), "{word} in {said}");
        }
    }
    assert_eq!(browser.eval("document.documentElement.scrollWidth").await, Value::from(360));
    browser.close().await;
    newsroom.running.stop().await.unwrap();
}
