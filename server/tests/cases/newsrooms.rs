//! One newsroom reads another that is made with Bản Tin.

use bantin_model::{Block, Inline};
use bantin_server::serve::{self, Config};

use super::{TestNewsroom, root, slug, write};

/// `newsroom` as readers have it, until the program ends it.
fn served(newsroom: &TestNewsroom) -> (tokio::runtime::Runtime, serve::Running, String) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = Config::new(newsroom.data.path(), ([127, 0, 0, 1], 0).into());
    let running = runtime.block_on(serve::start(config)).unwrap();
    let address = format!("http://{}/", running.address);
    (runtime, running, address)
}

#[test]
fn another_newsroom_comes_with_pictures_lists_and_links() {
    let folder = tempfile::tempdir().unwrap();
    let picture = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/pictures/ao-dai.jpg");
    std::fs::copy(picture, folder.path().join("a.jpg")).unwrap();
    write(folder.path(), "mot.md", "section: Đời sống\nauthor: Thu Hà\ntags: [cầu, sông]");
    let body = "![Cầu gỗ](a.jpg \"Sáng nay\")\n\n- một\n    - hai\n\nXem [bài một](mot.md).\n\n## Đầu đề\n\n[Xuống](#s-đầu-đề)";
    let text = format!("---\ntitle: Bài hai\ndate: 2023-08-12\nlead: Mở lại.\n---\n{body}");
    std::fs::write(folder.path().join("hai.md"), text).unwrap();
    let theirs = TestNewsroom::new();
    assert_eq!(theirs.import(folder.path()).failed, []);
    let (runtime, running, address) = served(&theirs);

    let ours = TestNewsroom::new();
    let api = format!("{address}api/v1/");
    let outcome = ours.import(&api);
    assert_eq!((outcome.added, &*outcome.failed, &*outcome.notes), (2, &[][..], &[][..]));
    assert_eq!(ours.shown(), theirs.shown());
    let [there, here] = [&theirs, &ours]
        .map(|newsroom| newsroom.store().article(&slug("hai"), &root()).unwrap().unwrap());
    assert_eq!(
        (&here.title, &here.lead, &here.published),
        (&there.title, &there.lead, &there.published)
    );
    assert_eq!(here.body, there.body, "with pictures, levels and places as they are there");
    let src = here.body.iter().flat_map(Block::images).next().unwrap().src.as_str().to_owned();
    assert!(ours.data.path().join(src.trim_start_matches('/')).is_file(), "{src}");
    let link = here.body.iter().find_map(|block| match block {
        Block::Paragraph { text } => text.iter().find_map(|inline| match inline {
            Inline::Link { href, .. } => Some(href.as_str().to_owned()),
            _ => None,
        }),
        _ => None,
    });
    assert_eq!(link.as_deref(), Some("/articles/mot/"));
    let one = ours.store().article(&slug("mot"), &root()).unwrap().unwrap();
    let tags: Vec<&str> = one.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!((tags, one.authors[0].name.as_str()), (vec!["cầu", "sông"], "Thu Hà"));

    // Nothing has changed; then one goes there, and goes here.
    let again = ours.import(&api);
    assert_eq!((again.added, again.updated, again.unchanged), (0, 0, 2), "{again:?}");
    std::fs::remove_file(folder.path().join("hai.md")).unwrap();
    std::fs::write(folder.path().join("ba.md"), "---\ntitle: Bài ba\ndate: 2023-08-13\n---\nx")
        .unwrap();
    theirs.import(folder.path());
    // The server has it a moment later.
    let mut outcome = ours.import(&api);
    for _ in 0..100 {
        if outcome.added > 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        outcome = ours.import(&api);
    }
    assert_eq!((outcome.added, outcome.withdrawn.len()), (1, 1), "{outcome:?}");
    assert_eq!(ours.shown(), theirs.shown());
    runtime.block_on(running.stop()).unwrap();
}
