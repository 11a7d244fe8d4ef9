//! Lists and tables: items, levels, and what stands in them.

#![allow(clippy::unwrap_used, clippy::panic)]

use bantin_model::ListItem;

use super::tests::*;
use super::*;

#[test]
fn lists_in_lists_keep_their_levels_and_pictures_come_after() {
    let html = "<ol><li>Một<ul><li>a</li><li>b</li></ul></li><li><p>Hai</p><img src=a.jpg></li><li></li></ol>";
    let inner = list(false, None, vec![words("a"), words("b")]);
    let first = ListItem { text: vec![t("Một")], body: vec![inner] };
    let outer = list(true, None, vec![first, words("Hai")]);
    assert_eq!(blocks(html), [outer, picture("a.jpg", None, None)]);
}

#[test]
fn an_item_keeps_its_paragraphs_code_and_tables() {
    let html = "<ul><li><p>Một</p><p>Hai</p><pre>a\n  b</pre><ol start=3><li>Ba</ol></li><li><table><tr><th>x<td>y</table></li></ul>";
    let body = vec![
        p(vec![t("Hai")]),
        Block::Code { text: "a\n  b".into() },
        list(true, Some(3), vec![words("Ba")]),
    ];
    let first = ListItem { text: vec![t("Một")], body };
    let found = blocks(html);
    let Some(Block::List { items, .. }) = found.first() else { panic!("{found:?}") };
    assert_eq!((found.len(), &items[0]), (1, &first));
    assert!(matches!(&*items[1].body, [Block::Table { .. }]), "{items:?}");
}

#[test]
fn lists_below_the_deepest_level_are_lines() {
    let html = format!("{}x{}", "<ul><li>a".repeat(40), "</ul>".repeat(40));
    let mut found = blocks(&html);
    let mut levels = 0;
    while let Some(Block::List { items, .. }) = found.first() {
        levels += 1;
        found = items[0].body.clone();
    }
    assert_eq!(levels, 6);
    let whole = blocks(&html);
    let json = serde_json::to_string(&whole).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Block>>(&json).unwrap(), whole);
    assert!(whole[0].plain_text().ends_with('x'), "{whole:?}");
}

#[test]
fn tables_keep_their_columns() {
    let html = "<table><caption>Giá tôm</caption><thead><tr><th>Chợ</th><th>Sáng</th><th>Chiều</th></tr></thead>\
        <tr><td rowspan=2>Cửa Hạ</td><td colspan=2>210.000</td></tr><tr><td>205.000</td></tr></table>";
    let cell = |text: &str| vec![t(text)];
    let table = Block::Table {
        caption: Some("Giá tôm".into()),
        head: vec![cell("Chợ"), cell("Sáng"), cell("Chiều")],
        rows: vec![
            vec![cell("Cửa Hạ"), cell("210.000"), vec![]],
            vec![vec![], cell("205.000"), vec![]],
        ],
    };
    assert_eq!(blocks(html), [table]);
    let layout = "<table><tr><td><p>Một</p><p>Hai</p></td></tr></table>";
    assert_eq!(blocks(layout), [p(vec![t("Một")]), p(vec![t("Hai")])]);
}

#[test]
fn lists_begin_where_they_begin() {
    let list =
        |start, items: &[&str]| list(true, start, items.iter().map(|item| words(item)).collect());
    assert_eq!(blocks("<ol start=3><li>Ba<li>Bốn</ol>"), [list(Some(3), &["Ba", "Bốn"])]);
    assert_eq!(blocks("<ol><li value=7>Bảy</ol>"), [list(Some(7), &["Bảy"])]);
    assert_eq!(blocks("<ol start=1><li>Một</ol>"), [list(None, &["Một"])]);
    assert_eq!(blocks("<ol start=-2><li>Một</ol>"), [list(None, &["Một"])]);
}

#[test]
fn what_stands_between_items_and_in_quotations_keeps_its_place() {
    let code = |text: &str| Block::Code { text: text.to_owned() };
    let list = |ordered, start, items: &[&str]| {
        list(ordered, start, items.iter().map(|item| words(item)).collect())
    };
    let paragraph = |text: &str| Block::Paragraph { text: vec![t(text)] };
    let photo = || picture("a.jpg", None, None);
    assert_eq!(
        blocks("<ol><li>A<img src=a.jpg><li>B<img src=a.jpg></ol>"),
        [list(true, None, &["A"]), photo(), list(true, Some(2), &["B"]), photo()]
    );
    assert_eq!(
        blocks("<ol start=4><li>A<li>B<img src=a.jpg>hết<li>C</ol>"),
        [list(true, Some(4), &["A", "B"]), photo(), paragraph("hết"), list(true, Some(6), &["C"])]
    );
    assert_eq!(
        blocks("<ul><li><img src=a.jpg>A<li>B</ul>"),
        [photo(), list(false, None, &["A", "B"])]
    );
    let quote = |text: &[&str], name: Option<&str>| Block::Quote {
        text: text.iter().map(|text| vec![t(text)]).collect(),
        attribution: name.map(str::to_owned),
    };
    assert_eq!(
        blocks("<blockquote><p>A</p><pre>x</pre><p>B</p><pre>y</pre><p>— Hoa</p></blockquote>"),
        [quote(&["A"], None), code("x"), quote(&["B"], Some("Hoa")), code("y")]
    );
}

#[test]
fn code_in_a_list_in_a_quotation_stays() {
    let found = blocks("<blockquote><ul><li>A<pre>x</pre></ul></blockquote>");
    let said = Block::Quote { text: vec![vec![t("– "), t("A")]], attribution: None };
    assert_eq!(found, [said, Block::Code { text: "x".into() }]);
}
