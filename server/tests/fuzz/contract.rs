//! What the reader, the export and other servers read of the contract.

use std::collections::BTreeMap;

use bantin_model::search::{Question, Shard, Term, is_match, page_of, rank};
use bantin_model::{
    Article, Block, Feed, FeedItem, RatingSummary, Route, SearchIndex, Site, Stars, StaticPage,
};

use crate::{Target, safe};

const WORDS: &[&str] = &[
    "\"slug\":\"",
    "\"url\":\"",
    "\"href\":\"",
    "\"src\":\"",
    "\"lang\":\"",
    "\"title\":\"",
    "\"body\":[",
    "\"type\":\"",
    "paragraph",
    "heading",
    "image",
    "gallery",
    "quote",
    "list",
    "table",
    "embed",
    "divider",
    "link",
    "strong",
    "line-break",
    "\"children\":[",
    "\"text\":[",
    "\"related\":[",
    "\"rating\":{",
    "\"histogram\":[",
    "\"count\":",
    "\"mine\":",
    "\"_bantin\":{",
    "\"items\":[",
    "\"languages\":[",
    "\"sections\":[",
    "\"live\":\"",
    "/media/a.jpg",
    "youtube",
];

pub const ARTICLE: Target = Target {
    name: "article",
    run: article,
    corpus: &[include_bytes!("corpus/contract/article.json")],
    words: WORDS,
    inputs: 1500,
};

pub const LIST: Target = Target {
    name: "list",
    run: list,
    corpus: &[include_bytes!("corpus/contract/list.json")],
    words: WORDS,
    inputs: 1500,
};

pub const SUGGESTIONS: Target = Target {
    name: "suggestions",
    run: suggestions,
    corpus: &[
        include_bytes!("corpus/contract/list.json"),
        include_bytes!("corpus/contract/hits.json"),
    ],
    words: WORDS,
    inputs: 1500,
};

pub const SITE: Target = Target {
    name: "site_json",
    run: site,
    corpus: &[include_bytes!("corpus/contract/site.json")],
    words: WORDS,
    inputs: 1500,
};

pub const RATING: Target = Target {
    name: "rating",
    run: rating,
    corpus: &[include_bytes!("corpus/contract/rating.json")],
    words: WORDS,
    inputs: 2000,
};

pub const SEARCH: Target = Target {
    name: "search_index",
    run: search,
    corpus: &[include_bytes!("corpus/contract/search.json")],
    words: &["*", "danh", "gia", " ", "\"f\":[", "\"a\":[", "4294967295", "\"total\":", "cầu"],
    inputs: 2000,
};

/// An article, whole: its addresses are safe, one broken block is a placeholder and costs no other.
fn article(data: &[u8]) {
    let Ok(article) = serde_json::from_slice::<Article>(data) else { return };
    safe::addresses(&serde_json::to_value(&article).unwrap());
    for tag in article.translations.iter().map(|other| &other.lang).chain([&article.lang]) {
        safe::tag(tag);
    }
    for block in &article.body {
        block.plain_text();
    }
    // What no version writes is read as something else again.
    let is_known = |block: &Block| !matches!(block, Block::Unknown { .. });
    if article.body.iter().all(is_known) {
        safe::again(&article);
    }
    summed(&article.rating);
    assert_eq!(article.summary().slug, article.slug);
    if let Ok(page) = serde_json::from_slice::<StaticPage>(data) {
        safe::tag(&page.lang);
    }
}

/// A list: what is read of it is safe, and one broken entry costs no other.
fn list(data: &[u8]) {
    let Ok(feed) = serde_json::from_slice::<Feed>(data) else { return };
    safe::addresses(&serde_json::to_value(&feed).unwrap());
    safe::again(&feed);
    for item in feed.items {
        safe::tag(&item.language);
        safe::address(item.into_summary().url.as_str());
    }
}

/// What the search answers while words are typed: every suggestion leads to an article of the site, whatever
/// its words are.
fn suggestions(data: &[u8]) {
    let Ok(feed) = serde_json::from_slice::<Feed>(data) else { return };
    for hit in feed.items.into_iter().map(FeedItem::into_summary) {
        let path = Route::Article { slug: hit.slug.clone() }.path("/bao/");
        safe::address(&path);
        assert_eq!(Route::parse(&path, "/bao/"), Some(Route::Article { slug: hit.slug }));
        safe::tag(&hit.lang);
    }
}

/// What a newsroom says of itself.
fn site(data: &[u8]) {
    let Ok(site) = serde_json::from_slice::<Site>(data) else { return };
    safe::addresses(&serde_json::to_value(&site).unwrap());
    safe::again(&site);
    let tags = site.languages.iter().chain([&site.default_language]);
    tags.chain(site.sections.iter().map(|section| &section.lang)).for_each(|tag| safe::tag(tag));
}

/// A rating: its numbers agree, and no arithmetic on them goes wrong.
fn rating(data: &[u8]) {
    let Ok(rating) = serde_json::from_slice::<RatingSummary>(data) else { return };
    safe::again(&rating);
    summed(&rating);
    for stars in Stars::all().map(Some).into_iter().chain([None]) {
        summed(&rating.with_mine(stars));
    }
}

fn summed(rating: &RatingSummary) {
    // Past any number of votes there can be, they are counted as so many.
    let votes = rating.histogram.map(|votes| votes.min(1 << 48));
    assert_eq!(rating.count, votes.iter().sum::<u64>(), "{rating:?}");
    let hundred = if rating.count > 0 { 100 } else { 0 };
    assert_eq!(rating.percentages().iter().sum::<u64>(), hundred, "{rating:?}");
    let thousandths = rating.thousandths();
    assert!(
        thousandths == 0 && rating.count == 0 || (1000..=5000).contains(&thousandths),
        "{rating:?}"
    );
    assert_eq!(rating.average.is_some(), rating.count > 0, "{rating:?}");
}

/// Files of the search index, and a question: the first line is what is asked, the second what is known of the
/// index, the rest a file of it.
fn search(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.splitn(3, '\n');
    let question = Question::of(&lines.next().unwrap_or_default().to_lowercase());
    for shard in question.shards() {
        safe::name(&shard.replace(' ', "-"));
    }
    let index = lines.next().and_then(|line| serde_json::from_str::<SearchIndex>(line).ok());
    let shard = lines.next().and_then(|rest| serde_json::from_str::<Shard>(rest).ok());
    let (Some(index), Some(shard)) = (index, shard) else { return };
    safe::again(&shard);
    let terms: BTreeMap<&str, &Term> =
        shard.iter().map(|(name, term)| (name.as_str(), term)).collect();
    let hits = rank(&question, index, |name, is_prefix| {
        let all = terms.iter().map(|(known, term)| (*known, *term));
        all.filter(|(known, _)| is_match(known, name, is_prefix)).collect()
    });
    let mut once = hits.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), hits.len(), "an article is found twice");
    assert!(page_of(&hits, 1).len() <= hits.len());
}
