//! Sites that are busy, broken or changing while they are read: what that costs, and what it never withdraws.

use std::time::Duration;

use bantin_core::identity::Head;
use bantin_core::nameless::nameless;
use bantin_import as import;
use bantin_import::{Entry, ImportError, Options};
use serde_json::json;

use super::super::TestNewsroom;
use super::super::site::{Reply, Site};
use super::{counts, only_failure};

#[test]
fn a_busy_site_is_asked_again() {
    let site = Site::wordpress();
    site.trouble(1, [Reply::busy(429), Reply::busy(429)]);
    site.trouble(2, [Reply::busy(503), Reply::busy(502), Reply::busy(503)]);
    let outcome = TestNewsroom::later().follow(&site);
    assert_eq!((counts(&outcome), outcome.failed.len()), ((20, 0, 0), 0), "{outcome:?}");
}

#[test]
fn a_read_that_breaks_off_withdraws_nothing_and_says_so() {
    let site = Site::wordpress();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    let busy = || vec![Reply::busy(503); 4];
    let refused = || vec![Reply::new(403, "", "{\"code\":\"x\",\"message\":\"Không được\"}")];
    for (replies, why) in [(busy(), "503 4 times"), (refused(), "403: Không được")] {
        site.trouble(2, replies);
        let outcome = newsroom.follow(&site);
        let told = only_failure(&outcome);
        assert!(told.contains("broke off after 10 articles") && told.contains(why), "{told}");
        assert!(told.contains("nothing was withdrawn"), "{told}");
        assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 10), 0));
    }
    // At the first page already, or because the site asks for more patience than there is.
    let later = Reply::new(429, "Retry-After: 7200\r\n", "");
    for (replies, why) in
        [(busy(), "503 4 times"), (vec![later], "not to be asked again for 7200 seconds")]
    {
        site.trouble(1, replies);
        let outcome = newsroom.follow(&site);
        let told = only_failure(&outcome);
        assert!(told.contains(why) && told.ends_with("import it again later"), "{told}");
        assert_eq!((counts(&outcome), outcome.withdrawn.len()), ((0, 0, 0), 0));
    }
    assert_eq!(newsroom.shown().len(), 20);
    assert_eq!(counts(&newsroom.follow(&site)), (0, 0, 20));
}

#[test]
fn posts_that_go_while_they_are_read_cost_no_others() {
    let site = Site::wordpress();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&site);
    site.state().shrinks_by = 1;
    let outcome = newsroom.follow(&site);
    assert!(only_failure(&outcome).contains("disappeared while"), "{outcome:?}");
    assert_eq!((outcome.withdrawn.len(), newsroom.shown().len()), (0, 20));
    site.state().shrinks_by = 0;
    assert_eq!(newsroom.follow(&site).withdrawn.len(), 2);
    let ghost = Site::ghost();
    let newsroom = TestNewsroom::later();
    newsroom.follow(&ghost);
    ghost.state().shrinks_by = 1;
    let outcome = newsroom.follow(&ghost);
    assert!(only_failure(&outcome).contains("disappeared while"), "{outcome:?}");
    assert_eq!((outcome.withdrawn.len(), newsroom.shown().len()), (0, 11));
}

/// Reads `address` without waiting for a site that is busy: what the source says of itself, how many articles there
/// are, and why they are not all.
fn read(address: &str) -> (Option<Head>, usize, Option<ImportError>) {
    let options = Options {
        fetch: false,
        key: Some("KEY".to_owned()),
        pause: Duration::ZERO,
        patience: Duration::from_secs(2),
        ..Options::of(&nameless())
    };
    let (mut head, mut articles) = (None, 0);
    let read = import::read(address, &options, &mut |entry| match entry {
        Entry::Source(source) => head = Some(source),
        Entry::Imported(_) => articles += 1,
        other => panic!("{other:?}"),
    });
    (head, articles, read.err())
}

#[test]
fn broken_pages_are_asked_for_again_and_then_end_the_reading() {
    for site in [Site::wordpress(), Site::ghost()] {
        let is_whole = |head: Option<Head>| head.unwrap().whole.is_some();
        site.trouble(2, [Reply::broken(), Reply::stopping(), Reply::broken()]);
        let (head, articles, error) = read(&site.origin);
        let all = site.state().posts.len();
        assert!(error.is_none() && articles == all && is_whole(head), "{error:?}");
        for reply in [Reply::broken(), Reply::stopping()] {
            site.trouble(2, vec![reply; 4]);
            let (head, articles, error) = read(&site.origin);
            assert!(matches!(error, Some(ImportError::BrokenOff { read: 10, .. })), "{error:?}");
            assert!(articles == 10 && !is_whole(head));
        }
        // JSON, but of something else.
        site.trouble(2, [Reply::json(&json!({ "posts": 7 }))]);
        let (head, articles, error) = read(&site.origin);
        assert!(matches!(error, Some(ImportError::BrokenOff { read: 10, .. })), "{error:?}");
        assert!(articles == 10 && !is_whole(head));
    }
}

fn a_slow_site_is_asked_again_and_then_left_with_nothing_withdrawn(site: &Site) {
    let all = site.state().posts.len();
    site.trouble(2, [Reply::slow(), Reply::slow(), Reply::slow()]);
    let (head, articles, error) = read(&site.origin);
    assert!(error.is_none() && articles == all, "{articles} {error:?}");
    assert!(head.unwrap().whole.is_some());
    site.trouble(2, vec![Reply::slow(); 4]);
    let (head, articles, error) = read(&site.origin);
    let error = error.unwrap();
    assert!(matches!(error, ImportError::BrokenOff { read: 10, .. }), "{error:?}");
    assert!(error.to_string().contains("took too long"), "{error}");
    // What is not whole withdraws nothing.
    assert!(articles == 10 && head.unwrap().whole.is_none());
    assert_eq!(site.state().troubles[&2].len(), 0, "it was asked four times");
}

#[test]
fn a_slow_wordpress_site_costs_no_article() {
    a_slow_site_is_asked_again_and_then_left_with_nothing_withdrawn(&Site::wordpress());
}

#[test]
fn a_slow_ghost_site_costs_no_article() {
    a_slow_site_is_asked_again_and_then_left_with_nothing_withdrawn(&Site::ghost());
}

#[test]
fn a_site_that_gives_one_page_for_ever_is_left() {
    let site = Site::wordpress();
    site.state().counts = false;
    let same = json!(site.state().posts[..10]);
    site.trouble(2, vec![Reply::json(&same); 50]);
    let (_, articles, error) = read(&site.origin);
    assert!(error.unwrap().to_string().contains("page 2 repeats"));
    assert_eq!(articles, 10);
}
