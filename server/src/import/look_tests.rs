#![allow(clippy::unwrap_used)]

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
fn less_is_read_of_a_site_only_while_nothing_went_away() {
    let mark = |total| Mark { changed: "a".to_owned(), newest: "b".to_owned(), total };
    let between = |old, new| Since::between(Some(&mark(old)), Some(&mark(new)));
    assert_eq!(between(3, 5).unwrap().more, 2);
    assert_eq!(between(3, 3).unwrap().more, 0);
    assert_eq!(between(3, 2), None);
    assert_eq!(Since::between(None, Some(&mark(1))), None);
}
