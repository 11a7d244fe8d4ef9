use super::tests::{INDEX, site};
use super::*;

fn with_brand() -> Site {
    let palette = |paper: &str, accent: &str| {
        let ink = "#000000";
        serde_json::json!({
            "paper": paper, "accent": accent, "ink": ink, "ink_soft": ink, "rule": ink, "rule_strong": ink,
            "accent_ink": ink, "gold": ink, "gold_edge": ink, "tint": ink, "mark": ink,
        })
    };
    let brand = serde_json::json!({
        "short_name": "Sông",
        "tagline": "Tin từ hai bờ",
        "logo": { "src": "/media/1.svg", "width": 300, "height": 100, "night": "/media/2.svg" },
        "icons": {
            "small": "/media/3.png", "large": "/media/4.png", "maskable": "/media/5.png",
            "apple": "/media/6.png", "favicon": "/media/7.ico",
        },
        "colors": {
            "day": palette("#f7fafa", "#0b5d5a"),
            "night": palette("#0d1817", "#6fc7c0"),
            "sepia": palette("#f4ead5", "#0a4a40"),
        },
    });
    Site { brand: serde_json::from_value(brand).unwrap(), ..(*site()).clone() }
}

#[test]
fn how_a_newsroom_looks_stands_in_the_head_of_every_page() {
    let config = Config { base: "/sub/".into(), ..Config::default() };
    let (template, site) = (Template::parse(INDEX, &config).unwrap(), Arc::new(with_brand()));
    let route = Route::Front { lang: None, page: None };
    let list = serde_json::json!({
        "version": "", "title": "", "home_page_url": "/", "feed_url": "/", "items": [], "_bantin": {},
    });
    let front = Page::front("vi", serde_json::from_value(list).unwrap(), None);
    let drawn = document(&template, &Arc::new(config.clone()), &site, &route, &front);
    for html in [&drawn, &shell(&template, &config, &site)] {
        let (head, _) = html.split_once("<body").unwrap_or((html, ""));
        for part in [
            "<style>:root{--paper:#f7fafa;--ink:#000000;",
            ":root[data-theme=dark]{--paper:#0d1817;",
            ":root[data-theme=sepia]{--paper:#f4ead5;",
            "<meta name=\"theme-color\" content=\"#0d1817\" media=\"(prefers-color-scheme: dark)\">",
            "<link rel=\"icon\" href=\"/sub/media/3.png\" type=\"image/png\">",
            "<link rel=\"apple-touch-icon\" href=\"/sub/media/6.png\">",
            "<link rel=\"manifest\" href=\"/sub/manifest.webmanifest\">",
            "<meta name=\"apple-mobile-web-app-title\" content=\"Sông\">",
        ] {
            assert!(head.contains(part), "{part}: {head}");
        }
        assert!(!html.contains("icon.svg"), "{html}");
        // The app draws the logo, and needs nothing else.
        let (_, told) = html.split_once("id=\"bantin-page\">").unwrap();
        assert!(told.contains("/media/1.svg") && told.contains("hai bờ"), "{told}");
        assert!(!told.contains("/media/3.png") && !told.contains("#0b5d5a"), "{told}");
    }
    for part in [
        "/sub/media/1.svg",
        "logo-day",
        "/sub/media/2.svg",
        "logo-night",
        "Tin từ hai bờ",
        "alt=\"Bản Tin <b>\"",
    ] {
        let part = part.replace('<', "&lt;").replace("b>", "b&gt;");
        assert!(drawn.contains(&part), "{part}: {drawn}");
    }
    assert!(!drawn.contains("Tin &amp; ảnh</p>"), "the tagline is in the place of the description");
}
