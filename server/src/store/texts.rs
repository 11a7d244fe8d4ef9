//! What search looks at.

use bantin_model::{Article, Block, FeedItem, Link};

use super::articles::{COLUMNS, Card, Record};
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
    /// Hands the words of every article to `f`, oldest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn texts(&self, bodies: bool, mut f: impl FnMut(Text)) -> Result<(), StoreError> {
        self.read(|c| {
            let body = if bodies { "body" } else { "NULL" };
            let sql = format!("SELECT card, {body} FROM article ORDER BY published_at, id");
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
                f(Text { title: card.title, lead: card.lead, tags: card.tags, body });
            }
            Ok(())
        })
    }

    /// Changes whenever the words or the order of any article do.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn text_version(&self) -> Result<TextVersion, StoreError> {
        self.read(|c| {
            let sql = "SELECT words, (SELECT count(*) FROM article) FROM clock";
            Ok(c.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
        })
    }

    /// The article with this many older ones, as a list has it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn item_at(&self, older: u64, site_url: &Link) -> Result<Option<FeedItem>, StoreError> {
        self.read(|c| {
            let sql = format!(
                "SELECT {COLUMNS} FROM article a ORDER BY a.published_at, a.id LIMIT 1 OFFSET ?1"
            );
            let mut statement = c.prepare_cached(&sql)?;
            let mut rows = statement.query([older])?;
            match rows.next()? {
                Some(row) => Ok(Some(lists::item(Record::of(row)??, site_url)?)),
                None => Ok(None),
            }
        })
    }
}
