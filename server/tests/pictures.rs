//! What is published of pictures: after an import, after another, and in a store that an older version filled.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/app.rs"]
mod app;
#[path = "common/files.rs"]
mod files;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use bantin_media::{hash16, take};
use bantin_model::{Block, Link, Slug};
use bantin_server::newsroom::{self, Outcome};
use bantin_server::serve;
use bantin_site::export::{self, Target};
use files::files;
use image::codecs::jpeg::JpegEncoder;
use image::{ImageEncoder, ImageFormat, Rgb, RgbImage};

const SITE: &str = "name = \"Bản Tin\"\nurl = \"https://news.example/\"\nlanguages = [\"vi\"]\n\
    time_zone = \"Asia/Ho_Chi_Minh\"\n[[sections]]\nid = \"thoi-su\"\nname = \"Thời sự\"\nlang = \"vi\"\n";

/// What stands in metadata and must never be published.
const PLACE: &[u8] = b"10.7769 N 106.7009 E";

fn picture(width: u32, height: u32, shade: u8) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], shade]))
}

/// A JPEG that names a place, and how the camera was held.
fn jpeg(width: u32, height: u32, orientation: u8, shade: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(PLACE);
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new(&mut out);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.encode_image(&picture(width, height, shade)).unwrap();
    out
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture(width, height, 7).write_to(&mut out, ImageFormat::Png).unwrap();
    out.into_inner()
}

struct TestNewsroom(tempfile::TempDir);

impl TestNewsroom {
    fn new(site: Option<&str>) -> Self {
        let newsroom = Self(tempfile::tempdir().unwrap());
        app::write(&newsroom.at("app"));
        if let Some(site) = site {
            newsroom.write("source/site.toml", site.as_bytes());
        }
        newsroom
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), bytes).unwrap();
    }

    fn article(&self, slug: &str, text: &str) {
        let text = format!("---\ntitle: {slug}\ndate: 2023-08-11\n---\n{text}\n");
        self.write(&format!("source/{slug}.md"), text.as_bytes());
    }

    fn import(&self) -> Outcome {
        self.import_of("source")
    }

    fn import_of(&self, folder: &str) -> Outcome {
        let source = self.at(folder).to_string_lossy().into_owned();
        let outcome = newsroom::import(&self.at("data"), &[source]).unwrap();
        assert_eq!(outcome.failed, []);
        outcome
    }

    fn export(&self) {
        let target = Target {
            app: self.at("app").into(),
            out: self.at("site"),
            base: "/".to_owned(),
            url: None,
            live: None,
            theme: None,
        };
        export::export(&self.at("data"), &target).unwrap();
    }

    fn media(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.at("data/media"))
    }

    /// The size of the first picture in an article.
    fn size(&self, slug: &str) -> (u32, u32) {
        let (_, width, height, _) = self.pictures(slug)[0];
        (width, height)
    }

    /// Names, sizes and variants of the pictures in an article.
    fn pictures(&self, slug: &str) -> Vec<(String, u32, u32, usize)> {
        let store = serve::open_store(&self.at("data")).unwrap();
        let article = store.article(&Slug::new(slug).unwrap(), &Link::root()).unwrap().unwrap();
        let images = article.body.iter().flat_map(Block::images);
        images
            .map(|image| {
                let name = image.src.as_str().strip_prefix("/media/").unwrap().to_owned();
                (name, image.width, image.height, image.variants.len())
            })
            .collect()
    }
}

fn say_places(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<&str> {
    let says = |bytes: &[u8]| bytes.windows(PLACE.len()).any(|part| part == PLACE);
    files.iter().filter(|(_, bytes)| says(bytes)).map(|(name, _)| name.to_str().unwrap()).collect()
}

/// Two articles: one with an upright picture, one with one that lies on its side.
fn newsroom() -> TestNewsroom {
    let newsroom = TestNewsroom::new(Some(SITE));
    newsroom.write("source/cau.jpg", &jpeg(600, 400, 1, 10));
    newsroom.write("source/cho.jpg", &jpeg(600, 400, 6, 20));
    newsroom.article("cau", "![Cầu](cau.jpg)\n\nBài.");
    newsroom.article("cho", "![Chợ](cho.jpg)\n\nBài.");
    newsroom
}

#[test]
fn importing_again_makes_nothing_twice_and_loses_nothing() {
    let newsroom = newsroom();
    assert_eq!(newsroom.import().added, 2);
    let media = newsroom.media();
    assert_eq!(say_places(&media), Vec::<&str>::new());
    assert_eq!(newsroom.size("cau"), (600, 400));
    assert_eq!(newsroom.size("cho"), (400, 600));

    let again = newsroom.import();
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 2));
    assert_eq!(newsroom.media(), media);

    // What somebody deleted is made again, under the same names.
    for name in media.keys() {
        std::fs::remove_file(newsroom.at("data/media").join(name)).unwrap();
    }
    assert_eq!(newsroom.import().unchanged, 2);
    assert_eq!(newsroom.media(), media);
}

#[test]
fn what_an_older_version_took_over_loses_its_metadata_everywhere() {
    let newsroom = newsroom();
    newsroom.import();
    newsroom.export();
    let new = newsroom.pictures("cho");
    let name = new[0].0.clone();

    // As an older version left it: the picture as it came, under the name of those bytes.
    let source = jpeg(600, 400, 6, 20);
    let old = format!("{}.jpg", hash16(&source));
    let orphan = jpeg(300, 200, 1, 30);
    newsroom.write(&format!("data/media/{old}"), &source);
    newsroom.write("data/media/0123456789abcdef.jpg", &orphan);
    std::fs::remove_file(newsroom.at("data/media").join(&name)).unwrap();
    let sqlite = rusqlite::Connection::open(newsroom.at("data/bantin.sqlite")).unwrap();
    let rename = "UPDATE record SET card = replace(card, ?1, ?2), body = replace(body, ?1, ?2), fingerprint = x'00',
        changed = (SELECT tick FROM clock)";
    sqlite.execute(rename, [&name, &old]).unwrap();
    sqlite.execute("UPDATE picture SET name = ?2 WHERE name = ?1", [&name, &old]).unwrap();
    sqlite.execute("DELETE FROM picture WHERE recipe = ?1", [take::RULES]).unwrap();
    sqlite.execute("DELETE FROM meta WHERE key = 'pictures stripped'", []).unwrap();
    drop(sqlite);
    newsroom.export();
    assert_eq!(
        say_places(&files(&newsroom.at("site/media"))),
        ["0123456789abcdef.jpg", old.as_str()]
    );
    // Its source is not imported again; another is.
    newsroom
        .write("other/khac.md", "---\ntitle: Khác\ndate: 2023-08-12\n---\nBài khác.\n".as_bytes());
    let before = newsroom.media();

    let outcome = newsroom.import_of("other");
    assert_eq!(outcome.notes, Vec::<String>::new());
    assert_eq!(newsroom.pictures("cho"), new);
    let after = newsroom.media();
    assert_eq!(say_places(&after), Vec::<&str>::new());
    assert!(after.contains_key(Path::new(&name)));
    // The smaller ones were not made anew.
    assert_eq!(after.len(), before.len() - 1);
    newsroom.export();
    assert_eq!(say_places(&files(&newsroom.at("site"))), Vec::<&str>::new());
    let json = std::fs::read_to_string(newsroom.at("site/api/v1/articles/cho.json")).unwrap();
    assert!(json.contains(&name) && !json.contains(&old), "{json}");
    let list = std::fs::read_to_string(newsroom.at("site/api/v1/lists/latest.json")).unwrap();
    assert!(!list.contains(&old), "{list}");
    assert_eq!(newsroom.import_of("other").unchanged, 1);
}

#[test]
fn a_picture_that_is_not_whole_is_left_out_and_its_article_named() {
    let newsroom = TestNewsroom::new(Some(SITE));
    let whole = jpeg(600, 400, 1, 10);
    newsroom.write("source/nua.jpg", whole.get(..whole.len() / 2).unwrap());
    newsroom.write("source/anh.png", &png(300, 200));
    newsroom.article("bai", "![Nửa](nua.jpg \"Nửa tấm ảnh\")\n\n![Cả](anh.png)\n\nBài.");
    let outcome = newsroom.import();
    let [note] = outcome.notes.as_slice() else { panic!("{:?}", outcome.notes) };
    assert!(note.starts_with("bai.md: the picture nua.jpg was left out: "), "{note}");
    assert!(note.contains("damaged or incomplete"), "{note}");
    let pictures = newsroom.pictures("bai");
    let sizes: Vec<_> = pictures.iter().map(|(_, width, height, _)| (*width, *height)).collect();
    assert_eq!(sizes, [(300, 200)]);
}

#[test]
fn without_a_site_file_every_address_on_a_page_is_there() {
    let newsroom = TestNewsroom::new(None);
    newsroom.article("a", "x");
    newsroom.import();
    newsroom.export();
    let site = files(&newsroom.at("site"));
    let html = String::from_utf8(site[Path::new("articles/a/index.html")].clone()).unwrap();
    let mut looked_at = 0;
    for href in html.split("href=").skip(1) {
        let href = href.trim_start_matches('"').split(['"', ' ', '>']).next().unwrap();
        let Some(path) = href.strip_prefix('/') else { continue };
        let path = path.split(['#', '?']).next().unwrap();
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        // The app's own pages that hold nothing of the site.
        let is_app = ["search/", "saved/"].iter().any(|own| path.ends_with(own));
        assert!(is_app || site.contains_key(Path::new(&file)), "{href}");
        looked_at += 1;
    }
    assert!(looked_at > 5, "{html}");
}

#[test]
fn of_thousands_of_sections_a_page_shows_thirty_and_the_archive_all() {
    let sections: String = (0..5000)
        .map(|n| format!("[[sections]]\nid = \"muc-{n}\"\nname = \"Mục {n}\"\nlang = \"vi\"\n"))
        .collect();
    let head = SITE.split("[[sections]]").next().unwrap();
    let newsroom = TestNewsroom::new(Some(&format!("{head}{sections}")));
    newsroom.write(
        "source/a.md",
        "---\ntitle: a\ndate: 2023-08-11\nsection: Mục 4321\n---\nx".as_bytes(),
    );
    newsroom.import();
    let store = serve::open_store(&newsroom.at("data")).unwrap();
    let site = bantin_site::content::site(&store).unwrap();
    let article = store.article(&Slug::new("a").unwrap(), &site.url).unwrap().unwrap();
    assert_eq!(article.section, "muc-4321");
    let config = bantin::config::Config {
        base: "/".to_owned(),
        api: "/api/v1/".to_owned(),
        name: None,
        live: None,
        theme: None,
    };
    let pages = bantin_site::pages::Pages::open(&newsroom.at("app").into(), config).unwrap();
    let site = std::sync::Arc::new(site);
    for (path, shown) in [("/", 31), ("/articles/a/", 32), ("/archive/", 5030)] {
        let route = bantin_model::Route::parse(path, "/").unwrap();
        let page = bantin_site::content::page(&store, &site, &route).unwrap();
        let html = pages.draw(&site, &route, &page);
        let links = html.matches("href=\"/sections/muc-").count();
        assert!(links <= shown && links >= 30, "{path}: {links}");
        assert_eq!(html.contains("/sections/muc-4999/"), path == "/archive/", "{path}");
    }
}
