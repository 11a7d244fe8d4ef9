//! Exports of WordPress' and Blogger's among feeds: which of their entries are articles.

use super::{DATE, drafts, file};
use crate::*;

#[test]
fn a_wordpress_export_gives_its_published_posts() {
    let post = |id: u32, kind: &str, status: &str, body: &str| {
        format!(
            "<item><title>Bài {id}</title><link>https://old.example/?p={id}</link><pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>\
             <guid isPermaLink=\"false\">https://old.example/?p={id}</guid><content:encoded><![CDATA[{body}]]></content:encoded>\
             <excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{id}</wp:post_id><wp:post_name><![CDATA[bai-viet-{id}]]></wp:post_name>\
             <wp:status><![CDATA[{status}]]></wp:status><wp:post_type><![CDATA[{kind}]]></wp:post_type></item>"
        )
    };
    let xml = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Cũ</title>{}{}{}{}</channel></rss>",
        post(1, "post", "publish", "Đoạn một.\n\nĐoạn hai."),
        post(2, "post", "draft", "Chưa xong."),
        post(3, "attachment", "inherit", ""),
        post(4, "page", "publish", "Liên hệ.")
    );
    let mut drafts = Vec::new();
    let mut skipped = 0;
    for entry in file(xml).unwrap() {
        match entry {
            Entry::Imported(imported) => drafts.push(imported.draft),
            Entry::Skipped(_) => skipped += 1,
            Entry::Source(_) => {}
            Entry::Failed(failed) => panic!("{failed}"),
        }
    }
    assert_eq!((drafts.len(), skipped), (1, 3));
    assert_eq!(drafts[0].slug.as_str(), "bai-viet-1");
    assert_eq!(drafts[0].body.len(), 2);
}

#[test]
fn a_feed_that_only_names_wordpress_is_a_feed() {
    let xml = format!(
        "<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\"><channel><title>B</title>\
         <item><title>Chợ nổi</title><link>https://bao.example.org/cho-noi/</link>{DATE}\
         <excerpt:encoded><![CDATA[Tóm tắt.]]></excerpt:encoded><description>Chợ họp từ 5 giờ.</description></item></channel></rss>"
    );
    let all = drafts(&xml);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].draft.slug.as_str(), all[0].draft.body.len()), ("cho-noi", 1));
}

#[test]
fn what_atom_calls_a_draft_and_what_blogger_calls_no_post_stays_out() {
    let entry = |id: &str, more: &str| {
        format!(
            "<entry><id>{id}</id><title>Bài {id}</title><published>2023-08-11T04:50:00Z</published>\
             <content type=\"html\">&lt;p&gt;Chữ {id}&lt;/p&gt;</content>{more}</entry>"
        )
    };
    let kind = |kind: &str| {
        format!(
            "<category scheme=\"http://schemas.google.com/g/2005#kind\" \
             term=\"http://schemas.google.com/blogger/2008/kind#{kind}\"/><category term=\"cầu\"/>"
        )
    };
    let draft = "<app:control><app:draft>yes</app:draft></app:control>";
    let shown = "<app:control><app:draft>no</app:draft></app:control>";
    let feed = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:app=\"http://www.w3.org/2007/app\"><title>Báo</title>{}{}{}{}{}</feed>",
        entry("1", draft),
        entry("2", shown),
        entry("3", &kind("post")),
        entry("4", &kind("comment")),
        entry("5", &kind("page")),
    );
    let (mut taken, mut skipped) = (Vec::new(), Vec::new());
    for entry in file(&feed).unwrap() {
        match entry {
            Entry::Imported(imported) => taken.push((imported.name, imported.draft.tags)),
            Entry::Skipped(one) => skipped.push((one.name, one.why)),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(taken, [("2".into(), vec![]), ("3".into(), vec!["cầu".to_owned()])]);
    let expected = [("1", Why::Draft), ("4", Why::NoArticle), ("5", Why::Page)];
    assert_eq!(skipped, expected.map(|(name, why)| (name.to_owned(), why)));
}
