//! Shortcodes of a post, and what stands in their places.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::super::{Export, Item};
use super::*;
use crate::feed::raw::Raw;

fn both(text: &str) -> (String, Vec<String>) {
    let mut dropped = Vec::new();
    let export = Export::default();
    let html = Shortcodes::of(text, "1", &export).html(&mut dropped);
    (html, dropped.iter().map(ToString::to_string).collect())
}

fn html(text: &str) -> String {
    both(text).0
}

#[test]
fn wrappers_vanish_and_their_text_stays() {
    let text = "[vc_row css=\".x{a: [b]}\"][vc_column width=\"1/2\"][vc_column_text]Một.[/vc_column_text][/vc_column][/vc_row]";
    assert_eq!(both(text), ("Một.".to_owned(), vec![]));
    assert_eq!(html("[row][one_half]Hai.[/one_half][/row]"), "Hai.");
    assert_eq!(html("[b]Ba[/b]"), "Ba");
}

#[test]
fn other_brackets_stay() {
    for same in [
        "A [1] [sic] […] [ăn] [a](b) [",
        "[/sic]",
        "[ảnh: Hà]",
        "[hai từ]",
        "Ông [co-founder] nói",
        "dict[my_key] = a[row_id][col_id]",
        "<code>[row_id]</code> <pre>x [my_key]</pre>",
        "[sic]",
    ] {
        assert_eq!(html(same), same);
    }
    for none in [
        "[woocommerce_cart]",
        "[contact-form-7]",
        "<!-- wp:shortcode -->\n[lich]\n<!-- /wp:shortcode -->",
    ] {
        assert!(!html(none).contains('['), "{none}");
    }
    assert_eq!(html("[[gallery ids=\"1\"]]"), "[gallery ids=\"1\"]");
}

#[test]
fn one_that_nobody_understands_is_named() {
    let (html, notes) = both("x [contact-form id=\"3\"] y [contact-form id=\"4\"]");
    assert_eq!(html, "x  y ");
    assert_eq!(notes.len(), 1);
    assert!(notes.first().unwrap().contains("[contact-form]"), "{notes:?}");
}

#[test]
fn captions_become_figures() {
    let text = "A\n\n[caption id=\"a\" width=\"9\"]<a href=\"x\"><img src=\"a.jpg\" /></a> Chợ nổi. Ảnh: Hà[/caption]\n\nB";
    let found = html(text);
    let figure = "<figure><a href=\"x\"><img src=\"a.jpg\" /></a><figcaption>Chợ nổi. Ảnh: Hà</figcaption></figure>";
    assert!(found.contains(figure), "{found}");
    assert!(
        html("[caption]<img src=b.jpg>Bè[/caption]").contains("<img src=b.jpg><figcaption>Bè<")
    );
    // As it was written before 2012.
    let old = html("[caption id=\"a\" caption=\"Bè [nổi]\"]<img src=b.jpg>[/caption]");
    assert!(old.contains("<img src=b.jpg><figcaption>Bè [nổi]<"), "{old}");
}

#[test]
fn media_are_what_they_play() {
    for (text, part) in [
        ("[embed width=\"9\"]https://v.example/1[/embed]", "href=\"https://v.example/1\""),
        (
            "[audio mp3=\"https://cu.example/a.mp3\"][/audio]",
            "<audio src=\"https://cu.example/a.mp3\">",
        ),
        ("[audio https://cu.example/a.mp3]", "<audio src=\"https://cu.example/a.mp3\">"),
        ("[video webm='https://cu.example/v.webm'/]", "<video src=\"https://cu.example/v.webm\">"),
        (
            "[youtube https://www.youtube.com/watch?v=abc]",
            "href=\"https://www.youtube.com/watch?v=abc\"",
        ),
        ("[youtube=https://youtu.be/abc]", "href=\"https://youtu.be/abc\""),
        ("[youtube]abc[/youtube]", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("[fusion_youtube id=\"abc\"]", "href=\"https://www.youtube.com/watch?v=abc\""),
        ("[vimeo 76979871]", "href=\"https://vimeo.com/76979871\""),
        ("[soundcloud url=\"https://s.example/1\" /]", "href=\"https://s.example/1\""),
        ("[et_pb_image src=\"https://cu.example/a.jpg\"]", "<img src=\"https://cu.example/a.jpg\""),
    ] {
        let (html, notes) = both(text);
        assert!(html.contains(part) && !html.contains('['), "{text}: {html}");
        assert_eq!(notes, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_only_members_may_read_stays_out_and_is_named() {
    for name in [
        "members_only",
        "restrict",
        "member",
        "members",
        "protected",
        "private",
        "um_loggedin",
        "wcm_restrict",
        "ihc-hide-content",
        "s2If",
        "mepr-active",
        "mepr-show",
        "pmpro_member",
        "membership",
        "rcp_restrict",
        "paywall",
        "Members",
    ] {
        let text = format!("Một [{name} level=\"1\"]mật [b]x[/b][/{name}] hai");
        let (html, notes) = both(&text);
        assert_eq!(html, "Một  hai", "{name}");
        assert_eq!(notes.len(), 1, "{notes:?}");
        assert!(notes[0].contains(&format!("[{name}]")), "{notes:?}");
    }
    for (text, rest) in [
        ("a[member]mật[member]mật[/member]mật[/member]b", "ab"),
        ("a[member]mật[member]mật[/member]b", "ab"),
        ("a[member]mật[/member]b[member]mật[/member]c", "abc"),
        ("a[[member]]mật[/member]b", "a[b"),
        ("a[vc_row][s2If current_user_can(access_s2member_level1)]mật[/s2If][/vc_row]b", "ab"),
        ("a[pmpro_levels level=\"1\"]b", "ab"),
    ] {
        assert_eq!(html(text), rest, "{text}");
    }
    // Words in brackets.
    assert_eq!(both("[private] [Members]"), ("[private] [Members]".to_owned(), vec![]));
}

#[test]
fn a_button_leads_where_it_led() {
    for (text, expected) in [
        (
            "[button url=\"https://a.example/x\"]Đọc tiếp ở đây[/button]",
            "<a href=\"https://a.example/x\">Đọc tiếp ở đây</a>",
        ),
        (
            "[su_button url='/dat-bao' style=\"x\"]Đặt [b]báo[/b][/su_button] nay",
            "<a href=\"/dat-bao\">Đặt báo</a> nay",
        ),
        ("[btn link=\"https://a.example/\"]Xem[/btn]", "<a href=\"https://a.example/\">Xem</a>"),
    ] {
        assert_eq!(both(text), (expected.to_owned(), vec![]), "{text}");
    }
    // Without words it is the link alone.
    let lone = html("[button url=\"https://a.example/x\"]");
    assert!(lone.contains("<a href=\"https://a.example/x\">https://a.example/x</a>"), "{lone}");
}

#[test]
fn links_in_a_caption_are_words_of_it() {
    for (inside, picture, words) in [
        (
            "<img src=a.jpg> Bà <a href=x>Hà</a> bán cá",
            "<img src=a.jpg>",
            "Bà <a href=x>Hà</a> bán cá",
        ),
        (
            "<a href=\"b\"><img src=a.jpg alt=\"a > b\"></a>Bà <a href=x>Hà</a>",
            "<a href=\"b\"><img src=a.jpg alt=\"a > b\"></a>",
            "Bà <a href=x>Hà</a>",
        ),
        (
            "<picture><source srcset=b.webp><img src=a.jpg></picture> Bà Hà",
            "<picture><source srcset=b.webp><img src=a.jpg></picture>",
            "Bà Hà",
        ),
    ] {
        let html = html(&format!("[caption]{inside}[/caption]"));
        let figure = format!("<figure>{picture}<figcaption>{words}</figcaption></figure>");
        assert_eq!(html.trim(), figure);
    }
}

#[test]
fn code_keeps_its_brackets_and_lines() {
    assert!(
        html("[code lang=\"c\"]a[i] <b>\n\n  c[/code]")
            .contains("<pre><code>a[i] &lt;b&gt;\n\n  c</code></pre>")
    );
}

#[test]
fn many_take_as_long_as_they_are() {
    // Were each looked for to the end of the text, this would take minutes.
    let text = "[gallery ids=\"1\"] [x y=\"".repeat(40_000);
    assert!(html(&text).len() < text.len());
    // One inside another inside another, each with another name.
    let deep = 200_000;
    let open: String = (0..deep).map(|n| format!("[a{n} x=\"1\"]")).collect();
    let close: String = (0..deep).rev().map(|n| format!("[/a{n}]")).collect();
    assert_eq!(html(&format!("{open}Một{close}")), "Một");
    let bare = open.replace(" x=\"1\"", "");
    assert_eq!(html(&format!("{bare}Một{close}")), "Một");
    // Gates that are never closed, and ones inside each other.
    assert_eq!(html(&"[member x=\"1\"]".repeat(1_000_000)), "");
    let inside = ["[member]".repeat(200_000), "[/member]".repeat(200_000)].concat();
    assert_eq!(html(&inside), "");
}

/// How much is looked at to read `text`.
fn looked(text: &str, export: &Export) -> usize {
    let mut shortcodes = Shortcodes::of(text, "1", export);
    shortcodes.written(&mut Vec::new());
    shortcodes.looked.get()
}

#[test]
fn twice_as_many_are_twice_the_work() {
    let file = |number: usize| Item {
        id: number.to_string(),
        parent: "1".into(),
        file: format!("https://cu.example/{number}.jpg"),
        kind: "attachment".into(),
        ..Item::default()
    };
    let files: Vec<Item> = (0..300).map(file).collect();
    let export = Export::of(&Raw::default(), &files);
    let texts: [&dyn Fn(usize) -> String; 10] = [
        &|count| "[playlist ids=\"1\"] ".repeat(count),
        &|count| (0..count).map(|n| format!("[playlist ids=\"{n}\"]")).collect(),
        &|count| "[gallery]".repeat(count),
        &|count| "[gallery ids=\"1\"] [x y=\"".repeat(count),
        &|count| "x [my_key] ".repeat(count),
        &|count| "[caption]<img src=a.jpg>Bè [caption]".repeat(count),
        &|count| (0..count).map(|n| format!("[a{n} x=\"1\"]")).collect(),
        &|count| [&*"[member]".repeat(count), &*"[/member]".repeat(count)].concat(),
        &|count| "[member]x[/member][[gallery]]".repeat(count),
        &|count| format!("<code>{}", "[row_id] [/row_id]".repeat(count)),
    ];
    for text in texts {
        let [half, whole] = [40_000, 80_000].map(|count| looked(&text(count), &export));
        assert!(half > 40_000 && whole < 3 * half, "{:.60}: {half}, {whole}", text(3));
    }
}
