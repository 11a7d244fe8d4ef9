//! Pictures, galleries, videos and posts.

#![allow(clippy::unwrap_used)]

use bantin_model::EmbedProvider;

use super::tests::*;
use super::*;

#[test]
fn figures_have_caption_and_credit() {
    let expected = [picture("a.jpg", Some("Chợ nổi."), Some("Minh Trí"))];
    for html in [
        "<figure><img src=a.jpg><figcaption>Chợ nổi. Ảnh: Minh Trí</figcaption></figure>",
        "<figure><img src=a.jpg><figcaption>Chợ nổi. <span class='image-credit'>Ảnh: Minh Trí</span></figcaption></figure>",
        "<div class='wp-caption alignnone'><a href='full.jpg'><img src=a.jpg></a><p class='wp-caption-text'>Chợ nổi. (Ảnh: Minh Trí)</p></div>",
        "<table class=tplCaption><tr><td><img src=a.jpg></td></tr><tr><td class=Image>Chợ nổi. Ảnh: <em>Minh Trí</em></td></tr></table>",
        "<p><img src=a.jpg></p><p class='pic-caption'>Chợ nổi. Ảnh: Minh Trí</p>",
        "<figure><picture><source srcset='a.webp 2x'><img src=a.jpg></picture><p>Chợ nổi. Ảnh: Minh Trí</p></figure>",
    ] {
        assert_eq!(blocks(html), expected, "{html}");
    }
}

#[test]
fn pictures_loaded_late_are_found() {
    for html in [
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='https://i.example.org/a.jpg'>",
        "<img data-original='/a.jpg'>",
        "<img srcset='/b.jpg 320w, /a.jpg 1200w'>",
        "<picture><source srcset='/a.jpg 2x, /b.jpg'><img alt=''></picture>",
    ] {
        assert_eq!(blocks(html), [picture("a.jpg", None, None)], "{html}");
    }
}

#[test]
fn the_largest_of_a_set_is_taken_and_the_next_where_it_cannot_be_had() {
    for html in [
        "<img src=/s.jpg srcset='/s.jpg 300w, /a.jpg 1200w, /m.jpg 600w'>",
        "<img src=/s.jpg data-lazy-srcset='/s.jpg 300w,/a.jpg 1200w'>",
        "<img src=/s.jpg srcset='/q,w_300/s.jpg 300w, /q,w_900/a.jpg 900w'>",
        "<img src=/a.jpg srcset='/s.jpg 1x, /b.jpg 2x'>",
        "<img src=/a.jpg srcset='/mat.jpg 3000w'>",
        "<img src='data:image/gif;base64,x' srcset='data:image/gif;base64,x 1w' data-lazy-srcset='/a.jpg 900w'>",
        "<img src=/blank.gif data-lazy-src=/a.jpg>",
        "<picture><source data-srcset='/a.jpg 900w'><img src='data:x'></picture>",
        "<img src=/mat.jpg data-orig-file=/a.jpg>",
    ] {
        assert_eq!(blocks(html), [picture("a.jpg", None, None)], "{html}");
    }
}

#[test]
fn a_picture_that_waits_for_a_script_is_shown_once() {
    for html in [
        "<img src='data:image/gif;base64,x' data-unknown=x><noscript><img src=a.jpg></noscript>",
        "<img src=a.jpg><noscript><img src=a.jpg></noscript>",
        "<img data-src=a.jpg src='data:x'> <noscript><img src=b.jpg></noscript>",
        "<noscript><img src=a.jpg></noscript>",
    ] {
        assert_eq!(blocks(html), [picture("a.jpg", None, None)], "{html}");
    }
    assert_eq!(blocks("<noscript>Hãy bật JavaScript.</noscript>"), []);
}

#[test]
fn a_frame_leaves_a_link_that_names_its_site() {
    for html in [
        "<iframe src='https://www.google.com/maps/embed?pb=1' title='Đường đi'></iframe>",
        "<figure><div class=wp-block-embed__wrapper>\nhttps://www.google.com/maps/embed?pb=1\n</div><figcaption>Đường đi</figcaption></figure>",
    ] {
        let href = Link::new("https://www.google.com/maps/embed?pb=1").unwrap();
        let title = Some("Đường đi".to_owned());
        let expected = Block::Embed { provider: EmbedProvider::Other, href, title };
        assert_eq!(blocks(html), [expected], "{html}");
    }
    for unseen in [
        "<iframe src='https://www.googletagmanager.com/ns.html' height=0 width=0></iframe>",
        "<iframe src='https://www.facebook.com/plugins/like.php?x'></iframe>",
    ] {
        let (blocks, dropped) = both(unseen);
        assert!(
            blocks.is_empty() && matches!(dropped.as_slice(), [Dropped::Frame { .. }]),
            "{unseen}"
        );
    }
}

#[test]
fn pictures_alone_in_a_paragraph_are_a_gallery() {
    let images = vec![image("a.jpg", None, None), image("b.jpg", None, None)];
    let gallery = |caption: Option<&str>| Block::Gallery {
        images: images.clone(),
        caption: caption.map(str::to_owned),
    };
    assert_eq!(blocks("<p><img src=a.jpg>\n<img src=b.jpg></p>"), [gallery(None)]);
    let html = "<figure class='wp-block-gallery'><ul><li><figure><img src=a.jpg></figure></li><li><img src=b.jpg></li></ul>\
        <figcaption>Hội đua thuyền. Ảnh: Quang Huy</figcaption></figure>";
    assert_eq!(blocks(html), [gallery(Some("Hội đua thuyền. (Quang Huy)"))]);
    let apart = blocks("<p><img src=a.jpg> và <img src=b.jpg></p>");
    assert_eq!(
        apart,
        [picture("a.jpg", None, None), p(vec![t("và")]), picture("b.jpg", None, None)]
    );
}

#[test]
fn a_lost_picture_leaves_its_words() {
    let (blocks, dropped) = both(
        "<figure><img src='https://i.example.org/mat.jpg' alt='Cầu'><figcaption>Cầu gỗ. Ảnh: Phan Vy</figcaption></figure>",
    );
    assert_eq!(blocks, [p(vec![link("https://i.example.org/mat.jpg", "Cầu gỗ. (Phan Vy)")])]);
    let src = "https://i.example.org/mat.jpg".into();
    assert_eq!(dropped, [Dropped::Image { src, error: ImageError::NotFound }]);
}

#[test]
fn videos_and_posts_are_embeds() {
    let yt = |title: Option<&str>| Block::Embed {
        provider: EmbedProvider::Youtube,
        href: Link::new("https://www.youtube.com/watch?v=abc").unwrap(),
        title: title.map(str::to_owned),
    };
    let frame = "<iframe src='https://www.youtube.com/embed/abc?rel=0' title='Lễ hội'></iframe>";
    assert_eq!(blocks(frame), [yt(Some("Lễ hội"))]);
    let figure = "<figure><div><iframe src='//www.youtube.com/embed/abc'></iframe></div><figcaption>Đua thuyền</figcaption></figure>";
    assert_eq!(blocks(figure), [yt(Some("Đua thuyền"))]);
    assert_eq!(
        blocks("<p><a href='https://youtu.be/abc'>https://youtu.be/abc</a></p>"),
        [yt(None)]
    );
    assert_eq!(blocks("<p>https://youtu.be/abc</p>"), [yt(None)]);
    let in_text = blocks("<p>Xem <a href='https://youtu.be/abc'>video</a></p>");
    assert_eq!(in_text, [p(vec![t("Xem "), link("https://youtu.be/abc", "video")])]);
    let tweet = "<blockquote class='twitter-tweet'><p>Mưa lớn</p>— Bản Tin <a href='https://twitter.com/bantin/status/9'>11-8</a></blockquote><script async></script>";
    let (found, dropped) = both(tweet);
    assert!(
        matches!(found.as_slice(), [Block::Embed { provider: EmbedProvider::X, href, title: Some(title) }]
        if href.as_str() == "https://x.com/bantin/status/9" && title.starts_with("Mưa lớn"))
    );
    assert_eq!(dropped, [Dropped::Element { name: "script".into() }]);
    let file = blocks("<video controls><source src='phim.mp4'></video>");
    assert!(matches!(file.as_slice(), [Block::Embed { provider: EmbedProvider::Other, href, .. }]
        if href.as_str() == "https://example.org/tin/phim.mp4"));
}

#[test]
fn a_title_is_a_caption_in_markdown_only() {
    let html = "<p><img src=a.jpg title='Chợ. Ảnh: Minh Trí'></p>";
    let mut dropped = Vec::new();
    let found = read(html, &mut Page { titles: true }, &mut dropped).unwrap();
    assert_eq!(found, [picture("a.jpg", Some("Chợ."), Some("Minh Trí"))]);
    assert_eq!(blocks(html), [picture("a.jpg", None, None)]);
}

#[test]
fn a_picture_and_its_stand_in_are_one_whichever_comes_first() {
    let (lazy, stand_in) = (
        "<img class=lazy src='data:image/gif;base64,R0lGODlhAQABAAAAACw=' data-src='/a.jpg'>",
        "<noscript><img src='/a.jpg'></noscript>",
    );
    for html in [
        format!("<p>{lazy}{stand_in}</p>"),
        format!("{stand_in}{lazy}"),
        format!("<figure>{stand_in}{lazy}</figure>"),
        format!("<a href='/a.jpg'>{lazy}</a>{stand_in}"),
    ] {
        assert_eq!(blocks(&html), [picture("a.jpg", None, None)], "{html}");
    }
    // Two that are not the same are two.
    for two in [
        "<img src='/b.jpg'><p></p><noscript><img src='/a.jpg'></noscript>",
        "<figure><img src='/b.jpg'></figure><noscript><img src='/a.jpg'></noscript>",
    ] {
        assert_eq!(blocks(two).len(), 2, "{two}");
    }
}

#[test]
fn the_widest_source_of_a_picture_is_taken() {
    for html in [
        "<picture><source data-srcset='/a.jpg 1280w'><img data-src='/s.jpg'></picture>",
        "<picture><source srcset='/a.jpg 1280w'><img src='/s.jpg' srcset='/s.jpg 320w'></picture>",
        "<img src='/s.jpg' data-large-file='/a.jpg' data-orig-file='/o.jpg'>",
        "<img data-ezsrc='/a.jpg'>",
        "<img nitro-lazy-src='/a.jpg'>",
    ] {
        assert_eq!(blocks(html), [picture("a.jpg", None, None)], "{html}");
    }
}
