#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::dropped::Dropped;

fn item(xml: &str) -> Item {
    Item::of(&Raw::of(xml.as_bytes(), 1, is_wanted))
}

#[test]
fn an_item_says_what_it_is() {
    let item = item(
        "<item><title>A</title><wp:post_id>7</wp:post_id><wp:post_name><![CDATA[cau-go]]></wp:post_name>\
         <wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>\
         <category domain=\"category\" nicename=\"uncategorized\"><![CDATA[Uncategorized]]></category>\
         <category domain=\"category\" nicename=\"chua-phan-loai-2\"><![CDATA[Chưa phân loại]]></category>\
         <category domain=\"post_format\" nicename=\"post-format-gallery\"><![CDATA[Gallery]]></category>\
         <category domain=\"post_tag\" nicename=\"cau\"><![CDATA[Cầu & sông]]></category>\
         <category domain=\"author\" nicename=\"cap-lan\"><![CDATA[Lan Hương]]></category>\
         <wp:postmeta><wp:meta_key><![CDATA[_edit_last]]></wp:meta_key><wp:meta_value><![CDATA[1]]></wp:meta_value></wp:postmeta>\
         <wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta></item>",
    );
    assert_eq!(item.not_public(), None);
    assert_eq!((item.name.as_str(), item.id.as_str()), ("cau-go", "7"));
    assert_eq!(item.term_names().collect::<Vec<_>>(), ["Cầu & sông"]);
    assert_eq!(item.authors().collect::<Vec<_>>(), ["Lan Hương"]);
    let picture = Item {
        id: "9".into(),
        file: "https://old.example/a.jpg".into(),
        kind: "attachment".into(),
        ..Item::default()
    };
    assert_eq!(picture.not_public(), Some(Why::NoArticle));
    let lead = LeadPicture { url: "https://old.example/a.jpg".into(), ..LeadPicture::default() };
    assert_eq!(thumbnails(&[item, picture]), [Some(lead), None]);
}

#[test]
fn a_post_has_the_pictures_and_blocks_it_refers_to() {
    let attachment = |id: &str, parent: &str, file: &str| Item {
        id: id.into(),
        parent: parent.into(),
        file: file.into(),
        excerpt: format!("Ảnh {id}"),
        kind: "attachment".into(),
        ..Item::default()
    };
    let block = Item {
        id: "5".into(),
        content: "<p>Khối.</p>".into(),
        kind: "wp_block".into(),
        status: "publish".into(),
        ..Item::default()
    };
    let items = [
        attachment("91", "1", "https://cu.example/1.jpg"),
        attachment("92", "1", "b.png"),
        attachment("93", "2", "c.jpg"),
        attachment("94", "1", "d.pdf"),
        block,
    ];
    let export = Export::of(&Raw::default(), &items);
    let mut dropped = Vec::new();
    let mut html = |text: &str| html(text, "1", &export, &mut dropped);
    let named = html("[gallery ids=\"91, 93\"]");
    assert_eq!(named.matches("<img").count(), 2, "{named}");
    assert!(named.contains("<figcaption>Ảnh 91</figcaption>"), "{named}");
    assert_eq!(html("[gallery]").matches("<img").count(), 2);
    assert_eq!(html("[gallery]\n\n[gallery]").matches("<img").count(), 2);
    assert!(html("<!-- wp:block {\"ref\":5} /-->").contains("<p>Khối.</p>"));
    assert_eq!(html("[gallery ids=\"7\"]<!-- wp:block {\"ref\":6} /-->").trim(), "");
    let notes: Vec<String> = dropped.iter().map(ToString::to_string).collect();
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn an_author_is_called_by_name() {
    let head = "<rss><channel><wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[btv_07]]></wp:author_login>\
        <wp:author_display_name><![CDATA[Lan Hương]]></wp:author_display_name></wp:author>";
    let export = Export::of(&Raw::of(head.as_bytes(), 2, |name| name == "wp:author"), &[]);
    assert_eq!((export.author("btv_07"), export.author("khac")), ("Lan Hương", "khac"));
}

#[test]
fn a_block_that_is_not_published_stays_out_of_the_posts_that_refer_to_it() {
    let block = |id: &str, status: &str, password: &str| {
        item(&format!(
            "<item><wp:post_id>{id}</wp:post_id><wp:post_type>wp_block</wp:post_type><wp:status>{status}</wp:status>\
             <wp:post_password>{password}</wp:post_password><content:encoded><![CDATA[<p>Khối {id}</p>]]></content:encoded></item>"
        ))
    };
    let items = [
        block("1", "publish", ""),
        block("2", "draft", ""),
        block("3", "private", ""),
        block("4", "publish", "x"),
        block("5", "", ""),
        block("6", "trash", ""),
    ];
    let export = Export::of(&Raw::default(), &items);
    for id in 1..=6 {
        let mut dropped = Vec::new();
        let text = format!("<!-- wp:block {{\"ref\":{id}}} /-->");
        let html = html(&text, "9", &export, &mut dropped);
        if id == 1 {
            assert!(html.contains("Khối 1") && dropped.is_empty(), "{html}");
        } else {
            assert_eq!(html.trim(), "", "{id}");
            let note = Dropped::NotPublic { name: format!("wp:block {id}") };
            assert_eq!(dropped, [note], "{id}");
        }
    }
}

#[test]
fn a_file_that_is_private_or_in_the_bin_is_in_no_gallery_and_leads_no_post() {
    let attachment = |status: &str| Item {
        id: "9".into(),
        file: "https://cu.example/a.jpg".into(),
        kind: "attachment".into(),
        status: status.into(),
        ..Item::default()
    };
    for (status, is_shown) in [("inherit", true), ("private", false), ("trash", false)] {
        let post = Item { thumbnail: "9".into(), ..Item::default() };
        let items = [attachment(status), post];
        assert_eq!(Export::of(&Raw::default(), &items).attachment("9").is_some(), is_shown);
        assert_eq!(thumbnails(&items)[1].is_some(), is_shown, "{status}");
    }
}

#[test]
fn blocks_that_refer_to_themselves_and_each_other_end() {
    let refers = |ids: &[usize]| -> String {
        ids.iter().map(|id| format!("<!-- wp:block {{\"ref\":{id}}} /-->")).collect()
    };
    let block = |id: usize, content: String| Item {
        id: id.to_string(),
        content,
        kind: "wp_block".into(),
        status: "publish".into(),
        ..Item::default()
    };
    // Itself, a thousand times; and another that leads back.
    let itself = block(1, format!("Một{}", refers(&[1; 1000])));
    let there = block(2, format!("Hai{}", refers(&[3])));
    let back = block(3, format!("Ba{}", refers(&[2])));
    // No circle, and yet a thousand times a thousand times a thousand.
    let wide = block(4, refers(&[5; 1000]));
    let wider = block(5, refers(&[6; 1000]));
    let widest = block(6, format!("Sáu{}", refers(&[7; 1000])));
    let last = block(7, "Bảy".to_owned());
    let export = Export::of(&Raw::default(), &[itself, there, back, wide, wider, widest, last]);
    let read = |id: usize| {
        let mut dropped = Vec::new();
        (html(&refers(&[id]), "9", &export, &mut dropped), dropped)
    };
    let (text, dropped) = read(1);
    assert_eq!((text.matches("Một").count(), dropped.len()), (1, 1));
    let (text, dropped) = read(2);
    assert_eq!((text.matches("Hai").count(), text.matches("Ba").count()), (1, 1));
    assert_eq!(dropped, [Dropped::Shortcode { name: "wp:block 2".to_owned() }]);
    let (text, dropped) = read(4);
    assert!(text.matches("Bảy").count() < 1000 && !dropped.is_empty(), "{}", text.len());
}

#[test]
fn what_is_for_subscribers_and_what_is_no_post_stays_out_and_is_named() {
    let one = |kind: &str, meta: &str| {
        item(&format!(
            "<item><wp:post_id>7</wp:post_id><wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>{meta}</item>"
        ))
    };
    let meta = |key: &str, value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        )
    };
    for (key, value) in [
        ("_jetpack_newsletter_access", "paid_subscribers"),
        ("_members_access_role", "editor"),
        ("rcp_subscription_level", "2"),
    ] {
        let why = one("post", &meta(key, value)).not_public();
        assert_eq!(why, Some(Why::NotPublic(key.into())), "{key}");
    }
    let open = meta("_jetpack_newsletter_access", "everybody");
    assert_eq!(one("post", &open).not_public(), None);
    assert_eq!(one("page", "").not_public(), Some(Why::Page));
    assert_eq!(one("podcast", "").not_public(), Some(Why::OtherKind("podcast".into())));
    for kind in ["nav_menu_item", "wp_global_styles", "acf-field", "revision"] {
        assert_eq!(one(kind, "").not_public(), Some(Why::NoArticle), "{kind}");
    }
}
