//! Folders of Markdown, whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use bantin_model::inline::plain_text;
use bantin_model::{Block, Inline};

use super::image::tests::{jpeg, png};
use super::*;

pub fn options() -> Options {
    let section = |id: &str, name: &str, lang: &str| Section {
        id: id.to_owned(),
        name: name.to_owned(),
        lang: lang.to_owned(),
    };
    Options {
        default_lang: "vi".to_owned(),
        languages: vec!["vi".to_owned(), "en".to_owned()],
        default_section: "thoi-su".to_owned(),
        sections: vec![
            section("thoi-su", "Thời sự", "vi"),
            section("moi-truong", "Môi trường", "vi"),
            section("news", "News", "en"),
        ],
        fetch: false,
        time_zone: "Asia/Ho_Chi_Minh".to_owned(),
        pictures: KnownPictures::default(),
        progress: None,
        key: None,
        site: None,
        about: About::default(),
        private: vec![],
        scratch: None,
        pause: Duration::ZERO,
        patience: fetch::NAMED,
        unpublished: false,
    }
}

pub fn entries(source: &str, options: &Options) -> Vec<Entry> {
    let mut entries = Vec::new();
    read(source, options, &mut |entry| entries.push(entry)).unwrap();
    entries.retain(|entry| !matches!(entry, Entry::Source(_)));
    entries
}

pub fn imported(entry: Entry) -> Imported {
    match entry {
        Entry::Imported(imported) => *imported,
        other => panic!("{other:?}"),
    }
}

pub fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

pub fn all(folder: &Path) -> Vec<Entry> {
    entries(folder.to_str().unwrap(), &options())
}

pub fn one(files: &[(&str, &[u8])]) -> Imported {
    let mut entries = all(folder(files).path());
    assert_eq!(entries.len(), 1, "{entries:?}");
    imported(entries.remove(0))
}

const ARTICLE: &str = r#"---
title: "Cầu gỗ Bến Đình mở lại sau bốn tháng sửa chữa"
lang: vi
section: thoi-su
tags: [cầu Bến Đình, giao thông, Giao thông]
authors: ["Thu Hà"]
published: 2023-08-11T11:50:00+07:00
updated: 2023-08-11T15:20:00+07:00
views: 305
lead: "Sáng 11-8, hơn 200 người đã đi qua cầu."
image:
  src: ../../pictures/cau.jpg
  alt: "Cây cầu gỗ lúc bình minh"
  caption: "Cầu sau khi thay 120 tấm ván."
  credit: "Minh Trí"
---

Đoạn văn đầu tiên, có **chữ đậm** và [bài trước](../vi/cho-noi.md).

![Chợ nổi](../../pictures/cho.png "Chợ nổi lúc 5 giờ. Ảnh: Quang Huy")

![Một](../../pictures/cau.jpg "Ảnh: Minh Trí")
![Hai](/pictures/cho.png)

## Thay ván

> Đi qua cầu lại nghe tiếng gỗ.
>
> — Bà Lê Thị Hoa, 62 tuổi

| Việc | Giá |
|---|---:|
| Ván | 2 triệu |

- một
- hai

<https://www.youtube.com/watch?v=abc>

---

<p onclick="x()">HTML <script>x()</script>thô</p>
"#;

fn article() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("articles/vi/cau-go-ben-dinh.md", ARTICLE.as_bytes().to_vec()),
        ("pictures/cau.jpg", jpeg(1200, 800, Some(6))),
        ("pictures/cho.png", png(900, 600)),
        ("site.toml", b"name = 'x'".to_vec()),
        ("stories.toml", b"".to_vec()),
        ("README.md", b"# Doc".to_vec()),
        (".git/x.md", b"x".to_vec()),
    ]
}

fn borrowed(files: &[(&'static str, Vec<u8>)]) -> tempfile::TempDir {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(n, b)| (*n, b.as_slice())).collect();
    folder(&files)
}

#[test]
fn an_article_is_read_whole() {
    let folder = borrowed(&article());
    let mut entries = all(folder.path());
    assert_eq!(entries.len(), 1, "{entries:?}");
    let Imported { name, draft, dropped, .. } = imported(entries.remove(0));
    assert_eq!(name, "articles/vi/cau-go-ben-dinh.md");
    let missing = Dropped::Link { href: "../vi/cho-noi.md".into() };
    assert_eq!(dropped, [missing, Dropped::Element { name: "script".into() }]);
    assert_eq!(draft.slug.as_str(), "cau-go-ben-dinh");
    assert_eq!(draft.title, "Cầu gỗ Bến Đình mở lại sau bốn tháng sửa chữa");
    assert_eq!((draft.lang.as_str(), draft.section.as_str(), draft.views), ("vi", "thoi-su", 305));
    assert_eq!(draft.tags, ["cầu Bến Đình", "giao thông"]);
    assert_eq!(draft.published, "2023-08-11T11:50:00+07:00");
    assert_eq!(draft.updated.as_deref(), Some("2023-08-11T15:20:00+07:00"));
    let lead = draft.image.unwrap();
    assert_eq!((lead.width, lead.height, lead.credit.as_deref()), (800, 1200, Some("Minh Trí")));
    let names: Vec<_> = draft.media.iter().map(|media| format!("/media/{}", media.name)).collect();
    assert_eq!(names.len(), 2);
    assert_eq!(names.first().map(String::as_str), Some(lead.src.as_str()));
    let kinds: Vec<_> =
        draft.body.iter().map(|b| serde_json::to_value(b).unwrap()["type"].clone()).collect();
    let expected = [
        "paragraph",
        "image",
        "gallery",
        "heading",
        "quote",
        "table",
        "list",
        "embed",
        "divider",
        "paragraph",
    ];
    assert_eq!(kinds, expected);
    let Some(Block::Paragraph { text }) = draft.body.first() else { panic!() };
    // There is no such file.
    assert!(!text.iter().any(|i| matches!(i, Inline::Link { .. })), "{text:?}");
    assert!(plain_text(text).contains("bài trước"), "{text:?}");
    let Some(Block::Image { image }) = draft.body.get(1) else { panic!() };
    assert_eq!(image.caption.as_deref(), Some("Chợ nổi lúc 5 giờ."));
    assert_eq!((image.credit.as_deref(), image.alt.as_str()), (Some("Quang Huy"), "Chợ nổi"));
    let Some(Block::Quote { attribution, .. }) = draft.body.get(4) else { panic!() };
    assert_eq!(attribution.as_deref(), Some("Bà Lê Thị Hoa, 62 tuổi"));
}

#[test]
fn the_same_folder_twice_gives_the_same_drafts() {
    let folder = borrowed(&article());
    let read = || all(folder.path()).into_iter().map(imported).collect::<Vec<_>>();
    assert_eq!(read(), read());
}

#[test]
fn one_file_finds_its_folder_by_the_site_file() {
    let folder = borrowed(&article());
    let path = folder.path().join("articles/vi/cau-go-ben-dinh.md");
    let alone = all(&path).into_iter().map(imported).collect::<Vec<_>>();
    assert_eq!(alone, all(folder.path()).into_iter().map(imported).collect::<Vec<_>>());
}

#[test]
fn hugo_jekyll_and_ghost_are_understood() {
    let hugo = "+++\ntitle = 'Rừng ngập mặn'\ndate = 2023-08-11T08:00:00+07:00\nlastmod = 2023-08-12\ncategories = ['Môi trường']\nauthor = 'Phan Vy'\n+++\nBài.";
    let draft = one(&[("content/posts/rung-ngap-man/index.vi.md", hugo.as_bytes())]).draft;
    assert_eq!((draft.slug.as_str(), draft.section.as_str()), ("rung-ngap-man", "moi-truong"));
    assert_eq!(draft.published, "2023-08-11T08:00:00+07:00");
    assert_eq!(draft.updated.as_deref(), Some("2023-08-12T00:00:00+07:00"));
    assert_eq!(draft.authors.first().map(|author| author.name.as_str()), Some("Phan Vy"));

    let jekyll = "---\nlayout: post\ntitle: Mưa lớn\npublished: true\ncategories: thời sự\n---\n# Mưa lớn\n\nBài.";
    let draft = one(&[("_posts/2023-08-10-mua-lon.md", jekyll.as_bytes())]).draft;
    assert_eq!(
        (draft.slug.as_str(), draft.published.as_str()),
        ("mua-lon", "2023-08-10T00:00:00+07:00")
    );
    assert_eq!((draft.section.as_str(), draft.body.len()), ("thoi-su", 1));

    let ghost = "---\ntitle: Tôm\nslug: tom-vinh-te\npublished_at: 2023-08-09 07:30:00\nexcerpt: Giá <b>tăng</b>\nauthors:\n  - name: Lê Khánh\n    url: https://example.org/le-khanh\n---\nBài.";
    let draft = one(&[("a.md", ghost.as_bytes())]).draft;
    assert_eq!((draft.slug.as_str(), draft.lead.as_str()), ("tom-vinh-te", "Giá tăng"));
    assert!(draft.authors.first().is_some_and(|author| author.url.is_some()));
}

#[test]
fn the_date_may_stand_in_the_address_that_a_file_asks_for() {
    for address in ["path = \"2023/08/11/cau-go\"", "path = \"tin/2023/8/11/cau-go/\""] {
        let file = format!("+++\n{address}\ntitle = \"Cầu gỗ\"\n+++\nBài.");
        let draft = one(&[("cau-go.md", file.as_bytes())]).draft;
        assert_eq!(draft.published, "2023-08-11T00:00:00+07:00", "{address}");
        assert_eq!(draft.slug.as_str(), "cau-go");
    }
    let dated = "---\ntitle: a\ndate: 2023-08-12\npermalink: /2023/08/11/a/\n---\nBài.";
    let draft = one(&[("a.md", dated.as_bytes())]).draft;
    assert_eq!(draft.published, "2023-08-12T00:00:00+07:00");
}

#[test]
fn drafts_are_skipped() {
    for line in ["draft: true", "published: false", "status: draft"] {
        let text = format!("---\ntitle: a\ndate: 2023-08-11\n{line}\n---\nx");
        let entries = all(folder(&[("a.md", text.as_bytes())]).path());
        assert!(
            matches!(entries.as_slice(), [Entry::Skipped(Skipped { why: Why::Draft, .. })]),
            "{line}"
        );
    }
}

#[test]
fn two_files_of_one_name_do_not_share_a_slug() {
    let text = b"---\ntitle: a\ndate: 2023-08-11\n---\nx".as_slice();
    let folder = folder(&[("2022/tet.md", text), ("2023/tet.md", text)]);
    let slugs: Vec<_> =
        all(folder.path()).into_iter().map(|entry| imported(entry).draft.slug).collect();
    assert_eq!(slugs.first().unwrap().as_str(), "tet");
    assert_eq!(
        slugs.last(),
        bantin_core::article_slug::suffixed(slugs.first().unwrap(), "2023/tet.md").ok().as_ref()
    );
}

#[test]
fn an_english_article_goes_to_an_english_section() {
    let text = b"---\ntitle: a\nlang: en-GB\ndate: 2023-08-11\n---\nx";
    let draft = one(&[("a.md", text)]).draft;
    assert_eq!((draft.lang.as_str(), draft.section.as_str()), ("en", "news"));
}

/// A picture host that answers once three connections wait for it, and then the next three: whoever asks for one
/// picture after another waits in vain.
fn answers_three_at_once(picture: Vec<u8>) -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let mut waiting = Vec::new();
        for stream in listener.incoming().flatten() {
            waiting.push(stream);
            if waiting.len() < 3 {
                continue;
            }
            for mut stream in waiting.drain(..) {
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                lines.map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                    picture.len()
                );
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&picture));
            }
        }
    });
    host
}

#[test]
fn pictures_of_a_folder_are_fetched_several_at_a_time_and_change_no_order() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static TOLD: AtomicUsize = AtomicUsize::new(0);
    let host = answers_three_at_once(png(40, 30));
    let article = |n: usize| {
        format!("---\ntitle: Bài\ndate: 2023-08-11\n---\n\nMột.\n\n![Ảnh](http://{host}/{n}.png)\n")
    };
    let texts: Vec<(String, String)> =
        (0..30).map(|n| (format!("{n:02}/bai.md"), article(n))).collect();
    let files: Vec<(&str, &[u8])> =
        texts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let folder = folder(&files);
    let options = Options {
        fetch: true,
        private: vec!["127.0.0.1".parse().unwrap()],
        progress: Some(|progress| {
            TOLD.store(progress.entries * 1000 + progress.pictures, Ordering::SeqCst);
        }),
        ..options()
    };
    let all = entries(folder.path().to_str().unwrap(), &options);
    let all: Vec<Imported> = all.into_iter().map(imported).collect();
    let names: Vec<&str> = all.iter().map(|one| one.name.as_str()).collect();
    let expected: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, expected);
    // The first has the slug that all want.
    assert_eq!(all[0].draft.slug.as_str(), "bai");
    assert!(all[1..].iter().all(|one| one.draft.slug.as_str().starts_with("bai-")));
    for one in &all {
        assert_eq!((one.draft.media.len(), one.dropped.len()), (1, 0), "{}", one.name);
    }
    assert_eq!(TOLD.load(Ordering::SeqCst), 30_030);
}

#[test]
fn articles_in_html_are_read_and_other_markup_is_named() {
    let html = "---\ntitle: Chợ nổi\ndate: 2023-08-11\n---\n<p>Một.</p>\n\n    <p>Hai.</p>";
    let layout = "---\ntitle: x\n---\n{{ content }}";
    let folder = folder(&[
        ("_posts/2023-08-11-cho-noi.html", html.as_bytes()),
        ("_layouts/default.html", layout.as_bytes()),
        ("_posts/2023-08-11-khac.textile", html.as_bytes()),
        ("_posts/2023-08-12.md", b"---\ntitle: Ng\xc3\xa0y\n---\nx"),
    ]);
    let mut found = all(folder.path());
    found.sort_by_key(|entry| matches!(entry, Entry::Skipped(_)));
    let Some(Entry::Skipped(skipped)) = found.pop() else { panic!("{found:?}") };
    assert_eq!(skipped.why, Why::Markup);
    let drafts: Vec<Draft> = found.into_iter().map(|entry| imported(entry).draft).collect();
    let said: Vec<(&str, usize)> =
        drafts.iter().map(|draft| (draft.title.as_str(), draft.body.len())).collect();
    assert_eq!(said, [("Chợ nổi", 2), ("Ngày", 1)]);
    assert!(drafts[1].published.starts_with("2023-08-12"), "{}", drafts[1].published);
}

#[test]
fn a_link_finds_a_file_by_its_name_alone() {
    let text = b"---\ntitle: A\ndate: 2023-08-11\n---\n[b](b.md) [c](c.md)";
    let folder = folder(&[
        ("content/a.md", text),
        ("content/tin/b.md", b"---\ntitle: B\ndate: 2023-08-11\n---\nx"),
    ]);
    let Imported { draft, dropped, .. } = imported(all(folder.path()).remove(0));
    let json = serde_json::to_string(&draft.body).unwrap();
    assert!(json.contains("/content/tin/b.md"), "{json}");
    assert_eq!(dropped, [Dropped::Link { href: "c.md".into() }]);
    // Which of two is meant nobody knows.
    let text = b"---\ntitle: A\ndate: 2023-08-11\n---\n[b](../mat/index.md)";
    let other = b"---\ntitle: B\ndate: 2023-08-11\n---\nx";
    let folder = self::folder(&[
        ("content/a.md", text),
        ("content/b/index.md", other),
        ("content/c/index.md", other),
    ]);
    let Imported { dropped, .. } = imported(all(folder.path()).remove(0));
    assert_eq!(dropped, [Dropped::Link { href: "../mat/index.md".into() }]);
}
