//! What comes from outside is only data: addresses, answers and pages that were made to look like something else.

use bantin_tests::browser::Browser;
use bantin_tests::newsroom::Newsroom;
use bantin_tests::{close, open};
use serde_json::json;

/// Imports one article in English for a site of this name, and serves it.
async fn ferry_post(name: &str) -> (tempfile::TempDir, Newsroom) {
    let source = tempfile::tempdir().unwrap();
    write_site(source.path(), name);
    let text = "---\ntitle: \"The early ferry\"\nlang: en\nsection: news\n\
         published: 2023-08-11T11:50:00+07:00\n---\n\nIt leaves at five.\n";
    std::fs::write(source.path().join("ferry.md"), text).unwrap();
    let newsroom = Newsroom::of(vec![source.path().to_string_lossy().into_owned()]).await;
    (source, newsroom)
}

fn write_site(folder: &std::path::Path, name: &str) {
    let site = format!(
        "name = \"{name}\"\nurl = \"http://127.0.0.1/\"\nlanguages = [\"en\"]\n\
         time_zone = \"Asia/Ho_Chi_Minh\"\n[[sections]]\nid = \"news\"\nname = \"News\"\nlang = \"en\"\n"
    );
    std::fs::write(folder.join("site.toml"), site).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_made_of_lines_suggests_nothing() {
    let note = "const plain = window.fetch; window.heard = [];
        window.fetch = async (...all) => {
            const answer = await plain(...all);
            if (all[0].url?.includes('/search?')) heard.push(new URL(all[0].url).searchParams.get('q'));
            return answer;
        };";
    let (newsroom, browser) = open(360, 740, note).await;
    browser.go(&newsroom.url("/search/")).await;
    browser.app().await;
    browser.click("#search-words").await;
    let field = "document.querySelector('#search-words')";
    browser.until("the field suggests nothing", &format!("{field}.role === 'combobox'")).await;
    // As the link to the first page stands on the second page of such a question.
    let forged = "cau go*%0A1%0Ajavascript:alert(1)%09vi%09C%E1%BA%A7u g%E1%BB%97%09x";
    let reach = format!(
        "((link) => {{ link.href = '/search/?q={forged}'; document.body.append(link);
            link.dispatchEvent(new Event('focusin', {{ bubbles: true }})); return 1; }})(document.createElement('a'))"
    );
    browser.eval(&reach).await;
    browser.until("it was not asked", "heard.length").await;
    let question = browser.eval("heard[0]").await;
    assert!(question.as_str().unwrap().contains("javascript:"), "{question}");
    browser.press("cau go").await;
    let shown = "[...document.querySelectorAll('#suggestions:not([hidden]) [role=option]')]";
    browser.until("nothing was suggested", &format!("{shown}.length")).await;
    let addresses = format!("{shown}.map(({{ href }}) => href)");
    for address in browser.eval(&addresses).await.as_array().unwrap() {
        let address = address.as_str().unwrap();
        assert!(address.starts_with(&newsroom.url("/articles/")), "{address}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_of_a_frame_leads_to_no_other_address() {
    let (newsroom, browser) = open(768, 900, "").await;
    let other = "%2F..%2F..%2F..%2Farticles%2Fle-ra-quan-lam-sach-pho-co-ben-dinh";
    let links =
        "document.querySelector('bantin-latest')?.shadowRoot?.querySelectorAll('a').length > 1";
    for lang in ["en-", "vi-", ""] {
        browser.go(&newsroom.url(&format!("/embed/latest/?lang={lang}{other}"))).await;
        browser.until("there are no headlines", links).await;
        // By the element itself, as any page may have it.
        let set = format!(
            "(document.querySelector('bantin-latest').lang = decodeURIComponent('{lang}{other}'), document.querySelector('bantin-latest').limit = 2, 1)"
        );
        browser.eval(&set).await;
        browser.until("there are no headlines", &links.replace("> 1", "=== 2")).await;
    }
    let requests = browser.requests().await;
    assert!(requests.iter().any(|request| request.contains("/lists/language/vi.json")));
    let elsewhere = requests.iter().find(|request| request.contains("api/v1/articles/"));
    assert_eq!(elsewhere, None);
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_embed_that_leads_nowhere_breaks_nothing() {
    let notes = "window.refused = []; addEventListener('unhandledrejection', ({ reason }) => refused.push(String(reason)));";
    let (newsroom, browser) = open(768, 900, notes).await;
    let with_video = "/articles/sau-tram-chiec-ghe-dau-truoc-tam-vai-trang-ben-ho-sen/";
    browser.go(&newsroom.url(with_video)).await;
    browser.app().await;
    // What opens videos is at work.
    browser.click(".article-tools .save").await;
    let saved = "document.querySelector('.article-tools .save').ariaPressed === 'true'";
    browser.until("it was not saved", saved).await;
    browser.eval("(document.querySelector('.embed-link').href = 'https://[bad/', 1)").await;
    browser.click(".embed-link").await;
    browser.painted().await;
    assert_eq!(browser.eval("refused").await, json!([]));
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    assert_eq!(browser.eval("document.querySelector('iframe')").await, json!(null));
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newsroom_has_its_name_and_language_when_its_own_words_do_not_arrive() {
    let (_source, newsroom) = ferry_post("The Ferry Post").await;
    let browser = Browser::open(768, 900).await;
    browser.block(&["site.json"]).await;
    // Pages that the app draws anew: of the reader's device, and without content.
    for (path, words) in [("/saved/", "Nothing"), ("/shell.html", "There is no such page")] {
        browser.go(&newsroom.url(path)).await;
        browser.app().await;
        let masthead = "document.querySelector('.masthead-name').innerText";
        browser.until(words, "document.querySelector('.masthead-name')").await;
        assert_eq!(browser.eval(masthead).await, "The Ferry Post", "{path}");
        assert_eq!(browser.eval("document.documentElement.lang").await, "en", "{path}");
        let title = browser.eval("document.title").await;
        assert!(title.as_str().unwrap().ends_with("The Ferry Post"), "{title}");
        let text = browser.text().await;
        assert!(!text.contains("Bản Tin") && !text.contains("Trang chủ"), "{path}: {text}");
    }
    close(newsroom, browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_name_of_the_site_reaches_the_page_for_who_has_no_network() {
    let (source, newsroom) = ferry_post("The Ferry Post").await;
    let browser = Browser::open(768, 900).await;
    browser.go(&newsroom.url("/")).await;
    browser.app().await;
    // The name on the page that is kept for readers without a network.
    browser
        .eval("(window.named = (name) => { navigator.serviceWorker.getRegistration().then((r) => r?.update().catch(() => {})); caches.match(location.origin + '/shell.html').then((page) => page?.text()).then((text) => { window.shell = text ?? ''; }); return (window.shell ?? '').includes(`<title>${name}</title>`); }, 1)")
        .await;
    browser.until("nothing is kept", "named('The Ferry Post')").await;
    write_site(source.path(), "The Bridge Post");
    let (data, folder) = (newsroom.data.path().to_owned(), source.path().to_owned());
    let sources = [folder.to_string_lossy().into_owned()];
    let import = move || bantin_server::newsroom::import(&data, &sources);
    let outcome = tokio::task::spawn_blocking(import).await.unwrap().unwrap();
    assert_eq!(outcome.failed, []);
    // The version before is kept as well, and is asked second.
    browser
        .eval("(window.named = (name) => { navigator.serviceWorker.getRegistration().then((r) => r?.update().catch(() => {})); caches.keys().then(async (names) => { const texts = []; for (const one of names) { const page = await (await caches.open(one)).match(location.origin + '/shell.html'); if (page) texts.push(await page.text()); } window.shell = texts.at(-1); }); return (window.shell ?? '').includes(`<title>${name}</title>`); }, 1)")
        .await;
    browser.until("the old name stayed", "named('The Bridge Post')").await;
    let address = newsroom.running.address;
    let data = newsroom.data;
    newsroom.running.stop().await.unwrap();
    browser.go(&format!("http://{address}/articles/never-read/")).await;
    browser.see("The Bridge Post").await;
    drop(data);
    browser.close().await;
}
