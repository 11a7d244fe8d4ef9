//! What reader modes make of an article: all of it, and nothing else.

use bantin_model::list::Feed;
use bantin_model::{Article, Block};
use bantin_tests::addresses::ask;
use bantin_tests::{close, open};
use serde::Deserialize;

/// What a reader mode takes from a page.
#[derive(Deserialize)]
struct Taken {
    title: String,
    byline: String,
    published: String,
    /// Of all that it takes for the article.
    text: String,
    pictures: Vec<String>,
}

const TAKE: &str = "(() => {
    const { title, byline, publishedTime: published, content } = new Readability(document.cloneNode(true)).parse();
    const { body } = new DOMParser().parseFromString(content, 'text/html');
    const pictures = [...body.querySelectorAll('img')].map((one) => new URL(one.getAttribute('src'), location).pathname);
    return { title, byline, published, text: body.textContent, pictures };
})()";

/// What stands around an article.
const AROUND: &[&str] = &[
    "Lượt xem",
    "phút đọc",
    "Chia sẻ",
    "Đánh giá bài viết",
    "Các tin khác",
    "Views:",
    "min read",
    "Rate this article",
    "Related news",
];

/// Reader modes believe shorter ones to be none, and take the whole page for them.
const SHORTEST: usize = 600;

#[tokio::test(flavor = "multi_thread")]
async fn title_byline_date_pictures_and_all_text_come_out_and_nothing_else() {
    let (newsroom, browser) = open(1280, 900, "").await;
    let script =
        std::env::var_os("BANTIN_READABILITY").expect("run through: cargo xtask test browser");
    let script = std::fs::read_to_string(script).unwrap();
    let script = format!("{script}\nwindow.Readability = Readability;");
    let port = newsroom.running.address.port();
    let body = |path: &str| ask(port, "GET", path, "").unwrap().body;
    let feed: Feed = serde_json::from_slice(&body("/api/v1/lists/latest.json")).unwrap();
    let mut seen = 0;
    for item in feed.items {
        let slug = item.into_summary().slug;
        let article: Article =
            serde_json::from_slice(&body(&format!("/api/v1/articles/{slug}.json"))).unwrap();
        let words: String = article.body.iter().map(Block::plain_text).collect();
        if words.chars().count() < SHORTEST {
            continue;
        }
        seen += 1;
        browser.go(&newsroom.url(&format!("/articles/{slug}/"))).await;
        browser.inject(&script).await;
        let taken: Taken = serde_json::from_value(browser.eval(TAKE).await).unwrap();
        assert_eq!(taken.title, article.title);
        let names: Vec<_> = article.authors.iter().map(|author| author.name.as_str()).collect();
        assert_eq!(taken.byline, names.join(", "), "{slug}");
        assert_eq!(taken.published, article.published, "{slug}");
        for around in AROUND {
            assert!(!taken.text.contains(around), "{slug}: {around}");
        }
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = squeezed(&taken.text);
        assert!(text.contains(&squeezed(&article.lead)), "{slug} lost its lead");
        let (mut wanted, mut captions) = (Vec::new(), Vec::new());
        for image in article.image.iter().chain(article.body.iter().flat_map(images)) {
            wanted.push(image.src.as_str().to_owned());
            captions.extend(image.caption.clone());
        }
        assert_eq!(taken.pictures, wanted, "{slug}");
        for caption in captions {
            assert!(text.contains(&squeezed(&caption)), "{slug} lost the caption {caption}");
        }
        for block in &article.body {
            if matches!(block, Block::Paragraph { .. } | Block::Heading { .. } | Block::List { .. })
            {
                for line in block.plain_text().lines() {
                    assert!(text.contains(&squeezed(line)), "{slug} lost: {line}");
                }
            }
        }
    }
    assert!(seen >= 8, "{seen} articles");
    close(newsroom, browser).await;
}

fn images(block: &Block) -> Vec<&bantin_model::Image> {
    match block {
        Block::Image { image } => vec![image],
        Block::Gallery { images, .. } => images.iter().collect(),
        _ => Vec::new(),
    }
}
