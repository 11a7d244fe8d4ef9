//! Ratings, other news and headlines, read with the same result as serde reads them elsewhere.

use bantin_model::{
    Image, ImageVariant, Link, RatingSummary, Related, RelatedReason, Slug, Stars, Summary,
};

use crate::Value;

/// The summary of a rating.
pub fn rating(value: &Value) -> Option<RatingSummary> {
    let mut histogram = [0; 5];
    let votes = value.field("histogram").items()?;
    if votes.len() != histogram.len() {
        return None;
    }
    for (known, votes) in histogram.iter_mut().zip(votes) {
        *known = votes.whole()?;
    }
    let mine = value.field("mine").small().and_then(|stars| Stars::new(stars).ok());
    let sequence = value.field("sequence").whole();
    let closed = value.field("closed").is_true();
    Some(RatingSummary { sequence, closed, ..RatingSummary::of(slug(value)?, histogram, mine) })
}

/// The other news of an article.
pub fn related(article: &Value) -> Option<Vec<Related>> {
    let item = |item: &Value| {
        let reason = match &*text(item, "reason")? {
            "related" => RelatedReason::Related,
            "section" => RelatedReason::Section,
            // Also one that this version does not know: the article is still worth showing.
            _ => RelatedReason::Latest,
        };
        Some(Related { reason, summary: summary(item, item, ["lang", "lead", "published"])? })
    };
    Some(article.field("related").items()?.iter().filter_map(item).collect())
}

/// The articles of a feed, as headlines.
pub fn newest(feed: &Value) -> Option<Vec<Summary>> {
    let item = |item: &Value| {
        summary(item, &item.field("_bantin"), ["language", "summary", "date_published"])
    };
    Some(feed.field("items").items()?.iter().filter_map(item).collect())
}

/// A headline: fields that any feed has, three of them under `names`, and the newsroom's `own` extension.
fn summary(item: &Value, own: &Value, names: [&str; 3]) -> Option<Summary> {
    let [lang, lead, published] = names;
    Some(Summary {
        slug: slug(own)?,
        url: link(item, "url")?,
        lang: text(item, lang)?,
        title: text(item, "title")?,
        lead: text(item, lead).unwrap_or_default(),
        section: text(own, "section")?,
        published: text(item, published)?,
        image: image(&own.field("image")),
        listed: None,
    })
}

fn image(value: &Value) -> Option<Image> {
    let variant = |value: &Value| {
        let (src, width) = (link(value, "src")?, value.field("width").small()?);
        Some(ImageVariant { src, width, media_type: text(value, "type")? })
    };
    let variants = value.field("variants").items().unwrap_or_default();
    Some(Image {
        src: link(value, "src")?,
        width: value.field("width").small()?,
        height: value.field("height").small()?,
        alt: text(value, "alt")?,
        caption: text(value, "caption"),
        credit: text(value, "credit"),
        variants: variants.iter().filter_map(variant).collect(),
    })
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.field(name).text()
}

fn link(value: &Value, name: &str) -> Option<Link> {
    Link::new(&text(value, name)?).ok()
}

fn slug(value: &Value) -> Option<Slug> {
    Slug::new(text(value, "slug")?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn parse(text: &str) -> Value {
        Value::parse(text).unwrap()
    }

    /// A picture, with one file too many.
    const IMAGE: &str = r#"{"src":"/a.jpg","width":3,"height":2,"alt":"Cầu","credit":"Lan","variants":[{"src":"/a.webp","width":1,"type":"image/webp"},{"src":"data:x","width":1,"type":"image/webp"}]}"#;

    const RATINGS: &[&str] = &[
        r#"{"slug":"a","average":1,"count":9,"histogram":[1,0,0,1,1],"mine":4,"sequence":7,"closed":true}"#,
        r#"{"slug":"a","histogram":[0,0,0,0,0],"mine":null}"#,
        r#"{"slug":"a","histogram":[0,0,0,0]}"#,
        r#"{"slug":"a","histogram":[0,0,0,0,-1]}"#,
        r#"{"slug":"A","histogram":[0,0,0,0,0]}"#,
        r#"{"histogram":[0,0,0,0,0]}"#,
        "5",
    ];

    fn article() -> String {
        let item = |reason: &str, more: &str| {
            format!(
                r#"{{"reason":"{reason}","slug":"b","url":"/articles/b/","lang":"vi","title":"B","section":"s","published":"2023"{more}}}"#
            )
        };
        let items = [
            item("related", &format!(r#","image":{IMAGE},"lead":"Một câu.""#)),
            item("section", r#","image":{"src":"javascript:x"},"lead":null"#),
            item("because", ""),
            item("latest", "").replace("\"title\":\"B\",", ""),
            "null".to_owned(),
        ];
        format!(r#"{{"related":[{}]}}"#, items.join(","))
    }

    fn feed() -> String {
        let item = format!(
            r#"{{"id":"x","url":"/articles/b/","title":"B","summary":"Một câu.","date_published":"2023","language":"vi","_bantin":{{"slug":"b","section":"s","views":3,"rating":{{"count":0}},"image":{IMAGE}}}}}"#
        );
        format!(r#"{{"items":[{item},{{}},{}]}}"#, item.replace("\"slug\":\"b\"", "\"slug\":5"))
    }

    #[test]
    fn a_rating_is_read_or_is_none() {
        let read: Vec<_> = RATINGS.iter().map(|text| rating(&parse(text))).collect();
        let [first, second, rest @ ..] = &*read else { panic!() };
        let whole = RatingSummary::of(Slug::new("a").unwrap(), [1, 0, 0, 1, 1], Stars::new(4).ok());
        assert_eq!(*first, Some(RatingSummary { sequence: Some(7), closed: true, ..whole }));
        assert_eq!(*second, Some(RatingSummary::empty(Slug::new("a").unwrap())));
        assert_eq!(rest, [None, None, None, None, None]);
    }

    #[test]
    fn an_entry_that_cannot_be_read_costs_none_of_the_others() {
        let others = related(&parse(&article())).unwrap();
        let reasons = [RelatedReason::Related, RelatedReason::Section, RelatedReason::Latest];
        assert_eq!(others.iter().map(|one| one.reason).collect::<Vec<_>>(), reasons);
        let image = others[0].summary.image.as_ref().unwrap();
        assert_eq!((image.width, &*image.alt, image.variants.len()), (3, "Cầu", 1));
        assert_eq!(others[1].summary.image, None);
        let newest = newest(&parse(&feed())).unwrap();
        assert_eq!(newest, [others[0].summary.clone()]);
        assert!(related(&parse("{}")).is_none() && super::newest(&parse("[]")).is_none());
    }

    /// Natively, where serde reads text.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn serde_reads_the_same() {
        for text in RATINGS {
            assert_eq!(rating(&parse(text)), serde_json::from_str(text).ok(), "{text}");
        }
        let read: serde_json::Value = serde_json::from_str(&article()).unwrap();
        let read = read["related"].as_array().unwrap().iter();
        let read: Vec<Related> =
            read.filter_map(|one| serde_json::from_value(one.clone()).ok()).collect();
        assert_eq!(related(&parse(&article())).unwrap(), read);
        let read: serde_json::Value = serde_json::from_str(&feed()).unwrap();
        let read = read["items"].as_array().unwrap().iter();
        let read = read.filter_map(|one| serde_json::from_value(one.clone()).ok());
        let read = read.map(bantin_model::FeedItem::into_summary);
        // What a newsroom may show besides stands in lists of its own site alone.
        let read: Vec<Summary> = read.map(|summary| Summary { listed: None, ..summary }).collect();
        assert_eq!(newest(&parse(&feed())).unwrap(), read);
    }
}
