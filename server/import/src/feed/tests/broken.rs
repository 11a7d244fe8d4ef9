//! Feeds that are broken: what they give all the same, and what they are refused for.

use super::{DATE, drafts, file, rss};
use crate::error::NotAFeed;
use crate::tests::imported;
use crate::{Entry, EntryError, ImportError};

#[test]
fn a_broken_item_is_named_and_the_others_are_read() {
    let items = format!(
        "<item><title>Một</title>{DATE}<description>a</description></item>\n\
        <item><title>Hai</title></b>{DATE}<description>b</description></item>\n\
        <item><guid>ba</guid>{DATE}<description></description></item>\n\
        <item><guid>bon</guid><title>Bốn</title><description>d</description></item>\n\
        <item><title>Năm</title>{DATE}<description>e</description></item>\n"
    );
    let found = file(rss(&items)).unwrap();
    let titles: Vec<_> = found
        .iter()
        .filter_map(|entry| match entry {
            Entry::Imported(imported) => Some(imported.draft.title.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(titles, ["Một", "Năm"]);
    let failed = |line: usize| {
        found.iter().find_map(|entry| match entry {
            Entry::Failed(failed) if failed.line == Some(line) => Some(&failed.error),
            _ => None,
        })
    };
    assert!(matches!(failed(7), Some(EntryError::BadEntry(_))), "{found:?}");
    assert!(matches!(failed(8), Some(EntryError::NoTitle)), "{found:?}");
    assert!(matches!(failed(9), Some(EntryError::NoDate)), "{found:?}");
}

#[test]
fn a_feed_cut_off_gives_what_is_whole() {
    let items = format!(
        "<item><title>Một</title>{DATE}<description>a</description></item><item><title>Hai</title>"
    );
    let text = rss(&items);
    let cut = text.strip_suffix("</channel></rss>").unwrap();
    let found = file(cut).unwrap();
    assert!(
        found.iter().any(|e| matches!(e, Entry::Imported(i) if i.draft.title == "Một")),
        "{found:?}"
    );
    assert!(found.iter().any(|e| matches!(e, Entry::Failed(f) if f.line == Some(6))), "{found:?}");
}

#[test]
fn what_is_no_feed_is_refused_by_name() {
    let reason = |text: &[u8]| match file(text) {
        Err(ImportError::NotAFeed { reason, .. }) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(b"  "), NotAFeed::Empty);
    assert_eq!(reason(b"day khong phai la XML"), NotAFeed::Neither);
    assert_eq!(reason(b"<!DOCTYPE html>\n<HTML><body>404</body></HTML>"), NotAFeed::WebPage);
    let other = reason(b"<a><b></a>");
    assert!(matches!(&other, NotAFeed::Xml { root } if root == "a"), "{other}");
    assert!(matches!(reason(b"{\"version\":\n\n\"x\" 5}"), NotAFeed::Json { line: 3, .. }));
    assert_eq!(reason(b"{\"items\":[]}"), NotAFeed::OtherJson);
    let untitled = b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[]}";
    assert!(file(untitled).unwrap().is_empty(), "its entries can do without its name");
    assert!(matches!(reason(b"[1]"), NotAFeed::Json { line: 1, .. }));
    assert_eq!(reason(&[0xff, 0x89, 0, 1]), NotAFeed::Neither);
}

#[test]
fn an_author_that_makes_the_parser_panic_costs_one_item() {
    let items = format!(
        "<item><title>Một</title>{DATE}<author>“a@b.vn”</author><description>a</description></item>\
        <item><title>Hai</title>{DATE}<description>b</description></item>"
    );
    let found = file(rss(&items)).unwrap();
    assert!(
        found.iter().any(|e| matches!(e, Entry::Imported(i) if i.draft.title == "Hai")),
        "{found:?}"
    );
}

#[test]
fn an_item_of_a_json_feed_that_cannot_be_read_costs_no_other() {
    let feed = |head: &str, item: &[u8]| {
        let good = r#"{"id":"2","title":"Tốt","content_text":"b","date_published":"2023-08-11T11:50:00+07:00"}"#;
        let mut json = format!(r#"{{"version":"https://jsonfeed.org/version/1.1",{head}"items":["#)
            .into_bytes();
        json.extend(item);
        json.extend(format!(",\n{good}]}}").into_bytes());
        let mut found = file(json).unwrap();
        let last = imported(found.pop().unwrap());
        assert_eq!((last.draft.title.as_str(), found.len()), ("Tốt", 1));
        found.remove(0)
    };
    let item = |title: &str, more: &str| {
        let text = format!(
            r#"{{"id":"1","title":"{title}","content_text":"a","date_published":"2023-08-11T11:50:00+07:00"{more}}}"#
        );
        feed(r#""title":"B","#, text.as_bytes())
    };
    // Half a character is left out, and the item stays.
    let half = imported(item(r"Nửa \ud83d chữ", ""));
    assert_eq!(half.draft.title, "Nửa chữ");
    let whole = imported(item(r"Một \ud83d\ude00 chữ", ""));
    assert_eq!(whole.draft.title, "Một 😀 chữ");
    let deep = format!(r#","_x":{}{}"#, "[".repeat(200), "]".repeat(200));
    for broken in [r#","size":1e999"#, r#","attachments":5"#, &deep] {
        let Entry::Failed(failed) = item("Hỏng", broken) else { panic!("{broken}") };
        assert!(matches!(failed.error, EntryError::BadEntry(_)), "{failed}");
        assert_eq!(failed.line, Some(1));
    }
    let Entry::Failed(failed) = feed("", b"{\"id\":\"1\",\"title\":\"\xff\"}") else { panic!() };
    assert!(failed.to_string().contains("UTF-8"), "{failed}");
    let Entry::Failed(_) = feed("", b"5") else { panic!() };
    // What the feed says of itself may be wrong too.
    imported(feed(r#""title":5,"authors":"x","#, br#"{"id":"1","title":"a","content_text":"b","date_published":"2023-08-11T11:50:00+07:00"}"#));
}

#[test]
fn a_character_that_is_none_makes_no_feed_unreadable() {
    let items = format!(
        "<item><title>a\u{fffe}b</title>{DATE}<category>c\u{ffff}d</category>\
         <description><![CDATA[<p>e&#xFFFE;<code>f&#12;g</code></p>]]></description></item>"
    );
    let draft = drafts(&rss(&items)).remove(0).draft;
    assert_eq!((draft.title.as_str(), draft.tags[0].as_str()), ("ab", "cd"));
    assert_eq!(draft.body[0].plain_text(), "ef g");
}

#[test]
fn bytes_of_any_kind_never_panic() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |n: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % n
    };
    let whole = rss(&format!(
        "<item><title>Một</title>{DATE}<content:encoded><![CDATA[<p>a</p>]]></content:encoded></item>"
    ));
    for _ in 0..300 {
        let mut bytes = whole.clone().into_bytes();
        for _ in 0..=below(8) {
            let at = below(bytes.len());
            bytes[at] = u8::try_from(below(256)).unwrap();
        }
        bytes.truncate(below(bytes.len() * 2).max(1));
        // A refusal is as good as entries; only a panic fails here.
        if let Ok(found) = file(&bytes) {
            assert!(found.len() <= 1, "{}", String::from_utf8_lossy(&bytes));
        }
    }
}
