//! Posts of WordPress': their paragraphs, their media and the words around them.

use bantin_model::{Block, EmbedProvider};

use super::super::TestNewsroom;
use super::{kinds, words};

#[test]
fn gutenberg_posts_without_paragraphs_are_whole() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("00-gutenberg-without-p.wxr.xml").added, 3);
    let articles = newsroom.articles();
    assert_eq!(kinds(&articles["Phóng sự ảnh"]), ["heading", "list", "quote"]);
    assert!(matches!(
        articles["Video"].body.as_slice(),
        [Block::Embed { provider: EmbedProvider::Youtube, .. }]
    ));
    assert_eq!(kinds(&articles["Cổ điển lẫn khối"]), ["paragraph", "list", "paragraph"]);
    assert_eq!(words(&articles["Cổ điển lẫn khối"]), ["Mở bài.", "Giá vé\nGiờ mở cửa", "Kết bài."]);
}

#[test]
fn blank_lines_part_paragraphs_beside_markup() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("10-wp-paragraphs-lost.wxr.xml");
    let articles = newsroom.articles();
    let p = "paragraph";
    assert_eq!(kinds(&articles["Có embed"]), [p, p, "embed", p, p]);
    assert_eq!(words(&articles["Có một thẻ p"]), ["Đoạn một.", "Giữa", "Đoạn hai.", "Đoạn ba."]);
    assert_eq!(words(&articles["Freeform"]), ["Cổ điển một.", "Cổ điển hai.", "Mới."]);
}

#[test]
fn media_of_shortcodes_are_there_or_named() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.whole("11-wp-media-shortcodes.wxr.xml");
    let articles = newsroom.articles();
    for picture in ["https://cu.example/1.jpg", "https://cu.example/2.jpg"] {
        assert!(outcome.notes.iter().any(|note| note.contains(picture)), "{outcome:?}");
        assert!(words(&articles["Thư viện"]).contains(&picture.to_owned()));
    }
    let sound = &articles["Âm thanh"];
    assert_eq!(kinds(sound), ["paragraph", "embed", "embed", "embed"]);
    let hrefs: Vec<_> = sound
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Embed { href, .. } => Some(href.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        hrefs,
        [
            "https://cu.example/a.mp3",
            "https://cu.example/v.mp4",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
        ]
    );
}

#[test]
fn words_around_a_post_are_the_newsroom_s() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("13-wp-author-login.wxr.xml");
    assert_eq!(newsroom.article().authors[0].name, "Lan Hương");
    let newsroom = TestNewsroom::new();
    newsroom.whole("14-wp-excerpt.wxr.xml");
    assert_eq!(newsroom.article().lead, "Sapo do biên tập viên viết.");
    assert_eq!(words(&newsroom.article()), ["Thân bài."]);
    let newsroom = TestNewsroom::new();
    newsroom.whole("35-wp-terms.wxr.xml");
    let tags: Vec<String> = newsroom.article().tags.into_iter().map(|tag| tag.name).collect();
    assert_eq!(tags, ["Cầu"]);
    let newsroom = TestNewsroom::new();
    newsroom.whole("39-wp-encoded-slug.wxr.xml");
    assert_eq!(newsroom.shown().remove(0).0, "kak-rabotaet");
}
