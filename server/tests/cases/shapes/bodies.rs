//! The blocks of an article, and what they say.

use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline, Link};

use super::super::TestNewsroom;
use super::{kinds, words};

#[test]
fn digits_stay_apart_and_what_is_struck_out_is_not_said() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("16-sup-sub.xml");
    assert_eq!(words(&newsroom.article()), ["Dân số 10⁶, diện tích 25 m², CO₂, x⁻¹, chú thích³."]);
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.whole("17-struck-out.xml");
    assert_eq!(words(&newsroom.article()), ["Sân vận động đóng cửa. Giá vé 150.000 đồng."]);
    assert_eq!(outcome.notes.len(), 2, "{outcome:?}");
}

#[test]
fn code_keeps_its_blanks() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("18-code-block.xml");
    let text = "def f(x):\n    if x:\n\n        return \"a  b\"".to_owned();
    assert_eq!(newsroom.article().body, [Block::Code { text }]);
}

#[test]
fn frames_leave_a_link_to_their_address() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("20-frames.xml");
    let article = newsroom.article();
    let p = "paragraph";
    assert_eq!(kinds(&article), [p, "embed", p, "embed", p, "embed"]);
    assert!(
        article
            .body
            .iter()
            .any(|block| matches!(block, Block::Embed { href, title: Some(title), .. }
        if href.as_str() == "https://www.google.com/maps/embed?pb=1" && title == "Đường đi"))
    );
}

#[test]
fn markup_that_is_no_text_is_read_as_if_it_were() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("22-markup-in-description.xml").added, 2);
    let articles = newsroom.articles();
    assert_eq!(words(&articles["HTML thô"]), ["Một hai", "Ba"]);
    assert_eq!(words(&articles["content thô"]), ["Một"]);
}

#[test]
fn github_s_markdown_is_read_whole() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("27-gfm.d");
    let article = newsroom.article();
    let text = words(&article).join("\n");
    for mark in ["~~", "[x]", "[ ]", "[^"] {
        assert!(!text.contains(mark), "{text}");
    }
    assert!(text.contains("☑ xong\n☐ chưa") && text.contains("Tăng¹. Giảm²."), "{text}");
    let Some(Block::Paragraph { text }) = article.body.first() else { panic!("{article:?}") };
    let to = Link::new("https://bao.example.org/").unwrap();
    assert!(text.iter().any(|inline| matches!(inline, Inline::Link { href, .. } if *href == to)));
    let Some(Block::List { ordered: true, items, .. }) = article.body.last() else {
        panic!("{article:?}")
    };
    let notes: Vec<String> = items.iter().map(|item| plain_text(&item.text)).collect();
    assert_eq!(notes, ["https://gso.example.org/bao-cao ↩", "Nguồn: báo cáo 2022. ↩"]);
}

#[test]
fn a_bare_sign_is_one_and_costs_nothing() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("44-bare-ampersand.xml").added, 2);
    let articles = newsroom.articles();
    let source = articles["AT&T và R&D"].source.as_ref().unwrap();
    assert_eq!(source.as_str(), "https://bao.example.org/?a=1&b=2");
}

#[test]
fn lists_rubies_forms_and_calls_are_what_they_were() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("37-list-numbers.xml");
    let article = newsroom.article();
    assert!(matches!(
        article.body.first(),
        Some(Block::List { ordered: true, start: Some(3), .. })
    ));
    assert_eq!(words(&article)[1], "H漢(hán)");
    let newsroom = TestNewsroom::new();
    newsroom.whole("40-form-around-article.xml");
    assert_eq!(words(&newsroom.article()), ["Toàn bộ bài viết."]);
    let newsroom = TestNewsroom::new();
    newsroom.whole("42-phone-links.xml");
    let json = serde_json::to_string(&newsroom.article().body).unwrap();
    assert!(json.contains("\"tel:19001234\"") && json.contains("\"sms:1400\""), "{json}");
}
