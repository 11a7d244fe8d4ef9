//! What a look at a feed costs when nothing changed, what it brings when something did, and how a source that needs
//! rest is left alone.

use std::time::Duration;

use bantin_core::sources::LookOutcome;
use bantin_server::newsroom::{self, Settings};

use super::super::site::Reply;
use super::super::{root, slug};
use super::{Feed, Following, one};

#[test]
fn a_look_at_which_nothing_changed_is_one_conditional_request_and_touches_no_article() {
    for (has_tag, has_moment) in [(true, false), (false, true), (false, false)] {
        let (url, feed) =
            Feed { items: vec!["mot"], has_tag, has_moment, ..Feed::default() }.start();
        let following = Following::start(&one(&url));
        assert_eq!(following.brings(), (1, 0, 0));
        assert_eq!(following.look(), None, "it is not due");
        let revision = following.newsroom.store().revision().unwrap();
        following.pass(20);
        assert_eq!(following.look(), Some(LookOutcome::Nothing));
        assert_eq!(following.newsroom.store().revision().unwrap(), revision);
        let asked = feed.lock().unwrap().asked.clone();
        assert_eq!(asked.len(), 2);
        let condition = |head: &Vec<String>| {
            let mut lines = head.iter().map(|line| line.to_lowercase());
            lines.find(|line| line.starts_with("if-")).unwrap_or_default()
        };
        let expected = match (has_tag, has_moment) {
            (true, _) => "if-none-match: \"1\"",
            (_, true) => "if-modified-since: fri, 11 aug 2023 04:50:01 gmt",
            _ => "",
        };
        assert_eq!(asked.iter().map(condition).collect::<Vec<_>>(), ["", expected]);
        feed.lock().unwrap().items.insert(0, "hai");
        assert_eq!(following.brings(), (1, 0, 0));
        assert!(following.newsroom.store().revision().unwrap() > revision);
        let entry = following.entry();
        assert_eq!((entry.state.total.looks, entry.state.total.added), (3, 2));
        assert_eq!(entry.state.changed, entry.state.looked);
    }
}

#[test]
fn a_feed_that_is_written_anew_with_the_same_articles_changes_nothing() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    following.brings();
    let revision = following.newsroom.store().revision().unwrap();
    feed.lock().unwrap().channel = "<lastBuildDate>today</lastBuildDate>".to_owned();
    following.pass(20);
    let Some(LookOutcome::Read { added: 0, updated: 0, .. }) = following.look() else { panic!() };
    assert_eq!(following.newsroom.store().revision().unwrap(), revision);
    let state = following.entry().state;
    assert!(state.changed < state.looked);
}

#[test]
fn what_site_toml_says_of_a_source_holds_for_its_articles() {
    let (url, feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let more = "lang = \"vi\"\nauthor = \"Ban biên tập\"\nsection = \"thoi-su\"\n";
    let following = Following::start(&format!("{}{more}", one(&url)));
    assert_eq!(following.brings(), (1, 0, 0));
    let article = || following.newsroom.store().article(&slug("mot"), &root()).unwrap().unwrap();
    assert_eq!((article().lang.as_str(), article().section.as_str()), ("vi", "thoi-su"));
    assert_eq!(article().authors[0].name, "Ban biên tập");
    // Other settings are a reason to look at all of it again, at once.
    let asked = feed.lock().unwrap().asked.len();
    let categories = "categories = { \"economy\" = \"kinh-te\" }\n";
    following.change(&format!("{}{more}{categories}", one(&url)));
    let Some(LookOutcome::Read { updated: 1, .. }) = following.look() else { panic!() };
    assert_eq!(article().section.as_str(), "kinh-te");
    assert_eq!(feed.lock().unwrap().asked.len(), asked + 1);
    // The same settings again are none.
    following.change(&format!("{}{more}{categories}", one(&url)));
    assert_eq!(following.look(), None);
    // What site.toml no longer names is no longer followed; its articles stay.
    following.change("");
    following.pass(10_000);
    assert_eq!((following.look(), following.newsroom.shown().len()), (None, 1));
}

#[test]
fn a_source_says_how_long_its_answer_holds() {
    for (head, channel, minutes) in [
        ("Cache-Control: public, max-age=3600\r\n", "", 60),
        ("Cache-Control: max-age=3600\r\nAge: 1800\r\n", "", 30),
        ("Cache-Control: max-age=60\r\n", "", 15),
        ("Cache-Control: no-cache, max-age=3600\r\n", "", 15),
        ("Cache-Control: max-age=31536000\r\n", "", 360),
        ("Cache-Control: max-age=3600\r\n", "<ttl>120</ttl>", 120),
    ] {
        let (head, channel) = (head.to_owned(), channel.to_owned());
        let feed = Feed { items: vec!["mot"], head, channel, has_tag: true, ..Feed::default() };
        let following = Following::start(&one(&feed.start().0));
        for _ in 0..2 {
            assert!(following.look().is_some());
            assert!(following.waits(minutes), "{minutes}: {}", following.minutes());
            following.pass(1000);
        }
    }
}

#[test]
fn a_source_that_needs_rest_is_left_alone_whoever_asks() {
    let busy = Reply::new(429, "Retry-After: 3600\r\n", "busy");
    let (url, feed) = Feed { items: vec!["mot"], replies: vec![busy], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    assert!(following.fails().starts_with("it cannot be fetched: the server answered 429"));
    assert!(following.waits(60), "{}", following.minutes());
    let ask = || following.newsroom.store().ask_to_look(&slug("bao")).unwrap();
    assert!(ask());
    following.pass(59);
    assert_eq!((following.look(), feed.lock().unwrap().asked.len()), (None, 1));
    following.pass(7);
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert_eq!(following.entry().state.failures, 0);
    // From now on asking helps.
    assert_eq!(following.look(), None);
    assert!(ask());
    assert_eq!(following.look(), Some(LookOutcome::Nothing));
    assert_eq!(following.look(), None, "asked once, looked once");
    assert!(!following.newsroom.store().ask_to_look(&slug("khac")).unwrap());
}

#[test]
fn a_source_that_fails_is_asked_ever_more_seldom() {
    let gone = || Reply::new(404, "", "gone");
    let page = Reply::page("<html><head><title>Bảo trì</title></head></html>");
    let replies = vec![Reply::new(503, "", ""), Reply::stopping(), Reply::broken(), gone(), page];
    let (url, _feed) = Feed { items: vec!["mot"], replies, ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let mut why = Vec::new();
    for minutes in [5, 10, 20, 40, 80] {
        why.push(following.fails());
        assert!(following.waits(minutes), "{minutes}: {}", following.minutes());
        following.pass(minutes * 11 / 10 + 1);
    }
    assert!(why[0].ends_with("503; "), "what passes by itself needs no advice: {why:?}");
    assert!(why[2].contains("not a feed"), "{why:?}");
    assert!(why[3].contains("404") && why[3].contains("in a browser"), "{why:?}");
    assert!(why[4].contains("names neither a feed nor WordPress, Ghost or Bản Tin"), "{why:?}");
    let entry = following.entry();
    assert_eq!((entry.state.failures, entry.state.total.failed), (5, 5));
    let Some(LookOutcome::Read { added: 1, .. }) = following.look() else { panic!() };
    assert_eq!((following.entry().state.failures, following.waits(15)), (0, true));
}

#[test]
fn a_folder_with_site_toml_alone_is_a_newsroom_that_follows() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&one(&url));
    let source = following.folder.path().to_string_lossy().into_owned();
    let again = newsroom::import_at(
        following.newsroom.data.path(),
        &[source],
        Settings::default(),
        following.newsroom.now,
    );
    assert_eq!(again.unwrap().failed, []);
    assert_eq!(following.entry().source.every(), Duration::from_secs(900));
}

#[test]
fn a_source_that_is_imported_by_hand_is_what_site_toml_says_of_it() {
    let (url, _feed) = Feed { items: vec!["mot"], ..Feed::default() }.start();
    let following = Following::start(&format!("{}section = \"kinh-te\"\n", one(&url)));
    assert_eq!(following.brings(), (1, 0, 0));
    let outcome = newsroom::import_at(
        following.newsroom.data.path(),
        std::slice::from_ref(&url),
        Settings::default(),
        following.newsroom.now,
    );
    let outcome = outcome.unwrap();
    assert_eq!((outcome.updated, outcome.unchanged), (0, 1), "{outcome:?}");
}
