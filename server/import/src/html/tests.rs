#![allow(clippy::unwrap_used, clippy::panic)]

use bantin_model::{Image, Inline, ListItem};

use super::*;

/// Has every picture whose address does not say `mat`, and pages under example.org.
pub struct Page {
    pub titles: bool,
}

impl Surroundings for Page {
    fn picture(&mut self, src: &str) -> Result<Picture, ImageError> {
        if src.contains("mat") {
            return Err(ImageError::NotFound);
        }
        let name = src.rsplit('/').next().unwrap_or_default();
        Ok(Picture { src: Link::new(&format!("/media/{name}")).unwrap(), width: 3, height: 2 })
    }

    fn link(&self, href: &str) -> Option<Link> {
        let base = url::Url::parse("https://example.org/tin/").unwrap();
        Link::new(href).ok().and_then(|_| Link::new(base.join(href).ok()?.as_str()).ok())
    }

    fn titles_are_captions(&self) -> bool {
        self.titles
    }
}

pub fn both(html: &str) -> (Vec<Block>, Vec<Dropped>) {
    let mut dropped = Vec::new();
    let blocks = read(html, &mut Page { titles: false }, &mut dropped).unwrap();
    (blocks, dropped)
}

/// The blocks, when nothing was lost on the way.
pub fn blocks(html: &str) -> Vec<Block> {
    let (blocks, dropped) = both(html);
    assert_eq!(dropped, [], "{html}");
    blocks
}

pub fn p(text: Vec<Inline>) -> Block {
    Block::Paragraph { text }
}

pub fn t(text: &str) -> Inline {
    Inline::text(text)
}

pub fn link(href: &str, text: &str) -> Inline {
    Inline::Link { href: Link::new(href).unwrap(), children: vec![t(text)] }
}

pub fn image(name: &str, caption: Option<&str>, credit: Option<&str>) -> Image {
    Image {
        src: Link::new(&format!("/media/{name}")).unwrap(),
        width: 3,
        height: 2,
        alt: String::new(),
        caption: caption.map(str::to_owned),
        credit: credit.map(str::to_owned),
        variants: vec![],
    }
}

pub fn picture(name: &str, caption: Option<&str>, credit: Option<&str>) -> Block {
    Block::Image { image: image(name, caption, credit) }
}

pub fn words(text: &str) -> ListItem {
    vec![t(text)].into()
}

pub fn list(ordered: bool, start: Option<u32>, items: Vec<ListItem>) -> Block {
    Block::List { ordered, start, items }
}

#[test]
fn text_is_nfc_with_entities_resolved_and_white_space_collapsed() {
    let html = "<p>  Ca&#x302;&#x300;u\n  <b>Bến&nbsp;Đình </b>&amp; <i>sông</i>  </p><p> &nbsp; </p><p></p>";
    let strong = Inline::Strong { children: vec![t("Bến\u{a0}Đình ")] };
    let emphasis = Inline::Emphasis { children: vec![t("sông")] };
    assert_eq!(blocks(html), [p(vec![t("Cầu "), strong, t("& "), emphasis])]);
}

#[test]
fn two_breaks_part_paragraphs_and_one_does_not() {
    let html = "Một<br>Hai<br> <br/>Ba<div>Bốn</div>Năm<br>";
    let expected = [
        p(vec![t("Một"), Inline::LineBreak, t("Hai")]),
        p(vec![t("Ba")]),
        p(vec![t("Bốn")]),
        p(vec![t("Năm")]),
    ];
    assert_eq!(blocks(html), expected);
}

#[test]
fn marks_nest_in_one_order() {
    let html = "<em><a href='/x'><strong>a</strong></a></em><code>b  c</code>";
    let inner = Inline::Emphasis { children: vec![t("a")] };
    let strong = Inline::Strong { children: vec![inner] };
    let whole =
        Inline::Link { href: Link::new("https://example.org/x").unwrap(), children: vec![strong] };
    assert_eq!(blocks(html), [p(vec![whole, Inline::Code { text: "b c".into() }])]);
}

#[test]
fn links_that_could_run_code_become_text_and_are_named() {
    let (blocks, dropped) =
        both("<p><a href=' JaVaScRiPt:alert(1)'>bấm</a> <a href='#a'>chỗ này</a></p>");
    assert_eq!(blocks, [p(vec![t("bấm chỗ này")])]);
    assert_eq!(dropped, [Dropped::Link { href: "JaVaScRiPt:alert(1)".into() }]);
}

#[test]
fn headings_begin_at_two_and_end_at_four() {
    let levels = |html| -> Vec<u8> {
        let level = |block: &Block| match block {
            Block::Heading { level, .. } => *level,
            other => panic!("{other:?}"),
        };
        blocks(html).iter().map(level).collect()
    };
    assert_eq!(levels("<h3>a</h3><h4>b</h4><h6>c</h6>"), [2, 3, 4]);
    assert_eq!(levels("<h1>a</h1><h2>b</h2><h3></h3>"), [2, 3]);
}

#[test]
fn what_could_run_or_ask_is_left_out_and_named() {
    let html = "<p>a</p><script>x()</script><style>p{}</style><form><input value=b>c</form>\
        <iframe src='https://ads.example.net/1'></iframe><p style='display: none'>ẩn</p><svg><text>d</text></svg>";
    let (blocks, dropped) = both(html);
    assert_eq!(blocks, [p(vec![t("a")]), p(vec![t("c")])]);
    let element = |name: &str| Dropped::Element { name: name.into() };
    let frame = Dropped::Frame { src: "https://ads.example.net/1".into() };
    assert_eq!(
        dropped,
        [
            element("script"),
            element("style"),
            element("input"),
            frame,
            element("p hidden"),
            element("svg")
        ]
    );
}

#[test]
fn what_is_not_known_degrades_to_text() {
    let (blocks, dropped) = both("<p>H<sub>2</sub>O <thoi-tiet>mưa</thoi-tiet></p>");
    assert_eq!(blocks, [p(vec![t("H₂O mưa")])]);
    assert_eq!(dropped, [Dropped::Unwrapped { name: "thoi-tiet".into() }]);
}

#[test]
fn pixels_that_count_readers_are_left_out() {
    let (blocks, dropped) = both("<p>a<img src=https://t.example.org/x.gif width=1 height=1></p>");
    assert_eq!(blocks, [p(vec![t("a")])]);
    assert!(matches!(
        dropped.as_slice(),
        [Dropped::Image { error: ImageError::TrackingPixel, .. }]
    ));
}

#[test]
fn quotes_end_with_who_said_it() {
    let expected = [Block::Quote {
        text: vec![vec![t("Nước lên nhanh.")]],
        attribution: Some("Bà Hoa".into()),
    }];
    for html in [
        "<blockquote><p>Nước lên nhanh.</p><p>— Bà Hoa</p></blockquote>",
        "<blockquote><p>Nước lên nhanh.<br>-- Bà Hoa</p></blockquote>",
        "<blockquote><p>Nước lên nhanh.</p><footer>– <cite>Bà Hoa</cite></footer></blockquote>",
        "<figure><blockquote>Nước lên nhanh.</blockquote><figcaption>— Bà Hoa</figcaption></figure>",
    ] {
        assert_eq!(blocks(html), expected, "{html}");
    }
    let lone = blocks("<blockquote>– Đi thôi!</blockquote>");
    assert_eq!(lone, [Block::Quote { text: vec![vec![t("– Đi thôi!")]], attribution: None }]);
}

#[test]
fn code_keeps_its_lines() {
    let code = |text: &str| Block::Code { text: text.into() };
    let html = "<pre><code>a = 1\n\n  b  c<br>d\n</code></pre><hr>";
    assert_eq!(blocks(html), [code("a = 1\n\n  b  c\nd"), Block::Divider]);
    let lines = vec![t("Một"), Inline::LineBreak, t("hai")];
    assert_eq!(blocks("<pre class=wp-block-verse>Một\n  hai</pre>"), [p(lines)]);
}

#[test]
fn digits_above_and_below_the_line_stay_apart() {
    let html = "<p>10<sup>6</sup> m<sup>2</sup> CO<sub>2</sub> x<sup>-1</sup> 1<sup>st</sup><sup><a href=#fn1>3</a></sup></p>";
    assert_eq!(blocks(html), [p(vec![t("10⁶ m² CO₂ x⁻¹ 1st³")])]);
}

#[test]
fn what_is_struck_out_is_left_out_and_named() {
    for name in ["s", "del", "strike"] {
        let (blocks, dropped) = both(&format!("<p>Giá <{name}>200</{name}> <ins>150</ins></p>"));
        assert_eq!(blocks, [p(vec![t("Giá 150")])]);
        assert_eq!(dropped, [Dropped::Element { name: name.into() }]);
    }
}

#[test]
fn a_form_around_an_article_is_not_the_article_s_end() {
    let (blocks, dropped) = both(
        "<form><fieldset><legend>Tìm</legend><label>Tên</label><input type=checkbox><textarea>x</textarea></fieldset>\
         <div><p>Toàn bộ.</p></div><button>Gửi</button></form>",
    );
    assert_eq!(blocks, [p(vec![t("Toàn bộ.")])]);
    assert_eq!(dropped.len(), 3, "{dropped:?}");
}

#[test]
fn tasks_and_rubies_are_read_as_they_are_seen() {
    let html = "<ul><li><input disabled type=checkbox checked> xong</li><li><input type=checkbox> chưa</li></ul>";
    let items = vec![words("☑ xong"), words("☐ chưa")];
    assert_eq!(blocks(html), [list(false, None, items)]);
    let html = "<p>H<ruby>漢<rp>(</rp><rt>hán</rt><rp>)</rp></ruby> <ruby>字<rt>tự</ruby></p>";
    assert_eq!(blocks(html), [p(vec![t("H漢(hán) 字(tự)")])]);
}

#[test]
fn the_way_back_from_a_footnote_is_none_in_a_text() {
    let html = "<ol><li>Nguồn. <a href='#r1'>↩\u{fe0e}</a></li></ol>";
    assert_eq!(blocks(html), [list(true, None, vec![words("Nguồn.")])]);
}

#[test]
fn depth_and_size_have_limits() {
    let deep = |n: usize| format!("{}x{}", "<div>".repeat(n), "</div>".repeat(n));
    assert_eq!(blocks(&deep(MAX_DEPTH)), [p(vec![t("x")])]);
    let mut dropped = Vec::new();
    let refused = read(&deep(MAX_DEPTH + 1), &mut Page { titles: false }, &mut dropped);
    assert!(matches!(refused, Err(EntryError::TooDeep { .. })));
    let photo = format!("<img src='data:image/png;base64,{}'>Chữ", "A".repeat(MAX_BYTES));
    assert!(read(&photo, &mut Page { titles: false }, &mut dropped).is_ok());
    let large = "x".repeat(MAX_BYTES + 1);
    let refused = read(&large, &mut Page { titles: false }, &mut dropped);
    assert!(matches!(refused, Err(EntryError::TooLarge { .. })));
}

#[test]
fn plain_text_is_one_line() {
    assert_eq!(
        plain("Giá &amp; <b>lương</b><br>tăng<script>x</script>").unwrap(),
        "Giá & lương tăng"
    );
    let made = blocks(&from_plain("Một <b>\nhai\n\n\nba & bốn"));
    let first = p(vec![t("Một <b>"), Inline::LineBreak, t("hai")]);
    assert_eq!(made, [first, p(vec![t("ba & bốn")])]);
}

#[test]
fn a_place_before_a_paragraph_stands_at_its_beginning() {
    let place = |name: &str| Inline::Anchor { id: format!("s-{name}") };
    let link = |name: &str| Inline::Link {
        href: Link::new(&format!("#s-{name}")).unwrap(),
        children: vec![t("1")],
    };
    let way = |name: &str| p(vec![link(name)]);
    let html = |inner: &str| format!("<p><a href=#n>1</a></p>{inner}");
    let item = list(true, None, vec![ListItem::from(vec![place("n"), t("Theo A.")])]);
    assert_eq!(blocks(&html("<ol><li id=n><p>Theo A.</p></ol>")), [way("n"), item]);
    let quote = Block::Quote { text: vec![vec![place("n"), t("Theo A.")]], attribution: None };
    assert_eq!(blocks(&html("<blockquote><p id=n>Theo A.</p></blockquote>")), [way("n"), quote]);
    let last = p(vec![t("Hết."), place("n")]);
    assert_eq!(blocks(&html("<p>Hết.</p><div id=n></div>")), [way("n"), last]);
}

#[test]
fn words_of_what_is_left_out_are_no_words() {
    for html in [
        "<del><b>150</b></del> 120",
        "<s><i><b>150</b></i></s>120",
        "<span style=\"display: none\"><b>150</b></span>120",
        "<p hidden>150</p>120<select><option>150</option></select>",
    ] {
        assert_eq!(plain(html).unwrap(), "120", "{html}");
    }
    let deep = format!("{}<del><b>150</b></del>120{}", "<div>".repeat(120), "</div>".repeat(120));
    assert_eq!(blocks(&deep), [Block::Paragraph { text: vec![t("120")] }]);
}

#[test]
fn the_question_over_a_folded_answer_and_a_typed_formula_stay() {
    let html = "<h3 class='wp-block-accordion-heading'><button><span>Mấy giờ?</span>\
        <span class='wp-block-accordion-heading__toggle-icon'>+</span></button></h3><p>Bảy giờ.</p>\
        <p>Khi <math><mi>x</mi><annotation encoding='application/x-tex'>x^2</annotation></math>.</p>\
        <div class='wp-block-file'><a href='/b.pdf'>Báo cáo</a><a class='wp-block-file__button' href='/b.pdf'>Tải</a></div>";
    let words: Vec<String> = blocks(html).iter().map(Block::plain_text).collect();
    assert_eq!(words, ["Mấy giờ?", "Bảy giờ.", "Khi x^2.", "Báo cáo"]);
}

/// Were all words before each piece cleaned again, these would take minutes.
#[test]
fn many_pieces_of_one_paragraph_and_many_headings_of_one_name_take_no_time() {
    let html = format!("<p>{}</p>", "H<sub>2</sub>O<ruby>a<rt>b</rt></ruby> ".repeat(20_000));
    assert_eq!(blocks(&html).len(), 1);
    let html = "<h2>a</h2>".repeat(20_000);
    let last = blocks(&html).pop();
    assert!(matches!(last, Some(Block::Heading { id: Some(id), .. }) if id == "s-a-20000"));
}
