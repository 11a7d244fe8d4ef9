use super::tests::{INDEX, site};
use super::*;

fn with_fonts(fonts: serde_json::Value) -> Site {
    let brand = serde_json::json!({ "fonts": fonts });
    Site { brand: serde_json::from_value(brand).unwrap(), ..(*site()).clone() }
}

fn own(place: &str, family: &str) -> serde_json::Value {
    serde_json::json!({ "place": place, "family": family, "generic": "serif", "faces": [
        { "src": "/media/1.woff2", "weight": "400", "ascent": 1000, "descent": 300, "line_gap": 100, "stand_ins": [{ "size_adjust": 1250 }] },
        { "src": "/media/2.woff2", "weight": "700", "ascent": 1000, "descent": 300, "line_gap": 100, "stand_ins": [{ "bold": true, "size_adjust": 1300 }] },
    ] })
}

fn style(fonts: serde_json::Value) -> String {
    let config = Config { base: "/sub/".into(), ..Config::default() };
    brand::style(&config, &with_fonts(fonts))
}

#[test]
fn stacks_by_name_set_what_they_are_named_for() {
    let css = style(serde_json::json!({ "text": "times", "interface": "grotesque" }));
    assert!(css.starts_with(":root{--serif:\"Times New Roman\",Times,"), "{css}");
    assert!(css.contains(";--sans:Arial,") && !css.contains("@font-face"), "{css}");
    let css = style(serde_json::json!({ "headlines": "humanist", "text": "no such stack" }));
    assert_eq!(
        css,
        ":root:not([data-font=sans]){--headlines:Verdana,Tahoma,\"DejaVu Sans\",\"Noto Sans\",sans-serif}\
         h1,h2,h3,h4,.masthead-title,.related-headline{font-family:var(--headlines,var(--serif))}"
    );
}

#[test]
fn an_own_font_comes_before_what_stands_in_for_it_and_a_stack() {
    let css = style(serde_json::json!({ "text": "old-style", "own": [own("text", "Sông Quê")] }));
    for part in [
        "@font-face{font-family:\"Sông Quê\";src:url(\"/sub/media/1.woff2\")format(\"woff2\");font-weight:400;font-style:normal;\
         font-display:swap;ascent-override:100.0%;descent-override:30.0%;line-gap-override:10.0%}",
        "@font-face{font-family:\"Sông Quê serif stand-in\";src:local(\"Times New Roman\"),local(\"TimesNewRomanPSMT\"),\
         local(\"Liberation Serif\"),local(\"Tinos\");font-weight:400;font-style:normal;size-adjust:125.0%;\
         ascent-override:80.0%;descent-override:24.0%;line-gap-override:8.0%}",
        "local(\"Liberation Serif Bold\"),local(\"Tinos Bold\");font-weight:700;font-style:normal;size-adjust:130.0%;",
        ":root{--serif:\"Sông Quê\",\"Sông Quê serif stand-in\",\"Palatino Linotype\",",
    ] {
        assert!(css.contains(part), "{part}: {css}");
    }
    let css = style(serde_json::json!({ "own": [own("headlines", "A"), own("interface", "A")] }));
    assert!(css.contains("--headlines:\"A\",\"A serif stand-in\",var(--serif)}"), "{css}");
    assert!(css.contains("--sans:\"A\",\"A serif stand-in\",system-ui,"), "{css}");
    assert_eq!(css.matches("@font-face").count(), 4, "a family stands once: {css}");
}

#[test]
fn no_name_of_a_font_leaves_its_quotes() {
    let css = style(serde_json::json!({ "own": [own("text", "a\"}</style><script>")] }));
    assert!(css.contains("\"a\\22 \\7d \\3c /style\\3e \\3c script\\3e \""), "{css}");
    assert!(!css.contains('<'), "{css}");
}

#[test]
fn a_page_asks_at_once_for_what_its_text_is_set_in() {
    let config = Config { base: "/sub/".into(), ..Config::default() };
    let template = Template::parse(INDEX, &config).unwrap();
    let early = |site: &Site| {
        let html = shell(&template, &config, site);
        let (_, told) = html.split_once("id=\"bantin-page\">").unwrap();
        assert!(!told.contains("woff2"), "the app need not know it: {told}");
        let (_, link) = html.split_once("<link rel=\"preload\" href=\"")?;
        let (src, rest) = link.split_once('"')?;
        assert!(rest.starts_with(" as=\"font\" type=\"font/woff2\" crossorigin>"), "{rest}");
        Some(src.to_owned())
    };
    let of = |places: &[&str]| {
        let own: Vec<_> = places.iter().map(|place| own(place, place)).collect();
        early(&with_fonts(serde_json::json!({ "own": own })))
    };
    assert_eq!(of(&["text", "headlines"]).as_deref(), Some("/sub/media/1.woff2"));
    // Headlines are bold.
    assert_eq!(of(&["headlines"]).as_deref(), Some("/sub/media/2.woff2"));
    assert_eq!(of(&["interface"]), None);
    assert_eq!(early(&site()), None);
}
