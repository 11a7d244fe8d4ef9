//! A paper while it is written, as its journalist has it before them.

use bantin_tests::browser::Browser;
use bantin_tests::newsroom::dist;
use bantin_tests::previewed::Previewed;
use serde_json::json;

/// Long enough to be scrolled through.
fn body(word: &str) -> String {
    let paragraphs = (1..40).map(|number| format!("Paragraph {number} of the {word} text.\n\n"));
    paragraphs.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_article_is_there_with_its_marks_and_mistakes_and_the_page_stays_where_it_was() {
    let paper = Previewed::of(dist().unwrap().into()).await;
    let mut told = paper.listen();
    told.next_event();
    let head = "title: The ferry sails\nlang: en\npublished: 2026-01-02\ndraft: true";
    paper.save_article("ferry", head, &body("first"));
    told.until(|event| event["marks"]["ferry"] == "Draft");
    let browser = Browser::open(768, 800).await;
    browser.go(&paper.url("/")).await;
    browser.app().await;
    // Browsers differ in whether they tell the words of `attr()`, or that it is one.
    let is_marked = "[...document.querySelectorAll('.teaser-headline a')].some((link) => link.pathname === '/articles/ferry/' \
         && link.dataset.previewMark === 'Draft' && getComputedStyle(link, '::before').content !== 'none')";
    browser.until("no mark in a list", is_marked).await;
    browser.shot("preview-front").await;
    browser.go(&paper.url("/articles/ferry/")).await;
    browser.app().await;
    let says = |words: &str| {
        format!("document.querySelector('.preview-panel').innerText.includes('{words}')")
    };
    browser.until("no mark", &says("Draft: readers do not see this article")).await;
    browser.eval("scrollTo({ top: 900, behavior: 'instant' })").await;
    browser.until("not scrolled", "scrollY === 900").await;
    // What is saved is there by itself, and the page stays where it was.
    paper.save_article("ferry", head, &body("second"));
    browser
        .until(
            "the old text",
            "document.querySelector('.article')?.innerText.includes('of the second text')",
        )
        .await;
    browser.app().await;
    browser.until("scrolled away", "scrollY === 900").await;
    browser.painted().await;
    assert_eq!(browser.eval("scrollY").await, json!(900));
    // A mistake stands over the page, with file and line; the text stays.
    paper.save_article(
        "ferry",
        "title: The ferry\nlang: en\npublished: tomorrow or so\ndraft: true",
        "Text.",
    );
    browser.until("no mistake", &says("articles/ferry.md:4")).await;
    assert_eq!(
        browser
            .eval("document.querySelector('.article').innerText.includes('of the second text')")
            .await,
        json!(true)
    );
    browser.until("no mark any more", &says("Draft: readers")).await;
    browser.shot("preview-mistake").await;
    // Going on within the app, it is still there.
    paper.save_article("ferry", head, &body("third"));
    browser.until("still wrong", &format!("!{}", says("ferry.md"))).await;
    browser.app().await;
    assert_eq!(browser.console_errors().await, Vec::<String>::new());
    browser.close().await;
    paper.preview.stop().await.unwrap();
}
