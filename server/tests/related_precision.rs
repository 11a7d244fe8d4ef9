//! How well related news finds the articles of one story, measured on the sample newsroom's labels
//! (`server/sample/stories.toml`), which no import reads.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use bantin_model::{Link, RelatedReason, Slug};
use bantin_server::newsroom;
use bantin_server::serve;

/// The least share of a story's other articles that must stand first among an article's other news.
const LEAST: f64 = 0.8;

/// The labelled stories, each a set of at least two slugs.
fn stories(sample: &Path) -> Vec<BTreeSet<String>> {
    let slugs = |story: &toml::Value| -> BTreeSet<String> {
        let slugs = story["slugs"].as_array().unwrap().iter();
        slugs.map(|slug| slug.as_str().unwrap().to_owned()).collect()
    };
    let text = std::fs::read_to_string(sample.join("stories.toml")).unwrap();
    let file: toml::Table = toml::from_str(&text).unwrap();
    let stories: Vec<_> = file["story"].as_array().unwrap().iter().map(slugs).collect();
    assert!(stories.iter().all(|story| story.len() > 1));
    stories
}

#[test]
fn articles_of_one_story_find_each_other() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample");
    let data = tempfile::tempdir().unwrap();
    newsroom::import(data.path(), &[sample.to_string_lossy().into_owned()]).unwrap();
    let store = serve::create_store(data.path()).unwrap();
    let root = Link::new("https://news.example/").unwrap();
    let (mut sum, mut count) = (0.0, 0.0);
    let (mut strangers, mut called_related) = (0, 0);
    for story in stories(&sample) {
        for slug in &story {
            let article = store.article(&Slug::new(slug.as_str()).unwrap(), &root).unwrap();
            let article =
                article.unwrap_or_else(|| panic!("{slug} is labelled but not in the sample"));
            let wanted = story.len() - 1;
            let first = article.related.iter().take(wanted);
            let hits = first
                .filter(|other| other.reason == RelatedReason::Related)
                .filter(|other| story.contains(other.summary.slug.as_str()))
                .count();
            let related =
                article.related.iter().filter(|other| other.reason == RelatedReason::Related);
            called_related += related.clone().count();
            strangers +=
                related.filter(|other| !story.contains(other.summary.slug.as_str())).count();
            #[expect(clippy::cast_precision_loss, reason = "a handful")]
            let precision = hits as f64 / wanted as f64;
            sum += precision;
            count += 1.0;
        }
    }
    let precision = sum / count;
    println!("precision at story size − 1: {precision:.3} over {count} labelled articles");
    println!(
        "{strangers} of {called_related} called related are of no labelled story of the article's"
    );
    assert!(precision >= LEAST, "{precision:.3} is below {LEAST}");
}
