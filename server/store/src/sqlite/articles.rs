//! Stores drafts, and reads whole articles.

use std::collections::BTreeSet;

use bantin_core::draft::Draft;
use bantin_core::normalize::{author_id, tag_id};
use bantin_model::{Article, Block, Link, RatingSummary, Slug, Tag};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::changes::{self, ListPosition};
use super::others::{Side, beside, related_of, translations_of};
use super::record::{COLUMNS, Card, Record, with_ids};
use super::rows::NOW;
use super::standing::State;
use super::{Store, StoreError, WriteTransaction, old_addresses, redirects, standing};
use crate::ledger::ClosedBy;
use crate::related::terms;

/// How storing a draft changed the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    Added,
    Updated,
    Unchanged,
}

impl Store {
    /// Stores drafts, all or none, each at its own slug. For callers that have decided the addresses, such as a copy of
    /// another newsroom; an import calls [`Store::take`]. An article that is there keeps its views and votes, and a
    /// withdrawn one is public again.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub fn put(&self, drafts: &[Draft]) -> Result<Vec<Put>, StoreError> {
        let numbered = drafts.iter().map(|draft| (None, draft));
        self.put_all(numbered)
    }

    /// As [`Store::put`], and gives each new article this number as its id. The id orders articles published in the
    /// same second, so this order is the same on every server.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is stored then.
    pub fn put_numbered(&self, drafts: &[(i64, Draft)]) -> Result<Vec<Put>, StoreError> {
        self.put_all(drafts.iter().map(|(number, draft)| (Some(*number), draft)))
    }

    fn put_all<'a>(
        &self,
        drafts: impl Iterator<Item = (Option<i64>, &'a Draft)>,
    ) -> Result<Vec<Put>, StoreError> {
        // Work that needs no lock is done first: votes wait during the transaction.
        let mut rows = drafts
            .map(|(number, draft)| NewRow::of(number, draft))
            .collect::<Result<Vec<_>, _>>()?;
        self.read(|c| {
            for row in &mut rows {
                let known = stored(c, &row.draft.slug)?;
                if known.is_none_or(|known| known.fingerprint != row.fingerprint) {
                    row.terms();
                }
            }
            Ok(())
        })?;
        let now = jiff::Timestamp::now().as_second();
        self.write(|t| {
            let put_one = |row: &mut NewRow<'_>| {
                let slug = row.draft.slug.clone();
                let known = stored(t, &slug)?;
                Ok(put_at(t, row, &slug, known.as_ref(), now)?.0)
            };
            rows.iter_mut().map(put_one).collect()
        })
    }

    /// The article whole; `None` when there is none of that name. Addresses are below `site_url`.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn article(&self, slug: &Slug, site_url: &Link) -> Result<Option<Article>, StoreError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS}, a.body FROM article a WHERE a.slug = ?1");
            let row = c
                .prepare_cached(&sql)?
                .query_row([slug.as_str()], |row| Ok((Record::of(row)?, row.get::<_, String>(12)?)))
                .optional()?;
            let Some((record, body)) = row else { return Ok(None) };
            let record = record?;
            let mut body: Vec<Block> = serde_json::from_str(&body)?;
            old_addresses::lead_links(c, &mut body, Some(record.id), Some(site_url))?;
            let earlier = redirects::earlier_of(c, record.id)?;
            let related = related_of(c, record.id, site_url)?;
            let translations = translations_of(c, record.id, site_url)?;
            let headline =
                |side| Ok::<_, StoreError>(beside(c, record.id, side)?.map(|(_, of)| of));
            let (newer, older) = (headline(Side::Newer)?, headline(Side::Older)?);
            Ok(Some(Article {
                url: record.url(site_url)?,
                rating: RatingSummary {
                    closed: record.closed,
                    ..RatingSummary::of(record.slug.clone(), record.histogram, None)
                },
                slug: record.slug,
                earlier,
                lang: record.lang,
                title: record.card.title,
                lead: record.card.lead,
                section: record.section,
                tags: tags(record.card.tags),
                authors: with_ids(record.card.authors),
                published: record.card.published,
                updated: record.card.updated,
                source: record.card.source,
                views: record.views,
                image: record.card.image,
                body,
                crops: record.card.crops,
                translations,
                related,
                newer,
                older,
            }))
        })
    }

    /// The present address of the article at `slug`, which may be an earlier address.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn address_of(&self, slug: &Slug) -> Result<Option<Slug>, StoreError> {
        self.read(|c| Ok(redirects::article_at(c, slug)?.map(|(_, slug)| slug)))
    }

    /// How many articles there are.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn count(&self) -> Result<u64, StoreError> {
        self.read(|c| Ok(c.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?))
    }
}

/// The row to be stored for a draft.
pub(super) struct NewRow<'a> {
    draft: &'a Draft,
    /// The id for a new article; without it, the next id.
    number: Option<i64>,
    /// Unix seconds.
    published_at: i64,
    /// From when it is public, in Unix seconds.
    pub due: i64,
    card: String,
    body: String,
    /// The old addresses that its links may be.
    links: BTreeSet<String>,
    /// SHA-256 over everything that is stored.
    pub fingerprint: Vec<u8>,
    /// The terms for related news; computed only for a new or changed article.
    terms: Option<Vec<u8>>,
}

impl<'a> NewRow<'a> {
    pub fn of(number: Option<i64>, draft: &'a Draft) -> Result<Self, StoreError> {
        let published_at: jiff::Timestamp =
            draft.published.parse().map_err(|_| StoreError::Date(draft.published.clone()))?;
        let card = serde_json::to_string(&Card {
            title: draft.title.clone(),
            lead: draft.lead.clone(),
            tags: draft.tags.clone(),
            authors: draft.authors.clone(),
            published: draft.published.clone(),
            updated: draft.updated.clone(),
            source: draft.source.clone(),
            image: draft.image.clone(),
            crops: draft.crops.clone(),
            pinned: draft.pinned,
        })?;
        let body = serde_json::to_string(&draft.body)?;
        let mut hash = Sha256::new();
        for part in [&draft.lang, &draft.section, &card, &body] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        if let Some(translation) = &draft.translation {
            hash.update(translation.as_bytes());
        }
        if draft.closed {
            hash.update(b"closed");
        }
        let (from, until) = (draft.span.from, draft.span.until);
        if from.is_some() || until.is_some() {
            hash.update(format!("{from:?} {until:?}"));
        }
        let fingerprint = hash.finalize().to_vec();
        let published_at = published_at.as_second();
        let due = from.map_or(published_at, |from| from.max(published_at));
        let links = old_addresses::links_of(&draft.body);
        Ok(Self { draft, number, published_at, due, card, body, links, fingerprint, terms: None })
    }

    /// Whether it is public at `now` (Unix seconds), and if not, why.
    pub fn state(&self, now: i64) -> State {
        State::at(now, self.due, self.draft.span.until)
    }

    pub fn terms(&mut self) -> &[u8] {
        let draft = self.draft;
        self.terms.get_or_insert_with(|| {
            let text: Vec<String> = draft.body.iter().map(Block::plain_text).collect();
            terms(&draft.title, &draft.lead, &text.join("\n"), &draft.tags).to_bytes()
        })
    }
}

/// What is known of a stored article before it changes.
pub(super) struct Stored {
    pub id: i64,
    fingerprint: Vec<u8>,
    pub state: State,
}

/// The row at `slug`, whether public or not.
pub(super) fn stored(c: &Connection, slug: &Slug) -> Result<Option<Stored>, StoreError> {
    Ok(c.prepare_cached("SELECT id, fingerprint, state FROM record WHERE slug = ?1")?
        .query_row([slug.as_str()], |row| {
            let state = State::of_number(row.get(2)?);
            Ok(Stored { id: row.get(0)?, fingerprint: row.get(1)?, state })
        })
        .optional()?)
}

/// Stores a draft at `slug`, over `known` if that stands there. Answers its id as well.
pub(super) fn put_at(
    c: &WriteTransaction<'_>,
    row: &mut NewRow<'_>,
    slug: &Slug,
    known: Option<&Stored>,
    now: i64,
) -> Result<(Put, i64), StoreError> {
    let draft = row.draft;
    let state = row.state(now);
    if let Some(known) = known.filter(|known| known.fingerprint == row.fingerprint)
        && known.state == state
    {
        old_addresses::set(c, known.id, &draft.old_addresses, &row.links, now)?;
        return Ok((Put::Unchanged, known.id));
    }
    row.terms();
    changes::words_changed(c)?;
    let before = ListPosition::of(c, slug)?;
    if let Some(before) = &before {
        before.touch_others(c)?;
    }
    let withdrawn = if state == State::WithdrawnBySource { now } else { 0 };
    // Views are taken from the source once; from then on they are counted here.
    c.prepare_cached(&format!(
        "INSERT INTO record (id, slug, lang, section, published_at, card, body, fingerprint, terms, views,
             translation, closed, changed, state, since, due, expires)
         VALUES (?12, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, {NOW}, ?13, ?14, ?15, ?16)
         ON CONFLICT (slug) DO UPDATE SET lang = ?2, section = ?3, published_at = ?4, card = ?5,
             body = ?6, fingerprint = ?7, terms = ?8, translation = ?10,
             closed = CASE closed WHEN {BY_NEWSROOM} THEN closed ELSE ?11 END, changed = {NOW},
             state = ?13, since = ?14, due = ?15, expires = ?16",
        BY_NEWSROOM = ClosedBy::number(Some(ClosedBy::Newsroom)),
    ))?
    .execute(params![
        slug.as_str(),
        draft.lang,
        draft.section,
        row.published_at,
        row.card,
        row.body,
        row.fingerprint,
        row.terms,
        i64::try_from(draft.views).unwrap_or(i64::MAX),
        draft.translation,
        ClosedBy::number(draft.closed.then_some(ClosedBy::Source)),
        row.number,
        state.number(),
        withdrawn,
        row.due,
        draft.span.until,
    ])?;
    let id = match known {
        Some(known) => known.id,
        None => c.last_insert_rowid(),
    };
    old_addresses::set(c, id, &draft.old_addresses, &row.links, now)?;
    c.prepare_cached("DELETE FROM tag WHERE article = ?1")?.execute([id])?;
    for name in &draft.tags {
        c.prepare_cached("INSERT OR IGNORE INTO tag (tag, article, name) VALUES (?1, ?2, ?3)")?
            .execute(params![tag_id(name), id, name])?;
    }
    c.prepare_cached("DELETE FROM author WHERE article = ?1")?.execute([id])?;
    for author in &draft.authors {
        c.prepare_cached("INSERT OR IGNORE INTO author (author, article) VALUES (?1, ?2)")?
            .execute(params![author_id(&author.name), id])?;
    }
    match (ListPosition::of(c, slug)?, &before) {
        (Some(after), before) => {
            ListPosition::moved(c, before.as_ref(), &after)?;
            after.touch_others(c)?;
            if before.is_none() {
                redirects::forget(c, slug)?;
            }
        }
        (None, Some(before)) => {
            standing::hidden(c, before)?;
            redirects::note(c, slug, None, None)?;
        }
        (None, None) => {}
    }
    Ok((if known.is_some() { Put::Updated } else { Put::Added }, id))
}

fn tags(names: Vec<String>) -> Vec<Tag> {
    names.into_iter().map(|name| Tag { id: tag_id(&name), name }).collect()
}
