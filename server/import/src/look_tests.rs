#![allow(clippy::unwrap_used)]

use bantin_core::sources::known::{Place, Validators};
use jiff::SignedDuration;

use super::*;

#[test]
fn an_rss_feed_says_how_long_it_holds() {
    assert_eq!(ttl(b"<rss><channel><ttl> 60 </ttl><item></item></channel></rss>"), Some(60));
    assert_eq!(ttl(b"<rss><channel><item><ttl>60</ttl></item></channel></rss>"), None);
    assert_eq!(ttl(b"<rss><channel><ttl>soon</ttl></channel></rss>"), None);
    assert_eq!(ttl("<ttl>é".as_bytes()), None);
}

#[test]
fn what_remembers_a_source_is_read_again() {
    let url = Url::parse("https://a.example/feed").unwrap();
    let known = Known {
        kind: Some(Kind::Feed { url }),
        validators: Validators { tag: Some("\"a\"".to_owned()), modified: None },
        ttl: Some(5),
        ..Known::default()
    };
    let text = serde_json::to_string(&known).unwrap();
    assert_eq!(serde_json::from_str::<Known>(&text).unwrap(), known);
    assert_eq!(serde_json::from_str::<Known>("{}").unwrap(), Known::default());
}

#[test]
fn a_feed_of_which_a_part_failed_is_read_again_the_next_day() {
    use crate::fetch::tests::Server;
    let feed = b"<rss><channel><title>a</title></channel></rss>".to_vec();
    let server = Server::start([("/feed", (200, "etag: \"a\"", feed))]);
    let url = server.at("feed");
    let now: Timestamp = "2026-11-27T03:00:00Z".parse().unwrap();
    let look = |known: &Known, at: Timestamp| look(&url, None, known, at).unwrap();
    let first = look(&Known::default(), now);
    assert!(first.found.is_some());
    let hours = |hours| now + SignedDuration::from_hours(hours);
    for (has_failed, after, is_read) in [(false, 48, false), (true, 1, false), (true, 24, true)] {
        let known = first.known.clone().read(now, false, has_failed);
        let again = look(&known, hours(after));
        assert_eq!(again.found.is_some(), is_read, "{has_failed} {after}");
    }
}

#[test]
fn a_site_of_a_later_release_s_system_is_refused_before_it_is_asked() {
    // Nobody answers there.
    let url = Url::parse("http://127.0.0.1:1/feed").unwrap();
    let place = Place { system: "later".to_owned(), root: url.clone(), lang: None };
    let known = Known { kind: Some(Kind::Site(place)), ..Known::default() };
    for known in [known.clone(), known.of_gone()] {
        let refusal = look(&url, None, &known, Timestamp::UNIX_EPOCH).err().unwrap();
        assert!(matches!(refusal.error, ImportError::LaterSystem(_)), "{:?}", refusal.error);
        assert!(!refusal.is_gone, "what the other release remembers stays");
        assert!(!refusal.error.may_pass());
    }
}
