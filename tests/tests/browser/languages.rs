//! Every page in every language the app speaks: no word of another, nothing clipped on a phone, the right direction, in
//! what is served and in what the app draws; and widgets in languages that their program does not carry.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use bantin::locale::{Lang, file, intl, text};
use bantin_model::{Slug, Stars};
use bantin_server::newsroom;
use bantin_store::ledger::VoteRequest;
use bantin_tests::browser::{Browser, CLIPPED, Engine};
use bantin_tests::elsewhere::{Elsewhere, over_tls};
use bantin_tests::newsroom::Newsroom;
use serde_json::{Value, json};

/// The site's own language, in which its page for what is not there is.
const DEFAULT: Lang = Lang::Ar;

const ZONE: &str = "Asia/Ho_Chi_Minh";
/// When each article was published and changed: in no two languages this is written alike.
const MOMENTS: [&str; 2] = ["2026-01-02T03:04:00+07:00", "2026-01-05T04:06:00+07:00"];
/// How often each was read before; readers in these tests may come to it.
const VIEWS: u64 = 1234;

/// A paper in all languages, with one article each, whose own text is no language's, and one that was withdrawn.
async fn paper() -> Newsroom {
    let source = tempfile::tempdir().unwrap();
    let default = Lang::ALL.iter().filter(|lang| **lang == DEFAULT);
    let others = Lang::ALL.iter().filter(|lang| **lang != DEFAULT);
    let tags: Vec<_> = default.chain(others).map(|lang| lang.tag()).collect();
    let mut site = format!(
        "name = \"Xyzzy\"\nurl = \"http://127.0.0.1/\"\nlanguages = {tags:?}\ntime_zone = \"{ZONE}\"\n\
         show.lists = [\"updated\", \"views\", \"rating\"]\n"
    );
    std::fs::create_dir(source.path().join("pages")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(source.path().join(name), text).unwrap();
    let [published, updated] = MOMENTS;
    for tag in &tags {
        let id = tag.to_lowercase();
        let _ = writeln!(site, "[[sections]]\nid = \"s-{id}\"\nname = \"Plugh\"\nlang = \"{tag}\"");
        let text = format!(
            "---\ntitle: \"Xyzzy plugh\"\nlang: {tag}\nsection: s-{id}\nauthors: [Quux {id}]\ntags: [Xyzzy {id}]\n\
             published: {published}\nupdated: {updated}\nviews: {VIEWS}\n---\n\n## Plugh\n\nXyzzy.\n"
        );
        write(&format!("a-{id}.md"), &text);
        write(
            &format!("pages/p-{id}.md"),
            &format!("---\ntitle: Xyzzy\nlang: {tag}\n---\nPlugh.\n"),
        );
    }
    write("gone.md", "---\ntitle: Xyzzy\npublished: 2025-01-01\n---\nPlugh.\n");
    write("site.toml", &site);
    let paper = Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await;
    for lang in Lang::ALL {
        let slug = Slug::new(format!("a-{}", lang.tag().to_lowercase())).unwrap();
        for (reader, stars) in [(1, 4), (2, 5)] {
            let vote = VoteRequest::new(slug.clone(), [reader; 16], Stars::new(stars).ok());
            paper.running.store().vote(vote).await.unwrap();
        }
    }
    let data = paper.data.path().to_owned();
    let remove = move || newsroom::remove(&data, &Slug::new("gone").unwrap(), None);
    tokio::task::spawn_blocking(remove).await.unwrap().unwrap();
    paper
}

/// All that a reader is told in the page's own language: texts, also those that are hidden now, names and titles.
const SAID: &str = "(() => { const said = new Set(); const page = document.documentElement; \
     const own = (node) => node.closest('[lang]').lang === page.lang && !node.closest('script, style'); \
     const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
     while (walker.nextNode()) { const { textContent, parentElement } = walker.currentNode; \
       if (own(parentElement)) said.add(textContent.trim()); } \
     for (const name of ['aria-label', 'title', 'alt', 'placeholder']) \
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
    let said: Vec<String> = serde_json::from_value(browser.eval(SAID).await).unwrap();
    let own = lang.messages();
    assert!(said.iter().any(|said| says(said, own.skip_to_content)), "{what}: {said:?}");
    for word in foreign(lang) {
        let found = said.iter().find(|said| says(said, word));
        assert_eq!(found, None, "{what} in {}: {word}", lang.tag());
    }
    fits(browser, lang, what).await;
}

/// The page says that it is in this language, has its direction, and nothing on it is clipped.
async fn fits(browser: &Browser, lang: Lang, what: &str) {
    let html =
        "[document.documentElement.lang, getComputedStyle(document.documentElement).direction]";
    let direction = text::direction(lang.tag()).unwrap_or("ltr");
    assert_eq!(browser.eval(html).await, json!([lang.tag(), direction]), "{what}");
    assert_eq!(browser.eval(CLIPPED).await, json!([]), "{what} in {}", lang.tag());
}

/// The moments on a page and in its widgets, and how they are written.
const TIMES: &str = "(() => { const times = []; const look = (root) => { for (const one of root.querySelectorAll('*')) { \
     if (one.localName === 'time') times.push([one.getAttribute('datetime'), one.textContent]); \
     if (one.shadowRoot) look(one.shadowRoot); } }; look(document); return times; })()";

/// How a moment is written in a language, alone and among words.
fn dates(lang: Lang, at: &str) -> Vec<String> {
    let messages = lang.messages();
    let [moment, day] = messages.dates.map(|pattern| intl::date(at, ZONE, lang, pattern));
    vec![messages.published_on.with(&moment), messages.updated_on.with(&moment), moment, day]
}

/// What an article's figures may be in a language: how often it was read, and its rating.
fn figures(lang: Lang) -> [Vec<String>; 2] {
    let messages = lang.messages();
    let views = (VIEWS..VIEWS + 3).map(|views| messages.views.with(&messages.number(views)));
    [views.collect(), vec![messages.average.with(&messages.decimal(4.5))]]
}

/// Each moment on the page is written as in this language, and at least so many are there; none is written as in
/// another.
async fn dated(browser: &Browser, lang: Lang, least: usize, what: &str) {
    let tag = lang.tag();
    let times: Vec<(String, String)> = serde_json::from_value(browser.eval(TIMES).await).unwrap();
    assert!(times.len() >= least, "{what} in {tag}: {times:?}");
    for (at, shown) in &times {
        assert!(dates(lang, at).contains(shown), "{what} in {tag}: {at} as {shown}");
    }
    let text = browser.text().await;
    let own: Vec<_> = MOMENTS.iter().flat_map(|at| dates(lang, at)).collect();
    for other in Lang::ALL.iter().filter(|other| **other != lang) {
        let all = MOMENTS.iter().flat_map(|at| dates(*other, at));
        for date in all.filter(|date| !own.iter().any(|own| own.contains(date))) {
            assert!(!text.contains(&date), "{what} in {tag}: {date} in {text}");
        }
    }
}

/// The page shows both figures of an article as this language writes them.
async fn counted(browser: &Browser, lang: Lang, what: &str) {
    let main = browser.eval("document.querySelector('main').textContent").await;
    let main = main.as_str().unwrap();
    for figure in figures(lang) {
        assert!(figure.iter().any(|one| main.contains(one)), "{what}: {figure:?} in {main}");
    }
    // With the marks of no other language.
    let number = |lang: Lang, views: u64| lang.messages().number(views);
    for other in Lang::ALL {
        for views in VIEWS..VIEWS + 3 {
            let written = number(*other, views);
            let is_known = written == number(lang, views) || !main.contains(&written);
            assert!(is_known, "{what} in {}: {written} in {main}", lang.tag());
        }
    }
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
        browser.go(&newsroom.url(&front)).await;
        check(&browser, *lang, "the front page").await;
        dated(&browser, *lang, 1, "the front page").await;
        counted(&browser, *lang, "the front page").await;
        browser.app().await;
        browser.eval("document.querySelector('details.settings').open = true").await;
        let settings = "document.querySelector('.settings[open] input')";
        browser.until("the settings stayed empty", settings).await;
        check(&browser, *lang, "the settings").await;
        browser.shot(&format!("lang-{tag}-front")).await;
        browser.go(&newsroom.url(&article)).await;
        browser.see(own.not_rated).await;
        check(&browser, *lang, "an article").await;
        dated(&browser, *lang, 2, "an article").await;
        counted(&browser, *lang, "an article").await;
        browser.shot(&format!("lang-{tag}-article")).await;
        // From here on the app draws.
        browser.app().await;
        for (what, link) in [
            ("a section", &section),
            ("a tag", &format!("/tags/xyzzy-{id}/")),
            ("an author", &format!("/authors/quux-{id}/")),
            ("an article", &article),
            ("a static page", &format!("/about/p-{id}/")),
        ] {
            // The links of an article lead to its lists, and their one teaser back to it.
            if browser.eval("location.pathname").await != json!(article) {
                browser.follow(&format!("main a[href='{article}']")).await;
                browser.until("no article", &format!("location.pathname === '{article}'")).await;
                browser.see(own.not_rated).await;
            }
            if link == &article {
                dated(&browser, *lang, 2, "an article that the app drew").await;
                counted(&browser, *lang, "an article that the app drew").await;
                continue;
            }
            browser.follow(&format!("a[href='{link}']")).await;
            browser.until(what, &format!("location.pathname === '{link}'")).await;
            check(&browser, *lang, what).await;
            if !link.starts_with("/about/") {
                dated(&browser, *lang, 1, what).await;
                counted(&browser, *lang, what).await;
            }
        }
        browser.go(&newsroom.url(&format!("{front}saved/"))).await;
        browser.see(own.saved_none).await;
        // What was read stands there.
        browser.until("nothing was read", "document.querySelector('main time')").await;
        check(&browser, *lang, "the saved articles").await;
        dated(&browser, *lang, 1, "the saved articles").await;
        browser.go(&newsroom.url(&format!("{front}search/?q=nothing"))).await;
        browser.see(own.search_none).await;
        check(&browser, *lang, "the search").await;
        browser.go(&newsroom.url(&format!("{front}search/?q=xyzzy"))).await;
        browser.until("no hits", "document.querySelector('main .search-hits')").await;
        browser.app().await;
        check(&browser, *lang, "a search with hits").await;
        dated(&browser, *lang, 1, "a search with hits").await;
        counted(&browser, *lang, "a search with hits").await;
    }
    for (what, path, times) in [
        ("the page for what is not there", "/nothing/", 1),
        ("an article that was withdrawn", "/articles/gone/", 0),
        ("the archive", "/archive/", 0),
        ("a month", "/archive/2026-01/", Lang::ALL.len()),
    ] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        check(&browser, DEFAULT, what).await;
        dated(&browser, DEFAULT, times, what).await;
    }
    // In another language than the page that brought the app.
    browser.go(&newsroom.url("/fr/")).await;
    browser.app().await;
    browser.click("a[hreflang='ja']").await;
    let ready = "document.documentElement.lang === 'ja' && !document.getElementById('boot')";
    browser.until("not in Japanese", ready).await;
    check(&browser, Lang::Ja, "a page that the app came to").await;
    dated(&browser, Lang::Ja, 1, "a page that the app came to").await;
    let errors = browser.console_errors().await;
    let is_known = |error: &&String| {
        // What is not there.
        let is_answer = ["404", "410"].iter().any(|status| error.contains(status));
        // In Firefox and WebKit, a piece that was on its way to a page that was left.
        let broken_off = ["AbortError", "NetworkError", "TypeError: Load failed"];
        let breaks_off = broken_off.iter().any(|name| error.contains(name));
        is_answer || browser.engine != Engine::Chromium && breaks_off
    };
    let errors: Vec<_> = errors.iter().filter(|error| !is_known(error)).collect();
    assert_eq!(errors, Vec::<&String>::new());
    browser.close().await;
    newsroom.running.stop().await.unwrap();
}

/// What a widget on the page shows.
const INSIDE: &str = "[...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('.in')?.innerText ?? '').join('\\n')";

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_the_widgets_and_frames_speak_the_language_of_their_address() {
    let newsroom = paper().await;
    let browser = Browser::open(360, 800).await;
    for lang in Lang::ALL {
        let tag = lang.tag();
        let id = tag.to_lowercase();
        let demo = if *lang == DEFAULT { "/embed/".to_owned() } else { format!("/embed/{tag}/") };
        browser.go(&newsroom.url(&demo)).await;
        let own = lang.demo_messages();
        browser.see(own.intro).await;
        fits(&browser, *lang, "the page of the widgets").await;
        let text = browser.text().await;
        for other in Lang::ALL.iter().filter(|other| **other != *lang) {
            let words = other.demo_messages();
            for word in [words.title, words.intro, words.docs] {
                assert!(!text.contains(word), "{demo}: {word} in {text}");
            }
        }
        for frame in [format!("/embed/rating/a-{id}/"), format!("/embed/latest/s-{id}/")] {
            browser.go(&newsroom.url(&frame)).await;
            let [_, average] = figures(*lang);
            let wanted = match frame.contains("rating") {
                true => format!("{INSIDE}.includes({})", json!(average[0])),
                false => format!("{TIMES}.length"),
            };
            browser.until(&frame, &wanted).await;
            fits(&browser, *lang, &frame).await;
            dated(&browser, *lang, 0, &frame).await;
            let said = browser.eval(INSIDE).await;
            let said = said.as_str().unwrap();
            for word in foreign(*lang) {
                let lines = said.lines().map(str::trim);
                assert_eq!(lines.clone().find(|line| says(line, word)), None, "{frame}: {word}");
            }
        }
    }
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
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
