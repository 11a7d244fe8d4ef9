//! What an entry of a feed becomes: its words, its names and its address.

use bantin_model::{Block, EmbedProvider};

use super::{DATE, drafts, file, rss};
use crate::source::Source;
use crate::tests::options;
use crate::*;

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
        let feed =
            crate::feed::Feed { bytes, charset: None, name: url.to_string(), address: Some(url) };
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
