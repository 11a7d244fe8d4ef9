//! The cases of bodies, words around, bytes and languages: each is in whole and looks as it did where it came from.
//!
//! - `wordpress`: posts of WordPress'; `bodies`: the blocks of an article; `heads`: its headline, its date and its language
//! - `bytes`: charsets and pictures; `site`: what a newsroom without `site.toml` shows, and what programs are told

mod bodies;
mod bytes;
mod heads;
mod site;
mod wordpress;

use std::collections::HashMap;

use bantin_model::{Article, Block};
use bantin_server::newsroom::{self, Outcome, Settings};

use super::{TestNewsroom, case, root, slug};

impl TestNewsroom {
    /// Imports a case whole: nothing of it fails.
    fn whole(&self, name: &str) -> Outcome {
        let outcome = self.import(case(name));
        assert_eq!(outcome.failed, [], "{name}");
        outcome
    }

    fn import_url(&self, address: &str) -> Outcome {
        newsroom::import_at(self.data.path(), &[address.to_owned()], Settings::default(), self.now)
            .unwrap()
    }

    /// The public articles by their headlines.
    fn articles(&self) -> HashMap<String, Article> {
        let store = self.store();
        let article = |(name, title): (String, String)| {
            (title, store.article(&slug(&name), &root()).unwrap().unwrap())
        };
        self.shown().into_iter().map(article).collect()
    }

    /// The only one.
    fn article(&self) -> Article {
        let mut articles = self.articles();
        assert_eq!(articles.len(), 1, "{:?}", articles.keys());
        articles.drain().next().unwrap().1
    }
}

/// The words of a body, a block a line.
fn words(article: &Article) -> Vec<String> {
    article.body.iter().map(Block::plain_text).collect()
}

/// What kinds of blocks a body has.
fn kinds(article: &Article) -> Vec<String> {
    let kind = |block| serde_json::to_value(block).unwrap()["type"].as_str().unwrap().to_owned();
    article.body.iter().map(kind).collect()
}
