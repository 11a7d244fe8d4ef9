#![allow(clippy::unwrap_used)]

use super::*;

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
    let found = thumbnails(&[item, picture]);
    assert_eq!(found, [Some("https://old.example/a.jpg".to_owned()), None]);
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
