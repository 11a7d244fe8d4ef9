//! Exports of WordPress', whole: who may read what, and what is broken.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use bantin_model::Block;

use super::{drafts, file, rss};
use crate::error::NotAFeed;
use crate::{Entry, ImportError};

fn post(id: usize, status: &str, password: &str, title: &str, content: &str) -> String {
    format!(
        "<item><title>{title}</title><link>https://cu.example/?p={id}</link>\
         <pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
         <content:encoded><![CDATA[{content}]]></content:encoded>\
         <wp:post_id>{id}</wp:post_id><wp:post_name>bai-{id}</wp:post_name>\
         <wp:post_password>{password}</wp:post_password><wp:status>{status}</wp:status>\
         <wp:post_type>post</wp:post_type></item>\n"
    )
}

fn export(items: &str) -> String {
    let namespaces = "<rss xmlns:wp=\"http://wordpress.org/export/1.2/\" ";
    rss(items).replace("<rss ", namespaces)
}

fn reason(text: &str) -> NotAFeed {
    match file(text) {
        Err(ImportError::NotAFeed { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_exports_in_one_file_are_refused_and_publish_nothing() {
    let one = export(&post(1, "publish", "", "Một", "<p>a</p>"));
    let other = export(&post(2, "private", "", "Hai", "<p>mật</p>"));
    let error = reason(&format!("{one}\n{other}"));
    assert_eq!(error, NotAFeed::Several { line: one.matches('\n').count() + 3 });
    assert!(error.to_string().contains("import each"), "{error}");
    // Two feeds of any kind: of the second nothing would be read.
    let item = "<item><title>a</title></item>";
    assert!(matches!(reason(&[rss(item), rss(item)].concat()), NotAFeed::Several { .. }));
}

#[test]
fn where_an_item_is_in_an_unusual_place_none_that_is_private_is_published() {
    let private = post(2, "private", "", "Hai", "<p>mật</p>");
    let locked = post(3, "publish", "x", "Ba", "<p>mật</p>");
    let public = post(1, "publish", "", "Một", "<p>a</p>");
    // Behind the channel, where the parser of feeds does not look.
    let text = export(&format!("{public}{private}{locked}"))
        .replace("</channel></rss>", &format!("</channel>{}</rss>", public.replace('1', "4")));
    let found = file(&text).unwrap();
    let titles: Vec<&str> = found
        .iter()
        .filter_map(|entry| match entry {
            Entry::Imported(imported) => Some(imported.draft.title.as_str()),
            _ => None,
        })
        .collect();
    assert!(!titles.is_empty() && titles.iter().all(|title| *title == "Một"), "{found:?}");
    let skipped = found.iter().filter(|entry| matches!(entry, Entry::Skipped(_))).count();
    assert_eq!(skipped, 2, "{found:?}");
}

#[test]
fn a_post_without_a_title_is_headed_by_its_text_and_not_by_shortcodes() {
    let content = "[caption id=\"a\" width=\"9\"]<img src=\"a.jpg\"> Chợ nổi[/caption]\n\n\
                   [members_only]Mật.[/members_only]Cầu mở lại sáng nay. Mời bà con.";
    let draft = drafts(&export(&post(1, "publish", "", "", content))).remove(0).draft;
    assert_eq!(draft.title, "Cầu mở lại sáng nay");
    let only = "[caption]<img src=\"a.jpg\"> Chợ nổi[/caption]";
    let draft = drafts(&export(&post(1, "publish", "", "", only))).remove(0).draft;
    assert_eq!(draft.title, "Chợ nổi");
}

#[test]
fn an_excerpt_says_what_its_shortcodes_show() {
    let post = post(1, "publish", "", "Một", "<p>Thân bài.</p>").replace(
        "<wp:post_id>",
        "<excerpt:encoded><![CDATA[[members_only]Mật.[/members_only]Giá <del><b>150</b></del> 120]]></excerpt:encoded><wp:post_id>",
    );
    let text = export(&post)
        .replace("<rss ", "<rss xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" ");
    assert_eq!(drafts(&text).remove(0).draft.lead, "Giá 120");
}

#[test]
fn items_that_are_never_closed_are_read_once_each() {
    // Were each read to the end of the file, this would take hours.
    let items = "<item><title>".repeat(20_000);
    let found = file(export(&items).replace("</channel></rss>", ""));
    assert!(matches!(found, Err(ImportError::NotAFeed { .. })), "none of them is whole");
}

#[test]
fn a_text_is_read_however_it_is_written() {
    let with = |text: &str| {
        let item = post(1, "publish", "", "Một", "THE TEXT");
        let block = post(7, "publish", "", "Khối", "<p>chung</p>")
            .replace("<wp:post_type>post", "<wp:post_type>wp_block");
        let text = export(&format!("{block}{}", item.replace("<![CDATA[THE TEXT]]>", text)));
        let found = file(&text).unwrap();
        let words = found.iter().find_map(|entry| match entry {
            Entry::Imported(imported) => Some(imported.draft.body.iter().map(Block::plain_text)),
            _ => None,
        });
        words.unwrap().collect::<Vec<_>>()
    };
    assert_eq!(with("<![CDATA[<p>một</p>]]>"), ["một"]);
    assert_eq!(with("&lt;p&gt;một &amp;amp; hai&lt;/p&gt;"), ["một & hai"]);
    assert_eq!(with("<![CDATA[<p>một ]]]]><![CDATA[> hai</p>]]>"), ["một ]]> hai"]);
    assert_eq!(with("<![CDATA[<p>một</item></p>]]>"), ["một"]);
    assert_eq!(with("<![CDATA[<!-- wp:block {\"ref\":7} /-->]]>"), ["chung"]);
    // Two of them: the last counts, as in any feed.
    let two = "<![CDATA[<p>một</p>]]></content:encoded><content:encoded><![CDATA[<p>hai</p>]]>";
    assert_eq!(with(two), ["hai"]);
}

#[test]
fn a_feed_that_only_names_the_namespace_keeps_its_texts() {
    let item = |id: usize| {
        format!(
            "<item><title>Bài {id}</title><link>https://cu.example/{id}</link>\
             <pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
             <content:encoded><![CDATA[<p>chữ {id}</p>]]></content:encoded></item>"
        )
    };
    let whole = export(&item(1));
    // Where entries and items are not as many, which is which is not known.
    let more = whole.replace("</channel></rss>", &format!("</channel>{}</rss>", item(2)));
    for text in [whole, more] {
        let found = file(&text).unwrap();
        let words: Vec<String> = found
            .iter()
            .filter_map(|entry| match entry {
                Entry::Imported(imported) => {
                    Some(imported.draft.body.iter().map(Block::plain_text))
                }
                _ => None,
            })
            .flatten()
            .collect();
        assert_eq!(words.first().map(String::as_str), Some("chữ 1"), "{found:?}");
    }
}
