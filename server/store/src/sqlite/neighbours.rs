//! Computes related news from all stored terms, and writes the lists that changed.

use std::collections::HashMap;

use bantin_model::{Block, RelatedReason};
use rusqlite::{Connection, Row, params};

use super::record::Card;
use super::rows::NOW;
use super::{Store, StoreError, WriteTransaction};
use crate::related::{Document, Frequencies, Terms, Vector, related, terms};

/// How many lists are written in one transaction, during which votes wait.
const AT_ONCE: usize = 200;

/// How many articles' terms are in memory at a time.
const TERMS_AT_ONCE: usize = 1_000;

/// Other articles by id, each with its reason.
type Neighbours = Vec<(i64, String)>;

impl Store {
    /// Computes the related news of every article and writes the lists that changed. Answers how many
    /// did.
    ///
    /// # Errors
    /// [`StoreError`]; some of the lists are written then, and the others are the next time.
    pub fn relate(&self) -> Result<usize, StoreError> {
        let Articles { ids, documents, vectors } = self.read(Articles::read)?;
        let lists = related(&documents, &vectors);
        let mut stored = self.read(stored)?;
        let mut changed = Vec::new();
        for (id, list) in ids.iter().zip(lists) {
            let list: Neighbours = list
                .iter()
                .filter_map(|pick| Some((*ids.get(pick.index)?, word(pick.reason).to_owned())))
                .collect();
            if stored.remove(id).unwrap_or_default() != list {
                changed.push((*id, list));
            }
        }
        for some in changed.chunks(AT_ONCE) {
            self.write(|t| some.iter().try_for_each(|(id, list)| write(t, *id, list)))?;
        }
        Ok(changed.len())
    }
}

fn word(reason: RelatedReason) -> &'static str {
    match reason {
        RelatedReason::Related => "related",
        RelatedReason::Section => "section",
        RelatedReason::Latest => "latest",
    }
}

/// Every article: its id, the data for ranking, and its vector.
#[derive(Default)]
struct Articles {
    ids: Vec<i64>,
    documents: Vec<Document>,
    vectors: Vec<Vector>,
}

impl Articles {
    fn read(c: &Connection) -> Result<Self, StoreError> {
        let mut articles = Self::default();
        let mut frequencies = Frequencies::default();
        let mut statement =
            c.prepare("SELECT id, terms, lang, section, published_at FROM article ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            articles.ids.push(row.get(0)?);
            frequencies.count(&terms_in(c, row)?);
            articles.documents.push(Document {
                lang: row.get(2)?,
                section: row.get(3)?,
                published: row.get(4)?,
            });
        }
        let mut statement = c.prepare("SELECT id, terms FROM article ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut some = Vec::with_capacity(TERMS_AT_ONCE);
        while let Some(row) = rows.next()? {
            some.push(terms_in(c, row)?);
            if some.len() == TERMS_AT_ONCE {
                articles.vectors.extend(frequencies.vectors(&some));
                some.clear();
            }
        }
        articles.vectors.extend(frequencies.vectors(&some));
        Ok(articles)
    }
}

/// The terms of an article, from a row with its id and its terms.
fn terms_in(c: &Connection, row: &Row<'_>) -> Result<Terms, StoreError> {
    match Terms::from_bytes(row.get_ref(1)?.as_blob().unwrap_or_default()) {
        Ok(terms) => Ok(terms),
        Err(_) => computed_anew(c, row.get(0)?),
    }
}

/// The terms of an article whose stored terms an earlier version wrote in another form.
fn computed_anew(c: &Connection, id: i64) -> Result<Terms, StoreError> {
    let (card, body): (String, String) =
        c.query_row("SELECT card, body FROM article WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    let card: Card = serde_json::from_str(&card)?;
    let body: Vec<Block> = serde_json::from_str(&body)?;
    let text: Vec<String> = body.iter().map(Block::plain_text).collect();
    Ok(terms(&card.title, &card.lead, &text.join("\n"), &card.tags))
}

fn stored(c: &Connection) -> Result<HashMap<i64, Neighbours>, StoreError> {
    let mut statement =
        c.prepare("SELECT article, other, reason FROM related ORDER BY article, position")?;
    let mut rows = statement.query([])?;
    let mut lists: HashMap<i64, Neighbours> = HashMap::new();
    while let Some(row) = rows.next()? {
        lists.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
    }
    Ok(lists)
}

/// Writes the list of an article, without articles that were withdrawn meanwhile; nothing if it was itself.
fn write(c: &WriteTransaction<'_>, article: i64, list: &Neighbours) -> Result<(), StoreError> {
    if !c.prepare_cached("SELECT 1 FROM article WHERE id = ?1")?.exists([article])? {
        return Ok(());
    }
    c.prepare_cached("DELETE FROM related WHERE article = ?1")?.execute([article])?;
    let mut insert = c.prepare_cached(
        "INSERT INTO related (article, position, other, reason) SELECT ?1, ?2, ?3, ?4
         WHERE EXISTS (SELECT 1 FROM article WHERE id = ?3)",
    )?;
    for (position, (other, reason)) in (0i64..).zip(list) {
        insert.execute(params![article, position, other, reason])?;
    }
    c.prepare_cached(&format!("UPDATE record SET changed = {NOW} WHERE id = ?1"))?
        .execute([article])?;
    Ok(())
}
