//! The cases of bodies, words around, bytes and languages: each is in whole and looks as it did where it came from.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use bantin_model::inline::plain_text;
use bantin_model::path::ListKind;
use bantin_model::{Article, Block, EmbedProvider, Inline, Link};
use bantin_server::newsroom::{self, Outcome, Settings};
use bantin_site::export::{self, Target};

use super::{TestNewsroom, case, root, slug};

impl TestNewsroom {
    /// Imports a case whole: nothing of it fails.
    fn whole(&self, name: &str) -> Outcome {
        let outcome = self.import(case(name));
        assert_eq!(outcome.failed, [], "{name}");
        outcome
    }

    fn import_url(&self, address: &str) -> Outcome {
        newsroom::import_at(self.data.path(), &[address.to_owned()], Settings::default(), self.now)
            .unwrap()
    }

    /// The public articles by their headlines.
    fn articles(&self) -> HashMap<String, Article> {
        let store = self.store();
        let article = |(name, title): (String, String)| {
            (title, store.article(&slug(&name), &root()).unwrap().unwrap())
        };
        self.shown().into_iter().map(article).collect()
    }

    /// The only one.
    fn article(&self) -> Article {
        let mut articles = self.articles();
        assert_eq!(articles.len(), 1, "{:?}", articles.keys());
        articles.drain().next().unwrap().1
    }
}

/// The words of a body, a block a line.
fn words(article: &Article) -> Vec<String> {
    article.body.iter().map(Block::plain_text).collect()
}

/// What kinds of blocks a body has.
fn kinds(article: &Article) -> Vec<String> {
    let kind = |block| serde_json::to_value(block).unwrap()["type"].as_str().unwrap().to_owned();
    article.body.iter().map(kind).collect()
}

/// A web server that answers each path with a head and a body until the test ends. `http://127.0.0.1:8219` in a
/// body is its own address.
fn serve(pages: impl Fn(&str) -> Option<(&'static str, Vec<u8>)> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let own = origin.clone();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines =
                BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            lines.find(String::is_empty);
            let found = pages(request.split(' ').nth(1).unwrap_or("/"));
            let status = if found.is_some() { "200 OK" } else { "404 Not Found" };
            let (kind, body) = found.unwrap_or(("text/plain", Vec::new()));
            let body = match String::from_utf8(body) {
                Ok(text) => text.replace("http://127.0.0.1:8219", &own).into_bytes(),
                Err(error) => error.into_bytes(),
            };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    origin
}

fn picture(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let image = image::RgbImage::from_fn(180, 108, |x, y| image::Rgb([shade, x as u8, y as u8]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn gutenberg_posts_without_paragraphs_are_whole() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("00-gutenberg-without-p.wxr.xml").added, 3);
    let articles = newsroom.articles();
    assert_eq!(kinds(&articles["Phóng sự ảnh"]), ["heading", "list", "quote"]);
    assert!(matches!(
        articles["Video"].body.as_slice(),
        [Block::Embed { provider: EmbedProvider::Youtube, .. }]
    ));
    assert_eq!(kinds(&articles["Cổ điển lẫn khối"]), ["paragraph", "list", "paragraph"]);
    assert_eq!(words(&articles["Cổ điển lẫn khối"]), ["Mở bài.", "Giá vé\nGiờ mở cửa", "Kết bài."]);
}

#[test]
fn blank_lines_part_paragraphs_beside_markup() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("10-wp-paragraphs-lost.wxr.xml");
    let articles = newsroom.articles();
    let p = "paragraph";
    assert_eq!(kinds(&articles["Có embed"]), [p, p, "embed", p, p]);
    assert_eq!(words(&articles["Có một thẻ p"]), ["Đoạn một.", "Giữa", "Đoạn hai.", "Đoạn ba."]);
    assert_eq!(words(&articles["Freeform"]), ["Cổ điển một.", "Cổ điển hai.", "Mới."]);
}

#[test]
fn media_of_shortcodes_are_there_or_named() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.whole("11-wp-media-shortcodes.wxr.xml");
    let articles = newsroom.articles();
    for picture in ["https://cu.example/1.jpg", "https://cu.example/2.jpg"] {
        assert!(outcome.notes.iter().any(|note| note.contains(picture)), "{outcome:?}");
        assert!(words(&articles["Thư viện"]).contains(&picture.to_owned()));
    }
    let sound = &articles["Âm thanh"];
    assert_eq!(kinds(sound), ["paragraph", "embed", "embed", "embed"]);
    let hrefs: Vec<_> = sound
        .body
        .iter()
        .filter_map(|block| match block {
            Block::Embed { href, .. } => Some(href.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        hrefs,
        [
            "https://cu.example/a.mp3",
            "https://cu.example/v.mp4",
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
        ]
    );
}

#[test]
fn words_around_a_post_are_the_newsroom_s() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("13-wp-author-login.wxr.xml");
    assert_eq!(newsroom.article().authors[0].name, "Lan Hương");
    let newsroom = TestNewsroom::new();
    newsroom.whole("14-wp-excerpt.wxr.xml");
    assert_eq!(newsroom.article().lead, "Sapo do biên tập viên viết.");
    assert_eq!(words(&newsroom.article()), ["Thân bài."]);
    let newsroom = TestNewsroom::new();
    newsroom.whole("35-wp-terms.wxr.xml");
    let tags: Vec<String> = newsroom.article().tags.into_iter().map(|tag| tag.name).collect();
    assert_eq!(tags, ["Cầu"]);
    let newsroom = TestNewsroom::new();
    newsroom.whole("39-wp-encoded-slug.wxr.xml");
    assert_eq!(newsroom.shown().remove(0).0, "kak-rabotaet");
}

#[test]
fn vietnamese_dates_are_read_and_others_named() {
    let newsroom =
        TestNewsroom { now: "2027-01-01T00:00:00Z".parse().unwrap(), ..TestNewsroom::new() };
    assert_eq!(newsroom.whole("07-vietnamese-dates.xml").added, 9);
    let articles = newsroom.articles();
    for (name, date) in [
        ("gmt7", "2025-07-16T09:30:00+07:00"),
        ("cong07", "2026-10-05T11:07:00+07:00"),
        ("my-ampm", "2026-10-02T09:25:00+07:00"),
        ("thu-5", "2026-05-28T17:00:00+07:00"),
        ("iso-tran", "2023-05-30T12:00:33+07:00"),
        ("iso-T", "2023-05-30T12:00:33+07:00"),
        ("rfc-tran", "2023-05-30T12:00:33+07:00"),
        ("utc7", "2014-06-19T17:00:00+07:00"),
        ("ict", "2023-05-30T12:00:33+07:00"),
    ] {
        assert_eq!(articles[&format!("Ngày {name}")].published, date, "{name}");
    }
    let unreadable = std::fs::read_to_string(case("07-vietnamese-dates.xml")).unwrap();
    let file = newsroom.data.path().join("hom-qua.xml");
    std::fs::write(&file, unreadable.replace("Tue, 30 May 2023 12:00:33 ICT", "hôm qua")).unwrap();
    let outcome = newsroom.import(&file);
    let [failed] = outcome.failed.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((failed.name.as_str(), failed.line), ("ict", Some(11)));
    assert!(failed.why.contains("\"hôm qua\" is not a date"), "{failed}");
}

#[test]
fn dates_of_front_matter_are_read() {
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("26-front-matter-dates.d").added, 5);
    let articles = newsroom.articles();
    for (name, date) in [
        ("gio-le", "2016-03-23T09:00:00-04:00"),
        ("chu", "2023-08-11T00:00:00+07:00"),
        ("jekyll-4", "2015-03-17T14:00:00-04:00"),
        ("thang-le", "2023-08-01T00:00:00+07:00"),
        ("ms", "2022-01-01T08:00:00+07:00"),
    ] {
        assert_eq!(articles[&format!("Ngày {name}")].published, date, "{name}");
    }
}

#[test]
fn a_language_that_the_site_does_not_have_is_the_site_s_own_and_named() {
    let newsroom = TestNewsroom::new();
    let folder = case("08-language-not-of-the-site.d");
    let sources: Vec<String> = [folder.clone(), folder.join("en-us.xml"), folder.join("vn.xml")]
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let outcome =
        newsroom::import_at(newsroom.data.path(), &sources, Settings::default(), newsroom.now)
            .unwrap();
    assert_eq!((outcome.added, outcome.failed.len()), (2, 0));
    assert_eq!(newsroom.store().total(&ListKind::Language("vi".to_owned())).unwrap(), 2);
    for tag in ["en-us", "vn"] {
        let is_named = |note: &String| note.contains(&format!("no language {tag:?}"));
        assert!(outcome.notes.iter().any(is_named), "{tag}: {outcome:?}");
    }
}

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
fn a_thumbnail_alone_is_the_lead_picture() {
    let feed = std::fs::read(case("19-thumbnail-only.xml")).unwrap();
    let origin = serve(move |path| match path {
        "/feed.xml" => Some(("text/xml", feed.clone())),
        "/thumb.jpg" => Some(("image/png", picture(1))),
        "/b.jpg" => Some(("image/png", picture(2))),
        _ => None,
    });
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import_url(&format!("{origin}/feed.xml"));
    assert_eq!((outcome.added, outcome.failed.len()), (2, 0), "{outcome:?}");
    let articles = newsroom.articles();
    assert!(articles.values().all(|article| article.image.is_some()), "{outcome:?}");
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
fn titles_are_as_they_were_written() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("23-literal-titles.json");
    let mut titles = newsroom.titles();
    titles.sort();
    assert_eq!(titles, ["Khi x<y thì sao", "Thẻ <b> là gì?"]);
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("24-no-title.xml").added, 1);
    assert_eq!(newsroom.titles(), ["Sáng nay cầu mở lại, mời bà con qua sông"]);
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
fn bytes_are_read_in_their_charset() {
    let newsroom = TestNewsroom::new();
    let origin = serve(|_| {
        Some((
            "text/xml; charset=windows-1258",
            std::fs::read(case("29-charset-of-http.xml")).unwrap(),
        ))
    });
    let outcome = newsroom.import_url(&format!("{origin}/feed.xml"));
    assert_eq!((outcome.added, outcome.failed.len()), (1, 0), "{outcome:?}");
    assert!(newsroom.titles()[0].starts_with("Đường sắt Bắc–Nam"), "{:?}", newsroom.titles());
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("45-undeclared-latin1.xml").added, 1);
    assert_eq!(newsroom.titles(), ["Café a Ha Noi"]);
    let newsroom = TestNewsroom::new();
    assert_eq!(newsroom.whole("36-packed.xml.gz").added, 1);
    assert_eq!(words(&newsroom.article()), ["Ông Đỗ."]);
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
fn json_front_matter_is_read() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("34-json-front-matter.d");
    let article = newsroom.article();
    assert_eq!((article.title.as_str(), words(&article)), ("JSON", vec!["Chữ.".to_owned()]));
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

#[test]
fn a_date_of_dublin_core_is_one() {
    let newsroom = TestNewsroom::new();
    newsroom.whole("43-dcterms-date.xml");
    assert_eq!(newsroom.article().published, "2023-08-11T11:50:00+07:00");
}

#[test]
fn a_picture_that_is_written_into_a_feed_costs_no_words() {
    use base64::Engine;
    // Bytes that no one can pack, as many as a photo has.
    let noise = image::RgbImage::from_fn(1100, 1000, |x, y| {
        let n =
            (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        image::Rgb([(n >> 24) as u8, (n >> 16) as u8, (n >> 8) as u8])
    });
    let mut png = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut png, image::ImageFormat::Png).unwrap();
    assert!(png.get_ref().len() > 3_000_000, "{}", png.get_ref().len());
    let data = base64::engine::general_purpose::STANDARD.encode(png.into_inner());
    let feed = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [{
        "id": "1", "title": "Ảnh", "date_published": "2023-08-11T11:50:00+07:00",
        "content_html": format!("<p>Chữ.</p><img src=\"data:image/png;base64,{data}\"><p>Hết.</p>"),
    }]});
    let newsroom = TestNewsroom::new();
    let file = newsroom.data.path().join("feed.json");
    std::fs::write(&file, feed.to_string()).unwrap();
    assert_eq!(newsroom.import(&file).failed, []);
    assert_eq!(kinds(&newsroom.article()), ["paragraph", "image", "paragraph"]);
}

#[test]
fn a_report_for_programs_has_the_same_parts() {
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import("/khong/co");
    let json = serde_json::to_value(&outcome).unwrap();
    assert_eq!(json["failed"][0]["name"], "/khong/co");
    assert!(json["failed"][0]["advice"].as_str().unwrap().contains("check the path"), "{json}");
    assert_eq!((&json["added"], &json["skipped"]), (&0.into(), &serde_json::json!([])));
}

#[test]
fn every_link_of_an_article_leads_somewhere_without_a_site_file() {
    const INDEX: &str = "<!doctype html><html lang=vi><meta charset=utf-8><title>x</title>\
        <style>p{}</style><link href=/style-0123456789abcdef.css rel=stylesheet>\
        <script id=bantin-config type=application/json>{}</script></head><body>\
        <div aria-hidden=true class=boot id=boot></div><div class=failed hidden id=failed>x</div><div hidden id=updated></div></body></html>";
    let newsroom = TestNewsroom::new();
    newsroom.whole("48-no-site-toml.d");
    let app = newsroom.data.path().join("app");
    std::fs::create_dir_all(&app).unwrap();
    std::fs::write(app.join("index.html"), INDEX).unwrap();
    for (name, text) in [
        ("style-0123456789abcdef.css", "p{}"),
        ("icon.svg", "<svg/>"),
        ("apple-touch-icon.png", ""),
    ] {
        std::fs::write(app.join(name), text).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let (base, url) = ("/".to_owned(), Link::new("https://news.example/").ok());
    let target = Target { app: app.into(), out: out.clone(), base, url, live: None, theme: None };
    export::export(newsroom.data.path(), &target).unwrap();
    let page = std::fs::read_to_string(out.join("articles/a/index.html")).unwrap();
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let site = "https://news.example/";
    let paths: Vec<&str> = links
        .filter_map(|href| href.strip_prefix(site).or_else(|| href.strip_prefix('/')))
        .filter_map(|path| path.split(['?', '#']).next())
        .collect();
    assert!(paths.contains(&"feeds/section/news.xml"), "{paths:?}");
    for path in paths {
        let file = out.join(path);
        let file =
            if path.is_empty() || path.ends_with('/') { file.join("index.html") } else { file };
        assert!(file.is_file(), "{path} is not there");
    }
    assert!(out.join("api/v1/lists/section/news.json").is_file());
}
