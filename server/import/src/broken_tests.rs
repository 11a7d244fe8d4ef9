//! Files, pictures and sources that cannot be read.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use bantin_media::take::TakeError;
use bantin_model::Block;

use super::image::tests::png;
use super::tests::{all, folder, imported, one, options};
use super::*;

#[test]
fn every_broken_file_is_named_with_its_line_and_the_others_are_read() {
    let good = "---\ntitle: Tốt\ndate: 2023-08-11\n---\nx";
    let folder = folder(&[
        ("01.md", b"Khong co gi o tren."),
        ("02.md", "---\ntitle: Thiếu rào".as_bytes()),
        ("03.md", "---\ntitle: a\ndate: [1, 2\n---\nx".as_bytes()),
        ("04.md", b"+++\ntitle = 'a'\ndate = = 1\n+++\nx"),
        ("05.md", b"---\ndate: 2023-08-11\n---\nx"),
        ("06.md", "---\ntitle: a\nviews: 3\npublished: hôm qua\n---\nx".as_bytes()),
        ("07.md", b"---\ntitle: a\n---\nx"),
        ("08.md", b"---\ntitle: a\ndate: 2023-08-11\n---\nx\n\xff"),
        ("09.md", b"---\ntitle: a\ndate: 2023-08-11\n---\n\n"),
        ("10.md", b"---\ntitle: {a: b}\ndate: 2023-08-11\n---\nx"),
        ("11.md", b"---\ntitle: a\ntitle: b\ndate: 2023-08-11\n---\nx"),
        ("12.md", good.as_bytes()),
    ]);
    let mut entries = all(folder.path());
    assert_eq!(imported(entries.pop().unwrap()).draft.title, "Tốt");
    let failed: Vec<_> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Failed(failed) => failed,
            other => panic!("{other:?}"),
        })
        .collect();
    let lines: Vec<_> = failed.iter().map(|failed| (failed.name.as_str(), failed.line)).collect();
    let expected = [
        ("01.md", Some(1)),
        ("02.md", Some(1)),
        ("03.md", lines[2].1),
        ("04.md", Some(3)),
        ("05.md", Some(1)),
        ("06.md", Some(4)),
        ("07.md", Some(1)),
        ("08.md", Some(6)),
        ("09.md", None),
        ("10.md", Some(2)),
        ("11.md", Some(3)),
    ];
    assert_eq!(lines, expected);
    assert!(matches!(lines[2].1, Some(3 | 4)), "{:?}", lines[2]);
    use EntryError as E;
    let mut kinds = failed.iter().map(|failed| &failed.error);
    assert!(matches!(kinds.next(), Some(E::NoFrontMatter)));
    assert!(matches!(kinds.next(), Some(E::UnclosedFrontMatter("---"))));
    assert!(matches!(kinds.next(), Some(E::FrontMatter(_))));
    assert!(matches!(kinds.next(), Some(E::FrontMatter(_))));
    assert!(matches!(kinds.next(), Some(E::NoTitle)));
    assert!(matches!(kinds.next(), Some(E::BadDate(date)) if date == "hôm qua"));
    assert!(matches!(kinds.next(), Some(E::NoDate)));
    assert!(matches!(kinds.next(), Some(E::NotUtf8)));
    assert!(matches!(kinds.next(), Some(E::Empty(_))));
    assert!(matches!(kinds.next(), Some(E::Field { field: "title", .. })));
    assert!(matches!(kinds.next(), Some(E::FrontMatter(_))));
    assert_eq!(failed[5].to_string(), "06.md:4: \"hôm qua\" is not a date");
}

#[test]
fn a_picture_that_cannot_be_had_costs_its_block_only() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), png(30, 20)).unwrap();
    let up = "../".repeat(20);
    let out = format!("{up}{}", secret.path().strip_prefix("/").unwrap().display());
    let text = format!(
        "---\ntitle: a\ndate: 2023-08-11\nimage: gia.jpg\nupdated: mai\nsection: Thể thao\n---\n\
        ![Giả](gia.jpg)\n\n![Hình vẽ](ve.svg)\n\n![Không có](khong.png)\n\n![Ngoài]({out})\n\n\
        ![Xa](https://i.example.org/a.jpg \"Ở xa\")\n\nChữ.",
    );
    let Imported { draft, dropped, .. } = one(&[
        ("bai/a.md", text.as_bytes()),
        ("bai/gia.jpg", b"day khong phai la anh"),
        ("bai/ve.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ]);
    assert_eq!((draft.image, draft.media, draft.updated), (None, vec![], None));
    let words: Vec<String> = draft.body.iter().map(Block::plain_text).collect();
    assert_eq!(words, ["Giả", "Hình vẽ", "Không có", "Ngoài", "Ở xa", "Chữ."]);
    let mut notes = dropped.iter();
    assert!(matches!(notes.next(), Some(Dropped::Field { field: "updated", .. })));
    assert_eq!(notes.next(), Some(&Dropped::Section { name: "Thể thao".into() }));
    let errors: Vec<_> = notes
        .map(|note| match note {
            Dropped::Image { error, .. } => error.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    use ImageError as E;
    let rejected = |error| E::Rejected(error);
    assert_eq!(
        errors,
        [
            rejected(TakeError::NotAPicture),
            rejected(TakeError::Svg),
            E::NotFound,
            E::Outside,
            E::FetchingOff
        ]
    );
    assert_eq!(draft.section, "thoi-su");
}

#[test]
fn a_link_in_the_folder_to_a_file_outside_is_no_way_out() {
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::write(secret.path(), png(30, 20)).unwrap();
    let folder =
        folder(&[("a.md", "---\ntitle: a\ndate: 2023-08-11\n---\n![x](x.png)".as_bytes())]);
    std::os::unix::fs::symlink(secret.path(), folder.path().join("x.png")).unwrap();
    let found = imported(all(folder.path()).remove(0));
    assert!(matches!(
        found.dropped.as_slice(),
        [Dropped::Image { error: ImageError::Outside, .. }]
    ));
}

#[test]
fn an_article_that_is_a_link_out_of_the_folder_is_refused_and_one_within_is_read() {
    let text = "---\ntitle: a\ndate: 2023-08-11\n---\nx".as_bytes();
    let elsewhere = folder(&[("secret.md", text), ("pages/secret.md", text)]);
    let folder = folder(&[("a.md", text)]);
    let link = |to: &Path, name: &str| {
        std::os::unix::fs::symlink(to, folder.path().join(name)).unwrap();
    };
    link(&elsewhere.path().join("secret.md"), "b.md");
    link(Path::new("a.md"), "c.md");
    link(&elsewhere.path().join("pages"), "pages");
    link(Path::new("nowhere.md"), "d.md");
    let found = all(folder.path());
    let failed: Vec<_> = found
        .iter()
        .filter_map(|entry| match entry {
            Entry::Failed(failed) => Some((failed.name.as_str(), &failed.error)),
            _ => None,
        })
        .collect();
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(matches!(
        failed.as_slice(),
        [("b.md", EntryError::Outside), ("d.md", EntryError::Io(_))]
    ));
    let pages = static_pages::read(folder.path(), &options());
    assert!(matches!(pages, Err(ImportError::Outside(_))), "{pages:?}");
}

#[test]
fn a_source_that_is_not_there_is_an_error() {
    let mut none = |entry| panic!("{entry:?}");
    assert!(matches!(read("/khong/co", &options(), &mut none), Err(ImportError::Missing(_))));
    let closed = "http://127.0.0.1:1/feed.xml";
    assert!(matches!(read(closed, &options(), &mut none), Err(ImportError::Fetch { .. })));
    let lost = Options { time_zone: "Asia/Tan_Giang".into(), ..options() };
    assert!(matches!(read("/", &lost, &mut none), Err(ImportError::TimeZone(_))));
}
