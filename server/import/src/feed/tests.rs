//! Feeds, whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;

use bantin_media::take::TakeError;
use bantin_model::{Block, EmbedProvider};

use crate::fetch::tests::Server;
use crate::image::tests::png;
use crate::source::Source;
use crate::tests::{entries, imported, options};
use crate::*;

pub fn file(text: impl AsRef<[u8]>) -> Result<Vec<Entry>, ImportError> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), text).unwrap();
    let mut found = Vec::new();
    read(file.path().to_str().unwrap(), &options(), &mut |entry| found.push(entry))?;
    found.retain(|entry| !matches!(entry, Entry::Source(_)));
    Ok(found)
}

pub fn drafts(text: &str) -> Vec<Imported> {
    file(text).unwrap().into_iter().map(imported).collect()
}

pub fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
        xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
        xmlns:media=\"http://search.yahoo.com/mrss/\"><channel>\n<title>Báo</title>\n\
        <link>https://bao.example.org/</link>\n<language>vi-VN</language>\n{items}</channel></rss>"
    )
}

const DATE: &str = "<pubDate>Fri, 11 Aug 2023 04:50:00 +0000</pubDate>";

#[test]
fn an_rss_item_is_read_whole() {
    let items = format!(
        "<item><title>Đê Vĩnh Tế &amp; triều cường</title><link>https://bao.example.org/2023/08/de-vinh-te.html?utm=1</link>\
        <guid isPermaLink=\"false\">12</guid>{DATE}<dc:creator>Lê Khánh</dc:creator>\
        <category>Môi trường</category><category>đê biển</category>\
        <description>Nước dâng 40 cm trong hai giờ.</description>\
        <content:encoded><![CDATA[<p>Chiều 10-8, sóng vượt mặt đê.</p><p><a href=\"/lien-quan\">Bài trước</a></p>]]></content:encoded>\
        <enclosure url=\"https://bao.example.org/a.mp3\" type=\"audio/mpeg\" length=\"1\"/></item>"
    );
    let all = drafts(&rss(&items));
    let [Imported { origin, draft, dropped, .. }] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((origin.id.as_str(), dropped.len()), ("12", 0));
    assert_eq!(draft.slug.as_str(), "de-vinh-te");
    assert_eq!(draft.title, "Đê Vĩnh Tế & triều cường");
    assert_eq!(draft.published, "2023-08-11T11:50:00+07:00");
    assert_eq!((draft.lang.as_str(), draft.section.as_str()), ("vi", "moi-truong"));
    assert_eq!(draft.tags, ["Môi trường", "đê biển"]);
    assert_eq!(draft.authors.first().unwrap().name, "Lê Khánh");
    assert_eq!(draft.lead, "Nước dâng 40 cm trong hai giờ.");
    assert_eq!((draft.updated.as_deref(), draft.views), (None, 0));
    let source = draft.source.as_ref().unwrap().as_str();
    assert_eq!(source, "https://bao.example.org/2023/08/de-vinh-te.html?utm=1");
    let json = serde_json::to_string(&draft.body).unwrap();
    assert!(json.contains("https://bao.example.org/lien-quan"), "{json}");
    assert!(matches!(
        draft.body.first(),
        Some(Block::Embed { provider: EmbedProvider::Other, .. })
    ));
}

#[test]
fn the_same_text_never_stands_twice() {
    let lead = |description: &str, content: &str| {
        let items = format!(
            "<item><title>a</title>{DATE}<description><![CDATA[{description}]]></description>\
            <content:encoded><![CDATA[{content}]]></content:encoded></item>"
        );
        let draft = drafts(&rss(&items)).remove(0).draft;
        (draft.lead, draft.body.len())
    };
    let none = String::new();
    assert_eq!(lead("<p>Sáng nay, cầu mở.</p>", "<p>Sáng nay, cầu mở.</p>"), (none.clone(), 1));
    assert_eq!(
        lead("Sáng nay, cầu […]", "<p><b>Sáng nay</b>, cầu mở.</p><p>Hai</p>"),
        (none.clone(), 2)
    );
    assert_eq!(
        lead(
            "Sáng nay, cầu…<p>The post <a>a</a> appeared first on B.</p>",
            "<p>Sáng nay, cầu mở.</p>"
        ),
        (none.clone(), 1)
    );
    assert_eq!(lead("Chỉ có tóm tắt.", ""), (none, 1));
    assert_eq!(lead("Khác hẳn.", "<p>Sáng nay.</p>"), ("Khác hẳn.".to_owned(), 1));
}

#[test]
fn atom_and_json_feed_are_read_too() {
    let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><id>f</id><title>B</title><updated>2023-08-11T00:00:00Z</updated>\
        <author><name>Newsroom</name></author>\
        <entry><id>tag:example.org,2023:1</id><title type=\"html\">Bridge &amp;lt;b&amp;gt; reopens</title><link rel=\"alternate\" href=\"https://bao.example.org/bridge/\"/>\
        <published>2023-08-10T01:00:00Z</published><updated>2023-08-11T01:00:00Z</updated><content type=\"html\">&lt;p&gt;Open.&lt;/p&gt;</content></entry></feed>";
    let draft = drafts(atom).remove(0).draft;
    assert_eq!(
        (draft.slug.as_str(), draft.lang.as_str(), draft.section.as_str()),
        ("bridge", "en", "news")
    );
    assert_eq!(draft.updated.as_deref(), Some("2023-08-11T08:00:00+07:00"));
    assert_eq!(draft.authors.first().unwrap().name, "Newsroom");
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"B","items":[
        {"id":7,"url":"https://bao.example.org/tin/7","title":"Tin","language":"en","content_text":"Một\n\nHai","date_published":"2023-08-11T11:50:00+07:00"},
        {"id":"8","title":"Hỏng","content_text":5},
        {"id":"9","content_text":"Không tiêu đề","date_published":"2023-08-11T11:50:00+07:00"}]}"#;
    let all = file(json).unwrap();
    let [Entry::Imported(first), Entry::Failed(second), Entry::Imported(third)] = all.as_slice()
    else {
        panic!("{all:?}")
    };
    let draft = &first.draft;
    assert_eq!((draft.slug.as_str(), draft.lang.as_str(), draft.body.len()), ("tin-7", "en", 2));
    assert!(matches!(second, Failed { line: Some(3), error: EntryError::BadEntry(_), .. }));
    assert_eq!(third.draft.title, "Không tiêu đề");
}

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
fn of_two_slugs_alike_the_older_stays() {
    let item = |id: &str, day: u8| {
        format!(
            "<item><guid isPermaLink=\"false\">{id}</guid><title>Bản tin sáng</title><pubDate>{day} Aug 2023 00:00:00 +0000</pubDate><description>x</description></item>"
        )
    };
    let slugs = |items: &str| -> Vec<(String, String)> {
        drafts(&rss(items)).into_iter().map(|i| (i.origin.id, i.draft.slug.to_string())).collect()
    };
    let two = slugs(&format!("{}{}", item("b", 11), item("a", 10)));
    assert_eq!(two[1], ("a".to_owned(), "ban-tin-sang".to_owned()));
    assert!(two[0].1.starts_with("ban-tin-sang-"), "{two:?}");
    let three = slugs(&format!("{}{}{}", item("c", 12), item("b", 11), item("a", 10)));
    assert_eq!(three[1..], two[..]);
    let twice = file(rss(&format!("{}{}", item("a", 10), item("a", 10)))).unwrap();
    assert!(matches!(
        twice.as_slice(),
        [Entry::Imported(_), Entry::Skipped(Skipped { why: Why::Twice, .. })]
    ));
}

#[test]
fn articles_on_one_page_are_told_apart_by_their_places_there() {
    let item = |id: &str, title: &str| {
        format!(
            "<item><guid>{id}</guid><title>{title}</title>{DATE}<description>x</description></item>"
        )
    };
    let page = "https://bao.example/truc-tiep";
    let items = [item(&format!("{page}#mot"), "Một"), item(&format!("{page}#hai"), "Hai")];
    let both = drafts(&rss(&items.concat()));
    let known: Vec<_> =
        both.iter().map(|one| (one.origin.shares_id, one.origin.link.as_str())).collect();
    let page = "bao.example/truc-tiep";
    assert_eq!(known, [(true, &*format!("{page}#mot")), (true, &*format!("{page}#hai"))]);
    assert!(both.iter().all(|one| one.origin.id == page));
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
fn a_feed_with_its_pictures_is_fetched_and_nothing_elsewhere_stays() {
    let feed = rss(&format!(
        "<item><title>Ảnh</title><link>{{origin}}/tin/anh</link>{DATE}<media:content url=\"{{origin}}/lon.png\" type=\"image/png\" width=\"900\"/>\
        <content:encoded><![CDATA[<p><img src=\"{{origin}}/lon.png\" alt=\"Cầu\"></p><p>Chữ <img src=\"/khong.png\" alt=\"Mất\"></p>\
        <p><img src=\"http://127.0.0.1:1/x.png\"></p><p><img src=\"/gia.png\" alt=\"Giả\"></p>]]></content:encoded></item>"
    ));
    let server = Server::start([
        ("/feed.xml", (200, "Content-Type: application/rss+xml", feed.into_bytes())),
        ("/lon.png", (200, "Content-Type: text/plain", png(900, 600))),
        ("/gia.png", (200, "Content-Type: image/png", b"<html>".to_vec())),
    ]);
    let address = server.at("feed.xml").to_string();
    let fetching = Options { fetch: true, ..options() };
    let Imported { draft, dropped, .. } = imported(entries(&address, &fetching).remove(0));
    let lead = draft.image.as_ref().unwrap();
    assert_eq!((lead.width, lead.height, lead.alt.as_str()), (900, 600, "Cầu"));
    assert_eq!(draft.media.len(), 1);
    let errors: Vec<_> = dropped
        .iter()
        .filter_map(|note| match note {
            Dropped::Image { error, .. } => Some(error.clone()),
            _ => None,
        })
        .collect();
    use FetchError as F;
    assert_eq!(
        errors,
        [
            ImageError::Fetch(F::Status(404)),
            ImageError::Fetch(F::LocalAddress),
            ImageError::Rejected(TakeError::NotAPicture)
        ]
    );
    let words: Vec<_> = draft.body.iter().map(Block::plain_text).collect();
    assert_eq!(words, ["Chữ", "Mất", "http://127.0.0.1:1/x.png", "Giả"]);
    assert!(!draft.body.iter().any(|block| matches!(block, Block::Image { .. })));
    let again = imported(entries(&address, &fetching).remove(0));
    assert_eq!(again.draft, draft);
    let off = imported(entries(&address, &options()).remove(0));
    assert_eq!((off.draft.image, off.draft.media), (None, vec![]));
    assert!(
        off.dropped
            .iter()
            .any(|d| matches!(d, Dropped::Image { error: ImageError::FetchingOff, .. }))
    );
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
fn an_address_is_imported_as_browsers_open_it() {
    let items = format!(
        "<item><title>a</title>{DATE}<description><![CDATA[<p><a href=\"https://evil.example\\@good.example/\">a</a> \
         <a href=\"https://good.example@evil.example/\">b</a></p>]]></description></item>"
    );
    let Imported { draft, dropped, .. } = drafts(&rss(&items)).remove(0);
    let json = serde_json::to_string(&draft.body).unwrap();
    assert!(json.contains("https://evil.example/@good.example/"), "{json}");
    assert!(!json.contains("good.example@evil.example"), "{json}");
    assert_eq!(dropped, [Dropped::Link { href: "https://good.example@evil.example/".into() }]);
}

#[test]
fn a_language_that_is_none_is_named() {
    let items = format!("<item><title>a</title>{DATE}<description>b</description></item>");
    let xml = rss(&items).replace("vi-VN", "tiếng Việt");
    let Imported { draft, dropped, .. } = drafts(&xml).remove(0);
    assert_eq!(draft.lang, "vi");
    assert!(dropped[0].to_string().contains("BCP 47"), "{dropped:?}");
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
fn a_silent_picture_host_is_waited_for_once_and_costs_no_words() {
    let (host, taken) = fetch::tests::silent();
    let feed = include_str!("../../../tests/cases/32-dead-picture-host.xml");
    let feed = feed.replace("http://127.0.0.1:8219/", host.as_str());
    let fetcher = Fetcher::with_patience(Some(&host), fetch::tests::SHORT);
    let options = options();
    let context = Context { fetcher: Some(&fetcher), ..Context::of(&options).unwrap() };
    let mut found = Vec::new();
    let (bytes, name) = (feed.into_bytes(), "feed.xml".to_owned());
    let source = Box::new(super::Feed { bytes, charset: None, name, address: None });
    source.read(&context, &mut |entry| found.push(entry)).unwrap();
    let Imported { draft, dropped, .. } = imported(found.pop().unwrap());
    assert_eq!(draft.body.first().map(Block::plain_text).as_deref(), Some("x"));
    let errors: Vec<String> = dropped.iter().map(ToString::to_string).collect();
    assert!(errors.len() == 2 && errors[1].contains("was not asked again"), "{errors:?}");
    assert_eq!(taken.load(std::sync::atomic::Ordering::SeqCst), 1);
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

#[test]
fn an_author_s_name_stays_and_the_address_goes() {
    for author in ["a@b.example (Lan Hương)", "Lan Hương &lt;a@b.example&gt;", "Lan Hương"] {
        let item = format!(
            "<item><title>Bài</title><link>https://bao.example.org/a</link>{DATE}\
             <author>{author}</author><description>Chữ.</description></item>"
        );
        let all = drafts(&rss(&item));
        let names: Vec<&str> =
            all.iter().flat_map(|one| &one.draft.authors).map(|one| one.name.as_str()).collect();
        assert_eq!(names, ["Lan Hương"], "{author}");
    }
}

#[test]
fn a_page_of_a_feed_is_the_same_feed() {
    let item = format!(
        "<item><title>Bài</title><link>https://bao.example.org/a</link>{DATE}<description>Chữ.</description></item>"
    );
    let sources = ["/feed", "/feed?paged=2", "/feed?x=1&paged=3", "/feed?x=1"].map(|address| {
        let bytes = rss(&item).into_bytes();
        let url = url::Url::parse("https://bao.example.org").unwrap().join(address).unwrap();
        let feed = super::Feed { bytes, charset: None, name: url.to_string(), address: Some(url) };
        let options = Options { fetch: false, ..options() };
        let context = Context::of(&options).unwrap();
        let mut source = None;
        Box::new(feed)
            .read(&context, &mut |entry| {
                if let Entry::Source(head) = entry {
                    source = Some(head.source);
                }
            })
            .unwrap();
        source.unwrap()
    });
    let [one, paged, asked, other] = sources;
    assert_eq!(one, paged);
    assert_eq!(asked, other);
    assert_ne!(one, other);
}
