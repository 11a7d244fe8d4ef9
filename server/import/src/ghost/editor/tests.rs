use serde_json::{Value, json};

use super::to_html;
use crate::dropped::Dropped;

/// The HTML of these nodes, and what was left out.
fn lexical(nodes: Value) -> (String, Vec<Dropped>) {
    let mut dropped = Vec::new();
    let document = json!({ "root": { "children": nodes, "type": "root" } }).to_string();
    (to_html(&document, "", &mut dropped).unwrap(), dropped)
}

fn text(format: u64, text: &str) -> Value {
    json!({ "type": "extended-text", "format": format, "text": text })
}

#[test]
fn texts_keep_their_formats_and_links() {
    let link = json!({ "type": "link", "url": "/a?b=1&c=\"2\"", "children": [text(0, "đây")] });
    let nodes = json!([
        { "type": "extended-heading", "tag": "h3", "children": [text(0, "Đò & phà")] },
        { "type": "paragraph", "children":
            [text(3, "Đậm <nghiêng>"), { "type": "linebreak" }, link, text(1 << 6, "2")] },
        { "type": "extended-quote", "children": [text(0, "Trích.")] },
    ]);
    assert_eq!(
        lexical(nodes).0,
        "<h3>Đò &amp; phà</h3><p><strong><em>Đậm &lt;nghiêng&gt;</em></strong><br>\
         <a href=\"/a?b=1&amp;c=&quot;2&quot;\">đây</a><sup>2</sup></p><blockquote>Trích.</blockquote>"
    );
}

#[test]
fn a_list_within_a_list_belongs_to_the_item_before() {
    let inner = json!({ "type": "list", "listType": "bullet", "children":
        [{ "type": "listitem", "children": [text(0, "trong")] }] });
    let nodes = json!([{ "type": "list", "listType": "number", "start": 3, "children": [
        { "type": "listitem", "children": [text(0, "một")] },
        { "type": "listitem", "children": [inner] },
        { "type": "listitem", "checked": true, "children": [text(0, "hai")] },
    ] }]);
    assert_eq!(
        lexical(nodes).0,
        "<ol start=\"3\"><li>một<ul><li>trong</li></ul></li>\
         <li><input type=\"checkbox\" checked>hai</li></ol>"
    );
}

#[test]
fn cards_are_what_ghost_shows_of_them() {
    let cases = [
        (
            json!({ "type": "image", "src": "/a.jpg", "alt": "Đò", "caption": "<b>Bến</b>", "href": "/b" }),
            "<figure><a href=\"/b\"><img src=\"/a.jpg\" alt=\"Đò\"></a><figcaption><b>Bến</b></figcaption></figure>",
        ),
        (
            json!({ "type": "gallery", "images": [{ "src": "/a.jpg" }, { "src": "/b.jpg" }] }),
            "<figure><img src=\"/a.jpg\" alt=\"\"><img src=\"/b.jpg\" alt=\"\"></figure>",
        ),
        (
            json!({ "type": "video", "src": "/v.mp4", "customThumbnailSrc": "", "thumbnailSrc": "/t.jpg" }),
            "<figure><video src=\"/v.mp4\" title=\"\" poster=\"/t.jpg\" controls></video></figure>",
        ),
        (
            json!({ "type": "embed", "url": "https://example.org/x", "html": "" }),
            "<p><a href=\"https://example.org/x\">https://example.org/x</a></p>",
        ),
        (
            json!({ "type": "bookmark", "url": "https://example.org/", "metadata":
                { "title": "Bến", "description": "Về bến." } }),
            "<p><a href=\"https://example.org/\">Bến</a></p><p>Về bến.</p>",
        ),
        (json!({ "type": "html", "html": "<p>thô</p>" }), "<p>thô</p>"),
        (
            json!({ "type": "markdown", "markdown": "## Đò\n\n*nhanh*" }),
            "<h2>Đò</h2>\n<p><em>nhanh</em></p>\n",
        ),
        (
            json!({ "type": "codeblock", "code": "a < b", "language": "rust" }),
            "<figure><pre><code class=\"language-rust\">a &lt; b</code></pre></figure>",
        ),
        (
            json!({ "type": "code", "language": "js", "children": [
                { "type": "code-highlight", "text": "if (a < b) {", "highlightType": "operator" },
                { "type": "linebreak" },
                { "type": "tab", "text": "\t" },
                { "type": "code-highlight", "text": "c" },
            ] }),
            "<pre><code class=\"language-js\">if (a &lt; b) {\n\tc</code></pre>",
        ),
        (
            json!({ "type": "callout", "calloutEmoji": "💡", "calloutText": "Nhớ <b>mũ</b>." }),
            "<p>💡 Nhớ <b>mũ</b>.</p>",
        ),
        (
            json!({ "type": "toggle", "heading": "Hỏi", "content": "<p>Đáp</p>" }),
            "<details><summary>Hỏi</summary><p>Đáp</p></details>",
        ),
        (
            json!({ "type": "button", "buttonText": "Đăng ký", "buttonUrl": "/dk" }),
            "<p><a href=\"/dk\">Đăng ký</a></p>",
        ),
        (
            json!({ "type": "file", "src": "/a.pdf", "fileTitle": "", "fileName": "a.pdf" }),
            "<p><a href=\"/a.pdf\">a.pdf</a></p>",
        ),
        (json!({ "type": "horizontalrule" }), "<hr>"),
    ];
    for (card, html) in cases {
        assert_eq!(lexical(json!([card])), (html.to_owned(), Vec::new()), "{card}");
    }
}

#[test]
fn pictures_of_cards_are_kept_and_buttons_that_are_switched_off_are_not() {
    let button = json!({ "buttonText": "Xem", "buttonUrl": "/x", "productButton": "Mua", "productUrl": "/m" });
    let with = |card: Value| {
        let mut all = button.clone();
        all.as_object_mut().unwrap().extend(card.as_object().unwrap().clone());
        lexical(json!([all])).0
    };
    let picture = "<figure><img src=\"/a.jpg\" alt=\"\"></figure>";
    let (see, buy) = ("<p><a href=\"/x\">Xem</a></p>", "<p><a href=\"/m\">Mua</a></p>");
    for (card, is_on, html, link) in [
        (
            json!({ "type": "header", "header": "Bến", "subheader": "Đò", "backgroundImageSrc": "/a.jpg" }),
            "buttonEnabled",
            format!("{picture}<h2>Bến</h2><p>Đò</p>"),
            see,
        ),
        (
            json!({ "type": "call-to-action", "textValue": "<b>Đò</b>", "imageUrl": "/a.jpg" }),
            "showButton",
            format!("{picture}<p><b>Đò</b></p>"),
            see,
        ),
        (
            json!({ "type": "product", "productTitle": "Nón", "productImageSrc": "/a.jpg" }),
            "productButtonEnabled",
            format!("{picture}<h4>Nón</h4>"),
            buy,
        ),
    ] {
        assert_eq!(with(card.clone()), format!("{html}{link}"));
        for on in [true, false] {
            let mut card = card.clone();
            card[is_on] = json!(on);
            assert_eq!(with(card), if on { format!("{html}{link}") } else { html.clone() });
        }
    }
}

#[test]
fn what_is_not_for_every_reader_of_a_page_is_left_out_and_named() {
    let gate = json!({ "web": { "nonMember": false, "memberSegment": "status:paid" } });
    let nodes = json!([
        { "type": "html", "html": "mật", "visibility": gate },
        { "type": "signup", "header": "Đăng ký" },
        { "type": "lotto" },
        { "type": "new-text", "children": [text(0, "còn đây")] },
    ]);
    let element = |name: &str| Dropped::Element { name: name.to_owned() };
    let (html, dropped) = lexical(nodes);
    assert_eq!(html, "còn đây");
    let members = Dropped::NotPublic { name: "a part for members".to_owned() };
    assert_eq!(dropped, [members, element("signup card"), element("lotto card")]);
}

#[test]
fn what_is_for_mails_alone_is_left_out_however_ghost_has_said_so() {
    for (visibility, is_shown) in [
        (json!({ "emailOnly": true, "segment": "status:free" }), false),
        (json!({ "emailOnly": false, "segment": "" }), true),
        (json!({ "showOnWeb": false, "showOnEmail": true, "segment": "" }), false),
        (json!({ "showOnWeb": true, "showOnEmail": true, "segment": "" }), true),
        (json!({ "web": { "nonMember": false }, "showOnWeb": true, "emailOnly": false }), false),
        (json!({}), true),
        (json!(null), true),
    ] {
        let (html, dropped) =
            lexical(json!([{ "type": "html", "html": "mật", "visibility": visibility }]));
        assert_eq!((html == "mật", dropped.is_empty()), (is_shown, is_shown), "{visibility}");
    }
}

#[test]
fn a_document_of_the_old_editor_is_the_same_html() {
    let document = json!({
        "version": "0.3.1",
        "atoms": [["soft-return", "", {}]],
        "cards": [["image", { "src": "/a.jpg", "alt": "Đò" }], ["hr", {}], ["card-markdown", { "markdown": "*a*" }]],
        "markups": [["em"], ["a", ["href", "/b"]], ["blink"]],
        "sections": [
            [1, "h2", [[0, [], 0, "Đò & phà"]]],
            [1, "p", [[0, [0, 1], 1, "một"], [0, [], 1, "hai"], [1, [], 0, 0], [0, [2], 1, "ba"]]],
            [3, "ol", [[[0, [], 0, "a"]], [[0, [], 0, "b"]]]],
            [10, 0], [10, 1], [10, 2], [10, 9],
            [2, "/c.jpg"],
        ],
    });
    let html = to_html("", &document.to_string(), &mut Vec::new());
    assert_eq!(
        html.as_deref(),
        Some(
            "<h2>Đò &amp; phà</h2><p><em><a href=\"/b\">một</a>hai</em><br>ba</p><ol><li>a</li><li>b</li></ol>\
             <figure><img src=\"/a.jpg\" alt=\"Đò\"></figure><hr><p><em>a</em></p>\n\
             <figure><img src=\"/c.jpg\"></figure>"
        )
    );
}

#[test]
fn a_document_that_names_one_card_ever_again_is_not_written_without_end() {
    let of = |times: usize| {
        let document = json!({
            "cards": [["html", { "html": "x".repeat(1 << 20) }]],
            "sections": vec![json!([10, 0]); times],
        });
        to_html("", &document.to_string(), &mut Vec::new()).map(|html| html.len())
    };
    assert_eq!(of(64), Some(64 << 20));
    assert_eq!(of(65), None);
    let document = json!({
        "markups": [["a", ["href", "&".repeat(1 << 20)]]],
        "sections": [[1, "p", [[0, vec![0; 100_000], 0, "x"]]]],
    });
    assert_eq!(to_html("", &document.to_string(), &mut Vec::new()), None);
}

#[test]
fn what_is_no_document_is_none() {
    for (lexical, mobiledoc) in [("", ""), ("{", "[]"), ("{\"root\":{}}", "{}"), ("[]", "null")] {
        assert_eq!(to_html(lexical, mobiledoc, &mut Vec::new()), None, "{lexical} {mobiledoc}");
    }
}
