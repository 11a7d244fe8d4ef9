use std::path::PathBuf;

use super::super::pictures::tests::png;
use super::*;

fn of(html: &str) -> Converted {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    std::fs::write(root.join("a.png"), png(30, 20)).unwrap();
    std::fs::write(root.join("b.png"), png(20, 30)).unwrap();
    let mut origin = Origin::Folder { file: root.join("x.md"), root };
    convert(html, &mut origin, None)
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: vec![Inline::text(text)] }
}

#[test]
fn plain_blocks() {
    let converted =
        of("<h1>Đầu</h1><p>Một &amp; hai</p><h3>Nhỏ</h3><hr>Chữ rời<div>trong hộp</div>");
    let heading = |level, text: &str| Block::Heading { level, text: vec![Inline::text(text)] };
    assert_eq!(
        converted.blocks,
        [
            heading(2, "Đầu"),
            paragraph("Một & hai"),
            heading(4, "Nhỏ"),
            Block::Divider,
            paragraph("Chữ rời"),
            paragraph("trong hộp")
        ]
    );
    assert!(converted.dropped.is_empty());
}

#[test]
fn marks_and_links() {
    let converted = of(
        r#"<p>Xem <a href="/articles/a/"><b>bài</b></a> và <em>ảnh</em><br>dòng hai <code>x</code></p>"#,
    );
    let [Block::Paragraph { text }] = converted.blocks.as_slice() else { panic!("{converted:?}") };
    assert_eq!(inline::plain_text(text), "Xem bài và ảnh dòng hai x");
    assert!(matches!(&text[1], Inline::Link { href, .. } if href.as_str() == "/articles/a/"));
}

#[test]
fn what_could_run_is_left_out_and_named() {
    let html = r#"<p onclick="x()">An <a href="javascript:alert(1)">toàn</a></p>
        <script>alert(1)</script><style>p{}</style><form><input></form><svg onload="x()"></svg><blink>Chữ</blink>"#;
    let converted = of(html);
    assert_eq!(converted.blocks, [paragraph("An toàn"), paragraph("Chữ")]);
    let json = serde_json::to_string(&converted.blocks).unwrap();
    assert!(!json.contains("alert") && !json.contains("onclick"));
    for expected in [
        Dropped::Link("javascript:alert(1)".into()),
        Dropped::Element("script".into()),
        Dropped::Element("style".into()),
        Dropped::Element("form".into()),
        Dropped::Element("svg".into()),
        Dropped::Marks("blink".into()),
    ] {
        assert!(converted.dropped.contains(&expected), "{expected:?} in {:?}", converted.dropped);
    }
}

#[test]
fn figures_have_captions_credits_and_measures() {
    for html in [
        r#"<figure><img src="a.png" alt="Cầu"><figcaption>Cầu gỗ. <span class="credit">Ảnh: Minh Trí</span></figcaption></figure>"#,
        r#"<figure><a href="a.png"><img src="a.png" alt="Cầu"></a><figcaption>Cầu gỗ. Ảnh: Minh Trí</figcaption></figure>"#,
        r#"<div class="wp-caption"><img src="a.png" alt="Cầu"><p class="wp-caption-text">Cầu gỗ. (Ảnh: Minh Trí)</p></div>"#,
        r#"<p><img src="a.png" alt="Cầu" title="Cầu gỗ. Ảnh: Minh Trí"></p>"#,
    ] {
        let converted = of(html);
        let [Block::Image { image }] = converted.blocks.as_slice() else { panic!("{converted:?}") };
        assert_eq!((image.width, image.height, image.alt.as_str()), (30, 20, "Cầu"));
        assert_eq!(image.caption.as_deref(), Some("Cầu gỗ."), "{html}");
        assert_eq!(image.credit.as_deref(), Some("Minh Trí"), "{html}");
        assert_eq!(image.src.as_str(), format!("/media/{}", converted.media[0].name));
    }
}

#[test]
fn pictures_alone_in_a_paragraph_are_a_gallery() {
    let converted = of("<p><img src=a.png alt=a>\n<img src=b.png alt=b></p>");
    let [Block::Gallery { images, .. }] = converted.blocks.as_slice() else {
        panic!("{converted:?}")
    };
    assert_eq!(images.iter().map(|image| image.width).collect::<Vec<_>>(), [30, 20]);
    assert_eq!(converted.media.len(), 2);
}

#[test]
fn a_picture_inside_a_line_splits_it() {
    let converted = of("<p>Trước <img src=a.png alt=a> sau</p>");
    let kinds: Vec<_> = converted.blocks.iter().map(Block::plain_text).collect();
    assert_eq!(kinds, ["Trước", "", "sau"]);
}

#[test]
fn a_picture_that_cannot_be_had_leaves_its_words() {
    let converted =
        of(r#"<figure><img src="missing.png"><figcaption>Cầu gỗ</figcaption></figure>"#);
    assert_eq!(converted.blocks, [paragraph("Cầu gỗ")]);
    assert!(matches!(&converted.dropped[..], [Dropped::Picture(src, _)] if src == "missing.png"));
}

#[test]
fn quotes_name_who_said_it() {
    let converted = of("<blockquote><p>Tôi đi qua cầu.</p><p>— Bà Hoa, 62 tuổi</p></blockquote>");
    let quote = Block::Quote {
        text: vec![vec![Inline::text("Tôi đi qua cầu.")]],
        attribution: Some("Bà Hoa, 62 tuổi".into()),
    };
    assert_eq!(converted.blocks, [quote]);
}

#[test]
fn lists_inside_lists_follow_their_item() {
    let converted = of("<ol><li>Một<ul><li>Một a</li></ul></li><li><p>Hai</p></li><li></li></ol>");
    let item = |text: &str| vec![Inline::text(text)];
    let list =
        Block::List { ordered: true, items: vec![item("Một"), item("Một a"), item("Hai")] };
    assert_eq!(converted.blocks, [list]);
}

#[test]
fn tables_keep_head_and_rows() {
    let converted = of(
        "<table><caption>Giá</caption><thead><tr><th>Tên</th><th>Đồng</th></tr></thead><tr><td>Lúa</td><td><b>7.200</b></td></tr></table>",
    );
    let [Block::Table { caption, head, rows }] = converted.blocks.as_slice() else {
        panic!("{converted:?}")
    };
    assert_eq!(caption.as_deref(), Some("Giá"));
    assert_eq!((head.len(), rows.len()), (2, 1));
}

#[test]
fn videos_and_posts_are_embeds() {
    for html in [
        r#"<iframe src="https://www.youtube.com/embed/aqz-KE-bpKQ"></iframe>"#,
        r#"<p><a href="https://youtu.be/aqz-KE-bpKQ">https://youtu.be/aqz-KE-bpKQ</a></p>"#,
        "<p>https://youtu.be/aqz-KE-bpKQ</p>",
        r#"<figure><iframe src="//www.youtube.com/embed/aqz-KE-bpKQ"></iframe></figure>"#,
    ] {
        let converted = of(html);
        let [Block::Embed { provider, href, .. }] = converted.blocks.as_slice() else {
            panic!("{converted:?}")
        };
        assert_eq!(*provider, EmbedProvider::Youtube);
        assert_eq!(href.as_str(), "https://www.youtube.com/watch?v=aqz-KE-bpKQ");
    }
    let post = of(
        r#"<blockquote class="twitter-tweet"><p>x</p><a href="https://twitter.com/a/status/1">1</a></blockquote>"#,
    );
    assert!(matches!(&post.blocks[..], [Block::Embed { provider: EmbedProvider::X, .. }]));
    let map = of(r#"<iframe src="https://maps.example.org/x"></iframe>"#);
    assert!(matches!(&map.blocks[..], [Block::Embed { provider: EmbedProvider::Other, .. }]));
}

#[test]
fn relative_addresses_of_a_feed_become_absolute() {
    let base = Url::parse("https://example.org/news/a.html").unwrap();
    let mut origin = Origin::Folder { root: PathBuf::new(), file: PathBuf::new() };
    let converted = convert(r#"<p><a href="../b.html">b</a></p>"#, &mut origin, Some(&base));
    let [Block::Paragraph { text }] = converted.blocks.as_slice() else { panic!() };
    assert!(
        matches!(&text[0], Inline::Link { href, .. } if href.as_str() == "https://example.org/b.html")
    );
}

#[test]
fn no_input_makes_it_panic() {
    let pieces = [
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "<figure>",
        "<img src=a.png>",
        "<b>",
        "<a href='x'>",
        "</a>",
        "ả",
        "\u{301}",
        "\0",
        "<",
        "&",
        "<blockquote>",
        "<br>",
        "<iframe src=//youtu.be/>",
        "<pre>",
        "<h9>",
        "—",
        "Ảnh:",
    ];
    let mut state: u64 = 42;
    for _ in 0..2000 {
        let mut html = String::new();
        for _ in 0..20 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            html.push_str(pieces[usize::try_from(state >> 33).unwrap() % pieces.len()]);
        }
        let converted = of_nothing(&html);
        let json = serde_json::to_string(&converted.blocks).unwrap();
        let again: Vec<Block> = serde_json::from_str(&json).unwrap();
        assert_eq!(again, converted.blocks, "{html}");
    }
}

/// Without a folder, so that thousands are quick.
fn of_nothing(html: &str) -> Converted {
    let mut origin = Origin::Folder {
        root: PathBuf::from("/nonexistent"),
        file: PathBuf::from("/nonexistent/x.md"),
    };
    convert(html, &mut origin, None)
}
