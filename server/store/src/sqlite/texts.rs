//! The texts of articles, for search.

use bantin_model::{Article, Block, FeedItem, Link};

use super::record::{COLUMNS, Card, Record};
use super::{Store, StoreError, lists};

/// The words of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub title: String,
    pub lead: String,
    pub tags: Vec<String>,
    /// Empty when bodies were not asked for.
    pub body: String,
}

impl Text {
    /// The words of an article.
    #[must_use]
    pub fn of(article: &Article, bodies: bool) -> Self {
        Self {
            title: article.title.clone(),
            lead: article.lead.clone(),
            tags: article.tags.iter().map(|tag| tag.name.clone()).collect(),
            body: if bodies { plain(&article.body) } else { String::new() },
        }
    }
}

fn plain(blocks: &[Block]) -> String {
    blocks.iter().map(Block::plain_text).collect::<Vec<_>>().join("\n")
}

/// When the words of any article last changed.
pub type TextVersion = (i64, u64);

impl Store {
    /// Calls `f` with the number and the words of every article, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn texts(&self, bodies: bool, mut f: impl FnMut(i64, Text)) -> Result<(), StoreError> {
        self.read(|c| {
            let body = if bodies { "body" } else { "NULL" };
            let sql = format!("SELECT card, {body}, id FROM article ORDER BY published_at, id");
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let card: Card = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or("{}"))?;
                let body = match row.get::<_, Option<String>>(1)? {
                    Some(body) => {
                        let blocks: Vec<Block> = serde_json::from_str(&body)?;
                        plain(&blocks)
                    }
                    None => String::new(),
                };
                f(row.get(2)?, Text { title: card.title, lead: card.lead, tags: card.tags, body });
            }
            Ok(())
        })
    }

    /// A value that changes whenever the words of any article, or the order of articles, change.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn text_version(&self) -> Result<TextVersion, StoreError> {
        self.read(|c| {
            let sql = "SELECT words, (SELECT count(*) FROM article) FROM clock";
            Ok(c.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// These articles in this order, as a list shows them, without those that are gone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn items(&self, articles: &[i64], site_url: &Link) -> Result<Vec<FeedItem>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT {COLUMNS} FROM json_each(?1) wanted JOIN article a ON a.id = wanted.value
                 ORDER BY wanted.key"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let rows = statement.query_map([serde_json::to_string(articles)?], Record::of)?;
            rows.map(|row| lists::item(row??, site_url)).collect()
        })
    }
}
