//! The blocks of WordPress' own editor, each as the editor writes it: its words, and what kind of block it becomes.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::html::tests::both;

/// The blocks of a post with this text, each as its kind and its words, and what is named as left out.
fn read(text: &str, footnotes: &str) -> (Vec<String>, Vec<String>) {
    let post = Item { footnotes: footnotes.to_owned(), ..Item::default() };
    let mut lost = Vec::new();
    let text = post.with_footnotes(text.to_owned());
    let html = html(&text, "1", &Export::default(), &mut lost);
    let (blocks, dropped) = both(&html);
    let kind = |block: &bantin_model::Block| {
        let json = serde_json::to_value(block).unwrap();
        let kind = json["type"].as_str().unwrap();
        let field = match kind {
            "quote" => "attribution",
            "embed" => "title",
            _ => "caption",
        };
        let beside = json[field]
            .as_str()
            .filter(|_| kind != "image")
            .map(|words| format!("/{words}"))
            .unwrap_or_default();
        let words = block.plain_text().replace('\n', "/") + &beside;
        format!("{kind}: {words}").trim().to_owned()
    };
    let lost = lost.iter().chain(&dropped).map(ToString::to_string).collect();
    (blocks.iter().map(kind).collect(), lost)
}

/// A block as the editor writes it, with its comments.
fn block(name: &str, html: &str) -> String {
    format!("<!-- wp:{name} -->\n{html}\n<!-- /wp:{name} -->\n\n")
}

#[test]
fn every_core_block_keeps_its_words_or_its_kind() {
    let p = block("paragraph", "<p>Một.</p>");
    let figure = "<figure class=\"wp-block-image\"><img src=\"https://cu.example/a.jpg\" alt=\"Chợ\"/>\
        <figcaption class=\"wp-element-caption\">Chợ nổi.</figcaption></figure>";
    let video = "https://www.youtube.com/watch?v=abcdefghijk";
    let wraps = |name: &str, class: &str| {
        block(name, &format!("<div class=\"wp-block-{class}\">{p}</div>"))
    };
    let rows: Vec<(String, &[&str])> = vec![
        (p.clone(), &["paragraph: Một."]),
        (block("heading", "<h2 class=\"wp-block-heading\">Hai</h2>"), &["heading: Hai"]),
        (
            block(
                "list",
                &format!("<ul class=\"wp-block-list\">{}</ul>", block("list-item", "<li>Ba</li>")),
            ),
            &["list: Ba"],
        ),
        (
            block(
                "quote",
                &format!(
                    "<blockquote class=\"wp-block-quote\">{p}<cite>Bà Hoa</cite></blockquote>"
                ),
            ),
            &["quote: Một./Bà Hoa"],
        ),
        (
            block(
                "pullquote",
                "<figure class=\"wp-block-pullquote\"><blockquote><p>Bốn.</p><cite>Bà Hoa</cite></blockquote></figure>",
            ),
            &["quote: Bốn./Bà Hoa"],
        ),
        (block("code", "<pre class=\"wp-block-code\"><code>a\n  b</code></pre>"), &["code: a/  b"]),
        (
            block("preformatted", "<pre class=\"wp-block-preformatted\">a\n  b</pre>"),
            &["code: a/  b"],
        ),
        (block("verse", "<pre class=\"wp-block-verse\">Gió\nmưa</pre>"), &["paragraph: Gió mưa"]),
        (block("image", figure), &["image: Chợ nổi."]),
        (
            block(
                "gallery",
                &format!(
                    "<figure class=\"wp-block-gallery has-nested-images\">{}{}</figure>",
                    block("image", figure),
                    block("image", &figure.replace("a.jpg", "b.jpg"))
                ),
            ),
            &["gallery: Chợ nổi./Chợ nổi."],
        ),
        (
            block(
                "cover",
                &format!(
                    "<div class=\"wp-block-cover\"><img class=\"wp-block-cover__image-background\" alt=\"\" src=\"https://cu.example/a.jpg\"/>\
                <span aria-hidden=\"true\" class=\"wp-block-cover__background\"></span><div class=\"wp-block-cover__inner-container\">{p}</div></div>"
                ),
            ),
            &["image:", "paragraph: Một."],
        ),
        (
            block(
                "media-text",
                &format!(
                    "<div class=\"wp-block-media-text\"><figure class=\"wp-block-media-text__media\"><img src=\"https://cu.example/a.jpg\" alt=\"Chợ\"/></figure>\
                <div class=\"wp-block-media-text__content\">{p}</div></div>"
                ),
            ),
            &["image:", "paragraph: Một."],
        ),
        (wraps("group", "group"), &["paragraph: Một."]),
        (
            block(
                "columns",
                &format!(
                    "<div class=\"wp-block-columns\">{}{}</div>",
                    wraps("column", "column"),
                    wraps("column", "column")
                ),
            ),
            &["paragraph: Một.", "paragraph: Một."],
        ),
        (
            block(
                "file",
                "<div class=\"wp-block-file\"><a href=\"https://cu.example/bao-cao.pdf\">Báo cáo</a>\
                <a href=\"https://cu.example/bao-cao.pdf\" class=\"wp-block-file__button wp-element-button\" download>Tải về</a></div>",
            ),
            &["paragraph: Báo cáo"],
        ),
        (
            block(
                "buttons",
                &format!(
                    "<div class=\"wp-block-buttons\">{}</div>",
                    block(
                        "button",
                        "<div class=\"wp-block-button\"><a class=\"wp-block-button__link wp-element-button\" href=\"https://cu.example/ve\">Mua vé</a></div>"
                    )
                ),
            ),
            &["paragraph: Mua vé"],
        ),
        (
            block(
                "table",
                "<figure class=\"wp-block-table\"><table><thead><tr><th>Việc</th><th>Giá</th></tr></thead><tbody><tr><td>Ván</td><td>9</td></tr></tbody></table>\
                <figcaption class=\"wp-element-caption\">Giá.</figcaption></figure>",
            ),
            &["table: Việc/Giá/Ván/9/Giá."],
        ),
        (
            block(
                "details",
                &format!("<details class=\"wp-block-details\"><summary>Hỏi</summary>{p}</details>"),
            ),
            &["paragraph: Hỏi", "paragraph: Một."],
        ),
        (
            block(
                "audio",
                "<figure class=\"wp-block-audio\"><audio controls src=\"https://cu.example/a.mp3\"></audio><figcaption class=\"wp-element-caption\">Nghe.</figcaption></figure>",
            ),
            &["embed: /Nghe."],
        ),
        (
            block(
                "video",
                "<figure class=\"wp-block-video\"><video controls src=\"https://cu.example/a.mp4\"></video><figcaption class=\"wp-element-caption\">Xem.</figcaption></figure>",
            ),
            &["embed: /Xem."],
        ),
        (
            block(
                "embed",
                &format!(
                    "<figure class=\"wp-block-embed is-type-video\"><div class=\"wp-block-embed__wrapper\">\n{video}\n</div></figure>"
                ),
            ),
            &["embed:"],
        ),
        (
            block("separator", "<hr class=\"wp-block-separator has-alpha-channel-opacity\"/>"),
            &["divider:"],
        ),
        (block("html", "<p>Mã <b>riêng</b>.</p>"), &["paragraph: Mã riêng."]),
        (block("freeform", "Cũ.\n\nHơn."), &["paragraph: Cũ.", "paragraph: Hơn."]),
        (
            format!("{p}{}{p}", block("more", "<!--more-->")),
            &["paragraph: Một.", "paragraph: Một."],
        ),
        (
            format!("{p}{}{p}", block("nextpage", "<!--nextpage-->")),
            &["paragraph: Một.", "paragraph: Một."],
        ),
        (
            format!(
                "{p}{}",
                block(
                    "spacer",
                    "<div style=\"height:100px\" aria-hidden=\"true\" class=\"wp-block-spacer\"></div>"
                )
            ),
            &["paragraph: Một."],
        ),
        (
            format!(
                "{p}{}",
                block(
                    "social-links",
                    "<ul class=\"wp-block-social-links\"><!-- wp:social-link {\"url\":\"https://x.com/a\",\"service\":\"x\"} /--></ul>"
                )
            ),
            &["paragraph: Một."],
        ),
        // What the site makes anew each time it shows the post is no text of the post.
        (format!("{p}<!-- wp:latest-posts {{\"postsToShow\":3}} /-->"), &["paragraph: Một."]),
        (
            format!(
                "{p}{}",
                block(
                    "query",
                    "<div class=\"wp-block-query\"><!-- wp:post-template --><!-- wp:post-title {\"isLink\":true} /--><!-- /wp:post-template --></div>"
                )
            ),
            &["paragraph: Một."],
        ),
    ];
    for (text, expected) in rows {
        let (blocks, lost) = read(&text, "");
        assert_eq!(blocks, expected, "{text}");
        assert_eq!(lost, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn footnotes_stand_where_the_site_shows_them() {
    let text = [
        &*block("paragraph", "<p>Một<sup data-fn=\"f1\" class=\"fn\"><a href=\"#f1\" id=\"f1-link\">1</a></sup>.</p>"),
        "<!-- wp:footnotes /-->",
        &*block("paragraph", "<p>Hai.</p>"),
    ]
    .concat();
    let notes = r#"[{"content":"Nguồn: <em>Sở</em>.","id":"f1"},{"id":"x"}]"#;
    let (blocks, lost) = read(&text, notes);
    assert_eq!(blocks[1..], ["list: Nguồn: Sở. ↩\u{fe0e}", "paragraph: Hai."]);
    assert_eq!(lost, Vec::<String>::new());
    for broken in ["", "{}", "[", "[7]"] {
        let (blocks, _) = read(&text, broken);
        assert_eq!(
            (blocks.len(), blocks.last().unwrap().as_str()),
            (2, "paragraph: Hai."),
            "{broken}"
        );
    }
}
