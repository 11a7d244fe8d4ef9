//! Pages of every kind, for tests of what is served.

use bantin_model::list::Feed;
use bantin_model::{Article, FeedItem, RatingSummary, Route, Site, Slug, Summary};
use serde_json::{Value, json};

use super::*;
use crate::api::ApiError;
use crate::api::search::Found;
use crate::reader::reading_list::{Entries, Entry};

const PUBLISHED: &str = "2023-08-11T11:50:00+07:00";

fn site() -> Site {
    let site = json!({
        "name": "Bản Tin & bạn",
        "description": "Tin & ảnh",
        "url": "https://news.example/",
        "languages": ["vi", "en"],
        "default_language": "vi",
        "time_zone": "Asia/Ho_Chi_Minh",
        "sections": [
            { "id": "thoi-su", "name": "Thời sự", "lang": "vi" },
            { "id": "doi-song", "name": "Đời sống", "lang": "vi" },
        ],
        "pages": [{ "slug": "toa-soan", "lang": "vi", "title": "Tòa soạn" }],
        "live": "/api/v1/",
    });
    serde_json::from_value(site).unwrap()
}

fn image(name: &str, credit: bool) -> Value {
    let mut image = json!({
        "src": format!("/media/{name}.jpg"),
        "width": 900,
        "height": 1200,
        "alt": if credit { "Một cây \"cầu\"" } else { "" },
        "variants": [
            { "src": format!("/media/{name}-480.avif"), "width": 480, "type": "image/avif" },
            { "src": format!("/media/{name}-480.webp"), "width": 480, "type": "image/webp" },
        ],
    });
    if credit {
        image["caption"] = "Cầu <gỗ>".into();
        image["credit"] = "Thu Hà".into();
    }
    image
}

fn words(text: &str) -> Value {
    json!([
        { "type": "text", "text": text },
        { "type": "strong", "children": [{ "type": "text", "text": "đậm" }] },
        { "type": "text", "text": " & " },
        { "type": "emphasis", "children": [{ "type": "strong", "children": [{ "type": "text", "text": "nghiêng" }] }] },
        { "type": "line-break" },
        { "type": "code", "text": "a < b" },
        { "type": "link", "href": "https://other.example/?a=1&b=2", "children": [{ "type": "text", "text": "ngoài" }] },
        { "type": "link", "href": "/articles/khac/", "children": [{ "type": "text", "text": "trong" }] },
    ])
}

fn blocks() -> Value {
    let mut picture = image("2", true);
    picture["type"] = "image".into();
    json!([
        { "type": "paragraph", "text": words("Một <i>đoạn</i> ") },
        { "type": "paragraph", "text": [] },
        { "type": "heading", "level": 2, "text": words("Hai ") },
        { "type": "heading", "level": 3, "text": words("Ba ") },
        { "type": "heading", "level": 4, "text": words("Bốn ") },
        picture,
        { "type": "gallery", "images": [image("3", true), image("4", false)], "caption": "Hai ảnh" },
        { "type": "gallery", "images": [image("5", false)] },
        { "type": "quote", "text": [words("Lời "), words("Thêm ")], "attribution": "Ông Ba" },
        { "type": "quote", "text": [words("Lời ")] },
        { "type": "list", "ordered": false, "items": [words("a "), words("b ")] },
        { "type": "list", "ordered": true, "start": 3, "items": [words("c ")] },
        { "type": "table", "caption": "Bảng", "head": [words("A "), words("B ")], "rows": [[words("1 "), words("2 ")]] },
        { "type": "table", "head": [], "rows": [[words("1 ")]] },
        { "type": "code", "text": "if a < b {\n}" },
        { "type": "embed", "provider": "youtube", "href": "https://www.youtube.com/watch?v=1", "title": "Phim" },
        { "type": "embed", "provider": "other", "href": "https://other.example/x" },
        { "type": "divider" },
        { "type": "poll" },
    ])
}

fn summary(number: u32, lang: &str, has_picture: bool) -> Value {
    let mut summary = json!({
        "slug": format!("bai-{number}"),
        "url": format!("https://news.example/articles/bai-{number}/"),
        "lang": lang,
        "title": format!("Bài {number} & cầu"),
        "lead": if number.is_multiple_of(2) { "" } else { "Lời dẫn cầu gỗ" },
        "section": if number.is_multiple_of(3) { "khong-co" } else { "thoi-su" },
        "published": PUBLISHED,
    });
    if has_picture {
        summary["image"] = image("1", number.is_multiple_of(2));
    }
    summary
}

fn summaries(count: u32) -> Vec<Summary> {
    feed(count, &json!({})).items.into_iter().map(FeedItem::into_summary).collect()
}

fn feed(count: u32, extension: &Value) -> Feed {
    let item = |number: u32| {
        let summary = summary(number, if number == 2 { "en" } else { "vi" }, number != 1);
        let mut own = json!({ "slug": summary["slug"], "section": summary["section"], "views": 1, "rating": { "count": 0 } });
        if let Some(image) = summary.get("image") {
            own["image"] = image.clone();
        }
        json!({
            "id": summary["url"],
            "url": summary["url"],
            "title": summary["title"],
            "summary": summary["lead"],
            "date_published": PUBLISHED,
            "language": summary["lang"],
            "_bantin": own,
        })
    };
    let feed = json!({
        "version": bantin_model::list::VERSION,
        "title": "Tin",
        "home_page_url": "https://news.example/",
        "feed_url": "https://news.example/feed.json",
        "language": "vi",
        "items": (1..=count).map(item).collect::<Vec<_>>(),
        "_bantin": extension,
    });
    serde_json::from_value(feed).unwrap()
}

fn article(is_whole: bool) -> Article {
    let related: Vec<Value> = (1..=9)
        .map(|number| {
            let mut one = summary(number, "vi", number != 1);
            one["reason"] = ["related", "section", "latest"][number as usize % 3].into();
            one
        })
        .collect();
    let rating = RatingSummary::empty(Slug::new("cau-go").unwrap());
    let mut article = json!({
        "slug": "cau-go",
        "url": "https://news.example/articles/cau-go/",
        "lang": if is_whole { "vi" } else { "ar" },
        "title": "Cầu <gỗ>",
        "lead": "",
        "section": "khong-co",
        "published": PUBLISHED,
        "body": blocks(),
        "rating": serde_json::to_value(rating).unwrap(),
    });
    if is_whole {
        let more = json!({
            "earlier": ["cau-tre", "cau-khi"],
            "lead": "Lời \"dẫn\"",
            "section": "thoi-su",
            "updated": "2023-08-12T11:50:00+07:00",
            "views": 12_345,
            "tags": [{ "id": "cau-go", "name": "cầu gỗ" }, { "id": "song", "name": "sông" }],
            "authors": [{ "id": "thu-ha", "name": "Thu Hà" }, { "id": "", "name": "Ba" }],
            "translations": [{ "lang": "en", "slug": "bridge", "url": "https://news.example/articles/bridge/" }],
            "image": image("0", true),
            "source": "https://source.example/a",
            "related": related,
            "newer": { "slug": "moi", "lang": "vi", "title": "Mới" },
            "older": { "slug": "cu", "lang": "vi", "title": "Cũ" },
        });
        let (Some(article), Value::Object(more)) = (article.as_object_mut(), more) else {
            panic!("no object")
        };
        article.extend(more);
    }
    serde_json::from_value(article).unwrap()
}

/// A page of every kind, with everything that it may have or lack.
fn pages() -> Vec<(&'static str, Page)> {
    let newest = json!({ "older": 3 });
    let section = json!({ "older": 3, "name": "Thời sự" });
    let archived = json!({ "page": 2, "older": 1, "name": "Thời sự" });
    let about = json!({ "slug": "toa-soan", "lang": "vi", "title": "Tòa soạn", "body": blocks() });
    let about = serde_json::from_value(about).unwrap();
    let found = |total, hits| Some(Found { total, hits: summaries(hits) });
    let search =
        |query: &str, found| Page::Search { lang: "vi".into(), query: query.into(), found };
    let entry = |slug: &str, lang: &str, title: &str| Entry {
        slug: Slug::new(slug).unwrap(),
        lang: lang.into(),
        published: PUBLISHED.into(),
        title: title.into(),
    };
    let entries = Entries(vec![entry("bai-1", "vi", "Bài 1 <b>"), entry("bai-2", "en", "Hai")]);
    let refused = ApiError::Server { status: 503, wait: 0 };
    vec![
        ("/", Page::front("vi", feed(9, &newest), Some(feed(3, &newest)))),
        ("/", Page::front("vi", feed(0, &json!({})), None)),
        ("/", Page::front("vi", feed(2, &json!({})), None)),
        ("/en/", Page::front("en", feed(5, &newest), None)),
        ("/pages/2/", Page::front("vi", feed(2, &json!({ "page": 2, "newer": 3 })), None)),
        ("/sections/thoi-su/", Page::List { list: feed(4, &section) }),
        ("/sections/thoi-su/", Page::List { list: feed(0, &json!({ "name": "Trống" })) }),
        ("/sections/thoi-su/pages/2/", Page::List { list: feed(3, &archived) }),
        ("/about/toa-soan/", Page::About(Box::new(about))),
        ("/search/", Page::asking("vi")),
        ("/search/?q=cau", search("cầu \"gỗ\"", found(0, 0))),
        ("/search/?q=cau&page=2", search("cầu", found(2_000, 5))),
        ("/articles/cau-go/", Page::Article(Box::new(article(true)))),
        ("/articles/cau-go/", Page::Article(Box::new(article(false)))),
        ("/saved/", Page::nothing_saved("vi")),
        ("/saved/", Page::Saved { lang: "vi".into(), saved: entries.clone(), history: entries }),
        ("/khong/co/", Page::Missing { words: "khong co".into(), newest: Some(feed(8, &newest)) }),
        ("/articles/cau-go/", Page::Gone),
        ("/articles/cau-go/", Page::Failed(refused)),
        ("/articles/cau-go/", Page::Failed(ApiError::Offline)),
    ]
}

/// A page of every kind with its route and its edition.
fn editions() -> impl Iterator<Item = (Route, Edition, Page)> {
    let site = Arc::new(site());
    pages().into_iter().map(move |(path, page)| {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let route = Route::parse(path, "/").unwrap_or(Route::Unknown).with_query(query);
        (route, Edition::new(Arc::default(), Arc::clone(&site), page.lang(&site)), page)
    })
}

/// What is drawn of a page of every kind.
pub fn drawn_of_every_kind() -> Vec<String> {
    editions().map(|(route, edition, page)| body(&edition, &route, &page)).collect()
}

/// A page of every kind as a whole document.
pub fn documents_of_every_kind(template: &Template) -> Vec<String> {
    let whole = |(route, edition, page): (Route, Edition, Page)| {
        document(template, &edition.config, &edition.site, &route, &page)
    };
    editions().map(whole).collect()
}
