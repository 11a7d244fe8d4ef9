#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use bantin_model::lenient::Attempt;
use bantin_model::{
    Article, Block, EmbedProvider, FeedItem, Inline, Related, RelatedReason, Slug, StaticPage,
};
use serde::Deserialize;

use super::*;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[derive(Debug, PartialEq, Deserialize)]
struct Everything {
    list: Vec<f64>,
    map: BTreeMap<String, String>,
    yes: bool,
    none: Option<u8>,
    some: Option<u8>,
    pair: (u32, String),
}

const EVERYTHING: &str =
    r#"{"list":[1,2.5,-3],"map":{"c":"ế"},"yes":true,"none":null,"some":255,"pair":[7,"b"]}"#;

#[test]
fn every_kind_of_value_arrives() {
    let read: Everything = parse(EVERYTHING).unwrap();
    let map = BTreeMap::from([("c".to_owned(), "ế".to_owned())]);
    let pair = (7, "b".to_owned());
    let whole = Everything {
        list: vec![1.0, 2.5, -3.0],
        map,
        yes: true,
        none: None,
        some: Some(255),
        pair,
    };
    assert_eq!(read, whole);
    assert!(parse::<Everything>(&EVERYTHING.replace("\"b\"]", "\"b\",1]")).is_err());
    assert!(parse::<Everything>(&EVERYTHING.replace("\"yes\":true,", "")).is_err());
}

#[test]
fn whole_numbers_are_whole_and_in_range() {
    for bad in ["-1", "1.5", "1e300", "\"1\"", "null", "true", "[]"] {
        assert!(parse::<u64>(bad).is_err(), "{bad}");
    }
    assert!(parse::<u8>("256").is_err());
    assert_eq!(parse("255"), Ok(255_u8));
    assert_eq!(parse("9007199254740992"), Ok(1_u64 << 53));
}

#[test]
fn damage_is_told_and_depth_is_bounded() {
    #[derive(Debug, Deserialize)]
    struct Nest(Vec<Nest>);
    for bad in ["", "{", "<html>", "[1,]"] {
        assert!(parse::<Attempt<Nest>>(bad).is_err(), "{bad}");
    }
    let nest = |depth| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(parse::<Nest>(&nest(100)).unwrap().0.len(), 1);
    assert!(parse::<Nest>(&nest(5000)).is_err());
}

/// An article, with a body that newer and damaged sources may have.
const ARTICLE: &str = r#"{
    "lang": "vi", "slug": "a", "url": "/articles/a/", "title": "Cầu", "lead": null, "section": "s",
    "published": "", "views": null, "newer": 5, "source": "javascript:x",
    "tags": [{"id": "t", "name": "T"}, 5, {"id": "u"}],
    "authors": [{"name": "Lan", "url": "https://a@b.example/"}],
    "image": {"src": "/a.jpg", "width": 1.5, "height": 2, "alt": ""},
    "rating": {"count": 7, "slug": "a", "histogram": [0, 0, 0, 0, 2], "mine": 5},
    "body": [
        {"text": [{"text": "a", "type": "text"}, {"type": "line-break", "more": 1}], "type": "paragraph"},
        {"type": "heading", "level": 1, "text": []},
        {"type": "heading", "level": 2},
        {"type": "image", "src": "/a.jpg", "width": 3, "height": 2, "alt": "b", "variants": [{}]},
        {"type": "image", "src": "javascript:x", "width": 3, "height": 2, "alt": ""},
        {"type": "list", "ordered": false, "items": [[], {"text": [], "body": [{"type": "orb"}]}]},
        {"type": "embed", "provider": "later", "href": "https://a.example/"},
        {"type": "divider", "more": []},
        {"type": "paragraph", "text": [{"type": "blink"}]},
        {"type": 5}, {}, 5, null, "divider-"
    ],
    "related": [{
        "reason": "because", "slug": "b", "url": "/articles/b/", "lang": "vi", "title": "B", "section": "s",
        "published": ""
    }, {"reason": "section"}]
}"#;

#[test]
fn what_cannot_be_read_costs_itself_and_not_the_article() {
    let article: Article = parse(ARTICLE).unwrap();
    assert_eq!((&*article.lead, article.views), ("", 0));
    assert_eq!((&article.newer, &article.source, &article.image), (&None, &None, &None));
    assert_eq!((article.tags.len(), article.authors.len()), (1, 1));
    assert!(article.authors.iter().all(|author| author.url.is_none()));
    assert_eq!((article.rating.count, article.rating.average), (2, Some(5.0)));
    assert_eq!(article.related.len(), 1);
    let Related { reason, summary } = article.related.first().unwrap();
    assert_eq!((*reason, &*summary.title), (RelatedReason::Latest, "B"));

    let unknown = |kind: &str| Block::Unknown { kind: kind.to_owned() };
    let [words, heading, bare, image, unsafe_image, list, embed, divider, rest @ ..] =
        &*article.body
    else {
        panic!("{:?}", article.body)
    };
    assert_eq!(*words, Block::Paragraph { text: vec![Inline::text("a"), Inline::LineBreak] });
    assert_eq!(*heading, Block::Heading { level: 2, id: None, text: vec![] });
    assert_eq!(*bare, unknown("heading"));
    let Block::Image { image } = image else { panic!("{image:?}") };
    assert_eq!((image.src.as_str(), image.width, &*image.variants), ("/a.jpg", 3, &[][..]));
    assert_eq!(*unsafe_image, unknown("image"));
    let Block::List { items, .. } = list else { panic!("{list:?}") };
    assert_eq!(
        items.iter().map(|item| &*item.body).collect::<Vec<_>>(),
        [&[][..], &[unknown("orb")]]
    );
    let Block::Embed { provider, .. } = embed else { panic!("{embed:?}") };
    assert_eq!((*provider, divider), (EmbedProvider::Other, &Block::Divider));
    assert_eq!(rest[0], unknown("paragraph"));
    assert_eq!(rest[1..], ["", "", "", "", ""].map(unknown));
}

#[test]
fn what_a_page_cannot_be_without_is_told_by_its_name() {
    let without = ARTICLE.replace("\"section\": \"s\",\n    \"published\": \"\",", "");
    assert!(parse::<Article>(&without).is_err());
    assert!(parse::<StaticPage>(r#"{"slug":"A"}"#).is_err());
    assert!(parse::<FeedItem>("{}").is_err());
    assert_eq!(parse::<Slug>("\"a\""), Slug::new("a").map_err(|_| Unreadable::default()));
    #[cfg(target_arch = "wasm32")]
    assert_eq!(parse::<StaticPage>(r#"{"slug":"A"}"#), Err(Unreadable { field: "slug" }));
}
