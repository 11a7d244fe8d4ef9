//! Bytes: the charset that text is in, and pictures.

use super::super::site::{Reply, picture, serve};
use super::super::{TestNewsroom, case};
use super::{kinds, words};

#[test]
fn a_thumbnail_alone_is_the_lead_picture() {
    let feed = std::fs::read(case("19-thumbnail-only.xml")).unwrap();
    let origin = serve(move |path| match path {
        "/feed.xml" => Reply::new(200, "Content-Type: text/xml\r\n", feed.clone()),
        "/thumb.jpg" => Reply::new(200, "Content-Type: image/png\r\n", picture(1)),
        "/b.jpg" => Reply::new(200, "Content-Type: image/png\r\n", picture(2)),
        _ => Reply::new(404, "", ""),
    });
    let newsroom = TestNewsroom::new();
    let outcome = newsroom.import_url(&format!("{origin}/feed.xml"));
    assert_eq!((outcome.added, outcome.failed.len()), (2, 0), "{outcome:?}");
    let articles = newsroom.articles();
    assert!(articles.values().all(|article| article.image.is_some()), "{outcome:?}");
}

#[test]
fn bytes_are_read_in_their_charset() {
    let newsroom = TestNewsroom::new();
    let origin = serve(|_| {
        let feed = std::fs::read(case("29-charset-of-http.xml")).unwrap();
        Reply::new(200, "Content-Type: text/xml; charset=windows-1258\r\n", feed)
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
