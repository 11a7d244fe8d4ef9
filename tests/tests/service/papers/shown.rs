//! What a paper says is shown: dates, facts of articles, the imprint, the blocks of its front page.

use bantin_model::{Slug, Stars};
use bantin_store::ledger::VoteRequest;
use bantin_tests::newsroom::root;
use serde_json::Value;

use super::{Exported, changed_harbour, harbour, read, serve};

/// The text of a page, without its elements.
fn text_of(html: &str) -> String {
    let inside = html.split('<').filter_map(|part| Some(part.split_once('>')?.1));
    inside.collect::<Vec<_>>().join("").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_paper_writes_dates_and_shows_of_an_article_what_it_says() {
    let paper = Exported::of(harbour());
    let article = paper.text("articles/fish-auction-moves-indoors/index.html");
    let text = text_of(&article);
    assert!(text.contains("Published 2 January 2026, 10:00"), "{text}");
    assert!(!article.contains("class=\"views\""), "it shows no views");
    assert!(article.contains("class=\"reading-time\"") && article.contains("rating-place"));
    let front = text_of(&paper.text("index.html"));
    assert!(front.contains("4 January 2026, 07:40 · Ned Carrow"), "{front}");
    let vi = text_of(&paper.text("vi/index.html"));
    assert!(vi.contains("/2026") && !vi.contains("-2026"), "{vi}");
    let search = text_of(&paper.text("sections/sea/index.html"));
    assert!(search.contains("3 January 2026, 16:20 · Ines Okafor"), "{search}");
    // The other paper says nothing of dates: a Vietnamese one has those of its portals.
    let ours = Exported::of(root().join("server/sample").to_string_lossy().into_owned());
    assert!(text_of(&ours.text("index.html")).contains("-2023 "));
    let english = text_of(&ours.text("en/index.html"));
    assert!(english.contains(" August 2023, "), "{english}");
}

#[test]
fn who_publishes_stands_below_every_page() {
    let paper = Exported::of(harbour());
    for page in [
        "index.html",
        "articles/seals-return-to-the-bar/index.html",
        "404.html",
        "archive/index.html",
    ] {
        let html = paper.text(page);
        for part in [
            "Published by the Harbour Gazette Co-operative, registered society 31872",
            "Responsible editor: Maud Pellow",
            "4 Fore Quay, Wexmouth",
            "href=\"tel:+441632960144\"",
            "href=\"mailto:desk@harbour.example\"",
            ">YouTube</a>",
            ">Bluesky</a>",
            ">Advertise</a>",
            ">Tide table</a>",
        ] {
            assert!(html.contains(part), "{page} lacks {part}");
        }
    }
    // In a language without one of its own, it is as it was said first, and marked so.
    let vi = paper.text("vi/index.html");
    assert!(vi.contains("lang=\"en-GB\" class=\"imprint\""), "{vi}");
    assert!(!vi.contains(">Tide table</a>"));
    let page = paper.text("about/contact/index.html");
    let (_, menu) = page.split_once("class=\"page-menu\"").unwrap();
    let (menu, _) = menu.split_once("</nav>").unwrap();
    assert_eq!(menu.matches("<li>").count(), 3, "{menu}");
    assert!(menu.contains("aria-current=\"page\">Write to us"), "{menu}");
    assert!(!paper.text("archive/index.html").contains("class=\"page-menu\""));
}

#[test]
fn a_front_page_is_made_of_what_the_newsroom_says() {
    let paper = Exported::of(harbour());
    let page = paper.text("index.html");
    // The styles in the head name the same.
    let (_, front) = page.split_once("<main").unwrap();
    let at = |part: &str| front.find(part).unwrap_or_else(|| panic!("{part} is not there"));
    let order = [
        "front-lead",
        "block-pinned",
        "block-opinion",
        "most-read-items",
        "block-lead",
        "block-headlines",
        "block-cards",
    ];
    for pair in order.windows(2) {
        assert!(at(pair[0]) < at(pair[1]), "{pair:?}");
    }
    let (_, pinned) = front.split_once("block-pinned").unwrap();
    assert!(
        pinned[..pinned.find("</article>").unwrap()].contains("The fish auction moves indoors")
    );
    let (_, opinion) = front.split_once("block-opinion").unwrap();
    let (opinion, _) = opinion.split_once("</section>").unwrap();
    assert_eq!(opinion.matches("class=\"opinion-face\"").count(), 3, "{opinion}");
    for part in ["href=\"/sections/comment/\"", "Leave the bell outside", ">Maud Pellow<"] {
        assert!(opinion.contains(part), "{part}: {opinion}");
    }
    // A story stands in one block, but for what is read most.
    let (_, blocks) = front.split_once("class=\"blocks\"").unwrap();
    let (blocks, most_read) = blocks.split_once("most-read-items").unwrap();
    let (_, rest) = most_read.split_once("</aside>").unwrap();
    let blocks = blocks.to_owned() + rest;
    let hrefs: Vec<_> = blocks
        .split("href=\"/articles/")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .collect();
    let once: std::collections::BTreeSet<_> = hrefs.iter().collect();
    assert_eq!(hrefs.len(), once.len(), "{hrefs:?}");
    assert!(hrefs.len() >= 12, "{hrefs:?}");
    // The list says which story is fixed; without a front page of its own, a paper has none.
    let list: Value =
        serde_json::from_slice(paper.bytes("api/v1/lists/language/en-GB.json")).unwrap();
    assert_eq!(list["_bantin"]["pinned"]["_bantin"]["slug"], "fish-auction-moves-indoors");
    // The front page in the other language has those blocks alone that are not of an English section.
    let vi = paper.text("vi/index.html");
    assert!(vi.contains("front-lead") && !vi.contains("block-opinion"), "{vi}");
}

#[test]
fn a_block_of_the_latest_has_the_newest_of_all() {
    let paper = changed_harbour(&[]);
    let path = paper.path().join("site.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("[[front]]").unwrap();
    let (_, after) = rest.split_once("[[authors]]").unwrap();
    let latest = "[[front]]\nblock = \"latest\"\ncount = 3\n";
    std::fs::write(path, format!("{before}{latest}[[authors]]{after}")).unwrap();
    let paper = Exported::of(paper.path().to_string_lossy().into_owned());
    let list: Value =
        serde_json::from_slice(paper.bytes("api/v1/lists/language/en-GB.json")).unwrap();
    let newest = list["items"].as_array().unwrap().iter().take(3);
    let newest: Vec<_> =
        newest.map(|item| item["_bantin"]["slug"].as_str().unwrap().to_owned()).collect();
    let page = paper.text("index.html");
    let (_, block) = page.split_once("<section class=\"block block-latest\">").unwrap();
    let (block, _) = block.split_once("</section>").unwrap();
    assert!(block.contains(">Latest</h2>"), "{block}");
    let hrefs = block.split("href=\"/articles/").skip(1);
    let shown: Vec<_> = hrefs.filter_map(|part| Some(part.split_once("/\"")?.0)).collect();
    assert_eq!(shown, newest);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_search_show_each_fact_that_the_paper_names() {
    const ARTICLE: &str = "---\ntitle: \"The weir is dredged\"\nlang: en\nsection: sea\nauthors: [\"Ned Carrow\"]\n\
        published: 2026-01-03T10:00:00+00:00\nupdated: 2026-01-04T11:30:00+00:00\nviews: 12345\n---\n\nGravel.\n";
    let facts = ["Ned Carrow", "Updated 4 January 2026, 11:30", "Views: 12,345", "4.5 out of 5"];
    let list = "lists = [\"author\"]";
    for (named, shown) in [
        (list, &facts[..1]),
        ("lists = [\"author\", \"updated\", \"views\", \"rating\"]", &facts[..]),
    ] {
        let paper = changed_harbour(&[(list, named)]);
        std::fs::write(paper.path().join("articles/en/weir.md"), ARTICLE).unwrap();
        let newsroom = serve(&paper).await;
        let slug = Slug::new("weir").unwrap();
        for (reader, stars) in [(1, 4), (2, 5)] {
            let vote = VoteRequest::new(slug.clone(), [reader; 16], Stars::new(stars).ok());
            newsroom.running.store().vote(vote).await.unwrap();
        }
        for path in ["/sections/sea/", "/search/?q=dredged"] {
            let html = read(&newsroom, path).await;
            let (_, teaser) = html.split_once("/articles/weir/").unwrap();
            let (_, meta) = teaser.split_once("<p class=\"teaser-meta\">").unwrap();
            let meta = text_of(&format!("<{}", meta.split_once("</p>").unwrap().0));
            for fact in facts {
                assert_eq!(meta.contains(fact), shown.contains(&fact), "{path}: {fact}: {meta}");
            }
        }
        newsroom.running.stop().await.unwrap();
    }
}
