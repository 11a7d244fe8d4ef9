use bantin_model::{Brand, Link, RatingSummary, Slug};

use super::*;

pub(super) const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>Bản Tin</title>\
    <style>p{}</style><link href=/icon.svg rel=icon><script id=bantin-config type=application/json>{}</script>\
    <script src=/boot-0.js type=module></script></head><body><div aria-hidden=true class=boot id=boot>\
    <div class=boot-line></div></div><div class=failed hidden id=failed>words</div><div hidden id=updated></div>\
    <noscript>no</noscript></body></html>";

pub(super) fn site() -> Arc<Site> {
    Arc::new(Site {
        name: "Bản Tin <b>".into(),
        description: "Tin & ảnh".into(),
        url: Link::new("https://news.example/sub/").unwrap(),
        languages: vec!["vi".into(), "en".into()],
        default_language: "vi".into(),
        time_zone: "Asia/Ho_Chi_Minh".into(),
        sections: Vec::new(),
        pages: Vec::new(),
        brand: Brand::default(),
        live: Link::new("/api/v1/").ok(),
    })
}

fn page() -> Page {
    let slug = Slug::new("cau-go").unwrap();
    let json = serde_json::json!({
        "slug": "cau-go",
        "url": "https://news.example/sub/articles/cau-go/",
        "lang": "vi",
        "title": "Cầu </script><script>alert(1)</script> gỗ",
        "lead": "Lời \"dẫn\"",
        "section": "thoi-su",
        "tags": [{ "id": "cau-go", "name": "cầu gỗ" }],
        "authors": [{ "id": "thu-ha", "name": "Thu Hà", "url": "https://news.example/sub/about/thu-ha/" }],
        "crops": [
            { "src": "/media/16.jpg", "width": 1200, "height": 675 },
            { "src": "/media/4.jpg", "width": 1200, "height": 900 },
            { "src": "/media/1.jpg", "width": 900, "height": 900 },
        ],
        "translations": [{ "lang": "en", "slug": "bridge", "url": "https://news.example/sub/articles/bridge/" }],
        "published": "2023-08-11T11:50:00+07:00",
        "image": { "src": "/media/0.jpg", "width": 1600, "height": 900, "alt": "Cầu" },
        "body": [
            { "type": "paragraph", "text": [{ "type": "text", "text": "Một <i>đoạn</i>" }] },
            { "type": "divider" },
        ],
        "rating": serde_json::to_value(RatingSummary::empty(slug)).unwrap(),
    });
    Page::Article(serde_json::from_value(json).unwrap())
}

fn html() -> String {
    let config = Config { base: "/sub/".into(), api: "/sub/api/v1/".into(), ..Config::default() };
    let template = Template::parse(INDEX, &config).unwrap();
    let route = Route::Article { slug: Slug::new("cau-go").unwrap() };
    document(&template, &Arc::new(config), &site(), &route, &page())
}

#[test]
fn text_is_in_the_page_and_none_of_it_is_markup() {
    let html = html();
    assert!(html.contains("Một &lt;i&gt;đoạn&lt;/i&gt;"), "{html}");
    assert!(html.contains("Đăng ngày <span class=\"date\">11-08-2023</span> 11:50"), "{html}");
    assert!(!html.contains("<script>alert"), "{html}");
    assert!(!html.contains("<b>"), "{html}");
    assert!(!html.contains("<!>") && !html.contains("<!--"), "{html}");
    assert!(!html.contains("</hr>") && !html.contains("</img>"), "{html}");
}

#[test]
fn addresses_stand_below_the_folder_of_the_site() {
    let html = html();
    for wanted in [
        "href=\"/sub/icon.svg\"",
        "src=\"/sub/boot-0.js\"",
        "\"/sub/media/0.jpg\"",
        "\"base\":\"/sub/\"",
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
}

#[test]
fn machines_find_title_picture_and_data() {
    let html = html();
    assert_eq!(html.matches("<title>").count(), 1);
    assert_eq!(html.matches("rel=\"canonical\"").count(), 1);
    for wanted in [
        "og:image\" content=\"https://news.example/sub/media/16.jpg\"",
        "og:image:width\" content=\"1200\"",
        "og:image:height\" content=\"675\"",
        "og:image:alt\" content=\"Cầu\"",
        "twitter:card\" content=\"summary_large_image\"",
        "hreflang=\"vi\" href=\"https://news.example/sub/articles/cau-go/\"",
        "hreflang=\"en\" href=\"https://news.example/sub/articles/bridge/\"",
        "type=\"application/atom+xml\"",
    ] {
        assert!(html.contains(wanted), "{wanted}\n{html}");
    }
    let data: Vec<serde_json::Value> = html
        .split("<script type=\"application/ld+json\" data-page>")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap())
        .collect();
    assert_eq!(data[0]["@type"], "NewsArticle");
    assert_eq!(data[0]["headline"], "Cầu </script><script>alert(1)</script> gỗ");
    assert_eq!(data[0]["datePublished"], "2023-08-11T11:50:00+07:00");
    let images: Vec<_> = ["16", "4", "1"]
        .map(|name| format!("https://news.example/sub/media/{name}.jpg").into())
        .to_vec();
    assert_eq!(data[0]["image"], serde_json::Value::Array(images));
    let author = &data[0]["author"][0];
    assert_eq!(author["url"], "https://news.example/sub/authors/thu-ha/");
    assert_eq!(author["sameAs"], "https://news.example/sub/about/thu-ha/");
    assert_eq!(data[0]["publisher"]["logo"]["url"], "https://news.example/sub/icon-512.png");
    assert_eq!(data[0]["keywords"][0], "cầu gỗ");
    assert_eq!(data[0]["inLanguage"], "vi");
    assert_eq!(data[0]["isAccessibleForFree"], true);
    assert!(data[0].get("aggregateRating").is_none());
    assert_eq!(data[1]["itemListElement"][1]["position"], 2);
}

#[test]
fn the_same_page_is_the_same_bytes() {
    assert_eq!(html(), html());
}

#[test]
fn the_first_styles_come_before_machines_are_told_anything_and_what_is_long_after_the_text() {
    let html = html();
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("<style>p{}</style>") < at("<title>"));
    assert!(at("<title>") < at("og:title") && at("og:title") < at("<article"));
    assert!(at("</main>") < at("application/ld+json"));
}

#[test]
fn another_page_than_the_built_one_is_refused() {
    let config = Config::default();
    assert!(Template::parse("<html lang=vi><title>x</title>", &config).is_err());
}

#[test]
fn what_is_no_language_is_no_markup_either() {
    let config = Config::default();
    let template = Template::parse(INDEX, &config).unwrap();
    let tag = "vi\"><script>alert(1)</script>";
    let other =
        Site { default_language: tag.into(), languages: vec![tag.into()], ..(*site()).clone() };
    let route = Route::Article { slug: Slug::new("cau-go").unwrap() };
    let drawn =
        document(&template, &Arc::new(config), &Arc::new(other.clone()), &route, &Page::Gone);
    for html in [
        shell(&template, &Config::default(), &other),
        drawn,
        template.fill(tag, ["", ""], "", "", "", Lang::Vi),
    ] {
        assert!(!html.contains("<script>alert"), "{html}");
        assert_eq!(html.matches("<html ").count(), 1, "{html}");
    }
    assert!(
        shell(&template, &Config::default(), &other)
            .contains("<html lang=\"vi&quot;&gt;&lt;script&gt;")
    );
}

#[test]
fn a_page_without_content_knows_its_site() {
    let template = Template::parse(INDEX, &Config::default()).unwrap();
    let html = shell(&template, &Config::default(), &site());
    let (_, json) = html.split_once("id=\"bantin-page\">").unwrap();
    let json: serde_json::Value =
        serde_json::from_str(json.split("</script>").next().unwrap()).unwrap();
    assert_eq!(json["site"]["name"], "Bản Tin <b>");
    assert_eq!((&json["lang"], &json["whole"]), (&"vi".into(), &false.into()));
    assert!(html.contains("boot-line"), "what is coming has a shape: {html}");
}

#[test]
fn a_picture_s_formats_are_told_apart() {
    let Page::Article(mut article) = page() else { panic!("no article") };
    let image = article.image.as_mut().unwrap();
    for (src, width, format) in [
        ("/media/0-480.avif", 480, "image/avif"),
        ("/media/0-480.webp", 480, "image/webp"),
        ("/media/0-960.avif", 960, "image/avif"),
    ] {
        let variant = serde_json::json!({ "src": src, "width": width, "type": format });
        image.variants.push(serde_json::from_value(variant).unwrap());
    }
    let config = Config::default();
    let template = Template::parse(INDEX, &config).unwrap();
    let route = Route::Article { slug: Slug::new("cau-go").unwrap() };
    let html = document(&template, &Arc::new(config), &site(), &route, &Page::Article(article));
    let sources: Vec<_> =
        html.split("<source ").skip(1).map(|s| s.split('>').next().unwrap()).collect();
    assert_eq!(sources.len(), 2, "{html}");
    let avif = "srcset=\"/media/0-480.avif 480w, /media/0-960.avif 960w\"";
    assert!(sources[0].contains("type=\"image/avif\"") && sources[0].contains(avif), "{sources:?}");
    let webp = "srcset=\"/media/0-480.webp 480w\"";
    assert!(sources[1].contains("type=\"image/webp\"") && sources[1].contains(webp), "{sources:?}");
}

#[test]
fn a_small_picture_names_the_files_that_a_screen_can_need() {
    use crate::components::figure::{Priority, thumbnail};
    let file = |width: u32, format: &str| serde_json::json!({ "src": format!("/media/{width}.{format}"), "width": width, "type": format });
    let image = serde_json::json!({
        "src": "/media/0.jpg", "width": 1500, "height": 1000, "alt": "",
        "variants": [
            file(320, "webp"), file(480, "webp"), file(720, "webp"),
            file(960, "avif"), file(1440, "avif"),
            file(320, "jpeg"),
        ],
    });
    let image = serde_json::from_value(image).unwrap();
    let edition = Edition::new(Arc::new(Config::default()), site(), "vi");
    let html = drawn(|| thumbnail(&edition, &image, Priority::Lazy, "6rem", 96));
    let sets: Vec<_> =
        html.split("srcset=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    // Up to the first that is wide enough, or all where none is.
    let expected = [
        "/media/320.webp 320w, /media/480.webp 480w",
        "/media/960.avif 960w",
        "/media/320.jpeg 320w",
    ];
    assert_eq!(sets, expected, "{html}");
}

#[test]
fn an_article_has_the_styles_of_other_pages_after_its_text() {
    let index = INDEX
        .replace("</style>", "</style><style data-file=/other-0.css>li{}</style>")
        .replace("</body>", "<link rel=stylesheet href=/style-0.css></body>");
    let config = Arc::new(Config::default());
    let template = Template::parse(&index, &config).unwrap();
    let html = |site: &Site, page: &Page| {
        document(&template, &config, &Arc::new(site.clone()), &Route::Unknown, page)
    };
    let (in_page, as_file) = ("<style>li{}</style>", "href=\"/other-0.css\"");
    let article = html(&site(), &page());
    let at = |part: &str| article.find(part).unwrap_or_else(|| panic!("{part}: {article}"));
    assert!(!article.contains(in_page), "{article}");
    assert!(at("Lời &quot;dẫn&quot;") < at(as_file) && at(as_file) < at("/style-0.css"));
    // Other pages have them in the head, and so has an article where the newsroom's own style sheet comes after them.
    let mut own = Site::clone(&site());
    own.brand.style = Some(Link::new("/media/own.css").unwrap());
    let all = [html(&site(), &Page::Gone), html(&own, &page()), shell(&template, &config, &own)];
    for html in all {
        let (head, body) = html.split_once("<body>").unwrap();
        assert!(head.contains(in_page) && !body.contains(as_file), "{html}");
    }
}

#[test]
fn the_files_of_a_page_are_those_it_is_loaded_from() {
    use bantin_model::path::ListKind;
    let files = |page: &Page, path: &str| page.files(&Route::parse(path, "/").unwrap());
    assert_eq!(files(&page(), "/articles/cau-go/"), ["articles/cau-go.json"]);
    let list = bantin_model::list::Feed {
        version: String::new(),
        title: String::new(),
        home_page_url: Link::root(),
        feed_url: Link::root(),
        next_url: None,
        description: None,
        language: None,
        icon: None,
        favicon: None,
        items: Vec::new(),
        bantin: bantin_model::list::FeedExtension::default(),
    };
    for path in ["/sections/a/", "/tags/a/pages/2/", "/archive/2023-08/"] {
        let Some(Route::List { kind, page }) = Route::parse(path, "/") else { panic!("{path}") };
        let wanted = bantin_model::path::list(&kind, page);
        assert_eq!(files(&Page::List { list: list.clone() }, path), [wanted]);
    }
    let front = Page::front("en", list, None);
    let wanted = [
        bantin_model::path::list(&ListKind::Language("en".into()), Some(2)),
        bantin_model::path::list(&ListKind::MostReadLanguage("en".into()), None),
    ];
    assert_eq!(files(&front, "/en/pages/2/"), wanted);
    assert_eq!(files(&Page::Gone, "/articles/a/"), [""; 0]);
}

#[test]
fn nothing_stands_in_a_page_that_only_hydration_needs() {
    for html in kinds::drawn_of_every_kind() {
        assert!(
            html.starts_with("<div id=\"boot\"><div ") && html.ends_with("</div></div>"),
            "{html}"
        );
        assert!(!html.contains("<!"), "{html}");
    }
}

#[test]
fn the_headline_is_among_what_a_browser_reads_before_it_draws() {
    let template = Template::parse(INDEX, &Config::default()).unwrap();
    let documents = kinds::documents_of_every_kind(&template);
    let before = documents.iter().filter_map(|html| {
        let (_, page) = html.split_once("<body>").unwrap();
        Some(page.split_once(" id=\"headline\"")?.0)
    });
    let tags: Vec<usize> = before.map(|html| html.matches('<').count()).collect();
    assert!(tags.len() > 3, "{tags:?}");
    // Chromium draws after 250 tags and texts, of which a newsroom's sections need some (ADR 42).
    assert!(tags.iter().all(|tags| *tags < 80), "{tags:?}");
}
