//! Two papers from one program: the second holds nothing of the first's name, icon or colours, and all of its own.

mod changed;
mod fonts;
mod outside;
mod served;
mod shown;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bantin_server::newsroom;
use bantin_site::brand_files::ICONS;
use bantin_site::export::{self, Target};
use bantin_tests::addresses::{Said, ask};
use bantin_tests::files::files;
use bantin_tests::newsroom::{Newsroom, dist, root};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

fn harbour() -> String {
    root().join("server/sample-harbour").to_string_lossy().into_owned()
}

/// A copy of the second paper in a folder of its own, with these texts of its `site.toml` in the place of others.
fn changed_harbour(changes: &[(&str, &str)]) -> tempfile::TempDir {
    let paper = tempfile::tempdir().unwrap();
    for (name, bytes) in files(Path::new(&harbour())) {
        let to = paper.path().join(name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::write(to, bytes).unwrap();
    }
    rewrite(paper.path(), changes);
    paper
}

/// Puts these texts in the place of others in the `site.toml` of this folder.
fn rewrite(paper: &Path, changes: &[(&str, &str)]) {
    let path = paper.join("site.toml");
    let mut text = std::fs::read_to_string(&path).unwrap();
    for (old, new) in changes {
        assert!(text.contains(old), "{old} is not in site.toml");
        text = text.replace(old, new);
    }
    std::fs::write(path, text).unwrap();
}

async fn serve(paper: &tempfile::TempDir) -> Newsroom {
    Newsroom::of(vec![paper.path().to_string_lossy().into_owned()]).await
}

/// What the server answers.
async fn got(newsroom: &Newsroom, path: &str) -> Said {
    let (port, path) = (newsroom.running.address.port(), path.to_owned());
    tokio::task::spawn_blocking(move || ask(port, "GET", &path, "").unwrap()).await.unwrap()
}

/// The text that it answers.
async fn read(newsroom: &Newsroom, path: &str) -> String {
    String::from_utf8(got(newsroom, path).await.body).unwrap()
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

struct Exported {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Exported {
    fn of(source: String) -> Self {
        let (data, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let outcome = newsroom::import(data.path(), &[source]).unwrap();
        assert_eq!((&outcome.failed[..], &outcome.notes[..]), (&[][..], &[][..]));
        let target = Target {
            app: dist().unwrap().into(),
            out: out.path().join("site"),
            base: "/".to_owned(),
            url: None,
            live: None,
            theme: None,
        };
        export::export(data.path(), &target).unwrap();
        Self { files: files(&target.out) }
    }

    fn bytes(&self, path: &str) -> &[u8] {
        let found = self.files.get(Path::new(path.trim_start_matches('/')));
        found.unwrap_or_else(|| panic!("{path} is not there"))
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path).to_vec()).unwrap()
    }
}

#[test]
fn nothing_of_a_second_paper_holds_our_name_or_our_icon() {
    let paper = Exported::of(harbour());
    let ours = root().join("public");
    let icons = ICONS.map(|name| std::fs::read(ours.join(name)).unwrap());
    for (name, bytes) in &paper.files {
        assert!(!has(bytes, "Bản Tin".as_bytes()), "{} holds our name", name.display());
        assert!(!icons.contains(bytes), "{} is our icon", name.display());
        // The part of our drawing that is in no other.
        assert!(!has(bytes, b"M16 14h14c8"), "{} holds our icon", name.display());
    }
}

#[test]
fn a_paper_s_own_name_and_marks_are_in_everything() {
    let paper = Exported::of(harbour());
    let manifest: Value = serde_json::from_slice(paper.bytes("manifest.webmanifest")).unwrap();
    assert_eq!(
        (&manifest["name"], &manifest["short_name"]),
        (&"Harbour Gazette".into(), &"Harbour".into())
    );
    assert_eq!((&manifest["lang"], &manifest["theme_color"]), (&"en-GB".into(), &"#f7fafa".into()));
    let site: Value = serde_json::from_slice(paper.bytes("api/v1/site.json")).unwrap();
    let brand = &site["brand"];
    for icon in manifest["icons"].as_array().unwrap() {
        assert!(!paper.bytes(icon["src"].as_str().unwrap()).is_empty());
    }
    for (name, icon) in [
        ("favicon.ico", "favicon"),
        ("icon-512.png", "large"),
        ("apple-touch-icon.png", "apple"),
        ("icon.svg", "svg"),
    ] {
        let own = paper.bytes(brand["icons"][icon].as_str().unwrap());
        assert_eq!(paper.bytes(name), own, "{name}");
    }
    let svg = brand["icons"]["svg"].as_str().unwrap();
    let logo = brand["logo"]["src"].as_str().unwrap();
    let night = brand["logo"]["night"].as_str().unwrap();
    let article = "articles/fish-auction-moves-indoors/index.html";
    for page in [
        "index.html",
        "vi/index.html",
        "404.html",
        "sections/quay/index.html",
        "about/about/index.html",
        "archive/index.html",
        article,
    ] {
        let html = paper.text(page);
        for part in [
            logo,
            night,
            svg,
            "alt=\"Harbour Gazette\"",
            "content=\"#f7fafa\"",
            "content=\"#0d1817\"",
            "--accent:#0b5d5a",
        ] {
            assert!(html.contains(part), "{page} lacks {part}");
        }
    }
    let shell = paper.text("shell.html");
    assert!(shell.contains(svg) && shell.contains("<title>Harbour Gazette</title>"), "{shell}");
    let demo = paper.text("embed/index.html");
    assert!(demo.contains(svg) && demo.contains("value=\"#0b5d5a\""), "{demo}");
    let (_, data) = paper
        .text(article)
        .split_once("application/ld+json")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
        .unwrap();
    assert!(data.contains(&format!("\"url\":\"https://harbour.example{logo}\"")), "{data}");
    let list: Value = serde_json::from_slice(paper.bytes("api/v1/lists/latest.json")).unwrap();
    let large = brand["icons"]["large"].as_str().unwrap();
    assert_eq!(list["icon"], format!("https://harbour.example{large}"));
    let atom = paper.text("feeds/latest.xml");
    assert!(atom.contains(&format!("<icon>https://harbour.example{large}</icon>")), "{atom}");
    let oembed = paper.text("api/v1/oembed/fish-auction-moves-indoors.json");
    assert!(oembed.contains("\"provider_name\":\"Harbour Gazette\""), "{oembed}");
}

#[test]
fn the_policy_of_a_page_knows_the_colours_in_it() {
    let paper = Exported::of(harbour());
    // The newsroom's colours stand after our own styles, which are two texts, and one in an article (ADR 25).
    let article = "articles/fish-auction-moves-indoors/index.html";
    for (page, count) in
        [("index.html", 3), ("shell.html", 3), (article, 2), ("embed/index.html", 1)]
    {
        let html = paper.text(page);
        let (policy, _) = html.split_once("<style>").unwrap();
        let styles = styles(&html);
        assert_eq!(styles.len(), count, "{page}");
        for style in styles {
            assert!(policy.contains(&hash(style)), "{page}: {style}");
        }
    }
}

/// The articles of a list of a paper in `en-GB`, whatever English they were written in.
#[test]
fn a_site_in_en_gb_shows_what_is_in_en_and_en_us() {
    let paper = Exported::of(harbour());
    let list: Value =
        serde_json::from_slice(paper.bytes("api/v1/lists/language/en-GB.json")).unwrap();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 14);
    assert!(items.iter().all(|item| item["language"] == "en-GB"), "{items:#?}");
    let front = paper.text("index.html");
    assert!(front.contains("<html lang=\"en-GB\""));
    assert!(
        front.contains("The fish auction moves indoors") && !front.contains("Nothing here yet")
    );
    for part in [
        "hreflang=\"en-GB\" href=\"https://harbour.example/\"",
        "hreflang=\"vi\" href=\"https://harbour.example/vi/\"",
        "content=\"en_GB\"",
    ] {
        assert!(front.contains(part), "{part}");
    }
    assert!(paper.text("feeds/language/en-GB.xml").contains("Forty-two seals"));
    assert!(paper.text("vi/index.html").contains("Chợ đấu giá cá dọn vào nhà kho"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_with_the_paper_s_own_files_and_policy() {
    let newsroom = Newsroom::of(vec![harbour()]).await;
    let got = async |path: &str| got(&newsroom, path).await;
    let site = got("/api/v1/site.json").await;
    let site: Value = serde_json::from_slice(&site.body).unwrap();
    for (path, icon) in
        [("/favicon.ico", "favicon"), ("/icon.svg", "svg"), ("/icon-192.png", "small")]
    {
        let own = site["brand"]["icons"][icon].as_str().unwrap();
        let (answer, own) = (got(path).await, got(own).await);
        assert_eq!((answer.status, answer.body), (200, own.body), "{path}");
    }
    let manifest = got("/manifest.webmanifest").await;
    assert!(String::from_utf8(manifest.body).unwrap().contains("Harbour Gazette"));
    // A language that was, or is written otherwise, leads to the one that is.
    for (path, to) in [("/en/", "/"), ("/en-gb/", "/"), ("/VI/", "/vi/")] {
        let answer = got(path).await;
        assert_eq!((answer.status / 100, answer.header("location")), (3, to), "{path}");
    }
    for (path, status) in
        [("/", 200), ("/vi/", 200), ("/articles/nothing/", 404), ("/search/?q=seals", 200)]
    {
        let answer = got(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        let html = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, status, "{path}");
        let styles = styles(&html);
        assert_eq!(styles.len(), 3, "{path}");
        for style in styles {
            assert!(policy.contains(&hash(style)), "{path}: {policy}");
        }
    }
}

/// The texts of the style sheets in a page.
fn styles(html: &str) -> Vec<&str> {
    html.split("<style>").skip(1).filter_map(|rest| rest.split("</style>").next()).collect()
}

/// What a policy says of such a text.
fn hash(style: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style)))
}
